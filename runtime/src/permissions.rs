//! Who may do what: DRF's `permissions` classes and their composition.
//!
//! Model permissions are Django's: rows of `auth_permission`, given to a user or to one of the user's groups. They are loaded only if a
//! permission of the view asks for them, all of this API's in one statement.

use crate::authentication::unauthenticated;
use crate::db::{Conn, Row};
use crate::hooks::{Ask, Context};
use crate::request::User;
use crate::schema::Model;
use crate::schema::link::ViewId;
use crate::schema::viewset::{Authentication, Permission};
use crate::{ApiError, App, Request, Value};
use http::{Method, StatusCode};
use std::collections::{HashMap, HashSet};

/// All permissions of a user in one app, their own and their groups'.
const GRANTED: &str = "SELECT p.codename FROM auth_permission p INNER JOIN django_content_type c ON c.id = p.content_type_id \
    WHERE c.app_label = ? AND (p.id IN (SELECT permission_id FROM auth_user_user_permissions WHERE user_id = ?) \
    OR p.id IN (SELECT g.permission_id FROM auth_group_permissions g INNER JOIN auth_user_groups u ON u.group_id = g.group_id WHERE u.user_id = ?))";

/// DRF's `APIView.check_permissions`: whether the request may go on. Without a view (the API root) model permissions only ask who it is.
/// A view's `has_permission` hook is asked last.
///
/// # Errors
///
/// 405 for a method that model permissions don't know, and what the database or a hook refuses.
pub async fn check(app: &App, permissions: &[Permission], view: Option<ViewId>, req: &Request) -> Result<bool, ApiError> {
    if !decide(app, permissions, view, req, None).await? {
        return Ok(false);
    }
    match view.and_then(|view| app.hooks.of(view).has_permission) {
        Some(hook) => {
            let mut conn = app.db.read().await?;
            hook(&mut Context::new(app, req, &mut conn, view)).await
        }
        None => Ok(true),
    }
}

/// The object that a request names.
pub struct Object<'a> {
    /// The connection that it was found on.
    pub conn: &'a mut Conn,
    /// The whole row, where a hook asks for it.
    pub row: Option<&'a Row>,
}

/// DRF's `APIView.check_object_permissions`: whether the request may go on with the object that it names. A view's `has_object_permission`
/// hook is asked last.
///
/// # Errors
///
/// As [`check`]; also 404 where the user may not even know that there is such an object.
pub async fn check_object(
    app: &App,
    permissions: &[Permission],
    view: Option<ViewId>,
    req: &Request,
    mut object: Object<'_>,
) -> Result<bool, ApiError> {
    if !decide(app, permissions, view, req, Some(&mut object)).await? {
        return Ok(false);
    }
    let hook = view.and_then(|view| Some((view, app.hooks.of(view).has_object_permission?)));
    match (hook, object.row) {
        (Some((view, hook)), Some(row)) => hook(&mut Context::new(app, req, object.conn, Some(view)), app.typed[view].columns(row)).await,
        (Some(_), None) => Err(ApiError::internal()),
        (None, _) => Ok(true),
    }
}

/// DRF's `NotAuthenticated`.
pub(crate) fn not_authenticated(classes: &[Authentication]) -> ApiError {
    denied_stranger(classes)
}

/// Whether a decision can hang on the object: DRF's other classes allow every object to whom they allow the view.
pub fn asks_for_object(permissions: &[Permission]) -> bool {
    permissions.iter().any(|permission| match permission {
        Permission::Not(_) | Permission::ObjectPermissions | Permission::Custom(_) => true,
        Permission::Any(several) | Permission::All(several) => asks_for_object(several),
        _ => false,
    })
}

/// DRF's `APIView.permission_denied`: the refusal of someone known (`authenticated`) or unknown.
pub fn denied(classes: &[Authentication], authenticated: bool) -> ApiError {
    if classes.is_empty() || authenticated { ApiError::forbidden() } else { denied_stranger(classes) }
}

fn denied_stranger(classes: &[Authentication]) -> ApiError {
    let text = "Authentication credentials were not provided.";
    if classes.is_empty() { ApiError::detail(StatusCode::FORBIDDEN, text) } else { unauthenticated(classes, text) }
}

/// Which of a permission's two questions is asked.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Scope {
    View,
    Object,
}

