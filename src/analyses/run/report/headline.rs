//! First screen: one headline sentence by rules from the findings, for the goals that it is about.

use crate::analyses::run::families::{Family, families};
use crate::analyses::run::findings::{Findings, GoalFindings};
use crate::report::words;
use crate::units::Quantity;

/// Most names listed together; the rest is counted.
const NAMED: usize = 4;
/// A probability below this is not given for each mineral by itself.
const SMALL: f64 = 0.1;
/// Share of arrivals from which on the loss is said.
const OFTEN: f64 = 0.25;

/// The goals that the first screen is about.
pub(in crate::analyses::run) struct Asked<'a> {
    /// What all of them ask, where they differ only in the mineral: `supply from Pakistan reaches 0.1% of demand`.
    pub question: Option<String>,
    /// Each with its name: that of the mineral where there is a common question, else its title.
    pub goals: Vec<(String, &'a GoalFindings)>,
}

/// The lowest step of each ladder of shares of demand; all goals where there is no ladder.
pub(in crate::analyses::run) fn asked(findings: &Findings) -> Asked<'_> {
    let ladders = ladders(findings);
    let lowest: Vec<(&Family, &GoalFindings)> = ladders.iter().filter_map(|family| Some((family, *family.goals.first()?))).collect();
    let Some((family, first)) = lowest.first() else {
        return Asked { question: None, goals: findings.goals.iter().map(|goal| (format!("“{}”", goal.shown_title()), goal)).collect() };
    };
    let is_common = lowest.iter().all(|(_, goal)| (goal.share_of_demand, &goal.origin) == (first.share_of_demand, &first.origin));
    let share = |goal: &GoalFindings| goal.share_of_demand.map_or_else(String::new, words::threshold);
    let supply = |family: &Family| format!("supply {}", family.from());
    if is_common {
        let question = format!("{} reaches {} of demand", supply(family), share(first));
        return Asked { question: Some(question), goals: lowest.iter().map(|(_, goal)| (goal.mineral_title.clone(), *goal)).collect() };
    }
    let name = |family: &Family, goal: &GoalFindings| format!("{} of {} demand {}", share(goal), goal.mineral_title, family.from());
    Asked { question: None, goals: lowest.iter().map(|(family, goal)| (name(family, goal), *goal)).collect() }
}

fn ladders(findings: &Findings) -> Vec<Family<'_>> {
    families(&findings.goals).into_iter().filter(|family| family.ladder.is_some()).collect()
}

/// The answer in one sentence.
#[must_use]
pub fn headline(findings: &Findings) -> String {
    let asked = asked(findings);
    let horizon = words::month_in_words(findings.grid, findings.grid.count() - 1);
    let sentence = match (&asked.question, asked.goals.as_slice()) {
        (_, []) => "The scenario has no goal".to_owned(),
        (Some(question), [(mineral, goal)]) => {
            one(findings, &format!("{}{}", words::capital(question), format_args!(" for {mineral}")), goal) + &beyond_reach(findings)
        }
        (None, [(name, goal)]) => one(findings, &format!("{} is reached", words::capital(name)), goal),
        (Some(question), goals) => {
            format!("By {horizon}, {question} {}{}{}", shares(findings, goals, "for "), lost_again(goals), beyond_reach(findings))
        }
        (None, goals) if goals.len() <= NAMED => {
            format!("By {horizon}, {}{}", each_goal(findings, goals), each_lost_again(goals))
        }
        (None, goals) => format!("By {horizon}, {}{}", counted(findings, goals), lost_again(goals)),
    };
    format!("{sentence}.")
}

