//! The hooks of `Book`. This file is yours: it was written once, and is not touched again.

use crate::resources::book::{Book, BookFilterSet, BookHooks, BookInput, BookStatus, BookViewSet};
use crate::resources::event::{Event, EventInput};
use restwright::hooks::prelude as rw;
use rw::{Resource as _, json};

/// The year from which ages are counted: a real shop would ask a clock.
const THIS_YEAR: i64 = 2026;

impl BookHooks for BookViewSet {
    /// A published book has a price.
    async fn validate(_cx: &mut rw::Context<'_>, book: Option<&Book>, input: &mut BookInput) -> rw::Result<()> {
        let status = input.status.as_ref().or(book.map(|b| &b.status));
        let price = input.price.as_ref().or(book.map(|b| &b.price));
        if status == Some(&BookStatus::Published) && price.is_none_or(rw::Decimal::is_zero) {
            return Err(rw::ApiError::validation("A published book has a price."));
        }
        Ok(())
    }

    /// Titles begin with a capital.
    async fn validate_title(_cx: &mut rw::Context<'_>, _book: Option<&Book>, value: String) -> rw::Result<String> {
        if value.to_lowercase().contains("untitled") {
            return Err(rw::ApiError::validation("A book has a title."));
        }
        let mut letters = value.chars();
        Ok(letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default())
    }

    /// The seller is who asks; that there is a new book is told, and so is that one is full.
    async fn perform_create(cx: &mut rw::Context<'_>, input: BookInput) -> rw::Result<Book> {
        let seller = cx.authenticated()?.id;
        let book = cx.create::<Book>(input.seller(seller)).await?;
        tell(cx, format!("new: {}", book.title)).await?;
        let drafts = BookFilterSet { status: Some(BookStatus::Draft), ..BookFilterSet::default() };
        if Book::objects(cx).filter(drafts).count().await? > 4 {
            return Err(rw::ApiError::validation("There are drafts enough."));
        }
        Ok(book)
    }

    /// A changed price is told; a book that is out cannot become a draft again.
    async fn perform_update(cx: &mut rw::Context<'_>, book: &Book, input: BookInput) -> rw::Result<Book> {
        let changed = cx.update(book, input).await?;
        if changed.price != book.price {
            tell(cx, format!("{}: {} instead of {}", book.title, changed.price, book.price)).await?;
        }
        if book.status == BookStatus::Published && changed.status == BookStatus::Draft {
            return Err(rw::ApiError::detail(rw::StatusCode::CONFLICT, "It is out."));
        }
        Ok(changed)
    }

    /// What is published is kept.
    async fn perform_destroy(cx: &mut rw::Context<'_>, book: &Book) -> rw::Result<()> {
        cx.delete(book).await?;
        tell(cx, format!("gone: {}", book.title)).await?;
        if book.status == BookStatus::Published {
            return Err(rw::ApiError::forbidden());
        }
        Ok(())
    }

    /// What is published, and the drafts of who asks.
    async fn get_queryset(cx: &mut rw::Context<'_>, rows: rw::Rows) -> rw::Result<rw::Rows> {
        let published = ("status", BookStatus::Published.into());
        Ok(match cx.user() {
            Some(user) if user.is_staff => rows,
            Some(user) => rows.any([published, ("seller", user.id.into())]),
            None => rows.any([published]),
        })
    }

    /// Nobody is served on holidays.
    async fn has_permission(cx: &mut rw::Context<'_>) -> rw::Result<bool> {
        Ok(!cx.request.headers.contains_key("x-holiday"))
    }

    /// Only the seller (and staff) changes a book.
    async fn has_object_permission(cx: &mut rw::Context<'_>, book: &Book) -> rw::Result<bool> {
        let safe = cx.request.method.is_safe();
        Ok(safe || cx.user().is_some_and(|user| user.is_staff || book.seller == Some(user.id)))
    }

    /// Reading is free; writing is for users.
    async fn is_seller(cx: &mut rw::Context<'_>) -> rw::Result<bool> {
        Ok(cx.request.method.is_safe() || cx.user().is_some())
    }

    async fn get_age(_cx: &mut rw::Context<'_>, rows: &[Book]) -> rw::Result<rw::JsonValues> {
        Ok(rows.iter().map(|book| book.year.map(|year| THIS_YEAR - year).into()).collect())
    }

    async fn publish(cx: &mut rw::Context<'_>, book: &Book) -> rw::Result<rw::Answer> {
        let book = book.update(&mut *cx, BookInput::default().status(BookStatus::Published)).await?;
        tell(cx, format!("published: {}", book.title)).await?;
        cx.render(&book).await
    }

    async fn price_list(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer> {
        let published = BookFilterSet { status: Some(BookStatus::Published), ..BookFilterSet::default() };
        let books = cx.objects::<Book>().filter(published).order_by(["-price"]).page(1, 3).await?;
        Ok(rw::Answer::json(&books.iter().map(|book| json!([book.title, book.price])).collect()))
    }
}

/// Writes an event, in the same transaction.
async fn tell(cx: &mut rw::Context<'_>, what: String) -> rw::Result<()> {
    cx.create::<Event>(EventInput::default().what(what)).await?;
    Ok(())
}
