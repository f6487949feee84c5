//! The single mistakes that somebody can make in a spec file: a slip in a key, a word, a name or a header, a value of a wrong kind, a key
//! that is left out or said twice, a quote or bracket that is forgotten.

use std::ops::{Range, RangeInclusive};

use toml::de::{DeTable, DeValue};

/// What has to be said of a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is wrong: one error.
    Wrong,
    /// It may be legal: one error at most.
    Perhaps,
}

/// A file's text with one mistake.
pub(crate) struct Mistake {
    /// What was done.
    pub(crate) what: &'static str,
    /// The key that it was done to, without the names that users choose.
    pub(crate) key: String,
    pub(crate) text: String,
    /// The lines that have the mistake, counted from 1.
    pub(crate) lines: RangeInclusive<usize>,
    pub(crate) verdict: Verdict,
}

/// Keys whose value is one of a few words, or a list of them.
const WORDS: &[&str] = &[
    "type",
    "class",
    "on_delete",
    "lookup",
    "kind",
    "protocol",
    "store",
    "rounding",
    "actions",
    "filter_backends",
    "backends",
    "permissions",
    "classes",
    "renderers",
    "parsers",
    "authentication",
    "bulk",
    "hooks",
];

/// Keys whose value names a resource, a field, a path, a view or a scope, or a list of them.
const REFERENCES: &[&str] = &[
    "to",
    "through",
    "extends",
    "resource",
    "field",
    "source",
    "slug_field",
    "lookup_field",
    "view_name",
    "throttle_scope",
    "display",
    "fields",
    "read_only_fields",
    "expandable_fields",
    "ordering",
    "ordering_fields",
    "search_fields",
    "unique_together",
    "indexes",
];

/// Tables whose keys are names: of fields, filters, paths, scopes, messages.
const OF_NAMES: &[&str] = &[
    "fields",
    "annotations",
    "serializer.declared",
    "serializer.extra_kwargs",
    "filterset.lookups",
    "filterset.filters",
    "throttling.rates",
];

/// Tables whose keys are names that something else defines.
const OF_REFERENCES: &[&str] = &["serializer.extra_kwargs", "filterset.lookups"];

/// All mistakes of one file.
pub(crate) fn of(file: &str, text: &str) -> Vec<Mistake> {
    let (tree, _) = DeTable::parse_recoverable(text);
    let mut walk = Walk { file, text, out: Vec::new() };
    walk.table(tree.get_ref(), &[], None);
    walk.out
}

struct Walk<'t> {
    file: &'t str,
    text: &'t str,
    out: Vec<Mistake>,
}

