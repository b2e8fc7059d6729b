//! Numbers that were wrong.

use super::{BARE, SMALL, adit, changed, column, json, place, put, said};

/// Two ways of the same length to the end: 7 + 11 + 4 = 13 + 6 + 3 months before a stage of 15. All six stages and the last are critical in every
/// trial, in whatever order the file lists what they wait for.
#[test]
fn paths_of_the_same_length_all_count() {
    let network = |after: &str| {
        let stages = [
            ("start", 0, ""),
            ("a", 7, "\"start\""),
            ("b", 13, "\"start\""),
            ("c", 16, "\"start\""),
            ("d", 18, "\"a\", \"b\""),
            ("e", 11, "\"a\""),
            ("f", 6, "\"b\""),
            ("g", 19, "\"c\""),
            ("h", 4, "\"e\""),
            ("i", 3, "\"f\""),
            ("j", 15, after),
            ("fin", 0, "\"d\", \"g\", \"j\""),
        ];
        let stages: String = stages.iter().fold(String::new(), |text, (name, months, after)| {
            format!(
                "{text}[projects.p.stages.{name}]\nduration = {months}\n{}",
                if after.is_empty() { String::new() } else { format!("after = [{after}]\n") }
            )
        });
        changed(BARE, &[("end = \"2030-12\"", "end = \"2045-12\""), ("[nodes.pit]", &format!("{stages}[nodes.pit]\nopens = \"p.fin\""))])
    };
    for after in ["\"h\", \"i\"", "\"i\", \"h\""] {
        let place = place();
        put(&place, "s.toml", &network(after));
        said(&place, 0, &["run", "s.toml", "--trials", "16", "--figures", "ladder", "--out", "o"]);
        let summary = json(&place, "o/summary.json");
        let critical = |stage: &str| summary["stages"][format!("p.{stage}")]["critical"]["value"].as_f64();
        assert_eq!(["a", "e", "h", "b", "f", "i", "j"].map(critical), [Some(1.0); 7]);
        assert_eq!(["c", "d", "g"].map(critical), [Some(0.0); 3]);
        assert_eq!(summary["paths"]["g"]["stages"]["p.e"]["months"]["value"], 11.0);
    }
}

/// Stages that start together and never end both keep the goal from arriving.
#[test]
fn stages_that_never_end_all_count() {
    let place = place();
    let stages =
        "[projects.p.stages.a]\nduration = 400\n[projects.p.stages.b]\nduration = 400\n[projects.p.stages.c]\nduration = 1\nafter = [\"a\", \"b\"]\n";
    put(&place, "s.toml", &changed(BARE, &[("[nodes.pit]", &format!("{stages}[nodes.pit]\nopens = \"p.c\""))]));
    said(&place, 0, &["run", "s.toml", "--trials", "16", "--figures", "ladder", "--out", "o"]);
    let path = &json(&place, "o/summary.json")["paths"]["g"]["stages"];
    for stage in ["p.a", "p.b"] {
        assert_eq!(["stuck", "blocks"].map(|share| path[stage][share]["value"].as_f64()), [Some(1.0); 2], "{stage}");
    }
}

/// A state of 5.25 months fills a quarter of the sixth month.
#[test]
fn a_state_counts_by_the_share_of_the_month() {
    let place = place();
    let regime = "suppliers.A = { share = 1, controlled_by = \"r\" }\n[regimes.r]\ninitial = \"on\"\n[regimes.r.states]\n\
        on = { lasts = 5.25, then = \"off\" }\noff = { lasts = 100, then = \"on\", passes = 0.5 }\n[nodes.pit]";
    put(&place, "s.toml", &changed(BARE, &[("[nodes.pit]", regime)]));
    said(&place, 0, &["run", "s.toml", "--trials", "16", "--figures", "ladder", "--out", "o"]);
    let states = &json(&place, "o/summary.json")["regimes"]["r"];
    let share = |state: &str, month: usize| states[state][month].as_f64();
    assert_eq!([4, 5, 6].map(|month| share("on", month)), [1.0, 0.25, 0.0].map(Some));
    assert_eq!([4, 5, 6].map(|month| share("off", month)), [0.0, 0.75, 1.0].map(Some));
}