/// A single goal: `subject` is a clause such as `“A tenth” is reached`.
fn one(findings: &Findings, subject: &str, goal: &GoalFindings) -> String {
    let grid = findings.grid;
    let horizon = words::month_in_words(grid, grid.count() - 1);
    let trials = words::trials(findings.trials);
    if goal.never.number() >= 1.0 {
        let why = goal
            .beyond()
            .map_or_else(String::new, |most| format!(", since the chain can carry at most {}% of demand", words::three_digits(100.0 * most)));
        return format!("{subject} in none of {trials} by {horizon}{why}");
    }
    let lost =
        if is_often_lost(goal) { format!(", and it is lost again in {} of those trials", share(&goal.lost_of_arrivals)) } else { String::new() };
    if goal.at_start.number() >= 0.5 {
        let later = if goal.at_start.number() >= 1.0 { String::new() } else { format!(", and by {horizon} in {}", arrived(goal)) };
        return format!("{subject} already over the first twelve months in {} of {trials}{later}{lost}", share(&goal.at_start));
    }
    let (month, year) = findings.report.main_year(grid);
    let by_main = goal.arrived_by.get(month).filter(|_| month + 1 < grid.count());
    let median = goal.p50.month_index().map(|month| words::month_in_words(grid, month));
    let when = match (by_main, median) {
        (Some(by), Some(median)) if by.number() < 0.5 => {
            format!(", but only in {} by the end of {year} and in half of all trials by {median}", share(by))
        }
        (_, Some(median)) => format!(", in half of all trials by {median}"),
        (_, None) => String::new(),
    };
    let range = ranges(findings, goal, true);
    format!("{subject} by {horizon} in {} of {trials}{range}{when}{lost}", arrived(goal))
}

/// `in 80% of trials for copper and 70% for gold, in at most 4% for tungsten and in none for nickel`.
fn shares(findings: &Findings, goals: &[(String, &GoalFindings)], before: &str) -> String {
    let of = |chosen: &dyn Fn(&GoalFindings) -> bool| -> Vec<(&str, &GoalFindings)> {
        let mut chosen: Vec<_> = goals.iter().filter(|(_, goal)| chosen(goal)).map(|(name, goal)| (name.as_str(), *goal)).collect();
        chosen.sort_by(|a, b| a.1.never.number().total_cmp(&b.1.never.number()));
        chosen
    };
    let is_already = |goal: &GoalFindings| goal.at_start.number() >= 0.5;
    let chance = |goal: &GoalFindings| 1.0 - goal.never.number();
    let (already, likely) = (of(&is_already), of(&|goal| !is_already(goal) && chance(goal) >= SMALL));
    let (small, none) = (of(&|goal| !is_already(goal) && chance(goal) > 0.0 && chance(goal) < SMALL), of(&|goal| chance(goal) <= 0.0));
    let names =
        |goals: &[(&str, &GoalFindings)], word: fn(&[String]) -> String| listed(goals.iter().map(|(name, _)| (*name).to_owned()).collect(), word);
    let mut said = Vec::new();
    let each = |(i, (name, goal)): (usize, &(&str, &GoalFindings))| {
        let range = ranges(findings, goal, i == 0);
        format!("{}{}{range} {before}{name}", arrived(goal), if i == 0 { " of trials" } else { "" }).replacen("all of trials", "all trials", 1)
    };
    if !likely.is_empty() {
        said.push(format!("in {}", listed(likely.iter().enumerate().map(each).collect(), words::joined)));
    }
    if let Some((_, most)) = small.first() {
        let at_most = if small.len() > 1 { "at most " } else { "" };
        let of_trials = if likely.is_empty() { " of trials" } else { "" };
        said.push(format!(
            "in {}{}{of_trials} {before}{}",
            if arrived(most).starts_with("fewer") { "" } else { at_most },
            arrived(most),
            names(&small, words::joined)
        ));
    }
    if !already.is_empty() {
        said.push(format!("already over the first twelve months {before}{}", names(&already, words::joined)));
    }
    if !none.is_empty() {
        said.push(format!("in none of {} {before}{}", words::trials(findings.trials), names(&none, words::either)));
    }
    said.join(", ")
}

