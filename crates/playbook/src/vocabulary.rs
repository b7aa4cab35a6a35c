//! The closed sets of words that playbooks, rules and the domain share.
//!
//! Each is an enum whose members are written in `snake_case` in YAML, JSON, CEL and SQL alike.

use serde::{Deserialize, Serialize};

/// Declares an enum with a fixed written form per member, and everything that needs that form.
macro_rules! words {
    ($(
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$member_meta:meta])* $member:ident = $word:literal,)+
        }
    )+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$member_meta])* #[serde(rename = $word)] $member,)+
        }

        impl $name {
            /// Every member, in the order they are declared.
            pub const ALL: &'static [Self] = &[$(Self::$member),+];
            /// The written form of every member, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The written form.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$member => $word,)+
                }
            }

            /// The member with this written form.
            pub fn find(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$member),)+
                    _ => None,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownWord;
            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                Self::find(word).ok_or_else(|| UnknownWord {
                    word: word.to_owned(),
                    expected: Self::WORDS,
                })
            }
        }
    )+};
}

/// A word that is not a member of the set it was read as.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{word}\" is not one of {}", expected.join(", "))]
pub struct UnknownWord {
    /// What was written.
    pub word: String,
    /// What could have been.
    pub expected: &'static [&'static str],
}

words! {
    /// Which of the two usual meanings "amount" has in this workspace.
    pub enum AmountBasis {
        /// Annual contract value.
        Acv = "acv",
        /// Total contract value.
        Tcv = "tcv",
    }

    /// The part of the business that a term belongs to.
    pub enum Area {
        /// Selling.
        Sales = "sales",
        /// Finding those who may buy.
        Marketing = "marketing",
        /// Money.
        Finance = "finance",
        /// Measuring.
        Data = "data",
        /// Proofline itself.
        Product = "product",
    }

    /// What moves through a pipeline.
    pub enum PipelineObject {
        /// A deal, new or expansion.
        Deal = "deal",
        /// A renewal of something already sold.
        Renewal = "renewal",
    }

    /// What kind of business a deal is.
    pub enum DealKind {
        /// The first sale to this customer.
        New = "new",
        /// More to a customer that already buys.
        Expansion = "expansion",
        /// The continuation of an existing contract.
        Renewal = "renewal",
    }

    /// Whether a deal in a stage is still running.
    pub enum StageKind {
        /// Still running.
        Open = "open",
        /// Closed with a signature.
        Won = "won",
        /// Closed without one.
        Lost = "lost",
    }

    /// How a renewal ended.
    pub enum RenewalOutcome {
        /// The same contract again.
        Renewed = "renewed",
        /// Renewed for more.
        Upgraded = "upgraded",
        /// Renewed for less.
        Downgraded = "downgraded",
        /// Not renewed.
        Ended = "ended",
    }

    /// How sure a forecast is of a deal, from least to most.
    pub enum ForecastCategory {
        /// Not in the forecast.
        Omitted = "omitted",
        /// Open, nothing promised.
        Pipeline = "pipeline",
        /// Expected if things go well.
        BestCase = "best_case",
        /// Expected.
        Commit = "commit",
        /// Already won.
        Closed = "closed",
    }

    /// Who brought a piece of evidence into the world.
    pub enum Origin {
        /// The buyer did or said it.
        Customer = "customer",
        /// We did or said it.
        Us = "us",
        /// A machine observed it.
        System = "system",
    }

    /// How much a piece of evidence proves, from least to most.
    pub enum Strength {
        /// Somebody says so; nothing can be opened.
        Claimed = "claimed",
        /// Our own record of it can be opened.
        Captured = "captured",
        /// The buyer's own mail, document or action can be opened.
        CustomerOriginated = "customer_originated",
        /// Signed by both sides.
        Countersigned = "countersigned",
    }

    /// What the reference of a piece of evidence points to.
    pub enum EvidenceKind {
        /// A message.
        Email = "email",
        /// A calendar entry or its record.
        Meeting = "meeting",
        /// A file.
        Document = "document",
        /// A reader opened one of our pages or documents.
        PageView = "page_view",
        /// Somebody with authority said yes.
        Approval = "approval",
        /// A recorded or noted call.
        Call = "call",
        /// A form somebody filled in.
        Form = "form",
    }

    /// What a contact is to one deal.
    pub enum BuyingRoleKind {
        /// Can say yes to the money.
        EconomicBuyer = "economic_buyer",
        /// Sells for us inside, with influence and a reason to.
        Champion = "champion",
        /// Will use the product.
        User = "user",
        /// Judges whether it fits technically.
        Technical = "technical",
        /// Judges security and privacy.
        Security = "security",
        /// Judges the contract's wording.
        Legal = "legal",
        /// Runs the purchase.
        Procurement = "procurement",
        /// Wants this not to happen.
        Blocker = "blocker",
        /// Is listened to, without a formal part.
        Influencer = "influencer",
    }

    /// How far a buying role is established, from least to most.
    pub enum RoleState {
        /// We believe this is the person.
        Identified = "identified",
        /// The person talks with us about this deal.
        Engaged = "engaged",
        /// The person confirmed the part themselves.
        Confirmed = "confirmed",
    }

    /// What a close date rests on, from weakest to strongest.
    pub enum CloseBasis {
        /// Our estimate.
        Estimate = "estimate",
        /// An existing contract runs out then.
        ContractExpiry = "contract_expiry",
        /// The customer named the date.
        CustomerStated = "customer_stated",
        /// Computed from the customer's own milestones.
        CustomerMilestones = "customer_milestones",
    }

    /// Whom we compete with.
    pub enum Competition {
        /// Nobody else is considered.
        Sole = "sole",
        /// Other suppliers are considered.
        Competitive = "competitive",
        /// The alternative is to change nothing.
        StatusQuo = "status_quo",
    }

    /// Who does a milestone.
    pub enum MilestoneOwner {
        /// The customer.
        Buyer = "buyer",
        /// We.
        Us = "us",
    }

    /// How a lead time is counted.
    pub enum LeadTimeUnit {
        /// Every day counts.
        CalendarDays = "calendar_days",
        /// Only working days of the workspace's calendar count.
        BusinessDays = "business_days",
    }

    /// A step of the customer's purchase process.
    pub enum ProcurementKind {
        /// A purchase order is issued.
        PurchaseOrder = "purchase_order",
        /// We are registered as a supplier.
        VendorRegistration = "vendor_registration",
        /// Security and privacy review.
        Security = "security",
        /// Contract wording.
        Legal = "legal",
        /// Invoice and payment terms.
        Payment = "payment",
        /// The customer's own sign-off.
        InternalApproval = "internal_approval",
        /// Anything else.
        Other = "other",
    }

    /// Where a procurement step stands.
    pub enum ProcurementState {
        /// Nobody has begun.
        NotStarted = "not_started",
        /// Somebody works on it.
        InProgress = "in_progress",
        /// It cannot go on until something is resolved.
        Blocked = "blocked",
        /// Finished.
        Done = "done",
        /// The customer does not require it.
        NotNeeded = "not_needed",
    }

    /// How much harm a risk can do.
    pub enum RiskSeverity {
        /// Annoying.
        Low = "low",
        /// Can delay the deal.
        Medium = "medium",
        /// Can kill the deal.
        High = "high",
    }

    /// A field of a deal that a stage may require.
    pub enum RequiredField {
        /// Expected contract amount.
        Amount = "amount",
        /// Expected close date.
        CloseDate = "close_date",
        /// What the close date rests on.
        CloseBasis = "close_basis",
        /// The next meeting or action, with its date.
        NextStep = "next_step",
        /// A contact in the economic buyer role.
        EconomicBuyer = "economic_buyer",
        /// A contact in the champion role.
        Champion = "champion",
        /// Sole, competitive or status quo.
        Competition = "competition",
        /// The customer.
        Account = "account",
        /// The person we talk to.
        Contact = "contact",
        /// Whose deal it is.
        Owner = "owner",
        /// What is sold.
        Product = "product",
        /// Where the deal came from.
        Source = "source",
        /// The customer's steps to signature.
        MilestonePlan = "milestone_plan",
    }

    /// What a person can do to satisfy a criterion.
    pub enum RemedyAction {
        /// Fill a field; the target is a [`RequiredField`].
        SetField = "set_field",
        /// Record evidence; the target is an evidence type.
        AddEvidence = "add_evidence",
        /// Move a contact forward in a buying role; the target is a [`BuyingRoleKind`].
        SetBuyingRole = "set_buying_role",
        /// Answer a question; the target is `set.question`.
        AnswerQuestion = "answer_question",
        /// Complete a milestone; the target is its key.
        CompleteMilestone = "complete_milestone",
        /// Clear the procurement checklist; the target is a [`ProcurementKind`] or `all`.
        ClearProcurement = "clear_procurement",
        /// Record the proof of concept, or its result; the target is `agreement` or `result`.
        SetPoc = "set_poc",
        /// Ask for an approved exception; the target is the criterion.
        RequestWaiver = "request_waiver",
    }
}

impl Default for DealKind {
    /// Most deals are new business.
    fn default() -> Self {
        Self::New
    }
}
