//! The columns of deals: one value per deal and field, as it is now.

use super::names::NONE;

/// A missing whole number.
pub const NO_WHOLE: i64 = i64::MIN;
/// A missing day.
pub const NO_DAY: i32 = i32::MIN;

/// Declares the fields, each in a column of its width.
macro_rules! fields {
    (long { $($long:ident = $long_name:literal),+ $(,)? } short { $($short:ident = $short_name:literal),+ $(,)? }
     wide { $($wide:ident = $wide_name:literal),+ $(,)? } narrow { $($narrow:ident = $narrow_name:literal),+ $(,)? }) => {
        /// A field of a deal that can change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs)]
        pub(crate) enum Field { $($long,)+ $($short,)+ $($wide,)+ $($narrow,)+ }

        #[derive(Clone, Copy)]
        #[allow(clippy::enum_variant_names)]
        enum Long { $($long),+ }
        #[derive(Clone, Copy)]
        enum Short { $($short),+ }
        #[derive(Clone, Copy)]
        enum Wide { $($wide),+ }
        #[derive(Clone, Copy)]
        enum Narrow { $($narrow),+ }

        const LONGS: usize = [$($long_name),+].len();
        const SHORTS: usize = [$($short_name),+].len();
        const WIDES: usize = [$($wide_name),+].len();
        const NARROWS: usize = [$($narrow_name),+].len();

        enum Place { Long(Long), Short(Short), Wide(Wide), Narrow(Narrow) }

        impl Field {
            /// Every field.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$long,)+ $(Self::$short,)+ $(Self::$wide,)+ $(Self::$narrow,)+];

            /// The name that journals, filters and facts use.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$long => $long_name,)+ $(Self::$short => $short_name,)+ $(Self::$wide => $wide_name,)+ $(Self::$narrow => $narrow_name,)+ }
            }

            #[inline]
            const fn place(self) -> Place {
                match self {
                    $(Self::$long => Place::Long(Long::$long),)+ $(Self::$short => Place::Short(Short::$short),)+
                    $(Self::$wide => Place::Wide(Wide::$wide),)+ $(Self::$narrow => Place::Narrow(Narrow::$narrow),)+
                }
            }
        }
    };
}

fields! {
    long { Amount = "amount_minor", ArchivedAt = "archived_at", LastEvidenceAt = "last_customer_evidence_at" }
    short { CloseOn = "close_on", NextStepOn = "next_step_on", Pushes = "pushes", PushedDays = "pushed_days", PlaybookVersion = "playbook_version" }
    wide { Account = "account_id", Owner = "owner_id", Product = "product_id" }
    narrow { Kind = "kind", Pipeline = "pipeline", Currency = "currency", Competition = "competition", Competitor = "competitor",
             Source = "source", LossReason = "loss_reason", Category = "forecast_category", OnWaiver = "on_waiver" }
}

impl Field {
    /// The field with this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.name() == name)
    }

    /// What a missing value of this field is in [`Columns::get`].
    pub(crate) const fn missing(self) -> i64 {
        match self.place() {
            Place::Long(_) => NO_WHOLE,
            Place::Short(_) => NO_DAY as i64,
            Place::Wide(_) | Place::Narrow(_) => NONE as i64,
        }
    }

    /// Whether its values are numbers of texts or records.
    pub(crate) const fn is_coded(self) -> bool {
        matches!(self.place(), Place::Wide(_) | Place::Narrow(_))
    }
}

/// Values of all deals by field. Texts and records are numbers; narrow ones are kept in 16 bits.
#[derive(Debug, Clone, Default)]
pub(crate) struct Columns {
    long: [Vec<i64>; LONGS],
    short: [Vec<i32>; SHORTS],
    wide: [Vec<u32>; WIDES],
    narrow: [Vec<u16>; NARROWS],
}

impl Columns {
    /// One more deal, everything missing.
    pub(crate) fn push(&mut self) {
        self.long
            .iter_mut()
            .for_each(|column| column.push(NO_WHOLE));
        self.short.iter_mut().for_each(|column| column.push(NO_DAY));
        self.wide.iter_mut().for_each(|column| column.push(NONE));
        self.narrow
            .iter_mut()
            .for_each(|column| column.push(u16::MAX));
    }

    /// Sets a value; [`Field::missing`] for none.
    pub(crate) fn set(&mut self, field: Field, deal: usize, value: i64) {
        match field.place() {
            Place::Long(of) => self.long[of as usize][deal] = value,
            Place::Short(of) => {
                self.short[of as usize][deal] = i32::try_from(value).unwrap_or(NO_DAY);
            }
            Place::Wide(of) => {
                self.wide[of as usize][deal] = u32::try_from(value).unwrap_or(NONE);
            }
            Place::Narrow(of) => {
                self.narrow[of as usize][deal] = u16::try_from(value).unwrap_or(u16::MAX);
            }
        }
    }

    /// A value, widened; [`Field::missing`] for none.
    #[inline]
    pub(crate) fn get(&self, field: Field, deal: usize) -> i64 {
        match field.place() {
            Place::Long(of) => self.long[of as usize][deal],
            Place::Short(of) => i64::from(self.short[of as usize][deal]),
            Place::Wide(of) => i64::from(self.wide[of as usize][deal]),
            Place::Narrow(of) => match self.narrow[of as usize][deal] {
                u16::MAX => i64::from(NONE),
                number => i64::from(number),
            },
        }
    }

    /// The number of a text or record; [`NONE`] for none.
    #[inline]
    pub(crate) fn code(&self, field: Field, deal: usize) -> u32 {
        u32::try_from(self.get(field, deal)).unwrap_or(NONE)
    }

    /// Takes one field's column over from another, for changing it without copying the others.
    pub(crate) fn adopt(&mut self, field: Field, from: &Self) {
        match field.place() {
            Place::Long(of) => self.long[of as usize].clone_from(&from.long[of as usize]),
            Place::Short(of) => self.short[of as usize].clone_from(&from.short[of as usize]),
            Place::Wide(of) => self.wide[of as usize].clone_from(&from.wide[of as usize]),
            Place::Narrow(of) => self.narrow[of as usize].clone_from(&from.narrow[of as usize]),
        }
    }

    /// Gives back room for more.
    pub(crate) fn settle(&mut self) {
        self.long.iter_mut().for_each(Vec::shrink_to_fit);
        self.short.iter_mut().for_each(Vec::shrink_to_fit);
        self.wide.iter_mut().for_each(Vec::shrink_to_fit);
        self.narrow.iter_mut().for_each(Vec::shrink_to_fit);
    }

    /// Bytes of all columns.
    pub(crate) fn bytes(&self) -> usize {
        let long: usize = self.long.iter().map(|column| column.capacity() * 8).sum();
        let short: usize = self.short.iter().map(|column| column.capacity() * 4).sum();
        let wide: usize = self.wide.iter().map(|column| column.capacity() * 4).sum();
        let narrow: usize = self.narrow.iter().map(|column| column.capacity() * 2).sum();
        long + short + wide + narrow
    }
}
