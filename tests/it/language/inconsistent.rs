//! Parts that do not fit together: names that nobody defined, circles, what can never happen, and slips with consequences.

use adit::units::Severity::{Error, Warning};

use super::malformed::each_is_one_problem;
use super::{EVERY_KEY, ONE_REFINERY, all_problems, errors, read};

#[test]
#[rustfmt::skip]
fn names() {
    each_is_one_problem(EVERY_KEY, Error, &[
        ("mineral = \"antimony\"", "mineral = \"antimoni\"", "\"antimoni\"", "there is no mineral `antimoni`", "did you mean `antimony`?"),
        ("controlled_by = \"licensing\" }", "controlled_by = \"licencing\" }", "\"licencing\"", "there is no regime `licencing`", "did you mean `licensing`?"),
        ("then      = { ban = 0.4, eased", "then = { band = 0.4, eased", "band", "regime `licensing` has no state `band`", "did you mean `ban`?"),
        ("planned = \"eased\"", "planned = \"easy\"", "\"easy\"", "regime `licensing` has no state `easy`", "did you mean `eased`?"),
        ("initial = \"calm\"", "initial = \"war\"", "\"war\"", "regime `talks` has no state `war`", "there are `calm`, `surge`"),
        ("level      = { talks = { surge = 2 } }", "level = { talks = { urge = 2 } }", "urge", "regime `talks` has no state `urge`", "did you mean `surge`?"),
        ("level      = { talks = { surge = 2 } }", "level = { talk = { surge = 2 } }", "talk", "there is no regime `talk`", "did you mean `talks`?"),
        ("{ balochistan = 0.1 }", "{ baluchistan = 0.1 }", "baluchistan", "there is no hazard `baluchistan`", "did you mean `balochistan`?"),
        ("after    = [\"permits\"]", "after = [\"permit\"]", "\"permit\"", "there is no stage `permit`", "did you mean `permits`?"),
        ("after    = [\"permits\"]", "after = [\"permits\", \"own\"]", "\"own\"", "there is no stage `own` here", "did you mean \"smelter.own\"?"),
        ("opens    = \"mine.construction\"", "opens = \"construction\"", "\"construction\"", "there is no stage `construction` here", "did you mean \"mine.construction\"?"),
        ("closes   = \"2049-01\"", "closes = \"smelter.closing\"", "\"smelter.closing\"", "there is no stage `smelter.closing`", "did you mean `smelter."),
        ("via     = [\"mine\", \"mill\", \"smelter\", \"highway\"]", "via = [\"mine\", \"mill\", \"smeltr\", \"highway\"]", "\"smeltr\"", "there is no node `smeltr`", "did you mean `smelter`?"),
        ("wait      = \"@lead\"", "wait = \"@leed\"", "\"@leed\"", "there is no driver `leed`", "did you mean `lead`?"),
        ("scale = \"@schedule\"", "scale = \"@scheduel\"", "\"@scheduel\"", "there is no driver `scheduel`", "did you mean `schedule`?"),
        ("demand    = { value = 24_000, source = \"yearbook\" }", "demand = { value = 1, source = \"yearbok\" }", "\"yearbok\"", "there is no source `yearbok`", "did you mean \"yearbook\"?"),
        ("\"arrival\"]", "\"arival\"]", "\"arival\"", "there is no goal `arival`", "did you mean `arrival`?"),
        ("minerals.tungsten  =", "minerals.tin  =", "tin", "there is no mineral `tin`", "there are `antimony`, `tungsten`, `gold`"),
        ("suppliers.Belgium  =", "suppliers.Belgum  =", "Belgum", "there is no supplier or origin `Belgum`", "did you mean `Belgium`?"),
        ("carries = { gold = 4e-6 }", "carries = { silver = 4e-6, gold = 1 }", "silver", "there is no mineral `silver`", "there are"),
        ("carries = { gold = 4e-6 }", "carries = { antimony = 4e-6, gold = 1 }", "antimony", "a route of `antimony` carries `antimony`", "another mineral"),
        ("yield  = { antimony = { uniform = [0.80, 0.92] }, tungsten", "yield = { antimony = 0.9, tungstn", "tungstn", "there is no mineral `tungstn`", "did you mean `tungsten`?"),
        ("origin          = \"Pakistan\"", "origin = \"Pakstan\"", "\"Pakstan\"", "no route brings `antimony` from `Pakstan`", "did you mean `Pakistan`?"),
        ("any = [\"arrival\",", "any = [\"\",", "\"\"", "there is no goal ``", "there are `arrival`"),
        ("controlled_by = \"licensing\" }", "controlled_by = \"\" }", "\"\"", "there is no regime ``", "there are `licensing`, `talks`"),
        ("between = [\"schedule\", \"unrest\"]", "between = [\"schedule\", \"unrst\"]", "\"unrst\"", "there is no driver `unrst`", "did you mean `unrest`?"),
        ("precaution = { licensing = { ban = 1.3 } }", "precaution = { licensing = { bann = 1.3 } }", "bann", "regime `licensing` has no state `bann`", "did you mean `ban`?"),
        ("[minerals.gold]", "[minerals.value]\ndemand = 1\n[minerals.gold]", "value", "a mineral cannot be called `value`", "choose another name"),
    ]);
}

