//! Chapter of `adit rare`: the estimate in sentences, the proposal distributions and the rounds of the pilot.

use super::findings::{Event, InputKind, RareFindings, Warning};
use crate::report::{Block, Cell, Chapter, Table, words};
use crate::units::{Quantity, Unit};

/// Gain below which importance sampling was hardly worth its trials.
const WORTHWHILE_GAIN: f64 = 1.5;
/// Probability from which on plain counting is enough.
const COMMON: f64 = 0.01;

/// How the estimate is made, for the reader of the page.
const METHOD: &str = "The pilot draws inputs from proposal distributions, round by round, until trials that reach the event are common. The distributions are then frozen, and fresh \
    trials are drawn: one in five from the original distribution, the others from the proposal distributions. Each trial that reaches the event counts with its likelihood ratio, at \
    most 5, so that the estimate is unbiased whatever the pilot found; the pilot decides only its precision. Incidents, and regimes after their third entry, are always drawn from \
    the original distribution: for a probability that depends on them this method is no better than counting.";

/// Chapter of the findings.
#[must_use]
pub fn chapter(found: &RareFindings) -> Chapter {
    let mut blocks = vec![Block::Table(estimate(found))];
    if !found.proposals.is_empty() {
        blocks.push(Block::Heading("Inputs that the event depends on".to_owned()));
        blocks.push(Block::Table(proposals(found)));
    }
    blocks.push(Block::Heading("Method".to_owned()));
    blocks.push(Block::Table(rounds(found)));
    blocks.push(Block::Paragraph(METHOD.to_owned()));
    Chapter { id: "rare".to_owned(), title: "Probability of a rare event".to_owned(), sentences: sentences(found), blocks }
}

/// Event in words: `has arrived by the end of 2030-12`.
fn event(found: &RareFindings) -> String {
    let month = found.month.as_deref().unwrap_or_default();
    match found.event {
        Event::By(_) => format!("has arrived by the end of {month}"),
        Event::NotBy(_) => format!("has not arrived by the end of {month}"),
        Event::Lost => "arrives and is lost again".to_owned(),
    }
}

/// Answer in a few sentences.
fn sentences(found: &RareFindings) -> Vec<String> {
    let trials = words::count(found.probability.trials);
    let pilot = words::count(found.pilot_trials);
    if found.hits == 0 {
        let bound = words::three_digits(100.0 * found.probability.high.unwrap_or(1.0));
        let original = words::count(found.original_distribution.trials);
        return vec![
            format!("“{}” {} in none of {trials} trials, {original} of them drawn from the original distribution.", found.goal_title, event(found)),
            format!("The probability is below {bound}% (95% confidence, rule of three). The pilot of {pilot} trials did not reach the event either."),
        ];
    }
    let probability = found.probability.number();
    let mut all = vec![
        format!(
            "“{}” {} with a probability of {}{}.",
            found.goal_title,
            event(found),
            words::quantity(&found.probability),
            if probability < COMMON { format!(": about one in {}", words::three_digits(probability.recip())) } else { String::new() }
        ),
        format!(
            "{} of {trials} trials reached it, with an effective number of {} hits; the heaviest hit makes {}% of the estimate. The pilot took {pilot} more trials.",
            words::count(found.hits),
            words::three_digits(found.effective_hits),
            words::three_digits(100.0 * found.heaviest_share_of_estimate),
        ),
    ];
    if let (Some(needed), Some(gain)) = (found.plain_trials_for_same_error, found.gain) {
        let compared = match gain {
            gain if gain >= WORTHWHILE_GAIN => format!("{} times as many as were run, the pilot included.", words::three_digits(gain)),
            _ if probability > COMMON => "no more than were run: an event this common is counted by adit run.".to_owned(),
            _ => "no more than were run: the event depends on what cannot have a proposal distribution, such as incidents or later regime changes."
                .to_owned(),
        };
        all.push(format!("Plain counting needs {} trials for the same standard error, {compared}", words::three_digits(needed)));
    }
    all.extend(found.warnings.iter().map(|warning| warning_sentence(found, *warning)));
    all
}

