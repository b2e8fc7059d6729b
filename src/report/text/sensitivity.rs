//! What makes the answer uncertain: for each goal that speaks, causes with their shares of the variance, then the inputs that move with it.

use super::grid::Grid;
use super::{WIDTH, heading, line};
use crate::report::sensitivity::said;
use crate::report::words;
use crate::study::Indices;
use crate::study::sensitivity::{Cause, Correlation, GoalSensitivity, Sensitivity, Shares};

/// Single elements listed for a goal, and inputs by correlation.
const LISTED: usize = 8;

/// Some of the indices of a quantity.
type IndicesOf = fn(&Shares) -> &[Indices];

/// All tables; `scenario` is the name of the file.
#[must_use]
pub fn sensitivity_text(found: &Sensitivity, scenario: &str) -> String {
    let mut page = words::wrap(&found.title, WIDTH).join("\n");
    page.push('\n');
    let first = format!("{scenario} · {} to {} · seed {}", found.grid.label(0), found.grid.label(found.grid.count() - 1), found.seed);
    let read = "Shares of the variance in per cent with 95% intervals. Alone: what would vanish on average if this cause were known. In all: what would be left on \
                average if all but this cause were known; the difference goes with several causes at once. Months count the horizon where a goal never arrives.";
    for said in [&first, &said::design(found), read, &said::correlated(found)] {
        page.extend(words::wrap(said, WIDTH).into_iter().filter(|line| !line.is_empty()).map(|line| line + "\n"));
    }
    for goal in found.goals.iter().filter(|goal| goal.speaks) {
        tell(&mut page, found, goal);
    }
    silent(&mut page, found);
    page
}

fn tell(page: &mut String, found: &Sensitivity, goal: &GoalSensitivity) {
    let Some(months) = goal.months.shares() else { return };
    let chance = format!("arrives within the horizon in {}", words::percent_with_interval(&goal.ever));
    heading(page, said::goal(goal), &format!("{chance}, {} trials", words::count(2 * found.trials)));
    let by_year = goal.by_year.shares();
    let mut heads = ["", "months:\nalone", "\nin all"].map(str::to_owned).to_vec();
    if by_year.is_some() {
        heads.extend([format!("by end {}:\nalone", goal.year), "\nin all".to_owned()]);
    }
    let mut table = Grid::new(heads, 1);
    let parts: [(&[Cause], IndicesOf, usize); 2] =
        [(&found.groups, |shares| &shares.groups, usize::MAX), (&found.leading, |shares| &shares.leading, LISTED)];
    for (causes, indices, most) in parts {
        let mut rows = rows(causes, indices(months), by_year.map(indices));
        let more = rows.len().saturating_sub(most);
        rows.truncate(most);
        if more > 0 {
            rows.push(vec![format!("  and {more} more: see sensitivity.csv")]);
        }
        table.row(vec![if most == LISTED { "single elements" } else { "by group" }.to_owned()]);
        for row in rows {
            table.row(row);
        }
    }
    if let Some(rest) = &months.rest {
        let mut row = vec![format!("  all {} others together", found.rest.len())];
        row.extend([rest].into_iter().chain(by_year.and_then(|shares| shares.rest.as_ref())).flat_map(figures));
        table.row(row);
    }
    table.write(page);
    line(page, &format!("Groups one at a time account for {} of the variance of the months.", said::percent(&months.alone)));
    if let Some(silence) = said::silence(found, &goal.by_year) {
        line(page, &format!("Arrival by the end of {}: {silence}.", goal.year));
    }
    correlations(page, found, goal);
}

/// Causes that take part, the largest total share of the months first.
fn rows(causes: &[Cause], months: &[Indices], by_year: Option<&[Indices]>) -> Vec<Vec<String>> {
    let mut order: Vec<usize> = (0..causes.len()).collect();
    order.sort_by(|&a, &b| months[b].total.value.total_cmp(&months[a].total.value));
    let told = |place: usize| std::iter::once(&months[place]).chain(by_year.map(|by_year| &by_year[place]));
    order.retain(|&place| told(place).any(|indices| indices.total.value >= 0.005));
    let row = |place: usize| std::iter::once(format!("  {}", said::cause(&causes[place]))).chain(told(place).flat_map(figures)).collect();
    order.into_iter().map(row).collect()
}

fn figures(indices: &Indices) -> [String; 2] {
    [said::share(&indices.first), said::share(&indices.total)]
}

/// Inputs that move with the months, the strongest partial correlation first.
fn correlations(page: &mut String, found: &Sensitivity, goal: &GoalSensitivity) {
    let mut strongest: Vec<&Correlation> = goal.correlations.iter().filter(|one| one.is_clear()).collect();
    strongest.sort_by(|a, b| b.strength().total_cmp(&a.strength()));
    if strongest.is_empty() {
        return;
    }
    let mut table = Grid::new(["input drawn once a trial; + is later", "rank correlation", "others held still"].map(str::to_owned).to_vec(), 1);
    for one in strongest.into_iter().take(LISTED) {
        let partial = one.partial.map_or_else(|| "–".to_owned(), said::correlation);
        table.row(vec![said::element(&found.inputs[one.input]), said::correlation(one.rank), partial]);
    }
    page.push('\n');
    table.write(page);
}

/// Goals without shares, by reason.
fn silent(page: &mut String, found: &Sensitivity) {
    let mut reasons: Vec<(String, Vec<&str>)> = Vec::new();
    for goal in &found.goals {
        let Some(reason) = said::silence(found, &goal.months) else { continue };
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, goals)) => goals.push(&goal.name),
            None => reasons.push((reason, vec![&goal.name])),
        }
    }
    for (reason, goals) in reasons {
        page.push('\n');
        line(page, &format!("{}: {reason}.", goals.join(", ")));
    }
}