#[test]
#[rustfmt::skip]
fn structure() {
    each_is_one_problem(ONE_REFINERY, Error, &[
        ("duration = { pert = [6, 12, 30] }", "duration = 3\nafter = [\"construction\"]", "permits", "stages wait for each other: mine.permits → mine.construction → mine.permits", "can never start"),
        ("[nodes.corridor]", "[nodes.depot]\n[nodes.corridor]", "depot", "no route passes node `depot`", "in the `via` of a route"),
        ("[\"mine\", \"refinery\", \"corridor\"]", "[\"mine\", \"refinery\", \"corridor\", \"corridor\"]", "\"corridor\"", "passes `corridor` twice", "it was here before"),
        ("capacity = 6_000", "capacity = 6_000\nstock = 3", "3", "has a `stock` and no route starts there", "only a source depletes"),
        ("end     = \"2045-12\"", "end = \"2027-10\"", "12", "goal `antimony` needs 23 months, the scenario has 22", "must hold for 12 months"),
        ("sustain         = 12", "sustain = 300", "300", "goal `antimony` needs 311 months, the scenario has 240", "move `end`"),
    ]);
    each_is_one_problem(EVERY_KEY, Error, &[
        ("capacity = { antimony = 1_500 }", "capacity = 1_500", "1_500", "its expansion is not", "figures by mineral"),
        ("capacity = { antimony = 1_500 }", "capacity = { gold = 1_500 }", "gold", "no capacity for `gold` that could be expanded", "capacity.gold"),
        ("capacity = 4_000\n", "capacity = 4_000\nexpansions = [{ capacity = { antimony = 3 } }]\n", "antimony", "an expansion of `smelter` is by mineral", "one figure"),
        ("capacity = 4_000\n", "capacity = 4_000\nexpansions = [{}]\n", "{}", "expansion 0 of node `smelter` has no `capacity`", "capacity = 2_000"),
        ("capacity = 4_000\n", "expansions = [{ capacity = 3 }]\n", "[nodes.smelter]", "has expansions and no `capacity`", "before it is expanded"),
        ("tungsten = 400 }", "gold = 400 }", "\"tungsten\"", "source `mine` has no `capacity` for `tungsten`", "capacity.tungsten"),
        ("any = [\"arrival\",", "any = [\"either\",", "either", "goals name each other: either → either", "part of itself"),
        ("schedule = { lognormal = { median = 1.0, sigma = 0.25 },", "schedule = { mixture = [[1, 1], [2, 1]],", "\"schedule\"", "driver `schedule` is a mixture", "one distribution"),
        ("factor = \"deal\"", "factor = \"deel\"", "\"deel\"", "there is no factor `deel`", "did you mean `deal`"),
        ("factor = \"deal\", loading = 0.6", "factor = \"deal\"", "{ probability = 0.05, factor = \"deal\" }", "has no `loading`", "from -1 to 1"),
        ("loading = 0.6", "loading = 1.6", "1.6", "`loading` of", "from -1 to 1"),
        ("between = [\"schedule\", \"unrest\"]", "between = [\"unrest\", \"unrest\"]", "\"unrest\"", "is correlated with itself", "another driver"),
        ("[minerals.antimony]", "[[correlations]]\nbetween = [\"unrest\", \"schedule\"]\nrank = 0.1\n[minerals.antimony]", "\"unrest\"", "are correlated twice", "has a rank already"),
        ("[goals.arrival]", "[goals.other]\nmineral = \"antimony\"\nall = [\"diversified\", { mineral = \"copper\", hhi_below = 3 }]\n[goals.arrival]", "\"copper\"", "there is no mineral `copper`", "there are"),
        ("[projects.smelter.stages.own]\n", "[projects.smelter.stages.own]\nnot_before = \"2051-01\"\n", "\"2051-01\"", "stage `smelter.own` can never start", "after the end of the scenario, 2050-12"),
        ("tolerates  = 1.5 ", "tolerates = 9 ", "9", "the price index that mineral `tungsten` tolerates is above its cap", "lower `tolerates`"),
        ("demand     = { short = 0.1, long = 0.5,", "demand = { short = 0.6, long = 0.5,", "0.5", "the long elasticity of demand of mineral `tungsten` is below the short one", "exchange the two"),
        ("[projects.smelter.stages.shared]\n", "[projects.smelter.stages.shared]\nafter_any = [\"own\", \"commissioning\"]\n", "shared", "stages wait for each other: smelter.shared → smelter.commissioning → smelter.shared", "can never start"),
    ]);
}

