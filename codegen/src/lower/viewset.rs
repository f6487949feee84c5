//! `[viewset]`, and what the API says in its place.

use super::{keep, keep_str, names, text};
use crate::spec::{
    AuthenticationClass, ExtraActionSpec, List, ModelPermissionsSpec, NotBuiltSpec, PaginationClass, PaginationSpec, PermissionClass,
    PermissionSpec, ResourceSpec, Spanned,
};
use restwright_schema::ViewSet;
use restwright_schema::naming;
use restwright_schema::viewset::{
    ActionPermissions, Authentication, ExtraAction, MethodPermissions, NotBuilt, Pagination, Parent, Permission,
};

pub(super) fn lower(resource: &ResourceSpec) -> ViewSet {
    let spec = &resource.viewset;
    let endpoint = spec.endpoint.as_ref().map_or_else(|| naming::endpoint(&resource.snake), |e| e.value.clone());
    let basename = spec.basename.as_ref().map_or_else(|| resource.name.to_lowercase(), |b| b.value.clone());
    let opt = |said: &crate::spec::Opt<String>| said.as_ref().map(|t| keep_str(t));
    ViewSet {
        description: text(&resource.description),
        lookup_field: opt(&spec.lookup_field),
        lookup_value_regex: opt(&spec.lookup_value_regex),
        actions: spec.actions.as_ref().map(list),
        pagination: spec.pagination.as_ref().map(pagination),
        filter_backends: spec.filter_backends.as_ref().map(list),
        search_fields: spec.search_fields.as_ref().map(names),
        ordering_fields: spec.ordering_fields.as_ref().map(names),
        ordering: spec.ordering.as_ref().map(names),
        permissions: spec.permissions.as_ref().map(|p| permissions(p)),
        permissions_by_action: spec.permissions_by_action.as_ref().map(|by| by_action(by)),
        throttles: spec.throttles.as_ref().map(list),
        parsers: spec.parsers.as_ref().map(list),
        renderers: spec.renderers.as_ref().map(list),
        authentication: spec.authentication.as_ref().map(authentication),
        throttle_scope: opt(&spec.throttle_scope),
        parent: spec.parent.as_ref().map(|p| Parent { resource: keep_str(&p.resource), field: keep_str(&p.field) }),
        extra_actions: extra_actions(&spec.extra_actions),
        hooks: spec.hooks.as_ref().map_or(&[], names),
        not_built: keep(spec.not_built.iter().map(not_built).collect::<Vec<_>>().into_boxed_slice()),
        ..ViewSet::new(keep_str(&endpoint), keep_str(&basename))
    }
}

/// In the order in which DRF's router finds the handlers of a class: by their names.
fn extra_actions(specs: &[ExtraActionSpec]) -> &'static [ExtraAction] {
    let mut actions: Vec<ExtraAction> = specs.iter().map(extra_action).collect();
    actions.sort_by_key(|action| action.name);
    keep(actions.into_boxed_slice())
}

/// The methods as DRF's view would list them, whatever the order in which they were said.
fn extra_action(spec: &ExtraActionSpec) -> ExtraAction {
    let said = |method: &str| match &spec.methods {
        Some(methods) => methods.iter().any(|m| m.value == method),
        None => method == "get",
    };
    let methods: Vec<&'static str> = HTTP_METHODS.iter().filter(|(method, _)| said(method)).map(|(_, capitals)| *capitals).collect();
    ExtraAction {
        name: keep_str(&spec.name),
        detail: spec.detail.as_ref().is_some_and(|d| d.value),
        methods: keep(methods.into_boxed_slice()),
        url_path: spec.url_path.as_ref().map_or_else(|| keep_str(&spec.name), |p| keep_str(p)),
        description: text(&spec.description),
    }
}

/// Django's `http_method_names`.
const HTTP_METHODS: &[(&str, &str)] = &[("get", "GET"), ("post", "POST"), ("put", "PUT"), ("patch", "PATCH"), ("delete", "DELETE")];

fn not_built(spec: &NotBuiltSpec) -> NotBuilt {
    let methods: Vec<&'static str> = spec.methods.iter().map(|m| keep_str(m)).collect();
    NotBuilt { path: keep_str(&spec.path), detail: spec.detail, methods: keep(methods.into_boxed_slice()) }
}

