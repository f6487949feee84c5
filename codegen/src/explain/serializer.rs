//! The serializer, in the form of DRF's `repr(serializer)`.

use super::{Call, constant, line, pairs, quoted};
use restwright_schema::link::{Graph, ModelId, Ser, SerField, SerId};
use restwright_schema::model::{FieldType, Literal, Protocol};
use restwright_schema::naming;
use restwright_schema::serializer::{Field, Kind, Rare, RelatedKind, TextKind, Validator};

pub(super) fn write(graph: &Graph, id: ModelId, out: &mut String) {
    for ser in std::iter::once(id).chain(graph.variants(id)) {
        if ser != id {
            line(out, 0, "");
        }
        line(out, 0, &format!("{}():", class_name(graph, ser)));
        fields(graph, ser, 1, out);
    }
}

/// `JobSerializer`, or of a table `JobCreateSerializer`.
pub(super) fn class_name(graph: &Graph, id: SerId) -> String {
    let ser = &graph.serializers[id];
    let table: String = ser.name.split('_').map(naming::capfirst).collect();
    format!("{}{table}Serializer", graph.models[ser.model].model.name)
}

fn fields(graph: &Graph, id: SerId, depth: usize, out: &mut String) {
    let ser = &graph.serializers[id];
    for item in &ser.fields {
        match item.nested {
            Some(nested) => {
                line(out, depth, &format!("{} = {}:", item.field.name, call(graph, ser, item).print()));
                fields(graph, nested, depth + 1, out);
            }
            None => line(out, depth, &format!("{} = {}", item.field.name, call(graph, ser, item).print())),
        }
    }
    if !ser.unique_together.is_empty() {
        let model = graph.models[ser.model].model.name;
        let sets = ser.unique_together.iter().map(|set| {
            let names: Vec<String> = set.iter().map(|n| quoted(n)).collect();
            format!("<UniqueTogetherValidator(queryset={model}.objects.all(), fields=({}))>", names.join(", "))
        });
        line(out, depth, "class Meta:");
        line(out, depth + 1, &format!("validators = [{}]", sets.collect::<Vec<_>>().join(", ")));
    }
}

fn call(graph: &Graph, ser: &Ser, item: &SerField) -> Call {
    let field = &item.field;
    let mut call = class(graph, ser, item);
    let implied = matches!(field.kind, Kind::Identity { .. } | Kind::Method | Kind::ReadOnly)
        || matches!(field.kind, Kind::Related(r) if r.kind == RelatedKind::String);
    call.flag(field.read_only && !implied, "read_only", "True");
    call.flag(field.write_only, "write_only", "True");
    call.flag(!field.required && !field.read_only && field.default.is_none(), "required", "False");
    call.flag(field.allow_null, "allow_null", "True");
    if let Some(value) = field.default {
        call.add("default", constant(value));
    }
    call.flag(field.rare.current_user, "default", "CurrentUserDefault()");
    if let Some(value) = field.initial {
        call.add("initial", constant(value));
    }
    call.text("label", field.label);
    call.text("help_text", field.help_text);
    call.text("source", field.source);
    rare(&mut call, &field.rare);
    if !field.error_messages.is_empty() {
        let messages: Vec<String> = field.error_messages.iter().map(|(code, text)| format!("{}: {}", quoted(code), quoted(text))).collect();
        call.add("error_messages", format!("{{{}}}", messages.join(", ")));
    }
    if !field.validators.is_empty() {
        let model = graph.models[ser.model].model.name;
        let validators: Vec<String> = field.validators.iter().map(|v| validator(*v, model)).collect();
        call.add("validators", format!("[{}]", validators.join(", ")));
    }
    call
}

/// What a compound field holds.
fn of_child(graph: &Graph, ser: &Ser, child: &Field) -> String {
    call(graph, ser, &SerField::alone(*child)).print()
}

fn validator(validator: Validator, model: &str) -> String {
    match validator {
        Validator::Unique(_) => format!("<UniqueValidator(queryset={model}.objects.all())>"),
        Validator::MinLength(n) => format!("MinLengthValidator({n})"),
        Validator::MaxLength(n) => format!("MaxLengthValidator({n})"),
        Validator::MinValue(value) => format!("MinValueValidator({})", constant(value)),
        Validator::MaxValue(value) => format!("MaxValueValidator({})", constant(value)),
        Validator::Regex(pattern) => format!("RegexValidator({})", quoted(pattern)),
        Validator::UniqueWhere(..) => "UniqueValidator(among the rows of the constraint's condition)".to_owned(),
    }
}

