//! `proofline playbook …`: definitions are files; these commands check, compare and publish them.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::arguments::{Place, Playbook as Command, Replay};
use crate::client::{Client, percent_encode};
use crate::failure::{Exit, Failure};
use crate::output::{Column, Format, Output, print};

const FINDINGS: &[Column] = &[
    Column::new("file", "파일", "File"),
    Column::new("line", "줄", "Line"),
    Column::new("column", "칸", "Column"),
    Column::new("severity", "심각도", "Severity"),
    Column::new("code", "코드", "Code"),
    Column::new("message", "내용", "Message"),
    Column::new("suggestion", "제안", "Suggestion"),
];

const CHANGES: &[Column] = &[
    Column::new("path", "위치", "Where"),
    Column::new("before", "이전", "Before"),
    Column::new("after", "이후", "After"),
];

const PUBLISHED: &[Column] = &[
    Column::new("key", "키", "Key"),
    Column::new("version", "버전", "Version"),
    Column::silent("name_ko").at("name.ko"),
    Column::silent("name_en").at("name.en"),
    Column::new("status", "상태", "Status"),
    Column::new("pipelines", "파이프라인", "Pipelines"),
    Column::new("published_at", "게시", "Published"),
    Column::new("published_by", "게시자", "Published by"),
];

const STOPS: &[Column] = &[
    Column::new("stage", "단계", "Stage"),
    Column::new("moves", "이동", "Moves"),
    Column::new("passed", "통과", "Passed"),
    Column::new("stopped", "멈췄을 이동", "Stopped"),
    Column::new("unjudged", "판정 불가", "Not judged"),
    Column::new("stopped_won", "성사", "Yet won"),
    Column::new("stopped_lost", "실패", "And lost"),
    Column::new("stopped_open", "진행 중", "Still open"),
    Column::new("wait_days", "대기일", "Wait"),
    Column::new("win_rate", "승률", "Win rate"),
    Column::new("win_rate_passed", "통과 딜 승률", "Of those passed"),
    Column::new("conversion", "전환율", "Conversion"),
    Column::new("conversion_replayed", "다시 판정 전환율", "Replayed"),
];

const LACKS: [Column; 6] = [
    Column::new("stage", "단계", "Stage"),
    Column::new("key", "부족한 항목", "Missing"),
    Column::new("stopped", "멈췄을 이동", "Stopped"),
    Column::new("alone", "이것만 부족", "By it alone"),
    Column::new("stopped_won", "성사", "Yet won"),
    Column::new("stopped_lost", "실패", "And lost"),
];

/// Checks files and prints every finding; compiler-style lines for people.
pub(super) fn lint(files: &[std::path::PathBuf], output: Output) -> Result<(), Failure> {
    let language = output.language;
    let mut findings = Vec::new();
    for file in files {
        findings.extend(playbook::lint::lint(
            &read(file)?,
            &file.display().to_string(),
        ));
    }
    let errors = findings.iter().filter(|finding| finding.is_error()).count();
    if output.format == Format::Table {
        for finding in &findings {
            let severity = match finding.is_error() {
                true => language.pick("오류", "error"),
                false => language.pick("경고", "warning"),
            };
            let place = format!("{}:{}:{}", finding.file, finding.line, finding.column);
            let message = language.of(&finding.message);
            let mut line = format!("{place}: {severity}[{}]: {message}\n", finding.code);
            if let Some(suggestion) = &finding.suggestion {
                line.push_str(&format!("    → {}\n", language.of(suggestion)));
            }
            print(&line)?;
        }
        let warnings = findings.len() - errors;
        output.say(
            &format!("파일 {}개: 오류 {errors}개, 경고 {warnings}개", files.len()),
            &format!(
                "{} files: {errors} errors, {warnings} warnings",
                files.len()
            ),
        )?;
    } else {
        let rows: Vec<Value> = findings
            .iter()
            .map(|finding| {
                json!({
                    "file": finding.file, "line": finding.line, "column": finding.column,
                    "severity": finding.severity, "code": finding.code, "message": language.of(&finding.message),
                    "suggestion": finding.suggestion.as_ref().map(|text| language.of(text)),
                })
            })
            .collect();
        output.rows(FINDINGS, &rows, None)?;
    }
    if errors > 0 {
        return Err(Failure::problems(
            "플레이북에 오류가 있습니다.",
            "The playbook has errors.",
        ));
    }
    Ok(())
}

/// Shows, compares and publishes.
pub(super) async fn run(command: Command, place: &Place, output: Output) -> Result<(), Failure> {
    match command {
        Command::Lint { files } => lint(&files, output),
        Command::Show { key: None } => {
            let client = Client::connect(place, output.language).await?;
            let list = client.get("/playbooks", &[]).await?;
            output.rows(
                PUBLISHED,
                list["rows"].as_array().map_or(&[], Vec::as_slice),
                None,
            )
        }
        Command::Show { key: Some(key) } => {
            let playbook = published(&Client::connect(place, output.language).await?, &key).await?;
            match output.format {
                Format::Json => print(&format!("{playbook:#}\n")),
                _ => print(&yaml(playbook)?),
            }
        }
        Command::Diff { before, after } => diff(&before, &after, place, output).await,
        Command::Replay(asked) => replay(asked, place, output).await,
        Command::Publish { file } => {
            let client = Client::connect(place, output.language).await?;
            let answer = client
                .post("/playbooks/publish", json!({"source": read(&file)?}))
                .await?;
            output.record(PUBLISHED, &answer)
        }
    }
}

