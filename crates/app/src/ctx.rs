//! The circumstances of a request, and the transaction a use case works in.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

use domain::{
    Actor, Instant,
    ids::{JournalEntryId, UserId, WorkspaceId},
    journal::{ActorRef, Changes, EntryOrigin, JournalDraft},
    policy::{self, Action, ActorKind, Decision, Resource, Role, TokenScope, Visibility},
};
use serde::{Serialize, de::DeserializeOwned};
use store::{ReadTx, Scope, WriteTx};
use uuid::Uuid;

use crate::{App, Code, Error, identity::Caller, limits, playbooks::Definitions, subject::Subject};

/// Who asks, by which path, and under which conditions.
#[derive(Clone)]
pub struct Ctx {
    /// The running product.
    pub app: App,
    /// The only workspace the request can see.
    pub workspace_id: WorkspaceId,
    /// Who asks.
    pub actor: Actor,
    /// The path the request came in by.
    pub origin: EntryOrigin,
    /// The request's id, for the journal.
    pub request_id: Option<String>,
    /// The version the caller has seen (`If-Match`): changing another one is refused.
    pub if_match: Option<i64>,
    /// Makes a repeated write answer as the first one did.
    pub idempotency: Option<Idempotency>,
}

/// A write that may be repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotency {
    /// The caller's key.
    pub key: String,
    /// Hash over method, path and body: the same key with another request is refused.
    pub request_hash: [u8; 32],
}

impl Ctx {
    /// The circumstances of a caller's request.
    #[must_use]
    pub fn new(app: App, caller: Caller, origin: EntryOrigin) -> Self {
        Self {
            app,
            workspace_id: caller.workspace_id,
            actor: caller.actor,
            origin,
            request_id: None,
            if_match: None,
            idempotency: None,
        }
    }

    /// Proofline itself acting in a workspace, allowed everything.
    #[must_use]
    pub fn system(app: App, workspace_id: WorkspaceId, origin: EntryOrigin) -> Self {
        let actor = Actor {
            user_id: None,
            name: "Proofline".to_owned(),
            role: Role::Admin,
            visibility: Visibility::All,
            kind: ActorKind::System,
            scope: TokenScope::Admin,
        };
        Self::new(
            app,
            Caller {
                workspace_id,
                actor,
            },
            origin,
        )
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.app.now()
    }

    pub(crate) fn scope(&self) -> Scope {
        Scope::of(self.workspace_id, &self.actor)
    }

    /// What the workspace works by.
    pub(crate) async fn definitions(&self) -> Result<Arc<Definitions>, Error> {
        self.app.published().of(&self.app, self.workspace_id).await
    }

    /// Reads as the caller.
    pub(crate) async fn read(&self) -> Result<ReadTx, Error> {
        Ok(self.app.store().read(&self.scope()).await?)
    }

    /// Opens the transaction a use case works in.
    pub(crate) async fn open(&self) -> Result<Work<'_>, Error> {
        let tx = self.app.store().write(&self.scope()).await?;
        Ok(Work {
            ctx: self,
            tx,
            now: self.app.now(),
        })
    }

    /// Asks the policy about an action on the workspace as a whole.
    pub(crate) fn authorise(&self, action: Action) -> Result<(), Error> {
        self.authorise_on(action, Resource::Workspace)
    }

    /// Asks the policy about an action on one thing.
    pub(crate) fn authorise_on(&self, action: Action, resource: Resource) -> Result<(), Error> {
        match policy::allows(&self.actor, action, resource) {
            Decision::Allowed => Ok(()),
            Decision::Denied
                if self.actor.kind == ActorKind::Token && self.actor.scope < action.scope() =>
            {
                Err(Code::ScopeMissing.into())
            }
            Decision::Denied => Err(Code::Forbidden.into()),
            Decision::Hidden => Err(Code::NotFound.into()),
        }
    }

    /// Whether the caller may do something in the workspace, for what is shown to whom.
    #[must_use]
    pub fn allows(&self, action: Action) -> bool {
        policy::allows(&self.actor, action, Resource::Workspace) == Decision::Allowed
    }

    /// Those of some actions that the caller may do.
    pub(crate) fn allowed(&self, actions: &[Action]) -> Vec<Action> {
        actions
            .iter()
            .copied()
            .filter(|action| self.allows(*action))
            .collect()
    }

    /// What the caller may do in the workspace beyond single deals.
    #[must_use]
    pub fn allowed_actions(&self) -> Vec<Action> {
        Action::ALL
            .iter()
            .copied()
            .filter(|action| !Action::ON_DEALS.contains(action) && self.allows(*action))
            .collect()
    }
}

