//! A self-exciting process (Hawkes 1971): each incident adds branching · exp(−(t − tᵢ)/decay)/decay to the intensity, so that it sets off
//! `branching` others on average, `decay` months later on average. It starts empty.

/// The numbers of such a process.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hawkes {
    /// Incidents a month that nothing set off.
    pub background: f64,
    /// Offspring of each incident, on average; below 1.
    pub branching: f64,
    /// Mean months until an offspring.
    pub decay: f64,
}

/// ln of the likelihood of incidents at rising `times` in (0, `end`], in one pass (Ozaki 1979): with A₁ = 0 and
/// Aᵢ = (1 + Aᵢ₋₁)·exp(−(tᵢ − tᵢ₋₁)/decay), the intensity just before tᵢ is background + branching/decay · Aᵢ.
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

/// The integral of the intensity up to each of the rising `times`: by the time-change theorem (Papangelou 1972) their differences are independent
/// exponential numbers of mean 1 if the process is right.
#[must_use]
pub fn hawkes_compensator(process: &Hawkes, times: &[f64]) -> Vec<f64> {
    let Hawkes { background, branching, decay } = *process;
    let (mut excited, mut before, mut sum) = (0.0, 0.0, 0.0);
    times
        .iter()
        .map(|&time| {
            // Between incidents the excitation e decays by e·(1 − exp(−Δ/decay)).
            let gap: f64 = (time - before) / decay;
            sum += background * (time - before) - branching * excited * (-gap).exp_m1();
            excited = excited * (-gap).exp() + 1.0;
            before = time;
            sum
        })
        .collect()
}
