//! A row scope holds on every way by which a row could leave, on SQLite, PostgreSQL and MariaDB.
//!
//! Everything secret has `qq` in its name, and nothing else: an answer to somebody outside that holds it is a leak, so
//! besides what each test expects, every answer is searched for one.

mod support;

use restwright::serde_json::{Value, json};
use restwright::test::Reply;
use restwright_tests::databases::Kind;
use support::{Outside, SECRET, each, results, values};

#[test]
fn lists_counts_and_objects() {
    each("lists", |library| {
        let (inside, outside) = (&library.inside, &library.outside);
        assert_eq!(values(&outside.get("/api/books/"), "id"), [1, 3]);
        assert_eq!(values(&inside.get("/api/books/"), "id"), [1, 2, 3]);
        // A page behind the last one is counted by a statement of its own.
        outside.get("/api/books/?page=2").assert_status(404);
        for path in ["/api/books/qqenon/", "/api/authors/2/", "/api/tags/2/", "/api/covers/2/", "/api/covers/3/"] {
            inside.get(path).assert_status(200);
            outside.get(path).assert_status(404);
            outside.put(path, json!({})).assert_status(404);
            outside.patch(path, json!({ "secret": false })).assert_status(404);
            Outside::checked(outside.0.delete(path)).assert_status(404);
            let options = Outside::checked(outside.0.options(path));
            assert!(options.assert_status(200).json()["actions"].get("PUT").is_none(), "{options}");
        }
        // The text of a body that cannot be read comes after the object.
        let broken = outside.0.send(http(), "/api/books/qqenon/", Some((b"{".to_vec(), "application/json")));
        broken.assert_status(404);
        inside.get("/api/books/qqenon/").assert_contains(json!({ "title": "Qqenon" }));
    });
}

fn http() -> restwright::hooks::prelude::Method {
    restwright::hooks::prelude::Method::PATCH
}

#[test]
fn search_filters_and_order() {
    each("search", |library| {
        let (inside, outside) = (&library.inside, &library.outside);
        let nothing: [Value; 0] = [];
        // The rows themselves, over a key, over a way back, over pairs: each finds inside what it does not outside.
        for (path, found) in [
            ("/api/books/?search=qqenon", json!([2])),
            ("/api/books/?search=qqr", json!([1, 2, 3])),
            ("/api/books/?author__name__icontains=hidden", json!([1])),
            ("/api/books/?tags__label__in=qqrated", json!([1, 2, 3])),
            ("/api/books/?tags__id__gt=1", json!([1, 2, 3])),
            ("/api/authors/?search=qqenon", json!([1])),
            ("/api/authors/?books__title__icontains=qqenon", json!([1])),
            ("/api/authors/?search=hidden", json!([2])),
            ("/api/reviews/?search=qqenon", json!([1])),
            ("/api/reviews/?search=hidden", json!([2])),
            ("/api/reviews/?book__title__icontains=qqenon", json!([1])),
            ("/api/reviews/?book__author__name__icontains=hidden", json!([2])),
        ] {
            assert_eq!(json!(values(&inside.get(path), "id")), found, "{}: {path}", library.kind);
            assert_eq!(values(&outside.get(path), "id"), nothing, "{}: {path}", library.kind);
        }
        // What is open is found as ever, beside what is not.
        assert_eq!(values(&outside.get("/api/reviews/?search=d"), "text"), ["Dark", "Dull"]);
        assert_eq!(values(&outside.get("/api/reviews/?search=open"), "text"), ["Fine"]);
        assert_eq!(values(&outside.get("/api/books/?search=good"), "id"), [1, 3]);
        assert_eq!(values(&outside.get("/api/books/?tags=1"), "id"), [1, 3]);
        assert_eq!(values(&outside.get("/api/books/?tags=1&search=good&tags__label__in=good,qqrated"), "id"), [1, 3]);
        // A key that is hidden is no choice.
        for path in ["/api/books/?author=2", "/api/books/?tags=2", "/api/reviews/?book=2"] {
            inside.get(path).assert_status(200);
            outside.get(path).assert_status(400);
        }
        // What is not there is null: the author of the first book, and tags where only secret ones are.
        inside.patch("/api/books/plain/", json!({ "tags": [2] })).assert_status(200);
        assert_eq!(values(&outside.get("/api/books/?tags__isnull=true"), "id"), [3]);
        assert_eq!(values(&inside.get("/api/books/?tags__isnull=true"), "id"), nothing);
        // Plain's author has no other book outside; Ada's are the secret one and Plain.
        inside.patch("/api/books/plain/", json!({ "author": null })).assert_status(200);
        assert_eq!(values(&outside.get("/api/authors/?books__isnull=true"), "id"), [1]);
        assert_eq!(values(&inside.get("/api/authors/?books__isnull=true"), "id"), nothing);
        inside.patch("/api/books/plain/", json!({ "author": 1 })).assert_status(200);
        // An order by what is hidden would tell it: it stands where what is not there stands.
        let order = |client: &dyn Fn(&str) -> Reply, path: &str| values(&client(path), "id");
        let (get_in, get_out) = (|path: &str| inside.get(path), |path: &str| outside.get(path));
        assert_eq!(order(&get_in, "/api/reviews/?ordering=book__title"), [2, 3, 1]);
        let nulls_last = library.kind == Kind::Postgres;
        assert_eq!(order(&get_out, "/api/reviews/?ordering=book__title"), if nulls_last { [2, 3, 1] } else { [1, 2, 3] });
        assert_eq!(order(&get_in, "/api/reviews/?ordering=-book__author__name,id"), [2, 1, 3].map(Value::from), "{}", library.kind);
        let out = order(&get_out, "/api/reviews/?ordering=-book__author__name,id");
        let at_end = |id: i64| out.iter().position(|v| *v == id).unwrap_or(9);
        assert_eq!(at_end(3), if nulls_last { 2 } else { 0 }, "only Ada's name orders: {out:?}");
    });
}

