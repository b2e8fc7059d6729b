//! Incidents: the process to paste.

use std::fmt::Write;

use super::overdispersion::{Matched, matched};
use super::report::{counted, sentences};
use super::{IncidentsFit, ProcessRow};
use crate::analyses::fit::FitContext;
use crate::analyses::fit::text::{comments, digits, interval, key};
use crate::report::words;
use crate::units::Quantity;

/// Branching ratio below which there is no excitation to speak of.
const NO_BRANCHING: f64 = 0.001;
/// Quotient of a 95% interval of a normal distribution by its standard deviation.
const WIDTH: f64 = 2.0 * 1.959_963_984_540_054;
/// 90% quantile of the standard normal distribution.
const Z90: f64 = 1.281_551_565_544_600_5;

/// Process to write: the one asked for; otherwise the best, and a Poisson process where that cannot be told from the best.
fn chosen<'a>(found: &'a IncidentsFit, asked: Option<&str>) -> Option<&'a ProcessRow> {
    let name = match asked {
        Some("poisson") => "Poisson",
        Some("trend") => "Poisson with trend",
        Some("season") => "Poisson with season",
        Some("hawkes") => "Hawkes",
        _ if found.cannot_tell => "Poisson",
        _ => found.processes.first()?.process,
    };
    found.processes.iter().find(|row| row.process == name)
}

/// Standard deviation of the logarithm of a positive parameter, from its 95% interval; `None` where the data do not bound it.
fn ln_sd(known: &Quantity) -> Option<f64> {
    let (low, high) = (known.low.filter(|low| *low > 0.0)?, known.high?);
    Some((high / low).ln() / WIDTH)
}

/// Lines of TOML to paste. With `branching` the rate is written without offspring.
#[must_use]
pub fn toml(found: &IncidentsFit, context: &FitContext, process: Option<&str>, branching: Option<f64>) -> String {
    let mut page = comments(&sentences(found, context));
    let own = 1.0 - branching.unwrap_or(0.0);
    let less = branching.filter(|own| *own > 0.0).map_or_else(String::new, |own| format!(", less offspring (branching {})", digits(own)));
    let note = |what: &str| context.told(&format!("Fitted: {}, {}{what}{less}.", context.table(), counted(found)));
    let lines = match chosen(found, process) {
        None if process.is_some() => Err("this process was not fitted: the incidents or the periods are too few for it".to_owned()),
        Some(row) if row.process == "Poisson with trend" => trend(found, row, own, &note),
        Some(row) if row.process == "Poisson with season" => season(found, row, own, &note),
        Some(row) if row.process == "Hawkes" => hawkes(row, &note),
        Some(row) if row.process == "negative binomial" => overdispersed(found, row, own, &note),
        _ => {
            page.push_str(&comments(&[format!(
                "The rate is drawn once a trial from its own uncertainty: gamma distribution of mean (n + ½)/years and sd √(n + ½)/years (Jeffreys' prior){less}."
            )]));
            let [mean, sd] = [found.rate_mean, found.rate_sd].map(|number| digits(number * own));
            let key = context.target.as_ref().map_or_else(|| key(&context.name), |_| head(context) + "rate");
            let _ = writeln!(page, "{key} = {{ gamma = {{ mean = {mean}, sd = {sd} }}{} }}", note(""));
            if context.target.is_some() {
                page.push_str(&season_remark(found));
            }
            page.push_str(&excitation(found));
            return page + &class_remark(context);
        }
    };
    let _ = match lines {
        Ok(lines) => write!(page, "{}{lines}{}", head(context), class_remark(context)),
        Err(why) => page.write_str(&comments(&[format!("No line is written: {why}. With --process poisson a constant rate is written.")])),
    };
    page
}

