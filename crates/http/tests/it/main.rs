//! The HTTP edge, tested through its router.

mod contract;
