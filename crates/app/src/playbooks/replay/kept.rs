//! The last replays of each workspace, so that opening a number does not judge history again. A workspace replays one
//! history at a time; others wait for it.

use std::{
    collections::{HashMap, VecDeque},
    future::Future,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{
    Date, Instant, Visibility,
    ids::{UserId, WorkspaceId},
};
use tokio::sync::Mutex as Turn;

use super::Replayed;
use crate::{Ctx, Error};

/// Replays kept of each workspace.
const KEPT: usize = 4;
/// How long they are kept after the last question, in seconds.
const IDLE_SECONDS: i64 = 15 * 60;

/// What was asked, by whose eyes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) source: String,
    pub(super) pipelines: Vec<String>,
    pub(super) window: (Option<Date>, Option<Date>),
    pub(super) viewer: (Option<UserId>, Visibility),
}

type Answers = VecDeque<(Asked, Arc<Replayed>)>;

/// A workspace's answers, and when it last asked.
type Kept = (Arc<Turn<Answers>>, Instant);

/// The last replays by workspace.
#[derive(Default)]
pub(crate) struct Replays(Mutex<HashMap<WorkspaceId, Kept>>);

impl Replays {
    /// The answer that is known for the journal as it is, else a new one.
    pub(super) async fn of<F: Future<Output = Result<Replayed, Error>>>(
        &self,
        ctx: &Ctx,
        asked: Asked,
        replay: impl FnOnce(i64) -> F,
    ) -> Result<Arc<Replayed>, Error> {
        let answers = self.answers(ctx.workspace_id, ctx.now());
        let mut answers = answers.lock().await;
        let position = ctx.read().await?.journal_position().await?;
        answers.retain(|(_, known)| known.position == position);
        if let Some((_, known)) = answers.iter().find(|(known, _)| *known == asked) {
            return Ok(Arc::clone(known));
        }
        let replayed = Arc::new(replay(position).await?);
        answers.truncate(KEPT - 1);
        answers.push_front((asked, Arc::clone(&replayed)));
        Ok(replayed)
    }

    fn answers(&self, workspace_id: WorkspaceId, now: Instant) -> Arc<Turn<Answers>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = now.plus_micros(-IDLE_SECONDS * 1_000_000);
        known.retain(|id, (_, asked_at)| *id == workspace_id || *asked_at > idle);
        let (answers, asked_at) = known
            .entry(workspace_id)
            .or_insert_with(|| (Arc::default(), now));
        *asked_at = now;
        Arc::clone(answers)
    }
}
