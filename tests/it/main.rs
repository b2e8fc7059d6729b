//! Integration tests: the library and the program as their users meet them. What tries many trials and states error rates is in `tests/statistical`.
#![allow(missing_docs)]

mod browser;
mod chapter;
mod clearing;
mod cli;
mod common;
mod compare;
mod conditions;
mod discovery;
mod engine_figures;
mod everyday;
mod explore;
mod figures;
mod figures_limits;
mod fuzz;
mod given;
mod goal_parts;
mod headline;
mod hostile;
mod html;
mod interventions;
mod language;
mod layers;
mod levers;
#[cfg(feature = "explore")]
mod page_server;
mod part;
mod parts;
mod processes;
mod readme;
mod register;
mod report;
mod reported;
mod results_folder;
mod signs;
mod submit;
mod sweep;