#[test]
fn the_order_that_nobody_asked_for() {
    each("order", |library| {
        let (inside, outside) = (&library.inside, &library.outside);
        // Between Ada and Zoe stands the secret one; out of scope its rows are at one end.
        library.make("/api/authors/", json!({ "name": "Zoe" }));
        for author in [3, 2, 1] {
            library.make("/api/poems/", json!({ "text": format!("by {author}"), "author": author }));
            library.make("/api/songs/", json!({ "author": author }));
        }
        assert_eq!(values(&inside.get("/api/poems/"), "author"), [1, 2, 3]);
        let hidden_last = library.kind == Kind::Postgres;
        let expected = if hidden_last { [1, 3, 2] } else { [2, 1, 3] };
        for path in ["/api/poems/", "/api/poems/?page=1", "/api/poems/?text=by"] {
            assert_eq!(values(&outside.get(path), "author"), expected, "{}: {path}", library.kind);
        }
        // A cursor holds the value that it stands at; each row is on one page.
        let mut path = "/api/songs/?ordering=author__name".to_owned();
        let mut seen = Vec::new();
        for _ in 0..4 {
            let page = outside.get(&path);
            seen.extend(results(&page).iter().map(|song| song["author"].clone()));
            let Some(next) = page.at("/next").as_str().map(str::to_owned) else { break };
            let cursor = next.split("cursor=").nth(1).and_then(|rest| rest.split('&').next()).unwrap_or_default();
            let text = decoded(cursor);
            assert!(text.starts_with("p=") && !text.contains("Hidden"), "a cursor tells a secret: {text}");
            path = next.trim_start_matches("http://testserver").to_owned();
        }
        assert_eq!(seen, expected, "{}", library.kind);
    });
}

