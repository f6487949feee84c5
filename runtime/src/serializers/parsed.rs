//! What a body says before the database was asked.

use crate::json::surrogates;
use crate::value::{Item, Validated};
use crate::{Errors, Value};
use restwright_schema::expression::Expression;
use restwright_schema::link::{ModelId, SerId};

/// A database check of a validated value, for a writer that checks and writes in one statement.
#[derive(Clone, Debug, PartialEq)]
pub enum DbCheck {
    /// Is there a row whose column has this value? If not, the field's error is `missing`.
    Exists {
        /// The serializer's field.
        field: usize,
        /// The other model.
        model: ModelId,
        /// Its primary key: index into its fields.
        column: usize,
        /// The key.
        value: Value,
        /// The error of the field if there is none.
        missing: Errors,
    },
    /// Does no other row have this value? If one has, the field's error is `taken`.
    Unique {
        /// The serializer's field.
        field: usize,
        /// The serializer's model.
        model: ModelId,
        /// The column: index into its fields.
        column: usize,
        /// The value.
        value: Value,
        /// The error of the field if there is one.
        taken: Errors,
    },
    /// Does no other row have all of these values? If one has, the body's error is `taken`. Asked only if no field has an error.
    Together {
        /// The serializer's model.
        model: ModelId,
        /// Columns (indices into its fields) and values; none is null.
        columns: Vec<(usize, Value)>,
        /// The error of the whole body if there is one.
        taken: Errors,
    },
}

/// Something that is looked up in another model: a row by one of its columns.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lookup {
    pub(super) model: ModelId,
    /// Index into the model's fields.
    pub(super) column: usize,
    /// Whether the column is the model's key, so that the value is the key itself.
    pub(super) is_key: bool,
    /// `None`: no row can have it.
    pub(super) value: Option<Value>,
    /// If there is no such row.
    pub(super) missing: Errors,
    /// If there are several.
    pub(super) ambiguous: Errors,
}

/// What one validator of a field has to say, in the order of the validators.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Note {
    Message(String),
    /// The value must not be taken: a question; the text is the error.
    Unique {
        column: usize,
        text: String,
        /// Which rows count; `None`: all.
        condition: Option<&'static Expression>,
    },
}

/// What became of one field that was given.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum State {
    Failed(Errors),
    Value { value: Value, notes: Vec<Note> },
    Key { lookup: Lookup, notes: Vec<Note> },
    Keys(Vec<Result<Lookup, Errors>>),
    Object(Option<Box<Node>>),
    Objects(Vec<Result<Node, Errors>>),
}

impl State {
    /// What was made of texts with lone surrogates: messages that can be shown, and nothing that the database could be asked for.
    pub(super) fn without_surrogates(self) -> Self {
        match self {
            Self::Failed(errors) => Self::Failed(errors.without_surrogates()),
            Self::Key { lookup, notes } => Self::Key { lookup: lookup.without_surrogates(), notes },
            Self::Keys(lookups) => {
                let shown = |found: Result<Lookup, Errors>| found.map(Lookup::without_surrogates).map_err(Errors::without_surrogates);
                Self::Keys(lookups.into_iter().map(shown).collect())
            }
            Self::Value { value, mut notes } => {
                if matches!(&value, Value::Text(text) | Value::Address(text) if surrogates::first(text).is_some()) {
                    notes.retain(|note| matches!(note, Note::Message(_)));
                }
                for note in &mut notes {
                    if let Note::Message(text) = note {
                        *text = surrogates::shown(text).into_owned();
                    }
                }
                Self::Value { value, notes }
            }
            // Their fields have been seen to.
            state @ (Self::Object(_) | Self::Objects(_)) => state,
        }
    }
}

impl Lookup {
    fn without_surrogates(self) -> Self {
        let found = matches!(&self.value, Some(Value::Text(text) | Value::Address(text)) if surrogates::first(text).is_some());
        let value = if found { None } else { self.value };
        let (missing, ambiguous) = (self.missing.without_surrogates(), self.ambiguous.without_surrogates());
        Self { value, missing, ambiguous, ..self }
    }
}

