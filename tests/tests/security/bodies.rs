//! Bodies: nested JSON, keys with a meaning to serde_json, surrogates, numbers, forms and multipart that cost more than they weigh.

use std::time::{Duration, Instant};

use super::*;

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
/// The keys that serde_json reads as something else than keys.
const PRIVATE: [&str; 2] = ["$serde_json::private::Number", "$serde_json::private::RawValue"];

/// Sends a body as `admin`, or as nobody.
fn send_as(server: &Server, token: Option<&str>, method: &str, path: &str, kind: &str, body: &[u8]) -> Answer {
    let mut headers = vec![("Content-Type".to_owned(), kind.to_owned())];
    headers.extend(token.map(|token| ("Authorization".to_owned(), format!("Token {token}"))));
    must(path, Client::new(server.address()).send(method, path, &headers, Some(body)))
}

fn post(server: &Server, path: &str, body: &str) -> Answer {
    send_as(server, Some(ADMIN), "POST", path, JSON, body.as_bytes())
}

/// The status, and the body as text.
fn said(answer: &Answer) -> (u16, String) {
    (answer.status, text(answer))
}

fn deep(levels: usize) -> String {
    format!("{}{}", "[".repeat(levels), "]".repeat(levels))
}

fn deep_objects(levels: usize) -> String {
    format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels))
}

/// A document of some 39 KB. To serde_json with `raw_value` it is nested a thousand deep, and each of its parsers begins to count anew.
fn raw_value_bomb() -> String {
    let mut document = deep(120);
    while document.len() < 20_000 {
        let quoted = Value::from(document.as_str()).to_string();
        document = format!("{}{{\"{}\": {quoted}}}{}", "[".repeat(120), PRIVATE[1], "]".repeat(120));
    }
    document
}

/// A part of a form; a file if it has a name.
fn part(name: &str, file: Option<&str>, content: &str) -> String {
    let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
    format!("--BOUNDARY\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n")
}

fn multipart(server: &Server, method: &str, path: &str, parts: &[String]) -> Answer {
    let body = format!("{}--BOUNDARY--\r\n", parts.concat());
    send_as(server, Some(ADMIN), method, path, "multipart/form-data; boundary=BOUNDARY", body.as_bytes())
}

#[test]
fn nested_raw_values_do_not_end_the_process() {
    let mut server = start("bodies-raw-value");
    let (author, book) = author_with_book(&server);
    let bomb = raw_value_bomb();
    assert!((30_000..80_000).contains(&bomb.len()), "{}", bomb.len());
    let nested = format!("/api/books/{book}/chapters/");
    // By a stranger, with a method that has no body, and by everybody else.
    for token in [None, Some(ADMIN)] {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
            for path in ["/api/books/", &nested, "/api/", "/api-auth/login/"] {
                for kind in [JSON, FORM] {
                    send_as(&server, token, method, path, kind, bomb.as_bytes());
                }
            }
        }
    }
    is_healthy(&mut server);
    // As a value, and as the text of a form: it is kept as it is.
    let body = format!("{{\"title\": \"Bomb\", \"author\": {author}, \"tags\": [], \"meta\": {bomb}}}");
    assert_eq!(post(&server, "/api/books/", &body).status, 201);
    let form = format!("title=Bomb&author={author}&tags=&meta={}", encoded(&bomb));
    let answer =
        send_as(&server, Some(ADMIN), "PATCH", &format!("/api/books/{book}/"), FORM, format!("meta={}", encoded(&bomb)).as_bytes());
    assert_eq!(answer.status, 200, "{}", text(&answer));
    assert!(text(&answer).contains(PRIVATE[1]));
    assert_ne!(send_as(&server, Some(ADMIN), "POST", "/api/books/", FORM, form.as_bytes()).status, 500);
    for path in ["/api/books/", "/api/books/?format=json&page_size=1000", &format!("/api/books/{book}/")] {
        assert_eq!(ask(&server, "GET", path, None).status, 200);
    }
    is_healthy(&mut server);
}

