//! Cases worked out by hand or in closed form, by the engine and by the naive implementation alike.
//!
//! Where trials are counted, tolerances are in standard errors: at 4.5 of them one comparison in 150 000 would fail by chance, and seeds are fixed.

#![allow(clippy::cast_precision_loss, clippy::doc_markdown, clippy::format_push_string, reason = "tests speak in numbers")]

use crate::naive::Naive;
use crate::trial_values;
use adit::engine::{TrialTrace, replay};
use adit::plan::{Plan, compile};
use adit::scenario::{Scenario, load_text};

/// A scenario, and its plan.
fn read(text: &str) -> (Scenario, Plan) {
    let loaded = load_text("worked.toml", text, None, &[]);
    assert!(!loaded.problems.any_error(), "{:#?}", loaded.problems);
    let scenario = loaded.scenario.expect("no error");
    let (plan, problems) = compile(&scenario);
    (scenario, plan.unwrap_or_else(|| panic!("{problems:#?}")))
}

/// The first trial, told by the engine; the naive implementation must agree.
fn first(text: &str) -> TrialTrace {
    let (scenario, plan) = read(text);
    let [engine, naive] = [trial_values::by_engine(&plan, 1, 0), trial_values::by_naive(&Naive::new(&scenario).trial(1, 0))];
    trial_values::compare(&engine, &naive).unwrap();
    replay(&plan, 1, 0)
}

#[track_caller]
fn close(found: &[f64], expected: &[f64]) {
    let near = |(found, expected): (&f64, &f64)| (found - expected).abs() <= 1e-6 * (1.0 + expected.abs());
    assert!(found.len() >= expected.len() && found.iter().zip(expected).all(near), "found {found:?}, expected {expected:?}");
}

/// Two buffers in a row, a yard and a port, whose capacities fall for some months.
#[test]
fn b2_buffers_in_a_row() {
    let text = r#"
start = "2026-01"
end = "2027-12"
minerals.x.demand = 12_000
regimes.weather = { initial = "fair", states.fair = { lasts = 2, then = "yard" }, states.yard = { lasts = 1, then = "port" }, states.port = { lasts = 2, then = "calm" }, states.calm = {} }
nodes.quarry = { kind = "mine", capacity = 7_200 }
nodes.yard = { kind = "stockpile", capacity = 10_500, buffer = 700, flow = { weather = { yard = 0.3 } } }
nodes.port = { kind = "port", capacity = 10_000, buffer = 300, flow = { weather = { port = 0.4 } } }
[[routes]]
mineral = "x"
via = ["quarry", "yard", "port"]
origin = "Home"
"#;
    let trace = first(text);
    let arrivals = &trace.minerals[0].arrivals_by_origin[0];
    let third = 1_000.0 / 3.0;
    let expected = [600.0, 600.0, 262.5, third, third, 2.5 * third, 2.5 * third, 2.5 * third, 770.833_333_333, 600.0, 600.0, 600.0, 600.0];
    close(arrivals, &expected);
    close(&[arrivals[..12].iter().sum(), trace.routes[0].mined, trace.routes[0].in_buffers], &[7_200.0, 14_400.0, 0.0]);
}

/// Ore goes to the plant once it is open, and abroad till then, although a yard on the way could keep it.
#[test]
fn a_yard_keeps_nothing_for_a_plant_that_has_not_opened() {
    let text = r#"
start = "2026-01"
end = "2026-12"
minerals.x.demand = 12_000
nodes.mine = { capacity = 1_200 }
nodes.yard = { capacity = 2_400, buffer = 900 }
nodes.plant = { capacity = 480, opens = "2026-07" }
[[routes]]
mineral = "x"
via = ["mine", "yard", "plant"]
origin = "Home"
[[routes]]
mineral = "x"
via = ["mine"]
origin = "Abroad"
prefer = 2
"#;
    let trace = first(text);
    let delivered: Vec<f64> = trace.routes.iter().map(|route| route.delivered).collect();
    close(&delivered, &[600.0, 240.0]);
    close(&[trace.routes[1].in_buffers, trace.routes[1].mined], &[360.0, 600.0]);
}