/// `“A” is reached in 94% of trials and “B” in 54%`: the likeliest first.
fn each_goal(findings: &Findings, goals: &[(String, &GoalFindings)]) -> String {
    let mut sorted: Vec<&(String, &GoalFindings)> = goals.iter().collect();
    let is_already = |goal: &GoalFindings| goal.at_start.number() >= 0.5;
    sorted.sort_by(|a, b| a.1.never.number().total_cmp(&b.1.never.number()));
    // Those that hold from the start after those that are reached, those that are never reached last.
    sorted.sort_by_key(|(_, goal)| (goal.never.number() >= 1.0, is_already(goal)));
    let each = |(i, (name, goal)): (usize, &&(String, &GoalFindings))| {
        let how_often = if goal.never.number() >= 1.0 {
            format!("in none of {}", words::trials(findings.trials))
        } else if is_already(goal) {
            "already over the first twelve months".to_owned()
        } else {
            let of = if i == 0 { " of trials" } else { "" };
            format!("in {}{of}", arrived(goal)).replacen("all of trials", "all trials", 1)
        };
        let range = range(findings, goal).filter(|_| how_often.starts_with("in ") && goal.never.number() < 1.0);
        let why = if i == 0 { " due to uncertain inputs" } else { "" };
        let range = range.map_or_else(String::new, |range| format!(" (range {range}{why})"));
        format!("{name} {}{how_often}{range}", if i == 0 { "is reached " } else { "" })
    };
    words::joined(&sorted.iter().enumerate().map(each).collect::<Vec<_>>())
}

/// Which of a few goals are often lost again: `; “A” is lost again in 95% of the trials that reach it`.
fn each_lost_again(goals: &[(String, &GoalFindings)]) -> String {
    let mut lost: Vec<&(String, &GoalFindings)> = goals.iter().filter(|(_, goal)| is_often_lost(goal)).collect();
    lost.sort_by(|a, b| b.1.lost_of_arrivals.number().total_cmp(&a.1.lost_of_arrivals.number()));
    let each =
        |(name, goal): &&(String, &GoalFindings)| format!("; {name} is lost again in {} of the trials that reach it", share(&goal.lost_of_arrivals));
    lost.iter().map(each).collect::<Vec<_>>().concat()
}

/// Many goals: how many are reached how often, and the likeliest of those that do not hold from the start.
fn counted(findings: &Findings, goals: &[(String, &GoalFindings)]) -> String {
    let chance = |goal: &GoalFindings| 1.0 - goal.never.number();
    let count = |is: &dyn Fn(&GoalFindings) -> bool| goals.iter().filter(|(_, goal)| is(goal)).count();
    let already = |goal: &GoalFindings| goal.at_start.number() >= 0.5;
    let parts = [
        (count(&|goal| !already(goal) && chance(goal) >= 0.5), "are reached in at least half of the trials"),
        (count(&|goal| !already(goal) && chance(goal) > 0.0 && chance(goal) < 0.5), "in fewer"),
        (count(&already), "already over the first twelve months"),
        (count(&|goal| chance(goal) <= 0.0), "in none"),
    ];
    let all = parts[0].0;
    let said: Vec<String> = parts[1..].iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let first = format!(
        "of {} goals, {} {}",
        goals.len(),
        if all == 0 { "none".to_owned() } else { all.to_string() },
        parts[0].1.replace("are", if all == 1 || all == 0 { "is" } else { "are" })
    );
    let best = goals.iter().filter(|(_, goal)| !already(goal) && chance(goal) > 0.0).min_by(|a, b| a.1.never.number().total_cmp(&b.1.never.number()));
    let best =
        best.map_or_else(String::new, |(name, goal)| format!("; the likeliest is {name} ({} of {})", arrived(goal), words::trials(findings.trials)));
    format!("{}{best}", words::joined(&std::iter::once(first).chain(said).collect::<Vec<_>>()))
}

