//! Labels beside the ends of lines, moved apart where they would overlap.

/// Places for labels that would like to stand at `wanted`, at least `gap` apart, between `top` and `bottom`, in the same order.
/// Where they do not all fit, they keep equal distances.
pub(crate) fn spread(wanted: &[f64], gap: f64, top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    let gap = if wanted.len() > 1 { gap.min((bottom - top) / (wanted.len() - 1) as f64) } else { gap };
    let mut places = wanted.to_vec();
    let mut least = top;
    for &i in &order {
        places[i] = wanted[i].max(least);
        least = places[i] + gap;
    }
    let mut most = bottom;
    for &i in order.iter().rev() {
        places[i] = places[i].min(most);
        most = places[i] - gap;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_move_apart_and_stay_inside() {
        assert_eq!(spread(&[10.0, 12.0, 100.0], 20.0, 0.0, 100.0), [10.0, 30.0, 100.0]);
        assert_eq!(spread(&[99.0, 98.0], 20.0, 0.0, 100.0), [100.0, 80.0]);
        assert_eq!(spread(&[50.0, 50.0, 50.0], 80.0, 0.0, 100.0), [0.0, 50.0, 100.0]);
    }
}
