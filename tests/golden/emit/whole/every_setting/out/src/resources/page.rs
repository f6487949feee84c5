// Made by restwright 0.1.0 from specs/page.toml: change that, and run `codegen build` again.

//! Pages.
//!
//! With a second paragraph.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `settings_page`.
#[derive(Clone, Debug)]
pub struct Page {
    pub id: i64,
    pub title: String,
    pub book: i64,
}

impl rw::Model for Page {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Page", "page", "settings_page").fields(&[
        model::Field::auto("id"),
        model::Field::string("title").unique().max_length(20),
        model::Field::foreign_key("book", "book_id", "Volume", rw::OnDelete::Cascade),
    ]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self { id: row.get(0)?, title: row.get(1)?, book: row.get(2)? })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

impl Page {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "settings_page";
}

/// The names of [`Page`]'s columns, for SQL of your own.
pub struct PageColumns;

impl PageColumns {
    pub const ID: &'static str = "id";
    pub const TITLE: &'static str = "title";
    pub const BOOK: &'static str = "book_id";
}

/// How a [`Page`] is read and written.
pub struct PageSerializer;

impl rw::Serializer for PageSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::string("title")
            .max_length(20)
            .validators(&[serializer::Validator::Unique("page with this title already exists.")]),
        serializer::Field::primary_key_related("book"),
    ]);
}

/// Pages.
///
/// With a second paragraph.
pub struct PageViewSet;

impl rw::ViewSet for PageViewSet {
    type Model = Page;
    type Serializer = PageSerializer;
    type FilterSet = ();
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("sheets", "sheet")
        .description("Pages.\n\nWith a second paragraph.")
        .lookup_field("title")
        .lookup_value_regex("[a-z]+")
        .actions(&[viewset::Action::List, viewset::Action::Create, viewset::Action::Retrieve])
        .pagination(viewset::Pagination::PageNumber {
            page_size: Some(5),
            page_size_query_param: "size",
            max_page_size: Some(50),
        })
        .filter_backends(&[
            viewset::FilterBackend::FilterSet,
            viewset::FilterBackend::Search,
            viewset::FilterBackend::Ordering,
        ])
        .search_fields(&["^title", "book__name"])
        .ordering_fields(&["title", "book__name"])
        .ordering(&["-title"])
        .permissions(&[viewset::Permission::ObjectPermissions])
        .authentication(&[viewset::Authentication::Basic, viewset::Authentication::Session])
        .throttle_scope("writes")
        .parent("Volume", "book");
}

impl rw::Resource for Page {
    type ViewSet = PageViewSet;
    type Input = PageInput;
}

rw::input! {
    /// What is written into a [`Page`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct PageInput {
        pub id: i64,
        pub title: String,
        pub book: i64,
    }
}
