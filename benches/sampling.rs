//! How many trials drawn at random one designed trial is worth, by shipped scenario and quantity, as a table in Markdown.
//!
//! `cargo bench --bench sampling -- [--replicates R] [--points N] [--write FILE…]`: R replicates (default 128) of N points (default 512) each, every
//! scenario on its first goal that is in doubt. `--write` puts the table between `<!-- sampling -->` and `<!-- /sampling -->` in each FILE.
//!
//! The ratio is the variance of a mean over N trials drawn at random (the variance between R·N of them, over N) by that of a replicate's mean (the
//! variance between the replicates): at equal error, so many times fewer trials are needed. Its 95 % interval is that of the replicates' variance.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use adit::engine::{Keys, Outcomes, Placement, outcomes};
use adit::plan::{Design, ElementKind, KeyId, Plan, Sampling, compile};
use adit::scenario::{Scenario, load};
use statrs::distribution::{ChiSquared, ContinuousCDF};

const SCENARIOS: [&str; 6] =
    ["one-refinery", "pakistan-baseline", "pakistan-accelerated", "pakistan-announced", "pakistan-stress", "rare-earths-2010"];

const HEAD: &str =
    "| scenario, goal | spread | quantity | Latin hypercube | Sobol' | antithetic pairs |\n| --- | ---: | --- | ---: | ---: | ---: |\n";

const SEED: u64 = 1;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let number = |name: &str, default: u64| {
        let place = arguments.iter().position(|argument| argument == name);
        place.and_then(|place| arguments.get(place + 1)?.parse().ok()).unwrap_or(default)
    };
    let (replicates, points) = (number("--replicates", 128), number("--points", 512));
    let pool = rayon::ThreadPoolBuilder::new().build().expect("threads");
    let mut table = HEAD.to_owned();
    for name in SCENARIOS {
        let loaded = load(Path::new(&format!("scenarios/{name}.toml")), &[]);
        let scenario = loaded.scenario.expect("the scenario loads");
        let plan = compile(&scenario).0.expect("the scenario compiles");
        table.push_str(&rows(name, &plan, &scenario, replicates, points, &pool));
        if name == "one-refinery" {
            let calm = plan.as_planned(&|element| !matches!(element.kind, ElementKind::Driver | ElementKind::Input));
            table.push_str(&rows("the same without regimes, incidents, risks", &calm, &scenario, replicates, points, &pool));
        }
    }
    println!("{table}");
    let files = arguments.iter().skip_while(|argument| *argument != "--write").skip(1);
    for file in files {
        let page = std::fs::read_to_string(file).expect("the page can be read");
        let (before, rest) = page.split_once("<!-- sampling -->\n").expect("the page has a place for the table");
        let (_, after) = rest.split_once("<!-- /sampling -->").expect("the place ends");
        std::fs::write(file, format!("{before}<!-- sampling -->\n{table}<!-- /sampling -->{after}")).expect("the page can be written");
    }
}

/// Antithetic pairs: what is drawn once a trial is u in one and 1 − u in the next. No part of the program: here to see what they would gain.
#[derive(Debug)]
struct Antithetic(Keys);

impl Placement for Antithetic {
    fn once(&self, stream: KeyId, trial: u64, drawn: f64) -> f64 {
        if trial.is_multiple_of(2) { drawn } else { 1.0 - self.0.once(stream, trial - 1) }
    }
}

/// One number a trial.
type Quantity<'a> = &'a dyn Fn(&Outcomes) -> Vec<f64>;

