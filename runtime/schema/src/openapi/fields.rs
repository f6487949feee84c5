//! Serializer fields as JSON Schema (2020-12, which OpenAPI 3.1 uses).

use super::tree::{Map, Tree};
use crate::link::{Column, Expandable, Graph, Ser, SerField, SerId, Via};
use crate::model::{FieldType, Literal, Protocol};
use crate::naming;
use crate::serializer::{Kind, RelatedKind, TextKind, Validator};
use crate::viewset::Action;

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Bodies of requests and of answers: one schema for both.
    Both,
    /// Bodies of requests.
    Request,
    /// Bodies of answers from which clients may leave fields out, and in which they may show relations as objects.
    Answer,
}

/// A constant.
pub(super) fn literal(value: Literal) -> Tree {
    match value {
        Literal::Bool(v) => v.into(),
        Literal::Int(v) => v.into(),
        Literal::Float(v) => v.into(),
        Literal::Str(v) | Literal::Decimal(v) => v.into(),
        Literal::Json(v) => Tree::Raw(v.to_owned()),
        Literal::Null | Literal::Uuid4 | Literal::Uuid7 | Literal::Now => Tree::Null,
    }
}

/// The type of a column, as a key or a plain value.
pub(super) fn column(kind: FieldType) -> Map {
    let plain = |kind: &str| Map::new().with("type", kind);
    let format = |format: &str| plain("string").with("format", format);
    match kind {
        FieldType::Auto | FieldType::BigInteger | FieldType::PositiveBigInteger => plain("integer").with("format", "int64"),
        FieldType::Integer | FieldType::SmallInteger | FieldType::PositiveInteger | FieldType::PositiveSmallInteger => plain("integer"),
        FieldType::Float => plain("number").with("format", "double"),
        FieldType::Decimal => format("decimal"),
        FieldType::Boolean => plain("boolean"),
        FieldType::Email => format("email"),
        FieldType::Url => format("uri"),
        FieldType::Uuid => format("uuid"),
        FieldType::Date => format("date"),
        FieldType::Time => format("time"),
        FieldType::DateTime => format("date-time"),
        FieldType::Json => Map::new(),
        _ => plain("string"),
    }
}

/// The column that a field shows, if it shows one.
fn shown<'g>(graph: &'g Graph, field: &SerField) -> Option<&'g Column> {
    let path = field.path.as_ref().filter(|_| !field.many)?;
    graph.models[path.model].fields.get(path.column?)
}

/// Whether an answer may have `null` here: what the column holds, whatever the field takes.
fn may_be_null(graph: &Graph, field: &SerField) -> bool {
    // A row at the far end of a one-to-one key may not be there.
    let one = |path: &crate::link::Path| path.column.is_none() && path.hops.last().is_some_and(|hop| !hop.many);
    let no_row = field.path.as_ref().is_some_and(one);
    field.field.allow_null || no_row || shown(graph, field).is_some_and(|column| column.field.null)
}

/// Whether an answer always has a value for the field: Django REST framework leaves out what it cannot reach, unless it may be null. (A default is
/// shown instead, but not after a PATCH.)
fn always_there(graph: &Graph, field: &SerField) -> bool {
    let Some(path) = &field.path else {
        // Without a column there is a default, or null, or nothing.
        return !field.field.kind.is_plain() || (field.field.allow_null && field.field.default.is_none());
    };
    let reached = |hop: &crate::link::Hop| match hop.via {
        Via::Key(at) => !graph.models[hop.from].fields[at].field.null,
        Via::Pairs(_) | Via::ReversePairs(_) => true,
        Via::ReverseKey(_) => hop.many,
    };
    // What is missing at the end is `null`, what is missing on the way has nothing to be asked for the rest.
    let on_the_way = if path.column.is_some() { &path.hops[..] } else { path.hops.split_last().map_or(&[][..], |(_, before)| before) };
    field.field.allow_null || on_the_way.iter().all(reached)
}

