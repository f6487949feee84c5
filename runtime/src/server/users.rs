//! `createuser`, and the superuser of development servers.

use super::CommandError;
use super::out::outln;
use crate::db::{Conn, DbError, Violation};
use crate::passwords::{Hasher, Passwords};
use crate::schema::{Api, Dialect, FieldType};
use crate::{Database, Value, migrations, random};
use chrono::Utc;

const ADD_USER: &str = "INSERT INTO auth_user (password, last_login, is_superuser, username, last_name, email, is_staff, is_active, date_joined, \
    first_name) VALUES (?, NULL, ?, ?, '', ?, ?, ?, ?, '')";
const CODENAMES: &str = "SELECT p.codename, p.id FROM auth_permission p INNER JOIN django_content_type c ON c.id = p.content_type_id \
    WHERE c.app_label = ? ORDER BY p.id";
const GRANT: &str = "INSERT INTO auth_user_user_permissions (user_id, permission_id) VALUES (?, ?)";
/// Django's longest user name, in characters.
const USERNAME: usize = 150;

/// A user to be made.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// The name to sign in with.
    pub username: String,
    /// May be empty.
    pub email: String,
    /// The password in clear; only its hash is stored.
    pub password: String,
    /// `is_staff`.
    pub staff: bool,
    /// `is_superuser`.
    pub superuser: bool,
    /// `is_active`.
    pub active: bool,
    /// A token; `None`: a random one.
    pub token: Option<String>,
    /// Codenames.
    pub permissions: Vec<String>,
}

/// A user that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeUser {
    /// The primary key.
    pub id: i64,
    /// The name to sign in with.
    pub username: String,
    /// The token to sign in with.
    pub token: String,
}

/// Makes a user, a token and permissions, all or nothing. The built-in tables are made where they are missing. Any password is taken.
///
/// # Errors
///
/// A name or token that is taken, a permission that there is not.
pub async fn create_user(db: &Database, api: &Api, user: NewUser) -> Result<MadeUser, CommandError> {
    create_user_with(db, api, user, Hasher::default()).await
}

/// [`create_user`], with a password hashed so.
///
/// # Errors
///
/// As [`create_user`].
pub(super) async fn create_user_with(db: &Database, api: &Api, user: NewUser, hasher: Hasher) -> Result<MadeUser, CommandError> {
    if user.username.is_empty() {
        return Err(CommandError::new("--username: a user needs a name"));
    }
    if user.username.chars().count() > USERNAME {
        return Err(CommandError::new(format!("--username: at most {USERNAME} characters")));
    }
    let password = Passwords::new(hasher).hash(&user.password).await.map_err(CommandError::new)?;
    let token = user.token.unwrap_or_else(random_token);
    let mut conn = db.begin().await?;
    migrations::builtin(&mut conn, api).await?;
    let columns = [
        Value::Text(password),
        Value::Bool(user.superuser),
        Value::Text(user.username.clone()),
        Value::Text(normal_email(&user.email)),
        Value::Bool(user.staff),
        Value::Bool(user.active),
        Value::DateTime(Utc::now()),
    ];
    let id = match conn.insert(ADD_USER, &columns, ("id", FieldType::Auto), None).await {
        Err(DbError::Violation(Violation::Unique, _)) => {
            return Err(CommandError::new(format!("there is a user \"{}\" already", user.username)));
        }
        other => other?,
    };
    let Some(Value::Int(id)) = id else { return Err(CommandError::new("the database gave no id")) };
    match conn.execute(&add_token(conn.dialect()), &[Value::Text(token.clone()), Value::DateTime(Utc::now()), Value::Int(id)]).await {
        Err(DbError::Violation(Violation::Unique, _)) => return Err(CommandError::new("--token: another user has this token")),
        other => other?,
    };
    grant(&mut conn, api, id, &user.permissions).await?;
    conn.commit().await?;
    Ok(MadeUser { id, username: user.username, token })
}

/// The statement that adds a token: its key, when, and the user's key.
pub(super) fn add_token(dialect: Dialect) -> String {
    // `key` is a word of MySQL's own.
    format!("INSERT INTO authtoken_token ({}, created, user_id) VALUES (?, ?, ?)", dialect.quote("key"))
}

async fn grant(conn: &mut Conn, api: &Api, user: i64, codenames: &[String]) -> Result<(), CommandError> {
    if codenames.is_empty() {
        return Ok(());
    }
    let rows = conn.fetch(CODENAMES, &[Value::Text(api.name.to_owned())]).await?;
    let known: Vec<(String, i64)> = rows.iter().filter_map(|row| Some((row.text(0)?.to_string(), row.int(1)?))).collect();
    let mut given = Vec::new();
    for codename in codenames {
        // Django's full name (`library.add_book`) will do too.
        let name = codename.strip_prefix(api.name).and_then(|rest| rest.strip_prefix('.')).unwrap_or(codename);
        let Some(&(_, id)) = known.iter().find(|(known, _)| known == name) else {
            let nearest = known.iter().min_by_key(|(known, _)| strsim::damerau_levenshtein(known, name));
            let help = nearest.map(|(known, _)| format!("; did you mean `{known}`?")).unwrap_or_default();
            return Err(CommandError::new(format!("--permission: there is no permission `{codename}`{help}")));
        };
        if !given.contains(&id) {
            conn.execute(GRANT, &[Value::Int(user), Value::Int(id)]).await?;
            given.push(id);
        }
    }
    Ok(())
}

/// Makes a superuser, and prints how to sign in, on a database that has no users.
pub(super) async fn development_user(db: &Database, api: &Api, hasher: Hasher) -> Result<(), CommandError> {
    if db.read().await?.fetch_one("SELECT id FROM auth_user LIMIT 1", &[]).await?.is_some() {
        return Ok(());
    }
    let password = random::text(16);
    let user = NewUser {
        username: "admin".to_owned(),
        email: String::new(),
        password: password.clone(),
        staff: true,
        superuser: true,
        active: true,
        token: None,
        permissions: Vec::new(),
    };
    let made = create_user_with(db, api, user, hasher).await?;
    outln!("Made a superuser for development: {} with password {password} and token {}", made.username, made.token);
    Ok(())
}

/// Django's `BaseUserManager.normalize_email`: the part after the at sign is lower-cased.
fn normal_email(email: &str) -> String {
    match email.trim().rsplit_once('@') {
        Some((name, domain)) => format!("{name}@{}", domain.to_lowercase()),
        None => email.to_owned(),
    }
}

/// DRF's form of a token: 40 hexadecimal digits.
pub(super) fn random_token() -> String {
    rand::random::<[u8; 20]>().iter().map(|byte| format!("{byte:02x}")).collect()
}