fn rare(call: &mut Call, rare: &Rare) {
    call.text("format", rare.format);
    if !rare.input_formats.is_empty() {
        let formats: Vec<String> = rare.input_formats.iter().map(|f| quoted(f)).collect();
        call.add("input_formats", format!("[{}]", formats.join(", ")));
    }
    call.text("rounding", rare.rounding);
    call.flag(rare.normalize_output, "normalize_output", "True");
    call.flag(rare.localize, "localize", "True");
    call.flag(rare.coerce_to_string, "coerce_to_string", "True");
    call.flag(rare.allow_unicode, "allow_unicode", "True");
    call.flag(rare.binary, "binary", "True");
}

/// The class, with the arguments that only it has.
fn class(graph: &Graph, ser: &Ser, item: &SerField) -> Call {
    let field = &item.field;
    match field.kind {
        Kind::Boolean => Call::new("BooleanField"),
        Kind::Uuid { format } => with_format("UUIDField", format),
        Kind::Duration { format, min_value, max_value } => {
            let mut call = with_format("DurationField", format);
            bound(&mut call, "min_value", min_value);
            bound(&mut call, "max_value", max_value);
            call
        }
        Kind::Json => Call::new("JSONField"),
        Kind::Method => Call::new("SerializerMethodField"),
        Kind::ReadOnly => Call::new("ReadOnlyField"),
        Kind::Hidden => Call::new("HiddenField"),
        Kind::Text { kind, max_length, min_length, trim_whitespace, allow_blank } => {
            let mut call = Call::new(match kind {
                TextKind::Plain => "CharField",
                TextKind::Email => "EmailField",
                TextKind::Slug => "SlugField",
                TextKind::Url => "URLField",
            });
            number(&mut call, "max_length", max_length);
            number(&mut call, "min_length", min_length);
            call.flag(!trim_whitespace, "trim_whitespace", "False");
            call.flag(allow_blank, "allow_blank", "True");
            call
        }
        Kind::Ip { protocol, max_length, min_length, trim_whitespace, allow_blank } => {
            let mut call = Call::new("IPAddressField");
            call.flag(protocol == Protocol::Ipv4, "protocol", "'ipv4'");
            call.flag(protocol == Protocol::Ipv6, "protocol", "'ipv6'");
            number(&mut call, "max_length", max_length);
            number(&mut call, "min_length", min_length);
            call.flag(!trim_whitespace, "trim_whitespace", "False");
            call.flag(allow_blank, "allow_blank", "True");
            call
        }
        Kind::Integer { min_value, max_value, column } => integer(field, min_value, max_value, column),
        Kind::Float { min_value, max_value } => {
            let mut call = Call::new("FloatField");
            bound(&mut call, "min_value", min_value);
            bound(&mut call, "max_value", max_value);
            call
        }
        Kind::Decimal { max_digits, decimal_places, min_value, max_value, coerce_to_string } => {
            let mut call = Call::new("DecimalField");
            number(&mut call, "max_digits", max_digits);
            number(&mut call, "decimal_places", decimal_places);
            bound(&mut call, "min_value", min_value);
            bound(&mut call, "max_value", max_value);
            bound(&mut call, "coerce_to_string", coerce_to_string.map(Literal::Bool));
            call
        }
        Kind::Date { format } => with_format("DateField", format),
        Kind::Time { format } => with_format("TimeField", format),
        Kind::DateTime { format } => with_format("DateTimeField", format),
        Kind::List { child, min_length, max_length, allow_empty } => {
            let mut call = Call::new("ListField");
            call.add("child", of_child(graph, ser, child));
            number(&mut call, "max_length", max_length);
            number(&mut call, "min_length", min_length);
            call.flag(!allow_empty, "allow_empty", "False");
            call
        }
        Kind::Dict { child, allow_empty } => {
            let mut call = Call::new("DictField");
            call.add("child", of_child(graph, ser, child));
            call.flag(!allow_empty, "allow_empty", "False");
            call
        }
        Kind::MultipleChoice { choices, allow_blank, allow_empty } => {
            let mut call = Call::new("MultipleChoiceField");
            call.add("choices", pairs(choices));
            call.flag(allow_blank, "allow_blank", "True");
            call.flag(!allow_empty, "allow_empty", "False");
            call
        }
        Kind::Choice { choices, allow_blank } => {
            let mut call = Call::new("ChoiceField");
            call.add("choices", pairs(choices));
            call.flag(allow_blank, "allow_blank", "True");
            call
        }
        Kind::Related(related) => {
            let mut call = Call::new(match related.kind {
                RelatedKind::PrimaryKey => "PrimaryKeyRelatedField",
                RelatedKind::Hyperlinked { .. } => "HyperlinkedRelatedField",
                RelatedKind::Slug(_) => "SlugRelatedField",
                RelatedKind::String => "StringRelatedField",
                RelatedKind::Detail => "DetailRelatedField",
            });
            call.flag(item.many, "many", "True");
            call.flag(!related.allow_empty, "allow_empty", "False");
            if let (false, Some(target)) = (field.read_only, item.target) {
                call.add("queryset", format!("{}.objects.all()", graph.models[target].model.name));
            }
            if let RelatedKind::Slug(slug) = related.kind {
                call.text("slug_field", slug);
            }
            match related.kind {
                RelatedKind::Hyperlinked { view_name, lookup_field } => view(&mut call, graph, item.target, view_name, lookup_field),
                RelatedKind::Detail => view(&mut call, graph, item.target, "", ""),
                _ => {}
            }
            call
        }
        Kind::Nested(nested) => {
            let class = item.nested.map_or_else(|| "Serializer".to_owned(), |id| class_name(graph, id));
            let mut call = Call::new(if nested.depth.is_some() { "NestedSerializer".to_owned() } else { class });
            call.flag(item.many, "many", "True");
            call.flag(!nested.allow_empty, "allow_empty", "False");
            number(&mut call, "max_length", nested.max_length);
            number(&mut call, "min_length", nested.min_length);
            call
        }
        Kind::Identity { view_name, lookup_field, detail } => {
            let mut call = Call::new(if detail { "DetailIdentityField" } else { "HyperlinkedIdentityField" });
            view(&mut call, graph, Some(ser.model), view_name, lookup_field);
            call
        }
    }
}

