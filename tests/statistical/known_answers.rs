//! Known answers, each through a scenario and the engine that runs it.
//!
//! Tolerances are in standard errors of the run at hand and never loosened to fit: with 4.5 of them, one of these comparisons in 150 000 would
//! fail by chance, and seeds are fixed.

#![allow(
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    clippy::format_push_string,
    clippy::doc_markdown,
    reason = "tests speak in numbers and texts"
)]

use adit::engine::{Tally, replay, simulate};
use adit::plan::{Plan, compile};
use adit::scenario::load_text;

/// Standard errors allowed.
const ALLOWED: f64 = 4.5;

fn plan(text: &str) -> Plan {
    let loaded = load_text("known.toml", text, None, &[]);
    assert!(!loaded.problems.any_error(), "{:#?}", loaded.problems);
    let (plan, problems) = compile(&loaded.scenario.expect("no error"));
    plan.unwrap_or_else(|| panic!("{problems:#?}"))
}

fn tally(plan: &Plan, trials: u64) -> Tally {
    let pool = rayon::ThreadPoolBuilder::new().build().expect("threads");
    simulate(plan, 1, 0..trials, &pool, &|_| ())
}

fn near(what: &str, found: f64, standard_error: f64, expected: f64) {
    let z = (found - expected) / standard_error;
    assert!(z.abs() <= ALLOWED, "{what}: found {found} ± {standard_error}, expected {expected}, z = {z:.2}");
}

/// Mean and variance of the end of a stage, the errors of both from the law of large numbers; the variance's by its fourth moment's bound for sums
/// of exponentials (kurtosis at most 9).
fn check_end(plan: &Plan, tally: &Tally, stage: &str, mean: f64, variance: f64) {
    let id = plan.schedule.find(stage).expect("stage");
    let end = tally.stages[id.0].end.mean(tally.trials).expect("trials");
    assert_eq!(tally.stages[id.0].ends.never, 0, "the horizon is long enough for every trial");
    near("mean", end.mean, end.standard_error, mean);
    let n = tally.trials as f64;
    let found = end.standard_error.powi(2) * n;
    near("variance", found, variance * (8.0 / n).sqrt(), variance);
}

/// A network of arcs between numbered events, one stage an arc, and a last stage without work at the last event.
fn network(arcs: &[(u32, u32)], last: u32) -> String {
    let into = |node: u32| arcs.iter().filter(move |arc| arc.1 == node).map(|(from, to)| format!("\"a{from}_{to}\"")).collect::<Vec<_>>().join(", ");
    let mut text = String::from("start = \"2026-01\"\nend = \"2035-12\"\n[minerals.x]\ndemand = 1\n");
    for (from, to) in arcs {
        text += &format!("[projects.net.stages.a{from}_{to}]\nduration = {{ exponential = {{ mean = 1 }} }}\nafter = [{}]\n", into(*from));
    }
    text + &format!("[projects.net.stages.last]\nduration = 0\nafter = [{}]\n", into(last))
}

/// Avramidis & Wilson 1996; solved exactly as a Markov chain (Kulkarni & Adlakha 1986).
#[test]
fn n1_stochastic_activity_network() {
    let arcs = [(1, 2), (1, 3), (2, 3), (2, 4), (2, 6), (3, 6), (4, 5), (4, 7), (5, 6), (5, 8), (6, 9), (7, 8), (8, 9)];
    let plan = plan(&network(&arcs, 9));
    check_end(&plan, &tally(&plan, 400_000), "net.last", 6.566_019_232, 4.907_042_140);
}

#[test]
fn n2_five_arc_bridge() {
    let plan = plan(&network(&[(1, 2), (1, 3), (2, 3), (2, 4), (3, 4)], 4));
    check_end(&plan, &tally(&plan, 400_000), "net.last", 83.0 / 24.0, 2.888_152_78);
}

#[test]
fn n3_longest_of_three() {
    let plan = plan(&network(&[(1, 4), (2, 4), (3, 4)], 4));
    check_end(&plan, &tally(&plan, 400_000), "net.last", 11.0 / 6.0, 49.0 / 36.0);
}

