//! `codegen inspect`: the tables of an existing database in, specs out.
//!
//! Everything here is pure: `restwright-inspect` asks the database, [`read`] reads its description, and [`specs`] decides what
//! each table is called and what can be said of it. What can't be said is a comment where it would stand.

mod checks;
mod columns;
mod defaults;
mod django;
mod keys;
mod names;
mod outline;
mod pairs;
mod plan;
mod print;
pub mod read;
mod relations;
mod toml;
mod types;

use crate::emit::File;
use restwright_schema::tables::Tables;

/// The files of a spec folder for these tables, `api.toml` first.
///
/// # Errors
///
/// Tables of which nothing can be said: a database without any.
pub fn specs(tables: &Tables) -> Result<Vec<File>, String> {
    let plan = plan::of(tables);
    if plan.resources.is_empty() {
        let mut message = format!("the database `{}` has no table that a spec could describe", tables.database);
        for (table, why) in &plan.left_out {
            message.push_str(&format!("\n  {table}: {why}"));
        }
        return Err(message);
    }
    let mut files = vec![print::api(tables, &plan)];
    files.extend(plan.resources.iter().map(print::resource));
    Ok(files)
}
