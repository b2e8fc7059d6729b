//! The answer: the headline with its figure and three points, the precision where one was asked for; and the medians in a sentence.

use super::headline::headline;
use super::points::points;
use super::precision::precision_sentence;
use crate::analyses::run::findings::Findings;
use crate::analyses::run::headline_goals::HeadlineGoal;
use crate::report::{Block, Chapter, words};

/// Chapter of the first screen: the headline, its figure, and three points.
pub(super) fn chapter(findings: &Findings, figure: Option<Block>) -> Chapter {
    let points = Some(points(findings)).filter(|points| !points.is_empty()).map(Block::List);
    let precision = findings.precision.as_ref().map(precision_sentence).map(Block::Paragraph);
    let blocks = [figure, points, precision].into_iter().flatten().collect();
    Chapter { id: "answer".to_owned(), title: "The answer".to_owned(), sentences: vec![headline(findings)], blocks }
}

/// When each headline arrives, in the median.
pub(crate) fn when(findings: &Findings, headline_goals: &[HeadlineGoal]) -> String {
    let mut origins: Vec<Option<&str>> = Vec::new();
    for headline in headline_goals {
        if !origins.contains(&headline.origin) {
            origins.push(headline.origin);
        }
    }
    let horizon = findings.grid.label(findings.grid.count() - 1);
    let of_origin = |origin: Option<&str>| {
        let ours = || headline_goals.iter().filter(|headline| headline.origin == origin);
        let reached: Vec<String> = ours()
            .filter(|headline| headline.goal.p50.value.is_some())
            .map(|headline| format!("{} by {}", headline.name, words::quantity(&headline.goal.p50)))
            .collect();
        let missed: Vec<String> = ours().filter(|headline| headline.goal.p50.value.is_none()).map(|headline| headline.name.clone()).collect();
        let subject = origin.map_or_else(|| "supply over the modelled routes".to_owned(), |origin| format!("supply from {origin}"));
        let is_ladder = headline_goals.iter().any(|headline| headline.steps.len() > 1);
        match (is_ladder, reached.is_empty(), missed.is_empty()) {
            (true, false, true) => format!("{subject} reaches {}", words::joined(&reached)),
            (true, true, _) => format!("{subject} never reaches even {} before the horizon ends in {horizon}", words::either(&missed)),
            (true, false, false) => {
                format!(
                    "{subject} reaches {}, but never even {} before the horizon ends in {horizon}",
                    words::joined(&reached),
                    words::either(&missed)
                )
            }
            (false, false, true) => words::joined(&reached),
            (false, true, _) => format!("never before the horizon ends in {horizon}: {}", words::joined(&missed)),
            (false, false, false) => format!("{}; never before the horizon ends in {horizon}: {}", words::joined(&reached), words::joined(&missed)),
        }
    };
    let said: Vec<String> = origins.into_iter().map(of_origin).collect();
    format!("In the median of {}, {}.", words::trials(findings.trials), said.join("; "))
}
