//! The layers of `runtime/src`: imports between its rooms run down only, and no circle of files is larger than a few that belong together.
//!
//! A room is a module of the crate's root. Imports are read from the sources: `use` declarations and paths that begin with `crate`, `super`,
//! `self` or a child module, without what is compiled for tests only. A name that is re-exported counts as the file that defines it, and the
//! file that only re-exports it does not import it.
//! `cargo test -p restwright-tests --test architecture -- --nocapture` prints what there is.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// How many files may import each other in a circle.
const LARGEST_CIRCLE: usize = 3;

/// The rooms, from the lowest to the highest: each imports only those before it.
const ROOMS: &[&str] = &[
    // Values.
    "python",
    "json",
    "error",
    "value",
    // The database, and what a server holds beside it.
    "db",
    "columns",
    "quiet",
    "random",
    "passwords",
    "request",
    "parsers",
    "throttling",
    "settings",
    "refusals",
    "authentication",
    "migrations",
    // Resources: statements, hooks, what goes in and out.
    "orm",
    "hooks",
    "permissions",
    "filters",
    "routers",
    "urls",
    "serializers",
    "representation",
    "write",
    "pagination",
    // The API: everything joined, and what answers a request.
    "cors",
    "app",
    "objects",
    "viewsets",
    "metadata",
    "renderers",
    "http",
    // Who makes an API.
    "details",
    "generated",
    "server",
    "builder",
    "test",
    "guide",
];

/// Arrows that run up and are still there. Take out what is mended.
const STILL_UP: &[(&str, &str)] = &[];

/// What stands for the path of a name of another crate.
const ELSEWHERE: &str = "another crate";

/// A module's path, the crate's root being empty.
type Module = Vec<String>;

/// The modules of the crate: its files, and the modules inside them.
#[derive(Default)]
struct Crate {
    /// The file of each module.
    files: BTreeMap<Module, PathBuf>,
    /// What names of modules that are not their own lead to, and whether they are re-exported.
    names: BTreeMap<(Module, String), (Module, bool)>,
    /// What modules import: paths as they are written, made absolute.
    imports: Vec<(Module, Module)>,
    /// The words of each module's code. What is re-exported counts as imported only if it is used there, too.
    words: BTreeMap<Module, BTreeSet<String>>,
}

impl Crate {
    fn read(root: &Path) -> Self {
        let mut all = Self::default();
        let mut sources = Vec::new();
        find(root, &mut Vec::new(), &mut |module, path| sources.push((module.clone(), path.to_owned())));
        for (module, path) in &sources {
            all.files.insert(module.clone(), path.clone());
        }
        for (module, path) in sources {
            let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let tokens = text.parse::<TokenStream>().unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            all.scan(&module, &path, tokens);
        }
        all
    }