/// Percent-encodes everything.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn keys_are_texts() {
    on_all("bodies-keys", |kind, mut server| {
        let (author, book) = author_with_book(&server);
        for key in PRIVATE {
            for written in [key.to_owned(), format!("\\u0024{}", &key[1..]), key.replace("serde", "\\u0073erde")] {
                for value in ["\"7\"", "7", "\"[1,2]\"", "\"{\"", "[\"7\"]", "null"] {
                    let document = format!("{{\"{written}\":{value}}}");
                    let stored = format!("{{\"{key}\":{value}}}");
                    let answer = send_as(
                        &server,
                        Some(ADMIN),
                        "PATCH",
                        &format!("/api/books/{book}/"),
                        JSON,
                        format!("{{\"meta\":{document}}}").as_bytes(),
                    );
                    assert!(answer.status == 200 && text(&answer).contains(&stored), "{kind}, {document}: {}", text(&answer));
                    let shown = text(&ask(&server, "GET", &format!("/api/books/{book}/"), None));
                    assert!(shown.contains(&stored), "{kind}, {document}: {shown}");
                    let form = format!("meta={}", encoded(&document));
                    let answer = send_as(&server, Some(ADMIN), "PATCH", &format!("/api/books/{book}/"), FORM, form.as_bytes());
                    assert!(answer.status == 200 && text(&answer).contains(&stored), "{kind}, {form}: {}", text(&answer));
                }
            }
            // As a body, and as a nested row's.
            assert_eq!(
                said(&post(&server, "/api/authors/", &format!("{{\"{key}\": \"7\"}}"))),
                (400, r#"{"name":["This field is required."]}"#.to_owned())
            );
            let chapters = format!(
                "{{\"title\": \"t\", \"author\": {author}, \"tags\": [], \"chapters\": [{{\"heading\": \"h\", \"notes\": {{\"{key}\": \"[1]\"}}}}]}}"
            );
            let answer = post(&server, "/api/books/", &chapters);
            assert!(answer.status == 201 && text(&answer).contains(&format!("{{\"{key}\":\"[1]\"}}")), "{kind}: {}", text(&answer));
        }
        // Of doubles the last one counts, in the place of the first.
        let answer = send_as(
            &server,
            Some(ADMIN),
            "PATCH",
            &format!("/api/books/{book}/"),
            JSON,
            br#"{"meta": {"a": 1, "b": 2, "a": 3}, "title": "x", "title": "y"}"#,
        );
        assert!(text(&answer).contains(r#""meta":{"a":3,"b":2}"#) && text(&answer).contains(r#""title":"y""#), "{}", text(&answer));
        is_healthy(&mut server);
    });
}

#[test]
fn depth_is_bounded_over_the_whole_document() {
    let mut server = start("bodies-depth");
    let (author, book) = author_with_book(&server);
    let path = format!("/api/books/{book}/");
    let patch = |kind: &str, body: &str| send_as(&server, Some(ADMIN), "PATCH", &path, kind, body.as_bytes());
    let too_deep = |answer: &Answer| answer.status == 400 && text(answer).contains("Arrays and objects are nested deeper than 512 levels");
    for document in [deep(400), deep_objects(400), deep(511), deep_objects(511)] {
        let answer = patch(JSON, &format!("{{\"meta\": {document}}}"));
        assert!(answer.status == 200 && text(&answer).contains(&document), "{}", answer.status);
        assert!(text(&ask(&server, "GET", &path, None)).contains(&document));
        let answer = patch(FORM, &format!("meta={}", encoded(&document)));
        assert!(answer.status == 200 && text(&answer).contains(&document), "{}", answer.status);
        // Where it is no value, it is said to be none.
        for field in ["title", "genre", "pages", "price", "author", "tags", "chapters"] {
            assert_eq!(patch(JSON, &format!("{{\"{field}\": {document}}}")).status, 400, "{field}");
        }
        let nested = format!(
            "{{\"title\": \"t\", \"author\": {author}, \"tags\": [], \"chapters\": [{{\"heading\": \"h\", \"notes\": {}}}]}}",
            deep(400)
        );
        assert_eq!(post(&server, "/api/books/", &nested).status, 201);
    }
    for document in [deep(512), deep_objects(512), deep(100_000), deep_objects(100_000), "[".repeat(1_000_000), "{\"a\":".repeat(400_000)] {
        assert!(too_deep(&patch(JSON, &format!("{{\"meta\": {document}}}"))));
        assert!(too_deep(&post(&server, "/api/authors/", &format!("{{\"name\": \"x\", \"unknown\": {document}}}"))));
    }
    let answer = patch(FORM, &format!("meta={}", encoded(&deep(513))));
    assert_eq!(said(&answer), (400, r#"{"meta":["Arrays and objects are nested deeper than 512 levels."]}"#.to_owned()));
    // All pages of a deep row: JSON, indented, HTML, its list.
    assert_eq!(patch(JSON, &format!("{{\"meta\": {}}}", deep_objects(511))).status, 200);
    for accept in ["application/json", "application/json; indent=8", "text/html"] {
        for path in [path.as_str(), "/api/books/", &format!("/api/books/{book}/chapters/")] {
            let headers = [("Accept".to_owned(), accept.to_owned())];
            assert_eq!(must(path, Client::new(server.address()).send("GET", path, &headers, None)).status, 200, "{accept}");
        }
    }
    is_healthy(&mut server);
}

#[test]
fn wide_documents_take_no_longer_than_their_size_says() {
    let _turn = turn();
    let mut server = start("bodies-wide");
    let (_, book) = author_with_book(&server);
    let path = format!("/api/books/{book}/");
    let started = Instant::now();
    let many = |count: usize, item: &dyn Fn(usize) -> String| (0..count).map(item).collect::<Vec<_>>().join(",");
    for document in [
        format!("[{}]", many(400_000, &|n| (n % 10).to_string())),
        format!("[{}]", many(300_000, &|_| "[]".to_owned())),
        format!("{{{}}}", many(100_000, &|n| format!("\"{n}\": {n}"))),
        format!("{{{}}}", many(200_000, &|_| "\"a\": 1".to_owned())),
        format!("\"{}\"", "\\ud83d\\ude00".repeat(200_000)),
        format!("\"{}\"", "\\\\".repeat(1_000_000)),
        format!("[{}{}]", "1".repeat(4000), format!(",{}", "1".repeat(4000)).repeat(500)),
        format!("[1.{}]", "1".repeat(2_000_000)),
        format!("[1e{}]", "1".repeat(2_000_000)),
        format!("[{}]", many(20_000, &|_| deep(20))),
    ] {
        let body = format!("{{\"meta\": {document}}}");
        let answer = send_as(&server, Some(ADMIN), "PATCH", &path, JSON, body.as_bytes());
        assert!(matches!(answer.status, 200 | 400), "{}: {}", &document[..40], answer.status);
        // The same as a choice, which quotes it.
        assert_eq!(send_as(&server, Some(ADMIN), "PATCH", &path, JSON, format!("{{\"genre\": {document}}}").as_bytes()).status, 400);
    }
    // Errors at the end of many lines.
    let answer = post(&server, "/api/authors/", &format!("[{}", "1,\n".repeat(600_000)));
    assert_eq!(said(&answer), (400, r#"{"detail":"JSON parse error - Expecting value: line 600001 column 1 (char 1800001)"}"#.to_owned()));
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
    is_healthy(&mut server);
}

#[test]
fn surrogates_have_the_answers_of_drf() {
    on_all("bodies-surrogates", |kind, mut server| {
        let (author, book) = author_with_book(&server);
        let check = |body: String, status: u16, expected: &str| {
            let answer = post(&server, "/api/authors/", &body);
            assert_eq!((answer.status, text(&answer).contains(expected)), (status, true), "{kind}, {body}: {}", text(&answer));
        };
        check(r#"{"name": "\ud83d"}"#.to_owned(), 400, r#"{"name":["Surrogate characters are not allowed: U+D83D."]}"#);
        check(r#"{"name": "a\uDFFFb"}"#.to_owned(), 400, r#"{"name":["Surrogate characters are not allowed: U+DFFF."]}"#);
        check(
            format!("{{\"name\": \"{}\"}}", "\\udc00".repeat(101)),
            400,
            r#"{"name":["Ensure this field has no more than 100 characters.","Surrogate"#,
        );
        check(r#"{"name": "x", "\ud83d": 1}"#.to_owned(), 201, r#""name":"x""#);
        check(r#"{"name": "\ud83d\ude00", "more": "\ud83d"}"#.to_owned(), 201, "😀");
        // The characters that stand for them inside are plain ones outside, and both in one document are refused.
        check("{\"name\": \"\u{10f03d}\"}".to_owned(), 201, "\u{10f03d}");
        check("{\"name\": \"\u{10f03d}\", \"more\": \"\\ud83d\"}".to_owned(), 400, "JSON parse error");
        let path = format!("/api/books/{book}/");
        for body in [
            r#"{"meta": "\ud83d"}"#,
            r#"{"meta": {"\ud83d": 1}}"#,
            r#"{"meta": [[{"k": ["\udfff"]}]]}"#,
            r#"{"slug": "\ud83d"}"#,
            r#"{"genre": "\ud83d"}"#,
            r#"{"pages": "\ud83d"}"#,
            r#"{"price": "\ud83d"}"#,
            r#"{"printed": "\ud83d"}"#,
            r#"{"author": "\ud83d"}"#,
            r#"{"tags": ["\ud83d"]}"#,
            r#"{"tags": {"\ud83d": 1}}"#,
            r#"{"chapters": [{"heading": "\ud83d"}]}"#,
            r#"{"chapters": [{"heading": "h", "notes": "\ud83d"}]}"#,
        ] {
            let answer = send_as(&server, Some(ADMIN), "PATCH", &path, JSON, body.as_bytes());
            assert_eq!(answer.status, 400, "{kind}, {body}: {}", text(&answer));
            assert!(!text(&answer).contains('\u{10f03d}'), "{body}");
        }
        let form = format!("title=t&author={author}&meta={}", encoded(r#"{"a": "\ud83d"}"#));
        let answer = send_as(&server, Some(ADMIN), "POST", "/api/books/", FORM, form.as_bytes());
        assert!(answer.status == 400 && text(&answer).contains("U+D83D"), "{}", text(&answer));
        is_healthy(&mut server);
    });
}

#[test]
fn numbers_keep_their_digits() {
    on_all("bodies-numbers", |kind, mut server| {
        let (_, book) = author_with_book(&server);
        let path = format!("/api/books/{book}/");
        let long = "9".repeat(4300);
        for (sent, shown) in [
            ("1", "1"),
            ("1.0", "1.0"),
            ("1e5", "100000.0"),
            ("-0", "0"),
            ("-0.0", "-0.0"),
            ("12345678901234567890123", "12345678901234567890123"),
            ("1.5E+300", "1.5e+300"),
            ("1e-7", "1e-07"),
            ("0.1", "0.1"),
            ("9007199254740993", "9007199254740993"),
            (&long, &long),
        ] {
            let answer = send_as(&server, Some(ADMIN), "PATCH", &path, JSON, format!("{{\"meta\": {{\"n\": {sent}}}}}").as_bytes());
            assert!(text(&answer).contains(&format!("\"meta\":{{\"n\":{shown}}}")), "{kind}, {sent}: {}", text(&answer));
        }
        for (sent, expected) in [
            (format!("{long}9"), "Exceeds the limit (4300 digits) for integer string conversion: value has 4301 digits"),
            ("NaN".to_owned(), "Out of range float values are not JSON compliant: 'NaN'"),
            ("-Infinity".to_owned(), "Out of range float values are not JSON compliant: '-Infinity'"),
            ("1e400".to_owned(), "Value must be valid JSON."),
            ("01".to_owned(), "Expecting ',' delimiter: line 1 column 11 (char 10)"),
        ] {
            let answer = send_as(&server, Some(ADMIN), "PATCH", &path, JSON, format!("{{\"meta\": {sent}}}").as_bytes());
            assert!(answer.status == 400 && text(&answer).contains(expected), "{kind}, {sent}: {}", text(&answer));
        }
        is_healthy(&mut server);
    });
}

#[test]
fn a_body_is_parsed_only_where_it_counts() {
    let mut server = start("bodies-parsed");
    let (_, book) = author_with_book(&server);
    let (list, nested) = ("/api/books/".to_owned(), format!("/api/books/{book}/chapters/"));
    let wrong = "{\"a";
    for path in [&list, &nested] {
        for method in ["GET", "OPTIONS"] {
            for (kind, body) in [(JSON, wrong), ("text/plain", "x"), (FORM, &"a&".repeat(2000))] {
                let answer = send_as(&server, None, method, path, kind, body.as_bytes());
                assert_eq!(answer.status, 200, "{method} {path} {kind}: {}", text(&answer));
            }
        }
        // Who may not write is told so before the body is looked at.
        assert_eq!(send_as(&server, None, "POST", path, JSON, wrong.as_bytes()).status, 403);
        assert_eq!(post(&server, path, wrong).status, 400);
    }
    assert!(text(&ask(&server, "GET", &nested, None)).contains("\"count\":2"));
    is_healthy(&mut server);
}

#[test]
fn files_are_refused_where_no_file_is_wanted() {
    on_all("bodies-files", |kind, mut server| {
        let (_, book) = author_with_book(&server);
        let path = format!("/api/books/{book}/");
        for (field, message) in [
            ("title", "Not a valid string."),
            ("slug", "Enter a valid \\\"slug\\\" consisting of letters, numbers, underscores or hyphens."),
            ("author", "Incorrect type. Expected pk value, received InMemoryUploadedFile."),
            ("tags", "Incorrect type. Expected pk value, received InMemoryUploadedFile."),
            ("genre", "\\\"1\\\" is not a valid choice."),
            ("pages", "A valid integer is required."),
            ("price", "A valid number is required."),
            ("printed", "Date has wrong format. Use one of these formats instead: YYYY-MM-DD."),
            ("meta", "Value must be valid JSON."),
        ] {
            // Called so that its name would be a value.
            let answer = multipart(&server, "PATCH", &path, &[part(field, Some("1"), "1")]);
            assert_eq!(said(&answer), (400, format!("{{\"{field}\":[\"{message}\"]}}")), "{kind}");
        }
        let answer = multipart(&server, "PATCH", &path, &[part("chapters[0]heading", None, "h"), part("chapters[0]notes", Some("1"), "1")]);
        assert_eq!(said(&answer), (400, r#"{"chapters":{"0":{"notes":["Value must be valid JSON."]}}}"#.to_owned()));
        let answer = multipart(&server, "PATCH", &path, &[part("chapters", Some("x"), "1")]);
        let list = r#"{"chapters":{"non_field_errors":["Expected a list of items but got type \"InMemoryUploadedFile\"."]}}"#;
        assert_eq!(said(&answer), (400, list.to_owned()));
        assert_eq!(multipart(&server, "PATCH", &path, &[part("unknown", Some("x"), "1")]).status, 200);
        is_healthy(&mut server);
    });
}

#[test]
fn forms_and_multipart_have_bounds() {
    let _turn = turn();
    let mut server = start("bodies-forms");
    let (author, book) = author_with_book(&server);
    let path = format!("/api/books/{book}/");
    let started = Instant::now();
    let refused = |answer: &Answer| assert_eq!(answer.status, 400, "{}", text(answer));
    refused(&send_as(&server, Some(ADMIN), "POST", "/api/authors/", FORM, "a=1&".repeat(200_000).as_bytes()));
    refused(&multipart(&server, "POST", "/api/authors/", &vec![part("a", None, "1"); 20_000]));
    refused(&multipart(&server, "POST", "/api/authors/", &vec![part("a", Some("b"), "1"); 101]));
    refused(&multipart(&server, "POST", "/api/authors/", &vec!["--BOUNDARY\r\n".to_owned(); 100_000]));
    refused(&multipart(&server, "POST", "/api/authors/", &[part(&"n".repeat(5000), None, "1")]));
    // A boundary that is nearly found at each byte.
    let boundary = format!("{}x", "-".repeat(199));
    let kind = format!("multipart/form-data; boundary={boundary}");
    refused(&send_as(&server, Some(ADMIN), "POST", "/api/authors/", &kind, "-".repeat(2_500_000).as_bytes()));
    // Lists in lists that no serializer has, numbers beyond counting, and one item a field.
    for name in
        ["chapters[0][1][2]", "chapters[99999999999999999999999]heading", "chapters[0]heading.x[1]", "chapters[[[[[[", "chapters[0]"]
    {
        let answer = send_as(&server, Some(ADMIN), "PATCH", &path, FORM, format!("{}=x", encoded(name)).as_bytes());
        assert!(matches!(answer.status, 200 | 400), "{name}: {}", text(&answer));
    }
    let deep = format!("chapters{}=x", "[0]".repeat(50_000));
    assert!(matches!(send_as(&server, Some(ADMIN), "PATCH", &path, FORM, deep.as_bytes()).status, 200 | 400));
    let items: String = (0..990).map(|n| format!("&chapters[{n}]heading=h")).collect();
    let answer = send_as(&server, Some(ADMIN), "POST", "/api/books/", FORM, format!("title=t&author={author}{items}").as_bytes());
    assert_eq!(answer.status, 201, "{}", text(&answer));
    assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
    is_healthy(&mut server);
}
