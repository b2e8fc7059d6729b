//! One slip, one problem, at the right place and in words that help.

use adit::units::Severity::{self, Error, Warning};

use super::{EVERY_KEY, ONE_REFINERY, all_problems, caret, read};

/// What is changed (first occurrence), into what, and what is then said: at which text, in which message, with which label
/// or help.
pub type Slip = (&'static str, &'static str, &'static str, &'static str, &'static str);

pub fn each_is_one_problem(base: &str, severity: Severity, slips: &[Slip]) {
    let mut wrong = Vec::new();
    for (from, to, at, message, told) in slips {
        assert!(base.contains(from), "the base has no {from}");
        let loaded = read(&base.replacen(from, to, 1));
        let found = loaded.problems.sorted();
        let right = match found[..] {
            [only] => {
                let said = format!("{} | {}", only.label, only.help.as_deref().unwrap_or("-"));
                only.severity == severity && only.message.contains(message) && said.contains(told) && caret(&loaded, only).contains(at)
            }
            _ => false,
        };
        if !right || loaded.scenario.is_none() && severity == Warning {
            wrong.push(format!("{from} → {to}\nexpected at `{at}`: {message} | {told}\nfound\n{}", all_problems(&loaded)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[rustfmt::skip]
pub const KEYS_AND_KINDS: &[Slip] = &[
        ("demand = 24_000", "demand = 24_000\ngrwoth = 1", "grwoth", "unknown key `grwoth` in mineral `antimony`", "did you mean `growth`? A mineral has: title, demand, growth"),
        ("trials  =", "trails  =", "trails", "unknown key `trails`", "did you mean `trials`? A scenario has"),
        ("loss   = 0.5", "zebra = 0.5", "zebra", "unknown key `zebra` in class of incidents `minor` of hazard `balochistan`", "A class of incidents has: weight, outage"),
        ("capacity = 6_000", "capacity = { values = 6_000 }", "values", "unknown key `values` in `capacity` of node `refinery`", "did you mean `value`?"),
        ("demand = 24_000", "demand = { note = \"?\" }", "{ note", "`demand` of mineral `antimony` has no distribution", "expected one of value, uniform"),
        ("capacity = 6_000", "capacity = [6_000]", "[6_000]", "`capacity` of node `refinery` is a list", "expected a number, a distribution such as"),
        ("capacity = 6_000", "capacity = \"6_000\"", "\"6_000\"", "is a text", "a driver is named \"@6_000\""),
        ("capacity = 6_000", "capacity = \"6000\"", "\"6000\"", "is a text", "a number stands without quotes: 6000"),
        ("capacity = 6_000", "capacity = true", "true", "is true or false", "expected a number"),
        ("capacity = 6_000", "capacity = inf", "inf", "`capacity` of node `refinery` is not finite", "expected a finite number"),
        ("demand = 24_000", "", "[minerals.antimony]", "mineral `antimony` has no `demand`", "such as demand = 24_000"),
        ("start   = \"2026-01\"", "", "title", "a scenario has no `start`", "write start = \"2026-01\""),
        ("end     = \"2045-12\"", "end = \"2045-31\"", "\"2045-31\"", "`end` is no date", "expected a month such as"),
        ("end     = \"2045-12\"", "end = 2045", "2045", "`end` is a number", "expected a month such as"),
        ("trials  = 100_000", "trials = 0", "0", "`trials` is 0", "expected a whole number of at least 1"),
        ("trials  = 100_000", "trials = 10.5", "10.5", "`trials` is 10.5", "expected a whole number"),
        ("seed    = 1", "seed = -1", "-1", "`seed` is -1", "expected a whole number of at least 0"),
        ("title   = \"Reference: antimony through one mine, one refinery, one corridor\"", "title = 3", "3", "`title` is a number", "expected a text in quotes"),
        ("[goals.antimony]", "[goals]\nbad = 3\n[goals.antimony]", "3", "goal `bad` is a number", "expected a table: title, mineral"),
        ("[[routes]]", "[routes]", "[routes]", "`routes` is a table", "[[…routes]]"),
        ("via     = [\"mine\", \"refinery\", \"corridor\"]", "via = [1, \"mine\", \"refinery\", \"corridor\"]", "1", "`via` of route `0` is a number", "expected a text in quotes"),
        ("[goals.antimony]", "[goals.\"a.b\"]\nmineral = \"antimony\"\nhhi_below = 1\n[goals.antimony]", "\"a.b\"", "\"a.b\" cannot be a name in `goals`", "without a dot"),
        ("[goals.antimony]", "[goals.\"\"]\nmineral = \"antimony\"\nhhi_below = 1\n[goals.antimony]", "\"\"", "cannot be a name in `goals`", "not empty"),
];

#[test]
fn keys_and_kinds() {
    each_is_one_problem(ONE_REFINERY, Error, KEYS_AND_KINDS);
}

const fn of(distribution: &'static str, at: &'static str, message: &'static str, told: &'static str) -> Slip {
    ("capacity = 6_000", distribution, at, message, told)
}

#[rustfmt::skip]
pub const DISTRIBUTIONS: &[Slip] = &[
        of("capacity = { uniform = [1, 2], pert = [1, 2, 3] }", "pert", "two distributions, `uniform` and `pert`", "keep one of the two"),
        of("capacity = { value = 1, normal = { mean = 1, sd = 1 } }", "normal", "two distributions, `value` and `normal`", "cannot stand beside `value`"),
        of("capacity = { pert = [1, 2] }", "[1, 2]", "`pert` in `capacity` of node `refinery` has 2 numbers", "expected 3: [low, mode, high]"),
        of("capacity = { pert = [1, 5, 3] }", "3", "is out of order", "below 5"),
        of("capacity = { triangular = [4, 2, 9] }", "2", "is out of order", "below 4; expected [low, mode, high]"),
        of("capacity = { loguniform = [0, 9] }", "0", "low of `loguniform`", "expected a number above 0"),
        of("capacity = { uniform = [3, 3] }", "[3, 3]", "has no width", "a plain number: 3"),
        of("capacity = { pert = [1, \"x\", 3] }", "\"x\"", "is a text", "expected a number"),
        of("capacity = { normal = { mean = 3 } }", "{ mean = 3 }", "has no `sd`", "expected { mean, sd }"),
        of("capacity = { normal = { mean = 3, std = 1 } }", "std", "unknown parameter `std`", "expected { mean, sd }"),
        of("capacity = { normal = { mean = 3, sd = 0 } }", "0", "`sd` of `normal` in `capacity` of node `refinery` is not above 0", "expected a number above 0"),
        of("capacity = { normal = 3 }", "3", "`normal` in `capacity` of node `refinery` is a number", "expected { mean, sd }"),
        of("capacity = { gamma = { mean = -1, sd = 1 } }", "-1", "`mean` of `gamma`", "above 0"),
        of("capacity = { beta = { mean = 1.5, sd = 0.1 } }", "{ mean", "the mean of `beta`", "between 0 and 1"),
        of("capacity = { beta = { mean = 0.5, sd = 0.6 } }", "{ mean", "the sd of `beta`", "below 0.500"),
        of("capacity = { lognormal = { p10 = 5, p90 = 4 } }", "4", "is out of order", "expected `p90` above `p10`"),
        of("capacity = { lognormal = { median = 5, sd = 4 } }", "sd", "unknown parameter `sd`", "expected { median, sigma }"),
        of("capacity = { lognormal = { } }", "{ }", "lacks its parameters", "{ p10, p90 }"),
        of("capacity = { exponential = { mean = 0 } }", "0", "not above 0", "above 0"),
        of("capacity = { weibull = { shape = 2, scale = -1 } }", "-1", "`scale` of `weibull`", "above 0"),
        of("capacity = { metalog = { p10 = 1, p50 = 3, p90 = 2 } }", "2", "is out of order", "expected `p90` above `p50`"),
        of("capacity = { metalog = { p10 = 1, p50 = 3, p90 = 4, max = 3 } }", "3", "is out of order", "expected `max` above `p90`"),
        of("capacity = { discrete = [] }", "[]", "is empty", "expected [[value, weight], …]"),
        of("capacity = { discrete = [[1, 0], [2, 0]] }", "[[1", "no weight above 0", "at least one weight"),
        of("capacity = { discrete = [[1, -1], [2, 3]] }", "-1", "a weight in `discrete`", "expected 0 or more"),
        of("capacity = { discrete = [1, 2] }", "1", "no pair", "expected [[value, weight], …]"),
        of("capacity = { mixture = [[{ pert = [1, 2, 3], clamp = [0, 1] }, 1]] }", "clamp", "`clamp` cannot stand in a part", "stands beside `mixture`"),
        of("capacity = { mixture = [[\"@x\", 1]] }", "\"@x\"", "names a driver", "a distribution of its own"),
        of("capacity = { empirical = \"nowhere.csv\", column = \"x\" }", "\"nowhere.csv\"", "nowhere.csv cannot be read", "there is no such file"),
        of("capacity = { empirical = \"outages.csv\", column = \"month\" }", "\"outages.csv\"", "line 2 of outages.csv: there is no column month", "did you mean months?"),
        of("capacity = { empirical = \"outages.csv\" }", "\"outages.csv\"", "has no `column`", "write column"),
        of("capacity = { value = 3, column = \"x\" }", "column", "belongs to `empirical`", "no file"),
        of("capacity = { pert = [1, 2, 3], clamp = [9, 1] }", "[9, 1]", "is the wrong way round", "write [1, 9]"),
        of("capacity = { pert = [1, 2, 3], clamp = [-2, 1] }", "[-2, 1]", "`clamp` in `capacity` of node `refinery` is -2", "0 or more"),
        of("capacity = { pert = [1, 2, 3], planned = -3 }", "-3", "`planned` in `capacity`", "0 or more"),
        of("capacity = { pert = [1, 2, 3], scale = \"x\" }", "\"x\"", "names no driver", "write \"@x\""),
        of("capacity = { pert = [1, 2, 3], scal = \"@x\" }", "scal", "unknown key `scal`", "did you mean `scale`?"),
        of("capacity = { pert = [1, 2, 3], scale = \"@x\" }", "\"@x\"", "there is no driver `x`", "the scenario has no driver yet"),
];

#[test]
fn distributions() {
    each_is_one_problem(ONE_REFINERY, Error, DISTRIBUTIONS);
}

#[rustfmt::skip]
pub const RANGES: &[Slip] = &[
        ("cancels  = 0.05", "cancels = 5", "5", "`cancels` of stage `commissioning` of project `refinery` is 5", "5% is written 0.05"),
        ("loss   = 0.5", "loss = -0.5", "-0.5", "`loss` of class", "from 0 to 1"),
        ("offtake = 0.95", "offtake = { value = 1.5 }", "1.5", "`offtake` of route", "from 0 to 1"),
        ("{ balochistan = 0.25 }", "{ balochistan = 25 }", "25", "`exposure.balochistan` of stage `construction`", "25% is written 0.25"),
        ("growth = 0.02", "growth = -1", "-1", "`growth` of mineral `antimony` is -1", "above -1"),
        ("demand = 24_000", "demand = -3", "-3", "`demand` of mineral `antimony` is -3", "0 or more"),
        ("lag      = 2.25", "lag = 2.25\ngrade = 0", "0", "`grade` of node `corridor` is 0", "above 0 and at most 1"),
        ("[hazards.balochistan.classes.minor]", "[hazards.balochistan.excitation]\nbranching = 1\ndecay = 2\n[hazards.balochistan.classes.minor]", "1", "`branching` of `excitation` of hazard", "at least 0 and below 1"),
        ("sustain         = 12", "sustain = 0", "0", "`sustain` of goal `antimony` is 0", "at least 1"),
        ("then   = { ban = 0.4, eased = 0.6 }", "then = { ban = -0.4, eased = 0.6 }", "-0.4", "`ban` in `then` of state `strict`", "0 or more"),
        ("then   = { ban = 0.4, eased = 0.6 }", "then = { ban = 0, eased = 0 }", "{ ban = 0", "no weight above 0", "at least one weight"),
        ("[6, 0.5], [12, 0.9], [18, 1.0]", "[6, 0.5], [5, 0.9], [18, 1.0]", "[5, 0.9]", "goes back in time", "a month after 6"),
        ("[6, 0.5], [12, 0.9], [18, 1.0]", "[6, -0.5], [12, 0.9], [18, 1.0]", "-0.5", "a share of `ramp_up`", "0 or more"),
        ("[6, 0.5], [12, 0.9], [18, 1.0]", "[6, 0.5, 3]", "[6, 0.5, 3]", "has 3 numbers", "expected 2: [months since opening"),
        ("rate = {", "season = [1, 2, 3]\nrate = {", "[1, 2, 3]", "`season` of hazard `balochistan` has 3 numbers", "expected 12"),
        ("rate = {", "season = [1, 1, 1, 1, -1, 1, 1, 1, 1, 1, 1, 1]\nrate = {", "-1", "`season` of hazard `balochistan` holds -1", "0 or more"),
];

#[test]
fn ranges() {
    each_is_one_problem(ONE_REFINERY, Error, RANGES);
}

#[rustfmt::skip]
pub const BELONGS_TOGETHER: &[Slip] = &[
        ("duration = { pert = [6, 12, 30] }", "duration = 3\ndone = \"2025-01\"", "done", "has both `duration` and `done`", "keep one of the two"),
        ("cancels  = 0.05", "cancels = 0.05\nrisks = { x = { probability = 0.1 } }", "{ probability = 0.1 }", "risk `x` of stage `commissioning` of project `refinery` has no `delay`", "months of work"),
        ("duration = { pert = [6, 12, 30] }", "duration = 3\nunknown = true", "unknown", "has `unknown` without `cancels`", "it needs `cancels` beside it"),
        ("cancels  = 0.05", "cancels = 0.05\nprice_of = \"antimony\"", "price_of", "has `price_of` without `price_elasticity`", "it needs `price_elasticity` beside it"),
        ("cancels  = 0.05", "cancels = 0.05\nunknown = 1", "1", "`unknown` of stage `commissioning` of project `refinery` is a number", "expected true or false"),
        ("duration = { pert = [6, 12, 30] }", "", "[projects.mine.stages.permits]", "has no `duration`", "or done ="),
        ("lag      = 2.25", "lag = 2\nlife = 9", "life", "has a `life` and never opens", "closes = \"2040-01\""),
        ("then   = { ban = 0.4, eased = 0.6 }", "", "[regimes.licensing.states.strict]", "state `strict` of regime `licensing` has no `then`", "then = { other = 1 }"),
        ("lasts  = { exponential = { mean = 18 } }", "", "then", "state `strict` of regime `licensing` never ends", "or drop `then`"),
        ("initial = \"strict\"", "", "[regimes.licensing]", "regime `licensing` has no `initial`", "the state in which it starts"),
        ("controlled_by = \"licensing\" }", "dependence = 0.5 }", "dependence", "depends on no regime", "controlled_by ="),
        ("share_of_demand = 0.10", "share_of_demand = 0.10\nhhi_below = 3000", "hhi_below", "has both `share_of_demand` and `hhi_below`", "keep one"),
        ("share_of_demand = 0.10", "", "[goals.antimony]", "goal `antimony` tests nothing", "write one of share_of_demand"),
        ("share_of_demand = 0.10", "at_least = 3\nof = [{ hhi_below = 1 }, { shortage_below = 0.1 }]", "3", "asks for 3 of 2 parts", "at most 2"),
        ("share_of_demand = 0.10", "of = [{ hhi_below = 1 }]", "[goals.antimony]", "has no `at_least`", "how many"),
        ("share_of_demand = 0.10", "all = []", "[]", "`all` of goal `antimony` is empty", "at least one test"),
        ("share_of_demand = 0.10", "all = [{ hhi_below = 1, sustain = 3 }]", "sustain", "unknown key `sustain` in part 0 of `all` of goal `antimony`", "A part of a goal has"),
        ("mineral         = \"antimony\"\n", "", "[goals.antimony]", "has no `mineral`", "mineral = \"antimony\""),
        ("note   = \"Chosen for testing.\"\nmineral = \"antimony\"\nvia", "mineral = \"antimony\"\nvia", "\"judgement\"", "a judgement without a reason", "note ="),
        ("source = \"judgement\"\nnote   = \"Chosen for testing.\"\nmineral = \"antimony\"\nvia", "source = \"usgs\"\nmineral = \"antimony\"\nvia", "\"usgs\"", "there is no source `usgs`", "add [sources.usgs]"),
        ("[minerals.antimony]", "[sources.usgs]\nnote = \"x\"\n[minerals.antimony]", "[sources.usgs]", "source `usgs` has no `title`", "title of the document"),
        ("end     = \"2045-12\"", "end = \"2020-12\"", "\"2020-12\"", "ends in 2020-12, before it starts in 2026-01", "from 2026-01 on"),
        ("capacity = 9_000", "capacity = { value = 9_000, antimony = 3 }", "antimony", "unknown key `antimony`", "a figure has"),
        ("capacity = 9_000", "capacity = { antimony = 3, clamp = [0, 1] }", "clamp", "qualifies no figure", "inside one mineral's figure"),
        ("lag      = 2.25", "outage = \"all\"", "\"all\"", "`outage` of node `corridor` is \"all\"", "\"capacity\" or \"flow\""),
        ("lag      = 2.25", "counts = \"gros\"", "\"gros\"", "`counts` of node `corridor` is \"gros\"", "did you mean \"gross\"?"),
        ("opens    = \"mine.construction\"", "opens = \"2030-1\"", "\"2030-1\"", "`opens` of node `mine` is no date", "such as \"2026-01\""),
        ("opens    = \"mine.construction\"", "opens = 2030-01-01T00:00:00", "2030-01-01T00:00:00", "`opens` of node `mine` is no date", "such as \"2026-01\""),
];

#[test]
#[rustfmt::skip]
fn what_belongs_together() {
    each_is_one_problem(ONE_REFINERY, Error, BELONGS_TOGETHER);
    each_is_one_problem(EVERY_KEY, Error, &[
        ("costs    = { triangular = [0.9, 1.0, 1.4] }", "costs = { triangular = [0.9, 1.0, 1.4], scale = \"@costs\" }", "scale", "driver `costs` has a `scale`", "itself included"),
        ("costs    = { triangular = [0.9, 1.0, 1.4] }", "costs = \"@lead\"", "\"@lead\"", "names another driver", "name \"@lead\" where"),
        ("rank    = 0.4", "rank = 1", "1", "`rank` of a correlation is 1", "above -1 and below 1"),
        ("between = [\"schedule\", \"unrest\"]", "between = [\"schedule\"]", "[\"schedule\"]", "between 1 drivers", "between = [\"a\", \"b\"]"),
        ("name          = \"concentrate abroad\"", "name = \" \"", "\" \"", "\" \" cannot be a name in `routes`", "without spaces around it"),
        ("name          = \"concentrate abroad\"", "name = \"tungsten:mine>mill>highway:Pakistan\"", "[[routes]]", "two routes are called", "another name"),
    ]);
}
