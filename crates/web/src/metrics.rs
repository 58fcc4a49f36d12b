//! What the server counts of itself, as Prometheus reads it.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper bounds of the times that are counted together, in milliseconds.
const BOUNDS: [u64; 10] = [1, 2, 5, 10, 20, 50, 100, 500, 1_000, 10_000];

/// Classes of status codes, 2xx first.
const CLASSES: usize = 4;

/// Counters of the requests that were answered.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    in_flight: AtomicU64,
    by_class: [AtomicU64; CLASSES],
    shed: AtomicU64,
    by_time: [AtomicU64; BOUNDS.len()],
    microseconds: AtomicU64,
}

impl Metrics {
    /// Notes that a request came in.
    pub(crate) fn begin(&self) {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
    }

    /// Notes that a request was answered.
    pub(crate) fn end(&self, status: u16, took: Duration) {
        self.in_flight.fetch_sub(1, Ordering::Relaxed);
        let class = usize::from(status / 100).saturating_sub(2).min(CLASSES - 1);
        self.by_class[class].fetch_add(1, Ordering::Relaxed);
        self.shed.fetch_add(u64::from(status == 503), Ordering::Relaxed);
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.microseconds.fetch_add(micros, Ordering::Relaxed);
        if let Some(place) = BOUNDS.iter().position(|bound| micros <= bound * 1_000) {
            self.by_time[place].fetch_add(1, Ordering::Relaxed);
        }
    }

    /// All counters as text, with how many persons are kept.
    pub(crate) fn text(&self, persons: u64) -> String {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let mut text = String::new();
        let mut tell = |name: &str, kind: &str, help: &str, samples: &[(String, String)]| {
            let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
            for (suffix, value) in samples {
                let _ = writeln!(text, "{name}{suffix} {value}");
            }
        };
        let plain = |value: u64| vec![(String::new(), value.to_string())];
        tell("vitae_persons", "gauge", "Persons kept.", &plain(persons));
        tell("vitae_http_requests_in_flight", "gauge", "Requests being answered.", &plain(of(&self.in_flight)));
        tell("vitae_http_requests_shed_total", "counter", "Requests told to come back.", &plain(of(&self.shed)));
        let classes: Vec<_> =
            self.by_class.iter().zip(2..).map(|(count, class)| (format!("{{class=\"{class}xx\"}}"), of(count).to_string())).collect();
        tell("vitae_http_requests_total", "counter", "Requests answered.", &classes);
        let total: u64 = self.by_class.iter().map(of).sum();
        let (mut sum, mut times) = (0, Vec::new());
        for (bound, count) in BOUNDS.iter().zip(&self.by_time) {
            sum += of(count);
            times.push((format!("_bucket{{le=\"{}\"}}", *bound as f64 / 1e3), sum.to_string()));
        }
        times.push(("_bucket{le=\"+Inf\"}".to_owned(), total.to_string()));
        times.push(("_sum".to_owned(), (of(&self.microseconds) as f64 / 1e6).to_string()));
        times.push(("_count".to_owned(), total.to_string()));
        tell("vitae_http_request_seconds", "histogram", "Time to answer.", &times);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_class_and_time() {
        let metrics = Metrics::default();
        for (status, millis) in [(200, 1), (200, 30), (404, 0), (503, 0)] {
            metrics.begin();
            metrics.end(status, Duration::from_millis(millis));
        }
        let text = metrics.text(7);
        for line in [
            "vitae_persons 7",
            "vitae_http_requests_in_flight 0",
            "vitae_http_requests_shed_total 1",
            "vitae_http_requests_total{class=\"2xx\"} 2",
            "vitae_http_request_seconds_bucket{le=\"0.001\"} 3",
            "vitae_http_request_seconds_bucket{le=\"0.05\"} 4",
            "vitae_http_request_seconds_count 4",
        ] {
            assert!(text.lines().any(|told| told == line), "{line} in\n{text}");
        }
    }
}