/// A three-state semi-Markov chain with that distribution of unit-mean sojourns, scaled to means 36, 9 and 14 months.
fn semi_markov(distribution: impl Fn(f64) -> String, years: u32) -> String {
    let [a, b, c] = [36.0, 9.0, 14.0].map(distribution);
    format!(
        "start = \"2026-01\"\nend = \"{}-12\"\n[minerals.x]\ndemand = 1\n[regimes.r]\ninitial = \"s0\"\n\
         [regimes.r.states.s0]\nlasts = {a}\nthen = {{ s1 = 0.7, s2 = 0.3 }}\n\
         [regimes.r.states.s1]\nlasts = {b}\nthen = {{ s0 = 0.6, s2 = 0.4 }}\n\
         [regimes.r.states.s2]\nlasts = {c}\nthen = {{ s0 = 0.5, s1 = 0.5 }}\n",
        2025 + years
    )
}

/// Long-run shares of time π_i m_i / Σ π_j m_j, and mean first passage, whatever the distribution of the sojourns.
#[test]
fn m1_semi_markov_chain() {
    let laws: [fn(f64) -> String; 4] = [
        |mean| format!("{{ exponential = {{ mean = {mean} }} }}"),
        |mean| format!("{{ weibull = {{ shape = 2, scale = {} }} }}", mean / 0.886_226_925_452_758),
        |mean| format!("{{ lognormal = {{ mean = {mean}, sd = {} }} }}", 0.8 * mean),
        |mean| format!("{{ value = {mean} }}"),
    ];
    let shares = [0.646_174_557, 0.171_640_117, 0.182_185_326];
    for law in laws {
        let plan = plan(&semi_markov(law, 300));
        let trials = 1_500;
        let (mut passages, mut squares) = (0.0, 0.0);
        let mut time = [(0.0, 0.0); 3];
        for trial in 0..trials {
            let stays = &replay(&plan, 1, trial).regimes[0];
            let first = stays.iter().find(|stay| stay.state == 2).expect("300 years reach every state").from;
            passages += first;
            squares += first * first;
            // The first 50 years forget the start; the constant sojourns' phase mixes through the random path.
            for (state, (sum, square)) in time.iter_mut().enumerate() {
                let inside = |stay: &&adit::engine::Stay| stay.state == state;
                let share = stays.iter().filter(inside).map(|stay| (stay.to.min(3600.0) - stay.from.max(600.0)).max(0.0)).sum::<f64>() / 3000.0;
                *sum += share;
                *square += share * share;
            }
        }
        let n = trials as f64;
        let error = |sum: f64, square: f64| ((square / n - (sum / n).powi(2)) / n).sqrt();
        near("first passage", passages / n, error(passages, squares), 72.931_034_48);
        for ((sum, square), share) in time.into_iter().zip(shares) {
            near("share of time", sum / n, error(sum, square), share);
        }
    }
}

/// M/G/∞: outages open in the long run are Poisson with mean rate × mean outage, whatever the distribution of the outage.
#[test]
fn p1_open_outages() {
    for law in ["{ exponential = { mean = 6 } }", "{ uniform = [0, 12] }", "{ lognormal = { mean = 6, sd = 9 } }", "{ value = 6 }"] {
        let text = format!(
            "start = \"2026-01\"\nend = \"2075-12\"\n[minerals.x]\ndemand = 1\n[hazards.h]\nrate = 0.8\n[hazards.h.classes.c]\noutage = {law}\n\
             [nodes.n]\ncapacity = 1\nexposure = {{ h = 1.0 }}\n[[routes]]\nmineral = \"x\"\nvia = [\"n\"]\norigin = \"o\"\n"
        );
        let plan = plan(&text);
        let (mut none, mut looks) = (0_u32, 0_u32);
        for trial in 0..1_000 {
            let trace = replay(&plan, 1, trial);
            for time in [240.0, 360.0, 480.0, 590.0] {
                looks += 1;
                none += u32::from(trace.strikes.iter().all(|strike| strike.time > time || strike.until <= time));
            }
        }
        let (share, expected) = (f64::from(none) / f64::from(looks), 0.670_320_046_f64);
        near("no outage open", share, (expected * (1.0 - expected) / f64::from(looks)).sqrt(), expected);
    }
}

