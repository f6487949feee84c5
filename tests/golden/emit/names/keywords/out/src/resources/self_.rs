// Made by restwright 0.1.0 from specs/self.toml: change that, and run `codegen build` again.

//! `Self`.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `words_self`.
#[derive(Clone, Debug)]
pub struct Self_ {
    pub id: i64,
    pub select: String,
}

impl rw::Model for Self_ {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Self", "self", "words_self").fields(&[
        model::Field::auto("id"),
        model::Field::string("select")
            .choices(&[(rw::Literal::Str("a"), "It's"), (rw::Literal::Str("b"), "\\ and \"")])
            .max_length(5),
    ]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self { id: row.get(0)?, select: row.get(1)? })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

/// How a [`Self`] is read and written.
pub struct SelfSerializer;

impl rw::Serializer for SelfSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::choice("select", &[(rw::Literal::Str("a"), "It's"), (rw::Literal::Str("b"), "\\ and \"")]),
    ]);
}

/// The actions on [`Self`]s.
pub struct SelfViewSet;

impl rw::ViewSet for SelfViewSet {
    type Model = Self_;
    type Serializer = SelfSerializer;
    type FilterSet = ();
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("selfs", "self");
}

impl rw::Resource for Self_ {
    type ViewSet = SelfViewSet;
    type Input = SelfInput;
}

/// What is written into a [`Self`]; `None` is not given.
#[derive(Default)]
pub struct SelfInput {
    pub id: Option<i64>,
    pub select: Option<String>,
}

impl rw::Input for SelfInput {
    fn fields(&mut self, fields: &mut rw::Fields<'_>) -> rw::Result<()> {
        fields.field("id", &mut self.id)?;
        fields.field("select", &mut self.select)?;
        Ok(())
    }
}
