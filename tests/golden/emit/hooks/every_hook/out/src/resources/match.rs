// Made by restwright 0.1.0 from specs/match.toml: change that, and run `codegen build` again.

//! `Match`.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `every_hook_match`.
#[derive(Clone, Debug)]
pub struct Match {
    pub id: i64,
    pub name: String,
    pub r#type: String,
    pub content_ptr: i64,
    pub r#loop: Option<String>,
}

impl rw::Model for Match {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Match", "match", "every_hook_match")
        .fields(&[model::Field::string("loop").null().max_length(10)])
        .extends("Content");

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            r#type: row.get(2)?,
            content_ptr: row.get(3)?,
            r#loop: row.get(4)?,
        })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.content_ptr)
    }
}

impl Match {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "every_hook_match";
}

/// The names of [`Match`]'s columns, for SQL of your own.
pub struct MatchColumns;

impl MatchColumns {
    pub const LOOP: &'static str = "loop";
}

/// How a [`Match`] is read and written.
pub struct MatchSerializer;

impl rw::Serializer for MatchSerializer {
    const DESCRIPTOR: &'static serializer::Serializer =
        &serializer::Serializer::new(&[serializer::Field::string("loop").max_length(10).optional().allow_null()]);
}

/// The actions on [`Match`]s.
pub struct MatchViewSet;

impl rw::ViewSet for MatchViewSet {
    type Model = Match;
    type Serializer = MatchSerializer;
    type FilterSet = ();
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("matches", "match")
        .permissions(&[viewset::Permission::Not(&viewset::Permission::Custom("move"))])
        .extra_actions(&[viewset::ExtraAction {
            name: "where",
            detail: true,
            methods: &["GET", "POST"],
            url_path: "where",
            description: "",
        }])
        .hooks(&["validate", "validate_name", "validate_loop", "perform_update", "get_queryset"])
        .code(&HOOKS);
}

impl rw::Resource for Match {
    type ViewSet = MatchViewSet;
    type Input = MatchInput;
}

rw::input! {
    /// What is written into a [`Match`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct MatchInput {
        pub id: i64,
        pub name: String,
        pub r#type: String,
        pub content_ptr: i64,
        pub r#loop: Option<String>,
    }
}

/// What the spec of [`Match`] leaves to Rust. It runs inside the request's transaction: an error takes all of it back.
#[diagnostic::on_unimplemented(
    message = "nobody wrote the hooks that the spec of `Match` names",
    label = "hooks are missing",
    note = "write `impl MatchHooks for MatchViewSet` in src/hooks/match.rs"
)]
#[allow(async_fn_in_trait)]
pub trait MatchHooks {
    /// Checks a whole body whose fields are valid, and may change it. An error is answered with 400.
    async fn validate(cx: &mut rw::Context<'_>, match_: Option<&Match>, input: &mut MatchInput) -> rw::Result<()>;

    /// Checks a valid `name`, and gives the value that is kept. An error is answered with 400.
    async fn validate_name(cx: &mut rw::Context<'_>, match_: Option<&Match>, value: String) -> rw::Result<String>;

    /// Checks a valid `loop`, and gives the value that is kept. An error is answered with 400.
    async fn validate_loop(
        cx: &mut rw::Context<'_>,
        match_: Option<&Match>,
        value: Option<String>,
    ) -> rw::Result<Option<String>>;

    /// Saves changes of a row: `cx.update(row, input)` does, and gives it as it is then.
    async fn perform_update(cx: &mut rw::Context<'_>, match_: &Match, input: MatchInput) -> rw::Result<Match>;

    /// Which rows a request may know of: others are not there for it, on whatever way it asks.
    async fn get_queryset(cx: &mut rw::Context<'_>, rows: rw::Rows) -> rw::Result<rw::Rows>;

    /// The permission `move`: whether a request may go on.
    async fn r#move(cx: &mut rw::Context<'_>) -> rw::Result<bool>;

    /// The permission `move`: whether a request may go on with this row.
    async fn move_object(cx: &mut rw::Context<'_>, match_: &Match) -> rw::Result<bool> {
        let _ = (cx, match_);
        Ok(true)
    }

    /// The values of `size`: one for each of these rows, in their order.
    async fn get_size(cx: &mut rw::Context<'_>, rows: &[Match]) -> rw::Result<rw::JsonValues>;

    /// The extra action `where` (GET, POST)
    async fn r#where(cx: &mut rw::Context<'_>, match_: &Match) -> rw::Result<rw::Answer>;
}

rw::hooks! {
    MatchViewSet: MatchHooks for Match;
    fields { "name": validate_name, "loop": validate_loop }
    permissions { "move": r#move, move_object }
    methods { "size": get_size }
    actions { "where": detail r#where }
    hooks { validate, perform_update, get_queryset }
}
