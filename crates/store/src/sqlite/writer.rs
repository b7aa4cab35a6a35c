//! The single writer. Writers take turns on one connection inside one transaction; when the queue is empty or the group is
//! full the transaction is committed, and only then is anybody told that their write is kept.

use std::ops::{Deref, DerefMut};
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot};

use super::{Connection, at_length};

use crate::changes::{Change, Changes};
use crate::error::{Error, Result};
use crate::journal::Heads;

/// Writes that may wait before new ones are refused with [`Error::Busy`].
const QUEUE: usize = 1_024;
/// The most writes committed together.
const GROUP: usize = 256;
/// How long the first write of a group may wait for the others.
const GROUP_TIME: Duration = Duration::from_millis(10);

const BEGIN: &str = "begin immediate";

/// The way to the writer task.
#[derive(Clone)]
pub(crate) struct Writer(mpsc::Sender<oneshot::Sender<Result<Turn>>>);

impl Writer {
    /// Starts the writer task, which lives until every `Writer` is dropped.
    pub(crate) fn start(conn: Connection, changes: Changes) -> Self {
        let (sender, queue) = mpsc::channel(QUEUE);
        tokio::spawn(
            Task {
                queue,
                conn: Some(conn),
                changes,
            }
            .run(),
        );
        Self(sender)
    }

    /// Waits for a turn on the writer's connection.
    pub(crate) async fn turn(&self) -> Result<Turn> {
        let (sender, turn) = oneshot::channel();
        self.0.try_send(sender).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => Error::Busy,
            mpsc::error::TrySendError::Closed(_) => writer_is_gone(),
        })?;
        turn.await.map_err(|_| writer_is_gone())?
    }
}

fn writer_is_gone() -> Error {
    Error::Unavailable("the writer has stopped".to_owned())
}

/// Exclusive use of the writer's connection, inside its transaction. Dropping it undoes what was done in the turn.
pub(crate) struct Turn {
    conn: Option<Connection>,
    /// The journal heads this transaction has already read.
    pub(crate) heads: Heads,
    back: Option<oneshot::Sender<Returned>>,
}

struct Returned {
    conn: Connection,
    heads: Heads,
    kept: Option<Kept>,
}

/// A turn that wants to be committed.
struct Kept {
    changes: Vec<Change>,
    acknowledge: oneshot::Sender<Result<()>>,
}

impl Turn {
    /// Ends the turn and waits until what it wrote is durable.
    pub(crate) async fn commit(mut self, changes: Vec<Change>) -> Result<()> {
        let (acknowledge, acknowledged) = oneshot::channel();
        self.give_back(Some(Kept {
            changes,
            acknowledge,
        }));
        acknowledged.await.map_err(|_| writer_is_gone())?
    }

    fn give_back(&mut self, kept: Option<Kept>) {
        if let (Some(conn), Some(back)) = (self.conn.take(), self.back.take()) {
            let heads = std::mem::take(&mut self.heads);
            // Fails only when the writer task is gone, and then there is nobody to give it to.
            let _gone = back.send(Returned { conn, heads, kept });
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.give_back(None);
    }
}

const LENT: &str = "a turn owns the connection until it ends";

impl Deref for Turn {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.conn.as_ref().expect(LENT)
    }
}

impl DerefMut for Turn {
    fn deref_mut(&mut self) -> &mut Connection {
        self.conn.as_mut().expect(LENT)
    }
}

struct Task {
    queue: mpsc::Receiver<oneshot::Sender<Result<Turn>>>,
    conn: Option<Connection>,
    changes: Changes,
}

/// The transaction that a group of turns shares.
#[derive(Default)]
struct Group {
    is_open: bool,
    heads: Heads,
    kept: Vec<Kept>,
}

impl Task {
    async fn run(mut self) {
        while let Some(first) = self.queue.recv().await {
            let started = Instant::now();
            let mut group = Group::default();
            let mut next = Some(first);
            while let Some(request) = next.take() {
                if self.take_turn(&mut group, request).await.is_err() {
                    // The connection is lost: the holder's task died with it.
                    return;
                }
                if group.kept.len() < GROUP && started.elapsed() < GROUP_TIME {
                    next = self.queue.try_recv().ok();
                }
            }
            self.commit(group);
        }
    }

