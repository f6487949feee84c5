// Made by restwright 0.1.0 from specs/api.toml: change that, and run `codegen build` again.

//! What the API is like as a whole.

use restwright::__gen::settings;

/// The API as a whole. What is not said here has its default.
pub const API: settings::Api = settings::Api { dynamic_fields: true, ..settings::Api::new("relations", "Relations") };
