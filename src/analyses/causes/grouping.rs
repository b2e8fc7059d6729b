//! Grouping: the groups with the largest effects are causes of their own, all others form one cause, so that all subsets can be run.

use super::findings::Cause;
use super::runs::Runs;

/// Name of the cause of all other groups.
pub const REST: &str = "all others";

/// Causes in the order of the groups: one for each group, or, where there are more than `most`, the groups with the largest effects and one cause for all
/// others.
///
/// The effect of a group on a goal is the change of its restricted mean months until arrival where the group alone goes to plan, or alone is random,
/// whichever is larger, as a share of the largest such change of that goal; a group counts by its largest share.
pub fn causes(runs: &mut Runs, goals: &[usize], most: usize, trials: u64, horizon: usize) -> Vec<Cause> {
    let groups = runs.groups.clone();
    let own: Vec<bool> = if groups.len() <= most { vec![true; groups.len()] } else { separate(runs, goals, most, trials, horizon) };
    let alone = groups.iter().zip(&own).filter(|(_, own)| **own).map(|(group, _)| (group.clone(), vec![group.clone()]));
    let rest: Vec<String> = groups.iter().zip(&own).filter(|(_, own)| !**own).map(|(group, _)| group.clone()).collect();
    let rest = Some((REST.to_owned(), rest)).filter(|(_, groups)| !groups.is_empty());
    alone.chain(rest).map(|(name, groups)| Cause { name, elements: runs.elements(&groups), groups }).collect()
}

fn separate(runs: &mut Runs, goals: &[usize], most: usize, trials: u64, horizon: usize) -> Vec<bool> {
    let count = runs.groups.len();
    let mut months = |chance: &[bool]| -> Vec<u64> {
        let arrivals = runs.arrivals(chance, trials);
        let of = |goal: &usize| arrivals[*goal].iter().take(usize::try_from(trials).unwrap_or(usize::MAX));
        goals.iter().map(|goal| of(goal).map(|&month| usize::from(month).min(horizon) as u64).sum()).collect()
    };
    let (all, none) = (months(&vec![true; count]), months(&vec![false; count]));
    let moves: Vec<Vec<u64>> = (0..count)
        .map(|group| {
            let one = |rest: bool| (0..count).map(|other| (other == group) != rest).collect::<Vec<_>>();
            let (without, alone) = (months(&one(true)), months(&one(false)));
            let changes = (0..goals.len()).map(|goal| all[goal].abs_diff(without[goal]).max(none[goal].abs_diff(alone[goal])));
            changes.collect()
        })
        .collect();
    let largest: Vec<u64> = (0..goals.len()).map(|goal| moves.iter().map(|of_group| of_group[goal]).max().unwrap_or(0)).collect();
    let share = |group: usize| (0..goals.len()).map(|goal| moves[group][goal] as f64 / largest[goal].max(1) as f64).fold(0.0, f64::max);
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&a, &b| share(b).total_cmp(&share(a)).then(a.cmp(&b)));
    let mut own = vec![false; count];
    order.iter().take(most - 1).for_each(|&group| own[group] = true);
    own
}