/// Hawkes 1971: background 0.5, jump 1.2, decay rate 2 a year, from empty.
#[test]
fn p2_self_exciting_incidents() {
    let text = |years: u32| {
        format!(
            "start = \"2026-01\"\nend = \"{}-12\"\n[minerals.x]\ndemand = 1\n[hazards.h]\nrate = 0.5\nexcitation = {{ branching = 0.6, decay = 6 }}\n[hazards.h.classes.c]\noutage = 1\n",
            2025 + years
        )
    };
    let ten = plan(&text(10));
    let counted = tally(&ten, 200_000);
    let mean = counted.hazards[0][0].mean(counted.trials).expect("trials");
    near("mean count in ten years", mean.mean, mean.standard_error, 11.562_814_496);

    let long = plan(&text(400));
    let counted = tally(&long, 20_000);
    let mean = counted.hazards[0][0].mean(counted.trials).expect("trials");
    // From empty, the mean falls short of 1.25 a year by a constant: 1.25·t − 0.9375·(1 − e^{−0.8t}).
    near("long-run rate", mean.mean, mean.standard_error, 1.25 * 400.0 - 0.937_5);
    let n = counted.trials as f64;
    let ratio = mean.standard_error.powi(2) * n / mean.mean;
    // Its own error is √(2/n) of it; in 400 years the ratio is within 1% of its limit.
    assert!((ratio / 6.25 - 1.0).abs() < ALLOWED * (2.0 / n).sqrt() + 0.01, "variance over mean {ratio}");
}

/// The run's own 95% intervals cover the independent answer of the reference scenario in 93–97% of 2 000 small runs.
#[test]
fn q2_intervals_cover() {
    let text = std::fs::read_to_string("scenarios/one-refinery.toml").expect("the reference scenario");
    let plan = plan(&text);
    let (runs, size) = (2_000_u64, 200_u64);
    // By an independent program at 400 000 trials: chance by December 2034 and 2036, stock that bridges 50% and 80% of trials, median month.
    let (by_2034, by_2036, half, four_fifths, median) = (0.687_675, 0.855_735, 50_226.3, 74_431.3, 97);
    let of_run = |run: u64, pool: &rayon::ThreadPool| -> [bool; 5] {
        let tally = simulate(&plan, 7, run * size..(run + 1) * size, pool, &|_| ());
        let goal = &tally.goals[0];
        let (bins, _) = goal.bridge.as_ref().expect("one mineral");
        let within = |(low, high): (f64, Option<f64>), value: f64| low <= value && high.is_none_or(|high| value <= high);
        let chance = |month: usize, value: f64| {
            let share = goal.arrivals.share_by(month);
            share.low <= value && value <= share.high
        };
        let (low, high) = goal.arrivals.interval(0.5);
        [
            chance(107, by_2034),
            chance(131, by_2036),
            within(bins.quantile_interval(0.5), half),
            within(bins.quantile_interval(0.8), four_fifths),
            low.is_some_and(|low| low <= median) && high.is_none_or(|high| median <= high),
        ]
    };
    // Small runs side by side, each on one thread.
    let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get() as u64);
    let mut covered = [0_u32; 5];
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|worker| {
                let of_run = &of_run;
                scope.spawn(move || {
                    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
                    let mut covered = [0_u32; 5];
                    for run in (worker..runs).step_by(threads as usize) {
                        covered.iter_mut().zip(of_run(run, &pool)).for_each(|(count, found)| *count += u32::from(found));
                    }
                    covered
                })
            })
            .collect();
        for worker in workers {
            covered.iter_mut().zip(worker.join().expect("a worker")).for_each(|(sum, count)| *sum += count);
        }
    });
    let covered = covered.map(|count| f64::from(count) / runs as f64);
    assert!(covered[..4].iter().all(|share| (0.93..=0.97).contains(share)), "coverage {covered:?}");
    // Months are whole: an interval of them cannot but cover a little more.
    assert!((0.93..=0.985).contains(&covered[4]), "coverage of the median month {}", covered[4]);
}