/// A list of known words without their places.
pub(super) fn list<T: Copy>(said: &List<T>) -> &'static [T] {
    keep(said.iter().map(|item| item.value).collect::<Vec<_>>().into_boxed_slice())
}

pub(super) fn pagination(spec: &PaginationSpec) -> Pagination {
    let page_size = spec.page_size.as_ref().map(|n| n.value);
    let max = spec.max_page_size.as_ref().map(|n| n.value);
    let param = text(&spec.page_size_query_param);
    match spec.class.as_ref().map_or(PaginationClass::None, |c| c.value) {
        PaginationClass::None => Pagination::None,
        PaginationClass::PageNumber => Pagination::PageNumber { page_size, page_size_query_param: param, max_page_size: max },
        PaginationClass::LimitOffset => Pagination::LimitOffset { default_limit: page_size, max_limit: max },
        PaginationClass::Cursor => {
            // DRF's own default.
            let ordering = spec.ordering.as_ref().map_or(&["-created"][..], names);
            Pagination::Cursor { page_size, page_size_query_param: param, max_page_size: max, ordering }
        }
    }
}

/// Classes that are not built yet are left out: the checks have said so.
pub(super) fn authentication(classes: &List<AuthenticationClass>) -> &'static [Authentication] {
    let built = classes.iter().filter_map(|class| match class.value {
        AuthenticationClass::Session => Some(Authentication::Session),
        AuthenticationClass::Basic => Some(Authentication::Basic),
        AuthenticationClass::Token => Some(Authentication::Token),
        AuthenticationClass::AuthHeader | AuthenticationClass::AuthToken | AuthenticationClass::Jwt => None,
    });
    keep(built.collect::<Vec<_>>().into_boxed_slice())
}

pub(super) fn permissions(specs: &[PermissionSpec]) -> &'static [Permission] {
    keep(specs.iter().map(permission).collect::<Vec<_>>().into_boxed_slice())
}

fn permission(spec: &PermissionSpec) -> Permission {
    match spec {
        PermissionSpec::Class(class) => match class.value {
            PermissionClass::AllowAny => Permission::AllowAny,
            PermissionClass::IsAuthenticated => Permission::IsAuthenticated,
            PermissionClass::IsAdminUser => Permission::IsAdminUser,
            PermissionClass::IsAuthenticatedOrReadOnly => Permission::IsAuthenticatedOrReadOnly,
            PermissionClass::ModelPermissions => Permission::ModelPermissions,
            PermissionClass::ModelPermissionsOrAnonReadOnly => Permission::ModelPermissionsOrAnonReadOnly,
            PermissionClass::ObjectPermissions => Permission::ObjectPermissions,
        },
        PermissionSpec::Any(list) => Permission::Any(permissions(list)),
        PermissionSpec::All(list) => Permission::All(permissions(list)),
        PermissionSpec::Not(inner) => Permission::Not(keep(Box::new(permission(inner)))),
        PermissionSpec::Custom(name) => Permission::Custom(keep_str(name)),
        PermissionSpec::Model(model) => Permission::ModelPermissionsBy(perms_map(model)),
    }
}

/// What is laid over DRF's `perms_map`; HEAD is as GET, unless it is said.
fn perms_map(spec: &ModelPermissionsSpec) -> &'static [MethodPermissions] {
    let mut map: Vec<MethodPermissions> = Vec::new();
    if spec.view.as_ref().is_some_and(|view| view.value) {
        map.push(MethodPermissions { method: "GET", permissions: &["view"] });
    }
    for (method, said) in &spec.perms {
        let made = MethodPermissions { method: keep_str(method), permissions: names(said) };
        match map.iter_mut().find(|entry| entry.method == made.method) {
            Some(entry) => *entry = made,
            None => map.push(made),
        }
    }
    let get = map.iter().find(|entry| entry.method == "GET").copied();
    if let Some(get) = get.filter(|_| !map.iter().any(|entry| entry.method == "HEAD")) {
        map.push(MethodPermissions { method: "HEAD", ..get });
    }
    keep(map.into_boxed_slice())
}

fn by_action(spec: &[(Spanned<String>, Vec<PermissionSpec>)]) -> &'static [ActionPermissions] {
    let made = spec.iter().map(|(action, list)| ActionPermissions { action: keep_str(action), permissions: permissions(list) });
    keep(made.collect::<Vec<_>>().into_boxed_slice())
}