/// Base64, without a crate for it.
fn decoded(text: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bits = 0_u32;
    let mut count = 0;
    let mut out = Vec::new();
    for letter in text.bytes().filter_map(|b| LETTERS.iter().position(|l| *l == b)) {
        bits = (bits << 6) | u32::try_from(letter).unwrap_or_default();
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count & 0xff) as u8);
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[test]
fn nested_rows_and_keys_of_others() {
    each("nested", |library| {
        let (inside, outside) = (&library.inside, &library.outside);
        // Rows: as keys, texts, slugs and objects.
        let open = outside.get("/api/books/open/");
        open.assert_contains(json!({
            "id": 1, "tags": [1], "labels": ["good"],
            "cover": { "id": 1, "colour": "red", "book": 1 }, "chapters": [{ "id": 1, "book": 1, "title": "First" }], "length": 4,
            // The key is the row's own.
            "author": 2,
        }));
        inside.get("/api/books/open/").assert_contains(json!({ "tags": [1, 2], "labels": ["good", "qqrated"] }));
        // A one-to-one from the other side.
        outside.get("/api/books/plain/").assert_contains(json!({ "cover": null }));
        outside.get("/api/authors/1/").assert_contains(json!({ "books": [3] }));
        inside.get("/api/authors/1/").assert_contains(json!({ "books": [2, 3] }));
        assert_eq!(open.at("/tag_rows").as_array().map(Vec::len), Some(1), "{open}");
        let url = |code: &str| format!("http://testserver/api/books/{code}/");
        outside.get("/api/tags/1/").assert_contains(json!({ "books": ["Open", "Plain"], "links": [url("open"), url("plain")] }));
        inside.get("/api/tags/1/").assert_contains(json!({ "links": [url("open"), url("qqenon"), url("plain")] }));
        // A visible row that points to a hidden one.
        outside.get("/api/reviews/1/").assert_json(json!({
            "id": 1, "text": "Dark", "book": 2, "cover": 2, "title_or": "-", "about": null, "link": null, "code": null, "shown": null,
            // By the key itself there is nothing to find out.
            "key_link": "http://testserver/api/covers/2/", "key_shown": "Cover object (2)",
        }));
        inside.get("/api/reviews/1/").assert_contains(json!({
            "title": "Qqenon", "writer": "Ada", "link": "http://testserver/api/books/qqenon/", "code": "qqenon", "shown": "Qqenon",
        }));
        // Two deep: the book is there, and its author is not.
        let second = outside.get("/api/reviews/2/");
        assert!(second.json().get("writer").is_none(), "{second}");
        second.assert_contains(json!({ "title": "Open", "code": "open", "shown": "Open" }));
        assert_eq!(second.at("/about/tag_rows/0/books"), json!(["Open", "Plain"]));
        // As deep as `depth` goes.
        outside.get("/api/marks/1/").assert_contains(json!({ "cover": null }));
        assert_eq!(outside.get("/api/marks/1/").at("/review/book"), Value::Null);
        assert_eq!(outside.get("/api/marks/2/").at("/review/book/title"), "Open");
        assert_eq!(outside.get("/api/marks/2/").at("/review/book/author"), Value::Null);
        assert_eq!(inside.get("/api/marks/1/").at("/review/book/title"), "Qqenon");
        // Expanded.
        assert_eq!(outside.get("/api/books/open/?expand=author").at("/author"), Value::Null);
        assert_eq!(inside.get("/api/books/open/?expand=author").at("/author/name"), "Qq Hidden");
        assert_eq!(outside.get("/api/books/open/?expand=tags").at("/tags/0/label"), "good");
        assert_eq!(outside.get("/api/books/open/?expand=tags").at("/tags").as_array().map(Vec::len), Some(1));
        assert_eq!(outside.get("/api/authors/1/?expand=books").at("/books").as_array().map(Vec::len), Some(1));
        let deep = outside.get("/api/authors/1/?expand=books.author,books.tags");
        assert_eq!(deep.at("/books/0/author/name"), "Ada");
        assert_eq!(outside.get("/api/reviews/1/?expand=book").at("/book"), Value::Null);
        assert_eq!(outside.get("/api/reviews/2/?expand=book.author").at("/book/author"), Value::Null);
        // And all of it in lists, where rows share statements.
        for path in
            ["reviews", "marks", "authors", "tags", "books", "covers", "reviews/?expand=book.author,book.tags", "books/?expand=~all"]
        {
            let path = if path.contains('?') { format!("/api/{path}") } else { format!("/api/{path}/") };
            assert!(!results(&outside.get(&path)).is_empty(), "{path}");
        }
        // The page of a browser shows what the answer has.
        let page = outside.0.with_header("accept", "text/html").get("/api/reviews/1/").text();
        assert!(page.contains("Dark") && !page.contains("Qqenon") && !page.contains("qqenon"), "{page}");
        let form = outside.0.options("/api/reviews/").text();
        assert!(form.contains("POST") && !form.contains("qq"), "{form}");
    });
}

