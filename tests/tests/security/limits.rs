//! Requests that ask for more work than their size suggests: each is bounded, in what it may ask for, in what it may answer and in time; and
//! others are answered meanwhile.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use sqlx::Connection as _;

use super::raw::Raw;
use super::*;

/// How long a small request may take while an attack goes on, on a machine that has other things to do.
const SOON: Duration = Duration::from_secs(10);
/// How long an attack may take that has to be refused before it costs anything.
const REFUSED: Duration = Duration::from_secs(15);

/// Runs an attack, while somebody else asks for small things: each is answered soon. Gives what the attack gives, and how long it took.
fn beside<T: Send>(server: &Server, attack: impl FnOnce() -> T + Send) -> (T, Duration) {
    /// The attack is over, also where it panics.
    struct Over<'a>(&'a AtomicBool);
    impl Drop for Over<'_> {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    let over = AtomicBool::new(false);
    let asked = AtomicUsize::new(0);
    thread::scope(|scope| {
        let other = scope.spawn(|| {
            let mut client = Client::new(server.address());
            while !over.load(Ordering::Relaxed) {
                let begun = Instant::now();
                let answer = must("a small request", send(&mut client, "GET", "/api/authors/?page_size=1", ANN, None));
                assert_eq!(answer.status, 200, "{}", text(&answer));
                assert!(begun.elapsed() < SOON, "a small request took {:?}", begun.elapsed());
                asked.fetch_add(1, Ordering::Relaxed);
                thread::sleep(Duration::from_millis(20));
            }
        });
        while asked.load(Ordering::Relaxed) == 0 && !other.is_finished() {
            thread::sleep(Duration::from_millis(5));
        }
        let guard = Over(&over);
        let begun = Instant::now();
        let done = attack();
        let took = begun.elapsed();
        drop(guard);
        other.join().unwrap();
        (done, took)
    })
}

/// Asks, beside others, for what has to be refused at once.
fn refused(server: &Server, method: &str, path: &str, body: Option<&Value>) -> Value {
    let (answer, took) = beside(server, || ask(server, method, path, body));
    let shown: String = path.chars().take(80).collect();
    assert_eq!(answer.status, 400, "{method} {shown}: {}", text(&answer));
    assert!(took < REFUSED, "{method} {shown} took {took:?}");
    read(&answer)
}

/// The most memory that a server has had, in bytes.
fn peak(server: &Server) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.process())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    line.split_whitespace().next().and_then(|kb| kb.parse::<usize>().ok()).unwrap_or(0) * 1024
}

#[test]
fn lists_in_a_body_are_bounded() {
    on_all("limits-items", |kind, mut server| {
        let author = create(&server, "/api/authors/", &json!({ "name": "Ann" }))["id"].clone();
        let chapters = |count: usize| (0..count).map(|at| json!({ "heading": format!("C{at}"), "position": at })).collect::<Vec<_>>();
        let book = |chapters: Vec<Value>, tags: Vec<i64>| json!({ "title": "Wide", "author": author, "tags": tags, "chapters": chapters });
        let said = "Ensure this field has no more than 1000 elements.";
        for count in [1001, 16_000] {
            let errors = refused(&server, "POST", "/api/books/", Some(&book(chapters(count), Vec::new())));
            assert_eq!(errors, json!({ "chapters": { "non_field_errors": [said] } }), "{kind}");
        }
        for tags in [(1..=1001).collect(), vec![1; 200_000]] {
            assert_eq!(refused(&server, "POST", "/api/books/", Some(&book(Vec::new(), tags))), json!({ "tags": [said] }), "{kind}");
        }
        let names: serde_json::Map<String, Value> = (0..5000).map(|at| (at.to_string(), json!(1))).collect();
        let wrong = json!({ "title": "An object's names are keys", "author": author, "tags": names });
        assert_eq!(refused(&server, "POST", "/api/books/", Some(&wrong)), json!({ "tags": [said] }), "{kind}");
        // As many as may be, and each looked at.
        let ((made, replaced), _) = beside(&server, || {
            let made = ask(&server, "POST", "/api/books/", Some(&book(chapters(1000), Vec::new())));
            let path = format!("/api/books/{}/", read(&made)["id"]);
            (made, ask(&server, "PUT", &path, Some(&book(chapters(1000), Vec::new()))))
        });
        assert_eq!((made.status, replaced.status), (201, 200), "{kind}: {}", text(&replaced));
        assert_eq!(read(&replaced)["chapters"].as_array().map(Vec::len), Some(1000), "{kind}");
        is_healthy(&mut server);
    });
}

