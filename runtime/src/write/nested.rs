//! A validated tree of rows: the row itself, its lists of keys, and the rows nested in it.

use super::error::WriteError;
use super::rows::{self, Assignment};
use super::{checks, conflict, on_delete, relations};
use crate::db::Sql as _;
use crate::hooks::Resources;
use crate::orm::Session;
use crate::schema::link::{Hop, ModelId, Via};
use crate::value::{Item, Validated};
use crate::{ApiError, Value};
use std::future::Future;
use std::pin::Pin;

/// A future of its own size: nesting goes as deep as the spec says.
type Boxed<'a, T> = Pin<Box<dyn Future<Output = Result<T, WriteError>> + Send + 'a>>;

/// What a validated object says about its own row, and what about others.
struct Parts<'a> {
    columns: Vec<Assignment>,
    lists: Vec<(Hop, &'a [Value])>,
    children: Vec<Children<'a>>,
}

/// Rows nested in one, in one field.
struct Children<'a> {
    hop: Hop,
    /// The field's name.
    name: &'static str,
    /// Whether it is a list of rows.
    many: bool,
    rows: Vec<&'a Validated>,
}

impl<'a> Children<'a> {
    /// The rows, each with its position where errors have one.
    fn placed(&self) -> impl Iterator<Item = (Option<usize>, &'a Validated)> {
        self.rows.iter().copied().enumerate().map(|(index, row)| (self.many.then_some(index), row))
    }
}

fn split<'a>(resources: &Resources, validated: &'a Validated) -> Parts<'a> {
    let ser = &resources.graph.serializers[validated.ser];
    let mut parts = Parts { columns: Vec::new(), lists: Vec::new(), children: Vec::new() };
    for (index, item) in &validated.items {
        let Some(field) = ser.fields.get(*index) else { continue };
        let Some(path) = &field.path else { continue };
        let children = |hop: &Hop, many, rows| Children { hop: *hop, name: field.field.name, many, rows };
        match (item, path.hops.as_slice(), path.column) {
            (Item::Value(value), [], Some(column)) => {
                parts.columns.retain(|(c, _)| *c != column);
                parts.columns.push((column, value.clone()));
            }
            // A row at the far end of a one-to-one relation is told to point here.
            (Item::Value(value), [hop], None) => parts.lists.push((*hop, std::slice::from_ref(value))),
            (Item::Keys(keys), [hop], None) => parts.lists.push((*hop, keys)),
            (Item::Object(object), [hop], None) => parts.children.push(children(hop, false, object.iter().map(|o| &**o).collect())),
            (Item::Objects(objects), [hop], None) => parts.children.push(children(hop, true, objects.iter().collect())),
            // Other sources are read-only: the checks of the spec see to that.
            _ => {}
        }
    }
    let model = resources.graph.model(ser.model);
    for (column, item) in &validated.extra {
        let name = model.fields.get(*column).map_or("", |c| c.field.name);
        match (item, resources.graph.hop(ser.model, name)) {
            (Item::Value(value), _) => {
                parts.columns.retain(|(c, _)| c != column);
                parts.columns.push((*column, value.clone()));
            }
            (Item::Keys(keys), Some(hop)) => parts.lists.push((hop, keys)),
            _ => {}
        }
    }
    parts
}

/// Makes the row and all that hangs on it; `back` is the key to its parent. Gives its primary key.
pub(super) fn create<'a>(
    resources: &'a Resources,
    session: &'a mut Session<'_>,
    validated: &'a Validated,
    back: Option<Assignment>,
) -> Boxed<'a, Value> {
    Box::pin(async move {
        if back.is_none() {
            asked(resources, session, validated, true).await?;
        }
        let model = resources.graph.serializers[validated.ser].model;
        let mut parts = split(resources, validated);
        if let Some(back) = back {
            parts.columns.retain(|(c, _)| *c != back.0);
            parts.columns.push(back);
        }
        let inserted = rows::insert(resources, session, model, std::mem::take(&mut parts.columns)).await;
        let key = inserted.map_err(|error| conflict::placed(resources, validated.ser, error))?;
        attach(resources, session, &key, parts).await?;
        Ok(key)
    })
}

