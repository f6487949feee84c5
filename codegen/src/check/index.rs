//! The resources of a folder by name: their fields, what points to them, and where paths lead.
//!
//! It serves specs that may be wrong, so it never fails: what does not resolve is `None` here and reported by one check.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

use restwright_schema::model::FieldType;
use restwright_schema::{builtin, naming};

use super::lost::slips;
pub(super) use super::lost::{Lost, report_lost};
use crate::source::{FileId, Origin};
use crate::spec::{AnnotationSpec, FieldKind, FieldSpec, Folder, ResourceSpec, Scope};

/// A field of a model, its own, implied or inherited.
#[derive(Clone, Debug)]
pub(super) struct Attr<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) kind: FieldKind,
    /// `None` for those that nobody wrote: `id`, a master's `type`, a detail's key, the user's.
    pub(super) field: Option<&'a FieldSpec>,
    /// Of what no table holds.
    pub(super) annotation: Option<&'a AnnotationSpec>,
    pub(super) unique: bool,
    pub(super) primary_key: bool,
    pub(super) editable: bool,
    /// Where a relation leads.
    pub(super) target: Option<usize>,
    /// The model that has the column.
    pub(super) owner: usize,
}

impl Attr<'_> {
    /// Whether something in it was reported, so that its options are not known.
    pub(super) fn doubtful(&self) -> bool {
        self.field.is_some_and(|f| f.doubtful) || self.annotation.is_some_and(|a| a.doubtful)
    }

    pub(super) fn stored(&self) -> Option<FieldType> {
        self.kind.stored()
    }

    pub(super) fn is_many(&self) -> bool {
        self.kind == FieldKind::Stored(FieldType::ManyToMany)
    }
}

/// A relation seen from the row that it points to.
#[derive(Clone, Debug)]
pub(super) struct Reverse<'a> {
    /// The name in serializers; empty if it was hidden (`related_name = "+"`).
    pub(super) accessor: String,
    /// The name in paths of filters, search and ordering.
    pub(super) query: String,
    pub(super) from: usize,
    /// `None` for the key of a detail to its master.
    pub(super) field: Option<&'a FieldSpec>,
    pub(super) many: bool,
    /// The place of the relation.
    pub(super) origin: Origin,
}

impl Reverse<'_> {
    /// What filters take it for: rows that several keys point to are as many-to-many ones.
    pub(super) fn kind(&self) -> FieldType {
        if self.many { FieldType::ManyToMany } else { FieldType::OneToOne }
    }

    /// A key of other rows (not pairs).
    pub(super) fn is_key(&self) -> bool {
        self.field.is_none_or(|f| f.kind.value != FieldKind::Stored(FieldType::ManyToMany))
    }
}

/// A resource, or a model of Django's own.
#[derive(Debug)]
pub(super) struct Model<'a> {
    pub(super) name: &'a str,
    pub(super) spec: Option<&'a ResourceSpec>,
    /// Its file does not parse, so that names may be missing that are there.
    pub(super) opaque: bool,
    pub(super) master: Option<usize>,
    pub(super) details: Vec<usize>,
    /// Its own fields and its master's, the master's first.
    pub(super) attrs: Vec<Attr<'a>>,
    /// What points to it or its master.
    pub(super) reverse: Vec<Reverse<'a>>,
    by_name: HashMap<String, usize>,
}

impl<'a> Model<'a> {
    /// The field of this name.
    pub(super) fn attr(&self, name: &str) -> Option<&Attr<'a>> {
        self.attrs.get(*self.by_name.get(name)?)
    }

    /// Django's other names for fields: `pk` for the key, and `author_id` for the column of the key `author`.
    pub(super) fn alias(&self, name: &str) -> Option<&Attr<'a>> {
        if name == "pk" {
            return self.attrs.iter().find(|a| a.primary_key);
        }
        let stem = name.strip_suffix("_id")?;
        self.attr(stem).filter(|a| matches!(a.stored(), Some(FieldType::ForeignKey | FieldType::OneToOne)))
    }
}