/// What a class says of its values.
fn class(graph: &Graph, field: &SerField, side: Side) -> Map {
    // What is stored may be blank, whatever the field takes.
    let stored_blank = side != Side::Request && shown(graph, field).is_some_and(|column| column.field.blank);
    let text = |format: &str| Map::new().with("type", "string").with_text("format", format);
    let rare = &field.field.rare;
    // What is read in other forms too has no format that a validator would refuse them for.
    let iso = rare.input_formats.is_empty() || field.field.read_only;
    match field.field.kind {
        Kind::Boolean => Map::new().with("type", "boolean"),
        Kind::Text { kind, max_length, min_length, allow_blank, .. } => {
            let allow_blank = allow_blank || stored_blank;
            let format = match kind {
                TextKind::Plain | TextKind::Slug => "",
                TextKind::Email => "email",
                TextKind::Url => "uri",
            };
            // What may be blank has no format that a validator would refuse the empty text for.
            let out = text(if allow_blank { "" } else { format });
            let out = if kind == TextKind::Slug && !rare.allow_unicode {
                out.with("pattern", if allow_blank { "^[-a-zA-Z0-9_]*$" } else { "^[-a-zA-Z0-9_]+$" })
            } else {
                out
            };
            let least = min_length.or((!allow_blank && !field.field.read_only).then_some(1));
            out.with_some("maxLength", max_length).with_some("minLength", if allow_blank { None } else { least })
        }
        Kind::Uuid { format } => match format {
            "" | "hex_verbose" => text("uuid"),
            "int" => Map::new().with("type", "integer"),
            _ => text(""),
        },
        Kind::Ip { protocol, max_length, min_length, .. } => {
            let out = text(match protocol {
                Protocol::Ipv4 => "ipv4",
                Protocol::Ipv6 => "ipv6",
                Protocol::Both => "",
            });
            out.with_some("maxLength", max_length).with_some("minLength", min_length)
        }
        Kind::Integer { .. } if rare.coerce_to_string => text("int64"),
        Kind::Integer { min_value, max_value, column } => {
            let big = matches!(column, Some(FieldType::Auto | FieldType::BigInteger | FieldType::PositiveBigInteger));
            let least = min_value.or(column.is_some_and(FieldType::is_positive).then_some(0));
            let out = Map::new().with("type", "integer").with_some("format", big.then_some("int64"));
            out.with_some("minimum", least).with_some("maximum", max_value)
        }
        Kind::Float { min_value, max_value } => Map::new()
            .with("type", "number")
            .with("format", "double")
            .with_some("minimum", min_value.map(literal))
            .with_some("maximum", max_value.map(literal)),
        Kind::Decimal { coerce_to_string, .. } => {
            if coerce_to_string.unwrap_or(graph.api.coerce_decimal_to_string) {
                text("decimal")
            } else {
                Map::new().with("type", "number")
            }
        }
        Kind::Date { format } => text(if format.is_empty() && iso { "date" } else { "" }),
        Kind::Time { format } => text(if format.is_empty() && iso { "time" } else { "" }),
        Kind::DateTime { format: "" } if graph.api.datetime_format == "unix" => Map::new().with("type", "number"),
        Kind::DateTime { format } => {
            let iso = iso && format.is_empty() && graph.api.datetime_format == "iso-8601";
            text(if iso { "date-time" } else { "" })
        }
        Kind::Duration { format, .. } => text(if format.is_empty() { "" } else { "duration" }),
        Kind::Json if rare.binary => text(""),
        Kind::ReadOnly if field.label => text(""),
        Kind::Json | Kind::Hidden | Kind::Method | Kind::ReadOnly => Map::new(),
        Kind::Choice { choices, allow_blank } => {
            let mut values: Vec<Tree> = choices.iter().map(|(value, _)| literal(*value)).collect();
            if allow_blank || stored_blank {
                values.push("".into());
            }
            if field.field.allow_null || (side != Side::Request && may_be_null(graph, field)) {
                values.push(Tree::Null);
            }
            Map::new().with("enum", values)
        }
        Kind::List { child, min_length, max_length, allow_empty } => {
            let least = min_length.or((!allow_empty && !field.field.read_only).then_some(1));
            let items = self::field(graph, &SerField::alone(*child), side);
            let out = Map::new().with("type", "array").with("items", items);
            // What is stored was not necessarily read by this field: a default may be shorter.
            let (least, most) = if side == Side::Request { (least, max_length) } else { (None, None) };
            out.with_some("minItems", least).with_some("maxItems", most)
        }
        Kind::Dict { child, allow_empty } => {
            let values = self::field(graph, &SerField::alone(*child), side);
            let some = !allow_empty && !field.field.read_only;
            let out = Map::new().with("type", "object").with("additionalProperties", values);
            out.with_some("minProperties", (some && side == Side::Request).then_some(1i64))
        }
        Kind::MultipleChoice { choices, allow_blank, allow_empty } => {
            let mut values: Vec<Tree> = choices.iter().map(|(value, _)| literal(*value)).collect();
            if allow_blank {
                values.push("".into());
            }
            let some = !allow_empty && !field.field.read_only;
            let out = Map::new().with("type", "array").with("items", Map::new().with("enum", values));
            out.with_some("minItems", (some && side == Side::Request).then_some(1i64))
        }
        Kind::Identity { .. } => text("uri"),
        Kind::Related(related) => {
            let one = match related.kind {
                RelatedKind::PrimaryKey => field.target.map_or_else(Map::new, |t| column(graph.stored_type(t, graph.models[t].pk))),
                RelatedKind::Hyperlinked { .. } | RelatedKind::Detail => text("uri"),
                RelatedKind::Slug(slug) => {
                    let found = field.target.and_then(|t| graph.models[t].position(slug).map(|c| (t, c)));
                    match found {
                        Some((t, c)) if side != Side::Request && graph.models[t].fields[c].field.null => {
                            nullable(column(graph.stored_type(t, c)))
                        }
                        Some((t, c)) => column(graph.stored_type(t, c)),
                        None => text(""),
                    }
                }
                RelatedKind::String => text(""),
            };
            list(field, one, related.allow_empty || side != Side::Request)
        }
        Kind::Nested(nested) => {
            let one = match field.nested {
                Some(id) if side != Side::Request && is_variant(graph, id) => reference(&component(graph, id, side)),
                Some(id) => object(graph, id, side, false),
                None => Map::new(),
            };
            let many = field.many;
            let lengths = |n: Option<u32>| n.filter(|_| many);
            let out = list(field, one, side != Side::Request || nested.allow_empty && nested.min_length.is_none());
            let out = if out.has("minItems") {
                out
            } else {
                out.with_some("minItems", lengths(nested.min_length).filter(|_| side == Side::Request))
            };
            out.with_some("maxItems", lengths(nested.max_length).filter(|_| side != Side::Answer))
        }
    }
}

