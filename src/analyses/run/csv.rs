//! `arrivals.csv` and `bands.csv`: monthly estimates, one row each; `given.csv`: probabilities under conditions; `goal-parts.csv`: parts of combined
//! goals that do not hold at the end.

use super::findings::Findings;
use super::series::SeriesKind;
use crate::report::QuantitiesCsv;
use crate::units::Quantity;

/// `arrivals.csv`: for each goal and month, the probability of having arrived and that of holding.
#[must_use]
pub fn arrivals_csv(findings: &Findings) -> String {
    let mut csv = QuantitiesCsv::new(&["goal", "month", "index"]);
    for goal in &findings.goals {
        for (k, (arrived, holds)) in goal.arrived_by.iter().zip(&goal.holds).enumerate() {
            let labels = [goal.name.as_str(), &findings.grid.label(k), &k.to_string()];
            csv.row(&labels, "arrived", arrived);
            csv.row(&labels, "holds", holds);
        }
    }
    csv.into_text()
}

/// `bands.csv`: for each mineral, series, origin and month, the mean and the quantiles over trials.
#[must_use]
pub fn bands_csv(findings: &Findings) -> String {
    let mut csv = QuantitiesCsv::new(&["mineral", "series", "origin", "month", "index"]);
    for (mineral, series) in findings.minerals.iter().flat_map(|mineral| mineral.series.iter().map(move |series| (mineral, series))) {
        let Some(kind) = SeriesKind::named(&series.name) else { continue };
        for (k, band) in series.bands.iter().enumerate() {
            let labels = [mineral.name.as_str(), &series.name, series.origin(), &findings.grid.label(k), &k.to_string()];
            let named = [("mean", band.mean), ("p5", band.p5), ("p25", band.p25), ("p50", band.p50), ("p75", band.p75), ("p95", band.p95)];
            for (name, value) in named {
                csv.row(&labels, name, &Quantity::without_error(value, kind.monthly_unit(), findings.band_trials));
            }
        }
    }
    csv.into_text()
}

/// `given.csv`: for each condition, goal and year, the probabilities where the condition holds and where it does not, and their difference; the median.
#[must_use]
pub fn given_csv(findings: &Findings) -> String {
    let mut csv = QuantitiesCsv::new(&["title", "where", "goal", "by"]);
    for given in &findings.given {
        let [title, condition] = [&given.title, &given.condition].map(String::as_str);
        csv.row(&[title, condition, "", ""], "share of trials", &given.share);
        for goal in &given.goals {
            for (year, by) in &goal.by {
                for (name, quantity) in [("holds", &by.holds), ("otherwise", &by.otherwise), ("difference", &by.difference)] {
                    csv.row(&[title, condition, &goal.name, &year.to_string()], name, quantity);
                }
            }
            csv.row(&[title, condition, &goal.name, ""], "p50", &goal.p50);
        }
    }
    csv.into_text()
}

/// `goal-parts.csv`: for each part of each goal that combines several, the probability that it does not hold over the last twelve months, and that it is
/// the only part that is missing; `None` where no goal combines several.
#[must_use]
pub fn goal_parts_csv(findings: &Findings) -> Option<String> {
    let mut csv = QuantitiesCsv::new(&["goal", "part", "test"]);
    for goal in &findings.goals {
        for (i, part) in goal.parts.iter().enumerate() {
            let labels = [goal.name.as_str(), &(i + 1).to_string(), &part.test];
            csv.row(&labels, "unmet", &part.unmet);
            csv.row(&labels, "decides", &part.decides);
        }
    }
    findings.goals.iter().any(|goal| !goal.parts.is_empty()).then(|| csv.into_text())
}
