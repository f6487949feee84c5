//! Django's own models that specs may point to: users, groups, permissions and content types, with their tables and columns.

use crate::model::{Field, FieldType, Literal, Model, OnDelete};

/// The name under which specs point to users.
pub const USER: &str = "auth.User";
/// The name under which specs point to groups.
pub const GROUP: &str = "auth.Group";
/// The name under which specs point to permissions.
pub const PERMISSION: &str = "auth.Permission";
/// The name under which specs point to the list of all models.
pub const CONTENT_TYPE: &str = "contenttypes.ContentType";

/// What a user name is made of (Django's `UnicodeUsernameValidator`), and what it says of others.
pub const USERNAME: &str = r"^[\w.@+-]+\Z";
/// See [`USERNAME`].
pub const USERNAME_TEXT: &str = "Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters.";

/// One of Django's own models.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Builtin {
    /// The name under which specs point to it; empty: they can't.
    pub name: &'static str,
    /// Django's application that has it.
    pub app: &'static str,
    /// Its columns and relations.
    pub model: &'static Model,
}

/// All of them; in a graph they follow the resources in this order. Tokens are here because they are deleted with their user.
pub static ALL: [Builtin; 5] = [
    Builtin { name: USER, app: "auth", model: &USERS },
    Builtin { name: GROUP, app: "auth", model: &GROUPS },
    Builtin { name: PERMISSION, app: "auth", model: &PERMISSIONS },
    Builtin { name: CONTENT_TYPE, app: "contenttypes", model: &CONTENT_TYPES },
    Builtin { name: "", app: "authtoken", model: &TOKENS },
];

/// The built-in model of this name in specs.
pub fn named(name: &str) -> Option<&'static Builtin> {
    ALL.iter().find(|builtin| builtin.name == name && !name.is_empty())
}

/// The names of all that specs can point to.
pub fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|builtin| builtin.name).filter(|name| !name.is_empty())
}

/// Django's `auth.User`.
static USERS: Model = Model::new("User", "user", "auth_user").display("username").fields(&[
    Field::auto("id"),
    Field::new("password", "password", FieldType::String).max_length(128),
    Field::new("last_login", "last_login", FieldType::DateTime).null().blank(),
    Field::new("is_superuser", "is_superuser", FieldType::Boolean)
        .default(Literal::Bool(false))
        .label("superuser status")
        .help_text("Designates that this user has all permissions without explicitly assigning them."),
    Field::new("username", "username", FieldType::String)
        .max_length(150)
        .unique()
        .unique_message("A user with that username already exists.")
        .regex(USERNAME)
        .help_text("Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only."),
    Field::new("first_name", "first_name", FieldType::String).max_length(150).blank(),
    Field::new("last_name", "last_name", FieldType::String).max_length(150).blank(),
    Field::new("email", "email", FieldType::Email).max_length(254).blank().label("email address"),
    Field::new("is_staff", "is_staff", FieldType::Boolean)
        .default(Literal::Bool(false))
        .label("staff status")
        .help_text("Designates whether the user can log into this admin site."),
    Field::new("is_active", "is_active", FieldType::Boolean)
        .default(Literal::Bool(true))
        .label("active")
        .help_text("Designates whether this user should be treated as active. Unselect this instead of deleting accounts."),
    Field::new("date_joined", "date_joined", FieldType::DateTime).default(Literal::Now),
    Field::many_to_many("groups", GROUP)
        .blank()
        .help_text("The groups this user belongs to. A user will get all permissions granted to each of their groups."),
    Field::many_to_many("user_permissions", PERMISSION).blank().help_text("Specific permissions for this user."),
]);

/// Django's `auth.Group`.
static GROUPS: Model = Model::new("Group", "group", "auth_group").display("name").fields(&[
    Field::auto("id"),
    Field::new("name", "name", FieldType::String).max_length(150).unique(),
    Field::many_to_many("permissions", PERMISSION).blank(),
]);

/// Django's `auth.Permission`.
static PERMISSIONS: Model = Model::new("Permission", "permission", "auth_permission")
    .ordering(&["content_type__app_label", "content_type__model", "codename"])
    .unique_together(&[&["content_type", "codename"]])
    .fields(&[
        Field::auto("id"),
        Field::new("name", "name", FieldType::String).max_length(255),
        Field::foreign_key("content_type", "content_type_id", CONTENT_TYPE, OnDelete::Cascade),
        Field::new("codename", "codename", FieldType::String).max_length(100),
    ]);

/// Django's `contenttypes.ContentType`.
static CONTENT_TYPES: Model =
    Model::new("ContentType", "content_type", "django_content_type").unique_together(&[&["app_label", "model"]]).fields(&[
        Field::auto("id"),
        Field::new("app_label", "app_label", FieldType::String).max_length(100),
        Field::new("model", "model", FieldType::String).max_length(100),
    ]);

/// Django REST framework's `authtoken.Token`.
static TOKENS: Model = Model::new("Token", "token", "authtoken_token").display("key").fields(&[
    Field::new("key", "key", FieldType::String).max_length(40).primary_key(),
    Field::one_to_one("user", "user_id", USER, OnDelete::Cascade).related_name("auth_token"),
    Field::new("created", "created", FieldType::DateTime).auto_now_add(),
]);
