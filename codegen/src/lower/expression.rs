//! Expressions over the columns of one row: the checks have said what is wrong with them.

use super::Lowering;
use crate::expression::{self, Column};
use crate::spec::{FieldSpec, ResourceSpec};
use restwright_schema::expression::Expression;
use restwright_schema::model::FieldType;

impl Lowering<'_> {
    /// The tree of an expression over a resource's columns, its master's included.
    pub(super) fn expression(&self, spec: &ResourceSpec, text: &str) -> Option<&'static Expression> {
        let node = expression::parse(text).ok()?;
        let column = |name: &str| self.expression_column(spec, name).ok_or_else(|| (String::new(), String::new()));
        expression::lower(&node, &column).ok().map(|typed| typed.expression)
    }

    fn expression_column(&self, spec: &ResourceSpec, name: &str) -> Option<Column> {
        let implied = |kind| Some(Column { kind, null: false });
        for owner in [Some(spec), self.folder.master(spec)].into_iter().flatten() {
            if let Some(field) = owner.field(name) {
                return self.column_of(field);
            }
            match name {
                "id" if owner.primary_key().is_none() && owner.meta.extends.is_none() => return implied(FieldType::Auto),
                "type" if owner.is_master() => return implied(FieldType::String),
                _ => {}
            }
        }
        None
    }

    fn column_of(&self, field: &FieldSpec) -> Option<Column> {
        let kind = match field.kind.stored()? {
            FieldType::ManyToMany => return None,
            kind if kind.is_relation() => self.key_type(field.to.as_ref().map_or("", |to| to.as_str())),
            kind => kind,
        };
        Some(Column { kind, null: super::said(&field.null) })
    }
}
