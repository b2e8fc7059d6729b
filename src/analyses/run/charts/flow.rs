//! The flow: mean tonnes of one mineral and origin in one year, from the mine down to the market, with all that turns off on the way.

use std::collections::BTreeMap;

use crate::analyses::run::findings::{Findings, RouteFlow, Yearly, in_year};
use crate::report::charts::sankey::{Label, Node, Turn, paint, place};
use crate::report::charts::{Figure, style};
use crate::report::words;
use crate::units::{Quantity, Unit};

/// What turns off is drawn from this share of the largest node on.
const LEAST: f64 = 0.005;

/// Of that share, what is no more than the rounding of sums.
const NOTHING: f64 = 1e-6;

/// Minerals and origins with routes, in the order of the routes.
pub(super) fn ways(findings: &Findings) -> Vec<(&str, &str)> {
    let mut ways: Vec<(&str, &str)> = Vec::new();
    for route in &findings.flows.routes {
        let way = (route.mineral.as_str(), route.origin.as_str());
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    ways
}

/// Draws one mineral and origin in a year, the one in which most arrives where none is asked; `None` where nothing ever arrives, or nothing
/// moves in the year asked.
pub(super) fn of(findings: &Findings, mineral: &str, origin: &str, year: Option<i32>, small_print: &str) -> Option<Figure> {
    let routes: Vec<&RouteFlow> = findings.flows.routes.iter().filter(|route| route.mineral == mineral && route.origin == origin).collect();
    let mut by_year: BTreeMap<i32, f64> = BTreeMap::new();
    for (year, arrives) in routes.iter().flat_map(|route| &route.arrives) {
        *by_year.entry(*year).or_default() += arrives.number();
    }
    let largest = by_year.iter().filter(|(_, arrives)| **arrives > 0.0).max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)));
    let chosen = year.or(largest.map(|(&year, _)| year))?;
    if !routes.iter().any(|route| moves(route, chosen)) {
        return None;
    }
    let which = if year.is_none() { ", the year of the largest arrivals" } else { "" };
    let mineral_title = findings.minerals.iter().find(|known| known.name == mineral).map_or(mineral, |known| &known.title);
    let title = format!("{} from {} in {chosen}{which}", words::capital(mineral_title), findings.origin_title(origin));
    let (mut nodes, hidden) = nodes(findings, &routes, chosen);
    let links = links(&routes, chosen, &mut nodes);
    let per_tonne = place(&mut nodes);
    let name = name(mineral, origin);
    let said = (hidden > 0.0).then(|| {
        let (least, all) = (words::threshold(LEAST), words::rounded(hidden, hidden / 10.0));
        format!("branches below {least} of the largest node are not drawn: {all} t in all")
    });
    let print: Vec<&str> = said.iter().map(String::as_str).chain([small_print]).collect();
    let ink = style::origin(&findings.report, Some(origin));
    Some(paint(&title, name, (&nodes, per_tonne), &links, (ink, findings.flows.trials, &print)))
}

/// Name of the figure of a flow.
pub(super) fn name(mineral: &str, origin: &str) -> String {
    format!("flow-{}", words::slug_of(&[mineral, origin]))
}

/// Whether anything enters a node of the route in that year.
pub(super) fn moves(route: &RouteFlow, year: i32) -> bool {
    route.passages.iter().any(|passage| at(&passage.enters, year) > 0.0) || at(&route.arrives, year) > 0.0
}

fn at(yearly: &Yearly, year: i32) -> f64 {
    in_year(yearly, year).map_or(0.0, Quantity::number)
}

/// Sum of means over the same trials, whose errors add up.
fn sum<'a>(parts: impl Iterator<Item = &'a Yearly>, year: i32) -> Quantity {
    let parts: Vec<&Quantity> = parts.filter_map(|yearly| in_year(yearly, year)).collect();
    let [mean, error] = [parts.iter().map(|part| part.number()).sum(), parts.iter().filter_map(|part| part.standard_error).sum()];
    Quantity::mean(mean, error, Unit::TONNES_A_YEAR, parts.first().map_or(0, |part| part.trials))
}

