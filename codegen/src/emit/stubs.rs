//! Hooks that a spec newly names, added to the file that their author wrote: text is inserted, and none is changed.

use super::hooks::{Method, own_types};
use super::layout::WIDTH;
use super::project::HookFile;
use std::collections::BTreeSet;
use syn::spanned::Spanned as _;

/// An implementation of a trait of hooks, as it stands in a source.
pub(crate) struct Implementation {
    methods: BTreeSet<String>,
    /// Whether a macro writes some of it.
    macros: bool,
    /// Where its closing brace stands, in bytes.
    end: usize,
    /// The names that its module imports.
    bound: BTreeSet<String>,
}

/// The implementation of the file's trait in a source; `None` where there is none, or the source is no Rust.
pub(crate) fn implementation(text: &str, file: &HookFile) -> Option<Implementation> {
    if !text.contains(&file.names[0]) {
        return None;
    }
    // syn takes a byte order mark away, and the offsets with it. A module has no shebang.
    let skipped = text.len() - text.trim_start_matches('\u{feff}').len();
    if text[skipped..].starts_with("#!") && !text[skipped..].starts_with("#![") {
        return None;
    }
    let parsed = syn::parse_file(text).ok()?;
    let mut found = within(&parsed.items, &file.names)?;
    found.end += skipped;
    text[found.end..].starts_with('}').then_some(found)
}

fn within(items: &[syn::Item], names: &[String; 2]) -> Option<Implementation> {
    for item in items {
        match item {
            syn::Item::Impl(item) if is_of(item, names) => {
                let (mut methods, mut macros) = (BTreeSet::new(), false);
                for item in &item.items {
                    match item {
                        syn::ImplItem::Fn(method) => drop(methods.insert(method.sig.ident.to_string())),
                        syn::ImplItem::Macro(_) => macros = true,
                        _ => {}
                    }
                }
                let mut bound = BTreeSet::new();
                for item in items {
                    if let syn::Item::Use(item) = item {
                        names_of(&item.tree, &mut bound);
                    }
                }
                return Some(Implementation { methods, macros, end: item.brace_token.span.close().span().byte_range().start, bound });
            }
            syn::Item::Mod(module) => {
                if let Some(found) = module.content.as_ref().and_then(|(_, items)| within(items, names)) {
                    return Some(found);
                }
            }
            _ => {}
        }
    }
    None
}

fn is_of(item: &syn::ItemImpl, [hooks, viewset]: &[String; 2]) -> bool {
    let last = |path: &syn::Path, name: &str| path.segments.last().is_some_and(|segment| segment.ident == name);
    let of = matches!(&*item.self_ty, syn::Type::Path(path) if last(&path.path, viewset));
    of && item.trait_.as_ref().is_some_and(|(path, _)| last(path, hooks))
}

/// The names that a `use` binds. What a `*` binds is not known.
fn names_of(tree: &syn::UseTree, out: &mut BTreeSet<String>) {
    match tree {
        syn::UseTree::Path(path) => names_of(&path.tree, out),
        syn::UseTree::Name(name) => drop(out.insert(name.ident.to_string())),
        syn::UseTree::Rename(rename) => drop(out.insert(rename.rename.to_string())),
        syn::UseTree::Group(group) => group.items.iter().for_each(|tree| names_of(tree, out)),
        syn::UseTree::Glob(_) => {}
    }
}

impl Implementation {
    /// The methods of a trait that it lacks.
    pub(crate) fn lacks<'f>(&self, file: &'f HookFile) -> Vec<&'f Method> {
        file.methods().filter(|m| !self.methods.contains(m.name())).collect()
    }

    /// The source with these methods before the implementation's closing brace; `None` where they cannot be placed there with certainty.
    pub(crate) fn with(&self, text: &str, file: &HookFile, methods: &[&Method]) -> Option<String> {
        if self.macros {
            return None;
        }
        let (before, after) = text.split_at(self.end);
        let line = before.rfind('\n').map_or(before, |at| &before[at + 1..]);
        // A brace on a line of its own keeps it, with its indentation.
        let alone = line.chars().all(char::is_whitespace) && before.contains('\n');
        let (head, indent) = if alone { (&before[..before.len() - line.len()], line) } else { (before, "") };
        let mut inserted = String::new();
        if !alone {
            inserted.push('\n');
        }
        for (at, method) in methods.iter().enumerate() {
            if at > 0 || !head.trim_end().ends_with('{') {
                inserted.push('\n');
            }
            for line in self.stub(file, method).lines() {
                inserted.push_str(&if line.is_empty() { "\n".to_owned() } else { format!("{indent}{line}\n") });
            }
        }
        if text.contains("\r\n") {
            inserted = inserted.replace('\n', "\r\n");
        }
        let whole = format!("{head}{inserted}{}{after}", if alone { indent } else { "" });
        // What was placed is found again, or nothing is placed.
        let placed = implementation(&whole, file).is_some_and(|found| found.lacks(file).is_empty());
        placed.then_some(whole)
    }

    /// A method whose types are written with a path, where the source does not import them.
    fn stub(&self, file: &HookFile, method: &Method) -> String {
        let model = file.names[0].trim_end_matches("Hooks");
        let own: BTreeSet<String> = own_types(model, &[method]).into_iter().filter(|name| !self.bound.contains(name.as_str())).collect();
        let text = method.stub();
        let (docs, code) = text.split_at(text.find("    async fn").unwrap_or(0));
        let mut out = docs.to_owned();
        let mut rest = code;
        while let Some(start) = rest.find(|c: char| c.is_alphanumeric() || c == '_') {
            let (gap, word) = rest.split_at(start);
            let end = word.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(word.len());
            let (word, behind) = word.split_at(end);
            out.push_str(gap);
            let path = out.ends_with("::");
            match word {
                "rw" if !path && behind.starts_with("::") && !self.bound.contains("rw") => out.push_str("restwright::hooks::prelude"),
                word if !path && own.contains(word) => out.push_str(&format!("{}::{word}", file.module())),
                word => out.push_str(word),
            }
            rest = behind;
        }
        out.push_str(rest);
        out.lines().map(|line| broken(line) + "\n").collect()
    }
}

/// A signature that paths have made too long for a line, as rustfmt breaks it.
fn broken(line: &str) -> String {
    let parts = line.split_once('(').and_then(|(head, rest)| Some((head, rest.rsplit_once(") -> ")?)));
    let Some((head, (arguments, output))) = parts.filter(|_| line.chars().count() > WIDTH && line.starts_with("    async fn")) else {
        return line.to_owned();
    };
    let (mut depth, mut lines) = (0_usize, String::from("        "));
    for c in arguments.chars() {
        match c {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match c {
            ',' if depth == 0 => lines.push_str(",\n       "),
            c => lines.push(c),
        }
    }
    format!("{head}(\n{lines},\n    ) -> {output}")
}
