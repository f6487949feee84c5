//! Whatever somebody outside asks, what is secret has no part in the answer: two libraries that are the same but for that answer the same.

mod support;

use restwright::serde_json::json;
use restwright_tests::databases::Kind;
use support::Library;

#[test]
fn answers_do_not_depend_on_secrets() {
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_there("secrets")) {
        // By which the one stands before everything else, and the other behind.
        let libraries = ["Aa", "Zz"].map(|word| {
            let library = Library::new(&format!("secrets-{word}"), kind, word);
            let secret = |name: &str| format!("{word} {name}");
            library.make("/api/authors/", json!({ "name": "Max" }));
            for author in [3, 2, 1] {
                library.make("/api/poems/", json!({ "text": format!("by {author}"), "author": author }));
                library.make("/api/songs/", json!({ "author": author }));
            }
            for name in ["Ann", "Ben"] {
                library.make("/api/readers/", json!({ "name": name }));
            }
            library.make("/api/clubs/", json!({ "name": "Club" }));
            for (reader, hidden) in [(1, false), (2, true)] {
                library.make("/api/memberships/", json!({ "club": 1, "reader": reader, "secret": hidden }));
            }
            library.make("/api/media/audio/", json!({ "title": "Song", "minutes": 3 }));
            for (title, hidden) in [("Novel".to_owned(), false), (secret("book"), true)] {
                library.make("/api/media/ebooks/", json!({ "title": title, "secret": hidden }));
            }
            for media in [1, 2, 3] {
                library.make("/api/downloads/", json!({ "media": media }));
            }
            let line = |text: &str, hidden: bool| json!({ "text": text, "secret": hidden });
            library
                .make("/api/sheets/", json!({ "name": "S", "tags": [1, 2], "lines": [line("one", false), line(&secret("line"), true)] }));
            library
        });
        let mut asked = 0;
        let mut alike = |path: &str| {
            let [one, other] = [0, 1].map(|at: usize| libraries[at].outside.0.get(path));
            assert_eq!(one.text(), other.text(), "{kind}: {path}");
            asked += 1;
            one.status == 200
        };
        let mut queries: Vec<String> =
            ["", "?page=2", "?format=api", "?expand=~all", "?expand=book.author,book.tags", "?expand=books.author"]
                .map(str::to_owned)
                .to_vec();
        for term in ["a", "aa", "zz", "hidden", "enon", "rated", "book", "line", "ben", "e"] {
            queries.push(format!("?search={term}"));
            for name in [
                "author__name__icontains",
                "books__title__icontains",
                "book__title__icontains",
                "book__author__name__icontains",
                "media__title__icontains",
            ] {
                queries.push(format!("?{name}={term}"));
            }
        }
        for name in ["title", "name", "id", "author__name", "books__title", "book__title", "book__author__name", "author"] {
            // What else is equal is in no order by itself.
            queries.extend([format!("?ordering={name},id"), format!("?ordering=-{name},id")]);
        }
        let more = [
            "tags__label__in=aarated",
            "tags__label__in=zzrated,good",
            "tags__id__gt=0",
            "tags__id__gt=1",
            "tags__isnull=true",
            "tags__isnull=false",
            "books__isnull=true",
            "books__isnull=false",
            "author=1",
            "author=2",
            "tags=1",
            "tags=2",
            "tags=1&tags=2",
            "book=1",
            "book=2",
            "media=3",
            "readers=2",
            "readers__name=Ben",
            "clubs__name=Club",
            "clubs__id__gt=0",
        ];
        queries.extend(more.map(|query| format!("?{query}")));
        for list in [
            "authors",
            "tags",
            "books",
            "covers",
            "chapters",
            "reviews",
            "marks",
            "poems",
            "songs",
            "readers",
            "clubs",
            "memberships",
            "media/audio",
            "media/ebooks",
            "downloads",
            "sheets",
            "lines",
            "slips",
            "shelves",
        ] {
            for query in &queries {
                alike(&format!("/api/{list}/{query}"));
            }
            for key in 1..=3 {
                alike(&format!("/api/{list}/{key}/"));
            }
        }
        for path in [
            "books/open/",
            "books/aaenon/",
            "books/zzenon/",
            "books/aaenon/chapters/",
            "books/open/chapters/",
            "authors/2/poems/",
            "authors/1/poems/",
        ] {
            alike(&format!("/api/{path}"));
        }
        assert!(asked > 1000, "{asked}");
    }
}
