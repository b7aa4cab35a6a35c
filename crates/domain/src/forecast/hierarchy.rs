//! The sales organisation as a reader sees it: teams, their people, and who is at or below each.

use std::collections::{BTreeMap, BTreeSet};

use crate::ids::{TeamId, UserId};
use crate::{Team, User};

/// A team, a person, or the deals that nobody owns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    /// A team.
    Team(TeamId),
    /// A person.
    Person(UserId),
    /// Deals without an owner.
    Unassigned,
}

/// A place in the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Who stands here.
    pub node: Node,
    /// The team above, when the reader sees it.
    pub parent: Option<TeamId>,
    /// How many teams stand above it.
    pub depth: usize,
    /// The people at or below this place that the reader sees.
    pub people: BTreeSet<UserId>,
}

/// Teams and people of a workspace.
#[derive(Debug, Clone, Copy)]
pub struct Hierarchy<'o> {
    teams: &'o [Team],
    users: &'o [User],
}

impl<'o> Hierarchy<'o> {
    /// The organisation of these teams and people.
    #[must_use]
    pub const fn new(teams: &'o [Team], users: &'o [User]) -> Self {
        Self { teams, users }
    }

    /// The teams a person belongs to or leads, and every team below.
    #[must_use]
    pub fn teams_of(&self, person: UserId) -> BTreeSet<TeamId> {
        let own = self
            .users
            .iter()
            .find(|user| user.id == person)
            .and_then(|user| user.team_id);
        let roots = self
            .teams
            .iter()
            .filter(|team| Some(team.id) == own || team.manager_id == Some(person));
        self.with_those_below(roots.map(|team| team.id))
    }

    /// The people of a team and of the teams below.
    #[must_use]
    pub fn people_of(&self, team: TeamId) -> BTreeSet<UserId> {
        let teams = self.with_those_below([team]);
        let belongs = |user: &&User| self.home(user).is_some_and(|team| teams.contains(&team));
        self.users
            .iter()
            .filter(belongs)
            .map(|user| user.id)
            .collect()
    }

    /// What a reader sees of it, each team before its people and the teams below, in the order given; last, the deals
    /// that nobody owns, when the reader sees everything (`teams` is none).
    #[must_use]
    pub fn branches(
        &self,
        teams: Option<&BTreeSet<TeamId>>,
        people: &BTreeSet<UserId>,
    ) -> Vec<Branch> {
        let sees = |team: TeamId| teams.is_none_or(|teams| teams.contains(&team));
        let mut below: BTreeMap<Option<TeamId>, Vec<Node>> = BTreeMap::new();
        for user in self.users.iter().filter(|user| people.contains(&user.id)) {
            let home = self.home(user).filter(|team| sees(*team));
            below.entry(home).or_default().push(Node::Person(user.id));
        }
        for team in self.teams.iter().filter(|team| sees(team.id)) {
            let above = team.parent_id.filter(|parent| sees(*parent));
            below.entry(above).or_default().push(Node::Team(team.id));
        }
        let mut branches = Vec::new();
        // Teams come first at the top; the stack is worked from its end.
        let top = below.get(&None).cloned().unwrap_or_default();
        let (top_teams, top_people): (Vec<Node>, Vec<Node>) = top
            .into_iter()
            .partition(|node| matches!(node, Node::Team(_)));
        let mut open: Vec<(Node, Option<TeamId>, usize)> = top_people
            .into_iter()
            .rev()
            .chain(top_teams.into_iter().rev())
            .map(|node| (node, None, 0))
            .collect();
        let mut reached = BTreeSet::new();
        while let Some((node, parent, depth)) = open.pop() {
            if !reached.insert(node) {
                continue;
            }
            let those = match node {
                Node::Team(team) => {
                    let inside = below.get(&Some(team)).into_iter().flatten().rev();
                    open.extend(inside.map(|inside| (*inside, Some(team), depth + 1)));
                    let all = self.people_of(team);
                    all.intersection(people).copied().collect()
                }
                Node::Person(person) => BTreeSet::from([person]),
                Node::Unassigned => BTreeSet::new(),
            };
            branches.push(Branch {
                node,
                parent,
                depth,
                people: those,
            });
        }
        if teams.is_none() {
            branches.push(Branch {
                node: Node::Unassigned,
                parent: None,
                depth: 0,
                people: BTreeSet::new(),
            });
        }
        branches
    }

    /// The team whose numbers a person's are part of: their own, else the first they lead.
    fn home(&self, user: &User) -> Option<TeamId> {
        let leads = || {
            let led = self
                .teams
                .iter()
                .find(|team| team.manager_id == Some(user.id));
            led.map(|team| team.id)
        };
        user.team_id.or_else(leads)
    }

