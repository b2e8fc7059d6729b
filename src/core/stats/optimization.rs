//! Numerical optimisation of smooth functions of few parameters: minima, Hessian matrices, roots and profile-likelihood intervals.

use std::convert::Infallible;

use basin::{BrentRoot, CostFunction, Executor, NelderMead, SimplexProgress};

/// Replacement for values that are infinite or NaN: worse than any likelihood, but finite, so that simplices can be compared.
const WORST_COST: f64 = 1e300;

/// Largest number of iterations of one search; the problems here need a few hundred.
const MAX_ITERATIONS: u64 = 20_000;

/// An objective function. Called through a reference, so that the search is compiled once and not for each function.
struct Objective<'a>(&'a dyn Fn(&[f64]) -> f64);

impl CostFunction for Objective<'_> {
    type Param = Vec<f64>;
    type Output = f64;
    type Error = Infallible;

    fn cost(&self, x: &Vec<f64>) -> Result<f64, Infallible> {
        let value = (self.0)(x);
        Ok(if value.is_finite() { value } else { WORST_COST })
    }
}

/// The point near `start` at which `f` is minimal, and the minimum, by the simplex method of Nelder & Mead 1965 (as in Lagarias et al. 1998),
/// restarted with a small simplex at the best point found. Parameters should be of order one, such as logarithms of rates and scales.
#[must_use]
pub fn minimise(f: impl Fn(&[f64]) -> f64, start: &[f64]) -> (Vec<f64>, f64) {
    let (near, _) = search(&f, start, 0.3, 1e-9);
    search(&f, &near, 0.003, 1e-9)
}

/// The minimum of a function `f` of one number near `start`, to about 1e-12 of its curvature.
#[must_use]
pub fn minimum(f: impl Fn(f64) -> f64, start: f64) -> f64 {
    minimum_at(f, start).1
}

/// The same with the place of the minimum before it.
#[must_use]
pub fn minimum_at(f: impl Fn(f64) -> f64, start: f64) -> (f64, f64) {
    let (place, least) = search(&|x: &[f64]| f(x[0]), &[start], 0.1, 1e-6);
    (place.first().copied().unwrap_or(start), least)
}

/// One simplex search that starts with edges of length `edge` and ends when they are shorter than `size`.
fn search(f: &dyn Fn(&[f64]) -> f64, start: &[f64], edge: f64, size: f64) -> (Vec<f64>, f64) {
    let simplex = (0..=start.len()).map(|vertex| start.iter().enumerate().map(|(i, x)| if i + 1 == vertex { x + edge } else { *x }).collect());
    let solver = NelderMead::new()
        .with_absolute_simplex_size_tolerance(Some(size))
        .with_relative_simplex_size_tolerance(None)
        .with_absolute_simplex_cost_tolerance(Some(1e-11))
        .with_relative_simplex_cost_tolerance(Some(1e-15));
    Executor::new(Objective(f), solver, SimplexProgress::from_simplex(simplex.collect()))
        .max_iter(MAX_ITERATIONS)
        .run()
        .map_or_else(|_| (start.to_vec(), WORST_COST), |found| (found.param().clone(), found.cost()))
}

/// Hessian matrix of `f` at `x`, row by row, by central differences with step `step`.
#[must_use]
pub fn hessian(f: impl Fn(&[f64]) -> f64, x: &[f64], step: f64) -> Vec<Vec<f64>> {
    let moved = |i: usize, by_i: f64, j: usize, by_j: f64| {
        let mut point = x.to_vec();
        point[i] += by_i * step;
        point[j] += by_j * step;
        f(&point)
    };
    let second = |i, j| {
        if i == j {
            (moved(i, 1.0, i, 0.0) - 2.0 * f(x) + moved(i, -1.0, i, 0.0)) / (step * step)
        } else {
            (moved(i, 1.0, j, 1.0) - moved(i, 1.0, j, -1.0) - moved(i, -1.0, j, 1.0) + moved(i, -1.0, j, -1.0)) / (4.0 * step * step)
        }
    };
    (0..x.len()).map(|i| (0..x.len()).map(|j| second(i, j)).collect()).collect()
}

/// Inverse of a symmetric positive definite matrix, row by row, by Gauss–Jordan elimination, whose pivots are then all positive; `None` for any other
/// matrix.
#[must_use]
pub fn inverse(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let n = matrix.len();
    let mut rows: Vec<Vec<f64>> =
        matrix.iter().enumerate().map(|(i, row)| row.iter().copied().chain((0..n).map(|j| f64::from(u8::from(i == j)))).collect()).collect();
    for pivot in 0..n {
        let over = rows[pivot][pivot];
        if over.is_nan() || over <= 0.0 || over.is_infinite() {
            return None;
        }
        rows[pivot].iter_mut().for_each(|x| *x /= over);
        let pivot_row = rows[pivot].clone();
        for (i, row) in rows.iter_mut().enumerate() {
            let factor = row[pivot];
            if i != pivot {
                row.iter_mut().zip(&pivot_row).for_each(|(x, p)| *x -= factor * p);
            }
        }
    }
    Some(rows.into_iter().map(|row| row[n..].to_vec()).collect())
}

/// Root of `f` between `low` and `high` by Brent's method (Brent 1973); `None` where `f` has the same sign at both.
#[must_use]
pub fn root(f: impl Fn(f64) -> f64, low: f64, high: f64) -> Option<f64> {
    brent(&f, low, high)
}

/// The root by the method of Brent, compiled once for all functions.
fn brent(f: &dyn Fn(f64) -> f64, low: f64, high: f64) -> Option<f64> {
    let found = BrentRoot::new(low, high).solve(|x| Ok::<f64, Infallible>(f(x))).ok()?;
    Some(found.root())
}

/// Decrease of the ln likelihood at the ends of a 95 % interval: half the 95 % quantile of χ² with one degree of freedom.
pub const PROFILE_DROP: f64 = 1.920_729_410_347_062;

/// Ends of the 95 % profile-likelihood interval of parameter number `which`. `best` is the point at which `cost` (the negative ln likelihood) has its
/// minimum `least`. An end is `None` where the data give none within a distance of `farthest`.
#[must_use]
pub fn profile_interval(cost: impl Fn(&[f64]) -> f64, best: &[f64], least: f64, which: usize, farthest: f64) -> [Option<f64>; 2] {
    let others: Vec<f64> = best.iter().enumerate().filter(|&(i, _)| i != which).map(|(_, x)| *x).collect();
    let increase = |value: f64| {
        let whole = |others: &[f64]| {
            let mut point = others.to_vec();
            point.insert(which, value);
            cost(&point)
        };
        (if others.is_empty() { whole(&[]) } else { search(&whole, &others, 0.1, 1e-6).1 }) - least - PROFILE_DROP
    };
    [-1.0, 1.0].map(|side| {
        let (mut near, mut far) = (0.0, 0.1);
        while far <= farthest {
            if increase(best[which] + side * far) > 0.0 {
                return root(|distance| increase(best[which] + side * distance), near, far).map(|distance| best[which] + side * distance);
            }
            near = far;
            far *= 1.6;
        }
        None
    })
}
