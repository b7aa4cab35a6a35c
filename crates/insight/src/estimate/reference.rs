//! The real deals of the Maven CRM export, read plainly, for tests with known answers. They lie outside the repository:
//! where they are absent a test says so and passes, unless `CI=true` requires them.

use std::path::PathBuf;

use jiff::civil::Date;

use super::survival::End;

/// One engaged deal: when it was engaged, and when and how it was closed.
pub(crate) struct Engaged {
    pub(crate) engaged: Date,
    pub(crate) closed: Option<Date>,
    pub(crate) end: End,
}

impl Engaged {
    /// Its age in days when last seen, on `as_of` at the latest.
    pub(crate) fn days(&self, as_of: Date) -> u32 {
        let until = self.closed.unwrap_or(as_of);
        u32::try_from(until.since(self.engaged).unwrap().get_days()).unwrap()
    }
}

pub(crate) fn maven() -> Option<Vec<Engaged>> {
    let root = std::env::var_os("PROOFLINE_REFERENCE_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let file = root.join("maven_crm/sales_pipeline.csv");
    let Ok(text) = std::fs::read_to_string(&file) else {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "the reference data is required here, but {} is absent",
            file.display()
        );
        println!("skipped: no reference data at {}", file.display());
        return None;
    };
    // opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value; nothing is quoted.
    let deals = text.lines().skip(1).filter_map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        Some(Engaged {
            engaged: cells[5].parse().ok()?,
            closed: cells[6].parse().ok(),
            end: match cells[4] {
                "Won" => End::Won,
                "Lost" => End::Lost,
                _ => End::Open,
            },
        })
    });
    Some(deals.collect())
}
