//! The rare-earth episode of 2010: the scenario as it could be seen then, against what came.

use serde::Serialize;

use crate::plan::Plan;
use crate::study::{Band, Findings, RunOptions, Share, run};

/// Years whose share is compared.
const YEARS: std::ops::RangeInclusive<i32> = 2011..=2016;
/// First and last year of the ramp.
const RAMP: [i32; 2] = [2011, 2014];
/// Months from the start after which the recovery is asked for.
const RECOVERY: usize = 24;
/// The scenario's goal that stands for it.
const RECOVERED: &str = "recovered";

/// Share of demand that new mines supply in one year.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct EpisodeYear {
    /// Year.
    pub year: i32,
    /// P5, P25, P50, P75 and P95 over the trials, each the mean of its months.
    pub share: [f64; 5],
    /// What was observed, where both tonnages are known.
    pub observed: Option<f64>,
}

/// The episode as the model has it, beside what came.
#[derive(Clone, Debug, Serialize)]
pub struct Episode {
    /// Title of the scenario.
    pub title: String,
    /// Trials.
    pub trials: u64,
    /// Seed.
    pub seed: u64,
    /// Shares by year.
    pub years: Vec<EpisodeYear>,
    /// First and last year of the ramp.
    pub ramp_years: [i32; 2],
    /// Growth of that share between them, a year: P5, P50, P95.
    pub ramp: [f64; 3],
    /// Growth observed by others, a year.
    pub observed_ramp: Option<f64>,
    /// Chance that the shortage has ended within two years of the start.
    pub recovered: Option<Share>,
    /// Chance that it never ends within the horizon.
    pub never: Option<Share>,
    /// Years that recovery took.
    pub observed_recovery: Option<f64>,
}

/// Runs the episode and lays it beside what was `observed`, a table in CSV.
///
/// # Errors
/// Where the threads cannot be started.
pub fn episode(plan: &Plan, options: &RunOptions, observed: &str, progress: &(dyn Fn(u64) + Sync)) -> std::io::Result<Episode> {
    Ok(beside(&run(plan, options, progress)?, &Observed::read(observed)))
}

fn beside(found: &Findings, observed: &Observed) -> Episode {
    let bands =
        found.minerals.first().and_then(|mineral| mineral.series("arrival_share").next()).map(|series| series.bands.as_slice()).unwrap_or_default();
    let years: Vec<EpisodeYear> =
        YEARS.filter_map(|year| Some(EpisodeYear { year, share: share_in(found, bands, year)?, observed: observed.share(year) })).collect();
    let share = |year: i32, at: usize| years.iter().find(|found| found.year == year).map_or(f64::NAN, |found| found.share[at]);
    let goal = found.goals.iter().find(|goal| goal.name == RECOVERED);
    Episode {
        title: found.title.clone(),
        trials: found.trials,
        seed: found.seed,
        ramp_years: RAMP,
        ramp: [0, 2, 4].map(|at| (share(RAMP[1], at) - share(RAMP[0], at)) / f64::from(RAMP[1] - RAMP[0])),
        observed_ramp: observed.figure("ramp", None).map(|percent| percent / 100.0),
        recovered: goal.and_then(|goal| goal.arrived_by.get(RECOVERY - 1)).map(Share::from),
        never: goal.map(|goal| Share::from(&goal.never)),
        observed_recovery: observed.figure("recovery", None),
        years,
    }
}

/// Quantiles of the share in a year: each the mean over its months.
fn share_in(found: &Findings, bands: &[Band], year: i32) -> Option<[f64; 5]> {
    let months: Vec<&Band> = bands.iter().enumerate().filter(|(k, _)| found.grid.year(*k) == year).map(|(_, band)| band).collect();
    let n = f64::from(u32::try_from(months.len()).ok().filter(|n| *n > 0)?);
    let mean = |of: fn(&Band) -> f64| months.iter().map(|band| of(band)).sum::<f64>() / n;
    Some([mean(|band| band.p5), mean(|band| band.p25), mean(|band| band.p50), mean(|band| band.p75), mean(|band| band.p95)])
}

/// What was observed: the words of the figure, its year, its value.
struct Observed(Vec<(String, Option<i32>, f64)>);

impl Observed {
    fn read(text: &str) -> Self {
        let mut rows = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let rows = rows.records().filter_map(Result::ok);
        Self(rows.filter_map(|row| Some((row.get(0)?.to_owned(), row.get(1)?.parse().ok(), row.get(2)?.parse().ok()?))).collect())
    }

    fn figure(&self, begins: &str, year: Option<i32>) -> Option<f64> {
        self.0.iter().find(|(what, of, _)| what.starts_with(begins) && *of == year).map(|(_, _, value)| *value)
    }

    /// Mines of the United States and Australia over the world's, in a year in which all three are known.
    fn share(&self, year: i32) -> Option<f64> {
        let [us, australia, world] = ["US mine", "Australian mine", "world mine"].map(|what| self.figure(what, Some(year)));
        Some((us? + australia?) / world?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::backtest::RARE_EARTHS_OBSERVED;

    #[test]
    fn what_was_observed_is_read_from_its_table() {
        let observed = Observed::read(RARE_EARTHS_OBSERVED);
        assert!((observed.share(2014).unwrap() - 13_400.0 / 123_000.0).abs() < 1e-12);
        assert_eq!((observed.share(2013), observed.figure("ramp", None), observed.figure("recovery", None)), (None, Some(4.0), Some(2.0)));
    }
}