/// Mean and its standard error.
fn mean(values: &[f64]) -> [f64; 2] {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    [mean, (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0) / n).sqrt()]
}

/// At most 4.5 standard errors from what is expected.
#[track_caller]
fn near(what: &str, values: &[f64], expected: f64) {
    let [mean, error] = mean(values);
    assert!((mean - expected).abs() <= 4.5 * error + 1e-9, "{what}: found {mean} ± {error}, expected {expected}");
}

/// A regime that lets nothing pass, then for ever all, and one supplier that it controls, 1 t a month; `elapsed` months are over.
fn shut(lasts: &str, elapsed: &str, more: &str) -> String {
    format!(
        "start = \"2026-01\"\nend = \"2028-12\"\nminerals.x = {{ demand = 12, suppliers.only = {{ share = 1, controlled_by = \"gate\" }} }}\n\
         [regimes.gate]\ninitial = \"shut\"\nelapsed = {elapsed}\nstates.shut = {{ lasts = {lasts}, then = \"open\", passes = 0{more} }}\nstates.open = {{}}\n"
    )
}

/// Months shut in each year, trial by trial.
fn months_shut(text: &str, trials: u64) -> [Vec<f64>; 3] {
    let (_, plan) = read(text);
    let mut years: [Vec<f64>; 3] = Default::default();
    for trial in 0..trials {
        let controlled = &replay(&plan, 1, trial).minerals[0].controlled;
        for (year, months) in years.iter_mut().zip(controlled.chunks(12)) {
            year.push(12.0 - months.iter().sum::<f64>());
        }
    }
    years
}

#[test]
fn k8_months_already_elapsed() {
    let memoryless = [8.758_492, 4.496_760, 2.308_713];
    let cases: [(&str, &str, [f64; 3]); 9] = [
        ("{ exponential = { mean = 18 } }", "0", memoryless),
        ("{ exponential = { mean = 18 } }", "7", memoryless),
        ("{ exponential = { mean = 18 } }", "{ uniform = [0, 90] }", memoryless),
        ("{ uniform = [6, 30] }", "0", [11.25, 6.0, 0.75]),
        ("{ uniform = [6, 30] }", "3", [10.3125, 4.5, 0.1875]),
        ("{ uniform = [6, 30] }", "12", [8.0, 1.0, 0.0]),
        ("{ weibull = { shape = 0.8, scale = 20 } }", "12", [9.422_673, 5.905_852, 3.846_518]),
        ("{ discrete = [[4, 1], [9, 2], [15, 1]] }", "5", [(2.0 * 4.0 + 10.0) / 3.0, 0.0, 0.0]),
        ("{ discrete = [[4, 1], [9, 2], [15, 1]] }", "9", [6.0, 0.0, 0.0]),
    ];
    for (lasts, elapsed, expected) in cases {
        for (year, (found, expected)) in months_shut(&shut(lasts, elapsed, ""), 8_000).iter().zip(expected).enumerate() {
            near(&format!("{lasts} after {elapsed}, year {}", year + 1), found, expected);
        }
    }
    for (lasts, elapsed) in [("{ uniform = [6, 30] }", "30"), ("{ discrete = [[4, 1], [9, 2], [15, 1]] }", "15"), ("8", "{ uniform = [1, 8] }")] {
        let loaded = load_text("worked.toml", &shut(lasts, elapsed, ""), None, &[]);
        let (plan, problems) = compile(&loaded.scenario.expect("each key by itself is right"));
        assert!(
            plan.is_none() && format!("{problems:?}").contains("`elapsed` can be longer than the initial state lasts"),
            "{lasts} after {elapsed}"
        );
    }
    // A scale is as drawn: a stay of 6 to 30 months, made 12 to 60, of which 24 are over, has 0 to 36 left.
    let scaled = shut("{ uniform = [6, 30], scale = \"@two\" }", "24", "") + "[drivers]\ntwo = 2\n";
    near("a scaled stay", &months_shut(&scaled, 4_000)[0], 12.0 - 12.0 * 12.0 / 2.0 / 36.0);
    // The wait counts from the entry: five months of which two are over.
    let waits = "start = \"2026-01\"\nend = \"2026-12\"\nminerals.x = { demand = 12, suppliers.only = { share = 1, controlled_by = \"gate\" } }\n\
        [regimes.gate]\ninitial = \"licensed\"\nelapsed = 2\nstates.licensed = { wait = 5 }\n";
    close(&first(waits).minerals[0].controlled, &[0.0, 0.0, 0.0, 1.0, 1.0]);
    // The weights of the start do not depend on it.
    let weighted = shut("{ exponential = { mean = 18 } }", "40", "").replace("\"shut\"\nelapsed", "{ shut = 1, open = 3 }\nelapsed");
    let starts: Vec<f64> = months_shut(&weighted, 8_000)[0].iter().map(|&months| f64::from(u8::from(months > 0.0))).collect();
    near("starts shut", &starts, 0.25);
    // Without elapsed months nothing changes, bit by bit.
    let plain = shut("{ exponential = { mean = 18 } }", "0", "");
    assert_eq!(months_shut(&plain, 50), months_shut(&plain.replace("elapsed = 0\n", ""), 50));
}

