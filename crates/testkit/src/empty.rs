use store::cluster;
use tempfile::TempDir;
use uuid::Uuid;

use crate::database::{cluster_url, skipped};

/// A place for a database that only the program under test opens. A connection of the test's own would help the program
/// over being killed: SQLite recovers its log only when nobody else has it open.
pub enum EmptyDatabase {
    /// A folder that is removed with this value.
    Sqlite(TempDir),
    /// A database of the test cluster, by its URL.
    Postgres(String),
}

impl EmptyDatabase {
    /// A folder for SQLite.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().expect("a temporary directory"))
    }

    /// A database on PostgreSQL; none, said so, where there is no cluster.
    ///
    /// # Panics
    /// When it cannot be made, or PostgreSQL is required and not there.
    pub async fn postgres() -> Option<Self> {
        let Some(cluster_url) = cluster_url() else {
            skipped();
            return None;
        };
        let name = format!("proofline_test_{}", Uuid::now_v7().simple());
        let url = cluster::create_database(&cluster_url, &name).await;
        Some(Self::Postgres(url.expect("the cluster makes a database")))
    }

    /// How the program is told to use it: an option and its value.
    #[must_use]
    pub fn arguments(&self) -> [String; 2] {
        match self {
            Self::Sqlite(dir) => ["--data".to_owned(), dir.path().display().to_string()],
            Self::Postgres(url) => ["--database-url".to_owned(), url.clone()],
        }
    }

    /// Removes it, whoever is still connected.
    pub async fn remove(self) {
        if let (Self::Postgres(url), Some(cluster_url)) = (&self, cluster_url()) {
            // What stays behind goes with the throw-away cluster.
            let _left_behind = cluster::drop_database(&cluster_url, url).await;
        }
    }
}
