//! The table of all codes: what each says, and its paragraph for `codegen explain --code`.
//!
//! A code is never given another meaning. `tests/golden/diagnostics` has a case for each.

/// Makes a family of codes: one static each, and the list of them.
macro_rules! family {
    ($($name:ident = $id:literal, $severity:ident, $message:literal, $label:literal, $help:literal, $explanation:literal;)*) => {
        $(
            #[doc = concat!($id, ": ", $message)]
            pub static $name: crate::diag::Code = crate::diag::Code {
                id: $id,
                severity: crate::diag::Severity::$severity,
                message: $message,
                label: $label,
                help: $help,
                explanation: $explanation,
            };
        )*
        /// All of this family.
        pub(super) static FAMILY: &[&crate::diag::Code] = &[$(&$name),*];
    };
}

mod annotations;
mod fields;
mod names;
mod reading;
mod relations;
mod requests;
mod serializers;
mod unbuilt;
mod whole;

pub use super::Code;
pub use annotations::*;
pub use fields::*;
pub use names::*;
pub use reading::*;
pub use relations::*;
pub use requests::*;
pub use serializers::*;
pub use unbuilt::*;
pub use whole::*;

/// All codes, in the order of their numbers.
pub fn all() -> Vec<&'static Code> {
    let families = [
        reading::FAMILY,
        fields::FAMILY,
        names::FAMILY,
        relations::FAMILY,
        serializers::FAMILY,
        requests::FAMILY,
        whole::FAMILY,
        annotations::FAMILY,
        unbuilt::FAMILY,
    ];
    let mut codes: Vec<_> = families.into_iter().flatten().copied().collect();
    codes.sort_by_key(|code| code.id);
    codes
}

/// The code of this id, written in either case.
pub fn find(id: &str) -> Option<&'static Code> {
    all().into_iter().find(|code| code.id.eq_ignore_ascii_case(id))
}
