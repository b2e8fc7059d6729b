//! Memory that the process may still take, compared with the estimate of a run before it starts.
//!
//! A failed allocation ends a process without a message of ours, so a run that cannot fit is refused beforehand.

use std::fs;
use std::path::Path;

use super::Failure;
use crate::plan::Plan;
use crate::study::default_threads;

/// Refuses a run whose estimated memory is more than the process may take.
///
/// # Errors
/// Where it is; with the estimate, the limit and a remedy.
pub fn check(plan: &Plan, threads: Option<usize>) -> Result<(), Failure> {
    let threads = threads.unwrap_or_else(default_threads);
    let needed = plan.memory(threads);
    match limits().into_iter().min_by_key(|limit| limit.bytes) {
        #[expect(clippy::cast_precision_loss, reason = "printed in megabytes")]
        Some(limit) if needed > limit.bytes as f64 => Err(Failure::Machine(format!(
            "the run would take about {:.0} MB of memory on {threads} {}, and {:.0} MB are available ({}); use fewer --threads, move `end`, or leave out \
             minerals, suppliers or routes",
            needed / 1e6,
            if threads == 1 { "thread" } else { "threads" },
            limit.bytes as f64 / 1e6,
            limit.source,
        ))),
        _ => Ok(()),
    }
}

/// Memory that a process may still take, and who says so.
#[derive(Debug, PartialEq, Eq)]
struct Limit {
    bytes: u64,
    source: &'static str,
}

/// All limits that the system states; none where it states none.
fn limits() -> Vec<Limit> {
    let read = |path: &str| fs::read_to_string(path).ok();
    let free = read("/proc/meminfo").and_then(|text| kilobytes(&text, "MemAvailable:"));
    let [status, table] = ["/proc/self/status", "/proc/self/limits"].map(|path| read(path).unwrap_or_default());
    let rest = |limit: &str, used: &str| soft_limit(&table, limit).map(|most| most.saturating_sub(kilobytes(&status, used).unwrap_or(0)));
    let limits = [
        (free, "memory of the machine"),
        (rest("Max address space", "VmSize:"), "limit of the address space, ulimit -v"),
        (rest("Max data size", "VmData:"), "limit of the data, ulimit -d"),
        (group(), "limit of the control group"),
    ];
    limits.into_iter().filter_map(|(bytes, source)| bytes.map(|bytes| Limit { bytes, source })).collect()
}

/// A figure of a table of the kernel in kB, as bytes.
fn kilobytes(table: &str, name: &str) -> Option<u64> {
    let line = table.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1_024)
}

/// Soft limit of a process in bytes; `None` where there is none.
fn soft_limit(table: &str, name: &str) -> Option<u64> {
    table.lines().find_map(|line| line.strip_prefix(name))?.split_whitespace().next()?.parse().ok()
}

/// What is left of the memory of the control group (version 2), bytes.
fn group() -> Option<u64> {
    let groups = fs::read_to_string("/proc/self/cgroup").ok()?;
    let path = groups.lines().find_map(|line| line.strip_prefix("0::/"))?;
    let figure = |name: &str| fs::read_to_string(Path::new("/sys/fs/cgroup").join(path).join(name)).ok()?.trim().parse::<u64>().ok();
    Some(figure("memory.max")?.saturating_sub(figure("memory.current")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_from_the_tables_of_the_kernel() {
        assert_eq!(kilobytes("MemTotal:  24 kB\nMemAvailable:    1000 kB\n", "MemAvailable:"), Some(1_024_000));
        assert_eq!(kilobytes("MemAvailable: many\n", "MemAvailable:"), None);
        let table =
            |soft: &str| format!("Limit Soft Hard Units\nMax cpu time  unlimited unlimited seconds\nMax address space  {soft}  unlimited  bytes\n");
        assert_eq!(
            (soft_limit(&table("104857600"), "Max address space"), soft_limit(&table("unlimited"), "Max address space")),
            (Some(104_857_600), None)
        );
    }
}
