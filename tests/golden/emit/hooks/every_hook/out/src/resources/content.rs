// Made by restwright 0.1.0 from specs/content.toml: change that, and run `codegen build` again.

//! `Content`.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `every_hook_content`.
#[derive(Clone, Debug)]
pub struct Content {
    pub id: i64,
    pub name: String,
    pub r#type: String,
}

impl rw::Model for Content {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Content", "content", "every_hook_content")
        .fields(&[
            model::Field::auto("id"),
            model::Field::string("name").max_length(10),
            model::Field::string("type").not_editable().max_length(100),
        ])
        .master();

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self { id: row.get(0)?, name: row.get(1)?, r#type: row.get(2)? })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

impl Content {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "every_hook_content";
}

/// The names of [`Content`]'s columns, for SQL of your own.
pub struct ContentColumns;

impl ContentColumns {
    pub const ID: &'static str = "id";
    pub const NAME: &'static str = "name";
    pub const TYPE: &'static str = "type";
}

/// How a [`Content`] is read and written.
pub struct ContentSerializer;

impl rw::Serializer for ContentSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::string("name").max_length(10),
        serializer::Field::method("size"),
    ]);
}

/// The actions on [`Content`]s.
pub struct ContentViewSet;

impl rw::ViewSet for ContentViewSet {
    type Model = Content;
    type Serializer = ContentSerializer;
    type FilterSet = ();
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("contents", "content").code(&HOOKS);
}

impl rw::Resource for Content {
    type ViewSet = ContentViewSet;
    type Input = ContentInput;
}

rw::input! {
    /// What is written into a [`Content`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct ContentInput {
        pub id: i64,
        pub name: String,
        pub r#type: String,
    }
}

/// What the spec of [`Content`] leaves to Rust. It runs inside the request's transaction: an error takes all of it back.
#[diagnostic::on_unimplemented(
    message = "nobody wrote the hooks that the spec of `Content` names",
    label = "hooks are missing",
    note = "write `impl ContentHooks for ContentViewSet` in src/hooks/content.rs"
)]
#[allow(async_fn_in_trait)]
pub trait ContentHooks {
    /// The values of `size`: one for each of these rows, in their order.
    async fn get_size(cx: &mut rw::Context<'_>, rows: &[Content]) -> rw::Result<rw::JsonValues>;
}

rw::hooks! {
    ContentViewSet: ContentHooks for Content;
    methods { "size": get_size }
}
