//! Whom quotas and calls are about, and how the caller is related to them.

use std::collections::BTreeSet;

use domain::{
    Team, User, Visibility,
    forecast::{Hierarchy, Subject},
    ids::{TeamId, UserId},
    policy::{Relation, Resource},
};
use store::ReadTx;

use crate::{Ctx, Error, FieldError};

/// The people and teams of the workspace, seen from the caller.
pub(super) struct Organisation {
    pub(super) users: Vec<User>,
    pub(super) teams: Vec<Team>,
    caller: Option<UserId>,
    visibility: Visibility,
    /// The caller and the people of their teams.
    near: BTreeSet<UserId>,
    /// The teams the caller belongs to or leads, and those below.
    own_teams: BTreeSet<TeamId>,
}

impl Organisation {
    pub(super) async fn load(ctx: &Ctx, read: &mut ReadTx) -> Result<Self, Error> {
        let (users, teams) = (read.users().await?, read.teams().await?);
        let caller = ctx.actor.user_id;
        let own_teams = caller.map_or_else(BTreeSet::new, |caller| {
            Hierarchy::new(&teams, &users).teams_of(caller)
        });
        Ok(Self {
            caller,
            visibility: ctx.actor.visibility,
            near: read.team_of_viewer().await?,
            own_teams,
            users,
            teams,
        })
    }

    pub(super) fn hierarchy(&self) -> Hierarchy<'_> {
        Hierarchy::new(&self.teams, &self.users)
    }

    /// The people whose numbers the caller sees.
    pub(super) fn people(&self) -> BTreeSet<UserId> {
        match self.visibility {
            Visibility::All => self.users.iter().map(|user| user.id).collect(),
            Visibility::Team => self.near.clone(),
            Visibility::Own => self.caller.into_iter().collect(),
        }
    }

    /// The teams whose numbers the caller sees; none for every team.
    pub(super) fn teams_seen(&self) -> Option<BTreeSet<TeamId>> {
        match self.visibility {
            Visibility::All => None,
            Visibility::Team => Some(self.own_teams.clone()),
            Visibility::Own => Some(BTreeSet::new()),
        }
    }

    /// The same as ids for the store, which narrows by them only where the caller sees their team.
    pub(super) fn own_teams(&self) -> Vec<TeamId> {
        self.own_teams.iter().copied().collect()
    }

    /// Whether the caller sees the numbers of a subject. Segments are nobody's in particular.
    pub(super) fn sees(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Person(person) => self.people().contains(person),
            Subject::Team(team) => self.teams_seen().is_none_or(|teams| teams.contains(team)),
            Subject::Segment(_) => true,
        }
    }

    /// A subject, as the policy sees it.
    pub(super) fn resource(&self, subject: &Subject) -> Resource {
        let relation = match subject {
            Subject::Person(person) if Some(*person) == self.caller => Relation::Own,
            Subject::Person(person) if self.near.contains(person) => Relation::Team,
            Subject::Team(team) if self.own_teams.contains(team) => Relation::Team,
            Subject::Person(_) | Subject::Team(_) | Subject::Segment(_) => Relation::Elsewhere,
        };
        Resource::OwnedBy(relation)
    }

    /// What people call a subject; none when there is no such person or team.
    pub(super) fn name(&self, subject: &Subject) -> Option<String> {
        match subject {
            Subject::Person(person) => self.person(*person),
            Subject::Team(id) => {
                let team = self.teams.iter().find(|team| team.id == *id);
                team.map(|team| team.name.clone())
            }
            Subject::Segment(segment) => Some(segment.clone()),
        }
    }

    /// What a person is called.
    pub(super) fn person(&self, id: UserId) -> Option<String> {
        let user = self.users.iter().find(|user| user.id == id);
        user.map(|user| user.name.clone())
    }

    /// Refuses a subject that does not exist.
    pub(super) fn must_know(&self, subject: &Subject, pointer: &str) -> Result<(), Error> {
        if self.name(subject).is_some() {
            return Ok(());
        }
        let id = match subject {
            Subject::Person(person) => person.to_string(),
            Subject::Team(team) => team.to_string(),
            Subject::Segment(segment) => segment.clone(),
        };
        Err(FieldError::unknown(pointer, &id).into())
    }
}