/// Closed form: cover of 6 months fails an outage Exp(mean 12 months) with e^{−1/2}; 95% need 12·ln 20 months.
#[test]
fn b1_stock_that_covers_an_outage() {
    // A mineral with one supplier, banned from month 0 until an exponential end; demand of 1 t a month. The goal holds from then on.
    let text = "start = \"2026-01\"\nend = \"2065-12\"\n[minerals.x]\ndemand = 12\nprice = 2\n[minerals.x.suppliers]\nonly = { share = 1, controlled_by = \"ban\" }\n\
        [regimes.ban]\ninitial = \"closed\"\n[regimes.ban.states.closed]\nlasts = { exponential = { mean = 12 } }\nthen = { open = 1 }\npasses = 0\n\
        [regimes.ban.states.open]\n[goals.whole]\nmineral = \"x\"\nshortage_below = 1e-12\nsustain = 1\n";
    let plan = plan(text);
    let tally = tally(&plan, 200_000);
    let goal = &tally.goals[0];
    let (bins, _) = goal.bridge.as_ref().expect("one mineral");
    let n = tally.trials as f64;
    let above = bins.count_above(6.0) as f64 / n;
    let expected = (-0.5_f64).exp();
    // One bin's width at 6 t is 0.003 t, which is 0.015% of the trials.
    assert!((above - expected).abs() < ALLOWED * (expected * (1.0 - expected) / n).sqrt() + 2e-4, "share of outages above 6 months: {above}");
    let (low, high) = bins.quantile_interval(0.95);
    assert!(low <= 35.948_787 * 1.01 && high.is_some_and(|high| high >= 35.948_787 * 0.99), "95% need {low} to {high:?}");
}

/// Shares of suppliers that make a whole leave nothing uncovered in any month, not even what rounding leaves of their sum.
#[test]
fn whole_supply_leaves_no_shortage() {
    let text = "start = \"2026-01\"\nend = \"2045-12\"\n[minerals.x]\ndemand = 24_000\ngrowth = 0.02\n[minerals.x.suppliers]\n\
        a = { share = 0.7 }\nb = { share = 0.2 }\nc = { share = 0.1 }\n";
    let shortage = &replay(&plan(text), 1, 0).minerals[0].shortage;
    assert_eq!(*shortage, vec![0.0; 240]);
}

/// Criticality on N1: every trial has one path, so that at each event as many paths arrive as leave, and the months on it add up to the end.
#[test]
fn n1_paths_are_conserved() {
    let arcs = [(1, 2), (1, 3), (2, 3), (2, 4), (2, 6), (3, 6), (4, 5), (4, 7), (5, 6), (5, 8), (6, 9), (7, 8), (8, 9)];
    let goal = "[nodes.n]\nopens = \"net.last\"\ncapacity = 12\n[[routes]]\nmineral = \"x\"\nvia = [\"n\"]\norigin = \"o\"\n\
                [goals.g]\nmineral = \"x\"\norigin = \"o\"\nshare_of_demand = 0.5\nsustain = 1\n";
    let plan = plan(&(network(&arcs, 9) + goal));
    let tally = tally(&plan, 100_000);
    let path = &tally.paths[0];
    assert_eq!((path.needed, path.stuck), (tally.trials, 0), "the horizon is long enough for every trial");
    let on = |from: u32, to: u32| &path.stages[plan.schedule.find(&format!("net.a{from}_{to}")).expect("an arc").0];
    for event in 1..=9 {
        let into: u64 = arcs.iter().filter(|arc| arc.1 == event).map(|arc| on(arc.0, arc.1).arrived).sum();
        let out: u64 = arcs.iter().filter(|arc| arc.0 == event).map(|arc| on(arc.0, arc.1).arrived).sum();
        match event {
            1 => assert_eq!(out, tally.trials),
            9 => assert_eq!(into, tally.trials),
            _ => assert!(into == out && into > 0, "event {event}: {into} in, {out} out"),
        }
    }
    assert_eq!(path.stages[plan.schedule.find("net.last").expect("the last stage").0].arrived, tally.trials);
    // Mean months on the path: its own sum over all arcs is the project's end.
    let n = tally.trials as f64;
    let sum = |sum: &adit::stats::FixedSum, count: u64| sum.mean(count).map_or(0.0, |mean| mean.mean * count as f64);
    let stages: f64 = path.stages.iter().map(|stage| sum(&stage.months, stage.arrived)).sum::<f64>() / n;
    near("months on the path", stages, (4.907_042_140 / n).sqrt(), 6.566_019_232);
    let (before, after) = (sum(&path.before, path.needed) / n, sum(&path.after, path.needed) / n);
    let arrival = tally.goals[0].arrivals.mean().expect("arrivals").mean;
    assert!(before.abs() < 1e-9 && (stages + before + after - arrival).abs() < 1e-6, "{before} + {stages} + {after}, arrival {arrival}");
    // An arc that starts the network is on the path at least as often as each that it alone lets start, and every arc adds more than it would by chance.
    assert!(on(1, 2).arrived > on(1, 3).arrived, "five arcs wait for event 2 alone");
}

