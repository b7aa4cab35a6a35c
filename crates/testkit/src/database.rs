use std::sync::Arc;

use store::{Backend, Store, cluster};
use tempfile::TempDir;
use uuid::Uuid;

/// A database of one test, removed when the test ends, however it ends.
#[derive(Clone)]
pub struct TestDb {
    store: Store,
    backend: Backend,
    _dir: Option<Arc<TempDir>>,
}

/// The cluster where tests may create databases.
const CLUSTER: &str = "PROOFLINE_TEST_POSTGRES";

impl TestDb {
    /// The opened store.
    #[must_use]
    pub fn store(&self) -> Store {
        self.store.clone()
    }

    /// Where it lies.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.backend.clone()
    }

    /// Opens the same database once more, as another node would.
    ///
    /// # Panics
    /// When it does not open.
    pub async fn reopen(&self) -> Store {
        Store::open(self.backend())
            .await
            .expect("the test's database opens again")
    }

    /// An empty database of the same kind. The caller sees to it that a SQLite directory outlives its use.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn another(&self) -> Self {
        match &self.backend {
            Backend::Sqlite { .. } => Self::sqlite().await,
            Backend::Postgres { .. } => {
                Self::postgres(&cluster_url().expect("the cluster was there before")).await
            }
        }
    }

    /// A fresh SQLite database.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn sqlite() -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let backend = Backend::sqlite(dir.path());
        let store = Store::open(backend.clone()).await.expect("SQLite opens");
        Self {
            store,
            backend,
            _dir: Some(Arc::new(dir)),
        }
    }

    /// A fresh database in a PostgreSQL cluster.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn postgres(cluster_url: &str) -> Self {
        let name = format!("proofline_test_{}", Uuid::now_v7().simple());
        let url = cluster::create_database(cluster_url, &name)
            .await
            .expect("the cluster makes a database");
        let backend = Backend::postgres(url);
        let store = Store::open(backend.clone())
            .await
            .expect("PostgreSQL opens");
        Self {
            store,
            backend,
            _dir: None,
        }
    }

    /// Removes the database. SQLite's goes with its directory.
    pub async fn remove(self) {
        if let (Backend::Postgres { url }, Some(cluster_url)) = (&self.backend, cluster_url()) {
            self.store.close().await;
            // What stays behind goes with the throw-away cluster.
            let _left_behind = cluster::drop_database(&cluster_url, url).await;
        }
    }

    /// Runs a test on SQLite.
    ///
    /// # Panics
    /// When the test does.
    pub async fn run_on_sqlite<F: Future<Output = ()> + Send + 'static>(
        test: impl FnOnce(Self) -> F,
    ) {
        test(Self::sqlite().await).await;
    }

    /// Runs a test on PostgreSQL, or says that it was skipped.
    ///
    /// # Panics
    /// When the test does, or PostgreSQL is required and not there.
    pub async fn run_on_postgres<F: Future<Output = ()> + Send + 'static>(
        test: impl FnOnce(Self) -> F,
    ) {
        let Some(url) = cluster_url() else {
            skipped();
            return;
        };
        let db = Self::postgres(&url).await;
        let outcome = tokio::spawn(test(db.clone())).await;
        db.remove().await;
        if let Err(error) = outcome {
            std::panic::resume_unwind(error.into_panic());
        }
    }
}

/// Says that a test was skipped for want of PostgreSQL.
///
/// # Panics
/// When PostgreSQL is required.
pub(crate) fn skipped() {
    assert!(
        !is_required(),
        "{CLUSTER} must name a PostgreSQL cluster here"
    );
    eprintln!("skipped: {CLUSTER} names no PostgreSQL cluster");
}

pub(crate) fn cluster_url() -> Option<String> {
    std::env::var(CLUSTER).ok().filter(|url| !url.is_empty())
}

fn is_required() -> bool {
    let is_set = |name: &str, value: &str| std::env::var(name).is_ok_and(|set| set == value);
    is_set("CI", "true") || is_set("PROOFLINE_REQUIRE_POSTGRES", "1")
}
