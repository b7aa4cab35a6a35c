//! Who stands behind a session or token, remembered for seconds so that most requests need no look-up.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use domain::{Actor, Instant, ids::WorkspaceId};

use super::secret::SecretHash;
use crate::limits;

/// Somebody who proved who they are: the workspace and the actor in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The workspace they belong to.
    pub workspace_id: WorkspaceId,
    /// Who acts.
    pub actor: Actor,
}

/// The short memory of callers. On one node changes are seen at once ([`Callers::forget_all`]);
/// other nodes notice after [`limits::SESSION_CACHE_SECONDS`].
#[derive(Debug, Default)]
pub(crate) struct Callers(RwLock<HashMap<SecretHash, (Caller, Instant)>>);

impl Callers {
    /// The caller behind a secret, if it was looked up moments ago.
    pub(crate) fn find(&self, hash: &SecretHash, now: Instant) -> Option<Caller> {
        let callers = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (caller, good_until) = callers.get(hash)?;
        (now < *good_until).then(|| caller.clone())
    }

    /// Remembers a caller until `ends_at` at most.
    pub(crate) fn remember(
        &self,
        hash: SecretHash,
        caller: &Caller,
        now: Instant,
        ends_at: Option<Instant>,
    ) {
        let soon = now.plus_micros(limits::SESSION_CACHE_SECONDS * 1_000_000);
        let good_until = ends_at.map_or(soon, |ends_at| ends_at.min(soon));
        let mut callers = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if callers.len() >= limits::SESSION_CACHE_ENTRIES {
            callers.retain(|_, (_, until)| now < *until);
            if callers.len() >= limits::SESSION_CACHE_ENTRIES {
                callers.clear();
            }
        }
        callers.insert(hash, (caller.clone(), good_until));
    }

    /// Forgets everybody: somebody's rights, password or session changed.
    pub(crate) fn forget_all(&self) {
        self.0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}
