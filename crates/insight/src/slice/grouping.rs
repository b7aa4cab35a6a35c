//! Deals in groups by up to three dimensions.

use std::ops::Range;

use hashbrown::HashMap;

use super::Dimension;
use super::dimension::Key;
use crate::facts::{Frame, NONE};
use crate::parallel::{Merge, in_parts, merged};

/// Which group each deal belongs to.
#[derive(Debug)]
pub struct Grouping {
    /// By position in [`Frame::deals`]; empty when there is one group.
    of: Vec<u32>,
    labels: Vec<Vec<Option<String>>>,
}

impl Grouping {
    /// Groups a frame's deals. Without a dimension all are one group, also when there is no deal.
    #[must_use]
    pub fn new(frame: &Frame<'_>, by: &[Dimension]) -> Self {
        let mut grouping = Self {
            of: Vec::new(),
            labels: vec![Vec::new()],
        };
        for dimension in by {
            grouping.refine(frame, dimension);
        }
        grouping
    }

    /// Splits every group by one more dimension.
    fn refine(&mut self, frame: &Frame<'_>, dimension: &Dimension) {
        let deals = frame.deals();
        let keys = in_parts(deals.len(), |places| {
            let each = deals[places].iter();
            each.map(|deal| dimension.key(frame, *deal))
                .collect::<Vec<_>>()
        })
        .concat();
        let mut seen = Numbers::new(self.labels.len(), &keys);
        let mut by_text: HashMap<(u32, Option<String>), (u32, Key)> = HashMap::new();
        let mut labels = Vec::new();
        self.of.resize(deals.len(), 0);
        for (of, key) in self.of.iter_mut().zip(keys) {
            let before = (*of, key);
            *of = seen.number(before, || {
                let mut text = dimension.text(frame, key);
                match by_text.get(&(before.0, text.clone())) {
                    Some((group, _)) if dimension.is_merged_by_text() => return *group,
                    // Two people of one name stay two rows.
                    Some(_) => {
                        let count = 2 + by_text
                            .keys()
                            .filter(|(of, known)| {
                                *of == before.0
                                    && known.as_deref().is_some_and(|known| {
                                        text.as_deref().is_some_and(|text| {
                                            known
                                                .strip_prefix(text)
                                                .is_some_and(|rest| rest.starts_with(" ("))
                                        })
                                    })
                            })
                            .count();
                        text = text.map(|text| format!("{text} ({count})"));
                    }
                    None => {}
                }
                let group = u32::try_from(labels.len()).unwrap_or(u32::MAX);
                let mut label: Vec<Option<String>> = self.labels[before.0 as usize].clone();
                label.push(text.clone());
                labels.push(label);
                by_text.insert((before.0, text), (group, before.1));
                group
            });
        }
        self.labels = labels;
    }

    /// The group of the deal at a place of [`Frame::deals`].
    #[must_use]
    pub fn of(&self, place: usize) -> usize {
        self.of.get(place).map_or(0, |group| *group as usize)
    }

    /// Deals with their groups.
    pub fn deals<'a>(&'a self, frame: &'a Frame<'_>) -> Members<'a> {
        self.members(frame, 0..frame.deals().len())
    }

    fn members<'a>(&'a self, frame: &'a Frame<'_>, places: Range<usize>) -> Members<'a> {
        let groups = if self.of.is_empty() {
            &[]
        } else {
            &self.of[places.clone()]
        };
        Members {
            deals: frame.deals()[places].iter(),
            groups: groups.iter(),
        }
    }

    /// The deals among these numbers, with their groups.
    pub(crate) fn among<'a>(&'a self, frame: &'a Frame<'_>, numbers: &Range<usize>) -> Members<'a> {
        let place = |number: usize| {
            let deals = frame.deals();
            deals.partition_point(|deal| (*deal as usize) < number)
        };
        self.members(frame, place(numbers.start)..place(numbers.end))
    }

    /// What the deals add up to: each part of them is added up on its own, at the same time where there are cores.
    pub(crate) fn sum<T: Merge + Send>(
        &self,
        frame: &Frame<'_>,
        part: impl Fn(Members<'_>) -> T + Sync,
    ) -> T {
        merged(frame.deals().len(), |places| {
            part(self.members(frame, places))
        })
    }

    /// What each group is called, one text per dimension; none where deals lack a value.
    #[must_use]
    pub fn labels(&self) -> &[Vec<Option<String>>] {
        &self.labels
    }

    /// How many groups there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there is no group.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }
}

/// Deals, ascending, each with its group.
#[derive(Debug, Clone)]
pub struct Members<'a> {
    deals: std::slice::Iter<'a, u32>,
    groups: std::slice::Iter<'a, u32>,
}

impl Iterator for Members<'_> {
    type Item = (u32, usize);

    #[inline]
    fn next(&mut self) -> Option<(u32, usize)> {
        let deal = *self.deals.next()?;
        Some((deal, self.groups.next().map_or(0, |group| *group as usize)))
    }
}

/// New group numbers by the group before and the key. A table where keys are small and few groups are split, as they nearly
/// always are: hashing a million times takes longer than everything else.
enum Numbers {
    Table { width: usize, numbers: Vec<u32> },
    Hashed(HashMap<(u32, Key), u32>),
}

/// A place in the table that no group has yet.
const UNSEEN: u32 = u32::MAX;

/// A table of more places is not worth clearing.
const MOST_PLACES: usize = 1 << 20;

impl Numbers {
    fn new(groups: usize, keys: &[Key]) -> Self {
        let known = keys.iter().filter(|key| key.0 != NONE);
        let greatest = known.map(|key| key.0 as usize).max().unwrap_or(0);
        // The last place of each group is for deals without a value.
        let width = greatest + 2;
        if groups.saturating_mul(width) > MOST_PLACES {
            return Self::Hashed(HashMap::new());
        }
        Self::Table {
            width,
            numbers: vec![UNSEEN; groups * width],
        }
    }

    #[inline]
    fn number(&mut self, (group, key): (u32, Key), new: impl FnOnce() -> u32) -> u32 {
        match self {
            Self::Table { width, numbers } => {
                let place = (key.0 as usize).min(*width - 1);
                let number = &mut numbers[group as usize * *width + place];
                if *number == UNSEEN {
                    *number = new();
                }
                *number
            }
            Self::Hashed(numbers) => *numbers.entry((group, key)).or_insert_with(new),
        }
    }
}
