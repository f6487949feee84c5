//! What a derive adds to its struct: the names and implementations that a generated module has, and what its other resources have to be.

use super::input::{self, InputField};
use super::tokens::{docs, ident};
use super::{filterset, hooks, model, serializer, types, viewset};
use crate::source::Origin;
use crate::spec::derive::{Derived, Place, Reference, RowColumn};
use crate::spec::{DeclaredKind, FieldList, FieldSpec, ResourceSpec};
use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use restwright_schema::Resource;
use restwright_schema::link::{Graph, Path};
use restwright_schema::model::FieldType;
use restwright_schema::serializer::{Kind, Nested};

/// The items. The resource is the graph's first; names that they need are imported where nobody else sees them.
pub(crate) fn items(graph: &Graph, derived: &Derived) -> TokenStream {
    let resource = &graph.api.resources[0];
    let name = resource.model.name;
    let vis = &derived.vis;
    let unit = |suffix: &str, doc: String| {
        let (name, doc) = (ident(&format!("{name}{suffix}")), docs(&doc));
        quote!(#doc #vis struct #name;)
    };
    let described = resource.viewset.description;
    let viewset_doc = if described.is_empty() { format!("The actions on [`{name}`]s.") } else { described.to_owned() };
    let serializer_name = unit("Serializer", format!("How a [`{name}`] is read and written."));
    let filterset_name = filters(graph, derived).map(|[item, _]| absolute(item));
    let viewset_name = unit("ViewSet", viewset_doc);
    let implementations = implementations(graph, derived);
    let checks = checks(derived);
    let (columns, row) = (derived.columns.iter().map(|c| &c.ident), ident(name));
    let filterset = filterset_name.as_ref().map(|_| quote!(filterset,));
    let inputs = inputs(graph, derived);
    let input = absolute(input::item(name, vis, &inputs));
    let names: Vec<TokenStream> =
        model::names(resource.model, vis).into_iter().map(|item| quote!(#[allow(missing_docs, dead_code)] #item)).collect();
    let methods = methods(graph, derived, &inputs);
    let help = format!("write `impl {name}Hooks for {name}ViewSet`");
    let hooks = (!methods.is_empty()).then(|| absolute(hooks::items(name, vis, &help, &methods, &|name| place(derived, name))));
    let whole = derived.master().map(|_| {
        let (alias, doc) = (row_name(name, derived), docs(&format!("A whole row of [`{name}`]: its columns, and its master's.")));
        quote!(#doc #vis type #alias = ::restwright::Detail<#row>;)
    });
    quote! {
        #serializer_name
        #filterset_name
        #viewset_name
        #whole
        #(#names)*
        #input
        #hooks
        const _: () = {
            use ::restwright::__gen::{self as rw, #filterset model, serializer, viewset};
            #(#implementations)*
            // The server reads the columns, whether or not Rust code does.
            #[allow(dead_code)]
            fn columns(row: &#row) {
                #(let _ = &row.#columns;)*
            }
            #checks
        };
    }
}

/// Tokens with `rw::` written out, for items that stand where it is not imported.
fn absolute(tokens: TokenStream) -> TokenStream {
    let mut out = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let path = matches!(tokens.peek(), Some(TokenTree::Punct(p)) if p.as_char() == ':');
        match token {
            TokenTree::Ident(word) if path && word == "rw" => out.extend(quote!(::restwright::__gen)),
            TokenTree::Group(group) => {
                let mut inside = Group::new(group.delimiter(), absolute(group.stream()));
                inside.set_span(group.span());
                out.extend([TokenTree::Group(inside)]);
            }
            token => out.extend([token]),
        }
    }
    out
}

/// The struct's filterset; a detail's has its master's. Only the types of the struct's own columns are known here.
fn filters(graph: &Graph, derived: &Derived) -> Option<[TokenStream; 2]> {
    let resource = &graph.api.resources[0];
    let (own, master) = (resource.filterset, derived.master().map(|master| &master.path));
    if own.is_none() && master.is_none() {
        return None;
    }
    let column = |path: &Path| {
        let field = path.column.filter(|_| path.hops.is_empty()).and_then(|at| graph.models[0].fields.get(at))?;
        let column = derived.columns.iter().find(|c| plain(&c.ident) == field.field.name)?;
        Some(column.inner.clone())
    };
    let filters = own.into_iter().flat_map(|set| set.filters);
    let parameters = filterset::parameters(filters, |filter| types::parameters(graph, 0, filter, Some(&column)));
    let parts = filterset::Parts { vis: &derived.vis, own, parameters, master, derives: TokenStream::new() };
    Some(filterset::items(resource.model.name, &parts))
}

/// A field's name without the mark of a raw identifier.
fn plain(ident: &proc_macro2::Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").unwrap_or(&name).to_owned()
}

/// What a row is called: the struct, or of a detail the struct with its master's.
fn row_name(name: &str, derived: &Derived) -> proc_macro2::Ident {
    ident(&if derived.master().is_some() { format!("{name}Row") } else { name.to_owned() })
}

/// The methods that the struct's author writes.
/// Where a struct names a hook of its own: in `hooks`, or as an extra action or method field.
fn place(derived: &Derived, hook: &str) -> Option<Span> {
    let spec = derived.folder.resources.first()?;
    let hooks = spec.viewset.hooks.iter().flat_map(|names| names.value.iter());
    let actions = spec.viewset.extra_actions.iter().map(|action| &action.name);
    let fields = spec.serializer.iter().flat_map(|serializer| &serializer.declared).map(|declared| &declared.name);
    let found = hooks.chain(actions).find(|name| name.as_str() == hook);
    match found.or_else(|| fields.into_iter().find(|name| hook.strip_prefix("get_") == Some(name.as_str())))?.origin {
        Origin::Tokens(span) => Some(span),
        Origin::Toml { .. } => None,
    }
}

fn methods(graph: &Graph, derived: &Derived, inputs: &[InputField]) -> Vec<hooks::Method> {
    let model = graph.api.resources[0].model;
    hooks::methods(&row_name(model.name, derived).to_string(), model, &hooks::Needed::of_struct(graph), inputs)
}

/// The fields of the input: of a detail its master's as one, the struct's, then what the serializer writes beside them and says where it leads.
fn inputs(graph: &Graph, derived: &Derived) -> Vec<InputField> {
    let resource = &graph.api.resources[0];
    let mut out: Vec<InputField> = Vec::new();
    if let Some(master) = derived.master() {
        let path = &master.path;
        let taken = resource.model.field("master").is_some();
        out.push(InputField { name: if taken { "master_" } else { "master" }, rust: quote!(<#path as rw::Resource>::Input), whole: true });
    }
    for column in &derived.columns {
        let plain = column.ident.to_string();
        let plain = plain.strip_prefix("r#").unwrap_or(&plain);
        let Some(field) = resource.model.fields.iter().find(|f| f.name == plain) else { continue };
        let inner = &column.inner;
        let rust = match (column.many, field.null) {
            (true, _) => quote!(rw::Keys),
            (false, true) => quote!(::core::option::Option<#inner>),
            (false, false) => inner.clone(),
        };
        out.push(InputField { name: field.name, rust, whole: false });
    }
    // A detail's declared field of another name may be its master's column, which has its place in the master's input.
    out.extend(input::without_column(graph, 0).into_iter().filter(|_| derived.master().is_none()));
    for field in resource.serializer.written().filter(|f| !f.read_only && resource.model.field(f.source_path()).is_none()) {
        if out.iter().any(|f| f.name == field.source_path()) {
            continue;
        }
        let Kind::Nested(Nested { to, many, .. }) = field.kind else {
            // A way back by keys: the struct says nothing of it, and nearly all lead to several rows.
            if matches!(field.kind, Kind::Related(_)) {
                out.push(InputField { name: field.source_path(), rust: quote!(rw::Keys), whole: false });
            }
            continue;
        };
        let Some(reference) = derived.references.iter().find(|r| r.name == to) else { continue };
        let path = &reference.path;
        let rust = input::written_rows(field, many == Some(true), &quote!(<<#path as rw::Registered>::Row as rw::Resource>::Input));
        out.push(InputField { name: field.source_path(), rust, whole: false });
    }
    out
}

/// What stands in for the items of a struct with mistakes, so that the compiler does not complain of what uses it as well.
pub(crate) fn stand_in(name: &proc_macro2::Ident, vis: &TokenStream) -> TokenStream {
    let plain = name.to_string();
    let plain = plain.strip_prefix("r#").unwrap_or(&plain);
    let (serializer, viewset) = (ident(&format!("{plain}Serializer")), ident(&format!("{plain}ViewSet")));
    let input = input::input_name(plain);
    quote! {
        #[allow(missing_docs)]
        #vis struct #serializer;
        #[allow(missing_docs)]
        #vis struct #viewset;
        #[allow(missing_docs)]
        #[derive(Default)]
        #vis struct #input;
        const _: () = {
            use ::restwright::__gen::{self as rw, model, serializer, viewset};
            impl rw::Model for #name {
                const DESCRIPTOR: &'static model::Model = &model::Model::new(#plain, "", "").master().extends(#plain);
                fn from_row(_: rw::Columns<'_>) -> rw::Result<Self> {
                    Err(rw::ApiError::internal("the struct has errors"))
                }
                fn key(&self) -> rw::Value {
                    rw::Value::Null
                }
            }
            impl rw::Serializer for #serializer {
                const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[]);
            }
            impl rw::ViewSet for #viewset {
                type Model = #name;
                type Serializer = #serializer;
                type FilterSet = ();
                const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("", "");
            }
            impl rw::Resource for #name {
                type ViewSet = #viewset;
                type Input = #input;
            }
            impl rw::Input for #input {
                fn fields(&mut self, _: &mut rw::Fields<'_>) -> rw::Result<()> {
                    Ok(())
                }
            }
        };
    }
}

/// The checks that are the compiler's, for a struct with mistakes.
pub(crate) fn asked(derived: &Derived) -> TokenStream {
    let checks = checks(derived);
    quote! {
        const _: () = {
            #[allow(unused_imports)]
            use ::restwright::__gen as rw;
            #checks
        };
    }
}

/// The implementations that a generated module has too, in its order.
pub(crate) fn implementations(graph: &Graph, derived: &Derived) -> Vec<TokenStream> {
    let resource = &graph.api.resources[0];
    let name = resource.model.name;
    let key = resource.model.fields.iter().find(|f| f.primary_key).map(|f| f.name);
    let read = read(graph, derived);
    let mut out = match derived.master() {
        Some(master) => detail(resource, &master.path, &read),
        None => vec![model::implementation(resource.model, &[], &read, key)],
    };
    out.extend(serializer::items(name, resource.serializer, &[]).into_iter().skip(1));
    let set = filters(graph, derived);
    let filtered = set.is_some();
    out.extend(set.into_iter().flat_map(|items| items.into_iter().skip(1)));
    let inputs = inputs(graph, derived);
    let methods = methods(graph, derived, &inputs);
    let row = row_name(name, derived);
    out.extend(viewset::items(resource, &row, filtered, !methods.is_empty()).into_iter().skip(1));
    if derived.master().is_none() {
        out.push(input::resource(name));
    }
    if !methods.is_empty() {
        out.push(hooks::table_item(name, &row, &methods));
    }
    out
}

/// What a detail's struct is: a part of a row.
fn detail(resource: &Resource, master: &TokenStream, read: &TokenStream) -> Vec<TokenStream> {
    let name = resource.model.name;
    let (part, viewset, input) = (ident(name), ident(&format!("{name}ViewSet")), input::input_name(name));
    let descriptor = model::descriptor(resource.model, &[]);
    vec![
        quote! {
            impl rw::Extends for #part {
                type Master = #master;
                type ViewSet = #viewset;
                type Input = #input;
                const DESCRIPTOR: &'static model::Model = &#descriptor;
                fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
                    #read
                }
            }
        },
        quote!(impl rw::Registered for #part { type Row = rw::Detail<Self>; }),
    ]
}

/// How the struct is read from a row: by position, a detail's own columns from the end, since those in front are its master's.
fn read(graph: &Graph, derived: &Derived) -> TokenStream {
    let stored = graph.models[0].model.fields.iter().filter(|f| f.kind != FieldType::ManyToMany);
    let stored: Vec<&str> = stored.map(|f| f.name).collect();
    let detail = !graph.models[0].model.extends.is_empty();
    let columns = derived.columns.iter().map(|column| {
        let name = &column.ident;
        if column.many {
            return quote!(#name: rw::ManyToMany::new());
        }
        let plain = name.to_string();
        let plain = plain.strip_prefix("r#").unwrap_or(&plain);
        let at = stored.iter().position(|field| *field == plain).unwrap_or(usize::MAX);
        let at = proc_macro2::Literal::usize_unsuffixed(at);
        if detail { quote!(#name: row.get(own + #at)?) } else { quote!(#name: row.get(#at)?) }
    });
    let made = quote!(Ok(Self { #(#columns),* }));
    if !detail {
        return made;
    }
    let count = proc_macro2::Literal::usize_unsuffixed(stored.len());
    quote! {
        let own = row.len().saturating_sub(#count);
        #made
    }
}

/// What only the compiler knows: that the resources which are named are some, and have what is said of them.
fn checks(derived: &Derived) -> TokenStream {
    let Some(resource) = derived.folder.resources.first() else { return TokenStream::new() };
    let fields = resource.fields.iter().zip(&derived.columns);
    let types = fields.clone().filter_map(|(field, column)| column_type(field, column));
    let named = derived.references.iter().filter(|r| r.place == Place::Other);
    let references = named.map(exists);
    let keys = fields.filter_map(|(field, column)| key(field, column, &derived.references));
    let masters = derived.references.iter().filter(|r| r.place == Place::Master).map(is_master);
    let slugs = slugs(resource, &derived.references);
    let inherited = derived.master().into_iter().flat_map(|master| inherited(resource, master));
    quote!(#(#types)* #(#references)* #(#keys)* #(#masters)* #(#slugs)* #(#inherited)*)
}

/// An enum's variants, or a column type of the user's own, against the type of the field.
fn column_type(field: &FieldSpec, column: &RowColumn) -> Option<TokenStream> {
    let kind = field.kind.stored().filter(|kind| column.foreign && !kind.is_relation() && !field.doubtful)?;
    let variant = super::tokens::variant(kind);
    let (rust, span) = (&column.inner, column.span);
    let word = crate::spec::read::kind_name(field.kind.value);
    let message = format!("`{}` is a field of type `{word}`, which this Rust type does not hold (RW0213)", field.name.value);
    Some(quote_spanned!(span=> const _: () = assert!(rw::holds(<#rust as rw::Column>::KIND, rw::FieldType::#variant), #message);))
}

fn exists(reference: &Reference) -> TokenStream {
    let (path, span) = (&reference.path, reference.span);
    quote_spanned!(span=> const _: () = rw::is_resource::<#path>();)
}

/// What is said of another resource: at its name, where the compiler says so if it is none.
fn described(reference: &Reference) -> TokenStream {
    let (path, span) = (&reference.path, reference.span);
    quote_spanned!(span=> <<#path as rw::Registered>::Row as rw::Model>::DESCRIPTOR)
}

/// The Rust type of a key against the key that it points to.
fn key(field: &FieldSpec, column: &RowColumn, references: &[Reference]) -> Option<TokenStream> {
    field.kind.stored().filter(|kind| !field.doubtful && matches!(kind, FieldType::ForeignKey | FieldType::OneToOne))?;
    let reference = references.iter().find(|r| r.place == Place::Key(field.name.value.clone()))?;
    let (rust, described, span) = (&column.inner, described(reference), column.span);
    let message = format!("the key `{}` has another type than the primary key of `{}` (RW0213)", field.name.value, reference.name);
    Some(quote_spanned! {span=>
        const _: () = assert!(rw::key_holds(<#rust as rw::Column>::KIND, #described), #message);
    })
}

fn is_master(reference: &Reference) -> TokenStream {
    let (described, span) = (described(reference), reference.span);
    let message = format!("`{}` has no `#[meta(master)]`, so it cannot be extended (RW0312)", reference.name);
    quote_spanned!(span=> const _: () = assert!(#described.master, #message);)
}

/// Hooks of fields that the struct does not have: its master has to have them.
fn inherited<'a>(resource: &'a ResourceSpec, master: &'a Reference) -> impl Iterator<Item = TokenStream> + 'a {
    let serializer = resource.serializer.as_ref();
    let lists = move |fields: &FieldList, field: &str| matches!(fields, FieldList::Names(names) if names.iter().any(|n| n.value == field));
    let listed = move |field: &str| {
        let mut lists_of = serializer.into_iter().flat_map(|s| s.layers()).filter_map(|s| s.fields.as_ref());
        lists_of.any(|fields| lists(&fields.value, field))
    };
    let declared = move |field: &str| serializer.is_some_and(|s| s.all_declared().any(|f| *f.name == field));
    let own = move |field: &str| resource.field(field).is_some() || declared(field) || listed(field);
    let named = resource.viewset.hooks.iter().flat_map(|hooks| &hooks.value);
    named.filter(move |hook| hook.strip_prefix("validate_").is_some_and(|field| !own(field))).filter_map(move |hook| {
        let crate::source::Origin::Tokens(span) = hook.origin else { return None };
        let (path, name) = (&master.path, &hook.value);
        let message =
            format!("`{name}` is not of a field of this struct, so it has to be a hook of `{}`, which names none (RW0710)", master.name);
        Some(quote_spanned! {span=>
            const _: () = assert!(rw::has_hook(<<#path as rw::Resource>::ViewSet as rw::ViewSet>::DESCRIPTOR, #name), #message);
        })
    })
}

/// The fields of other resources by which rows are shown.
fn slugs(resource: &ResourceSpec, references: &[Reference]) -> Vec<TokenStream> {
    let declared = resource.serializer.iter().flat_map(|s| s.all_declared()).filter(|f| f.kind.value == DeclaredKind::SlugRelated);
    let check = |f: &crate::spec::DeclaredSpec| {
        let (to, slug) = (f.to.as_ref()?, f.slug_field.as_ref()?);
        let reference = references.iter().find(|r| r.name == to.value)?;
        let crate::source::Origin::Tokens(span) = slug.origin else { return None };
        let (described, slug) = (described(reference), &slug.value);
        let message = format!("`{}` has no field `{slug}` (RW0302)", to.value);
        Some(quote_spanned!(span=> const _: () = assert!(rw::has_field(#described, #slug), #message);))
    };
    declared.filter_map(check).collect()
}
