//! How the time of a run grows: with trials, months, minerals, nodes and incidents, each from the reference scenario. Time per element should not rise.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;

use adit::engine::simulate;
use adit::plan::{Plan, compile};
use adit::scenario::load_text;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

const REFERENCE: &str = include_str!("../scenarios/one-refinery.toml");
/// Trials of one measurement, where they are not what grows.
const TRIALS: u64 = 1_024;

fn plan(text: &str, overrides: &[String]) -> Plan {
    let loaded = load_text("growth.toml", text, None, overrides);
    compile(&loaded.scenario.expect("a variant of the reference scenario loads")).0.expect("it compiles")
}

/// The reference scenario with so many further minerals, each with a supplier, a mine and a route of its own.
fn with_minerals(count: usize) -> String {
    let mut text = REFERENCE.to_owned();
    for i in 1..count {
        let _ = write!(
            text,
            "\n[minerals.other{i}]\ndemand = 1_000\n[minerals.other{i}.suppliers]\nChina = {{ share = 0.9, controlled_by = \"licensing\" }}\n\
             [nodes.mine{i}]\ncapacity = {{ pert = [100, 200, 400] }}\nopens = \"mine.construction\"\nexposure = {{ balochistan = 0.25 }}\n\
             [[routes]]\nmineral = \"other{i}\"\nvia = [\"mine{i}\"]\norigin = \"Pakistan\"\n\
             [goals.other{i}]\nmineral = \"other{i}\"\norigin = \"Pakistan\"\nshare_of_demand = 0.1\n"
        );
    }
    text
}

/// The reference scenario with so many further nodes on the way, all exposed.
fn with_nodes(count: usize) -> String {
    let names: Vec<String> = (0..count).map(|i| format!("station{i}")).collect();
    let via: String = names.iter().fold(String::new(), |via, name| via + ", \"" + name + "\"");
    let mut text = REFERENCE.replace("\"corridor\"]", &format!("\"corridor\"{via}]"));
    for name in &names {
        let _ = write!(text, "\n[nodes.{name}]\ncapacity = 9_000\nexposure = {{ balochistan = 0.1 }}\n");
    }
    text
}

fn growth(criterion: &mut Criterion) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let mut measure = |what: &str, sizes: &[usize], make: &dyn Fn(usize) -> (Plan, u64)| {
        let mut group = criterion.benchmark_group(format!("growth with {what}"));
        group.sample_size(10).measurement_time(Duration::from_secs(2)).warm_up_time(Duration::from_millis(300));
        for &size in sizes {
            let (plan, trials) = make(size);
            group.throughput(Throughput::Elements(size as u64));
            group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
                bencher.iter(|| black_box(simulate(&plan, 1, 0..trials, &pool, &|_| ())));
            });
        }
        group.finish();
    };
    measure("trials", &[1_000, 4_000, 16_000], &|trials| (plan(REFERENCE, &[]), trials as u64));
    measure("years", &[5, 10, 20, 40], &|years| (plan(REFERENCE, &[format!("end={}-12", 2025 + years)]), TRIALS));
    measure("minerals", &[1, 4, 16], &|minerals| (plan(&with_minerals(minerals), &[]), TRIALS));
    measure("nodes", &[1, 4, 16], &|nodes| (plan(&with_nodes(nodes), &[]), TRIALS));
    measure("incidents a year", &[6, 24, 96], &|rate| {
        (plan(REFERENCE, &[format!("hazards.balochistan.rate={{ gamma = {{ mean = {rate}, sd = {} }} }}", rate / 2)]), TRIALS)
    });
}

criterion_group!(benches, growth);
criterion_main!(benches);
