//! The inside of an attribute as a tree: `key = value`, `key(…)`, `key`, values in brackets.
//!
//! It reads tokens and not expressions, so that one slip is reported and the rest is read all the same.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};

use crate::diag::{Diagnostics, codes};
use crate::spec::Origin;
use crate::spec::tree::{Entry, Node, Tree};

/// The parts of an attribute's parentheses. One key in two attributes is one table: `declared(…)` may be repeated.
pub(super) fn entries(tokens: TokenStream, d: &mut Diagnostics) -> Vec<Entry> {
    let mut out: Vec<Entry> = Vec::new();
    for part in parts(tokens, d) {
        match part {
            Part::Named(entry) => add(&mut out, entry, d),
            Part::Value(node) => syntax(node.origin, "a value without a key", d),
        }
    }
    out
}

/// Adds an entry: tables of one name are joined, anything else of one name is said twice.
pub(super) fn add(out: &mut Vec<Entry>, entry: Entry, d: &mut Diagnostics) {
    let Some(first) = out.iter_mut().find(|e| e.key == entry.key) else { return out.push(entry) };
    match (&mut first.value.tree, entry.value.tree) {
        (Tree::Call { table, named: true, .. } | Tree::Table(table), Tree::Call { table: more, named: true, .. } | Tree::Table(more)) => {
            for entry in more {
                add(table, entry, d);
            }
        }
        _ => {
            let origin = first.origin;
            d.report(&codes::SAID_TWICE, entry.origin, &[&entry.key]).also(origin, "said here first");
        }
    }
}

fn syntax(origin: Origin, problem: &str, d: &mut Diagnostics) {
    d.report(&codes::ATTRIBUTE, origin, &[problem]);
}

/// One part of a list in brackets.
enum Part {
    Named(Entry),
    Value(Node),
}

/// The parts between commas.
fn parts(tokens: TokenStream, d: &mut Diagnostics) -> Vec<Part> {
    let mut out = Vec::new();
    let mut part: Vec<TokenTree> = Vec::new();
    for token in tokens {
        if matches!(&token, TokenTree::Punct(p) if p.as_char() == ',') {
            out.extend(self::part(&part, d));
            part.clear();
        } else {
            part.push(token);
        }
    }
    out.extend(self::part(&part, d));
    out
}

fn part(tokens: &[TokenTree], d: &mut Diagnostics) -> Option<Part> {
    let first = tokens.first()?;
    let origin = Origin::Tokens(first.span());
    let Some((key, length, bare_ok)) = key(tokens) else { return value(tokens, d).map(Part::Value) };
    let rest = &tokens[length..];
    let entry = |value: Node, bare: bool| Some(Part::Named(Entry { bare, ..Entry::new(key.clone(), origin, value) }));
    match rest {
        [] if bare_ok && matches!(key.as_str(), "true" | "false") => Some(Part::Value(Node { origin, tree: Tree::Bool(key == "true") })),
        [] if bare_ok => entry(Node { origin, tree: Tree::Bool(true) }, true),
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => entry(call(group, origin, d), false),
        [TokenTree::Punct(p), value_tokens @ ..] if matches!(p.as_char(), '=' | ':') => {
            if value_tokens.is_empty() {
                syntax(Origin::Tokens(p.span()), &format!("`{key}` has no value"), d);
                return None;
            }
            entry(value(value_tokens, d)?, false)
        }
        // A text is a value as well as a key.
        [] => value(tokens, d).map(Part::Value),
        [other, ..] => {
            syntax(Origin::Tokens(other.span()), "here is `key = value`, `key(…)` or `key` expected, and a comma behind it", d);
            None
        }
    }
}

/// The key that a part begins with: a name, a path with dots, or a text. Whether it may stand alone.
fn key(tokens: &[TokenTree]) -> Option<(String, usize, bool)> {
    match tokens.first()? {
        TokenTree::Ident(name) => {
            let mut key = plain(&name.to_string());
            let mut length = 1;
            while let [TokenTree::Punct(dot), TokenTree::Ident(next), ..] = &tokens[length..]
                && dot.as_char() == '.'
            {
                key = format!("{key}.{}", plain(&next.to_string()));
                length += 2;
            }
            // `people::Author` is a value.
            let path = matches!(tokens.get(length), Some(TokenTree::Punct(p)) if p.as_char() == ':')
                && matches!(tokens.get(length + 1), Some(TokenTree::Punct(p)) if p.as_char() == ':');
            (!path).then_some((key, length, true))
        }
        TokenTree::Literal(literal) => Some((text(literal)?, 1, false)),
        _ => None,
    }
}

/// A raw identifier without its mark.
pub(super) fn plain(name: &str) -> String {
    name.strip_prefix("r#").unwrap_or(name).to_owned()
}

