//! Assumptions of a scenario: every input with its distribution in words and as a density curve, its sources, and whether it is a judgement.

use std::collections::HashMap;
use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::distribution_words::{distribution_words, number};
use super::inputs::distribution;
use crate::chance::Distribution;
use crate::scenario::{DistributionSpec, Input, Located, Scenario};

/// Number of bins of a curve.
pub const BINS: usize = 64;
/// The source key that marks an input as a judgement.
const JUDGEMENT: &str = "judgement";
/// Probability outside the curve at each end where the distribution is unbounded.
const TAIL: f64 = 0.01;
/// Margin on each side of the curve as a share of its width, so that probability at the very end is visible.
const PAD: f64 = 0.02;

/// Assumptions of a scenario.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Assumptions {
    /// Description of the scenario.
    pub about: Option<String>,
    /// Documents, in the order of the file.
    pub sources: Vec<SourceText>,
    /// Inputs, in the order of the tables of the file.
    pub inputs: Vec<Assumption>,
    /// Rank correlations between drivers.
    pub correlations: Vec<(String, String, f64)>,
}

/// A source document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceText {
    /// Key in the file.
    pub key: String,
    /// Title.
    pub title: String,
    /// Date of publication, as written.
    pub date: Option<String>,
    /// Address, as written.
    pub address: Option<String>,
    /// Confidence in the document, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<String>,
    /// Note on its use.
    pub note: Option<String>,
}

/// One input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assumption {
    /// Path in the scenario, such as `nodes.mine.capacity`.
    pub path: String,
    /// What reports call it.
    #[serde(default)]
    pub title: String,
    /// Table of the file, such as `nodes`, and name of the element in the table, such as `mine`.
    pub table: [String; 2],
    /// Unit; empty for a dimensionless factor.
    pub unit: String,
    /// Distribution, scaling and bounds in words.
    pub distribution: String,
    /// P10, P50 and P90 before scaling by drivers; `None` where it has no valid distribution.
    pub quantiles: Option<[f64; 3]>,
    /// Probability density as a curve; `None` for a constant.
    pub curve: Option<Curve>,
    /// Keys of the sources.
    pub sources: Vec<String>,
    /// Whether the input is a judgement.
    pub judgement: bool,
    /// Justification.
    pub note: Option<String>,
}

/// Histogram of a distribution in [`BINS`] bins of equal width.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// Left edge of the first bin and right edge of the last, in the unit of the input.
    pub ends: [f64; 2],
    /// Probability of each bin relative to the largest, in thousandths.
    pub heights: Vec<u16>,
}

/// The assumptions of `scenario`, without inputs left at the defaults of the model.
#[must_use]
pub fn assumptions(scenario: &Scenario) -> Assumptions {
    let drivers: HashMap<&str, &Input> = scenario.drivers.iter().map(|driver| (driver.name.value.as_str(), &driver.item)).collect();
    let source = |named: &crate::scenario::Named<crate::scenario::Source>| SourceText {
        key: named.name.value.clone(),
        title: named.item.title.clone(),
        date: named.item.date.clone(),
        address: named.item.address.clone(),
        confidence: named.item.confidence.clone(),
        note: named.item.note.clone(),
    };
    let (names, titles) = (elements(scenario), scenario.input_titles());
    Assumptions {
        about: scenario.description.clone(),
        sources: scenario.sources.iter().map(source).collect(),
        inputs: scenario.inputs().into_iter().map(|located| assumption(&located, &drivers, &names, &titles)).collect(),
        correlations: scenario
            .correlations
            .iter()
            .map(|pair| (pair.between[0].value.clone(), pair.between[1].value.clone(), pair.rank.value))
            .collect(),
    }
}

/// Table and name of every element. A name may contain dots, so that a path alone does not show where the name ends.
fn elements(scenario: &Scenario) -> Vec<[String; 2]> {
    let mut all = Vec::new();
    let mut add = |table: &str, name: &str| all.push([table.to_owned(), name.to_owned()]);
    scenario.drivers.iter().for_each(|named| add("drivers", &named.name.value));
    scenario.factors.iter().for_each(|named| add("factors", &named.name.value));
    scenario.minerals.iter().for_each(|named| add("minerals", &named.name.value));
    scenario.regimes.iter().for_each(|named| add("regimes", &named.name.value));
    scenario.hazards.iter().for_each(|named| add("hazards", &named.name.value));
    scenario.projects.iter().for_each(|named| add("projects", &named.name.value));
    scenario.nodes.iter().for_each(|named| add("nodes", &named.name.value));
    scenario.routes.iter().for_each(|named| add("routes", &named.name.value));
    scenario.goals.iter().for_each(|named| add("goals", &named.name.value));
    all
}

