//! The attribution as a chapter.

use super::{csv, tables, wording};
use crate::report::chapter::{Block, Chapter, DataFile};
use crate::report::{charts, words};
use crate::study::{Account, Causes, GoalCauses, Quantity};

/// The chapter; `scenario` is the name of the scenario file.
#[must_use]
pub fn causes_chapter(found: &Causes, scenario: &str) -> Chapter {
    let print = charts::small_print(scenario, found.trials, found.seed);
    let mut blocks: Vec<Block> = Vec::new();
    for goal in &found.goals {
        blocks.extend(of_goal(found, goal, &print));
    }
    blocks.push(Block::Heading("How this was found".to_owned()));
    blocks.extend(method(found).into_iter().map(Block::Paragraph));
    blocks.push(Block::Table(tables::of_causes(found)));
    let sentences = found.goals.iter().map(|goal| format!("{} {}", wording::wait(found, goal), wording::parts(found, goal))).collect();
    Chapter { id: "causes".to_owned(), title: "Why it is late: from the plan to the forecast".to_owned(), sentences, blocks }
}

fn of_goal(found: &Causes, goal: &GoalCauses, print: &str) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(wording::title(goal)), Block::Paragraph(format!("Asked: {}.", goal.sentence))];
    let slug = words::slug(&goal.name);
    let data = |name: &str, accounts: &[&Account]| Some(DataFile::csv(format!("data/{name}-{slug}.csv"), &csv::of_account(found, goal, accounts)));
    let quantiles: Vec<&Account> = ["p50", "p80"].into_iter().filter_map(|key| goal.account(key)).collect();
    let chance: Vec<&Account> = goal.account("chance").into_iter().collect();
    if let Some(median) = goal.account("p50") {
        blocks.push(Block::Figure { figure: charts::waterfall(found, goal, median, print), data: data("waterfall", &[median]) });
        blocks.push(Block::Figure { figure: charts::tornado(found, goal, &quantiles, print), data: data("tornado", &quantiles) });
    }
    for account in &chance {
        blocks.push(Block::Figure { figure: charts::waterfall(found, goal, account, print), data: data("chance", &chance) });
        if goal.account("p50").is_none() {
            blocks.push(Block::Figure { figure: charts::tornado(found, goal, &chance, print), data: data("chance-tornado", &chance) });
        }
    }
    blocks.extend(remarks(goal).into_iter().map(Block::Paragraph));
    blocks.extend(goal.accounts.iter().map(|account| Block::Table(tables::of_account(found, account))));
    blocks
}

/// What must be known to read a goal's figures rightly.
pub fn remarks(goal: &GoalCauses) -> Vec<String> {
    let mut remarks = Vec::new();
    let said = match (goal.planned, goal.forecast) {
        (None, _) => "Even if all goes to plan it never arrives, so that no months can be said: what stands here is the chance.",
        (_, [None, _]) => "The forecast’s median is never, so that no months can be said of it: what stands here is the chance.",
        (_, [_, None]) => "Fewer than 80% of the trials arrive, so that there is no P80 to explain.",
        _ => "",
    };
    remarks.extend(Some(said).filter(|said| !said.is_empty()).map(str::to_owned));
    for account in goal.accounts.iter().filter(|account| account.never_in > 0) {
        let key = if account.quantity == Quantity::P50 { "P50" } else { "P80" };
        let subsets = if account.never_in == 1 { "1 subset".to_owned() } else { format!("{} subsets", account.never_in) };
        remarks.push(format!("In {subsets} of the causes {key} is never and counts as the end of the horizon: parts that rest on it are too small."));
    }
    remarks
}

/// How the figures came about.
pub fn method(found: &Causes) -> Vec<String> {
    let most = found.trials_by_size.iter().max().copied().unwrap_or(0);
    let fewest = found.trials_by_size.iter().min().copied().unwrap_or(0);
    let each = if most == fewest { words::count(most) } else { format!("{} to {}", words::count(fewest), words::count(most)) };
    let mut said = vec![format!(
        "Each of the {} subsets of {} causes was run on the same draws, the causes in the subset left to chance and all others going to plan ({} trials of each, {} in all). \
         Going to plan means: inputs at their planned value, else their median; no incident; no risk come true; nothing cancelled; regimes in their planned state.",
        words::count(found.subsets as u64),
        found.causes.len(),
        each,
        words::count(found.trials_run)
    )];
    said.push(
        "Shapley’s values are exact over these subsets and add up to the whole. Exclusion asks what would be gained if one cause alone went to plan; its parts need not add up, \
         and the rest is what causes do together or instead of each other."
            .to_owned(),
    );
    said.push(format!(
        "Intervals are 95% percentile intervals of {} bootstrap replicates that draw sections of the trials again, the same ones in every subset.",
        words::count(found.replicates as u64)
    ));
    said
}
