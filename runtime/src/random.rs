//! Random texts: keys of sessions, CSRF secrets, generated passwords.

use rand::RngExt as _;

/// ASCII letters and digits from the operating system's generator, unguessable.
pub(crate) fn text(length: usize) -> String {
    rand::rng().sample_iter(rand::distr::Alphanumeric).take(length).map(char::from).collect()
}
