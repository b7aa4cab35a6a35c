//! What happens in the sample: for each deal a course of events, drawn from a seeded source, in the order a real deal would take.
//!
//! The course follows the published playbook: a stage's events are the evidence, fields and roles it asks for, so the sample passes the same
//! gate as everybody, and stays true when the shipped playbook changes.

use domain::Instant;
use playbook::{CompiledPipeline, RequiredField, RoleState};
use rand::rngs::SmallRng;
use rand::{RngExt as _, SeedableRng as _};

use super::cast::{self, Habit};
use super::judgements::Opinion;

const DAY: i64 = 86_400_000_000;

/// How long the history is.
pub(super) const DAYS: i64 = 548;
/// Deals of the new-business pipeline.
const NEW_DEALS: usize = 230;
/// Deals of the renewals pipeline.
const RENEWALS: usize = 36;

/// One event in the life of a deal.
pub(super) struct Cue {
    pub(super) at: Instant,
    /// Index into [`Script::deals`].
    pub(super) deal: usize,
    pub(super) step: Step,
}

/// What is done.
pub(super) enum Step {
    /// The deal is opened.
    Open,
    /// Evidence of this type is recorded.
    Evidence(String),
    /// The fields that a stage asks for are filled in.
    Fields(Vec<RequiredField>),
    /// The economic buyer gets this far, shown by evidence of this type.
    EconomicBuyer(RoleState, Option<String>),
    /// A question is answered, backed by evidence of this type.
    Answer(&'static str, &'static str, Option<String>),
    /// Security, legal and purchasing get names and dates; the flag says whether they are done.
    Procurement(bool),
    /// The deal moves on.
    Move(String),
    /// It is won.
    Win,
    /// It is lost for one of the coded reasons.
    Lose(usize),
    /// The close date moves out by this many days.
    Push(i64),
    /// Somebody calls or meets.
    Talk(usize),
    /// A risk is written down with its plan.
    Risk(usize),
    /// Somebody says something else than the rule of the forecast category.
    Judge(Opinion),
    /// The exception is asked for, and the owner's manager grants it: the deal moves on without this evidence.
    Waive { stage: String, evidence: String },
}

/// Who and what a deal is about.
pub(super) struct DealPart {
    pub(super) pipeline: &'static str,
    pub(super) account: usize,
    pub(super) product: usize,
    pub(super) owner: usize,
    /// Amount as a percentage of the list price.
    pub(super) price_percent: i64,
    pub(super) source: &'static str,
    pub(super) opened_at: Instant,
    pub(super) competitor: usize,
}

/// The whole sample: its deals, and what happens to them in order of time.
pub(super) struct Script {
    pub(super) deals: Vec<DealPart>,
    pub(super) cues: Vec<Cue>,
}

const SOURCES: &[&str] = &["inbound", "outbound", "event", "partner", "referral"];

/// Mean days in a stage and the chance to leave it forwards, for a steady seller.
const COURSE: &[(&str, f64, f64)] = &[
    ("prospecting", 8.0, 0.86),
    ("discovery", 8.0, 0.84),
    ("qualified", 13.0, 0.82),
    ("solution_fit", 19.0, 0.78),
    ("proposal", 15.0, 0.76),
    // The playbook says 80 %; what happens says otherwise.
    ("negotiation", 22.0, 0.58),
    ("due_soon", 20.0, 0.97),
    ("in_review", 24.0, 0.92),
    ("negotiating", 18.0, 0.93),
];

impl Script {
    /// The sample that ends at `end`; the same seed and end make the same script.
    pub(super) fn write(seed: u64, end: Instant, pipelines: [&CompiledPipeline; 2]) -> Self {
        let mut writer = Writer {
            random: SmallRng::seed_from_u64(seed),
            buyers: SmallRng::seed_from_u64(seed ^ 0xb0b),
            end,
            cues: Vec::new(),
        };
        let mut deals = Vec::new();
        for (pipeline, count) in pipelines.into_iter().zip([NEW_DEALS, RENEWALS]) {
            for number in 0..count {
                let part = writer.part(pipeline.key() == "renewals", number, count);
                writer.life(deals.len(), &part, pipeline);
                deals.push(part);
            }
        }
        let mut cues = writer.cues;
        cues.retain(|cue| cue.at < end);
        // Stable: what one deal does at the same instant stays in order.
        cues.sort_by_key(|cue| cue.at);
        Self { deals, cues }
    }
}

