//! The hooks that `viewset.hooks` may name.

use crate::viewset::Action;

/// A hook of a resource, by the name that a spec lists it under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hook {
    /// `validate`: DRF's `Serializer.validate`.
    Validate,
    /// `validate_<field>`.
    ValidateField,
    /// `perform_create`.
    PerformCreate,
    /// `perform_update`.
    PerformUpdate,
    /// `perform_destroy`.
    PerformDestroy,
    /// `get_queryset`.
    GetQueryset,
    /// `has_permission`.
    HasPermission,
    /// `has_object_permission`.
    HasObjectPermission,
    /// `list`, `create`, …: the hook replaces the action, as an overridden method of a `ModelViewSet` does.
    Action(Action),
}

impl Hook {
    /// The hooks that have one name, in the order of documents.
    pub const ALL: [Self; 13] = [
        Self::Validate,
        Self::PerformCreate,
        Self::PerformUpdate,
        Self::PerformDestroy,
        Self::GetQueryset,
        Self::HasPermission,
        Self::HasObjectPermission,
        Self::Action(Action::List),
        Self::Action(Action::Create),
        Self::Action(Action::Retrieve),
        Self::Action(Action::Update),
        Self::Action(Action::PartialUpdate),
        Self::Action(Action::Destroy),
    ];

    /// The hook of this name.
    pub fn named(name: &str) -> Option<Self> {
        let fixed = Self::ALL.into_iter().find(|hook| hook.name() == name);
        fixed.or_else(|| name.strip_prefix("validate_").map(|_| Self::ValidateField))
    }

    /// Its name; of a field's hook what its names begin with.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Validate => "validate",
            Self::ValidateField => "validate_",
            Self::PerformCreate => "perform_create",
            Self::PerformUpdate => "perform_update",
            Self::PerformDestroy => "perform_destroy",
            Self::GetQueryset => "get_queryset",
            Self::HasPermission => "has_permission",
            Self::HasObjectPermission => "has_object_permission",
            Self::Action(action) => action.name(),
        }
    }
}
