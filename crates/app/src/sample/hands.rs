//! The sample's own clock and randomness: turned by the script, repeatable by its seed.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use domain::Instant;
use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};

use crate::{Clock, Entropy};

/// The clock of the sample, turned forwards from event to event.
#[derive(Clone)]
pub(super) struct Hands(Arc<AtomicI64>);

impl Hands {
    pub(super) fn new(at: Instant) -> Self {
        Self(Arc::new(AtomicI64::new(at.as_micros())))
    }

    pub(super) fn turn_to(&self, at: Instant) {
        self.0.fetch_max(at.as_micros(), Ordering::Relaxed);
    }
}

impl Clock for Hands {
    /// A little later with every look, so that no two events share an instant.
    fn now(&self) -> Instant {
        Instant::from_micros(self.0.fetch_add(1_000, Ordering::Relaxed))
    }
}

/// Seeded randomness for identifiers.
pub(super) struct Draw(Mutex<SmallRng>);

impl Draw {
    pub(super) fn new(seed: u64) -> Self {
        Self(Mutex::new(SmallRng::seed_from_u64(seed ^ 0x1d5)))
    }
}

impl Entropy for Draw {
    fn draw(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(&mut bytes);
        bytes
    }
}
