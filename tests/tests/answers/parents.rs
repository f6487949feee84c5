//! Nested routes below a parent that is found by another column than its key (an extension: docs/spec.md).

use super::{Api, built};
use serde_json::json;

#[test]
fn a_parent_is_found_by_its_lookup_field_and_its_key_is_written() {
    Api::each(&built()[1], "parents", |api| {
        let moment = api.make("/api/moments/", json!({ "moment": "2024-02-29T12:00:00Z" }));
        api.make("/api/moments/", json!({ "moment": "2025-01-01T00:00:00Z" }));
        // The URL that the API gives, and another form of the same moment.
        let given = moment["url"].as_str().unwrap().split_once("/api/").unwrap().1.to_owned();
        for (n, parent) in [format!("/api/{given}"), "/api/moments/2024-02-29T14:00:00+02:00/".to_owned()].iter().enumerate() {
            let parts = format!("{parent}parts/");
            // What the body says of the parent does not count, and nothing is missing.
            let made = api.make(&parts, json!({ "text": "a", "whole": 2 }));
            assert_eq!((&made["whole"], &made["text"]), (&json!(1), &json!("a")), "{}", api.kind);
            let (status, body) = api.send("POST", &parts, Some(&json!({})));
            assert_eq!((status, body), (400, json!({ "text": ["This field is required."] })), "{}", api.kind);
            // The filter of the parent's name reads keys, so it gets the key; what the query says of it does not count.
            let (status, body) = api.get(&format!("{parts}?whole=2"));
            assert_eq!((status, body.as_array().unwrap().len()), (200, n + 1), "{}: {body}", api.kind);
            let one = format!("{parts}{}/", made["id"]);
            assert_eq!(api.send("PUT", &one, Some(&json!({ "text": "b", "whole": 2 }))).1["whole"], 1, "{}", api.kind);
            assert_eq!(api.send("PATCH", &one, Some(&json!({ "text": "c" }))).0, 200, "{}", api.kind);
            assert_eq!(api.get("/api/moments/2025-01-01/parts/").1, json!([]), "{}", api.kind);
            assert_eq!(api.get(&format!("/api/moments/2025-01-01/parts/{}/", made["id"])).0, 404, "{}", api.kind);
        }
        // A text that looks like a key is none: there is no moment `1`, and none of that day.
        let unknown = json!({ "whole": ["Select a valid choice. That choice is not one of the available choices."] });
        assert_eq!(api.get("/api/moments/2000-01-01/parts/"), (400, unknown), "{}", api.kind);
        assert_eq!(api.get("/api/moments/1/parts/").0, 404, "{}", api.kind);
        for parent in ["2000-01-01", "1"] {
            let (status, body) = api.send("POST", &format!("/api/moments/{parent}/parts/"), Some(&json!({ "text": "x", "whole": 1 })));
            let text = format!("Invalid pk \"{parent}\" - object does not exist.");
            assert_eq!((status, body), (400, json!({ "whole": [text] })), "{}", api.kind);
        }
    });
}

#[test]
fn a_parent_is_written_by_the_member_whose_source_it_is() {
    Api::each(&built()[1], "members", |api| {
        for path in ["a b", "C:\\temp", "1", "2"] {
            api.make("/api/papers/", json!({ "path": path }));
        }
        // `on` is a hyperlink, its source is `paper`; the filter `paper` reads the path, as the URL has it.
        for (path, url) in [("a%20b", "a%20b"), ("C:%5Ctemp", "C:%5Ctemp"), ("2", "2")] {
            let notes = format!("/api/papers/{path}/notes/");
            let made = api.make(&notes, json!({ "text": "t", "on": "/api/papers/1/" }));
            assert!(made["on"].as_str().unwrap().ends_with(&format!("/api/papers/{url}/")), "{}: {made}", api.kind);
            let again = api.send("POST", &notes, Some(&json!({ "text": "t" })));
            assert_eq!(again, (400, json!({ "non_field_errors": ["The fields on, text must make a unique set."] })), "{}", api.kind);
            assert_eq!(api.get(&format!("{notes}?paper=1")).1["count"], 1, "{}", api.kind);
            let one = format!("{notes}{}/", made["id"]);
            assert_eq!(api.send("PUT", &one, Some(&json!({ "text": "u" }))).0, 200, "{}", api.kind);
        }
        let (status, body) = api.send("POST", "/api/papers/nope/notes/", Some(&json!({ "text": "t" })));
        assert_eq!((status, body), (400, json!({ "on": ["Invalid hyperlink - Object does not exist."] })), "{}", api.kind);
        assert_eq!(api.get("/api/papers/nope/notes/").1["count"], 0, "{}", api.kind);
    });
}
