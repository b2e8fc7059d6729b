//! Area under the receiver operating characteristic curve (AUC), with its standard error.

/// Area under the ROC curve: the probability that the value of a random positive case is larger than that of a random negative case, ties counted half
/// (Mann & Whitney 1947), with the standard error of Hanley & `McNeil` (1982, "The meaning and use of the area under a receiver operating characteristic
/// curve", Radiology 143). `ranks` are mid-ranks of all cases; `None` where one kind of case is missing.
#[must_use]
pub fn auc(ranks: &[f64], positive: &[bool]) -> Option<[f64; 2]> {
    let yes = positive.iter().filter(|&&is| is).count() as f64;
    let no = positive.len() as f64 - yes;
    if yes == 0.0 || no == 0.0 {
        return None;
    }
    let sum: f64 = ranks.iter().zip(positive).filter(|&(_, &is)| is).map(|(rank, _)| rank).sum();
    let area = (sum - 0.5 * yes * (yes + 1.0)) / (yes * no);
    let (q1, q2, square) = (area / (2.0 - area), 2.0 * area * area / (1.0 + area), area * area);
    let variance = (area * (1.0 - area) + (yes - 1.0) * (q1 - square) + (no - 1.0) * (q2 - square)) / (yes * no);
    Some([area, variance.max(0.0).sqrt()])
}

#[cfg(test)]
mod tests {
    use super::auc;
    use crate::stats::ranks;

    /// Pairs counted by hand: of 3 · 4 pairs the positive value is larger in 8 and equal in 1.
    #[test]
    fn it_counts_pairs() {
        let values = [5.0, 3.0, 8.0, 1.0, 3.0, 6.0, 2.0];
        let positive = [true, true, true, false, false, false, false];
        let [area, error] = auc(&ranks(&values), &positive).unwrap();
        assert!((area - 9.5 / 12.0).abs() < 1e-12, "{area}");
        // By hand: Q1 = 0.655172, Q2 = 0.699612, A² = 0.626736.
        assert!((error - ((0.164_931 + 2.0 * 0.028_436 + 3.0 * 0.072_876) / 12.0_f64).sqrt()).abs() < 1e-5, "{error}");
        assert!(auc(&ranks(&values), &[true; 7]).is_none());
        let [half, _] = auc(&ranks(&[1.0; 7]), &positive).unwrap();
        assert!((half - 0.5).abs() < 1e-12);
    }
}
