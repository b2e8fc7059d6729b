//! Tables of goals: months of arrival, probabilities, and the ladders of thresholds.

use super::chapter;
use crate::analyses::run::families::{Family, families};
use crate::analyses::run::findings::{Findings, GoalFindings};
use crate::report::{Block, Cell, Chapter, Table, words};
use crate::units::Quantity;

/// Chapter of the ladders; none where there is no ladder.
pub(super) fn ladders(figures: Vec<Block>) -> Chapter {
    let remark = "Shares of demand of the goals, in the order of their size. † marks shares beyond the capacity of the chain.";
    let remark = (!figures.is_empty()).then(|| Block::Paragraph(remark.to_owned()));
    chapter("ladder", "Probability of arrival by share of demand", remark.into_iter().chain(figures).collect())
}

/// Every share of demand of the ladders, where there is any.
pub(super) fn ladder_table(findings: &Findings) -> Option<Table> {
    let grid = findings.grid;
    let years = findings.report.years_and_last(grid);
    let headings = ["mineral", "from", "share of demand", "P50"];
    let table = Table::new("All shares of demand: median arrival and probability of arrival, with 95% intervals", &headings);
    let mut table = years.iter().fold(table, |table, year| table.and(format!("by end of {year}"))).and("holds at the end");
    for family in families(&findings.goals) {
        let Some(question) = family.ladder else { continue };
        for goal in &family.goals {
            let origin = question.origin.map_or("all routes", |_| &goal.origin_title);
            let share = Cell::number(family.marked_label(goal), goal.share_of_demand.unwrap_or(0.0));
            let mut row = vec![Cell::text(family.mineral_title()), Cell::text(origin), share, Cell::quantity(&goal.p50)];
            row.extend(years.iter().map(|year| december(findings, &goal.arrived_by, *year)));
            row.push(goal.holds.last().map_or_else(Cell::none, Cell::quantity));
            table.row(row);
        }
    }
    table.filled()
}

/// Tables of one family: months and probabilities, or one sentence where no trial arrives; and what is beyond the capacity of the chain.
pub(super) fn tables(findings: &Findings, family: &Family) -> Vec<Block> {
    let heading = words::capital(&family.heading());
    let mut blocks = if let Some(most) = never_at_all(family) {
        let names: Vec<String> = family.goals.iter().map(|goal| family.label(goal)).collect();
        let trials = words::trials(findings.trials);
        let sentence = format!("{heading}: never within the horizon in any of {trials} (a probability below {most}): {}.", names.join(", "));
        vec![Block::Paragraph(sentence)]
    } else {
        let tables = [months(family, &heading), arrived(findings, family, &heading), lasting(family, &heading), holding(findings, family, &heading)];
        tables.map(Block::Table).to_vec()
    };
    blocks.extend(family.goals.iter().filter_map(|goal| parts(goal)).map(Block::Table));
    blocks.extend(beyond(family).into_iter().map(Block::Paragraph));
    blocks
}

/// The parts of a combined goal: how often each is what is missing at the end.
fn parts(goal: &GoalFindings) -> Option<Table> {
    let title = words::capital(goal.shown_title());
    let trials = goal.parts.first().map_or(0, |part| part.unmet.trials);
    let caption = format!(
        "{title}: probability that a part of the goal does not hold over the last twelve months, and that it is the only one missing, so that the goal \
         would hold if it did, with 95% intervals, over {}",
        words::trials(trials)
    );
    let mut table = Table::new(caption, &["part", "does not hold", "the only one missing"]);
    for part in &goal.parts {
        table.row(vec![Cell::text(words::capital(&part.test)), Cell::quantity(&part.unmet), Cell::quantity(&part.decides)]);
    }
    table.filled()
}

/// Where no goal of the family arrives in any trial: the largest probability of arrival that its intervals allow.
fn never_at_all(family: &Family) -> Option<String> {
    let is_never = family.goals.iter().all(|goal| goal.never.number() >= 1.0);
    let most = family.goals.iter().map(|goal| 1.0 - goal.never.low.unwrap_or(0.0)).fold(0.0, f64::max);
    is_never.then(|| format!("{}%", words::rounded(100.0 * most, 10.0 * most)))
}

fn months(family: &Family, heading: &str) -> Table {
    let table = Table::new(format!("{heading}: month of arrival with its 95% interval"), &[label_heading(family), "P10", "P50", "P90"]);
    filled(table, family, |goal| [&goal.p10, &goal.p50, &goal.p90].map(Cell::quantity).into())
}

