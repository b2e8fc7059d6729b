//! Distributions and their parameters, each checked where it stands.

use crate::units::{Place, nearest};

use super::grammar::{DISTRIBUTIONS, is_input_key};
use super::inputs::UNREAD;
use super::model::{DistributionSpec, Lognormal};
use super::reader::Reader;
use super::tree::{Key, Table, Value};

/// The parameters of one distribution, as far as they could be read.
struct Parameters {
    place: Place,
    values: Vec<(&'static str, f64, Place)>,
}

impl Parameters {
    fn get(&self, name: &str) -> Option<f64> {
        self.values.iter().find(|(key, ..)| *key == name).map(|&(_, value, _)| value)
    }

    fn place(&self, name: &str) -> Place {
        self.values.iter().find(|(key, ..)| *key == name).map_or(self.place, |&(.., place)| place)
    }
}

impl Reader<'_> {
    /// The distribution that a table holds: exactly one of its keys is one.
    pub fn distribution(&mut self, table: &Table, place: Place, title: &str) -> DistributionSpec {
        let distributions: Vec<_> = table.entries.iter().filter(|(key, _)| DISTRIBUTIONS.contains(&key.value.as_str())).collect();
        if let Some((column, _)) = table.entries.iter().find(|(key, _)| key.value == "column")
            && !table.contains("empirical")
        {
            self.problems.error(column.place, format!("`column` in {title} belongs to `empirical`"), "no file to take a column from", None);
        }
        match distributions[..] {
            [] => {
                // A misspelt distribution was reported as an unknown key.
                let misspelt = table.names().any(|name| !is_input_key(name) && nearest(name, DISTRIBUTIONS.iter().copied()).is_some());
                if !self.recovering && !misspelt {
                    self.problems.error(place, format!("{title} has no distribution"), format!("expected one of {}", DISTRIBUTIONS.join(", ")), None);
                }
                UNREAD
            }
            [(key, value)] => self.one_distribution(table, key, value, title),
            [(first, _), (second, _), ..] => {
                self.problems.error(
                    second.place,
                    format!("{title} has two distributions, `{}` and `{}`", first.value, second.value),
                    format!("cannot stand beside `{}`", first.value),
                    "keep one of the two".to_owned(),
                );
                UNREAD
            }
        }
    }

    fn one_distribution(&mut self, table: &Table, key: &Key, value: &Value, title: &str) -> DistributionSpec {
        let spec = match key.value.as_str() {
            "value" => Some(self.bare(value, title)),
            "uniform" => self.points::<2>(value, title, "uniform", "[low, high]").map(DistributionSpec::Uniform),
            "loguniform" => self.loguniform(value, title),
            "triangular" => self.points::<3>(value, title, "triangular", "[low, mode, high]").map(DistributionSpec::Triangular),
            "pert" => self.points::<3>(value, title, "pert", "[low, mode, high]").map(DistributionSpec::Pert),
            "normal" => self.mean_and_sd(value, title, "normal", false).map(|(mean, sd)| DistributionSpec::Normal { mean, sd }),
            "gamma" => self.mean_and_sd(value, title, "gamma", true).map(|(mean, sd)| DistributionSpec::Gamma { mean, sd }),
            "beta" => self.beta(value, title),
            "lognormal" => self.lognormal(value, title).map(DistributionSpec::Lognormal),
            "exponential" => self.exponential(value, title),
            "weibull" => self.weibull(value, title),
            "metalog" => self.metalog(value, title),
            "discrete" => self.discrete(value, title),
            "mixture" => self.mixture(value, title),
            _ => self.empirical(table, value, title),
        };
        spec.unwrap_or(UNREAD)
    }

    fn loguniform(&mut self, value: &Value, title: &str) -> Option<DistributionSpec> {
        let points = self.points::<2>(value, title, "loguniform", "[low, high]")?;
        if points[0] <= 0.0 {
            let at = value.array().map_or(value.place, |items| items[0].place);
            self.problems.error(at, format!("low of `loguniform` in {title} is not above 0"), "expected a number above 0", None);
            return None;
        }
        Some(DistributionSpec::Loguniform(points))
    }

