//! The permissions of the API as a whole. This file is yours: it was written once, and is not touched again.

use crate::settings::{ApiHooks, ApiPermissions};
use restwright::hooks::prelude as rw;

impl ApiHooks for ApiPermissions {
    /// The permission `is_open`: whether a request may go on.
    async fn is_open(_cx: &mut rw::Context<'_>) -> rw::Result<bool> {
        Ok(false)
    }
}
