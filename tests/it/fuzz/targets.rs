//! What is searched: scenarios with their overlays and settings, runs of those that can run, tables, conditions on trials and rows, and the program.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use adit::analyses::fit::durations::{self, Ends, Length};
use adit::analyses::fit::incidents::{read_counts, read_times};
use adit::analyses::fit::quantiles::fit_quantiles;
use adit::analyses::fit::ramp::fit_ramp;
use adit::analyses::fit::regimes::read_spells;
use adit::analyses::fit::{Condition, LeftOut};
use adit::analyses::sweep::{Design, read_vary};
use adit::analyses::trials::{Expression, Names};
use adit::engine::simulate;
use adit::plan;
use adit::scenario::{TEMPLATE, load_text, to_toml};
use adit::units::{CsvTable, Date, Problems, csv_numbers, visible};

use super::{Changes, search};

const SCENARIOS: [&str; 7] = [
    include_str!("../../data/readme.toml"),
    include_str!("../../data/every-key.toml"),
    include_str!("../../data/overlay.toml"),
    include_str!("../../../scenarios/one-refinery.toml"),
    include_str!("../../../scenarios/rare-earths-2010.toml"),
    include_str!("../../../scenarios/pakistan-stress.toml"),
    TEMPLATE,
];
/// Longest text that is read in most cases; the others are read now and then.
const SHORT: usize = 12_000;

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

fn scenario(changes: &mut Changes) -> String {
    let (text, other) = (changes.one_of(&SCENARIOS), changes.one_of(&SCENARIOS));
    let text = if text.len() > SHORT && changes.below(20) > 0 { SCENARIOS[changes.below(2)] } else { text };
    changes.of(text, other)
}

/// Reads and compiles as the command line does; the plan where it can run.
fn compiled(text: &str, settings: &[String]) -> Option<plan::Plan> {
    let loaded = load_text("s.toml", text, Some(&data()), settings);
    let is_valid = !loaded.problems.any_error();
    let Some(scenario) = &loaded.scenario else {
        assert!(!is_valid, "not read, and no error told");
        return None;
    };
    if !is_valid {
        let _ = plan::judge(scenario);
        return None;
    }
    let (compiled, problems) = plan::compile(scenario);
    assert!(compiled.is_some() != problems.any_error(), "no plan and no error, or both");
    // What can run is written so that it can be read again.
    if compiled.is_some() {
        let again = load_text("again.toml", &to_toml(scenario), Some(&data()), &[]);
        assert!(again.scenario.is_some() && !again.problems.any_error(), "the scenario as run is not read again: {:?}", again.problems.sorted());
    }
    compiled
}

#[test]
fn scenarios() {
    search("scenarios", 2_500, |changes| {
        let text = scenario(changes);
        (text.clone(), Box::new(move || compiled(&text, &[]).is_some()))
    });
}

#[test]
fn settings() {
    search("settings", 1_000, |changes| {
        let paths = "nodes.mine.capacity=4000\nroutes.0.offtake=0.5\ngoals.tenth.share_of_demand=0.2\nregimes.licensing.states.ban.passes={ pert = [0, 0.1, 0.5] }\nhazards.unrest.rate={ gamma = { mean = 3, sd = 1 } }\nend=2035-12\nminerals.antimony.suppliers.China.share=0.5\ndrivers.x=1";
        let lines: Vec<&str> = paths.lines().collect();
        let setting = changes.one_of(&lines);
        let setting = if changes.below(5) == 0 { setting.to_owned() } else { changes.of(setting, paths) };
        let text = format!("--set {setting}");
        (text, Box::new(move || compiled(SCENARIOS[0], &[setting]).is_some()))
    });
}

/// Scenarios that can run are run for eight trials: no panic, and no arrival that is no month.
#[test]
fn runs() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let pool = Arc::new(pool);
    search("runs", 150, |changes| {
        let text = SCENARIOS[changes.below(2)];
        let other = SCENARIOS[changes.below(2)];
        let text = changes.of(text, other);
        let pool = pool.clone();
        (
            text.clone(),
            Box::new(move || {
                let Some(plan) = compiled(&text, &[]).filter(|plan| plan.months() <= 600) else { return false };
                let tally = simulate(&plan, 1, 0..8, &pool, &|_| ());
                assert_eq!(tally.trials, 8);
                for goal in &tally.goals {
                    assert_eq!(goal.arrivals.counts.iter().sum::<u64>() + goal.arrivals.never, 8);
                }
                for stage in &tally.stages {
                    assert!(stage.critical <= 8 && stage.starts.counts.iter().sum::<u64>() + stage.starts.never == 8);
                }
                true
            }),
        )
    });
}

