//! The hooks of one resource as function pointers.

use super::resource::Model;
use super::{Context, Rows};
use crate::columns::Columns;
use crate::request::Answer;
use crate::schema::Code;
use crate::schema::Hook;
use crate::schema::infer::keep;
use crate::schema::link::{Graph, LinkError, ModelId, SerId, ViewId};
use crate::schema::serializer::Kind;
use crate::schema::viewset::{Action, Permission};
use crate::value::{Item, Validated};
use crate::{ApiError, Value};
use std::pin::Pin;

/// What a hook runs as.
pub type Boxed<'a, T> = Pin<Box<dyn Future<Output = Result<T, ApiError>> + Send + 'a>>;

/// A future in a box of its own size.
pub fn boxed<'a, T>(hook: impl Future<Output = Result<T, ApiError>> + Send + 'a) -> Boxed<'a, T> {
    Box::pin(hook)
}

/// The object of a detail action, typed.
///
/// # Errors
///
/// A column that holds something else.
pub fn object<M: Model>(row: Option<Columns<'_>>) -> Result<M, ApiError> {
    M::from_row(row.ok_or_else(|| ApiError::internal("the hook of a detail action got no row"))?)
}

/// A check of a whole body: gets the row that is updated, and may change what was validated.
pub type Validate = for<'a> fn(&'a mut Context<'_>, Option<Columns<'a>>, &'a mut Validated) -> Boxed<'a, ()>;
/// A check of one field: gives the value that is kept.
pub type ValidateField = for<'a> fn(&'a mut Context<'_>, Option<Columns<'a>>, Item) -> Boxed<'a, Item>;
/// Saves a new row: gives its key.
pub type PerformCreate = for<'a> fn(&'a mut Context<'_>, &'a Validated) -> Boxed<'a, Value>;
/// Saves changes of a row: gives the key that it has then.
pub type PerformUpdate = for<'a> fn(&'a mut Context<'_>, Columns<'a>, &'a Validated) -> Boxed<'a, Value>;
/// Deletes a row.
pub type PerformDestroy = for<'a> fn(&'a mut Context<'_>, Columns<'a>) -> Boxed<'a, ()>;
/// Narrows the rows that a request may know of.
pub type GetQueryset = for<'a> fn(&'a mut Context<'_>, Rows) -> Boxed<'a, Rows>;
/// Whether a request may go on.
pub type Permit = for<'a> fn(&'a mut Context<'_>) -> Boxed<'a, bool>;
/// Whether it may go on with a row.
pub type PermitObject = for<'a> fn(&'a mut Context<'_>, Columns<'a>) -> Boxed<'a, bool>;
/// The values of a method field, for all rows of a page.
pub type Method = for<'a> fn(&'a mut Context<'_>, &'a [Columns<'a>]) -> Boxed<'a, Vec<serde_json::Value>>;
/// The handler of an extra action; `None` where there is no object.
pub type Handle = for<'a> fn(&'a mut Context<'_>, Option<Columns<'a>>) -> Boxed<'a, Answer>;

/// An action that replaces the one of that name.
pub type Replace = for<'a> fn(&'a mut Context<'_>) -> Boxed<'a, Answer>;

/// The hooks of a resource: made by generated code, and only by it.
#[derive(Clone, Copy, Debug)]
pub struct Hooks {
    pub(crate) validate: Option<Validate>,
    pub(crate) validate_fields: &'static [(&'static str, ValidateField)],
    pub(crate) perform_create: Option<PerformCreate>,
    pub(crate) perform_update: Option<PerformUpdate>,
    pub(crate) perform_destroy: Option<PerformDestroy>,
    pub(crate) get_queryset: Option<GetQueryset>,
    pub(crate) has_permission: Option<Permit>,
    pub(crate) has_object_permission: Option<PermitObject>,
    pub(crate) permissions: &'static [(&'static str, Permit, PermitObject)],
    pub(crate) methods: &'static [(&'static str, Method)],
    pub(crate) actions: &'static [(&'static str, Handle)],
    list: Option<Replace>,
    create: Option<Replace>,
    retrieve: Option<Replace>,
    update: Option<Replace>,
    partial_update: Option<Replace>,
    destroy: Option<Replace>,
}

macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $kind:ty;)*) => {
        $($(#[$doc])* pub const fn $name(mut self, hook: $kind) -> Self {
            self.$name = Some(hook);
            self
        })*
    };
}

