//! Search for the smallest set of conditions that reaches a number of trials.
//!
//! The search does not know scenarios: it asks for the score of a set and compares scores. It assumes that no favourable condition lowers the score, which
//! common random numbers make true except in very few trials; what it reports as necessary depends on this.

use std::collections::HashMap;

/// Score of a set, over the same trials for every set.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Trials in which the goal arrives in time.
    pub arrived: u64,
    /// Months until arrival summed over trials; a trial without arrival counts with all months of the scenario.
    pub months: u64,
    /// Tonnes that arrive until then minus tonnes of shortage, summed over trials.
    pub tonnes: f64,
}

impl Score {
    /// Whether it is better than another: by trials that arrive, then by months, then by tonnes.
    #[must_use]
    pub fn beats(&self, other: &Self) -> bool {
        (self.arrived, std::cmp::Reverse(self.months))
            .cmp(&(other.arrived, std::cmp::Reverse(other.months)))
            .then(self.tonnes.total_cmp(&other.tonnes))
            .is_gt()
    }
}

/// Limits of the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Trials in which the goal must arrive.
    pub wanted: u64,
    /// Leading candidates among which all sets are tried, at most.
    pub leading: usize,
    /// Sets tried, at most.
    pub sets: usize,
}

/// Result of the search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Smallest {
    /// Sets of one size that reach the wanted trials, the best first; empty where even all conditions together do not.
    pub sets: Vec<Vec<usize>>,
    /// Score of all conditions together.
    pub all: Score,
    /// Conditions without which all others do not reach them.
    pub necessary: Vec<usize>,
    /// Candidates among which all sets were tried, together with the necessary ones.
    pub leading: Vec<usize>,
    /// Every set of fewer conditions than this, over the leading candidates, was tried.
    pub proven_below: usize,
    /// Whether every condition was tried alone.
    pub singles: bool,
    /// Sets scored.
    pub tried: usize,
}

/// Scores of sets, each computed once.
struct Book<'a> {
    score: &'a mut dyn FnMut(&[usize]) -> Score,
    known: HashMap<Vec<usize>, Score>,
}

impl Book<'_> {
    fn of(&mut self, set: &[usize]) -> Score {
        let mut set = set.to_vec();
        set.sort_unstable();
        set.dedup();
        if let Some(&known) = self.known.get(&set) {
            return known;
        }
        let score = (self.score)(&set);
        self.known.insert(set, score);
        score
    }

    /// Members of the set, sorted so that the one without which the set scores best comes first.
    fn by_loss(&mut self, set: &[usize]) -> Vec<(usize, Score)> {
        let mut losses: Vec<(usize, Score)> = set.iter().map(|&one| (one, self.of(&less(set, &[one])))).collect();
        sort(&mut losses);
        losses
    }
}

/// Sorts the best score first; of equal scores, the first condition.
fn sort<T: Ord>(scored: &mut [(T, Score)]) {
    scored.sort_by(|a, b| match (a.1.beats(&b.1), b.1.beats(&a.1)) {
        (true, _) => std::cmp::Ordering::Less,
        (_, true) => std::cmp::Ordering::Greater,
        _ => a.0.cmp(&b.0),
    });
}

fn less(set: &[usize], gone: &[usize]) -> Vec<usize> {
    set.iter().copied().filter(|one| !gone.contains(one)).collect()
}

/// Finds the smallest sets of `count` conditions that reach the wanted trials: backward elimination from all, forward selection from none, then all sets over
/// the leading candidates by size. `score` is asked for sets in ascending order.
pub fn smallest(count: usize, effort: &Effort, score: &mut dyn FnMut(&[usize]) -> Score) -> Smallest {
    let mut book = Book { score, known: HashMap::new() };
    let all: Vec<usize> = (0..count).collect();
    let best = book.of(&all);
    if best.arrived < effort.wanted {
        return Smallest { all: best, tried: book.known.len(), ..Smallest::default() };
    }
    let losses = book.by_loss(&all);
    let necessary: Vec<usize> = losses.iter().filter(|(_, score)| score.arrived < effort.wanted).map(|&(one, _)| one).collect();
    let kept = backward(&mut book, &losses, effort.wanted);
    let leading = leading(&mut book, &losses, &kept, &necessary, effort);
    let grown = forward(&mut book, &necessary, &leading, kept.len(), effort.wanted);
    let known = if grown.len() < kept.len() { grown } else { kept };
    let mut found = Smallest { all: best, necessary, leading, ..Smallest::default() };
    exhaust(&mut book, known, effort, &mut found);
    found.singles = (0..count).all(|one| book.known.contains_key(&vec![one]));
    found.tried = book.known.len();
    found
}

