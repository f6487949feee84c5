//! A draft to values or errors where hooks have a say: DRF's `run_validation` with `validate_<field>` and `validate`.
//!
//! An object's fields come first, each followed by its own hook, and all their errors are told together; then the sets that must be unique;
//! then `validate`. Nested objects are fields, so theirs come before their parent's.

use super::Serializers;
use super::db_checks::{Answers, Chain, places, run_checks};
use super::parsed::{Node, ParsedInput, State};
use super::resolve::Validator;
use crate::db::Row;
use crate::error::ErrorBody;
use crate::hooks::Context;
use crate::value::{Item, Validated};
use crate::{ApiError, Errors, Value};
use http::StatusCode;
use std::pin::Pin;

/// The row that is updated.
#[derive(Clone, Copy)]
pub(crate) struct Instance<'a> {
    pub(crate) key: &'a Value,
    /// Whole, where a hook asks for it.
    pub(crate) row: Option<&'a Row>,
}

/// Validation errors are gathered; any other refusal ends it all.
type Outcome<T> = Result<Result<T, Errors>, ApiError>;

type Boxed<'a, T> = Pin<Box<dyn Future<Output = Outcome<T>> + Send + 'a>>;

impl ParsedInput {
    /// [`ParsedInput::resolve`] with the resource's hooks, if it has any that validate.
    ///
    /// # Errors
    ///
    /// 400 with what is wrong, or what the database or a hook refuses.
    pub(crate) async fn validated(
        self,
        compiled: &Serializers,
        cx: &mut Context<'_>,
        instance: Option<Instance<'_>>,
    ) -> Result<Validated, ApiError> {
        let key = instance.map(|i| i.key);
        let node = match &self.root {
            Ok(node) if cx.hooks().validates(node.ser) => node,
            _ => return self.resolve(compiled, &mut cx.session, key).await?.map_err(ApiError::invalid),
        };
        let mut all = Vec::new();
        places(node, &Chain::new(), key, &mut all);
        let answers: Answers = run_checks(compiled, &mut cx.session, &all).await?;
        let mut run = Run { cx, validator: Validator::new(compiled, &answers) };
        run.object(node, Chain::new(), 0, instance).await?.map_err(ApiError::invalid)
    }
}

struct Run<'a, 'c> {
    cx: &'a mut Context<'c>,
    validator: Validator<'a>,
}

impl Run<'_, '_> {
    fn object<'a>(&'a mut self, node: &'a Node, chain: Chain, parent: usize, instance: Option<Instance<'a>>) -> Boxed<'a, Validated> {
        Box::pin(async move {
            let resources = self.cx.resources();
            let graph = &resources.graph;
            let Some(ser) = graph.serializers.get(node.ser) else {
                return Err(ApiError::internal("a body was read by a serializer that the API does not have"));
            };
            let hooks = self.cx.hooks().of(ser.model);
            let row = instance.and_then(|i| i.row).map(|row| resources.typed[ser.model].columns(row));
            let own = self.validator.next_parent();
            let mut errors: Vec<(String, Errors)> = Vec::new();
            let mut items = Vec::with_capacity(node.fields.len());
            for (index, state) in &node.fields {
                let name = ser.fields.get(*index).map_or("", |f| f.field.name);
                let mut item = self.field(state, &chain, own, instance).await?;
                let hook = hooks.validate_fields.iter().find(|(n, _)| *n == name);
                if let (Some((_, hook)), Ok(valid)) = (hook, &item) {
                    item = gathered(hook(&mut self.cx.reading(node.ser), row, valid.clone()).await)?;
                }
                match item {
                    Ok(item) => items.push((*index, item)),
                    Err(found) => errors.push((name.to_owned(), found)),
                }
            }
            if !errors.is_empty() {
                return Ok(Err(Errors::Dict(errors)));
            }
            if let Err(found) = self.validator.sets(node, &chain, parent, instance.map(|i| i.key)) {
                return Ok(Err(found));
            }
            let mut validated = Validated { ser: node.ser, items, extra: Vec::new() };
            let Some(hook) = hooks.validate else { return Ok(Ok(validated)) };
            let checked = hook(&mut self.cx.of(Some(ser.model)), row, &mut validated).await;
            Ok(gathered(checked)?.map(|()| validated).map_err(of_object))
        })
    }

    async fn field(&mut self, state: &State, chain: &Chain, own: usize, instance: Option<Instance<'_>>) -> Outcome<Item> {
        let below = |ser| {
            let mut chain = chain.clone();
            chain.push(ser);
            chain
        };
        match state {
            State::Object(Some(node)) => {
                let object = self.object(node, below(node.ser), own, None).await?;
                Ok(object.map(|object| Item::Object(Some(Box::new(object)))))
            }
            State::Objects(nodes) => {
                let (mut out, mut errors) = (Vec::with_capacity(nodes.len()), Vec::new());
                for (at, node) in nodes.iter().enumerate() {
                    let found = match node {
                        Ok(node) => self.object(node, below(node.ser), own, None).await?,
                        Err(found) => Err(found.clone()),
                    };
                    match found {
                        Ok(object) => out.push(object),
                        Err(found) => errors.push((at.to_string(), found)),
                    }
                }
                Ok(if errors.is_empty() { Ok(Item::Objects(out)) } else { Err(Errors::Dict(errors)) })
            }
            state => Ok(self.validator.field(state, chain, own, instance.map(|i| i.key))),
        }
    }
}

/// A hook's `ValidationError` apart from other refusals.
fn gathered<T>(result: Result<T, ApiError>) -> Outcome<T> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(ApiError { status: StatusCode::BAD_REQUEST, body: ErrorBody::Errors(errors), .. }) => Ok(Err(errors)),
        Err(error) => Err(error),
    }
}

/// DRF's `as_serializer_error`: messages that belong to no field.
fn of_object(errors: Errors) -> Errors {
    match errors {
        Errors::List(list) => Errors::Dict(vec![("non_field_errors".to_owned(), Errors::List(list))]),
        errors => errors,
    }
}
