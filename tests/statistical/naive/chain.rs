//! The physical chain: what passes which node in every month, and what is delivered.

use std::collections::{BTreeMap, BTreeSet};

use adit::scenario::Route;

use super::nodes::{Figure, Site};
use super::outcome::{Balance, NodeMonths};
use super::{Trial, month};

/// What the chain did in a trial.
pub struct Chain {
    /// What left the last node of each route, month by month, by the route's name.
    pub delivered: BTreeMap<String, Vec<f64>>,
    /// Every node by month.
    pub nodes: BTreeMap<String, NodeMonths>,
    /// Mass balance by mineral.
    pub tonnes: BTreeMap<String, Balance>,
}

/// One route on its way through one trial; lists are by position along its nodes.
struct Way<'a> {
    mineral: &'a str,
    level: u32,
    split: f64,
    nodes: Vec<&'a str>,
    lags: Vec<Option<f64>>,
    yields: Vec<f64>,
    /// Gross tonnes that the node counts for one contained tonne: 1 where it counts contained ones.
    gross: Vec<f64>,
    /// Tonnes standing in the buffer since last month.
    standing: Vec<f64>,
    /// What went into the transit of each lagged node, month by month.
    sent: Vec<Vec<f64>>,
    /// This month.
    now: Vec<Passage>,
    /// What left the last node, month by month.
    delivered: Vec<f64>,
}

/// What a route does at one node in one month, in contained tonnes.
#[derive(Clone, Copy, Default)]
struct Passage {
    /// Brought to the node.
    brought: f64,
    /// Share of that which is not refused. Without a buffer it is the factor that cuts all, those too that themselves bring nothing.
    share: f64,
    /// Whether the next node, or one after it with no lag between, has not opened yet; and what of the tonnes brought goes back for that.
    barred: bool,
    turned_away: f64,
    /// Brought and not refused: processed, or put into the buffer. At a source: mined.
    accepted: f64,
    /// Passed into the process.
    processed: f64,
    /// Standing in the buffer afterwards.
    standing: f64,
    /// Left the node, after yield and lag.
    left: f64,
}

/// What the levels settled so far this month have taken of each node's figures, in the tonnes that the node counts.
type Used = BTreeMap<(String, Figure), f64>;

/// Runs the chain over all months.
pub fn run(trial: &Trial, sites: &BTreeMap<String, Site>) -> Chain {
    let order = chain_order(trial);
    let mut ways: Vec<Way> = trial.scenario.routes.iter().map(|route| way(trial, &route.name.value, &route.item, sites)).collect();
    let levels: BTreeSet<u32> = ways.iter().map(|way| way.level).collect();
    let mut stock: BTreeMap<&str, f64> = sites.iter().filter_map(|(name, site)| Some((name.as_str(), site.stock?))).collect();
    let mut nodes: BTreeMap<String, NodeMonths> = sites.keys().map(|name| (name.clone(), NodeMonths::default())).collect();
    let mut tonnes: BTreeMap<String, Balance> =
        trial.scenario.minerals.iter().map(|mineral| (mineral.name.value.clone(), Balance::default())).collect();
    for k in 0..trial.months {
        let mut used = Used::new();
        for way in &mut ways {
            way.now = way.standing.iter().map(|&standing| Passage { standing, share: 1.0, ..Passage::default() }).collect();
        }
        for &level in &levels {
            for &node in &order {
                pass(&mut ways, level, node, &sites[node], k, &used, stock.get(node).copied());
            }
            for &node in order.iter().rev() {
                settle(&mut ways, level, node, &sites[node], k);
            }
            // Nothing comes back to this level any more: its final amounts are what later levels find taken.
            for way in ways.iter().filter(|way| way.level == level) {
                for (position, node) in way.nodes.iter().enumerate() {
                    if let Some(figure) = sites[*node].figure(way.mineral) {
                        *used.entry(((*node).to_owned(), figure)).or_insert(0.0) += way.now[position].processed * way.gross[position];
                    }
                }
                if let Some(stock) = stock.get_mut(way.nodes[0]) {
                    *stock = (*stock - way.now[0].accepted).max(0.0);
                }
            }
        }
        for (name, months) in &mut nodes {
            let here: Vec<&Passage> = ways.iter().filter_map(|way| Some(&way.now[way.position(name)?])).collect();
            months.entered.push(here.iter().map(|passage| passage.processed).sum());
            months.left.push(here.iter().map(|passage| passage.left).sum());
            months.contents.push(here.iter().map(|passage| passage.standing).sum());
        }
        for way in &mut ways {
            way.book(tonnes.get_mut(way.mineral).expect("a mineral of the scenario"));
        }
    }
    for way in &ways {
        let balance = tonnes.get_mut(way.mineral).expect("a mineral of the scenario");
        balance.in_buffers += way.standing.iter().sum::<f64>();
        for (sent, lag) in way.sent.iter().zip(&way.lags) {
            let came_out: f64 = (0..trial.months).map(|k| lag.map_or(0.0, |lag| delayed(sent, lag, k))).sum();
            balance.in_transit += sent.iter().sum::<f64>() - came_out;
        }
    }
    let delivered = trial.scenario.routes.iter().zip(ways).map(|(route, way)| (route.name.value.clone(), way.delivered)).collect();
    Chain { delivered, nodes, tonnes }
}