/// Asks the checks of all rows that will be new, before the first one takes a key.
fn asked<'a>(resources: &'a Resources, session: &'a mut Session<'_>, validated: &'a Validated, new: bool) -> Boxed<'a, ()> {
    Box::pin(async move {
        if !checks::are_asked(session.dialect()) {
            return Ok(());
        }
        let parts = split(resources, validated);
        if new {
            let model = resources.graph.serializers[validated.ser].model;
            let passed = checks::refuse(resources, session, model, parts.columns).await;
            passed.map_err(|error| conflict::placed(resources, validated.ser, error))?;
        }
        for children in &parts.children {
            for (index, child) in children.placed() {
                asked(resources, session, child, true).await.map_err(|error| error.under(children.name, index))?;
            }
        }
        Ok(())
    })
}

/// Changes the row and replaces what was given of the rest. Gives the primary key that the row has then.
pub(super) async fn update(
    resources: &Resources,
    session: &mut Session<'_>,
    validated: &Validated,
    key: &Value,
) -> Result<Value, WriteError> {
    asked(resources, session, validated, false).await?;
    let model = resources.graph.serializers[validated.ser].model;
    let mut parts = split(resources, validated);
    if !parts.lists.is_empty() || !parts.children.is_empty() {
        lock(resources, session, model, key, &parts.columns).await?;
    }
    let key = rows::update(resources, session, model, key, std::mem::take(&mut parts.columns)).await?;
    attach(resources, session, &key, parts).await?;
    Ok(key)
}

/// Locks the row whose lists or nested rows are replaced, so that writers who do so at the same time take turns. Django's `save()` writes all
/// columns and so locks it; here only the given ones are written, and where there are none the row is locked without. Of a detail it is the
/// master's row, whichever part is written.
///
/// # Errors
///
/// 404 if the row is gone.
async fn lock(
    resources: &Resources,
    session: &mut Session<'_>,
    model: ModelId,
    key: &Value,
    given: &[Assignment],
) -> Result<(), WriteError> {
    let dialect = session.dialect();
    let node = resources.graph.model(model);
    let root = node.master.unwrap_or(model);
    let own = |index: usize| index != node.pk && node.fields[index].owner == root;
    let locks = dialect.for_change();
    if locks.is_empty() || given.iter().any(|(index, _)| own(*index)) {
        return Ok(());
    }
    let table = resources.graph.model(root);
    let (name, pk) = (dialect.quote(table.model.table), dialect.quote(table.key().field.column));
    match session.conn().fetch_one(&format!("SELECT 1 FROM {name} WHERE {pk} = ?{locks}"), std::slice::from_ref(key)).await? {
        Some(_) => Ok(()),
        None => Err(ApiError::no_match(node.model.name).into()),
    }
}

async fn attach(resources: &Resources, session: &mut Session<'_>, key: &Value, parts: Parts<'_>) -> Result<(), WriteError> {
    for (hop, keys) in parts.lists {
        relations::set(resources, session, hop, key, keys).await?;
    }
    for children in parts.children {
        let Via::ReverseKey(index) = children.hop.via else { continue };
        let reverse = &resources.graph.model(children.hop.from).reverse[index];
        // What the request may not know of is not replaced.
        let old = relations::pointing(resources, session, reverse.from, reverse.field, key).await?;
        if !old.is_empty() {
            on_delete::delete(resources, session, reverse.from, old).await?;
        }
        for (index, child) in children.placed() {
            let made = create(resources, session, child, Some((reverse.field, key.clone()))).await;
            made.map_err(|error| error.under(children.name, index))?;
        }
    }
    Ok(())
}
