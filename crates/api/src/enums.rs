//! The closed sets of the wire. Each mirrors the domain's set of the same meaning, member by member: the compiler
//! notices when one grows without the other.

/// Declares a wire enum: its spelling in JSON and in the OpenAPI document, and what it mirrors.
macro_rules! wire_enum {
    ($(#[$meta:meta])* $name:ident as $mirrored:path { $($variant:ident = $text:tt),+ $(,)? }) => {
        wire_enum! { $(#[$meta])* $name { $($variant = $text),+ } }

        impl From<$mirrored> for $name {
            fn from(mirrored: $mirrored) -> Self {
                use $mirrored as Mirrored;
                match mirrored { $(Mirrored::$variant => Self::$variant),+ }
            }
        }
    };
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $text:tt),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[allow(missing_docs, reason = "the variants are the domain's words, defined in its documentation")]
        pub enum $name {
            $(#[serde(rename = $text)] $variant),+
        }
    };
}
pub(crate) use wire_enum;

wire_enum! {
    /// A language the product speaks.
    Locale as playbook::Locale { Ko = "ko", En = "en" }
}
wire_enum! {
    /// What a person may do in a workspace. Executives only read.
    Role as domain::Role { Admin = "admin", Manager = "manager", Ae = "ae", Sdr = "sdr", Csm = "csm", Marketing = "marketing", Executive = "executive" }
}
wire_enum! {
    /// Whose deals a person sees: their own, their team's, or everybody's.
    Visibility as domain::Visibility { Own = "own", Team = "team", All = "all" }
}
wire_enum! {
    /// What deal amounts mean throughout a workspace: annual or total contract value.
    AmountBasis as playbook::AmountBasis { Acv = "acv", Tcv = "tcv" }
}
wire_enum! {
    /// What sort of organisation an account is.
    AccountKind as domain::AccountKind { LegalEntity = "legal_entity", Branch = "branch", Brand = "brand", Group = "group" }
}
wire_enum! {
    /// New business, growth of a customer, or a renewal.
    DealKind as playbook::DealKind { New = "new", Expansion = "expansion", Renewal = "renewal" }
}
wire_enum! {
    /// Whether a deal is still being worked.
    DealStatus as domain::deal::DealStatus { Open = "open", Won = "won", Lost = "lost" }
}
wire_enum! {
    /// The typed result of closing a renewal.
    Outcome as playbook::RenewalOutcome { Renewed = "renewed", Upgraded = "upgraded", Downgraded = "downgraded", Ended = "ended" }
}
wire_enum! {
    /// What a close date rests on.
    CloseBasis as playbook::CloseBasis { CustomerMilestones = "customer_milestones", CustomerStated = "customer_stated", ContractExpiry = "contract_expiry", Estimate = "estimate" }
}
wire_enum! {
    /// Whom the deal is fought against.
    Competition as playbook::Competition { Sole = "sole", Competitive = "competitive", StatusQuo = "status_quo" }
}
wire_enum! {
    /// Who said why a deal was lost.
    SaidBy as domain::deal::SaidBy { Customer = "customer", Us = "us" }
}
wire_enum! {
    /// How sure the period can be of a deal.
    ForecastCategory as playbook::ForecastCategory { Commit = "commit", BestCase = "best_case", Pipeline = "pipeline", Omitted = "omitted", Closed = "closed" }
}
wire_enum! {
    /// In which part somebody makes a call: as the owner of the deals, or as a manager.
    CallKind as domain::forecast::CallKind { Owner = "owner", Manager = "manager" }
}
wire_enum! {
    /// What a quota is asked of.
    QuotaSubject as domain::forecast::SubjectKind { Person = "person", Team = "team", Segment = "segment" }
}
wire_enum! {
    /// What a line of the roll-up is about.
    RollupKind { Person = "person", Team = "team", Unassigned = "unassigned" }
}
wire_enum! {
    /// By which right somebody changed a forecast category: a manager either way, or the owner downwards.
    ForecastDecisionKind { Override = "override", Cap = "cap" }
}
wire_enum! {
    /// Which way a forecast category was changed against the rule's.
    ForecastDirection { Raised = "raised", Lowered = "lowered" }
}
wire_enum! {
    /// What became of a decision about a forecast category: the deal was won by the quarter's last day or was not, that is
    /// open, or the same person decided again.
    ForecastDecisionOutcome { CameIn = "came_in", DidNot = "did_not", Pending = "pending", Replaced = "replaced" }
}
wire_enum! {
    /// What can be said of who decided: too few decisions, better or worse than leaving the deals alone, or neither for sure.
    OverrideVerdict { NotEnough = "not_enough", Better = "better", Worse = "worse", Unclear = "unclear" }
}
wire_enum! {
    /// What part a contact plays in the purchase.
    BuyingRoleKind as playbook::BuyingRoleKind {
        EconomicBuyer = "economic_buyer", Champion = "champion", User = "user", Technical = "technical", Security = "security",
        Legal = "legal", Procurement = "procurement", Blocker = "blocker", Influencer = "influencer",
    }
}
wire_enum! {
    /// How far a buying role is proven.
    BuyingRoleState as playbook::RoleState { Identified = "identified", Engaged = "engaged", Confirmed = "confirmed" }
}
wire_enum! {
    /// What an evidence item is.
    EvidenceKind as playbook::EvidenceKind { Email = "email", Meeting = "meeting", Document = "document", PageView = "page_view", Approval = "approval", Call = "call", Form = "form" }
}
wire_enum! {
    /// Who originated an evidence item.
    Origin as playbook::Origin { Customer = "customer", Us = "us", System = "system" }
}
wire_enum! {
    /// How much an evidence item proves; each is stronger than the one before.
    Strength as playbook::Strength { Claimed = "claimed", Captured = "captured", CustomerOriginated = "customer_originated", Countersigned = "countersigned" }
}
wire_enum! {
    /// Whether a stage is open or ends the deal.
    StageKind as playbook::StageKind { Open = "open", Won = "won", Lost = "lost" }
}
wire_enum! {
    /// How a deal came into a stage.
    Direction as domain::VisitDirection { Opened = "opened", Forward = "forward", Backward = "backward", Closed = "closed", Reopened = "reopened" }
}
wire_enum! {
    /// Where the knowledge of a stage visit comes from.
    VisitOrigin as domain::VisitOrigin { Recorded = "recorded", Imported = "imported", Inferred = "inferred" }
}
wire_enum! {
    /// What an activity was, or is to be.
    ActivityKind as domain::ActivityKind { Email = "email", Meeting = "meeting", Call = "call", Note = "note", Task = "task" }
}
wire_enum! {
    /// Where a waiver stands.
    WaiverState as domain::WaiverState { Requested = "requested", Approved = "approved", Rejected = "rejected", Expired = "expired", Revoked = "revoked" }
}
wire_enum! {
    /// How much a risk threatens the deal.
    Severity as playbook::RiskSeverity { Low = "low", Medium = "medium", High = "high" }
}
wire_enum! {
    /// Where a step of the buyer's procurement stands.
    ProcurementState as playbook::ProcurementState { NotStarted = "not_started", InProgress = "in_progress", Blocked = "blocked", Done = "done", NotNeeded = "not_needed" }
}
wire_enum! {
    /// Whose step a milestone is.
    MilestoneOwner as playbook::MilestoneOwner { Buyer = "buyer", Us = "us" }
}
wire_enum! {
    /// Where a milestone stands.
    MilestoneState as domain::deal::MilestoneState { Planned = "planned", InProgress = "in_progress", Done = "done", Skipped = "skipped" }
}
wire_enum! {
    /// Which way a milestone plan is computed: from the day work begins, or back from the day of signature.
    PlanDirection { Forward = "forward", Backward = "backward" }
}
wire_enum! {
    /// How a proof of concept ended.
    PocResult as domain::deal::PocResult { Passed = "passed", Failed = "failed", Inconclusive = "inconclusive" }
}
wire_enum! {
    /// What kind of thing a gate misses.
    MissingKind as domain::gate::MissingKind {
        Field = "field", Evidence = "evidence", CustomerConfirmation = "customer_confirmation", Criterion = "criterion",
        LossReason = "loss_reason", BackwardReason = "backward_reason", WonChecklist = "won_checklist",
    }
}
wire_enum! {
    /// What a person can do about a missing item.
    SatisfyAction as playbook::RemedyAction {
        SetField = "set_field", AddEvidence = "add_evidence", SetBuyingRole = "set_buying_role", AnswerQuestion = "answer_question",
        CompleteMilestone = "complete_milestone", ClearProcurement = "clear_procurement", SetPoc = "set_poc", RequestWaiver = "request_waiver",
    }
}
wire_enum! {
    /// Whether a playbook version may be used.
    PlaybookStatus { Draft = "draft", Published = "published", Superseded = "superseded" }
}
wire_enum! {
    /// What a pipeline carries.
    PipelineObject as playbook::PipelineObject { Deal = "deal", Renewal = "renewal" }
}
wire_enum! {
    /// How bad a playbook finding is; errors keep it from being published.
    FindingSeverity as playbook::Severity { Error = "error", Warning = "warning" }
}
wire_enum! {
    /// Who made a change.
    ActorKind as domain::ActorKind { User = "user", Token = "token", System = "system", Import = "import" }
}
wire_enum! {
    /// The door a change came through.
    ChangeOrigin as domain::journal::EntryOrigin { Ui = "ui", Api = "api", Cli = "cli", Import = "import", System = "system" }
}
wire_enum! {
    /// What an API token may do.
    Scope as domain::TokenScope { Read = "read", Write = "write", Admin = "admin" }
}
wire_enum! {
    /// How a lead time is counted.
    LeadTimeUnit as playbook::LeadTimeUnit { CalendarDays = "calendar_days", BusinessDays = "business_days" }
}
wire_enum! {
    /// What a step of the buyer's procurement is about.
    ProcurementKind as playbook::ProcurementKind {
        PurchaseOrder = "purchase_order", VendorRegistration = "vendor_registration", Security = "security", Legal = "legal",
        Payment = "payment", InternalApproval = "internal_approval", Other = "other",
    }
}
wire_enum! {
    /// A field of a deal that a stage may require.
    RequiredField as playbook::RequiredField {
        Amount = "amount", CloseDate = "close_date", CloseBasis = "close_basis", NextStep = "next_step", EconomicBuyer = "economic_buyer",
        Champion = "champion", Competition = "competition", Account = "account", Contact = "contact", Owner = "owner", Product = "product",
        Source = "source", MilestonePlan = "milestone_plan",
    }
}
wire_enum! {
    /// Whose deals a review is about.
    ReviewScope as domain::ReviewScope { Own = "own", Person = "person", Team = "team" }
}
wire_enum! {
    /// How far a deal has come in a review.
    ReviewState as domain::ReviewState { Unreviewed = "unreviewed", Reviewed = "reviewed", Skipped = "skipped" }
}
wire_enum! {
    /// What changed on a deal between two reviews.
    DealChangeKind as domain::review::DealChangeKind {
        Created = "created", Stage = "stage", Amount = "amount", CloseOn = "close_on", Pushes = "pushes",
        ForecastCategory = "forecast_category", NextStep = "next_step", EvidenceAdded = "evidence_added",
        EvidenceRetracted = "evidence_retracted",
    }
}
