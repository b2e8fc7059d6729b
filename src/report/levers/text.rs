//! What levers gain, on a terminal.

use std::fmt::Write;

use super::said;
use crate::report::text::{Grid, WIDTH, heading, line};
use crate::report::words;
use crate::study::LeversFound;

/// Inputs listed, at most.
const MOST: usize = 8;

/// All tables; `scenario` is the file's name.
#[must_use]
pub fn text(found: &LeversFound, scenario: &str) -> String {
    let mut page = words::wrap(&found.title, WIDTH).join("\n");
    let _ = writeln!(
        page,
        "\n{scenario} · {} to {} · {} trials of each choice, on the same draws · seed {}",
        found.grid.label(0),
        found.grid.label(found.grid.count() - 1),
        words::count(found.trials),
        found.seed
    );
    heading(&mut page, &found.goal.title, "what each lever gains alone, best first");
    line(
        &mut page,
        &format!(
            "Points: chance of arrival by the end of {}, percentage points. Months: earlier at that quantile of arrival. Brackets: 95% intervals, \
             trial by trial against doing nothing; where an end is never it is ∞.",
            found.year
        ),
    );
    gains(found).write(&mut page);
    page.push('\n');
    line(&mut page, "What it costs, USD; a month is one at P50, a point one of the chance; their intervals hold the spread of the cost.");
    costs(found).write(&mut page);
    page.push('\n');
    line(&mut page, &said::objective(found));
    benefits(found).write(&mut page);
    if !found.pairs.is_empty() {
        heading(&mut page, "Pairs", &format!("chance by the end of {}, percentage points", found.year));
        pairs(found).write(&mut page);
    }
    heading(&mut page, "Worth knowing before choosing", "95% intervals");
    let everything = said::worth(found.objective, &found.perfect_information);
    line(&mut page, &format!("Everything, incidents and policy included: {everything}. Single inputs, those whose interval lies above 0:"));
    let known: Vec<_> = found.inputs.iter().filter(|input| input.worth.low > 0.0).collect();
    for input in known.iter().take(MOST) {
        line(&mut page, &format!("  {}  {}", input.input, said::worth(found.objective, &input.worth)));
    }
    if known.is_empty() {
        line(&mut page, "  none: no single input would change the choice in a way that these trials can tell from chance.");
    }
    page
}

fn gains(found: &LeversFound) -> Grid {
    let mut table = Grid::new(["", "P50", "P80", "months\nat P50", "months\nat P80", "months\non average", "points"].map(str::to_owned).to_vec(), 1);
    for place in found.ranking() {
        let (row, base) = (&found.rows[place], &found.rows[0]);
        let month = |month: Option<usize>| words::month(found.grid, month);
        let gained = if row.name.is_none() {
            [const { String::new() }; 4]
        } else {
            [
                said::months(row, base, &row.months_p50, false),
                said::months(row, base, &row.months_p80, true),
                words::difference(&row.months_mean),
                said::points(&row.chance_gained),
            ]
        };
        table.titled_row(row.title.clone(), [month(row.p50.value), month(row.p80.value)].into_iter().chain(gained).collect());
    }
    table
}

fn costs(found: &LeversFound) -> Grid {
    let mut table = Grid::new(["", "cost [P10, P90]", "a month", "a point"].map(str::to_owned).to_vec(), 1);
    for place in found.ranking() {
        let row = &found.rows[place];
        if row.name.is_none() {
            continue;
        }
        let cost = format!("{} [{}, {}]", words::dollars(row.cost.mean), words::dollars(row.cost.p10), words::dollars(row.cost.p90));
        table.titled_row(row.title.clone(), vec![cost, said::price(row.usd_per_month.as_ref()), said::price(row.usd_per_point.as_ref())]);
    }
    table
}

fn benefits(found: &LeversFound) -> Grid {
    let mut table = Grid::new(["", "t of shortage avoided", "t less to bridge the wait", "net benefit"].map(str::to_owned).to_vec(), 1);
    for place in found.ranking() {
        let row = &found.rows[place];
        let avoided = [&row.shortage_avoided, &row.bridge_avoided].map(|avoided| avoided.as_ref().map_or_else(|| "–".to_owned(), words::difference));
        let benefit = if row.name.is_none() { "0".to_owned() } else { said::benefit(found.objective, &row.net_benefit) };
        table.titled_row(row.title.clone(), avoided.into_iter().chain([benefit]).collect());
    }
    table
}

fn pairs(found: &LeversFound) -> Grid {
    let mut table = Grid::new(["", "both", "sum of parts", "beyond the sum", ""].map(str::to_owned).to_vec(), 1);
    for pair in &found.pairs {
        let names = said::both(found, pair);
        let figures = match (&pair.chance_gained, &pair.chance_of_parts, &pair.chance_beyond) {
            (Some(both), Some(parts), Some(beyond)) => {
                vec![said::points(both), said::points(parts), said::points(beyond), said::together(beyond).to_owned()]
            }
            _ => vec!["–".to_owned(), "–".to_owned(), "–".to_owned(), "not together".to_owned()],
        };
        table.titled_row(names, figures);
    }
    table
}
