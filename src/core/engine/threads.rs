//! Number of threads where a command names none.

/// Most threads of a run.
pub const MOST_THREADS: usize = 1_024;

/// Threads where none are asked for: `RAYON_NUM_THREADS`, else as many as the machine has; at most [`MOST_THREADS`].
#[must_use]
pub fn default_threads() -> usize {
    let wished = std::env::var("RAYON_NUM_THREADS").ok().and_then(|text| text.trim().parse::<usize>().ok()).filter(|&wished| wished > 0);
    wished.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).min(MOST_THREADS)
}
