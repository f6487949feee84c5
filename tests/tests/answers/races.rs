//! Writers who meet: those of the same lists and nested rows take turns, as Django's `save()` makes them; a deletion counts what came while it
//! looked; and what another writer took first is refused in validation's words, in its place.

use super::{Answer, Api, built};
use serde_json::{Value, json};

/// How often each race is run: enough for a writer without locks to fail on PostgreSQL and MariaDB.
const ROUNDS: usize = 6;

/// Every answer is a 200.
fn all_fine(api: &Api, what: &str, answers: &[Answer]) {
    for (status, body) in answers {
        assert_eq!(*status, 200, "{}, {what}: {body}", api.kind);
    }
}

/// Four tags; gives their keys.
fn tags(api: &Api) -> Vec<Value> {
    (0..4).map(|n| api.make("/api/tags/", json!({ "name": format!("tag{n}") }))["id"].clone()).collect()
}

#[test]
fn writers_of_many_to_many_relations_take_turns() {
    Api::each(&built()[0], "m2m", |api| {
        let tags = tags(api);
        for round in 0..ROUNDS {
            let item = api.make("/api/items/", json!({ "title": format!("item{round}") }))["id"].clone();
            let path = format!("/api/items/{item}/");
            let patch = |n: usize| ("PATCH", path.clone(), json!({ "tags": tags[..n] }));
            all_fine(api, "PATCH of the same tags", &api.together(&[patch(3), patch(3), patch(3), patch(3)]));
            all_fine(api, "PATCH of other tags", &api.together(&[patch(1), patch(2), patch(3), patch(2)]));
            let put = ("PUT", path.clone(), json!({ "title": "put", "tags": tags }));
            all_fine(api, "PUT", &api.together(&[put.clone(), put.clone(), put.clone(), put]));
            // The same pairs, from both sides.
            let back = |n: usize| ("PATCH", format!("/api/tags/{}/", tags[n]), json!({ "items": [item] }));
            all_fine(api, "both sides", &api.together(&[patch(3), back(0), back(1), back(2)]));
            let shown = api.get(&path).1["tags"].as_array().unwrap().len();
            assert_eq!(shown, 3, "{}: each pair is there once", api.kind);

            // A detail's relations are its master's, or its own; its columns lie in two tables.
            let film = api.make("/api/media/films/", json!({ "title": "film" }))["id"].clone();
            let path = format!("/api/media/films/{film}/");
            let patch = |body: Value| ("PATCH", path.clone(), body);
            let answers = api.together(&[
                patch(json!({ "tags": tags[..1], "minutes": 1 })),
                patch(json!({ "tags": tags[..2], "title": "two" })),
                patch(json!({ "tags": tags })),
                patch(json!({ "cast": tags, "tags": tags[1..] })),
            ]);
            all_fine(api, "relations of a detail", &answers);
        }
    });
}

#[test]
fn writers_of_nested_rows_take_turns() {
    Api::each(&built()[0], "nested", |api| {
        for round in 0..ROUNDS {
            let made = api.make("/api/orders/", json!({ "ref": format!("o{round}"), "lines": [{ "num": 9 }] }));
            let path = format!("/api/orders/{}/", made["id"]);
            let lines = |n: usize| -> Vec<Value> { (0..n).map(|num| json!({ "num": num, "code": format!("{round}-{num}") })).collect() };
            let patch = |n: usize| ("PATCH", path.clone(), json!({ "lines": lines(n) }));
            all_fine(api, "PATCH of lines", &api.together(&[patch(1), patch(2), patch(3), patch(2)]));
            let count = api.get(&path).1["lines"].as_array().unwrap().len();
            assert!((1..=3).contains(&count), "{}: the last one's lines and no others: {count}", api.kind);
            let label = |n: usize| ("PATCH", path.clone(), json!({ "label": { "text": n.to_string() } }));
            all_fine(api, "PATCH of a label", &api.together(&[label(0), label(1), label(2), label(3)]));
            let put =
                |n: usize| ("PUT", path.clone(), json!({ "ref": format!("o{round}"), "lines": lines(n), "label": { "text": "put" } }));
            all_fine(api, "PUT", &api.together(&[put(3), put(3), put(2), put(1)]));

            let film = api.make("/api/media/films/", json!({ "title": "film" }))["id"].clone();
            let path = format!("/api/media/films/{film}/");
            let scenes = |more: Value| {
                let mut body = json!({ "scenes": [{ "number": 1 }, { "number": 2 }] });
                body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
                ("PATCH", path.clone(), body)
            };
            let answers =
                api.together(&[scenes(json!({})), scenes(json!({ "minutes": 1 })), scenes(json!({ "title": "new" })), scenes(json!({}))]);
            all_fine(api, "nested rows of a detail", &answers);
        }
    });
}

