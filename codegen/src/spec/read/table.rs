//! A table of the tree, read key by key: what nobody asked for is unknown, and what was asked for is the list of valid names.

use super::foreign;
use crate::diag::{Diagnostics, codes, slip};
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
    /// What has to be there and is not: said in the end, as it may stand there under a wrong name.
    missing: Vec<Missing>,
}

/// A key that has to be there.
struct Missing {
    code: &'static codes::Code,
    /// Of the message; the first is the key.
    key: String,
    origin: Origin,
    /// Instead of the code's own.
    help: &'static str,
}

impl<'t> Table<'t> {
    /// A table; its entries in the order in which they were written.
    pub(crate) fn new(entries: &'t [Entry], name: &str, origin: Origin) -> Self {
        let entries = entries.iter().map(|entry| Asked { entry, asked: false }).collect();
        Self { entries, valid: Vec::new(), name: name.to_owned(), origin, top: false, missing: Vec::new() }
    }

    /// The table that is a whole file, or all attributes of a struct.
    pub(crate) fn top(entries: &'t [Entry], name: &str, origin: Origin) -> Self {
        Self { top: true, ..Self::new(entries, name, origin) }
    }

    fn find(&mut self, key: &'static str) -> Option<(&'t Node, Origin)> {
        if !self.valid.contains(&key) {
            self.valid.push(key);
        }
        let asked = self.entries.iter_mut().find(|e| e.entry.is(key))?;
        asked.asked = true;
        Some((&asked.entry.value, asked.entry.origin))
    }