#[test]
#[rustfmt::skip]
fn warnings() {
    each_is_one_problem(ONE_REFINERY, Warning, &[
        ("[minerals.antimony]", "[drivers]\nidle = { uniform = [0, 1] }\n[minerals.antimony]", "idle", "driver `idle` drives nothing", "\"@idle\""),
        ("passes = 1.0", "passes = 1.0\ndiverts = 0.5", "0.5", "nothing that is held back comes back", "an empty one will do"),
        ("[minerals.antimony]", "[minerals.antimony]\nresponse = { through = \"Thailand\" }", "\"Thailand\"", "nothing comes back through these origins", "diverts = 0.5"),
        ("passes = 1.0", "passes = 1.0\n[regimes.licensing.states.lost]", "lost", "regime `licensing` never enters state `lost`", "neither initial"),
        ("lag      = 2.25", "ramp_up = [[0, 0.5], [3, 1]]", "ramp_up", "`ramp_up` of node `corridor` has no effect without `opens`", "open from the start"),
        ("lag      = 2.25", "stretch = 2", "stretch", "`stretch` of node `corridor` has no effect without `ramp_up`", "no ramp"),
        ("ramp_up  = [[0, 0.0], [6, 0.5], [12, 0.9], [18, 1.0]]", "buffer = 30", "30", "the `buffer` of source `mine` has no effect", "nothing is brought"),
        ("lag      = 2.25", "counts = \"gross\"", "[nodes.corridor]", "counts gross tonnes of a grade that nobody gives", "`counts` has no effect"),
        ("share_of_demand = 0.10", "hhi_below = 3_000", "origin", "`origin` of goal `antimony` has no effect on `hhi_below`", "every origin"),
        ("[projects.mine.stages.permits]", "[hazards.floods]\nrate = 1\nclasses.any.outage = 1\n[projects.mine.stages.permits]", "floods", "hazard `floods` strikes nothing", "floods = 0.2"),
        ("[hazards.balochistan]", "[regimes.tariffs]\ninitial = \"on\"\n[regimes.tariffs.states.on]\n[hazards.balochistan]", "tariffs", "regime `tariffs` controls nothing", "controlled_by = \"tariffs\""),
    ]);
    each_is_one_problem(EVERY_KEY, Warning, &[
        ("\"2025-11\" = \"eased\"", "\"2025-11\" = \"ban\"", "\"ban\"", "does not start in the last state of its history, `ban`", "`initial` does not name it"),
        ("initial = { strict = 0.7, eased = 0.3 }\nplanned = \"eased\"\nhistory = { \"2024-09\" = \"strict\", \"2025-11\" = \"eased\" }",
            "initial = \"strict\"\nhistory = { \"2025-07\" = \"strict\" }", "\"2025-07\"",
            "starts 0 months after it entered its state, by its history 6.0", "elapsed = 6.0"),
        ("planned = \"eased\"", "planned = \"eased\"\nelapsed = 9", "9", "starts 9 months after it entered its state, by its history 2.0", "elapsed = 2.0"),
        ("[factors]\n", "[factors]\nmood = {}\n", "mood", "nothing depends on factor `mood`", "factor = \"mood\""),
    ]);
}

