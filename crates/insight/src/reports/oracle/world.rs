//! A workspace as lists: every state of everything with the moment from which it was known.

use playbook::{RequiredField, StageKind};

pub(super) const HOUR: i64 = 3_600_000_000;
pub(super) const DAY: i64 = 24 * HOUR;

/// UTC microseconds.
pub(super) type Moment = i64;

/// What something was, and from when; oldest first, never empty.
#[derive(Debug, Clone)]
pub(super) struct Line<T>(pub(super) Vec<(Moment, T)>);

impl<T: Clone + PartialEq> Line<T> {
    pub(super) fn new(since: Moment, first: T) -> Self {
        Self(vec![(since, first)])
    }

    /// Nothing, when it is that already or time would run backwards.
    pub(super) fn push(&mut self, at: Moment, value: T) {
        let (before, last) = self.0.last().unwrap();
        if *before < at && *last != value {
            self.0.push((at, value));
        }
    }

    pub(super) fn last(&self) -> T {
        self.0.last().unwrap().1.clone()
    }

    pub(super) fn at(&self, now: Moment) -> T {
        self.until(now).last().unwrap_or(&self.0[0]).1.clone()
    }

    /// As it was just before a moment.
    pub(super) fn before(&self, moment: Moment) -> T {
        self.at(moment - 1)
    }

    pub(super) fn until(&self, now: Moment) -> &[(Moment, T)] {
        let known = self.0.iter().filter(|(from, _)| *from <= now).count();
        &self.0[..known]
    }
}

#[derive(Debug)]
pub(super) struct StageRow {
    pub(super) pipeline: &'static str,
    pub(super) key: &'static str,
    pub(super) kind: StageKind,
    pub(super) position: u16,
    pub(super) percent: u8,
    pub(super) rot_days: Option<u32>,
}

const fn stage(
    pipeline: &'static str,
    key: &'static str,
    kind: StageKind,
    position: u16,
    percent: u8,
    rot_days: Option<u32>,
) -> StageRow {
    StageRow {
        pipeline,
        key,
        kind,
        position,
        percent,
        rot_days,
    }
}

/// Every stage, those of a pipeline together and in order.
pub(super) const STAGES: [StageRow; 10] = [
    stage("sales", "found", StageKind::Open, 0, 10, Some(14)),
    stage("sales", "qualified", StageKind::Open, 1, 30, Some(10)),
    stage("sales", "proposal", StageKind::Open, 2, 60, None),
    stage("sales", "closing", StageKind::Open, 3, 80, Some(21)),
    stage("sales", "won", StageKind::Won, 4, 100, None),
    stage("sales", "lost", StageKind::Lost, 5, 0, None),
    stage("renewals", "due", StageKind::Open, 0, 50, Some(30)),
    stage("renewals", "talk", StageKind::Open, 1, 75, Some(14)),
    stage("renewals", "renewed", StageKind::Won, 2, 100, None),
    stage("renewals", "ended", StageKind::Lost, 3, 0, None),
];
pub(super) const PIPELINES: [&str; 2] = ["sales", "renewals"];
pub(super) const PEOPLE: [&str; 3] = ["Kim", "Lee", "Park"];
pub(super) const TEAMS: [&str; 2] = ["North", "South"];
pub(super) const PRODUCTS: [&str; 2] = ["Base", "Plus"];
pub(super) const ACCOUNTS: [&str; 4] = ["Acme", "Beta", "Coda", "Dyne"];
pub(super) const SEGMENTS: [&str; 2] = ["enterprise", "smb"];
/// Home first; nobody has a rate for the last.
pub(super) const CURRENCIES: [(&str, u32); 4] = [("USD", 2), ("EUR", 2), ("KRW", 0), ("GBP", 2)];

/// What a deal must have to leave a stage forward.
pub(super) fn required(stage: usize) -> &'static [RequiredField] {
    use RequiredField as F;
    match STAGES[stage].key {
        "found" => &[F::Account, F::Owner],
        "qualified" => &[F::Amount, F::Source, F::Contact],
        "proposal" => &[
            F::Amount,
            F::CloseDate,
            F::NextStep,
            F::Competition,
            F::EconomicBuyer,
        ],
        "closing" => &[F::Amount, F::CloseDate, F::CloseBasis, F::Product],
        "talk" => &[F::Account, F::Amount],
        _ => &[],
    }
}

pub(super) fn open_stages(pipeline: &str) -> Vec<usize> {
    let is_it = |place: &usize| {
        STAGES[*place].pipeline == pipeline && STAGES[*place].kind == StageKind::Open
    };
    (0..STAGES.len()).filter(is_it).collect()
}

pub(super) fn stage_of(pipeline: &str, kind: StageKind) -> usize {
    let is_it = |row: &StageRow| row.pipeline == pipeline && row.kind == kind;
    STAGES.iter().position(is_it).unwrap()
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) at: Moment,
    pub(super) stage: usize,
    pub(super) direction: &'static str,
    pub(super) origin: &'static str,
}

#[derive(Debug, Clone)]
pub(super) struct Proof {
    pub(super) kind: &'static str,
    pub(super) origin: &'static str,
    pub(super) occurred_at: Moment,
    pub(super) recorded_at: Moment,
    pub(super) retracted_at: Option<Moment>,
}

