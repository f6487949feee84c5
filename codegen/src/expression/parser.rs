//! The grammar of expressions, by descent: `or`, `and`, `not`, comparisons, sums, products, operands.

use super::Problem;
use super::lexer::{Token, tokens};
use restwright_schema::expression::{Comparison, Function, Operator};
use std::ops::Range;

/// How deep brackets, negations and arguments may lie in each other. The trees are walked recursively.
const DEEPEST: usize = 64;

/// A part of an expression, with its place in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What it is.
    pub kind: NodeKind,
}

/// What a part of an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// A column's name, or a path where the place allows one.
    Name(String),
    /// Digits, maybe with a point.
    Number(String),
    /// A text.
    Text(String),
    /// `true` or `false`.
    Boolean(bool),
    /// `null`.
    Null,
    /// `now()`.
    Now,
    /// `-x`.
    Negative(Box<Node>),
    /// `a + b` and its kin.
    Arithmetic(Operator, Box<Node>, Box<Node>),
    /// A function and its arguments.
    Call(Function, Vec<Node>),
    /// `a < b` and its kin.
    Compare(Comparison, Box<Node>, Box<Node>),
    /// `x is null`.
    IsNull(Box<Node>),
    /// `x in (…)`.
    In(Box<Node>, Vec<Node>),
    /// `not x`; also `x is not null` and `x not in (…)`.
    Not(Box<Node>),
    /// `a and b`.
    And(Vec<Node>),
    /// `a or b`.
    Or(Vec<Node>),
}

/// Reads the text of an expression.
///
/// # Errors
///
/// The first place at which the text has no meaning, and what would have one.
pub fn parse(text: &str) -> Result<Node, Problem> {
    let mut parser = Parser { tokens: tokens(text)?, next: 0, end: text.trim_end().len(), depth: 0 };
    let node = parser.any()?;
    match parser.peek() {
        None => Ok(node),
        Some(_) => Err(parser.unexpected("an operator, `and`, `or`, or the end")),
    }
}

