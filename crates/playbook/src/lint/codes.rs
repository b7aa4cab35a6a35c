//! Every code a finding can carry. Codes are stable; messages may be reworded.

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal;)+) => {
        $($(#[doc = $doc])+ pub const $name: &str = $code;)+
        /// Every code with what it means.
        pub const ALL: &[(&str, &str)] = &[$(($code, concat!($($doc),+))),+];
    };
}

codes! {
    /// The text is not YAML, or uses YAML we refuse (anchors, aliases, tags, several documents).
    YAML_SYNTAX = "yaml-syntax";
    /// The same key twice in one mapping.
    DUPLICATE_KEY = "duplicate-key";
    /// A key that means nothing here.
    UNKNOWN_KEY = "unknown-key";
    /// A key that must be written.
    MISSING_KEY = "missing-key";
    /// A list where a text belongs, a text where a number belongs, and the like.
    WRONG_TYPE = "wrong-type";
    /// A word outside its closed set.
    UNKNOWN_WORD = "unknown-word";
    /// A key that is not short lower-case letters, digits and separators.
    MALFORMED_KEY = "malformed-key";
    /// A text without its Korean or its English.
    EMPTY_TEXT = "empty-text";
    /// Two definitions with one key.
    DUPLICATE_DEFINITION = "duplicate-definition";
    /// A key of something that is not defined.
    UNKNOWN_REFERENCE = "unknown-reference";
    /// A rule that is not CEL, or uses CEL that rules do not have.
    RULE_SYNTAX = "rule-syntax";
    /// A rule names a field, a function or a key that does not exist.
    RULE_UNKNOWN_NAME = "rule-unknown-name";
    /// A rule combines values that do not fit.
    RULE_TYPE = "rule-type";
    /// A rule is too long, too deep, or loops inside a loop.
    RULE_TOO_COSTLY = "rule-too-costly";
    /// An open stage without an exit criterion.
    STAGE_WITHOUT_EXIT = "stage-without-exit";
    /// An open or won stage without required evidence.
    STAGE_WITHOUT_EVIDENCE = "stage-without-evidence";
    /// A stage that asks for the customer's confirmation which no evidence can give.
    STAGE_WITHOUT_CONFIRMATION = "stage-without-confirmation";
    /// More than five required fields.
    TOO_MANY_REQUIRED_FIELDS = "too-many-required-fields";
    /// A probability below the one of the stage before.
    FALLING_PROBABILITY = "falling-probability";
    /// An open stage at 0 or 100 percent, or a closed one at anything else.
    IMPOSSIBLE_PROBABILITY = "impossible-probability";
    /// A pipeline without open, won or lost stage, or with two of a closing kind.
    MISSING_STAGE_KIND = "missing-stage-kind";
    /// Stages not in the order open, won, lost.
    STAGE_ORDER = "stage-order";
    /// A remedy whose target is not what its action acts on.
    REMEDY_TARGET = "remedy-target";
    /// Milestones that wait for each other.
    MILESTONE_CYCLE = "milestone-cycle";
    /// No loss reason `imported-unknown`, which imports of closed deals fall back on.
    NO_IMPORT_REASON = "no-import-reason";
    /// Too few or too many stages to coach by.
    STAGE_COUNT = "stage-count";
    /// A stage named after what we do instead of how far the buyer is.
    ACTIVITY_STAGE_NAME = "activity-stage-name";
    /// A criterion that no customer can cause.
    NO_CUSTOMER_CRITERION = "no-customer-criterion";
    /// An open stage without rot limit.
    NO_ROT_LIMIT = "no-rot-limit";
    /// Loss reasons that teach nothing.
    ONLY_OTHER_LOSS_REASONS = "only-other-loss-reasons";
    /// A definition that nothing uses.
    UNUSED_DEFINITION = "unused-definition";
}
