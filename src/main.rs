//! x
fn main() {
    let mut args = std::env::args().skip(1);
    let file = args.next().unwrap();
    let trials: u64 = args.next().unwrap().parse().unwrap();
    let threads: usize = args.next().unwrap().parse().unwrap();
    let loaded = adit::scenario::load(std::path::Path::new(&file), &[]);
    for p in loaded.problems.sorted() { eprintln!("{p}"); }
    let Some(scenario) = loaded.scenario else { return };
    let t = std::time::Instant::now();
    let (plan, problems) = adit::plan::compile(&scenario);
    for p in problems.sorted() { eprintln!("{p}"); }
    let plan = plan.unwrap();
    eprintln!("compile {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let f = adit::study::run(&plan, &adit::study::RunOptions { trials, seed: scenario.seed, threads: Some(threads) }, &|_| ()).unwrap();
    let e = t.elapsed();
    eprintln!("{:?}, {:.0} trials/s", e, trials as f64 / e.as_secs_f64());
    // the oracle's shape
    let pair = |e: &adit::study::Estimate| format!("[{},{}]", e.mean, e.standard_error);
    let sh = |s: &adit::study::Share| format!("[{},{}]", s.share, s.standard_error);
    let yearly = |y: &adit::study::Yearly| format!("{{{}}}", y.iter().map(|(y, e)| format!("\"{y}\":{}", pair(e))).collect::<Vec<_>>().join(","));
    let m = |q: &adit::study::Quantile<Option<usize>>| q.value.map_or("[null,null]".to_owned(), |m| format!("[{m},null]"));
    let goals: Vec<String> = f.goals.iter().map(|g| {
        let dec: Vec<String> = f.grid.years().map(|y| format!("\"{y}\":{}", sh(&g.arrived_by[f.grid.last_month_of(y).unwrap()]))).collect();
        format!("\"{}\":{{\"p10\":{},\"p50\":{},\"p90\":{},\"by_december\":{{{}}},\"never\":{},\"mean_arrival\":{},\"lost\":{},\"bridge\":{{{}}},\"bridge_mean\":{}}}", g.name, m(&g.p10), m(&g.p50), m(&g.p90), dec.join(","), sh(&g.never), g.mean_arrival.as_ref().map_or("[null,null]".into(), pair), sh(&g.lost),
          g.bridge.iter().map(|(p,q)| format!("\"{p}\":[{},null]", q.value)).collect::<Vec<_>>().join(","), g.bridge_mean.as_ref().map_or("null".into(), pair))
    }).collect();
    let minerals: Vec<String> = f.minerals.iter().map(|x| format!("\"{}\":{{\"arrivals\":{},\"shortage\":{},\"controlled\":{},\"hhi\":{}}}", x.name, yearly(&x.arrivals), yearly(&x.shortage), yearly(&x.controlled), yearly(&x.hhi))).collect();
    println!("{{\"trials\":{trials},\"goals\":{{{}}},\"minerals\":{{{}}}}}", goals.join(","), minerals.join(","));
}
