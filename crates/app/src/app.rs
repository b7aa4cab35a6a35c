use std::sync::Arc;

use domain::Instant;
use store::Store;

use crate::{
    Clock, SystemClock,
    identity::{Callers, Throttle},
    imports::Unsaid,
    playbooks::{Published, Replays},
    reports::Projections,
};

/// Where identifiers get their randomness. Tests and the sample workspace pass a seeded one.
pub trait Entropy: Send + Sync + 'static {
    /// Ten random bytes.
    fn draw(&self) -> [u8; 10];
}

/// The operating system's randomness, stretched per thread.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn draw(&self) -> [u8; 10] {
        rand::random()
    }
}

/// The running product: the database and everything kept in memory beside it. Cloning is cheap.
#[derive(Clone)]
pub struct App(Arc<Parts>);

struct Parts {
    store: Store,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    published: Published,
    callers: Callers,
    throttle: Throttle,
    unsaid: Unsaid,
    projections: Projections,
    replays: Replays,
}

impl App {
    /// The product on this database, with the machine's clock and randomness.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self::with(store, SystemClock, SystemEntropy)
    }

    /// The product with a clock and randomness of the caller's choice.
    #[must_use]
    pub fn with(store: Store, clock: impl Clock, entropy: impl Entropy) -> Self {
        Self(Arc::new(Parts {
            store,
            clock: Arc::new(clock),
            entropy: Arc::new(entropy),
            published: Published::default(),
            callers: Callers::default(),
            throttle: Throttle::default(),
            unsaid: Unsaid::default(),
            projections: Projections::default(),
            replays: Replays::default(),
        }))
    }

    /// The database.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.0.clock.now()
    }

    /// Randomness for one identifier.
    pub(crate) fn draw(&self) -> [u8; 10] {
        self.0.entropy.draw()
    }

    pub(crate) fn published(&self) -> &Published {
        &self.0.published
    }

    pub(crate) fn callers(&self) -> &Callers {
        &self.0.callers
    }

    pub(crate) fn throttle(&self) -> &Throttle {
        &self.0.throttle
    }

    pub(crate) fn projections(&self) -> &Projections {
        &self.0.projections
    }

    pub(crate) fn replays(&self) -> &Replays {
        &self.0.replays
    }

    /// Why imports stopped, where the database could not take it down.
    pub(crate) fn unsaid(&self) -> &Unsaid {
        &self.0.unsaid
    }
}