/// Why an answer cannot be given (yet).
enum Stop {
    /// The user's permissions must be loaded first.
    Load,
    /// A hook must be asked first.
    Ask(&'static str, Scope),
    Refuse(ApiError),
}

async fn decide(
    app: &App,
    permissions: &[Permission],
    view: Option<ViewId>,
    req: &Request,
    mut object: Option<&mut Object<'_>>,
) -> Result<bool, ApiError> {
    let model = view.and_then(|id| app.graph.views.get(id)).map(|v| app.graph.model(v.model).model);
    let scope = if object.is_some() { Scope::Object } else { Scope::View };
    let (user, answers) = (req.user.as_ref(), HashMap::new());
    let mut asked = Asked { app_label: app.graph.api.name, model, method: &req.method, user, granted: None, answers };
    loop {
        match asked.all(permissions, scope) {
            Ok(passes) => return Ok(passes),
            Err(Stop::Refuse(error)) => return Err(error),
            Err(Stop::Load) => asked.granted = Some(granted(app, asked.app_label, asked.user, object.as_deref_mut()).await?),
            Err(Stop::Ask(name, scope)) => {
                let answer = custom(app, view, req, name, scope, object.as_deref_mut()).await?;
                asked.answers.insert((name, scope), answer);
            }
        }
    }
}

/// Asks a hook.
async fn custom(
    app: &App,
    view: Option<ViewId>,
    req: &Request,
    name: &str,
    scope: Scope,
    object: Option<&mut Object<'_>>,
) -> Result<bool, ApiError> {
    let found = app.hooks.permission(view, name, scope == Scope::Object);
    match (found, object) {
        (Some(Ask::View(hook)), Some(object)) => hook(&mut Context::new(app, req, object.conn, view)).await,
        (Some(Ask::View(hook)), None) => hook(&mut Context::new(app, req, &mut app.db.read().await?, view)).await,
        (Some(Ask::Object(hook)), Some(Object { conn, row: Some(row) })) => {
            let view = view.unwrap_or_default();
            hook(&mut Context::new(app, req, conn, Some(view)), app.typed[view].columns(row)).await
        }
        (Some(Ask::Pass), _) => Ok(true),
        // Checked when the server starts; if it were so all the same, nobody is let in.
        _ => Err(ApiError::internal()),
    }
}

/// Asks on the connection on which the object was found, if there is one: a database in memory has no second.
async fn granted(app: &App, app_label: &str, user: Option<&User>, object: Option<&mut Object<'_>>) -> Result<HashSet<String>, ApiError> {
    let Some(user) = user else { return Ok(HashSet::new()) };
    let id = Value::Int(user.id);
    let args = [Value::Text(app_label.to_owned()), id.clone(), id];
    let rows = match object {
        Some(object) => object.conn.fetch(GRANTED, &args).await?,
        None => app.db.read().await?.fetch(GRANTED, &args).await?,
    };
    Ok(rows.iter().filter_map(|row| row.text(0).map(|name| name.to_string())).collect())
}

/// One request, as permissions see it.
struct Asked<'a> {
    app_label: &'static str,
    model: Option<&'a Model>,
    method: &'a Method,
    user: Option<&'a User>,
    granted: Option<HashSet<String>>,
    /// What hooks said.
    answers: HashMap<(&'static str, Scope), bool>,
}

impl Asked<'_> {
    fn all(&self, permissions: &[Permission], scope: Scope) -> Result<bool, Stop> {
        for permission in permissions {
            if !self.ask(permission, scope)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn ask(&self, permission: &Permission, scope: Scope) -> Result<bool, Stop> {
        match permission {
            Permission::All(parts) => self.all(parts, scope),
            Permission::Any(parts) => {
                for part in *parts {
                    // DRF's OR lets an object pass only by a part that lets the request pass too.
                    if self.ask(part, Scope::View)? && (scope == Scope::View || self.ask(part, scope)?) {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Permission::Not(part) => Ok(!self.ask(part, scope)?),
            Permission::Custom(name) => self.answers.get(&(*name, scope)).copied().ok_or(Stop::Ask(name, scope)),
            Permission::ObjectPermissions if scope == Scope::Object => self.object_permissions(),
            // DRF's `BasePermission.has_object_permission`.
            _ if scope == Scope::Object => Ok(true),
            Permission::AllowAny => Ok(true),
            Permission::IsAuthenticated => Ok(self.user.is_some()),
            Permission::IsAdminUser => Ok(self.user.is_some_and(|u| u.is_staff)),
            Permission::IsAuthenticatedOrReadOnly => Ok(is_safe(self.method) || self.user.is_some()),
            Permission::ModelPermissions | Permission::ObjectPermissions => self.model_permissions(true),
            Permission::ModelPermissionsOrAnonReadOnly => self.model_permissions(false),
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
        Ok(granted.contains(&format!("{action}_{}", model.name.to_lowercase())))
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
