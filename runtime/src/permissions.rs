//! Who may do what: DRF's `permissions` classes and their composition.
//!
//! Model permissions are Django's: rows of `auth_permission`, given to a user or to one of the user's groups. They are loaded only if a
//! permission of the view asks for them, all of this API's in one statement.

mod has_perm;

use crate::db::{Conn, Database, Row};
use crate::hooks::{Ask, Context, Scoped};
use crate::request::User;
use crate::schema::Model;
use crate::schema::link::ViewId;
use crate::schema::viewset::{MethodPermissions, Permission};
use crate::{ApiError, Value};
use http::{Method, StatusCode};
use std::collections::{HashMap, HashSet};

/// All permissions of a user in one app, or (if the second value is true) in all, their own and their groups'.
const GRANTED: &str = "SELECT p.codename, c.app_label FROM auth_permission p INNER JOIN django_content_type c ON c.id = p.content_type_id \
    WHERE (c.app_label = ? OR 1 = ?) AND (p.id IN (SELECT permission_id FROM auth_user_user_permissions WHERE user_id = ?) \
    OR p.id IN (SELECT g.permission_id FROM auth_group_permissions g INNER JOIN auth_user_groups u ON u.group_id = g.group_id WHERE u.user_id = ?))";

/// DRF's `APIView.check_permissions`: whether the request may go on. Without a view (the API root) model permissions only look at the user.
/// A view's `has_permission` hook is called last.
///
/// # Errors
///
/// 405 for a method that model permissions don't know, and what the database or a hook refuses.
pub(crate) async fn check(scoped: &Scoped<'_>, db: &Database, permissions: &[Permission], view: Option<ViewId>) -> Result<bool, ApiError> {
    let mut subject = Subject::Request(db, None);
    if !decide(scoped, permissions, view, &mut subject).await? {
        return Ok(false);
    }
    match view.and_then(|view| scoped.hooks.of(view).has_permission) {
        Some(hook) => hook(&mut Context::new(scoped, subject.conn().await?, view)).await,
        None => Ok(true),
    }
}

/// DRF's `APIView.check_object_permissions`: whether the request may go on with the object that it names, which was found on this connection.
/// `row` is the whole row, where a hook needs it. A view's `has_object_permission` hook is called last.
///
/// # Errors
///
/// As [`check`]; also 404 where the user may not even know that there is such an object.
pub(crate) async fn check_object(
    cx: &mut Context<'_>,
    permissions: &[Permission],
    view: ViewId,
    row: Option<&Row>,
) -> Result<bool, ApiError> {
    let scoped = cx.scoped();
    if !decide(scoped, permissions, Some(view), &mut Subject::Object(cx.connection(), row)).await? {
        return Ok(false);
    }
    match (scoped.hooks.of(view).has_object_permission, row) {
        (Some(hook), Some(row)) => hook(&mut cx.of(Some(view)), scoped.resources.typed[view].columns(row)).await,
        (Some(_), None) => Err(ApiError::internal("`has_object_permission` needs the whole row, which was not read")),
        (None, _) => Ok(true),
    }
}

/// What is decided on.
enum Subject<'a> {
    /// The request; a connection is only taken when one is needed.
    Request(&'a Database, Option<Box<Conn>>),
    /// The object that it names, on the connection on which it was found: a database in memory has no second one.
    Object(&'a mut Conn, Option<&'a Row>),
}

impl Subject<'_> {
    async fn conn(&mut self) -> Result<&mut Conn, ApiError> {
        Ok(match self {
            Self::Request(_, Some(conn)) => conn,
            Self::Request(db, conn) => conn.insert(Box::new(db.read().await?)),
            Self::Object(conn, _) => conn,
        })
    }
}

/// Whether a decision can hang on the object: DRF's other classes allow every object to whom they allow the view.
pub fn asks_for_object(permissions: &[Permission]) -> bool {
    permissions.iter().any(|permission| match permission {
        Permission::Not(_) | Permission::ObjectPermissions | Permission::Custom(_) => true,
        Permission::Any(several) | Permission::All(several) => asks_for_object(several),
        _ => false,
    })
}