/// Where a part of a unique set has its value from.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    /// A field of this body: index into the serializer's fields.
    Field(usize),
    /// A value that isn't in the body: the default of a read-only field.
    Value(Value),
    /// The row that is updated has it.
    Instance,
    /// The key to the row that this one is nested in.
    Parent,
}

/// A set of columns to be unique, in DRF's order.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Together {
    /// Columns: indices into the model's fields.
    pub(super) parts: Vec<(usize, Part)>,
    /// Errors at once, without a question: fields of the set that are not there.
    pub(super) missing: Option<Errors>,
    /// If the set is taken.
    pub(super) text: String,
    /// The condition of the rows that count, and where its columns have their values from.
    pub(super) condition: Option<(&'static Expression, Vec<(usize, Part)>)>,
}

impl Together {
    /// The columns of the set and of its condition.
    pub(super) fn all_parts(&self) -> impl Iterator<Item = &(usize, Part)> {
        self.parts.iter().chain(self.condition.iter().flat_map(|(_, parts)| parts))
    }
}

/// A body (or a nested object of it) that has the right shape.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) ser: SerId,
    /// Fields that were given or have defaults, in the serializer's order.
    pub(super) fields: Vec<(usize, State)>,
    pub(super) together: Vec<Together>,
}

/// A body, read and not yet checked against the database.
#[derive(Clone, Debug, PartialEq)]
pub struct ParsedInput {
    /// The serializer's model.
    pub(super) model: ModelId,
    pub(super) root: Result<Node, Errors>,
}

/// A list of bodies (`bulk`), read and not yet checked against the database.
#[derive(Clone, Debug, PartialEq)]
pub struct ParsedList {
    pub(super) items: Result<Vec<Result<Node, Errors>>, Errors>,
}

impl ParsedInput {
    /// If nothing is wrong so far, nothing is nested and every open check is one of [`DbCheck`]: what is valid if the checks pass, and
    /// the checks, in the order in which their errors count. `None`: use `ParsedInput::resolve`.
    ///
    /// Errors of several fields are reported together, and those of a field before the set's; so a writer that learns only that *some*
    /// check failed runs them again with `ParsedInput::resolve`.
    pub fn assume(&self) -> Option<(Validated, Vec<DbCheck>)> {
        let node = self.root.as_ref().ok()?;
        let mut items = Vec::with_capacity(node.fields.len());
        let mut checks = Vec::new();
        for (field, state) in &node.fields {
            let (value, notes) = match state {
                State::Value { value, notes } => (value.clone(), notes),
                State::Key { lookup, notes } if lookup.is_key => {
                    let value = lookup.value.clone()?;
                    checks.push(DbCheck::Exists {
                        field: *field,
                        model: lookup.model,
                        column: lookup.column,
                        value: value.clone(),
                        missing: lookup.missing.clone(),
                    });
                    (value, notes)
                }
                _ => return None,
            };
            for note in notes {
                let Note::Unique { column, text, condition: None } = note else { return None };
                if value == Value::Null {
                    continue;
                }
                checks.push(DbCheck::Unique {
                    field: *field,
                    model: self.model,
                    column: *column,
                    value: value.clone(),
                    taken: Errors::message(text),
                });
            }
            items.push((*field, Item::Value(value)));
        }
        let validated = Validated { ser: node.ser, items, extra: Vec::new() };
        for set in &node.together {
            if set.missing.is_some() || set.condition.is_some() {
                return None;
            }
            let mut columns = Vec::with_capacity(set.parts.len());
            for (column, part) in &set.parts {
                let value = match part {
                    Part::Field(field) => match validated.get(*field) {
                        Some(Item::Value(value)) => value.clone(),
                        _ => return None,
                    },
                    Part::Value(value) => value.clone(),
                    Part::Instance | Part::Parent => return None,
                };
                columns.push((*column, value));
            }
            if columns.iter().all(|(_, value)| *value != Value::Null) {
                checks.push(DbCheck::Together { model: self.model, columns, taken: Errors::non_field(&set.text) });
            }
        }
        Some((validated, checks))
    }
}
