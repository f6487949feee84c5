//! The types of an expression's parts, and the tree that the server gets.

use super::{Node, NodeKind, Problem};
use crate::check::values;
use crate::lower::literal;
use crate::spec::Value;
use restwright_schema::expression::{ColumnRef, Comparison, Expression, Function, Operator};
use restwright_schema::infer::{keep, keep_str};
use restwright_schema::model::FieldType;

/// What kind of value an expression has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// A whole number.
    Integer,
    /// An exact decimal.
    Decimal,
    /// A binary floating point number.
    Float,
    /// True or false: a condition.
    Boolean,
    /// A text.
    Text,
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// A moment.
    DateTime,
    /// A length of time.
    Duration,
    /// A uuid.
    Uuid,
    /// A JSON document, an address, or another value that expressions can only compare with NULL.
    Other,
    /// `null`.
    Null,
}

impl ValueType {
    /// The kind of the values of a column's type.
    pub const fn of(kind: FieldType) -> Self {
        use FieldType as T;
        match kind {
            kind if kind.is_integer() => Self::Integer,
            T::Float => Self::Float,
            T::Decimal => Self::Decimal,
            T::Boolean => Self::Boolean,
            T::String | T::Text | T::Slug | T::Email | T::Url => Self::Text,
            T::Uuid => Self::Uuid,
            T::Date => Self::Date,
            T::Time => Self::Time,
            T::DateTime => Self::DateTime,
            T::Duration => Self::Duration,
            _ => Self::Other,
        }
    }

    /// Whether it is a number.
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Decimal | Self::Float)
    }

    /// What it is, in words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Integer => "a whole number",
            Self::Decimal => "a decimal",
            Self::Float => "a float",
            Self::Boolean => "a condition",
            Self::Text => "a text",
            Self::Date => "a date",
            Self::Time => "a time",
            Self::DateTime => "a datetime",
            Self::Duration => "a duration",
            Self::Uuid => "a uuid",
            Self::Other => "a value without an order",
            Self::Null => "null",
        }
    }

    /// Whether a field of this type can show such a value.
    pub const fn fits(self, kind: FieldType) -> bool {
        match (self, Self::of(kind)) {
            (Self::Null, _) => true,
            (Self::Integer, Self::Decimal | Self::Float) | (Self::Decimal, Self::Float) | (Self::Float, Self::Decimal) => true,
            (one, other) => one as u8 == other as u8,
        }
    }

    /// The type of a constant of this kind.
    const fn constant(self) -> FieldType {
        match self {
            Self::Integer => FieldType::BigInteger,
            Self::Decimal => FieldType::Decimal,
            Self::Float => FieldType::Float,
            Self::Boolean => FieldType::Boolean,
            Self::Date => FieldType::Date,
            Self::Time => FieldType::Time,
            Self::DateTime => FieldType::DateTime,
            Self::Duration => FieldType::Duration,
            Self::Uuid => FieldType::Uuid,
            Self::Text | Self::Other | Self::Null => FieldType::Text,
        }
    }
}

/// A column that an expression may name.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The type of its values; of a relation that of the key which the column holds.
    pub kind: FieldType,
    /// Whether the column may be NULL.
    pub null: bool,
}

/// What tells the column that a name stands for, or the message and the help for a name that cannot stand there.
pub type Columns<'a> = &'a dyn Fn(&str) -> Result<Column, (String, String)>;

/// An expression whose names and types were checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    /// The tree.
    pub expression: &'static Expression,
    /// The kind of its value.
    pub value: ValueType,
    /// Where whole numbers are divided: databases differ in what becomes of the rest.
    pub integer_divisions: Vec<std::ops::Range<usize>>,
}

/// Checks the names and types of an expression, and makes the tree that the server gets.
///
/// # Errors
///
/// The first part whose name or type does not fit.
pub fn lower(node: &Node, columns: Columns<'_>) -> Result<Typed, Problem> {
    let mut lowering = Lowering { columns, divisions: Vec::new() };
    let (expression, value) = lowering.value(node)?;
    Ok(Typed { expression: keep(Box::new(expression)), value, integer_divisions: lowering.divisions })
}

struct Lowering<'a> {
    columns: Columns<'a>,
    divisions: Vec<std::ops::Range<usize>>,
}

type Part = (Expression, ValueType);

