//! Cholesky decomposition of a symmetric positive definite matrix, and its inverse from it.
//!
//! Sums are taken in a fixed order, so that results are the same bytes on every machine.

/// The inverse of a symmetric positive definite matrix, given as its columns; none where it is not positive definite.
pub(super) fn inverse(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let factor = decomposed(matrix)?;
    let n = matrix.len();
    let column = |j: usize| {
        let mut x = vec![0.0; n];
        x[j] = 1.0;
        // Forward substitution with the factor, then backward substitution with its transpose.
        for (i, column) in factor.iter().enumerate() {
            x[i] /= column[i];
            let solved = x[i];
            add(&mut x[i + 1..], -solved, &column[i + 1..]);
        }
        for (i, column) in factor.iter().enumerate().rev() {
            x[i] = (x[i] - dot(&column[i + 1..], &x[i + 1..])) / column[i];
        }
        x
    };
    Some((0..n).map(column).collect())
}

/// Columns of the lower triangular factor L with L·Lᵀ = `matrix`; what stands above the diagonal has no meaning.
fn decomposed(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let mut factor = matrix.to_vec();
    for j in 0..factor.len() {
        let (before, rest) = factor.split_at_mut(j);
        let column = &mut rest[0];
        for earlier in before.iter() {
            add(&mut column[j..], -earlier[j], &earlier[j..]);
        }
        if column[j].is_nan() || column[j] <= 0.0 {
            return None;
        }
        let root = column[j].sqrt();
        column[j] = root;
        column[j + 1..].iter_mut().for_each(|x| *x /= root);
    }
    Some(factor)
}

/// Product of a matrix, given as its columns, and a vector.
pub(super) fn product(columns: &[Vec<f64>], vector: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; columns.first().map_or(0, Vec::len)];
    columns.iter().zip(vector).for_each(|(column, &factor)| add(&mut sum, factor, column));
    sum
}

/// Adds a multiple of a vector to another.
fn add(to: &mut [f64], factor: f64, vector: &[f64]) {
    to.iter_mut().zip(vector).for_each(|(x, v)| *x += factor * v);
}

/// Scalar product of two vectors of one length, in eight partial sums.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (a, b) = (a.chunks_exact(8), b.chunks_exact(8));
    let (left_a, left_b) = (a.remainder(), b.remainder());
    let mut partial = [0.0; 8];
    for (a, b) in a.zip(b) {
        partial.iter_mut().zip(a.iter().zip(b)).for_each(|(sum, (a, b))| *sum += a * b);
    }
    let sum = (0..4).fold(0.0, |sum, i| sum + (partial[i] + partial[i + 4]));
    left_a.iter().zip(left_b).fold(sum, |sum, (a, b)| sum + a * b)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Correlations that fall by half from one number to the next, whose inverse is tridiagonal.
    #[test]
    fn inverse_of_falling_correlations_is_known() {
        let n = 21;
        let columns: Vec<Vec<f64>> = (0..n).map(|j: i32| (0..n).map(|i| 0.5_f64.powi((i - j).abs())).collect()).collect();
        let inverse = inverse(&columns).unwrap();
        for (j, column) in inverse.iter().enumerate() {
            for (i, &found) in column.iter().enumerate() {
                let expected = match i.abs_diff(j) {
                    0 if [0, 20].contains(&i) => 4.0 / 3.0,
                    0 => 5.0 / 3.0,
                    1 => -2.0 / 3.0,
                    _ => 0.0,
                };
                assert!((found - expected).abs() < 1e-14, "{i}, {j}: {found}");
            }
        }
        let back = product(&columns, &inverse[3]);
        assert!(back.iter().enumerate().all(|(i, x)| (x - f64::from(u8::from(i == 3))).abs() < 1e-14));
        assert!((dot(&columns[0], &inverse[0]) - 1.0).abs() < 1e-14);
    }

    #[test]
    fn a_matrix_that_is_not_positive_definite_has_no_factor() {
        assert!(inverse(&[vec![1.0, 1.0], vec![1.0, 1.0]]).is_none());
        assert!(inverse(&[vec![1.0, 2.0], vec![2.0, 1.0]]).is_none());
        assert!(inverse(&[vec![f64::NAN]]).is_none());
    }
}
