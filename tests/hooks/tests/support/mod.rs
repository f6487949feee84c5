//! A library with secrets in it on a database of a test's own, and those who ask.
#![allow(dead_code, reason = "each test file uses a part of it")]

use restwright::serde_json::{Value, json};
use restwright::test::{Client, Reply};
use restwright_tests::databases::{Fresh, Kind};
use std::path::Path;

/// A library, and those who ask.
pub(crate) struct Library {
    pub(crate) kind: Kind,
    /// Knows of everything.
    pub(crate) inside: Client,
    pub(crate) outside: Outside,
    // Dropped after the clients.
    _database: Fresh,
}

/// Who does not know of secrets.
pub(crate) struct Outside(pub(crate) Client);

/// The keys of what is secret.
pub(crate) const SECRET: i64 = 2;

impl Outside {
    #[track_caller]
    pub(crate) fn checked(reply: Reply) -> Reply {
        assert!(!reply.text().to_lowercase().contains("qq"), "a secret left:\n{reply}");
        reply
    }

    #[track_caller]
    pub(crate) fn get(&self, path: &str) -> Reply {
        Self::checked(self.0.get(path))
    }

    #[track_caller]
    pub(crate) fn post(&self, path: &str, body: Value) -> Reply {
        Self::checked(self.0.post(path, body))
    }

    #[track_caller]
    pub(crate) fn put(&self, path: &str, body: Value) -> Reply {
        Self::checked(self.0.put(path, body))
    }

    #[track_caller]
    pub(crate) fn patch(&self, path: &str, body: Value) -> Reply {
        Self::checked(self.0.patch(path, body))
    }
}

/// Runs a test on every database.
pub(crate) fn each(name: &str, test: impl Fn(&Library)) {
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_there(name)) {
        test(&Library::new(name, kind, "Qq"));
    }
}

/// The members of a list.
pub(crate) fn results(reply: &Reply) -> Vec<Value> {
    reply.assert_status(200).at("/results").as_array().cloned().unwrap_or_default()
}

/// What a list counts, and the values of a field.
pub(crate) fn values(reply: &Reply, field: &str) -> Vec<Value> {
    let found: Vec<Value> = results(reply).iter().map(|row| row[field].clone()).collect();
    assert_eq!(reply.at("/count"), json!(found.len()), "{reply}");
    found
}

impl Library {
    /// A library whose secrets have this word in them.
    pub(crate) fn new(name: &str, kind: Kind, word: &str) -> Self {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("hooks-scopes-{name}"));
        let database = kind.fresh(&place).unwrap_or_else(|error| panic!("{kind}: {error}"));
        let client = Client::of_over(&database.url, &restwright_hooks::api());
        let library = Self { kind, inside: client.with_header("x-insider", "1"), outside: Outside(client), _database: database };
        library.fill(word);
        library
    }

    /// Makes a row, as somebody who may.
    pub(crate) fn make(&self, path: &str, body: Value) -> Value {
        self.inside.post(path, body).assert_status(201).json()
    }

    /// Of each kind the second is secret. The first book is by the secret author, and the first review is of the secret book.
    fn fill(&self, word: &str) {
        let small = word.to_lowercase();
        let (author, label, title, code) =
            (format!("{word} Hidden"), format!("{small}rated"), format!("{word}enon"), format!("{small}enon"));
        for (name, secret) in [("Ada", false), (&*author, true)] {
            self.make("/api/authors/", json!({ "name": name, "secret": secret }));
        }
        for (label, secret) in [("good", false), (&*label, true)] {
            self.make("/api/tags/", json!({ "label": label, "secret": secret }));
        }
        let books = [("Open", "open", 2, false), (&*title, &*code, 1, true), ("Plain", "plain", 1, false)];
        for (title, code, author, secret) in books {
            self.make("/api/books/", json!({ "title": title, "code": code, "author": author, "tags": [1, 2], "secret": secret }));
        }
        // The second cover is of the secret book, the third is hidden by its own colour.
        for (colour, book) in [("red".to_owned(), 1), (format!("ruby {small}"), 2), (format!("{small}anthic"), 3)] {
            self.make("/api/covers/", json!({ "colour": colour, "book": book }));
        }
        // A row without a scope is for everybody, whatever it points to.
        for (title, book) in [("First", 1), ("Chapter of qq", 2)] {
            self.make("/api/chapters/", json!({ "title": title, "book": book }));
        }
        // What reviews say themselves is for everybody.
        for (text, book, cover) in [("Dark", 2, 2), ("Fine", 1, 1), ("Dull", 3, 3)] {
            self.make("/api/reviews/", json!({ "text": text, "book": book, "cover": cover }));
        }
        for (review, cover) in [(1, 2), (2, 1)] {
            let made = self.inside.run(async {
                let input = restwright_hooks::MarkInput { review: Some(review), cover: Some(cover), ..Default::default() };
                <restwright_hooks::Mark as restwright::Resource>::create(self.inside.app(), input).await.map(drop)
            });
            made.unwrap_or_else(|error| panic!("{error}"));
        }
    }
}
