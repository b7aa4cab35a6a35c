//! `proofline quota …` and `proofline forecast …`

use domain::{Currency, Money};
use serde_json::{Value, json};

use crate::arguments::{Forecast, Place, Quota, QuotaSubject};
use crate::client::Client;
use crate::failure::{Exit, Failure};
use crate::output::{Column, Format, Output, print};

use super::report;

const QUOTA: &[Column] = &[
    Column::silent("id"),
    Column::new("subject_kind", "대상 종류", "Kind"),
    Column::silent("subject_id"),
    Column::new("subject_name", "대상", "Of"),
    Column::new("period", "기간", "Period"),
    Column::silent("first_day"),
    Column::silent("last_day"),
    Column::new("amount_minor", "목표", "Quota"),
    Column::silent("currency"),
    Column::new("ramp_percent", "램프 %", "Ramp %"),
    Column::new("effective_minor", "적용 목표", "Counts"),
];

const CALL: &[Column] = &[
    Column::silent("id"),
    Column::new("week", "주", "Week"),
    Column::new("period", "기간", "Period"),
    Column::silent("subject_kind").at("subject.kind"),
    Column::silent("subject_id").at("subject.id"),
    Column::new("subject_name", "대상", "About").at("subject.name"),
    Column::new("kind", "제출자 구분", "As"),
    Column::new("commit_minor", "커밋", "Commit"),
    Column::new("best_minor", "최선", "Best"),
    Column::silent("currency"),
    Column::new("rule_commit_minor", "규칙 커밋", "Rule's commit"),
    Column::new("rule_best_minor", "규칙 최선", "Rule's best"),
    Column::new("model_p50_minor", "모델 P50", "Model P50"),
    Column::new("submitted_at", "제출", "Made at"),
];

const ROLLUP: &[Column] = &[
    Column::new("name", "대상", "Of"),
    Column::silent("subject_kind").at("subject.kind"),
    Column::silent("subject_id").at("subject.id"),
    Column::silent("subject_name").at("subject.name"),
    Column::silent("parent_id"),
    Column::silent("depth"),
    Column::silent("period"),
    Column::silent("currency"),
    Column::new("quota_minor", "목표", "Quota"),
    Column::new("closed_minor", "성사", "Closed"),
    Column::new("rule_commit_minor", "커밋", "Commit"),
    Column::new("rule_best_minor", "최선", "Best case"),
    Column::new("rule_pipeline_minor", "파이프라인", "Pipeline"),
    Column::silent("unconverted_deals"),
    Column::new("owner_commit_minor", "담당자 예측", "Owner's call"),
    Column::new("manager_commit_minor", "관리자 예측", "Manager's call"),
    Column::silent("model_p10_minor"),
    Column::new("model_p50_minor", "모델 P50", "Model P50"),
    Column::silent("model_p90_minor"),
];

const SKILL: &[Column] = &[
    Column::new("person", "사람", "Person"),
    Column::new("direction", "방향", "Direction"),
    Column::new("n", "결정", "Decided"),
    Column::new("came_in", "성사", "Came in"),
    Column::new("rate", "비율", "Share"),
    Column::new("low", "하한", "Low"),
    Column::new("high", "상한", "High"),
    Column::new("left_alone", "그대로 둔 딜", "Left alone"),
    Column::new("skill", "차이", "Skill"),
    Column::new("verdict", "판정", "Verdict"),
];

const DECISION: &[Column] = &[
    Column::silent("id"),
    Column::new("decided_at", "결정일", "Decided at"),
    Column::silent("by_id").at("by.id"),
    Column::new("by_name", "사람", "By").at("by.name"),
    Column::silent("kind"),
    Column::silent("deal_id").at("deal.id"),
    Column::new("deal_name", "딜", "Deal").at("deal.name"),
    Column::new("rule_category", "규칙", "Rule"),
    Column::new("category", "설정", "Set"),
    Column::silent("direction"),
    Column::new("reason", "사유", "Reason"),
    Column::new("period", "분기", "Quarter"),
    Column::new("outcome", "결과", "Outcome"),
    Column::silent("left_alone"),
    Column::silent("left_alone_came_in"),
];

