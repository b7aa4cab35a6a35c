//! Calibration: whether deals said to be likely were won as often as said.

use std::collections::{HashMap, HashSet};

use playbook::Text;

use super::wording::percent;
use super::{
    Asked, Cell, Chart, ChartKind, Column, Definition, Kind, Parameter, Report, Table, Words,
};
use crate::backtest::{Backtest, Judgement};
use crate::estimate::proportion::{Sample, wilson};
use crate::estimate::scores::{
    Brier, Grouping, Judged, ReliabilityBin, auc, calibration_error, log_loss, reliability,
};

/// Bands of modelled probabilities.
const BANDS: u16 = 10;

/// With fewer decided deals nothing can be said of a method.
const LEAST_DEALS: usize = 8;

pub(super) static REPORT: Report = Report {
    definition: Definition {
        name: "calibration",
        version: 1,
        title: Words::new("확률 보정", "Calibration"),
        question: Words::new(
            "70%라고 한 딜은 열에 일곱이 성사됐는가?",
            "Were seven in ten won of the deals said to be 70%?",
        ),
        definition: Words::new(
            "기간의 매주, 그때 진행 중이던 딜마다 그때 알려진 것만으로 말한 확률을 나중의 결과와 견줍니다. 방법: 설정(플레이북의 단계 확률), 관측(그때까지의 단계 실적), 조정(관측을 머문 날수로 조정), 기간(그 분기 안에 이길 모델 확률). 앞의 셋은 결국 성사됐는지, 기간은 그 분기 안에 성사됐는지로 판정하며 아직 결과가 없는 딜은 뺍니다. 같은 딜이 여러 주에 나오므로 구간은 서로 다른 딜의 수로 계산합니다(Wilson 90%). Brier 점수는 낮을수록 좋고 보정·변별·불확실성으로 나뉩니다. shape=scores는 방법별 점수입니다. 종료된 딜이 8건 이상인 끝난 분기가 둘은 있어야 합니다.",
            "For each week of the window and each deal open then, the probability stated with only what was then known is held against what became of it. Methods: configured (the playbook's stage probability), observed (the stage's record so far), adjusted (observed, given the days in the stage) and period (the model's chance of winning within that quarter). The first three are judged by whether the deal was ever won, period by whether it was won within the quarter; deals without an outcome yet are left out. A deal appears in many weeks, so intervals are computed from the number of different deals (Wilson, 90%). The Brier score, smaller being better, splits into reliability, resolution and uncertainty. shape=scores gives the scores by method. It takes two ended quarters with eight closed deals each.",
        ),
        formula: "brier = Σ(p − y)²/N = REL − RES + UNC + within-band rest; ece = Σ nₖ|pₖ − ōₖ|/N; log_loss = −Σ ln p(what happened)/N; auc = P(p_won > p_not)",
        owner: Words::new("RevOps", "RevOps"),
        decision: Words::new(
            "설정된 단계 확률을 관측으로 바꿀지, 모델을 믿을지",
            "Whether to replace configured probabilities, and whether to trust the model",
        ),
        parameters: &[
            Parameter {
                name: "method",
                kind: Kind::Text,
                label: Words::new("방법", "Method"),
                choices: &["configured", "observed", "adjusted", "period"],
            },
            Parameter {
                name: "shape",
                kind: Kind::Text,
                label: Words::new("모양", "Shape"),
                choices: &["bins", "scores"],
            },
        ],
        columns: &[
            Column::key("method", Kind::Text, "방법", "Method"),
            Column::key("from", Kind::Share, "이상", "From"),
            Column::new("to", Kind::Share, "이하", "To"),
            Column::new("n", Kind::Whole, "예측 수", "Forecasts"),
            Column::new("deals", Kind::Deals, "딜 수", "Deals"),
            Column::new(
                "predicted",
                Kind::Share,
                "말한 확률(평균)",
                "Predicted, mean",
            ),
            Column::new("observed", Kind::Share, "실제 성사율", "Share won"),
            Column::new("low", Kind::Share, "90% 하한", "90% low"),
            Column::new("high", Kind::Share, "90% 상한", "90% high"),
        ],
        default_by: &[],
        chart: Chart {
            kind: ChartKind::Reliability,
            x: "predicted",
            y: &["observed"],
        },
    },
    run,
};

