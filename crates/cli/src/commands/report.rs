//! `proofline report …`

use crate::arguments::{Place, Report};
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{Column, Output};

const PIPELINE_SUMMARY: &[Column] = &[
    Column::new("pipeline", "파이프라인", "Pipeline"),
    Column::new("stage", "단계", "Stage"),
    Column::new("kind", "종류", "Kind"),
    Column::new("count", "딜", "Deals"),
    Column::new("amount_minor", "금액", "Amount"),
    Column::new("weighted_minor", "가중 금액", "Weighted"),
    Column::new("currency", "통화", "Currency"),
];

pub(super) async fn run(report: Report, place: &Place, output: Output) -> Result<(), Failure> {
    let client = Client::connect(place, output.language).await?;
    match report {
        Report::PipelineSummary { pipeline } => {
            let answer = client
                .get(
                    "/reports/pipeline-summary",
                    &[("pipeline", pipeline.as_deref())],
                )
                .await?;
            output.rows(
                PIPELINE_SUMMARY,
                answer["rows"].as_array().map_or(&[], Vec::as_slice),
                None,
            )
        }
    }
}
