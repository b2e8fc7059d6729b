//! Known answers of a market that clears: worked out month by month, and in closed form.

use adit::engine::{MineralTrace, Series, TrialTrace, replay, simulate};
use adit::plan::{Plan, compile};
use adit::scenario::load_text;

/// Digits of the tables.
const DIGITS: f64 = 6e-7;

fn plan(text: &str) -> Plan {
    let loaded = load_text("known.toml", text, None, &[]);
    assert!(!loaded.problems.any_error(), "{:#?}", loaded.problems);
    let (plan, problems) = compile(&loaded.scenario.expect("no error"));
    plan.unwrap_or_else(|| panic!("{problems:#?}"))
}

fn reference(name: &str) -> String {
    std::fs::read_to_string(format!("tests/reference/{name}")).expect("a file of the repository")
}

fn trial(text: &str) -> TrialTrace {
    replay(&plan(text), 1, 0)
}

fn close(what: &str, found: f64, expected: f64) {
    assert!((found - expected).abs() <= DIGITS * expected.abs().max(1.0), "{what}: found {found}, expected {expected}");
}

fn agree(what: &str, found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len(), "{what}");
    found.iter().zip(expected).enumerate().for_each(|(k, (found, expected))| close(&format!("{what} in month {k}"), *found, *expected));
}

fn supply(market: &MineralTrace) -> Vec<f64> {
    (0..market.demand.len()).map(|k| market.supply_by_origin.iter().map(|months| months[k]).sum()).collect()
}

/// K1: a ban, trade that goes round, buyers and sellers who adapt, a seller with little spare capacity.
#[test]
fn a_market_that_clears_month_by_month() {
    let answers: serde_json::Value = serde_json::from_str(&reference("clearing.json")).expect("JSON");
    let series = |name: &str| -> Vec<f64> { answers["monthly"][name].as_array().expect(name).iter().map(|x| x.as_f64().expect(name)).collect() };
    // A goal that asks for it makes the engine keep what was held back.
    let text = reference("clearing.toml")
        + "\n[goals.covered]\nmineral = \"antimony\"\ncovers_withheld = 1\n[[routes]]\nmineral = \"antimony\"\nvia = [\"mine\"]\norigin = \"Nobody\"\n[nodes.mine]\ncapacity = 0\n";
    let plan = plan(&text);
    let trial = replay(&plan, 1, 0);
    let market = &trial.minerals[0];
    let clearing = market.clearing.as_ref().expect("it clears");
    agree("price index", &clearing.price, &series("price"));
    agree("bought", &clearing.bought, &series("bought"));
    agree("given up", &clearing.given_up, &series("given_up"));
    agree("shortage", &market.shortage, &series("shortage"));
    agree("premium", &clearing.premium, &series("premium"));
    agree("controlled", &market.controlled, &series("controlled"));
    agree("free", &market.free, &series("free"));
    agree("supply", &supply(market), &series("supply"));
    agree("concentration", &market.concentration, &series("hhi"));
    agree("withheld", &market.withheld, &series("withheld"));
    agree("bridge", &clearing.bridge, &series("bridge"));
    let mut stock = 1_000.0;
    for (k, given) in series("from_inventory").into_iter().enumerate().take(12) {
        stock -= given;
        close(&format!("inventory in month {k}"), clearing.inventory[k], stock);
    }
    let goal = &answers["goals"]["supplied"];
    let supplied = plan.goals.goals.iter().position(|goal| goal.name == "supplied").expect("the goal");
    assert_eq!(trial.goals[supplied].arrival.map(|month| month as u64), goal["arrival"].as_u64());
    close("stock until arrival", trial.goals[supplied].bridge, goal["bridge"].as_f64().expect("tonnes"));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("threads");
    let tally = simulate(&plan, 1, 0..3, &pool, &|_| ());
    let of = Series::of(&plan.minerals[0]);
    for (y, year) in ["2026", "2027"].into_iter().enumerate() {
        for (name, wanted) in [
            ("price", Series::Price),
            ("bought", Series::Bought),
            ("given_up", Series::GivenUp),
            ("shortage", Series::Shortage),
            ("premium", Series::Premium),
            ("controlled", Series::Controlled),
            ("hhi", Series::Concentration),
        ] {
            let place = of.iter().position(|&series| series == wanted).expect(name);
            let found = tally.yearly[0][place][y].mean(3).expect("trials").mean;
            close(&format!("{name} of {year}"), found, answers["years"][year][name].as_f64().expect(name));
        }
    }
    let bridged = tally.goals[supplied].cost.as_ref().expect("a price").1.mean(3).expect("trials").mean;
    close("cost of the stock at the price that is tolerated", bridged, 297.563_858 * 15_000.0);
}

