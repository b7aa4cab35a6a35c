//! Who may do what: one pure, total decision.

use serde::{Deserialize, Serialize};

use crate::deal::{Deal, DealStatus};
use crate::ids::UserId;
use crate::words::words;

words! {
    /// What a member of the workspace is for.
    pub enum Role {
        /// Administrator and revenue operations.
        Admin = "admin",
        /// Leads a team.
        Manager = "manager",
        /// Account executive: sells.
        Ae = "ae",
        /// Sales development: opens doors.
        Sdr = "sdr",
        /// Customer success: keeps and grows customers.
        Csm = "csm",
        /// Brings leads.
        Marketing = "marketing",
        /// Reads everything, changes nothing.
        Executive = "executive",
    }
}

words! {
    /// Whose owned records a member sees, narrowest first.
    pub enum Visibility {
        /// Their own.
        Own = "own",
        /// Their team's and the teams' below.
        Team = "team",
        /// Everybody's.
        All = "all",
    }
}

impl Role {
    /// The visibility a new member of this role gets.
    #[must_use]
    pub const fn default_visibility(self) -> Visibility {
        match self {
            Self::Admin | Self::Executive | Self::Marketing => Visibility::All,
            Self::Manager | Self::Csm => Visibility::Team,
            Self::Ae | Self::Sdr => Visibility::Own,
        }
    }
}

words! {
    /// What acts.
    pub enum ActorKind {
        /// A person in a session.
        User = "user",
        /// A program with a token.
        Token = "token",
        /// Proofline itself.
        System = "system",
        /// An import run.
        Import = "import",
    }
}

words! {
    /// What a token may be used for, each including the ones before.
    pub enum TokenScope {
        /// Reading.
        Read = "read",
        /// Changing records.
        Write = "write",
        /// Administration.
        Admin = "admin",
    }
}

/// Who acts, with everything the policy looks at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The member acting, or on whose behalf a token or import acts; none for the system.
    pub user_id: Option<UserId>,
    /// Name at the time, for the journal.
    pub name: String,
    /// Role of that member.
    pub role: Role,
    /// Visibility of that member.
    pub visibility: Visibility,
    /// What acts.
    pub kind: ActorKind,
    /// The widest scope a token has; ignored for others.
    pub scope: TokenScope,
}

mod actions;
mod matrix;

pub use actions::{Action, Decision, Relation, Resource};
pub use matrix::matrix;

use Relation::{Elsewhere, Own, Team};

impl Visibility {
    /// Whether records owned by somebody in this relation are seen.
    #[must_use]
    pub const fn sees(self, relation: Relation) -> bool {
        match (self, relation) {
            (Self::All, _) | (Self::Team, Own | Team) | (Self::Own, Own) => true,
            (Self::Team, Elsewhere) | (Self::Own, Team | Elsewhere) => false,
        }
    }
}

/// Whether an actor may do something. What an actor may not even know of is `Hidden`.
#[must_use]
pub fn allows(actor: &Actor, action: Action, resource: Resource) -> Decision {
    match actor.kind {
        ActorKind::System => return Decision::Allowed,
        ActorKind::Token if actor.scope < action.scope() => return Decision::Denied,
        ActorKind::User | ActorKind::Token | ActorKind::Import => {}
    }
    let relation = match resource {
        Resource::Workspace => Own,
        Resource::OwnedBy(relation) => relation,
    };
    if action.is_about_owned_records() && !actor.visibility.sees(relation) {
        return Decision::Hidden;
    }
    if may(actor.role, action, relation) {
        Decision::Allowed
    } else {
        Decision::Denied
    }
}