#[test]
fn a_body_that_is_refused_does_not_wait_for_the_writer() {
    let server = start_with("limits-writer", Kind::Sqlite, &["--acquire-timeout", "2"], &[]);
    let url = server.database_url().unwrap().to_owned();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    // Another process writes, and takes its time.
    let mut writer = runtime.block_on(sqlx::SqliteConnection::connect(&url)).unwrap();
    runtime.block_on(sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut writer)).unwrap();
    let book = json!({ "title": "", "author": 999, "tags": [], "slug": "free" });
    let refused = ask(&server, "POST", "/api/books/", Some(&book));
    let errors = json!({ "title": ["This field may not be blank."], "author": ["Invalid pk \"999\" - object does not exist."] });
    assert_eq!((refused.status, read(&refused)), (400, errors));
    let valid = json!({ "title": "Two", "author": 999, "tags": [] });
    assert_eq!(ask(&server, "POST", "/api/books/", Some(&valid)).status, 503, "the writer is taken");
    runtime.block_on(sqlx::raw_sql("ROLLBACK").execute(&mut writer)).unwrap();
}

#[test]
fn expansions_are_bounded() {
    on_all("limits-expand", |kind, mut server| {
        let (author, _) = author_with_book(&server);
        let cycle = |names: usize| ["books", "author"].iter().cycle().take(names).copied().collect::<Vec<_>>().join(".");
        for path in ["/api/authors/", &format!("/api/authors/{author}/")] {
            for param in ["expand", "fields", "omit"] {
                for deep in [cycle(5), cycle(5000), "a.b.c.d.e".to_owned()] {
                    let body = refused(&server, "GET", &format!("{path}?{param}={deep}"), None);
                    assert_eq!(body, json!(["Expansion depth exceeded"]), "{kind}");
                }
                assert_eq!(ask(&server, "GET", &format!("{path}?{param}={}", cycle(4)), None).status, 200, "{kind}");
            }
        }
        let body = refused(&server, "POST", &format!("/api/books/?expand={}", cycle(9)), Some(&json!({ "title": "Not made" })));
        assert_eq!(body, json!(["Expansion depth exceeded"]), "{kind}");
        // Names that lead nowhere are many, and none of them is kept.
        for round in 0..300 {
            let names: Vec<String> = (0..100).map(|at| format!("x{round}_{at}")).collect();
            let answer = ask(&server, "GET", &format!("/api/authors/{author}/?fields={}", names.join(",")), None);
            assert_eq!((answer.status, read(&answer)), (200, json!({})), "{kind}");
        }
        is_healthy(&mut server);
    });
}

