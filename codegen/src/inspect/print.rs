//! Specs as text.

use super::outline::{Field, Plan, Resource};
use super::toml::{key, text};
use super::types;
use crate::emit::File;
use restwright_schema::tables::Tables;
use std::fmt::Write as _;

fn comment(note: &str, out: &mut String) {
    // What a database says may have line breaks in it.
    let line = note.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().filter(|c| !c.is_control()).collect();
    let _ = writeln!(out, "# {line}");
}

/// `api.toml`.
pub(super) fn api(tables: &Tables, plan: &Plan<'_>) -> File {
    let mut out = String::new();
    comment(
        &format!("The {} database `{}`, as `codegen inspect` found it ({}).", tables.dialect.title(), tables.database, tables.server),
        &mut out,
    );
    comment("No migration makes or changes its tables (`managed = false`).", &mut out);
    if !plan.left_out.is_empty() {
        out.push_str("#\n# Left out:\n");
        for (table, why) in &plan.left_out {
            comment(&format!("- `{table}`: {why}"), &mut out);
        }
    }
    let _ = write!(
        out,
        "\nname = {}\n\n[pagination]\nclass = \"page_number\"\npage_size = 100\n\n\
         # These rows were there before the API, so nobody sees them without a login until somebody decides otherwise.\n\
         [permissions]\ndefault = [\"is_authenticated\"]\n",
        text(&plan.api)
    );
    File { path: "api.toml".to_owned(), text: out }
}

/// The file of a resource.
pub(super) fn resource(resource: &Resource<'_>) -> File {
    let mut out = String::new();
    if !resource.table.comment.is_empty() {
        let _ = writeln!(out, "description = {}\n", text(&resource.table.comment));
    }
    let said: Vec<_> = resource.fields.iter().filter(|f| !f.implied || !f.notes.is_empty()).collect();
    if !said.is_empty() || !resource.notes.is_empty() {
        out.push_str("[fields]\n");
        resource.notes.iter().for_each(|note| comment(note, &mut out));
        for field in said {
            field.notes.iter().for_each(|note| comment(note, &mut out));
            let _ = writeln!(out, "{}", line(field));
        }
        out.push('\n');
    }
    out.push_str("[meta]\n");
    if !resource.meta_notes.is_empty() {
        out.push_str("# The table has more than this says:\n");
        resource.meta_notes.iter().for_each(|note| comment(&format!("- {note}"), &mut out));
    }
    let _ = writeln!(out, "table = {}\nmanaged = false\nordering = [{}]", text(&resource.table.name), text(&resource.key));
    for (key, sets) in [("unique_together", &resource.unique_together), ("indexes", &resource.indexes)] {
        if !sets.is_empty() {
            let sets: Vec<String> = sets.iter().map(|set| format!("[{}]", texts(set))).collect();
            let _ = writeln!(out, "{key} = [{}]", sets.join(", "));
        }
    }
    if !resource.constraints.is_empty() {
        let one = |(name, check): &(String, String)| format!("    {{ name = {}, check = {} }},\n", text(name), text(check));
        let _ = writeln!(out, "constraints = [\n{}]", resource.constraints.iter().map(one).collect::<String>());
    }
    if resource.endpoint.is_some() || resource.unwritable {
        out.push_str("\n[viewset]\n");
        if let Some(endpoint) = &resource.endpoint {
            let _ = writeln!(out, "endpoint = {}", text(endpoint));
        }
        if resource.unwritable {
            comment("A column that is left out has to have a value, so rows can't be made or changed here.", &mut out);
            out.push_str("actions = [\"list\", \"retrieve\", \"destroy\"]\n");
        }
    }
    File { path: format!("{}.toml", resource.snake), text: out }
}

fn texts(names: &[String]) -> String {
    names.iter().map(|n| text(n)).collect::<Vec<_>>().join(", ")
}

/// The field's line in `[fields]`.
fn line(field: &Field) -> String {
    let options = field.options.iter().map(|(key, value)| format!(", {key} = {value}"));
    format!("{} = {{ type = \"{}\"{} }}", key(&field.name), types::word(field.kind), options.collect::<String>())
}
