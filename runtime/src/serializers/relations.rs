//! Relations that are written as values: DRF's `PrimaryKeyRelatedField`, `HyperlinkedRelatedField`, `SlugRelatedField`.

use super::Serializers;
use super::messages::{self, fail};
use super::options::ReadOptions;
use super::parsed::{Lookup, State};
use super::read::unique_notes;
use super::urls::{self, Route};
use crate::Errors;
use crate::json::surrogates;
use crate::python;
use crate::request::Above;
use crate::value::{LookupError, compared};
use restwright_schema::link::{ModelId, SerField, ViewId};
use restwright_schema::serializer::{Field, Kind, RelatedKind};
use serde_json::Value as Json;

/// Which row a value means, to be looked up.
pub(super) fn lookup(
    compiled: &Serializers,
    item: &SerField,
    kind: RelatedKind,
    data: &Json,
    options: ReadOptions<'_>,
) -> Result<Lookup, Errors> {
    let field = &item.field;
    let Some(target) = item.target else { return Err(Errors::message("Invalid value.")) };
    match kind {
        RelatedKind::PrimaryKey | RelatedKind::String => by_key(compiled, field, target, data, options),
        RelatedKind::Slug(name) => by_slug(compiled, field, target, name, data, options),
        RelatedKind::Hyperlinked { view_name, lookup_field } => {
            let expected = |view: ViewId| {
                let basename = compiled.graph.views.get(view).map_or("", |v| v.basename);
                if view_name.is_empty() { view == target } else { view_name.strip_suffix("-detail") == Some(basename) }
            };
            let column = match lookup_field {
                "" => compiled.graph.views.get(target).map(|v| v.lookup),
                "id" => None,
                name => compiled.graph.model(target).position(name),
            };
            by_url(compiled, field, target, column, expected, data, options)
        }
        RelatedKind::Detail => {
            let master = compiled.graph.model(target).master.unwrap_or(target);
            let details = &compiled.graph.model(master).details;
            by_url(compiled, field, target, None, |view| details.contains(&view), data, options)
        }
    }
}

/// The parent in a nested route's URL as the value of the field that leads to it, in whatever form the field reads others.
pub(super) fn parent(compiled: &Serializers, item: &SerField, above: &Above, options: ReadOptions<'_>) -> State {
    let field = &item.field;
    let Kind::Related(related) = field.kind else { return State::Failed(Errors::message("Invalid value.")) };
    let missing = match related.kind {
        // The library writes the URL's text into the body, and this field reads it.
        RelatedKind::PrimaryKey | RelatedKind::String if above.by_key => {
            return match lookup(compiled, item, related.kind, &Json::from(above.text.as_str()), options) {
                Ok(lookup) => State::Key { lookup, notes: unique_notes(item) },
                Err(errors) => State::Failed(errors),
            };
        }
        RelatedKind::PrimaryKey | RelatedKind::String => no_key(field, &above.text),
        RelatedKind::Slug(name) => no_slug(field, name, &above.text),
        RelatedKind::Hyperlinked { .. } | RelatedKind::Detail => no_object(field),
    };
    let model = item.target.unwrap_or_default();
    let column = compiled.graph.model(model).pk;
    let lookup = Lookup { model, column, is_key: true, value: above.key.clone(), ambiguous: missing.clone(), missing };
    State::Key { lookup, notes: unique_notes(item) }
}

fn no_key(field: &Field, shown: &str) -> Errors {
    Errors::message(fail(field, "does_not_exist", messages::NO_SUCH_KEY, &[("pk_value", shown)]))
}

fn no_slug(field: &Field, name: &str, shown: &str) -> Errors {
    Errors::message(fail(field, "does_not_exist", messages::NO_SUCH_SLUG, &[("slug_name", name), ("value", shown)]))
}

fn no_object(field: &Field) -> Errors {
    Errors::message(fail(field, "does_not_exist", "Invalid hyperlink - Object does not exist.", &[]))
}

