// Made by restwright 0.1.0 from specs/keyed.toml: change that, and run `codegen build` again.

//! `Keyed`.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `every_type_keyed`.
pub struct Keyed {
    pub code: rw::Uuid,
}

impl rw::Model for Keyed {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Keyed", "keyed", "every_type_keyed")
        .fields(&[model::Field::uuid("code").primary_key().default(rw::Literal::Uuid4)]);

    fn from_row(row: &rw::Row) -> rw::Result<Self> {
        Ok(Self { code: row.get(0)? })
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
