// Made by restwright 0.1.0 from specs/option.toml: change that, and run `codegen build` again.

//! `Option`.

use restwright::__gen::{self as rw, filterset, model, serializer, viewset};

/// A row of `words_option`.
#[derive(Clone, Debug)]
pub struct Option {
    pub id: i64,
    pub string: ::std::option::Option<String>,
}

impl rw::Model for Option {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Option", "option", "words_option")
        .fields(&[model::Field::auto("id"), model::Field::string("string").null().blank().max_length(10)]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self { id: row.get(0)?, string: row.get(1)? })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

impl Option {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "words_option";
}

/// The names of [`Option`]'s columns, for SQL of your own.
pub struct OptionColumns;

impl OptionColumns {
    pub const ID: &'static str = "id";
    pub const STRING: &'static str = "string";
}

/// How a [`Option`] is read and written.
pub struct OptionSerializer;

impl rw::Serializer for OptionSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::string("string").max_length(10).allow_blank().optional().allow_null(),
    ]);
}

rw::filters! {
    /// The query parameters that narrow a list of [`Option`]s. Each field is an `Option`: `None` does not narrow.
    #[derive(Clone, Debug)]
    pub struct OptionFilterSet {
        pub string: String,
    }
}

impl rw::FilterSet for OptionFilterSet {
    const DESCRIPTOR: ::std::option::Option<&'static filterset::FilterSet> =
        Some(&filterset::FilterSet::new(&[filterset::Filter::lookup("string", "string", rw::Lookup::Exact)]));
}

/// The actions on [`Option`]s.
pub struct OptionViewSet;

impl rw::ViewSet for OptionViewSet {
    type Model = Option;
    type Serializer = OptionSerializer;
    type FilterSet = OptionFilterSet;
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("options", "option");
}

impl rw::Resource for Option {
    type ViewSet = OptionViewSet;
    type Input = OptionInput;
}

rw::input! {
    /// What is written into a [`Option`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct OptionInput {
        pub id: i64,
        pub string: ::std::option::Option<String>,
    }
}
