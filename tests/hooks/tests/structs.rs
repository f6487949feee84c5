//! Hooks of a master and of its details that are structs, on SQLite, PostgreSQL and MariaDB.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use restwright::Resource as _;
use restwright::serde_json::json;
use restwright::test::Client;
use restwright_hooks::theatre::{self, OperaInput, OperaRow, PlayInput, PlayRow, Show, ShowInput};
use restwright_tests::databases::Kind;
use std::path::Path;
use support::values;

/// Runs a test on every database.
fn each(name: &str, test: impl Fn(Kind, &Client, &Client)) {
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_there(name)) {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("hooks-structs-{name}"));
        let database = kind.fresh(&place).unwrap_or_else(|error| panic!("{kind}: {error}"));
        let client = Client::of_over(&database.url, &theatre::api());
        test(kind, &client.with_header("x-insider", "1"), &client);
    }
}

#[test]
fn a_master_s_hooks_are_its_details() {
    each("master", |kind, inside, outside| {
        let play = json!({ "title": "Faust.", "acts": 5 });
        let made = outside.post("/api/shows/plays/", play);
        made.assert_status(201).assert_json(json!({
            "id": 1, "type": "play", "title": "Faust", "secret": false, "shout": "FAUST", "acts": 5
        }));
        let long = outside.post("/api/shows/plays/", json!({ "title": "A Midsummer Night's Dream", "acts": 5 }));
        long.assert_status(400).assert_json(json!(["Too long."]));
        let none = outside.patch("/api/shows/plays/1/", json!({ "title": "none" }));
        none.assert_status(400).assert_json(json!({ "title": ["A show has a title (Some(\"Faust\"))."] }));
        // Both tables are as they were.
        let loud = outside.patch("/api/shows/plays/1/", json!({ "title": "Faust, der Tragödie", "acts": 1 }));
        loud.assert_status(400).assert_json(json!(["Too loud."]));
        outside.get("/api/shows/plays/1/").assert_status(200).assert_contains(json!({ "title": "Faust", "acts": 5 }));
        let changed = outside.patch("/api/shows/plays/1/", json!({ "acts": 3 }));
        changed.assert_status(200).assert_contains(json!({ "title": "Faust!", "acts": 3 }));
        let secret = inside.post("/api/shows/plays/", json!({ "title": "Secret", "acts": 1, "secret": true })).at("/id");
        assert_eq!(values(&inside.get("/api/shows/plays/"), "title"), ["Faust!", "Secret"], "{kind}");
        assert_eq!(values(&outside.get("/api/shows/plays/"), "title"), ["Faust!"], "{kind}");
        outside.get(&format!("/api/shows/plays/{secret}/")).assert_status(404);
        outside.with_header("x-closed", "1").get("/api/shows/plays/").assert_status(403);
        let made = |title: &str| {
            format!("/api/shows/plays/{}/", outside.post("/api/shows/plays/", json!({ "title": title, "acts": 1 })).at("/id"))
        };
        outside.patch(&made("Locked"), json!({ "acts": 2 })).assert_status(403);
        let hamlet = made("Hamlet");
        outside.delete(&hamlet).assert_status(403);
        outside.get(&hamlet).assert_status(200);
        outside.delete("/api/shows/plays/1/").assert_status(204);
        outside.get("/api/shows/plays/1/").assert_status(404);
    });
}

#[test]
fn a_master_s_extra_actions_answer_as_the_detail() {
    each("actions", |kind, inside, outside| {
        for (title, secret) in [("Egmont", false), ("Iphigenie", false), ("Stella", true)] {
            inside.post("/api/shows/plays/", json!({ "title": title, "acts": 5, "secret": secret })).assert_status(201);
        }
        inside.post("/api/shows/operas/", json!({ "title": "Norma", "arias": 7 })).assert_status(201);
        let renamed = outside.post("/api/shows/plays/1/rename/", json!({}));
        renamed.assert_status(200).assert_contains(json!({ "type": "play", "title": "Renamed", "acts": 5, "shout": "RENAMED" }));
        outside.post("/api/shows/plays/3/rename/", json!({})).assert_status(404);
        // Of the master all rows, in the scopes of their details; of the list the detail's alone.
        let titles = ["Renamed", "Iphigenie", "Norma (opera)"];
        outside.get("/api/shows/plays/titles/").assert_status(200).assert_json(json!(titles));
        let list = outside.get("/api/shows/plays/titles/?list=1");
        assert_eq!(values(list.assert_status(200), "title"), ["Renamed", "Iphigenie"], "{kind}");
        assert_eq!(values(&list, "acts"), [5, 5], "{kind}");
        // An opera names actions itself.
        outside.get("/api/shows/operas/titles/").assert_status(404);
        assert_eq!(outside.options("/api/shows/plays/1/rename/").assert_status(200).at("/name"), json!("Rename"), "{kind}");
    });
}

