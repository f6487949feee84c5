//! Every hook of the shop, over HTTP: what it does, and that what it refuses leaves nothing behind.

use restwright::serde_json::{Value, json};
use restwright::test::{Client, Reply, User};

/// Two sellers, an administrator, and two authors.
struct Shop {
    anyone: Client,
    anna: Client,
    ben: Client,
    root: Client,
}

impl Shop {
    fn new() -> Self {
        let anyone = Client::new(shop::router::urls(), shop::MIGRATIONS);
        anyone.create_user(User::new("anna"));
        anyone.create_user(User::new("ben"));
        anyone.create_user(User::new("root").staff());
        let (anna, ben, root) = (anyone.login("anna"), anyone.login("ben"), anyone.login("root"));
        for name in ["Ada", "Bob"] {
            root.post("/api/authors/", json!({ "name": name })).assert_status(201);
        }
        Self { anyone, anna, ben, root }
    }

    /// Makes a book of a seller's; gives its key.
    fn book(&self, seller: &Client, title: &str, status: &str) -> i64 {
        let reply = seller.post(
            "/api/books/",
            json!({ "title": title, "author": 1, "price": "9.50", "status": status, "year": 2000 }),
        );
        reply.assert_status(201).at("/id").as_i64().unwrap_or_default()
    }

    fn events(&self) -> Vec<String> {
        let results = self.root.get("/api/events/").at("/results");
        results.as_array().into_iter().flatten().filter_map(|e| Some(e["what"].as_str()?.to_owned())).collect()
    }
}

fn titles(reply: &Reply) -> Vec<String> {
    let results = reply.assert_status(200).at("/results");
    results.as_array().into_iter().flatten().filter_map(|b| Some(b["title"].as_str()?.to_owned())).collect()
}

fn none() -> Value {
    json!({ "detail": "No Book matches the given query." })
}

#[test]
fn validate_is_for_the_whole_body() {
    let shop = Shop::new();
    let free = json!({ "title": "Gift", "author": 1, "price": "0.00", "status": "published" });
    shop.anna
        .post("/api/books/", free)
        .assert_status(400)
        .assert_json(json!({ "non_field_errors": ["A published book has a price."] }));
    // What the body leaves out, the row has.
    let id = shop.book(&shop.anna, "Draft", "draft");
    let path = format!("/api/books/{id}/");
    shop.anna.patch(&path, json!({ "price": "0" })).assert_status(200);
    shop.anna.patch(&path, json!({ "status": "published" })).assert_status(400);
    shop.anna.get(&path).assert_contains(json!({ "status": "draft", "price": "0.00" }));
}

#[test]
fn validate_of_a_field_comes_after_its_validators_and_beside_other_fields_errors() {
    let shop = Shop::new();
    let reply = shop.anna.post("/api/books/", json!({ "title": "untitled", "author": 7, "price": "x" }));
    reply.assert_status(400).assert_json(json!({
        "title": ["A book has a title."],
        "author": ["Invalid pk \"7\" - object does not exist."],
        "price": ["A valid number is required."],
    }));
    // The field's own validators come first, and `validate` is not asked.
    let long = "untitled ".repeat(20);
    let reply =
        shop.anna.post("/api/books/", json!({ "title": long, "author": 1, "price": "0", "status": "published" }));
    reply.assert_status(400).assert_json(json!({ "title": ["Ensure this field has no more than 100 characters."] }));
    let id = shop.book(&shop.anna, "emma", "draft");
    shop.anna.get(&format!("/api/books/{id}/")).assert_contains(json!({ "title": "Emma" }));
}

#[test]
fn perform_create_adds_what_the_client_may_not_and_rolls_back() {
    let shop = Shop::new();
    for n in 0..4 {
        shop.book(&shop.anna, &format!("B{n}"), "draft");
    }
    let sold = shop.anna.get("/api/books/");
    assert_eq!(sold.assert_contains(json!({ "count": 4 })).at("/results/0/seller").as_i64(), Some(1));
    assert_eq!(shop.events(), ["new: B0", "new: B1", "new: B2", "new: B3"]);
    let reply = shop.anna.post("/api/books/", json!({ "title": "B4", "author": 1, "price": "1" }));
    reply.assert_status(400).assert_json(json!(["There are drafts enough."]));
    shop.root.get("/api/books/").assert_contains(json!({ "count": 4 }));
    assert_eq!(shop.events().len(), 4, "the event of a refused book is gone too");
}

#[test]
fn perform_update_rolls_back() {
    let shop = Shop::new();
    let path = format!("/api/books/{}/", shop.book(&shop.anna, "Emma", "published"));
    shop.anna.patch(&path, json!({ "price": "8.00" })).assert_status(200).assert_contains(json!({ "price": "8.00" }));
    assert_eq!(shop.events(), ["new: Emma", "Emma: 8.00 instead of 9.50"]);
    shop.anna
        .patch(&path, json!({ "price": "7.00", "status": "draft" }))
        .assert_status(409)
        .assert_json(json!({ "detail": "It is out." }));
    shop.anna.get(&path).assert_contains(json!({ "price": "8.00", "status": "published" }));
    assert_eq!(shop.events().len(), 2);
}