#[test]
fn tables() {
    let tables = [
        "duration,ended\n5,1\n7.5,0\n9,cancelled\n",
        "year,month,n\n2023,1,2\n2023,2,1\n2024,3,0\n",
        "date\n2019-02-04\n2020-02-05\n",
        "state,start,end,last,next\na,2020-01,2020-07,,b\nb,2020-07,,2021-01,\n",
        "quantity,expert,p10,p50,p90\nx,e,1,2,5\ny,f,0,2,5\n",
        "series,months,percent_of_nameplate\nA,6,40\nA,12,80\nB,5,30\n",
        "nodes.mine.capacity,nodes.road.lag\n4000,2\n5000,\"3\"\n",
        "# a comment\n\u{feff}months;n\n\"1,5\";2\n",
    ];
    search("tables", 3_000, |changes| {
        let (text, other) = (changes.one_of(&tables), changes.one_of(&tables));
        let text = changes.of(text, other);
        (
            text.clone(),
            Box::new(move || {
                let mut problems = Problems::default();
                let _ = csv_numbers(&text, 0, "months", &mut problems);
                let _ = Design::table(&text, 0, &mut problems);
                let mut problems = Problems::default();
                let Some(table) = CsvTable::read(&text, 0, &mut problems) else {
                    assert!(problems.any_error());
                    return false;
                };
                for problem in problems.sorted() {
                    assert!(problem.place.start <= problem.place.end && problem.place.end <= text.len(), "{problem:?}");
                }
                let words = |words: &str| words.split(',').map(str::to_owned).collect();
                let ends =
                    Ends { column: Some("ended".to_owned()), completed: words("1,yes"), censored: words("0,no"), competing: words("cancelled") };
                let mut left_out = LeftOut::default();
                let dates = [2019, 2025].map(|year| Date::parse(&format!("{year}-01")).expect("a date"));
                let _ = durations::read(&table, &Length::Column("duration".to_owned()), &ends, &mut left_out, &mut problems);
                let _ = read_counts(&table, ["n", "year"], Some("month"), &mut left_out, &mut problems);
                let _ = read_times(&table, "date", dates, &mut left_out, &mut problems);
                let _ = read_spells(&table, ["state", "start", "end", "last", "next"], &mut problems);
                let _ = fit_quantiles(&table, &mut problems);
                let _ = fit_ramp(&table, ["series", "months", "percent_of_nameplate"], &mut 0, &mut problems);
                true
            }),
        )
    });
}

#[test]
fn conditions_ranges_and_dates() {
    let known = ["goal.tenth", "security.struck", "nodes.mine.closed", "projects.mine.stages.permits.delay", "drivers.a b"].map(str::to_owned);
    let names = Arc::new(Names::new(&known, Some(0)));
    let texts = [
        "goal.tenth > 2035 and security.struck > 4",
        "nodes[\"mine\"].closed * 2 + 1 <= never or not (arrival < 2030.5)",
        "duration>=3",
        "a=b|c",
        "nodes.mine.capacity=1..5 step 1, 0.1..0.9/9, { pert = [1, 2, 4] }",
        "2026-01-31",
    ];
    search("conditions, ranges and dates", 5_000, |changes| {
        let (text, other) = (changes.one_of(&texts), changes.one_of(&texts));
        let text = if changes.below(10) == 0 { text.to_owned() } else { changes.of(text, other) };
        let names = names.clone();
        (
            text.clone(),
            Box::new(move || {
                let mut problems = Problems::default();
                let expression = Expression::new(&text, &names);
                let is_read = expression.is_ok();
                if let Ok(expression) = expression {
                    let _ = expression.holds(&[2035.5, 3.0, 0.0, f64::INFINITY, -1.0]);
                    let _ = expression.number(&[f64::INFINITY; 5]);
                }
                let _ = (Condition::parse(&text), Date::parse(&text), visible(&text));
                let _ = read_vary(&text, 0, &mut problems);
                is_read
            }),
        )
    });
}

/// The program from end to end: the exit code is 0 or 2, and nothing is left beside the results.
#[test]
fn the_program() {
    let place = tempfile::tempdir().expect("a folder");
    let path = place.path().to_path_buf();
    search("the program", 40, |changes| {
        let text = scenario(changes);
        let words: &[&str] = match changes.below(4) {
            0 => &["run", "s.toml", "--trials", "8", "--threads", "1", "--figures", "ladder", "--out", "o"],
            1 => &["trials", "s.toml", "--trials", "8", "--threads", "1"],
            2 => &["check", "s.toml", "--sources"],
            _ => &["check", "s.toml"],
        };
        let path = path.clone();
        (
            format!("{words:?}\n{text}"),
            Box::new(move || {
                std::fs::write(path.join("s.toml"), text).expect("a file");
                let run = std::process::Command::new(env!("CARGO_BIN_EXE_adit")).args(words).current_dir(&path).output().expect("the program");
                let told = String::from_utf8_lossy(&run.stderr).into_owned();
                assert!(matches!(run.status.code(), Some(0 | 2)), "{:?}: {told}", run.status);
                assert!(!told.contains("panicked") && !told.contains('\u{1b}') && !told.contains('\u{202e}'), "{told}");
                let left = std::fs::read_dir(&path)
                    .expect("the folder")
                    .filter_map(Result::ok)
                    .filter(|entry| entry.file_name().to_string_lossy().contains("unfinished"))
                    .count();
                assert_eq!(left, 0, "unfinished folders");
                run.status.code() == Some(0)
            }),
        )
    });
}
