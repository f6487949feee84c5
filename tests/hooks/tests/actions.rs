//! Actions that hooks replace, with the built-in ones at hand, on SQLite, PostgreSQL and MariaDB.

use restwright::hooks::prelude::Method;
use restwright::serde_json::{Value, json};
use restwright::test::{Client, User};
use restwright_hooks::post_office;
use restwright_tests::databases::Kind;
use std::path::Path;

/// Runs a test on every database: as somebody, and as a user with permissions of the groups that the test gives.
fn each(name: &str, test: impl Fn(Kind, &Client, &Client)) {
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_there(name)) {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("hooks-actions-{name}"));
        let database = kind.fresh(&place).unwrap_or_else(|error| panic!("{kind}: {error}"));
        let client = Client::of_over(&database.url, &post_office::api());
        client.create_user(User::new("clerk").permission("delete_letter"));
        let clerk = client.login("clerk");
        for name in ["A", "B"] {
            client.post("/api/boxes/", json!({ "name": name })).assert_status(201);
        }
        test(kind, &client, &clerk);
    }
}

fn names(client: &Client, query: &str) -> Vec<Value> {
    let reply = client.get(&format!("/api/letters/?{query}"));
    let found = reply.assert_status(200).at("/results");
    found.as_array().into_iter().flatten().map(|row| row["id"].clone()).collect()
}

#[test]
fn built_in_actions_are_at_hand() {
    each("built-in", |_, client, _| {
        let made = client.post("/api/letters/", json!({ "mailbox": 1, "to": "Ann" }));
        made.assert_status(201).assert_contains(json!({ "id": 1, "to": "Ann", "stamp": 1, "action": "create" }));
        client
            .post("/api/letters/", json!({ "to": "" }))
            .assert_status(400)
            .assert_contains(json!({ "mailbox": ["This field is required."] }));
        let list = client.get("/api/letters/?to=Ann");
        list.assert_status(200).assert_contains(json!({ "count": 1, "action": "list" }));
        client.get("/api/letters/?to=Bob").assert_contains(json!({ "count": 0 }));
        client.get("/api/letters/1/").assert_status(200).assert_contains(json!({ "to": "Ann", "action": "retrieve" }));
        client.get("/api/letters/7/").assert_status(404).assert_json(json!({ "detail": "No Letter matches the given query." }));
        client
            .put("/api/letters/1/", json!({ "mailbox": 2, "to": "Bob" }))
            .assert_status(200)
            .assert_contains(json!({ "to": "Bob", "mailbox": 2, "action": "update" }));
        client.put("/api/letters/1/", json!({})).assert_status(400);
        client.patch("/api/letters/1/", json!({ "to": "Cid" })).assert_status(200).assert_contains(json!({ "action": "partial_update" }));
        client.patch("/api/letters/9/", json!({ "to": "Cid" })).assert_status(404);
        // Below the parent the key stands in the URL alone.
        let below = client.post("/api/boxes/2/letters/", json!({ "to": "Dan" }));
        below.assert_status(201).assert_contains(json!({ "mailbox": 2, "action": "create" }));
        client.get("/api/boxes/2/letters/").assert_contains(json!({ "count": 2 }));
        client.get("/api/boxes/1/letters/").assert_contains(json!({ "count": 0 }));
        client.delete("/api/letters/1/").assert_status(204);
        client.get("/api/letters/1/").assert_status(404);
        client.get("/api/boxes/2/letters/").assert_contains(json!({ "count": 1, "action": "list" }));
        // A broken body is a 400 that the built-in action gives.
        client.send(Method::POST, "/api/letters/", Some((b"{".to_vec(), "application/json"))).assert_status(400);
    });
}

#[test]
fn a_refusal_takes_the_built_in_action_back() {
    each("taken-back", |_, client, clerk| {
        let refused = client.post("/api/letters/", json!({ "mailbox": 1, "to": "Nobody" }));
        refused.assert_status(400).assert_json(json!(["Nobody gets no letters."]));
        client.get("/api/letters/").assert_contains(json!({ "count": 0 }));
        let king = client.post("/api/letters/", json!({ "mailbox": 1, "to": "King" })).assert_status(201).at("/id");
        let path = format!("/api/letters/{king}/");
        client.delete(&path).assert_status(403);
        client.get(&path).assert_status(200);
        clerk.delete(&path).assert_status(204);
        client.get(&path).assert_status(404);
    });
}

#[test]
fn conditions_are_djangos_q() {
    each("conditions", |kind, client, _| {
        for (mailbox, to, stamp) in [(1, "Ann", 5), (1, "Bob", 5), (2, "Ann", 7), (2, "Cid", 9)] {
            client.post("/api/letters/", json!({ "mailbox": mailbox, "to": to, "stamp": stamp })).assert_status(201);
        }
        client.patch("/api/letters/4/", json!({ "stamp": null })).assert_status(200);
        for (query, expected) in [
            ("no stamp or Ann's", json!([1, 3, 4])),
            ("not 5", json!([3, 4])),
            ("not in A", json!([3, 4])),
            ("not (5 and Ann's)", json!([2, 3, 4])),
            ("nothing of nothing", json!([])),
        ] {
            assert_eq!(json!(names(client, &format!("q={}", query.replace(' ', "+")))), expected, "{kind}: {query}");
        }
        client.get("/api/letters/?q=else").assert_status(400);
    });
}
