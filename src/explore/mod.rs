//! Interactive page (`adit explore`): the inputs of a scenario, which can be changed, and the answer that follows, served on the loopback interface.
//!
//! `Model` is the scenario as it was compiled. `changes` applies what the page changes, `run` runs it in growing numbers of trials on the same draws as
//! the unchanged scenario, `answer` turns the findings into what the page shows, and `server` is the only module that knows of HTTP.

mod answer;
mod args;
mod changes;
mod effects;
mod figures;
mod form;
mod inputs;
mod model;
mod overlay;
mod paired;
mod run;
mod save;
mod server;
mod session;
mod settings;
mod static_page;
mod store;
mod unchanged;
mod why;

use std::sync::Arc;

pub use args::ExploreArgs;

use crate::driver::Failure;
use model::Model;
use session::Session;

/// Compiles the scenario, serves its page and waits until it is closed, or writes a static page.
///
/// # Errors
/// Where the scenario cannot run, the folder for overlays does not exist, the port cannot be used, or the static page cannot be written.
pub fn explore(args: &ExploreArgs) -> Result<(), Failure> {
    let model = Model::open(args)?;
    if let Some(file) = &args.static_page {
        return static_page::write(&model, &args.vary, file);
    }
    let session = Arc::new(Session::new(model));
    server::serve(&session, args)
}