pub(super) async fn quota(command: Quota, place: &Place, output: Output) -> Result<(), Failure> {
    let client = Client::connect(place, output.language).await?;
    match command {
        Quota::List { period } => {
            let page = client
                .get("/quotas", &[("period", period.as_deref())])
                .await?;
            output.rows(QUOTA, rows(&page), None)
        }
        Quota::Set {
            subject,
            period,
            amount,
            currency,
            ramp,
        } => {
            let currency = currency_of(&client, currency.as_deref()).await?;
            let amount_minor = minor(&amount, currency)?;
            let QuotaSubject {
                person,
                team,
                segment,
            } = subject;
            let (kind, id) = match (&person, &team) {
                (Some(person), _) => ("person", Some(find(&client, "/users", person).await?)),
                (None, Some(team)) => ("team", Some(find(&client, "/teams", team).await?)),
                (None, None) => ("segment", None),
            };
            let quota = json!({
                "subject_kind": kind, "subject_id": id, "segment": segment, "period": period,
                "amount_minor": amount_minor, "currency": currency.code(), "ramp_percent": ramp,
            });
            output.record(QUOTA, &client.put("/quotas", quota).await?)
        }
    }
}

pub(super) async fn run(command: Forecast, place: &Place, output: Output) -> Result<(), Failure> {
    let client = Client::connect(place, output.language).await?;
    match command {
        Forecast::Submit {
            period,
            commit,
            best,
            currency,
            note,
            person,
            team,
        } => {
            let currency = currency_of(&client, currency.as_deref()).await?;
            let person_id = match &person {
                Some(person) => Some(find(&client, "/users", person).await?),
                None => None,
            };
            let team_id = match &team {
                Some(team) => Some(find(&client, "/teams", team).await?),
                None => None,
            };
            let best_minor = minor(best.as_deref().unwrap_or(&commit), currency)?;
            let call = json!({
                "period": period, "person_id": person_id, "team_id": team_id,
                "commit_minor": minor(&commit, currency)?, "best_minor": best_minor,
                "currency": currency.code(), "note": note,
            });
            output.record(CALL, &client.post("/forecast-submissions", call).await?)
        }
        Forecast::Backtest {
            from,
            to,
            pipeline,
            shock,
        } => {
            let window = [
                ("from", from.as_deref()),
                ("to", to.as_deref()),
                ("pipeline", pipeline.as_deref()),
            ];
            let accuracy = [&window[..], &[("shock", shock.as_deref())]].concat();
            let accuracy = report::ask(&client, "forecast-accuracy", &accuracy).await?;
            let calibration = report::ask(&client, "calibration", &window).await?;
            if output.format == Format::Json {
                let both = json!({ "forecast_accuracy": report::kept(&accuracy), "calibration": report::kept(&calibration) });
                return print(&format!("{both:#}\n"));
            }
            report::show(&accuracy, output)?;
            output.say("", "")?;
            report::show(&calibration, output)
        }
        Forecast::Overrides { from, to, person } => {
            let person = match &person {
                Some(person) => Some(find(&client, "/users", person).await?),
                None => None,
            };
            let asked = [
                ("from", from.as_deref()),
                ("to", to.as_deref()),
                ("person", person.as_deref()),
            ];
            let answer = client.get("/forecasts/overrides", &asked).await?;
            if output.format == Format::Json {
                return print(&format!("{answer:#}\n"));
            }
            if output.format == Format::Table {
                let everybody = output.language.pick("모두", "Everybody");
                let skills = answer["skills"].as_array().map_or(&[][..], Vec::as_slice);
                let skills: Vec<Value> = skills
                    .iter()
                    .map(|skill| {
                        let mut line = skill.clone();
                        let name = skill["person"]["name"].as_str().unwrap_or(everybody);
                        line["person"] = json!(name);
                        for share in ["rate", "low", "high", "left_alone", "skill"] {
                            if let Some(value) = skill[share].as_f64() {
                                line[share] = json!(format!("{value:.3}"));
                            }
                        }
                        line
                    })
                    .collect();
                output.rows(SKILL, &skills, None)?;
                output.say("", "")?;
            }
            output.rows(DECISION, rows(&answer), None)
        }
        Forecast::Rollup { period } => {
            let rollup = client
                .get("/forecast-rollup", &[("period", period.as_deref())])
                .await?;
            let lines: Vec<Value> = rows(&rollup)
                .iter()
                .map(|line| flat(line, &rollup, output))
                .collect();
            output.say(
                &format!(
                    "{}: {} – {}",
                    text(&rollup["period"]),
                    text(&rollup["first_day"]),
                    text(&rollup["last_day"])
                ),
                &format!(
                    "{}: {} to {}",
                    text(&rollup["period"]),
                    text(&rollup["first_day"]),
                    text(&rollup["last_day"])
                ),
            )?;
            output.rows(ROLLUP, &lines, None)
        }
    }
}

