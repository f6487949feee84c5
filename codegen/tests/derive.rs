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

/// A detail's hooks get its whole row, and `validate_<field>` of a field that only its master's struct has is its master's.
#[test]
fn hooks_of_derived_masters_and_details() {
    let made = |meta: &str, hooks: &str| {
        let (hooks, meta): (proc_macro2::TokenStream, proc_macro2::TokenStream) = (hooks.parse().unwrap(), meta.parse().unwrap());
        let tokens = quote! {
            #[meta(#meta)]
            #[serializer(fields = ["size"])]
            #[viewset(endpoint = "things", hooks = [#hooks])]
            pub struct Thing {
                pub size: i32,
            }
        };
        derive::resource(tokens).to_string()
    };
    let detail = made("extends = \"Media\"", "\"validate\", \"validate_size\", \"validate_title\"");
    assert!(detail.contains("type ThingRow = :: restwright :: Detail < Thing >"), "{detail}");
    assert!(detail.contains("thing : Option <& ThingRow >, input : & mut ThingInput"), "{detail}");
    assert!(detail.contains("pub master : < Media as :: restwright :: __gen :: Resource > :: Input"), "{detail}");
    assert!(!detail.contains("fn validate_title") && detail.contains("has_hook"), "{detail}");
    let wrong = made("extends = \"Media\"", "\"validat\"");
    assert!(wrong.contains("`validat` cannot be a hook here"), "{wrong}");
}

/// Folders of migrations that a crate cannot be compiled with.
#[test]
fn a_folder_of_migrations_that_says_nothing_is_an_error() {
    let folder = std::env::temp_dir().join(format!("restwright-steps-of-a-crate-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let name = folder.to_string_lossy().into_owned();
    let tokens = || derive::migrations(quote!(#name)).to_string();
    assert!(tokens().contains("compile_error") && tokens().contains("cannot read the folder"));
    std::fs::create_dir_all(folder.join("0002_more")).unwrap();
    assert!(tokens().contains("/0002_more` has none of sqlite.sql, postgres.sql, mysql.sql"));
    std::fs::write(folder.join("0002_more/postgres.sql"), " \n").unwrap();
    assert!(tokens().contains("/0002_more/postgres.sql` is empty"));
    std::fs::write(folder.join("0002_more/postgres.sql"), "-- nothing to do\n").unwrap();
    std::fs::create_dir_all(folder.join("0001_initial")).unwrap();
    std::fs::write(folder.join("0001_initial/sqlite.sql"), "CREATE TABLE a (b integer);\n").unwrap();
    let tokens = tokens();
    assert!(!tokens.contains("compile_error"), "{tokens}");
    // In the order of their names; what is not there is empty.
    let (first, second) = tokens.split_once("\"0002_more\"").unwrap();
    assert!(first.contains("name : \"0001_initial\" , sqlite : include_str ! (") && first.contains("postgres : \"\""), "{tokens}");
    assert!(second.contains("0002_more/postgres.sql\")"), "{tokens}");
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::create_dir_all(&folder).unwrap();
    assert!(derive::migrations(quote!(#name)).to_string().contains("has no migrations"));
    std::fs::remove_dir_all(&folder).unwrap();
}

/// A binary says its earlier names, which `codegen makemigrations` asks it for.
#[test]
fn earlier_names_are_in_the_descriptor() {
    let tokens = derive::resource(quote! {
        #[meta(renamed_from = "Book")]
        struct Volume {
            #[field(primary_key)]
            id: i64,
            #[field(max_length = 9, renamed_from = "name")]
            title: String,
            #[field(renamed_from = "by")]
            writers: ManyToMany<Author>,
        }
    });
    let tokens = tokens.to_string();
    for name in ["Book", "name", "by"] {
        assert!(tokens.contains(&format!(". renamed_from (\"{name}\")")), "{name}: {tokens}");
    }
}
