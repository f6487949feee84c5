//! Expressions, each with its text on one line: made once, so that the printer can ask for widths as often as it likes.
//!
//! They are read from tokens directly. The emitter writes only literals, paths, references, lists, tuples, calls, method calls, `?` and
//! struct literals, and a full parse of them was most of what a build of a thousand resources cost.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree, token_stream};
use std::iter::Peekable;

/// An expression.
pub(super) struct Node {
    /// On one line.
    pub flat: String,
    /// Its columns.
    pub width: usize,
    /// Where it can be broken.
    pub shape: Shape,
}

/// The kinds of expressions that descriptors are made of.
pub(super) enum Shape {
    /// Never broken.
    Plain,
    Reference(Box<Node>),
    Array(Vec<Node>),
    Tuple(Vec<Node>),
    Call(Call),
    /// What methods are called on, and the calls, whose names begin with a dot.
    Chain(Box<Node>, Vec<Call>),
    Struct {
        name: String,
        fields: Vec<(String, Node)>,
        rest: Option<Box<Node>>,
    },
}

/// A function's or method's name and its arguments.
pub(super) struct Call {
    pub name: String,
    pub arguments: Vec<Node>,
    pub flat: String,
    pub width: usize,
}

impl Call {
    fn new(name: String, arguments: Vec<Node>) -> Self {
        let flat = format!("{name}({})", joined(&arguments));
        Self { name, arguments, width: flat.chars().count(), flat }
    }
}

impl Node {
    fn with(flat: String, shape: Shape) -> Self {
        Self { width: flat.chars().count(), flat, shape }
    }

    fn plain(flat: String) -> Self {
        Self::with(flat, Shape::Plain)
    }

    /// Reads an expression.
    pub(super) fn new(tokens: TokenStream) -> Self {
        Reader(tokens.into_iter().peekable()).expression()
    }
}

struct Reader(Peekable<token_stream::IntoIter>);

impl Reader {
    fn is_punct(&mut self, wanted: char) -> bool {
        matches!(self.0.peek(), Some(TokenTree::Punct(p)) if p.as_char() == wanted)
    }

    fn take_punct(&mut self, wanted: char) -> bool {
        let found = self.is_punct(wanted);
        if found {
            self.0.next();
        }
        found
    }

    fn group(&mut self, delimiter: Delimiter) -> Option<Group> {
        match self.0.peek() {
            Some(TokenTree::Group(group)) if group.delimiter() == delimiter => {
                let group = group.clone();
                self.0.next();
                Some(group)
            }
            _ => None,
        }
    }

    fn expression(&mut self) -> Node {
        if self.take_punct('&') {
            if matches!(self.0.peek(), Some(TokenTree::Ident(word)) if word == "mut") {
                self.0.next();
                return Node::plain(format!("&mut {}", self.expression().flat));
            }
            let inner = self.expression();
            return Node::with(format!("&{}", inner.flat), Shape::Reference(Box::new(inner)));
        }
        let mut base = self.primary();
        let mut calls = Vec::new();
        while self.is_punct('.') {
            self.0.next();
            let name = self.0.next().map_or_else(String::new, |t| t.to_string());
            match self.group(Delimiter::Parenthesis) {
                Some(group) => calls.push(Call::new(format!(".{name}"), items(group.stream()))),
                None => base = Node::plain(format!("{}.{name}", base.flat)),
            }
        }
        let node = if calls.is_empty() {
            base
        } else {
            let flat = calls.iter().fold(base.flat.clone(), |out, call| out + &call.flat);
            Node::with(flat, Shape::Chain(Box::new(base), calls))
        };
        if self.take_punct('?') { Node::plain(format!("{}?", node.flat)) } else { node }
    }

    fn primary(&mut self) -> Node {
        match self.0.next() {
            Some(TokenTree::Group(group)) => {
                let inside = items(group.stream());
                match group.delimiter() {
                    Delimiter::Bracket => Node::with(format!("[{}]", joined(&inside)), Shape::Array(inside)),
                    _ => Node::with(format!("({})", joined(&inside)), Shape::Tuple(inside)),
                }
            }
            Some(TokenTree::Ident(first)) => self.named(first.to_string()),
            Some(TokenTree::Punct(minus)) => Node::plain(format!("{minus}{}", self.primary().flat)),
            Some(literal) => Node::plain(literal.to_string()),
            None => Node::plain(String::new()),
        }
    }

    /// A path, and what it names: a function with its arguments, a macro, a struct.
    fn named(&mut self, mut name: String) -> Node {
        while self.take_punct(':') {
            self.take_punct(':');
            name.push_str("::");
            name.extend(self.0.next().map(|t| t.to_string()));
        }
        if self.take_punct('!') {
            let inside = self.0.next().map_or_else(String::new, |t| t.to_string());
            return Node::plain(format!("{name}!{inside}"));
        }
        if let Some(group) = self.group(Delimiter::Parenthesis) {
            let call = Call::new(name, items(group.stream()));
            return Node::with(call.flat.clone(), Shape::Call(call));
        }
        match self.group(Delimiter::Brace) {
            Some(group) => literal(name, group.stream()),
            None => Node::plain(name),
        }
    }
}

/// A struct literal.
fn literal(name: String, tokens: TokenStream) -> Node {
    let mut reader = Reader(tokens.into_iter().peekable());
    let (mut fields, mut rest) = (Vec::new(), None);
    while reader.0.peek().is_some() {
        if reader.take_punct('.') {
            reader.take_punct('.');
            rest = Some(Box::new(reader.expression()));
        } else {
            let field = reader.0.next().map_or_else(String::new, |t| t.to_string());
            reader.take_punct(':');
            fields.push((field, reader.expression()));
        }
        reader.take_punct(',');
    }
    let parts = fields.iter().map(|(name, value): &(String, Node)| format!("{name}: {}", value.flat));
    let parts = parts.chain(rest.as_deref().map(|rest: &Node| format!("..{}", rest.flat))).collect::<Vec<_>>();
    Node::with(format!("{name} {{ {} }}", parts.join(", ")), Shape::Struct { name, fields, rest })
}

/// Expressions with commas between them.
fn items(tokens: TokenStream) -> Vec<Node> {
    let mut reader = Reader(tokens.into_iter().peekable());
    let mut out = Vec::new();
    while reader.0.peek().is_some() {
        out.push(reader.expression());
        reader.take_punct(',');
    }
    out
}

fn joined(items: &[Node]) -> String {
    items.iter().map(|n| n.flat.as_str()).collect::<Vec<_>>().join(", ")
}