#[test]
fn nested_routes() {
    each("routes", |library| {
        let (inside, outside) = (&library.inside, &library.outside);
        assert_eq!(values(&inside.get("/api/books/qqenon/chapters/"), "id"), [2]);
        let below = outside.get("/api/books/qqenon/chapters/");
        assert!(below.status == 404 || below.status == 400 || results(&below).is_empty(), "{below}");
        outside.get("/api/books/qqenon/chapters/2/").assert_status(404);
        outside.patch("/api/books/qqenon/chapters/2/", json!({ "title": "Mine" })).assert_status(404);
        Outside::checked(outside.0.delete("/api/books/qqenon/chapters/2/")).assert_status(404);
        outside.0.post("/api/books/qqenon/chapters/", json!({ "title": "Mine" })).assert_status(400);
        assert_eq!(values(&outside.get("/api/books/open/chapters/"), "id"), [1]);
        inside.get("/api/chapters/2/").assert_contains(json!({ "title": "Chapter of qq" }));
        // By the parent's key, which the row below holds itself.
        library.make("/api/poems/", json!({ "text": "Ode to qq", "author": 2 }));
        assert_eq!(values(&inside.get("/api/authors/2/poems/"), "id"), [1]);
        assert_eq!(results(&outside.get("/api/authors/2/poems/")), [""; 0]);
        outside.get("/api/authors/2/poems/1/").assert_status(404);
        outside.post("/api/authors/2/poems/", json!({ "text": "Mine" })).assert_status(400);
    });
}

#[test]
fn slugs_and_urls_in_bodies() {
    each("slugs", |library| {
        let (inside, outside) = (&library.inside, &library.outside);
        let shelf = |label: &str, book: &str| json!({ "tags": ["good", label], "book": format!("http://testserver/api/books/{book}/") });
        // The client's own words come back in messages.
        outside.0.post("/api/shelves/", shelf("qqrated", "qqenon")).assert_status(400).assert_json(json!({
            "tags": ["Object with label=qqrated does not exist."], "book": ["Invalid hyperlink - Object does not exist."],
        }));
        inside.post("/api/shelves/", shelf("qqrated", "qqenon")).assert_status(201);
        outside.post("/api/shelves/", shelf("good", "open")).assert_status(201);
        outside.get("/api/shelves/1/").assert_json(json!({ "id": 1, "tags": ["good"], "book": null }));
    });
}

#[test]
fn typed_access_sees_all_and_the_context_s_what_the_request_may() {
    each("typed", |library| {
        let inside = library.inside.get("/api/books/titles/").assert_status(200).json();
        let expected = json!({
            "all": ["open", "plain", "qqenon"], "of_all": ["qqenon", "plain"], "known": ["qqenon", "plain", "open"],
            "of_known": ["qqenon", "plain"], "count": 3, "second": "Ok(\"qqenon\")", "by_author": "Ok(1)",
        });
        assert_eq!(inside, expected, "{}", library.kind);
        let outside = library.outside.0.get("/api/books/titles/").assert_status(200).json();
        let expected = json!({
            "all": ["open", "plain", "qqenon"], "of_all": ["qqenon", "plain"], "known": ["plain", "open"],
            "of_known": ["plain"], "count": 2, "second": "Err(404)", "by_author": "Ok(1)",
        });
        assert_eq!(outside, expected, "{}", library.kind);
    });
}

#[test]
fn an_extra_action_answers_with_rows_as_the_list_does() {
    each("extra lists", |library| {
        let (inside, outside) = (&library.inside, &library.outside);
        for (query, in_, out) in [
            ("", json!([1, 2, 3]), json!([1, 3])),
            ("behind=1", json!([2, 3]), json!([3])),
            ("behind=1&ordering=-id", json!([3, 2]), json!([3])),
            ("behind=1&search=qqenon", json!([2]), json!([])),
            ("behind=3", json!([]), json!([])),
        ] {
            let path = format!("/api/books/later/?{query}");
            let known = inside.get(&path).assert_status(200).json();
            assert_eq!((&values(&inside.get(&path), "id").into(), &known["count"]), (&in_, &json!(in_.as_array().map(Vec::len))), "{path}");
            assert_eq!(Value::from(values(&outside.get(&path), "id")), out, "{path}");
        }
        let (list, later) = (inside.get("/api/books/?search=qqenon").json(), inside.get("/api/books/later/?search=qqenon").json());
        assert_eq!(list, later, "{}", library.kind);
        inside.get("/api/books/later/?page=2").assert_status(404);
        inside.get("/api/books/later/?author=nobody").assert_status(400);
    });
}

