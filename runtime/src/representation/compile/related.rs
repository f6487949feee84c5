//! Other rows as one value each: keys, slugs, texts, links.

use super::{Builder, Scope};
use crate::representation::codec::Codec;
use crate::representation::plan::{Link, Target, Write};
use crate::schema::builtin;
use crate::schema::link::{Graph, ModelId, SerField};
use crate::schema::model::FieldType;
use crate::schema::serializer::{Kind, RelatedKind};
use crate::urls::Endpoint;
use crate::{python, schema, urls};

impl Builder<'_> {
    /// A key shown as one value. The other row is joined only if more than its key is shown.
    pub(super) fn related_key(&mut self, from: &Scope, column: usize, field: &SerField, kind: RelatedKind) -> Write {
        let graph = self.graph;
        let Some(target) = graph.model(from.model).fields[column].target else {
            // A plain column as `string_related`.
            let stored = graph.stored_type(from.model, column);
            let codec = Codec::raw(stored, graph.model(from.model).fields[column].field).into_text();
            return Write::Display { before: String::new(), at: self.column(from, column), codec, after: "" };
        };
        let node = graph.model(target);
        let by_key = match kind {
            RelatedKind::PrimaryKey => true,
            RelatedKind::Hyperlinked { view_name, lookup_field } => {
                self.lookup(target, self.view_of(field.target.unwrap_or(target), view_name), lookup_field) == node.pk
            }
            RelatedKind::Slug(slug) => node.position(slug) == Some(node.pk),
            RelatedKind::String => node.model.display.is_empty() && !self.has_own_text(target),
            RelatedKind::Detail => !node.model.extends.is_empty(),
        };
        if by_key {
            let at = self.column(from, column);
            return self.related_at(target, at, field, kind);
        }
        let joined = self.join_key(from, column, target);
        self.related(&joined, field, kind)
    }

    /// A row shown as one value, by its key column.
    fn related_at(&mut self, target: ModelId, at: usize, field: &SerField, kind: RelatedKind) -> Write {
        let codec = self.key_codec(target);
        match kind {
            RelatedKind::Hyperlinked { view_name, .. } => {
                let view = self.view_of(field.target.unwrap_or(target), view_name);
                self.endpoint(view)
                    .map_or(Write::Null, |to| Write::Link(Link { at, codec, to: Target::Endpoint(to), format: field.field.rare.format }))
            }
            RelatedKind::Detail => self
                .endpoint(Some(target))
                .map_or(Write::Null, |to| Write::Link(Link { at, codec, to: Target::Endpoint(to), format: field.field.rare.format })),
            RelatedKind::String => {
                let before = format!("{} object (", self.graph.model(target).model.name);
                Write::Display { before, at, codec: codec.into_text(), after: ")" }
            }
            RelatedKind::PrimaryKey | RelatedKind::Slug(_) => Write::Column(at, codec),
        }
    }

    /// A row of this statement shown as one value.
    pub(super) fn related(&mut self, scope: &Scope, field: &SerField, kind: RelatedKind) -> Write {
        let (graph, format) = (self.graph, field.field.rare.format);
        let node = graph.model(scope.model);
        match kind {
            RelatedKind::Hyperlinked { view_name, lookup_field } => {
                let to = field.target.unwrap_or(scope.model);
                let view_name = if view_name.is_empty() { to } else { self.view_of(to, view_name).unwrap_or(to) };
                self.link_to(scope, Some(view_name), lookup_field, format)
            }
            RelatedKind::Detail => self.link(scope, &Kind::Identity { view_name: "", lookup_field: "", detail: true }, format),
            RelatedKind::Slug(slug) => {
                let Some(column) = node.position(slug) else { return Write::Null };
                let codec = Codec::raw(graph.stored_type(scope.model, column), node.fields[column].field);
                Write::Column(self.column(scope, column), codec)
            }
            RelatedKind::String => {
                if self.has_own_text(scope.model) {
                    return self.content_type_text(scope);
                }
                let Some(column) = node.position(node.model.display) else {
                    let at = self.column(scope, node.pk);
                    return self.related_at(scope.model, at, field, kind);
                };
                let codec = Codec::raw(graph.stored_type(scope.model, column), node.fields[column].field).into_text();
                Write::Display { before: String::new(), at: self.column(scope, column), codec, after: "" }
            }
            RelatedKind::PrimaryKey => {
                let at = self.column(scope, node.pk);
                self.related_at(scope.model, at, field, kind)
            }
        }
    }

    /// Whether the text of a row is made of its content type's.
    fn has_own_text(&self, model: ModelId) -> bool {
        self.graph.builtin(model).is_some_and(|b| matches!(b.name, builtin::PERMISSION | builtin::CONTENT_TYPE))
    }

    /// Django's `str()` of a content type, `Shop | book`, and of a permission: `Shop | book | Can add book`.
    fn content_type_text(&mut self, scope: &Scope) -> Write {
        let graph = self.graph;
        let node = graph.model(scope.model);
        let (types, name) = match node.position("content_type").map(|key| (key, node.fields[key].target)) {
            Some((key, Some(target))) => {
                let name = node.position("name").map(|name| self.column(scope, name));
                (self.join_key(scope, key, target), name)
            }
            _ => (scope.clone(), None),
        };
        let of_type = |name: &str| graph.model(types.model).position(name).unwrap_or_default();
        let (app, model) = (of_type("app_label"), of_type("model"));
        Write::ContentType { app: self.column(&types, app), model: self.column(&types, model), name, texts: content_types(graph) }
    }

    /// The URL of a row of this statement.
    pub(super) fn link(&mut self, scope: &Scope, kind: &Kind, format: &'static str) -> Write {
        let (graph, model) = (self.graph, scope.model);
        let Kind::Identity { view_name, lookup_field, detail } = *kind else { return Write::Null };
        let node = graph.model(model);
        if !detail || node.details.is_empty() {
            let view = self.view_of(model, view_name);
            return self.link_to(scope, view, lookup_field, format);
        }
        let Some(type_column) = node.position("type") else { return Write::Null };
        let lookup = self.lookup(model, Some(model), lookup_field);
        let codec = self.url_codec(model, lookup);
        let endpoints = node.details.iter().filter_map(|&d| Some((graph.model(d).model.snake, self.endpoint(Some(d))?))).collect();
        let to = Target::ByType { at: self.column(scope, type_column), endpoints };
        Write::Link(Link { at: self.column(scope, lookup), codec, to, format })
    }

    fn link_to(&mut self, scope: &Scope, view: Option<ModelId>, lookup_field: &str, format: &'static str) -> Write {
        let lookup = self.lookup(scope.model, view, lookup_field);
        let codec = self.url_codec(scope.model, lookup);
        let Some(to) = self.endpoint(view) else { return Write::Null };
        Write::Link(Link { at: self.column(scope, lookup), codec, to: Target::Endpoint(to), format })
    }

    /// The view that a hyperlink leads to: the named one, or the resource's own.
    fn view_of(&self, model: ModelId, view_name: &str) -> Option<ModelId> {
        urls::named(self.graph, view_name).map(|v| v.model).or(self.graph.builtin(model).is_none().then_some(model))
    }

    fn endpoint(&self, view: Option<ModelId>) -> Option<Endpoint> {
        self.graph.views.get(view?).map(Endpoint::of)
    }

    /// The column whose value stands in a URL.
    fn lookup(&self, model: ModelId, view: Option<ModelId>, lookup_field: &str) -> usize {
        let node = self.graph.model(model);
        let name = match lookup_field {
            "" => view.and_then(|v| self.graph.views.get(v)).map_or("id", |v| v.lookup_field),
            name => name,
        };
        if name == "id" { node.pk } else { node.position(name).unwrap_or(node.pk) }
    }

    fn key_codec(&self, model: ModelId) -> Codec {
        let node = self.graph.model(model);
        Codec::raw(self.graph.stored_type(model, node.pk), self.key_field(model, node.pk))
    }

    fn url_codec(&self, model: ModelId, column: usize) -> Codec {
        Codec::raw(self.graph.stored_type(model, column), self.key_field(model, column)).into_text()
    }

    /// The field that a key's value comes from, at the end of a chain of keys.
    fn key_field(&self, model: ModelId, column: usize) -> &'static schema::Field {
        let column = &self.graph.model(model).fields[column];
        match column.target {
            Some(target) if column.field.kind != FieldType::ManyToMany => self.key_field(target, self.graph.model(target).pk),
            _ => column.field,
        }
    }
}

/// Application, model and text (`app_labeled_name`) of every content type whose model is known here.
fn content_types(graph: &Graph) -> Vec<(String, String, String)> {
    let api = graph.api;
    let own = api.resources.iter().map(|r| (api.name, python::title(api.name), r.model.name, r.model.verbose_name()));
    let django = [
        ("auth", "Authentication and Authorization", "user", "user"),
        ("auth", "Authentication and Authorization", "group", "group"),
        ("auth", "Authentication and Authorization", "permission", "permission"),
        ("contenttypes", "Content Types", "contenttype", "content type"),
        ("sessions", "Sessions", "session", "session"),
        ("admin", "Administration", "logentry", "log entry"),
        ("authtoken", "Auth Token", "token", "Token"),
        ("authtoken", "Auth Token", "tokenproxy", "Token"),
    ];
    let django = django.map(|(app, title, model, name)| (app, title.to_owned(), model, name.to_owned()));
    let text =
        |(app, title, model, name): (&str, String, &str, String)| (app.to_owned(), model.to_lowercase(), format!("{title} | {name}"));
    own.chain(django).map(text).collect()
}
