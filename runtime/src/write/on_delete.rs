//! Deleting rows and what points to them: Django's `Collector`, over sets of keys.

use crate::db::{Conn, DbError, Dialect, Row, Sql as _, key_list};
use crate::hooks::Resources;
use crate::orm::Session;
use crate::schema::link::ModelId;
use crate::schema::model::{FieldType, OnDelete};
use crate::{ApiError, Value};
use http::StatusCode;
use std::collections::HashSet;
use std::ops::ControlFlow;

/// How many keys one statement is given: MySQL binds each by itself, and has room for 65,535.
const KEYS: usize = 16_384;

/// What one deletion comes to.
#[derive(Default)]
struct Plan {
    /// In the order in which they were found: what points to a row comes after it.
    doomed: Vec<(ModelId, Vec<Value>)>,
    seen: HashSet<(ModelId, String)>,
    /// Keys to be changed: model, field, rows.
    updates: Vec<(ModelId, usize, Vec<Value>)>,
    /// Rows that RESTRICT keeps, unless they are doomed themselves: by whom (model, field), the rows, and what they keep.
    restricted: Vec<(ModelId, usize, Vec<Value>, ModelId)>,
    /// Rows that PROTECT keeps: the keys' names and the model that they keep.
    protected: Vec<(String, ModelId)>,
}

/// Deletes the rows with these keys and does to the others what their `on_delete` says.
///
/// # Errors
///
/// 409 with Django's text if PROTECT or RESTRICT keeps one; nothing is deleted then.
pub(super) async fn delete(resources: &Resources, session: &mut Session<'_>, model: ModelId, keys: Vec<Value>) -> Result<(), ApiError> {
    lock(resources, session, model, &keys).await?;
    let mut plan = Plan::default();
    let mut queue = vec![(model, keys)];
    while let Some((model, keys)) = queue.pop() {
        let fresh: Vec<Value> = keys.into_iter().filter(|k| plan.seen.insert((model, format!("{k:?}")))).collect();
        if fresh.is_empty() {
            continue;
        }
        // A detail's row goes with its master's, and a master's with its details'.
        let node = resources.graph.model(model);
        if let Some(master) = node.master {
            queue.push((master, fresh.clone()));
        }
        plan.doomed.push((model, fresh.clone()));
        collect(resources, session, &mut plan, &mut queue, model, &fresh).await?;
    }
    refuse(resources, &plan)?;
    carry_out(resources, session, plan).await.map_err(|error| referenced(resources, model, error))
}

/// Ends the transaction of a deletion: a database that looks at foreign keys only now may still find a row that points to a deleted one.
///
/// # Errors
///
/// 409.
pub(crate) async fn commit(resources: &Resources, model: ModelId, conn: Conn) -> Result<(), ApiError> {
    conn.commit().await.map_err(|error| referenced(resources, model, error))
}

/// Locks the rows that are to be deleted, so that no other writer makes new ones that point to them after those that do were looked for.
async fn lock(resources: &Resources, session: &mut Session<'_>, model: ModelId, keys: &[Value]) -> Result<(), ApiError> {
    let dialect = session.dialect();
    let node = resources.graph.model(model);
    let node = node.master.map_or(node, |master| resources.graph.model(master));
    if dialect.for_update().is_empty() || (node.reverse.is_empty() && node.details.is_empty()) {
        return Ok(());
    }
    let key = dialect.quote(node.key().field.column);
    let sql = format!("SELECT {key} FROM {} WHERE {}{}", dialect.quote(node.model.table), dialect.among(&key), dialect.for_update());
    for keys in keys.chunks(KEYS) {
        session.conn().fetch(&sql, &[key_list(keys)]).await?;
    }
    Ok(())
}

/// A deletion that the database refuses: rows point to what would be gone. It is tried again, since these rows may be new.
fn referenced(resources: &Resources, model: ModelId, error: DbError) -> ApiError {
    match error {
        DbError::Violation(..) => {
            let model = resources.graph.model(model).model.verbose_name();
            let text = format!("Cannot delete this {model} because it is referenced by other rows.");
            ApiError { raced: true, ..ApiError::detail(StatusCode::CONFLICT, text) }
        }
        error => error.into(),
    }
}

