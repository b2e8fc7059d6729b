//! Numerical inversion of a tail probability of a positive quantity.

/// Largest number of iterations; bisection alone needs fewer than 70 within a factor of two.
const MAX_ITERATIONS: usize = 300;

/// Roots below this are returned as 0: close to the smallest positive numbers too few digits remain to compare two of them.
const SMALLEST_ROOT: f64 = 1e-290;

/// The x in (0, `top`) at which a tail probability equals `target`. It uses Newton's method on ln(probability) as a function of ln x inside a
/// shrinking bracket, and bisects where a Newton step would leave the bracket.
///
/// `tail` returns the probability of one tail (the upper one if `upper`) and the density at x. On this scale the tails of beta and gamma
/// distributions are concave and powers of x are straight lines, so that a few steps are sufficient. Roots too small to distinguish from 0 are
/// returned as 0.
pub(super) fn invert(upper: bool, target: f64, guess: f64, top: f64, tail: impl Fn(f64) -> (f64, f64)) -> f64 {
    let (mut low, mut high) = (0.0, top);
    let mut x = if guess > 0.0 && guess < top { guess } else { middle(low, high) };
    for _ in 0..MAX_ITERATIONS {
        let (probability, density) = tail(x);
        let excess = if upper { target / probability } else { probability / target }.ln();
        if excess > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let step = -excess * probability / (density * x);
        let newton = x * step.exp();
        // Probability and value are so close that the error after this step, its square, is below rounding.
        if excess.abs().max(step.abs()) < 1e-7 {
            return if newton >= top {
                x
            } else if newton < SMALLEST_ROOT {
                0.0
            } else {
                newton
            };
        }
        if high < SMALLEST_ROOT {
            return 0.0;
        }
        // Bisect where the step leaves the bracket or is infinite or NaN, as where the probability or the density is 0.
        x = if newton > low && newton < high && newton.is_finite() { newton } else { middle(low, high) };
        if x <= low || x >= high {
            return x;
        }
    }
    x
}

/// A point between two bounds, the geometric mean where both are positive and finite.
fn middle(low: f64, high: f64) -> f64 {
    if low == 0.0 && high.is_infinite() {
        1.0
    } else if low == 0.0 {
        // Decreases faster than exponentially, so that small roots are reached in few steps.
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
    fn inverts_power_functions_over_many_magnitudes() {
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
    fn inverts_an_upper_tail() {
        for target in [1e-16_f64, 1e-5, 0.5] {
            let root = invert(true, target, f64::NAN, f64::INFINITY, |x| ((-x).exp(), (-x).exp()));
            assert!((root / -target.ln() - 1.0).abs() < 1e-12, "{root}");
        }
    }
}