/// One scenario's rows.
fn rows(name: &str, plan: &Plan, scenario: &Scenario, replicates: u64, points: u64, pool: &rayon::ThreadPool) -> String {
    let run = |sampling: Sampling| {
        let asked = Scenario { sampling, replicates: Some(replicates), trials: replicates * points, ..scenario.clone() };
        let designed = Plan { design: Design::of(&asked), ..plan.clone() };
        let found = outcomes(&designed, &Keys::new(&designed, SEED), 0..replicates * points, pool, false);
        (designed.design, found)
    };
    let (_, at_random) = run(Sampling::Random);
    let doubtful = |arrivals: &Vec<Option<usize>>| (0.05..0.95).contains(&share(arrivals, |month| month.is_some()));
    let goal = at_random.arrivals.iter().position(doubtful).unwrap_or(0);
    let mineral = plan.goals.goals[goal].minerals.first().copied().unwrap_or(0);
    let mut months: Vec<usize> = at_random.arrivals[goal].iter().flatten().copied().collect();
    months.sort_unstable();
    // The median over all trials where that is a month, else that of the trials that arrive.
    let all = at_random.arrivals[goal].len();
    let (label, median) = match months.get(all / 2) {
        Some(&month) => ("P50 of arrival", month),
        None => ("median of those that arrive", months.get(months.len() / 2).copied().unwrap_or(0)),
    };
    let end = |found: &Outcomes| flags(&found.arrivals[goal], |month| month.is_some());
    let by = |found: &Outcomes| flags(&found.arrivals[goal], |month| month.is_some_and(|month| month <= median));
    let quantities: [(&str, Quantity); 4] = [
        (label, &by),
        ("chance of arriving", &end),
        ("mean bridging stock", &|found| found.bridge[goal].clone()),
        ("mean shortage", &|found| found.shortage[mineral].clone()),
    ];
    let designed = [Sampling::LatinHypercube, Sampling::Sobol].map(run);
    let keys = Keys::new(plan, SEED);
    let mirrored = outcomes(plan, &keys.clone().placed(Arc::new(Antithetic(keys))), 0..replicates * points, pool, false);
    let mut rows = String::new();
    for (quantity, of) in quantities {
        let spread_at_random = variance(&of(&at_random));
        if spread_at_random.is_nan() || spread_at_random <= 0.0 {
            continue;
        }
        // Means over so many trials each vary so much less than at random; so many of them are known.
        let ratio = |means: &[f64], each: u64| {
            let ratio = spread_at_random / float(each) / variance(means);
            let free = float(means.len() as u64 - 1);
            let law = ChiSquared::new(free).expect("replicates");
            let [low, high] = [0.025, 0.975].map(|p| ratio * law.inverse_cdf(p) / free);
            format!("{} ({}..{})", digits(ratio), digits(low), digits(high))
        };
        let mut ratios: Vec<String> = designed
            .iter()
            .map(|(design, found)| {
                let design = design.expect("it is designed");
                let mut means = vec![0.0; usize::try_from(replicates).expect("few replicates")];
                for (trial, value) in (0..).zip(of(found)) {
                    means[design.replicate(trial)] += value / float(points);
                }
                ratio(&means, points)
            })
            .collect();
        let pairs: Vec<f64> =
            of(&mirrored).chunks_exact(usize::try_from(points).expect("few points")).map(|block| block.iter().sum::<f64>() / float(points)).collect();
        ratios.push(ratio(&pairs, points));
        let first = format!("{name}, `{}`", plan.goals.goals[goal].name);
        let _ = writeln!(rows, "| {first} | {} | {quantity} | {} |", plan.spread().len(), ratios.join(" | "));
    }
    rows
}

fn flags(arrivals: &[Option<usize>], of: impl Fn(Option<usize>) -> bool) -> Vec<f64> {
    arrivals.iter().map(|&month| f64::from(u8::from(of(month)))).collect()
}

fn share(arrivals: &[Option<usize>], of: impl Fn(Option<usize>) -> bool) -> f64 {
    let flags = flags(arrivals, of);
    flags.iter().sum::<f64>() / float(flags.len() as u64)
}

fn variance(values: &[f64]) -> f64 {
    let n = float(values.len() as u64);
    let mean = values.iter().sum::<f64>() / n;
    values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0)
}

/// Two digits at least.
fn digits(ratio: f64) -> String {
    if ratio < 10.0 { format!("{ratio:.2}") } else { format!("{ratio:.0}") }
}

fn float(count: u64) -> f64 {
    count as f64
}
