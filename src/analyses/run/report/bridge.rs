//! Chapter of bridging stocks: tonnes until arrival, and their cost.

use super::goals;
use crate::analyses::run::families::{Family, families};
use crate::analyses::run::findings::{Findings, GoalFindings};
use crate::report::{Block, Cell, Chapter, Table, words};
use crate::units::Quantity;

/// Amounts of a goal by the share of trials in which they suffice.
type AmountsOf = fn(&GoalFindings) -> &[(f64, Quantity)];
/// Definition of the bridging stock.
const DEFINITION: &str = "The bridging stock of a trial is the shortage summed from the start to the month before arrival, to the horizon where the goal \
     never arrives. Its cost is that stock at the mineral’s price. A goal over several minerals has no stock.";

/// Figures, then the stocks and their costs by family.
pub(super) fn chapter(findings: &Findings, figures: Vec<Block>) -> Chapter {
    let mut blocks = vec![Block::Paragraph(DEFINITION.to_owned())];
    blocks.extend(figures);
    for family in families(&findings.goals) {
        blocks.extend(stocks(&family));
    }
    super::chapter("bridge", "Bridging stock", if blocks.len() > 1 { blocks } else { Vec::new() })
}

fn stocks(family: &Family) -> Vec<Block> {
    let heading = words::capital(&family.heading());
    if family.goals.iter().all(|goal| goal.bridge.iter().all(|(_, stock)| stock.number() <= 0.0)) {
        let is_any = family.goals.iter().any(|goal| !goal.bridge.is_empty());
        return is_any.then(|| Block::Paragraph(format!("{heading}: no bridging stock is needed in 95% of trials."))).into_iter().collect();
    }
    let of: [(_, AmountsOf); 2] = [("stock in tonnes of contained metal", |goal| &goal.bridge), ("cost in USD", |goal| &goal.bridge_cost)];
    let tables = of.into_iter().filter_map(|(what, amounts)| {
        let with = Family { goals: family.goals.iter().copied().filter(|goal| !amounts(goal).is_empty()).collect(), ..family.clone() };
        let shares: Vec<f64> = amounts(with.goals.first()?).iter().map(|(share, _)| *share).collect();
        let caption = format!("{heading}: {what} that suffices in a share of the trials, with 95% intervals");
        let table = Table::new(caption, &[if family.ladder.is_some() { "share" } else { "goal" }]);
        let table = shares.iter().fold(table, |table, share| table.and(format!("{} of trials", words::threshold(*share))));
        Some(Block::Table(goals::filled(table, &with, |goal| amounts(goal).iter().map(|(_, amount)| Cell::quantity(amount)).collect())))
    });
    tables.collect()
}
