//! The incidents that an incident brings about: the branching form of a Hawkes process.

use rand_distr::{Distribution, Exp, Poisson};

use super::Key;

/// Fills `delays` (emptied first) with the times from an incident to its direct offspring, in the order drawn, which is not the order in time.
///
/// In the cluster form of a Hawkes process (Hawkes & Oakes 1974) with kernel `branching`·exp(−t/`decay`)/`decay` an incident has Poisson(`branching`)
/// many, each after an exponential delay with mean `decay`, in the unit of `decay`. No branching (or a negative or undefined one) means no
/// offspring; without decay they come at once.
pub fn offspring_delays(key: Key, branching: f64, decay: f64, delays: &mut Vec<f64>) {
    delays.clear();
    let Ok(count) = Poisson::new(branching) else { return };
    let mut stream = key.stream();
    let count: f64 = count.sample(&mut stream);
    // Rate infinity, where decay is 0, is a delay of 0.
    let Ok(waiting) = Exp::new(decay.recip()) else { return };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a Poisson count is a small whole number")]
    let count = count as usize;
    delays.extend((0..count).map(|_| waiting.sample(&mut stream)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_comes_of_no_branching() {
        let mut delays = vec![1.0];
        for branching in [0.0, -1.0, f64::NAN] {
            offspring_delays(Key::from_bits(1), branching, 2.0, &mut delays);
            assert!(delays.is_empty());
        }
    }

    #[test]
    fn offspring_of_no_decay_come_at_once() {
        let mut delays = Vec::new();
        offspring_delays(Key::from_bits(3), 50.0, 0.0, &mut delays);
        assert!(!delays.is_empty() && delays.iter().all(|&delay| delay == 0.0));
    }

    #[test]
    fn offspring_are_a_function_of_the_key() {
        let (mut first, mut second) = (Vec::new(), vec![9.0; 5]);
        for key in (0..200).map(|index| Key::from_bits(17).child(index)) {
            offspring_delays(key, 0.9, 3.0, &mut first);
            offspring_delays(key, 0.9, 3.0, &mut second);
            assert_eq!(first, second);
            assert!(first.iter().all(|delay| delay.is_finite() && *delay >= 0.0));
        }
    }
}
