use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{Connection, connect_reader};
use crate::error::{Error, Result};

/// Read connections, opened when first needed and kept.
///
/// They work in the thread that borrows them: a point read must not pay for more than its own statement.
#[derive(Clone)]
pub(crate) struct Readers(Arc<Shared>);

struct Shared {
    dir: PathBuf,
    idle: Mutex<Vec<Connection>>,
    permits: Arc<Semaphore>,
}

impl Readers {
    pub(crate) fn new(dir: PathBuf, max: usize) -> Self {
        Self(Arc::new(Shared {
            dir,
            idle: Mutex::default(),
            permits: Arc::new(Semaphore::new(max)),
        }))
    }

    /// Borrows a connection, waiting when all are in use.
    pub(crate) async fn take(&self) -> Result<Reader> {
        let permit = Arc::clone(&self.0.permits)
            .acquire_owned()
            .await
            .map_err(|_| Error::Unavailable("the store is closed".to_owned()))?;
        let idle = self
            .0
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let conn = match idle {
            Some(conn) => conn,
            None => connect_reader(&self.0.dir)?,
        };
        Ok(Reader {
            conn: Some(conn),
            shared: Arc::clone(&self.0),
            _permit: permit,
        })
    }
}

/// A borrowed read connection; dropping it ends its transaction, if there is one, and gives it back.
pub(crate) struct Reader {
    conn: Option<Connection>,
    shared: Arc<Shared>,
    _permit: OwnedSemaphorePermit,
}

const LENT: &str = "a reader owns its connection until it is dropped";

impl Deref for Reader {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.conn.as_ref().expect(LENT)
    }
}

impl DerefMut for Reader {
    fn deref_mut(&mut self) -> &mut Connection {
        self.conn.as_mut().expect(LENT)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let conn = self.conn.take().map(Connection::out_of_transaction);
        if let Some(Ok(conn)) = conn {
            self.shared
                .idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(conn);
        }
    }
}
