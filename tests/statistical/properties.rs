//! Properties that hold for every scenario, tested on random scenarios.

use std::cell::Cell;
use std::path::Path;

use crate::naive;
use crate::random::{check, edit};
use crate::trial_values::{Figures, by_engine, compare, plan};
use adit::engine::{Series, Tally, rows, simulate};
use adit::plan::Plan;
use adit::scenario::{DistributionSpec, Scenario, load_text, to_toml};
use adit::units::Severity;

/// What is small beside the tonnes of these scenarios.
const ROUNDING: f64 = 1e-6;

/// One trial by the engine.
fn told(scenario: &Scenario, trial: u64) -> Figures {
    by_engine(&plan(scenario), scenario.seed, trial)
}

/// `Err` with what was found where a distribution does not hold.
fn hold(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}

/// Figures of one must be those of the other to the last bit.
fn identical<'a>(one: impl IntoIterator<Item = (&'a String, &'a Vec<f64>)>, other: &Figures) -> Result<(), String> {
    one.into_iter().try_for_each(|(key, figures)| hold(other.get(key) == Some(figures), || format!("{key}: {figures:?} became {:?}", other.get(key))))
}

fn simulated(plan: &Plan, seed: u64, trials: std::ops::Range<u64>, threads: usize) -> Tally {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    simulate(plan, seed, trials, &pool, &|_| ())
}

#[test]
fn what_is_mined_is_delivered_or_lost_or_under_way_or_standing() {
    let mined_anything = Cell::new(0);
    check(120, |scenario, dice| {
        for (key, figures) in told(scenario, u64::from(dice.whole(0, 1_000))).iter().filter(|(key, _)| key.ends_with("balance")) {
            let (mined, rest) = (figures[0], figures[1..].iter().sum::<f64>());
            mined_anything.set(mined_anything.get() + u32::from(mined > 0.0));
            hold((mined - rest).abs() <= 1e-9 * mined.max(1.0), || format!("{key}: {figures:?}: {mined} is not {rest}"))?;
        }
        Ok(())
    });
    assert!(mined_anything.get() > 100);
}

#[test]
fn no_figure_is_negative_or_not_a_number() {
    check(120, |scenario, dice| {
        for (key, figures) in told(scenario, u64::from(dice.whole(0, 1_000))) {
            // More is bought than demand where people buy ahead or prices are low.
            let tonnes = key.starts_with("mineral ") && !key.ends_with("given up");
            let sound = |value: &f64| if tonnes { value.is_finite() && *value >= -ROUNDING } else { !value.is_nan() };
            hold(figures.iter().all(sound), || format!("{key}: {figures:?}"))?;
            if key.ends_with("concentration") {
                hold(figures.iter().all(|index| *index <= 10_000.0 + ROUNDING), || format!("{key}: {figures:?}"))?;
            }
        }
        Ok(())
    });
}

#[test]
fn more_capacity_less_work_or_less_exposure_never_delays_an_arrival() {
    let sooner = Cell::new(0);
    check(100, |scenario, dice| {
        let mut chain = scenario.clone();
        edit::one_chain(&mut chain);
        let trial = u64::from(dice.whole(0, 1_000));
        let before = told(&chain, trial);
        for (driver, value) in [("wider", 1.5), ("quicker", 0.6), ("safer", 0.4)] {
            let after = told(&edit::with_driver(&chain, driver, value), trial);
            for (key, figures) in &before {
                let eased = after.get(key);
                if key.contains(" arrivals from ") {
                    let eased = eased.expect("the same origins");
                    hold(figures.iter().zip(eased).all(|(before, after)| *after >= before - ROUNDING), || {
                        format!("{driver}, {key}: {figures:?} fell to {eased:?}")
                    })?;
                } else if key.ends_with("arrives, is lost") {
                    let eased = eased.expect("the same goals");
                    sooner.set(sooner.get() + u32::from(eased[0] < figures[0]));
                    hold(eased[0] <= figures[0], || format!("{driver}, {key}: {} became {}", figures[0], eased[0]))?;
                }
            }
        }
        Ok(())
    });
    assert!(sooner.get() > 10, "the changes should hasten something now and then, did {} times", sooner.get());
}

