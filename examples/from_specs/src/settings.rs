// Made by restwright 0.1.0 from specs/api.toml: change that, and run `codegen build` again.

//! What the API is like as a whole.

use restwright::__gen::{settings, viewset};

/// The API as a whole. What is not said here has its default.
pub const API: settings::Api = settings::Api {
    description: "Books, who sells them, and what a spec cannot say.",
    pagination: viewset::Pagination::PageNumber { page_size: Some(10), page_size_query_param: "", max_page_size: None },
    authentication: &[viewset::Authentication::Token, viewset::Authentication::Basic, viewset::Authentication::Session],
    dynamic_fields: true,
    ..settings::Api::new("shop", "Book shop")
};
