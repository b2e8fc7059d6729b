//! Sobol' sequence, plain and scrambled, with random access by point number.
//!
//! A dimension of Sobol's sequence (1967) is a bit matrix that maps the digits of the point number to those of the coordinate. Its columns follow
//! from a primitive polynomial and initial direction numbers, here those of Joe & Kuo (2008). The scrambling is Matoušek's (1998, "On the
//! L2-discrepancy for anchored boxes", Journal of Complexity 14): a random lower triangular matrix with ones on the diagonal and a random digital
//! shift. It preserves the equidistribution of the points, and each point is uniform. Means over the points have the variance of Owen's nested
//! uniform scrambling (Owen 2003, "Variance with alternative scramblings of digital nets", ACM TOMACS 13), which decreases as N⁻³ for smooth
//! integrands. The product of the two matrices is one matrix, so that scrambled points cost no more than plain ones.

use std::sync::LazyLock;

use super::LANES;
use super::stream::Key;

/// Number of binary digits of a point number: there are 2³² points.
const DIGITS: usize = 32;

/// Number of binary digits that select a point within a batch.
const LANE_DIGITS: usize = LANES.ilog2() as usize;

/// Parameters of the sequence in one dimension.
#[derive(Debug)]
struct DirectionParameters {
    /// Inner coefficients of the primitive polynomial, the highest first.
    coefficients: u64,
    /// Initial direction numbers m, as many as the degree of the polynomial.
    first: Vec<u64>,
}

/// Parameters of all dimensions from the second on.
static PARAMETERS: LazyLock<Vec<DirectionParameters>> = LazyLock::new(|| {
    let rows = include_str!("joe-kuo.txt").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let mut numbers = row.split_whitespace().map_while(|word| word.parse::<u64>().ok()).skip(2);
        Some(DirectionParameters { coefficients: numbers.next()?, first: numbers.collect() })
    })
    .collect()
});

/// Number of dimensions available.
#[must_use]
pub fn sobol_dimensions() -> usize {
    PARAMETERS.len() + 1
}

/// One dimension of the sequence. Column i is what the binary digit 2ⁱ of the point number contributes to the coordinate by exclusive or, in units of
/// 2⁻⁶⁴.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SobolDimension {
    shift: u64,
    columns: [u64; DIGITS],
}

impl SobolDimension {
    /// The plain sequence of a dimension, counted from 0, whose first point is 0. Dimensions beyond [`sobol_dimensions`] give the last one.
    #[must_use]
    pub fn plain(dimension: usize) -> Self {
        let parameters = dimension.min(PARAMETERS.len()).checked_sub(1).map(|place| &PARAMETERS[place]);
        let degree = parameters.map_or(0, |parameters| parameters.first.len());
        let mut columns = [0; DIGITS];
        for i in 0..DIGITS {
            columns[i] = match parameters {
                None => 1 << (63 - i),
                Some(parameters) if i < degree => parameters.first[i] << (63 - i),
                Some(parameters) => {
                    let whole = columns[i - degree] ^ (columns[i - degree] >> degree);
                    (1..degree).filter(|k| parameters.coefficients >> (degree - 1 - k) & 1 == 1).fold(whole, |column, k| column ^ columns[i - k])
                }
            };
        }
        Self { shift: 0, columns }
    }

    /// The same sequence with the scrambling of `key`.
    #[must_use]
    pub fn scrambled(&self, key: Key) -> Self {
        // What digit c of the plain coordinate, counted from 0, contributes to the scrambled one: itself and random digits after it.
        let lower: [u64; DIGITS] = std::array::from_fn(|c| {
            let own = 1 << (63 - c);
            own | key.word(1 + c as u64) & (own - 1)
        });
        let scramble = |column: u64| lower.iter().enumerate().filter(|(c, _)| column >> (63 - c) & 1 == 1).fold(0, |sum, (_, digits)| sum ^ digits);
        Self { shift: key.word(0), columns: self.columns.map(scramble) }
    }

