//! What was worked out about past moments, kept while nothing changes that was known then.
//!
//! What was known at a moment is settled: later changes do not touch it. Only history that arrives late does, as an import brings
//! it, or a change of what deals point to. A deal's history up to the latest moment remembered is therefore hashed before
//! the deal changes and after, and when the two differ everything is forgotten.

use std::any::Any;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Facts, Field};

/// Answers of more bytes are not kept together: before they would be, those kept are dropped.
const MOST_BYTES: usize = 128 << 20;

/// What keeping an answer takes beside the answer.
const BESIDE: usize = 256;

/// Answers by question and moment.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    kept: Mutex<Kept>,
    /// Deals that are changing, with the hash of their settled history before.
    changing: HashMap<usize, u64>,
}

#[derive(Debug, Default)]
struct Kept {
    /// The latest moment of an answer.
    until: i64,
    answers: HashMap<(String, i64), Arc<dyn Any + Send + Sync>>,
    bytes: usize,
}

impl Facts {
    /// What `work` says of a moment, worked out once for each question and moment. `work` must rest on nothing but deals, and what
    /// they point to, as known at that moment, and on the question; it also says how many bytes its answer takes.
    pub(crate) fn remembered<T: Any + Send + Sync>(
        &self,
        question: &str,
        as_of: i64,
        work: impl FnOnce() -> (T, usize),
    ) -> Arc<T> {
        let is_settled = self.memory.changing.is_empty() && self.uncounted.is_empty();
        let key = (question.to_owned(), as_of);
        let lock = || {
            self.memory
                .kept
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if is_settled
            && let Some(known) = lock().answers.get(&key)
            && let Ok(known) = Arc::clone(known).downcast::<T>()
        {
            return known;
        }
        let (answer, bytes) = work();
        let answer = Arc::new(answer);
        let bytes = bytes + question.len() + BESIDE;
        if is_settled && bytes <= MOST_BYTES {
            let mut kept = lock();
            if kept.bytes + bytes > MOST_BYTES {
                kept.answers.clear();
                kept.bytes = 0;
            }
            kept.until = kept.until.max(as_of);
            kept.bytes += bytes;
            kept.answers.insert(key, Arc::clone(&answer) as _);
        }
        answer
    }

    /// Forgets what was worked out about past moments.
    pub(super) fn forget(&mut self) {
        self.memory = Memory::default();
    }

    /// Looks at a deal before it changes.
    pub(super) fn expect_change(&mut self, deal: usize) {
        let kept = self
            .memory
            .kept
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        if !kept.answers.is_empty() && !self.memory.changing.contains_key(&deal) {
            let until = kept.until;
            let before = self.settled(deal, until);
            self.memory.changing.insert(deal, before);
        }
    }

    /// Looks at the deals that changed, and forgets when one changed in what was settled.
    pub(super) fn check_memory(&mut self) {
        let changing = std::mem::take(&mut self.memory.changing);
        let kept = self
            .memory
            .kept
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        let until = kept.until;
        if (changing.into_iter()).any(|(deal, before)| self.settled(deal, until) != before) {
            self.forget();
        }
    }

    /// A hash of what was known of a deal at a moment and ever before; 0 when nothing was.
    fn settled(&self, deal: usize, until: i64) -> u64 {
        let stays = self.visits.runs.get(deal);
        let is_known = |at: &usize| self.visits.entered_at[*at] <= until;
        if self.gone[deal] || self.opened_at[deal] > until || !stays.clone().any(|at| is_known(&at))
        {
            return 0;
        }
        let mut hasher = DefaultHasher::new();
        (self.opened_at[deal], self.created_at[deal]).hash(&mut hasher);
        for at in stays.filter(is_known) {
            let visits = &self.visits;
            (visits.entered_at[at], visits.stage[at], visits.mark[at].0).hash(&mut hasher);
        }
        let mut values: Vec<i64> = (Field::ALL.iter())
            .map(|field| self.now.get(*field, deal))
            .collect();
        let changes = &self.changes;
        for at in changes.runs.get(deal).rev() {
            let (field, before) = (changes.field[at], changes.before[at]);
            if changes.effective_at[at] > until {
                values[field as usize] = before;
            } else {
                (changes.effective_at[at], field as usize, before).hash(&mut hasher);
            }
        }
        values.hash(&mut hasher);
        hasher.finish().max(1)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use crate::history::{History, at};

    #[test]
    fn the_past_is_remembered_until_history_arrives_that_belongs_there() {
        let mut history = History::new();
        history.deal().opened(1).enters(9, "second").worth(100);
        history.deal().opened(3).worth(50);
        let mut facts = history.facts();
        facts.settle();
        let asked = Cell::new(0);
        let ask = |facts: &super::Facts| {
            let work = || {
                asked.set(asked.get() + 1);
                (asked.get(), 1)
            };
            *facts.remembered("how many", at(20), work)
        };
        assert_eq!((ask(&facts), ask(&facts)), (1, 1));

        // What happens later leaves it alone, a deal that begins later too.
        let mut later = history.clone();
        later
            .told(0)
            .enters(25, "won")
            .changed(26, "amount_minor", Some("100"), None);
        later.told(0).worth(120);
        later.deal().opened(30);
        later.tell(&mut facts);
        assert_eq!(ask(&facts), 2, "not while deals are changing");
        facts.settle();
        assert_eq!(ask(&facts), 1);

        // A deal imported with its history does not.
        let mut imported = later.clone();
        imported.deal().opened(12).known_by("imported");
        imported.tell(&mut facts);
        facts.settle();
        assert_eq!((ask(&facts), ask(&facts)), (3, 3));

        // Nor does one that is removed, or an amount that was another then than thought.
        facts.remove_deal(crate::history::deal_id(1));
        facts.settle();
        assert_eq!(ask(&facts), 4);
        let mut other = imported.clone();
        other.told(0).worth(130);
        other.tell(&mut facts);
        facts.settle();
        assert_eq!(ask(&facts), 5);
    }

    #[test]
    fn many_answers_make_room_for_later_ones() {
        let facts = History::new().facts();
        let asked = Cell::new(0);
        let ask = |question: &str| {
            let work = || (asked.set(asked.get() + 1), super::MOST_BYTES / 2);
            facts.remembered(question, at(20), work);
            asked.get()
        };
        assert_eq!([ask("one"), ask("one")], [1, 1]);
        assert_eq!([ask("two"), ask("two")], [2, 2]);
        assert_eq!(ask("one"), 3, "it made room");
    }
}