struct Writer {
    random: SmallRng,
    /// Draws who met the economic buyer early: apart, so that everything else stays as it was drawn.
    buyers: SmallRng,
    end: Instant,
    cues: Vec<Cue>,
}

impl Writer {
    fn part(&mut self, is_renewal: bool, number: usize, count: usize) -> DealPart {
        let sellers: Vec<usize> = (0..cast::PEOPLE.len())
            .filter(|i| cast::PEOPLE[*i].habit != Habit::None)
            .collect();
        let csm = cast::PEOPLE
            .iter()
            .position(|person| person.role == domain::Role::Csm)
            .unwrap_or(0);
        let owner = if is_renewal {
            csm
        } else {
            sellers[number % sellers.len()]
        };
        let team = cast::PEOPLE[owner].team;
        let near: Vec<usize> = (0..cast::ACCOUNTS.len())
            .filter(|i| is_renewal || cast::ACCOUNTS[*i].region == team)
            .collect();
        let spread =
            i64::try_from(number * usize::try_from(DAYS).unwrap_or(1) / count).unwrap_or(0);
        let days = if is_renewal {
            40 + spread * 9 / 10
        } else {
            spread
        };
        let jitter = self.random.random_range(0..4);
        let opened_at = self.working(self.end.plus_days(days - DAYS + jitter));
        DealPart {
            pipeline: if is_renewal {
                "renewals"
            } else {
                "new-business"
            },
            account: near[self.random.random_range(0..near.len())],
            product: self.random.random_range(0..cast::PRODUCTS.len()),
            owner,
            price_percent: self.random.random_range(7..15) * 10,
            source: SOURCES[self.random.random_range(0..SOURCES.len())],
            opened_at,
            competitor: self.random.random_range(0..3),
        }
    }

    /// The whole life of a deal, until it closes or the present comes.
    fn life(&mut self, deal: usize, part: &DealPart, pipeline: &CompiledPipeline) {
        let habit = cast::PEOPLE[part.owner].habit;
        let mut at = part.opened_at;
        self.cue(at, deal, Step::Open);
        let mut fit = None;
        let open: Vec<_> = pipeline
            .stages()
            .iter()
            .filter(|stage| stage.kind() == playbook::StageKind::Open)
            .collect();
        for (position, stage) in open.iter().enumerate() {
            let (_, mean, chance) = COURSE
                .iter()
                .find(|(key, ..)| *key == stage.key())
                .copied()
                .unwrap_or(("", 14.0, 0.8));
            let (mean, chance) = match habit {
                Habit::ProposesEarly if stage.key() == "proposal" => (mean * 2.6, chance * 0.72),
                Habit::Sandbags => (mean, chance + (1.0 - chance) * 0.45),
                Habit::Pushes if stage.key() == "negotiation" => (mean * 1.9, chance * 0.9),
                _ => (mean, chance),
            };
            let dwell = self.dwell(mean);
            let goes_on = self.random.random_bool(chance);
            let until = at.plus_micros(dwell);
            if goes_on {
                let waived = (stage.key() == "qualified" && self.random.random_bool(0.06))
                    .then_some("icp_fit");
                self.stage_events(deal, stage.definition(), at, until, waived, habit);
                if stage.key() == "solution_fit" {
                    fit = Some((at, until));
                }
                let late = if habit == Habit::Sandbags {
                    self.random.random_range(11..20) * DAY
                } else {
                    0
                };
                let moved_at = self.working(until.plus_micros(late));
                match open.get(position + 1) {
                    Some(next) => self.cue(moved_at, deal, Step::Move(next.key().to_owned())),
                    None => {
                        self.win(deal, pipeline, moved_at);
                        self.early_buyer(deal, fit, 0.82);
                    }
                }
                at = moved_at.plus_micros(60_000_000);
            } else {
                // Nobody gives up on the first day: some evidence came, then it went quiet. A few are never closed and rot on the board.
                self.stage_events_partly(deal, stage.definition(), at, until);
                let is_recent = part.opened_at.plus_days(160) > self.end;
                if !(is_recent && self.random.random_bool(0.3)) {
                    let reason = self.random.random_range(0..1_000);
                    let lost_at = self.working(until.plus_micros(6 * DAY));
                    self.cue(lost_at, deal, Step::Lose(reason));
                }
                self.early_buyer(deal, fit, 0.28);
                return;
            }
            if at >= self.end {
                // Still running: somebody looked after it this week.
                let days = self.random.random_range(1..5);
                let fields = vec![RequiredField::NextStep];
                self.cue(self.end.plus_days(-days), deal, Step::Fields(fields));
                self.early_buyer(deal, fit, 0.5);
                return;
            }
        }
    }