    /// Whether the key is there, whatever its value.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|e| e.entry.is(key))
    }

    /// The place of a key.
    pub(crate) fn key_origin(&self, key: &str) -> Option<Origin> {
        self.entries.iter().find(|e| e.entry.is(key)).map(|e| e.entry.origin)
    }

    /// Says that a key is valid without reading it: it was dealt with otherwise.
    pub(crate) fn skip(&mut self, key: &'static str) {
        self.find(key);
    }

    /// Says that a key has to be there. `key` stands for `{0}` of the code's message.
    pub(crate) fn lacks(&mut self, code: &'static codes::Code, key: &str, origin: Origin, help: &'static str) {
        self.missing.push(Missing { code, key: key.to_owned(), origin, help });
    }

    /// Reports the keys that nobody asked for, and those that are missing.
    ///
    /// A slip for a key that is not there is noted at its entry, and the bag asks for another reading ([`super::read_again`]), which takes the entry
    /// for the key that was meant: so a slip is one mistake, whatever depends on its value.
    pub(crate) fn finish(mut self, diagnostics: &mut Diagnostics) {
        let mut missing = std::mem::take(&mut self.missing).into_iter();
        for Asked { entry, asked } in &self.entries {
            let meant = entry.meant.get();
            diagnostics.note_key(entry.value.origin, entry.origin);
            if *asked && meant.is_none() {
                continue;
            }
            let absent: Vec<&'static str> = self.valid.iter().copied().filter(|v| !self.has(v)).collect();
            let foreign = foreign::find(&self.name, &entry.key);
            if meant.is_none() {
                let guess = match foreign {
                    Some(foreign) => foreign.meant.filter(|meant| absent.contains(meant)),
                    None => slip(&entry.key, &self.valid).filter(|meant| absent.contains(meant)),
                };
                if let Some(guess) = guess {
                    entry.meant.set(Some(guess));
                    diagnostics.ask_again();
                    continue;
                }
            }
            let is_table = entry.value.table().is_some();
            let (code, shown) = if self.top && is_table {
                (&codes::UNKNOWN_TABLE, format!("[{}]", entry.key))
            } else {
                (&codes::UNKNOWN_KEY, entry.key.clone())
            };
            if meant.is_none() {
                diagnostics.doubt();
            }
            if is_table && meant.is_none() {
                diagnostics.lost(entry.origin);
            }
            let report = diagnostics.report(code, entry.origin, &[&shown, &self.name]);
            match (foreign, meant) {
                (Some(foreign), _) => {
                    report.help(foreign.help);
                }
                (None, Some(meant)) => {
                    report.among(&entry.key, [meant]);
                }
                (None, None) => {
                    report.among(&entry.key, &self.valid);
                    // What is missing may be what this was meant to be.
                    if let Some(missing) = missing.next() {
                        diagnostics.help_last(&format!("`{}` is missing here", missing.key));
                    }
                }
            }
        }
        for Missing { code, key, origin, help } in missing.filter(|m| !diagnostics.is_broken(m.origin)).collect::<Vec<_>>() {
            // What a length or a deletion would be is no question elsewhere.
            if ![codes::NO_MAX_LENGTH.id, codes::NO_ON_DELETE.id].contains(&code.id) {
                diagnostics.doubt();
            }
            let report = diagnostics.report(code, origin, &[&key, &self.name]);
            if !help.is_empty() {
                report.help(help);
            }
        }
    }

    fn wrong_kind(&self, node: &Node, key: &str, expected: &str, diagnostics: &mut Diagnostics) {
        diagnostics.doubt();
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
            diagnostics.doubt();
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
        let flat = items.0.iter().any(|n| matches!(n.tree, Tree::Str(_))) && items.0.iter().all(|n| n.list().is_none());
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
        let report = diagnostics.report(word_code(key), text.origin, &[text, key]);
        report.among(text, names);
        let foreign = foreign::word(key, text);
        if let Some(foreign) = foreign {
            report.help(foreign.help);
        }
        // It is taken for what it was meant to be, so that nothing else is said of it.
        let meant = foreign.map_or_else(|| report.nearest.as_deref(), |f| f.meant);
        let value = meant.and_then(|meant| words.iter().find(|(word, _)| *word == meant)).map(|(_, value)| *value);
        if value.is_none() {
            diagnostics.doubt();
        }
        Some(Spanned::new(value?, text.origin))
    }

    /// A list of words, each at most once.
    pub(crate) fn words<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)], diagnostics: &mut Diagnostics) -> Option<List<T>> {
        let names = self.names(key, diagnostics)?;
        let found: Vec<Spanned<T>> = names.iter().filter_map(|name| self.known(name, key, words, diagnostics)).collect();
        // Of a list that is not known in full nothing is known.
        let items = self.find(key).and_then(|(node, _)| node.list()).map_or(0, <[Node]>::len);
        (found.len() == items).then(|| Spanned::new(found, names.origin))
    }

    /// A table below this one.
    pub(crate) fn table(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Table<'t>> {
        let (node, origin) = self.find(key)?;
        let plain = self.name.strip_prefix('`').and_then(|name| name.strip_suffix('`'));
        let name = if let Some(plain) = plain {
            format!("`{plain}.{key}`")
        } else if self.top {
            format!("[{key}]")
        } else {
            format!("{}.{key}]", self.name.trim_end_matches(']'))
        };
        self.sub(node, key, origin, name, diagnostics)
    }

    fn sub(&self, node: &'t Node, key: &str, origin: Origin, name: String, diagnostics: &mut Diagnostics) -> Option<Table<'t>> {
        if let Some(entries) = node.table() {
            return Some(Table::new(entries, &name, origin));
        }
        self.wrong_kind(node, key, "a table", diagnostics);
        diagnostics.lost(node.origin);
        None
    }

    /// Every entry as a table: the name, its place, and the table; `None` for what is no table, which is said.
    pub(crate) fn tables(&mut self, diagnostics: &mut Diagnostics) -> Vec<(Spanned<String>, Option<Table<'t>>)> {
        let mut out = Vec::new();
        for (name, node) in self.each() {
            let shown = format!("`{}`", name.value);
            let table = node.table().map(|entries| Table::new(entries, &shown, node.origin));
            if table.is_none() {
                self.wrong_kind(node, &name, "a table", diagnostics);
            }
            out.push((name, table));
        }
        out
    }

    /// The entries that nobody asked for and that are tables of tables' keys: `is_one` judges a name and the keys of its table.
    pub(crate) fn named_tables(&mut self, is_one: impl Fn(&str, &[Entry]) -> bool) -> Vec<(Spanned<String>, Table<'t>)> {
        let mut out = Vec::new();
        for asked in self.entries.iter_mut().filter(|e| !e.asked && e.entry.meant.get().is_none()) {
            let entry = asked.entry;
            let Some(entries) = entry.value.table().filter(|entries| is_one(&entry.key, entries)) else { continue };
            asked.asked = true;
            let name = format!("{}.{}]", self.name.trim_end_matches(']'), entry.key);
            out.push((Spanned::new(entry.key.clone(), entry.origin), Table::new(entries, &name, entry.origin)));
        }
        out
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

    /// Every entry as a list; `None` for what is none, which is said.
    pub(crate) fn lists(&mut self, diagnostics: &mut Diagnostics) -> Vec<(Spanned<String>, Option<Items<'t>>)> {
        let entries = self.each();
        entries.into_iter().map(|(name, node)| (name.clone(), self.items(node, &name, diagnostics))).collect()
    }

    /// Every entry as a list of texts.
    pub(crate) fn name_lists(&mut self, diagnostics: &mut Diagnostics) -> Vec<(Spanned<String>, Names)> {
        let mut out = Vec::new();
        for (name, node) in self.each() {
            let Some(items) = self.items(node, &name, diagnostics) else { continue };
            let texts = self.texts(&items, &name, diagnostics);
            out.push((name, Spanned::new(texts, node.origin)));
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

    /// Every entry as a constant. A table is what the dots of a name without quotes make of it.
    pub(crate) fn values_by_name(&mut self, diagnostics: &mut Diagnostics) -> Vec<(Spanned<String>, Spanned<Value>)> {
        let mut out = Vec::new();
        for (name, node) in self.each() {
            if let Tree::Table(_) = node.tree {
                self.wrong_kind(node, &name, "a value", diagnostics);
                diagnostics.help_last(&format!("a dot without quotes makes a table: write `\"{}.…\" = …`", name.value));
                continue;
            }
            out.extend(self.constant(node, diagnostics).map(|value| (name, value)));
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
            self.lacks(&codes::MISSING_KEY, key, self.origin, "");
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