fn text(literal: &proc_macro2::Literal) -> Option<String> {
    match syn::Lit::new(literal.clone()) {
        syn::Lit::Str(text) => Some(text.value()),
        _ => None,
    }
}

/// `key(…)`.
fn call(group: &Group, origin: Origin, d: &mut Diagnostics) -> Node {
    let parts = parts(group.stream(), d);
    let named = parts.iter().all(|part| matches!(part, Part::Named(_)));
    let mut table: Vec<Entry> = Vec::new();
    let mut list: Vec<Node> = Vec::new();
    for part in parts {
        match part {
            Part::Value(node) => list.push(node),
            Part::Named(entry) => {
                list.push(item(&entry));
                if named {
                    add(&mut table, entry, d);
                }
            }
        }
    }
    Node { origin, tree: Tree::Call { table, list, named } }
}

/// A named part where a list is due: a word is a text, `not(…)` a table of one entry.
fn item(entry: &Entry) -> Node {
    let tree = if entry.bare { Tree::Str(entry.key.clone()) } else { Tree::Table(vec![entry.clone()]) };
    Node { origin: entry.origin, tree }
}

fn value(tokens: &[TokenTree], d: &mut Diagnostics) -> Option<Node> {
    let origin = Origin::Tokens(tokens.first()?.span());
    match tokens {
        [TokenTree::Literal(literal)] => constant(literal, false, origin, d),
        [TokenTree::Punct(minus), TokenTree::Literal(literal)] if minus.as_char() == '-' => constant(literal, true, origin, d),
        [TokenTree::Ident(word)] => {
            let word = word.to_string();
            let tree = match word.as_str() {
                "true" => Tree::Bool(true),
                "false" => Tree::Bool(false),
                _ => Tree::Str(plain(&word)),
            };
            Some(Node { origin, tree })
        }
        [TokenTree::Group(group)] => Some(self::group(group, d)),
        // `not(…)` in a list, or a path to a type.
        [TokenTree::Ident(_), ..] => {
            if let Some(Part::Named(entry)) = key(tokens).is_some().then(|| part(tokens, d)).flatten() {
                return Some(item(&entry));
            }
            path(tokens, origin, d)
        }
        [TokenTree::Punct(_), ..] => path(tokens, origin, d),
        [_, other, ..] => {
            syntax(Origin::Tokens(other.span()), "a comma is missing before this", d);
            None
        }
        _ => {
            syntax(origin, "this is no value", d);
            None
        }
    }
}

/// `crate::people::Author`, as a text.
fn path(tokens: &[TokenTree], origin: Origin, d: &mut Diagnostics) -> Option<Node> {
    let stream: TokenStream = tokens.iter().cloned().collect();
    if syn::parse2::<syn::Path>(stream.clone()).is_err() {
        syntax(origin, "this is no value: texts, numbers, `true`, `false`, names, and lists of them are", d);
        return None;
    }
    let text = stream.to_string().split_whitespace().collect::<String>();
    Some(Node { origin, tree: Tree::Str(text) })
}

fn group(group: &Group, d: &mut Diagnostics) -> Node {
    let origin = Origin::Tokens(group.span());
    let parts = parts(group.stream(), d);
    let tree = match group.delimiter() {
        Delimiter::Brace => {
            let mut table = Vec::new();
            for part in parts {
                match part {
                    Part::Named(entry) => add(&mut table, entry, d),
                    Part::Value(node) => syntax(node.origin, "a value without a key", d),
                }
            }
            Tree::Table(table)
        }
        _ => Tree::List(
            parts
                .into_iter()
                .map(|part| match part {
                    Part::Named(entry) => item(&entry),
                    Part::Value(node) => node,
                })
                .collect(),
        ),
    };
    Node { origin, tree }
}

fn constant(literal: &proc_macro2::Literal, negative: bool, origin: Origin, d: &mut Diagnostics) -> Option<Node> {
    let sign = if negative { "-" } else { "" };
    let tree = match syn::Lit::new(literal.clone()) {
        syn::Lit::Str(text) if !negative => Tree::Str(text.value()),
        syn::Lit::Bool(value) if !negative => Tree::Bool(value.value),
        syn::Lit::Int(n) => Tree::Int(format!("{sign}{}", n.base10_digits()).parse().ok()),
        syn::Lit::Float(n) => {
            let text = format!("{sign}{}", n.base10_digits());
            Tree::Float { value: text.parse().unwrap_or(f64::NAN), text }
        }
        _ => {
            syntax(origin, "this is no value: texts, numbers, `true`, `false`, names, and lists of them are", d);
            return None;
        }
    };
    Some(Node { origin, tree })
}

/// A word that nobody wrote, at the place of what it was taken from.
pub(super) fn word(key: &str, value: &str, span: Span) -> Entry {
    let origin = Origin::Tokens(span);
    Entry::new(key.to_owned(), origin, Node { origin, tree: Tree::Str(value.to_owned()) })
}
