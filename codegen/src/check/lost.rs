//! Names that lead nowhere: what is said of them, and what they are taken for afterwards.

use std::collections::HashMap;

use crate::diag::{Code, Diagnostics, codes, slip};
use crate::source::Origin;
use crate::spec::{Folder, Scope};

/// A path that did not.
#[derive(Clone, Debug)]
pub(super) enum Lost {
    /// No such name; the candidates.
    Unknown { part: String, model: String, names: Vec<String>, hint: Option<String> },
    /// More parts follow a field that is no relation.
    NotARelation { part: String, model: String },
    /// What is lost was reported elsewhere.
    Silent,
}

/// Reports a path that does not resolve.
pub(super) fn report_lost(d: &mut Diagnostics, code: &'static Code, origin: Origin, lost: &Lost) {
    match lost {
        Lost::Silent => {}
        Lost::Unknown { part, model, hint: Some(hint), .. } => {
            d.report(code, origin, &[part, model]).help(hint.as_str());
        }
        Lost::Unknown { part, model, names, hint: None } => {
            d.report(code, origin, &[part, model]).among(part, names);
        }
        Lost::NotARelation { part, model } => {
            d.report(&codes::NOT_A_RELATION, origin, &[part, model]);
        }
    }
}

/// Names that lead nowhere and are slips for one that does.
pub(super) fn slips<'a>(folder: &'a Folder, by_name: &HashMap<&'a str, usize>) -> HashMap<&'a str, usize> {
    let mut names: Vec<&str> = by_name.keys().copied().collect();
    names.sort_unstable();
    let mut slips = HashMap::new();
    for resource in folder.resources.iter().filter(|_| folder.scope == Scope::Whole) {
        let fields = resource.fields.iter().flat_map(|f| [&f.to, &f.through]);
        let parent = resource.viewset.parent.as_ref().map(|p| &p.resource);
        for name in fields.flatten().chain(&resource.meta.extends).chain(parent).map(|n| n.value.as_str()) {
            if !by_name.contains_key(name)
                && let Some(id) = slip(name, &names).and_then(|meant| by_name.get(meant))
            {
                slips.insert(name, *id);
            }
        }
    }
    slips
}