/// By hand: two projects in a row and one beside them, a date to wait for, a cancellation, and a goal that needs no chain.
#[test]
fn paths_by_hand() {
    let text = "start = \"2026-01\"\nend = \"2035-12\"\n[minerals.x]\ndemand = 12\n[minerals.x.suppliers]\nfree = { share = 0.4 }\n\
        [projects.p.stages.permit]\nduration = 6\nnot_before = \"2026-03\"\n[projects.p.stages.build]\nduration = 10\nafter = [\"permit\", \"q.loan\"]\n\
        [projects.q.stages.loan]\nduration = 3\n[projects.r.stages.never]\nduration = 400\n[projects.r.stages.later]\nduration = 1\nafter = \"never\"\n\
        [nodes.mine]\nopens = \"p.build\"\ncapacity = 6\nramp_up = [[0, 0.5], [6, 1]]\n[nodes.other]\nopens = \"r.later\"\ncapacity = 6\n\
        [[routes]]\nmineral = \"x\"\nvia = [\"mine\"]\norigin = \"A\"\n[[routes]]\nmineral = \"x\"\nvia = [\"other\"]\norigin = \"B\"\n\
        [goals.a]\nmineral = \"x\"\norigin = \"A\"\nshare_of_demand = 0.25\nsustain = 1\n[goals.b]\nmineral = \"x\"\norigin = \"B\"\nshare_of_demand = 0.1\n\
        [goals.free]\nmineral = \"x\"\nfree_share_of_demand = 0.3\nsustain = 1\n[goals.more]\nmineral = \"x\"\nfree_share_of_demand = 0.6\nsustain = 1\n";
    let plan = plan(text);
    let tally = tally(&plan, 16);
    let stage = |goal: usize, name: &str| &tally.paths[goal].stages[plan.schedule.find(name).expect("stage").0];
    let mean = |sum: &adit::stats::FixedSum, count: u64| sum.mean(count).map_or(f64::NAN, |mean| mean.mean);
    // 2 months until March, 6 of permits, 10 of building; the loan was there in time.
    assert_eq!((tally.paths[0].needed, tally.paths[0].stuck), (16, 0));
    assert_eq!(["p.permit", "p.build", "q.loan", "r.never"].map(|name| stage(0, name).arrived), [16, 16, 0, 0]);
    assert_eq!(["p.permit", "p.build"].map(|name| mean(&stage(0, name).months, 16)), [6.0, 10.0]);
    assert_eq!(mean(&tally.paths[0].before, 16), 2.0);
    let arrival = tally.goals[0].arrivals.mean().expect("arrivals").mean;
    assert_eq!(mean(&tally.paths[0].after, 16), arrival - 18.0);
    // What opens B's mine waits for a stage that never ends.
    assert_eq!((tally.paths[1].needed, tally.paths[1].stuck), (0, 16));
    assert_eq!(["r.never", "r.later"].map(|name| (stage(1, name).stuck, stage(1, name).blocks)), [(16, 16), (0, 0)]);
    // Free supply of 40% holds by itself; 60% needs the mine.
    assert_eq!([2, 3].map(|goal: usize| (tally.paths[goal].needed, tally.paths[goal].stuck)), [(0, 0), (16, 0)]);
    assert_eq!(stage(3, "p.build").arrived, 16);
    assert_eq!(["p.build", "q.loan"].map(|name| tally.stages[plan.schedule.find(name).expect("stage").0].critical), [16, 0]);
}
