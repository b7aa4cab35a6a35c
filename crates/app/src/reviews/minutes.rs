//! A review's minutes: what was said, what changed and who does what, as Markdown in both languages.

use std::fmt::Write;

use domain::{
    Date, Instant, Locale, Money,
    ids::ReviewId,
    policy::Action,
    review::{DealChange, DealChangeKind},
};
use playbook::Text;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    ReviewEntry, ReviewRecord, message,
    minutes_words::{category, change, state, words},
    subjects::Subjects,
};
use crate::{Ctx, Error, playbooks::Definitions};

/// The minutes of a review as they are handed out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Minutes {
    /// Whether the review is closed; else this is how they would read now.
    pub is_final: bool,
    /// Markdown, in both languages.
    pub text: Text,
    /// A link that opens the reader's mail program with the beginning of the text, in both languages.
    pub mail_link: Text,
    /// The addresses it goes to.
    pub recipients: Vec<String>,
}

/// How minutes are written to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MinutesFormat {
    /// Markdown.
    #[default]
    Md,
    /// A message that a mail program can send.
    Eml,
}

/// Minutes as a file.
#[derive(Debug, Clone)]
pub struct MinutesFile {
    /// What to call it.
    pub name: String,
    /// Its media type.
    pub content_type: &'static str,
    /// Its bytes.
    pub content: String,
}

/// A review's minutes: as they were kept when it was closed, else as they would read now.
///
/// # Errors
/// `not-found`, also when the caller may not know of its subject.
pub async fn minutes(ctx: &Ctx, id: ReviewId) -> Result<Minutes, Error> {
    let (record, text, subjects) = written(ctx, id).await?;
    let recipients = message::recipients(&record, &subjects);
    let link = |locale: Locale| {
        let subject = heading(&record, locale);
        message::mail_link(
            &recipients,
            &subject,
            text.in_locale(locale),
            words(locale).shortened,
        )
    };
    Ok(Minutes {
        is_final: record.summary.review.closed_at.is_some(),
        mail_link: Text::new(link(Locale::Ko), link(Locale::En)),
        recipients: recipients.iter().map(|one| one.address.clone()).collect(),
        text,
    })
}

/// A review's minutes as a file; in the chair's language unless said otherwise.
///
/// # Errors
/// As [`minutes`].
pub async fn minutes_file(
    ctx: &Ctx,
    id: ReviewId,
    format: MinutesFormat,
    locale: Option<Locale>,
) -> Result<MinutesFile, Error> {
    let definitions = ctx.definitions().await?;
    let (record, text, subjects) = written(ctx, id).await?;
    let review = &record.summary.review;
    let chair = subjects.users.get(&review.chair_id);
    let locale = locale
        .or(chair.map(|user| user.locale))
        .unwrap_or(definitions.workspace.locale);
    let name = format!("review-{}", review.week);
    Ok(match format {
        MinutesFormat::Md => MinutesFile {
            name: format!("{name}.md"),
            content_type: "text/markdown; charset=utf-8",
            content: text.in_locale(locale).to_owned(),
        },
        MinutesFormat::Eml => MinutesFile {
            name: format!("{name}.eml"),
            content_type: "message/rfc822",
            content: message::Message {
                id: review.id.to_string(),
                from: chair.and_then(message::Mailbox::of),
                to: message::recipients(&record, &subjects),
                subject: heading(&record, locale),
                sent_at: review.closed_at.unwrap_or_else(|| ctx.now()),
                zone: definitions.zone.clone(),
                text: text.in_locale(locale).to_owned(),
            }
            .to_string(),
        },
    })
}

async fn written(ctx: &Ctx, id: ReviewId) -> Result<(ReviewRecord, Text, Subjects), Error> {
    let definitions = ctx.definitions().await?;
    let mut read = ctx.read().await?;
    let (review, subjects) = super::found(ctx, &mut read, id, Action::ReviewRead).await?;
    let record = super::record(ctx, &mut read, &definitions, review, &subjects).await?;
    let kept = record.summary.review.minutes.clone();
    let text = kept.unwrap_or_else(|| text(&record, &definitions, ctx.now()));
    Ok((record, text, subjects))
}

