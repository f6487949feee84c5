//! How descriptors are laid out: as rustfmt would, with lines of [`WIDTH`] and whatever fits on one line left on one.
//!
//! prettyplease prints the items; it breaks calls and lists early, which makes towers of descriptors. So the expressions are taken out
//! of the items, and printed here.

mod node;

use node::{Call, Node, Shape};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree, token_stream};
use std::iter::Peekable;

/// The longest line; generated crates say so to rustfmt too.
pub(crate) const WIDTH: usize = 120;
const STEP: usize = 4;
/// rustfmt sets lists of items that are no longer than this several to a line.
const SHORT: usize = 10;

/// An item as text. Expressions that are worth a layout are printed by this module, the rest by prettyplease. The second value is
/// whether it is an import or a module: such stay together.
///
/// # Errors
///
/// Tokens that are no Rust.
pub(super) fn item(tokens: TokenStream) -> Result<(String, Option<&'static str>), syn::Error> {
    if let Some((name, inside)) = around_item(&tokens) {
        let (text, _) = item(inside)?;
        let lines: String =
            text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{:STEP$}{line}\n", "") }).collect();
        return Ok((format!("rw::{name}! {{\n{lines}}}\n"), None));
    }
    let mut taken = Taken(Vec::new());
    let item: syn::Item = syn::parse2(taken.take_from(tokens, false))?;
    let group = match &item {
        syn::Item::Use(_) => Some("use"),
        syn::Item::Mod(_) => Some("mod"),
        _ => None,
    };
    let text = prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] });
    let text = signatures(&text);
    let mut out = String::with_capacity(text.len() * 2);
    let mut apart = false;
    for line in text.lines() {
        if apart && line.trim_start().starts_with("fn ") {
            out.push('\n');
        }
        match taken.in_line(line) {
            Some((head, expr, tail)) => out.push_str(&statement(head, expr, tail)),
            None => out.push_str(line),
        }
        out.push('\n');
        apart = line.trim_start().starts_with("const ") || line == "    }";
    }
    Ok((out, group))
}

/// `rw::name! { … }` around a struct or an enum: the name, and what is inside.
fn around_item(tokens: &TokenStream) -> Option<(String, TokenStream)> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let [TokenTree::Ident(rw), _, _, TokenTree::Ident(name), TokenTree::Punct(bang), TokenTree::Group(group)] = tokens.as_slice() else {
        return None;
    };
    (rw == "rw" && bang.as_char() == '!').then(|| (name.to_string(), group.stream()))
}

/// Signatures that prettyplease breaks, though they fit on a line.
fn signatures(text: &str) -> String {
    let (mut out, mut broken) = (Vec::new(), Vec::new());
    for line in text.lines() {
        let begins = line.ends_with('(') && ["fn ", "pub fn "].iter().any(|start| line.trim_start().starts_with(start));
        if broken.is_empty() && !begins {
            out.push(line.to_owned());
            continue;
        }
        broken.push(line);
        if line.trim_start().starts_with(')') {
            let arguments = broken[1..broken.len() - 1].iter().map(|l| l.trim()).collect::<Vec<_>>().join(" ");
            let whole = format!("{}{}{}", broken[0], arguments.trim_end_matches(','), line.trim_start());
            if width(&whole) <= WIDTH {
                out.push(whole);
            } else {
                out.extend(broken.iter().map(|l| (*l).to_owned()));
            }
            broken.clear();
        }
    }
    out.extend(broken.iter().map(|l| (*l).to_owned()));
    out.join("\n")
}

/// Expressions that were taken out of an item; an identifier with their number stands in their place.
struct Taken(Vec<Node>);

const PLACE: &str = "__rw_taken_";

