//! What levers gain, as a chapter of the report.

use super::data::{csv, inputs_csv, pairs_csv};
use super::said;
use crate::report::about::About;
use crate::report::chapter::{Block, Chapter, DataFile};
use crate::report::charts;
use crate::report::table::{Cell, Table};
use crate::report::words;
use crate::study::{LeverRow, LeversFound};

/// Inputs in the table, at most.
const MOST: usize = 20;

/// The chapter.
#[must_use]
pub fn chapter(found: &LeversFound, about: &About) -> Chapter {
    let print = charts::small_print(&about.scenario, found.trials, found.seed);
    let mut blocks = Vec::new();
    let gained = DataFile::csv("data/ranking.csv", &csv(found));
    blocks.push(Block::Figure { figure: charts::lever_ranking(found, &print), data: Some(gained.clone()) });
    blocks.push(Block::Figure { figure: charts::lever_costs(found, &print), data: Some(gained) });
    blocks.push(Block::Table(gains(found)));
    blocks.push(Block::Table(costs(found)));
    blocks.push(Block::Paragraph(format!(
        "{} {} Every choice was run on the same draws, so that differences are taken trial by trial. An arrival that never comes counts as the month after \
         the last in months on average; a difference of quantiles is left open where one of them is never.",
        said::objective(found),
        if found.goal.mineral.is_none() { "The goal spans several minerals, so tonnes of shortage are not summed." } else { "" }
    )));
    if !found.pairs.is_empty() {
        blocks.push(Block::Heading("Two at a time".to_owned()));
        blocks.push(Block::Paragraph(
            "Two levers complement each other where both together gain more than the sum of what each gains alone, and stand in for each other where they gain \
             less; by the 95% interval of the difference, trial by trial."
                .to_owned(),
        ));
        blocks.push(Block::Figure { figure: charts::lever_pairs(found, &print), data: Some(DataFile::csv("data/pairs.csv", &pairs_csv(found))) });
        blocks.push(Block::Table(pairs(found)));
    }
    blocks.push(Block::Heading("Worth knowing before choosing".to_owned()));
    blocks.push(Block::Paragraph(
        "What it would be worth, on average, to know a figure before the choice is made: the best choice at its value against the best choice without it. \
         Choices are made on four fifths of the trials and valued on the fifth, so that chance finds no worth where there is none."
            .to_owned(),
    ));
    let data = DataFile::csv("data/information.csv", &inputs_csv(found));
    blocks.push(Block::Figure { figure: charts::lever_information(found, &print), data: Some(data) });
    blocks.push(Block::Table(information(found)));
    Chapter { id: "levers".to_owned(), title: "What would help, and what it costs".to_owned(), sentences: sentences(found), blocks }
}

/// The answer in a few sentences.
fn sentences(found: &LeversFound) -> Vec<String> {
    let base = &found.rows[0];
    let mut said = vec![format!(
        "{}: with nothing done, {} by the end of {} ({} trials); in the median {}.",
        words::capital(&found.goal.title),
        words::percent_with_interval(&base.chance),
        found.year,
        words::count(found.trials),
        words::month_with_interval(found.grid, &base.p50)
    )];
    let ranked: Vec<&LeverRow> = found.ranking().into_iter().map(|row| &found.rows[row]).filter(|row| row.name.is_some()).collect();
    if let Some(first) = ranked.first() {
        let months = match first.months_p50.value {
            Some(_) => format!("{} months at the median", said::months(first, base, &first.months_p50, false)),
            None => format!(
                "{} months on average (at the median: {})",
                words::difference(&first.months_mean),
                said::months(first, base, &first.months_p50, false)
            ),
        };
        said.push(format!(
            "Alone, “{}” gains most: {} percentage points by then, {months}, for {}.",
            first.title,
            said::points(&first.chance_gained),
            words::dollars(first.cost.mean)
        ));
    }
    let cheapest = ranked.iter().filter_map(|row| Some((row.usd_per_point.as_ref()?, row))).min_by(|a, b| a.0.value.total_cmp(&b.0.value));
    if let Some((price, row)) = cheapest {
        said.push(format!("A percentage point is cheapest by “{}”: {}.", row.title, said::price(Some(price))));
    }
    let best = found.best().filter(|best| best.name.is_some() && words::interval(&best.net_benefit)[0] > 0.0);
    said.push(match best {
        Some(best) => {
            format!("{} By that “{}” is the best choice: {}.", said::objective(found), best.title, said::benefit(found.objective, &best.net_benefit))
        }
        None => format!("{} By that no lever is surely better than doing nothing.", said::objective(found)),
    });
    said.push(format!("To know everything before choosing would be worth {}.", said::worth(found.objective, &found.perfect_information)));
    said
}

