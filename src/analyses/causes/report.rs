//! Chapter of `adit causes`: plan, forecast and attributed amounts of each goal, and how they are computed.

use super::findings::{Attribution, CausesFindings, GoalAttribution, Statistic};
use super::{chart, tables, wording};
use crate::report::{Block, Chapter, DataFile, Source, words};

/// Definition of the three amounts, for the reader of the page.
const AMOUNTS: &str = "Shapley values are exact over these subsets, and their sum is the whole difference. Exclusion is the decrease of the difference if one cause alone goes to \
    plan; its sum over the causes need not be the whole, and the rest is the interaction of the causes. Inclusion is the difference from the plan if one cause alone is random.";

/// Chapter of the findings.
#[must_use]
pub fn chapter(found: &CausesFindings, source: &Source) -> Chapter {
    let small_print = source.small_print();
    let all = found.goals.iter().flat_map(|goal| goal.attributions.iter().map(move |of| (goal, of)));
    let mut blocks = vec![Block::File(tables::all(found, all).filed("causes"))];
    for goal in &found.goals {
        blocks.extend(heading(goal));
        blocks.extend(figures(found, goal, &small_print));
        blocks.extend(remarks(goal).into_iter().map(Block::Paragraph));
        blocks.extend(goal.attributions.iter().map(|of| Block::Table(tables::attribution(found, of))));
    }
    blocks.extend(method(found));
    with_sentences(found, blocks)
}

/// Chapter for the terminal: without figures, and of each goal only the median or the probability, and P80.
#[must_use]
pub fn answer(found: &CausesFindings, _: &Source) -> Chapter {
    let mut blocks = Vec::new();
    for goal in &found.goals {
        blocks.extend(heading(goal));
        blocks.extend(remarks(goal).into_iter().map(Block::Paragraph));
        let shown = goal.main().into_iter().chain(goal.attribution(|of| of == Statistic::P80));
        blocks.extend(shown.map(|of| Block::Table(tables::attribution(found, of))));
    }
    blocks.extend(method(found));
    with_sentences(found, blocks)
}

fn with_sentences(found: &CausesFindings, blocks: Vec<Block>) -> Chapter {
    let sentences = found.goals.iter().map(|goal| format!("{} {}", wording::difference(found, goal), wording::largest(found, goal))).collect();
    Chapter { id: "causes".to_owned(), title: "Causes of delay: from the plan to the forecast".to_owned(), sentences, blocks }
}

fn heading(goal: &GoalAttribution) -> [Block; 2] {
    [Block::Heading(wording::title(goal)), Block::Paragraph(format!("Test of the goal: {}.", goal.sentence))]
}

fn figures(found: &CausesFindings, goal: &GoalAttribution, small_print: &str) -> Vec<Block> {
    let slug = words::slug(&goal.goal);
    let data = |name: &str, of: &[&Attribution]| {
        let table = tables::all(found, of.iter().map(|of| (goal, *of)));
        Some(DataFile { name: format!("data/{name}-{slug}.csv"), text: table.csv() })
    };
    let quantiles: Vec<&Attribution> = goal.attributions.iter().filter(|of| of.statistic.is_month()).collect();
    let probability: Vec<&Attribution> = goal.attribution(Statistic::is_probability).into_iter().collect();
    let waterfall = |of: &Attribution| chart::waterfall(found, goal, of, small_print);
    let tornado = |of: &[&Attribution]| chart::tornado(found, goal, of, small_print);
    let mut blocks = Vec::new();
    let median = goal.attribution(|of| of == Statistic::P50);
    if let Some(median) = median {
        blocks.push(Block::Figure { figure: waterfall(median), data: data("waterfall", &[median]) });
        blocks.push(Block::Figure { figure: tornado(&quantiles), data: data("tornado", &quantiles) });
    }
    for of in &probability {
        blocks.push(Block::Figure { figure: waterfall(of), data: data("probability", &probability) });
        if median.is_none() {
            blocks.push(Block::Figure { figure: tornado(&probability), data: data("probability-tornado", &probability) });
        }
    }
    blocks
}

/// Conditions under which the amounts of a goal are to be read.
fn remarks(goal: &GoalAttribution) -> Vec<String> {
    let missing = match (goal.planned.value, goal.p50.value, goal.p80.value) {
        (None, ..) => "The goal never arrives even if all goes to plan, so that no months can be attributed; the probability is attributed instead.",
        (_, None, _) => "The median of the forecast is never, so that no months can be attributed; the probability is attributed instead.",
        (_, _, None) => "Fewer than 80% of the trials arrive, so that there is no P80 to attribute.",
        _ => "",
    };
    let mut remarks: Vec<String> = Some(missing).filter(|text| !text.is_empty()).map(str::to_owned).into_iter().collect();
    for of in goal.attributions.iter().filter(|of| of.never_in > 0) {
        let key = if of.statistic == Statistic::P50 { "P50" } else { "P80" };
        let subsets = if of.never_in == 1 { "1 subset".to_owned() } else { format!("{} subsets", of.never_in) };
        remarks.push(format!(
            "In {subsets} of the causes {key} is never and counts as the length of the scenario: amounts that depend on these subsets are too small."
        ));
    }
    remarks
}

/// Computation of the amounts.
fn method(found: &CausesFindings) -> Vec<Block> {
    let most = found.trials_by_size.iter().max().copied().unwrap_or(0);
    let fewest = found.trials_by_size.iter().min().copied().unwrap_or(0);
    let each = if most == fewest { words::count(most) } else { format!("{} to {}", words::count(fewest), words::count(most)) };
    let runs = format!(
        "Each of the {} subsets of {} causes is run on the same draws: the causes in the subset are random, and all others go to plan ({each} trials of each, {} in all). To go to \
         plan means: inputs have their planned value, else their median; there is no incident; no risk occurs; nothing is cancelled; regimes stay in their planned state.",
        words::count(found.subsets as u64),
        found.causes.len(),
        words::count(found.total_trials)
    );
    let intervals = format!(
        "Intervals are 95% percentile intervals of {} bootstrap samples, which draw sections of the trials with replacement, the same in every subset.",
        words::count(found.replicates as u64)
    );
    let mut blocks = vec![Block::Heading("Method".to_owned())];
    blocks.extend([runs, AMOUNTS.to_owned(), intervals].map(Block::Paragraph));
    if !found.other_goals.is_empty() {
        blocks.push(Block::Paragraph(format!("{} other goals are not explained here; --goal NAME explains them.", found.other_goals.len())));
    }
    blocks.push(Block::Table(tables::causes(found)));
    blocks
}
