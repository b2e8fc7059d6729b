//! Tables of the attribution: one for each quantity of a goal, and one of the causes.

use super::wording::{by_size, name, part, scale, shapley, spoken, unit, written};
use crate::report::table::{Cell, Table};
use crate::report::words;
use crate::study::{Account, Causes};

/// The parts of one account, the largest first, then the whole.
pub(super) fn of_account(found: &Causes, account: &Account) -> Table {
    let unit = unit(account.quantity);
    let mut table = Table::new(format!("{}: what each cause adds, 95% intervals", words::capital(&name(account.quantity))), &["cause"])
        .in_unit("Shapley", unit)
        .in_unit("lost if it alone goes to plan (exclusion)", unit)
        .in_unit("gained if it alone is left to chance", unit);
    let shown = shapley(account);
    let cell = |text: String, value: f64| Cell::number(text, value * scale(account.quantity));
    for cause in by_size(account) {
        let value = account.shapley[cause].value;
        table.row(vec![
            Cell::text(spoken(&found.causes[cause].name)),
            cell(written(&shown[cause], &account.shapley[cause], account.quantity), value),
            cell(part(&account.exclusion[cause], account.quantity), account.exclusion[cause].value),
            cell(part(&account.inclusion[cause], account.quantity), account.inclusion[cause].value),
        ]);
    }
    let interaction = part(&account.interaction, account.quantity);
    table.row(vec![
        Cell::text("together or instead of each other"),
        cell("–".to_owned(), 0.0),
        cell(interaction, account.interaction.value),
        cell("–".to_owned(), 0.0),
    ]);
    let whole = || cell(part(&account.whole, account.quantity), account.whole.value);
    table.row(vec![Cell::text("the whole"), whole(), whole(), whole()]);
    table
}

/// The causes.
pub(super) fn of_causes(found: &Causes) -> Table {
    let mut table = Table::new("Causes: groups of random elements", &["cause", "groups", "elements"]);
    for cause in &found.causes {
        let groups: Vec<String> = cause.groups.iter().map(|group| spoken(group)).collect();
        table.row(vec![
            Cell::text(spoken(&cause.name)),
            Cell::text(groups.join(", ")),
            Cell::number(cause.elements.to_string(), cause.elements as f64),
        ]);
    }
    table
}
