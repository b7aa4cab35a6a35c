//! `proofline report …`

use serde_json::Value;

use crate::arguments::{Place, Report};
use crate::client::{Client, percent_encode};
use crate::failure::Failure;
use crate::output::{Column, Format, Output, print};

const REPORTS: &[Column] = &[
    Column::new("name", "이름", "Name"),
    Column::silent("version"),
    Column::silent("formula"),
];

pub(super) async fn run(report: Report, place: &Place, output: Output) -> Result<(), Failure> {
    let client = Client::connect(place, output.language).await?;
    let Some(name) = &report.name else {
        return list(&client, output).await;
    };
    let mut query: Vec<(&str, Option<&str>)> = vec![
        ("pipeline", report.pipeline.as_deref()),
        ("by", report.by.as_deref()),
        ("where", report.filter.as_deref()),
        ("as_of", report.as_of.as_deref()),
        ("from", report.from.as_deref()),
        ("to", report.to.as_deref()),
    ];
    let own = report.parameters.iter();
    query.extend(own.map(|(name, value)| (name.as_str(), Some(value.as_str()))));
    show(&ask(&client, name, &query).await?, output)
}

/// A report's answer.
pub(super) async fn ask(
    client: &Client,
    name: &str,
    query: &[(&str, Option<&str>)],
) -> Result<Value, Failure> {
    let path = format!("/reports/{}", percent_encode(name));
    client.get(&path, query).await
}

/// What programs get of an answer.
pub(super) fn kept(answer: &Value) -> Value {
    const KEPT: [&str; 7] = [
        "report",
        "version",
        "as_of",
        "reconstructed",
        "currency",
        "rows",
        "notes",
    ];
    let kept = KEPT.map(|key| (key.to_owned(), answer[key].clone()));
    Value::Object(kept.into_iter().collect())
}

/// Prints an answer.
pub(super) fn show(answer: &Value, output: Output) -> Result<(), Failure> {
    let columns: Vec<Column<'_>> = rows(&answer["columns"])
        .iter()
        .map(|column| {
            let label = &column["label"];
            Column::new(
                text(&column["name"]),
                text(&label["ko"]),
                text(&label["en"]),
            )
        })
        .collect();
    match output.format {
        Format::Json => print(&format!("{:#}\n", kept(answer))),
        Format::Csv => output.rows(&columns, rows(&answer["rows"]), None),
        Format::Table => {
            let mut shown = rows(&answer["rows"]).to_vec();
            for row in shown.iter_mut().filter_map(Value::as_object_mut) {
                row.entry("currency")
                    .or_insert_with(|| answer["currency"].clone());
            }
            output.rows(&columns, &shown, None)?;
            let said = rows(&answer["notes"]).iter().map(|note| &note["detail"]);
            for text in std::iter::once(&answer["summary"]).chain(said) {
                if let (Some(ko), Some(en)) = (text["ko"].as_str(), text["en"].as_str()) {
                    output.say(ko, en)?;
                }
            }
            Ok(())
        }
    }
}

async fn list(client: &Client, output: Output) -> Result<(), Failure> {
    let answer = client.get("/reports", &[]).await?;
    let language = output.language.pick("ko", "en");
    let mut columns = REPORTS.to_vec();
    let (title, question) = (format!("title.{language}"), format!("question.{language}"));
    columns.push(Column::new("title", "제목", "Title").at(&title));
    columns.push(Column::new("question", "질문", "Question").at(&question));
    output.rows(&columns, rows(&answer["rows"]), None)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn rows(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
