#!/usr/bin/env python3
"""Fault injection: runs of adit are disturbed from outside, and what they leave is checked.

    python3 tests/faults/inject.py [--adit PROGRAM] [--moments 100] [--seed 1] [NAME ...]

Each check prints one line. The exit code is 1 where a check failed. A check that this machine cannot make is named as skipped.
"""

import argparse
import csv
import hashlib
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCENARIO = ROOT / "scenarios" / "one-refinery.toml"
BASELINE = ROOT / "scenarios" / "pakistan-baseline.toml"
# Long enough to be disturbed in the middle, short enough to be repeated a hundred times.
TRIALS = "40000"
FIGURES = ["--figures", "arrival"]
# The manifest states times; all other files depend on the scenario, the seed and the trials alone.
VARIES = {"manifest.json"}
ABORTED = {-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGILL, 134, 139}


def digest(folder):
    """Hash of each file of a results folder that does not depend on the time."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in VARIES)
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def expect(condition, text):
    if not condition:
        raise AssertionError(text)


class Faults:
    def __init__(self, program, moments, seed, place):
        self.program, self.moments, self.place = program, moments, place
        self.chance = random.Random(seed)
        self.seconds = 0.0
        self.whole = None

    def command(self, out, *more):
        return [self.program, "run", str(SCENARIO), "--trials", TRIALS, *FIGURES, "--out", str(out), *more]

    def run(self, command, **options):
        return subprocess.run(command, capture_output=True, text=True, timeout=600, **options)

    def undisturbed(self):
        """Files of a run that nothing disturbs, and the seconds that it takes."""
        if self.whole is None:
            began = time.monotonic()
            done = self.run(self.command(self.place / "whole"))
            self.seconds = time.monotonic() - began
            expect(done.returncode == 0, f"an undisturbed run ended with {done.returncode}: {done.stderr}")
            self.whole = digest(self.place / "whole")
        return self.whole

    def signals(self):
        """SIGINT, SIGTERM and SIGKILL at random moments: no folder that looks complete, and the run resumed gives the same bytes."""
        whole = self.undisturbed()
        ended, resumed = 0, 0
        for moment in range(self.moments):
            number = [signal.SIGINT, signal.SIGTERM, signal.SIGKILL][moment % 3]
            folder = self.place / f"signal-{moment}"
            out = folder / "out"
            folder.mkdir()
            process = subprocess.Popen(
                self.command(out, "--save-every", "0"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
            )
            time.sleep(self.chance.uniform(0.0, 1.1 * self.seconds))
            process.send_signal(number)
            _, said = process.communicate(timeout=600)
            expect(process.returncode not in ABORTED, f"signal {number}: {process.returncode}: {said}")
            if process.returncode == 0:
                ended += 1
                expect(digest(out) == whole, "a run that ended before the signal differs")
            else:
                expect(process.returncode in (130, -number), f"signal {number}: exit code {process.returncode}: {said}")
                expect(not out.exists() or digest(out) == whole, f"signal {number} left a folder that looks complete and is not")
                again = [self.program, "run", str(SCENARIO), "--trials", TRIALS, *FIGURES, "--resume", str(out)]
                done = self.run(again if not out.exists() else self.command(out))
                if done.returncode != 0 and "nothing" in done.stderr:
                    done = self.run(self.command(out))
                expect(done.returncode == 0, f"resuming after signal {number} ended with {done.returncode}: {done.stderr}")
                expect(digest(out) == whole, f"a run resumed after signal {number} differs")
                resumed += 1
            shutil.rmtree(folder)
        return f"{self.moments} moments: {resumed} runs resumed to the same bytes, {ended} had ended"

    def disk_full(self):
        """A file system that is full at every size up to that of the results: an error that says so, and no folder that looks complete."""
        whole = self.undisturbed()
        size = sum(path.stat().st_size for path in (self.place / "whole").rglob("*") if path.is_file())
        mount = self.place / "small"
        mount.mkdir()
        failed, fine = 0, 0
        for step in range(1, 26):
            kib = max(4, size * step // 20 // 1024)
            made = self.run(["mount", "-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", str(mount)])
            if made.returncode != 0:
                return None
            try:
                done = self.run(self.command(mount / "out"))
                if done.returncode == 0:
                    fine += 1
                    expect(digest(mount / "out") == whole, "a run on a small disk differs")
                else:
                    failed += 1
                    expect(done.returncode == 1, f"full disk: exit code {done.returncode}: {done.stderr}")
                    expect("space" in done.stderr or "full" in done.stderr, f"full disk is not named: {done.stderr}")
                    left = [path.name for path in mount.iterdir() if not path.name.startswith(".")]
                    expect(not left, f"full disk left {left}")
            finally:
                self.run(["umount", str(mount)])
        expect(failed > 0 and fine > 0, f"{failed} failed, {fine} did not")
        return f"{failed} sizes too small, {fine} large enough"

    def one_folder(self):
        """Two runs into one folder at once: the folder is one of them, complete."""
        whole = self.undisturbed()
        out = self.place / "shared" / "out"
        both = [subprocess.Popen(self.command(out), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for _ in range(2)]
        ends = [(process.communicate(timeout=600)[1], process.returncode) for process in both]
        codes = sorted(code for _, code in ends)
        expect(codes in ([0, 0], [0, 1]), f"two runs into one folder: {ends}")
        expect(digest(out) == whole, "two runs into one folder left something else")
        left = [path.name for path in out.parent.iterdir() if path.name != "out"]
        expect(not left, f"two runs into one folder left {left}")
        return f"exit codes {codes}"

    def folder_removed(self):
        """The folder in which the results are made is removed during the run: exit code 1 and a reason."""
        self.undisturbed()
        refused = 0
        for _ in range(20):
            parent, moved = self.place / "removed", self.place / "moved"
            parent.mkdir()
            process = subprocess.Popen(self.command(parent / "out"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            time.sleep(self.chance.uniform(0.05, 1.0) * self.seconds)
            parent.rename(moved)
            _, said = process.communicate(timeout=600)
            complete = [folder for folder in (parent / "out", moved / "out") if folder.exists() and digest(folder) == self.whole]
            expect(process.returncode in (0, 1), f"folder removed: exit code {process.returncode}: {said}")
            expect(bool(complete) == (process.returncode == 0), f"folder removed: exit code {process.returncode}, complete: {complete}: {said}")
            refused += process.returncode
            shutil.rmtree(parent, ignore_errors=True)
            shutil.rmtree(moved, ignore_errors=True)
        return f"20 times, {refused} of them ended with exit code 1, the others complete"

    def memory(self):
        """Limits of the data of the process from little to enough: a refusal or the same bytes, no abort."""
        whole = self.undisturbed()
        refused, fine = 0, 0
        for mib in [*range(10, 100, 10), 120, 150, 200, 300, 600, 1000, 4000]:
            out = self.place / "memory"

            def limit(mib=mib):
                resource.setrlimit(resource.RLIMIT_DATA, (mib << 20, mib << 20))

            done = self.run(self.command(out, "--threads", "2"), preexec_fn=limit)
            expect(done.returncode not in ABORTED, f"{mib} MiB of memory: {done.returncode}: {done.stderr}")
            if done.returncode == 0:
                fine += 1
                expect(digest(out) == whole, f"{mib} MiB of memory: the results differ")
                shutil.rmtree(out)
            else:
                refused += 1
                expect(not out.exists(), f"{mib} MiB of memory left a folder")
        expect(fine > 0, "no limit was large enough")
        return f"{refused} limits refused, {fine} large enough"

    def stack(self):
        """A stack of 256 kB: the same bytes."""
        whole = self.undisturbed()
        out = self.place / "stack"

        def limit():
            resource.setrlimit(resource.RLIMIT_STACK, (256 << 10, 256 << 10))

        done = self.run(self.command(out), preexec_fn=limit)
        expect(done.returncode == 0, f"256 kB of stack: {done.returncode}: {done.stderr}")
        expect(digest(out) == whole, "256 kB of stack: the results differ")
        return "the same bytes"

    def threads(self):
        """Numbers of threads that make no sense in RAYON_NUM_THREADS: the same bytes."""
        whole = self.undisturbed()
        for wish in ["0", "-1", "1", "999999999999999999999", "100000", "many", ""]:
            out = self.place / "threads"
            done = self.run(self.command(out), env={**os.environ, "RAYON_NUM_THREADS": wish})
            expect(done.returncode == 0, f"RAYON_NUM_THREADS={wish}: {done.returncode}: {done.stderr}")
            expect(digest(out) == whole, f"RAYON_NUM_THREADS={wish}: the results differ")
            shutil.rmtree(out)
        return "7 values, the same bytes"

    def clock(self):
        """A clock that is set back by ten days during the run: the same bytes."""
        whole = self.undisturbed()
        if shutil.which("faketime") is None:
            return None
        out = self.place / "clock"
        done = self.run(["faketime", "-f", "-10d x-50", *self.command(out, "--save-every", "0")])
        expect(done.returncode == 0, f"clock: {done.returncode}: {done.stderr}")
        expect(digest(out) == whole, "clock: the results differ")
        return "the same bytes with a clock that runs backwards"


    def libm(self):
        """Another library of elementary functions: no figure of a trial differs by more than 1e-12 of its size."""
        library = self.place / "other_libm.so"
        source = pathlib.Path(__file__).with_name("other_libm.c")
        compiler = shutil.which("cc")
        if compiler is None:
            return None
        built = self.run([compiler, "-shared", "-fPIC", "-O1", "-fno-builtin", "-o", str(library), str(source), "-lm"])
        expect(built.returncode == 0, built.stderr)
        tables = []
        for name, more in [("usual", {}), ("other", {"LD_PRELOAD": str(library)})]:
            out = self.place / name
            command = [self.program, "run", str(BASELINE), "--trials", "2000", *FIGURES, "--trials-csv", "--out", str(out)]
            done = self.run(command, env={**os.environ, **more})
            expect(done.returncode == 0, f"{name} library: {done.returncode}: {done.stderr}")
            with open(out / "trials.csv", newline="") as file:
                tables.append(list(csv.reader(file)))
        figures, differ, worst = 0, 0, 0.0
        for one, other in zip(*tables, strict=True):
            for a, b in zip(one, other, strict=True):
                figures += 1
                if a != b:
                    differ += 1
                    worst = max(worst, abs(float(a) - float(b)) / abs(float(a)))
        expect(differ > 0, "the other library was not used")
        expect(worst <= 1e-12, f"a figure differs by {worst:.1e} of its size")
        return f"{differ} of {figures} figures differ, by at most {worst:.1e} of their size"


CHECKS = ["signals", "disk_full", "one_folder", "folder_removed", "memory", "stack", "threads", "clock", "libm"]


def main():
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--adit", default=str(ROOT / "target" / "release" / "adit"), help="the program")
    reader.add_argument("--moments", type=int, default=100, help="signals sent")
    reader.add_argument("--seed", type=int, default=1, help="of the moments")
    reader.add_argument("checks", nargs="*", metavar="NAME", help="checks: " + ", ".join(CHECKS))
    wished = reader.parse_args()
    unknown = [name for name in wished.checks if name not in CHECKS]
    if unknown:
        reader.error(f"there is no check {unknown[0]}: " + ", ".join(CHECKS))
    failed = False
    with tempfile.TemporaryDirectory() as place:
        faults = Faults(wished.adit, wished.moments, wished.seed, pathlib.Path(place))
        for name in wished.checks or CHECKS:
            try:
                result = getattr(faults, name)()
                print(f"{name}: " + ("skipped: this machine cannot make it" if result is None else result), flush=True)
            except AssertionError as error:
                failed = True
                print(f"{name}: FAILED: {error}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
