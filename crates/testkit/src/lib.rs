//! Each test on both databases; TestApp, builders, fixed clock, seeded ids.
