//! Shared by the test suites of this folder.