#[test]
fn a_scope_that_asks_for_itself() {
    each("loops", |library| {
        // The list and its count are two statements; the hook, which sends one, is asked once.
        let db = &library.inside.app().db;
        let before = db.statements();
        assert_eq!(values(&library.inside.get("/api/loops/"), "id"), [0; 0]);
        assert_eq!(db.statements() - before, 3, "{}", library.kind);
        library.make("/api/loops/", json!({}));
        assert_eq!(values(&library.inside.get("/api/loops/"), "id"), [1]);
        library.outside.get("/api/loops/").assert_status(500);
        library.outside.get("/api/loops/1/").assert_status(500);
    });
}

#[test]
fn keys_in_bodies_and_the_answers_of_writes() {
    each("bodies", |library| {
        let (inside, outside) = (&library.inside, &library.outside);
        let missing = |name: &str, key: i64| json!({ name: [format!("Invalid pk \"{key}\" - object does not exist.")] });
        let book = json!({ "title": "New", "code": "new", "author": SECRET, "tags": [1] });
        outside.post("/api/books/", book).assert_status(400).assert_json(missing("author", 2));
        let book = json!({ "title": "New", "code": "new", "author": 1, "tags": [1, SECRET] });
        outside.post("/api/books/", book).assert_status(400).assert_json(missing("tags", 2));
        outside.patch("/api/books/open/", json!({ "tags": [SECRET] })).assert_status(400);
        outside.post("/api/reviews/", json!({ "text": "t", "book": SECRET })).assert_status(400).assert_json(missing("book", 2));
        outside.patch("/api/reviews/2/", json!({ "book": SECRET })).assert_status(400);
        // Writes of what points to a hidden row already, which stays as it is.
        outside
            .patch("/api/reviews/1/", json!({ "text": "Still" }))
            .assert_status(200)
            .assert_contains(json!({ "book": 2, "about": null }));
        let saved = outside.patch("/api/books/open/", json!({ "title": "Opened" }));
        saved.assert_status(200).assert_contains(json!({ "author": 2, "tags": [1], "labels": ["good"] }));
        // What is unique is so among all rows, and the message names none.
        let taken = outside.0.post("/api/books/", json!({ "title": "New", "code": "qqenon", "author": 1, "tags": [] }));
        taken.assert_status(400).assert_json(json!({ "code": ["book with this code already exists."] }));
        let taken = outside.0.post("/api/covers/", json!({ "colour": "red", "book": 3 }));
        taken.assert_status(400).assert_json(json!({ "book": ["cover with this book already exists."] }));
        // A row that leaves the scope by being written is still answered; then it is gone.
        let gone = outside.0.patch("/api/books/plain/", json!({ "secret": true }));
        gone.assert_status(200).assert_contains(json!({ "title": "Plain", "secret": true }));
        outside.get("/api/books/plain/").assert_status(404);
        // What keeps a row is named by its field, not by itself.
        inside.delete("/api/books/open/").assert_status(409);
        let kept = outside.0.delete("/api/authors/1/");
        kept.assert_status(409).assert_json(json!({
            "detail": "Cannot delete some instances of model 'Author' because they are referenced through protected foreign keys: 'Book.author'."
        }));
        // Actions of an object's own, and typed access, which sees all.
        outside.post("/api/books/qqenon/lend/", json!({})).assert_status(404);
        outside.post("/api/books/open/lend/", json!({})).assert_status(200).assert_contains(json!({ "title": "Opened", "tags": [1] }));
    });
}

