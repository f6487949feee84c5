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

impl Keyed {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "every_type_keyed";
}

/// The names of [`Keyed`]'s columns, for SQL of your own.
pub struct KeyedColumns;

impl KeyedColumns {
    pub const CODE: &'static str = "code";
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

rw::input! {
    /// What is written into a [`Keyed`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct KeyedInput {
        pub code: rw::Uuid,
    }
}
