//! The hooks of `examples/from_specs`, whose tables come from recorded migrations, on SQLite, PostgreSQL and MariaDB.

use restwright::Resource as _;
use restwright::decimal;
use restwright::serde_json::{Value, json};
use restwright::test::{Client, Reply, User};
use restwright_tests::databases::{Fresh, Kind};
use shop::resources::book::{Book, BookColumns, BookFilterSet, BookInput, BookStatus};
use shop::resources::event::Event;
use std::path::Path;

/// Two sellers, an administrator, and two authors.
struct Shop {
    kind: Kind,
    anyone: Client,
    anna: Client,
    ben: Client,
    root: Client,
    // Dropped after the clients.
    _database: Fresh,
}

/// Runs a test on every database.
fn each(name: &str, test: impl Fn(&Shop)) {
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_there(name)) {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("hooks-shop-{name}"));
        let database = kind.fresh(&place).unwrap_or_else(|error| panic!("{kind}: {error}"));
        let anyone = Client::over(&database.url, shop::router::urls(), shop::MIGRATIONS);
        for user in [User::new("anna"), User::new("ben"), User::new("root").staff()] {
            anyone.create_user(user);
        }
        let (anna, ben, root) = (anyone.login("anna"), anyone.login("ben"), anyone.login("root"));
        for name in ["Ada", "Bob"] {
            root.post("/api/authors/", json!({ "name": name })).assert_status(201);
        }
        test(&Shop { kind, anyone, anna, ben, root, _database: database });
    }
}

impl Shop {
    /// Makes a book of a seller's; gives its URL.
    fn book(&self, seller: &Client, title: &str, status: &str) -> String {
        let book = json!({ "title": title, "author": 1, "price": "9.50", "status": status, "year": 2000 });
        let id = seller.post("/api/books/", book).assert_status(201).at("/id");
        format!("/api/books/{id}/")
    }

    fn events(&self) -> Vec<Value> {
        members(&self.root.get("/api/events/"), "what")
    }
}

fn members(reply: &Reply, field: &str) -> Vec<Value> {
    let results = reply.assert_status(200).at("/results");
    results.as_array().into_iter().flatten().map(|row| row[field].clone()).collect()
}

#[test]
fn validation() {
    each("validation", |shop| {
        let free = json!({ "title": "Gift", "author": 1, "price": "0.00", "status": "published" });
        let refused = shop.anna.post("/api/books/", free);
        refused.assert_status(400).assert_json(json!({ "non_field_errors": ["A published book has a price."] }));
        let refused = shop.anna.post("/api/books/", json!({ "title": "untitled", "author": 7, "price": "x" }));
        refused.assert_status(400).assert_json(json!({
            "title": ["A book has a title."], "author": ["Invalid pk \"7\" - object does not exist."], "price": ["A valid number is required."],
        }));
        // What the body leaves out, the row has, in each database's own form.
        let path = shop.book(&shop.anna, "emma", "draft");
        shop.anna.get(&path).assert_contains(json!({ "title": "Emma", "price": "9.50", "age": 26, "seller": 1 }));
        shop.anna.patch(&path, json!({ "price": "0" })).assert_status(200);
        shop.anna.patch(&path, json!({ "status": "published" })).assert_status(400);
        shop.anna.get(&path).assert_contains(json!({ "status": "draft", "price": "0.00" }));
    });
}

#[test]
fn saving_and_taking_back() {
    each("saving", |shop| {
        let kind = shop.kind;
        for n in 0..4 {
            shop.book(&shop.anna, &format!("B{n}"), "draft");
        }
        let fifth = shop.anna.post("/api/books/", json!({ "title": "B4", "author": 1, "price": "1" }));
        fifth.assert_status(400).assert_json(json!(["There are drafts enough."]));
        assert_eq!(shop.events(), ["new: B0", "new: B1", "new: B2", "new: B3"], "{kind}");
        let path = shop.book(&shop.ben, "Emma", "published");
        shop.ben.patch(&path, json!({ "price": "8.00" })).assert_status(200).assert_contains(json!({ "price": "8.00" }));
        let refused = shop.ben.patch(&path, json!({ "price": "7.00", "status": "draft" }));
        refused.assert_status(409).assert_json(json!({ "detail": "It is out." }));
        shop.ben.get(&path).assert_contains(json!({ "price": "8.00", "status": "published" }));
        shop.ben.post("/api/reviews/", json!({ "book": 5, "text": "Good." }));
        shop.ben.delete(&path).assert_status(403);
        shop.anyone.get(&path).assert_status(200);
        shop.anna.delete("/api/books/1/").assert_status(204);
        assert_eq!(shop.events()[4..], ["new: Emma", "Emma: 8.00 instead of 9.50", "gone: B0"], "{kind}");
    });
}

#[test]
fn permissions_and_the_scope() {
    each("permissions", |shop| {
        let (hidden, shown) = (shop.book(&shop.anna, "Hidden", "draft"), shop.book(&shop.anna, "Shown", "published"));
        shop.anyone.post("/api/books/", json!({ "title": "Other", "author": 1, "price": "1" })).assert_status(401);
        shop.anyone.with_header("x-holiday", "1").get(&shown).assert_status(401);
        shop.ben.patch(&shown, json!({ "title": "Mine" })).assert_status(403);
        shop.ben.patch(&hidden, json!({ "title": "Mine" })).assert_status(404);
        shop.root.patch(&shown, json!({ "title": "Shown to all" })).assert_status(200);
        for (client, count) in [(&shop.anyone, 1), (&shop.ben, 1), (&shop.anna, 2), (&shop.root, 2)] {
            client.get("/api/books/").assert_contains(json!({ "count": count }));
            let author = client.get("/api/authors/1/?expand=books").at("/books");
            assert_eq!(author.as_array().map(Vec::len), Some(count), "{}", shop.kind);
        }
    });
}