#[test]
fn what_another_writer_took_is_refused_in_its_place() {
    Api::each(&built()[0], "taken", |api| {
        for round in 0..ROUNDS {
            let post = |n: usize| {
                let parts = json!([{ "serial": format!("{round}-{n}") }, { "serial": format!("same{round}") }]);
                let lines = json!([{ "num": 1 }, { "num": 2, "parts": parts }]);
                ("POST", "/api/orders/".to_owned(), json!({ "ref": format!("r{round}-{n}"), "lines": lines }))
            };
            one_wins(
                api,
                &api.together(&[post(0), post(1), post(2)]),
                &json!({
                    "lines": { "1": { "parts": { "1": { "serial": ["part with this serial already exists."] } } } }
                }),
            );
            let post = |n: usize| {
                ("POST", "/api/orders/".to_owned(), json!({ "ref": format!("same{round}"), "label": { "text": n.to_string() } }))
            };
            one_wins(api, &api.together(&[post(0), post(1), post(2)]), &json!({ "ref": ["order with this ref already exists."] }));
            let orders: Vec<Value> =
                (0..3).map(|n| api.make("/api/orders/", json!({ "ref": format!("p{round}-{n}") }))["id"].clone()).collect();
            let patch = |n: usize| {
                ("PATCH", format!("/api/orders/{}/", orders[n]), json!({ "label": { "text": "x", "code": format!("l{round}") } }))
            };
            one_wins(
                api,
                &api.together(&[patch(0), patch(1), patch(2)]),
                &json!({ "label": { "code": ["label with this code already exists."] } }),
            );
        }
    });
}

/// One request is done, and the others are refused with these errors.
fn one_wins(api: &Api, answers: &[Answer], refusal: &Value) {
    assert_eq!(answers.iter().filter(|(status, _)| *status < 300).count(), 1, "{}: {answers:?}", api.kind);
    for (status, body) in answers.iter().filter(|(status, _)| *status >= 300) {
        assert_eq!((*status, body), (400, refusal), "{}", api.kind);
    }
}

#[test]
fn nested_rows_that_the_database_refuses_have_their_errors_in_their_place() {
    Api::each(&built()[0], "places", |api| {
        let refused = |body: Value, errors: Value| {
            assert_eq!(api.send("POST", "/api/orders/", Some(&body)), (400, errors), "{}: {body}", api.kind);
        };
        // A blank is no validator's business, and twice is once too often; the column's field is called otherwise.
        refused(
            json!({ "ref": "a", "lines": [{ "num": 1, "code": "" }, { "num": 2, "code": "" }] }),
            json!({ "lines": { "1": { "code": ["line with this sku already exists."] } } }),
        );
        refused(
            json!({ "ref": "a", "lines": [{ "num": 1 }, { "num": 2, "parts": [{ "serial": "" }, { "serial": "" }] }] }),
            json!({ "lines": { "1": { "parts": { "1": { "serial": ["part with this serial already exists."] } } } } }),
        );
        refused(
            json!({ "ref": "a", "lines": [{ "num": 1 }, { "num": 2 }, { "num": 2 }] }),
            json!({ "lines": { "2": { "non_field_errors": ["The fields order, num must make a unique set."] } } }),
        );
        refused(
            json!({ "ref": "a", "lines": [{ "num": 1 }, { "num": 2, "size": -1 }] }),
            json!({ "lines": { "1": { "non_field_errors": ["Constraint “line_size_positive” is violated."] } } }),
        );
        api.make("/api/orders/", json!({ "ref": "first", "label": { "text": "x", "code": "" }, "lines": [{ "num": 1, "code": "" }] }));
        refused(
            json!({ "ref": "a", "label": { "text": "y", "code": "" } }),
            json!({ "label": { "code": ["label with this code already exists."] } }),
        );
        let other = api.make("/api/orders/", json!({ "ref": "other" }));
        let (status, body) = api.send(
            "PATCH",
            &format!("/api/orders/{}/", other["id"]),
            Some(&json!({ "lines": [{ "num": 1 }, { "num": 2, "code": "" }] })),
        );
        assert_eq!((status, body), (400, json!({ "lines": { "1": { "code": ["line with this sku already exists."] } } })), "{}", api.kind);
        // Of the row itself they are where they always were.
        assert_eq!(api.get("/api/orders/?limit=9").1["count"], 2, "{}: nothing is left of what was refused", api.kind);
    });
}

