//! `[serializer]`: DRF's `ModelSerializer.get_fields`, with everything that it derives written out.

use super::{Lowering, keep, keep_str, names};
use crate::spec::{DeclaredSpec, FieldArgs, FieldList, Names, SerializerSpec};
use restwright_schema::builtin;
use restwright_schema::infer;
use restwright_schema::link::{Graph, ModelId, Reverse};
use restwright_schema::model::{self, FieldType, Literal};
use restwright_schema::naming;
use restwright_schema::serializer::{Field, Kind, Serializer, Variant};

mod arguments;
mod declared;

/// What a serializer says, its master's sayings included: DRF's class and its base.
struct Class<'a> {
    graph: &'a Graph,
    model: ModelId,
    names: Vec<String>,
    declared: Vec<&'a DeclaredSpec>,
    /// A detail's arguments for a field replace its master's.
    kwargs: Vec<(&'a str, &'a FieldArgs)>,
    read_only: Vec<&'a str>,
    /// Of updates: what is read when a row is created only.
    create_only: Vec<&'a str>,
    depth: u8,
    /// `validators = []`: no set is validated.
    no_sets: bool,
    expandable: Option<&'a Names>,
    /// Whether these are a table's own, and not those of the serializer, of which it has what it shows.
    said_expandable: bool,
    /// Whether all fields are listed by their names.
    listed: bool,
    /// Whether resources that are not here may point to this one.
    open: bool,
}

/// What `get_uniqueness_extra_kwargs` adds to a field.
#[derive(Clone, Copy)]
enum Uniqueness {
    Required,
    Default(Literal),
}