fn arrived(findings: &Findings, family: &Family, heading: &str) -> Table {
    let by = findings.report.years_and_last(findings.grid);
    let table = Table::new(format!("{heading}: probability of having arrived, over all trials"), &[label_heading(family)]);
    let mut table = by.iter().fold(table, |table, year| table.and(format!("by end of {year}"))).and("never");
    if findings.inputs.is_some() {
        table = table.and("range of arrival over inputs");
    }
    if findings.readings.is_some() {
        table = table.and("range of arrival over readings");
    }
    let range = |goal: &GoalFindings| match &findings.inputs {
        Some(ranges) => ranges.of_arrival(&goal.name).map(|ends| range_cell(ends.each_ref().map(Quantity::number))),
        None => None,
    };
    filled(table, family, |goal| {
        let cells = by.iter().map(|year| december(findings, &goal.arrived_by, *year)).chain([Cell::quantity(&goal.never)]);
        let readings = findings.readings.as_ref().map(|readings| range_cell(readings.of_arrival(goal)));
        cells.chain(range(goal)).chain(readings).collect()
    })
}

/// Both ends of a range of probabilities: `20 to 50%`.
fn range_cell([low, high]: [f64; 2]) -> Cell {
    let text = |end: f64| words::rounded(100.0 * end, 1.0);
    let written = if text(low) == text(high) { format!("{}%", text(low)) } else { format!("{} to {}%", text(low), text(high)) };
    Cell::number(written, low)
}

fn lasting(family: &Family, heading: &str) -> Table {
    let caption = format!(
        "{heading}: of the trials that arrive, the share that is lost again before the horizon, and the probability that the goal is not lost in the years \
         after its arrival (Kaplan–Meier)"
    );
    let table = Table::new(caption, &[label_heading(family)]).and("lost again");
    let years = family.goals.first().map_or(&[][..], |goal| &goal.kept);
    let table = years.iter().fold(table, |table, (years, _)| table.and(format!("kept {years} year{}", if *years == 1 { "" } else { "s" })));
    filled(table, family, |goal| std::iter::once(&goal.lost_of_arrivals).chain(goal.kept.iter().map(|(_, kept)| kept)).map(Cell::quantity).collect())
}

fn holding(findings: &Findings, family: &Family, heading: &str) -> Table {
    let years = findings.report.years.get(1..).unwrap_or_default();
    let caption = format!("{heading}: probability of holding in December of a year, and of holding from the start");
    let table = Table::new(caption, &[label_heading(family)]);
    let table = years.iter().fold(table, |table, year| table.and(format!("holds {year}"))).and("true at start");
    filled(table, family, |goal| {
        let holds = years.iter().map(|year| december(findings, &goal.holds, *year));
        holds.chain([Cell::quantity(&goal.at_start)]).collect()
    })
}

fn label_heading(family: &Family) -> &'static str {
    if family.ladder.is_some() { "share" } else { "goal" }
}

/// Probability in the last month of a year.
fn december(findings: &Findings, shares: &[Quantity], year: i32) -> Cell {
    findings.grid.last_month_of(year).and_then(|month| shares.get(month)).map_or_else(Cell::none, Cell::quantity)
}

/// The table with a row for each goal; neighbouring steps of a ladder with the same cells share one: `5 to 10%`.
pub(super) fn filled(mut table: Table, family: &Family, cells: impl Fn(&GoalFindings) -> Vec<Cell>) -> Table {
    let mut rows: Vec<(String, Option<String>, Vec<Cell>)> = Vec::new();
    for goal in &family.goals {
        let (label, row) = (family.marked_label(goal), cells(goal));
        let is_marked = |label: &str| label.ends_with('†');
        match rows.last_mut() {
            Some((first, last, before)) if family.ladder.is_some() && *before == row && is_marked(first) == is_marked(&label) => *last = Some(label),
            _ => rows.push((label, None, row)),
        }
    }
    for (first, last, cells) in rows {
        let label = last.map_or_else(|| first.clone(), |last| format!("{} to {last}", first.trim_end_matches(['†', '%'])));
        table.row(std::iter::once(Cell::text(label)).chain(cells).collect());
    }
    table
}

/// Capacity of the chain, once for each ceiling, with the goals beyond it.
fn beyond(family: &Family) -> Vec<String> {
    let mut ceilings: Vec<(f64, Vec<String>)> = Vec::new();
    for goal in &family.goals {
        let Some(most) = goal.beyond() else { continue };
        match ceilings.iter_mut().find(|(share, _)| share.total_cmp(&most).is_eq()) {
            Some((_, labels)) => labels.push(family.label(goal)),
            None => ceilings.push((most, vec![family.label(goal)])),
        }
    }
    let sentence = |(most, labels): (f64, Vec<String>)| {
        let most = words::rounded(100.0 * most, most);
        format!("† beyond capacity: {}. With every input at its most favourable the chain carries {most}% of demand.", labels.join(", "))
    };
    ceilings.into_iter().map(sentence).collect()
}