async fn collect(
    resources: &Resources,
    session: &mut Session<'_>,
    plan: &mut Plan,
    queue: &mut Vec<(ModelId, Vec<Value>)>,
    model: ModelId,
    keys: &[Value],
) -> Result<(), ApiError> {
    for reverse in &resources.graph.model(model).reverse {
        let column = &resources.graph.model(reverse.from).fields[reverse.field];
        if column.field.kind == FieldType::ManyToMany {
            continue;
        }
        let on_delete = column.field.relation.map_or(OnDelete::DoNothing, |r| r.on_delete);
        if on_delete == OnDelete::DoNothing {
            continue;
        }
        let lock = if on_delete == OnDelete::Cascade { session.dialect().for_update() } else { "" };
        let rows = pointing(resources, session, (reverse.from, reverse.field), keys, lock).await?;
        if rows.is_empty() {
            continue;
        }
        match on_delete {
            OnDelete::Cascade => queue.push((reverse.from, rows)),
            OnDelete::Protect => {
                let name = format!("'{}.{}'", resources.graph.model(reverse.from).model.name, column.field.name);
                if !plan.protected.iter().any(|(n, _)| *n == name) {
                    plan.protected.push((name, model));
                }
            }
            OnDelete::Restrict => plan.restricted.push((reverse.from, reverse.field, rows, model)),
            OnDelete::SetNull | OnDelete::SetDefault => plan.updates.push((reverse.from, reverse.field, rows)),
            OnDelete::DoNothing => {}
        }
    }
    // The link from a detail to its master has no entry of its own among the ways back.
    for &detail in &resources.graph.model(model).details {
        let pk = resources.graph.model(detail).pk;
        let lock = session.dialect().for_update();
        let rows = pointing(resources, session, (detail, pk), keys, lock).await?;
        if !rows.is_empty() {
            queue.push((detail, rows));
        }
    }
    Ok(())
}

/// The keys of the rows whose field holds one of these keys. What is going to be deleted is locked, as [`lock`] does.
async fn pointing(
    resources: &Resources,
    session: &mut Session<'_>,
    (model, field): (ModelId, usize),
    keys: &[Value],
    lock: &str,
) -> Result<Vec<Value>, ApiError> {
    let dialect = session.dialect();
    let column = &resources.graph.model(model).fields[field];
    let table = resources.graph.model(column.owner);
    let sql = format!(
        "SELECT {} FROM {} WHERE {}{lock}",
        dialect.quote(table.key().field.column),
        dialect.quote(table.model.table),
        dialect.among(&dialect.quote(column.field.column))
    );
    let kind = resources.graph.stored_type(column.owner, table.pk);
    let mut found = Vec::new();
    let mut take = |row: Row| {
        found.push(row.value(0, kind));
        ControlFlow::Continue(())
    };
    for keys in keys.chunks(KEYS) {
        session.conn().each(&sql, &[key_list(keys)], &mut take).await?;
    }
    Ok(found)
}

/// Django's `ProtectedError` and `RestrictedError`, as a 409.
fn refuse(resources: &Resources, plan: &Plan) -> Result<(), ApiError> {
    let answer = |kept: ModelId, how: &str, by: Vec<String>| {
        let model = resources.graph.model(kept).model.name;
        let text = format!(
            "Cannot delete some instances of model '{model}' because they are referenced through {how} foreign keys: {}.",
            by.join(", ")
        );
        Err(ApiError::detail(StatusCode::CONFLICT, text))
    };
    if let Some((_, kept)) = plan.protected.first() {
        return answer(*kept, "protected", plan.protected.iter().map(|(name, _)| name.clone()).collect());
    }
    let mut kept_by = Vec::new();
    let mut kept_model = None;
    for (from, field, rows, kept) in &plan.restricted {
        if rows.iter().any(|k| !plan.seen.contains(&(*from, format!("{k:?}")))) {
            let node = resources.graph.model(*from);
            kept_by.push(format!("'{}.{}'", node.model.name, node.fields[*field].field.name));
            kept_model.get_or_insert(*kept);
        }
    }
    kept_model.map_or(Ok(()), |kept| answer(kept, "restricted", kept_by))
}

