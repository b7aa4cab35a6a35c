//! Use cases, one per file, one transaction each.
