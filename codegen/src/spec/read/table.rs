//! A table of the tree, read key by key: what nobody asked for is unknown, and what was asked for is the list of valid names.

use crate::diag::{Diagnostics, codes};
use crate::source::{Origin, Spanned};
use crate::spec::tree::{Entry, Node, Tree};
use crate::spec::{List, Names, Opt, Value};

/// A key of a table.
struct Asked<'t> {
    entry: &'t Entry,
    asked: bool,
}

/// A table and its name in messages.
pub(crate) struct Table<'t> {
    entries: Vec<Asked<'t>>,
    /// The keys that were asked for, so the valid ones.
    valid: Vec<&'static str>,
    /// `[viewset]`, or `title`: what a message calls it.
    pub(super) name: String,
    /// What stands for the table.
    pub(crate) origin: Origin,
    /// Whether it is a file's own table.
    top: bool,
}

impl<'t> Table<'t> {
    /// A table; its entries in the order in which they were written.
    pub(crate) fn new(entries: &'t [Entry], name: &str, origin: Origin) -> Self {
        let entries = entries.iter().map(|entry| Asked { entry, asked: false }).collect();
        Self { entries, valid: Vec::new(), name: name.to_owned(), origin, top: false }
    }

    /// The table that is a whole file, or all attributes of a struct.
    pub(crate) fn top(entries: &'t [Entry], name: &str, origin: Origin) -> Self {
        Self { top: true, ..Self::new(entries, name, origin) }
    }

    fn find(&mut self, key: &'static str) -> Option<(&'t Node, Origin)> {
        if !self.valid.contains(&key) {
            self.valid.push(key);
        }
        let asked = self.entries.iter_mut().find(|e| e.entry.key == key)?;
        asked.asked = true;
        Some((&asked.entry.value, asked.entry.origin))
    }

