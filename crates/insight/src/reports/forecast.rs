//! Forecast: what a period will bring, by rule and by model, as a distribution.

use playbook::{StageKind, Text};

use super::targets::Targets;
use super::wording::{money, percent, say};
use super::{
    Asked, Cell, Chart, ChartKind, Column, Definition, Kind, Parameter, Report, Table, Words,
};
use crate::estimate::distribution::{Chance, Distribution, Method};
use crate::facts::date_of;
use crate::outlook::{Days, Drawing, Outlook, Prospect, arrivals, draw};
use crate::probability::expected_minor;
use crate::slice::Grouping;

/// Bars of the histogram.
const BARS: u16 = 24;

/// Deals listed one by one.
const MOST_DEALS: usize = 1_000;

pub(super) static REPORT: Report = Report {
    definition: Definition {
        name: "forecast",
        version: 1,
        title: Words::new("예측", "Forecast"),
        question: Words::new(
            "이 기간에 얼마가 들어오는가? 목표에 닿을 가능성은?",
            "What will this period bring, and how likely is the target?",
        ),
        definition: Words::new(
            "기간(기본: 현재 회계 분기)에 성사된 금액과, 예상 종료일이 기간 안인 진행 중 딜을 예측 카테고리별로 나눈 금액입니다. 성사, 커밋, 베스트 케이스, 파이프라인은 서로 겹치지 않으며 제외는 어디에도 들어가지 않습니다. 모델은 예상 종료일과 무관하게 모든 진행 중 딜에 대해, 딜이 이길 확률(단계에 머문 날수로 조정한 관측)에 남은 날 안에 이길 몫(단계 시계)을 곱하고, 성사액에 그 합의 분포를 더합니다. 딜이 적으면 정확히 합성하고 많으면 시점에서 정한 시드로 10,000번 뽑습니다. shock은 모든 딜을 함께 움직이는 충격의 크기(0–1), arrivals는 아직 없는 딜까지 넣을지입니다. shape=histogram은 분포의 막대, shape=deals는 딜별 확률과 기대값입니다.",
            "What was won in the window (the current fiscal quarter by default), and the open deals expected to close in it by forecast category. Closed, commit, best case and pipeline are separate and do not contain each other; omitted deals are in none. The model takes every open deal, whatever its close date: the probability that it is won (measured, adjusted for its days in the stage) times the share of wins that come within the days left (the stage's clock), and adds the distribution of the sum to what is won. It is exact for few deals and 10,000 draws, seeded by the moment, for many. shock is how much all deals move together (0–1), arrivals adds deals not created yet. shape=histogram gives the bars of the distribution, shape=deals each deal's probability and expectation.",
        ),
        formula: "model = closed + Σ amount · Bernoulli(P(won) · (F(age + days left) − F(age)) / (F(∞) − F(age))); p_target = P(model ≥ target)",
        owner: Words::new("RevOps", "RevOps"),
        decision: Words::new(
            "어떤 숫자를 약속하고, 모자라는 만큼 무엇을 할지",
            "What to promise, and what to do about the rest",
        ),
        parameters: &[
            Parameter {
                name: "shape",
                kind: Kind::Text,
                label: Words::new("모양", "Shape"),
                choices: &["summary", "histogram", "deals"],
            },
            Parameter::new("target_minor", Kind::Money, "목표 금액", "Target"),
            Parameter::new(
                "shock",
                Kind::Number,
                "공통 충격(0–1)",
                "Common shock (0–1)",
            ),
            Parameter {
                name: "arrivals",
                kind: Kind::Flag,
                label: Words::new("아직 없는 딜 포함", "With deals not created yet"),
                choices: &["true", "false"],
            },
        ],
        columns: &[
            Column::new("closed", Kind::Deals, "성사 딜", "Closed deals"),
            Column::new("closed_minor", Kind::Money, "성사", "Closed"),
            Column::new("commit", Kind::Deals, "커밋 딜", "Commit deals"),
            Column::new("commit_minor", Kind::Money, "커밋", "Commit"),
            Column::new(
                "best_case",
                Kind::Deals,
                "베스트 케이스 딜",
                "Best-case deals",
            ),
            Column::new("best_case_minor", Kind::Money, "베스트 케이스", "Best case"),
            Column::new("pipeline", Kind::Deals, "파이프라인 딜", "Pipeline deals"),
            Column::new("pipeline_minor", Kind::Money, "파이프라인", "Pipeline"),
            Column::new("omitted", Kind::Deals, "제외 딜", "Omitted deals"),
            Column::new("omitted_minor", Kind::Money, "제외", "Omitted"),
            Column::new("mean_minor", Kind::Money, "모델 평균", "Model mean"),
            Column::new(
                "sd_minor",
                Kind::Money,
                "모델 표준편차",
                "Model standard deviation",
            ),
            Column::new("p10_minor", Kind::Money, "P10", "P10"),
            Column::new("p50_minor", Kind::Money, "P50", "P50"),
            Column::new("p90_minor", Kind::Money, "P90", "P90"),
            Column::new("target_minor", Kind::Money, "목표", "Target"),
            Column::new("p_target", Kind::Share, "목표 달성 확률", "P(hit target)"),
        ],
        default_by: &[],
        chart: Chart {
            kind: ChartKind::Stacked,
            x: "",
            y: &[
                "closed_minor",
                "commit_minor",
                "best_case_minor",
                "pipeline_minor",
            ],
        },
    },
    run,
};