/// What each role may do to records it sees.
const fn may(role: Role, action: Action, relation: Relation) -> bool {
    use Action as A;
    match action {
        // Everybody reads what they see, and minds their own sign-in.
        A::WorkspaceRead
        | A::UserRead
        | A::TeamRead
        | A::PlaybookRead
        | A::AccountRead
        | A::ContactRead
        | A::ProductRead
        | A::DealRead
        | A::ActivityRead
        | A::ReviewRead
        | A::ForecastRead
        | A::ReportRead
        | A::EventRead
        | A::OwnTokenManage => true,

        A::WorkspaceEdit
        | A::WorkspaceMaintain
        | A::UserManage
        | A::TeamManage
        | A::OthersTokenManage
        | A::PlaybookPublish
        | A::ProductWrite
        | A::ImportManage => matches!(role, Role::Admin),

        // It tells of every deal, so it is for those who see every deal by their role.
        A::JournalRead => matches!(role, Role::Admin | Role::Executive),

        A::AccountWrite | A::ContactWrite => !matches!(role, Role::Executive),
        A::AccountArchive | A::ContactArchive => matches!(role, Role::Admin | Role::Manager),

        A::DealCreate
        | A::DealEdit
        | A::DealChangeStage
        | A::DealChangeCloseDate
        | A::DealRecordEvidence
        | A::DealRetractEvidence
        | A::DealPlan
        | A::DealCapForecast
        | A::WaiverRequest
        | A::ActivityWrite
        | A::ReviewHold => works_on(role, relation),

        A::DealAssign | A::DealArchive | A::DealRestore => match role {
            Role::Admin => true,
            Role::Manager => matches!(relation, Own | Team),
            Role::Ae | Role::Csm => matches!(relation, Own),
            Role::Sdr | Role::Marketing | Role::Executive => false,
        },

        A::ForecastSubmitOwn => match role {
            Role::Admin | Role::Manager | Role::Ae | Role::Sdr | Role::Csm => {
                matches!(relation, Own)
            }
            Role::Marketing | Role::Executive => false,
        },

        // Nobody raises their own deals: that is for whoever leads the owner.
        A::DealOverrideForecast | A::ForecastSubmitTeam | A::QuotaManage => match role {
            Role::Admin => true,
            Role::Manager => matches!(relation, Team),
            Role::Ae | Role::Sdr | Role::Csm | Role::Marketing | Role::Executive => false,
        },

        A::WaiverDecide => match role {
            Role::Admin => true,
            Role::Manager => matches!(relation, Own | Team),
            Role::Ae | Role::Sdr | Role::Csm | Role::Marketing | Role::Executive => false,
        },
    }
}

/// Whose deals a role works on.
const fn works_on(role: Role, relation: Relation) -> bool {
    match role {
        Role::Admin => true,
        Role::Manager => matches!(relation, Own | Team),
        Role::Ae | Role::Sdr | Role::Csm => matches!(relation, Own),
        Role::Marketing | Role::Executive => false,
    }
}

/// What an actor may do with a deal as it is, for the buttons beside it.
#[must_use]
pub fn allowed_actions(actor: &Actor, deal: &Deal, relation: Relation) -> Vec<Action> {
    let is_open = deal.status == DealStatus::Open;
    let is_archived = deal.archived_at.is_some();
    let fits = |action: &Action| match action {
        Action::DealRestore => is_archived,
        Action::DealChangeCloseDate
        | Action::DealCapForecast
        | Action::DealOverrideForecast
        | Action::WaiverRequest
        | Action::WaiverDecide => is_open && !is_archived,
        Action::DealRead => true,
        _ => !is_archived,
    };
    let on_deals = Action::ON_DEALS.iter().copied().filter(fits);
    on_deals
        .filter(|action| allows(actor, *action, Resource::OwnedBy(relation)) == Decision::Allowed)
        .collect()
}

impl Actor {
    /// How a record's owner is related to this actor. A record without an owner is nobody's: neither own nor team's.
    #[must_use]
    pub fn relation_to(&self, owner_id: Option<UserId>, is_in_team: bool) -> Relation {
        match owner_id {
            Some(owner) if Some(owner) == self.user_id => Own,
            Some(_) if is_in_team => Team,
            Some(_) | None => Elsewhere,
        }
    }
}

#[cfg(test)]
mod tests;
