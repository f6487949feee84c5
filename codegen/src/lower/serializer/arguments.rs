//! DRF's `include_extra_kwargs`: what an author adds to, or takes from, what was derived.

use super::Uniqueness;
use crate::lower::literal::{bound, choices, literal, messages};
use crate::lower::{names, text};
use crate::spec::{FieldArgs, Opt, Value};
use restwright_schema::infer::keep_str;
use restwright_schema::model::{FieldType, Literal};
use restwright_schema::serializer::{Field, Kind, Related, RelatedKind};

/// Arguments upon a derived field. `literals` is the type whose constants the field takes.
pub(super) fn include(field: &mut Field, args: &FieldArgs, listed_read_only: bool, uniqueness: Option<Uniqueness>, literals: FieldType) {
    if listed_read_only || is(&args.read_only) {
        strip(field);
    } else if let Some(said) = &args.read_only {
        field.read_only = said.value;
    }
    let mut required = None;
    match uniqueness {
        Some(Uniqueness::Required) => required = Some(true),
        Some(Uniqueness::Default(value)) => field.default = Some(value),
        None => {}
    }
    set(field, args, literals);
    if let Some(said) = &args.required {
        required = Some(said.value);
    }
    field.required = !field.read_only && required.unwrap_or(field.required && field.default.is_none());
}

fn is(flag: &Opt<bool>) -> bool {
    flag.as_ref().is_some_and(|f| f.value)
}

/// What a field loses that an author makes read-only.
fn strip(field: &mut Field) {
    field.read_only = true;
    field.required = false;
    field.default = None;
    field.validators = &[];
    field.kind = match field.kind {
        Kind::Text { kind, trim_whitespace, .. } => {
            Kind::Text { kind, max_length: None, min_length: None, trim_whitespace, allow_blank: false }
        }
        Kind::Integer { column, .. } => Kind::Integer { min_value: None, max_value: None, column },
        Kind::Float { .. } => Kind::Float { min_value: None, max_value: None },
        Kind::Decimal { max_digits, decimal_places, coerce_to_string, .. } => {
            Kind::Decimal { max_digits, decimal_places, min_value: None, max_value: None, coerce_to_string }
        }
        Kind::Choice { choices, .. } => Kind::Choice { choices, allow_blank: false },
        Kind::Ip { protocol, trim_whitespace, .. } => {
            Kind::Ip { protocol, max_length: None, min_length: None, trim_whitespace, allow_blank: false }
        }
        Kind::Duration { format, .. } => Kind::Duration { format, min_value: None, max_value: None },
        kind => kind,
    };
}

/// Sets what was said, on derived and declared fields alike; `required` is the caller's.
pub(super) fn set(field: &mut Field, args: &FieldArgs, literals: FieldType) {
    if is(&args.write_only) {
        field.write_only = true;
    }
    if let Some(null) = &args.allow_null {
        field.allow_null = null.value;
    }
    if let Some(value) = &args.default {
        field.default = Some(constant(field, value, literals));
    }
    if let Some(value) = &args.initial {
        field.initial = Some(constant(field, value, literals));
    }
    if args.label.is_some() {
        field.label = text(&args.label);
    }
    if args.help_text.is_some() {
        field.help_text = text(&args.help_text);
    }
    if let Some(pairs) = &args.error_messages {
        field.error_messages = messages(pairs);
    }
    of_class(field, args, literals);
}

