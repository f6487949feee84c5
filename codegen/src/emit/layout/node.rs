//! Expressions, each with its text on one line: made once, so that the printer can ask for widths as often as it likes.

use quote::ToTokens as _;
use syn::Expr;

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

    /// Reads an expression.
    pub(super) fn new(expr: &Expr) -> Self {
        match expr {
            Expr::Reference(reference) => {
                let inner = Self::new(&reference.expr);
                Self::with(format!("&{}", inner.flat), Shape::Reference(Box::new(inner)))
            }
            Expr::Array(array) => {
                let items = nodes(array.elems.iter());
                Self::with(format!("[{}]", joined(&items)), Shape::Array(items))
            }
            Expr::Tuple(tuple) => {
                let items = nodes(tuple.elems.iter());
                Self::with(format!("({})", joined(&items)), Shape::Tuple(items))
            }
            Expr::Call(call) => {
                let call = Call::new(Self::new(&call.func).flat, nodes(call.args.iter()));
                Self::with(call.flat.clone(), Shape::Call(call))
            }
            Expr::MethodCall(_) => Self::chain(expr),
            Expr::Struct(literal) => {
                let name = path(&literal.path);
                let fields: Vec<(String, Self)> =
                    literal.fields.iter().map(|f| (f.member.to_token_stream().to_string(), Self::new(&f.expr))).collect();
                let rest = literal.rest.as_deref().map(|rest| Box::new(Self::new(rest)));
                let parts = fields.iter().map(|(name, value)| format!("{name}: {}", value.flat));
                let parts = parts.chain(rest.iter().map(|rest| format!("..{}", rest.flat))).collect::<Vec<_>>();
                Self::with(format!("{name} {{ {} }}", parts.join(", ")), Shape::Struct { name, fields, rest })
            }
            Expr::Try(inner) => Self::with(format!("{}?", Self::new(&inner.expr).flat), Shape::Plain),
            Expr::Unary(unary) => Self::with(format!("{}{}", unary.op.to_token_stream(), Self::new(&unary.expr).flat), Shape::Plain),
            Expr::Path(named) => Self::with(path(&named.path), Shape::Plain),
            Expr::Macro(call) => Self::with(format!("{}!({})", path(&call.mac.path), call.mac.tokens), Shape::Plain),
            other => Self::with(other.to_token_stream().to_string(), Shape::Plain),
        }
    }

    fn chain(expr: &Expr) -> Self {
        let mut calls = Vec::new();
        let mut base = expr;
        while let Expr::MethodCall(call) = base {
            calls.push(Call::new(format!(".{}", call.method), nodes(call.args.iter())));
            base = &call.receiver;
        }
        calls.reverse();
        let base = Self::new(base);
        let flat = calls.iter().fold(base.flat.clone(), |out, call| out + &call.flat);
        Self::with(flat, Shape::Chain(Box::new(base), calls))
    }
}

fn nodes<'a>(items: impl Iterator<Item = &'a Expr>) -> Vec<Node> {
    items.map(Node::new).collect()
}

fn joined(items: &[Node]) -> String {
    items.iter().map(|n| n.flat.as_str()).collect::<Vec<_>>().join(", ")
}

fn path(path: &syn::Path) -> String {
    path.segments.iter().map(|s| s.ident.to_string()).collect::<Vec<_>>().join("::")
}