impl Taken {
    /// An item's tokens without the values of its constants and the statements of its functions. `body` is whether these are the tokens
    /// of a function's body.
    fn take_from(&mut self, tokens: TokenStream, body: bool) -> TokenStream {
        let mut out = TokenStream::new();
        let mut tokens = tokens.into_iter().peekable();
        let (mut function, mut start) = (false, body);
        while let Some(token) = tokens.peek() {
            let word = if let TokenTree::Ident(word) = token { word.to_string() } else { String::new() };
            if start && word != "let" {
                out.extend([self.take(until(&mut tokens, ';'))]);
                out.extend(tokens.next());
                continue;
            }
            if word == "const" {
                out.extend(until(&mut tokens, '='));
                out.extend(tokens.next());
                out.extend([self.take(until(&mut tokens, ';'))]);
                out.extend(tokens.next());
                continue;
            }
            function |= word == "fn";
            start = body && matches!(token, TokenTree::Punct(p) if p.as_char() == ';');
            out.extend(tokens.next().map(|token| match token {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && !body => {
                    // A struct's fields hold neither, and come through unchanged.
                    TokenTree::Group(Group::new(Delimiter::Brace, self.take_from(group.stream(), function)))
                }
                token => token,
            }));
        }
        out
    }

    fn take(&mut self, tokens: TokenStream) -> TokenTree {
        self.0.push(Node::new(tokens));
        Ident::new(&format!("{PLACE}{}", self.0.len() - 1), Span::call_site()).into()
    }

    /// What stands before the place in a line, what was there, and what stands behind.
    fn in_line<'a>(&'a self, line: &'a str) -> Option<(&'a str, &'a Node, &'a str)> {
        let (head, rest) = line.split_once(PLACE)?;
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (number, tail) = rest.split_at_checked(digits)?;
        Some((head, self.0.get(number.parse::<usize>().ok()?)?, tail))
    }
}

/// The tokens before the next one of these.
fn until(tokens: &mut Peekable<token_stream::IntoIter>, end: char) -> TokenStream {
    let is_end = |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == end);
    std::iter::from_fn(|| tokens.next_if(|token| !is_end(token))).collect()
}