/// K7: people buy ahead, with and without a low cap.
#[test]
fn buying_ahead_month_by_month() {
    let text = reference("precaution.toml");
    let trial_of = |text: &str| {
        let trial = trial(text);
        (trial.minerals[0].clone(), trial.minerals[0].clearing.clone().expect("it clears"), trial.goals[0].clone())
    };
    let (market, clearing, goal) = trial_of(&text);
    let first = |series: &[f64]| series[..10].to_vec();
    agree("price", &first(&clearing.price), &[1.0, 1.0, 1.754_038, 1.744_696, 1.364_624, 1.182_271, 1.604_996, 1.589_155, 1.147_137, 1.0]);
    let bought = [1000.0, 1100.0, 1_340.551_326, 1_320.627_374, 1_139.469_191, 932.510_904, 876.053_008, 869.128_876, 919.643_445, 946.603_392];
    agree("bought", &clearing.bought, &[&bought[..], &[951.559_535, 956.066_398]].concat());
    let given_up = [0.0, -100.0, -340.551_326, -320.627_374, -139.469_191, 67.489_096, 123.946_992, 130.871_124, 80.356_555, 53.396_608];
    agree("given up", &first(&clearing.given_up), &given_up);
    let stock = [500.0, 600.0, 540.551_326, 477.092_858, 246.509_679, 0.0, 0.0, 0.0, 0.0, 153.396_608, 301.837_073, 445.770_675];
    agree("stock", &clearing.inventory, &stock);
    agree("bridge", &first(&clearing.bridge), &[0.0, 0.0, 0.0, 0.0, 81.838_041, 72.315_821, 63.785_493, 56.136_460, 0.0, 0.0]);
    assert!(market.shortage.iter().all(|&short| short == 0.0), "{:?}", market.shortage);
    assert_eq!((goal.arrival, goal.holds), (None, vec![false; 12]));
    close("stock to bridge", goal.bridge, 274.075_817);
    let missing: f64 = clearing.bought.iter().map(|bought| (1000.0 - bought).max(0.0)).sum();
    close("missing", missing, 548.434_442);

    let (market, capped, _) = trial_of(&text.replace("cap        = 4", "cap        = 1.5"));
    agree("price", &first(&capped.price), &[1.0, 1.0, 1.5, 1.5, 1.5, 1.453_839, 1.5, 1.5, 1.150_313, 1.0]);
    let bought = [1000.0, 1100.0, 1_229.897_120, 1_218.388_327, 1_089.691_361, 899.093_458, 829.897_120, 829.897_120, 921.125_928, 948.383_506];
    agree("bought", &first(&capped.bought), &bought);
    let given_up = [0.0, -100.0, -229.897_120, -218.388_327, -89.691_361, 100.906_542, 113.348_061, 120.275_956, 78.874_072, 51.616_494];
    agree("given up", &first(&capped.given_up), &given_up);
    agree("shortage", &first(&market.shortage), &[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 56.754_818, 49.826_924, 0.0, 0.0]);
    agree("stock", &first(&capped.inventory), &[500.0, 600.0, 429.897_120, 259.794_241, 89.691_361, 0.0, 0.0, 0.0, 0.0, 151.616_494]);
}

/// A market of 12 000 t a year with these suppliers and this response; a tenth part of the tables is D = 1000 t.
fn market(suppliers: &str, response: &str) -> MineralTrace {
    let text = format!(
        "start = \"2026-01\"\nend = \"2030-12\"\n[minerals.x]\ndemand = 12_000\n[minerals.x.suppliers]\n{suppliers}\n[minerals.x.response]\n{response}\n\
         [regimes.r]\ninitial = \"s\"\n[regimes.r.states.s]\n[goals.g]\nmineral = \"x\"\nshortage_below = 0.1\n"
    );
    trial(&text).minerals.remove(0)
}

