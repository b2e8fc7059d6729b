//! Sentences and labels of a sweep.

use super::findings::{GoalAtPoint, SweepFindings};
use crate::analyses::estimates::is_clear;
use crate::report::words;
use crate::units::Quantity;

/// What is varied, with its unit: `duration of Mine: clearance, months`.
pub fn titles_with_units(found: &SweepFindings) -> Vec<String> {
    found.titles.iter().cloned().zip(&found.units).map(|(name, unit)| if unit.is_empty() { name } else { format!("{name}, {unit}") }).collect()
}

/// Values of a point: `capacity of Mine = 4000 and share of demand offered of Antimony: China = 0.2`.
pub fn point(found: &SweepFindings, point: usize) -> String {
    let values = found.titles.iter().zip(&found.points[point].values);
    words::joined(&values.map(|(title, value)| format!("{title} = {value}")).collect::<Vec<_>>())
}

/// Answer in a few sentences, goal by goal.
pub fn sentences(found: &SweepFindings, trials: u64) -> Vec<String> {
    let mut sentences = vec![format!(
        "{}, each run on the same {} trials as the scenario as written, so that they differ only in what is varied.",
        points(found.points.len()),
        words::count(trials)
    )];
    (0..found.goals.len()).for_each(|goal| sentences.extend(of_goal(found, goal)));
    sentences
}

fn of_goal(found: &SweepFindings, g: usize) -> Vec<String> {
    let order = found.ranking(g);
    let (Some(&best), Some(&worst), Some(year)) = (order.first(), order.last(), found.years.first()) else { return Vec::new() };
    let at = |point: usize| &found.points[point].goals[g];
    let probability = |at: &GoalAtPoint| words::quantity(&at.arrived_by[year]);
    let gain = |at: &GoalAtPoint| at.difference.as_ref().map(|difference| difference.arrived_by[year].clone());
    let against = |at: &GoalAtPoint| match gain(at) {
        Some(gain) if gain.number() != 0.0 || gain.has_interval() => {
            format!("{} percentage points against the scenario as written", words::quantity(&gain))
        }
        _ => "as in the scenario as written".to_owned(),
    };
    let title = words::capital(&found.goals[g].title);
    let mut sentences = vec![if at(best).arrived_by[year].value == at(worst).arrived_by[year].value {
        format!("{title}: {} by the end of {year} at every point, {}.", probability(at(best)), against(at(best)))
    } else {
        format!(
            "{title}: {} by the end of {year} at best, with {} ({}); {} at worst, with {}; {} as written.",
            probability(at(best)),
            point(found, best),
            against(at(best)),
            probability(at(worst)),
            point(found, worst),
            probability(&found.as_written[g])
        )
    }];
    let mut medians: Vec<&Quantity> = found.at(g).map(|at| &at.p50).filter(|median| median.value.is_some()).collect();
    medians.sort_by(|a, b| a.number().total_cmp(&b.number()));
    let nevers = order.len() - medians.len();
    sentences.push(match (medians.first(), medians.last()) {
        (Some(first), Some(last)) => {
            let [from, to] = [first, last].map(|median| words::value_text(median));
            let range = if from == to { format!("is {from}") } else { format!("ranges from {from} to {to}") };
            let never = if nevers == 0 { String::new() } else { format!(", and is never at {}", points(nevers)) };
            format!("The median month {range} over {}{never}.", points(medians.len()))
        }
        _ => "The median month is never at every point.".to_owned(),
    });
    let differ = found.at(g).filter_map(gain).filter(is_clear).count();
    sentences.push(format!("{differ} of {} points differ from the scenario as written by more than sampling error explains (95%).", order.len()));
    sentences
}

/// `1 point`, `12 points`.
fn points(count: usize) -> String {
    if count == 1 { "1 point".to_owned() } else { format!("{} points", words::count(count as u64)) }
}