#[test]
fn k9_largest_origin() {
    let text = r#"
start = "2026-01"
end = "2028-12"
minerals.x = { demand = 12_000, suppliers = { A = { share = 0.6, controlled_by = "gate" }, B = { share = 0.4 } } }
regimes.gate = { initial = "open", states.open = {} }
nodes.mine = { capacity = 2_400, opens = "2026-07" }
[[routes]]
mineral = "x"
via = ["mine"]
origin = "B"
[goals]
kept_at_two = { mineral = "x", largest_origin_below = 0.52, sustain = 2 }
never_for_three = { mineral = "x", largest_origin_below = 0.52, sustain = 3 }
never_at_half = { mineral = "x", largest_origin_below = 0.5, sustain = 1 }
lost = { mineral = "x", largest_origin_below = 0.6, sustain = 6 }
kept = { mineral = "x", largest_origin_below = 0.61, sustain = 6 }
"#;
    let found: Vec<_> = first(text).goals.iter().map(|goal| (goal.arrival, goal.lost)).collect();
    assert_eq!(found, [(Some(11), true), (None, false), (None, false), (Some(11), true), (Some(11), false)]);
}

/// A node with a life and a closing ends at the earlier of the two.
#[test]
fn a_life_and_a_closing_end_a_node_at_the_earlier() {
    let months = |closes: &str, life: &str| {
        let text = format!(
            "start = \"2026-01\"\nend = \"2027-12\"\nminerals.x.demand = 12\nnodes.mine = {{ capacity = 12, opens = \"2026-03\", closes = \"{closes}\", life = {life} }}\n\
             [[routes]]\nmineral = \"x\"\nvia = [\"mine\"]\norigin = \"Home\"\n"
        );
        first(&text).routes[0].mined
    };
    close(&[months("2027-01", "6"), months("2027-01", "40"), months("2027-01", "10")], &[6.0, 10.0, 10.0]);
}

/// Stages of a month each, one with each of these chances to be cancelled.
fn stages(cancels: &[String]) -> String {
    let mut text = "start = \"2026-01\"\nend = \"2026-12\"\nminerals.x.demand = 12\nfactors = { deal = {}, other = {} }\n".to_owned();
    for (i, cancels) in cancels.iter().enumerate() {
        text += &format!("[projects.p{i}.stages.s]\nduration = 1\ncancels = {cancels}\n");
    }
    text
}

fn tied(probability: &str, loading: &str) -> String {
    format!("{{ probability = {probability}, factor = \"deal\", loading = {loading} }}")
}

/// Which stages are cancelled, trial by trial.
fn cancelled(text: &str, trials: u64) -> Vec<Vec<bool>> {
    let (_, plan) = read(text);
    (0..trials).map(|trial| replay(&plan, 1, trial).stages.iter().map(|stage| stage.2).collect()).collect()
}