/// Names, of which only the first are listed.
fn listed(mut names: Vec<String>, word: fn(&[String]) -> String) -> String {
    if names.len() > NAMED {
        let rest = names.split_off(NAMED - 1).len();
        names.push(format!("{rest} others"));
    }
    word(&names)
}

fn is_often_lost(goal: &GoalFindings) -> bool {
    goal.lost_of_arrivals.value.is_some_and(|lost| lost >= OFTEN) && goal.never.number() <= 1.0 - SMALL
}

/// Which of several goals are often lost again.
fn lost_again(goals: &[(String, &GoalFindings)]) -> String {
    let mut lost: Vec<&(String, &GoalFindings)> = goals.iter().filter(|(_, goal)| is_often_lost(goal)).collect();
    lost.sort_by(|a, b| b.1.lost_of_arrivals.number().total_cmp(&a.1.lost_of_arrivals.number()));
    let said: Vec<String> = lost.iter().map(|(name, goal)| format!("{} of those for {name}", share(&goal.lost_of_arrivals))).collect();
    if said.is_empty() { String::new() } else { format!("; it is lost again in {}", listed(said, words::joined)) }
}

/// The lowest share of demand that is out of reach of every ladder.
fn beyond_reach(findings: &Findings) -> String {
    let ladders = ladders(findings);
    let steps: Vec<f64> =
        ladders.first().map_or_else(Vec::new, |family| family.goals.iter().skip(1).filter_map(|goal| goal.share_of_demand).collect());
    let highest = |family: &Family, step: f64| {
        let from = family.goals.iter().filter(|goal| goal.share_of_demand.is_some_and(|share| share >= step));
        from.map(|goal| 1.0 - goal.never.number()).reduce(f64::max).unwrap_or(1.0)
    };
    let out = steps.into_iter().find_map(|step| {
        let most = ladders.iter().map(|family| highest(family, step)).fold(0.0, f64::max);
        (most < 0.01).then_some((step, most))
    });
    out.map_or_else(String::new, |(step, most)| {
        let whose = if ladders.len() > 1 { " for any of them" } else { "" };
        format!("; {} or more is reached in {}{whose}", words::threshold(step), if most > 0.0 { "fewer than 1% of trials" } else { "no trial" })
    })
}

/// Ranges of the probability of arrival in brackets: `(range 20 to 50% due to uncertain inputs, 10 to 60% across readings)`; after the first goal without
/// the words for inputs.
fn ranges(findings: &Findings, goal: &GoalFindings, is_first: bool) -> String {
    let inputs = range(findings, goal).map(|range| if is_first { format!("range {range} due to uncertain inputs") } else { range });
    let readings = across_readings(findings, goal).map(|range| format!("{range} across readings"));
    let said: Vec<String> = inputs.into_iter().chain(readings).collect();
    if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) }
}

/// Range of the probability of arrival over the readings; none where both ends are the same in whole per cent.
fn across_readings(findings: &Findings, goal: &GoalFindings) -> Option<String> {
    different(findings.readings.as_ref()?.of_arrival(goal))
}

/// Range of the probability of arrival over the uncertain inputs: `20 to 50%`; none where both ends are the same in whole per cent.
pub(super) fn range(findings: &Findings, goal: &GoalFindings) -> Option<String> {
    let ends = findings.inputs.as_ref()?.of_arrival(&goal.name)?;
    different(ends.each_ref().map(Quantity::number))
}

fn different(ends: [f64; 2]) -> Option<String> {
    let [low, high] = ends.map(|end| format!("{:.0}", 100.0 * end));
    (low != high).then(|| format!("{low} to {high}%"))
}

/// Share of trials in which it arrives.
fn arrived(goal: &GoalFindings) -> String {
    words::whole_percent(1.0 - goal.never.number())
}

fn share(of: &Quantity) -> String {
    words::whole_percent(of.number())
}
