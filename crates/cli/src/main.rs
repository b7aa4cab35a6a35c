//! The Proofline binary.
fn main() {}
