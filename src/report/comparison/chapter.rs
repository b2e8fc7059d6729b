//! The comparison as a chapter: when each scenario arrives, by how much they differ trial by trial, and what each says by itself.

use super::names::short_names;
use super::tables;
use crate::analyses::run::families::families;
use crate::analyses::run::headline_goals::{HeadlineGoal, called, headline_goals};
use crate::analyses::run::when;
use crate::report::chapter::{Block, Chapter, DataFile};
use crate::report::charts;
use crate::report::csv::{Csv, short};
use crate::report::words;
use crate::study::{Comparison, Findings, GoalComparison, GoalFindings, PairedDifference};

/// The chapter.
pub(super) fn of(found: &Comparison) -> Chapter {
    let (print, names) = (small_print(found), short_names(&found.names));
    let mut blocks = vec![Block::Heading("Each scenario’s headline".to_owned()), Block::List(headlines(found, &names))];
    blocks.push(Block::Heading("How much later, trial by trial".to_owned()));
    blocks.push(Block::Paragraph(format!(
        "Trial i draws the same value in every scenario for every input that they share, so that differences between scenarios are taken trial by \
         trial and sampling error cancels in them. They are counted from {}; an arrival that never comes counts as the month after the last, so that \
         a difference is a lower bound in size where never is common. Goals whose month is the same in every trial are left out here.",
        names.first().map_or("", String::as_str)
    )));
    let data = DataFile::csv("data/differences.csv", &differences(found));
    blocks.extend(charts::differences(found, &print).into_iter().map(|figure| Block::Figure { figure, data: Some(data.clone()) }));
    blocks.extend(by_family(found, &names, &print));
    let title = format!("Scenarios compared: {}", words::joined(&names));
    Chapter { id: "comparison".to_owned(), title, sentences: sentences(found, &names), blocks }
}

/// What a figure must carry so that it can be made again.
fn small_print(found: &Comparison) -> String {
    let (trials, seed) = found.findings.first().map_or((0, 0), |first| (first.trials, first.seed));
    let program = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
    let files = found.names.join(", "); // last, since they stand in the figure too where the line has no room for them
    format!("{} trials of each · seed {seed} · {program} · sources: beside each input in the scenario files · {files}", words::count(trials))
}

/// When each scenario arrives and how likely, said of the goals that speak for all; then how the later ones differ from the first.
fn sentences(found: &Comparison, names: &[String]) -> Vec<String> {
    let Some(first) = found.findings.first() else { return Vec::new() };
    let shared = Findings { goals: first.goals.iter().filter(|goal| shared(found, goal).is_some()).cloned().collect(), ..first.clone() };
    let headline_goals = headline_goals(&shared);
    if headline_goals.is_empty() {
        return vec!["The scenarios share no goal, so there is nothing to compare.".to_owned()];
    }
    let in_median =
        |headline: &&HeadlineGoal| found.findings.iter().filter_map(|one| goal_of(one, headline.goal)).any(|goal| goal.p50.value.is_some());
    let (arriving, missed): (Vec<&HeadlineGoal>, Vec<&HeadlineGoal>) = headline_goals.iter().partition(in_median);
    let mut said: Vec<String> = arriving.iter().map(|headline| arrivals(found, names, headline, &headline_goals)).collect();
    if !missed.is_empty() {
        let of: Vec<String> = missed.iter().map(|headline| called(headline, &headline_goals)).collect();
        said.push(format!("Never in the median, in any of the scenarios: {}.", words::joined(&of)));
    }
    let told = if arriving.is_empty() { missed } else { arriving };
    said.extend((1..names.len()).map(|i| difference(found, names, i, &told, &headline_goals)));
    said
}

/// `5% of antimony demand arrives in the median by 2034-02 [2033-12, 2034-03] in a (chance by the end of 2035 60% [59, 61]), never in b (…).`
fn arrivals(found: &Comparison, names: &[String], headline: &HeadlineGoal, headline_goals: &[HeadlineGoal]) -> String {
    let each = names.iter().zip(&found.findings).filter_map(|(name, findings)| {
        let goal = goal_of(findings, headline.goal)?;
        let grid = findings.grid;
        let (month, year) = findings.report.main_year(grid);
        let chance = words::quantity(goal.arrived_by.get(month)?);
        let by = if goal.p50.value.is_some() { "by " } else { "" };
        Some(format!("{by}{} in {name} (probability by the end of {year}: {chance})", words::quantity(&goal.p50)))
    });
    let each: Vec<String> = each.collect();
    format!("{} arrives in the median {}.", words::capital(&called(headline, headline_goals)), words::joined(&each))
}

/// How much later or earlier the i-th scenario is than the first.
fn difference(found: &Comparison, names: &[String], i: usize, told: &[&HeadlineGoal], headline_goals: &[HeadlineGoal]) -> String {
    let each = told.iter().filter_map(|headline| Some((shared(found, headline.goal)?.differences.get(i - 1)?, called(headline, headline_goals))));
    let each: Vec<String> = each.map(|(paired, name)| format!("{name} {}", apart(paired))).collect();
    format!("Over the same draws {} brings, compared with {}, {}.", names[i], names[0], words::joined(&each))
}

