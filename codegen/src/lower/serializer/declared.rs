//! Declared fields: they take nothing from the model.

use super::{Class, arguments};
use crate::lower::literal::{choices, literal};
use crate::lower::{Lowering, said, text};
use crate::spec::{DeclaredKind, DeclaredSpec, Value};
use restwright_schema::infer::{keep, keep_str};
use restwright_schema::model::{FieldType, Literal};
use restwright_schema::serializer::Field;

impl Lowering<'_> {
    /// `None` for a class that is not built yet: the checks have said so.
    pub(super) fn declared(&self, class: &Class<'_>, spec: &DeclaredSpec) -> Option<Field> {
        let name = keep_str(&spec.name);
        let mut field = match spec.kind.value {
            DeclaredKind::Value(kind) => {
                let kind = kind.stored()?;
                match &spec.args.choices {
                    Some(said) => Field::choice(name, choices(said, kind)),
                    None => value(name, kind)?,
                }
            }
            DeclaredKind::HyperlinkedIdentity => Field::hyperlinked_identity(name),
            DeclaredKind::DetailIdentity => Field::detail_identity(name),
            DeclaredKind::HyperlinkedRelated => Field::hyperlinked_related(name),
            DeclaredKind::PrimaryKeyRelated => Field::primary_key_related(name),
            DeclaredKind::SlugRelated => Field::slug_related(name, text(&spec.slug_field)),
            DeclaredKind::StringRelated => Field::string_related(name),
            DeclaredKind::DetailRelated => Field::detail_related(name),
            DeclaredKind::Nested => Field::nested(name),
            DeclaredKind::Method => Field::method(name),
            DeclaredKind::List => Field::list(name, self.child(class, spec)?),
            DeclaredKind::Dict => Field::dict(name, self.child(class, spec)?),
            DeclaredKind::MultipleChoice => {
                Field::multiple_choice(name, spec.args.choices.as_ref().map_or(&[], |said| choices(said, FieldType::Integer)))
            }
            DeclaredKind::Hidden => return Some(self.hidden(class, spec, name)),
            DeclaredKind::Unknown => return None,
        };
        if let Some(to) = &spec.to {
            field = field.to(keep_str(to));
        }
        if let Some(serializer) = &spec.serializer {
            field = field.serializer(keep_str(serializer));
        }
        if let Some(many) = &spec.many {
            field = field.many(many.value);
        }
        if let Some(source) = &spec.args.source
            && source.value != name
        {
            field.source = keep_str(source);
        }
        field.read_only |= said(&spec.args.read_only);
        let literals = self.declared_type(class, spec, &field);
        arguments::set(&mut field, &spec.args, literals);
        let required = spec.args.required.as_ref().map(|r| r.value);
        field.required = !field.read_only && required.unwrap_or(field.default.is_none());
        Some(field)
    }

    /// What a compound field holds; anything, if nothing is said.
    fn child(&self, class: &Class<'_>, spec: &DeclaredSpec) -> Option<&'static Field> {
        let child = match &spec.child {
            Some(child) => Field { name: "", ..self.declared(class, child)? },
            None => Field::json("").allow_null(),
        };
        Some(keep(Box::new(child)))
    }

    /// A hidden field: its default is of its column's type.
    fn hidden(&self, class: &Class<'_>, spec: &DeclaredSpec, name: &'static str) -> Field {
        let mut field = Field::hidden(name);
        if let Some(source) = spec.args.source.as_ref().filter(|source| source.value != name) {
            field.source = keep_str(source);
        }
        match &spec.args.default {
            Some(said) if matches!(&said.value, Value::Str(text) if text == "current_user()") => field.current_user(),
            Some(said) if matches!(&said.value, Value::Str(text) if text == "now()") => field.default(Literal::Now),
            Some(said) => {
                let kind = class.column(field.source_path()).map_or(FieldType::Text, |(_, column)| column.kind);
                field.default(literal(&said.value, kind))
            }
            None => field,
        }
    }

    fn declared_type(&self, class: &Class<'_>, spec: &DeclaredSpec, field: &Field) -> FieldType {
        match (spec.kind.value, &spec.to) {
            (DeclaredKind::Value(kind), _) => kind.stored().unwrap_or(FieldType::Text),
            (DeclaredKind::List | DeclaredKind::Dict | DeclaredKind::MultipleChoice, _) => FieldType::Json,
            (DeclaredKind::SlugRelated, _) => FieldType::Text,
            (_, Some(to)) => self.key_type(to),
            (_, None) => self.literal_type(class, field, None),
        }
    }
}

/// DRF's class for a type of `[fields]`.
fn value(name: &'static str, kind: FieldType) -> Option<Field> {
    Some(match kind {
        FieldType::Auto
        | FieldType::Integer
        | FieldType::BigInteger
        | FieldType::SmallInteger
        | FieldType::PositiveInteger
        | FieldType::PositiveSmallInteger
        | FieldType::PositiveBigInteger => Field::integer(name),
        FieldType::Float => Field::float(name),
        FieldType::Decimal => Field::decimal(name),
        FieldType::Boolean => Field::boolean(name),
        FieldType::String | FieldType::Text => Field::string(name),
        FieldType::Slug => Field::slug(name),
        FieldType::Email => Field::email(name),
        FieldType::Url => Field::url(name),
        FieldType::Uuid => Field::uuid(name),
        FieldType::Date => Field::date(name),
        FieldType::Time => Field::time(name),
        FieldType::DateTime => Field::datetime(name),
        FieldType::Duration => Field::duration(name),
        FieldType::Json => Field::json(name),
        FieldType::IpAddress => Field::ip_address(name),
        FieldType::ForeignKey | FieldType::OneToOne | FieldType::ManyToMany => return None,
    })
}
