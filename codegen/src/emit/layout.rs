//! How descriptors are laid out: as rustfmt would, with lines of [`WIDTH`] and whatever fits on one line left on one.
//!
//! prettyplease prints the items; it breaks calls and lists early, which makes towers of descriptors. So the expressions are taken out
//! of the items, and printed here.

use quote::ToTokens as _;
use syn::{Expr, ExprCall, ExprMethodCall, ExprStruct, Member};

/// The longest line; generated crates say so to rustfmt too.
pub(crate) const WIDTH: usize = 120;
const STEP: usize = 4;
/// rustfmt sets lists of items that are no longer than this several to a line.
const SHORT: usize = 10;

/// An item as text. Expressions that are worth a layout are printed by this module, the rest by prettyplease.
pub(super) fn item(mut item: syn::Item) -> String {
    let mut taken = Taken(Vec::new());
    taken.take_from(&mut item);
    let text = prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] });
    let mut out = String::with_capacity(text.len() * 2);
    let mut const_before = false;
    for line in text.lines() {
        if const_before && line.trim_start().starts_with("fn ") {
            out.push('\n');
        }
        match taken.in_line(line) {
            Some((head, expr, tail)) => out.push_str(&statement(head, expr, tail)),
            None => out.push_str(line),
        }
        out.push('\n');
        const_before = line.trim_start().starts_with("const ");
    }
    out
}

/// Expressions that were taken out of an item; an identifier with their number stands in their place.
struct Taken(Vec<Expr>);

const PLACE: &str = "__rw_taken_";

