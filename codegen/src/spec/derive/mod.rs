//! The derive's front end: a struct and its attributes become the structs of [`crate::spec`].
//!
//! Attributes are made into the tree that TOML is made into too, and read by the same reader. What a struct says in Rust's own ways (its
//! types, its comments) is put into the tree beside what its attributes say.

mod references;
mod tokens;
mod types;

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens as _;
use restwright_schema::FieldType;
use syn::{Attribute, Data, DeriveInput, Fields, Meta};

use super::read::table::Table;
use super::read::{self, words};
use super::tree::{Entry, Node, Tree};
use super::{ApiSpec, FieldKind, FieldSpec, Folder, Origin, ResourceSpec, Scope, Spanned};
use crate::diag::{Diagnostics, codes};
use types::RustType;

pub(crate) use references::{Place, Reference};

/// A struct with `#[derive(Resource)]` as it was read.
pub(crate) struct Derived {
    /// The resource first, then those that it names.
    pub(crate) folder: Folder,
    pub(crate) name: Ident,
    pub(crate) vis: TokenStream,
    /// The struct's fields, in its order.
    pub(crate) columns: Vec<RowColumn>,
    /// The other resources that it names.
    pub(crate) references: Vec<Reference>,
}

impl Derived {
    /// What it extends.
    pub(crate) fn master(&self) -> Option<&Reference> {
        self.references.iter().find(|r| r.place == Place::Master)
    }
}

/// A field of the struct.
pub(crate) struct RowColumn {
    pub(crate) ident: Ident,
    /// The Rust type without `Option`, and its place.
    pub(crate) inner: TokenStream,
    pub(crate) span: Span,
    /// Whether only the compiler knows what the type holds.
    pub(crate) foreign: bool,
    /// Whether the row has no column for it.
    pub(crate) many: bool,
    /// Whether no field has such a type, which was reported.
    pub(crate) unusable: bool,
}

/// The attributes of the four parts.
const PARTS: &[&str] = &["annotations", "meta", "serializer", "filterset", "viewset"];

/// A struct or an enum; `None` if it cannot be parsed, which is said.
pub(crate) fn parsed(input: TokenStream, d: &mut Diagnostics) -> Option<DeriveInput> {
    match syn::parse2(input) {
        Ok(input) => Some(input),
        Err(error) => {
            d.report(&codes::ATTRIBUTE, Origin::Tokens(error.span()), &[&error.to_string()]);
            None
        }
    }
}

/// Reads a struct; `None` if it is none.
pub(crate) fn read(input: TokenStream, d: &mut Diagnostics) -> Option<Derived> {
    let input = parsed(input, d)?;
    let origin = Origin::Tokens(input.ident.span());
    let Data::Struct(data) = &input.data else {
        d.report(&codes::NOT_A_STRUCT, origin, &["only a struct can be a resource"]);
        return None;
    };
    let Fields::Named(fields) = &data.fields else {
        d.report(&codes::NOT_A_STRUCT, origin, &["its fields need names"]);
        return None;
    };
    if !input.generics.params.is_empty() {
        d.report(&codes::NOT_A_STRUCT, Origin::Tokens(input.generics.params.span_of()), &["a row has no parameters"]);
        return None;
    }
    let mut top = parts(&input.attrs, d);
    if let Some(entry) = documentation(&input.attrs, "description") {
        top.push(entry);
    }
    let mut rows = Vec::new();
    let mut table = Vec::new();
    for field in &fields.named {
        let Some(ident) = &field.ident else { continue };
        let (entry, row) = self::field(ident, field, d);
        table.push(entry);
        rows.push(row);
    }
    top.push(Entry::new("fields".to_owned(), origin, Node { origin, tree: Tree::Table(table) }));
    let references = references::take(&mut top);
    let name = tokens::plain(&input.ident.to_string());
    let parts = read::resource(&top, &name, origin, d);
    let mut resource = ResourceSpec {
        file: None,
        foreign: false,
        file_name: String::new(),
        origin,
        snake: super::snake(&name),
        name,
        description: parts.description,
        fields: parts.fields,
        annotations: parts.annotations,
        meta: parts.meta,
        serializer: parts.serializer,
        filterset: parts.filterset,
        viewset: parts.viewset,
    };
    for (field, _) in resource.fields.iter_mut().zip(&rows).filter(|(_, row)| row.unusable) {
        field.doubtful = true;
    }
    rust_types(&resource, &mut rows, fields, d);
    no_key(&resource, d);
    let mut resources = vec![resource];
    let stubs = stubs(&resources[0], &references);
    resources.extend(stubs);
    let api = ApiSpec::new(Spanned::new(String::new(), origin), origin);
    let folder = Folder { api, resources, bases: Vec::new(), scope: Scope::Struct };
    Some(Derived { folder, name: input.ident, vis: input.vis.to_token_stream(), columns: rows, references })
}

