//! Probability that the next package of export controls is of a kind never seen before, scored on the packages since the forecast date.

use std::collections::BTreeSet;

use serde::Serialize;

use super::spells::Spell;

/// Method, with its probabilities and its score.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct NewKindMethod {
    /// Name.
    pub method: &'static str,
    /// Probability that the next package after the table is of a new kind.
    pub next: f64,
    /// Mean probability given to a new kind over the packages scored, each from those before it.
    pub mean: f64,
    /// Brier score over them.
    pub brier: f64,
}

/// New kinds of controls.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NewKinds {
    /// Packages before the forecast date.
    pub known: usize,
    /// Packages scored.
    pub scored: usize,
    /// Packages scored that were of a new kind.
    pub new: usize,
    /// Kinds in the whole table.
    pub kinds: usize,
    /// Methods.
    pub methods: Vec<NewKindMethod>,
}

/// Package of rules that took effect on one day: the numbers of packages and of kinds before it, and whether it has a new kind.
type Package = (usize, usize, bool);

/// Probability that a package is of a new kind, from those before it.
type Forecast<'a> = dyn Fn(&[Package], Package) -> f64 + 'a;

/// Weights of unseen kinds: concentration and discount.
type Weights = [f64; 2];

/// Packages of new or stricter rules in order, with their days.
fn packages(all: &[Spell]) -> Vec<(f64, Package)> {
    let mut rules: Vec<(f64, &str)> = all.iter().filter(|spell| spell.tightens).map(|spell| (spell.start, spell.regime.as_str())).collect();
    rules.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut seen = BTreeSet::new();
    let days = rules.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()).enumerate().map(|(before, package)| {
        let kinds = seen.len();
        seen.extend(package.iter().map(|(_, kind)| *kind));
        (package[0].0, (before, kinds, seen.len() > kinds))
    });
    days.collect()
}

/// Pitman and Yor (1997, Annals of Probability 25): (θ + σk)/(θ + n) after n packages of k kinds; with σ = 0 Ewens (1972).
fn probability([concentration, discount]: Weights, (before, kinds, _): Package) -> f64 {
    (concentration + discount * kinds as f64) / (concentration + before as f64)
}

/// Weights of maximum likelihood on a grid; the first package is new for certain.
fn fitted(known: &[Package], discounts: u32) -> Weights {
    let ln_likelihood = |weights: Weights| -> f64 {
        let term = |package: &Package| {
            let new = probability(weights, *package).clamp(1e-9, 1.0 - 1e-9);
            if package.2 { new.ln() } else { (1.0 - new).ln() }
        };
        known.iter().filter(|(before, ..)| *before > 0).map(term).sum()
    };
    let grid = (0..discounts).flat_map(|j| (0..48).map(move |i| [0.05 * 1.2_f64.powi(i), 0.1 * f64::from(j)]));
    grid.max_by(|a, b| ln_likelihood(*a).total_cmp(&ln_likelihood(*b))).unwrap_or([1.0, 0.0])
}

/// Forecasts from the packages before `date` on, each from all before it. `None` with fewer than three packages before it or none after.
pub fn new_kinds(all: &[Spell], date: f64) -> Option<NewKinds> {
    let days = packages(all);
    let packages: Vec<Package> = days.iter().map(|(_, package)| *package).collect();
    let known = days.iter().filter(|(day, _)| *day < date).count();
    if known < 3 || known == packages.len() {
        return None;
    }
    let share = |known: &[Package], _: Package| (known.iter().filter(|(.., new)| *new).count() as f64 + 0.5) / (known.len() as f64 + 1.0);
    let ewens = |known: &[Package], next: Package| probability(fitted(known, 1), next);
    let pitman_yor = |known: &[Package], next: Package| probability(fitted(known, 10), next);
    let methods: [(&str, &Forecast); 3] = [("share of earlier packages", &share), ("Ewens", &ewens), ("Pitman–Yor", &pitman_yor)];
    let scored = &packages[known..];
    let kinds = packages.last().map_or(0, |(_, kinds, _)| *kinds) + days.last().map_or(0, |(day, _)| new_on(all, *day));
    let rows = methods.map(|(method, forecast)| {
        let given: Vec<f64> = (known..packages.len()).map(|at| forecast(&packages[..at], packages[at])).collect();
        let errors = given.iter().zip(scored).map(|(given, (.., new))| (given - f64::from(u8::from(*new))).powi(2));
        let n = given.len() as f64;
        NewKindMethod {
            method,
            next: forecast(&packages, (packages.len(), kinds, false)),
            brier: errors.sum::<f64>() / n,
            mean: given.iter().sum::<f64>() / n,
        }
    });
    Some(NewKinds { known, scored: scored.len(), new: scored.iter().filter(|(.., new)| *new).count(), kinds, methods: rows.into() })
}

/// Number of kinds that occur on a day and on none before.
fn new_on(all: &[Spell], day: f64) -> usize {
    let kinds = |early: bool| -> BTreeSet<&str> {
        all.iter().filter(|spell| spell.tightens && (spell.start < day) == early && spell.start <= day).map(|spell| spell.regime.as_str()).collect()
    };
    kinds(false).difference(&kinds(true)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spell(start: f64, regime: &str) -> Spell {
        Spell { mineral: "x".into(), regime: regime.into(), kind: None, tightens: true, start, months: 1.0, ended: true }
    }

    #[test]
    fn kinds_are_new_once() {
        let all = [spell(1.0, "a"), spell(2.0, "a"), spell(2.0, "b"), spell(3.0, "b"), spell(4.0, "c"), spell(5.0, "a")];
        let found = new_kinds(&all, 3.5).expect("packages");
        assert_eq!((found.known, found.scored, found.new, found.kinds), (3, 2, 1, 3));
        // Two of three, then three of four: (2 + ½)/4 and (3 + ½)/5.
        assert!((found.methods[0].mean - f64::midpoint(0.625, 0.7)).abs() < 1e-12);
        assert!((found.methods[0].next - 3.5 / 6.0).abs() < 1e-12);
    }

    /// With n packages of which the first and one other are new, the Ewens weight solves Σ θ/(θ + i) = 2.
    #[test]
    fn the_ewens_weight_has_the_expected_number_of_kinds() {
        let known: Vec<Package> = (0..10).map(|i| (i, 1 + usize::from(i > 4), i == 0 || i == 4)).collect();
        let [weight, _] = fitted(&known, 1);
        let expected: f64 = (0..10).map(|i| weight / (weight + f64::from(i))).sum();
        assert!((expected - 2.0).abs() < 0.1, "{weight}: {expected}");
    }
}
