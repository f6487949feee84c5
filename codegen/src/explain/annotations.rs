//! Annotations, as Django's `queryset.annotate()`.

use super::{constant, line, quoted};
use restwright_schema::Dialect;
use restwright_schema::annotation::{Aggregate, Annotation, Computed, Function};
use restwright_schema::ddl::constants;
use restwright_schema::expression::{ColumnRef, Expression, Writer, write as write_sql};
use restwright_schema::link::{Graph, ModelId};
use restwright_schema::model::{FieldType, Literal};

pub(super) fn write(graph: &Graph, id: ModelId, out: &mut String) {
    let node = &graph.models[id];
    let computed: Vec<&Annotation> = node.fields.iter().filter_map(|c| c.annotation.as_ref()).map(|a| a.annotation).collect();
    if computed.is_empty() {
        return;
    }
    line(
        out,
        0,
        &format!("{}.objects.annotate(  # each in a subquery of its own, where it is shown, filtered or ordered by", node.model.name),
    );
    for annotation in computed {
        line(out, 1, &format!("{}={},", annotation.name, value(annotation)));
    }
    line(out, 0, ")");
}

/// What an annotation computes, as Django writes it; of an expression its SQL.
pub(crate) fn value(annotation: &Annotation) -> String {
    let output = annotation.kind.map(|kind| format!("output_field={kind:?}"));
    match annotation.value {
        Computed::Aggregate(Aggregate { function, path, distinct, conditions, default }) => {
            let class = match function {
                Function::Count => "Count",
                Function::Sum => "Sum",
                Function::Avg => "Avg",
                Function::Min => "Min",
                Function::Max => "Max",
                Function::Exists => "Exists",
            };
            let mut arguments = vec![quoted(path)];
            if distinct {
                arguments.push("distinct=True".to_owned());
            }
            if !conditions.is_empty() {
                let lookups = conditions.iter().map(|(lookup, values)| match values {
                    [one] if !lookup.ends_with("__in") && !lookup.ends_with("__range") => format!("{lookup}={}", constant(*one)),
                    values => format!("{lookup}=[{}]", values.iter().map(|v| constant(*v)).collect::<Vec<_>>().join(", ")),
                });
                arguments.push(format!("filter=Q({})", lookups.collect::<Vec<_>>().join(", ")));
            }
            arguments.extend(default.map(|value| format!("default={}", constant(value))));
            arguments.extend(output);
            format!("{class}({})", arguments.join(", "))
        }
        Computed::Expression(tree) => {
            let mut arguments = vec![sql(tree)];
            arguments.extend(output);
            format!("ExpressionWrapper({})", arguments.join(", "))
        }
    }
}

/// An expression as PostgreSQL gets it.
fn sql(tree: &Expression) -> String {
    struct Text(String);
    impl Writer for Text {
        fn sql(&mut self, text: &str) {
            self.0.push_str(text);
        }
        fn column(&mut self, column: &ColumnRef) {
            self.0.push_str(column.field);
        }
        fn constant(&mut self, value: Literal, kind: FieldType) {
            self.0.push_str(&constants::default(Dialect::Postgres, kind, value).unwrap_or_else(|| "NULL".to_owned()));
        }
    }
    let mut text = Text(String::new());
    write_sql(Dialect::Postgres, tree, &mut text);
    text.0
}