    fn stage_events(
        &mut self,
        deal: usize,
        stage: &playbook::Stage,
        from: Instant,
        until: Instant,
        waived: Option<&str>,
        habit: Habit,
    ) {
        let types: Vec<String> = stage
            .required_evidence
            .iter()
            .map(|required| required.evidence_type.clone())
            .chain(stage.confirmed_by.iter().cloned())
            .filter(|key| Some(key.as_str()) != waived)
            .collect();
        let span = until.as_micros() - from.as_micros();
        let moment = |part: i64, of: i64| from.plus_micros(span / of * part);
        self.cue(
            moment(1, 20),
            deal,
            Step::Fields(stage.required_fields.clone()),
        );
        let talk = self.random.random_range(0..6);
        self.cue(moment(1, 6), deal, Step::Talk(talk));
        if self.random.random_bool(0.3) {
            let risk = self.random.random_range(0..4);
            self.cue(moment(1, 4), deal, Step::Risk(risk));
        }
        let count = i64::try_from(types.len()).unwrap_or(1);
        for (position, key) in types.iter().enumerate() {
            // Where the economic buyer is met late, everything the buyer must confirm comes late too.
            let part = i64::try_from(position).unwrap_or(0) + 2;
            let at = if habit == Habit::ProposesEarly && stage.key == "proposal" {
                moment(count + 2, count + 3)
            } else {
                moment(part, count + 3)
            };
            self.cue(at, deal, Step::Evidence(key.clone()));
        }
        let end = moment(count + 2, count + 3).plus_micros(60_000_000);
        match stage.key.as_str() {
            "discovery" => self.cue(
                end,
                deal,
                Step::Answer(
                    "meddicc",
                    "identify_pain",
                    Some("discovery_notes".to_owned()),
                ),
            ),
            "qualified" => {
                self.cue(
                    moment(1, 10),
                    deal,
                    Step::EconomicBuyer(RoleState::Identified, None),
                );
                self.cue(
                    end,
                    deal,
                    Step::Answer("meddicc", "metrics", Some("problem_agreed".to_owned())),
                );
            }
            "proposal" => {
                self.cue(
                    end,
                    deal,
                    Step::EconomicBuyer(RoleState::Engaged, Some("pricing_reviewed".to_owned())),
                );
                if self.random.random_bool(0.6) {
                    self.cue(end, deal, Step::Evidence("budget_confirmed".to_owned()));
                    self.cue(
                        end,
                        deal,
                        Step::Evidence("buying_process_confirmed".to_owned()),
                    );
                }
            }
            "negotiation" => {
                self.cue(moment(1, 8), deal, Step::Procurement(false));
                let pushes = if habit == Habit::Pushes {
                    3
                } else {
                    i64::from(self.random.random_bool(0.35))
                };
                for push in 0..pushes {
                    let days = self.random.random_range(2..6) * 7;
                    self.cue(moment(push + 2, 7), deal, Step::Push(days));
                }
                self.cue(
                    end,
                    deal,
                    Step::EconomicBuyer(
                        RoleState::Confirmed,
                        Some("conditional_commitment".to_owned()),
                    ),
                );
                self.cue(end, deal, Step::Procurement(true));
            }
            "in_review" => {
                self.cue(
                    end,
                    deal,
                    Step::EconomicBuyer(RoleState::Engaged, Some("renewal_intent".to_owned())),
                );
                self.cue(
                    end,
                    deal,
                    Step::Answer("renewal_health", "value", Some("renewal_intent".to_owned())),
                );
            }
            "negotiating" => self.cue(
                end,
                deal,
                Step::EconomicBuyer(RoleState::Confirmed, Some("terms_reviewed".to_owned())),
            ),
            _ => {}
        }
        if let Some(evidence) = waived {
            self.cue(
                end,
                deal,
                Step::Waive {
                    stage: stage.key.clone(),
                    evidence: evidence.to_owned(),
                },
            );
        }
    }