/// The flow figure of a run of one trial shows this trial, and no other of its batch.
#[test]
fn figures_use_the_trials_asked_for() {
    let place = place();
    put(&place, "s.toml", SMALL);
    said(&place, 0, &["run", "s.toml", "--trials", "1", "--figures", "flow", "--out", "o"]);
    let findings = json(&place, "o/findings.json");
    let flows = &findings["findings"]["flows"];
    assert_eq!(flows["trials"], 1);
    let svg = std::fs::read_to_string(place.path().join("o/figures/flow-antimony-pakistan.svg")).expect("a figure");
    assert!(svg.contains("mean of 1 trial ±"), "{svg}");
    let summary = json(&place, "o/summary.json");
    let arrivals = |year: &str| summary["minerals"]["antimony"]["arrivals"][year]["value"].as_f64().expect("tonnes");
    let by_route: Vec<f64> =
        flows["routes"][0]["arrives"].as_array().expect("years").iter().map(|year| year[1]["value"].as_f64().expect("tonnes")).collect();
    for (year, tonnes) in (2026..).zip(by_route) {
        let known = arrivals(&year.to_string());
        assert!((tonnes - known).abs() <= 1e-6 * known.max(1.0), "{year}: {tonnes} and {known}");
    }
}

/// All of 2,000 trials: with 95% confidence the probability is above 0.05^(1/2000).
#[test]
fn hits_in_all_trials_leave_an_error() {
    let place = place();
    put(&place, "s.toml", BARE);
    let text = said(&place, 0, &["rare", "s.toml", "--by", "2028", "--trials", "2000", "--out", "o"]);
    assert!(!text.contains("about one in"), "{text}");
    let low = json(&place, "o/rare.json")["probability"]["low"].as_f64().expect("a bound");
    assert!((low - 0.05_f64.powf(1.0 / 2_000.0)).abs() < 1e-9, "{low}");
}

/// A probability near the target: the set of no condition, which reaches it on the trials of the search alone, is no answer.
#[test]
fn conditions_near_even_odds_name_the_condition() {
    let scenario = changed(BARE, &[("[nodes.pit]\ncapacity = 1200", "[nodes.pit]\ncapacity = { uniform = [200, 1000] }")]);
    for seed in ["1", "2", "4", "6", "7"] {
        let place = place();
        put(&place, "s.toml", &scenario);
        let text = said(&place, 0, &["conditions", "s.toml", "--trials", "1000", "--seed", seed, "--out", "o"]);
        let reached = text.contains("is reached without any condition");
        assert!(reached || text.contains("has one condition and gives 100%") && text.contains("nodes.pit.capacity is at its P90"), "{text}");
        assert!(!text.contains("0 conditions") && !text.contains("The one random element of the scenario affect this"), "{text}");
    }
}

/// Ranks, each the mean of those of equal values.
fn ranks(values: &[f64]) -> Vec<f64> {
    let count = |of: std::cmp::Ordering, value: f64| values.iter().filter(|other| other.total_cmp(&value) == of).count() as f64;
    values.iter().map(|value| count(std::cmp::Ordering::Less, *value) + 0.5 * count(std::cmp::Ordering::Equal, *value)).collect()
}

fn spearman(one: &[f64], other: &[f64]) -> f64 {
    let centred = |values: &[f64]| -> Vec<f64> {
        let ranks = ranks(values);
        let mean = ranks.iter().sum::<f64>() / ranks.len() as f64;
        ranks.into_iter().map(|rank| rank - mean).collect()
    };
    let (one, other) = (centred(one), centred(other));
    let product = |left: &[f64], right: &[f64]| left.iter().zip(right).map(|(left, right)| left * right).sum::<f64>();
    product(&one, &other) / (product(&one, &one) * product(&other, &other)).sqrt()
}

