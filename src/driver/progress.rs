//! Progress bar on stderr; it is hidden where stderr is not a terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// Progress bar of trials.
pub struct Progress(ProgressBar);

impl Progress {
    /// Bar of a known number of trials.
    #[must_use]
    pub fn new(trials: u64, what: &'static str) -> Self {
        let bar = ProgressBar::new(trials);
        let style = ProgressStyle::with_template("{msg} {wide_bar} {human_pos} of {human_len} trials, {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(what);
        Self(bar)
    }

    /// Count of trials where their number is not known beforehand.
    #[must_use]
    pub fn counting(what: &'static str) -> Self {
        let bar = ProgressBar::no_length();
        let style = ProgressStyle::with_template("{msg} {spinner} {human_pos} trials");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.set_message(what);
        Self(bar)
    }

    /// Adds finished trials.
    pub fn add(&self, trials: u64) {
        self.0.inc(trials);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
