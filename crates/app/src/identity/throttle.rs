//! Slows down guessing: failed sign-ins are counted per e-mail for a while.
//!
//! Kept in memory: a restart forgives, and the Argon2 cost bounds what many nodes allow together.

use std::{collections::HashMap, sync::Mutex};

use domain::Instant;

use crate::{Code, Error, limits};

/// Most e-mails remembered; beyond that the oldest windows are forgotten first.
const REMEMBERED: usize = 10_000;

/// Counts failures per key.
#[derive(Debug, Default)]
pub(crate) struct Throttle(Mutex<HashMap<String, Window>>);

#[derive(Debug, Clone, Copy)]
struct Window {
    opened_at: Instant,
    failures: u32,
}

impl Throttle {
    /// Refuses when `key` has failed too often lately.
    pub(crate) fn check(&self, key: &str, now: Instant) -> Result<(), Error> {
        let windows = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        match windows.get(key) {
            Some(window) if window.failures >= limits::SIGN_IN_ATTEMPTS => {
                let left = limits::SIGN_IN_WINDOW_SECONDS - seconds_between(window.opened_at, now);
                if left <= 0 {
                    return Ok(());
                }
                Err(Error::from(Code::Throttled).with_retry_after(left.unsigned_abs()))
            }
            _ => Ok(()),
        }
    }

    /// Remembers a failure of `key`.
    pub(crate) fn failed(&self, key: &str, now: Instant) {
        let mut windows = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if windows.len() >= REMEMBERED {
            windows.retain(|_, window| !is_over(*window, now));
            if windows.len() >= REMEMBERED {
                windows.clear();
            }
        }
        let window = windows.entry(key.to_owned()).or_insert(Window {
            opened_at: now,
            failures: 0,
        });
        if is_over(*window, now) {
            *window = Window {
                opened_at: now,
                failures: 0,
            };
        }
        window.failures = window.failures.saturating_add(1);
    }

    /// Forgets the failures of `key`: it has signed in.
    pub(crate) fn succeeded(&self, key: &str) {
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .remove(key);
    }
}

fn is_over(window: Window, now: Instant) -> bool {
    seconds_between(window.opened_at, now) >= limits::SIGN_IN_WINDOW_SECONDS
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
            throttle.check("a@b.c", start).unwrap();
            throttle.failed("a@b.c", start);
        }
        let refused = throttle
            .check("a@b.c", start.plus_micros(60_000_000))
            .unwrap_err();
        assert_eq!(refused.code, Code::Throttled);
        assert_eq!(refused.retry_after_seconds, Some(14 * 60));
        throttle.check("other@b.c", start).unwrap();
        throttle
            .check("a@b.c", start.plus_micros(15 * 60 * 1_000_000))
            .unwrap();
    }
}
