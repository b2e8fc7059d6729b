//! Why it is late, on a terminal.

use std::fmt::Write;

use super::grid::Grid;
use super::{WIDTH, heading, line};
use crate::report::causes::wording::{by_size, leading, name, part, parts, shapley, spoken, title, unit, wait, written};
use crate::report::causes::{method, remarks};
use crate::report::words;
use crate::study::{Account, Causes};

/// All goals explained, and how; `scenario` is the name of the scenario file.
#[must_use]
pub fn causes_text(found: &Causes, scenario: &str) -> String {
    let grid = found.grid;
    let mut page = words::wrap(&found.title, WIDTH).join("\n");
    let _ = writeln!(
        page,
        "\n{scenario} · {} to {} · {} trials of the forecast, {} in all · seed {}",
        grid.label(0),
        grid.label(grid.count() - 1),
        words::count(found.trials),
        words::count(found.trials_run),
        found.seed
    );
    for goal in &found.goals {
        heading(&mut page, &title(goal), &goal.sentence);
        line(&mut page, &wait(found, goal));
        line(&mut page, &parts(found, goal));
        for remark in remarks(goal) {
            line(&mut page, &remark);
        }
        let leads = leading(goal).into_iter().chain(goal.account("p80"));
        for account in leads {
            page.push('\n');
            line(&mut page, &format!("{}, {} [95% interval]", name(account.quantity), unit(account.quantity)));
            table(found, account).write(&mut page);
        }
    }
    page.push('\n');
    for cause in found.causes.iter().filter(|cause| cause.groups.len() > 1) {
        line(&mut page, &format!("{}: {}.", spoken(&cause.name), cause.groups.iter().map(|group| spoken(group)).collect::<Vec<_>>().join(", ")));
    }
    for said in method(found) {
        line(&mut page, &said);
    }
    if !found.others.is_empty() {
        line(&mut page, &format!("{} other goals were not asked about: --goal NAME explains them.", found.others.len()));
    }
    page
}

fn table(found: &Causes, account: &Account) -> Grid {
    let header = ["", "Shapley", "lost if it alone\ngoes to plan", "gained if it alone\nis left to chance"];
    let mut table = Grid::new(header.map(str::to_owned).to_vec(), 1);
    let shown = shapley(account);
    for cause in by_size(account) {
        table.row(vec![
            spoken(&found.causes[cause].name),
            written(&shown[cause], &account.shapley[cause], account.quantity),
            part(&account.exclusion[cause], account.quantity),
            part(&account.inclusion[cause], account.quantity),
        ]);
    }
    table.row(vec!["together or instead".to_owned(), "–".to_owned(), part(&account.interaction, account.quantity), "–".to_owned()]);
    let whole = part(&account.whole, account.quantity);
    table.row(vec!["the whole".to_owned(), whole.clone(), whole.clone(), whole]);
    table
}