    fn with_those_below(&self, roots: impl IntoIterator<Item = TeamId>) -> BTreeSet<TeamId> {
        let mut reached: BTreeSet<TeamId> = roots.into_iter().collect();
        let mut open: Vec<TeamId> = reached.iter().copied().collect();
        while let Some(parent) = open.pop() {
            let below = self
                .teams
                .iter()
                .filter(|team| team.parent_id == Some(parent));
            open.extend(
                below
                    .map(|team| team.id)
                    .filter(|team| reached.insert(*team)),
            );
        }
        reached
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Instant, Locale, Role, Visibility};

    fn team(id: u128, parent: Option<u128>, manager: Option<u128>) -> Team {
        Team {
            id: uuid::Uuid::from_u128(id).into(),
            name: format!("team {id}"),
            parent_id: parent.map(|id| uuid::Uuid::from_u128(id).into()),
            manager_id: manager.map(|id| uuid::Uuid::from_u128(id).into()),
            version: 1,
        }
    }

    fn user(id: u128, team: Option<u128>) -> User {
        User {
            id: person(id),
            email: None,
            name: format!("person {id}"),
            role: Role::Ae,
            visibility: Visibility::Own,
            team_id: team.map(|id| uuid::Uuid::from_u128(id).into()),
            locale: Locale::En,
            time_zone: "UTC".into(),
            is_active: true,
            can_sign_in: true,
            external_id: None,
            created_at: Instant::from_micros(0),
            version: 1,
        }
    }

    fn person(id: u128) -> UserId {
        uuid::Uuid::from_u128(id).into()
    }

    fn shape(branches: &[Branch]) -> Vec<(usize, String, usize)> {
        let name = |node: Node| match node {
            Node::Team(id) => format!("t{}", id.as_uuid().as_u128()),
            Node::Person(id) => format!("p{}", id.as_uuid().as_u128()),
            Node::Unassigned => "nobody".into(),
        };
        branches
            .iter()
            .map(|branch| (branch.depth, name(branch.node), branch.people.len()))
            .collect()
    }

    #[test]
    fn a_reader_sees_whole_teams_and_a_seller_only_themselves() {
        // 1 is above 2 and 3; person 20 leads team 2 without being in a team; 9 is in none.
        let teams = [
            team(1, None, Some(10)),
            team(2, Some(1), Some(20)),
            team(3, Some(1), None),
        ];
        let users = [
            user(10, Some(1)),
            user(20, None),
            user(21, Some(2)),
            user(31, Some(3)),
            user(9, None),
        ];
        let all: BTreeSet<UserId> = users.iter().map(|user| user.id).collect();
        let organisation = Hierarchy::new(&teams, &users);
        let rows = shape(&organisation.branches(None, &all));
        let expected = [
            (0, "t1", 4),
            (1, "p10", 1),
            (1, "t2", 2),
            (2, "p20", 1),
            (2, "p21", 1),
            (1, "t3", 1),
            (2, "p31", 1),
            (0, "p9", 1),
            (0, "nobody", 0),
        ];
        let expected: Vec<_> = expected
            .iter()
            .map(|(d, n, p)| (*d, (*n).to_owned(), *p))
            .collect();
        assert_eq!(rows, expected);

        let seen = organisation.teams_of(person(20));
        assert_eq!(seen, BTreeSet::from([teams[1].id]));
        let theirs = organisation.people_of(teams[1].id);
        let rows = shape(&organisation.branches(Some(&seen), &theirs));
        assert_eq!(
            rows,
            [
                (0, "t2".to_owned(), 2),
                (1, "p20".to_owned(), 1),
                (1, "p21".to_owned(), 1)
            ]
        );

        let own = BTreeSet::from([person(21)]);
        let rows = shape(&organisation.branches(Some(&BTreeSet::new()), &own));
        assert_eq!(rows, [(0, "p21".to_owned(), 1)]);
    }

    #[test]
    fn teams_in_a_circle_do_not_hang_the_walk() {
        let teams = [team(1, Some(2), None), team(2, Some(1), None)];
        let users = [user(10, Some(1))];
        let organisation = Hierarchy::new(&teams, &users);
        assert_eq!(organisation.teams_of(person(10)).len(), 2);
        let all = BTreeSet::from([person(10)]);
        assert_eq!(
            shape(&organisation.branches(None, &all)),
            [(0, "nobody".to_owned(), 0)]
        );
    }
}
