//! How many trials to run, with which seed, on how many threads.

use super::threads::default_threads;

/// How many trials to run, with which seed, on how many threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunOptions {
    /// Number of trials, at least 1: without any, quantities have no value.
    pub trials: u64,
    /// Seed of all draws: the same scenario, seed and number of trials give the same findings on any number of threads.
    pub seed: u64,
    /// Threads; as many as the machine has where `None`.
    pub threads: Option<usize>,
}

impl RunOptions {
    /// The thread pool of a run.
    ///
    /// # Errors
    /// Where the threads cannot be started.
    pub fn pool(&self) -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
        rayon::ThreadPoolBuilder::new().num_threads(self.threads.unwrap_or_else(default_threads)).build()
    }
}
