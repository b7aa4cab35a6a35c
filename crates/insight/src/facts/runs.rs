//! Which stretch of a long column belongs to which deal, where stretches are replaced as deals change.

use std::ops::Range;

/// One stretch per deal. A replaced stretch leaves a hole; [`Runs::wasted`] says how much.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    starts: Vec<u32>,
    lengths: Vec<u16>,
    wasted: usize,
}

impl Runs {
    /// The stretch of a deal.
    #[inline]
    pub(crate) fn of(&self, deal: usize) -> Range<usize> {
        let start = self.starts[deal] as usize;
        start..start + usize::from(self.lengths[deal])
    }

    /// The stretch of a deal that may have none yet.
    pub(crate) fn get(&self, deal: usize) -> Range<usize> {
        if deal < self.starts.len() {
            self.of(deal)
        } else {
            0..0
        }
    }

    /// Empties a deal's stretch, before its values are given anew; the next deal's, when it is new.
    pub(crate) fn clear(&mut self, deal: usize) {
        if deal == self.starts.len() {
            self.starts.push(0);
            self.lengths.push(0);
        } else {
            self.wasted += usize::from(self.lengths[deal]);
            self.lengths[deal] = 0;
        }
    }

    /// Makes room for one more value of a deal at the end of the columns, which hold `end` values. Says which values must be
    /// copied there first, because others follow them; none when the deal has 65,535 already, and no room.
    pub(crate) fn grow(&mut self, deal: usize, end: usize) -> Option<Range<usize>> {
        let run = self.of(deal);
        let length = self.lengths[deal].checked_add(1)?;
        self.lengths[deal] = length;
        if run.end == end && !run.is_empty() {
            return Some(0..0);
        }
        self.wasted += run.len();
        self.starts[deal] = u32::try_from(end).unwrap_or(u32::MAX);
        Some(run)
    }

    /// How many values no deal refers to any more.
    pub(crate) fn wasted(&self) -> usize {
        self.wasted
    }

    /// Bytes of the table.
    pub(crate) fn bytes(&self) -> usize {
        self.starts.capacity() * 4 + self.lengths.capacity() * 2
    }
}
