//! Contradictions that ran without a word.

use super::{BARE, SMALL, changed, place, put, said};

/// Per cent typed for a share, and shares beyond what they can be.
#[test]
fn per_cent_typed_for_a_share_is_reported() {
    let goal = "share_of_demand = 0.1 ";
    for (from, to, expected) in [
        ("ramp_up  = [[0, 0.2], [12, 0.6], [24, 1.0]]", "ramp_up  = [[0, 20], [12, 60], [24, 100]]", "a share of `ramp_up` of node `mine` is 20"),
        ("origin  = \"Pakistan\"", "origin  = \"Pakistan\"\npayable = 98", "98% is written 0.98"),
        ("China  = { share = 0.6", "China  = { share = 60", "60% is written 0.6"),
        ("price  = 22_600", "price = 22_600\ngrowth = 2", "minerals.antimony.growth is 2"),
        ("rate = { gamma = { mean = 4, sd = 2 } }", "trend = 1.1\nrate = 0.001", "hazards.unrest.trend is 1.1"),
        ("rate = { gamma", "level = { licensing = { ban = 150 } }\nrate = { gamma", "hazards.unrest.level.licensing.ban is 150"),
        ("passes = 0 }", "passes = 50 }", "50% is written 0.5"),
        (goal, "shortage_below = 5 #", "`shortage_below` always holds"),
        (goal, "hhi_below = 0.25 #", "an index of 0.25 on the scale from 0 to 1 is written 2500"),
        (goal, "shortage_below = 0 #", "`shortage_below` can never hold"),
        (goal, "share_of_demand = 0 #", "`share_of_demand` always holds"),
    ] {
        let place = place();
        let text = changed(SMALL, &[(from, to)]);
        let text = if to.contains("below") {
            text.replacen("[goals.tenth]\nmineral         = \"antimony\"\norigin          = \"Pakistan\"", "[goals.tenth]\nmineral = \"antimony\"", 1)
        } else {
            text
        };
        put(&place, "s.toml", &text);
        let warned = said(&place, 0, &["check", "s.toml"]);
        assert!(warned.contains(expected) && warned.contains('⚠'), "{to}: {warned}");
    }
    let place = place();
    put(&place, "s.toml", SMALL);
    let clean = said(&place, 0, &["check", "s.toml"]);
    assert!(!clean.contains('⚠'), "{clean}");
}

#[test]
fn a_node_that_closes_before_it_opens_is_reported() {
    let capacity = "capacity = { pert = [2_000, 4_000, 6_000] }";
    for (closes, expected) in [("2028-01", "closes before it opens"), ("2024-01", "closes before it opens")] {
        let place = place();
        put(&place, "s.toml", &changed(SMALL, &[(capacity, &format!("closes = \"{closes}\"\n{capacity}"))]));
        for command in [&["check", "s.toml"][..], &["run", "s.toml", "--trials", "16", "--figures", "ladder", "--out", "o"]] {
            let warned = said(&place, 0, command);
            assert!(warned.contains(expected) && warned.contains("if all goes to plan it opens in 20"), "{warned}");
        }
    }
    for (road, expected) in [
        ("capacity = 5_000\nopens = \"2030-01\"\ncloses = \"2029-01\"", "node `road` closes before it opens"),
        ("capacity = 5_000\ncloses = \"2025-01\"", "node `road` is closed from the start"),
        ("capacity = 5_000\nopens = \"2055-01\"", "node `road` opens after the end of the scenario"),
    ] {
        let place = place();
        put(&place, "s.toml", &changed(SMALL, &[("capacity = 5_000", road)]));
        let warned = said(&place, 0, &["check", "s.toml"]);
        assert!(warned.contains(expected), "{warned}");
    }
}

#[test]
fn a_share_of_no_demand_is_refused() {
    for test in ["share_of_demand = 0.5", "free_share_of_demand = 0.5", "shortage_below = 0.5"] {
        let place = place();
        let text = changed(BARE, &[("demand = 1200", "demand = 0"), ("share_of_demand = 0.5", test)]);
        let text = if test.starts_with("share") {
            text
        } else {
            text.replacen("origin = \"Here\"\nfree", "free", 1).replacen("origin = \"Here\"\nshortage", "shortage", 1)
        };
        put(&place, "s.toml", &text);
        let refused = said(&place, 2, &["check", "s.toml"]);
        assert!(refused.contains("has no meaning: nothing is demanded"), "{refused}");
    }
}

/// Every name of `--where` is a number: texts and the words for yes and no compare with none.
#[test]
fn conditions_on_trials_of_other_types_are_refused() {
    let place = place();
    put(&place, "s.toml", SMALL);
    for condition in
        ["security.struck > \"a\"", "security.struck > 'a'", "goal.tenth == none", "security.struck == true", "security.struck in [\"a\"]"]
    {
        let run = super::adit(&place).args(["trials", "s.toml", "--trials", "16", "--where", condition]).output().expect("the program");
        let told = String::from_utf8_lossy(&run.stderr).into_owned();
        assert!(run.status.code() == Some(2) || condition.contains("in ["), "{condition}: {told}");
        assert!(condition.contains("in [") || told.contains("compares with no number"), "{told}");
    }
    said(&place, 0, &["trials", "s.toml", "--trials", "16", "--where", "nodes[\"mine\"].opened > 2030 or security.struck > 3"]);
}

/// A selection that holds no figure deletes none.
#[test]
fn a_report_without_any_figure_is_refused() {
    let place = place();
    put(&place, "s.toml", SMALL);
    said(&place, 0, &["run", "s.toml", "--trials", "16", "--figures", "arrival,timeline", "--out", "o"]);
    let refused = said(&place, 2, &["report", "o", "--figures", "ladder"]);
    assert!(refused.contains("has no figure of the kind ladder; it has answer, arrival"), "{refused}");
    assert!(place.path().join("o/figures/timeline.svg").exists());
}

/// Different goals are not compared under one heading, and other months are refused.
#[test]
fn goals_that_test_different_things_are_not_compared() {
    let place = place();
    put(&place, "a.toml", SMALL);
    put(&place, "b.toml", &changed(SMALL, &[("share_of_demand = 0.1", "share_of_demand = 0.15")]));
    put(&place, "c.toml", &changed(SMALL, &[("2040-12", "2041-12")]));
    let text = said(&place, 0, &["compare", "a.toml", "b.toml", "--trials", "16", "--out", "o"]);
    assert!(text.contains("share no goal") && text.contains("at least 15% of demand"), "{text}");
    assert!(said(&place, 2, &["compare", "a.toml", "c.toml", "--trials", "16", "--out", "o"]).contains("other months"));
}
