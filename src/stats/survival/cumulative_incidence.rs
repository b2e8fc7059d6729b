//! Which end comes, and when: cumulative incidence of an event that competes with another (Aalen & Johansen 1978).

use super::{End, Observed};

/// The standard normal 97.5 % quantile.
const Z: f64 = 1.959_963_984_540_054;

/// The estimate just after one time at which something ended, either way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IncidenceStep {
    /// The time.
    pub time: f64,
    /// How many were still watched just before it.
    pub at_risk: usize,
    /// The share that has ended this way by then.
    pub share: f64,
    /// Its standard error (the delta-method variance of Marubini & Valsecchi 1995, equation 10.12).
    pub standard_error: f64,
    /// Lower end of the pointwise 95 % interval, symmetric in ln(−ln(1 − share)).
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// Shares of what ended in each way by each time; one less both is the share still running.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CumulativeIncidence {
    /// Ended in what was waited for.
    pub event: Vec<IncidenceStep>,
    /// Ended otherwise.
    pub competing: Vec<IncidenceStep>,
}

/// Both cumulative incidences at every time at which something ended.
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

/// One time at which something ended.
struct Time {
    at: f64,
    at_risk: usize,
    event: f64,
    competing: f64,
    /// The share running just before.
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
        let (low, high) = band(now, standard_error);
        IncidenceStep { time: times[place].at, at_risk: times[place].at_risk, share: now, standard_error, low, high }
    };
    (0..times.len()).map(step).collect()
}

/// The interval of a share: none at 0 or 1, where the standard error says nothing.
fn band(share: f64, standard_error: f64) -> (f64, f64) {
    if share <= 0.0 || share >= 1.0 - 1e-12 {
        return (if share <= 0.0 { 0.0 } else { f64::NAN }, f64::NAN);
    }
    let ln = (-share).ln_1p();
    let width = (Z * standard_error / ((1.0 - share) * ln.abs())).exp();
    (-(ln / width).exp_m1(), -(ln * width).exp_m1())
}