impl Lowering<'_> {
    fn value(&mut self, node: &Node) -> Result<Part, Problem> {
        let bad = |message: String| Problem::new(node.range.clone(), message);
        Ok(match &node.kind {
            NodeKind::Name(name) => {
                let column = (self.columns)(name).map_err(|(message, help)| bad(message).help(help))?;
                (Expression::Column(ColumnRef { field: keep_str(name), kind: column.kind, null: column.null }), ValueType::of(column.kind))
            }
            NodeKind::Number(_) | NodeKind::Text(_) | NodeKind::Boolean(_) | NodeKind::Null => {
                let own = constant_type(&node.kind);
                (self.constant(node, own.constant())?, own)
            }
            NodeKind::Now => (Expression::Now, ValueType::DateTime),
            NodeKind::Negative(of) => {
                let (inner, value) = self.number(of, "-")?;
                (Expression::Negative(keep(Box::new(inner))), value)
            }
            NodeKind::Arithmetic(operator, left, right) => self.arithmetic(node, *operator, left, right)?,
            NodeKind::Call(function, arguments) => self.call(node, *function, arguments)?,
            NodeKind::Compare(comparison, left, right) => self.compare(node, *comparison, left, right)?,
            NodeKind::IsNull(of) => {
                let (inner, _) = self.value(of)?;
                if !matches!(inner, Expression::Column(_)) {
                    return Err(Problem::new(of.range.clone(), "only a column can be compared with `null`"));
                }
                (Expression::IsNull(keep(Box::new(inner))), ValueType::Boolean)
            }
            NodeKind::In(of, values) => self.within(of, values)?,
            NodeKind::Not(of) => (Expression::Not(keep(Box::new(self.condition(of)?))), ValueType::Boolean),
            NodeKind::And(parts) => (Expression::And(self.conditions(parts)?), ValueType::Boolean),
            NodeKind::Or(parts) => (Expression::Or(self.conditions(parts)?), ValueType::Boolean),
        })
    }

    fn conditions(&mut self, parts: &[Node]) -> Result<&'static [Expression], Problem> {
        let made: Vec<Expression> = parts.iter().map(|part| self.condition(part)).collect::<Result<_, _>>()?;
        Ok(keep(made.into_boxed_slice()))
    }

    fn condition(&mut self, node: &Node) -> Result<Expression, Problem> {
        let (made, value) = self.value(node)?;
        if value == ValueType::Boolean && !matches!(made, Expression::Constant(..)) {
            return Ok(made);
        }
        let problem = Problem::new(node.range.clone(), format!("a condition has to stand here, and this is {}", value.name()));
        Err(problem.help("compare it: `x > 0`, `x is null`, `x in (1, 2)`"))
    }

    fn number(&mut self, node: &Node, sign: &str) -> Result<Part, Problem> {
        let (made, value) = self.value(node)?;
        if value.is_number() {
            return Ok((made, value));
        }
        let problem = Problem::new(node.range.clone(), format!("`{sign}` computes with numbers, and this is {}", value.name()));
        Err(if value == ValueType::Text { problem.help("texts are joined by `concat(a, b)`") } else { problem })
    }

    fn arithmetic(&mut self, node: &Node, operator: Operator, left: &Node, right: &Node) -> Result<Part, Problem> {
        let (left, one) = self.number(left, operator.sign())?;
        let (right, other) = self.number(right, operator.sign())?;
        let value = wider(one, other);
        if operator == Operator::Divide && value != ValueType::Float {
            self.divisions.push(node.range.clone());
        }
        Ok((Expression::Arithmetic(operator, keep(Box::new(left)), keep(Box::new(right))), value))
    }

    fn call(&mut self, node: &Node, function: Function, arguments: &[Node]) -> Result<Part, Problem> {
        let mut made = Vec::new();
        let mut result = ValueType::Null;
        for argument in arguments {
            let (part, value) = self.value(argument)?;
            let problem = |message: String| Err(Problem::new(argument.range.clone(), message));
            match function {
                Function::Lower | Function::Upper if value != ValueType::Text => {
                    return problem(format!("`{}` takes a text, and this is {}", function.name(), value.name()));
                }
                Function::Concat if !(value == ValueType::Text || value.is_number()) => {
                    return problem(format!("`concat` takes texts and numbers, and this is {}", value.name()));
                }
                Function::Coalesce if value == ValueType::Null => return problem("`null` has no effect in `coalesce`".to_owned()),
                Function::Coalesce if result == ValueType::Null => result = value,
                Function::Coalesce if result.is_number() && value.is_number() => result = wider(result, value),
                Function::Coalesce if result != value => {
                    return problem(format!(
                        "the arguments of `coalesce` have one type: this is {}, the first is {}",
                        value.name(),
                        result.name()
                    ));
                }
                _ => {}
            }
            made.push(part);
        }
        if function != Function::Coalesce {
            result = ValueType::Text;
        } else if matches!(result, ValueType::Boolean | ValueType::Other) {
            return Err(Problem::new(node.range.clone(), format!("`coalesce` does not take {}", result.name())));
        }
        Ok((Expression::Call(function, keep(made.into_boxed_slice())), result))
    }

    fn compare(&mut self, node: &Node, comparison: Comparison, left: &Node, right: &Node) -> Result<Part, Problem> {
        if [left, right].iter().any(|side| side.kind == NodeKind::Null) {
            let problem = Problem::new(node.range.clone(), "nothing is equal to `null` in SQL");
            return Err(problem.help("write `x is null` or `x is not null`"));
        }
        let (left, right) = match (is_constant(left), is_constant(right)) {
            (true, true) => return Err(Problem::new(node.range.clone(), "two constants are compared")),
            (true, false) => {
                let (other, value) = self.value(right)?;
                (self.compared(left, value, &other)?, other)
            }
            (false, true) => {
                let (other, value) = self.value(left)?;
                let made = self.compared(right, value, &other)?;
                (other, made)
            }
            (false, false) => {
                let ((one, first), (other, second)) = (self.value(left)?, self.value(right)?);
                if !comparable(first, second) {
                    return Err(Problem::new(node.range.clone(), format!("{} is compared with {}", first.name(), second.name())));
                }
                (one, other)
            }
        };
        Ok((Expression::Compare(comparison, keep(Box::new(left)), keep(Box::new(right))), ValueType::Boolean))
    }

    fn within(&mut self, of: &Node, values: &[Node]) -> Result<Part, Problem> {
        let (inner, value) = self.value(of)?;
        if !matches!(inner, Expression::Column(_)) {
            return Err(Problem::new(of.range.clone(), "`in` compares a column"));
        }
        let mut made = Vec::new();
        for node in values {
            if !is_constant(node) || node.kind == NodeKind::Null {
                let problem = Problem::new(node.range.clone(), "the list of `in` holds constants");
                return Err(if node.kind == NodeKind::Null { problem.help("add `or x is null`") } else { problem });
            }
            made.push(self.compared(node, value, &inner)?);
        }
        Ok((Expression::In(keep(Box::new(inner)), keep(made.into_boxed_slice())), ValueType::Boolean))
    }

    /// A constant that is compared with a value of a type.
    fn compared(&self, node: &Node, value: ValueType, other: &Expression) -> Result<Expression, Problem> {
        let own = constant_type(&node.kind);
        let quoted = matches!(node.kind, NodeKind::Text(_));
        let fits = match value {
            ValueType::Integer | ValueType::Decimal | ValueType::Float => own.is_number(),
            ValueType::Boolean => own == ValueType::Boolean,
            // These are written as texts, and their form is checked.
            ValueType::Text | ValueType::Date | ValueType::Time | ValueType::DateTime | ValueType::Duration | ValueType::Uuid => quoted,
            ValueType::Other | ValueType::Null => false,
        };
        if !fits {
            let problem = Problem::new(node.range.clone(), format!("{} is compared with {}", value.name(), own.name()));
            return Err(if value == ValueType::Text && own.is_number() { problem.help("put the text in quotes") } else { problem });
        }
        let kind = match other {
            // `x > 1.5` is a legal condition for a whole number.
            Expression::Column(column) if !value.is_number() => column.kind,
            _ if value.is_number() => own.constant(),
            _ => value.constant(),
        };
        self.constant(node, kind)
    }

    fn constant(&self, node: &Node, kind: FieldType) -> Result<Expression, Problem> {
        let value = match &node.kind {
            NodeKind::Boolean(value) => Value::Bool(*value),
            NodeKind::Text(text) => Value::Str(text.clone()),
            NodeKind::Number(digits) if digits.contains('.') => {
                Value::Float { value: digits.parse().unwrap_or_default(), text: digits.clone() }
            }
            NodeKind::Number(digits) => match digits.parse() {
                Ok(value) => Value::Int(value),
                Err(_) => return Err(Problem::new(node.range.clone(), format!("`{digits}` has more than 64 bits"))),
            },
            _ => return Ok(Expression::Constant(restwright_schema::model::Literal::Null, kind)),
        };
        // Texts of any form may be compared with a text.
        if !kind.is_text()
            && let Some(problem) = values::wrong_form(kind, None, &value)
        {
            return Err(Problem::new(
                node.range.clone(),
                format!("`{}` cannot be compared here: {problem}", value.as_text().unwrap_or_default()),
            ));
        }
        Ok(Expression::Constant(literal::literal(&value, kind), kind))
    }
}

fn is_constant(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Number(_) | NodeKind::Text(_) | NodeKind::Boolean(_) | NodeKind::Null)
}

fn constant_type(kind: &NodeKind) -> ValueType {
    match kind {
        NodeKind::Number(digits) if digits.contains('.') => ValueType::Decimal,
        NodeKind::Number(_) => ValueType::Integer,
        NodeKind::Text(_) => ValueType::Text,
        NodeKind::Boolean(_) => ValueType::Boolean,
        _ => ValueType::Null,
    }
}

/// The type of a computation with two numbers.
fn wider(one: ValueType, other: ValueType) -> ValueType {
    match (one, other) {
        (ValueType::Float, _) | (_, ValueType::Float) => ValueType::Float,
        (ValueType::Decimal, _) | (_, ValueType::Decimal) => ValueType::Decimal,
        _ => ValueType::Integer,
    }
}

fn comparable(one: ValueType, other: ValueType) -> bool {
    let moments = |value| matches!(value, ValueType::Date | ValueType::DateTime);
    match (one, other) {
        (ValueType::Other | ValueType::Null, _) | (_, ValueType::Other | ValueType::Null) => false,
        _ => one == other || (one.is_number() && other.is_number()) || (moments(one) && moments(other)),
    }
}