#[test]
fn what_is_hidden_is_not_replaced() {
    each("replaced", |library| {
        let (inside, outside) = (&library.inside, &library.outside);
        let line = |text: &str, secret: bool| json!({ "text": text, "secret": secret });
        for secret in [false, true] {
            library.make("/api/slips/", json!({ "secret": secret }));
        }
        let sheet = json!({ "name": "S", "tags": [1, 2], "lines": [line("one", false), line("qq", true)], "slips": [1, 2] });
        library.make("/api/sheets/", sheet);
        let seen = outside.get("/api/sheets/1/");
        seen.assert_contains(json!({ "tags": [1], "slips": [1] }));
        assert_eq!(seen.at("/lines").as_array().map(Vec::len), Some(1), "{seen}");
        // What was read is sent back: nothing is lost that could not be read.
        outside.put("/api/sheets/1/", json!({ "name": "T", "tags": [1], "lines": [line("two", false)], "slips": [1] })).assert_status(200);
        let whole = inside.get("/api/sheets/1/");
        whole.assert_contains(json!({ "name": "T", "tags": [1, 2], "slips": [1, 2] }));
        let mut texts: Vec<Value> = whole.at("/lines").as_array().into_iter().flatten().map(|l| l["text"].clone()).collect();
        texts.sort_by_key(Value::to_string);
        assert_eq!(texts, ["qq", "two"]);
        outside.patch("/api/sheets/1/", json!({ "tags": [], "lines": [], "slips": [] })).assert_status(200);
        inside.get("/api/sheets/1/").assert_contains(json!({ "tags": [2], "slips": [2] }));
        // Who sees all replaces all.
        inside.patch("/api/sheets/1/", json!({ "tags": [], "lines": [], "slips": [] })).assert_status(200);
        inside.get("/api/sheets/1/").assert_contains(json!({ "tags": [], "lines": [], "slips": [] }));
    });
}

#[test]
fn the_resource_between_two_others() {
    each("through", |library| {
        let (inside, outside) = (&library.inside, &library.outside);
        for name in ["Ann", "Max"] {
            library.make("/api/readers/", json!({ "name": name }));
        }
        library.make("/api/clubs/", json!({ "name": "Club" }));
        for (reader, secret) in [(1, false), (2, true)] {
            library.make("/api/memberships/", json!({ "club": 1, "reader": reader, "secret": secret }));
        }
        inside.get("/api/clubs/1/").assert_contains(json!({ "readers": [1, 2], "names": ["Ann", "Max"] }));
        outside.get("/api/clubs/1/").assert_contains(json!({ "readers": [1], "names": ["Ann"] }));
        outside.0.get("/api/readers/2/").assert_contains(json!({ "clubs": [] }));
        for (path, count) in [
            ("/api/clubs/?search=max", 1),
            ("/api/clubs/?readers__name=Max", 1),
            ("/api/clubs/?readers=2", 1),
            ("/api/readers/?clubs__name=Club", 2),
            ("/api/readers/?clubs__id__gt=0", 2),
        ] {
            assert_eq!(inside.get(path).at("/count"), count, "{}: {path}", library.kind);
            assert_eq!(outside.get(path).at("/count"), count - 1, "{}: {path}", library.kind);
        }
    });
}

#[test]
fn a_scope_over_several_rows() {
    each("several", |library| {
        for name in ["Ann", "Ben", "Cleo"] {
            library.make("/api/readers/", json!({ "name": name }));
        }
        for name in ["Go one", "Go two", "Chess"] {
            library.make("/api/clubs/", json!({ "name": name }));
        }
        for (club, reader, secret) in [(1, 1, false), (2, 1, false), (3, 2, false), (2, 3, true)] {
            library.make("/api/memberships/", json!({ "club": club, "reader": reader, "secret": secret }));
        }
        // Ann is in two of them, and once in the list; that Cleo's membership is a secret is nothing to the scope.
        let client = library.outside.0.with_header("x-club", "Go");
        assert_eq!(values(&client.get("/api/readers/"), "name"), ["Ann", "Cleo"], "{}", library.kind);
        client.get("/api/readers/2/").assert_status(404);
        let lists = values(&client.get("/api/clubs/"), "readers");
        assert_eq!(lists, [json!([1]), json!([1]), json!([])], "{}", library.kind);
        assert_eq!(values(&client.get("/api/clubs/?search=ben"), "id"), [0; 0]);
    });
}

