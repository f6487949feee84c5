//! Settings that cannot hold.

/// A setting that cannot hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{variable}: {message}")]
pub struct SettingError {
    /// The variable of the environment, in Django's words.
    pub variable: &'static str,
    /// What is wrong, and what to write.
    pub message: String,
}

impl SettingError {
    pub(crate) fn new(variable: &'static str, message: impl Into<String>) -> Self {
        Self { variable, message: message.into() }
    }
}
