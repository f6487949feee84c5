// Made by restwright 0.1.0 from specs/note.toml: change that, and run `codegen build` again.

//! `Note`.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `arguments_note`.
#[derive(Clone, Debug)]
pub struct Note {
    pub id: i64,
    pub title: String,
    pub body: String,
    pub stars: i64,
    pub price: rw::Decimal,
    pub weight: Option<f64>,
    pub colour: NoteColour,
    pub made: rw::DateTime<rw::Utc>,
    pub owner: i64,
}

impl rw::Model for Note {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Note", "note", "arguments_note").fields(&[
        model::Field::auto("id"),
        model::Field::string("title").blank().default(rw::Literal::Str("")).min_length(2).max_length(20),
        model::Field::text("body").min_length(3),
        model::Field::integer("stars").unique().min_value(rw::Literal::Int(1)).max_value(rw::Literal::Int(5)),
        model::Field::decimal("price").digits(5, 2),
        model::Field::float("weight").null().blank(),
        model::Field::string("colour").choices(NoteColour::CHOICES).max_length(5),
        model::Field::datetime("made").auto_now_add(),
        model::Field::foreign_key("owner", "owner_id", "Owner", rw::OnDelete::Cascade).related_name("notes"),
    ]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            title: row.get(1)?,
            body: row.get(2)?,
            stars: row.get(3)?,
            price: row.get(4)?,
            weight: row.get(5)?,
            colour: row.get(6)?,
            made: row.get(7)?,
            owner: row.get(8)?,
        })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

rw::choices! {
    /// The choices of `colour`.
    pub enum NoteColour {
        Red = ("red", "red"),
        Blue = ("blue", "blue"),
        #[other]
        Other(String),
    }
}

impl Note {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "arguments_note";
}

/// The names of [`Note`]'s columns, for SQL of your own.
pub struct NoteColumns;

impl NoteColumns {
    pub const ID: &'static str = "id";
    pub const TITLE: &'static str = "title";
    pub const BODY: &'static str = "body";
    pub const STARS: &'static str = "stars";
    pub const PRICE: &'static str = "price";
    pub const WEIGHT: &'static str = "weight";
    pub const COLOUR: &'static str = "colour";
    pub const MADE: &'static str = "made";
    pub const OWNER: &'static str = "owner_id";
}

/// How a [`Note`] is read and written.
pub struct NoteSerializer;

impl rw::Serializer for NoteSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::hyperlinked_identity("url"),
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::string("title")
            .max_length(10)
            .min_length(4)
            .trim_whitespace(false)
            .error_messages(&[("blank", "Say something.")]),
        serializer::Field::string("body")
            .min_length(5)
            .write_only()
            .label("The body")
            .help_text("More.")
            .validators(&[serializer::Validator::MinLength(3)]),
        serializer::Field::integer("stars").column(rw::FieldType::Integer).read_only(),
        serializer::Field::decimal("price")
            .digits(Some(5), Some(2))
            .min_value(rw::Literal::Decimal("0.01"))
            .max_value(rw::Literal::Int(10))
            .coerce_to_string(false)
            .default(rw::Literal::Decimal("1.50")),
        serializer::Field::float("weight")
            .min_value(rw::Literal::Int(1))
            .max_value(rw::Literal::Float(2.5))
            .optional()
            .initial(rw::Literal::Float(1.5)),
        serializer::Field::choice("colour", NoteColour::CHOICES).allow_blank().default(rw::Literal::Str("red")),
        serializer::Field::datetime("made").format("%Y").read_only(),
        serializer::Field::primary_key_related("owner").read_only(),
        serializer::Field::string("owner_name").source("owner.name").read_only().default(rw::Literal::Str("nobody")),
        serializer::Field::primary_key_related("also").to("Owner").source("owner").write_only(),
        serializer::Field::hyperlinked_related("link")
            .to("Owner")
            .view("owner-detail", "name")
            .source("owner")
            .read_only(),
        serializer::Field::decimal("rank").digits(Some(3), Some(1)).source("weight").read_only(),
        serializer::Field::datetime("when").format("%H:%M").source("made").read_only(),
        serializer::Field::integer("day").min_value(rw::Literal::Int(1)).source("stars").read_only(),
    ]);
}

/// The actions on [`Note`]s.
pub struct NoteViewSet;

impl rw::ViewSet for NoteViewSet {
    type Model = Note;
    type Serializer = NoteSerializer;
    type FilterSet = ();
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("notes", "note");
}

impl rw::Resource for Note {
    type ViewSet = NoteViewSet;
    type Input = NoteInput;
}

rw::input! {
    /// What is written into a [`Note`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct NoteInput {
        pub id: i64,
        pub title: String,
        pub body: String,
        pub stars: i64,
        pub price: rw::Decimal,
        pub weight: Option<f64>,
        pub colour: NoteColour,
        pub made: rw::DateTime<rw::Utc>,
        pub owner: i64,
    }
}
