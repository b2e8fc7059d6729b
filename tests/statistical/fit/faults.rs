//! Tables as people have them: right values computed apart from the program (closed forms, scipy), refusals, and lines that the scenario language accepts.

use adit::analyses::fit::durations::{self, Durations, Ends, Length, fit_durations};
use adit::analyses::fit::incidents::{self, IncidentsFit, fit_incidents, read_counts, read_times};
use adit::analyses::fit::quantiles::{self, fit_quantiles};
use adit::analyses::fit::ramp::{self, RampFit, fit_ramp};
use adit::analyses::fit::regimes::{self, fit_regimes, read_spells};
use adit::analyses::fit::{FitContext, LeftOut};
use adit::plan::compile;
use adit::scenario::load_text;
use adit::stats::incidents::{Process, fit_times};
use adit::stats::survival::{Family, Observed, fit};
use adit::units::{CsvTable, Date, Problems};

fn context(name: &str) -> FitContext {
    FitContext { name: name.to_owned(), file: "table.csv".to_owned(), rows: String::new(), source: None, left_out: LeftOut::default(), target: None }
}

fn near(found: f64, known: f64, relative: f64, what: &str) {
    assert!((found / known - 1.0).abs() < relative, "{what}: {found} instead of {known}");
}

/// What a reader makes of a table, with the messages and corrections of its problems.
fn read<T>(text: &str, reader: impl FnOnce(&CsvTable, &mut Problems) -> T) -> (Option<T>, Vec<String>) {
    let mut problems = Problems::default();
    let found = CsvTable::read(text, 0, &mut problems).map(|table| reader(&table, &mut problems));
    let said = problems.sorted().iter().map(|problem| format!("{problem} {}", problem.help.clone().unwrap_or_default())).collect();
    (found, said)
}

fn counts(text: &str, month: Option<&str>) -> (IncidentsFit, Vec<String>) {
    let (counts, said) = read(text, |table, problems| read_counts(table, ["n", "year"], month, &mut LeftOut::default(), problems));
    (fit_incidents(&[], &counts.unwrap_or_default(), Date::default(), Date::default()), said)
}

/// Rows of so many months from January 2021, with a count for the month of the year.
fn monthly(months: usize, count: impl Fn(usize) -> usize) -> String {
    let rows = (0..months).map(|month| [2021 + month / 12, month % 12 + 1, count(month % 12 + 1)].map(|number| number.to_string()).join(","));
    rows.collect::<Vec<_>>().join("\n")
}

