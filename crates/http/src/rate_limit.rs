//! Token buckets, generous, so that only runaway programs notice: one per caller who proved who they are, and a larger
//! one per address for everything else. What a request merely claims about itself never chooses its bucket.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    net::{IpAddr, SocketAddr},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use app::identity::Caller;
use axum::{
    extract::{ConnectInfo, Request},
    http::{HeaderMap, HeaderName, HeaderValue},
};

const SHARDS: usize = 16;
/// Callers remembered per shard; beyond that those with a full bucket are forgotten.
const CALLERS_PER_SHARD: usize = 4_096;

/// An address may stand for a whole office behind one proxy: it gets as much as this many callers.
const CALLERS_PER_ADDRESS: u32 = 4;

const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

/// The buckets of all callers and addresses.
pub(crate) struct RateLimit {
    per_minute: Option<u32>,
    hasher: RandomState,
    shards: [Mutex<HashMap<u64, Bucket>>; SHARDS],
}

struct Bucket {
    tokens: f64,
    filled_at: Instant,
}

/// The address a request comes from: what it is charged to until its caller is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Address(u64);

/// What one caller or address has left.
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

    /// Where the request comes from. Whoever holds one IPv6 address holds its /64.
    pub(crate) fn address(&self, request: &Request) -> Address {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let network = peer.map(|info| match info.0.ip().to_canonical() {
            IpAddr::V4(address) => u64::from(address.to_bits()),
            IpAddr::V6(address) => (address.to_bits() >> 64) as u64,
        });
        Address(self.hasher.hash_one(("address", network)))
    }

    /// Charges a request whose caller is not known yet to its address.
    pub(crate) fn charge_address(&self, address: Address, now: Instant) -> Allowance {
        let per_minute = self.per_minute_and_address();
        per_minute.map_or(Allowance::UNLIMITED, |per_minute| {
            self.take_from(address.0, per_minute, now)
        })
    }

    /// Charges a request to its caller, who is known now, and gives the address back what it paid.
    pub(crate) fn charge_caller(
        &self,
        caller: &Caller,
        address: Address,
        now: Instant,
    ) -> Allowance {
        let Some(per_minute) = self.per_minute else {
            return Allowance::UNLIMITED;
        };
        if let Some(bucket) = self.shard(address.0).get_mut(&address.0) {
            bucket.tokens += 1.0;
        }
        let actor = &caller.actor;
        let key = (
            "caller",
            uuid::Uuid::from(caller.workspace_id),
            actor.user_id.map(uuid::Uuid::from),
            actor.kind as u8,
        );
        self.take_from(self.hasher.hash_one(key), per_minute, now)
    }

    fn per_minute_and_address(&self) -> Option<u32> {
        self.per_minute
            .map(|per_minute| per_minute.saturating_mul(CALLERS_PER_ADDRESS))
    }

    fn shard(&self, key: u64) -> MutexGuard<'_, HashMap<u64, Bucket>> {
        self.shards[key as usize % SHARDS]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn take_from(&self, caller: u64, per_minute: u32, now: Instant) -> Allowance {
        let capacity = f64::from(per_minute);
        let mut buckets = self.shard(caller);
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
    const UNLIMITED: Self = Self {
        per_minute: None,
        tokens: 0.0,
        is_exhausted: false,
    };

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
    fn what_a_request_claims_does_not_choose_its_bucket_but_its_address_does() {
        let limit = RateLimit::new(Some(60));
        let from = |address: &str, credentials: &str| {
            let peer: SocketAddr = address.parse().unwrap();
            let request = Request::builder()
                .header("authorization", credentials)
                .header("cookie", credentials)
                .extension(ConnectInfo(peer))
                .body(axum::body::Body::empty())
                .unwrap();
            limit.address(&request)
        };
        let one = from("192.0.2.1:1000", "Bearer a");
        assert_eq!(one, from("192.0.2.1:2000", "Bearer b"));
        assert_eq!(one, from("[::ffff:192.0.2.1]:1", "Bearer c"));
        assert_ne!(one, from("192.0.2.2:1000", "Bearer a"));
        assert_eq!(from("[2001:db8::1]:1", ""), from("[2001:db8::2]:1", ""));
        assert_ne!(from("[2001:db8::1]:1", ""), from("[2001:db8:0:1::1]:1", ""));
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