#[test]
fn perform_destroy_rolls_back() {
    let shop = Shop::new();
    let (out, draft) = (shop.book(&shop.anna, "Out", "published"), shop.book(&shop.anna, "Draft", "draft"));
    shop.anna.post("/api/reviews/", json!({ "book": out, "text": "Good." })).assert_status(201);
    shop.anna.delete(&format!("/api/books/{out}/")).assert_status(403);
    shop.anyone.get(&format!("/api/books/{out}/")).assert_status(200);
    shop.anyone.get("/api/reviews/").assert_contains(json!({ "count": 1 }));
    shop.anna.delete(&format!("/api/books/{draft}/")).assert_status(204);
    shop.anna.get(&format!("/api/books/{draft}/")).assert_status(404);
    assert_eq!(shop.events(), ["new: Out", "new: Draft", "gone: Draft"]);
}

#[test]
fn a_row_out_of_scope_is_not_there_on_any_way() {
    let shop = Shop::new();
    let (hidden, shown) = (shop.book(&shop.anna, "Hidden", "draft"), shop.book(&shop.anna, "Shown", "published"));
    for id in [hidden, shown] {
        shop.anna.post("/api/reviews/", json!({ "book": id, "text": format!("of {id}") })).assert_status(201);
    }
    let ben = &shop.ben;
    // The list, its count, the object, and every method on it.
    ben.get("/api/books/").assert_contains(json!({ "count": 1 }));
    assert_eq!(titles(&ben.get("/api/books/")), ["Shown"]);
    let path = format!("/api/books/{hidden}/");
    ben.get(&path).assert_status(404).assert_json(none());
    ben.put(&path, json!({ "title": "Mine", "author": 1, "price": "1" })).assert_status(404).assert_json(none());
    ben.patch(&path, json!({ "title": "Mine" })).assert_status(404);
    ben.delete(&path).assert_status(404);
    ben.post(&format!("{path}publish/"), json!({})).assert_status(404).assert_json(none());
    assert!(ben.options(&path).assert_status(200).json().get("actions").is_none());
    // Search and filters of its own.
    assert_eq!(titles(&ben.get("/api/books/?search=hid")), [""; 0]);
    assert_eq!(titles(&ben.get("/api/books/?status=draft")), [""; 0]);
    assert_eq!(titles(&ben.get("/api/books/?ordering=-title")), ["Shown"]);
    // Other resources: keys of a list, expanded rows, lookups and searches through it, its keys in filters and bodies.
    ben.get("/api/authors/1/").assert_contains(json!({ "books": [shown] }));
    let authors = ben.get("/api/authors/");
    assert_eq!(authors.assert_contains(json!({ "count": 2 })).at("/results/0/books").as_array().map(Vec::len), Some(1));
    let expanded = ben.get("/api/authors/1/?expand=books").at("/books");
    assert_eq!(expanded.as_array().map(Vec::len), Some(1), "{expanded}");
    ben.get("/api/reviews/?book__title__icontains=hidden").assert_contains(json!({ "count": 0 }));
    ben.get("/api/reviews/?search=hidden").assert_contains(json!({ "count": 0 }));
    let choice = json!({ "book": ["Select a valid choice. That choice is not one of the available choices."] });
    ben.get(&format!("/api/reviews/?book={hidden}")).assert_status(400).assert_json(choice);
    let missing = json!({ "book": [format!("Invalid pk \"{hidden}\" - object does not exist.")] });
    ben.post("/api/reviews/", json!({ "book": hidden, "text": "x" })).assert_status(400).assert_json(missing.clone());
    ben.patch("/api/reviews/2/", json!({ "book": hidden })).assert_status(400).assert_json(missing);
    // Its seller and staff see all of it.
    for client in [&shop.anna, &shop.root] {
        client.get("/api/books/").assert_contains(json!({ "count": 2 }));
        client.get(&path).assert_status(200);
        client.get("/api/authors/1/").assert_contains(json!({ "books": [hidden, shown] }));
        client.get("/api/reviews/?search=hidden").assert_contains(json!({ "count": 1 }));
        client.get(&format!("/api/reviews/?book={hidden}")).assert_contains(json!({ "count": 1 }));
    }
}

#[test]
fn permissions_are_asked_for_the_request_and_for_the_row() {
    let shop = Shop::new();
    let path = format!("/api/books/{}/", shop.book(&shop.anna, "Emma", "published"));
    // `{ custom = "is_seller" }`, within `any`.
    let body = json!({ "title": "Other", "author": 1, "price": "1" });
    let refusal = json!({ "detail": "Authentication credentials were not provided." });
    shop.anyone.post("/api/books/", body).assert_status(401).assert_json(refusal);
    shop.anyone.get(&path).assert_status(200);
    // `has_permission`.
    shop.anyone.with_header("x-holiday", "1").get(&path).assert_status(401);
    let refusal = json!({ "detail": "You do not have permission to perform this action." });
    shop.anna.with_header("x-holiday", "1").get(&path).assert_status(403).assert_json(refusal.clone());
    // `has_object_permission`: the row is visible, and another's.
    shop.ben.patch(&path, json!({ "title": "Mine" })).assert_status(403).assert_json(refusal.clone());
    shop.ben.delete(&path).assert_status(403);
    shop.ben.post(&format!("{path}publish/"), json!({})).assert_status(403).assert_json(refusal);
    shop.ben.get(&path).assert_status(200).assert_contains(json!({ "title": "Emma" }));
    shop.root.patch(&path, json!({ "title": "Emma II" })).assert_status(200);
    // OPTIONS tells only who may that there is a PUT.
    assert!(shop.anna.options(&path).at("/actions").get("PUT").is_some());
    assert!(shop.ben.options(&path).json().get("actions").is_none());
}