fn way<'a>(trial: &Trial, name: &str, route: &'a Route, sites: &BTreeMap<String, Site>) -> Way<'a> {
    let path = format!("routes.{name}");
    let nodes: Vec<&str> = route.via.iter().map(|node| node.value.as_str()).collect();
    // The grade of what enters: the route's, or that of the last node before with one of its own.
    let mut grade = trial.draws.once_or(&format!("{path}.grade"), route.grade.as_ref(), 1.0);
    let mut gross = Vec::new();
    for node in &nodes {
        gross.push(if sites[*node].gross { 1.0 / grade } else { 1.0 });
        grade = sites[*node].grade.unwrap_or(grade);
    }
    Way {
        mineral: &route.mineral.value,
        level: route.prefer.as_ref().map_or(1, |level| level.value),
        split: trial.draws.once_or(&format!("{path}.split"), route.split.as_ref(), 1.0),
        lags: nodes.iter().map(|node| sites[*node].lag).collect(),
        yields: nodes.iter().map(|node| sites[*node].recovery(&route.mineral.value)).collect(),
        gross,
        standing: vec![0.0; nodes.len()],
        sent: vec![Vec::new(); nodes.len()],
        now: Vec::new(),
        delivered: Vec::new(),
        nodes,
    }
}

/// The nodes such that each comes after all that stand before it in some route.
fn chain_order<'a>(trial: &Trial<'a>) -> Vec<&'a str> {
    let mut waiting: BTreeSet<&str> = trial.scenario.nodes.iter().map(|node| node.name.value.as_str()).collect();
    let mut order = Vec::new();
    while !waiting.is_empty() {
        let is_behind_another = |node: &str| {
            trial.scenario.routes.iter().any(|route| {
                let via = &route.item.via;
                let position = via.iter().position(|other| other.value == node);
                position.is_some_and(|position| via[..position].iter().any(|before| waiting.contains(before.value.as_str())))
            })
        };
        let next = waiting.iter().copied().find(|node| !is_behind_another(node)).expect("no cycle of nodes");
        waiting.remove(next);
        order.push(next);
    }
    order
}

/// All routes of one level pass one node.
fn pass(ways: &mut [Way], level: u32, node: &str, site: &Site, k: usize, used: &Used, stock: Option<f64>) {
    let here: Vec<(usize, usize)> =
        ways.iter().enumerate().filter(|(_, way)| way.level == level).filter_map(|(r, way)| Some((r, way.position(node)?))).collect();
    // Tonnes that a figure leaves to this level.
    let left = |figure: &Figure| {
        let (limit, taken) = (site.limits[k][figure], used.get(&(node.to_owned(), figure.clone())).copied().unwrap_or(0.0));
        // What rounding leaves of a capacity that was wholly taken is nothing.
        if limit - taken > 1e-12 * limit { limit - taken } else { 0.0 }
    };
    let is_source = here.iter().any(|&(_, position)| position == 0);
    if is_source {
        mine(ways, &here, site, left, stock);
    } else {
        process(ways, &here, site, k, left);
    }
    for (r, position) in here {
        ways[r].leave(position, k);
    }
}