fn list(field: &SerField, one: Map, allow_empty: bool) -> Map {
    if !field.many {
        return one;
    }
    let some = !allow_empty && !field.field.read_only;
    Map::new().with("type", "array").with("items", one).with_some("minItems", some.then_some(1i64))
}

/// One field.
pub(super) fn field(graph: &Graph, field: &SerField, side: Side) -> Map {
    let described = &field.field;
    let mut out = class(graph, field, side);
    let before = out.clone();
    for validator in described.validators {
        match validator {
            Validator::MinLength(n) if !out.has("minLength") => out.push("minLength", *n),
            Validator::Regex(pattern) if !out.has("pattern") => out.push("pattern", ecmascript(pattern)),
            _ => {}
        }
    }
    // Validators pass over the empty text where it is allowed.
    let blank = matches!(described.kind, Kind::Text { allow_blank: true, .. }) || shown(graph, field).is_some_and(|c| c.field.blank);
    if out != before && (described.read_only || blank) {
        out = if described.read_only { before } else { any_of(vec![out, Map::new().with("enum", vec!["".into()])]) };
    }
    let null = if side == Side::Request { described.allow_null } else { may_be_null(graph, field) };
    if null && !out.is_empty() && !out.has("enum") {
        out = nullable(out);
    }
    if !described.label.is_empty() {
        out.push("title", described.label);
    }
    let described_as = choices(described.kind, described.help_text);
    if !described_as.is_empty() {
        out.push("description", described_as);
    }
    if described.read_only {
        out.push("readOnly", true);
    }
    if described.write_only {
        out.push("writeOnly", true);
    }
    if let Some(default) = described.default {
        out.push("default", literal(default));
    }
    out
}

/// `null` as well: in 3.1 a second type.
fn nullable(schema: Map) -> Map {
    any_of(vec![schema, Map::new().with("type", "null")])
}

/// One of several.
pub(super) fn any_of(schemas: Vec<Map>) -> Map {
    Map::new().with("anyOf", schemas.into_iter().map(Tree::from).collect::<Vec<Tree>>())
}

/// A relation that a client may ask to see as objects.
fn expanded(graph: &Graph, expandable: &Expandable, plain: Map) -> Map {
    let routed = graph.views.iter().any(|view| view.routed && view.serializer == expandable.serializer);
    let one = if routed { reference(&title(graph, expandable.serializer)) } else { Map::new().with("type", "object") };
    let rows = if expandable.many { Map::new().with("type", "array").with("items", one) } else { one };
    if plain.is_empty() { plain } else { any_of(vec![plain, rows]) }
}

/// The help text, with the labels of choices below it.
fn choices(kind: Kind, help: &str) -> String {
    let (Kind::Choice { choices, .. } | Kind::MultipleChoice { choices, .. }) = kind else { return help.to_owned() };
    let mut lines: Vec<String> = if help.is_empty() { Vec::new() } else { vec![help.to_owned(), String::new()] };
    for (value, label) in choices {
        let value = match value {
            Literal::Str(text) | Literal::Decimal(text) => (*text).to_owned(),
            Literal::Int(n) => n.to_string(),
            Literal::Float(n) => n.to_string(),
            Literal::Bool(b) => b.to_string(),
            _ => String::new(),
        };
        lines.push(format!("* `{value}` - {label}"));
    }
    lines.join("\n")
}

