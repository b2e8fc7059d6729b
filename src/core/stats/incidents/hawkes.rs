//! Hawkes process (Hawkes 1971), a self-exciting point process. Each incident adds branching · exp(−(t − tᵢ)/decay)/decay to the intensity, so that
//! it has `branching` direct offspring on average after `decay` months on average. There are no incidents before time 0.

/// Parameters of a Hawkes process.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hawkes {
    /// Background rate: incidents a month that are no offspring.
    pub background: f64,
    /// Mean number of direct offspring of an incident, below 1.
    pub branching: f64,
    /// Mean delay of an offspring in months.
    pub decay: f64,
}

/// Log-likelihood of incidents at increasing `times` in (0, `end`], in one pass (Ozaki 1979): with A₁ = 0 and Aᵢ = (1 + Aᵢ₋₁)·exp(−(tᵢ −
/// tᵢ₋₁)/decay), the intensity just before tᵢ is background + branching/decay · Aᵢ.
#[must_use]
pub fn hawkes_log_likelihood(process: &Hawkes, times: &[f64], end: f64) -> f64 {
    let Hawkes { background, branching, decay } = *process;
    let (mut excited, mut before, mut sum) = (0.0, None, -background * end);
    for &time in times {
        excited = before.map_or(0.0, |before: f64| (1.0 + excited) * (-(time - before) / decay).exp());
        sum += (background + branching / decay * excited).ln() + branching * (-(end - time) / decay).exp_m1();
        before = Some(time);
    }
    sum
}

/// Compensator: the integral of the intensity up to each of the increasing `times`. By the time-change theorem (Papangelou 1972) its increments are
/// independent and exponentially distributed with mean 1 if the process is correct.
#[must_use]
pub fn hawkes_compensator(process: &Hawkes, times: &[f64]) -> Vec<f64> {
    let Hawkes { background, branching, decay } = *process;
    let (mut excited, mut before, mut sum) = (0.0, 0.0, 0.0);
    times
        .iter()
        .map(|&time| {
            // Between incidents the excitation e decreases by e·(1 − exp(−Δ/decay)).
            let gap: f64 = (time - before) / decay;
            sum += background * (time - before) - branching * excited * (-gap).exp_m1();
            excited = excited * (-gap).exp() + 1.0;
            before = time;
            sum
        })
        .collect()
}