const SCORE_COLUMNS: &[Column] = &[
    Column::key("method", Kind::Text, "방법", "Method"),
    Column::new("n", Kind::Whole, "예측 수", "Forecasts"),
    Column::new("deals", Kind::Deals, "딜 수", "Deals"),
    Column::new("brier", Kind::Number, "Brier 점수", "Brier score"),
    Column::new("reliability", Kind::Number, "보정 오차", "Reliability"),
    Column::new("resolution", Kind::Number, "변별", "Resolution"),
    Column::new("uncertainty", Kind::Number, "불확실성", "Uncertainty"),
    Column::new(
        "skill",
        Kind::Number,
        "기준율 대비",
        "Skill over the base rate",
    ),
    Column::new("log_loss", Kind::Number, "로그 손실", "Log loss"),
    Column::new("auc", Kind::Number, "AUC", "AUC"),
    Column::new(
        "ece",
        Kind::Share,
        "보정 오차 평균(ECE)",
        "Calibration error (ECE)",
    ),
];

/// A probability that was stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stated {
    Configured,
    Observed,
    Adjusted,
    Period,
}

impl Stated {
    const ALL: [Self; 4] = [
        Self::Configured,
        Self::Observed,
        Self::Adjusted,
        Self::Period,
    ];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Configured => "configured",
            Self::Observed => "observed",
            Self::Adjusted => "adjusted",
            Self::Period => "period",
        }
    }

    /// Configured probabilities are few; the others fall anywhere.
    const fn grouping(self) -> Grouping {
        match self {
            Self::Configured => Grouping::Distinct,
            _ => Grouping::Bands(BANDS),
        }
    }

    fn judged(self, judgement: &Judgement) -> Option<Judged> {
        let (probability, happened) = match self {
            Self::Configured => (judgement.configured?, judgement.is_won?),
            Self::Observed => (judgement.observed?, judgement.is_won?),
            Self::Adjusted => (judgement.adjusted?, judgement.is_won?),
            Self::Period => (judgement.within, judgement.is_won_within?),
        };
        Some(Judged {
            probability,
            happened,
        })
    }
}

/// What a method said of the deals of one group.
struct Record {
    stated: Stated,
    judged: Vec<Judged>,
    /// In the same order.
    deals: Vec<u32>,
}

fn run(asked: &Asked<'_>) -> Table {
    let backtest = Backtest::run(asked, &mut |_, _| {});
    let is_scores = asked.text("shape") == Some("scores");
    let columns = if is_scores {
        SCORE_COLUMNS
    } else {
        REPORT.definition.columns
    };
    let mut table = Table::new(&asked.by, columns, asked.opens_deals);
    let mut sentences = Vec::new();
    for (group, labels) in backtest.groups.iter().enumerate() {
        for stated in Stated::ALL {
            if asked
                .text("method")
                .is_some_and(|wanted| wanted != stated.as_str())
            {
                continue;
            }
            let Some(record) = Record::of(&backtest, group, stated) else {
                continue;
            };
            if is_scores {
                record.score(&mut table, labels);
            } else {
                record.bins(&mut table, labels);
            }
            if let Some(brier) = Brier::of(&record.judged, stated.grouping()) {
                let error = calibration_error(&record.judged, stated.grouping());
                sentences.push((stated, brier.score, error));
            }
        }
    }
    if table.rows().is_empty() {
        table.note(
            "not-enough-history",
            "종료된 딜이 8건 이상인 끝난 분기가 둘은 있어야 확률을 평가할 수 있습니다.",
            "It takes two ended quarters with eight closed deals each to judge probabilities.",
        );
    } else if asked.by.is_empty() {
        table.summary = Some(summary(&sentences));
    }
    note_undecided(&mut table, &backtest);
    table.note_reading(&asked.frame);
    table
}

