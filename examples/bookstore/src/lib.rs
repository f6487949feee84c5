//! A book store: authors, books, and orders that only their customers see.
#![allow(missing_docs, reason = "a field's comment is its help text, and these need none")]

use restwright::hooks::prelude as rw;
use restwright::{Api, Resource};

/// Who writes.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"], display = "name")]
#[serializer(fields = ["id", "name", "books"], extra_kwargs(books(read_only)))]
pub struct Author {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 100, unique)]
    pub name: String,
}

/// What is sold.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"])]
#[serializer(fields = ["id", "title", "author", "author_name", "stock", "available"])]
#[serializer(declared(author_name(string, source = "author.name", read_only), available(method)))]
#[filterset(fields = ["author"], lookups(title = ["icontains"]))]
#[viewset(hooks = ["validate_stock"], extra_actions = [{ name = "restock", detail = true, methods = ["post"] }])]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 200)]
    pub title: String,
    #[field(foreign_key = "Author", on_delete = "protect", related_name = "books")]
    pub author: i64,
    #[field(default = 0)]
    pub stock: i64,
}

impl BookHooks for BookViewSet {
    async fn validate_stock(_cx: &mut rw::Context<'_>, _book: Option<&Book>, value: i64) -> rw::Result<i64> {
        if value < 0 { Err(rw::ApiError::validation("There are no fewer than none.")) } else { Ok(value) }
    }

    async fn get_available(_cx: &mut rw::Context<'_>, rows: &[Book]) -> rw::Result<rw::JsonValues> {
        Ok(rows.iter().map(|book| (book.stock > 0).into()).collect())
    }

    async fn restock(cx: &mut rw::Context<'_>, book: &Book) -> rw::Result<rw::Answer> {
        let count = cx.data()?["count"].as_i64().ok_or_else(|| rw::ApiError::field("count", "A valid integer is required."))?;
        let book = book.update(&mut *cx, BookInput::default().stock(book.stock + count)).await?;
        cx.render(&book).await
    }
}

/// Who wants what. Customers see their own orders.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"])]
#[serializer(fields = ["id", "book", "count", "customer"], read_only_fields = ["customer"])]
#[viewset(hooks = ["validate", "perform_create", "get_queryset"], actions = ["list", "create", "retrieve", "destroy"])]
#[viewset(permissions = ["is_authenticated"])]
pub struct Order {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Book", on_delete = "cascade", related_name = "orders")]
    pub book: i64,
    #[field(default = 1)]
    pub count: i64,
    #[field(foreign_key = "auth.User", on_delete = "cascade", related_name = "orders")]
    pub customer: i64,
}

impl OrderHooks for OrderViewSet {
    async fn validate(cx: &mut rw::Context<'_>, _order: Option<&Order>, input: &mut OrderInput) -> rw::Result<()> {
        let (Some(book), count) = (input.book, input.count.unwrap_or(1)) else { return Ok(()) };
        let book = Book::get(&mut *cx, book).await?;
        if book.stock < count {
            return Err(rw::ApiError::validation(format!("There are {} of `{}`.", book.stock, book.title)));
        }
        Ok(())
    }

    /// The order is its customer's, and what is ordered is taken from the shelf, or neither.
    async fn perform_create(cx: &mut rw::Context<'_>, input: OrderInput) -> rw::Result<Order> {
        let customer = cx.authenticated()?.id;
        let order = cx.create::<Order>(input.customer(customer)).await?;
        let book = Book::get(&mut *cx, order.book).await?;
        book.update(&mut *cx, BookInput::default().stock(book.stock - order.count)).await?;
        Ok(order)
    }

    async fn get_queryset(cx: &mut rw::Context<'_>, rows: rw::Rows) -> rw::Result<rw::Rows> {
        Ok(rows.filter("customer", cx.user().map(|user| user.id)))
    }
}

/// The API.
pub fn api() -> Api {
    Api::new("bookstore").register::<Author>().register::<Book>().register::<Order>()
}
