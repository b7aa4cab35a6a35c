//! What is asked of a report, checked.

use std::collections::BTreeMap;

use domain::{Date, Instant, Visibility, ids::UserId};
use insight::{
    facts::{Facts, day_of},
    reports::{Asked, Definition, Kind},
    slice::{Dimension, Filter, Slice},
};
use uuid::Uuid;

use crate::{Ctx, Error, FieldError, page, playbooks::Definitions};

/// At most so many dimensions in one question.
const DIMENSIONS_MAX: usize = 3;

/// A question as it came in: parameters by name, all of them text.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// The parameters. Every report takes `pipeline`, `by`, `where`, `as_of`, `from`, `to`; which others, its definition
    /// says.
    pub parameters: BTreeMap<String, String>,
}

/// A question whose every parameter makes sense.
#[derive(Debug, Clone)]
pub(super) struct Checked {
    pub(super) as_of: Instant,
    pub(super) slice: Slice,
    pub(super) by: Vec<Dimension>,
    pub(super) from: Option<i32>,
    pub(super) to: Option<i32>,
    pub(super) horizon_days: Option<u32>,
    pub(super) target_minor: Option<i64>,
    pub(super) parameters: BTreeMap<String, String>,
}

impl Question {
    /// Checks every parameter.
    ///
    /// # Errors
    /// `invalid` with each parameter that is unknown or does not read, `filter-invalid`.
    pub(super) fn check(
        mut self,
        ctx: &Ctx,
        definition: &Definition,
        definitions: &Definitions,
    ) -> Result<Checked, Error> {
        let mut wrong = Vec::new();
        let as_of = self.take("as_of", &mut wrong, |text| moment(text, definitions));
        let as_of = as_of.unwrap_or_else(|| ctx.now()).min(ctx.now());
        let from = self.take("from", &mut wrong, day);
        let to = self.take("to", &mut wrong, day);
        let by = self.parameters.remove("by");
        let by = dimensions(by.as_deref(), definition, &mut wrong);
        let pipeline = self.parameters.remove("pipeline");
        if let Some(key) = &pipeline
            && definitions.pipeline(key).is_none()
        {
            wrong.push(FieldError::unknown("?pipeline", key));
        }
        let cel = self.parameters.remove("where");
        let mut checked = Checked {
            as_of,
            slice: Slice {
                pipeline,
                ..Slice::default()
            },
            by,
            from,
            to,
            horizon_days: None,
            target_minor: None,
            parameters: BTreeMap::new(),
        };
        for (name, value) in std::mem::take(&mut self.parameters) {
            let pointer = format!("?{name}");
            let Some(known) = definition
                .parameters
                .iter()
                .find(|known| known.name == name)
            else {
                wrong.push(FieldError::unknown(pointer, &name));
                continue;
            };
            if !known.choices.is_empty() && !known.choices.contains(&value.as_str()) {
                let choices = known.choices.join(", ");
                wrong.push(FieldError::malformed(
                    pointer,
                    format!("다음 중 하나여야 합니다: {choices}."),
                    format!("One of {choices}."),
                ));
                continue;
            }
            let value = match (known.kind, name.as_str()) {
                (Kind::Date, _) => moment(&value, definitions).map(|at| at.as_micros().to_string()),
                (Kind::Days | Kind::Whole | Kind::Money | Kind::Deals, _) => value
                    .parse::<i64>()
                    .ok()
                    .filter(|whole| *whole >= 0)
                    .map(|whole| whole.to_string()),
                (Kind::Number | Kind::Share, _) => value
                    .parse::<f64>()
                    .ok()
                    .filter(|number| number.is_finite())
                    .map(|number| number.to_string()),
                (Kind::Flag, _) => matches!(value.as_str(), "true" | "false").then_some(value),
                (Kind::Text, _) => Some(value),
            };
            let Some(value) = value else {
                wrong.push(malformed(pointer, known.kind));
                continue;
            };
            match name.as_str() {
                "horizon_days" => checked.horizon_days = value.parse().ok(),
                "target_minor" => checked.target_minor = value.parse().ok(),
                _ => {
                    checked.parameters.insert(name, value);
                }
            }
        }
        if checked
            .from
            .zip(checked.to)
            .is_some_and(|(from, to)| from > to)
        {
            wrong.push(FieldError::malformed(
                "?to",
                "시작일보다 빠릅니다.",
                "Before the first day.",
            ));
        }
        if !wrong.is_empty() {
            return Err(Error::invalid(wrong));
        }
        if let Some(cel) = cel.filter(|cel| !cel.trim().is_empty()) {
            let filter = Filter::compile(&cel, definitions.day_of(as_of));
            checked.slice.filter =
                Some(filter.map_err(|finding| page::refused("?where", finding))?);
        }
        Ok(checked)
    }

