//! Serializer fields: which there are, what they show and where it comes from.

use super::{Found, inputs, shown};
use restwright_schema::Literal;
use restwright_schema::link::{Graph, Ser, SerField, SerId, View};
use restwright_schema::serializer::{Kind, RelatedKind, TextKind};
use restwright_schema::viewset::Action;

/// How deep nested serializers are followed: `depth` and nesting end long before.
const DEEPEST: usize = 12;

/// Compares the serializers of two views: those of their actions where the actions have several, each pair once and with what it is for.
pub(super) fn compare(old: &Graph, new: &Graph, (a, b): (&View, &View), place: &str, found: &mut Found) {
    let actions = || a.actions.iter().copied().filter(|action| b.actions.contains(action) && *action != Action::Destroy);
    let plain = |view: &View| actions().all(|action| view.serializer_of(action) == view.serializer);
    if plain(a) && plain(b) {
        return serializers(old, new, (a.serializer, b.serializer), (place, Side::Both), 0, found);
    }
    let mut seen: Vec<((SerId, SerId), Side)> = Vec::new();
    for action in actions() {
        let shown = ((a.shown_by(action), b.shown_by(action)), Side::Answer);
        let read = ((a.serializer_of(action), b.serializer_of(action)), Side::Request);
        let writes = matches!(action, Action::Create | Action::Update | Action::PartialUpdate);
        for (pair, side) in [Some(shown), writes.then_some(read)].into_iter().flatten() {
            if !seen.contains(&(pair, side)) {
                seen.push((pair, side));
                let place = format!("{place} ({}{})", action.name(), if side == Side::Answer && writes { "'s answer" } else { "" });
                serializers(old, new, pair, (&place, side), 0, found);
            }
        }
    }
}

/// What of a serializer is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Both,
    /// What it shows.
    Answer,
    /// What it reads.
    Request,
}

impl Side {
    fn has(self, item: &SerField) -> bool {
        match self {
            Self::Both => true,
            Self::Answer => !item.field.write_only,
            Self::Request => !item.field.read_only,
        }
    }

    /// A field as far as it is seen from here.
    fn seen(self, item: &SerField) -> SerField {
        let mut item = item.clone();
        match self {
            Self::Both => {}
            Self::Answer => item.field = item.field.read_only(),
            Self::Request => item.field.write_only = true,
        }
        item
    }
}

fn serializers(old: &Graph, new: &Graph, (a, b): (SerId, SerId), (place, side): (&str, Side), depth: usize, found: &mut Found) {
    let (before, now) = (&old.serializers[a], &new.serializers[b]);
    let fields = |ser: &Ser| ser.fields.iter().filter(|item| side.has(item)).map(|item| side.seen(item)).collect::<Vec<_>>();
    let (was, is) = (fields(before), fields(now));
    for item in &was {
        let name = item.field.name;
        let path = format!("{place}.{name}");
        let Some(other) = is.iter().find(|f| f.field.name == name) else {
            if !matches!(item.field.kind, Kind::Hidden) {
                found.add("field", true, &path, "the field is gone");
            }
            continue;
        };
        field(old, new, (item, other), &path, found);
        if let (Some(a), Some(b)) = (own(old, item), own(new, other))
            && depth < DEEPEST
        {
            serializers(old, new, (a, b), (&path, side), depth + 1, found);
        }
    }
    for item in is.iter().filter(|n| !was.iter().any(|o| o.field.name == n.field.name)) {
        let path = format!("{place}.{}", item.field.name);
        match item.field.kind {
            Kind::Hidden => {}
            _ if item.field.required && !item.field.read_only => found.add("required", true, &path, "a new field, which input must have"),
            _ => found.add("field", false, &path, "a new field"),
        }
    }
    let reads = side != Side::Answer;
    for set in now.unique_together.iter().filter(|set| reads && !before.unique_together.contains(set)) {
        found.add("unique", true, place, format!("{} must be unique together now", set.join(", ")));
    }
    for set in before.unique_together.iter().filter(|set| reads && !now.unique_together.contains(set)) {
        found.add("unique", false, place, format!("{} need not be unique together any more", set.join(", ")));
    }
    let expandable = |graph: &Graph, id: SerId| graph.serializers[id].expandable.iter().map(|e| e.name.to_owned()).collect::<Vec<_>>();
    if side != Side::Request && old.api.dynamic_fields && new.api.dynamic_fields {
        found.sets("dynamic-fields", place, "the expansion", &expandable(old, a), &expandable(new, b));
    }
}

