//! The root of a distribution function on the positive numbers.

/// Iterations after which the best point so far is taken; bisection alone needs fewer than 70 inside one factor of two.
const MOST_STEPS: usize = 300;

/// Roots below this are 0: next to the least numbers there are, too few digits are left to tell which of two is the larger.
const NOTHING: f64 = 1e-290;

/// The x in (0, `top`) at which a tail probability equals `target`, by Newton's method on ln(probability) against ln x inside a bracket that only
/// shrinks, with bisection where a step would leave it.
///
/// `tail` gives, at x, the probability of one tail (`upper` says which) and the density. In logarithms the tails of beta and gamma
/// distributions are concave, and powers of x straight lines, so that a few steps do. Roots too small to tell from 0 are 0.
pub(super) fn invert(upper: bool, target: f64, guess: f64, top: f64, tail: impl Fn(f64) -> (f64, f64)) -> f64 {
    let (mut low, mut high) = (0.0, top);
    let mut x = if guess > 0.0 && guess < top { guess } else { middle(low, high) };
    for _ in 0..MOST_STEPS {
        let (probability, density) = tail(x);
        let excess = if upper { target / probability } else { probability / target }.ln();
        if excess > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let step = -excess * probability / (density * x);
        let newton = x * step.exp();
        // Near in probability and in value, so that the square of what is left, which is the next error, is rounding.
        if excess.abs().max(step.abs()) < 1e-7 {
            return if newton >= top {
                x
            } else if newton < NOTHING {
                0.0
            } else {
                newton
            };
        }
        if high < NOTHING {
            return 0.0;
        }
        // A step out of the bracket, an endless one, or one from where the probability is 0 or the density is: bisect instead.
        x = if newton > low && newton < high && newton.is_finite() { newton } else { middle(low, high) };
        if x <= low || x >= high {
            return x;
        }
    }
    x
}

/// A point between two bounds: halfway in logarithms where both are known.
fn middle(low: f64, high: f64) -> f64 {
    if low == 0.0 && high.is_infinite() {
        1.0
    } else if low == 0.0 {
        // Down by growing strides, to reach any power of a small number soon.
        if high >= 1e-3 { high / 8.0 } else { high * high }
    } else if high.is_infinite() {
        low * 8.0
    } else if high / low > 1.5 {
        low.sqrt() * high.sqrt()
    } else {
        low + (high - low) / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_roots_over_many_magnitudes() {
        for exponent in [0.06_f64, 0.3, 1.0, 7.0, 40.0] {
            for target in [1e-16, 1e-5, 0.3, 0.5] {
                for guess in [f64::NAN, 1e-9, 0.5, 0.999] {
                    let root = invert(false, target, guess, 1.0, |x| (x.powf(exponent), exponent * x.powf(exponent - 1.0)));
                    assert!((root.powf(exponent) / target - 1.0).abs() < 1e-12, "x^{exponent} = {target} from {guess}: {root}");
                }
            }
        }
    }

    #[test]
    fn finds_roots_of_an_upper_tail() {
        for target in [1e-16_f64, 1e-5, 0.5] {
            let root = invert(true, target, f64::NAN, f64::INFINITY, |x| ((-x).exp(), (-x).exp()));
            assert!((root / -target.ln() - 1.0).abs() < 1e-12, "{root}");
        }
    }
}