    /// Reads the items and the paths of a module.
    fn scan(&mut self, module: &Module, path: &Path, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        let mut public = false;
        while let Some(token) = tokens.get(at) {
            let next = tokens.get(at + 1);
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' && next.is_some_and(is_for_tests) => {
                    at = end_of_item(&tokens, at + 2);
                    continue;
                }
                // A macro's own `$crate::…` is for those who use it.
                TokenTree::Punct(punct) if punct.as_char() == '$' => at += 1,
                TokenTree::Ident(word) if word == "pub" => {
                    public = true;
                    at += 1 + usize::from(next.is_some_and(|next| is_group(next, Delimiter::Parenthesis)));
                    continue;
                }
                TokenTree::Ident(word) if word == "use" && !next.is_some_and(|next| is_punct(next, '<')) => {
                    let end = tokens[at..].iter().position(|t| is_punct(t, ';')).map_or(tokens.len(), |n| at + n);
                    let mut found = Vec::new();
                    use_tree(&tokens[at + 1..end], &Vec::new(), &mut found);
                    for (written, name) in found {
                        let absolute = self.absolute(module, &written).unwrap_or_else(|| vec![ELSEWHERE.to_owned()]);
                        if !public {
                            self.imports.push((module.clone(), absolute.clone()));
                        }
                        self.names.insert((module.clone(), name), (absolute, public));
                    }
                    at = end;
                }
                TokenTree::Ident(word) if word == "mod" && tokens.get(at + 2).is_some_and(|t| is_group(t, Delimiter::Brace)) => {
                    if let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(body))) = (next, tokens.get(at + 2)) {
                        let inner: Module = module.iter().cloned().chain([name.to_string()]).collect();
                        self.files.insert(inner.clone(), path.to_owned());
                        self.scan(&inner, path, body.stream());
                        at += 2;
                    }
                }
                TokenTree::Ident(_) => {
                    let mut written = Vec::new();
                    while let Some(TokenTree::Ident(word)) = tokens.get(at) {
                        written.push(word.to_string());
                        if !(tokens.get(at + 1).is_some_and(|t| is_punct(t, ':')) && tokens.get(at + 2).is_some_and(|t| is_punct(t, ':'))) {
                            break;
                        }
                        at += 3;
                    }
                    // The last part may be a `<` or a `{`, which ends the path.
                    if !matches!(tokens.get(at), Some(TokenTree::Ident(_))) {
                        at -= 1;
                    }
                    self.words.entry(module.clone()).or_default().extend(written.iter().cloned());
                    if written.len() > 1
                        && let Some(absolute) = self.absolute(module, &written)
                    {
                        self.imports.push((module.clone(), absolute));
                    }
                }
                TokenTree::Group(group) => self.scan(module, path, group.stream()),
                _ => {}
            }
            public = false;
            at += 1;
        }
    }

    /// A path from the crate's root; `None` for one that leads out of the crate.
    fn absolute(&self, module: &Module, written: &[String]) -> Option<Module> {
        let (first, rest) = written.split_first()?;
        let mut base = match first.as_str() {
            "crate" => Vec::new(),
            "self" => module.clone(),
            "super" => module.split_last().map(|(_, parent)| parent.to_vec())?,
            name => {
                let child: Module = module.iter().cloned().chain([name.to_owned()]).collect();
                self.files.contains_key(&child).then_some(child)?
            }
        };
        for part in rest {
            match part.as_str() {
                "super" => drop(base.pop()),
                part => base.push(part.to_owned()),
            }
        }
        Some(base)
    }

    /// The module that defines what a path leads to.
    fn defining(&self, path: &Module) -> Option<Module> {
        let mut path = path.clone();
        // Re-exports of re-exports; a bound, since some of them name each other.
        for _ in 0..16 {
            let length = (0..=path.len()).rev().find(|n| self.files.contains_key(&path[..*n]))?;
            let module = path[..length].to_vec();
            let Some(name) = path.get(length) else { return Some(module) };
            match self.names.get(&(module.clone(), name.clone())) {
                Some((target, _)) => path = target.iter().cloned().chain(path[length + 1..].iter().cloned()).collect(),
                None => return Some(module),
            }
        }
        None
    }

    /// Which file imports which, and by what names.
    fn arrows(&self) -> BTreeMap<(&Path, &Path), BTreeSet<String>> {
        let mut arrows: BTreeMap<(&Path, &Path), BTreeSet<String>> = BTreeMap::new();
        let used = |module: &Module, name: &String| self.words.get(module).is_some_and(|words| words.contains(name));
        let exported = self.names.iter().filter(|((module, name), (_, public))| *public && used(module, name));
        let exported = exported.map(|((module, _), (path, _))| (module, path));
        let root = self.files[&Module::new()].as_path();
        for (module, path) in self.imports.iter().map(|(module, path)| (module, path)).chain(exported) {
            let Some(target) = self.defining(path) else { continue };
            let (from, to) = (self.files[module].as_path(), self.files[&target].as_path());
            // The root only lists the rooms.
            if from != to && from != root && to != root {
                arrows.entry((from, to)).or_default().insert(path.last().cloned().unwrap_or_default());
            }
        }
        arrows
    }
}

/// Visits the files below a folder with the paths of their modules.
fn find(folder: &Path, module: &mut Module, visit: &mut impl FnMut(&Module, &Path)) {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a folder's entry").path()).collect();
    paths.sort();
    for path in paths {
        let Some(name) = path.file_stem().and_then(|name| name.to_str()).map(str::to_owned) else { continue };
        if path.is_dir() {
            if name != "tests" {
                module.push(name);
                find(&path, module, visit);
                module.pop();
            }
        } else if path.extension().is_some_and(|end| end == "rs") && name != "tests" {
            match name.as_str() {
                "mod" | "lib" => visit(module, &path),
                _ => {
                    module.push(name);
                    visit(module, &path);
                    module.pop();
                }
            }
        }
    }
}

fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

fn is_group(token: &TokenTree, wanted: Delimiter) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == wanted)
}

/// Whether an attribute is `cfg(test)`, alone or with other conditions.
fn is_for_tests(attribute: &TokenTree) -> bool {
    let TokenTree::Group(group) = attribute else { return false };
    let text = group.stream().to_string().replace(' ', "");
    text.starts_with("cfg(") && text.contains("test") && !text.contains("not(test")
}

/// The position behind an item.
fn end_of_item(tokens: &[TokenTree], start: usize) -> usize {
    let ends = |token: &TokenTree| is_punct(token, ';') || is_group(token, Delimiter::Brace);
    tokens[start..].iter().position(ends).map_or(tokens.len(), |n| start + n + 1)
}

