//! Who may do what: one pure, total decision.

use serde::{Deserialize, Serialize};

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
