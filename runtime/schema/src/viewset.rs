//! `[viewset]`: what DRF calls the viewset, and its registration with the router.

use crate::Code;
pub use crate::api::{Parser, Renderer, ThrottleKind};

/// The actions of a `ModelViewSet`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "DRF's names")]
pub enum Action {
    List,
    Create,
    Retrieve,
    Update,
    PartialUpdate,
    Destroy,
}

impl Action {
    /// All of them, in DRF's order.
    pub const ALL: &'static [Self] = &[Self::List, Self::Create, Self::Retrieve, Self::Update, Self::PartialUpdate, Self::Destroy];

    /// DRF's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Create => "create",
            Self::Retrieve => "retrieve",
            Self::Update => "update",
            Self::PartialUpdate => "partial_update",
            Self::Destroy => "destroy",
        }
    }

    /// Whether it works on one object, under `{endpoint}/{key}/`.
    pub const fn is_detail(self) -> bool {
        !matches!(self, Self::List | Self::Create)
    }
}

/// Who is asked for an identity, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authentication {
    /// A cookie, with DRF's CSRF rules.
    Session,
    /// HTTP Basic (RFC 7617).
    Basic,
    /// `Authorization: Token …`.
    Token,
}

/// Who may do what.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "DRF's names")]
pub enum Permission {
    AllowAny,
    IsAuthenticated,
    IsAdminUser,
    IsAuthenticatedOrReadOnly,
    ModelPermissions,
    ModelPermissionsOrAnonReadOnly,
    ObjectPermissions,
    /// `DjangoModelPermissions` with a `perms_map` of one's own, which is laid over DRF's: methods that are not listed keep DRF's.
    ModelPermissionsBy(&'static [MethodPermissions]),
    /// One of these.
    Any(&'static [Permission]),
    /// All of these.
    All(&'static [Permission]),
    /// Not this.
    Not(&'static Permission),
    /// A hook of this name.
    Custom(&'static str),
}

/// What a method needs: an entry of DRF's `perms_map`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MethodPermissions {
    /// In capitals.
    pub method: &'static str,
    /// All of these: `view`, `add`, `change` or `delete` of the view's own model, or a permission's whole name, `app.codename`.
    pub permissions: &'static [&'static str],
}

/// The permissions of one action, in the place of the viewset's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ActionPermissions {
    /// DRF's name of the action, or an extra action's.
    pub action: &'static str,
    /// All of these.
    pub permissions: &'static [Permission],
}

/// What narrows a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "docs/spec.md's names")]
pub enum FilterBackend {
    FilterSet,
    Search,
    Ordering,
}

/// How a list is cut into pages.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "docs/spec.md's keys, under their names")]
pub enum Pagination {
    None,
    /// `page_size: None` means that nothing is cut unless a client asks for a size.
    PageNumber {
        page_size: Option<u64>,
        page_size_query_param: &'static str,
        max_page_size: Option<u64>,
    },
    LimitOffset {
        default_limit: Option<u64>,
        max_limit: Option<u64>,
    },
    /// `page_size: None` means that nothing is cut unless a client asks for a size.
    Cursor {
        page_size: Option<u64>,
        page_size_query_param: &'static str,
        max_page_size: Option<u64>,
        ordering: &'static [&'static str],
    },
}

/// Nested routes below another resource.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parent {
    /// The other resource.
    pub resource: &'static str,
    /// The key that leads to it.
    pub field: &'static str,
}

/// A part of a spec that this version has not built, in a server made with `build --partial`: it is answered with 501.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotBuilt {
    /// Below the list's URL or, with `detail`, an object's; empty: that URL itself.
    pub path: &'static str,
    /// Below an object.
    pub detail: bool,
    /// In capitals.
    pub methods: &'static [&'static str],
}

/// DRF's `@action`: a route and a handler beside those of a `ModelViewSet`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtraAction {
    /// The handler's name.
    pub name: &'static str,
    /// Below an object; otherwise below the list.
    pub detail: bool,
    /// In capitals, in the order of Django's `http_method_names`.
    pub methods: &'static [&'static str],
    /// What follows the list's or the object's URL.
    pub url_path: &'static str,
    /// The handler's docstring.
    pub description: &'static str,
}

/// The viewset of one resource. `None` means "not said": then the master decides, and then the API.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "docs/spec.md's keys, under their names")]
pub struct ViewSet {
    /// The class's docstring.
    pub description: &'static str,
    /// Its own part of the URL, without the master's.
    pub endpoint: &'static str,
    pub basename: &'static str,
    /// `None` is `id`, which stands for DRF's `pk`.
    pub lookup_field: Option<&'static str>,
    pub lookup_value_regex: Option<&'static str>,
    pub actions: Option<&'static [Action]>,
    pub pagination: Option<Pagination>,
    pub filter_backends: Option<&'static [FilterBackend]>,
    pub search_fields: Option<&'static [&'static str]>,
    pub ordering_fields: Option<&'static [&'static str]>,
    pub ordering: Option<&'static [&'static str]>,
    pub permissions: Option<&'static [Permission]>,
    /// Actions whose permissions are others.
    pub permissions_by_action: Option<&'static [ActionPermissions]>,
    pub authentication: Option<&'static [Authentication]>,
    pub throttle_scope: Option<&'static str>,
    pub throttles: Option<&'static [ThrottleKind]>,
    pub parsers: Option<&'static [Parser]>,
    pub renderers: Option<&'static [Renderer]>,
    pub parent: Option<Parent>,
    pub extra_actions: &'static [ExtraAction],
    /// The hooks that are none of a field's, a permission's or an extra action's: `validate`, `perform_create`, `validate_title`, …
    pub hooks: &'static [&'static str],
    /// What they do.
    pub code: Code,
    pub not_built: &'static [NotBuilt],
}

