//! Points of a sweep in words.

use crate::report::words;
use crate::study::Estimate;
use crate::study::sweep::{GoalAtPoint, SweepFound};

/// Parameters of laws, which say nothing without the figure whose law it is.
const PARAMETERS: [&str; 12] = ["mean", "sd", "median", "sigma", "p10", "p50", "p90", "shape", "scale", "value", "low", "high"];

/// The end of each path, as much of it as tells it from the others: `clearance.duration`.
pub fn short_paths(paths: &[String]) -> Vec<String> {
    let tail = |path: &String, parts: usize| {
        let all: Vec<&str> = path.split('.').collect();
        all[all.len().saturating_sub(parts)..].join(".")
    };
    let alone = |path: &String, parts: usize| paths.iter().filter(|other| tail(other, parts) == tail(path, parts)).count() == 1;
    let least = |path: &String| if path.rsplit('.').next().is_some_and(|last| PARAMETERS.contains(&last)) { 3 } else { 2 };
    paths.iter().map(|path| (least(path)..9).find(|&parts| alone(path, parts)).map_or_else(|| path.clone(), |parts| tail(path, parts))).collect()
}

/// A point by what stands at its paths: `capacity = 4000 and share = 0.2`.
pub fn point(found: &SweepFound, point: usize) -> String {
    let design = &found.question.design;
    let parts: Vec<String> = short_paths(&design.paths).iter().zip(&design.points[point]).map(|(path, value)| format!("{path} = {value}")).collect();
    words::joined(&parts)
}

/// A difference of chances in percentage points, with its sign and interval.
pub fn in_points(estimate: &Estimate) -> String {
    words::difference(&Estimate { mean: 100.0 * estimate.mean, standard_error: 100.0 * estimate.standard_error })
}

/// Points from the likeliest to the least likely of one goal by the first year asked; where equal, by what never arrives, then as they stand.
pub fn ranking(found: &SweepFound, goal: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..found.points.len()).collect();
    let key = |point: usize| {
        let at: &GoalAtPoint = &found.points[point][goal];
        (at.by.first().map_or(0.0, |share| share.share), at.never.share)
    };
    order.sort_by(|&a, &b| key(b).0.total_cmp(&key(a).0).then(key(a).1.total_cmp(&key(b).1)).then(a.cmp(&b)));
    order
}

/// What a goal is called: its title, else what it tests.
pub fn goal(found: &SweepFound, goal: usize) -> &str {
    let goal = &found.question.goals[goal];
    if goal.title == goal.name { &goal.sentence } else { &goal.title }
}

/// The answer in a few sentences, goal by goal.
pub fn sentences(found: &SweepFound) -> Vec<String> {
    let mut said = vec![format!(
        "{}, each run on the same {} trials as the scenario as written, so that they differ by what was varied alone.",
        of_points(found.points.len()),
        words::count(found.trials)
    )];
    for g in 0..found.question.goals.len() {
        said.extend(of_goal(found, g));
    }
    said
}

fn of_goal(found: &SweepFound, g: usize) -> Vec<String> {
    let order = ranking(found, g);
    let (Some(&best), Some(&worst), Some(year)) = (order.first(), order.last(), found.question.years.first()) else { return Vec::new() };
    let at = |point: usize| &found.points[point][g];
    let chance = |at: &GoalAtPoint| words::percent_with_interval(&at.by[0]);
    let against = |at: &GoalAtPoint| {
        let difference = in_points(&at.against.by[0]);
        if difference == "0" {
            "as in the scenario as written".to_owned()
        } else {
            format!("{difference} percentage points against the scenario as written")
        }
    };
    let mut said = vec![if at(best).by[0].share.to_bits() == at(worst).by[0].share.to_bits() {
        format!("{}: {} by the end of {year} at every point, {}.", words::capital(goal(found, g)), chance(at(best)), against(at(best)))
    } else {
        format!(
            "{}: {} by the end of {year} at best, with {} ({}); {} at worst, with {}; {} as written.",
            words::capital(goal(found, g)),
            chance(at(best)),
            point(found, best),
            against(at(best)),
            chance(at(worst)),
            point(found, worst),
            chance(&found.written[g])
        )
    }];
    let grid = found.question.grid;
    let mut medians: Vec<Option<usize>> = order.iter().map(|&point| at(point).p50.value).collect();
    let nevers = medians.iter().filter(|median| median.is_none()).count();
    medians.retain(Option::is_some);
    medians.sort_unstable();
    said.push(match (medians.first(), medians.last()) {
        (Some(first), Some(last)) => {
            let range = if first == last {
                format!("The median month is {} ", words::month(grid, *first))
            } else {
                format!("The median month runs from {} to {} ", words::month(grid, *first), words::month(grid, *last))
            };
            let never = if nevers == 0 { String::new() } else { format!(", and is never at {}", of_points(nevers)) };
            format!("{range}over {}{never}.", of_points(order.len() - nevers))
        }
        _ => "The median month is never at every point.".to_owned(),
    });
    let differ = order.iter().filter(|&&point| surely(&at(point).against.by[0])).count();
    said.push(format!("{} of {} points differ from the scenario as written by more than sampling error explains (95%).", differ, order.len()));
    said
}

/// `1 point`, `12 points`.
fn of_points(count: usize) -> String {
    if count == 1 { "1 point".to_owned() } else { format!("{} points", words::count(count as u64)) }
}

/// Whether 0 lies outside the 95% interval.
pub fn surely(estimate: &Estimate) -> bool {
    let [low, high] = words::interval(estimate);
    low > 0.0 || high < 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_as_short_as_tells_them_apart() {
        let short = |paths: &[&str]| short_paths(&paths.iter().map(|&path| path.to_owned()).collect::<Vec<_>>());
        assert_eq!(short(&["projects.a.stages.b.duration", "nodes.c.capacity"]), ["b.duration", "c.capacity"]);
        assert_eq!(short(&["projects.a.stages.b.duration", "projects.x.stages.b.duration"]), ["a.stages.b.duration", "x.stages.b.duration"]);
        assert_eq!(short(&["drivers.share.beta.mean"]), ["share.beta.mean"]);
        assert_eq!(short(&["start"]), ["start"]);
    }
}
