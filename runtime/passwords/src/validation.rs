//! Django's password validators (`django.contrib.auth.password_validation`), the four that `startproject` turns on, with its texts.

use sha2::{Digest as _, Sha256};
use std::collections::HashMap;

/// Django's `MinimumLengthValidator`, in characters.
const MIN_LENGTH: usize = 8;
/// Django's `UserAttributeSimilarityValidator`.
const MAX_SIMILARITY: f64 = 0.7;

/// What a password must not look like.
#[derive(Clone, Copy, Debug, Default)]
pub struct Attributes<'a> {
    /// The name to sign in with.
    pub username: &'a str,
    /// May be empty.
    pub first_name: &'a str,
    /// May be empty.
    pub last_name: &'a str,
    /// May be empty.
    pub email: &'a str,
}

/// Django's `validate_password`: what is wrong with a password, in Django's words and order. Empty: nothing.
pub fn validate(password: &str, user: &Attributes<'_>) -> Vec<String> {
    let mut errors = Vec::new();
    let attributes =
        [("username", user.username), ("first name", user.first_name), ("last name", user.last_name), ("email address", user.email)];
    let lower = password.to_lowercase();
    if let Some((name, _)) = attributes.iter().find(|(_, value)| is_similar(&lower, value)) {
        errors.push(format!("The password is too similar to the {name}."));
    }
    if password.chars().count() < MIN_LENGTH {
        errors.push(format!("This password is too short. It must contain at least {MIN_LENGTH} characters."));
    }
    if is_common(&lower) {
        errors.push("This password is too common.".to_owned());
    }
    if !password.is_empty() && password.chars().all(char::is_numeric) {
        errors.push("This password is entirely numeric.".to_owned());
    }
    errors
}

/// Whether a password, in lower case, is similar to an attribute or to a word of it.
fn is_similar(password: &str, value: &str) -> bool {
    let value = value.to_lowercase();
    let words = value.split(|c: char| !c.is_alphanumeric() && c != '_');
    let length = password.chars().count();
    words.chain([value.as_str()]).any(|part| {
        let part_length = part.chars().count();
        // Django's `exceeds_maximum_length_ratio`: too different in length to be similar.
        let apart = length >= 10 * part_length && (part_length as f64) < MAX_SIMILARITY / 2.0 * length as f64;
        !value.is_empty() && !apart && quick_ratio(password, part) >= MAX_SIMILARITY
    })
}

/// Python's `difflib.SequenceMatcher.quick_ratio`: the share of characters that both have, wherever they stand.
fn quick_ratio(a: &str, b: &str) -> f64 {
    let (mut free, mut total, mut matches) = (HashMap::new(), 0_u32, 0_u32);
    for c in b.chars() {
        *free.entry(c).or_insert(0_u32) += 1;
        total += 1;
    }
    for c in a.chars() {
        total += 1;
        if let Some(left) = free.get_mut(&c).filter(|left| **left > 0) {
            *left -= 1;
            matches += 1;
        }
    }
    if total == 0 { 1.0 } else { 2.0 * f64::from(matches) / f64::from(total) }
}

/// Whether a password, in lower case, is one of Django's 20,000 common ones. The list is kept as the first four bytes of digests (made by
/// `data/make.py`), so one word in 200,000 that is not common is taken for one.
fn is_common(password: &str) -> bool {
    static COMMON: &[u8] = include_bytes!("../data/common-passwords.bin");
    let digest = Sha256::digest(password.trim());
    let (words, _) = COMMON.as_chunks::<4>();
    digest.first_chunk::<4>().is_some_and(|first| words.binary_search(first).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: &str = "This password is too short. It must contain at least 8 characters.";
    const COMMON: &str = "This password is too common.";
    const NUMERIC: &str = "This password is entirely numeric.";

    /// The errors are those that Django 5.2 gives.
    #[test]
    fn as_django() {
        let user = Attributes { username: "joe.doe_1", first_name: "Josephine", last_name: "", email: "jo.field@example.org" };
        let similar = |name: &str| format!("The password is too similar to the {name}.");
        for (password, expected) in [
            ("correct horse", vec![]),
            ("", vec![SHORT.to_owned()]),
            ("x1y2", vec![SHORT.to_owned()]),
            ("Password", vec![COMMON.to_owned()]),
            (" letmein ", vec![COMMON.to_owned()]),
            ("letmein", vec![SHORT.to_owned(), COMMON.to_owned()]),
            ("12345678", vec![COMMON.to_owned(), NUMERIC.to_owned()]),
            ("1234567", vec![SHORT.to_owned(), COMMON.to_owned(), NUMERIC.to_owned()]),
            ("\u{663}\u{664}98127645", vec![NUMERIC.to_owned()]),
            ("joe.doe_1x", vec![similar("username")]),
            ("1_eod.eojq", vec![similar("username")]),
            ("JOSEPHINE7", vec![similar("first name")]),
            ("field@example", vec![similar("email address")]),
            ("example7", vec![similar("email address")]),
            ("йцукенгш", vec![]),
            ("пароль", vec![SHORT.to_owned(), COMMON.to_owned()]),
        ] {
            assert_eq!(validate(password, &user), expected, "{password:?}");
        }
        assert_eq!(validate("a-good-one", &Attributes::default()), Vec::<String>::new());
    }
}
