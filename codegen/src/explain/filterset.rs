//! The filterset, each filter as django-filter's class for it.

use super::{Call, line, list};
use restwright_schema::filterset::FilterKind;
use restwright_schema::link::{Graph, LinkedFilter, ModelId};
use restwright_schema::lookup::Lookup;
use restwright_schema::model::FieldType;

pub(super) fn write(graph: &Graph, id: ModelId, out: &mut String) {
    let view = &graph.views[id];
    if !view.has_filterset {
        return;
    }
    line(out, 0, "");
    line(out, 0, &format!("{}FilterSet():", graph.models[id].model.name));
    for linked in &view.filters {
        line(out, 1, &format!("{} = {}", linked.filter.name, call(graph, linked).print()));
    }
}

fn call(graph: &Graph, linked: &LinkedFilter) -> Call {
    let filter = &linked.filter;
    let mut call = match filter.kind {
        FilterKind::Ordering(names) => {
            let mut call = Call::new("OrderingFilter");
            call.add("fields", list(names));
            return call;
        }
        FilterKind::Between => Call::new(match kind(graph, linked) {
            Some(FieldType::DateTime) => "IsoDateTimeFromToRangeFilter",
            Some(FieldType::Date) => "DateFromToRangeFilter",
            Some(FieldType::Time) => "TimeRangeFilter",
            _ => "RangeFilter",
        }),
        FilterKind::Lookup(lookup) => {
            let base = value_class(graph, linked, lookup);
            let mut call = Call::new(match lookup {
                Lookup::In => format!("BaseInFilter[{base}]"),
                Lookup::Range => format!("BaseRangeFilter[{base}]"),
                _ => base.to_owned(),
            });
            call.text("lookup_expr", lookup.name());
            call
        }
    };
    call.text("field_name", filter.path);
    call
}

/// The type of the column at the end of the path; `None` where the path ends with rows.
fn kind(graph: &Graph, linked: &LinkedFilter) -> Option<FieldType> {
    let path = linked.path.as_ref()?;
    Some(graph.models[path.model].fields[path.column?].field.kind)
}

fn value_class(graph: &Graph, linked: &LinkedFilter, lookup: Lookup) -> &'static str {
    let column = linked.path.as_ref().and_then(|p| Some(graph.models[p.model].fields[p.column?].field));
    match (lookup, column.map(|c| c.kind)) {
        (Lookup::IsNull, _) => "BooleanFilter",
        (Lookup::Year | Lookup::Month | Lookup::Day, _) => "NumberFilter",
        (Lookup::Date, _) => "DateFilter",
        (Lookup::Exact, Some(kind)) if !kind.is_relation() && column.is_some_and(|c| !c.choices.is_empty()) => "ChoiceFilter",
        (_, None) => "ModelMultipleChoiceFilter",
        (_, Some(kind)) => match kind {
            FieldType::ForeignKey | FieldType::OneToOne => "ModelChoiceFilter",
            FieldType::ManyToMany => "ModelMultipleChoiceFilter",
            FieldType::Boolean => "BooleanFilter",
            FieldType::Uuid => "UUIDFilter",
            FieldType::Date => "DateFilter",
            FieldType::Time => "TimeFilter",
            FieldType::DateTime => "IsoDateTimeFilter",
            FieldType::Duration => "DurationFilter",
            FieldType::Float | FieldType::Decimal => "NumberFilter",
            kind if kind.is_integer() => "NumberFilter",
            _ => "CharFilter",
        },
    }
}
