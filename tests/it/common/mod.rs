//! Findings made by hand: two minerals, a ladder whose last step never arrives, a basket, long names, no engine.
#![allow(dead_code, clippy::cast_precision_loss)] // some helpers are for one file; counts are small

pub mod checker;

use adit::analyses::run::{
    Band, Ceiling, Findings, Flows, GoalFindings, HazardFindings, KeyInput, MineralFindings, OriginFindings, PathFindings, RegimeFindings,
    SeriesFindings, StageFindings, StagePath, StateFindings, Yearly,
};
use adit::plan::{OriginStyle, ReportPlan};
use adit::store::{InputFile, Manifest};
use adit::units::{Date, MonthGrid, Quantity, Unit};

pub const TRIALS: u64 = 100_000;

fn coloured((name, colour): (&str, &str)) -> OriginStyle {
    OriginStyle { name: name.to_owned(), title: name.to_owned(), colour: Some(colour.to_owned()) }
}

/// January 2026 to December 2045.
pub fn grid() -> MonthGrid {
    MonthGrid::new(Date::parse("2026-01").unwrap(), Date::parse("2045-12").unwrap()).unwrap()
}

pub fn share(p: f64) -> Quantity {
    let standard_error = (p * (1.0 - p) / TRIALS as f64).sqrt();
    let n = TRIALS as f64;
    let (middle, half) = ((p * n + 2.0) / (n + 4.0), 2.0 * ((p * (1.0 - p) * n + 1.0) / (n + 4.0).powi(2)).sqrt());
    Quantity::new(p, standard_error, [(middle - half).max(0.0), (middle + half).min(1.0)], Unit::PROBABILITY, TRIALS)
}

/// Chance of having arrived by month k: logistic, never above `most`.
fn arrived(most: f64, middle: f64, spread: f64) -> Vec<Quantity> {
    (0..grid().count()).map(|k| share(if k < 11 { 0.0 } else { most / (1.0 + (-(k as f64 - middle) / spread).exp()) })).collect()
}

fn quantile(arrived: &[Quantity], p: f64) -> Quantity {
    let first = |of: fn(&Quantity) -> Option<f64>| arrived.iter().position(|share| of(share).unwrap() >= p);
    Quantity::month(first(|share| share.value), [first(|share| share.high), first(|share| share.low)], grid(), TRIALS)
}

fn amount(value: f64, unit: Unit) -> Quantity {
    Quantity::of_interval(value, [value * 0.997, value * 1.003], unit, TRIALS)
}

/// A month with an interval of a month on both sides, or never.
pub fn month(value: Option<usize>) -> Quantity {
    Quantity::month(value, [value.map(|month| month.saturating_sub(1)), value.map(|month| month + 1)], grid(), TRIALS)
}

fn mean(value: f64, standard_error: f64, unit: Unit) -> Quantity {
    Quantity::mean(value, standard_error, unit, TRIALS)
}

fn key_input(input: &str, goal: &str, correlation: f64, standard_error: f64) -> KeyInput {
    let rank_correlation = Quantity::mean(correlation, standard_error, Unit::NONE, 10_000);
    let auc = (correlation < -0.5).then(|| Quantity::mean(0.5 - 0.5 * correlation, standard_error, Unit::PROBABILITY, 10_000));
    let (owner, key) = input.split_once('.').and_then(|(_, rest)| rest.rsplit_once('.')).unwrap_or(("", input));
    KeyInput { input: input.to_owned(), title: format!("{key} of {}", owner.replace(".stages.", ".")), goal: goal.to_owned(), rank_correlation, auc }
}