#[test]
fn a_detail_s_scope_holds_through_its_master() {
    each("master", |library| {
        let (inside, outside) = (&library.inside, &library.outside);
        library.make("/api/media/audio/", json!({ "title": "Song", "minutes": 3 }));
        for (title, secret) in [("Novel", false), ("Qqlophone", true)] {
            library.make("/api/media/ebooks/", json!({ "title": title, "secret": secret }));
        }
        for media in [1, 2, 3] {
            library.make("/api/downloads/", json!({ "media": media }));
        }
        assert_eq!(values(&outside.get("/api/media/ebooks/"), "title"), ["Novel"]);
        outside.get("/api/media/ebooks/3/").assert_status(404);
        outside.patch("/api/media/ebooks/3/", json!({ "title": "Mine" })).assert_status(404);
        outside.get("/api/media/audio/1/").assert_status(200);
        // The master's row is the detail's.
        let hidden = outside.get("/api/downloads/3/");
        hidden.assert_contains(json!({ "media": 3, "what": null }));
        assert!(hidden.json().get("title").is_none(), "{hidden}");
        outside.get("/api/downloads/1/").assert_contains(json!({ "title": "Song" }));
        outside.get("/api/downloads/2/").assert_contains(json!({ "title": "Novel" }));
        inside.get("/api/downloads/3/").assert_contains(json!({ "title": "Qqlophone" }));
        assert_eq!(outside.get("/api/downloads/").at("/count"), 3);
        for path in ["/api/downloads/?search=phone", "/api/downloads/?media__title__icontains=phone"] {
            assert_eq!(inside.get(path).at("/count"), 1, "{path}");
            assert_eq!(outside.get(path).at("/count"), 0, "{path}");
        }
        outside.get("/api/downloads/?media=3").assert_status(400);
        outside.0.post("/api/downloads/", json!({ "media": 3 })).assert_status(400);
        outside.0.post("/api/downloads/", json!({ "media": 2 })).assert_status(201);
    });
}

#[test]
fn scopes_ask_by_columns_of_all_types() {
    each("types", |library| {
        let client = &library.outside.0;
        let deal = |price: &str, day: &str, weight: f64, code: &str, count: Option<i64>| {
            let at = format!("{day}T10:00:00Z");
            json!({ "price": price, "day": day, "at": at, "weight": weight, "code": code, "count": count })
        };
        library.make("/api/deals/", deal("2.50", "2026-01-02", 1.0, "abc", Some(1)));
        library.make("/api/deals/", deal("7.00", "2025-12-31", 2.0, "bcd", None));
        library.make("/api/deals/", deal("10.00", "2026-03-01", 3.0, "cde", Some(2)));
        for (lookup, found) in [
            ("", vec!["abc", "bcd", "cde"]),
            ("price", vec!["abc"]),
            ("price__lte", vec!["abc"]),
            ("price__in", vec!["abc", "bcd"]),
            ("day", vec!["abc"]),
            ("day__gte", vec!["abc", "cde"]),
            ("at__date", vec!["abc"]),
            ("at__year", vec!["abc", "cde"]),
            ("at__lt", vec!["bcd"]),
            ("weight__gt", vec!["bcd", "cde"]),
            ("code__icontains", vec!["abc", "bcd"]),
            ("code__regex", vec!["bcd"]),
            ("count", vec!["bcd"]),
            ("count__isnull", vec!["abc", "cde"]),
            ("count__in", vec!["abc", "cde"]),
            ("count__in many", vec!["cde"]),
            ("code__in", vec!["abc", "cde"]),
            ("id__in", vec![]),
            ("count__in nothing", vec![]),
            ("none", vec![]),
            ("any", vec!["abc", "bcd"]),
        ] {
            let reply = client.with_header("x-lookup", lookup).get("/api/deals/");
            assert_eq!(reply.status, 200, "{}: {lookup}", library.kind);
            let mut codes = values(&reply, "code");
            codes.sort_by_key(Value::to_string);
            assert_eq!(codes, found, "{}: {lookup}\n{reply}", library.kind);
        }
        // No row leaves by mistake.
        client.with_header("x-lookup", "wrong").get("/api/deals/").assert_status(500);
    });
}

