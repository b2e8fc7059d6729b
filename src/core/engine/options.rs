//! How many trials to run, with which seed, on how many threads.

use super::threads::default_threads;

/// How many trials to run, with which seed, on how many threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunOptions {
    /// Trials.
    pub trials: u64,
    /// Seed.
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