    /// Coordinate of a point in units of 2⁻⁶⁴; point numbers count modulo 2³².
    #[inline]
    #[must_use]
    pub fn word(&self, number: u64) -> u64 {
        self.columns.iter().enumerate().filter(|(digit, _)| number >> digit & 1 == 1).fold(self.shift, |word, (_, column)| word ^ column)
    }

    /// Coordinates of [`LANES`] consecutive points; `first` must be a multiple of [`LANES`].
    #[inline]
    #[must_use]
    pub fn words(&self, first: u64) -> [u64; LANES] {
        let mut base = self.shift;
        // A loop over the digits that are one, on average half of all digits.
        let mut digits = first & ((1 << DIGITS) - 1);
        while digits != 0 {
            base ^= self.columns[digits.trailing_zeros() as usize];
            digits &= digits - 1;
        }
        let mut words = [base; LANES];
        for digit in 0..LANE_DIGITS {
            for (lane, word) in words.iter_mut().enumerate() {
                *word ^= self.columns[digit] * (lane as u64 >> digit & 1);
            }
        }
        words
    }
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, clippy::float_cmp, reason = "small whole numbers and exact fractions")]
mod tests {
    use super::super::unit;
    use super::*;

    fn coordinate(dimension: &SobolDimension, number: u64) -> f64 {
        dimension.word(number) as f64 / 2.0_f64.powi(64)
    }

    #[test]
    fn first_points_are_the_published_ones() {
        // Joe & Kuo's ten points of ten dimensions (printed in Gray code order, i ^ i/2), and three high dimensions from SciPy 1.17.
        let published = [
            [0.0; 10],
            [0.5; 10],
            [0.75, 0.25, 0.25, 0.25, 0.75, 0.75, 0.25, 0.75, 0.75, 0.75],
            [0.25, 0.75, 0.75, 0.75, 0.25, 0.25, 0.75, 0.25, 0.25, 0.25],
            [0.375, 0.375, 0.625, 0.875, 0.375, 0.125, 0.375, 0.875, 0.875, 0.625],
            [0.875, 0.875, 0.125, 0.375, 0.875, 0.625, 0.875, 0.375, 0.375, 0.125],
            [0.625, 0.125, 0.875, 0.625, 0.625, 0.875, 0.125, 0.125, 0.125, 0.375],
            [0.125, 0.625, 0.375, 0.125, 0.125, 0.375, 0.625, 0.625, 0.625, 0.875],
            [0.1875, 0.3125, 0.9375, 0.4375, 0.5625, 0.3125, 0.4375, 0.9375, 0.9375, 0.3125],
            [0.6875, 0.8125, 0.4375, 0.9375, 0.0625, 0.8125, 0.9375, 0.4375, 0.4375, 0.8125],
        ];
        let dimensions: Vec<SobolDimension> = (0..10).map(SobolDimension::plain).collect();
        for (i, point) in (0..).zip(published) {
            let found: Vec<f64> = dimensions.iter().map(|dimension| coordinate(dimension, i ^ (i >> 1))).collect();
            assert_eq!(found, point, "point {i}");
        }
        let far = [499, 999, 1110].map(SobolDimension::plain);
        for (i, cells) in [(1_u64, [2048.0; 3]), (5, [512.0, 2560.0, 1536.0]), (18, [384.0, 1152.0, 2688.0]), (19, [2432.0, 3200.0, 640.0])] {
            assert_eq!(far.each_ref().map(|dimension| 4096.0 * coordinate(dimension, i ^ (i >> 1))), cells, "point {i}");
        }
        assert_eq!(sobol_dimensions(), 1111);
        // Each initial direction number is odd and has no more digits than its index allows; otherwise the matrix would not be triangular.
        for parameters in PARAMETERS.iter() {
            assert!(parameters.first.iter().enumerate().all(|(i, m)| m % 2 == 1 && *m < 2 << i) && parameters.first.len() < 14);
        }
    }