async fn carry_out(resources: &Resources, session: &mut Session<'_>, plan: Plan) -> Result<(), DbError> {
    let dialect = session.dialect();
    for (model, field, rows) in plan.updates {
        let column = &resources.graph.model(model).fields[field];
        let table = resources.graph.model(column.owner);
        let set_default = column.field.relation.is_some_and(|r| r.on_delete == OnDelete::SetDefault);
        let value = match column.field.default {
            Some(default) if set_default => crate::value::literal(&default, resources.graph.stored_type(model, field), 0),
            _ => Value::Null,
        };
        let sql = format!(
            "UPDATE {} SET {} = ? WHERE {}",
            dialect.quote(table.model.table),
            dialect.quote(column.field.column),
            dialect.among(&dialect.quote(table.key().field.column))
        );
        for keys in rows.chunks(KEYS) {
            session.conn().execute(&sql, &[value.clone(), key_list(keys)]).await?;
        }
    }
    let (order, knotted) = order(resources, &plan.doomed);
    if dialect == Dialect::MySql {
        untie(resources, session, &plan.doomed, &knotted).await?;
    }
    let rank = |model: ModelId| order.iter().position(|m| *m == model);
    let mut doomed: Vec<_> = plan.doomed.iter().rev().collect();
    doomed.sort_by_key(|(model, _)| rank(*model));
    for (model, keys) in doomed {
        for (table, column) in pair_tables(resources, *model) {
            let sql = format!("DELETE FROM {} WHERE {}", dialect.quote(&table), dialect.among(&dialect.quote(&column)));
            for keys in keys.chunks(KEYS) {
                session.conn().execute(&sql, &[key_list(keys)]).await?;
            }
        }
        let node = resources.graph.model(*model);
        let sql =
            format!("DELETE FROM {} WHERE {}", dialect.quote(node.model.table), dialect.among(&dialect.quote(node.key().field.column)));
        for keys in keys.chunks(KEYS) {
            // DO_NOTHING leaves it to the database, which may say no.
            session.conn().execute(&sql, &[key_list(keys)]).await?;
        }
    }
    Ok(())
}

/// Whether rows of the first model hold keys of the second one's.
fn points_to(resources: &Resources, from: ModelId, to: ModelId) -> bool {
    let node = resources.graph.model(from);
    node.master == Some(to) || pointers(resources, from).any(|column| node.fields[column].target == Some(to))
}

/// The foreign keys among the columns of a model's own table.
fn pointers(resources: &Resources, model: ModelId) -> impl Iterator<Item = usize> {
    let fields = resources.graph.model(model).fields.iter().enumerate();
    fields.filter(move |(_, c)| c.owner == model && c.target.is_some() && c.field.kind != FieldType::ManyToMany).map(|(index, _)| index)
}

/// Django's `Collector.sort`: rows go before those that they point to, since not every database waits until the end before it looks at foreign
/// keys. Also gives the models that point to each other in a circle, or to themselves.
fn order(resources: &Resources, doomed: &[(ModelId, Vec<Value>)]) -> (Vec<ModelId>, Vec<ModelId>) {
    let mut left: Vec<ModelId> = Vec::new();
    for (model, _) in doomed.iter().rev() {
        if !left.contains(model) {
            left.push(*model);
        }
    }
    let mut knotted: Vec<ModelId> = left.iter().copied().filter(|m| points_to(resources, *m, *m)).collect();
    let mut placed = Vec::with_capacity(left.len());
    while let Some(at) = left.iter().position(|m| left.iter().all(|other| other == m || !points_to(resources, *other, *m))) {
        placed.push(left.remove(at));
    }
    knotted.extend(&left);
    placed.extend(left);
    (placed, knotted)
}

/// Sets the keys to NULL by which doomed rows point to each other, where they can be: as Django's `CASCADE` does where the database looks at
/// foreign keys at once.
async fn untie(
    resources: &Resources,
    session: &mut Session<'_>,
    doomed: &[(ModelId, Vec<Value>)],
    knotted: &[ModelId],
) -> Result<(), DbError> {
    let dialect = session.dialect();
    for (model, keys) in doomed.iter().filter(|(model, _)| knotted.contains(model)) {
        let node = resources.graph.model(*model);
        for column in pointers(resources, *model).map(|index| &node.fields[index]) {
            if column.field.null && column.target.is_some_and(|target| knotted.contains(&target)) {
                let (table, key) = (dialect.quote(node.model.table), dialect.quote(node.key().field.column));
                let sql = format!("UPDATE {table} SET {} = NULL WHERE {}", dialect.quote(column.field.column), dialect.among(&key));
                for keys in keys.chunks(KEYS) {
                    session.conn().execute(&sql, &[key_list(keys)]).await?;
                }
            }
        }
    }
    Ok(())
}

/// The many-to-many tables that hold keys of this model, with the column that does. A `through` resource is an ordinary one.
fn pair_tables(resources: &Resources, model: ModelId) -> Vec<(String, String)> {
    let node = resources.graph.model(model);
    let own = node.fields.iter().filter(|c| c.owner == model).filter_map(|c| c.pairs.as_ref());
    let mut out: Vec<(String, String)> = own.filter(|p| p.through.is_none()).map(|p| (p.table.clone(), p.from_column.clone())).collect();
    for other in &resources.graph.models {
        for column in &other.fields {
            let leads = column.target.map(|target| resources.graph.concrete(target));
            if leads == Some(resources.graph.concrete(model))
                && let Some(pairs) = column.pairs.as_ref().filter(|p| p.through.is_none())
            {
                out.push((pairs.table.clone(), pairs.to_column.clone()));
            }
        }
    }
    out.sort();
    out.dedup();
    out
}
