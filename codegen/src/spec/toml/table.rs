//! A table of the tree, read key by key: what nobody asked for is unknown, and what was asked for is the list of valid names.

use toml::de::{DeTable, DeValue};

use crate::diag::{Diagnostics, codes};
use crate::source::{FileId, Origin, Spanned};
use crate::spec::{List, Names, Opt, Value};

type Node<'t> = toml::Spanned<DeValue<'t>>;

/// A key of a table.
struct Entry<'t> {
    key: &'t str,
    origin: Origin,
    value: &'t Node<'t>,
    asked: bool,
}

/// A table and its name in messages.
pub(super) struct Table<'t> {
    entries: Vec<Entry<'t>>,
    /// The keys that were asked for, so the valid ones.
    valid: Vec<&'static str>,
    file: FileId,
    /// `[viewset]`, or `title`: what a message calls it.
    pub(super) name: String,
    /// What stands for the table.
    pub(super) origin: Origin,
    /// Whether it is a file's own table.
    top: bool,
}

impl<'t> Table<'t> {
    /// A table; its entries in the order of the file.
    pub(super) fn new(tree: &'t DeTable<'t>, file: FileId, name: &str, origin: Origin) -> Self {
        let mut entries: Vec<(usize, Entry<'t>)> = tree
            .iter()
            .map(|(key, value)| {
                let span = key.span();
                (span.start, Entry { key: key.get_ref(), origin: Origin::toml(file, span), value, asked: false })
            })
            .collect();
        entries.sort_by_key(|(start, _)| *start);
        let entries = entries.into_iter().map(|(_, entry)| entry).collect();
        Self { entries, valid: Vec::new(), file, name: name.to_owned(), origin, top: false }
    }

    /// The table that is a whole file.
    pub(super) fn file(tree: &'t DeTable<'t>, file: FileId, name: &str, origin: Origin) -> Self {
        Self { top: true, ..Self::new(tree, file, name, origin) }
    }

    fn origin_of(&self, node: &Node<'_>) -> Origin {
        Origin::toml(self.file, node.span())
    }

    fn find(&mut self, key: &'static str) -> Option<(&'t Node<'t>, Origin)> {
        if !self.valid.contains(&key) {
            self.valid.push(key);
        }
        let entry = self.entries.iter_mut().find(|e| e.key == key)?;
        entry.asked = true;
        Some((entry.value, entry.origin))
    }

    /// Whether the key is there, whatever its value.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|e| e.key == key)
    }

    /// The place of a key.
    pub(super) fn key_origin(&self, key: &str) -> Option<Origin> {
        self.entries.iter().find(|e| e.key == key).map(|e| e.origin)
    }

    /// Keys that nobody asked for, which are thereby dealt with.
    pub(super) fn rest(&mut self) -> Vec<(String, Origin)> {
        let rest = self.entries.iter_mut().filter(|e| !e.asked);
        rest.map(|e| {
            e.asked = true;
            (e.key.to_owned(), e.origin)
        })
        .collect()
    }

    /// Says that a key is valid without reading it: it was dealt with otherwise.
    pub(super) fn skip(&mut self, key: &'static str) {
        self.find(key);
    }

    /// Reports the keys that nobody asked for.
    pub(super) fn finish(mut self, diagnostics: &mut Diagnostics) {
        for (key, origin) in self.rest() {
            let is_table = self.entries.iter().any(|e| e.key == key && matches!(e.value.get_ref(), DeValue::Table(_)));
            let top = self.top && is_table;
            let (code, shown) = if top { (&codes::UNKNOWN_TABLE, format!("[{key}]")) } else { (&codes::UNKNOWN_KEY, key.clone()) };
            diagnostics.report(code, origin, &[&shown, &self.name]).among(&key, &self.valid);
        }
    }

    fn wrong_kind(&self, node: &Node<'_>, key: &str, expected: &str, diagnostics: &mut Diagnostics) {
        diagnostics.report(&codes::WRONG_KIND, self.origin_of(node), &[key, expected, kind(node.get_ref())]);
    }

