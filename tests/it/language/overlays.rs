//! One file over another, and changes from the command line.

use std::fs;

use adit::scenario::{Chance, DistributionSpec, Loaded, PerMineral, load, load_text};

use super::{EVERY_KEY, ONE_REFINERY, all_problems, caret, data, errors};

fn set(changes: &[&str]) -> Loaded {
    let changes: Vec<String> = changes.iter().map(|&change| change.to_owned()).collect();
    load_text("scenario.toml", EVERY_KEY, Some(&data()), &changes)
}

#[test]
fn an_overlay_changes_what_it_names_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("base")).unwrap();
    let base = EVERY_KEY.replace("title       = \"Every key of the language\"", "title = \"base\"");
    fs::write(folder.path().join("base/base.toml"), base).unwrap();
    fs::copy(data().join("outages.csv"), folder.path().join("base/outages.csv")).unwrap();
    let middle = "extends = \"base/base.toml\"\ntitle = \"middle\"\n[nodes.highway]\nlag = 1\n";
    fs::write(folder.path().join("middle.toml"), middle).unwrap();
    let top = "extends = \"middle.toml\"\n[nodes.smelter]\ncapacity = { uniform = [1, 2] }\nlife = 100\n\
        [projects.mine.stages.permits]\ndone = \"2026-03\"\n[goals.arrival]\nhhi_below = 5_000\n\
        [[routes]]\nname = \"tungsten:mine>mill>highway:Pakistan\"\nofftake = 0.5\n[[nodes.mine.expansions]]\ncapacity = { antimony = 7 }\n";
    let path = folder.path().join("top.toml");
    fs::write(&path, top).unwrap();

    let loaded = load(&path, &["nodes.highway.lag=3".to_owned()]);
    let scenario = loaded.scenario.as_ref().unwrap_or_else(|| panic!("{}", all_problems(&loaded)));
    assert_eq!(scenario.title, "middle");
    assert_eq!(scenario.nodes[3].item.lag.as_ref().unwrap().distribution, DistributionSpec::Constant(3.0));
    let smelter = &scenario.nodes[2].item;
    let Some(PerMineral::All(capacity)) = &smelter.capacity else { panic!("one figure for all") };
    assert_eq!(capacity.distribution, DistributionSpec::Uniform([1.0, 2.0]));
    assert!(smelter.closes.is_some() && smelter.life.is_some(), "`life` stands beside `closes`");
    let permits = &scenario.projects[0].item.stages[1].item;
    assert!(permits.duration.is_none() && permits.done.is_some() && permits.jobs.is_some());
    assert_eq!(scenario.routes.len(), 3);
    assert_eq!(scenario.routes[2].item.offtake.as_ref().unwrap().distribution, DistributionSpec::Constant(0.5));
    assert!(matches!(&scenario.nodes[0].item.expansions[..], [only] if only.opens.is_none()));
    let DistributionSpec::Empirical { file, values, .. } = &scenario.hazards[0].item.classes[0].item.outage.distribution else { panic!("empirical") };
    assert_eq!((file.as_str(), values.len()), ("base/outages.csv", 5));
    assert_eq!(loaded.files.len(), 4);
}

#[test]
fn the_overlay_of_the_manual_does_what_it_says() {
    let loaded = load(&data().join("overlay.toml"), &["minerals.antimony.growth.normal.mean=0.03".to_owned()]);
    assert!(loaded.problems.sorted().is_empty(), "{}", all_problems(&loaded));
    let scenario = loaded.scenario.unwrap();
    assert_eq!(scenario.title, "A ban for good");
    assert_eq!(scenario.regimes[0].item.initial[0].name.value, "ban");
    let smelter = &scenario.nodes[2].item;
    assert!(matches!(&smelter.capacity, Some(PerMineral::All(capacity)) if capacity.distribution == DistributionSpec::Uniform([5_000.0, 8_000.0])));
    assert!(matches!(&smelter.recovery, Some(PerMineral::All(recovery)) if recovery.distribution == DistributionSpec::Constant(0.95)
        && recovery.note.as_deref() == Some("Confirmed by the test plant.")));
    assert_eq!(scenario.routes[1].item.offtake.as_ref().unwrap().distribution, DistributionSpec::Constant(0.5));
    assert!(matches!(scenario.minerals[0].item.growth.as_ref().unwrap().distribution, DistributionSpec::Normal { mean: 0.03, sd: 0.01 }));
}

