//! Trials a second of one scenario, printed as one line: what `benches/peers/compare.py` sets beside the peers.
//!
//! `cargo bench --bench throughput -- [SCENARIO] [--trials N] [--threads T] [--repeat R] [--arrivals | --phases]`; `--arrivals` makes months of arrival only, no series;
//! `--phases` prints where the time of a trial goes.
//! Trials per second of the clock on the wall, and per second that the threads ran: the one to compare on a machine that does other things meanwhile.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use adit::engine::{PHASES, phases, rows, simulate};
use adit::plan::compile;
use adit::scenario::load;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let number = |name: &str, default: u64| {
        let place = arguments.iter().position(|argument| argument == name);
        place.and_then(|place| arguments.get(place + 1)?.parse().ok()).unwrap_or(default)
    };
    let scenario = arguments.first().filter(|first| !first.starts_with("--")).map_or("scenarios/one-refinery.toml", String::as_str);
    let (trials, threads, repeats) = (number("--trials", 100_000), number("--threads", 1), number("--repeat", 1));
    let loaded = load(Path::new(scenario), &[]);
    let plan = compile(&loaded.scenario.expect("the scenario loads")).0.expect("the scenario compiles");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::try_from(threads).expect("few threads")).build().expect("threads");
    let arrivals_only = arguments.iter().any(|argument| argument == "--arrivals");
    if arguments.iter().any(|argument| argument == "--phases") {
        let (spent, _) = phases(&plan, 1, trials);
        let each = spent.map(|time| time.as_secs_f64() * 1e6 / trials as f64);
        PHASES.iter().zip(each).for_each(|(phase, time)| println!("{phase:>10} {time:8.3} us a trial"));
        println!("{:>10} {:8.3}", "together", each.iter().sum::<f64>());
        return;
    }
    for _ in 0..repeats {
        let (start, busy) = (Instant::now(), processor_seconds());
        if arrivals_only {
            black_box(rows(&plan, 1, 0..trials, &pool));
        } else {
            black_box(simulate(&plan, 1, 0..trials, &pool, &|_| ()));
        }
        let seconds = start.elapsed().as_secs_f64();
        let rate = trials as f64 / seconds;
        println!("{rate:.0} trials/s, {:.0} trials/s of processor time", rate * seconds / (processor_seconds() - busy));
    }
}

/// Seconds that the threads of this process have run; undefined where /proc does not tell.
fn processor_seconds() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let of_task = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("schedstat")).ok()?.split(' ').next()?.parse::<f64>().ok();
    tasks.map(|task| of_task(task).unwrap_or(f64::NAN)).sum::<f64>() * 1e-9
}