fn date(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

fn parsed(toml: &str) -> toml::Table {
    toml.parse().unwrap_or_else(|error| panic!("{error}\n{toml}"))
}

/// 2, 5, 8, 17, 33, 61 incidents a year: the log-linear fit grows by 93% a year, 62 in 2024 and 119 expected in 2025.
#[test]
fn the_best_process_is_the_one_that_is_written() {
    let (found, said) = counts("year,n\n2019,2\n2020,5\n2021,8\n2022,17\n2023,33\n2024,61\n", None);
    assert!(said.is_empty() && found.processes[0].process == "Poisson with trend" && !found.cannot_tell, "{said:?}");
    let toml = incidents::toml(&found, &context("attacks"), None, None);
    let hazard = &parsed(&toml)["hazards"]["attacks"];
    let number = |key: &str, distribution: &str, parameter: &str| hazard[key][distribution][parameter].as_float().expect("a number");
    let (rate, growth) = (number("rate", "lognormal", "median"), 1.0 + number("trend", "metalog", "p50"));
    near(growth, 1.93, 0.005, "growth");
    near(rate * growth.sqrt(), 119.0, 0.01, "rate in the middle of 2025");
    near(rate / growth.sqrt(), 62.0, 0.01, "rate in the middle of 2024");
    assert!(toml.contains("2025-01, the end of the observation"), "{toml}");
    // A constant rate only where it is asked for.
    let constant = incidents::toml(&found, &context("attacks"), Some("poisson"), None);
    near(parsed(&constant)["attacks"]["gamma"]["mean"].as_float().expect("a mean"), 126.5 / 6.0, 0.005, "rate");
}

/// Counts that vary more than any rate explains become a rate and a volatility whose counts have the same mean and variance.
#[test]
fn overdispersed_counts_are_written_as_a_volatility() {
    let (found, _) = counts("year,n\n2018,5\n2019,60\n2020,4\n2021,55\n2022,70\n2023,3\n", None);
    assert_eq!(found.processes[0].process, "negative binomial");
    let toml = incidents::toml(&found, &context("attacks"), None, None);
    let hazard = &parsed(&toml)["hazards"]["attacks"];
    near(hazard["rate"]["lognormal"]["median"].as_float().expect("a rate"), 197.0 / 6.0, 0.01, "rate");
    assert_eq!(hazard["volatility"]["months"].as_integer(), Some(6));
    let sd = hazard["volatility"]["sd"]["lognormal"]["median"].as_float().expect("a standard deviation");
    let dispersion = found.processes[0].parameter("dispersion").and_then(|known| known.value).expect("a dispersion");
    let pairs = |gap: u32| (12.0 - f64::from(gap)) * if gap == 0 { 1.0 } else { 2.0 };
    let variance: f64 = (0..12).map(|gap| pairs(gap) * (sd * sd * (-f64::from(gap) / 6.0).exp()).exp_m1()).sum::<f64>() / 144.0;
    near(variance, dispersion, 0.03, "variance of the mean level of a year");
}

/// A season that the data do not bound is refused.
#[test]
fn a_season_that_the_data_do_not_bound_is_refused() {
    let months = monthly(24, |month| if month == 3 { 9 } else { 0 });
    let (found, said) = counts(&format!("year,month,n\n{months}"), Some("month"));
    assert!(said.is_empty(), "{said:?}");
    let toml = incidents::toml(&found, &context("attacks"), Some("season"), None);
    assert!(parsed(&toml).is_empty() && toml.contains("do not bound"), "{toml}");
}

#[test]
fn periods_that_overlap_are_refused() {
    let (_, said) = counts("year,n\n2018,4\n2018,6\n2019,5\n", None);
    assert!(said.len() == 1 && said[0].contains("in 2018") && said[0].contains("--month"), "{said:?}");
    let months = "year,month,n\n2023,1,2\n2023,2,1\n2023,3,0\n2023,4,3\n";
    assert_eq!(counts(months, None).1.len(), 1);
    assert!(counts(months, Some("month")).1.is_empty());
    // A year, and a month of it.
    assert_eq!(counts("year,month,n\n2023,,7\n2023,2,1\n", Some("month")).1.len(), 1);
}

#[test]
fn sentences_about_few_or_steady_counts_are_true() {
    let steady = counts("year,n\n2018,5\n2019,5\n2020,5\n2021,5\n2022,5\n2023,5\n", None).0;
    let toml = incidents::toml(&steady, &context("x"), None, None);
    assert!(toml.contains("steadier than independent incidents") && !toml.contains("violent"), "{toml}");
    let mut left_out = LeftOut::default();
    let (times, said) = read("date\n2023-12-31\n2024-03-01\n2024-05-01\n2025-02-01\n", |table, problems| {
        read_times(table, "date", [date("2024-01"), date("2025-01")], &mut left_out, problems)
    });
    assert!(said.is_empty() && times.as_ref().is_some_and(|times| times.len() == 2));
    assert_eq!(left_out.to_string(), " One row before the watch was left out. One row after the watch was left out.");
    let two = fit_incidents(&times.expect("times"), &[], date("2024-01"), date("2025-01"));
    assert!(incidents::toml(&two, &context("x"), None, None).contains("too few to test"));
}

/// One incident in the same week of six years: the exact likelihood with Bessel functions.
#[test]
fn a_narrow_season_has_its_exact_likelihood() {
    let text = "date\n2019-02-04\n2020-02-05\n2021-02-03\n2022-02-06\n2023-02-04\n2024-02-05\n";
    let (times, _) = read(text, |table, problems| read_times(table, "date", [date("2019-01"), date("2025-01")], &mut LeftOut::default(), problems));
    let fits = fit_times(&times.expect("times"), 72.0, 0.0, 12.0 / 365.25);
    let of = |process| fits.iter().find(|fit| fit.process == process).expect("a fit");
    let (season, poisson) = (of(Process::Season), of(Process::Poisson));
    assert!((season.log_likelihood - 5.88).abs() < 0.02, "{}", season.log_likelihood);
    assert!((poisson.aic - season.aic - 49.6).abs() < 0.1, "{}", poisson.aic - season.aic);
    assert!((season.parameter("peak").expect("a peak").value - 1.14).abs() < 0.01, "{season:?}");
}

fn ends() -> Ends {
    let words = |words: &str| words.split(',').map(str::to_owned).collect();
    Ends {
        column: Some("ended".to_owned()),
        completed: words("1,yes,y,true,t,ended,completed"),
        censored: words("0,no,n,false,f,not yet,censored,running"),
        competing: words("cancelled,never"),
    }
}

fn durations(text: &str) -> (Option<Durations>, Vec<String>) {
    read(text, |table, problems| durations::read(table, &Length::Column("duration".to_owned()), &ends(), &mut LeftOut::default(), problems))
}

/// With one of four still running the lognormal median is 8.43 (scipy).
#[test]
fn words_of_ends_are_known_or_refused() {
    for [yes, no] in [["TRUE", "FALSE"], ["y", "n"], ["yes", "No"], ["1.0", "0.0"], ["1", "censored: not yet as of 2026-02"]] {
        let (found, said) = durations(&format!("duration,ended\n5,{yes}\n7,{yes}\n9,{no}\n12,{yes}\n"));
        assert!(said.is_empty(), "{said:?}");
        let Durations { observed, words } = found.expect("durations");
        assert_eq!(observed.iter().map(|one| one.is_event()).collect::<Vec<_>>(), [true, true, false, true], "{yes} {no}");
        assert_eq!(words.iter().map(|(_, rows, _)| rows).sum::<usize>(), 4);
        near(fit(Family::Lognormal, &observed).expect("a fit").distribution.scale, 8.43, 0.001, "median");
    }
    let (_, said) = durations("duration,ended\n5,ja\n7,nein\n9,ja\n12,none\n");
    assert!(said.len() == 3 && said[0].contains("\"ja\" (2 rows)") && said[0].contains("--completed"), "{said:?}");
}

/// Profile likelihood of five ended durations over eight decades (scipy).
#[test]
fn intervals_are_searched_as_far_as_they_reach() {
    let observed: Vec<Observed> = [0.001, 0.1, 10.0, 1_000.0, 100_000.0].map(|value| Observed::new(value, true)).into();
    let fitted = fit(Family::Lognormal, &observed).expect("a fit");
    let (median, p90) = (fitted.quantile_interval(&observed, 0.5), fitted.quantile_interval(&observed, 0.9));
    for (found, known) in [(median.value, 10.0), (median.low, 0.0091), (median.high, 10_994.0), (p90.low, 114.0), (p90.high, 2.2e10)] {
        near(found, known, 0.03, "an end");
    }
}

fn ramp(text: &str) -> (Option<RampFit>, Vec<String>) {
    let columns = ["series", "months", "percent_of_nameplate"];
    let (found, said) = read(&format!("series,months,percent_of_nameplate\n{text}"), |table, problems| fit_ramp(table, columns, &mut 0, problems));
    (found.flatten(), said)
}

#[test]
fn a_ramp_without_plateau_or_rise_is_reported_or_refused() {
    for early in ["A,6,40\nA,12,80\nB,5,30\nB,9,60\n", "A,3,15\nA,6,28\nA,9,43\nB,4,22\nB,8,40\nC,6,33\n", "A,1,50\nA,6,120\nA,12,130\nB,3,40\n"] {
        let (found, said) = ramp(early);
        let found = found.unwrap_or_else(|| panic!("{said:?}"));
        assert!(!found.level_is_seen && found.level.number() <= 100.0, "{found:?}");
        let toml = ramp::toml(&found, &context("x"));
        let highest = parsed(&toml)["ramp_up"].as_array().expect("points").iter().filter_map(|point| point[1].as_float()).fold(0.0, f64::max);
        assert!(highest <= 1.0 && toml.contains("WARNING: the observations show no plateau"), "{toml}");
    }
    for (flat, why) in [
        ("A,6,0\nA,12,0\nB,3,0\nB,9,0\n", "no plant has any output"),
        ("A,6,90\nA,12,90\nA,24,90\nB,3,90\nB,6,90\n", "no ramp is seen"),
        ("A,6,90\nA,12,60\nA,24,30\nB,2,100\nB,9,70\nB,20,35\n", "no ramp is seen"),
    ] {
        let (found, said) = ramp(flat);
        assert!(found.is_none() && said.len() == 1 && said[0].contains(why), "{said:?}");
    }
    assert!(ramp("A,6,40%\nA,12,80%\nB,5,30%\n").1[0].contains("write 40 without the sign"));
}

/// A scenario in which fitted lines stand where they belong; problems other than missing sources are errors.
fn accepted(mineral: &str, node: &str, rest: &str) {
    let text = format!(
        "title = \"T\"\nstart = \"2026-01\"\nend = \"2030-12\"\n[minerals.x]\n{}\n[nodes.pit]\n{}\n{rest}\n[[routes]]\nmineral = \"x\"\nvia = [\"pit\"]\norigin = \"Home\"\n",
        if mineral.is_empty() { "demand = 1200" } else { mineral },
        if node.is_empty() { "capacity = 1200" } else { node }
    );
    let loaded = load_text("t.toml", &text, None, &[]);
    let errors: Vec<String> = loaded.problems.sorted().iter().map(ToString::to_string).collect();
    assert!(!loaded.problems.any_error(), "{errors:?}\n{text}");
    assert!(!compile(&loaded.scenario.expect("a scenario")).1.any_error(), "{text}");
}

#[test]
fn every_line_that_is_written_is_accepted() {
    let observed: Vec<Observed> = [3.0, 5.0, 8.0, 13.0, 21.0, 4.0, 9.0, 2.0].map(|value| Observed::new(value, value < 20.0)).into();
    let found = fit_durations(&observed, "months", 19, 1).expect("fits");
    for name in ["exponential", "weibull", "lognormal", "gamma", "log-logistic"] {
        accepted(&durations::toml(&found, &context("demand"), Some(name)), "", "");
    }
    // Names of files.
    for name in ["corridor closures 2024", "a\"b", "grubenausfälle"] {
        let toml = durations::toml(&found, &context(name), None);
        let parsed = parsed(&toml);
        assert!(parsed.contains_key(name) && parsed["drivers"].get(format!("{name}_known")).is_some(), "{toml}");
    }
    for quantiles in ["x,e,2,2,2", "x,e,1,2,5", "x,e,0,2,5", "x,e,1,2,100", "x,e,2,2,5"] {
        let (found, _) = read(&format!("quantity,expert,p10,p50,p90\n{quantiles}\n"), fit_quantiles);
        let toml = quantiles::toml(&found.expect("rows"), &context("x"));
        accepted("", "", &format!("[drivers]\n{toml}"));
    }
    let same = quantiles::toml(&read("quantity,p10,p50,p90\nprice,2,2,2\n", fit_quantiles).0.expect("a row"), &context("x"));
    assert_eq!(parsed(&same)["price"]["value"].as_integer(), Some(2), "{same}");
    let class = "[hazards.attacks.classes.c]\noutage = 1\n";
    let rising = counts("year,n\n2019,2\n2020,5\n2021,8\n2022,17\n2023,33\n2024,61\n", None).0;
    accepted("", "", &format!("{}{class}", incidents::toml(&rising, &context("attacks"), None, None)));
    let months = monthly(36, |month| [4, 6, 9, 12, 9, 6, 4, 3, 2, 1, 2, 3][month - 1]);
    let seasonal = counts(&format!("year,month,n\n{months}"), Some("month")).0;
    let toml = incidents::toml(&seasonal, &context("attacks"), None, None);
    assert!(toml.contains("season = ["), "{toml}");
    accepted("", "", &format!("{toml}{class}"));
    let constant = incidents::toml(&seasonal, &context("rate"), Some("poisson"), None);
    accepted("", "", &format!("[hazards.attacks]\n{constant}{class}"));
    let (ramp, said) = ramp("A,6,20\nA,12,40\nA,24,60\nB,3,10\nB,9,30\nB,18,52\nB,40,70\n");
    accepted("", &format!("capacity = 1200\n{}", ramp::toml(&ramp.unwrap_or_else(|| panic!("{said:?}")), &context("r"))), "");
    let spells = "state,start,end,last,next\na,2020-01,2020-07,,b c\nb c,2020-07,2021-01,,a\na,2021-01,2021-04,,b c\nb c,2021-04,2021-05,,a\n\
                  a,2022-01,2022-03,,b c\nb c,2022-03,2022-05,,a\nb c,2023-01,,2023-05,\n";
    let (spells, _) = read(spells, |table, problems| read_spells(table, ["state", "start", "end", "last", "next"], problems));
    let regimes = regimes::toml(&fit_regimes(&spells.expect("spells"), &Vec::new(), 0.5, 19, 1), &context("r"), None);
    accepted("", "", &format!("[regimes.r]\ninitial = \"a\"\n{regimes}"));
}
