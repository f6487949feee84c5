//! What the compiler prints of a wrong struct is in the `.stderr` beside it: all that is wrong, each at its place.
//!
//! `TRYBUILD=overwrite cargo test -p restwright-ui` rewrites them; look at the difference.

#[test]
fn the_derives_say_what_is_wrong() {
    let cases = trybuild::TestCases::new();
    cases.pass("pass/*/*.rs");
    cases.compile_fail("fail/*/*.rs");
}