#[test]
fn deletions_count_what_comes_meanwhile() {
    Api::each(&built()[0], "deletions", |api| {
        for round in 0..ROUNDS {
            // Cascades, one and two levels deep.
            let order = api.make("/api/orders/", json!({ "ref": format!("o{round}"), "lines": [{ "num": 1 }] }));
            let delete = ("DELETE", format!("/api/orders/{}/", order["id"]), Value::Null);
            let line = |num: usize| ("POST", "/api/lines/".to_owned(), json!({ "order": order["id"], "num": num }));
            let answers = api.together(&[delete.clone(), line(50), line(51), line(52)]);
            deleted(api, "cascade", &answers, &[204], "order", &order["id"]);
            let order = api.make("/api/orders/", json!({ "ref": format!("p{round}"), "lines": [{ "num": 1 }] }));
            let delete = ("DELETE", format!("/api/orders/{}/", order["id"]), Value::Null);
            let line = order["lines"][0]["id"].clone();
            let part = ("POST", "/api/parts/".to_owned(), json!({ "line": line }));
            let answers = api.together(&[delete, part.clone(), part.clone(), part]);
            deleted(api, "deep cascade", &answers, &[204], "line", &line);

            for (relation, statuses) in
                [("keeper", &[204, 409][..]), ("guard", &[204, 409]), ("loose", &[204, 409]), ("friend", &[204]), ("above", &[204])]
            {
                let node = api.make("/api/nodes/", json!({ "name": "node" }))["id"].clone();
                let delete = ("DELETE", format!("/api/nodes/{node}/"), Value::Null);
                let post = ("POST", "/api/nodes/".to_owned(), json!({ "name": "new", relation: node }));
                let answers = api.together(&[delete, post.clone(), post.clone(), post]);
                deleted(api, relation, &answers, statuses, relation, &node);
            }
            let node = api.make("/api/nodes/", json!({ "name": "node" }))["id"].clone();
            let delete = ("DELETE", format!("/api/nodes/{node}/"), Value::Null);
            let post = ("POST", "/api/nodes/".to_owned(), json!({ "name": "new", "peers": [node] }));
            let answers = api.together(&[delete, post.clone(), post.clone(), post]);
            deleted(api, "many-to-many", &answers, &[204], "peers", &node);

            // Changes of a row that is deleted meanwhile.
            let item = api.make("/api/items/", json!({ "title": "gone" }))["id"].clone();
            let path = format!("/api/items/{item}/");
            let answers = api.together(&[
                ("DELETE", path.clone(), Value::Null),
                ("PATCH", path.clone(), json!({ "title": "late" })),
                ("PATCH", path.clone(), json!({ "tags": [] })),
                ("PATCH", path.clone(), json!({})),
                ("PUT", path.clone(), json!({ "title": "late", "tags": [] })),
            ]);
            assert_eq!(answers[0].0, 204, "{}: {:?}", api.kind, answers[0]);
            for (status, body) in &answers[1..] {
                assert!([200, 404].contains(status), "{}: {status} {body}", api.kind);
            }
        }
    });
}

/// The first answer is that of a deletion, and has one of these statuses; the others made rows that point to what it deletes, or were refused
/// since it is gone.
fn deleted(api: &Api, what: &str, answers: &[Answer], statuses: &[u16], field: &str, key: &Value) {
    let (status, body) = &answers[0];
    assert!(statuses.contains(status), "{}, {what}: {status} {body}", api.kind);
    if *status == 409 {
        let text = body["detail"].as_str().unwrap_or_default();
        assert!(text.starts_with("Cannot delete"), "{}, {what}: {body}", api.kind);
    }
    let gone = json!({ field: [format!("Invalid pk \"{key}\" - object does not exist.")] });
    for (status, body) in &answers[1..] {
        assert!(*status == 201 || (*status, body) == (400, &gone), "{}, {what}: {status} {body}", api.kind);
    }
}
