// Made by restwright 0.1.0 from specs/vec.toml: change that, and run `codegen build` again.

//! `Vec`.

use restwright::__gen::{self as rw, filterset, model, serializer, viewset};

/// A row of `words_vec`.
#[derive(Clone, Debug)]
pub struct Vec {
    pub id: i64,
    pub input: VecInputChoices,
    pub filter_set: VecFilterSetChoices,
    pub level: Option<VecLevel>,
    pub size: rw::Decimal,
    pub default: Option<String>,
}

impl rw::Model for Vec {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Vec", "vec", "words_vec").fields(&[
        model::Field::auto("id"),
        model::Field::string("input").blank().choices(VecInputChoices::CHOICES).max_length(20),
        model::Field::text("filter_set").blank().default(rw::Literal::Str("")).choices(VecFilterSetChoices::CHOICES),
        model::Field::integer("level").null().blank().choices(VecLevel::CHOICES),
        model::Field::decimal("size")
            .choices(&[(rw::Literal::Decimal("0.5"), "0.5"), (rw::Literal::Decimal("1.5"), "1.5")])
            .digits(3, 1),
        model::Field::string("default").null().blank().max_length(5),
    ]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            input: row.get(1)?,
            filter_set: row.get(2)?,
            level: row.get(3)?,
            size: row.get(4)?,
            default: row.get(5)?,
        })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

rw::choices! {
    /// The choices of `input`.
    pub enum VecInputChoices {
        Draft = ("draft", "draft"),
        InReview = ("in-review", "in-review"),
        InReview2 = ("IN_REVIEW", "IN_REVIEW"),
        Value1st = ("1st", "1st"),
        Plus = ("+", "Plus"),
        Self_ = ("Self", "Self"),
        Other = ("other", "other"),
        Größe = ("größe", "größe"),
        Quoted = ("\"", "\\ quoted"),
        #[blank]
        Blank,
        #[other]
        Unlisted(String),
    }
}

rw::choices! {
    /// The choices of `filter_set`.
    pub enum VecFilterSetChoices {
        None = ("", "None"),
        Blank = ("blank", "Blank"),
        #[other]
        Other(String),
    }
}

rw::choices! {
    /// The choices of `level`.
    pub enum VecLevel {
        Below = (-1, "Below"),
        GroundFloor = (0, "Ground floor"),
        Value1 = (1, "1"),
        GroundFloor2 = (2, "Ground floor"),
        #[other]
        Other(i64),
    }
}

impl Vec {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "words_vec";
}

/// The names of [`Vec`]'s columns, for SQL of your own.
pub struct VecColumns;

impl VecColumns {
    pub const ID: &'static str = "id";
    pub const INPUT: &'static str = "input";
    pub const FILTER_SET: &'static str = "filter_set";
    pub const LEVEL: &'static str = "level";
    pub const SIZE: &'static str = "size";
    pub const DEFAULT: &'static str = "default";
}

/// How a [`Vec`] is read and written.
pub struct VecSerializer;

impl rw::Serializer for VecSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::choice("input", VecInputChoices::CHOICES).allow_blank().optional(),
        serializer::Field::choice("filter_set", VecFilterSetChoices::CHOICES).allow_blank().optional(),
        serializer::Field::choice("level", VecLevel::CHOICES).optional().allow_null(),
        serializer::Field::choice(
            "size",
            &[(rw::Literal::Decimal("0.5"), "0.5"), (rw::Literal::Decimal("1.5"), "1.5")],
        ),
        serializer::Field::string("default").max_length(5).allow_blank().optional().allow_null(),
    ]);
}

rw::filters! {
    /// The query parameters that narrow a list of [`Vec`]s. Each field is an `Option`: `None` does not narrow.
    #[derive(Clone, Debug)]
    pub struct VecFilterSet {
        pub input: VecInputChoices,
        pub input__in: ::std::vec::Vec<VecInputChoices>,
        pub level: VecLevel,
        pub level__in: ::std::vec::Vec<VecLevel>,
        pub level__range: rw::RangeInclusive<VecLevel>,
        #[name = "a-b"]
        pub a_b: VecLevel,
        #[name = "crate"]
        pub crate_: VecLevel,
    }
}

impl rw::FilterSet for VecFilterSet {
    const DESCRIPTOR: Option<&'static filterset::FilterSet> = Some(&filterset::FilterSet::new(&[
        filterset::Filter::lookup("input", "input", rw::Lookup::Exact),
        filterset::Filter::lookup("input__in", "input", rw::Lookup::In),
        filterset::Filter::lookup("level", "level", rw::Lookup::Exact),
        filterset::Filter::lookup("level__in", "level", rw::Lookup::In),
        filterset::Filter::lookup("level__range", "level", rw::Lookup::Range),
        filterset::Filter::lookup("a-b", "level", rw::Lookup::Gte),
        filterset::Filter::lookup("crate", "level", rw::Lookup::Lte),
    ]));
}

/// The actions on [`Vec`]s.
pub struct VecViewSet;

impl rw::ViewSet for VecViewSet {
    type Model = Vec;
    type Serializer = VecSerializer;
    type FilterSet = VecFilterSet;
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("vecs", "vec");
}

impl rw::Resource for Vec {
    type ViewSet = VecViewSet;
    type Input = VecInput;
}

rw::input! {
    /// What is written into a [`Vec`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct VecInput {
        pub id: i64,
        pub input: VecInputChoices,
        pub filter_set: VecFilterSetChoices,
        pub level: Option<VecLevel>,
        pub size: rw::Decimal,
        pub default: Option<String>,
    }
}