    fn take<T>(
        &mut self,
        name: &str,
        wrong: &mut Vec<FieldError>,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.parameters.remove(name)?;
        let read = read(&text);
        if read.is_none() {
            wrong.push(malformed(format!("?{name}"), Kind::Date));
        }
        read
    }
}

impl Checked {
    /// Narrows it to what the caller may see.
    pub(super) fn seen_by(mut self, owners: Option<Vec<UserId>>) -> Self {
        self.slice.owners = owners.map(|owners| owners.into_iter().map(Uuid::from).collect());
        self
    }

    /// The question over columns.
    pub(super) fn ask(self, facts: &Facts) -> Asked<'_> {
        let mut asked = Asked::new(facts, self.as_of.as_micros(), self.slice);
        asked.by = self.by;
        asked.from = self.from;
        asked.to = self.to;
        asked.horizon_days = self.horizon_days;
        asked.parameters = self.parameters;
        if let Some(amount_minor) = self.target_minor {
            asked
                .parameters
                .insert("target_minor".to_owned(), amount_minor.to_string());
        }
        asked
    }
}

/// Whose deals the caller sees; none for everybody's.
pub(super) async fn seen_owners(ctx: &Ctx) -> Result<Option<Vec<UserId>>, Error> {
    if ctx.actor.visibility == Visibility::All {
        return Ok(None);
    }
    Ok(ctx.read().await?.seen_owners().await?)
}

fn dimensions(
    by: Option<&str>,
    definition: &Definition,
    wrong: &mut Vec<FieldError>,
) -> Vec<Dimension> {
    let names: Vec<&str> = match by {
        Some(by) => by
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .collect(),
        None => definition.default_by.to_vec(),
    };
    if names.len() > DIMENSIONS_MAX {
        wrong.push(FieldError::malformed(
            "?by",
            format!("한 번에 {DIMENSIONS_MAX}개까지 나눌 수 있습니다."),
            format!("At most {DIMENSIONS_MAX} dimensions at once."),
        ));
    }
    let mut dimensions = Vec::new();
    for name in names {
        match Dimension::parse(name) {
            Ok(dimension) if !dimensions.contains(&dimension) => dimensions.push(dimension),
            Ok(_) => {}
            Err(_) => wrong.push(FieldError::unknown("?by", name)),
        }
    }
    dimensions
}

fn day(text: &str) -> Option<i32> {
    text.parse::<Date>().ok().map(day_of)
}

/// A moment as RFC 3339, or the end of a day in the workspace's zone.
fn moment(text: &str, definitions: &Definitions) -> Option<Instant> {
    if let Ok(date) = text.parse::<Date>()
        && text.len() <= 10
    {
        let next = date.tomorrow().ok()?;
        return Some(Instant::start_of_day(next, &definitions.zone).plus_micros(-1));
    }
    text.parse().ok()
}

fn malformed(pointer: String, kind: Kind) -> FieldError {
    match kind {
        Kind::Date => FieldError::malformed(
            pointer,
            "날짜(2026-01-31)나 RFC 3339 시각이어야 합니다.",
            "A date such as 2026-01-31, or an RFC 3339 time.",
        ),
        Kind::Flag => FieldError::malformed(
            pointer,
            "true 또는 false여야 합니다.",
            "Either true or false.",
        ),
        Kind::Share | Kind::Number => {
            FieldError::malformed(pointer, "숫자여야 합니다.", "A number.")
        }
        _ => FieldError::malformed(
            pointer,
            "0 이상의 정수여야 합니다.",
            "A whole number, 0 or more.",
        ),
    }
}
