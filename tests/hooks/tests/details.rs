//! Hooks of a master and of its details, on SQLite, PostgreSQL and MariaDB.

mod support;

use restwright::serde_json::json;
use restwright::test::Client;
use restwright_hooks::cinema;
use restwright_tests::databases::Kind;
use std::path::Path;
use support::values;

/// Runs a test on every database.
fn each(name: &str, test: impl Fn(Kind, &Client, &Client)) {
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_there(name)) {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("hooks-details-{name}"));
        let database = kind.fresh(&place).unwrap_or_else(|error| panic!("{kind}: {error}"));
        let client = Client::over(&database.url, cinema::router::urls(), cinema::MIGRATIONS);
        test(kind, &client.with_header("x-insider", "1"), &client);
    }
}

#[test]
fn a_master_s_hooks_are_its_details() {
    each("master", |kind, inside, outside| {
        let film = json!({ "title": "Alien", "minutes": 117 });
        outside.post("/api/media/films/", film).assert_status(201).assert_contains(json!({ "type": "film" }));
        let long = outside.post("/api/media/films/", json!({ "title": "Empire", "minutes": 485 }));
        long.assert_status(400).assert_json(json!(["Too long."]));
        let none = outside.patch("/api/media/films/1/", json!({ "title": "none", "minutes": 1 }));
        none.assert_status(400).assert_json(json!({ "title": ["A film has a title (Some(\"Alien, 117 minutes\"))."] }));
        inside.post("/api/media/films/", json!({ "title": "Secret", "minutes": 1, "secret": true })).assert_status(201);
        assert_eq!(values(&inside.get("/api/media/films/?page=1"), "title").len(), 2, "{kind}");
        assert_eq!(values(&outside.get("/api/media/films/?page=1"), "title"), ["Alien"], "{kind}");
        outside.get("/api/media/films/1/").assert_status(200);
        let hidden = inside.get("/api/media/films/").at("/results/1/id");
        outside.get(&format!("/api/media/films/{hidden}/")).assert_status(404);
        outside.delete(&format!("/api/media/films/{hidden}/")).assert_status(404);
    });
}

#[test]
fn a_detail_s_own_hooks_stand_instead() {
    each("own", |kind, inside, outside| {
        let disc = |title: &str, tracks: i64| inside.post("/api/media/discs/", json!({ "title": title, "tracks": tracks }));
        // The master's `validate_title` and `perform_create` are not asked.
        disc("none", 999).assert_status(201);
        disc("Doors", 5).assert_status(201);
        disc("Doves", 6).assert_status(201);
        disc("Dub", 10).assert_status(201);
        assert_eq!(values(&outside.get("/api/media/discs/"), "id"), [2, 3], "{kind}: tracks and titles are in two tables");
        outside.patch("/api/media/discs/1/", json!({})).assert_status(404);
        let fewer = outside.patch("/api/media/discs/2/", json!({ "tracks": 4 }));
        fewer.assert_status(400).assert_json(json!({ "non_field_errors": ["Tracks are not lost."] }));
        let changed = outside.patch("/api/media/discs/2/", json!({ "tracks": 6 }));
        changed.assert_status(200).assert_contains(json!({ "title": "Doors!", "tracks": 6 }));
        // Both tables are as they were.
        let loud = outside.patch("/api/media/discs/2/", json!({ "title": "Dire Straits", "tracks": 7 }));
        loud.assert_status(400).assert_json(json!(["Too loud."]));
        outside.get("/api/media/discs/2/").assert_contains(json!({ "title": "Doors!", "tracks": 6 }));
        outside.post("/api/media/discs/2/play/", json!({})).assert_status(200).assert_contains(json!({ "tracks": 7, "title": "Doors!" }));
        outside.post("/api/media/discs/4/play/", json!({})).assert_status(404);
        outside.delete("/api/media/discs/2/").assert_status(403);
        inside.get("/api/media/discs/2/").assert_status(200);
        disc("Drab", 1).assert_status(201);
        outside.delete("/api/media/discs/5/").assert_status(204);
    });
}

#[test]
fn rows_of_a_master_are_in_the_scopes_of_their_details() {
    each("rows", |kind, inside, outside| {
        inside.post("/api/media/films/", json!({ "title": "Alien", "minutes": 117 })).assert_status(201);
        inside.post("/api/media/films/", json!({ "title": "Hidden", "minutes": 1, "secret": true })).assert_status(201);
        inside.post("/api/media/discs/", json!({ "title": "Doors", "tracks": 5 })).assert_status(201);
        inside.post("/api/media/discs/", json!({ "title": "Hidden", "tracks": 5 })).assert_status(201);
        inside.post("/api/media/posters/", json!({ "title": "Alien", "text": "In space", "secret": true })).assert_status(201);
        for media in 1..=5 {
            inside.post("/api/loans/", json!({ "media": media })).assert_status(201);
        }
        let titles =
            |client: &Client| values(&client.get("/api/loans/"), "what").iter().map(|row| row["title"].clone()).collect::<Vec<_>>();
        assert_eq!(titles(inside), ["Alien", "Hidden", "Doors", "Hidden", "Alien"], "{kind}");
        assert_eq!(titles(outside), [json!("Alien"), json!(null), json!("Doors"), json!(null), json!("Alien")], "{kind}");
        for (media, status) in [(1, 201), (2, 400), (3, 201), (4, 400), (5, 201)] {
            outside.post("/api/loans/", json!({ "media": media })).assert_status(status);
        }
    });
}
