//! Which version is asked for: DRF's `versioning` classes.

use super::negotiation::Accepted;
use crate::routers::paths;
use crate::schema::api::{Versioning, VersioningKind};
use crate::{ApiError, Request};
use http::StatusCode;

/// Finds the version and puts it into the request, together with what links need to say it again. `in_path` is the version that stands in
/// the URL, for the two classes that read it there.
///
/// # Errors
///
/// 404, or for `accept_header` 406, in DRF's words.
pub(crate) fn determine(
    versioning: &Versioning,
    prefix: &str,
    req: &mut Request,
    in_path: Option<&str>,
    accepted: &Accepted,
) -> Result<(), ApiError> {
    let default = Some(versioning.default).filter(|v| !v.is_empty());
    let refuse = |text: &str| Err(ApiError::detail(StatusCode::NOT_FOUND, text));
    let allowed = |version: &str| versioning.allowed.is_empty() || default == Some(version) || versioning.allowed.contains(&version);
    let version: String = match versioning.class {
        VersioningKind::None => return Ok(()),
        VersioningKind::UrlPath | VersioningKind::Namespace => {
            let version = in_path.or(default).unwrap_or_default();
            if !allowed(version) {
                return refuse("Invalid version in URL path.");
            }
            req.urls.root = format!("{prefix}{}/", paths::encode(version));
            version.to_owned()
        }
        VersioningKind::AcceptHeader => {
            let version = accepted.version.as_deref().or(default).unwrap_or_default();
            if !allowed(version) {
                return Err(ApiError::detail(StatusCode::NOT_ACCEPTABLE, "Invalid version in \"Accept\" header."));
            }
            version.to_owned()
        }
        VersioningKind::QueryParameter => {
            let version = req.param("version").or(default).unwrap_or_default();
            if !allowed(version) {
                return refuse("Invalid version in query parameter.");
            }
            let version = version.to_owned();
            req.urls.query = Some(format!("version={}", paths::quote_plus(&version)));
            version
        }
        VersioningKind::HostName => {
            let host = req.urls.base.split_once("://").map_or("", |(_, host)| host);
            let name = host.split(':').next().unwrap_or_default();
            let version = of_host(name).or(default).unwrap_or_default();
            if !allowed(version) {
                return refuse("Invalid version in hostname.");
            }
            version.to_owned()
        }
    };
    req.version = Some(version);
    Ok(())
}

/// The first of exactly three labels: `v1.example.org`.
fn of_host(name: &str) -> Option<&str> {
    let mut labels = name.split('.');
    let first = labels.next()?;
    let ok = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric());
    let (second, third) = (labels.next()?, labels.next()?);
    (labels.next().is_none() && ok(first) && ok(second) && ok(third)).then_some(first)
}
