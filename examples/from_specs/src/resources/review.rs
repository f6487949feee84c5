// Made by restwright 0.1.0 from specs/review.toml: change that, and run `codegen build` again.

//! `Review`.

use restwright::__gen::{self as rw, filterset, model, serializer, viewset};

/// A row of `shop_review`.
#[derive(Clone, Debug)]
pub struct Review {
    pub id: i64,
    pub book: i64,
    pub text: String,
}

impl rw::Model for Review {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Review", "review", "shop_review")
        .fields(&[
            model::Field::auto("id"),
            model::Field::foreign_key("book", "book_id", "Book", rw::OnDelete::Cascade).related_name("reviews"),
            model::Field::text("text"),
        ])
        .ordering(&["id"]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self { id: row.get(0)?, book: row.get(1)?, text: row.get(2)? })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

impl Review {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "shop_review";
}

/// The names of [`Review`]'s columns, for SQL of your own.
pub struct ReviewColumns;

impl ReviewColumns {
    pub const ID: &'static str = "id";
    pub const BOOK: &'static str = "book_id";
    pub const TEXT: &'static str = "text";
}

/// How a [`Review`] is read and written.
pub struct ReviewSerializer;

impl rw::Serializer for ReviewSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::string("text"),
        serializer::Field::primary_key_related("book"),
    ]);
}

rw::filters! {
    /// The query parameters that narrow a list of [`Review`]s. Each field is an `Option`: `None` does not narrow.
    #[derive(Clone, Debug)]
    pub struct ReviewFilterSet {
        pub book: i64,
        pub book__title__icontains: String,
    }
}

impl rw::FilterSet for ReviewFilterSet {
    const DESCRIPTOR: Option<&'static filterset::FilterSet> = Some(&filterset::FilterSet::new(&[
        filterset::Filter::lookup("book", "book", rw::Lookup::Exact),
        filterset::Filter::lookup("book__title__icontains", "book__title", rw::Lookup::IContains),
    ]));
}

/// The actions on [`Review`]s.
pub struct ReviewViewSet;

impl rw::ViewSet for ReviewViewSet {
    type Model = Review;
    type Serializer = ReviewSerializer;
    type FilterSet = ReviewFilterSet;
    const DESCRIPTOR: &'static viewset::ViewSet =
        &viewset::ViewSet::new("reviews", "review").search_fields(&["text", "book__title"]);
}

impl rw::Resource for Review {
    type ViewSet = ReviewViewSet;
    type Input = ReviewInput;
}

rw::input! {
    /// What is written into a [`Review`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct ReviewInput {
        pub id: i64,
        pub book: i64,
        pub text: String,
    }
}