#[test]
fn answers_are_bounded() {
    let limit = 2_000_000;
    let flags = ["--response-limit", &limit.to_string()];
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_there("limits-answers")) {
        let mut server = start_with("limits-answers", kind, &flags, &[("RUST_LOG", "info")]);
        let author = create(&server, "/api/authors/", &json!({ "name": "Ann", "bio": "b".repeat(2000) }))["id"].clone();
        for at in 0..60 {
            create(&server, "/api/books/", &json!({ "title": format!("Book {at}"), "author": author, "tags": [] }));
        }
        let said = format!("The response is larger than {limit} bytes (RESPONSE_LIMIT). Ask for fewer rows or fields.");
        // 60 books with the author of each, who has 60 books, each with an author: 3,600 lives of 2,000 letters.
        let wide = "/api/books/?page_size=100&expand=author.books.author";
        assert_eq!(refused(&server, "GET", wide, None), json!({ "detail": said }), "{kind}");
        assert_eq!(
            refused(&server, "GET", &format!("/api/authors/{author}/?expand=books.author.books.author"), None)["detail"],
            json!(said),
            "{kind}"
        );
        assert!(server.logged().contains("RESPONSE_LIMIT"), "{kind}: {}", server.logged());
        // What is nested deep is short as it is, and long with a line and its spaces for each value.
        // MariaDB takes JSON of 32 levels at most.
        let deep = format!("{{\"data\": {}[{}]{}}}", "[".repeat(25), vec!["1"; 20_000].join(","), "]".repeat(25));
        let body: Value = serde_json::from_str(&deep).unwrap();
        let dump = create(&server, "/api/dumps/", &body)["id"].clone();
        let path = format!("/api/dumps/{dump}/");
        let asked = |accept: &str| {
            let headers = [("Accept".to_owned(), accept.to_owned())];
            must("indent", Client::new(server.address()).send("GET", &path, &headers, None))
        };
        assert_eq!(asked("application/json").status, 200, "{kind}");
        assert_eq!(asked("application/json; indent=1").status, 200, "{kind}");
        let indented = asked("application/json; indent=8");
        assert_eq!((indented.status, read(&indented)), (400, json!({ "detail": said })), "{kind}");
        let page = asked("text/html");
        assert_eq!(page.status, 400, "{kind}");
        assert!(text(&page).contains("RESPONSE_LIMIT"), "{kind}: {}", text(&page));
        is_healthy(&mut server);
    }
}

#[test]
fn a_list_without_pages_stops_its_query() {
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_there("limits-lists")) {
        let _turn = turn();
        let mut server = start_with("limits-lists", kind, &["--response-limit", "1000000"], &[]);
        let long = "x".repeat(900_000);
        for _ in 0..120 {
            create(&server, "/api/dumps/", &json!({ "text": long }));
        }
        let before = peak(&server);
        let said = "The response is larger than 1000000 bytes (RESPONSE_LIMIT). Ask for fewer rows or fields.";
        for _ in 0..20 {
            assert_eq!(refused(&server, "GET", "/api/dumps/", None), json!({ "detail": said }), "{kind}");
        }
        let grown = peak(&server).saturating_sub(before);
        // SQLite's thread may be 128 rows ahead.
        assert!(grown < 400 << 20, "{kind}: {grown} bytes");
        assert_eq!(ask(&server, "GET", "/api/dumps/?fields=id", None).status, 200, "{kind}");
        is_healthy(&mut server);
    }
}

/// Texts in which a filter has to look for long, row by row; gives the filter.
fn slow_filter(server: &Server, kind: Kind, rows: usize) -> String {
    let (text, filter) = match kind {
        // Whether a letter counts hangs on the 150 before it, which a linear engine has to keep in mind all at once.
        Kind::Sqlite => {
            let mut state = 1_u32;
            let letters = std::iter::repeat_with(|| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                if state >> 31 == 0 { 'a' } else { 'b' }
            });
            (letters.take(1500).collect::<String>(), "text__regex=(a%7Cb)*a(a%7Cb)%7B150%7Dc".to_owned())
        }
        // It could begin at each letter, and is not there.
        _ => ("a".repeat(200_000), format!("text__icontains={}b", "a".repeat(4000))),
    };
    for _ in 0..rows {
        create(server, "/api/dumps/", &json!({ "text": text }));
    }
    format!("/api/dumps/?{filter}")
}

#[test]
fn statements_end_in_time() {
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_there("limits-statements")) {
        let _turn = turn();
        let mut server = start_with("limits-statements", kind, &["--statement-timeout", "1"], &[]);
        let search = slow_filter(&server, kind, 60);
        let (answer, took) = beside(&server, || ask(&server, "GET", &search, None));
        assert!(answer.status == 503 || took < Duration::from_secs(2), "{kind}: {} after {took:?}", answer.status);
        assert!(took < Duration::from_secs(20), "{kind}: {took:?}");
        is_healthy(&mut server);
    }
}