impl Hooks {
    /// No hooks.
    pub const fn new() -> Self {
        Self {
            validate: None,
            validate_fields: &[],
            perform_create: None,
            perform_update: None,
            perform_destroy: None,
            get_queryset: None,
            has_permission: None,
            has_object_permission: None,
            permissions: &[],
            methods: &[],
            actions: &[],
            list: None,
            create: None,
            retrieve: None,
            update: None,
            partial_update: None,
            destroy: None,
        }
    }

    setters! {
        /// `validate`.
        validate: Validate;
        /// `perform_create`.
        perform_create: PerformCreate;
        /// `perform_update`.
        perform_update: PerformUpdate;
        /// `perform_destroy`.
        perform_destroy: PerformDestroy;
        /// `get_queryset`.
        get_queryset: GetQueryset;
        /// `has_permission`.
        has_permission: Permit;
        /// `has_object_permission`.
        has_object_permission: PermitObject;
        /// `list`.
        list: Replace;
        /// `create`.
        create: Replace;
        /// `retrieve`.
        retrieve: Replace;
        /// `update`.
        update: Replace;
        /// `partial_update`.
        partial_update: Replace;
        /// `destroy`.
        destroy: Replace;
    }

    /// `validate_<field>`, by the field's name in the serializer.
    pub const fn validate_fields(mut self, hooks: &'static [(&'static str, ValidateField)]) -> Self {
        self.validate_fields = hooks;
        self
    }

    /// `{ custom = "name" }`: for the request, and for a row.
    pub const fn permissions(mut self, hooks: &'static [(&'static str, Permit, PermitObject)]) -> Self {
        self.permissions = hooks;
        self
    }

    /// Method fields, by their names.
    pub const fn methods(mut self, hooks: &'static [(&'static str, Method)]) -> Self {
        self.methods = hooks;
        self
    }

    /// Extra actions, by their names.
    pub const fn actions(mut self, hooks: &'static [(&'static str, Handle)]) -> Self {
        self.actions = hooks;
        self
    }
}

impl Hooks {
    /// A detail's, with what is its master's: all, if the detail names no hooks itself; else those of the master's own fields that it names,
    /// whose types a derived detail does not know. A detail of a spec file has all in its own table already, and the master's has only method
    /// fields.
    fn below(&self, master: &Self, names: &[&str]) -> Self {
        let named = if names.is_empty() { *master } else { NONE };
        let kept =
            |(field, _): &&(&str, ValidateField)| names.is_empty() || names.iter().any(|n| n.strip_prefix("validate_") == Some(field));
        let fields: Vec<(&'static str, ValidateField)> = master.validate_fields.iter().filter(kept).copied().collect();
        Self {
            validate: self.validate.or(named.validate),
            validate_fields: joined(self.validate_fields, &fields, |hook| hook.0),
            perform_create: self.perform_create.or(named.perform_create),
            perform_update: self.perform_update.or(named.perform_update),
            perform_destroy: self.perform_destroy.or(named.perform_destroy),
            get_queryset: self.get_queryset.or(named.get_queryset),
            has_permission: self.has_permission.or(named.has_permission),
            has_object_permission: self.has_object_permission.or(named.has_object_permission),
            permissions: joined(self.permissions, master.permissions, |hook| hook.0),
            methods: joined(self.methods, master.methods, |hook| hook.0),
            actions: joined(self.actions, master.actions, |hook| hook.0),
            list: self.list.or(named.list),
            create: self.create.or(named.create),
            retrieve: self.retrieve.or(named.retrieve),
            update: self.update.or(named.update),
            partial_update: self.partial_update.or(named.partial_update),
            destroy: self.destroy.or(named.destroy),
        }
    }

    /// What replaces an action.
    pub(crate) fn replaced(&self, action: Action) -> Option<Replace> {
        match action {
            Action::List => self.list,
            Action::Create => self.create,
            Action::Retrieve => self.retrieve,
            Action::Update => self.update,
            Action::PartialUpdate => self.partial_update,
            Action::Destroy => self.destroy,
        }
    }

    /// Whether an action on one object is replaced.
    fn replaces_details(&self) -> bool {
        Action::ALL.iter().any(|action| action.is_detail() && self.replaced(*action).is_some())
    }
}

/// Both lists; of hooks of one name the first.
fn joined<T: Copy>(own: &'static [T], master: &[T], name: impl Fn(&T) -> &'static str) -> &'static [T] {
    let more: Vec<T> = master.iter().copied().filter(|hook| !own.iter().any(|mine| name(mine) == name(hook))).collect();
    if more.is_empty() { own } else { keep([own, &more].concat().into_boxed_slice()) }
}