impl Lowering<'_> {
    /// A resource's own part of its serializer, and its variants. `above` is its master's: fields that come out the same are left to it.
    pub(super) fn serializer(&self, graph: &Graph, id: ModelId, above: Option<&Serializer>) -> Serializer {
        let class = self.class(graph, id, "");
        let (fields, unique_together) = self.class_fields(&class);
        let own = fields.into_iter().filter(|f| above.is_none_or(|a| !a.fields.contains(f))).collect::<Vec<_>>();
        let expandable = self.spec(id).and_then(|s| s.serializer.as_ref()).and_then(|s| s.expandable_fields.as_ref());
        let variants: Vec<Variant> = self.tables(graph, id).into_iter().map(|name| self.variant(graph, id, &name)).collect();
        Serializer {
            fields: keep(own.into_boxed_slice()),
            expandable_fields: expandable.map_or(&[], names),
            unique_together: keep(unique_together.into_boxed_slice()),
            variants: keep(variants.into_boxed_slice()),
        }
    }

    fn class_fields(&self, class: &Class<'_>) -> (Vec<Field>, Vec<&'static [&'static str]>) {
        let uniqueness = class.uniqueness();
        let fields: Vec<Field> = class.names.iter().filter_map(|name| self.serializer_field(class, name, &uniqueness)).collect();
        let sets = class.validated_sets(class.model, &fields);
        (fields, sets)
    }

    /// A resource and its master, which comes first, with what each says of its serializer.
    fn chain(&self, graph: &Graph, id: ModelId) -> Vec<(ModelId, Option<&SerializerSpec>)> {
        let said = |owner: ModelId| self.spec(owner).and_then(|s| s.serializer.as_ref());
        graph.models[id].master.into_iter().chain([id]).map(|owner| (owner, said(owner))).collect()
    }

    /// The names of a resource's variants, its master's included. What is read on creation only makes a serializer for updates.
    fn tables(&self, graph: &Graph, id: ModelId) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let mut add = |name: &str| {
            if !out.iter().any(|n| n == name) {
                out.push(name.to_owned());
            }
        };
        let chain = self.chain(graph, id);
        let specs = || chain.iter().filter_map(|(_, spec)| *spec);
        specs().flat_map(|spec| &spec.tables).for_each(|table| add(&table.name));
        if specs().any(|spec| spec.create_only_fields.as_ref().is_some_and(|names| !names.is_empty())) {
            add("update");
        }
        out
    }

    fn variant(&self, graph: &Graph, id: ModelId, name: &str) -> Variant {
        let class = self.class(graph, id, name);
        let (fields, mut sets) = self.class_fields(&class);
        let chain = self.chain(graph, id);
        // Of a detail whose master is elsewhere only its own part is known; and a master's details may be elsewhere.
        let part = graph.models[id].master.is_some_and(|master| self.spec(master).is_none_or(|spec| spec.foreign));
        let master = graph.models[id].model.master;
        if let Some(above) = graph.models[id].master.filter(|_| !part) {
            let mut all = class.validated_sets(above, &fields);
            all.append(&mut sets);
            sets = all;
        }
        let expandable = class.expandable.map_or(&[][..], names);
        let shown = |name: &&'static str| !class.listed || fields.iter().any(|f| f.name == *name);
        let expandable = match class.said_expandable {
            true => expandable,
            false => keep(expandable.iter().copied().filter(shown).collect::<Vec<_>>().into_boxed_slice()),
        };
        let serializer = Serializer {
            fields: keep(fields.into_boxed_slice()),
            expandable_fields: expandable,
            unique_together: keep(sets.into_boxed_slice()),
            variants: &[],
        };
        let mut variant = Variant::new(keep_str(name), serializer);
        if part || master {
            let tables = || chain.iter().filter_map(|(_, spec)| spec.and_then(|s| s.table(name)));
            variant.listed = tables().any(|table| table.fields.is_some());
            let omit: Vec<&'static str> = tables().flat_map(|t| t.omit.iter().flat_map(|o| o.iter())).map(|n| keep_str(n)).collect();
            variant.omit = keep(omit.into_boxed_slice());
            variant.part = part;
        }
        variant
    }

    /// A serializer's class: the resource's own, or with a name the one of that table.
    fn class<'a>(&'a self, graph: &'a Graph, id: ModelId, name: &str) -> Class<'a> {
        let chain = self.chain(graph, id);
        let mut class = Class {
            graph,
            model: id,
            names: Vec::new(),
            declared: Vec::new(),
            kwargs: Vec::new(),
            read_only: Vec::new(),
            create_only: Vec::new(),
            depth: 0,
            no_sets: false,
            expandable: None,
            said_expandable: false,
            listed: true,
            open: self.is_open(),
        };
        let specs = || chain.iter().filter_map(|(_, spec)| *spec);
        let tables = || specs().filter_map(|spec| spec.table(name));
        specs().for_each(|spec| class.add(spec));
        class.said_expandable = false;
        tables().for_each(|table| class.add(table));
        let listed = tables().any(|table| table.fields.is_some());
        // What a detail leaves out it leaves out of all fields, its master's too.
        let of_all =
            !listed && chain.last().and_then(|(_, spec)| *spec).is_some_and(|spec| spec.exclude.is_some() && spec.fields.is_none());
        for (owner, spec) in &chain {
            let list = if listed { spec.and_then(|s| s.table(name)) } else { *spec }.and_then(|s| s.fields.as_ref());
            match list.map(|f| &f.value) {
                _ if of_all && *owner != id => {}
                Some(FieldList::Names(names)) => names.iter().for_each(|n| class.add_name(n)),
                None if listed => {}
                // A detail without a list of its own shows its master's fields.
                None if chain.len() > 1 && *owner == id && !of_all => {}
                Some(FieldList::All) | None => {
                    class.listed = false;
                    let columns: Vec<&model::Field> = graph.models[*owner]
                        .fields
                        .iter()
                        .filter(|c| (c.owner == *owner || of_all) && !class.is_pointer(c.field) && c.annotation.is_none())
                        .map(|c| c.field)
                        .collect();
                    let own = |field: &str| {
                        let said =
                            |s: &SerializerSpec| s.declared(field).is_some() || s.table(name).is_some_and(|t| t.declared(field).is_some());
                        of_all || spec.is_some_and(said)
                    };
                    let declared: Vec<&'static str> = class.declared.iter().map(|d| keep_str(&d.name)).filter(|n| own(n)).collect();
                    for name in infer::default_names(&columns, &declared) {
                        class.add_name(name);
                    }
                }
            }
        }
        let left_out: Vec<&str> = specs()
            .filter(|_| !listed)
            .filter_map(|spec| spec.exclude.as_ref())
            .chain(tables().filter_map(|table| table.omit.as_ref()))
            .flat_map(|names| names.iter())
            .map(|n| n.as_str())
            .collect();
        class.names.retain(|n| !left_out.contains(&n.as_str()));
        if matches!(name, "update" | "partial_update") {
            for field in specs().filter_map(|spec| spec.create_only_fields.as_ref()).flat_map(|names| names.iter()) {
                class.create_only(field);
            }
        }
        class
    }

    fn serializer_field(&self, class: &Class<'_>, name: &str, uniqueness: &[(&'static str, Uniqueness)]) -> Option<Field> {
        if let Some(declared) = class.declared.iter().find(|d| *d.name == name) {
            let field = self.declared(class, declared)?;
            if !class.create_only.contains(&name) {
                return Some(field);
            }
            // A field that takes no part in answers is not there at all.
            return (field.kind != Kind::Hidden).then(|| field.read_only());
        }
        let none = FieldArgs::default();
        let args = class.kwargs.iter().find(|(n, _)| *n == name).map_or(&none, |(_, args)| args);
        let source = args.source.as_ref().map_or(name, |s| s.as_str());
        let (mut field, stored) = class.build(source)?;
        field.name = keep_str(name);
        if source != name && field.source.is_empty() {
            field.source = keep_str(source);
        }
        let read_only = class.read_only.contains(&name);
        let uniqueness = uniqueness.iter().find(|(n, _)| *n == name).map(|(_, u)| *u);
        let literals = self.literal_type(class, &field, stored);
        arguments::include(&mut field, args, read_only, uniqueness, literals);
        // Nobody is shown what is stored of a user's password.
        if class.graph.models[class.model].model.proxy == builtin::USER && source == "password" {
            if field.read_only {
                return None;
            }
            field.write_only = true;
        }
        Some(field)
    }

    /// The type whose constants a field takes: a relation's are its target's keys.
    fn literal_type(&self, class: &Class<'_>, field: &Field, stored: Option<FieldType>) -> FieldType {
        match (field.kind, stored) {
            (_, Some(kind)) if !kind.is_relation() => kind,
            (Kind::Related(_) | Kind::Nested(_), _) => {
                let hop = class.graph.hop(class.model, field.source_path());
                hop.map_or(FieldType::Auto, |h| self.key_type(class.graph.models[h.to].model.name))
            }
            _ => FieldType::Text,
        }
    }
}

