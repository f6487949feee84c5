//! What a compiled projection consists of.

use super::codec::Codec;
use crate::hooks;
use crate::orm::{Selection, Statement};
use crate::schema::link::ModelId;
use crate::schema::model::FieldType;
use crate::urls::Endpoint;

/// One statement: the columns that it selects, the tables that it joins for them, and what further statements its rows ask for.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The select list.
    pub(super) columns: Vec<Selected>,
    /// Those of them that hold texts without a short limit: what they take in memory is not known beforehand.
    pub(super) long: Vec<usize>,
    /// ` LEFT JOIN …` for columns of other tables.
    pub(super) joins: Statement,
    /// Statements for relations to several rows; each serves all rows at once.
    pub(super) children: Vec<Child>,
    /// Values that hooks compute; each is asked once for all rows.
    pub(super) methods: Vec<Method>,
}

impl Plan {
    /// Whether a row's own columns are all that it shows.
    pub(super) fn is_flat(&self) -> bool {
        self.children.is_empty() && self.methods.is_empty()
    }

    /// The select list as SQL.
    pub(super) fn select_list(&self) -> Selection {
        let mut list = Selection::default();
        self.columns.iter().for_each(|column| list.add(&column.sql, column.annotation));
        list.computed |= self.columns.iter().any(|column| column.computed);
        if self.columns.is_empty() { "1".into() } else { list }
    }

    /// How many statements there are below.
    pub(super) fn below(&self) -> usize {
        self.children.iter().map(|c| 1 + c.plan.below()).sum()
    }
}

/// A selected column.
#[derive(Debug)]
pub(super) struct Selected {
    /// With its alias, or how it is computed.
    pub(super) sql: Statement,
    /// Without; `None` if another table than the root's own holds it.
    pub(super) own: Option<String>,
    /// Of an annotation of the statement's own rows: its index among the model's fields.
    pub(super) annotation: Option<usize>,
    /// Whether no table holds it.
    pub(super) computed: bool,
}

/// A method field.
#[derive(Debug)]
pub(super) struct Method {
    /// What computes it.
    pub(super) hook: hooks::MethodHook,
    /// The resource that has it.
    pub(super) model: ModelId,
    /// The columns of the row that it is of, in the order of its model's fields.
    pub(super) columns: Vec<usize>,
    /// The column that is NULL where there is no such row; of rows that are always there, none.
    pub(super) presence: Option<usize>,
}

/// A secondary statement: the rows that belong to any of the rows above.
#[derive(Debug)]
pub(super) struct Child {
    /// Binds one list of keys. The first column is the key of the row above.
    pub(super) query: Statement,
    /// What it selects.
    pub(super) plan: Plan,
    /// How one of its rows is written.
    pub(super) item: Write,
    /// The column of the row above that holds its key.
    pub(super) key: usize,
    /// What keys are stored as.
    pub(super) key_kind: FieldType,
}

/// How a value is written.
#[derive(Debug)]
pub(super) enum Write {
    /// Always `null`.
    Null,
    /// A column.
    Column(usize, Codec),
    /// A row's URL.
    Link(Link),
    /// Django's `str()` of a row: `Shelf object (1)`.
    Display {
        /// `Shelf object (`.
        before: String,
        /// The key, or the field that is shown instead of all this.
        at: usize,
        /// The value's form.
        codec: Codec,
        /// `)`.
        after: &'static str,
    },
    /// Django's `str()` of a content type, or of a permission, which begins with its content type's.
    ContentType {
        /// The column with the application's label.
        app: usize,
        /// The column with the model's name.
        model: usize,
        /// The column with the permission's name.
        name: Option<usize>,
        /// Application, model and text of those that are known here; others are shown by their model.
        texts: Vec<(String, String, String)>,
    },
    /// A row as an object; `null` where the presence column is.
    Object {
        /// The joined row's key.
        presence: Option<usize>,
        /// Its fields.
        fields: Vec<Out>,
    },
    /// What a hook computed.
    Method(usize),
    /// The rows of a secondary statement that belong to this one.
    Many(usize),
    /// The only row of a secondary statement that belongs to this one, or `null`.
    One(usize),
}

/// A URL.
#[derive(Debug)]
pub(super) struct Link {
    /// The column whose value stands in the URL.
    pub(super) at: usize,
    /// Its form.
    pub(super) codec: Codec,
    /// Where it leads.
    pub(super) to: Target,
    /// The suffix instead of the request's, if that has one; empty: the same.
    pub(super) format: &'static str,
}

/// Which endpoint a URL belongs to.
#[derive(Debug)]
pub(super) enum Target {
    /// Always the same.
    Endpoint(Endpoint),
    /// The detail's that the row's type column names.
    ByType {
        /// The type column.
        at: usize,
        /// Type and endpoint.
        endpoints: Vec<(&'static str, Endpoint)>,
    },
}

/// A field of an object.
#[derive(Debug)]
pub(super) struct Out {
    /// `,"name":`.
    pub(super) key: Vec<u8>,
    /// Rows on the way to the value that may be missing.
    pub(super) gates: Vec<Gate>,
    /// What is written if one of them is.
    pub(super) absent: Absent,
    /// The value.
    pub(super) value: Write,
}

/// A row on the way of a dotted source.
#[derive(Clone, Debug)]
pub(super) struct Gate {
    /// The column that is NULL if the row is missing.
    pub(super) at: usize,
    /// A missing row at the far end of a one-to-one is `None` to DRF; a null key on the way is an error that the field's options decide.
    pub(super) reverse: bool,
}

/// What becomes of a field whose source breaks off (DRF's `Field.get_attribute`).
#[derive(Clone, Debug)]
pub(super) enum Absent {
    /// It is left out.
    Skip,
    /// JSON.
    Value(Vec<u8>),
}
