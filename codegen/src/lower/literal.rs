//! Constants: what a spec wrote, as the literal that its field stores.

use crate::spec::{ChoiceSpec, Value};
use restwright_schema::infer::{keep, keep_str};
use restwright_schema::model::{FieldType, Literal};

/// A constant for a field of this type.
pub(crate) fn literal(value: &Value, kind: FieldType) -> Literal {
    match (kind, value) {
        (FieldType::Json, value) => Literal::Json(keep_str(&value.to_json())),
        (FieldType::Uuid, Value::Str(text)) if text == "uuid4()" => Literal::Uuid4,
        (FieldType::Uuid, Value::Str(text)) if text == "uuid7()" => Literal::Uuid7,
        (FieldType::DateTime | FieldType::Time, Value::Str(text)) if text == "now()" => Literal::Now,
        (FieldType::Date, Value::Str(text)) if text == "today()" => Literal::Now,
        (FieldType::Decimal, value) => value.as_text().map_or_else(|| plain(value), |text| Literal::Decimal(keep_str(&text))),
        #[expect(clippy::cast_precision_loss, reason = "a float written as a whole number, which Django reads as a float too")]
        (FieldType::Float, Value::Int(n)) => Literal::Float(*n as f64),
        (kind, Value::Int(n)) if kind.is_text() => Literal::Str(keep_str(&n.to_string())),
        (_, value) => plain(value),
    }
}

/// A bound for a number of this type; a float's is kept as it was written, since messages quote it.
pub(super) fn bound(value: &Value, kind: FieldType) -> Literal {
    if kind == FieldType::Decimal { literal(value, kind) } else { plain(value) }
}

fn plain(value: &Value) -> Literal {
    match value {
        Value::Bool(b) => Literal::Bool(*b),
        Value::Int(n) => Literal::Int(*n),
        Value::Float { value, .. } => Literal::Float(*value),
        Value::Str(text) | Value::Moment(text) => Literal::Str(keep_str(text)),
        Value::List(_) | Value::Table(_) => Literal::Json(keep_str(&value.to_json())),
    }
}

/// A constant whose type is another resource's matter: numbers with a point keep their digits.
pub(super) fn constant(value: &Value) -> Literal {
    match value {
        Value::Float { text, .. } => Literal::Decimal(keep_str(text)),
        value => plain(value),
    }
}

/// The constants of a list, or one.
pub(super) fn constants(value: &Value) -> &'static [Literal] {
    let all = match value {
        Value::List(items) => items.iter().map(|item| constant(item)).collect(),
        value => vec![constant(value)],
    };
    keep(all.into_boxed_slice())
}

/// Choices with their labels; a value without one is its own, as Python prints it.
pub(super) fn choices(choices: &[ChoiceSpec], kind: FieldType) -> &'static [(Literal, &'static str)] {
    let lowered = choices.iter().map(|choice| {
        let label = choice.label.as_ref().map_or_else(|| printed(&choice.value), |l| l.value.clone());
        (literal(&choice.value, kind), keep_str(&label))
    });
    keep(lowered.collect::<Vec<_>>().into_boxed_slice())
}

/// Python's `str()`.
fn printed(value: &Value) -> String {
    match value {
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        value => value.as_text().unwrap_or_else(|| value.to_json()),
    }
}

/// `error_messages`, code and text.
pub(super) fn messages(pairs: &[(crate::spec::Spanned<String>, crate::spec::Spanned<String>)]) -> &'static [(&'static str, &'static str)] {
    keep(pairs.iter().map(|(code, text)| (keep_str(code), keep_str(text))).collect::<Vec<_>>().into_boxed_slice())
}
