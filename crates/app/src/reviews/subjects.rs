//! Whom reviews are about, and how the caller is related to them.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Review, ReviewScope, Team, User,
    ids::{TeamId, UserId},
    policy::{Action, Decision, Relation, Resource, allows},
};
use store::ReadTx;

use super::ReviewSummary;
use crate::{Ctx, Error, Named, kin::Kin};

/// The people and teams of the workspace, seen from the caller.
pub(super) struct Subjects {
    pub(super) users: BTreeMap<UserId, User>,
    pub(super) teams: BTreeMap<TeamId, Team>,
    kin: Kin,
    /// The people of the caller's teams, themselves included.
    near: BTreeSet<UserId>,
    /// The teams the caller belongs to or leads, and those below.
    pub(super) own_teams: BTreeSet<TeamId>,
}

impl Subjects {
    pub(super) async fn load(ctx: &Ctx, read: &mut ReadTx) -> Result<Self, Error> {
        let users: BTreeMap<UserId, User> = read
            .users()
            .await?
            .into_iter()
            .map(|user| (user.id, user))
            .collect();
        let teams: BTreeMap<TeamId, Team> = read
            .teams()
            .await?
            .into_iter()
            .map(|team| (team.id, team))
            .collect();
        let me = ctx.actor.user_id;
        let own_team = me.and_then(|id| users.get(&id)?.team_id);
        let roots = teams
            .values()
            .filter(|team| Some(team.id) == own_team || (me.is_some() && team.manager_id == me))
            .map(|team| team.id);
        let own_teams = with_those_below(&teams, roots);
        Ok(Self {
            near: read.team_of_viewer().await?,
            kin: Kin::of(&ctx.actor, read).await?,
            users,
            teams,
            own_teams,
        })
    }

    /// A person's deals, as the policy sees them.
    pub(super) fn of_person(&self, person: UserId) -> Resource {
        let is_near = self.near.contains(&person);
        Resource::OwnedBy(self.kin.actor().relation_to(Some(person), is_near))
    }

    /// A team's deals, as the policy sees them.
    pub(super) fn of_team(&self, team: TeamId) -> Resource {
        Resource::OwnedBy(if self.own_teams.contains(&team) {
            Relation::Team
        } else {
            Relation::Elsewhere
        })
    }

    /// A review, as the policy sees it.
    pub(super) fn resource(&self, review: &Review) -> Resource {
        match (review.person_id, review.team_id) {
            (Some(person), _) => self.of_person(person),
            (None, Some(team)) => self.of_team(team),
            (None, None) => Resource::OwnedBy(Relation::Elsewhere),
        }
    }

    /// Whose deals a review of this subject is about.
    pub(super) fn owners(&self, person: Option<UserId>, team: Option<TeamId>) -> Vec<UserId> {
        match (person, team) {
            (Some(person), _) => vec![person],
            (None, Some(team)) => {
                let teams = with_those_below(&self.teams, [team]);
                let led: BTreeSet<UserId> = teams
                    .iter()
                    .filter_map(|id| self.teams.get(id)?.manager_id)
                    .collect();
                let belongs = |user: &&User| {
                    user.team_id.is_some_and(|team| teams.contains(&team)) || led.contains(&user.id)
                };
                self.users
                    .values()
                    .filter(belongs)
                    .map(|user| user.id)
                    .collect()
            }
            (None, None) => Vec::new(),
        }
    }

    pub(super) fn person(&self, id: UserId) -> Option<Named> {
        let user = self.users.get(&id)?;
        Some(Named {
            id: id.into(),
            name: user.name.clone(),
        })
    }

    fn subject(&self, review: &Review) -> Option<Named> {
        match review.scope {
            ReviewScope::Own | ReviewScope::Person => self.person(review.person_id?),
            ReviewScope::Team => {
                let team = self.teams.get(&review.team_id?)?;
                Some(Named {
                    id: team.id.into(),
                    name: team.name.clone(),
                })
            }
        }
    }

    pub(super) fn summary(
        &self,
        ctx: &Ctx,
        review: Review,
        reviewed: i64,
        skipped: i64,
    ) -> ReviewSummary {
        let resource = self.resource(&review);
        let may_hold = allows(&ctx.actor, Action::ReviewHold, resource) == Decision::Allowed;
        ReviewSummary {
            chair: self.person(review.chair_id),
            subject: self.subject(&review),
            reviewed,
            skipped,
            allowed_actions: [Action::ReviewHold]
                .into_iter()
                .filter(|_| may_hold && review.closed_at.is_none())
                .collect(),
            review,
        }
    }
}

/// Teams and every team below them.
fn with_those_below(
    teams: &BTreeMap<TeamId, Team>,
    roots: impl IntoIterator<Item = TeamId>,
) -> BTreeSet<TeamId> {
    let mut reached: BTreeSet<TeamId> = roots.into_iter().collect();
    let mut open: Vec<TeamId> = reached.iter().copied().collect();
    while let Some(parent) = open.pop() {
        let below = teams.values().filter(|team| team.parent_id == Some(parent));
        for team in below {
            if reached.insert(team.id) {
                open.push(team.id);
            }
        }
    }
    reached
}