#[test]
fn method_fields_are_asked_once_a_page() {
    let shop = Shop::new();
    let ages = |reply: &Reply| {
        reply.at("/results").as_array().into_iter().flatten().map(|b| b["age"].clone()).collect::<Vec<_>>()
    };
    shop.book(&shop.anna, "One", "published");
    let db = &shop.anyone.app().db;
    let statements = |path: &str| {
        let before = db.statements();
        shop.anyone.get(path).assert_status(200);
        db.statements() - before
    };
    let one = statements("/api/books/");
    for n in 0..4 {
        shop.book(&shop.anna, &format!("B{n}"), "published");
    }
    assert_eq!(statements("/api/books/"), one, "a page costs the same for one row and for five");
    assert_eq!(ages(&shop.anyone.get("/api/books/")), [26; 5].map(Value::from));
    // Nested in another resource's rows, and left out by the client.
    let expanded = shop.anyone.get("/api/authors/1/?expand=books");
    assert_eq!(expanded.at("/books/0/age"), json!(26));
    assert!(shop.anyone.get("/api/books/1/?omit=age").json().get("age").is_none());
    shop.anyone.get("/api/books/1/?fields=age").assert_json(json!({ "age": 26 }));
    let created =
        shop.anna.post("/api/books/", json!({ "title": "New", "author": 1, "price": "1", "status": "published" }));
    created.assert_status(201).assert_contains(json!({ "age": null }));
}

#[test]
fn extra_actions_have_urls_methods_and_descriptions_of_their_own() {
    let shop = Shop::new();
    let id = shop.book(&shop.anna, "Emma", "draft");
    let path = format!("/api/books/{id}/publish/");
    let wrong = shop.anna.get(&path);
    wrong.assert_status(405).assert_json(json!({ "detail": "Method \"GET\" not allowed." }));
    assert_eq!(wrong.header("allow"), Some("POST, OPTIONS"));
    shop.anna
        .post(&path, json!({}))
        .assert_status(200)
        .assert_contains(json!({ "id": id, "status": "published", "age": 26, "reviews": [] }));
    assert_eq!(shop.events(), ["new: Emma", "published: Emma"]);
    // An error in it takes everything back: `validate` is asked as over HTTP.
    let free = shop.book(&shop.anna, "Gift", "draft");
    shop.anna.patch(&format!("/api/books/{free}/"), json!({ "price": "0" })).assert_status(200);
    let reply = shop.anna.post(&format!("/api/books/{free}/publish/"), json!({}));
    reply.assert_status(400).assert_json(json!({ "non_field_errors": ["A published book has a price."] }));
    // Below the list, it is found before an object of that key; and a suffix works as everywhere.
    shop.anyone.get("/api/books/price-list/").assert_status(200).assert_json(json!([["Emma", "9.50"]]));
    shop.anyone.get("/api/books/price-list.json").assert_status(200).assert_json(json!([["Emma", "9.50"]]));
    assert_eq!(shop.anyone.get("/api/books/price-list").status, 301);
    assert_eq!(shop.anyone.get("/api/books/price-list/").header("allow"), Some("GET, HEAD, OPTIONS"));
    let options = shop.anna.options(&path);
    options.assert_contains(json!({ "name": "Publish", "description": "Shows the book to everybody." }));
    assert!(options.at("/actions").get("POST").is_some());
    // Without a description of its own it has the viewset's.
    let described = "What is sold. A seller sees drafts of their own, and everybody what is published.";
    shop.anyone
        .options("/api/books/price-list/")
        .assert_contains(json!({ "name": "Price list", "description": described }));
    // The API root lists lists only; the OpenAPI document has every URL.
    let root = json!(["authors", "books", "events", "reviews"]);
    assert_eq!(json!(shop.anyone.get("/api/").json().as_object().map(|o| o.keys().cloned().collect::<Vec<_>>())), root);
    let document = shop.anyone.get("/api/schema/?format=json").json();
    assert_eq!(document["paths"]["/api/books/{id}/publish/"]["post"]["operationId"], "books_publish_create");
    assert_eq!(document["paths"]["/api/books/price-list/"]["get"]["operationId"], "books_price_list_retrieve");
    assert_eq!(document["paths"]["/api/books/{id}/publish/"]["post"]["description"], "Shows the book to everybody.");
}