/// Where a path ends.
#[derive(Clone, Copy, Debug)]
pub(super) enum End<'i, 'a> {
    Attr(&'i Attr<'a>),
    Reverse(&'i Reverse<'a>),
}

impl End<'_, '_> {
    /// The type that lookups see.
    pub(super) fn kind(&self) -> Option<FieldType> {
        match self {
            Self::Attr(attr) => attr.stored(),
            Self::Reverse(reverse) => Some(reverse.kind()),
        }
    }

    /// The model that a relation leads to.
    pub(super) fn target(&self) -> Option<usize> {
        match self {
            Self::Attr(attr) => attr.target,
            Self::Reverse(reverse) => Some(reverse.from),
        }
    }

    /// Whether it is a relation to several rows.
    pub(super) fn is_many(&self) -> bool {
        match self {
            Self::Attr(attr) => attr.is_many(),
            Self::Reverse(reverse) => reverse.many,
        }
    }
}

/// A path that resolved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found<'i, 'a> {
    pub(super) end: End<'i, 'a>,
    /// Whether a relation on the way leads to several rows.
    pub(super) many: bool,
    /// How many relations are on the way.
    pub(super) hops: usize,
}

/// In which names reverse relations are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    /// Filters, search, ordering: Django's query names.
    Query,
    /// Serializers: accessors.
    Accessor,
}

/// The whole folder.
#[derive(Debug)]
pub(super) struct Index<'a> {
    pub(super) folder: &'a Folder,
    /// The resources in the folder's order, then Django's own models ([`builtin::ALL`]).
    pub(super) models: Vec<Model<'a>>,
    by_name: HashMap<&'a str, usize>,
    /// Names of resources that are slips, and what they are taken for once they were reported.
    slips: HashMap<&'a str, usize>,
    /// The ways back of relations that lead nowhere: the resource that they were meant for has these names.
    orphans: HashSet<String>,
    /// Whether a relation was not read, so that nobody knows where it leads and how its way back is called.
    lost_relations: bool,
    /// Whether a detail names a master that is not there.
    pub(super) lost_master: bool,
}

impl<'a> Index<'a> {
    pub(super) fn new(folder: &'a Folder, broken: &BTreeSet<FileId>) -> Self {
        let mut by_name: HashMap<&str, usize> = HashMap::new();
        for (i, resource) in folder.resources.iter().enumerate() {
            by_name.entry(resource.name.as_str()).or_insert(i);
        }
        for (at, builtin) in builtin::ALL.iter().enumerate().filter(|(_, builtin)| !builtin.name.is_empty()) {
            by_name.insert(builtin.name, folder.resources.len() + at);
        }
        let models = Vec::with_capacity(folder.resources.len() + builtin::ALL.len());
        let slips = slips(folder, &by_name);
        let mut index = Self { folder, models, by_name, slips, orphans: HashSet::new(), lost_relations: false, lost_master: false };
        let lost = |f: &FieldSpec| f.kind.value == FieldKind::Unknown || (f.doubtful && f.kind.is_relation() && f.related_name.is_none());
        let unread = |r: &ResourceSpec| r.fields.iter().any(lost);
        let whole = folder.scope != Scope::Struct;
        index.lost_relations = whole && (!broken.is_empty() || folder.resources.iter().any(unread));
        for resource in &folder.resources {
            let extends = resource.meta.extends.as_ref();
            let master = extends.and_then(|m| index.id(m)).filter(|m| *m < folder.resources.len());
            // What extends a resource that is not a master has one mistake: what it might inherit is not known.
            let lost = extends.is_some() && !master.is_some_and(|m| folder.resources[m].is_master());
            // A proxy whose table was not read has columns that are not known.
            let lost = lost || (resource.meta.proxy_lost && resource.meta.proxy.is_none());
            index.lost_master |= (extends.is_some() && master.is_none()) || resource.meta.doubtful;
            let opaque = lost || resource.foreign || resource.file.is_some_and(|file| broken.contains(&file));
            index.models.push(Model::empty(&resource.name, Some(resource), opaque, master));
        }
        index.models.extend(builtin::ALL.iter().map(|builtin| Model::empty(builtin.name, None, false, None)));
        for id in 0..folder.resources.len() {
            let mut attrs = index.models[id].master.filter(|m| *m != id).map_or_else(Vec::new, |m| index.own_attrs(m));
            attrs.extend(index.own_attrs(id));
            index.models[id].set_attrs(attrs);
            if let Some(master) = index.models[id].master {
                index.models[master].details.push(id);
            }
        }
        for (at, builtin) in builtin::ALL.iter().enumerate() {
            let id = folder.resources.len() + at;
            let attrs = index.builtin_attrs(id, builtin);
            index.models[id].set_attrs(attrs);
        }
        index.link_reverse();
        index.add_annotations();
        index
    }

