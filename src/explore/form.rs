//! How an input is changed on the page: the numbers of its distribution, and the TOML text into which they are put.

use serde::Serialize;

use crate::scenario::{DistributionSpec, Input, Lognormal, Range};

/// Numbers of an input that can be changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Form {
    /// Family of the distribution as the scenario writes it, such as `pert`; `value` for a constant, `driver` for a reference to a driver.
    pub family: &'static str,
    /// Parameters in order.
    pub parameters: Vec<Parameter>,
    /// Texts before, between and behind the parameters: one more than these.
    pub pieces: Vec<String>,
    /// Least and greatest value of the quantity; `None` where it has no bound.
    pub range: [Option<f64>; 2],
}

/// Parameter of a distribution.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Parameter {
    /// Name.
    pub name: &'static str,
    /// Value in the scenario.
    pub value: f64,
    /// Whether it is in the unit of the input, so that a shift of the distribution multiplies it.
    pub scales: bool,
}

/// The form of an input; without parameters where the page cannot change its distribution.
#[must_use]
pub fn form(input: &Input, range: Range) -> Form {
    let named = |names: &[&'static str], values: &[f64]| -> Vec<Parameter> {
        names.iter().zip(values).map(|(&name, &value)| Parameter { name, value, scales: true }).collect()
    };
    let (family, mut parameters, is_list) = match &input.distribution {
        DistributionSpec::Constant(value) => ("value", named(&["value"], &[*value]), false),
        DistributionSpec::Driver(_) => ("driver", Vec::new(), false),
        DistributionSpec::Uniform(ends) => ("uniform", named(&["low", "high"], ends), true),
        DistributionSpec::Loguniform(ends) => ("loguniform", named(&["low", "high"], ends), true),
        DistributionSpec::Triangular(points) => ("triangular", named(&["low", "mode", "high"], points), true),
        DistributionSpec::Pert(points) => ("pert", named(&["low", "mode", "high"], points), true),
        DistributionSpec::Normal { mean, sd } => ("normal", named(&["mean", "sd"], &[*mean, *sd]), false),
        DistributionSpec::Lognormal(Lognormal::Median { median, sigma }) => ("lognormal", named(&["median", "sigma"], &[*median, *sigma]), false),
        DistributionSpec::Lognormal(Lognormal::Mean { mean, sd }) => ("lognormal", named(&["mean", "sd"], &[*mean, *sd]), false),
        DistributionSpec::Lognormal(Lognormal::Percentiles { p10, p90 }) => ("lognormal", named(&["p10", "p90"], &[*p10, *p90]), false),
        DistributionSpec::Gamma { mean, sd } => ("gamma", named(&["mean", "sd"], &[*mean, *sd]), false),
        DistributionSpec::Beta { mean, sd } => ("beta", named(&["mean", "sd"], &[*mean, *sd]), false),
        DistributionSpec::Exponential { mean } => ("exponential", named(&["mean"], &[*mean]), false),
        DistributionSpec::Weibull { shape, scale } => ("weibull", named(&["shape", "scale"], &[*shape, *scale]), false),
        DistributionSpec::Metalog { p10, p50, p90, min, max } => {
            let bounds = min.iter().map(|min| ("min", *min)).chain(max.iter().map(|max| ("max", *max)));
            let all: Vec<(&'static str, f64)> = [("p10", *p10), ("p50", *p50), ("p90", *p90)].into_iter().chain(bounds).collect();
            ("metalog", all.into_iter().map(|(name, value)| Parameter { name, value, scales: true }).collect(), false)
        }
        DistributionSpec::Discrete(_) => ("discrete", Vec::new(), false),
        DistributionSpec::Empirical { .. } => ("empirical", Vec::new(), false),
        DistributionSpec::Mixture(_) => ("mixture", Vec::new(), false),
    };
    for parameter in &mut parameters {
        parameter.scales = !matches!(parameter.name, "sigma" | "shape");
    }
    let pieces = pieces(family, &parameters, is_list, &qualifiers(input));
    Form { family, parameters, pieces, range: bounds(range) }
}

/// Texts around the parameters.
fn pieces(family: &str, parameters: &[Parameter], is_list: bool, qualifiers: &str) -> Vec<String> {
    let Some((_, others)) = parameters.split_first() else { return Vec::new() };
    if family == "value" && qualifiers.is_empty() {
        return vec![String::new(), String::new()];
    }
    let name = |parameter: &Parameter| if is_list || family == "value" { String::new() } else { format!("{} = ", parameter.name) };
    let [open, close] = match (family, is_list) {
        ("value", _) => ["", ""],
        (_, true) => ["[", "]"],
        (_, false) => ["{ ", " }"],
    };
    let first = format!("{{ {family} = {open}{}", name(&parameters[0]));
    let between = others.iter().map(|parameter| format!(", {}", name(parameter)));
    std::iter::once(first).chain(between).chain([format!("{close}{qualifiers} }}")]).collect()
}

/// What an input keeps when its distribution is replaced: drivers that scale it, bounds, what was planned, its group.
fn qualifiers(input: &Input) -> String {
    let text = |text: &str| serde_json::Value::from(text).to_string();
    let scale: Vec<String> = input.scale.iter().map(|driver| text(&format!("@{}", driver.value))).collect();
    let scale = (!scale.is_empty()).then(|| format!(", scale = [{}]", scale.join(", ")));
    let clamp = input.clamp.map(|[low, high]| format!(", clamp = [{low}, {high}]"));
    let planned = input.planned.map(|planned| format!(", planned = {planned}"));
    let group = input.group.as_ref().map(|group| format!(", group = {}", text(&group.value)));
    [scale, clamp, planned, group].into_iter().flatten().collect()
}

fn bounds(range: Range) -> [Option<f64>; 2] {
    match range {
        Range::Any => [None, None],
        Range::NonNegative => [Some(0.0), None],
        Range::Share | Range::PositiveShare | Range::ShareBelowOne => [Some(0.0), Some(1.0)],
        Range::AboveMinusOne => [Some(-1.0), None],
        Range::AtLeastOne => [Some(1.0), None],
        Range::Signed => [Some(-1.0), Some(1.0)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load_text;

    /// The text of an input with the numbers of the scenario.
    fn text(written: &str) -> String {
        let scenario = format!(
            "start = \"2026-01\"\nend = \"2030-12\"\n[drivers]\nd = 1\n[minerals.a]\ndemand = {written}\n[goals.g]\nmineral = \"a\"\nfree_share_of_demand = 0.5\n"
        );
        let loaded = load_text("a.toml", &scenario, None, &[]);
        let scenario = loaded.scenario.unwrap_or_else(|| panic!("{:?}", loaded.problems));
        let located = scenario.inputs().into_iter().find(|located| located.path == "minerals.a.demand").expect("the demand");
        let form = form(located.input, located.range);
        let numbers = form.parameters.iter().map(|parameter| parameter.value.to_string()).chain([String::new()]);
        form.pieces.iter().zip(numbers).map(|(piece, number)| piece.clone() + &number).collect()
    }

    #[test]
    fn the_text_of_a_form_is_what_the_scenario_says() {
        for written in [
            "24000",
            "{ pert = [1, 2, 4] }",
            "{ uniform = [1.5, 2] }",
            "{ lognormal = { p10 = 1, p90 = 4 } }",
            "{ lognormal = { median = 3, sigma = 0.5 }, clamp = [1, 9] }",
            "{ metalog = { p10 = 1, p50 = 2, p90 = 4, min = 0 } }",
            "{ value = 5, scale = [\"@d\"] }",
            "{ exponential = { mean = 2 }, planned = 1, group = \"x y\" }",
        ] {
            assert_eq!(text(written), written);
        }
    }
}
