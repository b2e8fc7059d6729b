//! Values as TOML: numbers, texts, inputs and inline tables.

use toml_writer::{ToTomlKey, ToTomlValue as _, TomlStringBuilder};

use crate::scenario::model::{DistributionSpec, Input, Lognormal, RegimeFactors};
use crate::scenario::place::{Name, Named};
use crate::scenario::tree::{Kind, Value};

/// Keys with their values, both as TOML, in order.
#[derive(Default)]
pub struct Pairs(pub Vec<(String, String)>);

impl Pairs {
    /// A key with a value that is TOML already.
    pub fn push(&mut self, key: &str, value: String) {
        self.dotted(&[key], value);
    }

    /// A dotted key.
    pub fn dotted(&mut self, path: &[&str], value: String) {
        self.0.push((path_text(path), value));
    }

    /// A key with a text.
    pub fn text(&mut self, key: &str, value: &str) {
        self.push(key, text(value));
    }

    /// A key with a text, where there is one.
    pub fn optional_text(&mut self, key: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.text(key, value);
        }
    }

    /// A key with a name, where there is one.
    pub fn name(&mut self, key: &str, name: Option<&Name>) {
        self.optional_text(key, name.map(|name| &name.value));
    }

    /// `{ a = 1, b = 2 }`.
    pub fn inline(self) -> String {
        if self.0.is_empty() {
            return "{}".to_owned();
        }
        let pairs: Vec<String> = self.0.into_iter().map(|(key, value)| format!("{key} = {value}")).collect();
        format!("{{ {} }}", pairs.join(", "))
    }
}

/// A dotted key, its parts quoted where they must be.
pub fn path_text(path: &[&str]) -> String {
    let parts: Vec<String> = path.iter().map(ToTomlKey::to_toml_key).collect();
    parts.join(".")
}

/// A text in quotes, on one line.
pub fn text(value: &str) -> String {
    TomlStringBuilder::new(value).as_basic().to_toml_value()
}

/// A list of values that are TOML already.
pub fn list_text(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// A list of names.
pub fn names_text(names: &[Name]) -> String {
    list_text(names.iter().map(|name| text(&name.value)))
}

/// One name, or a list where there are several.
fn name_or_names(names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.collect();
    if let [only] = &names[..] { only.clone() } else { list_text(names.into_iter()) }
}

/// The shortest text that reads back as the same number; whole numbers without a point, thousands set apart.
pub fn number_text(number: f64) -> String {
    if number.fract() != 0.0 || number.abs() >= 1e15 {
        return format!("{number:?}");
    }
    let digits = format!("{:.0}", number.abs());
    let sign = if number < 0.0 { "-" } else { "" };
    if digits.len() < 5 {
        return format!("{sign}{digits}");
    }
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}")
}

/// A list of numbers.
pub fn numbers_text(numbers: &[f64]) -> String {
    list_text(numbers.iter().map(|&number| number_text(number)))
}

/// A state's name where it is the only one, else weights.
pub fn weights_text(weights: &[Named<f64>]) -> String {
    if let [Named { name, item: 1.0 }] = weights {
        return text(&name.value);
    }
    let mut pairs = Pairs::default();
    for weight in weights {
        pairs.push(&weight.name.value, number_text(weight.item));
    }
    pairs.inline()
}

/// Inputs by name, inline.
pub fn inputs_text(inputs: &[Named<Input>]) -> String {
    let mut pairs = Pairs::default();
    for input in inputs {
        pairs.push(&input.name.value, input_text(&input.item));
    }
    pairs.inline()
}

/// Factors by regime and state, inline.
pub fn factors_text(factors: &RegimeFactors) -> String {
    let mut pairs = Pairs::default();
    for regime in factors {
        pairs.push(&regime.name.value, inputs_text(&regime.item));
    }
    pairs.inline()
}

/// An input with all that qualifies it; a bare number or driver where nothing does.
pub fn input_text(input: &Input) -> String {
    let mut pairs = Pairs::default();
    if !input.scale.is_empty() {
        pairs.push("scale", name_or_names(input.scale.iter().map(driver_text)));
    }
    if let Some(clamp) = input.clamp {
        pairs.push("clamp", numbers_text(&clamp));
    }
    if let Some(planned) = input.planned {
        pairs.push("planned", number_text(planned));
    }
    if !input.source.is_empty() {
        pairs.push("source", name_or_names(input.source.iter().map(|name| text(&name.value))));
    }
    pairs.optional_text("note", input.note.as_ref());
    pairs.name("group", input.group.as_ref());
    match (&input.distribution, pairs.0.is_empty()) {
        (DistributionSpec::Constant(value), true) => number_text(*value),
        (DistributionSpec::Driver(name), true) => driver_text(name),
        (spec, _) => {
            let mut whole = distribution_pairs(spec);
            whole.0.append(&mut pairs.0);
            whole.inline()
        }
    }
}