    /// A text.
    pub(super) fn string(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Opt<String> {
        let (node, _) = self.find(key)?;
        self.text(node, key, diagnostics)
    }

    fn text(&self, node: &Node<'_>, key: &str, diagnostics: &mut Diagnostics) -> Opt<String> {
        if let DeValue::String(text) = node.get_ref() {
            return Some(Spanned::new(text.clone().into_owned(), self.origin_of(node)));
        }
        self.wrong_kind(node, key, "a string", diagnostics);
        None
    }

    /// A truth value.
    pub(super) fn boolean(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Opt<bool> {
        let (node, _) = self.find(key)?;
        if let DeValue::Boolean(value) = node.get_ref() {
            return Some(Spanned::new(*value, self.origin_of(node)));
        }
        self.wrong_kind(node, key, "true or false", diagnostics);
        None
    }

    /// A whole number that fits.
    pub(super) fn number<T: TryFrom<i64>>(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Opt<T> {
        let (node, _) = self.find(key)?;
        let origin = self.origin_of(node);
        let DeValue::Integer(_) = node.get_ref() else {
            self.wrong_kind(node, key, "a whole number", diagnostics);
            return None;
        };
        let Some(value) = integer(node.get_ref()).and_then(|n| T::try_from(n).ok()) else {
            diagnostics.report(&codes::NUMBER_RANGE, origin, &[key]);
            return None;
        };
        Some(Spanned::new(value, origin))
    }

    /// Any constant.
    pub(super) fn value(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Opt<Value> {
        let (node, _) = self.find(key)?;
        self.constant(node, diagnostics)
    }

    fn constant(&self, node: &Node<'_>, diagnostics: &mut Diagnostics) -> Opt<Value> {
        let origin = self.origin_of(node);
        let value = match node.get_ref() {
            DeValue::String(text) => Value::Str(text.clone().into_owned()),
            DeValue::Integer(_) => match integer(node.get_ref()) {
                Some(n) => Value::Int(n),
                None => {
                    diagnostics.report(&codes::NUMBER_RANGE, origin, &["a value"]);
                    return None;
                }
            },
            DeValue::Float(float) => Value::Float { value: float.as_str().parse().unwrap_or(f64::NAN), text: float.as_str().to_owned() },
            DeValue::Boolean(value) => Value::Bool(*value),
            DeValue::Datetime(moment) => Value::Moment(moment.to_string()),
            DeValue::Array(items) => Value::List(items.iter().filter_map(|item| self.constant(item, diagnostics)).collect()),
            DeValue::Table(entries) => {
                let mut pairs: Vec<_> = entries.iter().collect();
                pairs.sort_by_key(|(key, _)| key.span().start);
                let pair = |(key, value): (&toml::Spanned<_>, &Node<'_>), d: &mut Diagnostics| {
                    let key: &toml::Spanned<toml::de::DeString<'_>> = key;
                    let name = Spanned::new(key.get_ref().clone().into_owned(), Origin::toml(self.file, key.span()));
                    Some((name, self.constant(value, d)?))
                };
                Value::Table(pairs.into_iter().filter_map(|p| pair(p, diagnostics)).collect())
            }
        };
        Some(Spanned::new(value, origin))
    }

    /// The items of a list, with the list's place.
    pub(super) fn list(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<(Items<'t>, Origin)> {
        let (node, _) = self.find(key)?;
        let items = self.items(node, key, diagnostics)?;
        Some((items, self.origin_of(node)))
    }

    fn items(&self, node: &'t Node<'t>, key: &str, diagnostics: &mut Diagnostics) -> Option<Items<'t>> {
        if let DeValue::Array(items) = node.get_ref() {
            return Some(Items(items.iter().collect()));
        }
        self.wrong_kind(node, key, "a list", diagnostics);
        None
    }

    /// A list of texts.
    pub(super) fn names(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Names> {
        let (items, origin) = self.list(key, diagnostics)?;
        Some(Spanned::new(self.texts(&items, key, diagnostics), origin))
    }

    fn texts(&self, items: &Items<'t>, key: &str, diagnostics: &mut Diagnostics) -> Vec<Spanned<String>> {
        let mut names: Vec<Spanned<String>> = Vec::new();
        for node in &items.0 {
            let DeValue::String(_) = node.get_ref() else {
                self.wrong_kind(node, key, "a list of strings", diagnostics);
                continue;
            };
            let Some(name) = self.text(node, key, diagnostics) else { continue };
            if let Some(first) = names.iter().find(|n| n.value == name.value) {
                diagnostics.report(&codes::LISTED_TWICE, name.origin, &[&name, key]).also(first.origin, "first listed here");
                continue;
            }
            names.push(name);
        }
        names
    }

    /// A list of lists of texts. `flat_is_one`: a flat list is one set (`unique_together`); otherwise each name of it is a
    /// set (`indexes`).
    pub(super) fn name_sets(&mut self, key: &'static str, flat_is_one: bool, diagnostics: &mut Diagnostics) -> Opt<Vec<Names>> {
        let (items, origin) = self.list(key, diagnostics)?;
        let flat = items.0.iter().all(|n| matches!(n.get_ref(), DeValue::String(_))) && !items.0.is_empty();
        if flat && flat_is_one {
            let names = self.texts(&items, key, diagnostics);
            return Some(Spanned::new(vec![Spanned::new(names, origin)], origin));
        }
        let mut sets = Vec::new();
        for node in &items.0 {
            let place = self.origin_of(node);
            match node.get_ref() {
                DeValue::Array(names) => {
                    sets.push(Spanned::new(self.texts(&Items(names.iter().collect()), key, diagnostics), place));
                }
                DeValue::String(_) if !flat_is_one => {
                    sets.extend(self.text(node, key, diagnostics).map(|name| Spanned::new(vec![name], place)));
                }
                _ => self.wrong_kind(node, key, "a list of lists of field names", diagnostics),
            }
        }
        Some(Spanned::new(sets, origin))
    }

    /// One of a set of words.
    pub(super) fn word<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)], diagnostics: &mut Diagnostics) -> Opt<T> {
        let text = self.string(key, diagnostics)?;
        self.known(&text, key, words, diagnostics)
    }

    fn known<T: Copy>(&self, text: &Spanned<String>, key: &str, words: &[(&str, T)], diagnostics: &mut Diagnostics) -> Opt<T> {
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text.value) {
            return Some(Spanned::new(*value, text.origin));
        }
        let names = words.iter().map(|(word, _)| *word);
        diagnostics.report(word_code(key), text.origin, &[text, key]).among(text, names);
        None
    }

    /// A list of words, each at most once.
    pub(super) fn words<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)], diagnostics: &mut Diagnostics) -> Option<List<T>> {
        let names = self.names(key, diagnostics)?;
        let found = names.iter().filter_map(|name| self.known(name, key, words, diagnostics)).collect();
        Some(Spanned::new(found, names.origin))
    }

    /// A table below this one.
    pub(super) fn table(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Table<'t>> {
        let (node, origin) = self.find(key)?;
        let name = if self.top { format!("[{key}]") } else { format!("{}.{key}]", self.name.trim_end_matches(']')) };
        self.sub(node, key, origin, name, diagnostics)
    }

    fn sub(&self, node: &'t Node<'t>, key: &str, origin: Origin, name: String, diagnostics: &mut Diagnostics) -> Option<Table<'t>> {
        if let DeValue::Table(tree) = node.get_ref() {
            return Some(Table::new(tree, self.file, &name, origin));
        }
        self.wrong_kind(node, key, "a table", diagnostics);
        None
    }

    /// Every entry as a table: the name, its place, and the table.
    pub(super) fn tables(&mut self, diagnostics: &mut Diagnostics) -> Vec<(Spanned<String>, Table<'t>)> {
        self.each()
            .into_iter()
            .filter_map(|(name, node)| {
                let table = self.sub(node, &name, self.origin_of(node), format!("`{}`", name.value), diagnostics)?;
                Some((name, table))
            })
            .collect()
    }

    /// Every entry as a list of words.
    pub(super) fn word_lists<T: Copy>(
        &mut self,
        key: &str,
        words: &[(&str, T)],
        diagnostics: &mut Diagnostics,
    ) -> Vec<(Spanned<String>, List<T>)> {
        let mut out = Vec::new();
        for (name, node) in self.each() {
            if let DeValue::Table(_) = node.get_ref() {
                diagnostics.report(&codes::UNQUOTED_PATH, name.origin, &[&name]);
                continue;
            }
            let Some(items) = self.items(node, &name, diagnostics) else { continue };
            let texts = self.texts(&items, &name, diagnostics);
            let found = texts.iter().filter_map(|text| self.known(text, key, words, diagnostics)).collect();
            out.push((name, Spanned::new(found, self.origin_of(node))));
        }
        out
    }

    /// Every entry as a text (`error_messages`, `rates`).
    pub(super) fn texts_by_name(&mut self, diagnostics: &mut Diagnostics) -> Vec<(Spanned<String>, Spanned<String>)> {
        let mut out = Vec::new();
        for (name, node) in self.each() {
            let text = self.text(node, &name, diagnostics);
            out.extend(text.map(|text| (name, text)));
        }
        out
    }

    fn each(&mut self) -> Vec<(Spanned<String>, &'t Node<'t>)> {
        self.entries
            .iter_mut()
            .map(|e| {
                e.asked = true;
                (Spanned::new(e.key.to_owned(), e.origin), e.value)
            })
            .collect()
    }

    /// A list of tables (`[[viewset.extra_actions]]`).
    pub(super) fn table_list(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Vec<Table<'t>> {
        let Some((items, _)) = self.list(key, diagnostics) else { return Vec::new() };
        items.0.iter().filter_map(|node| self.sub(node, key, self.origin_of(node), format!("`{key}`"), diagnostics)).collect()
    }

    /// A text that has to be there.
    pub(super) fn required(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Spanned<String> {
        if !self.has(key) {
            diagnostics.report(&codes::MISSING_KEY, self.origin, &[key, &self.name]);
        }
        self.string(key, diagnostics).unwrap_or_else(|| Spanned::new(String::new(), self.origin))
    }

    /// One node of a list as a table, if it is one, called `name`.
    pub(super) fn item_table(&self, node: &'t Node<'t>, name: &str) -> Option<Table<'t>> {
        let DeValue::Table(tree) = node.get_ref() else { return None };
        Some(Table::new(tree, self.file, name, self.origin_of(node)))
    }

    /// One node of a list as a text, if it is one.
    pub(super) fn item_text(&self, node: &Node<'_>) -> Opt<String> {
        let DeValue::String(text) = node.get_ref() else { return None };
        Some(Spanned::new(text.clone().into_owned(), self.origin_of(node)))
    }

    /// One node of a list as a list, if it is one.
    pub(super) fn item_list(&self, node: &'t Node<'t>) -> Option<Vec<&'t Node<'t>>> {
        let DeValue::Array(items) = node.get_ref() else { return None };
        Some(items.iter().collect())
    }

    /// One node of a list as a constant.
    pub(super) fn item_value(&self, node: &Node<'_>, diagnostics: &mut Diagnostics) -> Opt<Value> {
        self.constant(node, diagnostics)
    }

    /// Reports a node of a wrong kind.
    pub(super) fn wrong_item(&self, node: &Node<'_>, key: &str, expected: &str, diagnostics: &mut Diagnostics) {
        self.wrong_kind(node, key, expected, diagnostics);
    }

    /// The place of a node.
    pub(super) fn item_origin(&self, node: &Node<'_>) -> Origin {
        self.origin_of(node)
    }

    /// The value of a key, for what has a shape of its own (permissions).
    pub(super) fn node(&mut self, key: &'static str) -> Option<&'t Node<'t>> {
        self.find(key).map(|(node, _)| node)
    }

    /// The only key of a table, for what is composed (`{ any = […] }`).
    pub(super) fn single(&mut self) -> Option<(String, Origin, &'t Node<'t>)> {
        let [entry] = self.entries.as_mut_slice() else { return None };
        entry.asked = true;
        Some((entry.key.to_owned(), entry.origin, entry.value))
    }
}

/// Nodes of a list.
pub(super) struct Items<'t>(pub(super) Vec<&'t Node<'t>>);

/// The code for a word that isn't one of the valid ones.
fn word_code(key: &str) -> &'static codes::Code {
    match key {
        "type" => &codes::UNKNOWN_TYPE,
        "lookup" => &codes::UNKNOWN_LOOKUP,
        _ => &codes::UNKNOWN_WORD,
    }
}

fn integer(value: &DeValue<'_>) -> Option<i64> {
    let DeValue::Integer(n) = value else { return None };
    i64::from_str_radix(n.as_str(), n.radix()).ok()
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