    /// Lets one writer work. Its failure undoes only its own part.
    async fn take_turn(
        &mut self,
        group: &mut Group,
        request: oneshot::Sender<Result<Turn>>,
    ) -> Result<(), ConnectionLost> {
        // The first turn of a group needs no savepoint: undoing it undoes the transaction.
        let has_savepoint = !group.kept.is_empty();
        let opened = match (group.is_open, has_savepoint) {
            (false, _) => self.begin(),
            (true, true) => self.run_sql("savepoint turn"),
            (true, false) => Ok(()),
        };
        if let Err(error) = opened {
            if group.is_open {
                self.lose(group, &error);
            }
            let _impatient = request.send(Err(error));
            return Ok(());
        }
        group.is_open = true;

        let (back, returned) = oneshot::channel();
        let turn = Turn {
            conn: self.conn.take(),
            heads: group.heads.clone(),
            back: Some(back),
        };
        // An impatient writer drops the turn at once, which gives it back.
        let _impatient = request.send(Ok(turn));
        let Returned { conn, heads, kept } = returned.await.map_err(|_| ConnectionLost)?;
        self.conn = Some(conn);

        match (kept, has_savepoint) {
            (Some(kept), true) => match self.run_sql("release turn") {
                Ok(()) => group.keep(kept, heads),
                Err(error) => {
                    group.kept.push(kept);
                    self.lose(group, &error);
                }
            },
            (Some(kept), false) => group.keep(kept, heads),
            (None, true) => {
                if let Err(error) = self.undo_turn() {
                    self.lose(group, &error);
                }
            }
            (None, false) => self.roll_back(group),
        }
        Ok(())
    }

    fn commit(&mut self, mut group: Group) {
        if group.kept.is_empty() {
            return self.roll_back(&mut group);
        }
        if let Err(error) = self.commit_group() {
            return self.lose(&mut group, &error);
        }
        for Kept {
            changes,
            acknowledge,
        } in group.kept
        {
            self.changes.publish(changes);
            let _impatient = acknowledge.send(Ok(()));
        }
    }

    /// Ends a transaction that SQLite gave up (full disk, I/O error): nobody's write was kept.
    fn lose(&mut self, group: &mut Group, error: &Error) {
        tracing::error!(%error, writes = group.kept.len(), "a group of writes was rolled back");
        for kept in group.kept.drain(..) {
            let told = match error {
                Error::StorageFull => Error::StorageFull,
                other => Error::Unavailable(other.to_string()),
            };
            let _impatient = kept.acknowledge.send(Err(told));
        }
        self.roll_back(group);
    }

    fn roll_back(&mut self, group: &mut Group) {
        if group.is_open {
            // Fails when SQLite has rolled back by itself, which is what we want.
            let _already = self.run_sql("rollback");
        }
        *group = Group::default();
    }

    /// Takes the file's write lock. When another process has it, waiting must not hold up this thread's other requests.
    fn begin(&mut self) -> Result<()> {
        let conn = self.conn.as_mut().ok_or_else(writer_is_gone)?;
        match conn.execute(BEGIN, &[]) {
            Err(Error::Busy) => at_length(|| conn.execute_patiently(BEGIN)),
            begun => begun.map(drop),
        }
    }

    fn undo_turn(&mut self) -> Result<()> {
        self.run_sql("rollback to turn")?;
        self.run_sql("release turn")
    }

    /// Waits for the disk.
    fn commit_group(&mut self) -> Result<()> {
        at_length(|| self.run_sql("commit"))
    }

    fn run_sql(&mut self, sql: &'static str) -> Result<()> {
        let conn = self.conn.as_mut().ok_or_else(writer_is_gone)?;
        conn.execute(sql, &[]).map(drop)
    }
}

struct ConnectionLost;

impl Group {
    fn keep(&mut self, kept: Kept, heads: Heads) {
        self.kept.push(kept);
        self.heads = heads;
    }
}
