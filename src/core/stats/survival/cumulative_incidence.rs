//! Cumulative incidence functions of competing risks (Aalen & Johansen 1978).

use super::{End, Observed};

/// Cumulative incidence just after a time at which a duration ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IncidenceStep {
    /// Time.
    pub time: f64,
    /// Number at risk just before the time.
    pub at_risk: usize,
    /// Cumulative incidence: the share that has ended this way by the time.
    pub share: f64,
    /// Standard error of the share (delta-method variance of Marubini & Valsecchi 1995, equation 10.12).
    pub standard_error: f64,
    /// Lower end of the pointwise 95 % interval, symmetric in ln(−ln(1 − share)).
    pub low: f64,
    /// Upper end of the pointwise 95 % interval.
    pub high: f64,
}

/// Cumulative incidence functions of both ends; 1 minus their sum is the share that has not ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CumulativeIncidence {
    /// Cumulative incidence of the event.
    pub event: Vec<IncidenceStep>,
    /// Cumulative incidence of the competing end.
    pub competing: Vec<IncidenceStep>,
}

/// Both cumulative incidence functions at every time at which a duration ended.
#[must_use]
pub fn cumulative_incidence(observed: &[Observed]) -> CumulativeIncidence {
    let mut sorted = observed.to_vec();
    sorted.sort_by(|a, b| a.value.total_cmp(&b.value));
    let mut times: Vec<Time> = Vec::new();
    let (mut from, mut survival) = (0, 1.0);
    while from < sorted.len() {
        let time = sorted[from].value;
        let tied: Vec<&Observed> = sorted[from..].iter().take_while(|o| o.value <= time).collect();
        let count = |end| tied.iter().filter(|o| o.end == end).count();
        let (event, competing, at_risk) = (count(End::Event), count(End::Competing), sorted.len() - from);
        if event + competing > 0 {
            times.push(Time { at: time, at_risk, event: event as f64, competing: competing as f64, before: survival });
            survival *= 1.0 - (event + competing) as f64 / at_risk as f64;
        }
        from += tied.len();
    }
    CumulativeIncidence { event: incidence(&times, |t| t.event), competing: incidence(&times, |t| t.competing) }
}

/// A time at which durations ended.
struct Time {
    at: f64,
    at_risk: usize,
    event: f64,
    competing: f64,
    /// Share not ended just before the time.
    before: f64,
}

fn incidence(times: &[Time], of: impl Fn(&Time) -> f64) -> Vec<IncidenceStep> {
    let mut share = 0.0;
    let mut shares = Vec::with_capacity(times.len());
    for time in times {
        share += time.before * of(time) / time.at_risk as f64;
        shares.push(share);
    }
    let step = |place: usize| {
        let now = shares[place];
        let variance: f64 = times[..=place]
            .iter()
            .zip(&shares)
            .map(|(t, then)| {
                let (n, all, own) = (t.at_risk as f64, t.event + t.competing, of(t));
                let still = if n > all { all / (n * (n - all)) } else { 0.0 };
                (now - then).powi(2) * still + t.before.powi(2) * own * (n - own) / n.powi(3) - 2.0 * (now - then) * t.before * own / (n * n)
            })
            .sum();
        let standard_error = variance.max(0.0).sqrt();
        let (low, high) = interval(now, standard_error);
        IncidenceStep { time: times[place].at, at_risk: times[place].at_risk, share: now, standard_error, low, high }
    };
    (0..times.len()).map(step).collect()
}

/// Confidence interval of a share; NaN at 0 and 1, where the standard error gives none.
fn interval(share: f64, standard_error: f64) -> (f64, f64) {
    if share <= 0.0 || share >= 1.0 - 1e-12 {
        return (if share <= 0.0 { 0.0 } else { f64::NAN }, f64::NAN);
    }
    let ln = (-share).ln_1p();
    let width = (super::super::NORMAL_975 * standard_error / ((1.0 - share) * ln.abs())).exp();
    (-(ln / width).exp_m1(), -(ln * width).exp_m1())
}
