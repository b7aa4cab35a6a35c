//! Definitions as data: parse, lint, compile, diff.
