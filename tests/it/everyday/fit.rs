//! `adit fit … --as PATH` prints blocks that paste into a scenario and pass the check.

use std::fmt::Write;
use std::fs;

use super::{adit, printed};
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;

const CLOSURES: &str = "date,what,days,ended\n2022-01-14,storm,3,yes\n2022-02-22,storm,3,yes\n2022-12-30,storm,2,yes\n2023-01-08,storm,4,yes\n\
                        2023-11-19,storm,2,yes\n2023-12-27,storm,6,yes\n2024-02-03,storm,5,yes\n2024-12-05,storm,4,yes\n2025-01-18,storm,2,yes\n\
                        2025-02-11,storm,7,no\n2025-12-02,storm,3,yes\n";
const SPELLS: &str = "state,start,end,last,next\nstrict,2023-08,2024-06,,eased\neased,2024-06,2024-12,,strict\nstrict,2024-12,2025-03,,ban\n\
                      ban,2025-03,2025-11,,eased\neased,2025-11,,2026-03,\nstrict,2023-01,2023-07,,eased\nstrict,2022-01,2022-11,,eased\n";
const BASE: &str = "title = \"x\"\nstart = \"2026-01\"\nend = \"2035-12\"\n[minerals.tungsten]\ndemand = 11_000\n[minerals.tungsten.suppliers]\n\
                    Others = { share = 0.6 }\nChina = { share = 0.4, controlled_by = \"licensing\" }\n[goals.g]\nmineral = \"tungsten\"\norigin = \"New\"\n\
                    share_of_demand = 0.05\n[nodes.mine]\nopens = \"mine.build\"\ncapacity = 1_000\nexposure = { caspian = 0.5 }\n[[routes]]\n\
                    mineral = \"tungsten\"\nvia = [\"mine\"]\norigin = \"New\"\n";

#[test]
fn four_blocks_paste_into_one_scenario_that_passes() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("closures.csv"), CLOSURES).unwrap();
    fs::write(place.path().join("spells.csv"), SPELLS).unwrap();
    let durations = ["fit", "durations", "closures.csv", "--value", "days", "--unit", "days", "--ended", "ended", "--replicates", "19", "--as"];
    let commands: [&[&str]; 4] = [
        &["fit", "incidents", "closures.csv", "--from", "2022-01", "--to", "2026-01", "--process", "season", "--as", "hazards.caspian"],
        &[&durations[..], &["hazards.caspian.classes.storm.outage", "--source", "port"]].concat(),
        &[&durations[..], &["stage mine.build", "--source", "work"]].concat(),
        &["fit", "regimes", "spells.csv", "--replicates", "19", "--as", "regimes.licensing"],
    ];
    let mut scenario = BASE.to_owned();
    for command in commands {
        let block = printed(place.path(), command);
        assert!(block.contains("\n[sources."), "{block}");
        let _ = write!(scenario, "\n{block}");
    }
    for said in [
        "[hazards.caspian]\ngroup = \"security\"\nrate = { gamma",
        "\nseason = [",
        "[hazards.caspian.classes.storm]\nweight = 11\noutage = {",
        "[projects.mine.stages.build]\ngroup = \"mine\"\nduration = {",
        "[regimes.licensing]\ngroup = \"licensing\"\ninitial = { eased = 1 }",
        "[drivers.caspian_storm_known]\nlognormal",
    ] {
        assert!(scenario.contains(said), "{said}\n{scenario}");
    }
    fs::write(place.path().join("s.toml"), &scenario).unwrap();
    adit(place.path()).args(["check", "s.toml", "--quiet"]).assert().success().stderr("");
    adit(place.path()).args(["run", "s.toml", "--trials", "200"]).assert().success();
}

#[test]
fn a_constant_rate_shows_the_season_as_a_remark() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("closures.csv"), CLOSURES).unwrap();
    let command = ["fit", "incidents", "closures.csv", "--from", "2022-01", "--to", "2026-01", "--process", "poisson", "--as", "hazards.caspian"];
    let block = printed(place.path(), &command);
    assert!(block.contains("# season = [") && !block.contains("\nseason = ["), "{block}");
    assert!(block.contains("adit fit durations TABLE --as hazards.caspian.classes.CLASS"), "{block}");
}

#[test]
fn a_place_that_a_fit_cannot_fill_is_refused() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("closures.csv"), CLOSURES).unwrap();
    let fit = |kind: &str, target: &str| {
        let mut run = adit(place.path());
        run.args(["fit", kind, "closures.csv", "--from", "2022-01", "--to", "2026-01", "--as", target]);
        run
    };
    fit("incidents", "regimes.x").assert().code(2).stderr(contains("cannot fill").and(contains("expected hazards.NAME")));
    fit("incidents", "hazard.x").assert().code(2).stderr(contains("did you mean hazards?"));
    assert!(!place.path().join("outputs").exists());
}