impl Record {
    /// None when too few deals are decided.
    fn of(backtest: &Backtest, group: usize, stated: Stated) -> Option<Self> {
        let (judged, deals): (Vec<_>, Vec<_>) = backtest
            .judgements
            .iter()
            .filter(|judgement| judgement.group == group)
            .filter_map(|judgement| Some((stated.judged(judgement)?, judgement.deal)))
            .unzip();
        let distinct = deals.iter().collect::<HashSet<_>>().len();
        (distinct >= LEAST_DEALS).then_some(Self {
            stated,
            judged,
            deals,
        })
    }

    fn bins(&self, table: &mut Table, labels: &[Option<String>]) {
        let bins = reliability(&self.judged, self.stated.grouping());
        let mut members: HashMap<usize, HashSet<u32>> = HashMap::new();
        for (judged, deal) in self.judged.iter().zip(&self.deals) {
            let after = bins.partition_point(|bin| bin.from <= judged.probability);
            members
                .entry(after.saturating_sub(1))
                .or_default()
                .insert(*deal);
        }
        for (place, bin) in bins.iter().enumerate() {
            let deals = members.remove(&place).unwrap_or_default();
            let row = table.keyed_row(
                labels,
                &[Cell::from(self.stated.as_str()), Cell::from(bin.from)],
            );
            fill(table, row, bin, deals);
        }
    }

    fn score(&self, table: &mut Table, labels: &[Option<String>]) {
        let grouping = self.stated.grouping();
        let row = table.keyed_row(labels, &[Cell::from(self.stated.as_str())]);
        table.set(row, "n", self.judged.len());
        if let Some(brier) = Brier::of(&self.judged, grouping) {
            table.set(row, "brier", brier.score);
            table.set(row, "reliability", brier.reliability);
            table.set(row, "resolution", brier.resolution);
            table.set(row, "uncertainty", brier.uncertainty);
            table.set(row, "skill", brier.skill());
        }
        table.set(row, "log_loss", log_loss(&self.judged));
        table.set(row, "auc", auc(&self.judged));
        table.set(row, "ece", calibration_error(&self.judged, grouping));
        for deal in self.deals.iter().copied().collect::<HashSet<_>>() {
            table.count(row, "deals", deal);
        }
    }
}

fn fill(table: &mut Table, row: usize, bin: &ReliabilityBin, deals: HashSet<u32>) {
    // As many trials as there are different deals: their weeks say nearly the same.
    #[expect(clippy::cast_precision_loss, reason = "counts of deals")]
    let n = deals.len() as f64;
    let sample = Sample {
        won: bin.observed * n,
        n,
    };
    let interval = wilson(sample, 0.90);
    table.set(row, "to", bin.to);
    table.set(
        row,
        "n",
        Cell::Whole(i64::try_from(bin.n).unwrap_or(i64::MAX)),
    );
    table.set(row, "predicted", bin.forecast);
    table.set(row, "observed", bin.observed);
    table.set(row, "low", interval.map(|interval| interval.low));
    table.set(row, "high", interval.map(|interval| interval.high));
    for deal in deals {
        table.count(row, "deals", deal);
        table.rests_on(row, "observed", deal);
        table.rests_on(row, "predicted", deal);
    }
}

fn note_undecided(table: &mut Table, backtest: &Backtest) {
    let undecided: HashSet<u32> = backtest
        .judgements
        .iter()
        .filter(|judgement| judgement.is_won.is_none())
        .map(|judgement| judgement.deal)
        .collect();
    if !undecided.is_empty() {
        let count = undecided.len();
        table.note(
            "undecided",
            &format!(
                "아직 진행 중인 딜 {count}건은 결과가 없어 뺐습니다. 늦게 끝나는 딜이 덜 실립니다."
            ),
            &format!(
                "{count} deals are still open and left out; deals that take long weigh too little."
            ),
        );
    }
}