    /// The model whose rows these are: of a proxy the one that it stands for.
    pub(super) fn concrete(&self, id: usize) -> usize {
        let proxy = self.folder.resources.get(id).and_then(|resource| resource.proxy());
        proxy.and_then(|builtin| self.named(builtin.name)).unwrap_or(id)
    }

    /// The type of a column's values: of a key that of the key it points to, at the end of the chain.
    pub(super) fn stored_kind(&self, attr: &Attr<'_>) -> Option<FieldType> {
        let mut kind = attr.stored()?;
        let mut target = attr.target;
        // A chain of keys to keys is at most as long as there are models; a circle ends here too.
        for _ in 0..=self.models.len() {
            if !kind.is_relation() {
                return Some(kind);
            }
            let model = self.models.get(target?)?;
            let key = model.attrs.iter().find(|a| a.primary_key);
            match key {
                Some(key) => (kind, target) = (key.stored()?, key.target),
                None => return Some(FieldType::Auto),
            }
        }
        None
    }

    /// Whether a model is one of Django's own, which have neither routes nor serializers.
    pub(super) fn is_builtin(&self, id: usize) -> bool {
        id >= self.folder.resources.len()
    }

    /// The resource (or the model of Django's own) of this name, or of the name that it is a slip for.
    pub(super) fn id(&self, name: &str) -> Option<usize> {
        self.named(name).or_else(|| self.slips.get(name).copied())
    }

    /// The resource (or the model of Django's own) of this very name.
    pub(super) fn named(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// The names of all resources, and of Django's own models.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.models.iter().map(|m| m.name).filter(|name| !name.is_empty())
    }

    /// The resources that are to be checked, with their models.
    pub(super) fn resources(&self) -> impl Iterator<Item = (usize, &'a ResourceSpec, &Model<'a>)> {
        self.models.iter().enumerate().filter_map(|(i, m)| Some((i, m.spec.filter(|s| !s.foreign)?, m)))
    }

    /// Whether other resources may point to these.
    pub(super) fn is_open(&self) -> bool {
        self.folder.scope != Scope::Whole
    }

    /// Whether a detail lists a name that is not its own, while its master is not here.
    pub(super) fn of_another(&self, model: usize, name: &str) -> bool {
        let node = &self.models[model];
        !node.opaque && node.master.is_some_and(|m| self.models[m].spec.is_some_and(|s| s.foreign)) && name != "url"
    }

    /// Whether a name that a model does not have may be its master's, of which nothing is known.
    fn inherits_unknown(&self, model: usize) -> bool {
        let node = &self.models[model];
        node.opaque || node.master.is_some_and(|m| self.models[m].opaque)
    }