/// A source splits each of its figures among its routes.
fn mine(ways: &mut [Way], here: &[(usize, usize)], site: &Site, left: impl Fn(&Figure) -> f64, stock: Option<f64>) {
    let figure_of = |way: &Way| site.figure(way.mineral).expect("a source has a capacity for all that it yields");
    let mut weights: BTreeMap<Figure, f64> = BTreeMap::new();
    for &(r, _) in here {
        *weights.entry(figure_of(&ways[r])).or_insert(0.0) += ways[r].split;
    }
    let mut drawn = 0.0;
    for &(r, _) in here {
        let way = &mut ways[r];
        let figure = figure_of(way);
        let share = if weights[&figure] > 0.0 { way.split / weights[&figure] } else { 0.0 };
        way.now[0].processed = left(&figure) * share / way.gross[0];
        drawn += way.now[0].processed;
    }
    let cut = match stock {
        Some(stock) if drawn > stock => stock / drawn,
        _ => 1.0,
    };
    for &(r, _) in here {
        ways[r].now[0].processed *= cut;
    }
}

/// A later node takes what it can of what is brought and of what stands in its buffer. A plant that is not open yet, or closed, takes nothing.
fn process(ways: &mut [Way], here: &[(usize, usize)], site: &Site, k: usize, left: impl Fn(&Figure) -> f64) {
    // What is offered in all to each figure, and to none.
    let mut together: BTreeMap<Option<Figure>, f64> = BTreeMap::new();
    for &(r, position) in here {
        let way = &mut ways[r];
        way.now[position].brought = way.now[position - 1].left;
        *together.entry(site.figure(way.mineral)).or_insert(0.0) += way.offered(position) * way.gross[position];
    }
    for &(r, position) in here {
        let way = &mut ways[r];
        let figure = site.figure(way.mineral);
        let factor = match (&figure, together[&figure]) {
            // Where nothing is brought, nothing is cut.
            (_, 0.0) => 1.0,
            (None, _) => site.unlimited[k],
            (Some(limited), together) => (left(limited) / together).min(site.passable[k]).min(1.0),
        };
        way.now[position].processed = way.offered(position) * factor;
        way.now[position].share = if site.buffer.is_none() { factor } else { 1.0 };
    }
}

/// Settles a node of one level, all later ones being settled: takes back what the next node refused, unless a lag lies between, keeps what the buffer has
/// room for, and refuses the rest. What is refused by a node that has not opened yet is kept nowhere on the way.
fn settle(ways: &mut [Way], level: u32, node: &str, site: &Site, k: usize) {
    let here: Vec<(usize, usize)> =
        ways.iter().enumerate().filter(|(_, way)| way.level == level).filter_map(|(r, way)| Some((r, way.position(node)?))).collect();
    for &(r, position) in &here {
        ways[r].take_back(position);
        ways[r].now[position].barred |= site.unopened[k];
    }
    if here.iter().any(|&(_, position)| position == 0) {
        return;
    }
    let brought: Vec<f64> = here.iter().map(|&(r, position)| ways[r].now[position].brought).collect();
    if let Some(buffer) = site.buffer {
        let turned_away: Vec<f64> = here.iter().map(|&(r, position)| ways[r].now[position].turned_away).collect();
        let left = |way: &Way, position: usize| way.offered(position) - way.now[position].processed - way.now[position].turned_away;
        let rest: Vec<f64> = here.iter().map(|&(r, position)| left(&ways[r], position).max(0.0)).collect();
        let most: Vec<f64> =
            rest.iter().zip(&brought).zip(&turned_away).map(|((rest, brought), turned_away)| rest.min(brought - turned_away)).collect();
        // Earlier levels' new contents and later levels' standing ones: `now` holds both.
        let others: f64 = ways
            .iter()
            .enumerate()
            .filter(|(r, _)| !here.iter().any(|(own, _)| own == r))
            .filter_map(|(_, way)| Some(way.now[way.position(node)?].standing))
            .sum();
        let refused = refuse(rest.iter().sum::<f64>() - (buffer - others), &brought, &most);
        for (i, &(r, position)) in here.iter().enumerate() {
            let passage = &mut ways[r].now[position];
            passage.standing = rest[i] - refused[i];
            passage.share = if brought[i] > 0.0 { (brought[i] - turned_away[i] - refused[i]) / brought[i] } else { 1.0 };
        }
    }
    for &(r, position) in &here {
        let passage = &mut ways[r].now[position];
        passage.accepted = passage.brought * passage.share;
    }
}

