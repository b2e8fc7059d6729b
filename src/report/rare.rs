//! A rare outcome on pages: sentences, tables, JSON and CSV.

use serde_json::{Value, json};

use super::chapter::{Block, Chapter};
use super::csv::{Csv, short};
use super::table::{Cell, Table};
use super::words;
use crate::study::rare::{Doubtful, Event, Kind, Rare, Tilted};

/// Below this, drawing otherwise was hardly worth it.
const WORTH: f64 = 1.5;
/// Chances from here on need no search.
const COMMON: f64 = 0.01;

/// The chapter.
#[must_use]
pub fn rare_chapter(found: &Rare) -> Chapter {
    let mut blocks = Vec::new();
    if !found.tilted.0.is_empty() {
        blocks.push(Block::Heading("What it hangs on".to_owned()));
        blocks.push(Block::Table(tilted(found)));
    }
    blocks.push(Block::Heading("How it was found".to_owned()));
    blocks.push(Block::Table(rounds(found)));
    blocks.push(Block::Paragraph(
        "The pilot draws numbers from other densities, round by round, until trials that reach the event are common. The densities are then frozen, and fresh trials are drawn from \
         them, one in five as always. Each counts for how much likelier it would be drawn as always, at most 5, so that the estimate is right on average whatever the pilot found; the \
         pilot decides only how exact it is. Incidents and what regimes do after their third entry are drawn as always: of a chance that hangs on them, this says no more than counting does."
            .to_owned(),
    ));
    Chapter { id: "rare".to_owned(), title: "How likely is what hardly ever happens?".to_owned(), sentences: rare_sentences(found), blocks }
}

/// The event in words: `has arrived by the end of 2030`.
fn happened(found: &Rare) -> String {
    match found.event {
        Event::By(month) => format!("has arrived by the end of {}", found.grid.label(month)),
        Event::NotBy(month) => format!("has not arrived by the end of {}", found.grid.label(month)),
        Event::Lost => "arrives and is lost again".to_owned(),
    }
}

/// A chance in per cent to the digits that its error supports.
fn percent(chance: f64, error: f64) -> String {
    if chance > 0.0 && chance < 1e-6 { format!("{:.1e}", 100.0 * chance) } else { words::rounded(100.0 * chance, 100.0 * error) }
}

/// The answer in a few sentences.
#[must_use]
pub fn rare_sentences(found: &Rare) -> Vec<String> {
    let chance = &found.chance;
    let spent: u64 = found.rounds.iter().map(|round| round.trials).sum();
    let trials = words::count(found.trials);
    if found.hits == 0 {
        let (plain, bound) = (words::count(found.plain.1), words::three_digits(100.0 * chance.high));
        return vec![
            format!("“{}” {} in none of {trials} trials, of which {plain} were drawn as always.", found.goal_title, happened(found)),
            format!(
                "Its chance is below {bound}% (with 95% confidence; rule of three). The pilot of {} trials found no way there either.",
                words::count(spent)
            ),
        ];
    }
    let error = chance.standard_error;
    let mut said = vec![
        format!(
            "“{}” {} in {}% of trials, standard error {} points, 95% interval [{}, {}]: about one in {}.",
            found.goal_title,
            happened(found),
            percent(chance.chance, error),
            percent(error, error),
            percent(chance.low, error),
            percent(chance.high, error),
            words::three_digits(chance.chance.recip()),
        ),
        format!(
            "{} of {trials} trials reached it, as exact as {} hits of equal weight; the heaviest makes {}% of the estimate. The pilot took {} more trials.",
            words::count(found.hits),
            words::three_digits(chance.effective_hits),
            words::three_digits(100.0 * chance.heaviest),
            words::count(spent),
        ),
    ];
    if let (Some(needed), Some(gain)) = (found.plain_trials, found.gain) {
        let needed = words::three_digits(needed);
        let worth = match gain {
            gain if gain >= WORTH => format!("{} times as many as were run, the pilot's included.", words::three_digits(gain)),
            _ if chance.chance > COMMON => "no more than were run: what is as common as this is counted by adit run.".to_owned(),
            _ => {
                "no more than were run: what it hangs on, such as incidents or later policies, is not among the numbers that can be drawn otherwise."
                    .to_owned()
            }
        };
        said.push(format!("Plain counting would take {needed} trials for the same standard error, {worth}"));
    }
    said.extend(found.doubtful.iter().map(|doubt| objection(found, *doubt)));
    said
}

fn objection(found: &Rare, doubt: Doubtful) -> String {
    match doubt {
        Doubtful::NoHit => "No trial reached it.".to_owned(),
        Doubtful::FewHits => {
            format!(
                "Do not rely on it: it rests on too little, {} hits of equal weight. Ask for more trials.",
                words::three_digits(found.chance.effective_hits)
            )
        }
        Doubtful::OneTrial => format!(
            "Do not rely on its standard error: one trial makes {}% of the variance, a sign of a way to the event that the pilot did not find. Ask for more trials.",
            words::three_digits(100.0 * found.chance.heaviest_of_variance)
        ),
        Doubtful::Disagrees => format!(
            "Do not rely on it: of {} trials drawn as always {}% reached it. Ask for more trials.",
            words::count(found.plain.1),
            words::percent(&found.plain.0)
        ),
    }
}

