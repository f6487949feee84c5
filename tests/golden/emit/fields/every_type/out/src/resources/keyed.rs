// Made by restwright 0.1.0 from specs/keyed.toml: change that, and run `codegen build` again.

//! `Keyed`.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `every_type_keyed`.
#[derive(Clone, Debug)]
pub struct Keyed {
    pub code: rw::Uuid,
}

impl rw::Model for Keyed {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Keyed", "keyed", "every_type_keyed")
        .fields(&[model::Field::uuid("code").primary_key().default(rw::Literal::Uuid4)]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self { code: row.get(0)? })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.code)
    }
}

/// How a [`Keyed`] is read and written.
pub struct KeyedSerializer;

impl rw::Serializer for KeyedSerializer {
    const DESCRIPTOR: &'static serializer::Serializer =
        &serializer::Serializer::new(&[serializer::Field::uuid("code")
            .optional()
            .validators(&[serializer::Validator::Unique("keyed with this code already exists.")])]);
}

/// The actions on [`Keyed`]s.
pub struct KeyedViewSet;

impl rw::ViewSet for KeyedViewSet {
    type Model = Keyed;
    type Serializer = KeyedSerializer;
    type FilterSet = ();
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("keyeds", "keyed");
}

impl rw::Resource for Keyed {
    type ViewSet = KeyedViewSet;
    type Input = KeyedInput;
}

/// What is written into a [`Keyed`]; `None` is not given.
#[derive(Default)]
pub struct KeyedInput {
    pub code: Option<rw::Uuid>,
}

impl rw::Input for KeyedInput {
    fn fields(&mut self, fields: &mut rw::Fields<'_>) -> rw::Result<()> {
        fields.field("code", &mut self.code)?;
        Ok(())
    }
}