/// Arguments that only some classes have.
fn of_class(field: &mut Field, args: &FieldArgs, literals: FieldType) {
    let mut made = *field;
    if let Some(length) = &args.max_length {
        made = made.max_length(length.value);
    }
    if let Some(length) = &args.min_length {
        made = made.min_length(length.value);
    }
    if let Some(trim) = &args.trim_whitespace {
        made = made.trim_whitespace(trim.value);
    }
    if let Some(blank) = &args.allow_blank {
        made = if blank.value { made.allow_blank() } else { without_blank(made) };
    }
    if let Some(bound) = &args.min_value {
        made = made.min_value(bound_of(&made, bound));
    }
    if let Some(bound) = &args.max_value {
        made = made.max_value(bound_of(&made, bound));
    }
    if let Kind::Decimal { max_digits, decimal_places, .. } = made.kind {
        let digits = args.max_digits.as_ref().map_or(max_digits, |n| Some(n.value));
        let places = args.decimal_places.as_ref().map_or(decimal_places, |n| Some(n.value));
        made = made.digits(digits, places);
    }
    if let Some(coerce) = &args.coerce_to_string {
        made = made.coerce_to_string(coerce.value);
    }
    if let (Some(said), Kind::Choice { allow_blank, .. }) = (&args.choices, made.kind) {
        made.kind = Kind::Choice { choices: choices(said, literals), allow_blank };
    }
    if let Some(format) = &args.format {
        // DRF's own names of its defaults.
        let same = match made.kind {
            Kind::Uuid { .. } => format.value == "hex_verbose",
            Kind::Duration { .. } => format.value.eq_ignore_ascii_case("django"),
            _ => false,
        };
        made = made.format(if same { "" } else { keep_str(format) });
    }
    made = rare(made, args);
    if let Some(protocol) = &args.protocol {
        made = made.protocol(protocol.value);
    }
    if let Some(empty) = &args.allow_empty {
        made = set_empty(made, empty.value);
    }
    let view = match made.kind {
        Kind::Identity { view_name, lookup_field, .. }
        | Kind::Related(Related { kind: RelatedKind::Hyperlinked { view_name, lookup_field }, .. }) => Some((view_name, lookup_field)),
        _ => None,
    };
    if let Some((view_name, lookup_field)) = view {
        let or = |said: &Opt<String>, known| if said.is_some() { text(said) } else { known };
        made = made.view(or(&args.view_name, view_name), or(&args.lookup_field, lookup_field));
    }
    *field = made;
}

/// Arguments that few fields have; a class that does not take one was reported.
fn rare(mut field: Field, args: &FieldArgs) -> Field {
    let own = &args.rare;
    if own.validators.is_some() {
        field.validators = &[];
    }
    let mut out = field.rare;
    if args.format.is_some() && matches!(field.kind, Kind::Identity { .. } | Kind::Related(_)) {
        out.format = text(&args.format);
    }
    if let Some(formats) = &own.input_formats {
        out.input_formats = names(formats);
    }
    if let Some(rounding) = &own.rounding {
        out.rounding = rounding.value;
    }
    if matches!(field.kind, Kind::Integer { .. }) {
        out.coerce_to_string |= is(&args.coerce_to_string);
    }
    out.normalize_output |= is(&own.normalize_output);
    out.allow_unicode |= is(&own.allow_unicode);
    out.binary |= is(&own.binary);
    if is(&own.localize) {
        out.localize = true;
        field = field.coerce_to_string(true);
    }
    field.rare = out;
    field
}

fn without_blank(mut field: Field) -> Field {
    field.kind = match field.kind {
        Kind::Text { kind, max_length, min_length, trim_whitespace, .. } => {
            Kind::Text { kind, max_length, min_length, trim_whitespace, allow_blank: false }
        }
        Kind::Choice { choices, .. } => Kind::Choice { choices, allow_blank: false },
        Kind::MultipleChoice { choices, allow_empty, .. } => Kind::MultipleChoice { choices, allow_blank: false, allow_empty },
        Kind::Ip { protocol, max_length, min_length, trim_whitespace, .. } => {
            Kind::Ip { protocol, max_length, min_length, trim_whitespace, allow_blank: false }
        }
        kind => kind,
    };
    field
}

fn set_empty(mut field: Field, allow_empty: bool) -> Field {
    match &mut field.kind {
        Kind::Related(related) => related.allow_empty = allow_empty,
        Kind::Nested(nested) => nested.allow_empty = allow_empty,
        Kind::List { allow_empty: empty, .. } | Kind::Dict { allow_empty: empty, .. } | Kind::MultipleChoice { allow_empty: empty, .. } => {
            *empty = allow_empty;
        }
        _ => {}
    }
    field
}

/// A bound in the field's own kind of literal.
fn bound_of(field: &Field, value: &Value) -> Literal {
    match (field.kind, value) {
        // A text is there to be exact; a number stays what it is, since OPTIONS shows it.
        (Kind::Decimal { .. }, Value::Str(_)) => bound(value, FieldType::Decimal),
        (Kind::Duration { .. }, _) => literal(value, FieldType::Duration),
        _ => bound(value, FieldType::Integer),
    }
}

fn constant(field: &Field, value: &Value, literals: FieldType) -> Literal {
    let kind = match field.kind {
        Kind::Float { .. } => FieldType::Float,
        Kind::Decimal { .. } => FieldType::Decimal,
        Kind::Json | Kind::List { .. } | Kind::Dict { .. } | Kind::MultipleChoice { .. } => FieldType::Json,
        Kind::Uuid { .. } => FieldType::Uuid,
        _ => literals,
    };
    literal(value, kind)
}
