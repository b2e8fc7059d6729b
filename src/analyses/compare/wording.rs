//! Sentences of a comparison.

use super::findings::{CompareFindings, ComparedGoal, Difference};
use crate::analyses::estimates::is_clear;
use crate::analyses::run::headline_goals::{HeadlineGoal, called, headline_goals};
use crate::analyses::run::when;
use crate::report::{Source, words};

/// Text below a figure; the names of the scenarios come last, since they are in the figure where the line has no room for them.
pub fn small_print(found: &CompareFindings, source: &Source) -> String {
    let print = source.small_print();
    let rest = print.split_once(" · ").map_or(print.as_str(), |(_, rest)| rest).replacen(" trials", " trials of each", 1);
    format!("{rest}s · {}", found.names().join(", "))
}

/// How differences are taken, for the reader of the page.
pub fn method(found: &CompareFindings) -> String {
    format!(
        "Trial i draws the same value in every scenario for every input that they share, so that differences between scenarios are taken trial by \
         trial and sampling error cancels in them. They are differences from {}; an arrival that never comes counts as the month after the last, so that \
         a difference is a lower bound in size where never is common. Goals whose month is the same in every trial are left out here.",
        found.quoted_names().first().map_or("", String::as_str)
    )
}

/// Names and titles of the scenarios.
pub fn scenarios(found: &CompareFindings) -> Vec<String> {
    let each = found.names().into_iter().zip(&found.scenarios);
    each.map(|(short, (name, scenario))| {
        let whole = if short == *name { String::new() } else { format!(" ({name})") };
        format!("{short}{whole}: {}", scenario.title)
    })
    .collect()
}

/// Answer of each scenario by itself.
pub fn headlines(found: &CompareFindings) -> Vec<String> {
    let each = scenarios(found).into_iter().zip(&found.scenarios);
    each.map(|(name, (_, scenario))| format!("{name}. {}", when(&scenario.findings, &headline_goals(&scenario.findings)))).collect()
}

/// Answer in a few sentences: arrivals of the headline goals in each scenario, then the differences from the first.
pub fn sentences(found: &CompareFindings) -> Vec<String> {
    let first = found.first_findings();
    let headline_goals = first.as_ref().map(headline_goals).unwrap_or_default();
    if headline_goals.is_empty() {
        return vec!["The scenarios share no goal, so that nothing is compared.".to_owned()];
    }
    let in_median =
        |headline: &&HeadlineGoal| found.goal(&headline.goal.name).is_some_and(|goal| goal.scenarios.iter().any(|(_, one)| one.p50.value.is_some()));
    let (arriving, never): (Vec<&HeadlineGoal>, Vec<&HeadlineGoal>) = headline_goals.iter().partition(in_median);
    let goal = |headline: &HeadlineGoal| Some((found.goal(&headline.goal.name)?, called(headline, &headline_goals)));
    let mut sentences: Vec<String> = arriving.iter().filter_map(|headline| goal(headline)).map(|(goal, name)| arrivals(found, goal, &name)).collect();
    if !never.is_empty() {
        let names: Vec<String> = never.iter().map(|headline| called(headline, &headline_goals)).collect();
        sentences.push(format!("Never in the median, in any of the scenarios: {}.", words::joined(&names)));
    }
    let told: Vec<(&ComparedGoal, String)> = if arriving.is_empty() { never } else { arriving }.into_iter().filter_map(goal).collect();
    let (names, trials) = (found.quoted_names(), words::count(first.as_ref().map_or(0, |first| first.trials)));
    sentences.extend((1..names.len()).map(|i| {
        let each: Vec<String> =
            told.iter().filter_map(|(goal, name)| Some(format!("{name} {}", difference(&goal.differences.get(i - 1)?.1)))).collect();
        format!("On the same draws ({trials} trials of each), compared with {}, {} brings {}.", names[0], names[i], words::joined(&each))
    }));
    sentences
}

/// `5% of antimony demand arrives in the median by 2034-02 [2033-12, 2034-03] in a (probability by the end of 2035: 60% [59, 61]) and never in b (…).`
fn arrivals(found: &CompareFindings, goal: &ComparedGoal, name: &str) -> String {
    let each = found.quoted_names().into_iter().zip(&goal.scenarios).filter_map(|(scenario, (_, result))| {
        let probability = words::quantity(result.by_december.get(&found.main_year)?);
        let by = if result.p50.value.is_some() { "by " } else { "" };
        Some(format!("{by}{} in {scenario} (probability by the end of {}: {probability})", words::quantity(&result.p50), found.main_year))
    });
    format!("{} arrives in the median {}.", words::capital(name), words::joined(&each.collect::<Vec<_>>()))
}

/// `10.3 [8.9, 11.6] months earlier (in 58% of trials; later in 2.3%)`.
fn difference(of: &Difference) -> String {
    if of.is_none() {
        return "in the same month in every trial".to_owned();
    }
    if !is_clear(&of.months) {
        return format!("neither earlier nor later by more than sampling error explains ({} months)", words::quantity(&of.months));
    }
    let [value, low, high] = [of.months.number(), of.months.low.unwrap_or(f64::NAN), of.months.high.unwrap_or(f64::NAN)];
    let (ends, which, share, other, against) = if value < 0.0 {
        ([-high, -low], "earlier", &of.earlier, "later", &of.later)
    } else {
        ([low, high], "later", &of.later, "earlier", &of.earlier)
    };
    let figure = |value: f64| words::rounded(value, of.months.standard_error.unwrap_or(0.0));
    let shares = format!("in {} of trials; {other} in {}", words::value_text(share), words::value_text(against));
    format!("{} [{}, {}] months {which} ({shares})", figure(value.abs()), figure(ends[0]), figure(ends[1]))
}