impl ViewSet {
    /// A `ModelViewSet` with the API's settings.
    pub const fn new(endpoint: &'static str, basename: &'static str) -> Self {
        Self {
            description: "",
            endpoint,
            basename,
            lookup_field: None,
            lookup_value_regex: None,
            actions: None,
            pagination: None,
            filter_backends: None,
            search_fields: None,
            ordering_fields: None,
            ordering: None,
            permissions: None,
            permissions_by_action: None,
            authentication: None,
            throttle_scope: None,
            throttles: None,
            parsers: None,
            renderers: None,
            parent: None,
            extra_actions: &[],
            hooks: &[],
            code: Code(None),
            not_built: &[],
        }
    }

    /// The docstring.
    pub const fn description(mut self, text: &'static str) -> Self {
        self.description = text;
        self
    }

    /// `lookup_field`.
    pub const fn lookup_field(mut self, name: &'static str) -> Self {
        self.lookup_field = Some(name);
        self
    }

    /// `lookup_value_regex`.
    pub const fn lookup_value_regex(mut self, pattern: &'static str) -> Self {
        self.lookup_value_regex = Some(pattern);
        self
    }

    /// `actions`.
    pub const fn actions(mut self, actions: &'static [Action]) -> Self {
        self.actions = Some(actions);
        self
    }

    /// `pagination`.
    pub const fn pagination(mut self, pagination: Pagination) -> Self {
        self.pagination = Some(pagination);
        self
    }

    /// `filter_backends`.
    pub const fn filter_backends(mut self, backends: &'static [FilterBackend]) -> Self {
        self.filter_backends = Some(backends);
        self
    }

    /// `search_fields`, with their prefixes.
    pub const fn search_fields(mut self, fields: &'static [&'static str]) -> Self {
        self.search_fields = Some(fields);
        self
    }

    /// `ordering_fields`.
    pub const fn ordering_fields(mut self, fields: &'static [&'static str]) -> Self {
        self.ordering_fields = Some(fields);
        self
    }

    /// `ordering`.
    pub const fn ordering(mut self, fields: &'static [&'static str]) -> Self {
        self.ordering = Some(fields);
        self
    }

    /// `permissions`.
    pub const fn permissions(mut self, permissions: &'static [Permission]) -> Self {
        self.permissions = Some(permissions);
        self
    }

    /// `permissions_by_action`.
    pub const fn permissions_by_action(mut self, actions: &'static [ActionPermissions]) -> Self {
        self.permissions_by_action = Some(actions);
        self
    }

    /// `throttles`; none: nothing is counted.
    pub const fn throttles(mut self, kinds: &'static [ThrottleKind]) -> Self {
        self.throttles = Some(kinds);
        self
    }

    /// `parsers`.
    pub const fn parsers(mut self, parsers: &'static [Parser]) -> Self {
        self.parsers = Some(parsers);
        self
    }

    /// `renderers`, the first for who accepts anything.
    pub const fn renderers(mut self, renderers: &'static [Renderer]) -> Self {
        self.renderers = Some(renderers);
        self
    }

    /// `authentication`.
    pub const fn authentication(mut self, classes: &'static [Authentication]) -> Self {
        self.authentication = Some(classes);
        self
    }

    /// `throttle_scope`.
    pub const fn throttle_scope(mut self, scope: &'static str) -> Self {
        self.throttle_scope = Some(scope);
        self
    }

    /// `extra_actions`.
    pub const fn extra_actions(mut self, actions: &'static [ExtraAction]) -> Self {
        self.extra_actions = actions;
        self
    }

    /// `hooks`.
    pub const fn hooks(mut self, names: &'static [&'static str]) -> Self {
        self.hooks = names;
        self
    }

    /// What the hooks do, for the runtime.
    pub const fn code(mut self, code: &'static (dyn std::any::Any + Send + Sync)) -> Self {
        self.code = Code(Some(code));
        self
    }

    /// What is answered with 501.
    pub const fn not_built(mut self, parts: &'static [NotBuilt]) -> Self {
        self.not_built = parts;
        self
    }

    /// `parent`.
    pub const fn parent(mut self, resource: &'static str, field: &'static str) -> Self {
        self.parent = Some(Parent { resource, field });
        self
    }
}
