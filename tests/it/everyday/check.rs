//! `adit check` says what a scenario amounts to, and warns of mistakes that a run does not show.

use std::fs;
use std::path::Path;

use super::{adit, noted, printed};
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;

/// A scenario with one of each mistake: a state entered anew, too little supply, a port without a buffer, and a part that never holds.
const TRAPS: &str = r#"title = "x"
start = "2026-01"
end   = "2035-12"
[minerals.gallium]
demand = 60
[minerals.gallium.suppliers]
China  = { share = 0.75, controlled_by = "licensing" }
Japan  = { share = 0.12, controlled_by = "licensing", dependence = 0.25 }
Others = { share = 0.10 }
[regimes.licensing]
initial = { eased = 0.7, strict = 0.3 }
planned = "eased"
[regimes.licensing.states.eased]
lasts = { exponential = { mean = 18 } }
then = "strict"
[regimes.licensing.states.strict]
lasts = 12
then = "eased"
wait = 2
passes = 0.6
[hazards.storms]
rate = 4
[hazards.storms.classes.storm]
outage = 0.1
[projects.mine.stages.build]
duration = 30
[nodes.mine]
opens = "mine.build"
capacity = 8
[nodes.railway]
lag = 1
[nodes.port]
exposure = { storms = 1 }
[[routes]]
mineral = "gallium"
via = ["mine", "railway", "port"]
origin = "Kazakhstan"
[goals.tenth]
mineral = "gallium"
origin = "Kazakhstan"
share_of_demand = 0.1
[goals.both]
mineral = "gallium"
all = ["tenth", { free_share_of_demand = 0.9 }]
"#;

fn write(text: &str) -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("s.toml"), text).unwrap();
    place
}

#[test]
fn the_summary_states_shares_initial_states_and_planned_months() {
    let place = write(TRAPS);
    let text = printed(place.path(), &["check", "s.toml"]).split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "gallium: suppliers offer 97% of a demand of 60 t/yr with all licences granted; 19% is free of controls, 78% rests on licensing.",
        "first delivery from Kazakhstan 2028-08; they bring 13.3% of demand in the last twelve months.",
        "“eased” with a probability of 70%, for 12.5 months: all of the controlled flow passes; or in “strict” with a probability of 30%, for 12.0 months: \
         nothing of the controlled flow passes in the first 2.0 months, then 60%.",
        "tenth: 2029-04.",
        "both: never. Its parts by themselves: tenth: 2029-04; gallium: free supply at least 90% of demand: never.",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
}

#[test]
fn silent_mistakes_are_warned_of_at_their_lines() {
    let place = write(TRAPS);
    let text = noted(place.path(), &["check", "s.toml"]);
    for said in [
        "regime `licensing` enters `strict` anew in the first month",
        "`gallium` is short from the first month",
        "97% of demand is offered with all licences granted",
        "what is on its way to node `port` is lost while the node is closed",
        "goal `both` needs 2 of its 2 parts, and 1 of them never held",
        "held in none of 256 trials",
        "4 warnings",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
}

#[test]
fn what_is_mended_is_not_warned_of() {
    let mended = TRAPS
        .replace("planned = \"eased\"", "planned = \"eased\"\nelapsed = 3")
        .replace("lasts = 12\n", "lasts = { exponential = { mean = 12 } }\n")
        .replace("share = 0.10", "share = 0.13")
        .replace("exposure = { storms = 1 }", "exposure = { storms = 1 }\nbuffer = 5")
        .replace("free_share_of_demand = 0.9", "free_share_of_demand = 0.2");
    let place = write(&mended);
    adit(place.path()).args(["check", "s.toml"]).assert().success().stderr("").stdout(contains("MINERALS"));
    adit(place.path()).args(["check", "s.toml", "--quiet"]).assert().success().stderr("").stdout("");
    adit(place.path())
        .args(["check", "s.toml", "--set", "minerals.gallium.suppliers.China.share=1.75"])
        .assert()
        .success()
        .stderr(contains("much more than is demanded"));
}

#[test]
fn quiet_still_reports_problems() {
    let place = write(TRAPS);
    adit(place.path()).args(["check", "s.toml", "--quiet"]).assert().success().stdout("").stderr(contains("4 warnings"));
    adit(place.path())
        .args(["check", "s.toml", "--quiet", "--set", "nodes.mine.capacity=-1"])
        .assert()
        .code(2)
        .stdout("")
        .stderr(contains("MINERALS").not());
}

#[test]
fn shipped_scenarios_have_a_summary() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["pakistan-baseline", "congo-cobalt", "one-refinery", "rare-earths-2010"] {
        let text = printed(root, &["check", &format!("scenarios/{name}.toml")]);
        for heading in ["MINERALS", "REGIMES", "GOALS"] {
            assert!(text.contains(heading), "{name}: {text}");
        }
    }
}

/// A state that nothing leads to has its wait for the start; a market that clears is not short at 97%; routes may bring more than is demanded.
#[test]
fn what_is_meant_is_not_warned_of() {
    let once = TRAPS
        .replace("lasts = { exponential = { mean = 18 } }\nthen = \"strict\"\n", "")
        .replace("initial = { eased = 0.7, strict = 0.3 }", "initial = \"strict\"");
    let place = write(&once);
    assert!(!noted(place.path(), &["check", "s.toml"]).contains("anew in the first month"));
    let clears = format!("{TRAPS}\n[minerals.gallium.response]\ndemand = {{ short = 0.1, long = 0.5, months = 18 }}\n");
    assert!(!noted(write(&clears).path(), &["check", "s.toml"]).contains("is short from the first month"));
    for scenario in ["rare-earths-2010", "gallium-germanium-2023", "congo-cobalt", "antimony-2025"] {
        let file = format!("{}/scenarios/{scenario}.toml", env!("CARGO_MANIFEST_DIR"));
        adit(place.path()).args(["check", &file, "--quiet"]).assert().success().stderr("");
    }
}