const BARS_COLUMNS: &[Column] = &[
    Column::key("low_minor", Kind::Money, "이상", "From"),
    Column::new("high_minor", Kind::Money, "미만", "Below"),
    Column::new("share", Kind::Share, "확률", "Probability"),
];

const DEAL_COLUMNS: &[Column] = &[
    Column::key("deal", Kind::Text, "딜", "Deal"),
    Column::new("stage", Kind::Text, "단계", "Stage"),
    Column::new(
        "forecast_category",
        Kind::Text,
        "예측 카테고리",
        "Forecast category",
    ),
    Column::new("close_on", Kind::Date, "예상 종료일", "Expected close"),
    Column::new("amount_minor", Kind::Money, "금액", "Amount"),
    Column::new(
        "probability_ever",
        Kind::Share,
        "이길 확률",
        "Probability of winning",
    ),
    Column::new(
        "probability",
        Kind::Share,
        "기간 안에 이길 확률",
        "Probability within the period",
    ),
    Column::new("expected_minor", Kind::Money, "기대값", "Expected"),
];

/// The columns that a distribution fills.
const MODEL: [&str; 6] = [
    "mean_minor",
    "sd_minor",
    "p10_minor",
    "p50_minor",
    "p90_minor",
    "p_target",
];

/// The deals of the question with what the model says of them.
struct Model<'a, 'f> {
    asked: &'a Asked<'f>,
    grouping: Grouping,
    days: Days,
    drawing: Drawing,
    /// Open deals with their groups.
    prospects: Vec<(u32, usize, Prospect)>,
}

fn run(asked: &Asked<'_>) -> Table {
    let model = Model::new(asked);
    let mut table = match asked.text("shape") {
        Some("histogram") => model.histogram(),
        Some("deals") => model.deals(),
        _ => model.summary(),
    };
    if model
        .prospects
        .iter()
        .any(|(.., prospect)| !prospect.is_measured)
    {
        table.note(
            "not-enough-history",
            "종료된 딜이 없는 파이프라인의 딜은 설정된 확률과 예상 종료일로 계산했습니다.",
            "Deals of a pipeline without closed deals are counted with the configured probability and the close date.",
        );
    }
    table.note_reading(&asked.frame);
    table
}

impl<'a, 'f> Model<'a, 'f> {
    fn new(asked: &'a Asked<'f>) -> Self {
        let frame = &asked.frame;
        let is_narrowed = asked.slice.owners.is_some() || asked.slice.filter.is_some();
        let outlook = if is_narrowed {
            Outlook::at(asked.facts, asked.slice.pipeline.as_deref(), frame.as_of())
        } else {
            Outlook::of(frame)
        };
        let days = asked.window_or_quarter();
        let grouping = asked.grouping();
        let prospects = grouping
            .deals(frame)
            .filter_map(|(deal, group)| {
                let prospect = outlook.prospect(frame, deal, days)?;
                Some((deal, group, prospect))
            })
            .collect();
        Self {
            asked,
            days,
            drawing: Drawing {
                shock: asked.shock(),
                has_arrivals: asked.text("arrivals") == Some("true"),
                ..Drawing::default()
            },
            grouping,
            prospects,
        }
    }

