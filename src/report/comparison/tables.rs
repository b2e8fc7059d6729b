//! The comparison's tables: for each family of goals the months of arrival, then the paired differences.

use super::chapter::{goal_of, shared};
use crate::analyses::run::families::Family;
use crate::report::table::{Cell, Table};
use crate::study::Comparison;

/// Both tables of a family.
pub(super) fn of(found: &Comparison, names: &[String], family: &Family) -> Vec<Table> {
    [months(found, names, family), differences(found, names, family)].into_iter().flatten().collect()
}

fn months(found: &Comparison, names: &[String], family: &Family) -> Option<Table> {
    let caption = "Month of arrival [95% interval]; probabilities in % of all trials [95% interval]";
    let mut table = Table::new(caption, &["goal", "scenario", "P10", "P50", "P90", "never", "lost again", "holds at the end"]);
    for goal in &family.goals {
        for (name, findings) in names.iter().zip(&found.findings) {
            let Some(goal) = goal_of(findings, goal) else { continue };
            let mut row = vec![Cell::text(family.label(goal)), Cell::text(name)];
            row.extend([&goal.p10, &goal.p50, &goal.p90].map(Cell::quantity));
            row.extend([Some(&goal.never), Some(&goal.lost), goal.holds.last()].into_iter().flatten().map(Cell::quantity));
            table.row(row);
        }
    }
    table.filled()
}

fn differences(found: &Comparison, names: &[String], family: &Family) -> Option<Table> {
    let first = names.first().map_or("", String::as_str);
    let caption = format!(
        "Against {first}, trial by trial: months later and difference of the probability of arriving, means [95% intervals]; in how many trials"
    );
    let mut table = Table::new(caption, &["goal", "scenario"]).in_unit("later by", "months").in_unit("later by where both arrive", "months");
    for head in ["probability of arriving", "earlier", "later", "both arrive"] {
        table = table.in_unit(head, if head == "probability of arriving" { "percentage points" } else { "% of trials" });
    }
    for goal in &family.goals {
        let Some(compared) = shared(found, goal) else { continue };
        for (name, paired) in names.iter().skip(1).zip(&compared.differences) {
            let chance = crate::study::Estimate { mean: 100.0 * paired.chance.mean, standard_error: 100.0 * paired.chance.standard_error };
            let mut row = vec![Cell::text(family.label(goal)), Cell::text(name), Cell::difference(&paired.months)];
            row.push(paired.months_if_both.as_ref().map_or_else(|| Cell::number("–", f64::INFINITY), Cell::difference));
            row.push(Cell::difference(&chance));
            row.extend([&paired.earlier, &paired.later, &paired.both].map(Cell::chance));
            table.row(row);
        }
    }
    table.filled()
}
