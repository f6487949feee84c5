//! What stands in the place of Redis in a server that was built without it.

use super::Rate;
use std::convert::Infallible;
use std::time::Duration;

/// There is none: the cargo feature `redis` is off.
#[derive(Clone, Debug)]
pub enum Redis {}

impl Redis {
    /// Refuses.
    ///
    /// # Errors
    ///
    /// Always.
    pub fn new(_url: &str) -> Result<Self, &'static str> {
        Err("this server was built without the feature `redis` of restwright")
    }

    pub(crate) async fn count(&self, _key: &str, _rate: Rate) -> Result<Option<Duration>, Infallible> {
        match *self {}
    }

    pub(crate) async fn look(&self, _key: &str, _rate: Rate) -> Result<Option<Duration>, Infallible> {
        match *self {}
    }

    pub(crate) async fn uncount(&self, _key: &str) -> Result<(), Infallible> {
        match *self {}
    }
}
