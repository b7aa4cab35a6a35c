//! The pipeline that is measured: deterministic, shaped like a company's (three in ten deals open, spread over six stages).

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use anyhow::Result;
use rand::rngs::SmallRng;
use rand::{RngExt as _, SeedableRng as _};

/// The stages deals are spread over, with their share in percent.
const STAGES: &[(&str, u32)] = &[
    ("prospecting", 8),
    ("discovery", 6),
    ("qualified", 6),
    ("solution_fit", 4),
    ("proposal", 4),
    ("negotiation", 2),
    ("closed_won", 25),
    ("closed_lost", 45),
];

/// How the columns of [`write_deals`] are read.
pub(crate) const MAPPING: &str = "\
as: deals
key: deal
columns:
  deal: external_id
  name: name
  owner: owner
  account: account
  stage: stage
  opened: opened_on
  closed: closed_on
  amount: amount
defaults: { pipeline: new-business, currency: USD, loss_reason: imported-unknown }
";

/// Writes `count` deals as CSV.
pub(crate) fn write_deals(path: &Path, count: u64) -> Result<()> {
    let mut random = SmallRng::seed_from_u64(7);
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(file, "deal,name,owner,account,stage,opened,closed,amount")?;
    let mut line = String::new();
    for deal in 0..count {
        let mut share = random.random_range(0..100_u32);
        let mut stage = STAGES[0].0;
        for (name, percent) in STAGES {
            stage = name;
            if share < *percent {
                break;
            }
            share -= percent;
        }
        let (year, month, day) = (
            random.random_range(2023..2025),
            random.random_range(1..=12),
            random.random_range(1..=28),
        );
        line.clear();
        write!(
            line,
            "B{deal:07},Deal {deal} with a name of usual length,Seller {:02},Account {:05},{stage},",
            deal % 40,
            random.random_range(0..5_000)
        )?;
        write!(line, "{year}-{month:02}-{day:02},")?;
        if stage.starts_with("closed") {
            write!(line, "{}-{month:02}-{day:02}", year + 1)?;
        }
        writeln!(file, "{line},{}", random.random_range(1_000..500_000))?;
    }
    file.flush()?;
    Ok(())
}