/// A value of probability 0.1 against a uniform number: at most √(3·0.1·0.9) = 0.52. What can be attained is attained: the standard error of
/// Spearman's correlation over 4,000 trials is below 0.016, so that 0.06 is passed by chance less than once in 5,000 seeds.
#[test]
fn rank_correlations_of_discrete_drivers_are_attained_or_refused() {
    let scenario = |rank: &str| {
        let drivers = format!(
            "[drivers]\nc = {{ discrete = [[0, 0.9], [1, 0.1]] }}\ne = {{ uniform = [0, 1] }}\n[[correlations]]\nbetween = [\"c\", \"e\"]\nrank = {rank}\n\
             [minerals.y]\ndemand = 1\nprice = \"@e\"\n[minerals.x]\nprice = \"@c\""
        );
        changed(BARE, &[("[minerals.x]", &drivers)])
    };
    let place = place();
    put(&place, "s.toml", &scenario("0.8"));
    let refused = said(&place, 2, &["check", "s.toml"]);
    assert!(refused.contains("a rank correlation of 0.8 cannot be attained") && refused.contains("write a rank between -0.5"), "{refused}");
    for rank in [0.4, -0.3] {
        put(&place, "s.toml", &scenario(&rank.to_string()));
        said(&place, 0, &["run", "s.toml", "--trials", "4000", "--trials-csv", "--figures", "ladder", "--out", "o"]);
        let found = spearman(&column(&place, "o/trials.csv", "drivers.c"), &column(&place, "o/trials.csv", "drivers.e"));
        assert!((found - rank).abs() < 0.06, "{found} instead of {rank}");
    }
}

/// Nearly all of the weight would be at 0 and 1, where the tables of quantiles are not accurate.
#[test]
fn a_beta_distribution_without_a_middle_is_refused() {
    let place = place();
    put(&place, "s.toml", &changed(BARE, &[("demand = 1200", "demand = 1200\nprice = { beta = { mean = 0.5, sd = 0.4999 } }")]));
    let refused = said(&place, 2, &["check", "s.toml"]);
    assert!(refused.contains("nearly all its weight") && refused.contains("discrete = [[0, 0.5], [1, 0.5]]"), "{refused}");
    put(&place, "s.toml", &changed(BARE, &[("demand = 1200", "demand = 1200\nprice = { beta = { mean = 0.5, sd = 0.49 } }")]));
    adit(&place).args(["check", "s.toml"]).assert().success();
}

/// Below 35 trials no interval of a P10 has a lower end among the trials: it begins at the start of the scenario.
#[test]
fn a_quantile_of_few_trials_has_no_lower_end() {
    let place = place();
    let waits = "[projects.p.stages.build]\nduration = { uniform = [0, 2300] }\n[nodes.pit]\nopens = \"p.build\"";
    put(&place, "s.toml", &changed(BARE, &[("end = \"2030-12\"", "end = \"2225-12\""), ("[nodes.pit]", waits)]));
    said(&place, 0, &["run", "s.toml", "--trials", "20", "--seed", "7", "--figures", "ladder", "--out", "o"]);
    let p10 = &json(&place, "o/summary.json")["goals"]["g"]["p10"];
    assert_eq!(p10["low"], 0.0, "{p10}");
}

/// Tonnes that arrive where next to nothing is demanded: 1,200 a year.
#[test]
fn arrivals_are_counted_where_little_is_demanded() {
    let place = place();
    let goal = "[goals.g]\nmineral = \"x\"\nhhi_below = 2500\n";
    let text = BARE.split("[goals.g]").next().expect("the part before the goal").replace("demand = 1200", "demand = 0") + goal;
    put(&place, "s.toml", &text);
    said(&place, 0, &["run", "s.toml", "--trials", "16", "--figures", "ladder", "--out", "o"]);
    let arrivals = json(&place, "o/summary.json")["minerals"]["x"]["arrivals"]["2028"]["value"].as_f64().expect("tonnes");
    assert!((arrivals - 1_200.0).abs() < 1e-3, "{arrivals}");
}
