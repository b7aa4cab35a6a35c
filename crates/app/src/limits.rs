//! Every limit of the product in one place. Exceeding one is a refusal that names it.

pub use connect::limits::MAX_FILE_BYTES as IMPORT_FILE_BYTES;
pub use domain::{
    checks::MAX_HIERARCHY_DEPTH as HIERARCHY_DEPTH,
    field::{
        MAX_CODE_CHARS as REFERENCE_CHARS, MAX_ENTRIES as CUSTOM_FIELDS,
        MAX_NAME_CHARS as NAME_CHARS, MAX_TEXT_CHARS as TEXT_CHARS, MAX_WAIVER_DAYS as WAIVER_DAYS,
    },
};

/// Most competitors named on one deal.
pub const COMPETITORS: usize = 20;

/// Most deals that one replay of history judges.
pub const REPLAY_DEALS: u32 = 100_000;

/// Most deals in the queue of one review.
pub const REVIEW_DEALS: usize = 100;

/// Rows on a page when the caller does not say.
pub const PAGE_DEFAULT: u32 = 50;
/// Most rows on a page.
pub const PAGE_MAX: u32 = 500;
/// Cards shown per column when a board is opened.
pub const BOARD_CARDS: u32 = 50;

/// Shortest password, in characters.
pub const PASSWORD_MIN_CHARS: usize = 10;
/// Longest password, in bytes: hashing more only burns CPU.
pub const PASSWORD_MAX_BYTES: usize = 1_024;
/// Sign-ins per e-mail before waiting; one that succeeds forgives those before it.
pub const SIGN_IN_ATTEMPTS: u32 = 10;
/// How long sign-ins count, in seconds.
pub const SIGN_IN_WINDOW_SECONDS: i64 = 15 * 60;
/// Password hashes computed at the same time; more wait, beyond that the server is busy.
pub const PASSWORD_HASHES_AT_ONCE: usize = 2;
/// Most that wait for their password to be hashed.
pub const PASSWORD_HASHES_WAITING: usize = 64;

/// A session ends this long after sign-in, in seconds.
pub const SESSION_SECONDS: i64 = 14 * 24 * 3_600;
/// How long a looked-up session or token is trusted without asking the database again, in seconds.
pub const SESSION_CACHE_SECONDS: i64 = 5;
/// Most cached sessions and tokens.
pub const SESSION_CACHE_ENTRIES: usize = 10_000;
/// A set-up link works this long, in seconds.
pub const SETUP_LINK_SECONDS: i64 = 24 * 3_600;
/// An Idempotency-Key is remembered this long, in seconds.
pub const IDEMPOTENCY_SECONDS: i64 = 24 * 3_600;
/// Longest Idempotency-Key, in bytes.
pub const IDEMPOTENCY_KEY_BYTES: usize = 255;

/// Longest playbook source, in bytes.
pub const PLAYBOOK_BYTES: usize = 512 * 1024;
