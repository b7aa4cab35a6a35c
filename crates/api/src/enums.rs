//! The closed sets of the wire: one line each, spelled in snake_case.

/// Declares a wire enum: snake_case in JSON, listed in the OpenAPI document, convertible
/// to text for query strings and messages.
macro_rules! wire_enum {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $text:tt),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[allow(missing_docs, reason = "the variants are the domain's words, defined in its documentation")]
        pub enum $name {
            $(#[serde(rename = $text)] $variant),+
        }

        impl $name {
            /// The spelling on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err(format!("expected one of {}", [$($text),+].join(", "))),
                }
            }
        }
    };
}
pub(crate) use wire_enum;

wire_enum! {
    /// A language the product speaks.
    Locale { Ko = "ko", En = "en" }
}
wire_enum! {
    /// What a person may do in a workspace. Executives only read.
    Role { Admin = "admin", Manager = "manager", Ae = "ae", Sdr = "sdr", Csm = "csm", Marketing = "marketing", Executive = "executive" }
}
wire_enum! {
    /// Whose deals a person sees: their own, their team's, or everybody's.
    Visibility { Own = "own", Team = "team", All = "all" }
}
wire_enum! {
    /// What deal amounts mean throughout a workspace: annual or total contract value.
    AmountBasis { Acv = "acv", Tcv = "tcv" }
}
wire_enum! {
    /// What sort of organisation an account is.
    AccountKind { LegalEntity = "legal_entity", Branch = "branch", Brand = "brand", Group = "group" }
}
wire_enum! {
    /// New business, growth of a customer, or a renewal.
    DealKind { New = "new", Expansion = "expansion", Renewal = "renewal" }
}
wire_enum! {
    /// Whether a deal is still being worked.
    DealStatus { Open = "open", Won = "won", Lost = "lost" }
}
wire_enum! {
    /// The typed result of closing a renewal.
    Outcome { Renewed = "renewed", Upgraded = "upgraded", Downgraded = "downgraded", Ended = "ended" }
}
wire_enum! {
    /// What a close date rests on.
    CloseBasis { CustomerMilestones = "customer_milestones", CustomerStated = "customer_stated", ContractExpiry = "contract_expiry", Estimate = "estimate" }
}
wire_enum! {
    /// Whom the deal is fought against.
    Competition { Sole = "sole", Competitive = "competitive", StatusQuo = "status_quo" }
}
wire_enum! {
    /// Who said why a deal was lost.
    SaidBy { Customer = "customer", Us = "us" }
}
wire_enum! {
    /// How sure the period can be of a deal.
    ForecastCategory { Commit = "commit", BestCase = "best_case", Pipeline = "pipeline", Omitted = "omitted", Closed = "closed" }
}
wire_enum! {
    /// What part a contact plays in the purchase.
    BuyingRoleKind {
        EconomicBuyer = "economic_buyer", Champion = "champion", User = "user", Technical = "technical", Security = "security",
        Legal = "legal", Procurement = "procurement", Blocker = "blocker", Influencer = "influencer",
    }
}
wire_enum! {
    /// How far a buying role is proven.
    BuyingRoleState { Identified = "identified", Engaged = "engaged", Confirmed = "confirmed" }
}
wire_enum! {
    /// What an evidence item is.
    EvidenceKind { Email = "email", Meeting = "meeting", Document = "document", PageView = "page_view", Approval = "approval", Call = "call", Form = "form" }
}
wire_enum! {
    /// Who originated an evidence item.
    Origin { Customer = "customer", Us = "us", System = "system" }
}
wire_enum! {
    /// How much an evidence item proves; each is stronger than the one before.
    Strength { Claimed = "claimed", Captured = "captured", CustomerOriginated = "customer_originated", Countersigned = "countersigned" }
}
wire_enum! {
    /// Whether a stage is open or ends the deal.
    StageKind { Open = "open", Won = "won", Lost = "lost" }
}
wire_enum! {
    /// How a deal came into a stage.
    Direction { Opened = "opened", Forward = "forward", Backward = "backward", Closed = "closed", Reopened = "reopened" }
}
wire_enum! {
    /// Where the knowledge of a stage visit comes from.
    VisitOrigin { Recorded = "recorded", Imported = "imported", Inferred = "inferred" }
}
wire_enum! {
    /// What an activity was, or is to be.
    ActivityKind { Email = "email", Meeting = "meeting", Call = "call", Note = "note", Task = "task" }
}
wire_enum! {
    /// Where a waiver stands.
    WaiverState { Requested = "requested", Approved = "approved", Rejected = "rejected", Expired = "expired", Revoked = "revoked" }
}
wire_enum! {
    /// How much a risk threatens the deal.
    Severity { Low = "low", Medium = "medium", High = "high" }
}
wire_enum! {
    /// Where a step of the buyer's procurement stands.
    ProcurementState { NotStarted = "not_started", InProgress = "in_progress", Blocked = "blocked", Done = "done", NotNeeded = "not_needed" }
}
wire_enum! {
    /// Whose step a milestone is.
    MilestoneOwner { Buyer = "buyer", Us = "us" }
}
wire_enum! {
    /// Where a milestone stands.
    MilestoneState { Planned = "planned", InProgress = "in_progress", Done = "done", Skipped = "skipped" }
}
wire_enum! {
    /// Which way a milestone plan is computed: from the day work begins, or back from the day of signature.
    PlanDirection { Forward = "forward", Backward = "backward" }
}
wire_enum! {
    /// How a proof of concept ended.
    PocResult { Passed = "passed", Failed = "failed", Inconclusive = "inconclusive" }
}
wire_enum! {
    /// What kind of thing a gate misses.
    MissingKind {
        Field = "field", Evidence = "evidence", CustomerConfirmation = "customer_confirmation", Criterion = "criterion",
        LossReason = "loss_reason", BackwardReason = "backward_reason", WonChecklist = "won_checklist",
    }
}
wire_enum! {
    /// What a person can do about a missing item.
    SatisfyAction {
        SetField = "set_field", AddEvidence = "add_evidence", SetBuyingRole = "set_buying_role", AnswerQuestion = "answer_question",
        CompleteMilestone = "complete_milestone", ClearProcurement = "clear_procurement", SetPoc = "set_poc", RequestWaiver = "request_waiver",
    }
}
wire_enum! {
    /// Whether a playbook version may be used.
    PlaybookStatus { Draft = "draft", Published = "published" }
}
wire_enum! {
    /// What a pipeline carries.
    PipelineObject { Deal = "deal", Renewal = "renewal" }
}
wire_enum! {
    /// How bad a playbook finding is; errors keep it from being published.
    FindingSeverity { Error = "error", Warning = "warning" }
}
wire_enum! {
    /// Who made a change.
    ActorKind { User = "user", Token = "token", System = "system", Import = "import" }
}
wire_enum! {
    /// The door a change came through.
    ChangeOrigin { Ui = "ui", Api = "api", Cli = "cli", Import = "import", System = "system" }
}
wire_enum! {
    /// What an API token may do.
    Scope { Read = "read", Write = "write", Admin = "admin" }
}
wire_enum! {
    /// How a lead time is counted.
    LeadTimeUnit { CalendarDays = "calendar_days", BusinessDays = "business_days" }
}
wire_enum! {
    /// What a step of the buyer's procurement is about.
    ProcurementKind {
        PurchaseOrder = "purchase_order", VendorRegistration = "vendor_registration", Security = "security", Legal = "legal",
        Payment = "payment", InternalApproval = "internal_approval", Other = "other",
    }
}
wire_enum! {
    /// A field of a deal that a stage may require.
    RequiredField {
        Amount = "amount", CloseDate = "close_date", CloseBasis = "close_basis", NextStep = "next_step", EconomicBuyer = "economic_buyer",
        Champion = "champion", Competition = "competition", Account = "account", Contact = "contact", Owner = "owner", Product = "product",
        Source = "source", MilestonePlan = "milestone_plan",
    }
}
