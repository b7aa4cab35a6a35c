//! What `/metrics` tells, in Prometheus' text format. Counters are plain atomics: a request costs a few nanoseconds.

use std::{
    collections::HashMap,
    fmt::Write,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use axum::http::{Method, StatusCode};

use crate::openapi::Operation;

/// Upper bounds of the latency buckets, in microseconds.
const BOUNDS_MICROS: [u64; 12] = [
    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 100_000, 500_000, 2_000_000, 10_000_000,
];

/// Counters of every operation.
#[derive(Default)]
pub(crate) struct Metrics {
    by_path: HashMap<String, HashMap<Method, Arc<Series>>>,
    /// Requests that met no operation: the UI, wrong addresses.
    other: Series,
}

/// Counters of one operation.
#[derive(Default)]
pub(crate) struct Series {
    operation: String,
    by_status_class: [AtomicU64; 6],
    by_duration: [AtomicU64; BOUNDS_MICROS.len() + 1],
    total_micros: AtomicU64,
}

impl Metrics {
    /// Counters for these operations.
    pub(crate) fn of(operations: impl IntoIterator<Item = Operation>) -> Self {
        let mut metrics = Self {
            other: Series {
                operation: "other".into(),
                ..Series::default()
            },
            ..Self::default()
        };
        for Operation { path, method, id } in operations {
            let series = Arc::new(Series {
                operation: id,
                ..Series::default()
            });
            metrics
                .by_path
                .entry(path)
                .or_default()
                .insert(method, series);
        }
        metrics
    }

    /// The counters of the operation that a request met.
    pub(crate) fn series(&self, method: &Method, path: &str) -> Option<Arc<Series>> {
        self.by_path.get(path)?.get(method).cloned()
    }

    /// Counts an answered request.
    pub(crate) fn observe(&self, series: Option<Arc<Series>>, status: StatusCode, took: Duration) {
        let series = series.as_deref().unwrap_or(&self.other);
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let class = usize::from(status.as_u16() / 100).min(5);
        series.by_status_class[class].fetch_add(1, Relaxed);
        series.by_duration[BOUNDS_MICROS.partition_point(|bound| *bound < micros)]
            .fetch_add(1, Relaxed);
        series.total_micros.fetch_add(micros, Relaxed);
    }

    /// The text for Prometheus.
    pub(crate) fn render(&self) -> String {
        let mut all: Vec<&Series> = self
            .by_path
            .values()
            .flat_map(HashMap::values)
            .map(Arc::as_ref)
            .collect();
        all.push(&self.other);
        all.retain(|series| {
            series
                .by_status_class
                .iter()
                .any(|count| count.load(Relaxed) > 0)
        });
        all.sort_by(|a, b| a.operation.cmp(&b.operation));
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = write_all(&mut text, &all);
        text
    }
}

fn write_all(text: &mut String, all: &[&Series]) -> std::fmt::Result {
    writeln!(
        text,
        "# HELP proofline_requests_total Answered requests.\n# TYPE proofline_requests_total counter"
    )?;
    for series in all {
        for (class, count) in series.by_status_class.iter().enumerate() {
            let (operation, count) = (&series.operation, count.load(Relaxed));
            if count > 0 {
                writeln!(
                    text,
                    "proofline_requests_total{{operation=\"{operation}\",status=\"{class}xx\"}} {count}"
                )?;
            }
        }
    }
    writeln!(
        text,
        "# HELP proofline_request_seconds Time to answer.\n# TYPE proofline_request_seconds histogram"
    )?;
    for series in all {
        let operation = &series.operation;
        let mut so_far = 0;
        for (bound, count) in BOUNDS_MICROS.iter().zip(&series.by_duration) {
            so_far += count.load(Relaxed);
            let seconds = *bound as f64 / 1e6;
            writeln!(
                text,
                "proofline_request_seconds_bucket{{operation=\"{operation}\",le=\"{seconds}\"}} {so_far}"
            )?;
        }
        so_far += series.by_duration[BOUNDS_MICROS.len()].load(Relaxed);
        writeln!(
            text,
            "proofline_request_seconds_bucket{{operation=\"{operation}\",le=\"+Inf\"}} {so_far}"
        )?;
        let seconds = series.total_micros.load(Relaxed) as f64 / 1e6;
        writeln!(
            text,
            "proofline_request_seconds_sum{{operation=\"{operation}\"}} {seconds}"
        )?;
        writeln!(
            text,
            "proofline_request_seconds_count{{operation=\"{operation}\"}} {so_far}"
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_counted_under_its_operation_status_and_duration() {
        let metrics = Metrics::of([Operation {
            path: "/deals/{id}".into(),
            method: Method::GET,
            id: "deal_get".into(),
        }]);
        let series = metrics.series(&Method::GET, "/deals/{id}");
        metrics.observe(series, StatusCode::OK, Duration::from_micros(240));
        metrics.observe(None, StatusCode::NOT_FOUND, Duration::from_secs(60));
        let text = metrics.render();
        for line in [
            "proofline_requests_total{operation=\"deal_get\",status=\"2xx\"} 1",
            "proofline_requests_total{operation=\"other\",status=\"4xx\"} 1",
            "proofline_request_seconds_bucket{operation=\"deal_get\",le=\"0.0001\"} 0",
            "proofline_request_seconds_bucket{operation=\"deal_get\",le=\"0.00025\"} 1",
            "proofline_request_seconds_bucket{operation=\"other\",le=\"+Inf\"} 1",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }
}
