#!/usr/bin/env python3
"""Prints what scenarios change against the baseline, as a table of paired differences with their 95% intervals.

Run it at the root of the repository:

  python3 docs/examples/deal.py                                         the elements of the deal, one at a time
  python3 docs/examples/deal.py scenarios/pakistan-without-deal.toml    other overlays of the baseline

`adit compare` runs all scenarios on the same draws, in batches with seeds of their own, whose estimates are independent. The script reads
its tables `comparison.csv` (goals) and `quantities.csv`.
A figure is `goal.NAME` (probability of arrival by the end of the horizon) or a key of `quantities.csv`, the sum over all years or with
`@YEAR` the value of a year. The environment variable ADIT names the program.
"""

import argparse
import csv
import glob
import math
import os
import pathlib
import subprocess
import sys
import tempfile

FIGURES = [
    "goal.antimony_0_1pct",
    "goal.antimony_1pct",
    "goal.copper_1pct",
    "goal.gold_0_5pct",
    "minerals.antimony.arrivals_by_origin.Pakistan",
    "minerals.copper.arrivals_by_origin.Pakistan",
    "origins.Pakistan.export_revenue",
    "origins.Pakistan.royalty",
    "origins.Pakistan.job_years",
]
# Factor and unit of the printed number, by the unit of the table.
UNITS = {
    "probability": (100, "points"),
    "probability difference": (100, "points"),
    "share": (100, "points"),
    "share difference": (100, "points"),
    "USD": (1e-6, "m USD"),
    "USD/yr": (1e-6, "m USD a year"),
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenarios", nargs="*", help="overlays of the baseline (default: scenarios/elements/*.toml)")
    parser.add_argument("--base", default="scenarios/pakistan-baseline.toml", help="the scenario compared with")
    parser.add_argument("--trials", type=int, default=4_000, help="trials of each scenario in a batch (default 4 000)")
    parser.add_argument("--batches", type=int, default=5, help="batches, with the seeds 1, 2, … (default 5)")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="number of threads (default: all cores)")
    parser.add_argument("--figure", action="append", help="a column of the table (repeatable; default: four goals and five sums)")
    parser.add_argument("--by-figure", action="store_true", help="one row for each figure instead of one for each scenario")
    return parser.parse_args()


def read(folder):
    """The rows of one comparison as {(figure, scenario, base or difference): row}."""
    rows = {}
    with open(folder / "comparison.csv", newline="") as table:
        for row in csv.DictReader(table):
            figure = "goal." + row["goal"]
            if row["quantity"] == "probability difference":
                rows[figure, row["scenario"], "difference"] = row
            elif row["quantity"] == "never":
                arrived = dict(row, value=1 - float(row["value"]), low=1 - float(row["high"]), high=1 - float(row["low"]))
                rows[figure, row["scenario"], "value"] = arrived
    with open(folder / "quantities.csv", newline="") as table:
        for row in csv.DictReader(table):
            figure = row["key"] + ("" if row["year"] == "all" else "@" + row["year"])
            rows[figure, row["scenario"], row["quantity"]] = row
    return rows


def pool(batches):
    """The mean over batches with seeds of their own, with its 95% interval."""
    if len(batches) == 1:
        return batches[0]
    value = sum(float(row["value"]) for row in batches) / len(batches)
    error = math.hypot(*(float(row["standard_error"]) for row in batches)) / len(batches)
    return dict(batches[0], value=value, low=value - 1.96 * error, high=value + 1.96 * error)


def compare(options, scenarios):
    """The rows of comparisons of five scenarios at a time, because a comparison keeps all trials in memory."""
    rows = {}
    for seed in range(1, options.batches + 1):
        for first in range(0, len(scenarios), 5):
            with tempfile.TemporaryDirectory() as folder:
                command = [os.environ.get("ADIT", "adit"), "compare", options.base, *scenarios[first : first + 5]]
                command += ["--trials", str(options.trials), "--seed", str(seed), "--threads", str(options.threads)]
                command += ["--format", "json", "--out", folder + "/run"]
                done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
                if done.returncode:
                    sys.exit(done.stderr)
                for key, row in read(pathlib.Path(folder) / "run").items():
                    rows.setdefault(key, {})[seed] = row
    return {key: pool(list(by_seed.values())) for key, by_seed in rows.items()}


def number(value, places):
    text = f"{round(value, places):,.{max(places, 0)}f}".replace(",", " ").replace("-", "−")
    return "0" if not any(digit in text for digit in "123456789") else text


def text(row, sign):
    """An estimate with its interval, rounded to the digits that the interval supports."""
    factor, _ = UNITS.get(row["unit"], (1, row["unit"]))
    value, low, high = (factor * float(row[end]) for end in ("value", "low", "high"))
    half = (high - low) / 2
    if half == 0:
        return f"{value:.3g}".replace("-", "−")
    # One digit of the half width, two where the first is a 1.
    exponent = math.floor(math.log10(half))
    places = -exponent + (half / 10**exponent < 2)
    rounded = number(value, places)
    plus = "" if not sign or rounded == "0" or rounded.startswith("−") else "+"
    return f"{plus}{rounded} [{number(low, places)}, {number(high, places)}]"


def heading(figure, rows, base):
    row = rows.get((figure, base, "value"))
    if row is None:
        sys.exit(f"there is no figure `{figure}`; the keys are in quantities.csv of a comparison, goals are `goal.NAME`")
    _, unit = UNITS.get(row["unit"], (1, row["unit"]))
    title = row.get("title") or figure.removeprefix("goal.")
    return f"{title}, {unit}" + (f", {row['year']}" if row.get("year", "all") != "all" else "")


def table(rows, base, scenarios, figures, by_figure):
    """A Markdown table: the values of the base, and the difference of each scenario from it."""
    names = [base, *scenarios]
    heads = {figure: heading(figure, rows, base) for figure in figures}
    cell = {(figure, base): text(rows[figure, base, "value"], False) for figure in figures}
    for scenario in scenarios:
        for figure in figures:
            cell[figure, scenario] = text(rows[figure, scenario, "difference"], True)
    if by_figure:
        lines = [["figure", *names]] + [[heads[figure], *(cell[figure, name] for name in names)] for figure in figures]
    else:
        lines = [["scenario", *heads.values()]] + [[name, *(cell[figure, name] for figure in figures)] for name in names]
    lines.insert(1, ["---", *["---:"] * (len(lines[0]) - 1)])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main():
    options = arguments()
    scenarios = options.scenarios or sorted(glob.glob("scenarios/elements/*.toml"))
    rows = compare(options, scenarios)
    trials = f"{options.batches * options.trials:,}".replace(",", " ")
    print(f"Differences from {options.base}: {trials} trials of each scenario on the same draws, in batches with the seeds 1 to {options.batches}.")
    print("The row or column of the baseline contains its own values. Goals: probability of arrival by the end of the horizon.\n")
    stem = lambda path: pathlib.Path(path).stem
    print(table(rows, stem(options.base), [stem(path) for path in scenarios], options.figure or FIGURES, options.by_figure))


if __name__ == "__main__":
    main()