/// The place of generic parameters.
trait SpanOf {
    fn span_of(&self) -> Span;
}

impl<T: quote::ToTokens> SpanOf for T {
    fn span_of(&self) -> Span {
        self.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span())
    }
}

/// `#[meta(…)]`, `#[serializer(…)]` and so on as entries of one table.
fn parts(attributes: &[Attribute], d: &mut Diagnostics) -> Vec<Entry> {
    let mut top: Vec<Entry> = Vec::new();
    for attribute in attributes {
        let Some(part) = PARTS.iter().find(|part| attribute.path().is_ident(part)) else { continue };
        if let Some(list) = inside(attribute, d) {
            let origin = Origin::Tokens(attribute.path().span_of());
            let value = Node { origin, tree: Tree::Table(list) };
            tokens::add(&mut top, Entry::new((*part).to_owned(), origin, value), d);
        }
    }
    top
}

/// The entries in an attribute's parentheses.
fn inside(attribute: &Attribute, d: &mut Diagnostics) -> Option<Vec<Entry>> {
    match &attribute.meta {
        Meta::List(list) => Some(tokens::entries(list.tokens.clone(), d)),
        Meta::Path(_) => Some(Vec::new()),
        Meta::NameValue(pair) => {
            d.report(&codes::ATTRIBUTE, Origin::Tokens(pair.path.span_of()), &["its options stand in parentheses"]);
            None
        }
    }
}

/// Doc comments as an entry: lines are joined as they were written, without the blank in front.
fn documentation(attributes: &[Attribute], key: &str) -> Option<Entry> {
    let mut lines: Vec<String> = Vec::new();
    let mut span = None;
    for attribute in attributes.iter().filter(|a| a.path().is_ident("doc")) {
        let Meta::NameValue(pair) = &attribute.meta else { continue };
        let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &pair.value else { continue };
        span.get_or_insert(text.span());
        lines.extend(text.value().split('\n').map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned()));
    }
    let text = lines.join("\n").trim().to_owned();
    (!text.is_empty()).then(|| tokens::word(key, &text, span.unwrap_or_else(Span::call_site)))
}

