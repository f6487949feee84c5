//! `auth.User`: the built-in resource that specs may point to.

use crate::model::{Field, FieldType, Model};

/// The name under which specs point to it.
pub const NAME: &str = "auth.User";

/// Django's `auth.User`, with its table and columns.
pub static USER: Model = Model::new("User", "user", "auth_user").fields(&[
    Field::auto("id"),
    Field::new("password", "password", FieldType::String).max_length(128),
    Field::new("last_login", "last_login", FieldType::DateTime).null().blank(),
    Field::new("is_superuser", "is_superuser", FieldType::Boolean),
    Field::new("username", "username", FieldType::String)
        .max_length(150)
        .unique()
        .help_text("Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only."),
    Field::new("first_name", "first_name", FieldType::String).max_length(150).blank(),
    Field::new("last_name", "last_name", FieldType::String).max_length(150).blank(),
    Field::new("email", "email", FieldType::Email).max_length(254).blank(),
    Field::new("is_staff", "is_staff", FieldType::Boolean),
    Field::new("is_active", "is_active", FieldType::Boolean),
    Field::new("date_joined", "date_joined", FieldType::DateTime),
]);
