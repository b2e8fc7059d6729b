//! Findings made by hand: two minerals, a ladder whose last step never arrives, a basket, long names, no engine.
#![allow(dead_code, clippy::cast_precision_loss)] // some helpers are for one file; counts are small

pub mod checker;

use adit::study::{
    Band, Ceiling, Estimate, Findings, Flows, GoalFindings, HazardFindings, KeyInput, MineralFindings, OriginFindings, OriginStyle, PathFindings,
    Quantile, RegimeFindings, ReportPlan, Share, StageFindings, StagePath, Yearly,
};
use adit::units::{Date, MonthGrid};

pub const TRIALS: u64 = 100_000;

fn coloured((name, colour): (&str, &str)) -> OriginStyle {
    OriginStyle { name: name.to_owned(), title: name.to_owned(), colour: Some(colour.to_owned()) }
}

/// January 2026 to December 2045.
pub fn grid() -> MonthGrid {
    MonthGrid::new(Date::parse("2026-01").unwrap(), Date::parse("2045-12").unwrap()).unwrap()
}

pub fn share(p: f64) -> Share {
    let standard_error = (p * (1.0 - p) / TRIALS as f64).sqrt();
    let n = TRIALS as f64;
    let (middle, half) = ((p * n + 2.0) / (n + 4.0), 2.0 * ((p * (1.0 - p) * n + 1.0) / (n + 4.0).powi(2)).sqrt());
    Share { share: p, standard_error, low: (middle - half).max(0.0), high: (middle + half).min(1.0) }
}

/// Chance of having arrived by month k: logistic, never above `most`.
fn arrived(most: f64, middle: f64, spread: f64) -> Vec<Share> {
    (0..grid().count()).map(|k| share(if k < 11 { 0.0 } else { most / (1.0 + (-(k as f64 - middle) / spread).exp()) })).collect()
}

fn quantile(arrived: &[Share], p: f64) -> Quantile<Option<usize>> {
    let value = arrived.iter().position(|share| share.share >= p);
    Quantile { value, low: arrived.iter().position(|share| share.high >= p), high: arrived.iter().position(|share| share.low >= p) }
}

fn tonnes(value: f64) -> Quantile<f64> {
    Quantile { value, low: value * 0.997, high: value * 1.003 }
}