/// The nodes that the routes pass, in layers, and the market last; and the tonnes of all branches too thin to be drawn. The errors of routes
/// add up: they run on the same trials.
fn nodes(findings: &Findings, routes: &[&RouteFlow], year: i32) -> (Vec<(usize, Node)>, f64) {
    let layers = layers(routes);
    let market = layers.values().max().map_or(0, |last| last + 1);
    let mut nodes: Vec<(usize, Node)> = Vec::new();
    for (&id, &layer) in &layers {
        let name = findings.flows.nodes.get(id).map_or_else(String::new, |(_, title)| words::capital(title));
        let here = routes.iter().flat_map(|route| &route.passages).filter(|passage| passage.node == id);
        let mut node = Node {
            name,
            layer,
            enters: sum(here.map(|passage| &passage.enters), year),
            leaves: 0.0,
            gains: 0.0,
            across: [0.0; 2],
            turns: Vec::new(),
            label: Label::On,
        };
        let [mut lost, mut kept, mut refused] = [0.0; 3];
        for route in routes {
            for (i, passage) in route.passages.iter().enumerate().filter(|(_, passage)| passage.node == id) {
                let [enters, leaves] = [at(&passage.enters, year), at(&passage.leaves, year)];
                node.leaves += leaves;
                let no_room = at(&passage.lost, year);
                lost += no_room;
                if let Some(before) = i.checked_sub(1).and_then(|i| route.passages.get(i)) {
                    node.gains += (enters + at(&before.lost, year) - at(&before.leaves, year)).max(0.0);
                }
                match route.passages.get(i + 1) {
                    Some(next) => kept += leaves - no_room - at(&next.enters, year),
                    None => refused += leaves - at(&route.arrives, year),
                }
            }
        }
        let gone = node.enters.number() - node.leaves;
        node.gains += (-gone).max(0.0);
        let reasons = [
            (gone, "lost in yield or still under way"),
            (lost, "lost: no room further on"),
            (kept, "held back or put into stock"),
            (refused, "goes to other buyers"),
        ];
        node.turns = reasons.into_iter().map(|(tonnes, why)| Turn { tonnes, why }).collect();
        nodes.push((id, node));
    }
    let arrives = sum(routes.iter().map(|route| &route.arrives), year);
    let name = "Arrives".to_owned();
    nodes.push((
        usize::MAX,
        Node { name, layer: market, leaves: arrives.number(), enters: arrives, gains: 0.0, across: [0.0; 2], turns: Vec::new(), label: Label::On },
    ));
    let least = LEAST * nodes.iter().map(|(_, node)| node.enters.number().max(node.leaves)).fold(0.0, f64::max);
    let mut hidden = 0.0;
    for (_, node) in &mut nodes {
        hidden += node.turns.iter().map(|turn| turn.tonnes).filter(|tonnes| *tonnes > 0.0 && *tonnes <= least).sum::<f64>();
        node.turns.retain(|turn| turn.tonnes > least);
        if node.gains <= least {
            hidden += node.gains;
            node.gains = 0.0;
        }
    }
    if hidden < NOTHING * least {
        hidden = 0.0;
    }
    let passing = |id: usize| routes.iter().enumerate().filter(move |(_, route)| route.passages.iter().any(|passage| passage.node == id));
    let order = |id: usize| passing(id).map(|(i, _)| 1000 * i).sum::<usize>() / passing(id).count().max(1);
    nodes.sort_by_key(|(id, node)| (node.layer, order(*id)));
    (nodes, hidden)
}

/// The layer of each node, the market's side last: as near to the market as what follows it allows, so that few ribbons pass a layer.
fn layers(routes: &[&RouteFlow]) -> BTreeMap<usize, usize> {
    let mut to_go: BTreeMap<usize, usize> = routes.iter().flat_map(|route| &route.passages).map(|passage| (passage.node, 0)).collect();
    for _ in 0..to_go.len() {
        for pair in routes.iter().flat_map(|route| route.passages.windows(2)) {
            let after = to_go.get(&pair[1].node).copied().unwrap_or(0);
            to_go.entry(pair[0].node).and_modify(|steps| *steps = (*steps).max(after + 1));
        }
    }
    let most = to_go.values().max().copied().unwrap_or(0);
    to_go.into_iter().map(|(id, steps)| (id, most - steps)).collect()
}

/// Tonnes that go on from one node to another, by their places in the list of nodes. A layer that a link passes on its way gets a place to
/// pass it, so that no ribbon runs behind a node; links to the same node pass together.
fn links(routes: &[&RouteFlow], year: i32, nodes: &mut Vec<(usize, Node)>) -> Vec<(usize, usize, f64)> {
    let mut links: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let market = usize::MAX;
    for route in routes {
        for (i, passage) in route.passages.iter().enumerate() {
            let next = route.passages.get(i + 1);
            let gives = at(&passage.leaves, year) - at(&passage.lost, year);
            let reaches = next.map_or_else(|| at(&route.arrives, year), |next| at(&next.enters, year)).min(gives).max(0.0);
            *links.entry((passage.node, next.map_or(market, |next| next.node))).or_default() += reaches;
        }
    }
    let layers: BTreeMap<usize, usize> = nodes.iter().map(|(id, node)| (*id, node.layer)).collect();
    let layer = |id: usize| layers.get(&id).copied().unwrap_or(0);
    let mut passing: BTreeMap<(usize, usize), usize> = BTreeMap::new(); // by layer and the node led to: the place's id
    let mut steps: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (&(from, to), &tonnes) in &links {
        let mut last = from;
        for between in layer(from) + 1..layer(to) {
            let id = *passing.entry((between, to)).or_insert_with(|| {
                nodes.push((market - nodes.len(), Node::passing(between, 0.0)));
                market - (nodes.len() - 1)
            });
            if let Some((_, node)) = nodes.iter_mut().find(|(of, _)| *of == id) {
                *node = Node::passing(between, node.leaves + tonnes);
            }
            *steps.entry((last, id)).or_default() += tonnes;
            last = id;
        }
        *steps.entry((last, to)).or_default() += tonnes;
    }
    nodes.sort_by_key(|(_, node)| node.layer); // what passes a layer stands at its right
    let find = |id: usize| nodes.iter().position(|(of, _)| *of == id).unwrap_or(nodes.len() - 1);
    let mut steps: Vec<(usize, usize, f64)> = steps.into_iter().map(|((from, to), tonnes)| (find(from), find(to), tonnes)).collect();
    steps.sort_by_key(|&(from, to, _)| (from, to)); // ribbons leave and reach a node in the order of the nodes across
    steps
}