/// `10.3 [8.9, 11.6] months earlier (in 58% of trials; later in 2.3%)`.
fn apart(paired: &PairedDifference) -> String {
    if charts::is_none(paired) {
        return "in the same month in every trial".to_owned();
    }
    let months = &paired.months;
    let [low, high] = words::interval(months);
    if low <= 0.0 && high >= 0.0 {
        return format!("neither earlier nor later by more than sampling error explains ({} months)", words::difference(months));
    }
    let (ends, which, share, other, against) = if months.mean < 0.0 {
        ([-high, -low], "earlier", &paired.earlier, "later", &paired.later)
    } else {
        ([low, high], "later", &paired.later, "earlier", &paired.earlier)
    };
    let figure = |value: f64| words::rounded(value, months.standard_error);
    let size = figure(months.mean.abs());
    let shares = format!("in {}% of trials; {other} in {}%", words::percent(share), words::percent(against));
    format!("{size} [{}, {}] months {which} ({shares})", figure(ends[0]), figure(ends[1]))
}

/// What each scenario says by itself.
fn headlines(found: &Comparison, names: &[String]) -> Vec<String> {
    let each = names.iter().zip(found.names.iter().zip(&found.findings));
    let said = each.map(|(short, (name, findings))| {
        let file = if short == name { String::new() } else { format!(" ({name})") };
        format!("{short}{file}, “{}”: {}", findings.title, when(findings, &headline_goals(findings)))
    });
    said.collect()
}

/// For each family of goals its figures and tables, but no figure of what arrives in no trial of any scenario.
fn by_family(found: &Comparison, names: &[String], print: &str) -> Vec<Block> {
    let Some(first) = found.findings.first() else { return Vec::new() };
    let goals: Vec<GoalFindings> = first.goals.iter().filter(|goal| shared(found, goal).is_some()).cloned().collect();
    let mut blocks = Vec::new();
    for family in families(&goals) {
        blocks.push(Block::Heading(words::capital(&family.heading())));
        let arrives =
            |goal: &GoalFindings| found.findings.iter().filter_map(|findings| goal_of(findings, goal)).any(|goal| goal.never.number() < 1.0);
        for goal in family.goals.iter().filter(|goal| arrives(goal)) {
            let data = DataFile::csv(format!("data/{}.csv", words::slug(&goal.name)), &curves(found, goal));
            let figure = charts::goal_figure(found, &goal.name, print);
            blocks.extend(figure.map(|figure| Block::Figure { figure, data: Some(data) }));
        }
        let never: Vec<String> = family.goals.iter().filter(|goal| !arrives(goal)).map(|goal| family.label(goal)).collect();
        if !never.is_empty() {
            blocks.push(Block::Paragraph(format!(
                "Never within the horizon, in no trial of any scenario, and so without a figure: {}.",
                words::joined(&never)
            )));
        }
        blocks.extend(tables::of(found, names, &family).into_iter().map(Block::Table));
    }
    blocks
}

/// Its comparison, where all scenarios ask for it.
pub(super) fn shared<'a>(found: &'a Comparison, goal: &GoalFindings) -> Option<&'a GoalComparison> {
    found.goals.iter().find(|shared| shared.name == goal.name)
}

/// The same goal in another scenario.
pub(super) fn goal_of<'a>(findings: &'a Findings, goal: &GoalFindings) -> Option<&'a GoalFindings> {
    findings.goals.iter().find(|other| other.name == goal.name)
}

/// The curves of one goal.
fn curves(found: &Comparison, goal: &GoalFindings) -> Csv {
    let mut csv = Csv::new(&["scenario", "month", "arrived", "arrived_low", "arrived_high"]);
    for (name, findings) in found.names.iter().zip(&found.findings) {
        for (k, arrived) in goal_of(findings, goal).into_iter().flat_map(|goal| goal.arrived_by.iter().enumerate()) {
            let mut row = vec![name.clone(), findings.grid.label(k)];
            row.extend([arrived.value, arrived.low, arrived.high].map(|number| short(number.unwrap_or(f64::NAN))));
            csv.row(&row);
        }
    }
    csv
}

/// All paired differences.
fn differences(found: &Comparison) -> Csv {
    let mut csv = Csv::new(&["goal", "scenario", "months_later", "low", "high", "earlier", "later"]);
    for goal in &found.goals {
        for (name, paired) in found.names.iter().skip(1).zip(&goal.differences) {
            let [low, high] = words::interval(&paired.months);
            let mut row = vec![goal.name.clone(), name.clone()];
            row.extend([paired.months.mean, low, high, paired.earlier.share, paired.later.share].map(short));
            csv.row(&row);
        }
    }
    csv
}
