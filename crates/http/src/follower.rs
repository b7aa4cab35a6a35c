//! Following committed changes as one caller: what they may see, from where they left off, without gaps.

use std::{collections::VecDeque, pin::Pin, time::Duration};

use domain::Visibility;
use store::{Change, JournalQuery, Scope, Store};
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    time::{Instant, Interval, Sleep, interval_at},
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{auth::Proof, problem::Problem};

/// A follower has to come back and prove who it is after this long.
const LIFETIME: Duration = Duration::from_secs(15 * 60);
/// Whoever missed more than this does not get it told one by one.
const MOST_MISSED: i64 = 5_000;
/// Entries read from the journal at a time when catching up.
const CATCH_UP_PAGE: u32 = 500;
/// Records of these nouns are visible to everybody in the workspace; those of a deal to whoever sees the deal.
const COMMON: &[&str] = &[
    "workspace",
    "user",
    "team",
    "account",
    "contact",
    "product",
    "playbook_version",
    "playbook",
];

/// One caller's view of what is being committed.
pub(crate) struct Follower {
    store: Store,
    scope: Scope,
    user_id: Option<Uuid>,
    changes: Receiver<Change>,
    /// Everything up to here was given or is none of the caller's business.
    position: i64,
    /// The caller missed too much, and starts anew from `position`.
    is_reset: bool,
    waiting: VecDeque<api::Event>,
    closing: CancellationToken,
    proof: Proof,
    proofs: Interval,
    end: Pin<Box<Sleep>>,
    has_ended: bool,
}

impl Follower {
    /// Follows from after `seen`, or from now; `proof` is looked at again every `proof_interval`.
    pub(crate) async fn start(
        ctx: &app::Ctx,
        seen: Option<i64>,
        proof: Proof,
        proof_interval: Duration,
        closing: CancellationToken,
    ) -> Result<Self, Problem> {
        let store = ctx.app.store().clone();
        let scope = Scope::of(ctx.workspace_id, &ctx.actor);
        // Listening begins before the position is read, so that nothing falls between.
        let changes = store.changes();
        let newest = store
            .read(&scope)
            .await
            .map_err(app::Error::from)?
            .journal_position()
            .await
            .map_err(app::Error::from)?;
        let (position, is_reset) = seen.map_or((newest, false), |seen| resume(seen, newest));
        let mut follower = Self {
            user_id: ctx.actor.user_id.map(Into::into),
            position,
            is_reset,
            store,
            scope,
            changes,
            waiting: VecDeque::new(),
            closing,
            proof,
            proofs: interval_at(Instant::now() + proof_interval, proof_interval),
            end: Box::pin(tokio::time::sleep(LIFETIME)),
            has_ended: false,
        };
        follower.catch_up().await.map_err(app::Error::from)?;
        Ok(follower)
    }

    /// Where the caller stands who missed too much to be told: everything they know may be old.
    pub(crate) fn reset(&self) -> Option<i64> {
        self.is_reset.then_some(self.position)
    }

    /// The next change the caller may see; `None` when it has to connect anew.
    pub(crate) async fn next(&mut self) -> Option<api::Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            if self.has_ended {
                return None;
            }
            let received = tokio::select! {
                () = self.closing.cancelled() => return None,
                () = &mut self.end => return None,
                _ = self.proofs.tick() => {
                    if !self.proof.holds().await {
                        return None;
                    }
                    continue;
                }
                received = self.changes.recv() => received,
            };
            let taken = match received {
                Ok(change) => self.take(change).await,
                Err(RecvError::Lagged(_)) => self.catch_up().await,
                Err(RecvError::Closed) => return None,
            };
            if let Err(error) = taken {
                tracing::warn!(%error, "a live stream ends early");
                return None;
            }
        }
    }

    async fn take(&mut self, change: Change) -> store::Result<()> {
        if change.workspace_id != self.scope.workspace_id || change.seq <= self.position {
            return Ok(());
        }
        if change.seq > self.position + 1 {
            return self.catch_up().await;
        }
        self.position = change.seq;
        self.offer(change).await
    }

    /// Reads what was missed from the journal.
    async fn catch_up(&mut self) -> store::Result<()> {
        loop {
            let query = JournalQuery {
                after_seq: Some(self.position),
                limit: CATCH_UP_PAGE,
                ..JournalQuery::default()
            };
            let page = self
                .store
                .read(&self.scope)
                .await?
                .journal_page(&query)
                .await?;
            for entry in page.rows {
                self.position = entry.seq;
                self.offer(entry.into()).await?;
            }
            if page.next_cursor.is_none() {
                return Ok(());
            }
        }
    }

    async fn offer(&mut self, change: Change) -> store::Result<()> {
        if change.object_kind == "user" && Some(change.object_id) == self.user_id {
            // The caller's own rights may have changed: whoever comes back is judged anew.
            self.has_ended = true;
        }
        if self.sees(&change).await? {
            self.waiting.push_back(told(change));
        }
        Ok(())
    }

    async fn sees(&self, change: &Change) -> store::Result<bool> {
        match change.deal_id {
            None => Ok(COMMON.contains(&change.object_kind.as_str())),
            Some(_) if self.scope.visibility == Visibility::All => Ok(true),
            Some(deal_id) => {
                let mut read = self.store.read(&self.scope).await?;
                // Whoever loses a deal from sight is told so, and finds it gone.
                Ok(read.find_deal(deal_id).await?.is_some()
                    || (change.owner_before.is_some()
                        && read.sees_owner(change.owner_before).await?))
            }
        }
    }
}

/// Where to go on after `seen`, and whether what came in between is left out.
fn resume(seen: i64, newest: i64) -> (i64, bool) {
    if seen < 0 || newest.saturating_sub(seen) > MOST_MISSED {
        (newest, true)
    } else {
        (seen.min(newest), false)
    }
}

fn told(change: Change) -> api::Event {
    api::Event {
        seq: change.seq,
        action: change.action,
        object_kind: change.object_kind,
        object_id: change.object_id,
        deal_id: change.deal_id.map(Into::into),
        version: change.version,
        actor_id: change.actor_id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_missed_too_much_starts_anew_instead_of_loading_the_journal() {
        for (seen, newest, expected) in [
            (0, 5_000, (0, false)),
            (0, 5_001, (5_001, true)),
            (95_000, 100_000, (95_000, false)),
            (-1, 3, (3, true)),
            (i64::MIN, 3, (3, true)),
            (i64::MAX, 3, (3, false)),
        ] {
            assert_eq!(resume(seen, newest), expected, "{seen} of {newest}");
        }
    }
}