struct Parser {
    tokens: Vec<(Token, Range<usize>)>,
    next: usize,
    end: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(token, _)| token)
    }

    /// The place of the next token.
    fn place(&self) -> Range<usize> {
        self.tokens.get(self.next).map_or(self.end..self.end, |(_, range)| range.clone())
    }

    fn accept_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(w)) if w.eq_ignore_ascii_case(word));
        self.next += usize::from(found);
        found
    }

    fn accept_sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(s)) if *s == sign);
        self.next += usize::from(found);
        found
    }

    fn expect_sign(&mut self, sign: &str) -> Result<(), Problem> {
        if self.accept_sign(sign) { Ok(()) } else { Err(self.unexpected(&format!("`{sign}`"))) }
    }

    fn unexpected(&self, wanted: &str) -> Problem {
        let found = match self.peek() {
            None => return Problem::new(self.place(), format!("the expression ends where {wanted} has to follow")),
            Some(Token::Word(text) | Token::Number(text)) => format!("`{text}`"),
            Some(Token::Text(text)) => format!("the text '{text}'"),
            Some(Token::Sign(sign)) => format!("`{sign}`"),
        };
        let help = match self.peek() {
            Some(Token::Sign("==")) => "write `=`",
            Some(Token::Sign("&&")) => "write `and`",
            Some(Token::Sign("||")) => "write `or` between conditions, and `concat(a, b)` for texts",
            Some(Token::Sign("%")) => "the operators are `+ - * /`",
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("like") => "the comparisons are `= != < <= > >= in` and `is null`",
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("between") => "write `x >= 1 and x <= 9`",
            _ => "",
        };
        Problem::new(self.place(), format!("{found} stands where {wanted} has to follow")).help(help)
    }

    /// Enters a nested part, as deep as trees may be.
    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Problem>) -> Result<T, Problem> {
        if self.depth >= DEEPEST {
            return Err(Problem::new(self.place(), format!("parts lie more than {DEEPEST} deep in each other")));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn any(&mut self) -> Result<Node, Problem> {
        self.joined("or", Self::all, NodeKind::Or)
    }

    fn all(&mut self) -> Result<Node, Problem> {
        self.joined("and", Self::negation, NodeKind::And)
    }

    fn joined(
        &mut self,
        word: &str,
        part: impl Fn(&mut Self) -> Result<Node, Problem>,
        kind: impl FnOnce(Vec<Node>) -> NodeKind,
    ) -> Result<Node, Problem> {
        let first = part(self)?;
        let mut parts = vec![first];
        while self.accept_word(word) {
            parts.push(part(self)?);
        }
        let range = whole(&parts);
        Ok(match parts.pop() {
            Some(only) if parts.is_empty() => only,
            Some(last) => {
                parts.push(last);
                Node { range, kind: kind(parts) }
            }
            None => return Err(self.unexpected("a condition")),
        })
    }

    fn negation(&mut self) -> Result<Node, Problem> {
        let start = self.place().start;
        if self.accept_word("not") {
            let of = self.nested(Self::negation)?;
            return Ok(not(start, of));
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Result<Node, Problem> {
        let left = self.sum()?;
        let start = left.range.start;
        if self.accept_word("is") {
            let negated = self.accept_word("not");
            let end = self.place().end;
            if !self.accept_word("null") {
                return Err(self.unexpected("`null`"));
            }
            let test = Node { range: start..end, kind: NodeKind::IsNull(Box::new(left)) };
            return Ok(if negated { not(start, test) } else { test });
        }
        let negated = self.accept_word("not");
        if self.accept_word("in") {
            self.expect_sign("(")?;
            let mut values = vec![self.sum()?];
            while self.accept_sign(",") {
                values.push(self.sum()?);
            }
            let end = self.place().end;
            self.expect_sign(")")?;
            let test = Node { range: start..end, kind: NodeKind::In(Box::new(left), values) };
            return Ok(if negated { not(start, test) } else { test });
        }
        if negated {
            return Err(self.unexpected("`in`"));
        }
        let Some(comparison) = self.comparison_sign() else { return Ok(left) };
        let right = self.sum()?;
        if let Some(Token::Sign("=" | "!=" | "<>" | "<" | "<=" | ">" | ">=")) = self.peek() {
            let problem = Problem::new(self.place(), "a comparison cannot be compared");
            return Err(problem.help("join two comparisons by `and`: `a < b and b < c`"));
        }
        let range = start..right.range.end;
        Ok(Node { range, kind: NodeKind::Compare(comparison, Box::new(left), Box::new(right)) })
    }

    fn comparison_sign(&mut self) -> Option<Comparison> {
        let Some(Token::Sign(sign)) = self.peek() else { return None };
        let comparison = match *sign {
            "=" => Comparison::Equal,
            "!=" | "<>" => Comparison::NotEqual,
            "<" => Comparison::Less,
            "<=" => Comparison::LessOrEqual,
            ">" => Comparison::Greater,
            ">=" => Comparison::GreaterOrEqual,
            _ => return None,
        };
        self.next += 1;
        Some(comparison)
    }

    fn sum(&mut self) -> Result<Node, Problem> {
        self.arithmetic(&[Operator::Add, Operator::Subtract], Self::product)
    }

    fn product(&mut self) -> Result<Node, Problem> {
        self.arithmetic(&[Operator::Multiply, Operator::Divide], Self::operand)
    }

    fn arithmetic(&mut self, operators: &[Operator], part: impl Fn(&mut Self) -> Result<Node, Problem>) -> Result<Node, Problem> {
        let mut left = part(self)?;
        let mut parts = 1;
        while let Some(operator) = operators.iter().copied().find(|operator| self.accept_sign(operator.sign())) {
            parts += 1;
            if parts > DEEPEST {
                return Err(Problem::new(left.range, format!("more than {DEEPEST} operands stand in one row")));
            }
            let right = part(self)?;
            let range = left.range.start..right.range.end;
            left = Node { range, kind: NodeKind::Arithmetic(operator, Box::new(left), Box::new(right)) };
        }
        Ok(left)
    }

    fn operand(&mut self) -> Result<Node, Problem> {
        let place = self.place();
        if self.accept_sign("(") {
            let mut inner = self.nested(Self::any)?;
            let end = self.place().end;
            self.expect_sign(")")?;
            inner.range = place.start..end;
            return Ok(inner);
        }
        if self.accept_sign("-") {
            let of = self.nested(Self::operand)?;
            let range = place.start..of.range.end;
            let kind = match of.kind {
                NodeKind::Number(digits) => NodeKind::Number(digits.strip_prefix('-').map_or_else(|| format!("-{digits}"), str::to_owned)),
                kind => NodeKind::Negative(Box::new(Node { range: of.range, kind })),
            };
            return Ok(Node { range, kind });
        }
        let Some(token) = self.peek().cloned() else { return Err(self.unexpected("a column, a constant or a function")) };
        let kind = match token {
            Token::Number(digits) => NodeKind::Number(digits),
            Token::Text(text) => NodeKind::Text(text),
            Token::Word(word) => return self.word(&word, place),
            Token::Sign(_) => return Err(self.unexpected("a column, a constant or a function")),
        };
        self.next += 1;
        Ok(Node { range: place, kind })
    }

    fn word(&mut self, word: &str, place: Range<usize>) -> Result<Node, Problem> {
        let lower = word.to_ascii_lowercase();
        if matches!(lower.as_str(), "and" | "or" | "not" | "in" | "is") {
            return Err(self.unexpected("a column, a constant or a function"));
        }
        self.next += 1;
        let called = self.accept_sign("(");
        let kind = match lower.as_str() {
            "true" | "false" if !called => NodeKind::Boolean(lower == "true"),
            "null" if !called => NodeKind::Null,
            "now" if called => {
                self.expect_sign(")")?;
                NodeKind::Now
            }
            _ if called => return self.call(&lower, word, place),
            _ => NodeKind::Name(word.to_owned()),
        };
        let end = self.tokens.get(self.next - 1).map_or(place.end, |(_, range)| range.end);
        Ok(Node { range: place.start..end, kind })
    }

    fn call(&mut self, lower: &str, word: &str, place: Range<usize>) -> Result<Node, Problem> {
        let Some(function) = Function::ALL.into_iter().find(|function| function.name() == lower) else {
            let problem = Problem::new(place, format!("`{word}` is not a function that expressions have"));
            return Err(problem.help("the functions are `coalesce`, `concat`, `lower`, `upper` and `now`"));
        };
        let mut arguments = Vec::new();
        let mut end = self.place().end;
        while !self.accept_sign(")") {
            arguments.push(self.nested(Self::sum)?);
            end = self.place().end;
            if !self.accept_sign(",") {
                self.expect_sign(")")?;
                break;
            }
        }
        let range = place.start..end;
        let fits = match function {
            Function::Lower | Function::Upper => arguments.len() == 1,
            Function::Coalesce | Function::Concat => arguments.len() >= 2,
        };
        if !fits {
            let wanted = if matches!(function, Function::Lower | Function::Upper) { "one argument" } else { "two or more arguments" };
            return Err(Problem::new(range, format!("`{}` has {} arguments and takes {wanted}", function.name(), arguments.len())));
        }
        Ok(Node { range, kind: NodeKind::Call(function, arguments) })
    }
}

fn not(start: usize, of: Node) -> Node {
    Node { range: start..of.range.end, kind: NodeKind::Not(Box::new(of)) }
}

fn whole(parts: &[Node]) -> Range<usize> {
    let start = parts.first().map_or(0, |part| part.range.start);
    start..parts.last().map_or(start, |part| part.range.end)
}
