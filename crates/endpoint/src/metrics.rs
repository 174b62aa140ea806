//! Metrics in the text format of Prometheus: counts and ages. No id, no address, nothing of what was sent.

use std::{fmt, sync::atomic::AtomicU64};

use domain::{delivery::DeliveryFailure, time::Timestamp};
use prometheus_client::{
    encoding::prometheus_text,
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::{Metric, Registry},
};

use crate::{
    problem::Refused,
    readiness::{Check, Observed, Verdict},
};

/// One label and its value: members of closed sets.
type Label = [(&'static str, &'static str); 1];

/// Figures of one moment; NaN where the figure is not known.
type Figure = Gauge<f64, AtomicU64>;

/// Everything that is counted.
pub(crate) struct Metrics {
    registry: Registry,
    received: Counter,
    refused: Family<Label, Counter>,
    over_limit: Family<Label, Counter>,
    delivered: Counter,
    failed: Family<Label, Counter>,
    ready: Figure,
    check: Family<Label, Figure>,
    pending: Figure,
    beyond_ceiling: Figure,
    overdue: Figure,
    set_aside: Figure,
    oldest_pending: Figure,
    last_purge: Figure,
    newest_key: Figure,
    free_space: Figure,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("premier_accueil");
        Self {
            received: named(&mut registry, "received", "Submissions stored anew"),
            refused: named(&mut registry, "refused", "Requests refused, by problem"),
            over_limit: named(
                &mut registry,
                "over_limit",
                "Requests over a limit, by limit",
            ),
            delivered: named(&mut registry, "delivered", "Mails that the mailbox took"),
            failed: named(
                &mut registry,
                "delivery_failures",
                "Attempts to deliver that failed, by reason",
            ),
            ready: named(&mut registry, "ready", "Whether /readyz says 200"),
            check: named(
                &mut registry,
                "check_failing",
                "Whether a check of /readyz fails or warns",
            ),
            pending: named(&mut registry, "deliveries_pending", "Deliveries to be made"),
            beyond_ceiling: named(
                &mut registry,
                "deliveries_beyond_ceiling",
                "Of these, those that came beyond the ceiling of the site",
            ),
            overdue: named(
                &mut registry,
                "deliveries_overdue",
                "Deliveries and reminders that have been failing, or waiting, for an hour",
            ),
            set_aside: named(
                &mut registry,
                "deliveries_set_aside",
                "Deliveries that wait for an operator",
            ),
            oldest_pending: named(
                &mut registry,
                "oldest_pending_age_seconds",
                "Age of the oldest delivery to be made",
            ),
            last_purge: named(
                &mut registry,
                "last_purge_age_seconds",
                "Since the last purge that succeeded",
            ),
            newest_key: named(
                &mut registry,
                "newest_key_age_seconds",
                "Age of the newest key",
            ),
            free_space: named(
                &mut registry,
                "free_bytes",
                "Free space where the database and the keys are",
            ),
            registry,
        }
    }

    /// A submission was stored anew.
    pub(crate) fn received(&self) {
        self.received.inc();
    }

    /// A request was refused.
    pub(crate) fn refused(&self, refused: Refused) {
        let problem = [("problem", refused.problem.code())];
        self.refused.get_or_create(&problem).inc();
        if let Some(limit) = refused.limit {
            self.over_limit.get_or_create(&[("limit", limit)]).inc();
        }
    }

    /// The mailbox took a mail.
    pub(crate) fn delivered(&self) {
        self.delivered.inc();
    }

    /// An attempt to deliver failed.
    pub(crate) fn delivery_failed(&self, failure: DeliveryFailure) {
        let reason = [("reason", failure.code())];
        self.failed.get_or_create(&reason).inc();
    }

    /// Everything, with the figures of the moment.
    ///
    /// # Errors
    ///
    /// None in practice: a string takes any text.
    pub(crate) fn text(&self, seen: &Observed, verdict: &Verdict) -> Result<String, fmt::Error> {
        self.ready.set(f64::from(u8::from(verdict.ready)));
        for check in Check::ALL {
            let wrong = verdict.failing.contains(&check) || verdict.warnings.contains(&check);
            let label = [("check", check.code())];
            self.check
                .get_or_create(&label)
                .set(f64::from(u8::from(wrong)));
        }
        let figures = seen.figures.as_ref();
        for (gauge, count) in [
            (&self.pending, figures.map(|seen| seen.pending)),
            (
                &self.beyond_ceiling,
                figures.map(|seen| seen.beyond_ceiling),
            ),
            (&self.overdue, figures.map(|seen| seen.overdue)),
            (&self.set_aside, figures.map(|seen| seen.set_aside)),
        ] {
            gauge.set(count.map_or(f64::NAN, f64::from));
        }
        let age = |since: Option<Timestamp>| {
            since.map_or(f64::NAN, |since| float(since.age_at(seen.now)))
        };
        let oldest = figures.and_then(|seen| seen.oldest_pending_at);
        self.oldest_pending
            .set(oldest.map_or(0.0, |oldest| age(Some(oldest))));
        self.last_purge.set(float(seen.seconds_since_purge()));
        self.newest_key.set(age(seen.newest_key_made_at));
        self.free_space
            .set(seen.free_bytes.map_or(f64::NAN, |bytes| {
                float(i64::try_from(bytes).unwrap_or(i64::MAX))
            }));
        let mut text = String::new();
        prometheus_text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

fn named<M: Metric + Clone + Default>(registry: &mut Registry, name: &str, help: &str) -> M {
    let metric = M::default();
    registry.register(name, help, metric.clone());
    metric
}

#[expect(
    clippy::cast_precision_loss,
    reason = "seconds and bytes for a graph: the first sixteen digits are enough"
)]
fn float(number: i64) -> f64 {
    number as f64
}
