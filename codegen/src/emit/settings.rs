//! What `api.toml` says, as Django's `settings.py` and `urls.py` say it.

use super::model::number;
use super::tokens::{docs, ident, texts, variant};
use super::viewset::{pagination, permissions, variants};
use super::{module_name, version_order};
#[cfg(feature = "cli")]
use crate::migrations::Migration;
use proc_macro2::TokenStream;
#[cfg(feature = "cli")]
use quote::format_ident;
use quote::quote;
use restwright_schema::Api;
#[cfg(feature = "cli")]
use restwright_schema::Dialect;
use restwright_schema::api::NumProxies;
use restwright_schema::cors::Cors;

/// ```text
/// pub const API: settings::Api = settings::Api { pagination: …, ..settings::Api::new("library", "Library API") };
/// ```
pub(crate) fn settings(api: &Api) -> Vec<TokenStream> {
    let (name, title) = (api.name, api.title);
    let plain = Api::new(api.name, api.title);
    let mut said: Vec<TokenStream> = Vec::new();
    // A key for each value that is not the default.
    macro_rules! key {
        ($key:ident, $value:expr) => {
            if api.$key != plain.$key {
                let value = $value;
                said.push(quote!($key: #value));
            }
        };
    }
    macro_rules! plain {
        ($($key:ident)*) => {
            $(key!($key, { let value = api.$key; quote!(#value) });)*
        };
    }
    plain!(description version prefix);
    key!(router, {
        let kind = variant(api.router);
        quote!(settings::RouterKind::#kind)
    });
    plain!(trailing_slash);
    key!(pagination, pagination(api.pagination));
    key!(authentication, variants(&quote!(viewset::Authentication), api.authentication));
    key!(permissions, permissions(api.permissions));
    key!(throttling, {
        let classes = variants(&quote!(settings::ThrottleKind), api.throttling.classes);
        let rates = api.throttling.rates.iter().map(|(scope, rate)| quote!((#scope, #rate)));
        let store = variant(api.throttling.store);
        let proxies = match api.throttling.num_proxies {
            NumProxies::Count(count) => {
                let count = proc_macro2::Literal::u32_unsuffixed(count);
                quote!(settings::NumProxies::Count(#count))
            }
            NumProxies::All => quote!(settings::NumProxies::All),
        };
        quote!(settings::Throttling {
            classes: #classes,
            rates: &[#(#rates),*],
            store: settings::ThrottleStore::#store,
            num_proxies: #proxies
        })
    });
    key!(cors, cors(&api.cors));
    key!(versioning, {
        let (class, default, allowed) = (variant(api.versioning.class), api.versioning.default, texts(api.versioning.allowed));
        quote!(settings::Versioning { class: settings::VersioningKind::#class, default: #default, allowed: #allowed })
    });
    key!(renderers, variants(&quote!(settings::Renderer), api.renderers));
    key!(parsers, variants(&quote!(settings::Parser), api.parsers));
    key!(filter_backends, variants(&quote!(viewset::FilterBackend), api.filter_backends));
    key!(errors, {
        let format = variant(api.errors);
        quote!(settings::ErrorsFormat::#format)
    });
    plain!(search_param ordering_param coerce_decimal_to_string datetime_format);
    plain!(dynamic_fields);
    key!(dynamic_fields_max_depth, number(api.dynamic_fields_max_depth));
    plain!(dynamic_fields_recursive);
    key!(input, {
        let said = [("max_depth", api.input.max_depth, plain.input.max_depth), ("max_items", api.input.max_items, plain.input.max_items)];
        let keys = said.iter().filter(|(_, value, default)| value != default).map(|(key, value, _)| {
            let (key, value) = (ident(key), number(*value));
            quote!(#key: #value)
        });
        quote!(settings::Input { #(#keys,)* ..settings::Input::DEFAULT })
    });
    plain!(docs_openapi docs_ui);
    let custom = super::hooks::api_permissions(api);
    if !custom.is_empty() {
        said.push(quote!(code: rw::Code(Some(&HOOKS))));
    }
    let value = if said.is_empty() {
        quote!(settings::Api::new(#name, #title))
    } else {
        quote!(settings::Api { #(#said,)* ..settings::Api::new(#name, #title) })
    };
    let doc = docs("The API as a whole. What is not said here has its default.");
    let item = quote!(#doc pub const API: settings::Api = #value;);
    let viewset = item.to_string().contains("viewset ::").then(|| quote!(, viewset));
    if custom.is_empty() {
        return vec![quote!(use restwright::__gen::{settings #viewset};), item];
    }
    vec![quote!(use restwright::__gen::{self as rw, settings #viewset};), item]
}

/// `settings::Cors { allowed_origins: &["https://app.example.org"], ..settings::Cors::OFF }`
fn cors(cors: &Cors) -> TokenStream {
    let off = Cors::OFF;
    let mut said: Vec<TokenStream> = Vec::new();
    macro_rules! lists {
        ($($key:ident)*) => {
            $(if cors.$key != off.$key {
                let list = texts(cors.$key);
                said.push(quote!($key: #list));
            })*
        };
    }
    macro_rules! plain {
        ($($key:ident)*) => {
            $(if cors.$key != off.$key {
                let value = cors.$key;
                said.push(quote!($key: #value));
            })*
        };
    }
    lists!(allowed_origins allowed_origin_regexes);
    plain!(allow_all_origins allow_credentials allow_private_network);
    lists!(allow_methods allowed_headers expose_headers);
    if cors.max_age != off.max_age {
        let age = proc_macro2::Literal::u64_unsuffixed(cors.max_age);
        said.push(quote!(max_age: #age));
    }
    plain!(urls_regex);
    quote!(settings::Cors { #(#said,)* ..settings::Cors::OFF })
}

/// ```text
/// pub fn urls() -> &'static Api { let mut router = Router::new(API); router.register("books", BookViewSet); … }
/// ```
pub(crate) fn router(api: &Api) -> Vec<TokenStream> {
    let mut viewsets: Vec<(String, String)> =
        api.resources.iter().map(|r| (module_name(r.model.snake), format!("{}ViewSet", r.model.name))).collect();
    viewsets.sort_by(|a, b| version_order(&a.0, &b.0));
    let uses = viewsets.iter().map(|(module, viewset)| {
        let (module, viewset) = (ident(module), ident(viewset));
        quote!(use crate::resources::#module::#viewset;)
    });
    let registered = api.resources.iter().map(|r| {
        let (endpoint, viewset) = (r.viewset.endpoint, ident(&format!("{}ViewSet", r.model.name)));
        quote!(router.register(#endpoint, #viewset);)
    });
    let doc = docs("What is served where.");
    let body = quote! {
        #doc
        pub fn urls() -> &'static rw::settings::Api {
            let mut router = rw::Router::new(crate::settings::API);
            #(#registered)*
            router.urls()
        }
    };
    let mut items: Vec<TokenStream> = uses.collect();
    items.push(quote!(
        use restwright::__gen as rw;
    ));
    items.push(body);
    items
}

/// ```text
/// pub const MIGRATIONS: &[rw::Migration] = &[…];
/// pub fn app(db: rw::Database) -> Result<rw::Arc<rw::App>, rw::MountError> { … }
/// pub fn app_with(db: rw::Database, settings: rw::Settings) -> Result<rw::Arc<rw::App>, rw::MountError> { … }
/// ```
#[cfg(feature = "cli")]
pub(super) fn api_module(library: &str, migrations: &[Migration]) -> Vec<TokenStream> {
    let steps = migrations.iter().map(|migration| {
        let name = migration.name.as_str();
        let texts = Dialect::ALL.map(|dialect| {
            let field = format_ident!("{}", dialect.name());
            let path = format!("../migrations/{name}/{}.sql", dialect.name());
            // A step that was written by hand for some databases has nothing for the others, and `migrate` says so there.
            if migration.sql(dialect).is_some() { quote!(#field: include_str!(#path)) } else { quote!(#field: "") }
        });
        quote!(rw::Migration { name: #name, #(#texts),* })
    });
    let migrations_doc = docs("The steps of the database's schema, in the order in which they run.");
    let call = format!(
        "The API over a database, for typed access to its rows (`Book::objects(&app)`) and as a part of an axum application: \
         `Router::new().merge({library}::app(db)?.router())`."
    );
    let app_doc = docs(&format!("{call}\n\n# Errors\n\nNone that a generated crate could have."));
    let with = "[`app`] with settings of your own: the host names by which clients know it, HTTPS, cookies.";
    let with_doc = docs(&format!("{with}\n\n# Errors\n\nSettings that cannot hold."));
    vec![
        quote!(
            use crate::router;
        ),
        quote!(
            use restwright::__gen as rw;
        ),
        quote!(#migrations_doc pub const MIGRATIONS: &[rw::Migration] = &[#(#steps),*];),
        quote! {
            #app_doc
            pub fn app(db: rw::Database) -> Result<rw::Arc<rw::App>, rw::MountError> {
                app_with(db, rw::Settings::default())
            }
        },
        quote! {
            #with_doc
            pub fn app_with(db: rw::Database, settings: rw::Settings) -> Result<rw::Arc<rw::App>, rw::MountError> {
                rw::app(router::urls(), MIGRATIONS, db, settings)
            }
        },
    ]
}