    /// Points in rising order, the first below the last.
    fn points<const N: usize>(&mut self, value: &Value, title: &str, spec: &str, pattern: &str) -> Option<[f64; N]> {
        let title = format!("`{spec}` in {title}");
        let points = self.numbers::<N>(value, &title, pattern)?;
        let items = value.array().unwrap_or(&[]);
        for i in 1..N {
            if points[i] < points[i - 1] {
                let label = format!("below {}; expected {pattern} in rising order", points[i - 1]);
                self.problems.error(items[i].place, format!("{title} is out of order"), label, None);
                return None;
            }
        }
        if points[0] >= points[N - 1] {
            let help = format!("a fixed figure is written as a plain number: {}", points[0]);
            self.problems.error(value.place, format!("{title} has no width"), "expected low below high", help);
            return None;
        }
        Some(points)
    }

    /// Reads the named parameters of a distribution; `needed` must all be there, `optional` may be.
    fn parameters(&mut self, value: &Value, title: &str, needed: &[&'static str], optional: &[&'static str]) -> Option<Parameters> {
        let pattern = format!("{{ {} }}", needed.iter().chain(optional).copied().collect::<Vec<_>>().join(", "));
        let Some(table) = value.table() else {
            self.expected(value, title, &pattern, None);
            return None;
        };
        let mut complete = true;
        for (key, _) in &table.entries {
            if !needed.iter().chain(optional).any(|name| *name == key.value) {
                let help = nearest(&key.value, needed.iter().chain(optional).copied()).map(|near| format!("did you mean `{near}`?"));
                self.problems.error(key.place, format!("unknown parameter `{}` of {title}", key.value), format!("expected {pattern}"), help);
                complete = false;
            }
        }
        let mut found = Parameters { place: value.place, values: Vec::new() };
        for &name in needed.iter().chain(optional) {
            if let Some(value) = table.get(name) {
                match self.finite(value, &format!("`{name}` of {title}")) {
                    Some(number) => found.values.push((name, number, value.place)),
                    None => complete = false,
                }
            } else if needed.contains(&name) {
                if complete {
                    self.problems.error(value.place, format!("{title} has no `{name}`"), format!("expected {pattern}"), None);
                }
                complete = false;
            }
        }
        complete.then_some(found)
    }

    /// Whether a parameter is above 0; says so where it is not.
    fn above_zero(&mut self, parameters: &Parameters, name: &str, title: &str) -> bool {
        let holds = parameters.get(name).is_none_or(|value| value > 0.0);
        if !holds {
            self.problems.error(parameters.place(name), format!("`{name}` of {title} is not above 0"), "expected a number above 0", None);
        }
        holds
    }

    fn mean_and_sd(&mut self, value: &Value, title: &str, spec: &str, positive: bool) -> Option<(f64, f64)> {
        let title = format!("`{spec}` in {title}");
        let parameters = self.parameters(value, &title, &["mean", "sd"], &[])?;
        let mean_is_right = !positive || self.above_zero(&parameters, "mean", &title);
        let sd_is_right = self.above_zero(&parameters, "sd", &title);
        if mean_is_right && sd_is_right { parameters.get("mean").zip(parameters.get("sd")) } else { None }
    }

    fn beta(&mut self, value: &Value, title: &str) -> Option<DistributionSpec> {
        let (mean, sd) = self.mean_and_sd(value, title, "beta", true)?;
        let title = format!("`beta` in {title}");
        if mean >= 1.0 {
            self.problems.error(value.place, format!("the mean of {title} is {mean}"), "expected a mean between 0 and 1", None);
            return None;
        }
        let widest = (mean * (1.0 - mean)).sqrt();
        if sd >= widest {
            let label = format!("with this mean, expected an sd below {widest:.3}");
            self.problems.error(value.place, format!("the sd of {title} is {sd}"), label, None);
            return None;
        }
        Some(DistributionSpec::Beta { mean, sd })
    }