#[test]
fn a_larger_inventory_never_adds_to_the_shortage() {
    let less = Cell::new(0);
    check(100, |scenario, dice| {
        let trial = u64::from(dice.whole(0, 1_000));
        let mut plain = scenario.clone();
        // Where prices react, a larger inventory keeps them low, and buyers who have not adapted may miss more later.
        edit::without_response(&mut plain);
        let mut stocked = plain.clone();
        for mineral in stocked.minerals.iter_mut().map(|mineral| &mut mineral.item) {
            match &mut mineral.inventory {
                Some(inventory) => edit::scale_by(inventory, "larger", 1.7),
                none => *none = Some(naive::ast::number(1.3)),
            }
        }
        stocked.drivers.push(naive::ast::named("larger", naive::ast::number(1.7)));
        let after = told(&stocked, trial);
        for (key, shortage) in told(&plain, trial).iter().filter(|(key, _)| key.ends_with("shortage")) {
            let [before, after] = [shortage, &after[key]].map(|shortage| shortage.iter().sum::<f64>());
            less.set(less.get() + u32::from(after < before));
            hold(after <= before + ROUNDING, || format!("{key}: {before} grew to {after}"))?;
        }
        Ok(())
    });
    assert!(less.get() > 30);
}

#[test]
fn scaling_every_tonnage_scales_every_tonnage() {
    check(100, |scenario, dice| {
        let trial = u64::from(dice.whole(0, 1_000));
        let mut scaled = scenario.clone();
        // A power of 2, which rounds nothing.
        edit::scale_tonnages(&mut scaled, 4.0);
        let expected: Figures = told(scenario, trial)
            .into_iter()
            .filter(|(key, _)| !key.starts_with("input "))
            .map(|(key, figures)| {
                let tonnes =
                    (key.starts_with("mineral ") && !key.ends_with("concentration") && !key.ends_with("price index")) || key.ends_with("bridge");
                let figures = figures.into_iter().map(|figure| if tonnes { 4.0 * figure } else { figure }).collect();
                (key, figures)
            })
            .collect();
        identical(&expected, &told(&scaled, trial))
    });
}

#[test]
fn reordering_changes_nothing() {
    check(120, |scenario, dice| {
        let mut shuffled = scenario.clone();
        edit::reorder(&mut shuffled, dice);
        for trial in [0, 5] {
            let (before, after) = (told(scenario, trial), told(&shuffled, trial));
            identical(&before, &after)?;
            hold(before.len() == after.len(), || "figures appeared".to_owned())?;
        }
        Ok(())
    });
}

#[test]
fn renaming_changes_nothing_where_nothing_is_drawn() {
    check(100, |scenario, _| {
        let mut plain = scenario.clone();
        edit::freeze(&mut plain);
        // Backwards, which puts what is sorted by name into another order.
        let rename = |name: &str| name.chars().rev().chain("_new".chars()).collect::<String>();
        let mut renamed = plain.clone();
        edit::rename(&mut renamed, rename);
        let with_new_names = |key: &str| -> String {
            let part =
                |(i, part): (usize, &str)| if i % 2 == 1 { part.split('.').map(rename).collect::<Vec<_>>().join(".") } else { part.to_owned() };
            key.split('`').enumerate().map(part).collect::<Vec<_>>().join("`")
        };
        let without_inputs = |figures: Figures| figures.into_iter().filter(|(key, _)| !key.starts_with("input ")).collect::<Figures>();
        let expected = without_inputs(told(&plain, 0)).into_iter().map(|(key, figures)| (with_new_names(&key), figures)).collect();
        compare(&without_inputs(told(&renamed, 0)), &expected).map(|_| ())
    });
}

#[test]
fn what_nobody_uses_changes_nothing() {
    check(100, |scenario, dice| {
        let trial = u64::from(dice.whole(0, 1_000));
        let mut more = scenario.clone();
        edit::add_unused(&mut more);
        identical(&told(scenario, trial), &told(&more, trial))
    });
}

#[test]
fn an_added_input_leaves_every_other_draw_as_it_was() {
    check(100, |scenario, dice| {
        let trial = u64::from(dice.whole(0, 1_000));
        let mut more = scenario.clone();
        edit::add_inputs(&mut more);
        let drawn = told(scenario, trial);
        let drawn = drawn.iter().filter(|(key, _)| key.starts_with("input ") || key.starts_with("regime "));
        let after = told(&more, trial);
        identical(drawn, &after)?;
        hold(after.keys().any(|key| key.ends_with("suppliers.Added.share")), || "nothing was added".to_owned())
    });
}