    /// Whether a deal was won in the window.
    fn is_closed(&self, deal: u32) -> bool {
        let frame = &self.asked.frame;
        frame.status(deal) == StageKind::Won
            && frame.closed_on(deal).is_some_and(|day| self.is_in(day))
    }

    fn is_in(&self, day: i32) -> bool {
        (self.days.0..=self.days.1).contains(&day)
    }

    /// What each group will have brought by the end of the window.
    fn distributions(&self) -> Vec<Distribution> {
        let frame = &self.asked.frame;
        let groups = self.grouping.len();
        let mut closed = vec![0_i64; groups];
        let mut chances: Vec<Vec<Chance>> = vec![Vec::new(); groups];
        let mut past: Vec<Vec<u32>> = vec![Vec::new(); groups];
        for (deal, group) in self.grouping.deals(frame) {
            if self.is_closed(deal) {
                closed[group] = closed[group].saturating_add(frame.home_minor(deal).unwrap_or(0));
            }
            if self.drawing.has_arrivals {
                past[group].push(deal);
            }
        }
        for (deal, group, prospect) in &self.prospects {
            if let Some(amount_minor) = frame.home_minor(*deal)
                && prospect.within > 0.0
            {
                chances[*group].push(Chance {
                    amount_minor,
                    probability: prospect.within,
                });
            }
        }
        let each = chances.iter().zip(&past).zip(closed);
        each.map(|((chances, past), closed)| {
            let arrivals = (self.drawing.has_arrivals)
                .then(|| arrivals(frame, past.iter().copied(), self.days))
                .flatten();
            draw(frame, chances, self.drawing, arrivals).plus(closed)
        })
        .collect()
    }

    fn summary(&self) -> Table {
        let (asked, frame) = (self.asked, &self.asked.frame);
        let mut table = asked.table(&REPORT.definition);
        for labels in self.grouping.labels() {
            let row = table.row(labels);
            for column in [
                "closed_minor",
                "commit_minor",
                "best_case_minor",
                "pipeline_minor",
                "omitted_minor",
            ] {
                table.set(row, column, 0_i64);
            }
        }
        for (deal, group) in self.grouping.deals(frame) {
            let bucket = if self.is_closed(deal) {
                ("closed", "closed_minor")
            } else if frame.status(deal) != StageKind::Open
                || !frame.close_on(deal).is_some_and(|day| self.is_in(day))
            {
                continue;
            } else {
                match frame.category(deal) {
                    Some("commit") => ("commit", "commit_minor"),
                    Some("best_case") => ("best_case", "best_case_minor"),
                    Some("omitted") => ("omitted", "omitted_minor"),
                    _ => ("pipeline", "pipeline_minor"),
                }
            };
            table.count(group, bucket.0, deal);
            table.add(group, bucket.1, deal, frame.home_minor(deal));
            if bucket.0 == "closed" {
                for column in MODEL {
                    table.rests_on(group, column, deal);
                }
            }
        }
        for (deal, group, prospect) in &self.prospects {
            if prospect.within > 0.0 {
                for column in MODEL {
                    table.rests_on(*group, column, *deal);
                }
            }
        }
        let targets = self.targets();
        let mut drawn = None;
        for (row, distribution) in self.distributions().iter().enumerate() {
            table.set(row, "mean_minor", whole(distribution.mean()));
            table.set(row, "sd_minor", whole(distribution.sd()));
            for (column, p) in [("p10_minor", 0.1), ("p50_minor", 0.5), ("p90_minor", 0.9)] {
                table.set(row, column, distribution.quantile(p));
            }
            table.set(row, "target_minor", targets[row]);
            let hit = targets[row].map(|target| distribution.at_least(target));
            table.set(row, "p_target", hit);
            if let Method::Simulated { runs, .. } = distribution.method() {
                drawn = Some(runs);
            }
        }
        if let Some(runs) = drawn {
            table.note(
                "simulated",
                &format!("분포는 이 시점에 정해진 시드로 {runs}번 뽑은 것입니다."),
                &format!("The distribution rests on {runs} draws, seeded by this moment."),
            );
        }
        if asked.by.is_empty() {
            table.summary = Some(self.sentence(&table));
        }
        table
    }