#[test]
fn what_is_hidden_is_not_counted() {
    each("counts", |library| {
        let (inside, outside) = (&library.inside, &library.outside);
        for name in ["North", "South"] {
            library.make("/api/halls/", json!({ "name": name }));
        }
        for (name, hall, tags) in [("A", json!(1), json!([1, 2])), ("B", json!(1), json!([])), ("C", Value::Null, json!([2]))] {
            library.make("/api/racks/", json!({ "name": name, "hall": hall, "tags": tags }));
        }
        // The first book is by the secret author, the second is secret.
        for (rack, book, pages, secret) in [(1, 1, 10, false), (1, 3, 500, true), (1, 2, 20, false), (2, 3, 200, false)] {
            library.make("/api/tiers/", json!({ "rack": rack, "book": book, "pages": pages, "secret": secret }));
        }
        inside.get("/api/racks/1/").assert_status(200).assert_contains(json!({
            "tag_count": 2, "tier_count": 3, "pages": 530, "thickest": 500, "books": 3, "authors": 2, "titled": "Qqenon", "has_thick": true, "neighbours": 2,
            "shout": "A!",
        }));
        outside.get("/api/racks/1/").assert_status(200).assert_contains(json!({
            "tag_count": 1, "tier_count": 2, "pages": 30, "thickest": 20, "mean": 15.0, "books": 1, "authors": 0, "titled": "Open", "has_thick": false,
            "neighbours": 2, "shout": "A!",
        }));
        outside
            .get("/api/racks/3/")
            .assert_contains(json!({ "tag_count": 0, "tier_count": 0, "thickest": null, "mean": null, "neighbours": 0 }));
        // Filters, search and order see the same.
        let nothing: [Value; 0] = [];
        for (path, found) in [
            ("/api/racks/?tier_count=3", json!([1])),
            ("/api/racks/?titled__icontains=qqenon", json!([1])),
            ("/api/racks/?search=qqenon", json!([1])),
            ("/api/racks/?pages__gte=500", json!([1])),
            ("/api/racks/?books=3", json!([1])),
        ] {
            assert_eq!(json!(values(&inside.get(path), "id")), found, "{}: {path}", library.kind);
            assert_eq!(values(&outside.get(path), "id"), nothing, "{}: {path}", library.kind);
        }
        assert_eq!(values(&outside.get("/api/racks/?has_thick=true"), "id"), [2]);
        assert_eq!(values(&inside.get("/api/racks/?has_thick=true&ordering=id"), "id"), [1, 2]);
        assert_eq!(values(&inside.get("/api/racks/?tier_count__gt=0&ordering=-thickest"), "id"), [1, 2]);
        assert_eq!(values(&outside.get("/api/racks/?tier_count__gt=0&ordering=-thickest"), "id"), [2, 1]);
        // Of a later page only its own rows are computed, whichever way that is asked for.
        let of = |path: &str| results(&outside.get(path)).iter().map(|row| row["id"].clone()).collect::<Vec<_>>();
        assert_eq!(of("/api/racks/?limit=1&offset=1"), [2], "{}", library.kind);
        assert_eq!(of("/api/racks/?limit=2&offset=1&pages__gte=30&expand=hall"), [2], "{}", library.kind);
        assert_eq!(of("/api/racks/?limit=2&offset=1&search=open"), nothing, "{}", library.kind);
        assert_eq!(of("/api/racks/?limit=1&offset=1&ordering=-tier_count,id"), [2], "{}", library.kind);
        outside.get("/api/racks/?limit=1&offset=1").assert_contains(json!({ "count": 3 }));
        // A scope may look at what is counted; a hall without racks is not known outside.
        assert_eq!(values(&inside.get("/api/halls/"), "tiers"), [json!(4), json!(0)]);
        assert_eq!(values(&outside.get("/api/halls/"), "tiers"), [3]);
        outside.get("/api/halls/2/").assert_status(404);
        // Behind a key.
        assert_eq!(values(&outside.get("/api/tiers/"), "rack_pages"), [json!(30), json!(30), json!(200)]);
        assert_eq!(values(&inside.get("/api/tiers/"), "rack_pages"), [json!(530), json!(530), json!(530), json!(200)]);
    });
}
