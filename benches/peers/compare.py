#!/usr/bin/env python3
"""Trials a second of `adit`, Numba and NumPy on the reference scenario, side by side: in turn, round after round, in one run.

    python -m venv venv && venv/bin/pip install -r benches/peers/requirements.txt
    venv/bin/python benches/peers/compare.py [--rounds 5] [--seconds 2] [--threads 1] [--write README.md]

Each round runs the three one after the other; what is compared is `adit` against the mean of the peer's runs just before and just after it, so that a machine
that slows down or is busy with something else slows both. Ratios are medians over the rounds, with their range. "Of processor time" counts the seconds that the threads
ran, not those they waited for the processor: the fairer figure on a machine that is not idle. `--write` replaces the table between `<!-- performance -->` and
`<!-- /performance -->` of a file.

The peers make less: arrival, never and bridging stock of every trial, and four yearly series. `adit` makes all that `adit run` reports.
"""
import argparse
import os
import re
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
RATE = re.compile(r"(\d+) trials/s, (\d+) trials/s of processor time")


def adit_program():
    """Builds the bench and says where it lies."""
    built = subprocess.run(["cargo", "build", "--release", "--bench", "throughput", "--message-format", "json"],
                           cwd=ROOT, check=True, capture_output=True, text=True).stdout
    found = re.findall(r'"executable":"([^"]*throughput[^"]*)"', built)
    if not found:
        sys.exit("cargo built no bench called throughput")
    return found[-1]


def rates(command, trials):
    """Trials a second of the wall clock, and a second of processor time on each of its threads."""
    threads = int(command[command.index("--threads") + 1]) if "--threads" in command else 1
    out = subprocess.run([*command, "--trials", str(trials)], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    wall, busy = RATE.search(out).groups()
    return float(wall), float(busy) * threads


def spread(values):
    return f"{statistics.median(values):.2f} ({min(values):.2f}..{max(values):.2f})"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0, help="about how long each run takes")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--adit", help="a bench program built before, instead of building one")
    parser.add_argument("--write", help="file whose performance table is replaced")
    options = parser.parse_args()
    threads = ["--threads", str(options.threads)]
    adit = [options.adit or adit_program(), "scenarios/one-refinery.toml", *threads]
    programs = {
        "adit": adit,
        "Numba": [sys.executable, os.path.join(HERE, "one_refinery_numba.py"), *threads],
        "NumPy": [sys.executable, os.path.join(HERE, "one_refinery_numpy.py")],
        "adit, arrivals only": [*adit, "--arrivals"],
    }
    # So many trials that each takes about the time asked for.
    trials = {}
    for name, command in programs.items():
        trials[name] = max(2000, int(rates(command, 8000)[0] * options.seconds))
    runs = {name: [] for name in programs}
    for _ in range(options.rounds):
        for name, command in programs.items():
            runs[name].append(rates(command, trials[name]))
    rows = ["| program | trials/s | trials/s of processor time | `adit` is faster by | by processor time |", "| --- | ---: | ---: | ---: | ---: |"]
    for name, found in runs.items():
        wall, busy = (statistics.median(run[i] for run in found) for i in (0, 1))
        ratios = []
        for i in (0, 1):
            around = [statistics.mean(run[i] for run in found[max(0, r - 1):r + 1]) for r in range(len(found))]
            ratios.append(spread([own[i] / other for own, other in zip(runs["adit"], around)]))
        of_own = name == "adit"
        rows.append(f"| {name} | {wall:,.0f} | {busy:,.0f} | {'' if of_own else ratios[0]} | {'' if of_own else ratios[1]} |")
    table = "\n".join(rows)
    print(table)
    print(f"\n{options.rounds} rounds, {options.threads} thread(s); medians, and the range of the rounds in brackets")
    if options.write:
        text = open(options.write).read()
        new, count = re.subn(r"(<!-- performance -->\n).*?(<!-- /performance -->)", lambda m: m[1] + table + "\n" + m[2], text, flags=re.S)
        if count != 1:
            sys.exit(f"{options.write} has no place for the table: <!-- performance --> … <!-- /performance -->")
        open(options.write, "w").write(new)


if __name__ == "__main__":
    main()