    /// Whether the key is there, whatever its value.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|e| e.entry.key == key)
    }

    /// The place of a key.
    pub(crate) fn key_origin(&self, key: &str) -> Option<Origin> {
        self.entries.iter().find(|e| e.entry.key == key).map(|e| e.entry.origin)
    }

    /// Keys that nobody asked for, which are thereby dealt with.
    pub(crate) fn rest(&mut self) -> Vec<(String, Origin)> {
        let rest = self.entries.iter_mut().filter(|e| !e.asked);
        rest.map(|e| {
            e.asked = true;
            (e.entry.key.clone(), e.entry.origin)
        })
        .collect()
    }

    /// Says that a key is valid without reading it: it was dealt with otherwise.
    pub(crate) fn skip(&mut self, key: &'static str) {
        self.find(key);
    }

    /// Reports the keys that nobody asked for.
    pub(crate) fn finish(mut self, diagnostics: &mut Diagnostics) {
        for (key, origin) in self.rest() {
            let is_table = self.entries.iter().any(|e| e.entry.key == key && e.entry.value.table().is_some());
            let top = self.top && is_table;
            let (code, shown) = if top { (&codes::UNKNOWN_TABLE, format!("[{key}]")) } else { (&codes::UNKNOWN_KEY, key.clone()) };
            diagnostics.report(code, origin, &[&shown, &self.name]).among(&key, &self.valid);
        }
    }

    fn wrong_kind(&self, node: &Node, key: &str, expected: &str, diagnostics: &mut Diagnostics) {
        diagnostics.report(&codes::WRONG_KIND, node.origin, &[key, expected, node.kind()]);
    }

    /// A text.
    pub(crate) fn string(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Opt<String> {
        let (node, _) = self.find(key)?;
        self.text(node, key, diagnostics)
    }

    /// A text that a front end puts beside what was written; nobody can write it (its key would be unknown in TOML).
    pub(crate) fn private(&mut self, key: &str) -> Opt<String> {
        let asked = self.entries.iter_mut().find(|e| e.entry.key == key && matches!(e.entry.origin, Origin::Tokens(_)))?;
        asked.asked = true;
        let Tree::Str(text) = &asked.entry.value.tree else { return None };
        Some(Spanned::new(text.clone(), asked.entry.origin))
    }

    fn text(&self, node: &Node, key: &str, diagnostics: &mut Diagnostics) -> Opt<String> {
        if let Tree::Str(text) = &node.tree {
            return Some(Spanned::new(text.clone(), node.origin));
        }
        self.wrong_kind(node, key, "a string", diagnostics);
        None
    }

    /// A truth value.
    pub(crate) fn boolean(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Opt<bool> {
        let (node, _) = self.find(key)?;
        if let Tree::Bool(value) = &node.tree {
            return Some(Spanned::new(*value, node.origin));
        }
        self.wrong_kind(node, key, "true or false", diagnostics);
        None
    }

    /// A whole number that fits.
    pub(crate) fn number<T: TryFrom<i64>>(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Opt<T> {
        let (node, _) = self.find(key)?;
        let origin = node.origin;
        let Tree::Int(number) = &node.tree else {
            self.wrong_kind(node, key, "a whole number", diagnostics);
            return None;
        };
        let Some(value) = number.and_then(|n| T::try_from(n).ok()) else {
            diagnostics.report(&codes::NUMBER_RANGE, origin, &[key]);
            return None;
        };
        Some(Spanned::new(value, origin))
    }

    /// Any constant.
    pub(crate) fn value(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Opt<Value> {
        let (node, _) = self.find(key)?;
        self.constant(node, diagnostics)
    }

    fn constant(&self, node: &Node, diagnostics: &mut Diagnostics) -> Opt<Value> {
        let value = match &node.tree {
            Tree::Str(text) => Value::Str(text.clone()),
            Tree::Int(Some(n)) => Value::Int(*n),
            Tree::Int(None) => {
                diagnostics.report(&codes::NUMBER_RANGE, node.origin, &["a value"]);
                return None;
            }
            Tree::Float { value, text } => Value::Float { value: *value, text: text.clone() },
            Tree::Bool(value) => Value::Bool(*value),
            Tree::Moment(text) => Value::Moment(text.clone()),
            Tree::List(items) | Tree::Call { list: items, named: false, .. } => {
                Value::List(items.iter().filter_map(|item| self.constant(item, diagnostics)).collect())
            }
            Tree::Table(entries) | Tree::Call { table: entries, .. } => {
                let pair = |entry: &Entry| Some((Spanned::new(entry.key.clone(), entry.origin), self.constant(&entry.value, diagnostics)?));
                Value::Table(entries.iter().filter_map(pair).collect())
            }
        };
        Some(Spanned::new(value, node.origin))
    }

    /// The items of a list, with the list's place.
    pub(crate) fn list(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<(Items<'t>, Origin)> {
        let (node, _) = self.find(key)?;
        let items = self.items(node, key, diagnostics)?;
        Some((items, node.origin))
    }

    fn items(&self, node: &'t Node, key: &str, diagnostics: &mut Diagnostics) -> Option<Items<'t>> {
        if let Some(items) = node.list() {
            return Some(Items(items.iter().collect()));
        }
        self.wrong_kind(node, key, "a list", diagnostics);
        None
    }

    /// A list of texts.
    pub(crate) fn names(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Names> {
        let (items, origin) = self.list(key, diagnostics)?;
        Some(Spanned::new(self.texts(&items, key, diagnostics), origin))
    }

    fn texts(&self, items: &Items<'t>, key: &str, diagnostics: &mut Diagnostics) -> Vec<Spanned<String>> {
        let mut names: Vec<Spanned<String>> = Vec::new();
        for node in &items.0 {
            let Tree::Str(_) = &node.tree else {
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
    pub(crate) fn name_sets(&mut self, key: &'static str, flat_is_one: bool, diagnostics: &mut Diagnostics) -> Opt<Vec<Names>> {
        let (items, origin) = self.list(key, diagnostics)?;
        let flat = items.0.iter().all(|n| matches!(n.tree, Tree::Str(_))) && !items.0.is_empty();
        if flat && flat_is_one {
            let names = self.texts(&items, key, diagnostics);
            return Some(Spanned::new(vec![Spanned::new(names, origin)], origin));
        }
        let mut sets = Vec::new();
        for node in &items.0 {
            let place = node.origin;
            match &node.tree {
                Tree::List(names) | Tree::Call { list: names, .. } => {
                    sets.push(Spanned::new(self.texts(&Items(names.iter().collect()), key, diagnostics), place));
                }
                Tree::Str(_) if !flat_is_one => {
                    sets.extend(self.text(node, key, diagnostics).map(|name| Spanned::new(vec![name], place)));
                }
                _ => self.wrong_kind(node, key, "a list of lists of field names", diagnostics),
            }
        }
        Some(Spanned::new(sets, origin))
    }

    /// One of a set of words.
    pub(crate) fn word<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)], diagnostics: &mut Diagnostics) -> Opt<T> {
        let text = self.string(key, diagnostics)?;
        self.known(&text, key, words, diagnostics)
    }

    /// The word that says what the rest of the table is: `type = "…"`. In an attribute it may stand alone in front of the other options:
    /// `author(slug_related, …)`; `any` is whether such a word is the type even if there is no such type.
    pub(crate) fn leading<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)], any: bool, diagnostics: &mut Diagnostics) -> Opt<T> {
        let first = self.entries.first_mut().filter(|e| e.entry.bare && (any || words.iter().any(|(word, _)| *word == e.entry.key)));
        let Some(first) = first else { return self.word(key, words, diagnostics) };
        first.asked = true;
        let text = Spanned::new(first.entry.key.clone(), first.entry.origin);
        self.find(key);
        self.known(&text, key, words, diagnostics)
    }

    /// Whether [`Table::leading`] has something to read.
    pub(crate) fn has_leading<T>(&self, key: &str, words: &[(&str, T)], any: bool) -> bool {
        let first = self.entries.first().filter(|e| e.entry.bare);
        self.has(key) || first.is_some_and(|e| any || words.iter().any(|(word, _)| *word == e.entry.key))
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
    pub(crate) fn words<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)], diagnostics: &mut Diagnostics) -> Option<List<T>> {
        let names = self.names(key, diagnostics)?;
        let found = names.iter().filter_map(|name| self.known(name, key, words, diagnostics)).collect();
        Some(Spanned::new(found, names.origin))
    }

    /// A table below this one.
    pub(crate) fn table(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Table<'t>> {
        let (node, origin) = self.find(key)?;
        let name = if self.top { format!("[{key}]") } else { format!("{}.{key}]", self.name.trim_end_matches(']')) };
        self.sub(node, key, origin, name, diagnostics)
    }

    fn sub(&self, node: &'t Node, key: &str, origin: Origin, name: String, diagnostics: &mut Diagnostics) -> Option<Table<'t>> {
        if let Some(entries) = node.table() {
            return Some(Table::new(entries, &name, origin));
        }
        self.wrong_kind(node, key, "a table", diagnostics);
        None
    }

    /// Every entry as a table: the name, its place, and the table.
    pub(crate) fn tables(&mut self, diagnostics: &mut Diagnostics) -> Vec<(Spanned<String>, Table<'t>)> {
        self.each()
            .into_iter()
            .filter_map(|(name, node)| {
                let table = self.sub(node, &name, node.origin, format!("`{}`", name.value), diagnostics)?;
                Some((name, table))
            })
            .collect()
    }

    /// Every entry as a list of words.
    pub(crate) fn word_lists<T: Copy>(
        &mut self,
        key: &str,
        words: &[(&str, T)],
        diagnostics: &mut Diagnostics,
    ) -> Vec<(Spanned<String>, List<T>)> {
        let mut out = Vec::new();
        for (name, node) in self.each() {
            if let Tree::Table(_) = node.tree {
                diagnostics.report(&codes::UNQUOTED_PATH, name.origin, &[&name]);
                continue;
            }
            let Some(items) = self.items(node, &name, diagnostics) else { continue };
            let texts = self.texts(&items, &name, diagnostics);
            let found = texts.iter().filter_map(|text| self.known(text, key, words, diagnostics)).collect();
            out.push((name, Spanned::new(found, node.origin)));
        }
        out
    }

    /// Every entry as a text (`error_messages`, `rates`).
    pub(crate) fn texts_by_name(&mut self, diagnostics: &mut Diagnostics) -> Vec<(Spanned<String>, Spanned<String>)> {
        let mut out = Vec::new();
        for (name, node) in self.each() {
            let text = self.text(node, &name, diagnostics);
            out.extend(text.map(|text| (name, text)));
        }
        out
    }

    fn each(&mut self) -> Vec<(Spanned<String>, &'t Node)> {
        self.entries
            .iter_mut()
            .map(|e| {
                e.asked = true;
                (Spanned::new(e.entry.key.clone(), e.entry.origin), &e.entry.value)
            })
            .collect()
    }

    /// A list of tables (`[[viewset.extra_actions]]`). A table of tables is one too: their keys are their names.
    pub(crate) fn table_list(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Vec<(Opt<String>, Table<'t>)> {
        let Some((node, _)) = self.find(key) else { return Vec::new() };
        if let Some(entries) = node.table().filter(|entries| !entries.is_empty()) {
            let named = entries.iter().filter_map(|entry| {
                let table = self.sub(&entry.value, key, entry.value.origin, format!("`{}`", entry.key), diagnostics)?;
                Some((Some(Spanned::new(entry.key.clone(), entry.origin)), table))
            });
            return named.collect();
        }
        let Some(items) = self.items(node, key, diagnostics) else { return Vec::new() };
        let tables = items.0.iter().filter_map(|node| self.sub(node, key, node.origin, format!("`{key}`"), diagnostics));
        tables.map(|table| (None, table)).collect()
    }

    /// A text that has to be there.
    pub(crate) fn required(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Spanned<String> {
        if !self.has(key) {
            diagnostics.report(&codes::MISSING_KEY, self.origin, &[key, &self.name]);
        }
        self.string(key, diagnostics).unwrap_or_else(|| Spanned::new(String::new(), self.origin))
    }

    /// One node of a list as a table, if it is one, called `name`.
    pub(crate) fn item_table(&self, node: &'t Node, name: &str) -> Option<Table<'t>> {
        Some(Table::new(node.table()?, name, node.origin))
    }

    /// One node of a list as a text, if it is one.
    pub(crate) fn item_text(&self, node: &Node) -> Opt<String> {
        let Tree::Str(text) = &node.tree else { return None };
        Some(Spanned::new(text.clone(), node.origin))
    }

    /// One node of a list as a list, if it is one.
    pub(crate) fn item_list(&self, node: &'t Node) -> Option<Vec<&'t Node>> {
        Some(node.list()?.iter().collect())
    }

    /// One node of a list as a constant.
    pub(crate) fn item_value(&self, node: &Node, diagnostics: &mut Diagnostics) -> Opt<Value> {
        self.constant(node, diagnostics)
    }

    /// Reports a node of a wrong kind.
    pub(crate) fn wrong_item(&self, node: &Node, key: &str, expected: &str, diagnostics: &mut Diagnostics) {
        self.wrong_kind(node, key, expected, diagnostics);
    }

    /// The value of a key, for what has a shape of its own (permissions).
    pub(crate) fn node(&mut self, key: &'static str) -> Option<&'t Node> {
        self.find(key).map(|(node, _)| node)
    }

    /// The only key of a table, for what is composed (`{ any = […] }`).
    pub(crate) fn single(&mut self) -> Option<(String, Origin, &'t Node)> {
        let [entry] = self.entries.as_mut_slice() else { return None };
        entry.asked = true;
        Some((entry.entry.key.clone(), entry.entry.origin, &entry.entry.value))
    }
}

/// Nodes of a list.
pub(crate) struct Items<'t>(pub(crate) Vec<&'t Node>);

/// The code for a word that isn't one of the valid ones.
fn word_code(key: &str) -> &'static codes::Code {
    match key {
        "type" => &codes::UNKNOWN_TYPE,
        "lookup" => &codes::UNKNOWN_LOOKUP,
        _ => &codes::UNKNOWN_WORD,
    }
}