#[test]
fn a_circle_of_files_is_named() {
    let folder = tempfile::tempdir().unwrap();
    for (name, base) in [("a.toml", "b.toml"), ("b.toml", "./c.toml"), ("c.toml", "a.toml")] {
        fs::write(folder.path().join(name), format!("extends = \"{base}\"\n")).unwrap();
    }
    let loaded = load(&folder.path().join("a.toml"), &[]);
    let problems = errors(&loaded);
    assert_eq!(problems.len(), 1, "{}", all_problems(&loaded));
    assert_eq!(problems[0].message, "the scenario extends itself: a.toml → b.toml → c.toml → a.toml");
    assert_eq!(caret(&loaded, problems[0]), "\"a.toml\"");
}

#[test]
fn files_that_cannot_be_read_are_problems() {
    let missing = load(&data().join("nowhere.toml"), &[]);
    assert!(missing.scenario.is_none());
    assert_eq!(errors(&missing)[0].label, "there is no such file");
    let base = load_text("x.toml", &format!("extends = \"nowhere.toml\"\n{ONE_REFINERY}"), Some(&data()), &[]);
    assert_eq!((errors(&base).len(), errors(&base)[0].message.as_str()), (1, "nowhere.toml cannot be read"));
    let nowhere = load_text("x.toml", &format!("extends = \"nowhere.toml\"\n{ONE_REFINERY}"), None, &[]);
    assert_eq!(errors(&nowhere)[0].message, "a text without a folder extends no file");
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x.toml"), b"title = \"\xff\"").unwrap();
    assert!(errors(&load(&folder.path().join("x.toml"), &[]))[0].label.starts_with("it is not text in UTF-8 (line "));
}

#[test]
fn settings_reach_every_kind_of_value() {
    let loaded = set(&[
        "start=2026-03",
        "title=A drier decade",
        "seed = 9",
        "nodes.smelter.capacity = 5_000",
        "nodes.highway.capacity.planned=18000",
        "nodes.highway.exposure.balochistan={ uniform = [0, 0.5] }",
        "nodes.mine.capacity.tungsten=500",
        "nodes.mine.expansions.0.capacity.antimony=10",
        "routes.concentrate abroad.split=3",
        "routes.\"antimony:mine>mill>smelter>highway:Pakistan\".offtake=@costs",
        "routes.2.offtake=0.25",
        "minerals.antimony.suppliers.Japan={ share = 0.01 }",
        "minerals.antimony.price.metalog.p90=50_000",
        "projects.mine.stages.study.done=2025-10",
        "projects.smelter.stages.shared.done=2026-05",
        "trials=1e4",
        "regimes.licensing.states.strict.then.eased=0.9",
        "goals.diversified.all=[\"arrival\"]",
        "goals.either.any.1.share_of_demand=0.002",
    ]);
    let scenario = loaded.scenario.as_ref().unwrap_or_else(|| panic!("{}", all_problems(&loaded)));
    assert_eq!((scenario.start.to_string().as_str(), scenario.title.as_str(), scenario.seed), ("2026-03", "A drier decade", 9));
    let Some(PerMineral::All(capacity)) = &scenario.nodes[3].item.capacity else { panic!("one figure for all") };
    assert_eq!((&capacity.distribution, capacity.planned), (&DistributionSpec::Constant(20_000.0), Some(18_000.0)));
    assert!(matches!(&scenario.routes[0].item.offtake.as_ref().unwrap().distribution, DistributionSpec::Driver(driver) if driver.value == "costs"));
    assert_eq!(scenario.routes[1].item.split.as_ref().unwrap().distribution, DistributionSpec::Constant(3.0));
    assert_eq!(scenario.routes[2].item.offtake.as_ref().unwrap().distribution, DistributionSpec::Constant(0.25));
    assert!(matches!(scenario.minerals[0].item.price.as_ref().unwrap().distribution, DistributionSpec::Metalog { p90: 50_000.0, p10: 12_000.0, .. }));
    assert_eq!(scenario.minerals[0].item.suppliers.len(), 4);
    assert_eq!(scenario.trials, 10_000);
    let shared = &scenario.projects[1].item.stages[1].item;
    assert!(shared.duration.is_none() && shared.done.is_some());
    assert!((scenario.regimes[0].item.states[0].item.then[1].item - 0.9).abs() < 1e-12);
}

