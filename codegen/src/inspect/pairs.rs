//! Tables of pairs: two references and nothing else but a key are a many-to-many relation of one of the two sides.

use super::outline::{Known, Resource, Target};
use super::{names, relations};
use restwright_schema::naming;
use restwright_schema::tables::{ForeignKey, Table, Tables};

/// The two references of a table of pairs.
fn sides<'a>(known: &Known<'_>, table: &'a Table) -> Option<[(&'a ForeignKey, Target); 2]> {
    let [one, two] = table.foreign_keys.as_slice() else { return None };
    let single = |key: &'a ForeignKey| {
        let target = known.target(&key.table)?;
        (key.columns.len() == 1 && key.to == [known.key_of(target)]).then_some((key, target))
    };
    // A side that occurs once is none of many.
    if [one, two].iter().any(|key| super::columns::is_unique(table, &key.columns[0])) {
        return None;
    }
    let sides = [single(one)?, single(two)?];
    let mut rest = table.columns.iter().filter(|c| c.name != one.columns[0] && c.name != two.columns[0]);
    let key_only = rest.all(|c| c.auto && table.primary_key == [c.name.as_str()]);
    // In the table's own order: the side that declares comes first.
    let at = |key: &ForeignKey| table.columns.iter().position(|c| c.name == key.columns[0]);
    let ordered = if at(sides[0].0) <= at(sides[1].0) { sides } else { [sides[1], sides[0]] };
    (key_only && one.columns != two.columns).then_some(ordered)
}

/// What a table's class is called, where Django's table of pairs says it: `shop_order_line_tags (orderline_id, tag_id)` knows that
/// `shop_order_line` holds an `OrderLine`. In snake_case.
pub(super) fn class_of(tables: &Tables, table: &Table) -> Option<String> {
    let words: Vec<String> = names::snake(&table.name).split('_').map(str::to_owned).collect();
    let is = |class: &str| (1..words.len()).map(|n| &words[n..]).find(|rest| rest.concat() == class).map(|rest| rest.join("_"));
    tables.tables.iter().filter(|pairs| pairs.foreign_keys.len() == 2 && pairs.columns.len() <= 3).find_map(|pairs| {
        let begins = pairs.foreign_keys.iter().any(|k| pairs.name.starts_with(&format!("{}_", k.table)));
        let keys = pairs.foreign_keys.iter().filter(|k| begins && k.table == table.name && k.columns.len() == 1);
        keys.filter_map(|k| k.columns[0].strip_suffix("_id")).find_map(|column| {
            let within = column.strip_prefix("from_").or_else(|| column.strip_prefix("to_"));
            is(column).or_else(|| is(within?))
        })
    })
}

/// Turns tables of pairs into many-to-many fields. `left_out` loses those that were left out for their keys, and aren't any more.
pub(super) fn absorb(known: &Known<'_>, resources: &mut Vec<Resource<'_>>, left_out: &mut Vec<(String, String)>) {
    let mut gone: Vec<String> = Vec::new();
    for table in &known.tables.tables {
        let Some(sides) = sides(known, table) else { continue };
        let pointed_to = known.tables.tables.iter().any(|t| t.foreign_keys.iter().any(|k| k.table == table.name));
        if let Some((side, name, target)) = plain(known, table, sides, resources).filter(|_| !pointed_to) {
            let field = relations::many_to_many(name, target, known.name_of(target), None);
            resources[side].fields.push(field);
            gone.push(table.name.clone());
            left_out.retain(|(name, _)| *name != table.name);
        } else if let Some(through) = resources.iter().find(|r| r.table.name == table.name).map(|r| r.name.clone()) {
            with_model(known, sides, resources, &through);
        } else if let Some((_, why)) = left_out.iter_mut().find(|(name, _)| *name == table.name && super::django::own(table).is_none()) {
            why.push_str("; with a key of its own, or with Django's names of table and columns, it would be a `many_to_many` relation");
        }
    }
    for name in gone {
        // Indices of resources stand in fields, so an absorbed one is only marked.
        if let Some(resource) = resources.iter_mut().find(|r| r.table.name == name) {
            resource.absorbed = true;
        }
    }
}

/// A relation whose table and columns have the names that Django gives: the resource, the field, the other side.
fn plain(
    known: &Known<'_>,
    table: &Table,
    [one, two]: [(&ForeignKey, Target); 2],
    resources: &[Resource<'_>],
) -> Option<(usize, String, Target)> {
    [(one, two), (two, one)].into_iter().find_map(|((from, side), (to, target))| {
        let Target::Resource(id) = side else { return None };
        let field = table.name.strip_prefix(&format!("{}_", resources[id].table.name))?;
        let (lower, other) = (resources[id].name.to_lowercase(), known.simple_name_of(target).to_lowercase());
        let columns = if side == target {
            [format!("from_{lower}_id"), format!("to_{other}_id")]
        } else {
            [format!("{lower}_id"), format!("{other}_id")]
        };
        let fits = from.columns[0] == columns[0] && to.columns[0] == columns[1];
        let free = names::field(field) == field && !resources[id].has(field);
        (fits && free).then(|| (id, field.to_owned(), target))
    })
}

/// A relation through a resource of its own; Django lets nobody write it by the field, so the pairs are written as rows.
fn with_model(known: &Known<'_>, [one, two]: [(&ForeignKey, Target); 2], resources: &mut [Resource<'_>], through: &str) {
    let (Target::Resource(id), target) = (one.1, two.1) else { return };
    // Both references to one table: which side is which is not said.
    if one.1 == target {
        return;
    }
    let name = naming::plural(&super::names::snake(known.simple_name_of(target)));
    let name = names::free(&name, |n| resources[id].has(n));
    let field = relations::many_to_many(name, target, known.name_of(target), Some(through));
    resources[id].fields.push(field);
}