#[test]
fn extra_actions_and_method_fields() {
    each("actions", |shop| {
        let path = format!("{}publish/", shop.book(&shop.anna, "Emma", "draft"));
        shop.ben.post(&path, json!({})).assert_status(404);
        let published = shop.anna.post(&path, json!({}));
        published.assert_status(200).assert_contains(json!({ "status": "published", "age": 26, "reviews": [] }));
        // An error takes all of it back.
        let free = shop.book(&shop.anna, "Gift", "draft");
        shop.anna.patch(&free, json!({ "price": "0" })).assert_status(200);
        shop.anna.post(&format!("{free}publish/"), json!({})).assert_status(400);
        let told = ["new: Emma", "published: Emma", "new: Gift", "Gift: 0.00 instead of 9.50"];
        assert_eq!(shop.events(), told, "{}", shop.kind);
        shop.anyone.get("/api/books/price-list/").assert_status(200).assert_json(json!([["Emma", "9.50"]]));
        // A page costs the same for one row and for five.
        let db = &shop.anyone.app().db;
        let statements = || {
            let before = db.statements();
            assert_eq!(members(&shop.anyone.get("/api/books/"), "age").first(), Some(&json!(26)));
            db.statements() - before
        };
        let one = statements();
        for n in 0..4 {
            shop.book(&shop.anna, &format!("B{n}"), "published");
        }
        assert_eq!(statements(), one, "{}", shop.kind);
    });
}

/// A value that is none of the choices, as a database may have it from before, and SQL with the names of generated code.
#[test]
fn values_that_are_no_choices() {
    each("no_choices", |shop| {
        let (path, book) = (shop.book(&shop.anna, "Emma", "draft"), 1_i64);
        let app = shop.anyone.app();
        let (table, status, key) = (Book::TABLE, BookColumns::STATUS, BookColumns::ID);
        let read = shop.anyone.run(async {
            let mut conn = app.db.write().await?;
            conn.execute(&format!("UPDATE {table} SET {status} = ? WHERE {key} = ?"), &["lost".into(), book.into()]).await?;
            let row = conn.fetch_one(&format!("SELECT COUNT(*) FROM {table} WHERE {status} = ?"), &["lost".into()]).await?;
            conn.commit().await?;
            let lost = BookStatus::Other("lost".to_owned());
            let filters = BookFilterSet { status: Some(lost.clone()), ..BookFilterSet::default() };
            let found = Book::objects(app).filter(filters).all().await?;
            Ok::<_, restwright::ApiError>((row.and_then(|row| row.int(0)), found.len(), Book::get(app, book).await?.status == lost))
        });
        let read = read.unwrap_or_else(|error| panic!("{}: {error}", shop.kind));
        assert_eq!(read, (Some(1), 1, true), "{}", shop.kind);
        // The hooks that read the row let the client have it, and what it says.
        shop.root.get(&path).assert_status(200).assert_contains(json!({ "status": "lost" }));
        shop.root.patch(&path, json!({ "title": "Found" })).assert_status(200).assert_contains(json!({ "status": "lost" }));
        shop.root.patch(&path, json!({ "status": "lost" })).assert_status(400);
    });
}

#[test]
fn typed_access() {
    each("typed", |shop| {
        shop.book(&shop.anna, "Emma", "draft");
        shop.book(&shop.anna, "Persuasion", "published");
        let app = shop.anyone.app();
        let done = shop.anyone.run(async {
            // No row scope narrows it, and validation is the same as over HTTP.
            let drafts = BookFilterSet { status: Some(BookStatus::Draft), ..BookFilterSet::default() };
            let book = Book::objects(app).filter(drafts).first().await?.ok_or_else(restwright::ApiError::not_found)?;
            let free = book.update(app, BookInput::default().status(BookStatus::Published).price(0));
            let refused = free.await.is_err();
            let book = book.update(app, BookInput { price: Some(decimal!("12.5")), ..BookInput::default() }).await?;
            let made = Book::create(app, BookInput::default().title("Sanditon").author(2).price(3).seller(None)).await?;
            let dear: Vec<String> = Book::objects(app).order_by(["-price"]).page(1, 2).await?.into_iter().map(|b| b.title).collect();
            let (count, events) = (Book::objects(app).count().await?, Event::objects(app).count().await?);
            made.delete(app).await?;
            let gone = Book::get(app, made.id).await.map_err(|error| error.status.as_u16()).is_err_and(|status| status == 404);
            Ok::<_, restwright::ApiError>((refused, book.price, made.status, made.seller, dear, count, events, gone))
        });
        let done = done.unwrap_or_else(|error| panic!("{}: {error}", shop.kind));
        let dear = vec!["Emma".to_owned(), "Persuasion".to_owned()];
        assert_eq!(done, (true, decimal!("12.5"), BookStatus::Draft, None, dear, 3, 2, true), "{}", shop.kind);
    });
}
