//! Chapter of the chain: regimes and stages, key inputs, critical paths, hazards, and earnings of the origins.

use super::chapter as chapter_of;
use crate::analyses::run::findings::{Findings, KeyInput, PathFindings, StagePath, Yearly, in_year};
use crate::analyses::run::headline_goals::{HeadlineGoal, called, headline_goals};
use crate::report::{Block, Cell, Chapter, Table, words};

/// Inputs listed for each goal, at most.
const INPUTS_OF_A_GOAL: usize = 3;
/// Stages listed, at most.
const LISTED: usize = 15;
/// Stages on the path in a smaller share of trials are not listed.
const LEAST: f64 = 0.01;

/// Figures, key inputs and critical paths.
pub(super) fn chapter(findings: &Findings, figures: Vec<Block>) -> Chapter {
    let mut blocks = figures;
    let key_inputs = key_inputs(findings);
    let has_key_inputs = !key_inputs.rows.is_empty();
    blocks.push(Block::Table(key_inputs));
    if has_key_inputs {
        blocks.push(Block::Paragraph("An association does not show a cause.".to_owned()));
    }
    blocks.extend([critical_paths(findings)].map(Block::Table));
    retain_filled(&mut blocks);
    chapter_of("chain", "Key inputs and critical path", blocks)
}

/// The tables that are not in the main part.
pub(super) fn tables(findings: &Findings) -> Chapter {
    let mut blocks = [hazards(findings), earnings(findings), stages(findings)].map(Block::Table).to_vec();
    retain_filled(&mut blocks);
    chapter_of("chain-tables", "Chain", blocks)
}

fn retain_filled(blocks: &mut Vec<Block>) {
    blocks.retain(|block| !matches!(block, Block::Table(table) if table.rows.is_empty()));
}

/// Title of a goal, else its key: a sentence would be too long beside other columns.
fn goal_title<'a>(findings: &'a Findings, name: &'a str) -> &'a str {
    findings.goals.iter().find(|goal| goal.name == name).map_or(name, |goal| &goal.title)
}

/// The strongest inputs of each headline goal.
fn key_inputs(findings: &Findings) -> Table {
    let headline_goals = headline_goals(findings);
    let of_goal = |headline: &HeadlineGoal| {
        let own = findings.key_inputs.iter().filter(|input| input.goal == headline.goal.name);
        own.take(INPUTS_OF_A_GOAL).map(|input| (called(headline, &headline_goals), input)).collect::<Vec<_>>()
    };
    let rows: Vec<(String, &KeyInput)> = headline_goals.iter().flat_map(of_goal).collect();
    let trials = rows.first().map_or(0, |(_, input)| input.rank_correlation.trials);
    let caption = format!(
        "Key inputs of each goal over the first {} trials, with 95% intervals: probability that the input is larger in a trial with arrival than in one without (AUC, 50% is no \
         association), and rank correlation with the month of arrival (positive: more is later)",
        words::count(trials)
    );
    let mut table = Table::new(caption, &["input", "goal"]).and("AUC").and("rank correlation");
    for (goal, input) in rows {
        let correlation = &input.rank_correlation;
        let sign = if correlation.number() > 0.0 { "+" } else { "" };
        let auc = input.auc.as_ref().map_or_else(Cell::none, Cell::quantity);
        let correlation = Cell::quantity_as(format!("{sign}{}", words::quantity(correlation)), correlation);
        table.row(vec![Cell::text(words::capital(&input.title)), Cell::text(goal), auc, correlation]);
    }
    table
}

/// Each stage once, the most critical first, with the goal on whose path it is most often.
fn critical_paths(findings: &Findings) -> Table {
    let mut stages: Vec<_> = findings.stages.iter().filter(|stage| stage.critical.number() >= LEAST).collect();
    stages.sort_by(|a, b| b.critical.number().total_cmp(&a.critical.number()));
    let caption = "Critical paths: probability that a stage is on the longest path to the arrival of a goal, and the mean months that it adds there";
    let mut table = Table::new(caption, &["stage", "most for goal"]).and("on any path").and("on this path").and("months");
    for stage in stages.into_iter().take(LISTED) {
        let Some((path, on)) = most(findings, &stage.name) else { continue };
        let labels = [stage.titles.join(": "), goal_title(findings, &path.goal).to_owned()].map(Cell::text);
        let numbers = [&stage.critical, &on.arrived, &on.months].map(Cell::quantity);
        table.row(labels.into_iter().chain(numbers).collect());
    }
    table
}

/// The goal on whose path to arrival a stage is most often.
fn most<'a>(findings: &'a Findings, stage: &str) -> Option<(&'a PathFindings, &'a StagePath)> {
    let on = findings.paths.iter().filter_map(|path| Some((path, path.stages.iter().find(|on| on.stage == stage)?)));
    on.max_by(|a, b| a.1.arrived.number().total_cmp(&b.1.arrived.number()))
}

fn stages(findings: &Findings) -> Table {
    let headings = ["stage", "start P10", "start P50", "start P90", "end P10", "end P50", "end P90", "never ends"];
    let mut table = Table::new("Start and end of the stages over all trials", &headings);
    for stage in &findings.stages {
        // An interval for each of the six months would hide them.
        let months = stage.start.iter().chain(&stage.end).map(|month| Cell::quantity_as(words::value_text(month), month));
        let name = std::iter::once(Cell::text(stage.titles.join(": ")));
        table.row(name.chain(months).chain([Cell::quantity(&stage.never)]).collect());
    }
    table
}

fn hazards(findings: &Findings) -> Table {
    let mut table = Table::new("Incidents a year", &["hazard"]).and("incidents").and("of which struck a target");
    for hazard in &findings.hazards {
        table.row(vec![Cell::text(&hazard.title), Cell::quantity(&hazard.incidents), Cell::quantity(&hazard.struck)]);
    }
    table
}

fn earnings(findings: &Findings) -> Table {
    let caption = "Revenue and jobs in the countries of origin, means over trials with 95% intervals";
    let mut table = Table::new(caption, &["origin", "year"]).and("exports a year").and("royalty a year").and("job-years");
    for origin in &findings.origins {
        for year in &findings.report.years {
            let cell = |series: &Option<Yearly>| series.as_ref().and_then(|series| in_year(series, *year)).map(Cell::quantity);
            let numbers = [&origin.export_revenue, &origin.royalty, &origin.job_years].map(cell);
            if numbers.iter().any(Option::is_some) {
                let labels = [findings.origin_title(&origin.name).to_owned(), year.to_string()].map(Cell::text);
                table.row(labels.into_iter().chain(numbers.map(|cell| cell.unwrap_or_else(Cell::none))).collect());
            }
        }
    }
    table
}