#[test]
fn a_detail_s_hooks_get_both_tables_columns() {
    each("own", |kind, inside, outside| {
        let opera = |title: &str, arias: i64| inside.post("/api/shows/operas/", json!({ "title": title, "arias": arias }));
        opera("Aida.", 8).assert_status(201).assert_json(json!({
            "id": 1, "type": "opera", "title": "Aida. (opera)", "secret": false, "shout": "AIDA. (OPERA)",
            "arias": 8, "full": "Aida. (opera): 8"
        }));
        // It names `validate_title`, and its master's is asked; the master's `validate` is not.
        let none = outside.patch("/api/shows/operas/1/", json!({ "title": "none", "arias": 7 }));
        none.assert_status(400).assert_json(json!({
            "title": ["A show has a title (Some(\"Aida. (opera)\"))."], "arias": ["Aida. (opera) has 8 arias."]
        }));
        opera("Carmen", 0).assert_status(400).assert_json(json!({ "arias": ["Carmen sings."] }));
        let changed = outside.patch("/api/shows/operas/1/", json!({ "title": "Aida" }));
        changed.assert_status(200).assert_contains(json!({ "title": "Aida", "arias": 9 }));
        // Both tables are as they were.
        let many = outside.patch("/api/shows/operas/1/", json!({ "title": "Nabucco", "arias": 50 }));
        many.assert_status(400).assert_json(json!(["Too many."]));
        outside.get("/api/shows/operas/1/").assert_contains(json!({ "title": "Aida", "arias": 9 }));
        outside.post("/api/shows/operas/1/encore/", json!({})).assert_status(200).assert_contains(json!({ "arias": 19, "title": "Aida" }));
        opera("Tosca", 41).assert_status(201);
        outside.delete("/api/shows/operas/2/").assert_status(403);
        inside.get("/api/shows/operas/2/").assert_status(200);
        opera("Locked", 5).assert_status(201);
        outside.patch("/api/shows/operas/3/", json!({})).assert_status(403);
        opera("Ring", 100).assert_status(201);
        opera("Low", 1).assert_status(201);
        assert_eq!(values(&outside.get("/api/shows/operas/"), "id"), [1, 2, 3, 5], "{kind}");
        outside.get("/api/shows/operas/counts/").assert_status(200).assert_json(json!({
            "all": ["Ring (opera)", "Tosca (opera)", "Aida", "Locked (opera)", "Low (opera)"], "known": ["Aida", "Tosca (opera)"], "named": ["Aida"]
        }));
        inside.post("/api/tickets/", json!({ "opera": 1 })).assert_status(201);
        assert_eq!(outside.get("/api/tickets/").at("/results/0/what/full"), json!("Aida: 19"), "{kind}");
        outside.post("/api/tickets/", json!({ "opera": 4 })).assert_status(400);
        outside.delete("/api/shows/operas/1/").assert_status(204);
        assert_eq!(values(&outside.get("/api/tickets/"), "id"), json!([]).as_array().unwrap().as_slice(), "{kind}");
    });
}

#[test]
fn typed_access_reads_and_writes_both_tables() {
    each("typed", |kind, _, client| {
        let app = client.app();
        let mut input = PlayInput { acts: Some(4), ..PlayInput::default() };
        input.master.title = Some("Tasso".to_owned());
        let play: PlayRow = client.run(PlayRow::create(app, input)).unwrap();
        assert_eq!((play.master.title.as_str(), play.acts, play.master.id), ("Tasso", 4, 1), "{kind}");
        let more = PlayInput { acts: Some(5), master: ShowInput { title: Some("Torquato Tasso".to_owned()), ..ShowInput::default() } };
        let play = client.run(play.update(app, more)).unwrap();
        assert_eq!((play.master.title.as_str(), play.acts), ("Torquato Tasso", 5), "{kind}");
        let same = client.run(PlayRow::get(app, 1)).unwrap();
        assert_eq!(format!("{same:?}"), format!("{play:?}"), "{kind}");
        // As over HTTP: the hooks that validate are asked.
        let none = PlayInput { master: ShowInput { title: Some("none".to_owned()), ..ShowInput::default() }, ..PlayInput::default() };
        assert_eq!(client.run(play.update(app, none)).unwrap_err().status, 400, "{kind}");
        // A row of the master's is one of its details': it is made as one, and goes with all of it.
        let bare = ShowInput { title: Some("What?".to_owned()), ..ShowInput::default() };
        assert_eq!(client.run(Show::create(app, bare)).unwrap_err().status, 500, "{kind}");
        let show = client.run(Show::get(app, 1)).unwrap();
        client.run(show.delete(app)).unwrap();
        assert_eq!(client.run(PlayRow::objects(app).count()).unwrap(), 0, "{kind}");
        assert_eq!(client.run(OperaRow::create(app, OperaInput::default())).unwrap_err().status, 400, "{kind}");
    });
}
