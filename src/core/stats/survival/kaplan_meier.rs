//! Kaplan–Meier (product-limit) estimate of the survival function (Kaplan & Meier 1958).

use super::Observed;

/// The estimate just after a time at which a duration ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SurvivalStep {
    /// Time.
    pub time: f64,
    /// Number at risk just before the time.
    pub at_risk: usize,
    /// Number of events at the time.
    pub events: usize,
    /// Survival probability: the share of durations longer than the time.
    pub survival: f64,
    /// Standard error of the survival probability (Greenwood 1926); NaN once none is at risk.
    pub standard_error: f64,
    /// Lower end of the pointwise 95 % interval, symmetric in ln(−ln S) (Kalbfleisch & Prentice 1980), so that it stays within 0 and 1.
    pub low: f64,
    /// Upper end of the pointwise 95 % interval.
    pub high: f64,
}

/// Kaplan–Meier estimate: a step function that is 1 before the first step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KaplanMeier {
    /// Steps in order of time.
    pub steps: Vec<SurvivalStep>,
    /// Longest duration observed; the estimate is not defined beyond it.
    pub last: f64,
}

impl KaplanMeier {
    /// Survival probability: the share of durations longer than `t`.
    #[must_use]
    pub fn survival(&self, t: f64) -> f64 {
        let passed = self.steps.partition_point(|step| step.time <= t);
        passed.checked_sub(1).map_or(1.0, |last| self.steps[last].survival)
    }

    /// The first time by which a share `p` has ended; `None` where the observation is too short.
    #[must_use]
    pub fn quantile(&self, p: f64) -> Option<f64> {
        self.steps.iter().find(|step| step.survival <= 1.0 - p + 1e-12).map(|step| step.time)
    }
}

/// The estimate from observed durations. Competing ends count as censored; a censored duration is still at risk at its own time.
#[must_use]
pub fn kaplan_meier(observed: &[Observed]) -> KaplanMeier {
    let mut sorted = observed.to_vec();
    sorted.sort_by(|a, b| a.value.total_cmp(&b.value));
    let of_time = |ties: &[Observed]| {
        let events = ties.iter().filter(|o| o.is_event()).count();
        (ties[0].value, events, ties.len() - events)
    };
    kaplan_meier_of_counts(&sorted.chunk_by(|a, b| a.value >= b.value).map(of_time).collect::<Vec<_>>())
}

/// The estimate from the number of durations that ended with the event and of those that were censored, by time in increasing order.
#[must_use]
pub fn kaplan_meier_of_counts(counts: &[(f64, usize, usize)]) -> KaplanMeier {
    let (mut survival, mut greenwood) = (1.0_f64, 0.0_f64);
    let mut steps = Vec::new();
    let mut at_risk: usize = counts.iter().map(|(_, events, censored)| events + censored).sum();
    for &(time, events, censored) in counts {
        if events > 0 {
            let (n, d) = (at_risk as f64, events as f64);
            survival = if events == at_risk { 0.0 } else { survival * (1.0 - d / n) };
            greenwood += d / (n * (n - d));
            let (low, high) =
                if events == at_risk { (0.0, steps.last().map_or(1.0, |step: &SurvivalStep| step.high)) } else { interval(survival, greenwood) };
            steps.push(SurvivalStep { time, at_risk, events, survival, standard_error: survival * greenwood.sqrt(), low, high });
        }
        at_risk -= events + censored;
    }
    KaplanMeier { steps, last: counts.last().map_or(0.0, |(time, ..)| *time) }
}

/// Confidence interval of a share strictly between 0 and 1 with relative variance `greenwood`.
fn interval(survival: f64, greenwood: f64) -> (f64, f64) {
    let ln = survival.ln();
    let width = (super::super::NORMAL_975 * greenwood.sqrt() / ln.abs()).exp();
    ((ln * width).exp(), (ln / width).exp())
}
