//! The values of columns that a new row has without anybody giving one: Django's `Field.get_default` and `pre_save`.

use crate::Value;
use crate::schema::model::{Field, FieldType, Literal};
use chrono::{DateTime, SubsecRound as _, Utc};
use uuid::Uuid;

/// The present moment, as precise as databases keep it.
pub(super) fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

/// What `auto_now` and `auto_now_add` write into a column of this type.
pub(super) fn moment(kind: FieldType, now: DateTime<Utc>) -> Value {
    match kind {
        FieldType::Date => Value::Date(now.date_naive()),
        FieldType::Time => Value::Time(now.time()),
        _ => Value::DateTime(now),
    }
}

/// The value of a column that nobody gave. `None`: the database makes it (an `auto` key), or there is none to be had.
///
/// Django leaves a text without default empty, and everything else null.
pub(super) fn initial(field: &Field, stored: FieldType, now: DateTime<Utc>) -> Option<Value> {
    if field.auto_now || field.auto_now_add {
        return Some(moment(field.kind, now));
    }
    match field.default {
        Some(default) => Some(literal(default, stored, field)),
        None if field.kind == FieldType::Auto => None,
        None if field.null => Some(Value::Null),
        None if field.kind.is_text() => Some(Value::Text(String::new())),
        None => Some(Value::Null),
    }
}

/// A constant of a descriptor as the value of a column of this type.
fn literal(default: Literal, stored: FieldType, field: &Field) -> Value {
    match default {
        Literal::Uuid4 => Value::Uuid(Uuid::new_v4()),
        Literal::Uuid7 => Value::Uuid(Uuid::now_v7()),
        Literal::Now => moment(stored, now()),
        other => crate::value::literal(&other, stored, field.decimal_places),
    }
}