#[test]
fn requests_end_in_time() {
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_there("limits-requests")) {
        let _turn = turn();
        let mut server = start_with("limits-requests", kind, &["--timeout", "1", "--pool-size", "3"], &[]);
        let search = slow_filter(&server, kind, 60);
        let (answers, took) = beside(&server, || {
            thread::scope(|scope| {
                let asked: Vec<_> = (0..2).map(|_| scope.spawn(|| ask(&server, "GET", &search, None))).collect();
                asked.into_iter().map(|asked| asked.join().unwrap()).collect::<Vec<_>>()
            })
        });
        for answer in answers {
            assert!(answer.status == 503 || took < Duration::from_secs(2), "{kind}: {} after {took:?}", answer.status);
        }
        assert!(took < Duration::from_secs(20), "{kind}: {took:?}");
        is_healthy(&mut server);
    }
}

/// A client that goes leaves no work behind: all connections to the database are free again.
#[test]
fn the_work_of_a_client_that_goes_ends() {
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_there("limits-gone")) {
        let _turn = turn();
        let mut server = start_with("limits-gone", kind, &["--pool-size", "2", "--acquire-timeout", "10"], &[]);
        let search = slow_filter(&server, kind, 100);
        for _ in 0..8 {
            let mut client = Raw::connect(&server);
            client.send(format!("GET {search} HTTP/1.1\r\nHost: {}\r\nAuthorization: Token {ANN}\r\n\r\n", server.address()));
            thread::sleep(Duration::from_millis(100));
        }
        let begun = Instant::now();
        is_healthy(&mut server);
        assert!(begun.elapsed() < SOON, "{kind}: {:?}", begun.elapsed());
    }
}

#[test]
fn searches_and_filters_are_bounded() {
    on_all("limits-filters", |kind, mut server| {
        let (author, _) = author_with_book(&server);
        let words = |count: usize| vec!["one"; count].join("+");
        assert_eq!(ask(&server, "GET", &format!("/api/books/?search={}", words(128)), None).status, 200, "{kind}");
        for (path, param) in [("/api/books/", "books"), ("/api/authors/", "authors, through a relation"), ("/api/dumps/", "one field")] {
            for count in [129, 900, 5000] {
                let said = format!("Ensure this value has at most 128 words (it has {count}).");
                assert_eq!(
                    refused(&server, "GET", &format!("{path}?search={}", words(count)), None),
                    json!({ "search": [said] }),
                    "{kind}: {param}"
                );
            }
        }
        let said = |most: usize, count: usize| json!([format!("Ensure this value has at most {most} characters (it has {count}).")]);
        for (length, quoted) in [(4097, "x"), (20_000, "%25"), (7000, "_")] {
            let long = quoted.repeat(length);
            let shown = said(4096, length);
            assert_eq!(refused(&server, "GET", &format!("/api/books/?search={long}"), None), json!({ "search": shown }), "{kind}");
            for lookup in ["title__icontains", "title__startswith"] {
                assert_eq!(refused(&server, "GET", &format!("/api/books/?{lookup}={long}"), None), json!({ lookup: shown }), "{kind}");
            }
        }
        let long = "%25".repeat(4096);
        for param in ["search", "title__icontains", "title__startswith", "title"] {
            assert_eq!(ask(&server, "GET", &format!("/api/books/?{param}={long}"), None).status, 200, "{kind}: {param}");
        }
        for regex in ["title__regex", "title__iregex"] {
            let found = refused(&server, "GET", &format!("/api/books/?{regex}={}", "a".repeat(1001)), None);
            assert_eq!(found, json!({ regex: said(1000, 1001) }), "{kind}");
            let deep = format!("{}{}", "(".repeat(500), ")".repeat(500));
            let heavy = ["((((a{99}){99}){99}){99}){99}", "(a|b)*a(a|b){4000}", &deep];
            for pattern in heavy {
                let (answer, took) = beside(&server, || ask(&server, "GET", &format!("/api/books/?{regex}={pattern}"), None));
                let wrong = answer.status == 400 && read(&answer) == json!({ regex: ["Enter a valid value."] });
                assert!(wrong || (answer.status == 200 && kind != Kind::Sqlite), "{kind}, {pattern}: {}", text(&answer));
                assert!(took < REFUSED, "{kind}, {pattern}: {took:?}");
            }
        }
        // Keys of rows: all at once, and each once.
        let keys = vec![author.to_string(); 5000].join(",");
        let (answer, took) = beside(&server, || ask(&server, "GET", &format!("/api/books/?author_in={keys}"), None));
        assert_eq!((answer.status, &read(&answer)["count"]), (200, &json!(1)), "{kind}");
        assert!(took < REFUSED, "{kind}: {took:?}");
        let many: Vec<String> = (0..5000).map(|at| (100_000 + at).to_string()).collect();
        let missing = json!(["Select a valid choice. That choice is not one of the available choices."]);
        assert_eq!(
            refused(&server, "GET", &format!("/api/books/?author_in={author},{}", many.join(",")), None)["author_in"],
            missing,
            "{kind}"
        );
        let tags: Vec<String> = (0..900).map(|at| format!("tags={at}")).collect();
        assert!(refused(&server, "GET", &format!("/api/books/?{}", tags.join("&")), None)["tags"].is_array(), "{kind}");
        for filter in ["id__in", "pages__in", "price__in", "title__in"] {
            let (answer, took) = beside(&server, || ask(&server, "GET", &format!("/api/books/?{filter}=1,{}", many.join(",")), None));
            assert_eq!(answer.status, 200, "{kind}, {filter}: {}", text(&answer));
            // A list that is bound as one value finds what each value by itself finds.
            let found = i64::from(filter != "title__in");
            assert_eq!(read(&answer)["count"], json!(found), "{kind}, {filter}");
            assert!(took < REFUSED, "{kind}, {filter}: {took:?}");
        }
        is_healthy(&mut server);
    });
}

