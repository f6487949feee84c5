//! What the spec language has and this version does not: one line a feature. When a feature is built, its line goes.

use crate::diag::{Diagnostics, codes};
use crate::source::Origin;
use crate::spec::{AuthenticationClass, BulkAction, DeclaredKind, FieldKind, FieldList, Folder, List, NotBuiltSpec, ResourceSpec, Spanned};

/// A feature that is not built.
struct Feature {
    /// What the diagnostic calls it.
    name: &'static str,
    /// Takes it out of the spec, and gives the places where it stood.
    take: fn(&mut Folder) -> Vec<Origin>,
}

/// Every unbuilt feature.
const FEATURES: &[Feature] = &[
    Feature { name: "a field of type `file`", take: |f| take_fields(f, FieldKind::File) },
    Feature { name: "a field of type `image`", take: |f| take_fields(f, FieldKind::Image) },
    Feature { name: "a field of type `attributes`", take: |f| take_fields(f, FieldKind::Attributes) },
    Feature { name: "`bulk`", take: |f| each(f, take_bulk) },
    Feature { name: "`set_queries`", take: |f| each(f, take_set_queries) },
    Feature { name: "`list_master`", take: |f| each(f, |r| taken(&mut r.meta.list_master, |on| *on)) },
    Feature { name: "authentication by `auth_header`", take: |f| take_authentication(f, AuthenticationClass::AuthHeader) },
    Feature { name: "authentication by `auth_token`", take: |f| take_authentication(f, AuthenticationClass::AuthToken) },
    Feature { name: "authentication by `jwt`", take: |f| take_authentication(f, AuthenticationClass::Jwt) },
];

/// Reports every unbuilt feature of the folder and takes it out, so that with `--partial` the rest is generated without it.
pub(super) fn check(folder: &mut Folder, d: &mut Diagnostics) {
    for feature in FEATURES {
        for origin in (feature.take)(folder) {
            d.report(&codes::UNBUILT, origin, &[feature.name]);
        }
    }
}

fn each(folder: &mut Folder, take: fn(&mut ResourceSpec) -> Vec<Origin>) -> Vec<Origin> {
    folder.resources.iter_mut().flat_map(take).collect()
}

fn not_built(resource: &mut ResourceSpec, path: &str, detail: bool, methods: Vec<String>) {
    resource.viewset.not_built.push(NotBuiltSpec { path: path.to_owned(), detail, methods });
}

fn take_bulk(resource: &mut ResourceSpec) -> Vec<Origin> {
    let Some(bulk) = resource.viewset.bulk.take() else { return Vec::new() };
    let methods = bulk.value.iter().flat_map(|action| match action.value {
        // A list that is POSTed is told from an object by its body, which validation refuses.
        BulkAction::Create => &[][..],
        BulkAction::Update => &["PUT", "PATCH"],
        BulkAction::Destroy => &["DELETE"],
    });
    let methods: Vec<String> = methods.map(|m| (*m).to_owned()).collect();
    if !methods.is_empty() {
        not_built(resource, "", false, methods);
    }
    vec![bulk.origin]
}

fn take_set_queries(resource: &mut ResourceSpec) -> Vec<Origin> {
    let found = taken(&mut resource.viewset.set_queries, |on| *on);
    if !found.is_empty() {
        not_built(resource, "query", false, vec!["GET".to_owned()]);
    }
    found
}

/// An option whose value asks for the feature.
fn taken<T>(option: &mut Option<Spanned<T>>, asks: impl Fn(&T) -> bool) -> Vec<Origin> {
    option.take_if(|o| asks(&o.value)).map(|o| o.origin).into_iter().collect()
}

/// Removes fields, and their names from the lists that must not name what isn't there.
fn take_fields(folder: &mut Folder, kind: FieldKind) -> Vec<Origin> {
    let mut found = Vec::new();
    for resource in &mut folder.resources {
        let mut gone = Vec::new();
        resource.fields.retain(|field| {
            if field.kind.value == kind {
                found.push(field.kind.origin);
                gone.push(field.name.value.clone());
            }
            field.kind.value != kind
        });
        found.extend(take_declared(resource, &mut gone, |declared| declared == DeclaredKind::Value(kind)));
        unlist(resource, &gone);
    }
    found
}

fn take_declared(resource: &mut ResourceSpec, gone: &mut Vec<String>, unbuilt: impl Fn(DeclaredKind) -> bool) -> Vec<Origin> {
    let mut found = Vec::new();
    if let Some(serializer) = &mut resource.serializer {
        serializer.each(&mut |table| {
            table.declared.retain(|declared| {
                let take = unbuilt(declared.kind.value);
                if take {
                    found.push(declared.kind.origin);
                    gone.push(declared.name.value.clone());
                }
                !take
            });
        });
    }
    found
}

fn unlist(resource: &mut ResourceSpec, gone: &[String]) {
    let keep = |name: &Spanned<String>| !gone.contains(&name.value);
    if let Some(serializer) = resource.serializer.as_mut().filter(|_| !gone.is_empty()) {
        serializer.each(&mut |table| {
            if let Some(FieldList::Names(names)) = table.fields.as_mut().map(|f| &mut f.value) {
                names.retain(keep);
            }
            let lists = [
                &mut table.read_only_fields,
                &mut table.expandable_fields,
                &mut table.omit,
                &mut table.exclude,
                &mut table.create_only_fields,
            ];
            for list in lists.into_iter().flatten() {
                list.value.retain(keep);
            }
            table.extra_kwargs.retain(|k| keep(&k.name));
            table.declared.retain(|f| !gone.iter().any(|g| f.args.source.as_ref().is_some_and(|s| s.value == *g)));
        });
    }
}

fn take_authentication(folder: &mut Folder, class: AuthenticationClass) -> Vec<Origin> {
    let api = &mut folder.api.authentication;
    let tables = match class {
        AuthenticationClass::AuthHeader => api.auth_header.take().map(|t| t.origin),
        AuthenticationClass::AuthToken => api.auth_token.take().map(|t| t.origin),
        AuthenticationClass::Jwt => api.jwt.take().map(|t| t.origin),
        AuthenticationClass::Session | AuthenticationClass::Basic | AuthenticationClass::Token => None,
    };
    let mut found: Vec<Origin> = tables.into_iter().collect();
    let mut from = |list: &mut Option<List<AuthenticationClass>>| {
        for list in list.iter_mut() {
            found.extend(list.value.iter().filter(|c| c.value == class).map(|c| c.origin));
            list.value.retain(|c| c.value != class);
        }
    };
    from(&mut api.classes);
    for resource in &mut folder.resources {
        from(&mut resource.viewset.authentication);
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    /// The README says what is not built: each feature by the word that its diagnostic has in backticks, or by its last words.
    #[test]
    fn the_readme_says_so() {
        let readme = std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md")).unwrap();
        let (_, rest) = readme.split_once("## Not built yet").unwrap();
        let (section, _) = rest.split_once("\n## ").unwrap();
        for feature in FEATURES {
            let word = feature.name.split('`').nth(1).unwrap_or_else(|| feature.name.split_once(' ').map_or("", |(_, words)| words));
            assert!(section.contains(word), "the README does not say that {} is not built", feature.name);
        }
    }
}
