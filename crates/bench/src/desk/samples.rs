//! How long something took, several times: the median and the 95th percentile, in milliseconds.

use std::time::Duration;

/// Times of one thing.
#[derive(Default)]
pub(super) struct Samples(Vec<f64>);

impl Samples {
    pub(super) fn add(&mut self, lasted: Duration) {
        self.0.push(lasted.as_secs_f64() * 1000.0);
    }

    pub(super) fn median_and_p95(mut self) -> (f64, f64) {
        self.0.sort_by(f64::total_cmp);
        let at = |hundredths: usize| {
            let place = (self.0.len() * hundredths).div_ceil(100).saturating_sub(1);
            self.0.get(place).copied().unwrap_or_default()
        };
        (at(50), at(95))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_of_a_hundred_are_at_or_below_it() {
        let mut samples = Samples::default();
        for milliseconds in (1..=20).rev() {
            samples.add(Duration::from_millis(milliseconds));
        }
        let (median, p95) = samples.median_and_p95();
        assert!((median - 10.0).abs() < 1e-9 && (p95 - 19.0).abs() < 1e-9);
    }
}
