//! What hooks write, and what an error in one takes back, on SQLite, PostgreSQL and MariaDB.

mod support;

use restwright::serde_json::{Value, json};
use restwright_tests::databases::Kind;
use support::{Library, each, values};

/// How many tags hooks have left behind.
fn left(library: &Library) -> u64 {
    library.inside.get("/api/tags/").at("/count").as_u64().unwrap_or_default()
}

#[test]
fn an_error_in_any_hook_takes_all_back() {
    each("rollback", |library| {
        let kind = library.kind;
        library.make("/api/sheets/", json!({ "name": "S" }));
        for (hook, hooks) in [("field", 1), ("validate", 2), ("before", 3), ("after", 4)] {
            let refuses = library.inside.with_header("x-refuse", hook);
            let (before, slips) = (left(library), values(&library.inside.get("/api/slips/"), "id").len());
            let reply = refuses.post("/api/slips/", json!({ "sheet": 1 }));
            reply.assert_status(409).assert_json(json!({ "detail": hook }));
            assert_eq!(left(library), before, "{kind}: {hook}");
            assert_eq!(values(&library.inside.get("/api/slips/"), "id").len(), slips, "{kind}: {hook}");
            // Without the refusal all four hooks are asked.
            let slip = library.make("/api/slips/", json!({ "sheet": 1 }));
            assert_eq!(left(library), before + 4, "{kind}: {hook} is number {hooks}");
            let path = format!("/api/slips/{}/", slip["id"]);
            refuses.patch(&path, json!({ "sheet": null, "secret": true })).assert_status(409);
            library.inside.get(&path).assert_contains(json!({ "sheet": 1, "secret": false }));
            if matches!(hook, "before" | "after") {
                refuses.delete(&path).assert_status(409);
                library.inside.get(&path).assert_status(200);
            }
            assert_eq!(left(library), before + 4, "{kind}: {hook}");
            library.inside.put(&path, json!({ "sheet": null, "secret": true })).assert_status(200);
            library.inside.delete(&path).assert_status(204);
            assert_eq!(left(library), before + 10, "{kind}: {hook}");
            library.inside.get(&path).assert_status(404);
        }
    });
}

#[test]
fn nested_rows_have_their_own_hooks() {
    each("nested", |library| {
        let lines = |first: &str, second: &str| json!([{ "text": first }, { "text": second, "secret": true }]);
        let refused = library.inside.post("/api/sheets/", json!({ "name": "S", "lines": lines("Bad", "bad") }));
        refused.assert_status(400).assert_json(json!({ "lines": { "1": { "text": ["Not this."] } } }));
        let refused = library.inside.post("/api/sheets/", json!({ "name": "S", "lines": lines("ok", "Known") }));
        refused.assert_status(400).assert_json(json!({ "lines": { "1": { "non_field_errors": ["A known secret."] } } }));
        let made = library.make("/api/sheets/", json!({ "name": "S", "lines": lines("OK", "So") }));
        assert_eq!([&made["lines"][0]["text"], &made["lines"][1]["text"]], ["ok", "so"], "{}", library.kind);
        assert_eq!(library.inside.get("/api/lines/").at("/count"), 2);
    });
}

#[test]
fn a_refusal_of_the_database_is_not_gone_over() {
    each("swallow", |library| {
        let kind = library.kind;
        let slips = || values(&library.inside.get("/api/slips/"), "id").len();
        let reply = library.inside.post("/api/slips/swallow/", json!({}));
        // PostgreSQL has ended the transaction then: what is answered must not be that it was kept.
        match kind {
            Kind::Postgres => assert_eq!((reply.status.as_u16(), slips()), (500, 0), "{reply}"),
            _ => assert_eq!((reply.status.as_u16(), slips()), (200, 1), "{kind}: {reply}"),
        }
        // A key that is found wrong at the end is the client's error, as in every other write.
        let before = slips();
        library.inside.post("/api/slips/dangle/", json!({})).assert_status(400);
        assert_eq!(slips(), before, "{kind}");
    });
}

#[test]
fn an_extra_action_that_met_another_is_tried_again() {
    each("cross", |library| {
        for _ in 0..2 {
            library.make("/api/slips/", json!({}));
        }
        // An error that a hook leaves lying is found at the end: nothing is kept by half.
        for careless in [false, true] {
            let ask = |order: [i64; 2]| {
                let client = library.inside.clone();
                move || client.post("/api/slips/cross/", json!({ "order": order, "careless": careless }))
            };
            let (one, other) = (std::thread::spawn(ask([1, 2])), std::thread::spawn(ask([2, 1])));
            for asked in [one, other] {
                asked.join().unwrap_or_else(|_| panic!("{}", library.kind)).assert_status(200);
            }
            // Each turned both, so both are as they were.
            let secrets: Vec<Value> = values(&library.inside.get("/api/slips/"), "secret");
            assert_eq!(secrets, [false, false], "{}, careless: {careless}", library.kind);
        }
    });
}
