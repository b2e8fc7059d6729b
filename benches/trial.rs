//! How fast a trial is, as ratios to a baseline of the same run: the draws alone of the reference scenario, made with `rand_distr`.
//!
//! Beside it the naive second implementation of the tests (its own trial, once over), months of arrival only, and the phases of a batch under the clock.
//!
//! `cargo bench` prints the time of each; a scenario's ratio to `draws alone` is what to compare between machines and versions.

#[path = "../tests/statistical/naive/mod.rs"]
mod naive;

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use adit::chance::Key;
use adit::engine::{PHASES, phases, rows, simulate};
use adit::plan::{Plan, compile};
use adit::scenario::load;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rand::RngExt;
use rand_distr::{Beta, Distribution, Exp, Gamma, LogNormal};

/// Trials of one measurement.
const TRIALS: u64 = 2_048;
const SCENARIOS: [&str; 5] =
    ["one-refinery.toml", "pakistan-announced.toml", "pakistan-baseline.toml", "pakistan-stress.toml", "pakistan-accelerated.toml"];

fn plan(name: &str) -> Plan {
    let loaded = load(&Path::new("scenarios").join(name), &[]);
    compile(&loaded.scenario.expect("a shipped scenario loads")).0.expect("a shipped scenario compiles")
}

/// What any program must draw for one trial of the reference scenario: statics, a regime over 240 months, incidents with class, outage and five strikes.
fn draws_alone(trial: u64) -> f64 {
    let mut stream = Key::of(1, "draws").child(trial).stream();
    let (beta, lognormal) = (Beta::new(2.2, 3.8).expect("shapes"), LogNormal::new(1.0, 0.5).expect("sigma"));
    let (sojourn, rate) = (Exp::new(1.0 / 18.0).expect("rate"), Gamma::new(4.0, 1.5).expect("shape"));
    let mut sum: f64 = (0..8).map(|_| beta.sample(&mut stream)).sum::<f64>() + (0..4).map(|_| lognormal.sample(&mut stream)).sum::<f64>();
    let mut month = 0.0;
    while month < 240.0 {
        month += sojourn.sample(&mut stream);
        sum += lognormal.sample(&mut stream) + beta.sample(&mut stream);
    }
    let gap = Exp::new(f64::max(rate.sample(&mut stream) / 12.0, 1e-9)).expect("rate");
    let mut time = gap.sample(&mut stream);
    while time < 240.0 {
        sum += lognormal.sample(&mut stream) + (0..6).map(|_| stream.random::<f64>()).sum::<f64>();
        time += gap.sample(&mut stream);
    }
    sum
}

fn trials(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("trials");
    group.throughput(Throughput::Elements(TRIALS)).sample_size(10).measurement_time(Duration::from_secs(3)).warm_up_time(Duration::from_millis(500));
    group.bench_function("draws alone", |bencher| bencher.iter(|| (0..TRIALS).map(draws_alone).sum::<f64>()));
    for threads in [1, 0] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        for name in SCENARIOS {
            let plan = plan(name);
            let label = if threads == 1 { "1 thread" } else { "all threads" };
            group.bench_function(format!("{name}, {label}"), |bencher| bencher.iter(|| black_box(simulate(&plan, 1, 0..TRIALS, &pool, &|_| ()))));
            group.bench_function(format!("{name}, arrivals only, {label}"), |bencher| bencher.iter(|| black_box(rows(&plan, 1, 0..TRIALS, &pool))));
        }
    }
    group.finish();
}

/// The second implementation, which was written to be read.
fn naive_baseline(criterion: &mut Criterion) {
    let loaded = load(&Path::new("scenarios").join("one-refinery.toml"), &[]);
    let scenario = loaded.scenario.expect("a shipped scenario loads");
    let naive = naive::Naive::new(&scenario);
    let mut group = criterion.benchmark_group("naive");
    group.throughput(Throughput::Elements(1)).sample_size(10).measurement_time(Duration::from_secs(1)).warm_up_time(Duration::from_millis(200));
    let mut trial = 0;
    group.bench_function("one-refinery.toml, 1 thread", |bencher| {
        bencher.iter(|| {
            trial += 1;
            black_box(naive.trial(1, trial))
        });
    });
    group.finish();
}

/// Phase by phase: each sums up its own time over the trials asked for.
fn by_phase(criterion: &mut Criterion) {
    for name in ["one-refinery.toml", "pakistan-baseline.toml"] {
        let plan = plan(name);
        let mut group = criterion.benchmark_group(format!("phases of {name}"));
        group.throughput(Throughput::Elements(1)).sample_size(10).measurement_time(Duration::from_secs(1)).warm_up_time(Duration::from_millis(100));
        for (place, phase) in PHASES.into_iter().enumerate() {
            group.bench_function(phase, |bencher| bencher.iter_custom(|trials| phases(&plan, 1, trials).0[place]));
        }
        group.finish();
    }
}

criterion_group!(benches, trials, naive_baseline, by_phase);
criterion_main!(benches);
