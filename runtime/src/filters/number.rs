//! django-filter's bound on numbers.

use crate::python::Decimal;
use std::cmp::Ordering;

/// `1e50` as the float that django-filter compares with.
const LIMIT: &str = "100000000000000007629769841091887003294964970946560";

/// Whether a number is over the 1e50 that django-filter allows.
pub(super) fn is_over_limit(number: &Decimal) -> bool {
    Decimal::parse(LIMIT).is_some_and(|limit| number.compare(&limit) == Ordering::Greater)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_limited() {
        let over = |text: &str| is_over_limit(&Decimal::parse(text).unwrap());
        assert!(over("1e51") && over("2e50") && over("1e99999") && !over("1e50") && !over("-1e99"));
    }
}