/// A goal whose chance of ever arriving is `most`, half of that by month `middle`.
pub fn goal(name: &str, title: &str, mineral: Option<&str>, most: f64, middle: f64) -> GoalFindings {
    let arrived_by = arrived(most, middle, 9.0);
    let last = arrived_by.last().unwrap().number();
    let bridge: Vec<_> =
        [0.5, 0.8, 0.9, 0.95].into_iter().map(|covered| (covered, amount(60_000.0 * covered * covered + 400.0 * middle, Unit::TONNES))).collect();
    GoalFindings {
        parts: Vec::new(),
        name: name.to_owned(),
        title: title.to_owned(),
        sentence: format!("{}: arrivals from Pakistan at least 10% of demand over 12 months, for 12 months", mineral.unwrap_or("two of three parts")),
        mineral: mineral.map(str::to_owned),
        mineral_title: mineral.unwrap_or_default().replace('_', " "),
        origin: Some("Pakistan".to_owned()),
        origin_title: "Pakistan".to_owned(),
        share_of_demand: None,
        sustain: 12,
        announced: None,
        ends_shortage: true,
        p10: quantile(&arrived_by, 0.1),
        p50: quantile(&arrived_by, 0.5),
        p90: quantile(&arrived_by, 0.9),
        holds: arrived_by.iter().map(|arrived| share(arrived.number() * 0.85)).collect(),
        never: share(1.0 - last),
        lost: share(0.3 * last),
        lost_of_arrivals: Quantity { unit: Unit::SHARE, ..share(0.3) },
        kept: [(1, 0.9), (3, 0.8), (5, 0.75)].map(|(years, kept)| (years, share(kept))).to_vec(),
        at_start: share(0.0),
        mean_arrival: mean(if last > 0.0 { middle } else { f64::NAN }, 0.03, Unit::month_of(grid())),
        ceiling: Some(Ceiling { share: 0.42, asked: 0.1, beyond: false }),
        bridge_cost: bridge.iter().map(|(covered, stock)| (*covered, amount(25_000.0 * stock.number(), Unit::DOLLARS))).collect(),
        bridge_mean: mean(56_245.8, 52.7, Unit::TONNES),
        bridge_curve: (1..100).map(|percent| 600.0 * f64::from(percent)).collect(),
        bridge_cost_curve: (1..100).map(|percent| 15e6 * f64::from(percent)).collect(),
        premium: Vec::new(),
        bridge,
        arrived_by,
    }
}

/// The steps 0.1 to 25% of demand of one mineral; the last is beyond capacity.
pub fn ladder(mineral: &str, ease: f64) -> Vec<GoalFindings> {
    let steps = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25];
    let step = |(i, &asked): (usize, &f64)| {
        let beyond = asked > 0.2;
        let most = if beyond { 0.0 } else { ease * (0.97 - 0.13 * i as f64) };
        let title = format!("{}% of {mineral} demand from Pakistan", asked * 100.0);
        let mut goal = goal(&format!("{mineral}_{asked}"), &title, Some(mineral), most, 60.0 + 9.0 * i as f64);
        goal.share_of_demand = Some(asked);
        goal.ceiling = Some(Ceiling { share: 0.183, asked, beyond });
        goal
    };
    steps.iter().enumerate().map(step).collect()
}

fn band(k: usize, full: f64) -> Band {
    let ramp = ((k as f64 - 40.0) / 60.0).clamp(0.0, 1.0);
    let p = |share: f64, delay: f64| full * share * ((k as f64 - 40.0 - delay) / 60.0).clamp(0.0, 1.0);
    Band { p5: p(0.2, 60.0), p25: p(0.5, 30.0), p50: p(0.75, 15.0), p75: p(0.9, 5.0), p95: p(1.0, 0.0), mean: full * 0.7 * ramp }
}

fn yearly(of: impl Fn(i32) -> f64) -> Yearly {
    grid().years().map(|year| (year, mean(of(year), of(year).abs() * 0.001, Unit::TONNES_A_YEAR))).collect()
}

pub fn mineral(name: &str, demand: f64) -> MineralFindings {
    let months = grid().count();
    let bands = |full: f64| (0..months).map(|k| band(k, full)).collect::<Vec<_>>();
    let rise = move |full: f64| yearly(move |year| full * f64::from(year - 2029).clamp(0.0, 6.0) / 6.0);
    let series = |name: &str, origin: Option<&str>, yearly: Yearly, bands: Vec<Band>| SeriesFindings {
        name: name.to_owned(),
        origin: origin.map(str::to_owned),
        yearly,
        bands,
    };
    let all = vec![
        series("demand", None, yearly(|_| demand), Vec::new()),
        series("arrivals", None, rise(0.2 * demand), bands(0.2 * demand / 12.0)),
        series("arrivals_by_origin", Some("Pakistan"), rise(0.12 * demand), bands(0.12 * demand / 12.0)),
        series("arrivals_by_origin", Some("United States, Idaho"), rise(0.08 * demand), bands(0.08 * demand / 12.0)),
        series("arrival_share", Some("Pakistan"), yearly(|_| 0.12), bands(0.12)),
        series("controlled", None, yearly(|year| demand * (0.6 - 0.01 * f64::from(year - 2026))), bands(0.6 * demand / 12.0)),
        series("shortage", None, yearly(|_| demand * 0.05), bands(0.05 * demand / 12.0)),
        series("hhi", None, yearly(|_| 5_000.0), bands(5_000.0)),
        series("free_share", None, yearly(|_| 0.45), bands(0.45)),
        series("supply_by_origin", Some("China"), yearly(|_| demand * 0.5), bands(0.5 * demand / 12.0)),
        series("lost_in_chain", None, yearly(|_| 0.0), Vec::new()),
    ];
    MineralFindings {
        name: name.to_owned(),
        title: name.replace('_', " "),
        demand: (0..months).map(|k| demand / 12.0 * 1.02_f64.powf(k as f64 / 12.0)).collect(),
        tolerates: None,
        series: all,
        lines: Vec::new(),
    }
}

