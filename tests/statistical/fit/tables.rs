//! From tables to what is pasted: regimes, ramps, quantiles, ratios of dates.

use std::fmt::Write;

use adit::analyses::fit::durations::{self, Ends, Length, fit_durations};
use adit::analyses::fit::incidents::{self, fit_incidents, read_times};
use adit::analyses::fit::quantiles::{self, fit_quantiles};
use adit::analyses::fit::ramp::{self, fit_ramp};
use adit::analyses::fit::regimes::{self, fit_regimes, read_prior, read_spells};
use adit::analyses::fit::{FitContext, LeftOut};
use adit::chance::Distribution;
use adit::stats::survival::{End, Family, Observed, SurvivalDistribution, fit};
use adit::units::{CsvTable, Date, Problems};

use super::uniforms;
use crate::checker::check;

fn table(text: &str) -> CsvTable {
    let mut problems = Problems::default();
    let table = CsvTable::read(text, 0, &mut problems).expect("a table");
    assert!(problems.sorted().is_empty(), "{:?}", problems.sorted());
    table
}

fn context(name: &str) -> FitContext {
    FitContext {
        name: name.to_owned(),
        file: "table.csv".to_owned(),
        rows: String::new(),
        source: Some("press".to_owned()),
        left_out: LeftOut { blank: 1, ..LeftOut::default() },
        target: None,
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

#[test]
fn dates_become_ratios_and_cancelled_ones_stay_apart() {
    let table = table(
        "from,to,plan,seen\n2020-01,2022-01,2021-01,\n2020-01,not yet,2021-01,2023-01\n2020-01,cancelled 2021,2021-01,2021-07\n,2022-01,2021-01,\n",
    );
    let length = Length::Dates { from: "from".into(), to: "to".into(), last: "seen".into(), planned: Some("plan".into()) };
    let ends = Ends { column: None, completed: Vec::new(), censored: words(&["not yet"]), competing: words(&["cancelled"]) };
    let (mut problems, mut left_out) = (Problems::default(), LeftOut::default());
    let observed = durations::read(&table, &length, &ends, &mut left_out, &mut problems).observed;
    assert!(problems.sorted().is_empty(), "{:?}", problems.sorted());
    assert_eq!(left_out.blank, 1);
    let expected = [(2.0, End::Event), (3.0, End::Censored), (1.5, End::Competing)];
    assert_eq!(observed, expected.map(|(value, end)| Observed { value, end }));
}

#[test]
fn sojourns_and_jumps_are_counted_and_the_prior_is_stated() {
    let table = table(
        "state,start,end,last,next\na,2020-01,2020-07,,b\nb,2020-07,2021-01,,a\na,2021-01,2021-04,,b\nb,2021-04,2021-05,,c\na,2022-01,,2022-05,\n",
    );
    let mut problems = Problems::default();
    let spells = read_spells(&table, ["state", "start", "end", "last", "next"], &mut problems);
    assert!(!problems.any_error() && spells.len() == 5);
    let found = fit_regimes(&spells, &Vec::new(), 0.5, 19, 1);
    let [a, b, c] = found.states.as_slice() else { panic!("three states") };
    // Exponential by hand: two ended in 6 + 3 + 4 months.
    let lasts = a.lasts.as_ref().expect("a law");
    let exponential = lasts.distributions.iter().find(|one| one.distribution == "exponential").expect("exponential");
    assert!((exponential.scale.number() - 6.5).abs() < 1e-9 && (a.ended, a.running) == (2, 1));
    // Jeffreys: (2 + ½)/3 to b, ½/3 to c; the interval is that of beta(2.5, 0.5), by scipy.stats.beta.ppf.
    let to_b = a.then.iter().find(|jump| jump.to == "b").expect("b");
    assert!((to_b.probability.number() - 2.5 / 3.0).abs() < 1e-12 && to_b.seen == 2);
    assert!((to_b.probability.low.expect("an end") - 0.333_178_2).abs() < 1e-5, "{to_b:?}");
    assert!(b.then.iter().all(|jump| jump.seen == 1) && c.lasts.is_err());
    // With weights given, those and the jumps seen.
    let mut problems = Problems::default();
    let prior = read_prior(&self::table("from,to,weight\na,b,1\na,c,3\n"), &mut problems);
    let found = fit_regimes(&spells, &prior, 0.5, 19, 1);
    let to_c = found.states[0].then.iter().find(|jump| jump.to == "c").expect("c");
    assert!((to_c.probability.number() - 0.5).abs() < 1e-12, "3 of 3 + 1 + 2");
    let toml = regimes::toml(&found, &context("r"), None);
    let pasted: toml::Table = toml.parse().expect("TOML");
    assert!(pasted["regimes"]["r"]["states"]["a"]["then"]["b"].as_float().is_some_and(|weight| (weight - 0.5).abs() < 1e-9), "{toml}");
}

#[test]
fn a_ramp_without_noise_is_found_again() {
    let mut text = "series,months,percent_of_nameplate\n".to_owned();
    for plant in ["one", "two", "three"] {
        for months in [6.0_f64, 12.0, 30.0, 60.0] {
            writeln!(text, "{plant},{months},{}", 80.0 * (1.0 - (-months / 20.0).exp())).expect("a row");
        }
    }
    let mut problems = Problems::default();
    let found = fit_ramp(&table(&text), ["series", "months", "percent_of_nameplate"], &mut 0, &mut problems).expect("a ramp");
    assert!((found.level.number() - 80.0).abs() < 1e-4 && (found.time.number() - 20.0).abs() < 1e-4 && found.scatter < 1e-4, "{found:?}");
    for block in ramp::chapter(&found, &context("a plant of a name that is long")).blocks {
        if let adit::report::Block::Figure { figure, .. } = block {
            check(&figure);
        }
    }
}

#[test]
fn experts_are_pooled_and_what_cannot_be_is_said() {
    let table = table("quantity,expert,p10,p50,p90,min,max\nx,a,10,20,40,0,\nx,b,15,20,25,,\ny,a,1,2,100,,\n");
    let mut problems = Problems::default();
    let found = fit_quantiles(&table, &mut problems);
    assert!(!problems.any_error() && problems.sorted().len() == 1, "the lopsided one is a warning");
    assert!(found.rows[2].metalog.is_none() && found.rows[2].metalog_refused.is_some());
    let [median, sigma, _] = found.rows[0].lognormal.expect("a lognormal");
    // √(10·40) and ln 4 over twice 1.2815516.
    assert!((median - 20.0).abs() < 1e-9 && (sigma - 0.540_866_3).abs() < 1e-6);
    let pasted: toml::Table = quantiles::toml(&found, &context("q")).parse().expect("TOML");
    assert_eq!(pasted["x"]["mixture"].as_array().expect("a pool").len(), 2);
    assert!(pasted["y"]["lognormal"]["p90"].as_integer() == Some(100));
}

#[test]
fn the_metalog_bounded_at_0_is_the_log_logistic_law() {
    let law = SurvivalDistribution { family: Family::LogLogistic, scale: 7.0, shape: 1.6 };
    let metalog = Distribution::metalog(law.quantile(0.1), law.quantile(0.5), law.quantile(0.9), Some(0.0), None).expect("a law");
    for p in [0.001, 0.05, 0.3, 0.7, 0.95, 0.999] {
        assert!((metalog.quantile(p) / law.quantile(p) - 1.0).abs() < 1e-9, "{p}");
    }
}

#[test]
fn what_is_pasted_is_the_law_that_was_fitted() {
    let mut uniform = uniforms(3);
    let truth = SurvivalDistribution { family: Family::Weibull, scale: 30.0, shape: 1.3 };
    let data: Vec<Observed> = (0..80).map(|_| Observed::new(truth.quantile(uniform()), true)).collect();
    let found = fit_durations(&data, "days", 19, 1).expect("fits");
    for name in ["exponential", "weibull", "lognormal", "gamma", "log-logistic"] {
        let pasted: toml::Table = durations::toml(&found, &context("x"), Some(name)).parse().expect("TOML");
        let number = |law: &str, key: &str| {
            pasted["x"][law][key].as_float().or_else(|| pasted["x"][law][key].as_integer().map(|n| n as f64)).expect("a number")
        };
        let law = match name {
            "exponential" => Distribution::exponential(number(name, "mean")),
            "weibull" => Distribution::weibull(number(name, "shape"), number(name, "scale")),
            "lognormal" => Distribution::lognormal_median(number(name, "median"), number(name, "sigma")),
            "gamma" => Distribution::gamma(number(name, "mean"), number(name, "sd")),
            _ => Distribution::metalog(number("metalog", "p10"), number("metalog", "p50"), number("metalog", "p90"), Some(0.0), None),
        }
        .expect("a law");
        let family = Family::ALL.into_iter().find(|family| family.name() == name).expect("a family");
        let fitted = fit(family, &data).expect("a fit").distribution;
        for p in [0.1, 0.5, 0.9] {
            // Days in months, to the three digits that are written.
            assert!((law.quantile(p) / (fitted.quantile(p) * 12.0 / 365.25) - 1.0).abs() < 0.015, "{name} {p}");
        }
        assert!(pasted["drivers"]["x_known"]["lognormal"]["sigma"].as_float().is_some_and(|sigma| (0.02..0.3).contains(&sigma)), "{name}");
        assert_eq!(pasted["x"]["scale"].as_str(), Some("@x_known"));
    }
}

#[test]
fn figures_are_legible() {
    let mut uniform = uniforms(4);
    let truth = SurvivalDistribution { family: Family::Lognormal, scale: 9.0, shape: 1.1 };
    for rows in [3_usize, 12, 150] {
        let data: Vec<Observed> = (0..rows)
            .map(|i| {
                let value = truth.quantile(uniform());
                if i % 4 == 3 {
                    Observed { value: value / 2.0, end: if i % 8 == 3 { End::Competing } else { End::Censored } }
                } else {
                    Observed::new(value, true)
                }
            })
            .collect();
        let found = fit_durations(&data, "months", 19, 1).expect("fits");
        let chapter = durations::chapter(&found, &context("a_closure_of_a_road_with_a_name_that_goes_on_and_on_until_no_title_could_hold_it"), None);
        let mut figures =
            chapter.blocks.iter().filter_map(|block| if let adit::report::Block::Figure { figure, .. } = block { Some(figure) } else { None });
        check(figures.next().expect("a figure"));
    }
    let mut dates = String::new();
    for day in 1..=28 {
        writeln!(dates, "2024-02-{day:02}\n2024-07-{day:02}\n2024-07-{day:02}").expect("rows");
    }
    let mut problems = Problems::default();
    let date = |text: &str| Date::parse(text).expect("a date");
    let times = read_times(&table(&format!("date\n{dates}")), "date", [date("2024-01"), date("2025-01")], &mut LeftOut::default(), &mut problems);
    assert!(times.is_sorted() && times.windows(2).all(|pair| pair[0] < pair[1]) && times.len() == 84);
    let found = fit_incidents(&times, &[], date("2024-01"), date("2025-01"));
    assert_eq!(found.branching_may_be_zero, Some(false), "two bursts");
    for block in incidents::chapter(&found, &context("incidents")).blocks {
        if let adit::report::Block::Figure { figure, .. } = block {
            check(&figure);
        }
    }
}