    #[test]
    fn each_block_has_one_point_in_every_interval() {
        for dimension in (0..sobol_dimensions()).step_by(37).chain([1, 2, 3]) {
            for points in [SobolDimension::plain(dimension), SobolDimension::plain(dimension).scrambled(Key::from_bits(dimension as u64))] {
                for (m, block) in [(0, 0), (3, 5), (6, 1), (10, 7), (10, (1 << 22) - 1)] {
                    let mut hit = vec![false; 1 << m];
                    for i in 0..1_u64 << m {
                        let cell = if m == 0 { 0 } else { points.word((block << m) + i) >> (64 - m) };
                        assert!(!std::mem::replace(&mut hit[cell as usize], true), "dimension {dimension}, block {block} of 2^{m}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_first_two_dimensions_are_a_net_in_any_scrambling() {
        // Every box of 2^-a by 2^-(10-a) contains one of the 2^10 points: a (0, 10, 2)-net in base 2.
        for key in [None, Some(Key::from_bits(3)), Some(Key::from_bits(99))] {
            let pair = [0, 1].map(|d| {
                let plain = SobolDimension::plain(d);
                key.map_or(plain.clone(), |key| plain.scrambled(key.child(d as u64)))
            });
            for across in 0..=10 {
                let mut hit = vec![false; 1 << 10];
                for i in 0..1 << 10 {
                    let [x, y] = pair.each_ref().map(|dimension| dimension.word(i) >> 54);
                    let cell = (x >> (10 - across)) << (10 - across) | (y >> across);
                    assert!(!std::mem::replace(&mut hit[cell as usize], true), "{across}");
                }
            }
        }
    }

    #[test]
    fn a_batch_equals_its_points() {
        let points = SobolDimension::plain(7).scrambled(Key::from_bits(5));
        for first in [0, 8, 4096, 0xffff_fff8, 123_456_784] {
            assert_eq!(points.words(first), std::array::from_fn(|lane| points.word(first + lane as u64)), "{first}");
        }
    }

    #[test]
    fn every_scrambled_point_is_uniform() {
        // One point of one dimension over many scramblings: chi-squared tests of 64 cells of the leading and of the middle digits.
        let plain = SobolDimension::plain(11);
        for number in [0, 1, 5, 1000] {
            for from in [58, 28] {
                let mut cells = [0.0_f64; 64];
                let runs = 64 * 200;
                for run in 0..runs {
                    cells[(plain.scrambled(Key::from_bits(17).child(run)).word(number) >> from & 63) as usize] += 1.0;
                }
                let statistic: f64 = cells.iter().map(|count| (count - 200.0).powi(2) / 200.0).sum();
                assert!(statistic < 117.3, "{number}, {from}: {statistic}"); // 63 degrees of freedom: probability 1 in 30 000 in each of 8 tests
            }
        }
    }

    /// Variance of the mean of a smooth function of two dimensions over 200 scramblings of 2^m points.
    fn variance(m: u32) -> f64 {
        let plain = [0, 1].map(SobolDimension::plain);
        let means: Vec<f64> = (0..200)
            .map(|run| {
                let key = Key::from_bits(23).child(run);
                let pair = [plain[0].scrambled(key.child(0)), plain[1].scrambled(key.child(1))];
                let f = |i: u64| (unit(pair[0].word(i)) + 0.5 * unit(pair[1].word(i)).powi(2)).exp();
                (0..1 << m).map(f).sum::<f64>() / 2.0_f64.powi(m.cast_signed())
            })
            .collect();
        let mean = means.iter().sum::<f64>() / 200.0;
        means.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / 199.0
    }

    #[test]
    fn variances_of_smooth_functions_decrease_faster_than_at_random() {
        // The variance is N^-3 up to logarithms: from 2^4 to 2^9 points it decreases by 2^5 for a random sample and by about 2^15 for the scrambled
        // one (tested: at least 2^13).
        let fall = (variance(4) / variance(9)).log2();
        assert!((13.0..17.0).contains(&fall), "{fall}");
    }
}
