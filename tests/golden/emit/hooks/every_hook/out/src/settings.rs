// Made by restwright 0.1.0 from specs/api.toml: change that, and run `codegen build` again.

//! What the API is like as a whole.

use restwright::__gen::{self as rw, settings, viewset};

/// The API as a whole. What is not said here has its default.
pub const API: settings::Api = settings::Api {
    permissions: &[viewset::Permission::Any(&[
        viewset::Permission::IsAdminUser,
        viewset::Permission::Custom("is_open"),
    ])],
    dynamic_fields: true,
    code: rw::Code(Some(&HOOKS)),
    ..settings::Api::new("every_hook", "Every hook")
};

/// The permissions of the API as a whole, which the specs leave to Rust.
#[diagnostic::on_unimplemented(
    message = "nobody wrote the permissions that api.toml names",
    label = "hooks are missing",
    note = "write `impl ApiHooks for ApiPermissions` in src/hooks/api.rs"
)]
#[allow(async_fn_in_trait)]
pub trait ApiHooks {
    /// The permission `is_open`: whether a request may go on.
    async fn is_open(cx: &mut rw::Context<'_>) -> rw::Result<bool>;
}

/// What [`ApiHooks`] is implemented for.
pub struct ApiPermissions;

rw::api_hooks! {
    ApiPermissions: ApiHooks;
    permissions { "is_open": is_open }
}
