//! Nodes: when they open and close, and what each can take in every month.

use std::collections::BTreeMap;

use adit::scenario::{DistributionSpec, Input, Named, Node, PerMineral, When};

use super::outcome::StageTimes;
use super::{Trial, month, regimes};

/// What a figure of a node is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// All that passes.
    All,
    /// One mineral.
    Of(String),
}

/// A node in one trial.
pub struct Site {
    /// Its own opening, before all time without `opens`; `None` = never.
    pub opens: Option<f64>,
    /// By month: tonnes that may enter, one figure for all or one for each mineral, in the tonnes that the node counts.
    pub limits: Vec<BTreeMap<Figure, f64>>,
    /// Whether neither it nor an expansion has opened, by month.
    pub unopened: Vec<bool>,
    /// By month: factor on what is brought of a mineral without a figure.
    pub unlimited: Vec<f64>,
    /// By month: further factor on what is brought where outages cut the flow; else 1.
    pub passable: Vec<f64>,
    /// Whether capacity is in gross tonnes.
    pub gross: bool,
    /// Contained share of what leaves.
    pub grade: Option<f64>,
    /// Months in transit, `None` = it passes within the month.
    pub lag: Option<f64>,
    /// Tonnes that may stand before it.
    pub buffer: Option<f64>,
    /// Tonnes in the ground.
    pub stock: Option<f64>,
    yields: BTreeMap<Figure, f64>,
}

impl Site {
    /// Which of its figures limits a mineral: `None` = no figure does.
    pub fn figure(&self, mineral: &str) -> Option<Figure> {
        [Figure::All, Figure::Of(mineral.to_owned())].into_iter().find(|figure| self.limits[0].contains_key(figure))
    }

    /// Share recovered of a mineral.
    pub fn recovery(&self, mineral: &str) -> f64 {
        self.yields.get(&Figure::All).or_else(|| self.yields.get(&Figure::Of(mineral.to_owned()))).copied().unwrap_or(1.0)
    }
}

/// When something opens.
#[derive(Clone, Copy)]
enum Opening {
    /// Fully open from the start.
    Always,
    At(f64),
    Never,
}

impl Opening {
    fn has_come(self, middle: f64) -> bool {
        match self {
            Self::Always => true,
            Self::At(time) => middle >= time,
            Self::Never => false,
        }
    }
}

/// A capacity with its own opening and ramp: the node's own or an expansion's.
struct Part {
    opening: Opening,
    ramp_up: Vec<[f64; 2]>,
    capacity: BTreeMap<Figure, f64>,
}

impl Part {
    /// Share of the capacity in the month with this middle.
    fn share(&self, middle: f64) -> f64 {
        match self.opening {
            Opening::Always => 1.0,
            Opening::At(time) if middle >= time => ramp(&self.ramp_up, middle - time),
            Opening::At(_) | Opening::Never => 0.0,
        }
    }
}

/// Every node, by name.
pub fn sites(trial: &Trial, stages: &BTreeMap<String, StageTimes>, availability: &BTreeMap<String, Vec<f64>>) -> BTreeMap<String, Site> {
    trial
        .scenario
        .nodes
        .iter()
        .map(|node| (node.name.value.clone(), site(trial, node, stages, &availability[&format!("nodes.{}", node.name.value)])))
        .collect()
}

