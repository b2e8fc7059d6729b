//! Answers that pages may still ask about: their figures, their numbers, their trials. The last two of each page are kept, of a few pages.

use std::collections::VecDeque;
use std::sync::Arc;

use super::changes::Changed;
use super::run::Results;

/// Answers that are kept of one page: figures of the last but one may still be on their way.
const OF_A_PAGE: usize = 2;
/// Answers that are kept in all.
const MOST: usize = 8;

/// Answer of a run after some of its trials.
pub struct Answer {
    /// Number of the answer.
    pub id: u64,
    /// Results.
    pub result: Results,
    /// Changed scenario; `None` where nothing is changed.
    pub changed: Option<Arc<Changed>>,
}

/// Answers in the order in which they were given.
#[derive(Default)]
pub struct Store {
    last: u64,
    kept: VecDeque<(String, Arc<Answer>)>,
}

impl Store {
    /// Keeps an answer of a page and gives it a number; the oldest ones are dropped.
    pub fn put(&mut self, page: &str, result: Results, changed: Option<Arc<Changed>>) -> Arc<Answer> {
        self.last += 1;
        let answer = Arc::new(Answer { id: self.last, result, changed });
        self.kept.push_back((page.to_owned(), Arc::clone(&answer)));
        while self.kept.iter().filter(|(of, _)| of == page).count() > OF_A_PAGE {
            if let Some(oldest) = self.kept.iter().position(|(of, _)| of == page) {
                self.kept.remove(oldest);
            }
        }
        if self.kept.len() > MOST {
            self.kept.pop_front();
        }
        answer
    }

    /// The answer with this number.
    #[must_use]
    pub fn get(&self, id: u64) -> Option<Arc<Answer>> {
        self.kept.iter().find(|(_, answer)| answer.id == id).map(|(_, answer)| Arc::clone(answer))
    }
}
