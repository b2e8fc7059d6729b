//! Direct offspring of an incident in a Hawkes process, simulated by its branching representation.

use rand_distr::{Distribution, Exp, Poisson};

use super::Key;

/// Fills `delays` (cleared first) with the delays from an incident to its direct offspring, in the order drawn, which is not chronological.
///
/// In the cluster representation of a Hawkes process (Hawkes & Oakes 1974) with kernel `branching`·exp(−t/`decay`)/`decay`, the number of direct
/// offspring of an incident is Poisson distributed with mean `branching`. Each has an exponentially distributed delay with mean `decay`, in the unit
/// of `decay`. There is no offspring where `branching` is zero, negative or NaN; all delays are 0 where `decay` is 0.
pub fn offspring_delays(key: Key, branching: f64, decay: f64, delays: &mut Vec<f64>) {
    delays.clear();
    let Ok(count) = Poisson::new(branching) else { return };
    let mut stream = key.stream();
    let count: f64 = count.sample(&mut stream);
    // A decay of 0 is an infinite rate, which gives delays of 0.
    let Ok(waiting) = Exp::new(decay.recip()) else { return };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a Poisson count is a small whole number")]
    let count = count as usize;
    delays.extend((0..count).map(|_| waiting.sample(&mut stream)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_branching_gives_no_offspring() {
        let mut delays = vec![1.0];
        for branching in [0.0, -1.0, f64::NAN] {
            offspring_delays(Key::from_bits(1), branching, 2.0, &mut delays);
            assert!(delays.is_empty());
        }
    }

    #[test]
    fn zero_decay_gives_zero_delays() {
        let mut delays = Vec::new();
        offspring_delays(Key::from_bits(3), 50.0, 0.0, &mut delays);
        assert!(!delays.is_empty() && delays.iter().all(|&delay| delay == 0.0));
    }

    #[test]
    fn offspring_depend_on_the_key_only() {
        let (mut first, mut second) = (Vec::new(), vec![9.0; 5]);
        for key in (0..200).map(|index| Key::from_bits(17).child(index)) {
            offspring_delays(key, 0.9, 3.0, &mut first);
            offspring_delays(key, 0.9, 3.0, &mut second);
            assert_eq!(first, second);
            assert!(first.iter().all(|delay| delay.is_finite() && *delay >= 0.0));
        }
    }
}
