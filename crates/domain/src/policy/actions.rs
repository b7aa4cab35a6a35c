//! What can be asked of the policy, and what it answers.

use super::TokenScope;
use crate::words::words;

words! {
    /// Something an actor wants to do.
    pub enum Action {
        /// See the workspace's settings.
        WorkspaceRead = "workspace_read",
        /// Change the workspace's settings.
        WorkspaceEdit = "workspace_edit",
        /// Verify, back up and restore.
        WorkspaceMaintain = "workspace_maintain",
        /// See who is in the workspace.
        UserRead = "user_read",
        /// Add, change and deactivate users.
        UserManage = "user_manage",
        /// See the teams.
        TeamRead = "team_read",
        /// Change the teams.
        TeamManage = "team_manage",
        /// Make and revoke one's own tokens.
        OwnTokenManage = "own_token_manage",
        /// See and revoke other people's tokens.
        OthersTokenManage = "others_token_manage",
        /// See playbooks, lint and compare drafts.
        PlaybookRead = "playbook_read",
        /// Publish a playbook.
        PlaybookPublish = "playbook_publish",
        /// See accounts.
        AccountRead = "account_read",
        /// Create and change accounts.
        AccountWrite = "account_write",
        /// Archive accounts.
        AccountArchive = "account_archive",
        /// See contacts.
        ContactRead = "contact_read",
        /// Create and change contacts.
        ContactWrite = "contact_write",
        /// Archive contacts.
        ContactArchive = "contact_archive",
        /// See products.
        ProductRead = "product_read",
        /// Create and change products.
        ProductWrite = "product_write",
        /// See a deal and its timeline.
        DealRead = "deal_read",
        /// Create a deal.
        DealCreate = "deal_create",
        /// Change a deal's fields.
        DealEdit = "deal_edit",
        /// Give a deal to somebody else.
        DealAssign = "deal_assign",
        /// Move a deal through the gate.
        DealChangeStage = "deal_change_stage",
        /// Move the close date.
        DealChangeCloseDate = "deal_change_close_date",
        /// Record evidence.
        DealRecordEvidence = "deal_record_evidence",
        /// Withdraw evidence.
        DealRetractEvidence = "deal_retract_evidence",
        /// Set buying roles, answers, milestones, risks, procurement and proof of concept.
        DealPlan = "deal_plan",
        /// Lower the forecast category.
        DealCapForecast = "deal_cap_forecast",
        /// Set the forecast category whatever rule and owner say.
        DealOverrideForecast = "deal_override_forecast",
        /// Archive a deal.
        DealArchive = "deal_archive",
        /// Restore an archived deal.
        DealRestore = "deal_restore",
        /// Ask for a waiver.
        WaiverRequest = "waiver_request",
        /// Approve, reject or revoke a waiver.
        WaiverDecide = "waiver_decide",
        /// See activities.
        ActivityRead = "activity_read",
        /// Write activities.
        ActivityWrite = "activity_write",
        /// See reviews and one-on-ones.
        ReviewRead = "review_read",
        /// Hold reviews: open, take notes, close.
        ReviewHold = "review_hold",
        /// See quotas, calls and the forecast of the people one sees.
        ForecastRead = "forecast_read",
        /// Call the forecast of one's own deals.
        ForecastSubmitOwn = "forecast_submit_own",
        /// Call the forecast of a team and of the people in it.
        ForecastSubmitTeam = "forecast_submit_team",
        /// Set and remove quotas.
        QuotaManage = "quota_manage",
        /// Run, map and undo imports.
        ImportManage = "import_manage",
        /// Read the whole workspace's journal.
        JournalRead = "journal_read",
        /// Read reports over the deals one sees.
        ReportRead = "report_read",
        /// Follow live updates of the deals one sees.
        EventRead = "event_read",
    }
}

words! {
    /// How a record's owner is related to the actor, nearest first.
    pub enum Relation {
        /// The actor owns it.
        Own = "own",
        /// Somebody in the actor's team or a team below owns it.
        Team = "team",
        /// Somebody else owns it, or nobody.
        Elsewhere = "elsewhere",
    }
}

/// What an action is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    /// The workspace, or records everybody in it sees.
    Workspace,
    /// A record with an owner.
    OwnedBy(Relation),
}

/// What the policy answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Yes.
    Allowed,
    /// No.
    Denied,
    /// No, and the actor may not learn that it exists.
    Hidden,
}

impl Action {
    /// The actions on one deal, in the order they are shown.
    pub const ON_DEALS: &'static [Self] = &[
        Self::DealRead,
        Self::DealEdit,
        Self::DealAssign,
        Self::DealChangeStage,
        Self::DealChangeCloseDate,
        Self::DealRecordEvidence,
        Self::DealRetractEvidence,
        Self::DealPlan,
        Self::DealCapForecast,
        Self::DealOverrideForecast,
        Self::DealArchive,
        Self::DealRestore,
        Self::WaiverRequest,
        Self::WaiverDecide,
        Self::ActivityWrite,
    ];

    /// Whether it is done to records with an owner, which visibility hides.
    #[must_use]
    pub fn is_about_owned_records(self) -> bool {
        Self::ON_DEALS.contains(&self)
            || matches!(
                self,
                Self::DealCreate | Self::ActivityRead | Self::ReviewRead | Self::ReviewHold
            )
    }

    /// Whether the answer depends on whose record it is: everybody may know of people and teams, but not act on all.
    #[must_use]
    pub fn depends_on_owner(self) -> bool {
        self.is_about_owned_records()
            || matches!(
                self,
                Self::ForecastSubmitOwn | Self::ForecastSubmitTeam | Self::QuotaManage
            )
    }

    /// The scope a token needs for it.
    #[must_use]
    pub const fn scope(self) -> TokenScope {
        match self {
            Self::WorkspaceRead
            | Self::UserRead
            | Self::TeamRead
            | Self::PlaybookRead
            | Self::AccountRead
            | Self::ContactRead
            | Self::ProductRead
            | Self::DealRead
            | Self::ActivityRead
            | Self::ReviewRead
            | Self::ForecastRead
            | Self::JournalRead
            | Self::ReportRead
            | Self::EventRead => TokenScope::Read,
            Self::AccountWrite
            | Self::AccountArchive
            | Self::ContactWrite
            | Self::ContactArchive
            | Self::ProductWrite
            | Self::DealCreate
            | Self::DealEdit
            | Self::DealAssign
            | Self::DealChangeStage
            | Self::DealChangeCloseDate
            | Self::DealRecordEvidence
            | Self::DealRetractEvidence
            | Self::DealPlan
            | Self::DealCapForecast
            | Self::DealOverrideForecast
            | Self::ForecastSubmitOwn
            | Self::ForecastSubmitTeam
            | Self::QuotaManage
            | Self::DealArchive
            | Self::DealRestore
            | Self::WaiverRequest
            | Self::WaiverDecide
            | Self::ActivityWrite
            | Self::ReviewHold => TokenScope::Write,
            Self::WorkspaceEdit
            | Self::WorkspaceMaintain
            | Self::UserManage
            | Self::TeamManage
            | Self::OwnTokenManage
            | Self::OthersTokenManage
            | Self::PlaybookPublish
            | Self::ImportManage => TokenScope::Admin,
        }
    }
}
