//! Tables that belong to Django, and to servers made here, which have the same ones.

use restwright_schema::tables::{Table, TableKind};
use restwright_schema::user;

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

/// Whether this is Django's table of users, which specs call `auth.User`.
pub(super) fn is_user(table: &Table) -> bool {
    table.kind == TableKind::Table && table.name == user::USER.table && user::USER.fields.iter().all(|f| table.column(f.column).is_some())
}

/// What a table is for that the server itself looks after.
pub(super) fn own(table: &Table) -> Option<&'static str> {
    if is_user(table) {
        return Some("Django's users, which specs call `auth.User`");
    }
    OWN.iter().find(|(name, _)| *name == table.name).map(|(_, what)| *what)
}
