//! References to other tables, and the names of the ways back.

use super::outline::{Field, Known, Resource, Target};
use restwright_schema::model::FieldType as T;
use restwright_schema::tables::{Column, ForeignKey, Table};
use restwright_schema::{builtin, naming};

/// What a column's references come to.
pub(super) struct Found<'a> {
    /// The one that a spec can say.
    pub(super) key: Option<(&'a ForeignKey, Target)>,
    /// What is said of the others.
    pub(super) notes: Vec<String>,
}

/// The references of one column.
pub(super) fn of<'a>(known: &Known<'_>, table: &'a Table, column: &Column) -> Found<'a> {
    let mut found = Found { key: None, notes: Vec::new() };
    for key in table.foreign_keys.iter().filter(|k| k.columns.contains(&column.name)) {
        let to = format!("`{}` ({})", key.table, key.to.join(", "));
        if key.columns.len() > 1 {
            found.notes.push(format!("part of a reference to {to} by several columns ({})", key.columns.join(", ")));
            continue;
        }
        let Some(target) = known.target(&key.table) else {
            found.notes.push(format!("references {to}, which is left out"));
            continue;
        };
        if key.to != [known.key_of(target)] {
            found.notes.push(format!("references {to}, which is not the key of that resource"));
        } else if found.key.is_some() {
            found.notes.push(format!("references {to} as well"));
        } else if known.key_of_table(&table.name) == Some(column.name.as_str()) && circle(known, table) {
            found.notes.push(format!("references {to}, and the keys go round in a circle"));
        } else {
            found.key = Some((key, target));
        }
    }
    found
}

/// Whether keys that are references lead back to where they began.
fn circle(known: &Known<'_>, table: &Table) -> bool {
    let mut at = table;
    for _ in 0..=known.tables.tables.len() {
        let Some(column) = known.key_of_table(&at.name) else { return false };
        let Some(next) = at.foreign_keys.iter().find(|k| k.columns == [column]) else { return false };
        match known.tables.tables.iter().find(|t| t.name == next.table) {
            Some(found) => at = found,
            None => return false,
        }
    }
    true
}

/// `on_delete` of a constraint: what the database does, said in Django's words, so that a refusal is a 409 with its reason.
pub(super) fn on_delete(key: &ForeignKey, column: &Column, has_default: bool) -> (&'static str, Option<String>) {
    match key.on_delete.as_str() {
        "CASCADE" => ("cascade", None),
        "SET NULL" if column.null => ("set_null", None),
        "SET DEFAULT" if has_default => ("set_default", None),
        action @ ("SET NULL" | "SET DEFAULT") => ("restrict", Some(format!("ON DELETE {action} cannot work here"))),
        // NO ACTION and RESTRICT: the row that is pointed to stays.
        _ => ("restrict", None),
    }
}

/// Gives names to the ways back where Django's own would meet another name.
pub(super) fn name_ways_back(resources: &mut [Resource<'_>]) {
    // What each target already has: its fields, then the names that were given out.
    let mut taken: Vec<Vec<String>> = resources.iter().map(|r| r.fields.iter().map(|f| f.name.clone()).collect()).collect();
    let own = |builtin: &builtin::Builtin| -> Vec<String> {
        let back = builtin::ALL.iter().flat_map(|from| from.model.fields.iter().map(move |f| (from, f)));
        let back = back.filter_map(|(from, f)| Some((from, f.relation.filter(|relation| relation.to == builtin.name)?)));
        let back = back.flat_map(|(from, relation)| match relation.related_name {
            "" => vec![from.model.name.to_lowercase(), format!("{}_set", from.model.name.to_lowercase())],
            name => vec![name.to_owned()],
        });
        builtin.model.fields.iter().map(|f| f.name.to_owned()).chain(back).collect()
    };
    taken.extend(builtin::ALL.iter().map(own));
    let resources_count = resources.len();
    let place = |target: Target| match target {
        Target::Resource(id) => id,
        Target::Builtin(target) => {
            resources_count + builtin::ALL.iter().position(|builtin| builtin.name == target.name).unwrap_or_default()
        }
    };
    for resource in resources {
        let targets: Vec<Option<usize>> = resource.fields.iter().map(|f| f.target.map(place)).collect();
        for (at, target) in targets.iter().enumerate() {
            let Some(target) = *target else { continue };
            let snake = resource.snake.clone();
            let field = &mut resource.fields[at];
            let lower = resource.name.to_lowercase();
            let one = field.kind == T::OneToOne;
            let accessor = if one { lower.clone() } else { format!("{lower}_set") };
            let several = targets.iter().filter(|t| **t == Some(target)).count() > 1;
            let clash = |name: &str| taken[target].iter().any(|t| t == name);
            if !several && !clash(&accessor) && !clash(&lower) {
                taken[target].extend([accessor, lower]);
                continue;
            }
            let name = format!("{}_{}", field.name, if one { snake } else { naming::plural(&snake) });
            let name = super::names::free(&name, clash);
            field.options.push(("related_name", super::toml::text(&name)));
            taken[target].push(name);
        }
    }
}

/// The field of a many-to-many relation.
pub(super) fn many_to_many(name: String, target: Target, to: &str, through: Option<&str>) -> Field {
    let mut options = vec![("to", super::toml::text(to))];
    options.extend(through.map(|t| ("through", super::toml::text(t))));
    options.push(("blank", "true".to_owned()));
    Field { name, kind: T::ManyToMany, column: String::new(), options, notes: Vec::new(), target: Some(target), implied: false }
}