/// Why something was done, for the journal.
#[derive(Debug, Clone, Default)]
pub(crate) struct Why {
    /// Reason code.
    pub(crate) reason: Option<String>,
    /// Free text.
    pub(crate) note: Option<String>,
    /// The playbook version that judged it.
    pub(crate) playbook_version: Option<i64>,
    /// When it happened, if not now.
    pub(crate) occurred_at: Option<Instant>,
}

/// A use case's transaction. Dropping it undoes everything.
pub(crate) struct Work<'c> {
    ctx: &'c Ctx,
    tx: WriteTx,
    /// When it was opened: the one instant of everything done in it.
    pub(crate) now: Instant,
}

impl Work<'_> {
    /// A fresh identifier.
    pub(crate) fn mint<I: From<Uuid>>(&self) -> I {
        I::from(Uuid::from(JournalEntryId::mint(
            self.now,
            &self.ctx.app.draw(),
        )))
    }

    /// Claims the request's idempotency key; the stored answer when the write was done before.
    pub(crate) async fn replayed<T: DeserializeOwned>(&mut self) -> Result<Option<T>, Error> {
        let Some(Idempotency { key, request_hash }) = &self.ctx.idempotency else {
            return Ok(None);
        };
        let claimant = self.claimant();
        match self.tx.find_idempotency(claimant, key, self.now).await? {
            None => Ok(None),
            Some(earlier) if earlier.request_hash != *request_hash => {
                Err(Code::IdempotencyMismatch.into())
            }
            Some(earlier) => Ok(Some(
                serde_json::from_str(&earlier.response).map_err(Error::internal)?,
            )),
        }
    }

    /// Refuses when the caller has seen another version than this.
    pub(crate) fn expect_version(&self, current: i64) -> Result<(), Error> {
        match self.ctx.if_match {
            Some(seen) if seen != current => Err(Error::version_conflict(current)),
            _ => Ok(()),
        }
    }

    /// Records a change; `changes` is what the store returned for it.
    pub(crate) fn record<T: Subject>(&mut self, action: &str, object: &T, changes: Changes) {
        self.record_why(action, object, changes, Why::default());
    }

    /// Records a change with its reasons.
    pub(crate) fn record_why<T: Subject>(
        &mut self,
        action: &str,
        object: &T,
        changes: Changes,
        why: Why,
    ) {
        let draft = JournalDraft {
            id: self.mint(),
            occurred_at: why.occurred_at.unwrap_or(self.now),
            actor: ActorRef {
                kind: self.ctx.actor.kind,
                id: self.ctx.actor.user_id.map(Into::into),
                name: self.ctx.actor.name.clone(),
            },
            origin: self.ctx.origin,
            action: action.to_owned(),
            object_kind: T::KIND.to_owned(),
            object_id: object.uuid(),
            deal_id: object.deal_id(),
            changes,
            reason: why.reason,
            note: why.note,
            playbook_version: why.playbook_version,
            request_id: self.ctx.request_id.clone(),
        };
        self.tx.record(draft, self.now);
    }

    /// The member who acts, if one does.
    pub(crate) fn member(&self) -> Option<UserId> {
        self.ctx.actor.user_id
    }

    /// Keeps everything, with the answer for whoever repeats the request.
    pub(crate) async fn commit<T: Serialize>(mut self, answer: T) -> Result<T, Error> {
        if let Some(Idempotency { key, request_hash }) = &self.ctx.idempotency {
            let response = serde_json::to_string(&answer).map_err(Error::internal)?;
            let claimant = self.claimant();
            let forget_at = self
                .now
                .plus_micros(limits::IDEMPOTENCY_SECONDS * 1_000_000);
            self.tx
                .remember_idempotency(claimant, key, *request_hash, &response, self.now, forget_at)
                .await?;
        }
        self.tx.commit().await?;
        Ok(answer)
    }

    /// Keeps everything without an answer for repetitions: one that holds a secret is never stored.
    pub(crate) async fn commit_unrepeatable(self) -> Result<(), Error> {
        Ok(self.tx.commit().await?)
    }

    /// Keys belong to whoever sends them: two members may use the same.
    fn claimant(&self) -> Uuid {
        self.ctx.actor.user_id.map_or(Uuid::nil(), Into::into)
    }
}

impl Deref for Work<'_> {
    type Target = WriteTx;
    fn deref(&self) -> &WriteTx {
        &self.tx
    }
}

impl DerefMut for Work<'_> {
    fn deref_mut(&mut self) -> &mut WriteTx {
        &mut self.tx
    }
}
