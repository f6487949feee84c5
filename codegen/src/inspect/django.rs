//! Tables that belong to Django, and to servers made here, which have the same ones.

use restwright_schema::builtin::{self, Builtin};
use restwright_schema::tables::{Table, TableKind};

/// What Django's own applications keep.
const OWN: &[(&str, &str)] = &[
    ("auth_group", "Django's groups"),
    ("auth_group_permissions", "Django's groups"),
    ("auth_permission", "Django's permissions"),
    ("auth_user_groups", "Django's users"),
    ("auth_user_user_permissions", "Django's users"),
    ("authtoken_token", "tokens for logging in"),
    ("django_admin_log", "the log of Django's admin"),
    ("django_content_type", "Django's list of models"),
    ("django_migrations", "Django's migrations"),
    ("django_session", "sessions"),
    ("restwright_migration_lock", "the lock of migrations"),
    ("restwright_migrations", "migrations that were applied"),
];

/// The model of Django's own whose table this is, if specs can point to it.
pub(super) fn builtin(table: &Table) -> Option<&'static Builtin> {
    let columns = |model: &Builtin| model.model.fields.iter().filter(|f| !f.column.is_empty()).all(|f| table.column(f.column).is_some());
    let found = builtin::ALL.iter().find(|model| !model.name.is_empty() && model.model.table == table.name);
    found.filter(|model| table.kind == TableKind::Table && columns(model))
}

/// What a table is for that the server itself looks after.
pub(super) fn own(table: &Table) -> Option<&'static str> {
    if let Some(builtin) = builtin(table).filter(|builtin| builtin.name == builtin::USER) {
        debug_assert_eq!(builtin.model.table, table.name);
        return Some("Django's users, which specs call `auth.User`");
    }
    OWN.iter().find(|(name, _)| *name == table.name).map(|(_, what)| *what)
}
