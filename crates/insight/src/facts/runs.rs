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
    pub(crate) fn of(&self, deal: usize) -> Range<usize> {
        let start = self.starts[deal] as usize;
        start..start + usize::from(self.lengths[deal])
    }

    /// Gives a deal a stretch of this length that begins at the column's end `at`; the next deal's, when it is new.
    ///
    /// Returns how many values it may write: what does not fit into 65,535 is dropped.
    pub(crate) fn put(&mut self, deal: usize, at: usize, length: usize) -> usize {
        let kept = u16::try_from(length).unwrap_or(u16::MAX);
        let start = u32::try_from(at).unwrap_or(u32::MAX);
        if deal == self.starts.len() {
            self.starts.push(start);
            self.lengths.push(kept);
        } else {
            self.wasted += usize::from(self.lengths[deal]);
            self.starts[deal] = start;
            self.lengths[deal] = kept;
        }
        usize::from(kept)
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
