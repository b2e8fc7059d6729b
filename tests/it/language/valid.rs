//! What is right is read without a word, and means what it says.

use std::path::Path;

use adit::scenario::{DistributionSpec, Lognormal, PerMineral, TEMPLATE, Test, When, load};

use super::{EVERY_KEY, ONE_REFINERY, all_problems, read};

#[test]
fn sound_scenarios_have_no_problem_at_all() {
    for (name, text) in [("one-refinery", ONE_REFINERY), ("every-key", EVERY_KEY), ("template", TEMPLATE)] {
        let loaded = read(text);
        assert!(loaded.scenario.is_some() && loaded.problems.sorted().is_empty(), "{name}\n{}", all_problems(&loaded));
    }
}

#[test]
fn the_reference_is_read_as_written() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/one-refinery.toml");
    let loaded = load(&path, &[]);
    let scenario = loaded.scenario.expect("the reference is sound");
    assert_eq!((scenario.trials, scenario.seed), (100_000, 1));
    assert_eq!((scenario.start.to_string(), scenario.end.to_string()), ("2026-01".to_owned(), "2045-12".to_owned()));
    let strict = &scenario.regimes[0].item.states[0].item;
    assert_eq!(strict.flow.wait.as_ref().unwrap().distribution, DistributionSpec::Lognormal(Lognormal::Percentiles { p10: 1.0, p90: 4.0 }));
    assert_eq!(scenario.projects[1].item.stages[3].item.after[1].value, "mine.construction");
    assert_eq!(scenario.routes[0].name.value, "antimony:mine>refinery>corridor:Pakistan");
    let refinery = &scenario.nodes[1].item;
    assert!(matches!(&refinery.opens, Some(When::Stage(stage)) if stage.value == "refinery.commissioning"));
    assert!(matches!(&refinery.recovery, Some(PerMineral::All(input)) if input.distribution == DistributionSpec::Uniform([0.80, 0.92])));
    assert!(matches!(refinery.ramp_up[4], [36.0, 0.9]));
}

#[test]
fn sources_and_notes_come_from_the_nearest_table() {
    let scenario = read(EVERY_KEY).scenario.unwrap();
    let tungsten = &scenario.minerals[1].item;
    let share = &tungsten.suppliers[0].item.share;
    assert_eq!(share.source.iter().map(|name| name.value.as_str()).collect::<Vec<_>>(), ["yearbook", "operator"]);
    assert_eq!(share.note.as_deref(), Some("Midpoint of the published bracket."));
    let Test::AtLeast(_, parts) = &scenario.goals[2].item.test else { panic!("resilient asks for at least two") };
    let Test::Measure { mineral, origin, threshold, .. } = &parts[1] else { panic!("its second part is a measure") };
    assert_eq!((mineral.value.as_str(), origin.as_ref().unwrap().value.as_str()), ("tungsten", "Pakistan"));
    assert_eq!(threshold.note.as_deref(), Some("A first step."));
}

#[test]
fn columns_of_files_are_read_in_order() {
    let scenario = read(EVERY_KEY).scenario.unwrap();
    let DistributionSpec::Empirical { values, .. } = &scenario.hazards[0].item.classes[0].item.outage.distribution else {
        panic!("minor outages are empirical")
    };
    assert_eq!(values, &[0.1, 0.4, 1.2, 0.25, 2.0]);
}

#[test]
fn every_input_has_one_path() {
    let scenario = read(EVERY_KEY).scenario.unwrap();
    let inputs = scenario.inputs();
    let mut paths: Vec<&str> = inputs.iter().map(|located| located.path.as_str()).collect();
    for path in [
        "drivers.schedule",
        "minerals.antimony.demand",
        "minerals.antimony.suppliers.China.share",
        "regimes.licensing.states.strict.lasts",
        "regimes.licensing.states.strict.wait",
        "regimes.licensing.states.strict.minerals.tungsten.passes",
        "regimes.licensing.states.strict.suppliers.Belgium.wait",
        "hazards.balochistan.level.talks.surge",
        "hazards.balochistan.excitation.branching",
        "hazards.balochistan.classes.major.outage",
        "hazards.balochistan.classes.major.suspends.for",
        "projects.mine.exposure.balochistan",
        "projects.mine.stages.permits.risks.appeal.delay",
        "projects.mine.stages.construction.pace.talks.surge",
        "nodes.mine.capacity.antimony",
        "nodes.mine.expansions.0.capacity.antimony",
        "nodes.smelter.yield",
        "nodes.highway.flow.talks.surge",
        "routes.antimony:mine>mill>smelter>highway:Pakistan.offtake",
        "routes.antimony:mine>mill>smelter>highway:Pakistan.carries.gold",
        "routes.concentrate abroad.flow.licensing.ban",
        "goals.arrival.share_of_demand",
        "goals.diversified.all.1.any.0.hhi_below",
        "goals.resilient.of.2.share_of_demand",
    ] {
        assert!(paths.contains(&path), "{path} is missing among {paths:#?}");
    }
    let count = paths.len();
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(paths.len(), count);
}

#[test]
fn a_second_route_of_one_way_has_a_name_of_its_own() {
    let again = "\n[[routes]]\nmineral = \"antimony\"\nvia = [\"mine\", \"refinery\", \"corridor\"]\norigin = \"Pakistan\"\n";
    let scenario = read(&format!("{ONE_REFINERY}{again}")).scenario.unwrap();
    assert_eq!(scenario.routes[1].name.value, "antimony:mine>refinery>corridor:Pakistan#2");
}

#[test]
fn what_is_left_out_has_its_default() {
    let text = ONE_REFINERY.replace("trials  = 100_000\n", "").replace("seed    = 1\n", "").replace("title ", "#");
    let scenario = read(&text).scenario.unwrap();
    assert_eq!((scenario.trials, scenario.seed, scenario.title.as_str()), (100_000, 1, "scenario"));
    let whole = scenario.with_defaults();
    assert_eq!(whole.minerals[0].item.suppliers[0].item.dependence.as_ref().unwrap().distribution, DistributionSpec::Constant(1.0));
    assert_eq!(whole.goals[0].item.sustain.as_ref().unwrap().value, 12);
}