/// A nested serializer that is compared nowhere else: a routed resource's own is compared there.
fn own(graph: &Graph, item: &SerField) -> Option<SerId> {
    item.nested.filter(|id| graph.views.get(*id).is_none_or(|view| !view.routed))
}

fn field(old: &Graph, new: &Graph, (a, b): (&SerField, &SerField), place: &str, found: &mut Found) {
    writable(a, b, place, found);
    let (before, now) = (class(old, a), class(new, b));
    if before != now {
        found.add("type", true, place, format!("{before} is now {now}"));
        return;
    }
    relation(old, new, (a, b), place, found);
    if let (Some((x, step)), Some((y, _))) = (held(a), held(b)) {
        field(old, new, (&x, &y), &format!("{place}{step}"), found);
    }
    if a.field.source_path() != b.field.source_path() {
        let message = format!("its value comes from `{}`, and came from `{}`", b.field.source_path(), a.field.source_path());
        found.add("source", true, place, message);
    }
    formats(old, new, (a, b), place, found);
    if a.field.allow_null != b.field.allow_null {
        let (shown, read) = (!b.field.write_only, !b.field.read_only);
        if b.field.allow_null {
            found.add("null", shown, place, if shown { "null can be answered now" } else { "null is taken now" });
        } else {
            found.add("null", read && !a.field.read_only, place, "null is no longer taken");
        }
    }
    if !a.field.read_only && !b.field.read_only {
        inputs::compare((&a.field, &b.field), place, found);
        if a.field.default == b.field.default {
            inputs::defaults(stored_default(old, a), stored_default(new, b), place, found);
        }
    }
}

/// What a compound field holds, and how a place in it is written.
fn held(item: &SerField) -> Option<(SerField, &'static str)> {
    match item.field.kind {
        Kind::List { child, .. } => Some((SerField::alone(*child), "[]")),
        Kind::Dict { child, .. } => Some((SerField::alone(*child), "{}")),
        _ => None,
    }
}

/// The default of the column that a field stands for.
fn stored_default(graph: &Graph, item: &SerField) -> Option<Literal> {
    let path = item.path.as_ref().filter(|p| p.hops.is_empty())?;
    graph.model(path.model).fields[path.column?].field.default
}

fn writable(a: &SerField, b: &SerField, place: &str, found: &mut Found) {
    let (a, b) = (&a.field, &b.field);
    match (a.write_only, b.write_only) {
        (false, true) => found.add("writable", true, place, "it is no longer shown"),
        (true, false) => found.add("writable", false, place, "it is shown now"),
        _ => {}
    }
    match (a.read_only, b.read_only) {
        (false, true) => found.add("writable", true, place, "input for it is ignored now"),
        (true, false) if b.required => found.add("required", true, place, "input must have it now; it was read-only"),
        (true, false) => found.add("writable", false, place, "it can be written now"),
        (false, false) if !a.required && b.required => found.add("required", true, place, "input must have it now"),
        (false, false) if a.required && !b.required => found.add("required", false, place, "input may leave it out now"),
        _ => {}
    }
}