/// Some slips make two things wrong; both are said.
#[test]
fn slips_with_consequences() {
    for (base, from, to, messages) in [
        (
            EVERY_KEY,
            "via     = [\"mine\", \"mill\", \"smelter\", \"highway\"]",
            "via = [\"mine\", \"smelter\", \"mill\", \"highway\", \"smelter\"]",
            vec!["passes `smelter` twice", "the chain has a cycle: smelter → mill → highway → smelter"],
        ),
        (
            EVERY_KEY,
            "via     = [\"mine\", \"mill\", \"highway\"]\norigin  = \"Pakistan\"",
            "via = [\"mill\", \"highway\"]\norigin = \"Pakistan\"",
            vec![
                "route `antimony:mine>mill>smelter>highway:Pakistan` passes `mill`, the source of route `tungsten:mill>highway:Pakistan`",
                "route `concentrate abroad` passes `mill`",
                "source `mill` has no `capacity`",
            ],
        ),
        (
            EVERY_KEY,
            "not_before = \"2026-06\"",
            "not_before = \"2060-06\"",
            vec!["stage `mine.permits` can never start", "stage `mine.construction` can never start"],
        ),
        (
            ONE_REFINERY,
            "duration = { pert = [6, 9, 18] }",
            "duration = 3\ncancels = 1",
            vec![
                "stage `refinery.clearance` can never start",
                "stage `refinery.construction` can never start",
                "stage `refinery.commissioning` can never start",
            ],
        ),
        (EVERY_KEY, "price_of = \"tungsten\"", "price_of = \"gold\"", vec!["mineral `gold` has no `response`"]),
        (EVERY_KEY, "[projects.smelter.stages.own]\n", "[projects.smelter.stages.own]\ncancels = 1\n", vec![]),
        (
            ONE_REFINERY,
            "capacity = { pert = [3_000, 5_000, 8_000] }",
            "",
            vec!["source `mine` has no `capacity`", "`ramp_up` of node `mine` has no effect without `capacity`"],
        ),
        (ONE_REFINERY, "weight = 0.85", "weight = 0", vec![]),
        (
            ONE_REFINERY,
            "weight = 0.15",
            "[hazards.floods]\nrate = 1\nclasses.any = { weight = 0, outage = 1 }\n[hazards.balochistan.classes.third]",
            vec![
                "class of incidents `major` of hazard `balochistan` has no `outage`",
                "hazard `floods` has no class of weight above 0",
                "hazard `floods` strikes nothing",
            ],
        ),
        (
            ONE_REFINERY,
            "[hazards.balochistan.classes.minor]",
            "[hazards.floods]\nrate = 1\n[hazards.balochistan.classes.minor]",
            vec!["hazard `floods` has no `classes`", "hazard `floods` strikes nothing"],
        ),
        (ONE_REFINERY, "[nodes.mine]", "[nodes]\nbad = 3\n[nodes.mine]", vec!["node `bad` is a number", "no route passes node `bad`"]),
        (
            ONE_REFINERY,
            "[hazards.balochistan]",
            "[regimes.r]\ninitial = \"a\"\n[regimes.r.states.a]\nlasts = 0\nthen = \"b\"\n[regimes.r.states.b]\nlasts = { value = 0 }\nthen = \"a\"\n[hazards.balochistan]\nlevel = { r = { a = 2 } }",
            vec!["regime `r` goes round in no time: a → b → a"],
        ),
        (
            ONE_REFINERY,
            "[[routes]]",
            "[goals.x]\nmineral = \"tin\"\ncovers_withheld = 0.5\n[minerals.tin]\ndemand = 3\n[[routes]]",
            vec!["goal `x` measures arrivals of `tin`, which no route carries", "goal `x` can never hold: nothing of `tin` is controlled"],
        ),
        (
            ONE_REFINERY,
            "[goals.antimony]\nmineral         = \"antimony\"\norigin          = \"Pakistan\"\nshare_of_demand = 0.10\nsustain         = 12",
            "",
            vec!["the scenario has no goal"],
        ),
        (ONE_REFINERY, "lag      = 2.25", "opens = \"2030-01\"\nramp_up = [[0, 0], [1, 1]]\nlag = 2.25", vec![]),
        (
            ONE_REFINERY,
            "capacity = 9_000\nlag      = 2.25",
            "opens = \"2030-01\"\nramp_up = [[0, 0], [1, 1]]",
            vec!["`ramp_up` of node `corridor` has no effect without `capacity`"],
        ),
    ] {
        assert!(base.contains(from), "the base has no {from}");
        let loaded = read(&base.replacen(from, to, 1));
        let found: Vec<&str> = loaded.problems.sorted().iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(found.len(), messages.len(), "{from}\n{}", all_problems(&loaded));
        for message in messages {
            assert!(found.iter().any(|found| found.contains(message)), "{message}\n{}", all_problems(&loaded));
        }
    }
}

