//! `adit explore`: what it refuses, what it answers, what it saves, and the page in a browser.
#![allow(missing_docs)]

mod answers;
mod browser;
mod chromium;
mod client;
mod figures;
mod saving;
mod security;
mod static_page;
mod switches;
