//! DRF's `CreateModelMixin`.

use super::retry::Tries;
use super::{Call, single_statement, transaction};
use crate::ApiError;
use crate::json;
use crate::request::{Answer, Input};
use crate::schema::serializer::Kind;
use crate::serializers;
use http::{StatusCode, header};

/// POST on a list.
///
/// # Errors
///
/// 400 with the fields' errors.
pub(crate) async fn create(call: &Call<'_>, input: &Input) -> Result<Answer, ApiError> {
    let mut tries = Tries::default();
    loop {
        let result = try_create(call, input).await;
        if !tries.again(call, &result).await {
            return result;
        }
    }
}

async fn try_create(call: &Call<'_>, input: &Input) -> Result<Answer, ApiError> {
    let projection = call.projection()?;
    let compiled = &call.app.serializers;
    let parsed = serializers::read(compiled, call.reads(), input, call.read_options(false, false));
    if !call.hooks().writes(call.view, call.reads()) {
        if let Some(body) = single_statement::insert(call, &parsed, &projection).await? {
            return Ok(created(call, body));
        }
        match parsed.settled(compiled) {
            // A body that is refused as it stands needs no connection,
            Some(Err(errors)) => return Err(ApiError::invalid(errors)),
            // and one that is refused whatever the database says needs none for writing.
            None if parsed.is_refused() => {
                let mut conn = call.app.db.read().await?;
                return Err(transaction::refusal(call, parsed, &mut call.context(&mut conn), None).await);
            }
            _ => {}
        }
    }
    Ok(created(call, transaction::create(call, parsed, &projection).await?))
}

/// 201, with a `Location` if the output has a `url` (DRF's `get_success_headers`).
pub(super) fn created(call: &Call<'_>, body: Vec<u8>) -> Answer {
    let headers = location(call, &body).map(|url| (header::LOCATION, url)).into_iter().collect();
    Answer { status: StatusCode::CREATED, headers, body: Some(body) }
}

/// The URL for `Location`: DRF takes it from the output's `url` field, so only a serializer with one has it. `body` is the answer's JSON.
fn location(call: &Call<'_>, body: &[u8]) -> Option<String> {
    let ser = &call.resources().graph.serializers[call.shows()];
    let url = ser.fields.iter().find(|f| f.field.name == "url" && !f.field.write_only && f.field.kind != Kind::Hidden)?;
    let members = json::members(std::str::from_utf8(body).ok()?)?;
    let (_, shown) = members.iter().find(|(name, _)| name == url.field.name)?;
    match json::read_trusted(shown).ok()? {
        serde_json::Value::String(url) => Some(url),
        _ => None,
    }
}