fn warning_sentence(found: &RareFindings, warning: Warning) -> String {
    match warning {
        Warning::NoHit => "No trial reached the event.".to_owned(),
        Warning::FewHits => {
            format!("Do not rely on the estimate: the effective number of hits is {}. Run more trials.", words::three_digits(found.effective_hits))
        }
        Warning::OneTrial => format!(
            "Do not rely on the standard error: one trial makes {}% of the variance, a sign of a way to the event that the pilot did not find. Run more trials.",
            words::three_digits(100.0 * found.heaviest_share_of_variance)
        ),
        Warning::Disagrees => format!(
            "Do not rely on the estimate: {} of the {} trials drawn from the original distribution reached the event. Run more trials.",
            words::quantity(&found.original_distribution),
            words::count(found.original_distribution.trials)
        ),
    }
}

fn estimate(found: &RareFindings) -> Table {
    let mut table = Table::new("Estimate with its 95% interval (weighted Poisson count, Fay and Feuer 1997).", &["goal", "event"])
        .and("probability")
        .and("probability without importance sampling")
        .and("effective hits")
        .and("trials that plain counting needs")
        .filed("rare");
    let number = |value: Option<f64>| {
        Cell::quantity(&Quantity::without_error(value.unwrap_or(f64::NAN), Unit::COUNT, found.probability.trials).three_digits())
    };
    table.row(vec![
        Cell::text(&found.goal_title),
        Cell::text(event(found)),
        Cell::quantity(&found.probability),
        Cell::quantity(&found.original_distribution),
        number(Some(found.effective_hits)),
        number(found.plain_trials_for_same_error),
    ]);
    table
}

fn kind(kind: InputKind) -> String {
    match kind {
        InputKind::Number => "number".to_owned(),
        InputKind::Risk => "risk, occurs if low".to_owned(),
        InputKind::Cancellation => "stage, cancelled if low".to_owned(),
        InputKind::InitialState => "initial state".to_owned(),
        InputKind::Sojourn(entry) => format!("sojourn time, entry {entry}"),
        InputKind::NextState(entry) => format!("next state, entry {entry}"),
    }
}

fn proposals(found: &RareFindings) -> Table {
    let caption = format!(
        "Proposal distributions: {} of {} inputs that can have one. Mean quantile at which the input is drawn (0.5 under the original distribution), and relative entropy, which says how \
         much the event depends on the input. Results of the pilot, without sampling errors of their own.",
        found.proposals.len(),
        found.candidates
    );
    let mut table = Table::new(caption, &["input", "kind"]).and("mean quantile").in_unit("relative entropy", "nats").filed("rare-inputs");
    for proposal in &found.proposals {
        let number = |value: f64, unit: Unit| Cell::quantity(&Quantity::exact((100.0 * value).round() / 100.0, unit));
        table.row(vec![
            Cell::text(&proposal.path),
            Cell::text(kind(proposal.kind)),
            number(proposal.mean_quantile, Unit::NONE),
            number(proposal.relative_entropy, Unit::named("nats")),
        ]);
    }
    table
}

fn rounds(found: &RareFindings) -> Table {
    let mut table = Table::new("Trials of the pilot and of the estimate; none is used twice.", &["round"])
        .and("trials")
        .and("inputs with a proposal distribution")
        .and("trials that reached the event");
    let mut row = |name: String, trials: u64, proposals: usize, hits: u64| {
        table.row(vec![Cell::text(name), Cell::count(trials), Cell::count(proposals as u64), Cell::count(hits)]);
    };
    for (i, round) in found.rounds.iter().enumerate() {
        row(format!("pilot {}", i + 1), round.trials, round.proposals, round.hits);
    }
    row("estimate".to_owned(), found.probability.trials, found.proposals.len(), found.hits);
    table
}