/// Backward elimination: drops the conditions that cost least, as many at once as possible, until none can be dropped.
fn backward(book: &mut Book, losses: &[(usize, Score)], wanted: u64) -> Vec<usize> {
    let mut losses = losses.to_vec();
    loop {
        let order: Vec<usize> = losses.iter().map(|&(one, _)| one).collect();
        // Longest run of dispensable conditions from the front, found by bisection.
        let (mut can, mut cannot) = (0, order.len() + 1);
        while cannot - can > 1 {
            let middle = usize::midpoint(can, cannot);
            let enough = book.of(&order[middle..]).arrived >= wanted;
            *(if enough { &mut can } else { &mut cannot }) = middle;
        }
        let mut kept = order[can..].to_vec();
        kept.sort_unstable();
        if can == 0 || kept.is_empty() {
            return kept;
        }
        losses = book.by_loss(&kept);
    }
}

/// Leading candidates: those that backward elimination kept, then by turns those that help most together with the necessary ones alone and those whose
/// absence from the whole costs most.
fn leading(book: &mut Book, losses: &[(usize, Score)], kept: &[usize], necessary: &[usize], effort: &Effort) -> Vec<usize> {
    let free: Vec<usize> = losses.iter().rev().map(|&(one, _)| one).filter(|one| !necessary.contains(one)).collect();
    let mut alone: Vec<(usize, Score)> = free.iter().map(|&one| (one, book.of(&[necessary, &[one]].concat()))).collect();
    sort(&mut alone);
    let mut leading: Vec<usize> = kept.iter().copied().filter(|one| !necessary.contains(one)).collect();
    for (by_itself, missed) in alone.iter().map(|&(one, _)| one).zip(free) {
        for one in [by_itself, missed] {
            if leading.len() < effort.leading && !leading.contains(&one) {
                leading.push(one);
            }
        }
    }
    leading
}

/// Forward selection: adds to the necessary conditions the one that helps most, until the set is sufficient or no smaller than the known one.
fn forward(book: &mut Book, necessary: &[usize], leading: &[usize], known: usize, wanted: u64) -> Vec<usize> {
    let mut set = necessary.to_vec();
    while book.of(&set).arrived < wanted {
        let mut next: Vec<(usize, Score)> =
            leading.iter().copied().filter(|one| !set.contains(one)).map(|one| (one, book.of(&[set.as_slice(), &[one]].concat()))).collect();
        sort(&mut next);
        match next.first() {
            Some(&(one, _)) if set.len() < known => set.push(one),
            _ => return (0..=known).collect(), // larger than the known set
        }
    }
    set.sort_unstable();
    set
}

/// Tries all sets by size, from the necessary ones up to the size known to be sufficient, within the limits of the search.
fn exhaust(book: &mut Book, known: Vec<usize>, effort: &Effort, found: &mut Smallest) {
    let mut left = effort.sets;
    for size in found.necessary.len()..=known.len() {
        let sets = subsets(&found.leading, size - found.necessary.len(), left);
        let Some(sets) = sets else { break };
        left -= sets.len();
        let mut enough: Vec<(Vec<usize>, Score)> = Vec::new();
        for extra in sets {
            let mut set = [found.necessary.as_slice(), &extra].concat();
            set.sort_unstable();
            let score = book.of(&set);
            if score.arrived >= effort.wanted {
                enough.push((set, score));
            }
        }
        found.proven_below = size;
        if !enough.is_empty() {
            sort(&mut enough);
            found.sets = enough.into_iter().map(|(set, _)| set).collect();
            return;
        }
        found.proven_below = size + 1;
    }
    found.sets = vec![known]; // There are too many sets to try all.
}

/// All subsets of a size in lexicographic order; `None` where there are more than `most`.
fn subsets(of: &[usize], size: usize, most: usize) -> Option<Vec<Vec<usize>>> {
    let mut all = vec![Vec::new()];
    for _ in 0..size {
        let mut longer = Vec::new();
        for set in &all {
            let from = set.last().map_or(0, |&last: &usize| last + 1);
            longer.extend((from..of.len()).map(|next| [set.as_slice(), &[next]].concat()));
            if longer.len() > most {
                return None;
            }
        }
        all = longer;
    }
    Some(all.into_iter().map(|set| set.into_iter().map(|place| of[place]).collect()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subsets_are_counted() {
        assert_eq!(subsets(&[7, 8, 9, 5], 2, 100).unwrap().len(), 6);
        assert_eq!(subsets(&[7, 8], 0, 100).unwrap(), [Vec::<usize>::new()]);
        assert_eq!(subsets(&[7, 8], 3, 100).unwrap().len(), 0);
        assert!(subsets(&(0..20).collect::<Vec<_>>(), 5, 1000).is_none());
    }

    #[test]
    fn better_is_more_arrivals_then_fewer_months() {
        let score = |arrived, months, tonnes| Score { arrived, months, tonnes };
        assert!(score(2, 9, 0.0).beats(&score(1, 1, 9.0)) && score(1, 1, 0.0).beats(&score(1, 2, 9.0)) && score(1, 1, 2.0).beats(&score(1, 1, 1.0)));
        assert!(!score(1, 1, 1.0).beats(&score(1, 1, 1.0)));
    }
}