/// Which of a permission's two methods decides.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Level {
    /// `has_permission`.
    View,
    /// `has_object_permission`.
    Object,
}

/// Why a decision cannot be made (yet).
enum Stop {
    /// The user's permissions must be loaded first.
    Load,
    /// A hook must be called first.
    Call(&'static str, Level),
    Refuse(ApiError),
}

async fn decide(
    scoped: &Scoped<'_>,
    permissions: &[Permission],
    view: Option<ViewId>,
    subject: &mut Subject<'_>,
) -> Result<bool, ApiError> {
    let graph = &scoped.resources.graph;
    let model = view.and_then(|id| graph.views.get(id)).map(|v| graph.model(v.model).model);
    let level = if matches!(subject, Subject::Object(..)) { Level::Object } else { Level::View };
    let user = scoped.request.user.as_ref();
    let mut decision =
        Decision { app: graph.api.name, model, method: &scoped.request.method, user, granted: None, decided: HashMap::new() };
    loop {
        match decision.all(permissions, level) {
            Ok(passes) => return Ok(passes),
            Err(Stop::Refuse(error)) => return Err(error),
            Err(Stop::Load) => {
                let all = permissions.iter().any(|permission| names_other_app(permission, graph.api.name));
                decision.granted = Some(granted((graph.api.name, all), user, subject.conn().await?).await?);
            }
            Err(Stop::Call(name, level)) => {
                let passes = custom(scoped, view, name, level, subject).await?;
                decision.decided.insert((name, level), passes);
            }
        }
    }
}

/// Calls the hook of a custom permission.
async fn custom(scoped: &Scoped<'_>, view: Option<ViewId>, name: &str, level: Level, subject: &mut Subject<'_>) -> Result<bool, ApiError> {
    match scoped.hooks.permission(view, name, level == Level::Object) {
        Some(Ask::View(hook)) => hook(&mut Context::new(scoped, subject.conn().await?, view)).await,
        Some(Ask::Object(hook)) => match (subject, view) {
            (Subject::Object(conn, Some(row)), Some(view)) => {
                hook(&mut Context::new(scoped, conn, Some(view)), scoped.resources.typed[view].columns(row)).await
            }
            _ => Err(ApiError::internal(format_args!("the permission `{name}` needs the whole row, which was not read"))),
        },
        Some(Ask::Pass) => Ok(true),
        // The server does not start without the hook; should it be missing all the same, the request is refused.
        None => Err(ApiError::internal(format_args!("the permission `{name}` has no hook"))),
    }
}

/// The permissions that a user has (`app.codename`) in one app, or in all.
async fn granted((app, all): (&str, bool), user: Option<&User>, conn: &mut Conn) -> Result<HashSet<String>, ApiError> {
    let Some(user) = user else { return Ok(HashSet::new()) };
    let id = Value::Int(user.id);
    let rows = conn.fetch(GRANTED, &[Value::Text(app.to_owned()), Value::Int(i64::from(all)), id.clone(), id]).await?;
    Ok(rows.iter().filter_map(|row| Some(format!("{}.{}", &*row.text(1)?, &*row.text(0)?))).collect())
}

/// Whether a permission of another app than the API's own is asked for.
fn names_other_app(permission: &Permission, app: &str) -> bool {
    match permission {
        Permission::ModelPermissionsBy(map) => {
            let mut names = map.iter().flat_map(|entry| entry.permissions);
            names.any(|name| name.split_once('.').is_some_and(|(label, _)| label != app))
        }
        Permission::Any(parts) | Permission::All(parts) => parts.iter().any(|part| names_other_app(part, app)),
        Permission::Not(part) => names_other_app(part, app),
        _ => false,
    }
}

/// The decision on one request.
struct Decision<'a> {
    /// The label of the API's own app.
    app: &'a str,
    model: Option<&'a Model>,
    method: &'a Method,
    user: Option<&'a User>,
    granted: Option<HashSet<String>>,
    /// What hooks decided.
    decided: HashMap<(&'static str, Level), bool>,
}

impl Decision<'_> {
    fn all(&self, permissions: &[Permission], level: Level) -> Result<bool, Stop> {
        for permission in permissions {
            if !self.passes(permission, level)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn passes(&self, permission: &Permission, level: Level) -> Result<bool, Stop> {
        match permission {
            Permission::All(parts) => self.all(parts, level),
            Permission::Any(parts) => {
                for part in *parts {
                    // DRF's OR lets an object pass only by a part that lets the request pass too.
                    if self.passes(part, Level::View)? && (level == Level::View || self.passes(part, level)?) {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Permission::Not(part) => Ok(!self.passes(part, level)?),
            Permission::Custom(name) => self.decided.get(&(*name, level)).copied().ok_or(Stop::Call(name, level)),
            Permission::ObjectPermissions if level == Level::Object => self.object_permissions(),
            // DRF's `BasePermission.has_object_permission`.
            _ if level == Level::Object => Ok(true),
            Permission::AllowAny => Ok(true),
            Permission::IsAuthenticated => Ok(self.user.is_some()),
            Permission::IsAdminUser => Ok(self.user.is_some_and(|u| u.is_staff)),
            Permission::IsAuthenticatedOrReadOnly => Ok(is_safe(self.method) || self.user.is_some()),
            Permission::ModelPermissions | Permission::ObjectPermissions => self.model_permissions(true),
            Permission::ModelPermissionsOrAnonReadOnly => self.model_permissions(false),
            Permission::ModelPermissionsBy(map) => self.mapped_permissions(map),
        }
    }

    /// DRF's `DjangoModelPermissions.has_permission`.
    fn model_permissions(&self, authenticated_only: bool) -> Result<bool, Stop> {
        if self.user.is_none() && authenticated_only {
            return Ok(false);
        }
        let Some(model) = self.model else { return Ok(true) };
        let Some(action) = self.required()? else { return Ok(true) };
        let Some(user) = self.user else { return Ok(false) };
        if user.is_superuser {
            return Ok(true);
        }
        let granted = self.granted.as_ref().ok_or(Stop::Load)?;
        Ok(granted.contains(&self.whole_name(action, model)))
    }

    /// The same with a `perms_map` of one's own over DRF's.
    fn mapped_permissions(&self, map: &[MethodPermissions]) -> Result<bool, Stop> {
        let Some(user) = self.user else { return Ok(false) };
        let Some(model) = self.model else { return Ok(true) };
        let needed = match map.iter().find(|entry| entry.method == self.method.as_str()) {
            Some(entry) => entry.permissions.to_vec(),
            None => self.required()?.into_iter().collect(),
        };
        if user.is_superuser || needed.is_empty() {
            return Ok(true);
        }
        let granted = self.granted.as_ref().ok_or(Stop::Load)?;
        Ok(needed
            .iter()
            .all(|name| if name.contains('.') { granted.contains(*name) } else { granted.contains(&self.whole_name(name, model)) }))
    }

    /// Django's `app.action_model`.
    fn whole_name(&self, action: &str, model: &Model) -> String {
        format!("{}.{action}_{}", self.app, model.name.to_lowercase())
    }

    /// DRF's `DjangoObjectPermissions.has_object_permission` over Django's own backend, which grants nobody but superusers anything on a
    /// single object. Reading needs no permission, so that who may not write may always know that the object is there.
    fn object_permissions(&self) -> Result<bool, Stop> {
        Ok(self.required()?.is_none() || self.user.is_some_and(|u| u.is_superuser))
    }

    /// DRF's `perms_map`: what a method does to a model; reading needs nothing.
    fn required(&self) -> Result<Option<&'static str>, Stop> {
        match *self.method {
            Method::GET | Method::OPTIONS | Method::HEAD => Ok(None),
            Method::POST => Ok(Some("add")),
            Method::PUT | Method::PATCH => Ok(Some("change")),
            Method::DELETE => Ok(Some("delete")),
            _ => Err(Stop::Refuse(ApiError::detail(StatusCode::METHOD_NOT_ALLOWED, format!("Method \"{}\" not allowed.", self.method)))),
        }
    }
}

/// DRF's `SAFE_METHODS`.
pub fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}