/// A line with its expression: behind the `=`, or below it where that reads better (rustfmt's `choose_rhs`).
fn statement(head: &str, node: &Node, tail: &str) -> String {
    let indent = head.len() - head.trim_start().len();
    let here = print(node, indent, width(head), tail.len());
    let Some(before) = head.strip_suffix(" = ").filter(|_| here.contains('\n') || width(head) + width(&here) + tail.len() > WIDTH) else {
        return format!("{head}{here}{tail}");
    };
    let below = print(node, indent + STEP, indent + STEP, tail.len());
    let lines = |text: &str| text.matches('\n').count();
    let opens = |text: &str| text.lines().next().and_then(|line| line.chars().last()).filter(|c| "([{".contains(*c));
    let fits = below.lines().all(|line| width(line) <= WIDTH);
    // A call around a list of one chain reads better when it begins on a line of its own.
    let around_chain = opens(&here).is_none() && matches!(&node.shape, Shape::Reference(inner) if matches!(inner.shape, Shape::Call(_)));
    let shorter = lines(&below) == 0 || lines(&here) > lines(&below) + 1;
    if fits && (shorter || around_chain || (opens(&here).is_some() && opens(&here) != opens(&below))) {
        return format!("{before} =\n{:pad$}{below}{tail}", "", pad = indent + STEP);
    }
    format!("{head}{here}{tail}")
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// An expression that begins at a column of a line with this indent; `tail` columns come behind it.
fn print(node: &Node, indent: usize, column: usize, tail: usize) -> String {
    if column + node.width + tail <= WIDTH {
        return node.flat.clone();
    }
    match &node.shape {
        Shape::Plain => node.flat.clone(),
        Shape::Reference(inner) => format!("&{}", print(inner, indent, column + 1, tail)),
        Shape::Array(items) => match items.as_slice() {
            [one] if overflows(one) || matches!(one.shape, Shape::Chain(..)) => {
                let inside = print(one, indent, column + 1, tail + 1);
                let first = inside.lines().next().map_or(0, width);
                if column + 1 + first <= WIDTH { format!("[{inside}]") } else { list("[", items, "]", indent) }
            }
            items => list("[", items, "]", indent),
        },
        Shape::Tuple(items) => list("(", items, ")", indent),
        Shape::Call(call) => print_call(call, indent, column, tail),
        Shape::Chain(base, calls) => chain(base, calls, indent, column, tail),
        Shape::Struct { name, fields, rest } => print_struct(name, fields, rest.as_deref(), indent),
    }
}

/// One item a line; short ones fill lines.
fn list(open: &str, items: &[Node], close: &str, indent: usize) -> String {
    let pad = " ".repeat(indent + STEP);
    let mut out = format!("{open}\n");
    if items.iter().all(|item| item.width <= SHORT) && open == "[" {
        let mut line = pad.clone();
        for item in items {
            if line != pad && width(&line) + item.width + 2 > WIDTH {
                out.push_str(line.trim_end());
                out.push('\n');
                line.clone_from(&pad);
            }
            line.push_str(&item.flat);
            line.push_str(", ");
        }
        out.push_str(line.trim_end());
        out.push('\n');
    } else {
        for item in items {
            out.push_str(&pad);
            out.push_str(&print(item, indent + STEP, indent + STEP, 1));
            out.push_str(",\n");
        }
    }
    out.push_str(pad.get(STEP..).unwrap_or_default());
    out.push_str(close);
    out
}

/// A function's or method's name with its arguments. A single one that has brackets of its own shares their lines.
fn print_call(call: &Call, indent: usize, column: usize, tail: usize) -> String {
    if column + call.width + tail <= WIDTH {
        return call.flat.clone();
    }
    match call.arguments.as_slice() {
        [] => call.flat.clone(),
        [one] if overflows(one) => format!("{}({})", call.name, print(one, indent, column + width(&call.name) + 1, tail + 1)),
        several => list(&format!("{}(", call.name), several, ")", indent),
    }
}

fn overflows(node: &Node) -> bool {
    match &node.shape {
        Shape::Reference(inner) => overflows(inner),
        Shape::Array(_) | Shape::Call(_) | Shape::Struct { .. } | Shape::Tuple(_) => true,
        Shape::Chain(..) | Shape::Plain => false,
    }
}

/// A chain of method calls: a call a line, unless only the last one is long.
fn chain(base: &Node, calls: &[Call], indent: usize, column: usize, tail: usize) -> String {
    let pad = indent + STEP;
    let Some((last, others)) = calls.split_last() else { return print(base, indent, column, tail) };
    let before = column + base.width + others.iter().map(|c| c.width).sum::<usize>();
    if before < WIDTH {
        let below = print_call(last, pad, pad, tail);
        let over = print_call(last, indent, before, tail);
        let fits = before + over.lines().next().map_or(0, width) <= WIDTH;
        let lines = |text: &str| text.lines().count();
        if fits && (lines(&over) >= 5 || lines(&below) >= lines(&over)) {
            return others.iter().fold(base.flat.clone(), |out, call| out + &call.flat) + &over;
        }
    }
    let mut out = print(base, indent, column, 0);
    // Behind brackets that close on a line of their own, calls need no indent.
    let pad = if out.contains('\n') { indent } else { pad };
    for (at, call) in calls.iter().enumerate() {
        let end = if at + 1 == calls.len() { tail } else { 0 };
        out.push_str(&format!("\n{:pad$}{}", "", print_call(call, pad, pad, end)));
    }
    out
}

fn print_struct(name: &str, fields: &[(String, Node)], rest: Option<&Node>, indent: usize) -> String {
    let pad = indent + STEP;
    let mut out = format!("{name} {{\n");
    for (field, value) in fields {
        let head = format!("{:pad$}{field}: ", "");
        let value = print(value, pad, width(&head), 1);
        out.push_str(&format!("{head}{value},\n"));
    }
    if let Some(rest) = rest {
        out.push_str(&format!("{:pad$}..{}\n", "", print(rest, pad, pad + 2, 0)));
    }
    out.push_str(&format!("{:indent$}}}", ""));
    out
}
