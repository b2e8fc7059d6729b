//! The analysis as a chapter: for each goal that speaks the shares of its variance, then the inputs that move it.

use super::{csv, said};
use crate::report::chapter::{Block, Chapter, DataFile};
use crate::report::charts;
use crate::report::table::{Cell, Table};
use crate::report::words;
use crate::study::Indices;
use crate::study::sensitivity::{Cause, GoalSensitivity, Quantity, Sensitivity};

/// Goals that the sentences at the top speak of.
const SPOKEN: usize = 6;

/// The chapter; `scenario` is the name of the file.
#[must_use]
pub fn sensitivity_chapter(found: &Sensitivity, scenario: &str) -> Chapter {
    let print = format!(
        "{scenario} · {} trials in each run, {} in all · seed {} · {} {}",
        words::count(found.trials),
        words::count(found.evaluations),
        found.seed,
        env!("CARGO_PKG_NAME"),
        env!("CARGO_PKG_VERSION")
    );
    let mut blocks = vec![Block::Paragraph(said::design(found)), Block::List(how_to_read(found))];
    for goal in found.goals.iter().filter(|goal| goal.speaks) {
        blocks.push(Block::Heading(words::capital(said::goal(goal))));
        let data = DataFile::csv(format!("data/{}.csv", words::slug(&goal.name)), &csv::indices_csv(found, &mut std::iter::once(goal)));
        blocks.push(Block::Figure { figure: charts::indices(found, goal, &print), data: Some(data) });
        blocks.extend(charts::rank_tornado(found, goal, &print).map(|figure| Block::Figure { figure, data: None }));
        blocks.extend([quantity(found, goal, &goal.months, "months until it arrives"), by_year(found, goal)].into_iter().flatten());
    }
    blocks.extend(silent(found));
    Chapter { id: "sensitivity".to_owned(), title: "What makes the answer uncertain".to_owned(), sentences: sentences(found), blocks }
}

fn how_to_read(found: &Sensitivity) -> Vec<String> {
    let mut points = vec![
        "“Alone” (first-order Sobol’ index): the share of the variance that would vanish on average if this cause were known and nothing else.".to_owned(),
        "“In all” (total index): the share that would be left on average if everything but this cause were known. What it has beyond “alone” goes with \
         several causes at once, so totals add up to more than 100%."
            .to_owned(),
        format!(
            "Months until a goal arrives count the horizon, {} months, where it never does: a goal that hardly ever arrives varies mostly in whether it does.",
            found.grid.count()
        ),
        "Intervals are 95% ones from a bootstrap of rows. A share is not an amount of time: what the wait consists of is another question.".to_owned(),
    ];
    points.extend(Some(said::correlated(found)).filter(|said| !said.is_empty()));
    points
}

/// For the first goals: which groups the variance goes with.
fn sentences(found: &Sensitivity) -> Vec<String> {
    let speaking: Vec<&GoalSensitivity> = found.goals.iter().filter(|goal| goal.speaks).collect();
    let mut said: Vec<String> = speaking.iter().take(SPOKEN).filter_map(|goal| sentence(found, goal)).collect();
    if said.is_empty() {
        said.push(
            "No goal’s arrival varies enough between trials for its variance to be shared out: each arrives always, never, or nearly so.".to_owned(),
        );
    }
    if speaking.len() > SPOKEN {
        said.push(format!("{} more goals follow below.", speaking.len() - SPOKEN));
    }
    said
}

fn sentence(found: &Sensitivity, goal: &GoalSensitivity) -> Option<String> {
    let shares = goal.months.shares()?;
    let groups = GoalSensitivity::ranked(&found.groups, &shares.groups);
    let named = |&(cause, indices): &(&Cause, &Indices)| format!("{} in {}", said::cause(cause), said::percent(&indices.total));
    let groups: Vec<String> = groups.iter().take(3).map(named).collect();
    let single = GoalSensitivity::ranked(&found.leading, &shares.leading);
    let single = single.first().map_or_else(String::new, |(cause, indices)| {
        format!(" The single element with the largest part is {}, with {}.", said::cause(cause), said::percent(&indices.total))
    });
    Some(format!(
        "{} (chance within the horizon {}): of the variance of the months until it arrives, {} goes with causes one at a time; taking part, alone or with others, are {}.{single}",
        words::capital(said::goal(goal)),
        words::percent_with_interval(&goal.ever),
        said::percent(&shares.alone),
        words::joined(&groups)
    ))
}

fn by_year(found: &Sensitivity, goal: &GoalSensitivity) -> Vec<Block> {
    quantity(found, goal, &goal.by_year, &format!("arrival by the end of {}", goal.year))
}

/// The table of one quantity, or why there is none.
fn quantity(found: &Sensitivity, goal: &GoalSensitivity, quantity: &Quantity, what: &str) -> Vec<Block> {
    if let Some(silence) = said::silence(found, quantity) {
        return vec![Block::Paragraph(format!("{}: {silence}.", words::capital(what)))];
    }
    let Some(shares) = quantity.shares() else { return Vec::new() };
    let mean = words::estimate(&quantity.mean);
    let caption = format!("{}: {what}, mean {mean}; shares of its variance in per cent with 95% intervals", words::capital(said::goal(goal)));
    let mut table = Table::new(caption, &["cause", "kind"]).in_unit("alone", "%").in_unit("in all", "%");
    let number = |index: &crate::study::Index| Cell::number(said::share(index), index.value);
    for (causes, indices) in [(&found.groups, &shares.groups), (&found.leading, &shares.leading)] {
        for (cause, indices) in GoalSensitivity::ranked(causes, indices).into_iter().filter(|(_, indices)| is_told(indices)) {
            table.row(vec![Cell::text(said::cause(cause)), Cell::text(cause.kind), number(&indices.first), number(&indices.total)]);
        }
    }
    if let Some(rest) = &shares.rest {
        let name = format!("all {} other elements together", found.rest.len());
        table.row(vec![Cell::text(name), Cell::text("left out"), number(&rest.first), number(&rest.total)]);
    }
    table.filled().map(Block::Table).into_iter().collect()
}

/// Whether a cause takes a part worth a row: at least half a per cent.
pub(in crate::report) fn is_told(indices: &Indices) -> bool {
    indices.total.value >= 0.005
}

/// Goals whose variance was not shared out, and why.
fn silent(found: &Sensitivity) -> Vec<Block> {
    let said: Vec<String> =
        found.goals.iter().filter_map(|goal| Some(format!("{}: {}.", said::goal(goal), said::silence(found, &goal.months)?))).collect();
    if said.is_empty() { Vec::new() } else { vec![Block::Heading("Nothing to share out".to_owned()), Block::List(said)] }
}