fn site(trial: &Trial, named: &Named<Node>, stages: &BTreeMap<String, StageTimes>, availability: &[f64]) -> Site {
    let (name, node) = (&named.name.value, &named.item);
    let path = format!("nodes.{name}");
    let draws = &trial.draws;
    let time = |when: &When| match when {
        When::Stage(stage) => stages[&stage.value].end.map_or(Opening::Never, Opening::At),
        When::Date(date) => Opening::At(trial.grid.offset(date.value)),
    };
    let figures = |path: &str, figures: Option<&PerMineral>| -> BTreeMap<Figure, f64> {
        match figures {
            None => BTreeMap::new(),
            Some(PerMineral::All(input)) => [(Figure::All, draws.once(path, input))].into(),
            Some(PerMineral::Each(each)) => each
                .iter()
                .map(|entry| (Figure::Of(entry.name.value.clone()), draws.once(&format!("{path}.{}", entry.name.value), &entry.item)))
                .collect(),
        }
    };
    let part = |path: &str, opens: Option<&When>, capacity: Option<&PerMineral>, ramp_up: &[[f64; 2]], stretch| Part {
        opening: opens.map_or(Opening::Always, time),
        ramp_up: {
            let stretch = draws.once_or(&format!("{path}.stretch"), stretch, 1.0);
            ramp_up.iter().map(|[months, share]| [months * stretch, *share]).collect()
        },
        capacity: figures(&format!("{path}.capacity"), capacity),
    };
    let own = part(&path, node.opens.as_ref(), node.capacity.as_ref(), &node.ramp_up, node.stretch.as_ref());
    let opens = match own.opening {
        Opening::Always => Some(f64::NEG_INFINITY),
        Opening::At(time) => Some(time),
        Opening::Never => None,
    };
    let mut parts = vec![own];
    for (i, expansion) in node.expansions.iter().enumerate() {
        let path = format!("{path}.expansions.{i}");
        parts.push(part(&path, expansion.opens.as_ref(), Some(&expansion.capacity), &expansion.ramp_up, expansion.stretch.as_ref()));
    }
    let life = node.life.as_ref().map(|life| draws.once(&format!("{path}.life"), life));
    // A node with a life has an opening.
    let end_of_life = opens.and_then(|opens| Some(opens + life?)).map_or(Opening::Never, Opening::At);
    let closes = node.closes.as_ref().map_or(Opening::Never, time);
    let is_source = trial.scenario.routes.iter().any(|route| route.item.via[0].value == *name);
    let flow = regimes::factors(trial, &format!("{path}.flow"), &node.flow);
    let cuts_flow = node.outage == adit::scenario::OutageCuts::Flow && !is_source;

    let mut site = Site {
        opens,
        limits: Vec::new(),
        unopened: Vec::new(),
        unlimited: Vec::new(),
        passable: Vec::new(),
        gross: node.counts == adit::scenario::Counts::Gross,
        grade: node.grade.as_ref().map(|grade| draws.once(&format!("{path}.grade"), grade)),
        lag: node.lag.as_ref().map(|lag| (draws.once(&format!("{path}.lag"), lag), is_plain_zero(lag))).filter(|(_, zero)| !zero).map(|(lag, _)| lag),
        buffer: node.buffer.as_ref().map(|buffer| draws.once(&format!("{path}.buffer"), buffer)),
        stock: node.stock.as_ref().map(|stock| draws.once(&format!("{path}.stock"), stock)),
        yields: figures(&format!("{path}.yield"), node.recovery.as_ref()),
    };
    for k in 0..trial.months {
        let middle = month(k) + 0.5;
        let ended = closes.has_come(middle) || end_of_life.has_come(middle);
        let mut limits = BTreeMap::new();
        for part in &parts {
            let share = if ended { 0.0 } else { part.share(middle) };
            for (mineral, capacity) in &part.capacity {
                *limits.entry(mineral.clone()).or_insert(0.0) += capacity * share / 12.0;
            }
        }
        let on_capacity = if cuts_flow { flow[k] } else { availability[k] * flow[k] };
        for limit in limits.values_mut() {
            *limit *= on_capacity;
        }
        site.limits.push(limits);
        site.unopened.push(!parts.iter().any(|part| part.opening.has_come(middle)));
        let ramped = !ended && parts[0].share(middle) > 0.0;
        site.unlimited.push(if ramped { (availability[k] * flow[k]).min(1.0) } else { 0.0 });
        site.passable.push(if cuts_flow { availability[k] } else { 1.0 });
    }
    site
}

/// Whether an input is written as the number 0: a lag of 0 is no lag, while one that merely comes out as 0 in a trial is one.
fn is_plain_zero(input: &Input) -> bool {
    let DistributionSpec::Constant(value) = input.distribution else { return false };
    input.scale.is_empty() && input.clamp.map_or(value, |[low, high]| value.clamp(low, high)) == 0.0
}

/// Share of the capacity at an age: linear between the points, the first before them, the last one kept.
fn ramp(points: &[[f64; 2]], age: f64) -> f64 {
    let Some([first, ..]) = points.first().map(|point| [point[0], point[1]]) else {
        return 1.0;
    };
    if age < first {
        return points[0][1];
    }
    let passed = points.iter().rposition(|point| point[0] <= age).expect("at least the first");
    let [from, low] = points[passed];
    match points.get(passed + 1) {
        Some([to, high]) => low + (high - low) * (age - from) / (to - from),
        None => low,
    }
}
