//! Who may do what: DRF's `permissions` classes and their composition.
//!
//! Model permissions are Django's: rows of `auth_permission`, given to a user or to one of the user's groups. They are loaded only if a
//! permission of the view asks for them, all of this API's in one statement.

use crate::authentication::unauthenticated;
use crate::request::User;
use crate::schema::Model;
use crate::schema::viewset::{Authentication, Permission};
use crate::{ApiError, App, Request, Value};
use http::{Method, StatusCode};
use std::collections::HashSet;

/// All permissions of a user in one app, their own and their groups'.
const GRANTED: &str = "SELECT p.codename FROM auth_permission p INNER JOIN django_content_type c ON c.id = p.content_type_id \
    WHERE c.app_label = ? AND (p.id IN (SELECT permission_id FROM auth_user_user_permissions WHERE user_id = ?) \
    OR p.id IN (SELECT g.permission_id FROM auth_group_permissions g INNER JOIN auth_user_groups u ON u.group_id = g.group_id WHERE u.user_id = ?))";

/// DRF's `APIView.check_permissions`: whether the request may go on. Without a model (the API root) model permissions only ask who it is.
///
/// # Errors
///
/// 405 for a method that model permissions don't know, and what the database refuses.
pub async fn check(app: &App, permissions: &[Permission], model: Option<&Model>, req: &Request) -> Result<bool, ApiError> {
    decide(app, permissions, model, req, Scope::View).await
}

/// DRF's `APIView.check_object_permissions`: whether the request may go on with the object that it names.
///
/// # Errors
///
/// As [`check`]; also 404 where the user may not even know that there is such an object.
pub async fn check_object(app: &App, permissions: &[Permission], model: Option<&Model>, req: &Request) -> Result<bool, ApiError> {
    decide(app, permissions, model, req, Scope::Object).await
}

/// Whether a decision can hang on the object: DRF's other classes allow every object to whom they allow the view.
pub fn asks_for_object(permissions: &[Permission]) -> bool {
    permissions.iter().any(|permission| match permission {
        Permission::Not(_) | Permission::ObjectPermissions => true,
        Permission::Any(several) | Permission::All(several) => asks_for_object(several),
        _ => false,
    })
}

/// DRF's `APIView.permission_denied`: the refusal of someone known (`authenticated`) or unknown.
pub fn denied(classes: &[Authentication], authenticated: bool) -> ApiError {
    if classes.is_empty() || authenticated {
        ApiError::forbidden()
    } else {
        unauthenticated(classes, "Authentication credentials were not provided.")
    }
}

/// Which of a permission's two questions is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    View,
    Object,
}

/// Why an answer cannot be given (yet).
enum Stop {
    /// The user's permissions must be loaded first.
    Load,
    Refuse(ApiError),
}

async fn decide(app: &App, permissions: &[Permission], model: Option<&Model>, req: &Request, scope: Scope) -> Result<bool, ApiError> {
    let mut asked = Asked { app_label: app.graph.api.name, model, method: &req.method, user: req.user.as_ref(), granted: None };
    loop {
        match asked.all(permissions, scope) {
            Ok(passes) => return Ok(passes),
            Err(Stop::Refuse(error)) => return Err(error),
            Err(Stop::Load) => asked.granted = Some(granted(app, asked.app_label, asked.user).await?),
        }
    }
}

async fn granted(app: &App, app_label: &str, user: Option<&User>) -> Result<HashSet<String>, ApiError> {
    let Some(user) = user else { return Ok(HashSet::new()) };
    let id = Value::Int(user.id);
    let rows = app.db.read().await?.fetch(GRANTED, &[Value::Text(app_label.to_owned()), id.clone(), id]).await?;
    Ok(rows.iter().filter_map(|row| row.text(0).map(|name| name.to_string())).collect())
}

/// One request, as permissions see it.
struct Asked<'a> {
    app_label: &'static str,
    model: Option<&'a Model>,
    method: &'a Method,
    user: Option<&'a User>,
    granted: Option<HashSet<String>>,
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
