//! Trials picked out of many, on a terminal.

use super::pick::TrialList;
use super::report::shown_value;
use crate::report::{Grid, WIDTH, line, words};
use crate::study::TrialColumn;

/// The list: the share of matching trials, a row for each listed trial, and `replay`, the command that prints the event log of one.
#[must_use]
pub fn trials_text(list: &TrialList, title: &str, replay: &str) -> String {
    let mut page = words::wrap(title, WIDTH).join("\n");
    page.push('\n');
    let share = words::quantity(&list.share);
    line(&mut page, &format!("{} of {} match: {share}.", words::count(list.matching), words::trials(list.looked_at)));
    if list.trials.is_empty() {
        return page;
    }
    let listed = u64::try_from(list.trials.len()).unwrap_or(0);
    if listed < list.matching {
        line(&mut page, &format!("Listed: the first {} in this order.", words::count(listed)));
    }
    page.push('\n');
    let shown = fitting(list);
    let heads = shown.iter().map(|&c| head(&list.columns[c]));
    let mut grid = Grid::new(std::iter::once("trial".to_owned()).chain(heads).collect(), 0);
    for picked in &list.trials {
        let cells = shown.iter().map(|&c| shown_value(&list.columns[c], picked.values[c]));
        grid.row(std::iter::once(picked.trial.to_string()).chain(cells).collect());
    }
    grid.write(&mut page);
    if shown.len() < list.columns.len() {
        line(&mut page, &format!("{} more columns have no room here; --format csv or json gives all.", list.columns.len() - shown.len()));
    }
    page.push('\n');
    line(&mut page, &format!("Event log of one trial: {replay}"));
    page
}

/// A column's name, its parts one under the other, with its unit.
fn head(column: &TrialColumn) -> String {
    let name = column.name.replace('.', "\n");
    if column.unit.is_empty() || column.holds.is_date() { name } else { format!("{name}\n{}", column.unit) }
}

/// As many columns, from the first on, as the page has room for.
fn fitting(list: &TrialList) -> Vec<usize> {
    let mut room = WIDTH - 12;
    let mut shown = Vec::new();
    for (c, column) in list.columns.iter().enumerate() {
        let head = head(column);
        let width = |text: &str| text.chars().count();
        let cells = list.trials.iter().map(|picked| width(&shown_value(column, picked.values[c]))).max().unwrap_or(0);
        let needed = head.lines().map(width).max().unwrap_or(0).max(cells) + 2;
        if needed > room {
            break;
        }
        room -= needed;
        shown.push(c);
    }
    shown
}
