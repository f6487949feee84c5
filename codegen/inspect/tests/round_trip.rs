//! Specs, the tables that their migration makes, and the specs that are found there: the models are the same but for what a
//! database does not keep. docs/inspect.md lists that; here it is [`kept`].
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use restwright_codegen::migrations::{create, describe};
use restwright_codegen::{Options, check, inspect, lower};
use restwright_schema::Dialect;
use restwright_schema::link::{Graph, ModelId};
use restwright_schema::model::{FieldType as T, OnDelete};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use support::{Fresh, checkout, run};

/// What is compared of a field.
#[derive(Debug, PartialEq, Eq)]
struct Kept {
    kind: T,
    null: bool,
    unique: bool,
    primary_key: bool,
    db_index: bool,
    max_length: Option<u32>,
    /// Of decimals; SQLite does not keep them.
    digits: Option<(u32, u32)>,
    /// The table that a relation leads to, and the table of pairs.
    target: Option<(String, Option<String>)>,
}

/// What is compared of a model.
#[derive(Debug, PartialEq, Eq)]
struct Model {
    /// By column; many to many by the table of pairs.
    fields: BTreeMap<String, Kept>,
    unique_together: BTreeSet<Vec<String>>,
    indexes: BTreeSet<Vec<String>>,
    constraints: BTreeSet<String>,
}

/// The type that a database still knows.
fn kept(dialect: Dialect, kind: T) -> T {
    match kind {
        // Texts with a length are texts with a length.
        T::Slug | T::Email | T::Url => T::String,
        // Django keeps durations as numbers where the database has no type for them.
        T::Duration if dialect != Dialect::Postgres => T::BigInteger,
        other => other,
    }
}

fn models(dialect: Dialect, graph: &Graph) -> BTreeMap<String, Model> {
    (0..graph.api.resources.len()).map(|id| (graph.model(id).model.table.to_owned(), model(dialect, graph, id))).collect()
}

fn model(dialect: Dialect, graph: &Graph, id: ModelId) -> Model {
    let node = graph.model(id);
    let mut fields = BTreeMap::new();
    for column in node.fields.iter().filter(|c| c.owner == id) {
        let field = column.field;
        // Pairs with columns of their own are rows, and the field that goes through them is a word of the spec alone.
        if column.pairs.as_ref().is_some_and(|p| p.through.is_some()) {
            continue;
        }
        let pairs = column.pairs.as_ref().map(|p| p.table.clone());
        let target = column.target.map(|t| (graph.model(t).model.table.to_owned(), pairs.clone()));
        let kind = if field.primary_key && field.kind.is_relation() { T::OneToOne } else { kept(dialect, field.kind) };
        let kept = Kept {
            kind,
            null: field.null,
            unique: field.unique,
            primary_key: field.primary_key,
            // Slugs are indexed by themselves, and come back as texts that are.
            db_index: field.db_index && !field.unique,
            // A text's length is the API's to look after.
            max_length: field.max_length.filter(|_| kind != T::Text),
            digits: (kind == T::Decimal && dialect != Dialect::Sqlite).then_some((field.max_digits, field.decimal_places)),
            target,
        };
        fields.insert(pairs.unwrap_or_else(|| field.column.to_owned()), kept);
    }
    let columns = |set: &[&str]| -> Vec<String> {
        let name = |f: &str| node.position(f).map_or_else(|| f.to_owned(), |at| node.fields[at].field.column.to_owned());
        set.iter().map(|f| f.strip_prefix('-').map_or_else(|| name(f), |f| format!("-{}", name(f)))).collect()
    };
    // An index of one column is the column's own.
    let (single, several): (Vec<_>, Vec<_>) =
        node.model.indexes.iter().map(|set| columns(set)).partition(|set| set.len() == 1 && !set[0].starts_with('-'));
    for set in single {
        if let Some(kept) = fields.get_mut(&set[0]) {
            kept.db_index = true;
        }
    }
    let (single, together): (Vec<_>, Vec<_>) = node.model.unique_together.iter().map(|set| columns(set)).partition(|set| set.len() == 1);
    for set in single {
        if let Some(kept) = fields.get_mut(&set[0]) {
            kept.unique = true;
        }
    }
    let constraints = node.model.constraints.iter().map(|c| format!("{} {:?}", c.name, c.condition));
    Model {
        fields,
        unique_together: together.into_iter().collect(),
        indexes: several.into_iter().collect(),
        constraints: constraints.collect(),
    }
}

fn graph(specs: &Path) -> Graph {
    let (folder, mut bag) = check(specs, Options { partial: true, ..Options::default() }).unwrap();
    let found = bag.take();
    lower::lower(&folder.unwrap_or_else(|| panic!("{}: {found:?}", specs.display()))).unwrap()
}

fn round_trip(name: &str, specs: &Path, dialects: &[Dialect]) {
    for &dialect in dialects {
        on(dialect, name, specs);
    }
}

fn on(dialect: Dialect, name: &str, specs: &Path) {
    let before = graph(specs);
    let Some(fresh) = Fresh::new(dialect, &format!("round_{name}")) else { return };
    let own = format!("runtime/src/migrations/tables.{}.sql", dialect.name());
    fresh.load(&fs::read_to_string(checkout().join(own)).unwrap());
    fresh.load(&create::all(dialect, &describe::state(&before)));
    let mut tables = run(restwright_inspect::read(&fresh.url)).unwrap();
    tables.database = before.api.name.to_owned();
    let folder = std::env::temp_dir().join(format!("restwright-round-{name}-{}-{}", dialect.name(), std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for file in inspect::specs(&tables).unwrap() {
        fs::write(folder.join(file.path), file.text).unwrap();
    }
    let after = graph(&folder);
    let (before_models, mut after_models) = (models(dialect, &before), models(dialect, &after));
    for (table, expected) in &before_models {
        let found = after_models.remove(table).unwrap_or_else(|| panic!("{name}: {table} was not found"));
        assert_eq!(&found, expected, "{name} on {}: {table}", dialect.title());
    }
    assert!(after_models.is_empty(), "{name}: {:?}", after_models.keys());
    // No migration touches what was found, and the database's own refusals come before its constraint.
    for resource in after.api.resources {
        assert!(!resource.model.managed, "{}", resource.model.name);
        for relation in resource.model.fields.iter().filter(|f| f.kind != T::ManyToMany).filter_map(|f| f.relation) {
            assert_eq!(relation.on_delete, OnDelete::Restrict, "our migrations say no ON DELETE");
        }
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn specs_of_the_conformance_suite() {
    for name in ["clinic", "library", "market", "tracker"] {
        round_trip(name, &checkout().join("tests/conformance").join(name).join("specs"), &Dialect::ALL);
    }
}

#[test]
fn specs_with_every_type_and_relation() {
    let golden = checkout().join("tests/golden/emit");
    // MariaDB has no index on a text that is as long as one of `every_type`'s.
    let most = [Dialect::Sqlite, Dialect::Postgres];
    round_trip("fields_every_type", &golden.join("fields/every_type/specs"), &most);
    for name in ["relations/every_kind", "names/keywords"] {
        round_trip(&name.replace('/', "_"), &golden.join(name).join("specs"), &Dialect::ALL);
    }
}