fn by_key(compiled: &Serializers, field: &Field, target: ModelId, data: &Json, options: ReadOptions<'_>) -> Result<Lookup, Errors> {
    let refuse = || {
        let default = messages::NO_KEY;
        Errors::message(fail(field, "incorrect_type", default, &[("data_type", python::type_name(data))]))
    };
    if data.is_boolean() {
        return Err(refuse());
    }
    let node = compiled.graph.model(target);
    let value = compared(compiled.graph.stored_type(target, node.pk), compiled.dialect, data).map_err(|odd| match odd {
        LookupError::Type => refuse(),
        LookupError::Invalid(text) => Errors::message(text),
    })?;
    if is_broken(data, options) {
        return Err(refuse());
    }
    let missing = no_key(field, &python::str(data));
    Ok(Lookup { model: target, column: node.pk, is_key: true, value, ambiguous: missing.clone(), missing })
}

fn by_slug(
    compiled: &Serializers,
    field: &Field,
    target: ModelId,
    name: &str,
    data: &Json,
    options: ReadOptions<'_>,
) -> Result<Lookup, Errors> {
    let refuse = || Errors::message(fail(field, "invalid", "Invalid value.", &[]));
    let node = compiled.graph.model(target);
    let column = node.position(name).ok_or_else(refuse)?;
    let value = compared(compiled.graph.stored_type(target, column), compiled.dialect, data).map_err(|odd| match odd {
        LookupError::Type => refuse(),
        LookupError::Invalid(text) => Errors::message(text),
    })?;
    if is_broken(data, options) {
        return Err(refuse());
    }
    let missing = no_slug(field, name, &python::str(data));
    Ok(Lookup { model: target, column, is_key: column == node.pk, value, missing, ambiguous: refuse() })
}

/// Whether the value is a text with lone surrogates, which no driver sends to its database: Python's `UnicodeEncodeError` is a `ValueError`.
fn is_broken(data: &Json, options: ReadOptions<'_>) -> bool {
    options.surrogates && data.as_str().is_some_and(|text| surrogates::first(text).is_some())
}

fn by_url(
    compiled: &Serializers,
    field: &Field,
    target: ModelId,
    column: Option<usize>,
    expected: impl Fn(ViewId) -> bool,
    data: &Json,
    options: ReadOptions<'_>,
) -> Result<Lookup, Errors> {
    let refuse = |code: &str, default: &'static str| Errors::message(fail(field, code, default, &[]));
    let Some(text) = data.as_str() else {
        let default = "Incorrect type. Expected URL string, received {data_type}.";
        return Err(Errors::message(fail(field, "incorrect_type", default, &[("data_type", python::type_name(data))])));
    };
    let no_match = || refuse("no_match", "Invalid hyperlink - No URL match.");
    let path = urls::path_of(text).ok_or_else(no_match)?;
    let found = urls::resolve_url(compiled, &path).ok_or_else(no_match)?;
    // Only namespaces make names of views that differ by version.
    let namespace = found.namespace.is_none() || found.namespace.as_deref() == options.version;
    let Route::Detail { view, lookup } = found.route else {
        return Err(refuse("incorrect_match", "Invalid hyperlink - Incorrect URL match."));
    };
    if !namespace || !expected(view) {
        return Err(refuse("incorrect_match", "Invalid hyperlink - Incorrect URL match."));
    }
    let missing = no_object(field);
    let node = compiled.graph.model(target);
    let column = column.unwrap_or(node.pk);
    let value = match compared(compiled.graph.stored_type(target, column), compiled.dialect, &Json::String(lookup)) {
        Ok(value) => value,
        Err(LookupError::Type) => return Err(missing),
        Err(LookupError::Invalid(text)) => return Err(Errors::message(text)),
    };
    Ok(Lookup { model: target, column, is_key: column == node.pk, value, ambiguous: missing.clone(), missing })
}