impl Proof {
    /// Whether it is the customer's, known and not withdrawn.
    pub(super) fn stands(&self, now: Moment) -> bool {
        self.origin == "customer"
            && self.recorded_at <= now
            && self.retracted_at.is_none_or(|at| at > now)
    }
}

#[derive(Debug, Clone)]
pub(super) struct Deal {
    pub(super) pipeline: &'static str,
    pub(super) kind: &'static str,
    pub(super) source: Option<&'static str>,
    pub(super) created_at: Moment,
    pub(super) entries: Vec<Entry>,
    pub(super) account: Line<Option<usize>>,
    pub(super) owner: Line<Option<usize>>,
    pub(super) product: Line<Option<usize>>,
    pub(super) amount: Line<Option<i64>>,
    pub(super) currency: Line<Option<usize>>,
    pub(super) close_on: Line<Option<i32>>,
    /// When the close date was moved later, by how many days.
    pub(super) pushes: Vec<(Moment, i64)>,
    /// Pushes that another system counted, with their days.
    pub(super) imported_pushes: (i64, i64),
    pub(super) next_step_on: Line<Option<i32>>,
    pub(super) category: Line<Option<&'static str>>,
    pub(super) on_waiver: Line<bool>,
    pub(super) competition: Line<Option<&'static str>>,
    pub(super) loss_reason: Line<Option<&'static str>>,
    pub(super) archived_at: Line<Option<Moment>>,
    pub(super) proofs: Vec<Proof>,
    pub(super) is_deleted: bool,
}

/// Who must bring how much, from when to when.
#[derive(Debug, Clone)]
pub(super) struct Quota {
    pub(super) person: Option<usize>,
    pub(super) segment: Option<&'static str>,
    pub(super) days: (i32, i32),
    pub(super) amount: i64,
}

/// What somebody said would come.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub(super) at: Moment,
    pub(super) person: Option<usize>,
    pub(super) days: (i32, i32),
    pub(super) is_managers: bool,
    pub(super) commit: i64,
}

#[derive(Debug, Clone)]
pub(super) struct World {
    /// Hours ahead of UTC, all year.
    pub(super) ahead: i64,
    pub(super) fiscal_start: i32,
    pub(super) team_of: Vec<Line<Option<usize>>>,
    pub(super) segment_of: Vec<Line<Option<&'static str>>>,
    pub(super) account_created: Vec<Moment>,
    /// Currency, first day, home units per unit times 1,000,000,000.
    pub(super) rates: Vec<(usize, i32, i64)>,
    pub(super) quotas: Vec<Quota>,
    pub(super) said: Vec<Said>,
    pub(super) deals: Vec<Deal>,
}

impl World {
    pub(super) fn day(&self, at: Moment) -> i32 {
        i32::try_from((at + self.ahead * HOUR).div_euclid(DAY)).unwrap()
    }

    pub(super) fn start_of(&self, day: i32) -> Moment {
        i64::from(day) * DAY - self.ahead * HOUR
    }

    /// First and last day of the fiscal quarter of a day.
    pub(super) fn quarter(&self, day: i32) -> (i32, i32) {
        let date = crate::facts::date_of(day);
        let month = i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
        let first = month - (month - (self.fiscal_start - 1)).rem_euclid(3);
        let first_day = |month: i32| {
            let year = i16::try_from(month.div_euclid(12)).unwrap();
            let month = i8::try_from(month.rem_euclid(12) + 1).unwrap();
            crate::facts::day_of(domain::Date::constant(year, month, 1))
        };
        (first_day(first), first_day(first + 3) - 1)
    }

    /// `2026-Q4`, a fiscal year being called by the year it ends in.
    pub(super) fn quarter_name(&self, day: i32) -> String {
        let (first, last) = self.quarter(day);
        let date = crate::facts::date_of(first);
        let number = (i32::from(date.month()) - self.fiscal_start).rem_euclid(12) / 3 + 1;
        let months_left = (4 - number) * 3;
        let last = crate::facts::date_of(last);
        let end = i32::from(last.year()) * 12 + i32::from(last.month()) - 1 + months_left;
        format!("{:04}-Q{number}", end / 12)
    }

    /// Home minor units at the rate of a day, half to even; before the first rate, the first.
    pub(super) fn home(&self, amount: i64, currency: Option<usize>, day: i32) -> Option<i64> {
        let currency = currency?;
        if currency == 0 {
            return Some(amount);
        }
        let mut rates: Vec<_> = (self.rates.iter())
            .filter(|(of, ..)| *of == currency)
            .collect();
        rates.sort_by_key(|(_, since, _)| *since);
        let known = rates.iter().rev().find(|(_, since, _)| *since <= day);
        let (.., nano) = known.or(rates.first())?;
        let cents = 10_i128.pow(CURRENCIES[0].1);
        let (product, unit) = (
            i128::from(amount) * i128::from(*nano) * cents,
            1_000_000_000 * 10_i128.pow(CURRENCIES[currency].1),
        );
        let down = product.div_euclid(unit);
        let twice = (product - down * unit) * 2;
        let is_up = twice > unit || twice == unit && down % 2 != 0;
        i64::try_from(if is_up { down + 1 } else { down }).ok()
    }
}