/// An integer's bounds, the column's own where none were said.
fn integer(field: &Field, min: Option<i64>, max: Option<i64>, column: Option<FieldType>) -> Call {
    let big = matches!(column, Some(FieldType::Auto | FieldType::BigInteger | FieldType::PositiveBigInteger));
    let mut call = Call::new(if big { "BigIntegerField" } else { "IntegerField" });
    let lowest = if column.is_some_and(FieldType::is_positive) { 0 } else { i64::MIN };
    let open = column.is_some() && !field.read_only;
    bound(&mut call, "min_value", min.or(open.then_some(lowest)).map(Literal::Int));
    bound(&mut call, "max_value", max.or(open.then_some(i64::MAX)).map(Literal::Int));
    call
}

fn with_format(class: &str, format: &str) -> Call {
    let mut call = Call::new(class);
    call.text("format", format);
    call
}

fn number(call: &mut Call, name: &'static str, value: Option<u32>) {
    if let Some(value) = value {
        call.add(name, value.to_string());
    }
}

fn bound(call: &mut Call, name: &'static str, value: Option<Literal>) {
    if let Some(value) = value {
        call.add(name, constant(value));
    }
}

/// The view that a link leads to; the other resource's own where none was said.
fn view(call: &mut Call, graph: &Graph, target: Option<ModelId>, view_name: &str, lookup_field: &str) {
    let own = target.and_then(|t| graph.views.get(t));
    let name = if view_name.is_empty() { own.map_or(String::new(), |v| format!("{}-detail", v.basename)) } else { view_name.to_owned() };
    let lookup = if lookup_field.is_empty() { own.map_or("id", |v| v.lookup_field) } else { lookup_field };
    call.text("view_name", &name);
    call.text("lookup_field", if lookup == "id" { "pk" } else { lookup });
}
