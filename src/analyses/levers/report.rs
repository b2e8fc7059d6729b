//! Chapter of `adit levers`: gains, costs and net benefits of the levers, pairs, and the value of information.

use super::findings::{LeverPair, LeversFindings, Objective, Waiting};
use super::{chart, tables, wording};
use crate::report::{Block, Chapter, DataFile, Source, Table, words};

/// How the gains are estimated, for the reader of the page.
const METHOD: &str = "Every choice is run on the same draws, so that differences are taken trial by trial. In months gained on average, an arrival that never comes \
    counts as the month after the last; a difference of quantiles has no value where one of them is never.";

/// Definition of the interaction of two levers.
const PAIRS: &str = "Two levers are complements where both together gain more than the sum of what each gains alone, and substitutes where they gain less, by the 95% \
    interval of the difference, trial by trial.";

/// Definition of the value of information.
const INFORMATION: &str = "The expected value of perfect information is the expected net benefit of the best choice once an input is known, less that of the best choice \
    without it. Choices are made on four fifths of the trials and valued on the other fifth, so that sampling error is not taken for value.";

/// Chapter of the findings.
#[must_use]
pub fn chapter(found: &LeversFindings, source: &Source) -> Chapter {
    let small_print = source.small_print();
    let data = |name: &str, table: &Table| Some(DataFile { name: format!("{name}.csv"), text: table.csv() });
    let mut blocks = vec![
        Block::File(tables::all_choices(found).filed("levers")),
        Block::Figure { figure: chart::ranking_figure(found, &small_print), data: None },
        Block::Figure { figure: chart::cost_figure(found, &small_print), data: None },
        Block::Table(tables::arrivals(found, source.trials)),
    ];
    blocks.extend(found.no_lever().map(|base| Block::Table(tables::gains(found, base))));
    blocks.push(Block::Table(tables::costs(found)));
    blocks.push(Block::Table(tables::benefits(found)));
    blocks.push(Block::Paragraph(METHOD.to_owned()));
    if found.mineral.is_none() {
        blocks.push(Block::Paragraph("The goal has several minerals, so that tonnes of shortage are not summed.".to_owned()));
    }
    if !found.pairs.is_empty() {
        blocks.push(Block::Heading("Pairs of levers".to_owned()));
        blocks.push(Block::Paragraph(PAIRS.to_owned()));
        blocks.push(Block::Figure { figure: chart::pair_figure(found, &small_print), data: data("levers-pairs", &tables::all_pairs(found)) });
        blocks.push(Block::Table(tables::pairs(found)));
        let reason = |pair: &LeverPair| Some(format!("{} are incompatible: {}.", found.titles(pair), pair.incompatible.as_ref()?));
        let reasons: Vec<String> = found.pairs.iter().filter_map(reason).collect();
        if !reasons.is_empty() {
            blocks.push(Block::List(reasons));
        }
    }
    blocks.push(Block::Heading("Value of information before choosing".to_owned()));
    blocks.push(Block::Paragraph(INFORMATION.to_owned()));
    let information = data("levers-information", &tables::all_information(found));
    blocks.push(Block::Figure { figure: chart::information_figure(found, &small_print), data: information });
    blocks.push(Block::Table(tables::information(found)));
    if let Some(waiting) = &found.waiting {
        blocks.push(Block::Heading(format!("Waiting until {}", waiting.month)));
        blocks.push(Block::Paragraph(waiting_sentence(found, waiting)));
        blocks.push(Block::Table(tables::waiting(found, waiting)));
    }
    Chapter { id: "levers".to_owned(), title: "Levers: gains and costs".to_owned(), sentences: sentences(found, source.trials), blocks }
}

/// What waiting costs, and which levers cannot wait.
fn waiting_sentence(found: &LeversFindings, waiting: &Waiting) -> String {
    let best = waiting.best.as_ref().map_or_else(|| "no lever is better than none".to_owned(), |title| format!("“{title}” is best"));
    let text = format!(
        "If each lever is decided on in {} and nothing has been learnt, {best}, and waiting costs {} against the best choice now.",
        waiting.month,
        wording::amount(found.objective, &waiting.cost)
    );
    let titles: Vec<String> = waiting.left_out.iter().map(|title| format!("“{title}”")).collect();
    if titles.is_empty() { text } else { format!("{text} Left out, because they change what cannot be changed later: {}.", words::joined(&titles)) }
}

/// Answer in a few sentences.
fn sentences(found: &LeversFindings, trials: u64) -> Vec<String> {
    let Some(base) = found.no_lever() else { return Vec::new() };
    let mut sentences = vec![format!(
        "“{}”: without a lever the probability of arrival by the end of {} is {} ({} trials); the median arrival is {}.",
        found.goal_title,
        found.year,
        words::quantity(&base.probability),
        words::count(trials),
        words::quantity(&base.p50)
    )];
    let levers = found.ranked_levers();
    if let Some(first) = levers.first() {
        let at_median = wording::months(first, base, &first.months_gained_p50, |choice| &choice.p50);
        let months = match first.months_gained_p50.value {
            Some(_) => format!("{at_median} months at the median"),
            None => format!("{} months on average (at the median: {at_median})", words::quantity(&first.months_gained_mean)),
        };
        sentences.push(format!(
            "Of the levers alone “{}” gains most: {} percentage points and {months}, at a mean cost of {}.",
            first.title,
            words::quantity(&first.probability_gained),
            words::dollars(first.cost.mean.number())
        ));
    }
    let priced = levers.iter().filter_map(|choice| Some((choice.usd_per_point.as_ref()?, choice)));
    if let Some((price, choice)) = priced.min_by(|a, b| a.0.number().total_cmp(&b.0.number())) {
        sentences.push(format!("“{}” has the lowest cost of a percentage point: {}.", choice.title, wording::price(Some(price))));
    }
    let best = found.best().filter(|best| best.lever.is_some() && best.net_benefit.low.is_some_and(|low| low > 0.0));
    sentences.push(match best {
        Some(best) => {
            format!("{} “{}” has the largest: {}.", wording::objective(found), best.title, wording::amount(found.objective, &best.net_benefit))
        }
        None => format!("{} For no lever is it larger than 0 with 95% confidence.", wording::objective(found)),
    });
    let unit = if found.objective == Objective::Probability { " of probability" } else { "" };
    sentences.push(format!(
        "The expected value of perfect information on everything before choosing is {}{unit}.",
        wording::amount(found.objective, &found.perfect_information)
    ));
    sentences
}
