//! The reader against Python's, on texts that tests/data/json_texts.py made.

#![allow(clippy::unwrap_used)]

use super::*;
use serde_json::json;

/// Lines of `[text, answer]` and `[text, null, error]`.
const RECORDED: &str = include_str!("../../tests/data/json_texts.jsonl");

fn deep(levels: usize, object: bool) -> String {
    if object {
        format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels))
    } else {
        format!("{}{}", "[".repeat(levels), "]".repeat(levels))
    }
}

#[test]
fn texts_are_what_python_makes_of_them() {
    let mut wrong = Vec::new();
    for line in RECORDED.lines() {
        let recorded = read(line, 10).unwrap().value;
        let text = recorded[0].as_str().unwrap();
        let expected = match (&recorded[1], &recorded[2]) {
            (Value::String(answer), _) => answer.clone(),
            (_, Value::String(error)) => error.clone(),
            other => panic!("{other:?}"),
        };
        let ours = match read(text, 512) {
            Ok(document) => stored(&document.value).unwrap_or_else(|| "inf".to_owned()),
            // Python has both in one text; to tell them apart would cost a plane for nothing.
            Err(JsonError::Surrogates) => expected.clone(),
            Err(error) => error.to_string(),
        };
        if ours != expected {
            wrong.push(format!("{text:?}\n  Python {expected}\n  ours   {ours}"));
        }
        // What is stored is read back as the same, and written as the same.
        if recorded[1].is_string() && ours != "inf" {
            let again = read(&ours, 512).unwrap().value;
            assert_eq!(stored(&again).as_deref(), Some(ours.as_str()));
            assert_eq!(restwright_schema::json::dumps(&ours), ours);
        }
    }
    assert!(RECORDED.lines().count() >= 5000);
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn keys_are_texts_however_they_are_written() {
    for key in ["$serde_json::private::Number", "$serde_json::private::RawValue"] {
        for text in [format!("{{\"{key}\": \"7\"}}"), format!("{{\"\\u0024{}\": \"7\"}}", &key[1..])] {
            let value = read(&text, 10).unwrap().value;
            assert_eq!(value.as_object().unwrap().get(key), Some(&json!("7")));
            assert_eq!(stored(&value).unwrap(), format!("{{\"{key}\": \"7\"}}"));
        }
    }
}

#[test]
fn depth_has_a_bound_over_the_whole_document() {
    for object in [false, true] {
        assert!(read(&deep(400, object), 512).is_ok());
        assert!(read(&deep(512, object), 512).is_ok());
        assert_eq!(read(&deep(513, object), 512), Err(JsonError::Depth(512)));
        assert_eq!(read(&deep(100_000, object), 512), Err(JsonError::Depth(512)));
    }
    assert_eq!(read(&"[".repeat(1_000_000), 512), Err(JsonError::Depth(512)));
    assert_eq!(read("[1, {\"a\": []}]", 2), Err(JsonError::Depth(2)));
    assert!(read("[[], [[]], {}]", 3).is_ok());
    // Width is no depth.
    assert_eq!(read(&format!("[{}[]]", "[],".repeat(100_000)), 2).unwrap().value.as_array().unwrap().len(), 100_001);
}

/// Whatever is done with the deepest value fits into a worker's stack, in a debug build too.
#[test]
fn the_deepest_values_fit_into_a_stack() {
    let work = || {
        for object in [false, true] {
            let text = deep(Limits::DEEPEST.try_into().unwrap(), object);
            let value = read(&text, Limits::DEEPEST).unwrap().value;
            assert_eq!(restwright_schema::json::dumps(&text).len(), stored(&value).unwrap().len());
            assert!(crate::python::str(&value).len() >= text.len());
            assert_eq!(surrogates::first_in(&value), None);
            assert!(value == read_trusted(&text).unwrap());
            let lone = text.replace(if object { "1" } else { "[]" }, "\"\\ud83d\"");
            let document = read(&lone, Limits::DEEPEST).unwrap();
            assert_eq!(surrogates::first_in(&document.value), Some(0xd83d));
            assert!(stored(&document.into_value()).unwrap().contains("\\ufffd"));
            drop(value);
        }
    };
    std::thread::Builder::new().stack_size(1 << 20).spawn(work).unwrap().join().unwrap();
}

#[test]
fn lone_surrogates_are_told_apart() {
    let document = read(r#"{"a": "x\ud83d", "\udfff": 1, "b": "\ud83d\ude00"}"#, 10).unwrap();
    assert!(document.surrogates);
    assert_eq!(document.value["a"].as_str().and_then(surrogates::first), Some(0xd83d));
    assert_eq!(document.value["b"], "😀");
    assert_eq!(document.into_value(), json!({"a": "x\u{fffd}", "\u{fffd}": 1, "b": "😀"}));
    // The characters that stand for them are nothing special elsewhere, and cannot be mistaken.
    let private = read("[\"\u{10f03d}\", \"\\udbfc\\udc3d\"]", 10).unwrap();
    assert_eq!((private.surrogates, &private.value), (false, &json!(["\u{10f03d}", "\u{10f03d}"])));
    for both in ["[\"\u{10f03d}\", \"\\ud83d\"]", r#"["\udbfc\udc3d", "\ud83d"]"#, r#"["\udbfc\udc3d\ud83d"]"#] {
        assert_eq!(read(both, 10), Err(JsonError::Surrogates));
    }
}