/// The paths of a `use` declaration, each with the name that it gets.
fn use_tree(tokens: &[TokenTree], before: &Module, found: &mut Vec<(Module, String)>) {
    for part in tokens.split(|token| is_punct(token, ',')) {
        let mut path = before.clone();
        let mut renamed = None;
        let mut words = part.iter();
        while let Some(token) = words.next() {
            match token {
                TokenTree::Ident(word) if word == "as" => renamed = words.next().map(ToString::to_string),
                TokenTree::Ident(word) if word == "self" && !path.is_empty() => {}
                TokenTree::Ident(word) => path.push(word.to_string()),
                TokenTree::Group(group) => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    use_tree(&inner, &path, found);
                    path.clear();
                }
                _ => {}
            }
        }
        if let Some(last) = path.last().cloned() {
            found.push((path, renamed.unwrap_or(last)));
        }
    }
}

/// Groups of files that import each other (Tarjan's strongly connected components), the largest first.
fn circles<'a>(arrows: &BTreeMap<(&'a Path, &'a Path), BTreeSet<String>>) -> Vec<Vec<&'a Path>> {
    let mut next: BTreeMap<&Path, Vec<&Path>> = BTreeMap::new();
    for (from, to) in arrows.keys() {
        next.entry(from).or_default().push(to);
        next.entry(to).or_default();
    }
    let mut state = Tarjan { next: &next, index: BTreeMap::new(), low: BTreeMap::new(), stack: Vec::new(), found: Vec::new() };
    for file in next.keys() {
        if !state.index.contains_key(file) {
            state.visit(file);
        }
    }
    let mut found = state.found;
    found.retain(|circle| circle.len() > 1);
    found.sort_by_key(|circle| std::cmp::Reverse(circle.len()));
    found
}

struct Tarjan<'n, 'a> {
    next: &'n BTreeMap<&'a Path, Vec<&'a Path>>,
    index: BTreeMap<&'a Path, usize>,
    low: BTreeMap<&'a Path, usize>,
    stack: Vec<&'a Path>,
    found: Vec<Vec<&'a Path>>,
}

impl<'a> Tarjan<'_, 'a> {
    fn visit(&mut self, file: &'a Path) {
        let index = self.index.len();
        self.index.insert(file, index);
        self.low.insert(file, index);
        self.stack.push(file);
        for &other in &self.next[file] {
            if !self.index.contains_key(other) {
                self.visit(other);
                let low = self.low[other].min(self.low[file]);
                self.low.insert(file, low);
            } else if self.stack.contains(&other) {
                let low = self.index[other].min(self.low[file]);
                self.low.insert(file, low);
            }
        }
        if self.low[file] == index {
            let start = self.stack.iter().position(|other| *other == file).expect("on the stack");
            self.found.push(self.stack.split_off(start));
        }
    }
}

fn runtime() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src")
}

/// A file without the folder of the sources.
fn short(path: &Path) -> String {
    path.strip_prefix(runtime()).unwrap_or(path).display().to_string()
}

/// The room that a file lies in.
fn room(path: &Path) -> String {
    short(path).split(['/', '.']).next().unwrap_or_default().to_owned()
}

#[test]
fn circles_of_files_are_small() {
    let all = Crate::read(&runtime());
    let arrows = all.arrows();
    let found = circles(&arrows);
    println!("circles: {:?}", found.iter().map(Vec::len).collect::<Vec<_>>());
    let mut text = String::new();
    for circle in found.iter().filter(|circle| circle.len() > LARGEST_CIRCLE) {
        text += &format!("\n{} files import each other:\n", circle.len());
        for ((from, to), names) in arrows.iter().filter(|((from, to), _)| circle.contains(from) && circle.contains(to)) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            text += &format!("  {} -> {}: {}\n", short(from), short(to), names.join(", "));
        }
    }
    assert!(text.is_empty(), "{text}");
}

#[test]
fn imports_run_down() {
    let all = Crate::read(&runtime());
    let arrows = all.arrows();
    let place = |room: &str| ROOMS.iter().position(|other| *other == room);
    let mut text = String::new();
    let rooms: BTreeSet<String> = all.files.values().map(|path| room(path)).filter(|room| room != "lib").collect();
    for room in rooms.iter().filter(|room| place(room).is_none()) {
        text += &format!("\n`{room}` has no place in ROOMS");
    }
    let mut up = BTreeSet::new();
    for ((from, to), names) in &arrows {
        let (lower, upper) = (room(from), room(to));
        if lower == upper || place(&lower) > place(&upper) {
            continue;
        }
        up.insert((lower.clone(), upper.clone()));
        if !STILL_UP.contains(&(lower.as_str(), upper.as_str())) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            text += &format!("\n`{lower}` must not know `{upper}`: {} -> {}: {}", short(from), short(to), names.join(", "));
        }
    }
    for (lower, upper) in STILL_UP {
        if !up.contains(&((*lower).to_owned(), (*upper).to_owned())) {
            text += &format!("\n`{lower}` does not know `{upper}` any more: take it out of STILL_UP");
        }
    }
    assert!(text.is_empty(), "{text}");
}
