//! The store as its clients see it.

use bookstore::{Author, AuthorInput, Book, BookFilterSet, BookInput, Order};
use restwright::Resource as _;
use restwright::serde_json::json;
use restwright::test::{Client, User};

/// A store with one author, and a book of which there are two.
fn store() -> Client {
    let store = Client::of(&bookstore::api());
    let app = store.app();
    store.run(async {
        let ada = Author::create(app, AuthorInput { name: Some("Ada".to_owned()), ..AuthorInput::default() }).await;
        let author = ada.unwrap_or_else(|error| panic!("{error}")).id;
        let input = BookInput { title: Some("Engines".to_owned()), author: Some(author), stock: Some(2), ..BookInput::default() };
        Book::create(app, input).await.unwrap_or_else(|error| panic!("{error}"));
    });
    store.create_user(User::new("ben"));
    store.create_user(User::new("cleo"));
    store
}

#[test]
fn books_tell_whether_they_are_there() {
    let store = store();
    store.get("/api/books/").assert_status(200).assert_json(json!([
        { "id": 1, "title": "Engines", "author": 1, "author_name": "Ada", "stock": 2, "available": true }
    ]));
    store.get("/api/authors/1/").assert_json(json!({ "id": 1, "name": "Ada", "books": [1] }));
    let reply = store.patch("/api/books/1/", json!({ "stock": -1 }));
    reply.assert_status(400).assert_json(json!({ "stock": ["There are no fewer than none."] }));
    store.post("/api/books/1/restock/", json!({ "count": 3 })).assert_status(200).assert_contains(json!({ "stock": 5 }));
    let reply = store.post("/api/books/1/restock/", json!({}));
    reply.assert_status(400).assert_json(json!({ "count": ["A valid integer is required."] }));
    store.post("/api/books/1/restock/", json!({ "count": -9 })).assert_status(400);
    store.get("/api/books/1/").assert_contains(json!({ "stock": 5 }));
}

#[test]
fn an_order_takes_books_from_the_shelf_or_is_none() {
    let store = store();
    let ben = store.login("ben");
    store.post("/api/orders/", json!({ "book": 1 })).assert_status(403);
    ben.post("/api/orders/", json!({ "book": 1, "count": 2 })).assert_status(201).assert_contains(json!({ "customer": 1 }));
    store.get("/api/books/1/").assert_contains(json!({ "stock": 0, "available": false }));
    let reply = ben.post("/api/orders/", json!({ "book": 1 }));
    reply.assert_status(400).assert_json(json!({ "non_field_errors": ["There are 0 of `Engines`."] }));
    assert_eq!(store.run(Order::objects(store.app()).count()).ok(), Some(1));
}

#[test]
fn orders_are_their_customers() {
    let store = store();
    let (ben, cleo) = (store.login("ben"), store.login_basic("cleo", "cleo-password"));
    ben.post("/api/orders/", json!({ "book": 1 })).assert_status(201);
    cleo.get("/api/orders/").assert_status(200).assert_json(json!([]));
    cleo.get("/api/orders/1/").assert_status(404);
    cleo.delete("/api/orders/1/").assert_status(404);
    ben.get("/api/orders/1/").assert_status(200);
    // A session's client sends its CSRF token.
    let session = store.login_session("cleo", "cleo-password");
    session.post("/api/orders/", json!({ "book": 1 })).assert_status(201).assert_contains(json!({ "id": 2, "customer": 2 }));
    session.get("/api/orders/").assert_json(json!([{ "id": 2, "book": 1, "count": 1, "customer": 2 }]));
}

#[test]
fn rows_are_found_without_http() {
    let store = store();
    let app = store.app();
    let found = store.run(async {
        let wanted = BookFilterSet { title__icontains: Some("ENGINE".into()), ..BookFilterSet::default() };
        let page = Book::objects(app).filter(wanted).order_by(["-title"]).page(1, 10).await?;
        let none =
            Book::objects(app).filter(BookFilterSet { title__icontains: Some("x".into()), ..BookFilterSet::default() }).first().await?;
        let refused = Book::create(app, BookInput { title: Some(String::new()), author: Some(9), ..BookInput::default() }).await;
        Ok::<_, restwright::ApiError>((page.len(), none.is_none(), refused.err().map(|error| error.body)))
    });
    let (count, none, refused) = found.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((count, none), (1, true));
    let refused = format!("{refused:?}");
    for text in ["This field may not be blank.", "Invalid pk \\\"9\\\" - object does not exist."] {
        assert!(refused.contains(text), "{refused}");
    }
}