/// The minutes of a review as it stands, in both languages.
pub(super) fn text(record: &ReviewRecord, definitions: &Definitions, now: Instant) -> Text {
    let write = |locale| {
        let mut page = Page {
            text: String::new(),
            locale,
            definitions,
        };
        page.review(record, now);
        page.text
    };
    Text::new(write(Locale::Ko), write(Locale::En))
}

fn heading(record: &ReviewRecord, locale: Locale) -> String {
    let week = record.summary.review.week;
    let title = words(locale).title;
    match &record.summary.subject {
        Some(subject) => format!("{title} {week} · {}", one_line(&subject.name)),
        None => format!("{title} {week}"),
    }
}

/// Minutes being written in one language.
struct Page<'a> {
    text: String,
    locale: Locale,
    definitions: &'a Definitions,
}

impl Page<'_> {
    fn review(&mut self, record: &ReviewRecord, now: Instant) {
        let words = words(self.locale);
        let summary = &record.summary;
        let review = &summary.review;
        self.line(&format!("# {}\n", heading(record, self.locale)));
        if let Some(chair) = &summary.chair {
            self.item(words.chair, &chair.name);
        }
        self.item(words.opened, &self.day(review.opened_at));
        self.item(words.closed, &self.day(review.closed_at.unwrap_or(now)));
        let (done, all) = (summary.reviewed, record.entries.len());
        let progress = match self.locale {
            Locale::Ko => format!("{all}{} {done}건", words.of),
            Locale::En => format!("{done} {} {all}", words.of),
        };
        self.item(words.progress, &progress);
        if review.left_out > 0 {
            self.item(words.left_out, &review.left_out.to_string());
        }
        let is_told = |entry: &&ReviewEntry| entry.note.is_some() || !entry.actions.is_empty();
        for entry in record.entries.iter().filter(is_told) {
            self.entry(entry);
        }
        let mut rest = record
            .entries
            .iter()
            .filter(|entry| !is_told(entry))
            .peekable();
        if rest.peek().is_some() {
            self.line(&format!("\n## {}\n", words.not_reviewed));
        }
        for entry in rest {
            let title = self.title(entry);
            self.line(&format!("- {title}"));
        }
    }

    fn entry(&mut self, entry: &ReviewEntry) {
        let words = words(self.locale);
        let title = self.title(entry);
        self.line(&format!(
            "\n## {title} ({})\n",
            state(entry.state(), self.locale)
        ));
        if let Some(owner) = &entry.deal.owner {
            self.item(words.owner, &owner.name);
        }
        if entry.changes.is_empty() {
            self.item(words.changes, words.unchanged);
        } else {
            self.line(&format!("- {}:", words.changes));
            for changed in &entry.changes {
                let told = self.change(changed, &entry.deal.deal.pipeline);
                self.line(&format!("  - {told}"));
            }
        }
        if let Some(record) = &entry.note {
            let note = &record.note;
            self.answer(words.evidence, note.evidence_answer.as_deref());
            let confirmation = match (&note.next_confirmation, note.next_confirmation_on) {
                (Some(text), Some(day)) => Some(format!("{text} ({} {day})", words.by)),
                (Some(text), None) => Some(text.clone()),
                (None, Some(day)) => Some(format!("{} {day}", words.by)),
                (None, None) => None,
            };
            self.answer(words.confirmation, confirmation.as_deref());
            self.answer(words.risk, note.risk.as_deref());
            if note.risk_plan.is_some() {
                self.answer(words.plan, note.risk_plan.as_deref());
            }
            if note.decisions.is_some() {
                self.answer(words.decisions, note.decisions.as_deref());
            }
        }
        if let Some(gate) = entry.gate.as_ref().filter(|gate| !gate.missing.is_empty()) {
            let sentences: Vec<String> = gate
                .missing
                .iter()
                .map(|missing| one_line(missing.sentence.in_locale(self.locale)))
                .collect();
            self.item(words.missing, &sentences.join(" / "));
        }
        if !entry.actions.is_empty() {
            self.line(&format!("- {}:", words.actions));
        }
        for action in &entry.actions {
            let activity = &action.activity;
            let mark = if activity.completed_at.is_some() {
                "x"
            } else {
                " "
            };
            let mut told = format!("  - [{mark}] {}", one_line(&activity.subject));
            if let Some(owner) = &action.owner {
                let _ = write!(told, " · {}", one_line(&owner.name));
            }
            if let Some(due) = activity.due_on {
                let _ = write!(told, " · {due}");
            }
            self.line(&told);
        }
    }

    /// `D-12 Name · account · stage · amount · close date`.
    fn title(&self, entry: &ReviewEntry) -> String {
        let deal = &entry.deal.deal;
        let mut title = format!("D-{} {}", deal.number, one_line(&deal.name));
        if let Some(account) = &entry.deal.account {
            let _ = write!(title, " · {}", one_line(&account.name));
        }
        let _ = write!(title, " · {}", self.stage(&deal.pipeline, &deal.stage));
        if let Some(amount) = deal.amount {
            let _ = write!(title, " · {}", money(amount));
        }
        if let Some(day) = deal.close_on {
            let _ = write!(title, " · {day}");
        }
        title
    }

    fn change(&self, told: &DealChange, pipeline: &str) -> String {
        let name = change(told.kind, self.locale);
        let value = |value: &Value| self.value(told.kind, value, pipeline);
        match told.kind {
            DealChangeKind::Created => name.to_owned(),
            DealChangeKind::EvidenceAdded => {
                let title = told.after.get("title").and_then(Value::as_str);
                format!("{name}: {}", one_line(title.unwrap_or_default()))
            }
            DealChangeKind::EvidenceRetracted => {
                format!(
                    "{name}: {}",
                    one_line(told.after.as_str().unwrap_or_default())
                )
            }
            _ => format!("{name}: {} → {}", value(&told.before), value(&told.after)),
        }
    }

    fn value(&self, kind: DealChangeKind, value: &Value, pipeline: &str) -> String {
        let none = words(self.locale).none;
        match (kind, value) {
            (_, Value::Null) => none.to_owned(),
            (DealChangeKind::Stage, Value::String(key)) => self.stage(pipeline, key),
            (DealChangeKind::ForecastCategory, Value::String(word)) => word.parse().map_or_else(
                |_| word.clone(),
                |known| category(known, self.locale).to_owned(),
            ),
            (DealChangeKind::Amount, value) => {
                serde_json::from_value(value.clone()).map_or_else(|_| none.to_owned(), money)
            }
            (_, Value::String(text)) => one_line(text),
            (_, value) => value.to_string(),
        }
    }

    fn stage(&self, pipeline: &str, key: &str) -> String {
        let stage = self
            .definitions
            .pipeline(pipeline)
            .and_then(|(_, pipeline)| pipeline.stage(key));
        stage.map_or_else(
            || key.to_owned(),
            |stage| stage.definition().name.in_locale(self.locale).to_owned(),
        )
    }

    fn day(&self, instant: Instant) -> String {
        let day: Date = self.definitions.day_of(instant);
        day.to_string()
    }

    fn answer(&mut self, name: &str, text: Option<&str>) {
        self.item(name, text.unwrap_or("—"));
    }

    /// Lines after the first are set in, so that they stay part of the item.
    fn item(&mut self, name: &str, text: &str) {
        let text = text.trim().replace("\r\n", "\n").replace('\n', "\n  ");
        self.line(&format!("- {name}: {text}"));
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `KRW 120,000,000` or `USD 1,200.50`.
fn money(money: Money) -> String {
    let decimals = usize::try_from(money.currency.decimals()).unwrap_or(0);
    let digits = format!(
        "{:0>width$}",
        money.amount_minor.unsigned_abs(),
        width = decimals + 1
    );
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if money.amount_minor < 0 { "-" } else { "" };
    let point = if decimals > 0 { "." } else { "" };
    format!("{} {sign}{grouped}{point}{fraction}", money.currency)
}

#[cfg(test)]
mod tests {
    use domain::Currency;

    use super::*;

    #[test]
    fn money_is_written_with_its_code_and_groups() {
        let written = |amount_minor, currency| {
            money(Money {
                amount_minor,
                currency,
            })
        };
        assert_eq!(written(120_000_000, Currency::KRW), "KRW 120,000,000");
        assert_eq!(written(120_050, Currency::USD), "USD 1,200.50");
        assert_eq!(written(-5, Currency::USD), "USD -0.05");
        assert_eq!(written(0, Currency::KRW), "KRW 0");
    }
}