#[test]
fn a_lower_exposure_strikes_a_subset() {
    check(100, |scenario, dice| {
        let trial = u64::from(dice.whole(0, 1_000));
        let mut chain = scenario.clone();
        edit::one_chain(&mut chain);
        let struck = |scenario: &Scenario| -> Vec<(String, Vec<String>)> {
            let outcome = naive_outcome(scenario, trial);
            outcome
                .incidents
                .into_iter()
                .flat_map(|(hazard, all)| all.into_iter().map(move |one| (hazard.clone(), one.hits.into_iter().collect())))
                .collect()
        };
        let [all, fewer] = [1.0, 0.5].map(|safer| struck(&edit::with_driver(&chain, "safer", safer)));
        hold(all.len() == fewer.len(), || "exposure changed the incidents".to_owned())?;
        let subset = all.iter().zip(&fewer).all(|((_, all), (_, fewer))| fewer.iter().all(|hit| all.contains(hit)));
        hold(subset, || format!("{all:?}\n{fewer:?}"))
    });
}

fn naive_outcome(scenario: &Scenario, trial: u64) -> naive::Outcome {
    naive::Naive::new(scenario).trial(scenario.seed, trial)
}

#[test]
fn cutting_a_stage_in_two_changes_nothing() {
    let cut = Cell::new(0);
    check(120, |scenario, dice| {
        let (trial, share) = (u64::from(dice.whole(0, 1_000)), dice.real(0.1, 0.9));
        let Some((whole, parts, name)) = edit::cut_a_stage(scenario, share) else { return Ok(()) };
        cut.set(cut.get() + 1);
        let mut figures = [told(&whole, trial), told(&parts, trial)];
        for figures in &mut figures {
            figures.retain(|key, _| !key.starts_with("input ") && !key.contains(".first_part`"));
            // It starts later where its first part is another stage.
            figures.get_mut(&format!("stage `{name}`")).expect("the stage")[0] = 0.0;
        }
        compare(&figures[1], &figures[0]).map(|_| ())
    });
    assert!(cut.get() > 50);
}

#[test]
fn threads_and_cuts_of_the_trials_change_nothing() {
    check(25, |scenario, dice| {
        let plan = plan(scenario);
        // Some among the first trials, all of which bands are of, some around where only a part of them goes into bands.
        let first = if dice.chance(0.5) { 0 } else { 16_200 + u64::from(dice.whole(0, 150)) };
        let trials = u64::from(dice.whole(20, 700));
        let whole = simulated(&plan, scenario.seed, first..first + trials, 1);
        for threads in [2, 7] {
            hold(simulated(&plan, scenario.seed, first..first + trials, threads) == whole, || format!("{threads} threads count otherwise"))?;
        }
        let banded = (first..first + trials).filter(|&trial| trial < 4_096 || (trial / 8).is_multiple_of(32)).count() as u64;
        hold(whole.bands.trials() == banded, || format!("bands are of {} trials, not of {banded}", whole.bands.trials()))?;
        let mut cuts: Vec<u64> = (0..3).map(|_| first + u64::from(dice.whole(0, 700)).min(trials)).chain([first, first + trials]).collect();
        cuts.sort_unstable();
        let mut parts: Vec<Tally> = cuts.windows(2).map(|ends| simulated(&plan, scenario.seed, ends[0]..ends[1], 1)).collect();
        parts.rotate_left(dice.index(4));
        if dice.chance(0.5) {
            parts.reverse();
        }
        let mut merged = Tally::new(&plan);
        for part in &parts {
            merged.merge(part);
        }
        hold(merged == whole, || format!("cut at {cuts:?} they count otherwise"))
    });
}

/// Both are of all trials as long as they are few, and counted in different ways.
#[test]
fn months_of_bands_add_up_to_years() {
    check(60, |scenario, _| {
        let plan = plan(scenario);
        let tally = simulated(&plan, scenario.seed, 0..43, 1);
        for (m, mineral) in plan.minerals.iter().enumerate() {
            for (series, years) in Series::of(mineral).into_iter().zip(&tally.yearly[m]) {
                let mut from = 0;
                for year in years {
                    let to = (from + 12 - plan.grid.month_of_year(from)).min(plan.months());
                    let months = (from..to).map(|k| tally.bands.mean(m, series, k));
                    let sum = months.sum::<f64>() / if series.is_level() { f64::from(u32::try_from(to - from).expect("a year")) } else { 1.0 };
                    let year = year.mean(tally.trials).expect("trials").mean;
                    hold((sum - year).abs() <= ROUNDING * series.scale(mineral), || format!("{}, {series:?}: {sum} is not {year}", mineral.name))?;
                    from = to;
                }
            }
        }
        Ok(())
    });
}