/// A goal whose chance of ever arriving is `most`, half of that by month `middle`.
pub fn goal(name: &str, title: &str, mineral: Option<&str>, most: f64, middle: f64) -> GoalFindings {
    let arrived_by = arrived(most, middle, 9.0);
    let last = arrived_by.last().unwrap().share;
    let bridge: Vec<_> = [0.5, 0.8, 0.9, 0.95].into_iter().map(|covered| (covered, tonnes(60_000.0 * covered * covered + 400.0 * middle))).collect();
    GoalFindings {
        name: name.to_owned(),
        title: title.to_owned(),
        sentence: format!("{}: arrivals from Pakistan at least 10% of demand over 12 months, for 12 months", mineral.unwrap_or("two of three parts")),
        mineral: mineral.map(str::to_owned),
        origin: Some("Pakistan".to_owned()),
        share_of_demand: None,
        sustain: 12,
        p10: quantile(&arrived_by, 0.1),
        p50: quantile(&arrived_by, 0.5),
        p90: quantile(&arrived_by, 0.9),
        holds: arrived_by.iter().map(|arrived| share(arrived.share * 0.85)).collect(),
        never: share(1.0 - last),
        lost: share(0.3 * last),
        at_start: share(0.0),
        mean_arrival: (last > 0.0).then_some(Estimate { mean: middle, standard_error: 0.03 }),
        ceiling: Some(Ceiling { share: 0.42, asked: 0.1, beyond: false }),
        bridge_cost: bridge.iter().map(|(covered, stock)| (*covered, tonnes(25_000.0 * stock.value))).collect(),
        bridge_mean: Some(Estimate { mean: 56_245.8, standard_error: 52.7 }),
        bridge_curve: (1..100).map(|percent| 600.0 * f64::from(percent)).collect(),
        bridge_cost_curve: (1..100).map(|percent| 15e6 * f64::from(percent)).collect(),
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
    grid().years().map(|year| (year, Estimate { mean: of(year), standard_error: of(year).abs() * 0.001 })).collect()
}

pub fn mineral(name: &str, demand: f64) -> MineralFindings {
    let months = grid().count();
    let bands = |full: f64| (0..months).map(|k| band(k, full)).collect::<Vec<_>>();
    let rise = move |full: f64| yearly(move |year| full * f64::from(year - 2029).clamp(0.0, 6.0) / 6.0);
    MineralFindings {
        name: name.to_owned(),
        demand: (0..months).map(|k| demand / 12.0 * 1.02_f64.powf(k as f64 / 12.0)).collect(),
        arrivals: rise(0.2 * demand),
        arrivals_by_origin: vec![("Pakistan".to_owned(), rise(0.12 * demand)), ("United States, Idaho".to_owned(), rise(0.08 * demand))],
        controlled: yearly(|year| demand * (0.6 - 0.01 * f64::from(year - 2026))),
        shortage: yearly(|_| demand * 0.05),
        hhi: yearly(|_| 5_000.0),
        free_share: yearly(|_| 0.45),
        supply_by_origin: vec![("China".to_owned(), yearly(|_| demand * 0.5)), ("Pakistan".to_owned(), rise(0.12 * demand))],
        lost_in_chain: yearly(|_| 0.0),
        arrivals_band: bands(0.2 * demand / 12.0),
        arrivals_by_origin_band: vec![
            ("Pakistan".to_owned(), bands(0.12 * demand / 12.0)),
            ("United States, Idaho".to_owned(), bands(0.08 * demand / 12.0)),
        ],
        controlled_band: bands(0.6 * demand / 12.0),
        shortage_band: bands(0.05 * demand / 12.0),
        hhi_band: bands(5_000.0),
        free_share_band: bands(0.45),
        supply_by_origin_band: vec![("China".to_owned(), bands(0.5 * demand / 12.0))],
        arrival_share_band: vec![("Pakistan".to_owned(), bands(0.12))],
        demand_yearly: yearly(|_| demand),
        cleared: Vec::new(),
        lines: Vec::new(),
    }
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
            origins: [("China", "#d55e00"), ("Pakistan", "#009e73"), ("United States", "#e69f00")].map(coloured).to_vec(),
        },
        title: "Pakistan baseline: what the evidence supports".to_owned(),
        grid: grid(),
        seed: 1,
        trials: TRIALS,
        design: None,
        band_trials: TRIALS,
        precision: None,
        goals,
        minerals: vec![mineral("antimony", 24_000.0), mineral("rare_earths_heavy", 310.0)],
        stages: vec![StageFindings {
            name: "mine.construction".to_owned(),
            start: [Some(10), Some(14), Some(20)],
            end: [Some(30), Some(36), None],
            never: share(0.12),
            mean_end: Some(Estimate { mean: 35.6, standard_error: 0.011 }),
            planned: [Some(9.0), Some(27.0)],
            critical: share(0.8),
        }],
        paths: vec![PathFindings {
            goal: "antimony_0.05".to_owned(),
            needed: share(0.6),
            before: Some(Estimate { mean: 2.4, standard_error: 0.01 }),
            after: Some(Estimate { mean: 14.2, standard_error: 0.02 }),
            stuck: share(0.1),
            stages: vec![StagePath {
                stage: "mine.construction".to_owned(),
                arrived: share(0.55),
                months: Some(Estimate { mean: 22.1, standard_error: 0.013 }),
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
            states: vec![("strict".to_owned(), vec![0.25; grid().count()]), ("eased".to_owned(), vec![0.75; grid().count()])],
            history: vec![(-15.0, "strict".to_owned())],
        }],
        hazards: vec![HazardFindings {
            name: "balochistan".to_owned(),
            incidents: Estimate { mean: 6.01, standard_error: 0.01 },
            struck: Estimate { mean: 2.4, standard_error: 0.008 },
        }],
        key_inputs: vec![
            KeyInput {
                input: "routes.antimony:mine>refinery>corridor:Pakistan.offtake".to_owned(),
                goal: "antimony_0.05".to_owned(),
                rank_correlation: -0.612,
                standard_error: 0.008,
                trials: 10_000,
            },
            KeyInput {
                input: "nodes.mine.capacity".to_owned(),
                goal: "antimony_0.1".to_owned(),
                rank_correlation: -0.41,
                standard_error: 0.009,
                trials: 10_000,
            },
            KeyInput {
                input: "nodes.mine.capacity".to_owned(),
                goal: "basket".to_owned(),
                rank_correlation: -0.2,
                standard_error: 0.01,
                trials: 10_000,
            },
            KeyInput {
                input: "projects.refinery.stages.construction.duration".to_owned(),
                goal: "antimony_0.05".to_owned(),
                rank_correlation: 0.33,
                standard_error: 0.009,
                trials: 10_000,
            },
        ],
        flows: Flows::default(),
    }
}
