//! The questions that can be asked: a registry from which the API, the command line, the charts, the drill-down and the
//! data dictionary are made.
//!
//! A report is a [`Definition`] and a function from [`Asked`] to a [`Table`]. Whatever it counts it counts through
//! [`Table::count`] or a [tally](Table::take), which remembers the deals when somebody opens a number: a number cannot differ from its rows.

mod asked;
mod bottlenecks;
mod calibration;
mod coverage;
mod data_quality;
mod definition;
mod dwell;
mod forecast;
mod forecast_accuracy;
mod loss_reasons;
mod mix;
mod pipeline_summary;
mod sales_cycle;
mod slippage;
mod stage_conversion;
mod stage_rows;
mod table;
mod tally;
mod targets;
mod velocity;
mod waterfall;
mod win_rate;
mod window;
mod wording;

#[cfg(test)]
mod oracle;

pub use asked::{Asked, Call, Target};
pub use definition::{Chart, ChartKind, Column, Definition, Kind, Parameter, Words};
pub use table::{Cell, Row, Table};
pub(crate) use window::{quarter_name, quarter_of};

/// A report: what it means, and how it is made.
#[derive(Debug)]
pub struct Report {
    /// What it means.
    pub definition: Definition,
    run: fn(&Asked<'_>) -> Table,
}

/// Every report, in the order they are shown.
pub static REGISTRY: &[&Report] = &[
    &pipeline_summary::REPORT,
    &coverage::REPORT,
    &stage_conversion::REPORT,
    &dwell::REPORT,
    &sales_cycle::REPORT,
    &win_rate::REPORT,
    &loss_reasons::REPORT,
    &forecast::REPORT,
    &forecast_accuracy::REPORT,
    &calibration::REPORT,
    &waterfall::REPORT,
    &bottlenecks::REPORT,
    &velocity::REPORT,
    &slippage::REPORT,
    &data_quality::REPORT,
    &mix::REPORT,
];

/// The report with this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Report> {
    REGISTRY
        .iter()
        .copied()
        .find(|report| report.definition.name == name)
}

impl Report {
    /// Makes it.
    #[must_use]
    pub fn run(&self, asked: &Asked<'_>) -> Table {
        (self.run)(asked)
    }
}