impl Default for Hooks {
    fn default() -> Self {
        Self::new()
    }
}

impl Default for Table {
    /// No resource has hooks.
    fn default() -> Self {
        Self { resources: Vec::new(), api: &NONE, validates: Vec::new() }
    }
}

static NONE: Hooks = Hooks::new();

fn of(code: Code) -> &'static Hooks {
    code.0.and_then(|code| code.downcast_ref::<Hooks>()).unwrap_or(&NONE)
}

/// One question of a custom permission.
#[derive(Clone, Copy)]
pub(crate) enum Ask {
    /// `has_permission`.
    View(Permit),
    /// `has_object_permission`.
    Object(PermitObject),
    /// The hook of the API as a whole knows no row.
    Pass,
}

/// The hooks of all resources, looked up once when a server starts.
#[derive(Debug)]
pub(crate) struct Table {
    /// By resource.
    resources: Vec<Hooks>,
    api: &'static Hooks,
    /// By serializer: whether reading input asks a hook, in nested objects too.
    validates: Vec<bool>,
}

impl Table {
    /// Finds the hooks.
    ///
    /// # Errors
    ///
    /// Hooks that descriptors name and nobody wrote: a generated crate without them does not compile.
    pub(crate) fn new(graph: &Graph) -> Result<Self, Vec<LinkError>> {
        let own = |id: ModelId| of(graph.api.resources[id].viewset.code);
        let resources: Vec<Hooks> = (0..graph.api.resources.len())
            .map(|id| match graph.models[id].master {
                Some(master) => own(id).below(own(master), graph.api.resources[id].viewset.hooks),
                None => *own(id),
            })
            .collect();
        let mut table = Self { validates: Vec::new(), api: of(graph.api.code), resources };
        let errors = table.missing(graph);
        if !errors.is_empty() {
            return Err(errors);
        }
        table.validates = (0..graph.serializers.len()).map(|ser| table.asks(graph, ser, 0)).collect();
        Ok(table)
    }

    /// The hooks of a resource; `auth.User` has none.
    pub(crate) fn of(&self, model: ModelId) -> &Hooks {
        self.resources.get(model).unwrap_or(&NONE)
    }

    /// Whether the full way of writing is needed for what a serializer reads.
    pub(crate) fn writes(&self, view: ViewId, ser: SerId) -> bool {
        let hooks = self.of(view);
        let saves = hooks.perform_create.is_some() || hooks.perform_update.is_some() || hooks.perform_destroy.is_some();
        saves || hooks.get_queryset.is_some() || self.validates(ser)
    }

    /// Whether a row is needed to decide on permissions.
    pub(crate) fn permits_objects(&self, view: ViewId, permissions: &[Permission]) -> bool {
        self.of(view).has_object_permission.is_some() || permissions.iter().any(|p| self.custom(view, p))
    }

    /// Whether a detail action reads the whole row: for a hook of permissions, of writing, or an extra action's.
    pub(crate) fn wants_rows(&self, view: ViewId, permissions: &[Permission]) -> bool {
        let hooks = self.of(view);
        let writes = hooks.validate.is_some()
            || !hooks.validate_fields.is_empty()
            || hooks.perform_update.is_some()
            || hooks.perform_destroy.is_some();
        writes || !hooks.actions.is_empty() || hooks.replaces_details() || self.permits_objects(view, permissions)
    }

    fn custom(&self, view: ViewId, permission: &Permission) -> bool {
        match permission {
            Permission::Custom(name) => self.of(view).permissions.iter().any(|(n, ..)| n == name),
            Permission::Any(parts) | Permission::All(parts) => parts.iter().any(|p| self.custom(view, p)),
            Permission::Not(part) => self.custom(view, part),
            _ => false,
        }
    }

    /// Whether input of a serializer asks a hook.
    pub(crate) fn validates(&self, ser: SerId) -> bool {
        self.validates.get(ser).copied().unwrap_or(false)
    }