/// One field: what its attribute says, and what its type and comment say where the attribute is silent.
fn field(ident: &Ident, field: &syn::Field, d: &mut Diagnostics) -> (Entry, RowColumn) {
    let mut options: Vec<Entry> = Vec::new();
    for attribute in field.attrs.iter().filter(|a| a.path().is_ident("field")) {
        for entry in inside(attribute, d).into_iter().flatten() {
            tokens::add(&mut options, entry, d);
        }
    }
    let is_relation = relation(&mut options);
    let rust = RustType::new(&field.ty);
    let has = |options: &[Entry], key: &str| options.iter().any(|e| e.key == key);
    let typed = options.first().is_some_and(|e| e.bare && words::FIELD_KINDS.iter().any(|(word, _)| *word == e.key));
    let mut foreign = false;
    if !typed && !has(&options, "type") {
        let key = has(&options, "primary_key");
        let kind = rust.kind(key);
        foreign = kind.is_none();
        // A type that nobody knows here is an enum with choices.
        options.insert(0, tokens::word("type", kind.unwrap_or("string"), rust.span));
        // The key that a spec file has without saying so, which Django calls so.
        if kind == Some("auto") && ident == "id" && !has(&options, "label") {
            options.push(tokens::word("label", "ID", rust.span));
        }
    } else if rust.kind(false).is_none() {
        foreign = true;
    }
    let mut unusable = false;
    if let Some(help) = rust.instead().filter(|_| foreign) {
        let shown = rust.inner.to_string().replace(" < ", "<").replace(" >", ">").replace(" :: ", "::").replace("& ", "&");
        d.report(&codes::NO_FIELD_TYPE, Origin::Tokens(rust.span), &[&shown]).help(help);
        // What its length or key would be is no question.
        (foreign, unusable) = (false, true);
        options.push(tokens::word("rust_choices", &shown, rust.span));
    }
    if foreign && !is_relation {
        options.push(tokens::word("rust_choices", &rust.inner.to_string(), rust.span));
    }
    if let Some(to) = rust.to.as_ref().filter(|_| !has(&options, "to")) {
        let path = to.to_string().split_whitespace().collect::<String>();
        options.push(tokens::word("to", &path, to.span_of()));
    }
    null(&mut options, &rust, d);
    if let Some(text) = documentation(&field.attrs, "help_text").filter(|_| !has(&options, "help_text")) {
        options.push(text);
    }
    let origin = Origin::Tokens(ident.span());
    let value = Node { origin, tree: Tree::Table(options) };
    let entry = Entry::new(tokens::plain(&ident.to_string()), origin, value);
    let many = rust.name == "ManyToMany";
    (entry, RowColumn { ident: ident.clone(), inner: rust.inner, span: rust.span, foreign, many, unusable })
}

/// `foreign_key = "Author"` says the type and where it leads. Gives whether there is a relation.
fn relation(options: &mut Vec<Entry>) -> bool {
    let is_relation = |e: &Entry| matches!(e.key.as_str(), "foreign_key" | "one_to_one" | "many_to_many") && !e.bare;
    let Some(at) = options.iter().position(is_relation) else {
        return options.iter().any(|e| matches!(e.key.as_str(), "to" | "on_delete"));
    };
    let mut entry = options.remove(at);
    let kind = Entry { value: Node { origin: entry.origin, tree: Tree::Str(entry.key.clone()) }, key: "type".to_owned(), ..entry.clone() };
    entry.key = "to".to_owned();
    entry.origin = entry.value.origin;
    options.insert(0, entry);
    options.insert(0, kind);
    true
}

/// `Option` is `null`, and the other way round.
fn null(options: &mut Vec<Entry>, rust: &RustType, d: &mut Diagnostics) {
    let said = options.iter().find(|e| e.key == "null");
    match said.map(|e| (e.origin, &e.value.tree)) {
        None if rust.null => {
            let origin = Origin::Tokens(rust.span);
            options.push(Entry::new("null".to_owned(), origin, Node { origin, tree: Tree::Bool(true) }));
        }
        Some((origin, Tree::Bool(said))) if *said != rust.null => {
            let (problem, help) = if *said {
                ("`null` needs an `Option`", "write `Option<…>` as the type, which says `null` by itself")
            } else {
                ("an `Option` is `null`", "remove `null`, or the `Option`")
            };
            d.report(&codes::CONTRADICTION, origin, &[problem]).help(help);
        }
        _ => {}
    }
}

