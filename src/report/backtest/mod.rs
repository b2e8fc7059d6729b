//! The backtests as a chapter: what each forecast said, what came, and where it fails.

mod episode;
mod projects;
mod rest;

use super::chapter::Chapter;
use super::charts;
use super::words;
use crate::study::backtest::Backtest;

/// The chapter.
#[must_use]
pub fn backtest_chapter(found: &Backtest) -> Chapter {
    let print_of = |table: &str| format!("{table} · laws and counts, no trials · {} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
    let mut sentences = Vec::new();
    let mut blocks = Vec::new();
    if let Some(projects) = &found.projects {
        sentences.push(projects::sentence(projects));
        blocks.extend(projects::blocks(projects, &print_of(&found.table)));
    }
    if let Some(controls) = &found.controls {
        sentences.push(rest::controls_sentence(controls));
        blocks.extend(rest::controls(controls));
    }
    if let Some(incidents) = &found.incidents {
        sentences.push(rest::incidents_sentence(incidents));
        blocks.extend(rest::incidents(incidents, &print_of("incidents_annual.csv")));
    }
    if let Some(episode) = &found.episode {
        sentences.push(episode::sentence(episode));
        blocks.extend(episode::blocks(episode, &charts::small_print("rare-earths-2010.toml", episode.trials, episode.seed)));
    }
    Chapter { id: "backtest".to_owned(), title: "What the forecasts were worth".to_owned(), sentences, blocks }
}

/// A share in per cent, whole.
fn percent(share: f64) -> String {
    words::rounded(100.0 * share, 1.0) + "%"
}