#[test]
fn what_is_repeated_costs_once() {
    on_all("limits-repeated", |kind, mut server| {
        author_with_book(&server);
        let many = |text: &str| vec![text; 2500].join(",");
        for query in [
            format!("ordering={}", many("title,-title,author__name")),
            format!("ordering={}", many("nope")),
            format!("genre={}", many("novel")),
            format!("fields={}", many("title")),
            format!("omit={}", many("title.x")),
            format!("expand={}", many("author.books")),
            format!("expand={}", many("~all")),
            "page=99999999999999999999999999999999999999".to_owned(),
            "page_size=99999999999999999999999999999999999999".to_owned(),
            format!("page={}", "9".repeat(20_000)),
            format!("search={}", "%22".repeat(4000)),
            format!("price__lte={}", "9".repeat(20_000)),
            format!("price__lte=1e{}", "9".repeat(18)),
            format!("pages__in={}", many("1e999999999")),
            vec!["title=One"; 999].join("&"),
        ] {
            let (answer, took) = beside(&server, || ask(&server, "GET", &format!("/api/books/?{query}"), None));
            let shown: String = query.chars().take(60).collect();
            assert!([200, 400, 404].contains(&answer.status), "{kind}, {shown}: {}", text(&answer));
            assert!(took < REFUSED, "{kind}, {shown}: {took:?}");
        }
        refused(&server, "GET", &format!("/api/books/?{}", vec!["title=One"; 1001].join("&")), None);
        let accept = [("Accept".to_owned(), vec!["application/x;q=0.1"; 2000].join(", "))];
        let (answer, took) = beside(&server, || must("Accept", Client::new(server.address()).send("GET", "/api/books/", &accept, None)));
        assert!([406, 431].contains(&answer.status) && took < REFUSED, "{kind}: {} after {took:?}", answer.status);
        is_healthy(&mut server);
    });
}