    /// The columns and relations of a model of Django's own.
    fn builtin_attrs(&self, id: usize, builtin: &builtin::Builtin) -> Vec<Attr<'a>> {
        let attr = |f: &restwright_schema::Field| Attr {
            name: f.name.into(),
            kind: FieldKind::Stored(f.kind),
            field: None,
            annotation: None,
            unique: f.unique || f.primary_key,
            primary_key: f.primary_key,
            editable: f.editable,
            target: f.relation.and_then(|relation| self.named(relation.to)),
            owner: id,
        };
        builtin.model.fields.iter().map(attr).collect()
    }

    fn own_attrs(&self, id: usize) -> Vec<Attr<'a>> {
        let Some(resource) = self.models[id].spec else { return Vec::new() };
        if let Some(builtin) = resource.proxy() {
            return self.builtin_attrs(id, builtin);
        }
        let implied = |name: Cow<'a, str>, kind: FieldType, key: bool, target: Option<usize>| Attr {
            name,
            kind: FieldKind::Stored(kind),
            field: None,
            annotation: None,
            unique: key,
            primary_key: key,
            editable: false,
            target,
            owner: id,
        };
        let mut attrs = Vec::with_capacity(resource.fields.len() + 1);
        if let Some(master) = self.models[id].master {
            let name = format!("{}_ptr", self.models[master].name.to_lowercase());
            attrs.push(implied(name.into(), FieldType::OneToOne, false, Some(master)));
        } else if resource.primary_key().is_none() && resource.field("id").is_none() {
            attrs.push(implied("id".into(), FieldType::Auto, true, None));
        }
        attrs.extend(resource.fields.iter().map(|field| {
            let on = |option: &Option<crate::spec::Spanned<bool>>| option.as_ref().is_some_and(|o| o.value);
            let auto = on(&field.auto_now) || on(&field.auto_now_add);
            let one = field.kind.value == FieldKind::Stored(FieldType::OneToOne);
            Attr {
                name: field.name.as_str().into(),
                kind: field.kind.value,
                field: Some(field),
                annotation: None,
                unique: on(&field.unique) || on(&field.primary_key) || one,
                primary_key: on(&field.primary_key),
                editable: !auto && field.editable.as_ref().is_none_or(|e| e.value),
                target: field.to.as_ref().and_then(|to| self.id(to)),
                owner: id,
            }
        }));
        let extended = |r: &ResourceSpec| r.meta.extends.as_ref().is_some_and(|e| e.value == resource.name);
        let is_master = resource.is_master() || (!resource.foreign && self.folder.resources.iter().any(extended));
        if is_master && resource.field("type").is_none() {
            attrs.push(implied("type".into(), FieldType::String, false, None));
        }
        attrs
    }

    /// What annotations come to, behind all columns: none of them is computed from another.
    fn add_annotations(&mut self) {
        let mut found: Vec<(usize, Attr<'a>)> = Vec::new();
        for (id, resource, model) in self.resources() {
            for annotation in &resource.annotations {
                let attr = Attr {
                    name: annotation.name.as_str().into(),
                    kind: super::annotations::kind(self, id, annotation).map_or(FieldKind::Unknown, FieldKind::Stored),
                    field: None,
                    annotation: Some(annotation),
                    unique: false,
                    primary_key: false,
                    editable: false,
                    target: None,
                    owner: id,
                };
                // A detail's own one takes the place of its master's.
                let inherits = |detail: &&usize| self.models[**detail].spec.is_none_or(|s| s.annotation(&annotation.name).is_none());
                found.extend(model.details.iter().filter(inherits).map(|detail| (*detail, attr.clone())));
                found.push((id, attr));
            }
        }
        for (id, attr) in found {
            let model = &mut self.models[id];
            // What has the name already keeps it; the check says so.
            let relation = model.reverse.iter().any(|r| r.query == attr.name || r.accessor == attr.name);
            if relation || model.alias(&attr.name).is_some() {
                continue;
            }
            model.by_name.entry(attr.name.to_string()).or_insert(model.attrs.len());
            model.attrs.push(attr);
        }
    }

    /// The relations between Django's own models, seen from their far ends. They stand in no file: the place is the first resource's.
    fn builtin_reverse(&self) -> Vec<(usize, Reverse<'a>)> {
        let Some(origin) = self.folder.resources.first().map(|r| r.origin) else { return Vec::new() };
        let mut found = Vec::new();
        for (at, builtin) in builtin::ALL.iter().enumerate() {
            let lower = builtin.model.name.to_lowercase();
            for (field, relation) in builtin.model.fields.iter().filter_map(|f| Some((f, f.relation?))) {
                let Some(target) = self.named(relation.to) else { continue };
                let many = field.kind != FieldType::OneToOne;
                let (accessor, query) = match relation.related_name {
                    "" => (format!("{lower}_set"), lower.clone()),
                    name => (name.to_owned(), name.to_owned()),
                };
                found.push((target, Reverse { accessor, query, from: self.folder.resources.len() + at, field: None, many, origin }));
            }
        }
        found
    }

    fn link_reverse(&mut self) {
        let mut found: Vec<(usize, Reverse<'a>)> = self.builtin_reverse();
        let mut orphans: HashSet<String> = HashSet::new();
        for (id, resource, model) in self.resources() {
            let lower = resource.name.to_lowercase();
            if let (Some(master), Some(extends)) = (model.master, &resource.meta.extends) {
                let reverse =
                    Reverse { accessor: lower.clone(), query: lower.clone(), from: id, field: None, many: false, origin: extends.origin };
                found.push((master, reverse));
            }
            for field in &resource.fields {
                let target = field.to.as_ref().and_then(|to| self.id(to));
                if target.is_none() && !field.kind.is_relation() && !field.doubtful {
                    continue;
                }
                let many = field.kind.value != FieldKind::Stored(FieldType::OneToOne);
                let (accessor, query) = match field.related_name.as_ref().map(|n| n.as_str()).filter(|n| !n.is_empty()) {
                    Some(hidden) if hidden.ends_with('+') => (String::new(), String::new()),
                    Some(name) => (name.to_owned(), name.to_owned()),
                    None if many => (format!("{lower}_set"), lower.clone()),
                    None => (lower.clone(), lower.clone()),
                };
                let origin = field.related_name.as_ref().map_or(field.name.origin, |n| n.origin);
                let Some(target) = target else {
                    orphans.extend([accessor, query]);
                    continue;
                };
                found.push((target, Reverse { accessor, query, from: id, field: Some(field), many, origin }));
            }
        }
        orphans.remove("");
        self.orphans = orphans;
        for (target, reverse) in found {
            let target = self.concrete(target);
            let proxies: Vec<usize> = (0..self.folder.resources.len()).filter(|id| *id != target && self.concrete(*id) == target).collect();
            for proxy in proxies {
                self.models[proxy].reverse.push(reverse.clone());
            }
            for detail in self.models[target].details.clone() {
                if reverse.from != detail || reverse.field.is_some() {
                    self.models[detail].reverse.push(reverse.clone());
                }
            }
            self.models[target].reverse.push(reverse);
        }
    }

    /// Resolves one name.
    pub(super) fn step(&self, model: usize, name: &str, names: Names) -> Result<End<'_, 'a>, Lost> {
        let node = &self.models[model];
        if let Some(attr) = node.attr(name) {
            return Ok(End::Attr(attr));
        }
        if let Some(attr) = node.alias(name) {
            return Ok(End::Attr(attr));
        }
        let written = |r: &&Reverse<'a>| match names {
            Names::Query => r.query == name,
            Names::Accessor => r.accessor == name,
        };
        if let Some(reverse) = node.reverse.iter().filter(|_| !name.is_empty()).find(written) {
            return Ok(End::Reverse(reverse));
        }
        if self.inherits_unknown(model)
            || self.orphans.contains(name)
            || ((self.is_open() || self.lost_relations) && !node.is_misspelt(name))
        {
            return Err(Lost::Silent);
        }
        Err(self.unknown(model, name, names))
    }

    /// The field whose label Django's `get_…_display` gives.
    pub(super) fn label(&self, model: usize, name: &str) -> Option<&Attr<'a>> {
        let field = naming::labelled(name)?;
        self.models[model].attr(&field).filter(|attr| attr.doubtful() || attr.field.is_some_and(FieldSpec::has_choices))
    }

    /// Resolves the source of a serializer field: a path, or one to a label. As the link does, it takes a field of the name first.
    pub(super) fn source(&self, model: usize, text: &str) -> Result<Found<'_, 'a>, Lost> {
        self.path(model, text, Names::Accessor).or_else(|lost| {
            let found = naming::labelled(text).and_then(|field| self.path(model, &field, Names::Accessor).ok());
            let chosen =
                |found: &Found<'_, 'a>| matches!(found.end, End::Attr(a) if a.doubtful() || a.field.is_some_and(FieldSpec::has_choices));
            found.filter(chosen).ok_or(lost)
        })
    }

    /// Resolves one name that only a column can have, so that a name which nobody knows is wrong even where other resources may point here.
    pub(super) fn column(&self, model: usize, name: &str) -> Result<End<'_, 'a>, Lost> {
        match self.step(model, name, Names::Query) {
            Err(Lost::Silent) if !self.inherits_unknown(model) && !self.orphans.contains(name) => {
                Err(self.unknown(model, name, Names::Query))
            }
            found => found,
        }
    }

    fn unknown(&self, model: usize, name: &str, names: Names) -> Lost {
        let node = &self.models[model];
        let fields = node.attrs.iter().map(|a| a.name.to_string());
        let far = node.reverse.iter().map(|r| if names == Names::Query { r.query.clone() } else { r.accessor.clone() });
        let valid = fields.chain(far.filter(|n| !n.is_empty())).collect();
        // `get_state_display` of Django's models.
        let labelled = naming::labelled(name).filter(|field| node.attr(field).is_some());
        let hint = labelled.map(|field| match names {
            Names::Query => format!("the label of `{field}` is not stored: write `{field}`"),
            Names::Accessor => format!("`{field}` has no `choices`, and so no label"),
        });
        Lost::Unknown { part: name.to_owned(), model: node.name.to_owned(), names: valid, hint }
    }

    /// Resolves a path; its parts are parted by dots or `__`.
    pub(super) fn path(&self, model: usize, text: &str, names: Names) -> Result<Found<'_, 'a>, Lost> {
        let mut at = model;
        let (mut many, mut hops) = (false, 0);
        let mut parts = text.split('.').flat_map(|p| p.split("__")).peekable();
        while let Some(part) = parts.next() {
            let end = self.step(at, part, names)?;
            let alias = matches!(end, End::Attr(a) if *a.name != *part);
            if parts.peek().is_none() {
                return Ok(Found { end, many, hops });
            }
            let relation = matches!(end, End::Reverse(_)) || matches!(end, End::Attr(a) if a.kind.is_relation() && !alias);
            if !relation {
                if matches!(end, End::Attr(a) if a.kind == FieldKind::Unknown) {
                    return Err(Lost::Silent);
                }
                return Err(Lost::NotARelation { part: part.to_owned(), model: self.models[at].name.to_owned() });
            }
            many |= end.is_many();
            hops += 1;
            at = end.target().ok_or(Lost::Silent)?;
        }
        Err(Lost::Silent)
    }
}

impl<'a> Model<'a> {
    fn empty(name: &'a str, spec: Option<&'a ResourceSpec>, opaque: bool, master: Option<usize>) -> Self {
        Self { name, spec, opaque, master, details: Vec::new(), attrs: Vec::new(), reverse: Vec::new(), by_name: HashMap::new() }
    }

    /// Whether a name is a slip for one of the fields, rather than the way back of a resource that is not here: a finger or two beside the
    /// right key, and not the plural of a field.
    pub(super) fn is_misspelt(&self, name: &str) -> bool {
        let near = |attr: &Attr<'_>| {
            let field: &str = &attr.name;
            let length = name.chars().count().min(field.chars().count());
            let allowed = match length {
                0..4 => 0,
                4..8 => 1,
                _ => 2,
            };
            let part = name.starts_with(field) || field.starts_with(name);
            !part && strsim::damerau_levenshtein(name, field) <= allowed
        };
        self.attrs.iter().any(near)
    }

    fn set_attrs(&mut self, attrs: Vec<Attr<'a>>) {
        for (i, attr) in attrs.iter().enumerate() {
            self.by_name.entry(attr.name.to_string()).or_insert(i);
        }
        self.attrs = attrs;
    }
}