    fn lognormal(&mut self, value: &Value, title: &str) -> Option<Lognormal> {
        let title = format!("`lognormal` in {title}");
        let has = |names: [&str; 2]| value.table().is_some_and(|table| names.iter().any(|name| table.contains(name)));
        if has(["median", "sigma"]) {
            let parameters = self.parameters(value, &title, &["median", "sigma"], &[])?;
            let right = [self.above_zero(&parameters, "median", &title), self.above_zero(&parameters, "sigma", &title)];
            let (median, sigma) = parameters.get("median").zip(parameters.get("sigma"))?;
            right.iter().all(|&right| right).then_some(Lognormal::Median { median, sigma })
        } else if has(["mean", "sd"]) {
            let parameters = self.parameters(value, &title, &["mean", "sd"], &[])?;
            let right = [self.above_zero(&parameters, "mean", &title), self.above_zero(&parameters, "sd", &title)];
            let (mean, sd) = parameters.get("mean").zip(parameters.get("sd"))?;
            right.iter().all(|&right| right).then_some(Lognormal::Mean { mean, sd })
        } else if value.table().is_some() && !has(["p10", "p90"]) {
            let label = "expected { median, sigma }, { mean, sd } or { p10, p90 }";
            self.problems.error(value.place, format!("{title} lacks its parameters"), label, None);
            None
        } else {
            let parameters = self.parameters(value, &title, &["p10", "p90"], &[])?;
            let right = self.above_zero(&parameters, "p10", &title) && self.rising(&parameters, &["p10", "p90"], &title);
            let (p10, p90) = parameters.get("p10").zip(parameters.get("p90"))?;
            right.then_some(Lognormal::Percentiles { p10, p90 })
        }
    }

    fn exponential(&mut self, value: &Value, title: &str) -> Option<DistributionSpec> {
        let title = format!("`exponential` in {title}");
        let parameters = self.parameters(value, &title, &["mean"], &[])?;
        let mean = parameters.get("mean")?;
        self.above_zero(&parameters, "mean", &title).then_some(DistributionSpec::Exponential { mean })
    }

    fn weibull(&mut self, value: &Value, title: &str) -> Option<DistributionSpec> {
        let title = format!("`weibull` in {title}");
        let parameters = self.parameters(value, &title, &["shape", "scale"], &[])?;
        let right = [self.above_zero(&parameters, "shape", &title), self.above_zero(&parameters, "scale", &title)];
        let (shape, scale) = parameters.get("shape").zip(parameters.get("scale"))?;
        right.iter().all(|&right| right).then_some(DistributionSpec::Weibull { shape, scale })
    }

    fn metalog(&mut self, value: &Value, title: &str) -> Option<DistributionSpec> {
        let title = format!("`metalog` in {title}");
        let parameters = self.parameters(value, &title, &["p10", "p50", "p90"], &["min", "max"])?;
        let present: Vec<_> = ["min", "p10", "p50", "p90", "max"].into_iter().filter(|name| parameters.get(name).is_some()).collect();
        if !self.rising(&parameters, &present, &title) {
            return None;
        }
        let quantile = |name| parameters.get(name);
        Some(DistributionSpec::Metalog {
            p10: quantile("p10")?,
            p50: quantile("p50")?,
            p90: quantile("p90")?,
            min: quantile("min"),
            max: quantile("max"),
        })
    }

    /// Whether the named parameters rise strictly; says where they do not.
    fn rising(&mut self, parameters: &Parameters, names: &[&str], title: &str) -> bool {
        for pair in names.windows(2) {
            if parameters.get(pair[0]) >= parameters.get(pair[1]) {
                let label = format!("expected `{}` above `{}`", pair[1], pair[0]);
                self.problems.error(parameters.place(pair[1]), format!("{title} is out of order"), label, None);
                return false;
            }
        }
        true
    }
}
