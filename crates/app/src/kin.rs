//! Who is near whom: whether a deal's owner is the caller, in the caller's team, or elsewhere.

use std::collections::BTreeSet;

use domain::{
    Actor, Role, Visibility,
    ids::UserId,
    policy::{Relation, Resource},
};
use store::ReadTx;

use crate::Error;

/// The caller and, where it matters, the people of their team.
pub(crate) struct Kin {
    actor: Actor,
    /// Loaded only for those whose rights depend on it beyond what they see.
    team: BTreeSet<UserId>,
}

impl Kin {
    /// Loads what the policy needs about an actor.
    pub(crate) async fn of(actor: &Actor, read: &mut ReadTx) -> Result<Self, Error> {
        // Managers act on their team's deals only, also when they see everybody's.
        let sees_beyond = actor.role == Role::Manager && actor.visibility == Visibility::All;
        let team = if sees_beyond {
            read.team_of_viewer().await?
        } else {
            BTreeSet::new()
        };
        Ok(Self {
            actor: actor.clone(),
            team,
        })
    }

    /// How the owner of a deal that the caller sees is related to them.
    pub(crate) fn relation(&self, owner_id: Option<UserId>) -> Relation {
        let is_in_team = match self.actor.visibility {
            Visibility::Own => false,
            Visibility::Team => true,
            Visibility::All => owner_id.is_some_and(|owner| self.team.contains(&owner)),
        };
        self.actor.relation_to(owner_id, is_in_team)
    }

    /// A deal of this owner, as the policy sees it.
    pub(crate) fn deal_of(&self, owner_id: Option<UserId>) -> Resource {
        Resource::OwnedBy(self.relation(owner_id))
    }

    /// The actor.
    pub(crate) fn actor(&self) -> &Actor {
        &self.actor
    }
}