fn share(trials: &[Vec<bool>], of: impl Fn(&[bool]) -> bool) -> Vec<f64> {
    trials.iter().map(|one| f64::from(u8::from(of(one)))).collect()
}

#[test]
fn k4_chances_with_a_factor() {
    for ([p, q], [v, w], both) in [
        (["0.25", "0.40"], ["0.8", "0.7"], 0.174_741),
        (["0.25", "0.50"], ["0.8", "-0.7"], 0.051_930),
        (["0.2", "0.2"], ["0.6", "0.6"], 0.072_086),
        (["0.25", "0.40"], ["1", "1"], 0.25),
        (["0.7", "0.4"], ["1", "-1"], 0.1),
        (["0.25", "0.40"], ["0", "1"], 0.1),
        (["{ uniform = [0, 0.5] }", "0.40"], ["0", "1"], 0.1),
    ] {
        let found = cancelled(&stages(&[tied(p, v), tied(q, w)]), 12_000);
        near(&format!("{p}, {q} with {v}, {w}"), &share(&found, |one| one[0] && one[1]), both);
        near("the first alone", &share(&found, |one| one[0]), p.parse().unwrap_or(0.25));
        near("the second alone", &share(&found, |one| one[1]), q.parse().unwrap());
    }
    let three = cancelled(&stages(&[tied("0.3", "0.7"), tied("0.3", "0.7"), tied("0.3", "0.7")]), 12_000);
    for (count, expected) in [0.466_884, 0.265_079, 0.169_191, 0.098_846].into_iter().enumerate() {
        near(&format!("{count} of three"), &share(&three, |one| one.iter().filter(|&&is| is).count() == count), expected);
    }
    // Risks depend on it in the same way: all of the first and none of the second, or the other way round.
    let risks = stages(&[])
        + "[projects.p.stages]\na = { duration = 1, risks.r = { delay = 2, probability = "
        + &tied("0.5", "1")
        + " } }\nb = { duration = 1, risks.r = { delay = 2, probability = "
        + &tied("0.5", "-1")
        + " } }\n";
    let (_, plan) = read(&risks);
    assert!((0..200).all(|trial| {
        let ends = replay(&plan, 1, trial).stages;
        (ends[0].1 + ends[1].1).to_bits() == 4.0_f64.to_bits()
    }));
    // A loading of 0 is no factor, bit by bit.
    let chances = ["0.3", "{ beta = { mean = 0.4, sd = 0.2 } }"];
    let [with, without] = [chances.map(|p| tied(p, "0")), chances.map(str::to_owned)].map(|chances| cancelled(&stages(&chances), 500));
    assert_eq!(with, without);
}

/// Incidents in each of two years, trial by trial.
fn incidents(hazard: &str, trials: u64) -> Vec<[f64; 2]> {
    let text = format!(
        "start = \"2026-01\"\nend = \"2027-12\"\nminerals.x.demand = 12\n[hazards.h]\n{hazard}\nclasses.c.outage = 1\n[projects.p]\nexposure.h = 0.5\nstages.s.duration = 3\n"
    );
    let (_, plan) = read(&text);
    let of_trial = |trial| {
        let strikes = replay(&plan, 1, trial).strikes;
        let first = strikes.iter().filter(|strike| strike.time < 12.0).count() as f64;
        [first, strikes.len() as f64 - first]
    };
    (0..trials).map(of_trial).collect()
}

