//! Chapter of bridging stocks: tonnes until arrival, their cost, and the premium paid without them.

use super::goals;
use crate::analyses::run::families::{Family, families};
use crate::analyses::run::findings::{Findings, GoalFindings, MineralFindings};
use crate::report::{Block, Cell, Chapter, Table, words};
use crate::units::Quantity;

/// Amounts of a goal by the share of trials in which they suffice.
type AmountsOf = fn(&GoalFindings) -> &[(f64, Quantity)];
/// Definition of the bridging stock.
const DEFINITION: &str = "The bridging stock of a trial is the shortage summed from the start to the month before arrival, to the horizon where the goal \
     never arrives. It is given for goals whose arrival can end a shortage: those that test the shortage or the free supply, and those that ask for a \
     share of demand at least as large as the mean shortage. Its cost is that stock at the mineral’s price. A goal over several minerals has no stock.";
/// Amounts of the tables.
const AMOUNTS: [(&str, AmountsOf); 3] = [
    ("stock in tonnes of contained metal that suffices in a share of the trials", |goal| &goal.bridge),
    ("cost in USD that suffices in a share of the trials", |goal| &goal.bridge_cost),
    ("premium paid until arrival without the stock, in USD, at most so much in a share of the trials", |goal| &goal.premium),
];

/// Definitions and figures.
pub(super) fn chapter(findings: &Findings, figures: Vec<Block>) -> Chapter {
    of(findings, figures)
}

/// Definitions, then the stocks, their costs and the premium paid by family, of goals whose arrival can end a shortage.
pub(super) fn tables(findings: &Findings) -> Chapter {
    let with_bridge = |mut family: Family<'_>| {
        family.goals.retain(|goal| goal.has_bridge());
        stocks(&family)
    };
    of(findings, families(&findings.goals).into_iter().flat_map(with_bridge).collect())
}

fn of(findings: &Findings, blocks: Vec<Block>) -> Chapter {
    let definitions = [Some(DEFINITION.to_owned()), definition_where_markets_clear(findings)].into_iter().flatten().map(Block::Paragraph);
    super::chapter("bridge", "Bridging stock", if blocks.is_empty() { blocks } else { definitions.chain(blocks).collect() })
}

/// The definition for minerals whose markets clear, where goals name any.
fn definition_where_markets_clear(findings: &Findings) -> Option<String> {
    let is_named = |mineral: &&MineralFindings| findings.goals.iter().any(|goal| goal.mineral.as_ref() == Some(&mineral.name));
    let named: Vec<String> = findings
        .minerals
        .iter()
        .filter(|mineral| mineral.clears())
        .filter(is_named)
        .map(|mineral| format!("{} ({})", mineral.title, mineral.tolerated()))
        .collect();
    (!named.is_empty()).then(|| {
        format!(
            "Where a market clears, the bridging stock is the stock that keeps the price index at or below the value of `tolerates`, and it costs price × \
             `tolerates` a tonne. The values of `tolerates` are in parentheses: {}. The premium paid is what buyers pay above the price of the scenario over \
             the same months if there is no such stock: (price index − 1) × price × quantity bought.",
            words::joined(&named)
        )
    })
}

fn stocks(family: &Family) -> Vec<Block> {
    if family.goals.is_empty() {
        return Vec::new();
    }
    let heading = words::capital(&family.heading());
    let is_nothing = |of: AmountsOf| family.goals.iter().all(|goal| of(goal).iter().all(|(_, amount)| amount.number() <= 0.0));
    let [stock, _, premium] = AMOUNTS.map(|(_, of)| is_nothing(of));
    let mut blocks = Vec::new();
    if stock && family.goals.iter().any(|goal| !goal.bridge.is_empty()) {
        blocks.push(Block::Paragraph(format!("{heading}: no bridging stock is needed in 95% of trials.")));
    }
    let shown = AMOUNTS.into_iter().zip([!stock, !stock, !premium]).filter(|(_, is_shown)| *is_shown);
    let tables = shown.filter_map(|((what, amounts), _)| {
        let with = Family { goals: family.goals.iter().copied().filter(|goal| !amounts(goal).is_empty()).collect(), ..family.clone() };
        let shares: Vec<f64> = amounts(with.goals.first()?).iter().map(|(share, _)| *share).collect();
        let table = Table::new(format!("{heading}: {what}, with 95% intervals"), &[if family.ladder.is_some() { "share" } else { "goal" }]);
        let table = shares.iter().fold(table, |table, share| table.and(format!("{} of trials", words::threshold(*share))));
        Some(Block::Table(goals::filled(table, &with, |goal| amounts(goal).iter().map(|(_, amount)| Cell::quantity(amount)).collect())))
    });
    blocks.extend(tables);
    blocks
}
