// Made by restwright 0.1.0 from specs/review.toml: change that, and run `codegen build` again.

//! `Review`.

use restwright::__gen::{self as rw, filterset, model, serializer, viewset};

/// A row of `every_hook_review`.
#[derive(Clone, Debug)]
pub struct Review {
    pub id: i64,
    pub book: i64,
    pub text: String,
}

impl rw::Model for Review {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Review", "review", "every_hook_review")
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

/// How a [`Review`] is read and written.
pub struct ReviewSerializer;

impl rw::Serializer for ReviewSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::string("text"),
        serializer::Field::primary_key_related("book"),
    ]);
}

/// The query parameters that narrow a list of [`Review`]s.
#[allow(non_snake_case)]
#[derive(Clone, Debug, Default)]
pub struct ReviewFilterSet {
    pub book: Option<rw::Param>,
    pub book__title__icontains: Option<rw::Param>,
}

impl rw::FilterSet for ReviewFilterSet {
    const DESCRIPTOR: Option<&'static filterset::FilterSet> = Some(&filterset::FilterSet::new(&[
        filterset::Filter::lookup("book", "book", rw::Lookup::Exact),
        filterset::Filter::lookup("book__title__icontains", "book__title", rw::Lookup::IContains),
    ]));

    fn query(&self) -> rw::Query {
        rw::query(&[("book", &self.book), ("book__title__icontains", &self.book__title__icontains)])
    }
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

/// What is written into a [`Review`]; `None` is not given.
#[derive(Default)]
pub struct ReviewInput {
    pub id: Option<i64>,
    pub book: Option<i64>,
    pub text: Option<String>,
}

impl rw::Input for ReviewInput {
    fn fields(&mut self, fields: &mut rw::Fields<'_>) -> rw::Result<()> {
        fields.field("id", &mut self.id)?;
        fields.field("book", &mut self.book)?;
        fields.field("text", &mut self.text)?;
        Ok(())
    }
}