impl<'a> Class<'a> {
    fn add(&mut self, spec: &'a SerializerSpec) {
        for declared in &spec.declared {
            match self.declared.iter_mut().find(|d| d.name.value == declared.name.value) {
                Some(inherited) => *inherited = declared,
                None => self.declared.push(declared),
            }
        }
        for kwargs in &spec.extra_kwargs {
            match self.kwargs.iter_mut().find(|(name, _)| *name == kwargs.name.value) {
                Some((_, inherited)) => *inherited = &kwargs.args,
                None => self.kwargs.push((&kwargs.name, &kwargs.args)),
            }
        }
        self.read_only.extend(spec.read_only_fields.iter().flat_map(|n| n.iter()).map(|n| n.as_str()));
        if let Some(depth) = &spec.depth {
            self.depth = depth.value;
        }
        self.no_sets |= spec.validators.is_some();
        if let Some(names) = &spec.expandable_fields {
            self.expandable = Some(names);
            self.said_expandable = true;
        }
    }

    /// In updates, a field that is read on creation only: it is shown and not read, or not there if it is never shown.
    fn create_only(&mut self, name: &'a str) {
        let declared = self.declared.iter().find(|d| *d.name == name).map(|d| &d.args);
        let args = declared.or_else(|| self.kwargs.iter().find(|(n, _)| *n == name).map(|(_, args)| *args));
        if args.is_some_and(|args| args.write_only.as_ref().is_some_and(|w| w.value)) {
            return self.names.retain(|n| n != name);
        }
        if declared.is_some() {
            self.create_only.push(name);
        } else {
            self.read_only.push(name);
        }
    }

    fn add_name(&mut self, name: &str) {
        if !self.names.iter().any(|n| n == name) {
            self.names.push(name.to_owned());
        }
    }

    /// The link from a detail to its master is no field for DRF.
    fn is_pointer(&self, field: &model::Field) -> bool {
        self.graph.models[self.model].master.is_some() && field.primary_key && field.name.ends_with("_ptr")
    }

    /// The model field of this name, its own or inherited, with the model that has it.
    fn column(&self, name: &str) -> Option<(&'static model::Model, &'static model::Field)> {
        let node = &self.graph.models[self.model];
        let key = node.fields.iter().find(|c| c.field.primary_key && !self.is_pointer(c.field));
        let found = if name == "pk" { key } else { node.fields.iter().find(|c| c.field.name == name && !self.is_pointer(c.field)) };
        found.map(|c| (self.graph.models[c.owner].model, c.field))
    }

    /// Whether this is an annotation of another resource's values, of which nothing is known.
    fn is_open_annotation(&self, name: &str) -> bool {
        let found = self.graph.models[self.model].fields.iter().find(|c| c.field.name == name).and_then(|c| c.annotation.as_ref());
        found.is_some_and(|a| !a.known)
    }

    fn reverse(&self, name: &str) -> Option<&Reverse> {
        let node = &self.graph.models[self.model];
        let ids = [Some(self.model), node.master];
        ids.into_iter().flatten().flat_map(|id| &self.graph.models[id].reverse).find(|r| r.accessor == name)
    }