    /// What a custom permission asks; a view's own hook comes before the API's.
    pub(crate) fn permission(&self, view: Option<ViewId>, name: &str, object: bool) -> Option<Ask> {
        let own = view.map_or(&NONE, |v| self.of(v)).permissions.iter().find(|(n, ..)| *n == name);
        let found = own.map(|(_, permit, permit_object)| if object { Ask::Object(*permit_object) } else { Ask::View(*permit) });
        found.or_else(|| {
            let (_, permit, _) = self.api.permissions.iter().find(|(n, ..)| *n == name)?;
            Some(if object { Ask::Pass } else { Ask::View(*permit) })
        })
    }

    fn asks(&self, graph: &Graph, ser: SerId, depth: usize) -> bool {
        let Some(found) = graph.serializers.get(ser) else { return false };
        let own = self.of(found.model);
        // Nested serializers go in no circle, but a wrong graph should not hang.
        let below = || found.fields.iter().filter(|f| !f.field.read_only).filter_map(|f| f.nested).any(|s| self.asks(graph, s, depth + 1));
        own.validate.is_some() || !own.validate_fields.is_empty() || (depth < 32 && below())
    }

    /// What descriptors name and no table has.
    fn missing(&self, graph: &Graph) -> Vec<LinkError> {
        let mut errors = Vec::new();
        let mut fail = |resource: &str, hook: String| {
            let message = format!("{hook} is a hook that nobody wrote");
            errors.push(LinkError { resource: resource.to_owned(), message });
        };
        let mut names = Vec::new();
        graph.api.permissions.iter().for_each(|p| custom_names(p, &mut names));
        for name in names.iter().filter(|name| self.permission(None, name, false).is_none()) {
            fail("api", format!("the permission `{name}`"));
        }
        for (id, view) in graph.views.iter().enumerate().filter(|(_, v)| v.routed) {
            let (name, hooks) = (graph.models[view.model].model.name, self.of(id));
            let mut names = Vec::new();
            view.all_permissions().flatten().for_each(|p| custom_names(p, &mut names));
            for hook in names.iter().filter(|hook| self.permission(Some(id), hook, false).is_none()) {
                fail(name, format!("the permission `{hook}`"));
            }
            for action in view.extra_actions.iter().filter(|a| !hooks.actions.iter().any(|(n, _)| *n == a.name)) {
                fail(name, format!("the extra action `{}`", action.name));
            }
            let serializers = std::iter::once(view.serializer).chain(graph.variants(view.model));
            let fields = serializers.flat_map(|ser| &graph.serializers[ser].fields);
            let methods = fields.filter(|f| f.field.kind == Kind::Method);
            for field in methods.filter(|f| !hooks.methods.iter().any(|(n, _)| *n == f.field.name)) {
                fail(name, format!("the method field `{}`", field.field.name));
            }
            for hook in view.hooks.iter().filter(|hook| !has(hooks, hook)) {
                fail(name, format!("`{hook}`"));
            }
        }
        errors
    }
}

/// Whether a table has the hook of a name that a spec lists.
fn has(hooks: &Hooks, name: &str) -> bool {
    match Hook::named(name) {
        Some(Hook::Validate) => hooks.validate.is_some(),
        Some(Hook::PerformCreate) => hooks.perform_create.is_some(),
        Some(Hook::PerformUpdate) => hooks.perform_update.is_some(),
        Some(Hook::PerformDestroy) => hooks.perform_destroy.is_some(),
        Some(Hook::GetQueryset) => hooks.get_queryset.is_some(),
        Some(Hook::HasPermission) => hooks.has_permission.is_some(),
        Some(Hook::HasObjectPermission) => hooks.has_object_permission.is_some(),
        Some(Hook::Action(action)) => hooks.replaced(action).is_some(),
        Some(Hook::ValidateField) => hooks.validate_fields.iter().any(|(field, _)| name.strip_prefix("validate_") == Some(field)),
        None => false,
    }
}

fn custom_names(permission: &Permission, out: &mut Vec<&'static str>) {
    match permission {
        Permission::Custom(name) => out.push(name),
        Permission::Any(parts) | Permission::All(parts) => parts.iter().for_each(|p| custom_names(p, out)),
        Permission::Not(part) => custom_names(part, out),
        _ => {}
    }
}
