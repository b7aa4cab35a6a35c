//! A token bucket per caller: generous, so that only runaway programs notice.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    net::SocketAddr,
    sync::{Mutex, PoisonError},
    time::Instant,
};

use axum::{
    extract::{ConnectInfo, Request},
    http::{HeaderMap, HeaderName, HeaderValue, header},
};

const SHARDS: usize = 16;
/// Callers remembered per shard; beyond that those with a full bucket are forgotten.
const CALLERS_PER_SHARD: usize = 4_096;

const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

/// The buckets of all callers.
pub(crate) struct RateLimit {
    per_minute: Option<u32>,
    hasher: RandomState,
    shards: [Mutex<HashMap<u64, Bucket>>; SHARDS],
}

struct Bucket {
    tokens: f64,
    filled_at: Instant,
}

/// What one caller has left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Allowance {
    per_minute: Option<u32>,
    tokens: f64,
    is_exhausted: bool,
}

impl RateLimit {
    /// A limit per caller, or none.
    pub(crate) fn new(per_minute: Option<u32>) -> Self {
        Self {
            per_minute,
            hasher: RandomState::new(),
            shards: std::array::from_fn(|_| Mutex::default()),
        }
    }

    /// Takes one token from the caller's bucket.
    pub(crate) fn take(&self, request: &Request, now: Instant) -> Allowance {
        match self.per_minute {
            None => Allowance {
                per_minute: None,
                tokens: 0.0,
                is_exhausted: false,
            },
            Some(per_minute) => self.take_from(self.caller(request), per_minute, now),
        }
    }

    /// Whoever presents the same credentials is one caller; without any, whoever has the same address.
    fn caller(&self, request: &Request) -> u64 {
        let headers = request.headers();
        match headers
            .get(header::AUTHORIZATION)
            .or_else(|| headers.get(header::COOKIE))
        {
            Some(credentials) => self.hasher.hash_one(credentials.as_bytes()),
            None => self.hasher.hash_one(
                request
                    .extensions()
                    .get::<ConnectInfo<SocketAddr>>()
                    .map(|info| info.0.ip()),
            ),
        }
    }

    fn take_from(&self, caller: u64, per_minute: u32, now: Instant) -> Allowance {
        let capacity = f64::from(per_minute);
        let shard = &self.shards[caller as usize % SHARDS];
        let mut buckets = shard.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= CALLERS_PER_SHARD && !buckets.contains_key(&caller) {
            buckets.retain(|_, bucket| bucket.level(capacity, now) < capacity);
            if buckets.len() >= CALLERS_PER_SHARD {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(caller).or_insert(Bucket {
            tokens: capacity,
            filled_at: now,
        });
        bucket.tokens = bucket.level(capacity, now);
        bucket.filled_at = now;
        let is_exhausted = bucket.tokens < 1.0;
        if !is_exhausted {
            bucket.tokens -= 1.0;
        }
        Allowance {
            per_minute: Some(per_minute),
            tokens: bucket.tokens,
            is_exhausted,
        }
    }
}

impl Bucket {
    fn level(&self, capacity: f64, now: Instant) -> f64 {
        let gained = now.saturating_duration_since(self.filled_at).as_secs_f64() * capacity / 60.0;
        (self.tokens + gained).min(capacity)
    }
}

impl Allowance {
    /// Whether this request is one too many.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.is_exhausted
    }

    /// Until the next token, at least 1.
    pub(crate) fn seconds_to_wait(&self) -> u64 {
        let per_second = f64::from(self.per_minute.unwrap_or(60)) / 60.0;
        ((1.0 - self.tokens).max(0.0) / per_second).ceil().max(1.0) as u64
    }

    /// Tells the caller where they stand.
    pub(crate) fn write(&self, headers: &mut HeaderMap) {
        let Some(per_minute) = self.per_minute else {
            return;
        };
        let missing = f64::from(per_minute) - self.tokens;
        headers.insert(LIMIT, HeaderValue::from(per_minute));
        headers.insert(REMAINING, HeaderValue::from(self.tokens as u32));
        headers.insert(
            RESET,
            HeaderValue::from((missing * 60.0 / f64::from(per_minute)).ceil() as u32),
        );
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_bucket_empties_and_refills_with_time_and_callers_do_not_share_it() {
        let limit = RateLimit::new(Some(60));
        let start = Instant::now();
        for _ in 0..60 {
            assert!(!limit.take_from(1, 60, start).is_exhausted());
        }
        let refused = limit.take_from(1, 60, start);
        assert!(refused.is_exhausted());
        assert_eq!(refused.seconds_to_wait(), 1);
        assert!(
            !limit.take_from(2, 60, start).is_exhausted(),
            "another caller"
        );
        assert!(
            !limit
                .take_from(1, 60, start + Duration::from_secs(2))
                .is_exhausted(),
            "two tokens came back"
        );
    }

    #[test]
    fn a_flood_of_callers_does_not_grow_the_memory() {
        let limit = RateLimit::new(Some(60));
        let now = Instant::now();
        for caller in 0..200_000 {
            limit.take_from(caller, 60, now);
        }
        let remembered: usize = limit
            .shards
            .iter()
            .map(|shard| shard.lock().unwrap().len())
            .sum();
        assert!(remembered <= SHARDS * CALLERS_PER_SHARD, "{remembered}");
    }
}