    fn sentence(&self, table: &Table) -> Text {
        let say = |column| money(&self.asked.frame, table.whole(0, column));
        let (low, middle, high) = (say("p10_minor"), say("p50_minor"), say("p90_minor"));
        let until = date_of(self.days.1);
        let sentence = say!([low = low, middle = middle, high = high]
            "{until}까지 {low} – {high} 사이일 가능성이 80%이고 가운데는 {middle}입니다.",
            "By {until} between {low} and {high} at 80%, {middle} in the middle.",
        );
        let Cell::Number(hit) = table.get(0, "p_target") else {
            return sentence;
        };
        let hit = percent(Some(*hit));
        say!([sentence = sentence]
            "{sentence} 목표 달성 확률은 {hit}입니다.",
            "{sentence} The odds of the target are {hit}.",
        )
    }

    fn histogram(&self) -> Table {
        let mut table = Table::new(&self.asked.by, BARS_COLUMNS, self.asked.opens_deals);
        let distributions = self.distributions();
        for (labels, distribution) in self.grouping.labels().iter().zip(&distributions) {
            for bar in distribution.buckets(BARS) {
                let row = table.keyed_row(labels, &[Cell::Whole(bar.from_minor)]);
                table.set(row, "high_minor", bar.to_minor);
                table.set(row, "share", bar.share);
            }
        }
        table
    }

    fn deals(&self) -> Table {
        let frame = &self.asked.frame;
        let mut table = Table::new(&self.asked.by, DEAL_COLUMNS, self.asked.opens_deals);
        let mut expected: Vec<_> = self
            .prospects
            .iter()
            .map(|(deal, group, prospect)| {
                let minor = frame.home_minor(*deal);
                let expected = minor.map(|minor| expected_minor(minor, prospect.within));
                (expected.unwrap_or(0), *deal, *group, *prospect)
            })
            .collect();
        expected.sort_by_key(|(minor, deal, ..)| (std::cmp::Reverse(*minor), *deal));
        if expected.len() > MOST_DEALS {
            expected.truncate(MOST_DEALS);
            table.note(
                "shortened",
                &format!("기대값이 큰 {MOST_DEALS}건만 보입니다."),
                &format!("Only the {MOST_DEALS} deals with the greatest expectation are listed."),
            );
        }
        for (minor, deal, group, prospect) in expected {
            let id = frame.id(deal).to_string();
            let row = table.keyed_row(&self.grouping.labels()[group], &[Cell::Text(id)]);
            table.set(
                row,
                "stage",
                frame.stage_shape(frame.stage(deal)).key.as_str(),
            );
            table.set(
                row,
                "forecast_category",
                frame.category(deal).map(str::to_owned),
            );
            let close_on = frame.close_on(deal).map(|day| date_of(day).to_string());
            table.set(row, "close_on", close_on);
            table.add(row, "amount_minor", deal, frame.home_minor(deal));
            table.set(row, "probability_ever", prospect.ever);
            table.set(row, "probability", prospect.within);
            table.add(row, "expected_minor", deal, Some(minor));
        }
        table
    }

    /// The target of each group.
    fn targets(&self) -> Vec<Option<i64>> {
        let targets = Targets::of(self.asked, self.days);
        let is_everything = self.asked.by.is_empty();
        let of = |labels: &Vec<Option<String>>| {
            let label = labels.first().and_then(Option::as_deref);
            targets.of_row(label, is_everything)
        };
        self.grouping.labels().iter().map(of).collect()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "amounts far below 2^53")]
fn whole(minor: f64) -> i64 {
    minor.round() as i64
}

#[cfg(test)]
mod tests;