/// K2: constant elasticities, no stock: price, bought and shortage as a share of demand.
#[test]
fn constant_elasticities_in_closed_form() {
    const SOME: &str = "A = { share = 0.6 }";
    const ELASTIC: &str = "demand = { short = 0.1 }\nsupply = { short = 0.15 }\ncap = 100";
    let no_cap = |more: &str| ELASTIC.replace("cap = 100", more);
    let fixed = "A = { share = 0.4 }\nB = { share = 0.3, controlled_by = \"r\" }";
    let cases = [
        (SOME, ELASTIC.to_owned(), [7.716_049, 0.815_193, 0.0]),
        (SOME, no_cap("cap = 5"), [5.0, 0.763_830, 0.087_510]),
        (SOME, ELASTIC.replace("0.15", "0.15, spare = 0.25"), [17.757_727, 0.75, 0.0]),
        (fixed, ELASTIC.to_owned(), [6.485_385, 0.829_481, 0.0]),
        ("A = { share = 0 }", no_cap("cap = 5"), [5.0, 0.0, 0.851_340]),
        (SOME, "cap = 7".to_owned(), [7.0, 0.6, 0.4]),
    ];
    for (suppliers, response, [price, bought, shortage]) in cases {
        let market = market(suppliers, &response);
        let clearing = market.clearing.expect("it clears");
        for k in [0, 1, 30, 59] {
            close(&format!("price of {response}"), clearing.price[k], price);
            close(&format!("bought of {response}"), clearing.bought[k] / 1000.0, bought);
            close(&format!("shortage of {response}"), market.shortage[k] / 1000.0, shortage);
        }
    }
}

/// K3: half of demand is supplied by those who do not react, and buyers adapt.
#[test]
fn adaptation_lowers_the_price() {
    let market = market("A = { share = 0.5 }", "demand = { short = 0.2, long = 0.6, months = 6 }\ncap = 100");
    let price = market.clearing.expect("it clears").price;
    agree("price", &price[..7], &[32.0, 11.041_140, 6.218_947, 4.562_835, 3.860_904, 3.528_211, 3.360_808]);
    close("price in the end", price[59], 3.174_802);
    let adapted = |k: i32| 1.0 - (-1.0 / 6.0_f64).exp().powi(k);
    assert!(adapted(60) > 0.9999);
}

/// The example of docs/model.md: a surplus lowers the price to the floor before it displaces supply.
#[test]
fn a_surplus_lowers_the_price_to_the_floor() {
    let response = "demand = { short = 0.25 }\nfloor = 0.5";
    let suppliers = |share: f64| format!("A = {{ share = {share}, controlled_by = \"r\" }}\nB = {{ share = 0.4, response = {{ short = 0.5 }} }}");
    for (share, price, bought, controlled) in [(0.8, 0.637_143, 1_119.285_051, 800.0), (1.3, 0.5, 1_189.207_115, 906.364_403)] {
        let market = market(&suppliers(share), response);
        let clearing = market.clearing.as_ref().expect("it clears");
        close("price", clearing.price[5], price);
        close("bought", clearing.bought[5], bought);
        close("given up", clearing.given_up[5], 1_000.0 - bought);
        close("controlled", market.controlled[5], controlled);
        close("supply", supply(&market)[5], bought);
    }
    // With a floor of 1 the surplus displaces supply at the price of the scenario.
    let plain = market(&suppliers(1.3), "demand = { short = 0.25 }");
    close("price", plain.clearing.as_ref().expect("it clears").price[5], 1.0);
    close("controlled", plain.controlled[5], 600.0);
}

/// What only the distributions show is reported when the scenario is compiled, at the number in question.
#[test]
fn shares_above_one_and_cobwebs_are_reported() {
    let found = |state: &str, response: &str| -> Vec<(String, String)> {
        let text = format!(
            "start = \"2026-01\"\nend = \"2030-12\"\n[minerals.x]\ndemand = 1\nsuppliers.A = {{ share = 1, controlled_by = \"r\" }}\n[minerals.x.response]\n{response}\n\
             [regimes.r]\ninitial = \"s\"\n[regimes.r.states.s]\n{state}\n[goals.g]\nmineral = \"x\"\nshortage_below = 0.1\n"
        );
        let loaded = load_text("known.toml", &text, None, &[]);
        assert!(!loaded.problems.any_error(), "{:#?}", loaded.problems);
        let (_, problems) = compile(&loaded.scenario.expect("no error"));
        problems.sorted().iter().map(|one| (one.message.clone(), text[one.place.start..one.place.end].to_owned())).collect()
    };
    let too_much = ("more comes back than regimes.r.states.s holds back".to_owned(), "{ uniform = [0, 0.7] }".to_owned());
    assert_eq!(found("diverts = { uniform = [0, 0.7] }\nleaks = 0.4", ""), [too_much]);
    assert_eq!(found("diverts = 0.7\nleaks = 0.3", ""), []);
    let swings = "the price of mineral `x` would swing from month to month";
    assert_eq!(found("", "demand = { short = 0.1, long = 0.6, months = 3 }")[0].0, swings);
    assert_eq!(found("", "demand = { short = 0.1, long = 0.6, months = 6 }"), []);
}