#[test]
fn everything_wrong_is_said_at_once() {
    let text = ONE_REFINERY
        .replace("growth = 0.02", "grwth = 0.02")
        .replace("passes = 0.0", "passes = -1")
        .replace("via     = [\"mine\", \"refinery\", \"corridor\"]", "via = [\"mine\", \"refinry\", \"corridor\"]")
        .replace("[\"construction\", \"mine.construction\"]", "[\"constructon\", \"mine.construction\"]")
        .replace("duration = { pert = [6, 9, 18] }", "duration = { pert = [6, 9] }")
        .replace("sustain         = 12", "sustain = 400")
        .replace("offtake = 0.95", "offtake = 95");
    let loaded = read(&text);
    assert!(loaded.scenario.is_none());
    assert_eq!(errors(&loaded).len(), 7, "{}", all_problems(&loaded));
}

#[test]
fn what_is_not_toml_does_not_hide_the_rest_nor_invent_anything() {
    let text = ONE_REFINERY
        .replace("start   = \"2026-01\"", "start = 2026-01")
        .replace("capacity = 6_000", "capacity = 6,000")
        .replace("growth = 0.02", "grwth = 0.02");
    let loaded = read(&text);
    let found = errors(&loaded);
    assert!(found.iter().any(|problem| problem.help.as_deref() == Some("a month stands in quotes: \"2026-01\"")), "{}", all_problems(&loaded));
    assert!(
        found.iter().any(|problem| problem.help.as_deref() == Some("thousands are set apart by an underscore: 6_000")),
        "{}",
        all_problems(&loaded)
    );
    assert!(found.iter().any(|problem| problem.message.starts_with("unknown key `grwth`")), "{}", all_problems(&loaded));
    assert!(found.iter().all(|problem| !problem.label.contains("missing")), "{}", all_problems(&loaded));
}

#[test]
fn an_empty_file_lacks_what_it_lacks() {
    let messages: Vec<String> = errors(&read("")).iter().map(|problem| problem.message.clone()).collect();
    assert_eq!(messages, ["a scenario has no `start`", "a scenario has no `end`", "a scenario has no `minerals`"]);
    let empty = "start = \"2026-01\"\nend = \"2030-12\"\n[minerals]\n[regimes.r]\ninitial = \"a\"\nstates = {}\n[hazards.h]\nrate = 1\nclasses = {}\n[projects.p]\nstages = {}\n[[routes]]\nmineral = \"x\"\nvia = []\norigin = \"y\"\n";
    let loaded = read(empty);
    let found = all_problems(&loaded);
    for message in
        ["there is no mineral", "regime `r` has no `states`", "hazard `h` has no `classes`", "project `p` has no `stages`", "passes no node"]
    {
        assert!(found.contains(message), "{message}\n{found}");
    }
}
