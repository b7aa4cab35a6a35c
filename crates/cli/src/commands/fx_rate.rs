//! `proofline fx-rate …`

use serde_json::json;

use crate::arguments::{FxRate, Place};
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{Column, Output};

const RATE: &[Column] = &[
    Column::new("currency", "통화", "Currency"),
    Column::new("effective_on", "적용일", "From"),
    Column::new("rate", "환율", "Rate"),
];

pub(super) async fn run(command: FxRate, place: &Place, output: Output) -> Result<(), Failure> {
    let client = Client::connect(place, output.language).await?;
    match command {
        FxRate::List => {
            let answer = client.get("/fx-rates", &[]).await?;
            let rows = answer["rows"].as_array().map_or(&[][..], Vec::as_slice);
            output.rows(RATE, rows, None)
        }
        FxRate::Set { currency, rate, on } => {
            let body = json!({"currency": currency, "rate": rate, "effective_on": on});
            output.record(RATE, &client.put("/fx-rates", body).await?)
        }
    }
}