    /// Some meet the economic buyer while the fit is still checked, a stage before the playbook asks for it; most of those win.
    /// What a replay of history under a stricter gate finds.
    fn early_buyer(&mut self, deal: usize, fit: Option<(Instant, Instant)>, chance: f64) {
        let Some((from, until)) = fit.filter(|_| self.buyers.random_bool(chance)) else {
            return;
        };
        let span = until.as_micros() - from.as_micros();
        let met = Step::EconomicBuyer(RoleState::Engaged, Some("technical_fit".to_owned()));
        self.cue(from.plus_micros(span / 5 * 4), deal, met);
    }

    /// The first half of what the stage asks for, and no confirmation.
    fn stage_events_partly(
        &mut self,
        deal: usize,
        stage: &playbook::Stage,
        from: Instant,
        until: Instant,
    ) {
        let span = until.as_micros() - from.as_micros();
        self.cue(
            from.plus_micros(span / 20),
            deal,
            Step::Fields(stage.required_fields.clone()),
        );
        if stage
            .required_fields
            .contains(&RequiredField::EconomicBuyer)
        {
            self.cue(
                from.plus_micros(span / 10),
                deal,
                Step::EconomicBuyer(RoleState::Identified, None),
            );
        }
        for (position, required) in stage.required_evidence.iter().take(2).enumerate() {
            let part = i64::try_from(position).unwrap_or(0) + 1;
            self.cue(
                from.plus_micros(span / 4 * part),
                deal,
                Step::Evidence(required.evidence_type.clone()),
            );
        }
        if stage.required_fields.contains(&RequiredField::CloseDate) && self.random.random_bool(0.5)
        {
            let days = self.random.random_range(2..7) * 7;
            self.cue(from.plus_micros(span / 2), deal, Step::Push(days));
        }
    }

    /// Signature, purchase order and payment terms, then won.
    fn win(&mut self, deal: usize, pipeline: &CompiledPipeline, at: Instant) {
        let Some(won) = pipeline.first_of(playbook::StageKind::Won) else {
            return;
        };
        for required in &won.definition().required_evidence {
            self.cue(at, deal, Step::Evidence(required.evidence_type.clone()));
        }
        if pipeline.key() == "new-business" {
            self.cue(at, deal, Step::Evidence("purchase_order".to_owned()));
        }
        self.cue(
            at,
            deal,
            Step::Fields(won.definition().required_fields.clone()),
        );
        self.cue(at, deal, Step::Win);
    }

    fn cue(&mut self, at: Instant, deal: usize, step: Step) {
        self.cues.push(Cue { at, deal, step });
    }

    /// A skewed spread around the mean: most are quicker, a few take far longer.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "days of a sample, far from either limit"
    )]
    fn dwell(&mut self, mean_days: f64) -> i64 {
        let draw: f64 = self.random.random_range(0.03..1.0);
        (mean_days * (0.35 + 0.65 * -draw.ln()) * DAY as f64) as i64
    }

    /// Moves an instant that falls on a weekend to the Monday after.
    fn working(&self, at: Instant) -> Instant {
        match at.date_utc().weekday() {
            jiff::civil::Weekday::Saturday => at.plus_days(2),
            jiff::civil::Weekday::Sunday => at.plus_days(1),
            _ => at,
        }
    }
}
