//! What the macros' tokens are made of, where no compiler is needed to see it: `tests/ui` has what the compiler prints.
#![allow(clippy::unwrap_used, reason = "tests")]

use quote::quote;
use restwright_codegen::derive;

/// What a folder's files have wrong is said with file, line and column, all at once.
#[test]
fn a_folder_with_mistakes_says_where_they_are() {
    let tokens = derive::resources(quote!("../tests/golden/diagnostics/names")).to_string();
    let expected = std::fs::read_to_string("../tests/golden/diagnostics/names/stderr").unwrap();
    let places = expected.lines().filter_map(|line| line.trim_start().strip_prefix("--> ")).collect::<Vec<_>>();
    assert!(places.len() > 3);
    for place in places {
        assert!(tokens.contains(&format!("--> ../tests/golden/diagnostics/names/{place}")), "{place}");
    }
    assert!(!tokens.contains("pub mod"));
}

/// Names of structs that the folder refers to make it part of a larger whole.
#[test]
fn a_folder_beside_structs_is_checked_as_far_as_it_goes() {
    let alone = derive::resources(quote!("../runtime/tests/data/derive/specs")).to_string();
    assert!(alone.contains("there is no resource `Maker` [RW0301]"));
    let beside = derive::resources(quote!("../runtime/tests/data/derive/specs", crate::Maker)).to_string();
    assert!(!beside.contains("compile_error") && beside.contains("is_resource :: < crate :: Maker >"));
}

/// A detail's struct has neither its key nor its master's fields: it has the hooks that get no row, and names them itself.
#[test]
fn hooks_of_derived_masters_and_details() {
    let said = |hooks: &str, meta: &str| {
        let (hooks, meta): (proc_macro2::TokenStream, proc_macro2::TokenStream) = (hooks.parse().unwrap(), meta.parse().unwrap());
        let tokens = quote! {
            #[meta(#meta)]
            #[serializer(fields = ["size"])]
            #[viewset(endpoint = "things", hooks = [#hooks])]
            pub struct Thing {
                pub size: i32,
            }
        };
        derive::implementations(tokens).err().unwrap_or_default()
    };
    let detail = "extends = \"Media\"";
    assert_eq!(said("\"get_queryset\", \"has_permission\"", detail), [""; 0]);
    let refused = ["RW0901 `validate` of a derived resource that extends another is not built yet"];
    assert_eq!(said("\"get_queryset\", \"validate\"", detail), refused);
    let master = said("\"get_queryset\"", "master").join("\n");
    assert!(master.contains("RW0710 `hooks` cannot be a hook here: a derived master's details do not see what it names"), "{master}");
}
