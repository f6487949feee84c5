// Made by restwright 0.1.0 from specs/crate.toml: change that, and run `codegen build` again.

//! A resource whose name Rust keeps for itself, even raw.

use restwright::__gen::{self as rw, filterset, model, serializer, viewset};

/// A row of `words_crate`.
#[allow(non_snake_case)]
#[derive(Clone, Debug)]
pub struct Crate {
    pub id: i64,
    /// A "quoted" text
    /// of two lines.
    pub self_: String,
    pub r#type: i64,
    pub r#where: Option<i64>,
    pub on: Option<rw::NaiveDate>,
    pub camelCase: bool,
}

impl rw::Model for Crate {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Crate", "crate", "words_crate").fields(&[
        model::Field::auto("id"),
        model::Field::string("self").help_text("A \"quoted\" text\nof two lines.").max_length(10),
        model::Field::integer("type"),
        model::Field::foreign_key("where", "where_id", "Mod", rw::OnDelete::Cascade).null().blank(),
        model::Field::date("on").null().blank(),
        model::Field::boolean("camelCase").default(rw::Literal::Bool(false)),
    ]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            self_: row.get(1)?,
            r#type: row.get(2)?,
            r#where: row.get(3)?,
            on: row.get(4)?,
            camelCase: row.get(5)?,
        })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

impl Crate {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "words_crate";
}

/// The names of [`Crate`]'s columns, for SQL of your own.
pub struct CrateColumns;

impl CrateColumns {
    pub const ID: &'static str = "id";
    pub const SELF: &'static str = "self";
    pub const TYPE: &'static str = "type";
    pub const WHERE: &'static str = "where_id";
    pub const ON: &'static str = "on";
    pub const CAMELCASE: &'static str = "camelCase";
}

/// How a [`Crate`] is read and written.
pub struct CrateSerializer;

impl rw::Serializer for CrateSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::string("self").max_length(10).help_text("A \"quoted\" text\nof two lines."),
        serializer::Field::integer("type").column(rw::FieldType::Integer),
        serializer::Field::date("on").optional().allow_null(),
        serializer::Field::boolean("camelCase").optional().label("CamelCase"),
        serializer::Field::primary_key_related("where").optional().allow_null(),
    ]);
}

rw::filters! {
    /// The query parameters that narrow a list of [`Crate`]s. Each field is an `Option`: `None` does not narrow.
    #[derive(Clone, Debug)]
    pub struct CrateFilterSet {
        pub r#type: i64,
        pub r#where: i64,
    }
}

impl rw::FilterSet for CrateFilterSet {
    const DESCRIPTOR: Option<&'static filterset::FilterSet> = Some(&filterset::FilterSet::new(&[
        filterset::Filter::lookup("type", "type", rw::Lookup::Exact),
        filterset::Filter::lookup("where", "where", rw::Lookup::Exact),
    ]));
}

/// A resource whose name Rust keeps for itself, even raw.
pub struct CrateViewSet;

impl rw::ViewSet for CrateViewSet {
    type Model = Crate;
    type Serializer = CrateSerializer;
    type FilterSet = CrateFilterSet;
    const DESCRIPTOR: &'static viewset::ViewSet =
        &viewset::ViewSet::new("crates", "crate").description("A resource whose name Rust keeps for itself, even raw.");
}

impl rw::Resource for Crate {
    type ViewSet = CrateViewSet;
    type Input = CrateInput;
}

rw::input! {
    /// What is written into a [`Crate`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct CrateInput {
        pub id: i64,
        #[name = "self"]
        pub self_: String,
        pub r#type: i64,
        pub r#where: Option<i64>,
        pub on: Option<rw::NaiveDate>,
        pub camelCase: bool,
    }
}