/// The object that a serializer reads or writes. With `partial` nothing is required (PATCH).
pub(super) fn object(graph: &Graph, ser: SerId, side: Side, partial: bool) -> Map {
    let serializer = &graph.serializers[ser];
    let visible: Vec<&SerField> = serializer.fields.iter().filter(|f| on_side(side, f)).collect();
    let mut properties = Map::new();
    for item in &visible {
        let plain = field(graph, item, side);
        let expandable = serializer.expandable.iter().find(|e| side == Side::Answer && e.name == item.field.name);
        properties.push(item.field.name, expandable.map_or(plain.clone(), |expandable| expanded(graph, expandable, plain)));
    }
    // Of a read-only field an answer has a value, if it can be reached; of what may be left out only the answer does.
    let needed = |f: &&&SerField| f.field.required || (f.field.read_only && always_there(graph, f));
    let required: Vec<Tree> = visible.iter().filter(needed).map(|f| f.field.name.into()).collect();
    let out = Map::new().with("type", "object").with("properties", properties);
    if required.is_empty() || partial || side == Side::Answer { out } else { out.with("required", required) }
}

/// A schema by its name.
pub(super) fn reference(name: &str) -> Map {
    Map::new().with("$ref", format!("#/components/schemas/{name}"))
}

/// Whether a serializer is one of a resource's tables, and not what nesting made of it.
fn is_variant(graph: &Graph, id: SerId) -> bool {
    let ser = &graph.serializers[id];
    !ser.name.is_empty() && graph.variant(ser.model, ser.name) == Some(id)
}

/// The tables whose rows are nested somewhere.
pub(super) fn nested(graph: &Graph) -> Vec<SerId> {
    let mut out: Vec<SerId> = Vec::new();
    for id in graph.serializers.iter().flat_map(|ser| &ser.fields).filter_map(|field| field.nested) {
        if is_variant(graph, id) && !out.contains(&id) {
            out.push(id);
        }
    }
    out
}

/// Whether two serializers of a resource have the same fields on a side.
fn same(graph: &Graph, a: SerId, b: SerId, side: Side) -> bool {
    let (a, b) = (&graph.serializers[a], &graph.serializers[b]);
    let visible = |ser: &'_ Ser| -> Vec<SerField> { ser.fields.iter().filter(|f| on_side(side, f)).cloned().collect() };
    let nested = |f: &SerField| f.nested.map(|id| (graph.serializers[id].model, graph.serializers[id].name));
    let (mine, theirs) = (visible(a), visible(b));
    let expandable = |ser: &Ser| ser.expandable.iter().map(|e| e.name).collect::<Vec<_>>();
    mine.len() == theirs.len()
        && mine.iter().zip(&theirs).all(|(a, b)| a.field == b.field && nested(a) == nested(b))
        && (side != Side::Answer || expandable(a) == expandable(b))
}

/// Whether a field belongs to a schema.
fn on_side(side: Side, field: &SerField) -> bool {
    let wanted = match side {
        Side::Both => true,
        Side::Request => !field.field.read_only,
        Side::Answer => !field.field.write_only,
    };
    wanted && field.field.kind != Kind::Hidden
}

/// The name of a serializer's schema: a table that describes the same as the resource's own serializer has that one's.
pub(super) fn component(graph: &Graph, ser: SerId, side: Side) -> String {
    let model = graph.serializers[ser].model;
    let base = graph.views.get(model).filter(|view| view.routed).map(|view| view.serializer);
    match base.filter(|base| *base != ser && same(graph, *base, ser, side)) {
        Some(base) => title(graph, base),
        None => title(graph, ser),
    }
}

/// The name of a resource's schema: `Device`, `DeviceCreate` of an action, `BriefDevice` of a table for nested fields.
pub(super) fn title(graph: &Graph, ser: SerId) -> String {
    let ser = &graph.serializers[ser];
    let model = naming::capfirst(graph.models[ser.model].model.name);
    let name: String = ser.name.split('_').map(naming::capfirst).collect();
    if Action::ALL.iter().any(|action| action.name() == ser.name) { format!("{model}{name}") } else { format!("{name}{model}") }
}

/// A pattern of Python's in the dialect that OpenAPI's `pattern` is in (ECMA-262), as far as anchors go: it has no `\A` and no `\Z`.
fn ecmascript(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut characters = pattern.chars();
    while let Some(c) = characters.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match characters.next() {
            Some('A') => out.push('^'),
            Some('Z' | 'z') => out.push('$'),
            Some(other) => out.extend(['\\', other]),
            None => out.push('\\'),
        }
    }
    out
}