/// Rate at the end of the observation and its growth a year; the language counts both from the start of the scenario.
fn trend(found: &IncidentsFit, row: &ProcessRow, own: f64, note: &dyn Fn(&str) -> String) -> Result<String, String> {
    let (Some(rate), Some(trend)) = (row.parameter("rate at the end"), row.parameter("trend")) else {
        return Err("the trend was not fitted".to_owned());
    };
    let growth =
        Quantity { value: trend.value.map(|x| 1.0 + x), low: trend.low.map(|x| 1.0 + x), high: trend.high.map(|x| 1.0 + x), ..trend.clone() };
    let (Some(rate_sd), Some(growth_sd)) = (ln_sd(rate), ln_sd(&growth)) else { return Err("the data do not bound the trend".to_owned()) };
    if growth.number() * (-Z90 * growth_sd).exp() < 0.05 {
        return Err("the rate falls to almost nothing".to_owned()); // the language needs a growth above −1
    }
    let [p10, p50, p90] = [-Z90, 0.0, Z90].map(|z| digits(growth.number() * (z * growth_sd).exp() - 1.0));
    let remark = [format!(
        "Rate at {}, the end of the observation, where the scenario should start; rate and trend are drawn independently. In ten years this trend multiplies the \
         rate by {}: state in the scenario why it should continue.",
        found.to,
        digits(growth.number().powi(10))
    )];
    Ok(format!(
        "{}rate = {{ lognormal = {{ median = {}, sigma = {} }}{} }}\ntrend = {{ metalog = {{ p10 = {p10}, p50 = {p50}, p90 = {p90}, min = -0.99 }}{} }}\n",
        comments(&remark),
        digits(rate.number() * own),
        digits(rate_sd),
        note(&format!("; with a trend, {} a year at its end", interval(rate))),
        note(&format!("; growth {} a year", interval(trend)))
    ))
}

/// Rate and volatility with the mean and the variance of the counts.
fn overdispersed(found: &IncidentsFit, row: &ProcessRow, own: f64, note: &dyn Fn(&str) -> String) -> Result<String, String> {
    let (Some(rate), Some(dispersion), Some(period)) = (row.parameter("rate"), row.parameter("dispersion"), found.period) else {
        return Err("the process was not fitted".to_owned());
    };
    let Some(rate_sd) = ln_sd(rate) else { return Err("the data do not bound the rate".to_owned()) };
    let Matched { months, sd } = matched(period, [dispersion.number(), dispersion.low.unwrap_or_default(), dispersion.high.unwrap_or(f64::INFINITY)]);
    let [Some(sd), Some(low), Some(high)] = sd else { return Err("the data do not bound the dispersion of the counts".to_owned()) };
    let remark = format!(
        "Counts vary more than a constant rate explains. Counts over periods of {} months have the mean and the variance of the negative binomial counts; that a \
         departure from the mean lasts {} months is a judgement, which makes neighbouring periods nearly independent.",
        digits(period),
        digits(months)
    );
    Ok(format!(
        "{}rate = {{ lognormal = {{ median = {}, sigma = {} }}{} }}\nvolatility = {{ sd = {{ lognormal = {{ median = {}, sigma = {} }} }}, months = {}{} }}\n",
        comments(&[remark]),
        digits(rate.number() * own),
        digits(rate_sd),
        note(&format!("; negative binomial, {} a year", interval(rate))),
        digits(sd),
        digits((high / low).ln() / WIDTH),
        digits(months),
        note(&format!("; negative binomial, dispersion {}", interval(dispersion))),
    ))
}

/// Beginning of the table of the hazard.
fn head(context: &FitContext) -> String {
    match &context.target {
        Some(target) => format!("[{}]\n{}", target.path(), target.group_line()),
        None => format!("[hazards.{}]\n", key(&context.name)),
    }
}

/// The season as a comment below a constant rate, where it was fitted and bounded by the data.
fn season_remark(found: &IncidentsFit) -> String {
    let row = found.processes.iter().find(|row| row.process == "Poisson with season");
    let Some((row, factors)) = row.and_then(|row| Some((row, factors(row).ok()?))) else { return String::new() };
    let aic = format!("AIC {} above the best", words::rounded(row.worse_by, 0.5));
    comments(&[format!("A season ({aic}) would be these twelve factors of mean 1, January first; --process season writes it:"), factors])
}

