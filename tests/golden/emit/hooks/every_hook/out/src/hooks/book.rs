//! The hooks of `Book`. This file is yours: what you write stays, and `codegen build` only adds the hooks that the specs newly name.

use crate::resources::book::{Book, BookHooks, BookInput, BookViewSet};
use restwright::hooks::prelude as rw;

impl BookHooks for BookViewSet {
    /// Checks a whole body whose fields are valid, and may change it. An error is answered with 400.
    async fn validate(_cx: &mut rw::Context<'_>, _book: Option<&Book>, _input: &mut BookInput) -> rw::Result<()> {
        Ok(())
    }

    /// Checks a valid `author`, and gives the value that is kept. An error is answered with 400.
    async fn validate_author(_cx: &mut rw::Context<'_>, _book: Option<&Book>, value: i64) -> rw::Result<i64> {
        Ok(value)
    }

    /// Checks a valid `tags`, and gives the value that is kept. An error is answered with 400.
    async fn validate_tags(_cx: &mut rw::Context<'_>, _book: Option<&Book>, value: rw::Keys) -> rw::Result<rw::Keys> {
        Ok(value)
    }

    /// Saves a new row: `cx.create(input)` does, and gives it.
    async fn perform_create(cx: &mut rw::Context<'_>, input: BookInput) -> rw::Result<Book> {
        cx.create(input).await
    }

    /// Whether a request may go on with this row, once all other permissions let it.
    async fn has_object_permission(_cx: &mut rw::Context<'_>, _book: &Book) -> rw::Result<bool> {
        Ok(false)
    }

    /// Replaces `list`. `cx.super_list()` is the built-in action.
    async fn list(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer> {
        cx.super_list().await
    }

    /// Replaces `create`. `cx.super_create()` is the built-in action.
    async fn create(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer> {
        cx.super_create().await
    }

    /// Replaces `retrieve`. `cx.super_retrieve()` is the built-in action.
    async fn retrieve(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer> {
        cx.super_retrieve().await
    }

    /// Replaces `update`. `cx.super_update()` is the built-in action.
    async fn update(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer> {
        cx.super_update().await
    }

    /// Replaces `partial_update`. `cx.super_partial_update()` is the built-in action.
    async fn partial_update(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer> {
        cx.super_partial_update().await
    }

    /// Replaces `destroy`. `cx.super_destroy()` is the built-in action.
    async fn destroy(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer> {
        cx.super_destroy().await
    }
}
