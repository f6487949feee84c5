//! `[viewset]` and permissions.

use super::{AuthenticationClass, FilterBackend, List, Names, Opt, Origin, PaginationSpec, Parser, Renderer, Spanned, ThrottleKind};
pub use restwright_schema::viewset::Action;

/// `[viewset]`.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the keys of the spec language, under their names")]
pub struct ViewsetSpec {
    /// The table, if there is one.
    pub origin: Option<Origin>,
    /// Whether something in it was reported, so that what may follow from that is not.
    pub doubtful: bool,
    pub endpoint: Opt<String>,
    pub basename: Opt<String>,
    pub lookup_field: Opt<String>,
    pub lookup_value_regex: Opt<String>,
    pub actions: Option<List<Action>>,
    pub pagination: Option<PaginationSpec>,
    pub filter_backends: Option<List<FilterBackend>>,
    /// With their prefixes.
    pub search_fields: Option<Names>,
    pub ordering_fields: Option<Names>,
    pub ordering: Option<Names>,
    pub permissions: Opt<Vec<PermissionSpec>>,
    /// Action and permissions.
    pub permissions_by_action: Opt<Vec<(Spanned<String>, Vec<PermissionSpec>)>>,
    pub authentication: Option<List<AuthenticationClass>>,
    pub throttle_scope: Opt<String>,
    pub throttles: Option<List<ThrottleKind>>,
    pub parsers: Option<List<Parser>>,
    pub renderers: Option<List<Renderer>>,
    pub bulk: Option<List<BulkAction>>,
    pub set_queries: Opt<bool>,
    pub parent: Option<ParentSpec>,
    pub extra_actions: Vec<ExtraActionSpec>,
    pub hooks: Option<Names>,
    /// What `--partial` took out, to be answered with 501.
    pub not_built: Vec<NotBuiltSpec>,
}

/// What `bulk` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the spec language's names")]
pub enum BulkAction {
    Create,
    Update,
    Destroy,
}

/// `viewset.parent`.
#[derive(Clone, Debug)]
pub struct ParentSpec {
    /// The table.
    pub origin: Origin,
    /// The other resource.
    pub resource: Spanned<String>,
    /// The key that leads to it.
    pub field: Spanned<String>,
}

/// One entry of `viewset.extra_actions`.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the keys of the spec language, under their names")]
pub struct ExtraActionSpec {
    pub origin: Origin,
    pub name: Spanned<String>,
    pub detail: Opt<bool>,
    /// Lower case, as DRF writes them.
    pub methods: Option<Names>,
    pub url_path: Opt<String>,
    pub description: Opt<String>,
}

/// Routes or methods that are not built.
#[derive(Clone, Debug)]
pub struct NotBuiltSpec {
    /// Below the list's URL or, with `detail`, an object's; empty: that URL itself.
    pub path: String,
    /// Below an object.
    pub detail: bool,
    /// In capitals.
    pub methods: Vec<String>,
}

/// DRF's own permission classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "DRF's names")]
pub enum PermissionClass {
    AllowAny,
    IsAuthenticated,
    IsAdminUser,
    IsAuthenticatedOrReadOnly,
    ModelPermissions,
    ModelPermissionsOrAnonReadOnly,
    ObjectPermissions,
}

/// One permission, perhaps composed of others.
#[derive(Clone, Debug)]
pub enum PermissionSpec {
    /// A class by name.
    Class(Spanned<PermissionClass>),
    /// `{ any = […] }`.
    Any(Spanned<Vec<PermissionSpec>>),
    /// `{ all = […] }`.
    All(Spanned<Vec<PermissionSpec>>),
    /// `{ not = … }`.
    Not(Spanned<Box<PermissionSpec>>),
    /// `{ custom = "name" }`: a hook.
    Custom(Spanned<String>),
    /// `{ model_permissions = { … } }`.
    Model(Spanned<ModelPermissionsSpec>),
}

/// What model permissions ask for, beside what DRF's `perms_map` says.
#[derive(Clone, Debug)]
pub struct ModelPermissionsSpec {
    /// Reading needs `view`.
    pub view: Opt<bool>,
    /// Methods, each with all that it needs.
    pub perms: Vec<(Spanned<String>, Names)>,
}

impl PermissionSpec {
    /// Every permission of a list, those that others are composed of too.
    pub fn walk<'a>(list: &'a [Self], each: &mut dyn FnMut(&'a Self)) {
        for permission in list {
            each(permission);
            match permission {
                Self::Any(parts) | Self::All(parts) => Self::walk(parts, each),
                Self::Not(part) => Self::walk(std::slice::from_ref(part), each),
                Self::Class(_) | Self::Custom(_) | Self::Model(_) => {}
            }
        }
    }
}