async fn replay(asked: Replay, place: &Place, output: Output) -> Result<(), Failure> {
    let source = source(&asked.draft, place, output).await?;
    let client = Client::connect(place, output.language).await?;
    let question = json!({
        "source": source, "pipeline": asked.pipeline, "from": asked.from, "to": asked.to,
    });
    let answer = client.post("/playbooks/replay", question).await?;
    let rows = |table: &str| {
        answer[table]["rows"]
            .as_array()
            .map_or(&[][..], Vec::as_slice)
    };
    match output.format {
        Format::Json => {
            let overall = rows("overall").first();
            let kept = json!({
                "playbook": answer["playbook"], "as_of": answer["as_of"], "summary": answer["summary"],
                "notes": answer["notes"], "overall": overall, "stages": rows("stages"), "criteria": rows("criteria"),
            });
            print(&format!("{kept:#}\n"))
        }
        Format::Csv => {
            let columns = answer["stages"]["columns"].as_array();
            let names = columns
                .into_iter()
                .flatten()
                .filter_map(|column| column["name"].as_str());
            let columns: Vec<Column<'_>> =
                names.map(|name| Column::new(name, name, name)).collect();
            output.rows(&columns, rows("stages"), None)
        }
        Format::Table => {
            output.rows(STOPS, rows("stages"), None)?;
            if !rows("criteria").is_empty() {
                output.rows(&LACKS, rows("criteria"), None)?;
            }
            let notes = answer["notes"].as_array().into_iter().flatten();
            let said = notes.map(|note| &note["detail"]);
            for text in std::iter::once(&answer["summary"]).chain(said) {
                if let (Some(ko), Some(en)) = (text["ko"].as_str(), text["en"].as_str()) {
                    output.say(ko, en)?;
                }
            }
            Ok(())
        }
    }
}

async fn diff(before: &str, after: &str, place: &Place, output: Output) -> Result<(), Failure> {
    let before = parse(&source(before, place, output).await?, before, output)?;
    let after = parse(&source(after, place, output).await?, after, output)?;
    let changes: Vec<Value> = playbook::diff(&before, &after)
        .into_iter()
        .map(|change| json!({"path": change.path, "before": change.before, "after": change.after}))
        .collect();
    if changes.is_empty() {
        output.say("다른 점이 없습니다.", "Nothing differs.")?;
    }
    if changes.is_empty() && output.format == Format::Table {
        return Ok(());
    }
    output.rows(CHANGES, &changes, None)
}

/// The source of a playbook: a file, one that is shipped, or a published one.
async fn source(name: &str, place: &Place, output: Output) -> Result<String, Failure> {
    let file = Path::new(name);
    if file.is_file() {
        return read(file);
    }
    if let Some(shipped) = name.strip_prefix("shipped:") {
        let found = playbook::shipped()
            .into_iter()
            .find(|(key, _)| *key == shipped);
        return found
            .map(|(_, source)| source.to_owned())
            .ok_or_else(|| unknown(name));
    }
    yaml(published(&Client::connect(place, output.language).await?, name).await?)
}

/// A published playbook as the file it could have come from.
fn yaml(mut playbook: Value) -> Result<String, Failure> {
    if let Some(fields) = playbook.as_object_mut() {
        fields.remove("version");
    }
    drop_absent(&mut playbook);
    serde_saphyr::to_string(&playbook).map_err(|error| {
        Failure::new(
            Exit::Failure,
            "internal",
            format!("YAML로 쓸 수 없습니다: {error}"),
            format!("Cannot write YAML: {error}"),
        )
    })
}

/// A file leaves out what the API spells out as null or empty.
fn drop_absent(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, field| {
                !field.is_null() && field.as_array().is_none_or(|items| !items.is_empty())
            });
            fields.values_mut().for_each(drop_absent);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_absent),
        _ => {}
    }
}

async fn published(client: &Client, key: &str) -> Result<Value, Failure> {
    client
        .get(&format!("/playbooks/{}", percent_encode(key)), &[])
        .await
}

fn parse(source: &str, file: &str, output: Output) -> Result<playbook::Playbook, Failure> {
    match playbook::Playbook::parse(source, file) {
        Ok((playbook, _)) => Ok(playbook),
        Err(findings) => {
            let first = findings
                .first()
                .map(|finding| output.language.of(&finding.message).to_owned());
            let first = first.unwrap_or_default();
            Err(Failure::usage(
                format!("{file}: {first}"),
                format!("{file}: {first}"),
            ))
        }
    }
}

fn read(file: &Path) -> Result<String, Failure> {
    fs::read_to_string(file).map_err(|error| Failure::file(file, &error))
}

fn unknown(name: &str) -> Failure {
    Failure::new(
        Exit::NotFound,
        "not_found",
        format!("‘{name}’ 파일도 플레이북도 없습니다."),
        format!("There is neither a file nor a playbook called ‘{name}’."),
    )
}
