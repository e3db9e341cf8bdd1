//! Figures of this process for Prometheus: counted while it runs, read at the address of `NAIRO_METRICS_ADDR` and nowhere
//! else. Labels are patterns and known words only, never a path, so that nobody can make them grow.

use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use prometheus::{
    HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGaugeVec, Opts, Registry, TextEncoder, core::Collector,
};

/// Seconds; the aims of house and bench lie between the first and the fifth.
const BUCKETS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 2.5, 10.0];

/// Every figure there is.
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    durations: HistogramVec,
    kept_pages: IntCounter,
    state: IntGaugeVec,
}

impl Default for Metrics {
    fn default() -> Self {
        let requests = Opts::new("nairo_requests_total", "Requests answered, by route, method and status.");
        let durations = HistogramOpts::new("nairo_request_seconds", "Seconds to answer, by route.");
        let kept = Opts::new("nairo_kept_pages_total", "Requests answered with a page kept as bytes.");
        let state = Opts::new("nairo_state", "What the database and its pool hold now.");
        let made = "names and labels are written here and are in order";
        let metrics = Self {
            registry: Registry::new(),
            requests: IntCounterVec::new(requests, &["route", "method", "status"]).expect(made),
            durations: HistogramVec::new(durations.buckets(BUCKETS.into()), &["route"]).expect(made),
            kept_pages: IntCounter::with_opts(kept).expect(made),
            state: IntGaugeVec::new(state, &["what"]).expect(made),
        };
        let all: [Box<dyn Collector>; 4] = [
            Box::new(metrics.requests.clone()),
            Box::new(metrics.durations.clone()),
            Box::new(metrics.kept_pages.clone()),
            Box::new(metrics.state.clone()),
        ];
        for collector in all {
            metrics.registry.register(collector).expect("each name is registered once");
        }
        metrics
    }
}

impl Metrics {
    /// A request was answered by a handler.
    pub(super) fn count_request(&self, route: &str, method: &Method, status: StatusCode, took: Duration) {
        let method = match *method {
            Method::GET => "GET",
            Method::HEAD => "HEAD",
            Method::POST => "POST",
            _ => "other",
        };
        self.requests.with_label_values(&[route, method, status.as_str()]).inc();
        self.durations.with_label_values(&[route]).observe(took.as_secs_f64());
    }

    /// A request was answered with kept bytes.
    pub(super) fn count_kept_page(&self) {
        self.kept_pages.inc();
    }

    /// Sets a figure that is read when asked for.
    pub fn set(&self, what: &str, figure: i64) {
        self.state.with_label_values(&[what]).set(figure);
    }

    /// Everything as Prometheus reads it.
    pub fn text(&self) -> Result<String, prometheus::Error> {
        TextEncoder::new().encode_to_string(&self.registry.gather())
    }
}