/// A value as it was read; tables inline.
pub fn value_text(value: &Value) -> String {
    match &value.kind {
        Kind::String(words) => text(words),
        Kind::Integer(whole) => whole.to_string(),
        Kind::Float(number) if number.is_finite() && number.fract() != 0.0 => number_text(*number),
        Kind::Float(number) => number.to_toml_value(),
        Kind::Boolean(is) => is.to_string(),
        Kind::Datetime(date) => date.clone(),
        Kind::Array(items) => list_text(items.iter().map(value_text)),
        Kind::Table(table) => {
            let mut pairs = Pairs::default();
            for (key, value) in &table.entries {
                pairs.push(&key.value, value_text(value));
            }
            pairs.inline()
        }
    }
}

fn driver_text(name: &Name) -> String {
    text(&format!("@{}", name.value))
}

fn parameters(named: &[(&str, Option<f64>)]) -> String {
    let mut pairs = Pairs::default();
    for &(key, value) in named {
        if let Some(value) = value {
            pairs.push(key, number_text(value));
        }
    }
    pairs.inline()
}

fn distribution_pairs(spec: &DistributionSpec) -> Pairs {
    let mut pairs = Pairs::default();
    match spec {
        DistributionSpec::Constant(value) => pairs.push("value", number_text(*value)),
        DistributionSpec::Driver(name) => pairs.push("value", driver_text(name)),
        DistributionSpec::Uniform(points) => pairs.push("uniform", numbers_text(points)),
        DistributionSpec::Loguniform(points) => pairs.push("loguniform", numbers_text(points)),
        DistributionSpec::Triangular(points) => pairs.push("triangular", numbers_text(points)),
        DistributionSpec::Pert(points) => pairs.push("pert", numbers_text(points)),
        DistributionSpec::Normal { mean, sd } => pairs.push("normal", parameters(&[("mean", Some(*mean)), ("sd", Some(*sd))])),
        DistributionSpec::Gamma { mean, sd } => pairs.push("gamma", parameters(&[("mean", Some(*mean)), ("sd", Some(*sd))])),
        DistributionSpec::Beta { mean, sd } => pairs.push("beta", parameters(&[("mean", Some(*mean)), ("sd", Some(*sd))])),
        DistributionSpec::Lognormal(lognormal) => pairs.push("lognormal", lognormal_text(lognormal)),
        DistributionSpec::Exponential { mean } => pairs.push("exponential", parameters(&[("mean", Some(*mean))])),
        DistributionSpec::Weibull { shape, scale } => pairs.push("weibull", parameters(&[("shape", Some(*shape)), ("scale", Some(*scale))])),
        DistributionSpec::Metalog { p10, p50, p90, min, max } => {
            let named = [("p10", Some(*p10)), ("p50", Some(*p50)), ("p90", Some(*p90)), ("min", *min), ("max", *max)];
            pairs.push("metalog", parameters(&named));
        }
        DistributionSpec::Discrete(cases) => pairs.push("discrete", list_text(cases.iter().map(|&(value, weight)| numbers_text(&[value, weight])))),
        DistributionSpec::Empirical { file, column, .. } => {
            pairs.text("empirical", file);
            pairs.text("column", column);
        }
        DistributionSpec::Mixture(parts) => {
            pairs.push(
                "mixture",
                list_text(parts.iter().map(|(part, weight)| format!("[{}, {}]", distribution_pairs(part).inline(), number_text(*weight)))),
            );
        }
    }
    pairs
}

fn lognormal_text(lognormal: &Lognormal) -> String {
    match lognormal {
        Lognormal::Median { median, sigma } => parameters(&[("median", Some(*median)), ("sigma", Some(*sigma))]),
        Lognormal::Mean { mean, sd } => parameters(&[("mean", Some(*mean)), ("sd", Some(*sd))]),
        Lognormal::Percentiles { p10, p90 } => parameters(&[("p10", Some(*p10)), ("p90", Some(*p90))]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_read_back() {
        for (number, written) in [(24_000.0, "24_000"), (-1_234_567.0, "-1_234_567"), (999.0, "999"), (0.1, "0.1"), (4e-6, "4e-6"), (1e300, "1e300")]
        {
            assert_eq!(number_text(number), written);
            let read: toml::Value = format!("x = {written}").parse::<toml::Table>().unwrap()["x"].clone();
            let back = read.as_float().map(f64::to_bits).or(read.as_integer().map(|whole| (f64::from(i32::try_from(whole).unwrap())).to_bits()));
            assert_eq!(back, Some(number.to_bits()));
        }
    }

    #[test]
    fn texts_stay_on_one_line() {
        assert_eq!(text("a \"b\"\nc"), r#""a \"b\"\nc""#);
        assert_eq!(path_text(&["nodes", "Reko Diq"]), "nodes.\"Reko Diq\"");
    }
}
