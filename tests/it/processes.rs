//! Process summaries of single trials: against the story of the same trial, against identities, and on any number of threads.
#![allow(missing_docs, clippy::float_cmp)] // exact sums; months are few

use adit::engine::{Processes, TrialRow, replay, trial_rows};
use adit::plan::{self, Plan, Process, ProcessColumn};
use adit::scenario;

const TRIALS: u64 = 200;
const SEED: u64 = 5;

fn plan_of(file: &str, overrides: &[&str]) -> Plan {
    let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
    let overrides: Vec<String> = overrides.iter().map(|&text| text.to_owned()).collect();
    let loaded = scenario::load(path.as_ref(), &overrides);
    plan::compile(&loaded.scenario.expect("no errors")).0.expect("no errors")
}

fn rows(plan: &Plan, until: usize, threads: usize) -> (Vec<ProcessColumn>, Vec<TrialRow>) {
    let columns = plan.processes();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let rows = trial_rows(plan, SEED, 0..TRIALS, &pool, &Processes::new(plan, &columns, until));
    (columns, rows)
}

fn close(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() < 1e-9 * (1.0 + a.abs())
}

#[test]
fn summaries_agree_with_the_story_of_the_same_trial() {
    let plan = plan_of("scenarios/one-refinery.toml", &[]);
    for until in [plan.months(), 97] {
        let (columns, rows) = rows(&plan, until, 2);
        let horizon = until as f64;
        for row in rows.iter().step_by(9) {
            let story = replay(&plan, SEED, row.trial);
            for (column, &value) in columns.iter().zip(&row.processes) {
                let expected = match column.process {
                    Process::InState(regime, state) => {
                        let stays = story.regimes[regime.0].iter().filter(|stay| stay.state == state);
                        stays.map(|stay| (stay.to.min(horizon) - stay.from).max(0.0)).sum()
                    }
                    Process::Until(regime, state) => {
                        let stays = story.regimes[regime.0].iter().take_while(|stay| stay.state == state);
                        let end = stays.last().map_or(0.0, |stay| stay.to);
                        if end < plan.months() as f64 { end } else { f64::INFINITY }
                    }
                    Process::Incidents(hazard) => story.strikes.iter().filter(|s| s.hazard == hazard && s.time < horizon).count() as f64,
                    Process::Struck(hazard) => {
                        story.strikes.iter().filter(|s| s.hazard == hazard && s.time < horizon && !s.struck.is_empty()).count() as f64
                    }
                    Process::Start(stage) => story.stages[stage.0].0,
                    Process::End(stage) => story.stages[stage.0].1,
                    Process::Cancelled(stage) => f64::from(u8::from(story.stages[stage.0].2)),
                    Process::Opened(node) => story.nodes[node.0][0],
                    Process::Shortage(mineral) => story.minerals[mineral].shortage[..until].iter().sum(),
                    Process::Arrivals(mineral) => {
                        (0..until).map(|k| story.minerals[mineral].arrivals_by_origin.iter().map(|origin| origin[k]).sum::<f64>()).sum()
                    }
                    Process::Delay(_) | Process::Work(_) | Process::Standstill(_) | Process::Idle(_) | Process::Closed(_) | Process::Lost(_) => {
                        continue;
                    }
                };
                assert!(close(value, expected), "trial {} {}: {value} for {expected}", row.trial, column.name);
            }
        }
    }
}

#[test]
fn a_stage_takes_its_work_and_its_standstill() {
    let plan = plan_of("scenarios/one-refinery.toml", &[]);
    let (columns, rows) = rows(&plan, plan.months(), 2);
    let at = |process: Process| columns.iter().position(|column| column.process == process);
    let mut ended = 0;
    for s in (0..plan.schedule.stages.len()).map(plan::StageId) {
        let [start, end, work] = [Process::Start(s), Process::End(s), Process::Work(s)].map(|process| at(process).unwrap());
        let Some(standstill) = at(Process::Standstill(s)) else { continue };
        for row in rows.iter().map(|row| &row.processes).filter(|row| row[end].is_finite()) {
            assert!((row[end] - row[start] - row[work] - row[standstill]).abs() < 1e-8, "{row:?}");
            ended += 1;
        }
    }
    assert!(ended > 100);
}

/// A corridor that is open from the start loses, while open, just what its place is closed.
#[test]
fn days_closed_are_months_lost() {
    let plan = plan_of("scenarios/one-refinery.toml", &["end=2040-12"]);
    let (columns, rows) = rows(&plan, 120, 1);
    let named = |name: &str| columns.iter().position(|column| column.name == name).unwrap();
    let (closed, lost, mine) = (named("nodes.corridor.closed"), named("nodes.corridor.lost"), named("nodes.mine.lost"));
    assert!(rows.iter().all(|row| close(row.processes[closed], row.processes[lost] * 365.25 / 120.0)));
    assert!(rows.iter().any(|row| row.processes[closed] > 0.0));
    assert!(rows.iter().all(|row| row.processes[mine] >= 0.0 && row.processes[mine] < 120.0));
}

#[test]
fn delays_are_counted_from_the_plan() {
    let sure = ["hazards.balochistan.rate=0", "projects.mine.stages.permits.duration={ pert = [6, 12, 30], planned = 7 }"];
    let plan = plan_of("scenarios/one-refinery.toml", &sure);
    let (columns, rows) = rows(&plan, plan.months(), 1);
    let named = |name: &str| columns.iter().position(|column| column.name == name).unwrap();
    let (delay, work) = (named("projects.mine.stages.permits.delay"), named("projects.mine.stages.permits.work"));
    assert!(rows.iter().all(|row| close(row.processes[delay], row.processes[work] - 7.0)));
}

#[test]
fn the_same_on_any_number_of_threads() {
    let plan = plan_of("scenarios/one-refinery.toml", &[]);
    let one = rows(&plan, 150, 1).1;
    for threads in [2, 7] {
        assert_eq!(format!("{one:?}"), format!("{:?}", rows(&plan, 150, threads).1));
    }
}