/// A line with its calls beside its own figures; people stand indented below their team.
fn flat(line: &Value, rollup: &Value, output: Output) -> Value {
    let mut flat = line.clone();
    let depth = line["depth"]
        .as_u64()
        .and_then(|depth| usize::try_from(depth).ok());
    let name = line["subject"]["name"]
        .as_str()
        .unwrap_or(output.language.pick("담당자 없음", "Nobody's"));
    let indent = match output.format {
        Format::Table => "  ".repeat(depth.unwrap_or_default()),
        Format::Json | Format::Csv => String::new(),
    };
    let own = &line["owner_call"]["commit_minor"];
    flat["name"] = json!(format!("{indent}{name}"));
    flat["period"] = rollup["period"].clone();
    flat["currency"] = rollup["currency"].clone();
    flat["owner_commit_minor"] = if own.is_null() {
        line["owner_sum"]["commit_minor"].clone()
    } else {
        own.clone()
    };
    flat["manager_commit_minor"] = line["manager_call"]["commit_minor"].clone();
    flat
}

fn rows(page: &Value) -> &[Value] {
    page["rows"].as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The currency that was named, else the workspace's.
async fn currency_of(client: &Client, named: Option<&str>) -> Result<Currency, Failure> {
    let workspace;
    let code = match named {
        Some(code) => code,
        None => {
            workspace = client.get("/workspace", &[]).await?;
            text(&workspace["home_currency"])
        }
    };
    code.parse().map_err(|_| {
        Failure::usage(
            format!("‘{code}’은(는) 통화 코드가 아닙니다."),
            format!("‘{code}’ is not a currency code."),
        )
    })
}

fn minor(amount: &str, currency: Currency) -> Result<i64, Failure> {
    Money::parse_decimal(amount, currency)
        .map(|money| money.amount_minor)
        .map_err(|error| {
            Failure::usage(
                format!("‘{amount}’은(는) {currency} 금액이 아닙니다."),
                format!("‘{amount}’ is not an amount of {currency}: {error}"),
            )
        })
}

/// The id of the one record with this id, e-mail or name.
async fn find(client: &Client, path: &str, name: &str) -> Result<String, Failure> {
    if uuid::Uuid::try_parse(name).is_ok() {
        return Ok(name.to_owned());
    }
    let page = client.get(path, &[]).await?;
    let is_called = |record: &&Value| {
        record["email"].as_str() == Some(name) || record["name"].as_str() == Some(name)
    };
    let found: Vec<&Value> = rows(&page).iter().filter(is_called).collect();
    match found.as_slice() {
        [only] => Ok(text(&only["id"]).to_owned()),
        [] => Err(Failure::new(
            Exit::NotFound,
            "not_found",
            format!("‘{name}’을(를) 찾을 수 없습니다."),
            format!("There is no ‘{name}’."),
        )),
        _ => Err(Failure::usage(
            format!("‘{name}’이(가) 여럿입니다. id를 쓰세요."),
            format!("More than one is called ‘{name}’: use the id."),
        )),
    }
}