fn gains(found: &LeversFound) -> Table {
    let caption = format!("What each lever gains alone against doing nothing: 95% intervals from the same {} trials", words::count(found.trials));
    let mut table = Table::new(caption, &["lever", "P50", "P80"])
        .in_unit("gained at P50", "months")
        .in_unit("gained at P80", "months")
        .in_unit("gained on average", "months")
        .in_unit(format!("chance by {}", found.year), "%")
        .in_unit("gained", "percentage points");
    let base = &found.rows[0];
    for place in found.ranking() {
        let row = &found.rows[place];
        let months = |gained: &crate::study::MonthsGained, at_p80: bool| {
            Cell::number(said::months(row, base, gained, at_p80), gained.value.unwrap_or(f64::NEG_INFINITY))
        };
        table.row(vec![
            Cell::text(row.title.clone()),
            Cell::month(found.grid, &row.p50),
            Cell::month(found.grid, &row.p80),
            months(&row.months_p50, false),
            months(&row.months_p80, true),
            Cell::difference(&row.months_mean),
            Cell::chance(&row.chance),
            Cell::number(said::points(&row.chance_gained), row.chance_gained.mean),
        ]);
    }
    table
}

fn costs(found: &LeversFound) -> Table {
    let mut table = Table::new("What it costs; intervals of prices hold the spread of the cost", &["lever"])
        .in_unit("lead time", "months")
        .in_unit("cost [P10, P90]", "USD")
        .in_unit("a month gained at P50", "USD")
        .in_unit("a month gained on average", "USD")
        .in_unit("a percentage point", "USD")
        .in_unit("shortage avoided", "t")
        .in_unit("less stock to bridge the wait", "t")
        .and("net benefit");
    for place in found.ranking() {
        let row = &found.rows[place];
        let price = |price: Option<&crate::study::Interval>| Cell::number(said::price(price), price.map_or(f64::INFINITY, |price| price.value));
        let tonnes = |avoided: &Option<crate::study::Estimate>| avoided.as_ref().map_or_else(|| Cell::text("–"), Cell::difference);
        let cost = format!("{} [{}, {}]", words::dollars(row.cost.mean), words::dollars(row.cost.p10), words::dollars(row.cost.p90));
        table.row(vec![
            Cell::text(row.title.clone()),
            Cell::number(row.lead_time.to_string(), f64::from(row.lead_time)),
            Cell::number(cost, row.cost.mean),
            price(row.usd_per_month.as_ref()),
            price(row.usd_per_mean_month.as_ref()),
            price(row.usd_per_point.as_ref()),
            tonnes(&row.shortage_avoided),
            tonnes(&row.bridge_avoided),
            Cell::number(said::benefit(found.objective, &row.net_benefit), row.net_benefit.mean),
        ]);
    }
    table
}

fn pairs(found: &LeversFound) -> Table {
    let caption = format!("Pairs: chance gained by the end of {}, percentage points, 95% intervals", found.year);
    let mut table = Table::new(caption, &["levers"]).and("both").and("sum of the parts").and("beyond the sum").and("");
    for pair in &found.pairs {
        let names = Cell::text(said::both(found, pair));
        let cell = |estimate: &crate::study::Estimate| Cell::number(said::points(estimate), estimate.mean);
        let found = pair.chance_gained.as_ref().zip(pair.chance_of_parts.as_ref()).zip(pair.chance_beyond.as_ref());
        table.row(if let Some(((both, parts), beyond)) = found {
            vec![names, cell(both), cell(parts), cell(beyond), Cell::text(said::together(beyond))]
        } else {
            let why = pair.apart.clone().unwrap_or_default();
            vec![names, Cell::text("–"), Cell::text("–"), Cell::text("–"), Cell::text(format!("not together: {why}"))]
        });
    }
    table
}

fn information(found: &LeversFound) -> Table {
    let mut table = Table::new("Worth of knowing before choosing, 95% intervals", &["input"]).and("worth");
    let cell = |worth: &crate::study::Interval| Cell::number(said::worth(found.objective, worth), worth.value);
    table.row(vec![Cell::text("everything"), cell(&found.perfect_information)]);
    for input in found.inputs.iter().filter(|input| input.worth.high > 0.0).take(MOST) {
        table.row(vec![Cell::text(input.input.clone()), cell(&input.worth)]);
    }
    table
}