fn what(kind: Kind) -> String {
    match kind {
        Kind::Number => "a number".to_owned(),
        Kind::Risk => "comes true if low".to_owned(),
        Kind::Cancellation => "cancelled if low".to_owned(),
        Kind::Initial => "state at the start".to_owned(),
        Kind::Sojourn(entry) => format!("how long, entry {entry}"),
        Kind::Succession(entry) => format!("what follows entry {entry}"),
    }
}

fn tilted(found: &Rare) -> Table {
    let mut table = Table::new(
        format!(
            "Drawn otherwise: {} of {} numbers that could be. Mean of the quantile at which it was drawn, 0.5 as always; how much hangs on it, as relative entropy. What the pilot found, no \
             estimate with an error of its own.",
            found.tilted.0.len(),
            found.tilted.1
        ),
        &["number", "what it is"],
    )
    .and("mean quantile")
    .in_unit("hangs on it", "nats");
    for one in &found.tilted.0 {
        let Tilted { path, kind, mean, entropy } = one;
        table.row(vec![
            Cell::text(path),
            Cell::text(what(*kind)),
            Cell::number(format!("{mean:.2}"), *mean),
            Cell::number(format!("{entropy:.2}"), *entropy),
        ]);
    }
    table
}

fn rounds(found: &Rare) -> Table {
    let mut table = Table::new("The pilot, round by round, and the estimate. Trials, none of them used twice.", &["round"])
        .and("trials")
        .and("numbers drawn otherwise")
        .and("reached it");
    let mut row = |name: String, [trials, tilted, hits]: [u64; 3]| {
        let cells = [trials, tilted, hits].map(|count| Cell::number(words::count(count), count as f64));
        table.row(std::iter::once(Cell::text(name)).chain(cells).collect());
    };
    for (i, round) in found.rounds.iter().enumerate() {
        row(format!("pilot {}", i + 1), [round.trials, round.tilted as u64, round.hits]);
    }
    row("estimate".to_owned(), [found.trials, found.tilted.0.len() as u64, found.hits]);
    table
}

fn event_word(event: Event) -> &'static str {
    match event {
        Event::By(_) => "arrived by",
        Event::NotBy(_) => "not arrived by",
        Event::Lost => "lost",
    }
}

fn event_month(found: &Rare) -> Option<String> {
    match found.event {
        Event::By(month) | Event::NotBy(month) => Some(found.grid.label(month)),
        Event::Lost => None,
    }
}

/// All that was found.
#[must_use]
pub fn rare_json(found: &Rare) -> Value {
    let chance = &found.chance;
    json!({
        "title": found.title,
        "goal": found.goal,
        "event": event_word(found.event),
        "month": event_month(found),
        "seed": found.seed,
        "trials": found.trials,
        "pilot_trials": found.rounds.iter().map(|round| round.trials).sum::<u64>(),
        "chance": [chance.chance, chance.standard_error],
        "interval": { "low": chance.low, "high": chance.high },
        "hits": found.hits,
        "effective_hits": chance.effective_hits,
        "heaviest_hit": { "of_estimate": chance.heaviest, "of_variance": chance.heaviest_of_variance },
        "drawn_as_always": { "trials": found.plain.1, "chance": [found.plain.0.share, found.plain.0.standard_error] },
        "plain_trials_for_same_error": found.plain_trials,
        "gain": found.gain,
        "do_not_rely": found.doubtful,
        "sentences": rare_sentences(found),
        "rounds": found.rounds,
        "could_be_drawn_otherwise": found.tilted.1,
        "drawn_otherwise": found.tilted.0.iter().map(|one| json!({
            "path": one.path, "what": what(one.kind), "mean_quantile": one.mean, "relative_entropy": one.entropy,
        })).collect::<Vec<_>>(),
    })
}

/// The estimate in one row.
#[must_use]
pub fn rare_csv(found: &Rare) -> String {
    let chance = &found.chance;
    let mut csv = Csv::new(&[
        "goal",
        "event",
        "month",
        "chance",
        "standard_error",
        "low",
        "high",
        "trials",
        "pilot_trials",
        "hits",
        "effective_hits",
        "plain_trials_for_same_error",
        "gain",
        "reliable",
    ]);
    let spent: u64 = found.rounds.iter().map(|round| round.trials).sum();
    let optional = |value: Option<f64>| value.map_or_else(String::new, short);
    csv.row(&[
        found.goal.clone(),
        event_word(found.event).to_owned(),
        event_month(found).unwrap_or_default(),
        short(chance.chance),
        short(chance.standard_error),
        short(chance.low),
        short(chance.high),
        found.trials.to_string(),
        spent.to_string(),
        found.hits.to_string(),
        short(chance.effective_hits),
        optional(found.plain_trials),
        optional(found.gain),
        found.doubtful.is_empty().to_string(),
    ]);
    csv.text().to_owned()
}
