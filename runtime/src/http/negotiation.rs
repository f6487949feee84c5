//! Which renderer writes the answer: DRF's `DefaultContentNegotiation`.

use crate::ApiError;
use crate::parsers::media::MediaType;
use crate::schema::api::Renderer;
use http::header::ACCEPT;
use http::{HeaderMap, StatusCode};
use std::borrow::Cow;

/// Longer headers are cut, more types than this are not read, longer types are passed over (DRF's bounds).
const HEADER: usize = 8192;
const TYPES: usize = 64;
const TYPE: usize = 256;

/// What was agreed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Accepted {
    /// Who writes.
    pub(crate) renderer: Renderer,
    /// `indent` of the accepted type: spaces a level.
    pub(crate) indent: Option<usize>,
    /// `version` of the accepted type: what `accept_header` versioning reads.
    pub(crate) version: Option<String>,
}

impl Accepted {
    /// A renderer, nothing else said.
    pub(crate) fn plain(renderer: Renderer) -> Self {
        Self { renderer, indent: None, version: None }
    }

    /// What versioning needs of an accepted type.
    pub(crate) fn for_version(media: Option<&MediaType>) -> Self {
        media.map_or_else(|| Self::plain(Renderer::Json), |media| Self::with(Renderer::Json, media))
    }

    fn with(renderer: Renderer, media: &MediaType) -> Self {
        let indent = media.param("indent").and_then(|v| v.trim().parse::<i64>().ok()).map(|n| n.clamp(0, 8));
        let indent = indent.and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0);
        Self { renderer, indent, version: media.param("version").map(str::to_owned) }
    }
}

/// The name that `?format=` and suffixes know a renderer by.
pub(crate) fn format(renderer: Renderer) -> &'static str {
    match renderer {
        Renderer::Json => "json",
        Renderer::Browsable => "api",
    }
}

/// Chooses a renderer. `wanted` is the format of the URL's suffix, or of `?format=`.
///
/// # Errors
///
/// 404 for a format that nobody writes, 406 if nobody writes what is accepted.
pub(crate) fn negotiate(renderers: &[Renderer], headers: &HeaderMap, wanted: Option<&str>) -> Result<Accepted, ApiError> {
    let offers = renderers.iter().map(|&r| (r, format(r), r.media_type()));
    let (renderer, media) = choose(offers, headers, wanted)?;
    Ok(media.map_or_else(|| Accepted::plain(renderer), |media| Accepted::with(renderer, &media)))
}

/// Chooses one of several things to write, each with its format and media type, in the order of preference. Gives the accepted type too,
/// if one was named.
///
/// # Errors
///
/// As [`negotiate`].
pub(crate) fn choose<T: Copy>(
    offers: impl Iterator<Item = (T, &'static str, &'static str)> + Clone,
    headers: &HeaderMap,
    wanted: Option<&str>,
) -> Result<(T, Option<MediaType>), ApiError> {
    let wanted = wanted.filter(|format| !format.is_empty());
    let mut fitting = offers.filter(|(_, format, _)| wanted.is_none_or(|name| name == *format));
    let offers = fitting.clone();
    let Some((first, ..)) = fitting.next() else { return Err(ApiError::not_found()) };
    let Some(header) = accept(headers) else { return Ok((first, None)) };
    // What nearly every program sends.
    if header == "*/*" {
        return Ok((first, None));
    }
    let mut types: [Vec<MediaType>; 4] = Default::default();
    for token in bounded(&header).split(',').map(str::trim).filter(|t| !t.is_empty() && t.len() <= TYPE).take(TYPES) {
        let media = MediaType::parse(token);
        if let Some(bucket) = types.get_mut(3 - media.precedence()) {
            bucket.push(media);
        }
    }
    for bucket in types {
        for (offer, _, media) in offers.clone() {
            let (main, sub) = media.split_once('/').unwrap_or_default();
            if let Some(at) = bucket.iter().position(|m| m.takes(main, sub)) {
                return Ok((offer, bucket.into_iter().nth(at)));
            }
        }
    }
    Err(ApiError::detail(StatusCode::NOT_ACCEPTABLE, "Could not satisfy the request Accept header."))
}

/// The `Accept` headers as one.
fn accept(headers: &HeaderMap) -> Option<Cow<'_, str>> {
    let mut values = headers.get_all(ACCEPT).iter().map(|v| String::from_utf8_lossy(v.as_bytes()));
    let first = values.next()?;
    Some(values.fold(first, |all, next| Cow::Owned(format!("{all},{next}"))))
}

fn bounded(header: &str) -> &str {
    if header.len() <= HEADER {
        return header;
    }
    let comma = header.bytes().take(HEADER).rposition(|b| b == b',');
    comma.and_then(|at| header.get(..at)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const BOTH: &[Renderer] = &[Renderer::Json, Renderer::Browsable];

    fn ask(accept: Option<&str>, wanted: Option<&str>) -> Result<Accepted, StatusCode> {
        let mut headers = HeaderMap::new();
        if let Some(accept) = accept {
            headers.insert(ACCEPT, accept.parse().unwrap());
        }
        negotiate(BOTH, &headers, wanted).map_err(|e| e.status)
    }

    #[test]
    fn by_header() {
        let renderer = |accept: &str| ask(Some(accept), None).map(|a| a.renderer);
        assert_eq!(ask(None, None).unwrap().renderer, Renderer::Json);
        assert_eq!(renderer("*/*"), Ok(Renderer::Json));
        assert_eq!(renderer("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), Ok(Renderer::Browsable));
        assert_eq!(renderer("text/html;q=0.1, application/json"), Ok(Renderer::Json));
        assert_eq!(renderer("application/json, text/html; level=1"), Ok(Renderer::Browsable));
        assert_eq!(renderer("text/*"), Ok(Renderer::Browsable));
        assert_eq!(renderer("image/png"), Err(StatusCode::NOT_ACCEPTABLE));
        assert_eq!(renderer(""), Err(StatusCode::NOT_ACCEPTABLE));
    }

    #[test]
    fn by_format() {
        assert_eq!(ask(None, Some("api")).unwrap().renderer, Renderer::Browsable);
        assert_eq!(ask(None, Some("")).unwrap().renderer, Renderer::Json);
        assert_eq!(ask(None, Some("xml")), Err(StatusCode::NOT_FOUND));
        assert_eq!(ask(Some("text/html"), Some("json")), Err(StatusCode::NOT_ACCEPTABLE));
        assert_eq!(ask(Some("text/html, */*"), Some("json")).unwrap().renderer, Renderer::Json);
    }

    #[test]
    fn parameters() {
        assert_eq!(ask(Some("application/json; indent=4"), None).unwrap().indent, Some(4));
        assert_eq!(ask(Some("application/json; indent=99"), None).unwrap().indent, Some(8));
        assert_eq!(ask(Some("application/json; indent=0"), None).unwrap().indent, None);
        assert_eq!(ask(Some("*/*; version=v2"), None).unwrap().version.as_deref(), Some("v2"));
    }
}