/// The type of the values, in words.
fn class(graph: &Graph, item: &SerField) -> String {
    let list = |word: &str| if item.many { format!("a list of {word}s") } else { format!("a {word}") };
    match item.field.kind {
        Kind::Boolean => "a boolean".to_owned(),
        // What these check is compared apart; what they hold is a text.
        Kind::Text { .. } => "a text".to_owned(),
        Kind::Uuid { .. } => "a uuid".to_owned(),
        Kind::Ip { .. } => "an IP address".to_owned(),
        Kind::Integer { .. } => "an integer".to_owned(),
        Kind::Float { .. } => "a float".to_owned(),
        Kind::Decimal { .. } => "a decimal".to_owned(),
        Kind::Date { .. } => "a date".to_owned(),
        Kind::Time { .. } => "a time".to_owned(),
        Kind::DateTime { .. } => "a datetime".to_owned(),
        Kind::Duration { .. } => "a duration".to_owned(),
        Kind::Json => "JSON".to_owned(),
        Kind::List { .. } => "a list".to_owned(),
        Kind::Dict { .. } => "a dictionary".to_owned(),
        Kind::MultipleChoice { .. } => "a choice of several".to_owned(),
        Kind::Method => "a computed value".to_owned(),
        Kind::ReadOnly => "a label".to_owned(),
        // A text stays one when its values are named.
        Kind::Choice { choices, .. } => match choices.first() {
            Some((Literal::Int(_), _)) => "an integer".to_owned(),
            Some((Literal::Str(_), _)) | None => "a text".to_owned(),
            Some(_) => "a choice".to_owned(),
        },
        Kind::Related(related) => match related.kind {
            RelatedKind::PrimaryKey => match item.target.map(|t| graph.stored_type(t, graph.model(t).pk)) {
                Some(kind) if !kind.is_integer() => list(&format!("{} key", format!("{kind:?}").to_lowercase())),
                _ => list("number key"),
            },
            RelatedKind::Hyperlinked { .. } | RelatedKind::Detail => list("link"),
            RelatedKind::Slug(_) => list("natural key"),
            RelatedKind::String => list("name"),
        },
        Kind::Nested(_) => list("nested object"),
        Kind::Identity { .. } => "a link".to_owned(),
        Kind::Hidden => "hidden".to_owned(),
    }
}

fn relation(old: &Graph, new: &Graph, (a, b): (&SerField, &SerField), place: &str, found: &mut Found) {
    let target = |graph: &Graph, item: &SerField| item.target.map_or("", |t| graph.model(t).model.name);
    found.turned("relation", true, place, "it leads to", (target(old, a), target(new, b)), |t| shown(t));
    if let (Kind::Related(x), Kind::Related(y)) = (a.field.kind, b.field.kind)
        && let (RelatedKind::Slug(x), RelatedKind::Slug(y)) = (x.kind, y.kind)
    {
        found.turned("relation", true, place, "rows are named by", (x, y), |t| shown(t));
    }
}

fn formats(old: &Graph, new: &Graph, (a, b): (&SerField, &SerField), place: &str, found: &mut Found) {
    let format = |item: &SerField| match item.field.kind {
        Kind::Date { format } | Kind::Time { format } | Kind::DateTime { format } => format,
        Kind::Uuid { format } | Kind::Duration { format, .. } => format,
        _ => item.field.rare.format,
    };
    found.turned("format", true, place, "the format", (format(a), format(b)), |t| shown(t));
    if let (Kind::Decimal { decimal_places: p, coerce_to_string: c, .. }, Kind::Decimal { decimal_places: q, coerce_to_string: d, .. }) =
        (a.field.kind, b.field.kind)
    {
        let word = |n: &Option<u32>| n.map_or_else(|| "any number of them".to_owned(), |n| n.to_string());
        found.turned("format", true, place, "decimal places", (p, q), word);
        let own = |coerce: Option<bool>, graph: &Graph| coerce.unwrap_or(graph.api.coerce_decimal_to_string);
        // The API's own setting is compared once.
        if (c.is_some() || d.is_some()) && own(c, old) != own(d, new) {
            found.add("format", true, place, "texts are numbers now, or the other way round");
        }
    }
    let text = |item: &SerField| if let Kind::Text { kind, .. } = item.field.kind { kind } else { TextKind::Plain };
    let (p, q) = (text(a), text(b));
    if p != q && !b.field.read_only {
        let word = |kind: TextKind| if kind == TextKind::Plain { "any text".to_owned() } else { format!("`{kind:?}`").to_lowercase() };
        found.add("validation", q != TextKind::Plain, place, format!("input is {}, and was {}", word(q), word(p)));
    }
}
