//! The permissions of the API as a whole. This file is yours: what you write stays, and `codegen build` only adds the hooks that the specs newly name.

use crate::settings::{ApiHooks, ApiPermissions};
use restwright::hooks::prelude as rw;

impl ApiHooks for ApiPermissions {
    /// The permission `is_open`: whether a request may go on.
    async fn is_open(_cx: &mut rw::Context<'_>) -> rw::Result<bool> {
        Ok(false)
    }
}