fn summary(methods: &[(Stated, f64, Option<f64>)]) -> Text {
    let word = |stated: Stated| match stated {
        Stated::Configured => ("설정", "configured"),
        Stated::Observed => ("관측", "observed"),
        Stated::Adjusted => ("조정", "adjusted"),
        Stated::Period => ("기간", "within the period"),
    };
    let each = |of: fn((&'static str, &'static str)) -> &'static str| {
        let say = methods.iter().map(|(stated, brier, error)| {
            format!("{} {brier:.3} (±{})", of(word(*stated)), percent(*error))
        });
        say.collect::<Vec<_>>().join(", ")
    };
    Text::new(
        format!(
            "Brier 점수(괄호 안은 평균 보정 오차): {}.",
            each(|word| word.0)
        ),
        format!(
            "Brier score, with the mean calibration error: {}.",
            each(|word| word.1)
        ),
    )
}

#[cfg(test)]
mod tests {
    use crate::history::History;
    use crate::reports::{Table, find};

    /// In the first stage, configured 20 %, every other deal is won 20 days after opening.
    fn told() -> History {
        let mut history = History::new();
        for (place, day) in (0..360).step_by(3).enumerate() {
            let end = if place % 2 == 0 { "won" } else { "lost" };
            history.deal().opened(day).closed(day + 20, end).worth(100);
        }
        history
    }

    fn run(history: &History, parameters: &[(&str, &str)]) -> Table {
        let facts = history.facts();
        let mut asked = history.asked(&facts, 300);
        (asked.from, asked.to) = (Some(90), Some(272));
        asked.opens_deals = true;
        for (name, value) in parameters {
            asked.parameters.insert((*name).into(), (*value).into());
        }
        find("calibration").unwrap().run(&asked)
    }

    #[test]
    fn a_configured_probability_that_is_wrong_shows_beside_the_measured_one() {
        let table = run(&told(), &[]);
        let rows: Vec<_> = table.rows().iter().map(|row| table.to_json(row)).collect();
        let configured: Vec<_> = rows
            .iter()
            .filter(|row| row["method"] == "configured")
            .collect();
        assert_eq!(configured.len(), 1);
        assert_eq!(configured[0]["predicted"], 0.2);
        let observed = configured[0]["observed"].as_f64().unwrap();
        assert!((observed - 0.5).abs() < 0.05, "{observed}");
        assert!(configured[0]["low"].as_f64().unwrap() > 0.2);
        let (n, deals) = (
            configured[0]["n"].as_i64().unwrap(),
            configured[0]["deals"].as_i64().unwrap(),
        );
        assert!(
            n > 2 * deals,
            "each deal is open in several weeks: {n} of {deals}"
        );
        let behind = table.deals_behind(&["configured".into(), 0.2.into()], Some("deals"));
        assert_eq!(i64::try_from(behind.unwrap().len()).unwrap(), deals);
        let deals = |method: &str| -> i64 {
            let of = rows.iter().filter(|row| row["method"] == method);
            of.map(|row| row["n"].as_i64().unwrap()).sum()
        };
        assert_eq!(deals("configured"), deals("observed"));
        assert!(deals("period") > 0 && table.summary.is_some());
    }

    #[test]
    fn what_was_measured_scores_better_than_what_was_wrongly_typed() {
        let table = run(&told(), &[("shape", "scores")]);
        let rows: Vec<_> = table.rows().iter().map(|row| table.to_json(row)).collect();
        let of = |method: &str, column: &str| {
            let row = rows.iter().find(|row| row["method"] == method).unwrap();
            row[column].as_f64().unwrap()
        };
        assert!(of("configured", "brier") > of("observed", "brier"));
        assert!(of("configured", "ece") > 0.25 && of("observed", "ece") < 0.1);
        let whole = of("configured", "reliability") - of("configured", "resolution")
            + of("configured", "uncertainty");
        assert!((of("configured", "brier") - whole).abs() < 1e-5);
        assert_eq!(of("configured", "auc"), 0.5);
    }

    #[test]
    fn one_method_can_be_asked_for_and_nothing_is_said_without_history() {
        let table = run(&told(), &[("method", "adjusted")]);
        assert!(!table.rows().is_empty());
        assert!(
            table
                .rows()
                .iter()
                .all(|row| table.to_json(row)["method"] == "adjusted")
        );
        let table = run(&History::new(), &[]);
        assert!(table.rows().is_empty());
        assert_eq!(table.notes[0].0, "not-enough-history");
    }
}