/// Rust types that cannot hold what their fields are.
fn rust_types(resource: &ResourceSpec, rows: &mut [RowColumn], fields: &syn::FieldsNamed, d: &mut Diagnostics) {
    for ((spec, row), field) in resource.fields.iter().zip(rows).zip(&fields.named) {
        let Some(kind) = spec.kind.stored() else { continue };
        if (kind == FieldType::ManyToMany) != row.many {
            let origin = Origin::Tokens(row.span);
            d.report(&codes::RUST_TYPE, origin, &[read::kind_name(spec.kind.value), &row.inner.to_string()])
                .help("a `many_to_many` field has no column, and is a `restwright::ManyToMany<…>` in the struct; no other field is");
            continue;
        }
        let rust = RustType::new(&field.ty);
        if rust.holds(kind) == Some(false) {
            let shown = rust.inner.to_string().split_whitespace().collect::<String>();
            d.report(&codes::RUST_TYPE, Origin::Tokens(row.span), &[read::kind_name(spec.kind.value), &shown]);
        }
    }
}

/// A row is known by its key, so the struct has it.
fn no_key(resource: &ResourceSpec, d: &mut Diagnostics) {
    if resource.primary_key().is_none() && resource.meta.extends.is_none() && resource.field("id").is_none() {
        d.report(&codes::NO_KEY, resource.origin, &[&resource.name]);
    }
}

/// The resources that a struct names, of which nothing but the name is known.
fn stubs(resource: &ResourceSpec, references: &[Reference]) -> Vec<ResourceSpec> {
    let mut seen: BTreeSet<&str> = BTreeSet::from([resource.name.as_str()]);
    let mut out = Vec::new();
    for reference in references {
        if seen.insert(&reference.name) {
            out.push(super::stub(&reference.name, Origin::Tokens(reference.span)));
        }
    }
    for stub in &mut out {
        stub.meta.master = resource.meta.extends.as_ref().filter(|e| e.value == stub.name).map(|e| Spanned::new(true, e.origin));
        for field in resource.fields.iter().filter(|f| f.through.as_ref().is_some_and(|t| t.value == stub.name)) {
            let ends = [Some(Spanned::new(resource.name.clone(), field.name.origin)), field.to.clone()];
            stub.fields.extend(ends.into_iter().flatten().enumerate().map(|(i, to)| pair_key(i, to)));
        }
    }
    out
}

/// A key that the rows between the two sides of a many-to-many relation have.
fn pair_key(i: usize, to: Spanned<String>) -> FieldSpec {
    let origin = to.origin;
    let kind = FieldKind::Stored(FieldType::ForeignKey);
    let mut field = FieldSpec::new(Spanned::new(format!("side{i}"), origin), origin, Spanned::new(kind, origin));
    field.to = Some(to);
    field.related_name = Some(Spanned::new("+".to_owned(), origin));
    field
}

/// What `#[choice(…)]` says of a variant.
#[derive(Default)]
pub(crate) struct VariantOptions {
    pub(crate) value: super::Opt<super::Value>,
    pub(crate) label: Option<String>,
    /// Whether the variant takes all values that no other has.
    pub(crate) other: bool,
}

/// `#[choice(value = …, label = "…")]`, or `#[choice(other)]`, of a variant.
pub(crate) fn variant_options(attributes: &[Attribute], d: &mut Diagnostics) -> VariantOptions {
    let mut options: Vec<Entry> = Vec::new();
    let mut origin = Origin::Tokens(Span::call_site());
    for attribute in attributes.iter().filter(|a| a.path().is_ident("choice")) {
        origin = Origin::Tokens(attribute.path().span_of());
        for entry in inside(attribute, d).into_iter().flatten() {
            tokens::add(&mut options, entry, d);
        }
    }
    read::read_again(d, |d| {
        let mut table = Table::top(&options, "`#[choice(…)]`", origin);
        let (value, label) = (table.value("value", d), table.string("label", d).map(|l| l.value));
        let other = table.boolean("other", d);
        if let Some(other) = other.as_ref().filter(|other| other.value && (value.is_some() || label.is_some())) {
            d.report(&codes::CONTRADICTION, other.origin, &["a variant for all other values has no `value` and no `label`"]);
        }
        table.finish(d);
        VariantOptions { value, label, other: other.is_some_and(|o| o.value) }
    })
}