#[test]
fn k5_volatility() {
    for (rate, sd, months, variance, covariance) in
        [(6.0, 0.9, 12, 36.006_058, 14.208_442), (3.0, 1.0, 30, 15.765_556, 8.861_957), (6.0, 0.6, 0, 7.299_988, 0.0)]
    {
        let counts = incidents(&format!("rate = {rate}\nvolatility = {{ sd = {sd}, months = {months} }}"), 40_000);
        let of = |product: &dyn Fn(f64, f64) -> f64| counts.iter().map(|&[a, b]| product(a - rate, b - rate)).collect::<Vec<_>>();
        let what = |what: &str| format!("{what} of rate {rate}, sd {sd}, months {months}");
        near(&what("first year"), &of(&|a, _| a), 0.0);
        near(&what("second year"), &of(&|_, b| b), 0.0);
        near(&what("variance"), &of(&|a, _| a * a), variance);
        near(&what("variance of the second year"), &of(&|_, b| b * b), variance);
        near(&what("covariance"), &of(&|a, b| a * b), covariance);
    }
    // Seasons, a trend, other levels and offspring multiply or add as ever: the mean is that without volatility.
    let rest = "rate = 5\ntrend = 0.3\nseason = [0, 0, 1, 1, 2, 2, 1, 1, 3, 1, 0, 0]\nexcitation = { branching = 0.3, decay = 1 }\n";
    let [with, without] = ["volatility = { sd = 0.7, months = 6 }", ""].map(|more| incidents(&format!("{rest}{more}"), 20_000));
    for year in 0..2 {
        let difference: Vec<f64> = with.iter().zip(&without).map(|(with, without)| with[year] - without[year]).collect();
        near("with and without volatility", &difference, 0.0);
    }
}

/// A correlated driver set to a constant leaves the others' draws as they were.
#[test]
fn a_driver_set_to_a_constant_leaves_the_others() {
    let text = "start = \"2026-01\"\nend = \"2026-12\"\nminerals.x.demand = \"@b\"\n[drivers]\na = { uniform = [1, 3] }\nb = { uniform = [10, 30] }\nc = { uniform = [2, 4] }\n\
        [[correlations]]\nbetween = [\"a\", \"b\"]\nrank = 0.8\n[[correlations]]\nbetween = [\"b\", \"c\"]\nrank = -0.5\n";
    let inputs = |text: &str| -> Vec<Vec<f64>> {
        let (_, plan) = read(text);
        (0..20).map(|trial| replay(&plan, 1, trial).inputs).collect()
    };
    let free = inputs(text);
    let held = inputs(&text.replace("a = { uniform = [1, 3] }", "a = 2"));
    for (free, held) in free.iter().zip(&held) {
        assert_eq!(held[0].to_bits(), 2.0_f64.to_bits());
        assert_eq!(held[1..], free[1..]);
    }
}

/// A market short of half its demand at an index of 2, and a stage that ends before any new supply.
fn priced(cancels: &str) -> String {
    format!(
        "start = \"2026-01\"\nend = \"2027-12\"\n[minerals.x]\ndemand = 1200\nsuppliers.Home = {{ share = 0.5 }}\nresponse.demand = {{ short = 1, long = 1, months = 12 }}\n\
         [projects.p.stages.s]\nduration = 7.5\n{cancels}\n[nodes.n]\ncapacity = 12\nopens = \"p.s\"\n[[routes]]\nmineral = \"x\"\nvia = [\"n\"]\norigin = \"New\"\n"
    )
}

/// The probability of cancellation is divided by the price index to the power of the elasticity, trial by trial.
#[test]
fn a_high_price_makes_cancellations_rarer() {
    for (elasticity, probability) in [("1", "0.2"), ("2", "0.1"), ("0", "0.4")] {
        let with = cancelled(&priced(&format!("cancels = 0.4\nprice_elasticity = {elasticity}\nprice_of = \"x\"")), 2_000);
        assert_eq!(with, cancelled(&priced(&format!("cancels = {probability}")), 2_000), "{elasticity}");
    }
    // A low price makes them more frequent, up to 1: with twice the supply and a floor the index is 0.5.
    let cheap =
        |cancels: &str| priced(cancels).replace("share = 0.5", "share = 4").replace("response.demand", "response.floor = 0.5\nresponse.demand");
    let sure = cancelled(&cheap("cancels = 0.4\nprice_elasticity = 2\nprice_of = \"x\""), 50);
    assert!(sure.iter().all(|stages| stages[0]), "0.4 · 0.5^-2 is above 1");
}