fn state(name: &str, share: f64) -> StateFindings {
    StateFindings { name: name.to_owned(), title: name.to_owned(), shares: vec![share; grid().count()] }
}

/// Series of a mineral by name, to be changed.
pub fn series<'a>(mineral: &'a mut MineralFindings, name: &'a str) -> impl Iterator<Item = &'a mut SeriesFindings> {
    mineral.series.iter_mut().filter(move |series| series.name == name)
}

pub fn findings() -> Findings {
    let mut goals = ladder("antimony", 1.0);
    goals.extend(ladder("rare_earths_heavy", 0.0));
    goals.push(goal("antimony_half_free", "At least half of antimony demand from supply that no licence controls", Some("antimony"), 0.93, 70.0));
    goals.push(goal("antimony_gap", "Antimony shortage below 5% of demand", Some("antimony"), 0.999, 40.0));
    goals.push(goal("basket", "Two of antimony, copper, gold, tungsten and heavy rare earths at once", None, 0.35, 110.0));
    goals[16].bridge.clear();
    Findings {
        report: ReportPlan {
            years: vec![2030, 2035, 2040],
            supply_years: vec![2027, 2030, 2035, 2040, 2045],
            groups: Vec::new(),
            figures: Vec::new(),
            given: Vec::new(),
            origins: [("China", "#d55e00"), ("Pakistan", "#009e73"), ("United States", "#e69f00")].map(coloured).to_vec(),
        },
        title: "Pakistan baseline: what the evidence supports".to_owned(),
        grid: grid(),
        seed: 1,
        trials: TRIALS,
        design: None,
        band_trials: TRIALS,
        precision: None,
        given: Vec::new(),
        inputs: None,
        readings: None,
        goals,
        minerals: vec![mineral("antimony", 24_000.0), mineral("rare_earths_heavy", 310.0)],
        stages: vec![StageFindings {
            name: "mine.construction".to_owned(),
            titles: ["mine", "construction"].map(str::to_owned),
            start: [Some(10), Some(14), Some(20)].map(month),
            end: [Some(30), Some(36), None].map(month),
            never: share(0.12),
            mean_end: mean(35.6, 0.011, Unit::month_of(grid())),
            planned: [Some(9.0), Some(27.0)],
            critical: share(0.8),
        }],
        paths: vec![PathFindings {
            goal: "antimony_0.05".to_owned(),
            needed: share(0.6),
            before: mean(2.4, 0.01, Unit::MONTHS),
            after: mean(14.2, 0.02, Unit::MONTHS),
            stuck: share(0.1),
            stages: vec![StagePath {
                stage: "mine.construction".to_owned(),
                arrived: share(0.55),
                months: mean(22.1, 0.013, Unit::MONTHS),
                stuck: share(0.1),
                blocks: share(0.07),
            }],
        }],
        origins: vec![OriginFindings {
            name: "Pakistan".to_owned(),
            export_revenue: Some(yearly(|year| 7e7 * f64::from(year - 2026))),
            royalty: Some(yearly(|year| 3.5e6 * f64::from(year - 2026))),
            job_years: Some(yearly(|_| 1_240.0)),
        }],
        regimes: vec![RegimeFindings {
            name: "licensing".to_owned(),
            title: "licensing".to_owned(),
            states: [("strict", 0.25), ("eased", 0.75)].map(|(name, share)| state(name, share)).to_vec(),
            history: vec![(-15.0, "strict".to_owned())],
        }],
        hazards: vec![HazardFindings {
            name: "balochistan".to_owned(),
            title: "balochistan".to_owned(),
            incidents: mean(6.01, 0.01, Unit::EVENTS_A_YEAR),
            struck: mean(2.4, 0.008, Unit::EVENTS_A_YEAR),
        }],
        key_inputs: vec![
            key_input("routes.antimony:mine>refinery>corridor:Pakistan.offtake", "antimony_0.02", -0.612, 0.008),
            key_input("nodes.mine.capacity", "antimony_0.02", -0.41, 0.009),
            key_input("nodes.mine.capacity", "basket", -0.2, 0.01),
            key_input("projects.refinery.stages.construction.duration", "antimony_0.02", 0.33, 0.009),
        ],
        flows: Flows::default(),
    }
}

pub fn manifest() -> Manifest {
    let inputs = vec![InputFile::new("/home/somebody/secret/x.toml", "a"), InputFile::new("--set", "b")];
    Manifest::new(vec!["adit".to_owned()], "x.toml".to_owned(), inputs, InputFile::new("scenario.toml", "c"), jiff::Timestamp::UNIX_EPOCH).of_run(
        1,
        500,
        2,
        &["title=a 'b' <i>".to_owned()],
    )
}
