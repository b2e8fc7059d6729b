//! Constructors: constants, errors and their help.

use adit::chance::{Distribution, Sampler};

#[test]
fn distributions_of_zero_width_are_constants() {
    let constants = [
        (Distribution::uniform(3.0, 3.0), 3.0),
        (Distribution::loguniform(3.0, 3.0), 3.0),
        (Distribution::triangular(3.0, 3.0, 3.0), 3.0),
        (Distribution::pert(3.0, 3.0, 3.0), 3.0),
        (Distribution::normal(-3.0, 0.0), -3.0),
        (Distribution::lognormal_median(3.0, 0.0), 3.0),
        (Distribution::lognormal_mean(3.0, 0.0), 3.0),
        (Distribution::gamma(3.0, 0.0), 3.0),
        (Distribution::beta(1.0, 0.0), 1.0),
        (Distribution::metalog(3.0, 3.0, 3.0, Some(0.0), None), 3.0),
        (Distribution::discrete(&[(3.0, 1.0), (3.0, 2.0), (4.0, 0.0)]), 3.0),
        (Distribution::empirical(&[3.0, 3.0]), 3.0),
        (Distribution::mixture(vec![(Distribution::constant(3.0).unwrap(), 1.0), (Distribution::constant(3.0).unwrap(), 2.0)]), 3.0),
    ];
    for (distribution, value) in constants {
        let distribution = distribution.unwrap();
        assert_eq!(distribution.as_constant(), Some(value), "{distribution:?}");
        assert_eq!((distribution.mean(), distribution.sd(), distribution.support()), (value, 0.0, [value; 2]));
        assert_eq!(
            (Sampler::new(&distribution).draw(0.1), distribution.quantile(0.9), distribution.cdf(value), distribution.cdf(value.next_down())),
            (value, value, 1.0, 0.0)
        );
    }
    assert_eq!(Distribution::lognormal_percentiles(4.0, 4.0).unwrap().as_constant(), Some(4.0));
    assert_eq!(Distribution::pert(1.0, 2.0, 3.0).unwrap().as_constant(), None);
}

#[test]
fn invalid_parameters_are_errors_with_help() {
    let nan = f64::NAN;
    let refused = [
        (Distribution::constant(f64::INFINITY), "finite"),
        (Distribution::uniform(5.0, 2.0), "rising order: 2, 5"),
        (Distribution::uniform(nan, 2.0), "plain number"),
        (Distribution::uniform(-1e308, 1e308), "smaller"),
        (Distribution::loguniform(0.0, 2.0), "low above 0"),
        (Distribution::triangular(2.0, 10.0, 9.0), "low, mode, high"),
        (Distribution::pert(2.0, 1.0, 9.0), "1, 2, 9"),
        (Distribution::normal(1.0, -1.0), "sd above 0"),
        (Distribution::normal(1.0, nan), "plain number for sd"),
        (Distribution::lognormal_median(0.0, 1.0), "median above 0"),
        (Distribution::lognormal_median(1.0, 200.0), "smaller"),
        (Distribution::lognormal_mean(-1.0, 1.0), "mean above 0"),
        (Distribution::lognormal_percentiles(50.0, 2.0), "2, 50"),
        (Distribution::lognormal_percentiles(0.0, 2.0), "p10 above 0"),
        (Distribution::gamma(0.0, 1.0), "number 0 alone"),
        (Distribution::beta(1.2, 0.1), "share between 0 and 1"),
        (Distribution::beta(0.5, 0.5), "below 0.4927"),
        (Distribution::beta(0.0, 0.1), "below 0.0000"),
        (Distribution::exponential(0.0), "mean above 0"),
        (Distribution::weibull(0.0, 1.0), "shape above 0"),
        (Distribution::weibull(0.001, 1.0), "larger shape"),
        (Distribution::metalog(10.0, 11.0, 90.0, None, None), "p50 between 23."),
        (Distribution::metalog(10.0, 50.0, 90.0, Some(10.0), None), "lower min"),
        (Distribution::metalog(10.0, 50.0, 90.0, None, Some(80.0)), "raise max"),
        (Distribution::metalog(10.0, 50.0, 40.0, None, None), "p10, p50, p90"),
        (Distribution::discrete(&[]), "at least one"),
        (Distribution::discrete(&[(1.0, -1.0)]), "0 or more"),
        (Distribution::empirical(&[]), "at least one"),
        (Distribution::mixture(vec![(Distribution::constant(1.0).unwrap(), 0.0)]), "weight above 0"),
    ];
    for (distribution, words) in refused {
        let error = distribution.unwrap_err();
        assert!(format!("{error}: {}", error.help()).contains(words), "{error}: {}", error.help());
    }
}

#[test]
fn the_help_for_a_metalog_gives_valid_parameters() {
    assert!(Distribution::metalog(10.0, 23.4, 90.0, None, None).is_ok());
    assert!(Distribution::metalog(10.0, 23.2, 90.0, None, None).is_err());
    assert!(Distribution::metalog(10.0, 11.0, 90.0, Some(9.5), None).is_ok());
}
