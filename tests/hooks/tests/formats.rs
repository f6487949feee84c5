//! The extensions of `[errors]` and `[formats]`: errors in an envelope, datetimes as seconds.
#![allow(missing_docs, reason = "a field's comment is its help text")]

mod support;

use restwright::Resource;
use restwright::chrono::{DateTime, Utc};
use restwright::schema::api::ErrorsFormat;
use restwright::schema::viewset::{Authentication, Permission};
use restwright::serde_json::json;
use restwright::test::{Client, User};
use restwright_tests::databases::Kind;
use std::path::Path;
use support::values;

/// What happens.
#[derive(Resource)]
#[meta(ordering = ["id"])]
#[filterset(lookups(at = ["gte"]))]
#[viewset(endpoint = "events", pagination(page_number, page_size = 9))]
struct Event {
    #[field(primary_key)]
    id: i64,
    #[field(max_length = 9)]
    name: String,
    at: DateTime<Utc>,
    #[field(blank)]
    end: Option<DateTime<Utc>>,
}

fn each(name: &str, test: impl Fn(Kind, &Client)) {
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_there(name)) {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("hooks-formats-{name}"));
        let database = kind.fresh(&place).unwrap_or_else(|error| panic!("{kind}: {error}"));
        let api = restwright::Api::new("diary")
            .errors(ErrorsFormat::Envelope)
            .datetime_format("unix")
            .authentication(&[Authentication::Token])
            .permissions(&[Permission::IsAuthenticatedOrReadOnly])
            .register::<Event>();
        let client = Client::of_over(&database.url, &api);
        client.create_user(User::new("anna"));
        test(kind, &client.login("anna"));
    }
}

#[test]
fn errors_are_in_an_envelope() {
    each("envelope", |kind, anna| {
        let error = |code: u16, message| json!({ "error": { "code": code, "message": message } });
        let missing = anna.post("/api/events/", json!({ "name": "far too long", "at": 1 }));
        missing.assert_status(400).assert_json(error(400, json!({ "name": ["Ensure this field has no more than 9 characters."] })));
        anna.get("/api/events/7/").assert_status(404).assert_json(error(404, json!("No Event matches the given query.")));
        anna.get("/api/events/?page=4").assert_status(404).assert_json(error(404, json!("Invalid page.")));
        anna.delete("/api/events/").assert_status(405).assert_json(error(405, json!("Method \"DELETE\" not allowed.")));
        anna.post("/api/events/", json!([]))
            .assert_status(400)
            .assert_json(error(400, json!({ "non_field_errors": ["Invalid data. Expected a dictionary, but got list."] })));
        let nobody = anna.with_header("authorization", "Token nobody");
        let refused = nobody.post("/api/events/", json!({}));
        refused.assert_status(401).assert_json(error(401, json!("Invalid token.")));
        assert!(refused.header("www-authenticate").is_some(), "{kind}");
        nobody.get("/api/schema/").assert_status(401).assert_json(error(401, json!("Invalid token.")));
        let document = anna.get("/api/schema/?format=json").assert_status(200).json();
        assert_eq!(document.pointer("/components/schemas/Error/properties/error/properties/code/type"), Some(&json!("integer")), "{kind}");
        // What there is no URL for is Django's page, as it is without.
        assert!(
            anna.get("/nowhere/").assert_status(404).header("content-type").is_some_and(|kind| kind.starts_with("text/html")),
            "{kind}"
        );
    });
}

#[test]
fn datetimes_are_seconds() {
    each("unix", |kind, anna| {
        let add = |at: restwright::serde_json::Value| anna.post("/api/events/", json!({ "name": "x", "at": at }));
        add(json!(1_700_000_000)).assert_status(201).assert_json(json!({ "id": 1, "name": "x", "at": 1_700_000_000, "end": null }));
        add(json!(1_700_000_000.75)).assert_status(201).assert_contains(json!({ "at": 1_700_000_000 }));
        add(json!("0")).assert_status(201).assert_contains(json!({ "at": 0 }));
        add(json!(-1)).assert_status(201).assert_contains(json!({ "at": -1 }));
        let wrong = "Datetime has wrong format. Use one of these formats instead: unix timestamp.";
        for at in [json!("2023-11-14T22:13:20Z"), json!(true), json!([1]), json!("")] {
            let message = json!({ "error": { "code": 400, "message": { "at": [wrong] } } });
            add(at).assert_status(400).assert_json(message);
        }
        add(json!(1e300)).assert_status(400);
        add(json!(null)).assert_status(400);
        assert_eq!(values(&anna.get("/api/events/"), "at"), [1_700_000_000, 1_700_000_000, 0, -1], "{kind}");
        // Filters read dates as they always do.
        assert_eq!(values(&anna.get("/api/events/?at__gte=2023-11-14T22:13:20Z"), "id"), [1, 2], "{kind}");
        anna.patch("/api/events/1/", json!({ "end": 5 })).assert_status(200).assert_contains(json!({ "end": 5 }));
    });
}
