//! Nanoseconds a draw, family by family: eight uniform numbers made from their addresses and turned into eight values, as the engine does it.
//!
//! `uniform number` is the floor: the address hashed and nothing more.

use std::hint::black_box;
use std::time::Duration;

use adit::chance::{Distribution, Key, LANES, PoissonCounts, Sampler, SobolDimension, Strata, unit};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// Batches of one measurement.
const BATCHES: u64 = 1_024;

fn uniforms(key: Key, batch: u64) -> [f64; LANES] {
    std::array::from_fn(|lane| unit(key.word(batch * LANES as u64 + lane as u64)))
}

fn families() -> Vec<(&'static str, Distribution)> {
    let made = [
        ("uniform", Distribution::uniform(0.8, 0.92)),
        ("loguniform", Distribution::loguniform(0.1, 10.0)),
        ("triangular", Distribution::triangular(6.0, 12.0, 30.0)),
        ("PERT", Distribution::pert(6.0, 12.0, 30.0)),
        ("normal", Distribution::normal(10.0, 2.0)),
        ("lognormal", Distribution::lognormal_percentiles(1.0, 6.0)),
        ("gamma", Distribution::gamma(6.0, 3.0)),
        ("beta", Distribution::beta(0.5, 0.15)),
        ("exponential", Distribution::exponential(18.0)),
        ("weibull", Distribution::weibull(1.5, 10.0)),
        ("metalog", Distribution::metalog(4.0, 8.0, 20.0, Some(0.0), None)),
        ("discrete", Distribution::discrete(&[(1.0, 0.5), (2.0, 0.3), (5.0, 0.2)])),
        ("empirical, 500 rows", Distribution::empirical(&(0..500).map(|i| f64::from(i).sqrt()).collect::<Vec<_>>())),
    ];
    let mut made: Vec<_> = made.into_iter().map(|(name, law)| (name, law.expect("parameters are right"))).collect();
    let parts = vec![(made[4].1.clone(), 0.7), (made[0].1.clone(), 0.3)];
    made.push(("mixture of two", Distribution::mixture(parts).expect("weights are right")));
    made
}

fn draws(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("draws");
    group.throughput(Throughput::Elements(BATCHES * LANES as u64)).sample_size(20);
    group.measurement_time(Duration::from_millis(800)).warm_up_time(Duration::from_millis(200));
    let key = Key::of(1, "draws");
    group.bench_function("uniform number", |bencher| bencher.iter(|| (0..BATCHES).map(|batch| black_box(uniforms(key, batch))[0]).sum::<f64>()));
    group.bench_function("Poisson count", |bencher| {
        let mut counts = PoissonCounts::default();
        bencher.iter(|| {
            counts.clear();
            (0..BATCHES).for_each(|batch| counts.push([6.0; LANES], [(-6.0_f64).exp(); LANES], uniforms(key, batch)));
            counts.compute();
            black_box(counts.count(0, 0))
        });
    });
    let points = SobolDimension::plain(40).scrambled(key);
    group.bench_function("Sobol' number", |bencher| {
        bencher.iter(|| (0..BATCHES).map(|batch| black_box(points.words(batch * LANES as u64).map(unit))[0]).sum::<f64>());
    });
    let strata = Strata::new(BATCHES * LANES as u64);
    group.bench_function("Latin hypercube number", |bencher| {
        bencher.iter(|| (0..BATCHES).map(|batch| black_box(strata.points(key, batch * LANES as u64))[0]).sum::<f64>());
    });
    for (name, law) in families() {
        let sampler = Sampler::new(&law);
        group.bench_function(name, |bencher| {
            bencher.iter(|| (0..BATCHES).map(|batch| black_box(sampler.draw_lanes(&uniforms(key, batch)))[0]).sum::<f64>());
        });
    }
    group.finish();
}

criterion_group!(benches, draws);
criterion_main!(benches);
