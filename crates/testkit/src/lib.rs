//! What tests share: each store test on both databases, a seeded world to fill them with, and (feature `server`) the
//! whole server in a test.
//!
//! PostgreSQL is found through `PROOFLINE_TEST_POSTGRES`, the URL of a cluster where the tests may create databases.
//! Without it those tests say that they were skipped, unless `CI=true` or `PROOFLINE_REQUIRE_POSTGRES=1` requires them.

#[cfg(feature = "server")]
mod client;
mod database;
mod empty;
mod seeded;
#[cfg(feature = "server")]
mod test_app;

#[cfg(feature = "server")]
pub use client::{Client, Reply};
pub use database::TestDb;
pub use empty::EmptyDatabase;
pub use seeded::Seeded;
#[cfg(feature = "server")]
pub use test_app::{BEGINNING, FixedClock, TestApp};

/// Declares tests that run on SQLite and on PostgreSQL, each on a database of its own:
///
/// ```ignore
/// db_test! {
///     async fn a_deal_reads_back_as_it_was_written(db) {
///         let store = db.store();
///         …
///     }
/// }
/// ```
#[macro_export]
macro_rules! db_test {
    ($($(#[$meta:meta])* async fn $name:ident($db:ident) $body:block)+) => {
        $(
            #[cfg(test)]
            mod $name {
                use super::*;

                async fn body($db: $crate::TestDb) $body

                $(#[$meta])*
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn on_sqlite() {
                    $crate::TestDb::run_on_sqlite(body).await;
                }

                $(#[$meta])*
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn on_postgres() {
                    $crate::TestDb::run_on_postgres(body).await;
                }
            }
        )+
    };
}
