//! Where every deal stands: the stage of its last stay and since when, so that this need not be looked for in all stays.

/// The stage of a deal that is in none yet.
pub(crate) const NOWHERE: u16 = u16::MAX;

/// By deal.
#[derive(Debug, Clone, Default)]
pub(crate) struct Standing {
    /// The stage; [`NOWHERE`] before its first stay.
    pub(crate) stage: Vec<u16>,
    /// The local day it entered it.
    pub(crate) since: Vec<i32>,
}

impl Standing {
    /// One more deal, nowhere yet.
    pub(crate) fn push(&mut self) {
        self.stage.push(NOWHERE);
        self.since.push(0);
    }

    /// Says where a deal stands.
    pub(crate) fn set(&mut self, deal: usize, stage: u16, since: i32) {
        self.stage[deal] = stage;
        self.since[deal] = since;
    }

    /// Gives back room for more.
    pub(crate) fn settle(&mut self) {
        self.stage.shrink_to_fit();
        self.since.shrink_to_fit();
    }

    /// Bytes of it.
    pub(crate) fn bytes(&self) -> usize {
        self.stage.capacity() * 2 + self.since.capacity() * 4
    }
}