impl Walk<'_> {
    fn line(&self, byte: usize) -> usize {
        self.text[..byte].matches('\n').count() + 1
    }

    fn add(&mut self, what: &'static str, path: &[&str], verdict: Verdict, range: Range<usize>, new: &str) {
        let lines = self.line(range.start)..=self.line(range.end);
        self.add_at(what, path, verdict, range, new, lines);
    }

    fn add_at(
        &mut self,
        what: &'static str,
        path: &[&str],
        verdict: Verdict,
        range: Range<usize>,
        new: &str,
        lines: RangeInclusive<usize>,
    ) {
        let mut text = self.text.to_owned();
        text.replace_range(range, new);
        if text != self.text {
            self.out.push(Mistake { what, key: generic(self.file, path), text, lines, verdict });
        }
    }

    fn table(&mut self, table: &DeTable<'_>, path: &[&str], parent: Option<Range<usize>>) {
        let names = has_names(path);
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            let mut path = path.to_vec();
            path.push(key.get_ref());
            let (at, span) = (key.span(), value.span());
            if constant(&path) {
                self.kind(&path, value.get_ref(), span, Verdict::Perhaps);
                continue;
            }
            let of_messages = path.len() > 1 && path[path.len() - 2] == "error_messages";
            let reference = OF_REFERENCES.contains(&path[..path.len() - 1].join(".").as_str());
            // Any other table of `[serializer]` is a serializer of that name.
            let serializer = path.len() == 2 && path[0] == "serializer" && matches!(value.get_ref(), DeValue::Table(_));
            let verdict = if serializer || names && !reference && !of_messages { Verdict::Perhaps } else { Verdict::Wrong };
            // A key of several headers is only misspelt in one of them; what this does is another matter.
            let header = self.text[..at.start].ends_with(['[', '.']);
            let again = header && self.text.matches(&format!("[{}", path.join("."))).count() > 1;
            if !again {
                let slip = slip(&self.text[at.clone()]);
                self.add("a slip in the key", &path, verdict, at.clone(), &slip);
                self.add("another key", &path, verdict, at.clone(), "zzz_nothing");
            }
            self.kind(&path, value.get_ref(), span.clone(), Verdict::Wrong);
            self.values(&path, value.get_ref(), span.clone());
            if !header && at.end < span.start {
                self.statement(&path, at.clone(), span.clone(), parent.clone());
            }
            match value.get_ref() {
                DeValue::Table(inner) => self.table(inner, &path, Some(at)),
                DeValue::Array(items) => {
                    for item in items.iter() {
                        if let DeValue::Table(inner) = item.get_ref() {
                            self.table(inner, &path, Some(item.span()));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// A value of a wrong kind.
    fn kind(&mut self, path: &[&str], value: &DeValue<'_>, span: Range<usize>, verdict: Verdict) {
        // The tables of headers have no value that could be another.
        if !self.text[..span.start].trim_end().ends_with(['=', ',', '[', '{']) {
            return;
        }
        let new = match value {
            DeValue::Integer(_) | DeValue::Float(_) => "\"many\"",
            DeValue::Boolean(_) => "\"yes\"",
            DeValue::Datetime(_) => return,
            DeValue::String(_) | DeValue::Array(_) | DeValue::Table(_) => "17",
        };
        let last = path.last().copied().unwrap_or_default();
        // Any constant may be compared with a column.
        let condition = path.first() == Some(&"annotations") && path.get(2) == Some(&"where") && path.len() > 3;
        let verdict = if matches!(last, "num_proxies") || condition { Verdict::Perhaps } else { verdict };
        self.add("a value of another kind", path, verdict, span, new);
    }

    /// Slips in words and names.
    fn values(&mut self, path: &[&str], value: &DeValue<'_>, span: Range<usize>) {
        let last = path.last().copied().unwrap_or_default();
        let of_words = WORDS.contains(&last)
            || path.len() > 2 && path[..2] == ["filterset", "lookups"]
            || path == ["permissions", "default"]
            || path == ["errors", "format"];
        let paged = path.contains(&"pagination") && last == "ordering";
        if let DeValue::Array(items) = value {
            for item in items.iter() {
                self.values(path, item.get_ref(), item.span());
                if !matches!(item.get_ref(), DeValue::Table(_)) && last != "choices" {
                    self.kind(path, item.get_ref(), item.span(), Verdict::Wrong);
                }
            }
            return;
        }
        let DeValue::String(text) = value else { return };
        let verdict = if paged { Verdict::Perhaps } else { Verdict::Wrong };
        if of_words || REFERENCES.contains(&last) {
            let what = if of_words { "a slip in the word" } else { "a slip in the name" };
            self.add(what, path, verdict, span.clone(), &format!("\"{}\"", slip(text)));
            self.add("another name", path, verdict, span.clone(), "\"zzz_nothing\"");
        } else if matches!(last, "check") {
            self.add("another name", path, Verdict::Wrong, span.clone(), "\"zzz_nothing\"");
        } else if matches!(last, "related_name" | "basename" | "endpoint") && text != "+" {
            self.add("a slip in the name", path, Verdict::Perhaps, span.clone(), &format!("\"{}\"", slip(text)));
        }
        let quoted = &self.text[span.clone()];
        if quoted.starts_with('"') && !quoted.starts_with("\"\"\"") && !quoted.contains('\n') {
            let line = self.line(span.start);
            // Inside a list of several lines TOML's parser goes on to its end.
            let verdict = if path[..path.len() - 1] == ["meta", "constraints"] { Verdict::Perhaps } else { Verdict::Wrong };
            self.add_at("a quote is missing", path, verdict, span.end - 1..span.end, "", line..=line + 1);
        }
    }

    /// What is left out, said twice, or not closed.
    fn statement(&mut self, path: &[&str], key: Range<usize>, value: Range<usize>, parent: Option<Range<usize>>) {
        let own_line = self.text[..key.start].ends_with('\n') || key.start == 0;
        let first = parent.map_or(1, |p| self.line(p.start));
        let lines = first.min(self.line(key.start))..=self.line(value.end);
        let last = path.last().copied().unwrap_or_default();
        let field = path.len() == 3 && (path[0] == "fields" || path[..2] == ["serializer", "declared"]);
        let required =
            field && matches!(last, "type" | "to" | "on_delete" | "slug_field" | "max_digits" | "decimal_places") && path[0] == "fields"
                || path == ["name"] && self.file == "api.toml"
                || path.contains(&"parent") && matches!(last, "resource" | "field");
        let verdict = if required { Verdict::Wrong } else { Verdict::Perhaps };
        let text = self.text[key.start..value.end].to_owned();
        if own_line {
            let end = self.text[value.end..].find('\n').map_or(self.text.len(), |n| value.end + n + 1);
            self.add_at("a key is left out", path, verdict, key.start..end, "", lines);
            let at = self.line(value.end);
            if !text.contains('\n') {
                self.add_at("a key is said twice", path, Verdict::Wrong, end..end, &format!("{text}\n"), at..=at + 1);
            }
        } else {
            let comma = self.text[value.end..].starts_with(", ");
            let (start, end) =
                if comma { (key.start, value.end + 2) } else { (self.text[..key.start].rfind([',', '{']).unwrap_or(0), value.end) };
            let start = if self.text[start..].starts_with('{') { start + 1 } else { start };
            self.add_at("a key is left out", path, verdict, start..end, "", lines);
            let at = self.line(value.end);
            self.add_at("a key is said twice", path, Verdict::Wrong, value.end..value.end, &format!(", {text}"), at..=at);
        }
        let equals = key.end + self.text[key.end..value.start].find('=').unwrap_or(0);
        let line = self.line(key.start);
        self.add_at("an equals sign is missing", path, Verdict::Wrong, equals..equals + 1, "", line..=line + 1);
        if self.text[value.clone()].ends_with(['}', ']']) {
            let line = self.line(value.end);
            let verdict = if path[..path.len() - 1] == ["meta", "constraints"] { Verdict::Perhaps } else { Verdict::Wrong };
            self.add_at("a bracket is missing", path, verdict, value.end - 1..value.end, "", self.line(key.start)..=line + 1);
        }
    }
}

/// Whether a value can be any constant.
fn constant(path: &[&str]) -> bool {
    let at = |key: &str| path.iter().position(|part| *part == key).is_some_and(|at| at > 0 && path[0] != "permissions");
    at("default") && path[0] != "versioning" || at("initial") || at("choices")
}

/// Whether the keys of a table are names.
fn has_names(path: &[&str]) -> bool {
    let of_serializer = path.len() == 3 && path[0] == "serializer" && matches!(path[2], "declared" | "extra_kwargs");
    OF_NAMES.contains(&path.join(".").as_str())
        || of_serializer
        || path.last() == Some(&"error_messages")
        || path.last() == Some(&"lookups")
}

/// A path without the names that users choose.
fn generic(file: &str, path: &[&str]) -> String {
    let parts: Vec<&str> = (0..path.len()).map(|n| if has_names(&path[..n]) { "*" } else { path[n] }).collect();
    format!("{}{}", if file == "api.toml" { "api: " } else { "" }, parts.join("."))
}

/// A letter is left out in the middle.
fn slip(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let middle = letters.len() / 2;
    match letters.len() {
        0..=3 => format!("{word}q"),
        _ => letters.iter().enumerate().filter(|(n, _)| *n != middle).map(|(_, c)| *c).collect(),
    }
}
