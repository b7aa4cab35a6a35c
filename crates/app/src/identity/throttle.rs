//! Slows down guessing: sign-ins are counted per e-mail for a while, before their password is looked at.
//!
//! Kept in memory: a restart forgives, and the Argon2 cost bounds what many nodes allow together.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use domain::Instant;

use super::secret::{self, SecretHash};
use crate::{Code, Error, limits};

/// Most e-mails remembered; beyond that the one whose window opened first is forgotten.
const REMEMBERED: usize = 10_000;

/// Counts attempts per key. Keys are kept as hashes, so that long ones take no more memory than short ones.
#[derive(Debug, Default)]
pub(crate) struct Throttle(Mutex<HashMap<SecretHash, Window>>);

#[derive(Debug, Clone, Copy)]
struct Window {
    opened_at: Instant,
    attempts: u32,
}

impl Throttle {
    /// Counts one attempt of `key`, or refuses it when there were too many lately. Asking and counting are one step:
    /// guesses that run at the same time cannot all pass before the first one has failed.
    pub(crate) fn attempt(&self, key: &str, now: Instant) -> Result<(), Error> {
        let key = secret::hash(key);
        let mut windows = self.windows();
        if windows.len() >= REMEMBERED && !windows.contains_key(&key) {
            forget_one(&mut windows);
        }
        let fresh = Window {
            opened_at: now,
            attempts: 0,
        };
        let window = windows.entry(key).or_insert(fresh);
        let left = limits::SIGN_IN_WINDOW_SECONDS - seconds_between(window.opened_at, now);
        if left <= 0 {
            *window = fresh;
        }
        if window.attempts >= limits::SIGN_IN_ATTEMPTS {
            return Err(Error::from(Code::Throttled).with_retry_after(left.unsigned_abs()));
        }
        window.attempts += 1;
        Ok(())
    }

    /// Forgets the attempts of `key`: it has signed in.
    pub(crate) fn succeeded(&self, key: &str) {
        self.windows().remove(&secret::hash(key));
    }

    fn windows(&self) -> MutexGuard<'_, HashMap<SecretHash, Window>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn forget_one(windows: &mut HashMap<SecretHash, Window>) {
    let oldest = windows
        .iter()
        .min_by_key(|(_, window)| window.opened_at)
        .map(|(key, _)| *key);
    if let Some(oldest) = oldest {
        windows.remove(&oldest);
    }
}

fn seconds_between(from: Instant, to: Instant) -> i64 {
    to.as_micros().saturating_sub(from.as_micros()) / 1_000_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_guess_waits_until_the_window_is_over() {
        let throttle = Throttle::default();
        let start = Instant::from_micros(0);
        for _ in 0..limits::SIGN_IN_ATTEMPTS {
            throttle.attempt("a@b.c", start).unwrap();
        }
        let refused = throttle
            .attempt("a@b.c", start.plus_micros(60_000_000))
            .unwrap_err();
        assert_eq!(refused.code, Code::Throttled);
        assert_eq!(refused.retry_after_seconds, Some(14 * 60));
        throttle.attempt("other@b.c", start).unwrap();
        throttle
            .attempt("a@b.c", start.plus_micros(15 * 60 * 1_000_000))
            .unwrap();
    }

    #[test]
    fn guesses_at_the_same_time_are_counted_one_by_one() {
        let throttle = Throttle::default();
        let guess = || throttle.attempt("a@b.c", Instant::from_micros(0)).is_ok();
        let passed: usize = std::thread::scope(|threads| {
            let guesses: Vec<_> = (0..40).map(|_| threads.spawn(guess)).collect();
            guesses
                .into_iter()
                .map(|guess| usize::from(guess.join().unwrap()))
                .sum()
        });
        assert_eq!(passed, limits::SIGN_IN_ATTEMPTS as usize);
    }

    #[test]
    fn a_flood_of_addresses_forgives_only_the_oldest() {
        let throttle = Throttle::default();
        let at = |second: usize| Instant::from_micros(0).plus_micros(second as i64);
        throttle.attempt("first@b.c", at(0)).unwrap();
        for _ in 0..limits::SIGN_IN_ATTEMPTS {
            throttle.attempt("guessed@b.c", at(1)).unwrap();
        }
        for other in 2..=REMEMBERED {
            throttle
                .attempt(&format!("{other}@b.c"), at(other))
                .unwrap();
        }
        assert_eq!(throttle.windows().len(), REMEMBERED);
        assert!(!throttle.windows().contains_key(&secret::hash("first@b.c")));
        assert!(throttle.attempt("guessed@b.c", at(REMEMBERED)).is_err());
    }
}