fn assumption(
    Located { path, unit, input, .. }: &Located<'_>,
    drivers: &HashMap<&str, &Input>,
    names: &[[String; 2]],
    titles: &HashMap<String, String>,
) -> Assumption {
    let holds = |name: &&[String; 2]| {
        let rest = path.strip_prefix(&name[0]).and_then(|rest| rest.strip_prefix('.')).and_then(|rest| rest.strip_prefix(name[1].as_str()));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let table = names.iter().filter(holds).max_by_key(|name| name[1].len()).cloned().unwrap_or_else(|| [path.clone(), String::new()]);
    let spec = match &input.distribution {
        DistributionSpec::Driver(name) => drivers.get(name.value.as_str()).map(|driver| &driver.distribution),
        own => Some(own),
    };
    let known = spec.filter(|spec| !matches!(spec, DistributionSpec::Driver(_))).and_then(|spec| distribution(spec).ok());
    // Bounds apply after scaling; without scaling they bound the distribution itself.
    let clamp = if input.scale.is_empty() { input.clamp } else { None };
    let bounded = |value: f64| clamp.map_or(value, |[low, high]| value.max(low).min(high));
    Assumption {
        title: titles.get(path).cloned().unwrap_or_default(),
        path: path.clone(),
        unit: (*unit).to_owned(),
        table,
        distribution: words(input),
        quantiles: known.as_ref().map(|spec| [0.1, 0.5, 0.9].map(|p| bounded(spec.quantile(p)))),
        curve: known.as_ref().filter(|spec| spec.as_constant().is_none()).and_then(|spec| curve(spec, clamp)),
        sources: input.source.iter().map(|source| source.value.clone()).filter(|source| source != JUDGEMENT).collect(),
        judgement: input.source.iter().any(|source| source.value == JUDGEMENT),
        note: input.note.clone(),
    }
}

/// Distribution, scaling and bounds in words.
fn words(input: &Input) -> String {
    let mut words = distribution_words(&input.distribution);
    for driver in &input.scale {
        let _ = write!(words, " × driver {}", driver.value);
    }
    if let Some([low, high]) = input.clamp {
        let _ = write!(words, ", kept within {} to {}", number(low), number(high));
    }
    if let Some(planned) = input.planned {
        let _ = write!(words, "; planned: {}", number(planned));
    }
    words
}

/// Probability of each bin by differences of the distribution function, so that continuous, discrete and mixed distributions are treated alike.
fn curve(spec: &Distribution, clamp: Option<[f64; 2]>) -> Option<Curve> {
    let [low, high] = clamp.unwrap_or([f64::NEG_INFINITY, f64::INFINITY]);
    let support = spec.support();
    let end = |bound: f64, p: f64| if bound.is_finite() { bound } else { spec.quantile(p) };
    let [from, to] = [end(support[0], TAIL), end(support[1], 1.0 - TAIL)].map(|value| value.max(low).min(high));
    let pad = PAD * (to - from);
    let ends = [from - pad, to + pad];
    if !ends.iter().all(|end| end.is_finite()) || to <= from {
        return None;
    }
    let mass_up_to = |x: f64| {
        if x < low {
            0.0
        } else if x >= high {
            1.0
        } else {
            spec.cdf(x)
        }
    };
    let edges: Vec<f64> = (0..=BINS).map(|i| mass_up_to(ends[0] + (ends[1] - ends[0]) * i as f64 / BINS as f64)).collect();
    let masses: Vec<f64> = edges.windows(2).map(|pair| (pair[1] - pair[0]).max(0.0)).collect();
    let most = masses.iter().copied().fold(0.0, f64::max);
    (most > 0.0).then(|| Curve { ends, heights: masses.iter().map(|mass| thousandths(mass / most)).collect() })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 1000")]
fn thousandths(share: f64) -> u16 {
    (1000.0 * share).round().clamp(0.0, 1000.0) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_shows_the_probability_of_its_distribution() {
        let uniform = curve(&Distribution::uniform(2.0, 4.0).unwrap(), None).unwrap();
        assert_eq!(uniform.heights.len(), BINS);
        assert!(uniform.heights[2..62].iter().all(|&height| height >= 999), "{:?}", uniform.heights);
        let cases = curve(&Distribution::discrete(&[(1.0, 0.25), (3.0, 0.75)]).unwrap(), None).unwrap();
        assert_eq!(cases.heights.iter().filter(|&&height| height > 0).copied().collect::<Vec<_>>(), [333, 1000]);
        let clamped = curve(&Distribution::uniform(0.0, 10.0).unwrap(), Some([0.0, 1.0])).unwrap();
        assert_eq!(clamped.heights.iter().rposition(|&height| height == 1000), Some(62)); // a probability of 0.9 is at the bound
        assert!(curve(&Distribution::constant(3.0).unwrap(), None).is_none());
    }
}