/// What a hazard needs beside its rate, where a block is written.
fn class_remark(context: &FitContext) -> String {
    let Some(target) = &context.target else { return String::new() };
    comments(&[format!(
        "A hazard needs at least one class with its outage, such as: adit fit durations TABLE --as {}.classes.CLASS; and something that is exposed to it.",
        target.path()
    )])
}

/// Rate and twelve factors of mean 1, each for the middle of its month.
fn season(found: &IncidentsFit, row: &ProcessRow, own: f64, note: &dyn Fn(&str) -> String) -> Result<String, String> {
    let factors = factors(row)?;
    let [swing, peak] = ["swing", "peak"].map(|name| row.parameter(name).map_or_else(String::new, interval));
    let peak = peak.split(' ').next().unwrap_or_default();
    let [mean, sd] = [found.rate_mean, found.rate_sd].map(|number| digits(number * own));
    Ok(format!(
        "rate = {{ gamma = {{ mean = {mean}, sd = {sd} }}{} }}\n{factors}\n",
        note(&format!("; season of swing {swing}, peak {peak} months after 1 January"))
    ))
}

/// `season = [ … ]`: twelve factors of mean 1, each for the middle of its month.
fn factors(row: &ProcessRow) -> Result<String, String> {
    let (Some(swing), Some(peak)) = (row.parameter("swing"), row.parameter("peak")) else { return Err("the season was not fitted".to_owned()) };
    if swing.high.is_none() || swing.low.is_none_or(|low| low <= 0.0) {
        return Err("the data do not bound the height of the season".to_owned());
    }
    let factor = |month: u32| (swing.number() * ((std::f64::consts::TAU / 12.0 * (f64::from(month) + 0.5 - peak.number())).cos() - 1.0)).exp();
    let sum: f64 = (0..12).map(factor).sum();
    let factors: Vec<String> = (0..12).map(|month| format!("{:.3}", 12.0 * factor(month) / sum)).collect();
    Ok(format!("season = [{}]", factors.join(", ")))
}

/// Parameters of the Hawkes process: background, branching, decay.
fn hawkes_parameters(row: &ProcessRow) -> Option<[&Quantity; 3]> {
    Some([row.parameter("background")?, row.parameter("branching")?, row.parameter("decay")?])
}

fn hawkes(row: &ProcessRow, note: &dyn Fn(&str) -> String) -> Result<String, String> {
    let Some(parameters) = hawkes_parameters(row) else { return Err("the process was not fitted".to_owned()) };
    if parameters.iter().any(|known| known.high.is_none()) {
        return Err("the data do not bound the excitation".to_owned());
    }
    let [rate, branching, decay] = parameters.map(|known| digits(known.number()));
    let words = parameters.map(interval);
    let said = format!("; background {} a year, branching {}, decay {} months", words[0], words[1], words[2]);
    Ok(format!("rate = {{ value = {rate}{} }}\nexcitation = {{ branching = {branching}, decay = {decay} }}\n", note(&said)))
}

/// The self-exciting process as comments below a constant rate.
fn excitation(found: &IncidentsFit) -> String {
    let Some(parameters) = found.processes.iter().find_map(hawkes_parameters) else { return String::new() };
    if parameters[1].number() < NO_BRANCHING {
        return comments(&["No excitation was found: a self-exciting process fits best without any offspring.".to_owned()]);
    }
    let [background, branching, decay] = parameters.map(interval);
    let written = parameters.map(|known| digits(known.number()));
    comments(&[
        format!("As a self-exciting process: background {background} a year, branching {branching}, decay {decay} months:"),
        format!("rate = {}", written[0]),
        format!("excitation = {{ branching = {}, decay = {} }}", written[1], written[2]),
    ])
}