    /// DRF's `build_field`: the field, and the type of its column if it has one. `None` if nothing has this name.
    fn build(&self, name: &str) -> Option<(Field, Option<FieldType>)> {
        if self.is_open_annotation(name) {
            // What it looks at is not here: the router knows its kind.
            return Some((Field::read_only_value(keep_str(name)), None));
        }
        if let Some((model, column)) = self.column(name) {
            if self.depth > 0 && column.kind.is_relation() && !column.primary_key {
                return Some((nested(keep_str(name), self.depth, column.kind == FieldType::ManyToMany), None));
            }
            return Some((infer::field(model, column), Some(column.kind)));
        }
        if let Some(reverse) = self.reverse(name) {
            let name = keep_str(name);
            if self.depth > 0 {
                return Some((Field::nested_depth(name, self.depth - 1), None));
            }
            let through = self.graph.models[reverse.from].fields[reverse.field].pairs.as_ref().and_then(|p| p.through);
            let field = infer::reverse(name);
            return Some((if through.is_some() { field.read_only() } else { field }, None));
        }
        if let Some((_, key)) = name.strip_suffix("_id").and_then(|key| self.column(key)) {
            // The key's raw value: an attribute of Django's rows, so DRF makes it a `ReadOnlyField`.
            let attribute = matches!(key.kind, FieldType::ForeignKey | FieldType::OneToOne);
            return attribute.then(|| (Field::primary_key_related(keep_str(name)).source(key.name).read_only(), None));
        }
        if name == "url" {
            return Some((Field::hyperlinked_identity("url"), None));
        }
        if naming::labelled(name).is_some_and(|field| self.column(&field).is_some_and(|(_, c)| !c.choices.is_empty())) {
            // A method of Django's rows: DRF makes it a `ReadOnlyField`, a value of any kind.
            return Some((Field::read_only_value(keep_str(name)), None));
        }
        // The checks have said of every other name that it is none; here it is the way back of a resource that is not here.
        let back = || if self.depth > 0 { Field::nested_depth(keep_str(name), self.depth - 1) } else { infer::reverse(keep_str(name)) };
        self.open.then(|| (back(), None))
    }

    /// `get_uniqueness_extra_kwargs`: fields of a complete unique set are required, or have their default.
    fn uniqueness(&self) -> Vec<(&'static str, Uniqueness)> {
        if self.no_sets {
            return Vec::new();
        }
        let mapped: Vec<&str> = self.names.iter().map(|name| self.source(name)).filter(|s| self.column(s).is_some()).collect();
        let mut out: Vec<(&'static str, Uniqueness)> = Vec::new();
        for set in self.unique_sets().filter(|set| set.iter().all(|name| mapped.contains(name))) {
            for &name in set {
                let Some((_, field)) = self.column(name) else { continue };
                let given = if field.auto_now || field.auto_now_add {
                    Uniqueness::Default(Literal::Now)
                } else if let Some(value) = field.default {
                    Uniqueness::Default(value)
                } else if field.null {
                    Uniqueness::Default(Literal::Null)
                } else if field.blank && field.kind.is_text() {
                    Uniqueness::Default(Literal::Str(""))
                } else {
                    Uniqueness::Required
                };
                out.push((name, given));
            }
        }
        out
    }

    fn unique_sets(&self) -> impl Iterator<Item = &'static [&'static str]> {
        let node = &self.graph.models[self.model];
        let models = [Some(node.model), node.master.map(|m| self.graph.models[m].model)];
        models.into_iter().flatten().flat_map(|model| {
            let conditional = model.unique_sets.iter().filter(|set| set.condition.is_some()).map(|set| set.all_fields());
            let conditional =
                conditional.filter(|all| all.len() > 1).map(|all| -> &'static [&'static str] { keep(all.into_boxed_slice()) });
            model.whole_sets().chain(conditional)
        })
    }

    fn source<'b>(&'b self, name: &'b str) -> &'b str {
        let declared = self.declared.iter().find(|d| *d.name == name).map(|d| &d.args);
        let args = declared.or_else(|| self.kwargs.iter().find(|(n, _)| *n == name).map(|(_, args)| *args));
        args.and_then(|a| a.source.as_ref()).map_or(name, |s| s.as_str())
    }

    /// `get_unique_together_validators`: the model's own sets all of whose fields can be written, or have a default.
    fn validated_sets(&self, owner: ModelId, fields: &[Field]) -> Vec<&'static [&'static str]> {
        if self.no_sets {
            return Vec::new();
        }
        let sources: Vec<&str> = fields.iter().filter(|f| !f.read_only || f.default.is_some()).map(|f| f.source_path()).collect();
        let own = self.graph.models[owner].model.whole_sets();
        own.filter(|set| set.iter().all(|name| sources.contains(name))).collect()
    }
}

fn nested(name: &'static str, depth: u8, many: bool) -> Field {
    Field::nested_depth(name, depth - 1).many(many)
}