#[test]
fn settings_that_reach_nothing_say_what_they_might_have_meant() {
    for (change, at, says) in [
        ("nodes.smelter.capcity=1", "capcity", "did you mean `nodes.smelter.capacity`?"),
        ("nodes.smeltr.capacity=1", "smeltr", "did you mean `nodes.smelter`?"),
        ("node.smelter.capacity=1", "node", "did you mean `nodes`?"),
        ("nodes.smelter.capacity.unifrom=[1, 2]", "unifrom", "did you mean `nodes.smelter.capacity.uniform`?"),
        ("routes.concentrate abrod.split=1", "concentrate abrod", "did you mean `routes.concentrate abroad`?"),
        ("nodes.mine.expansions.3.capacity=1", "3", "write nodes.mine.expansions.0 for the first; there are 1"),
        ("start.month=3", "month", "set `start` as a whole"),
        ("nodes.smelter.capacity.pert.mode=3", "mode", "set `nodes.smelter.capacity.pert` as a whole"),
        ("zebra=1", "zebra", "here can stand extends, title"),
        ("trials", "", "write path=value"),
        ("=3", "", "write path=value"),
        ("trials=", "", "expected a value after ="),
        ("nodes..lag=3", "", "expected a name here"),
        ("nodes.smelter.capacity={ uniform = [1, 2 }", "", "expected `,`"),
        ("trials=0", "0", "expected a whole number of at least 1"),
        ("nodes.smelter.yield=95", "95", "95% is written 0.95"),
        ("start=2026-13", "2026-13", "expected a month such as \"2026-01\""),
        ("minerals.antimony.growth.normal.mean=many", "many", "expected a number"),
    ] {
        let loaded = set(&[change]);
        let problems = errors(&loaded);
        assert_eq!(problems.len(), 1, "{change}\n{}", all_problems(&loaded));
        let told = format!("{} | {}", problems[0].label, problems[0].help.as_deref().unwrap_or("-"));
        assert!(told.contains(says), "{change}: {told}");
        assert_eq!(caret(&loaded, problems[0]), at, "{change}");
        assert_eq!(loaded.files[problems[0].place.file].name, "--set", "{change}");
    }
}

#[test]
fn a_probability_gets_a_factor_and_loses_it() {
    const CANCELS: &str = "projects.mine.stages.construction.cancels";
    let read = |sets: &[String]| {
        let loaded = load(&data().join("every-key.toml"), sets);
        let scenario = loaded.scenario.as_ref().unwrap_or_else(|| panic!("{}", all_problems(&loaded)));
        match scenario.projects[0].item.stages[2].item.cancels.clone().unwrap() {
            Chance::Alone(input) => (input.distribution, None),
            Chance::Tied(tied) => (tied.probability.distribution, Some((tied.factor.value, tied.loading.distribution))),
        }
    };
    let tied = |p: f64, w: f64| (DistributionSpec::Constant(p), Some(("deal".to_owned(), DistributionSpec::Constant(w))));
    assert_eq!(read(&[]), tied(0.05, 0.6));
    assert_eq!(read(&[format!("{CANCELS}=0.2")]), (DistributionSpec::Constant(0.2), None));
    assert_eq!(read(&[format!("{CANCELS}.probability=0.2")]), tied(0.2, 0.6));
    assert_eq!(read(&[format!("{CANCELS}={{ factor = \"deal\", loading = 1 }}")]), tied(0.05, 1.0));
    assert_eq!(read(&[format!("{CANCELS}=0.2"), format!("{CANCELS}={{ factor = \"deal\", loading = 1 }}")]), tied(0.2, 1.0));
    assert_eq!(read(&[format!("{CANCELS}=0.2"), format!("{CANCELS}.factor=deal"), format!("{CANCELS}.loading=-1")]), tied(0.2, -1.0));
}