/// Shares an excess among routes in proportion to what each brought, at most what each has standing, the others making up the rest.
fn refuse(excess: f64, brought: &[f64], rest: &[f64]) -> Vec<f64> {
    let mut refused = vec![0.0; brought.len()];
    if excess <= 0.0 {
        return refused;
    }
    let mut open: Vec<usize> = (0..brought.len()).filter(|&i| brought[i] > 0.0).collect();
    loop {
        let settled: f64 = refused.iter().enumerate().filter(|(i, _)| !open.contains(i)).map(|(_, refused)| refused).sum();
        let weight: f64 = open.iter().map(|&i| brought[i]).sum();
        if weight <= 0.0 {
            return refused;
        }
        // More than was brought cannot be refused: a buffer that is too full already stays so.
        let share = ((excess - settled) / weight).min(1.0);
        for &i in &open {
            refused[i] = (share * brought[i]).min(rest[i]);
        }
        let before = open.len();
        open.retain(|&i| share * brought[i] < rest[i]);
        if open.len() == before {
            return refused;
        }
    }
}

impl Way<'_> {
    fn position(&self, node: &str) -> Option<usize> {
        self.nodes.iter().position(|other| *other == node)
    }

    /// What is brought with what stood in the buffer before this month.
    fn offered(&self, position: usize) -> f64 {
        self.standing[position] + self.now[position].brought
    }

    /// Takes back what the next node refused of what left this one. What left after a lag is lost instead.
    fn take_back(&mut self, position: usize) {
        let next = self.now.get(position + 1).filter(|_| self.lags[position].is_none());
        let (share, barred) = next.map_or((1.0, false), |next| (next.share, next.barred));
        let passage = &mut self.now[position];
        passage.barred = barred;
        passage.turned_away = if barred { (passage.processed * (1.0 - share)).min(passage.brought) } else { 0.0 };
        passage.processed *= share;
        passage.left *= share;
        passage.share *= share;
        if position == 0 {
            passage.accepted = passage.processed;
        }
    }

    /// What was processed leaves: after the yield, at once or after the lag.
    fn leave(&mut self, position: usize, k: usize) {
        let recovered = self.now[position].processed * self.yields[position];
        self.now[position].left = match self.lags[position] {
            None => recovered,
            Some(lag) => {
                self.sent[position].push(recovered);
                delayed(&self.sent[position], lag, k)
            }
        };
    }

    /// Closes the month: what was lost, what was delivered, what stands in buffers.
    fn book(&mut self, balance: &mut Balance) {
        balance.mined += self.now[0].accepted;
        for (position, passage) in self.now.iter().enumerate() {
            balance.lost_in_yields += passage.processed * (1.0 - self.yields[position]);
            if let (Some(_), Some(next)) = (self.lags[position], self.now.get(position + 1)) {
                balance.lost_after_lag += passage.left - next.accepted;
            }
            self.standing[position] = passage.standing;
        }
        let delivered = self.now.last().expect("a route has nodes").left;
        balance.delivered += delivered;
        self.delivered.push(delivered);
    }
}

/// What comes out in month k of what was sent, with lag = n + f: (1 − f)·x(k − n) + f·x(k − n − 1).
fn delayed(sent: &[f64], lag: f64, k: usize) -> f64 {
    let whole = (0..sent.len()).take_while(|&n| month(n + 1) <= lag).count();
    let part = lag - month(whole);
    if part >= 1.0 {
        return 0.0;
    }
    let at = |back: usize| k.checked_sub(back).map_or(0.0, |month| sent[month]);
    (1.0 - part) * at(whole) + part * at(whole + 1)
}