#[test]
fn what_a_run_counts_is_what_its_trials_tell() {
    const TRIALS: u64 = 19;
    check(60, |scenario, _| {
        let plan = plan(scenario);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("threads");
        let table = rows(&plan, scenario.seed, 0..TRIALS, &pool);
        let tally = simulated(&plan, scenario.seed, 0..TRIALS, 1);
        let all: Vec<Figures> = (0..TRIALS).map(|trial| by_engine(&plan, scenario.seed, trial)).collect();
        for (row, told) in table.iter().zip(&all) {
            for (draw, value) in plan.draws.iter().zip(&row.inputs) {
                hold(told[&format!("input {}", draw.path)] == [*value], || format!("trial {}: {}", row.trial, draw.path))?;
            }
            for ((goal, arrival), lost) in plan.goals.goals.iter().zip(&row.arrivals).zip(&row.lost) {
                let expected = [arrival.map_or(f64::INFINITY, naive::month), f64::from(u8::from(*lost))];
                hold(told[&format!("goal `{}` arrives, is lost", goal.name)] == expected, || format!("trial {}: {}", row.trial, goal.name))?;
            }
        }
        for (goal, counted) in plan.goals.goals.iter().zip(&tally.goals) {
            let arrivals = all.iter().map(|told| &told[&format!("goal `{}` arrives, is lost", goal.name)]);
            let never = arrivals.clone().filter(|figures| figures[0].is_infinite()).count();
            let lost = arrivals.filter(|figures| figures[1] > 0.0).count();
            hold((counted.arrivals.never, counted.lost) == (never as u64, lost as u64), || format!("goal {} never or lost", goal.name))?;
        }
        for (mineral, sums) in plan.minerals.iter().zip(&tally.yearly) {
            for (series, sums) in Series::of(mineral).into_iter().zip(sums) {
                let what = match series {
                    Series::ArrivalsFrom(origin) => format!("arrivals from `{}`", mineral.origins[mineral.route_origins[origin]]),
                    Series::SupplyFrom(origin) => format!("supply from `{}`", mineral.origins[origin]),
                    Series::Controlled => "controlled supply".to_owned(),
                    Series::Shortage => "shortage".to_owned(),
                    Series::Demand => "demand".to_owned(),
                    Series::Bought => "bought".to_owned(),
                    Series::GivenUp => "given up".to_owned(),
                    Series::Bridge => "stock to bridge".to_owned(),
                    Series::Diverted => "diverted".to_owned(),
                    Series::Leaked => "leaked".to_owned(),
                    _ => continue,
                };
                let counted: f64 = sums.iter().map(adit::stats::FixedSum::total).sum();
                let told: f64 = all.iter().flat_map(|told| &told[&format!("mineral `{}` {what}", mineral.name)]).sum();
                let size = told.max(mineral.scale);
                hold((counted - told).abs() <= 1e-8 * size, || format!("{} {what}: counted {counted}, told {told}", mineral.name))?;
            }
        }
        Ok(())
    });
}

#[test]
fn a_scenario_written_as_a_file_runs_as_it_did() {
    let folder = tempfile::tempdir().expect("a folder");
    let read = Cell::new(0);
    check(100, |scenario, _| {
        let text = to_toml(scenario);
        write_samples(scenario, folder.path());
        let loaded = load_text("random.toml", &text, Some(folder.path()), &[]);
        let errors: Vec<_> = loaded.problems.sorted().into_iter().filter(|problem| problem.severity == Severity::Error).collect();
        // Of what the random scenarios hold, only a stage that surely waits in vain is refused.
        if !errors.is_empty() && errors.iter().all(|error| error.message.ends_with("can never start")) {
            return Ok(());
        }
        hold(errors.is_empty(), || format!("{errors:#?}\n{text}"))?;
        read.set(read.get() + 1);
        let again = loaded.scenario.ok_or("not read")?;
        identical(&told(scenario, 3), &told(&again, 3))
    });
    assert!(read.get() > 50, "only {} were read", read.get());
}

/// Puts the observations that a scenario's distributions name into files.
fn write_samples(scenario: &Scenario, folder: &Path) {
    edit::every_input(&mut scenario.clone(), &mut |input| write_sample(&input.distribution, folder));
}

fn write_sample(spec: &DistributionSpec, folder: &Path) {
    match spec {
        DistributionSpec::Empirical { file, column, values } => {
            let rows: Vec<String> = values.iter().map(f64::to_string).collect();
            std::fs::write(folder.join(file), format!("{column}\n{}\n", rows.join("\n"))).expect("a file");
        }
        DistributionSpec::Mixture(parts) => parts.iter().for_each(|(part, _)| write_sample(part, folder)),
        _ => {}
    }
}