impl Taken {
    fn take_from(&mut self, item: &mut syn::Item) {
        match item {
            syn::Item::Const(item) => self.take(&mut item.expr),
            syn::Item::Fn(item) => self.take_statements(&mut item.block),
            syn::Item::Impl(item) => {
                for item in &mut item.items {
                    match item {
                        syn::ImplItem::Const(item) => self.take(&mut item.expr),
                        syn::ImplItem::Fn(item) => self.take_statements(&mut item.block),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn take_statements(&mut self, block: &mut syn::Block) {
        for statement in &mut block.stmts {
            if let syn::Stmt::Expr(expr, _) = statement {
                self.take(expr);
            }
        }
    }

    fn take(&mut self, expr: &mut Expr) {
        let place = proc_macro2::Ident::new(&format!("{PLACE}{}", self.0.len()), proc_macro2::Span::call_site());
        self.0.push(std::mem::replace(expr, syn::parse_quote!(#place)));
    }

    /// What stands before the place in a line, what was there, and what stands behind.
    fn in_line<'a>(&'a self, line: &'a str) -> Option<(&'a str, &'a Expr, &'a str)> {
        let (head, rest) = line.split_once(PLACE)?;
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (number, tail) = rest.split_at_checked(digits)?;
        Some((head, self.0.get(number.parse::<usize>().ok()?)?, tail))
    }
}

/// A line with its expression: behind the `=`, or below it where that reads better (rustfmt's `choose_rhs`).
fn statement(head: &str, expr: &Expr, tail: &str) -> String {
    let indent = head.len() - head.trim_start().len();
    let here = print(expr, indent, width(head), tail.len());
    let Some(before) = head.strip_suffix(" = ").filter(|_| here.contains('\n') || width(head) + width(&here) + tail.len() > WIDTH) else {
        return format!("{head}{here}{tail}");
    };
    let below = print(expr, indent + STEP, indent + STEP, tail.len());
    let lines = |text: &str| text.matches('\n').count();
    let opens = |text: &str| text.lines().next().and_then(|line| line.chars().last()).filter(|c| "([{".contains(*c));
    let fits = below.lines().all(|line| width(line) <= WIDTH);
    // A call around a list of one chain reads better when it begins on a line of its own.
    let around_chain = opens(&here).is_none() && matches!(expr, Expr::Reference(r) if matches!(*r.expr, Expr::Call(_)));
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
fn print(expr: &Expr, indent: usize, column: usize, tail: usize) -> String {
    let line = flat(expr);
    if column + width(&line) + tail <= WIDTH {
        return line;
    }
    match expr {
        Expr::Reference(reference) => format!("&{}", print(&reference.expr, indent, column + 1, tail)),
        Expr::Array(array) => match array.elems.iter().collect::<Vec<_>>().as_slice() {
            [one] if overflows(one) || matches!(one, Expr::MethodCall(_)) => {
                let inside = print(one, indent, column + 1, tail + 1);
                let first = inside.lines().next().map_or(0, width);
                if column + 1 + first <= WIDTH { format!("[{inside}]") } else { list("[", &[one], "]", indent) }
            }
            several => list("[", several, "]", indent),
        },
        Expr::Tuple(tuple) => list("(", &tuple.elems.iter().collect::<Vec<_>>(), ")", indent),
        Expr::Call(call) => print_call(call, indent, column, tail),
        Expr::MethodCall(call) => chain(call, indent, column, tail),
        Expr::Struct(literal) => print_struct(literal, indent),
        _ => line,
    }
}

/// One item a line; short ones fill lines.
fn list(open: &str, items: &[&Expr], close: &str, indent: usize) -> String {
    let pad = " ".repeat(indent + STEP);
    let mut out = format!("{open}\n");
    if items.iter().all(|item| width(&flat(item)) <= SHORT) && open == "[" {
        let mut line = pad.clone();
        for item in items {
            let item = flat(item);
            if line != pad && width(&line) + width(&item) + 2 > WIDTH {
                out.push_str(line.trim_end());
                out.push('\n');
                line.clone_from(&pad);
            }
            line.push_str(&item);
            line.push_str(", ");
        }
        out.push_str(line.trim_end());
        out.push('\n');
    } else {
        for item in items {
            out.push_str(&format!("{pad}{},\n", print(item, indent + STEP, indent + STEP, 1)));
        }
    }
    out.push_str(&format!("{:indent$}{close}", ""));
    out
}

fn print_call(call: &ExprCall, indent: usize, column: usize, tail: usize) -> String {
    let name = flat(&call.func);
    let start = column + width(&name);
    format!("{name}{}", arguments(&call.args.iter().collect::<Vec<_>>(), indent, start, tail))
}

/// Arguments with their brackets. A single one that has brackets of its own shares their lines.
fn arguments(arguments: &[&Expr], indent: usize, column: usize, tail: usize) -> String {
    let line = format!("({})", arguments.iter().map(|a| flat(a)).collect::<Vec<_>>().join(", "));
    if column + width(&line) + tail <= WIDTH {
        return line;
    }
    match arguments {
        [] => line,
        [one] if overflows(one) => format!("({})", print(one, indent, column + 1, tail + 1)),
        several => list("(", several, ")", indent),
    }
}

fn overflows(expr: &Expr) -> bool {
    match expr {
        Expr::Reference(reference) => overflows(&reference.expr),
        Expr::Array(_) | Expr::Call(_) | Expr::Struct(_) | Expr::Tuple(_) => true,
        _ => false,
    }
}

/// A chain of method calls: a call a line, unless only the last one is long.
fn chain(call: &ExprMethodCall, indent: usize, column: usize, tail: usize) -> String {
    let mut calls: Vec<&ExprMethodCall> = vec![call];
    let mut base: &Expr = &call.receiver;
    while let Expr::MethodCall(inner) = base {
        calls.push(inner);
        base = &inner.receiver;
    }
    calls.reverse();
    let single = |call: &ExprMethodCall, indent: usize, column: usize, tail: usize| {
        let name = format!(".{}", call.method);
        let start = column + width(&name);
        format!("{name}{}", arguments(&call.args.iter().collect::<Vec<_>>(), indent, start, tail))
    };
    let pad = indent + STEP;
    let last = single(call, pad, pad, tail);
    let before: String = flat(base) + &calls.iter().take(calls.len() - 1).map(|c| single(c, 0, 0, 0)).collect::<String>();
    if !before.contains('\n') && column + width(&before) < WIDTH {
        let over = single(call, indent, column + width(&before), tail);
        let first = over.lines().next().map_or(0, width);
        let fits = column + width(&before) + first <= WIDTH;
        let lines = |text: &str| text.lines().count();
        if fits && (lines(&over) >= 5 || lines(&last) >= lines(&over)) {
            return before + &over;
        }
    }
    let mut out = print(base, indent, column, 0);
    // Behind brackets that close on a line of their own, calls need no indent.
    let pad = if out.contains('\n') { indent } else { pad };
    for (at, call) in calls.iter().enumerate() {
        let end = if at + 1 == calls.len() { tail } else { 0 };
        out.push_str(&format!("\n{:pad$}{}", "", single(call, pad, pad, end)));
    }
    out
}

fn print_struct(literal: &ExprStruct, indent: usize) -> String {
    let pad = indent + STEP;
    let mut out = format!("{} {{\n", path(&literal.path));
    for field in &literal.fields {
        let head = format!("{:pad$}{}: ", "", member(&field.member));
        let value = print(&field.expr, pad, width(&head), 1);
        out.push_str(&format!("{head}{value},\n"));
    }
    if let Some(rest) = &literal.rest {
        out.push_str(&format!("{:pad$}..{}\n", "", print(rest, pad, pad + 2, 0)));
    }
    out.push_str(&format!("{:indent$}}}", ""));
    out
}

fn member(member: &Member) -> String {
    match member {
        Member::Named(name) => name.to_string(),
        Member::Unnamed(index) => index.index.to_string(),
    }
}

fn path(path: &syn::Path) -> String {
    path.to_token_stream().to_string().replace(' ', "")
}

/// An expression on one line.
fn flat(expr: &Expr) -> String {
    let joined = |items: &syn::punctuated::Punctuated<Expr, syn::Token![,]>| items.iter().map(flat).collect::<Vec<_>>().join(", ");
    match expr {
        Expr::Reference(reference) => format!("&{}", flat(&reference.expr)),
        Expr::Array(array) => format!("[{}]", joined(&array.elems)),
        Expr::Tuple(tuple) => format!("({})", joined(&tuple.elems)),
        Expr::Call(call) => format!("{}({})", flat(&call.func), joined(&call.args)),
        Expr::MethodCall(call) => format!("{}.{}({})", flat(&call.receiver), call.method, joined(&call.args)),
        Expr::Try(inner) => format!("{}?", flat(&inner.expr)),
        Expr::Unary(unary) => format!("{}{}", unary.op.to_token_stream(), flat(&unary.expr)),
        Expr::Path(named) => path(&named.path),
        Expr::Macro(call) => format!("{}!({})", path(&call.mac.path), call.mac.tokens),
        Expr::Struct(literal) => {
            let fields = literal.fields.iter().map(|f| format!("{}: {}", member(&f.member), flat(&f.expr)));
            let rest = literal.rest.iter().map(|rest| format!("..{}", flat(rest)));
            format!("{} {{ {} }}", path(&literal.path), fields.chain(rest).collect::<Vec<_>>().join(", "))
        }
        other => other.to_token_stream().to_string(),
    }
}
