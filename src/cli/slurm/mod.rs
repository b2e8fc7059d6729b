//! A run in parts on a Slurm cluster: two job scripts, the folder they live in, and what the queue says of them.
//!
//! Slurm does the scheduling, requeues what a lost node was running and holds the merge back until every part is there. What is kept
//! here is files: a part is done when its file is whole, whoever made it and when.

mod folder;
mod queue;
mod script;
mod watch;

pub use folder::{JobFolder, ranges};
pub use queue::{Jobs, Slurm};
pub use script::{ResourceRequest, Scripts};
pub use watch::{End, watch};
