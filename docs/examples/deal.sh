#!/bin/sh
# Prints what scenarios change against the baseline, as a table: paired differences with their 95% intervals. Run it at the repository's root:
#   sh docs/examples/deal.sh                                          the elements of the deal, one at a time
#   sh docs/examples/deal.sh scenarios/pakistan-without-deal.toml     other overlays of the baseline
# Every batch runs all scenarios on the same draws with a seed of its own; the interval is that of the mean of the batches' differences
# (Student's distribution). TRIALS are those of one batch, BATCHES their number, FIGURES the columns (at least one goal), BASE is the scenario
# compared with, and ADIT names the program.
set -eu
adit=${ADIT:-adit}
base=${BASE:-scenarios/pakistan-baseline.toml}
trials=${TRIALS:-400}
batches=${BATCHES:-20}
figures=${FIGURES:-goal.antimony_0_1pct goal.antimony_1pct goal.copper_1pct goal.gold_0_5pct antimony.t copper.t export_revenue royalty job_years}
[ $# -gt 0 ] || set -- scenarios/elements/*.toml
goals=
for figure in $figures; do
    case $figure in goal.*) goals="$goals --goal ${figure#goal.}" ;; esac
done
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# One line for each figure of one batch: batch, scenario, figure, value.
figures() {
    awk -F, -v batch="$1" 'NR > 1 && $3 == "by 2045" { gsub(/"/, ""); print batch, $2, "goal." $1, 100 * $4 }' "$out/run/comparison.csv"
    for summary in "$out"/run/summaries/*.json; do
        awk -v batch="$1" -v scenario="$(basename "$summary" .json)" '
            function key(line) { sub(/^ *"/, "", line); sub(/".*/, "", line); return line }
            /^  "/ { top = key($0) }
            /^    "/ && !/^     / { second = key($0) }
            /^      "/ && !/^       / { third = key($0) }
            /^        "/ && !/^         / { fourth = key($0) }
            /"value":/ {
                value = $0; sub(/.*"value": /, "", value); sub(/,.*/, "", value)
                name = ""
                if (top == "origins" && second == "Pakistan") name = third
                if (top == "minerals" && third == "arrivals_by_origin" && fourth == "Pakistan") name = second " t"
                if (top == "minerals" && (third == "premium_paid" || third == "shortage")) name = second " " third
                if (name != "") sum[name] += value
                if (top == "minerals" && (third == "free_share" || third == "price_index") && $0 ~ /"2035":/) sum[second " " third] = value
            }
            END { for (name in sum) { figure = name; gsub(/ /, ".", figure); print batch, scenario, figure, sum[name] } }' "$summary"
    done
}

# Five scenarios at a time, because a comparison keeps all of them in memory.
batch=1
while [ "$batch" -le "$batches" ]; do
    for scenario in "$@"; do echo "$scenario"; done | xargs -n 5 | while read -r group; do
        # shellcheck disable=SC2086 # lists of words
        "$adit" compare "$base" $group $goals --trials "$trials" --seed "$batch" --out "$out/run" --format json >/dev/null 2>"$out/messages" </dev/null ||
            { cat "$out/messages" >&2; exit 1; }
        figures "$batch" >>"$out/figures"
    done
    batch=$((batch + 1))
done

printf 'Differences from %s: %s batches of %s trials, on the same draws. Goals are percentage points of arriving by 2045.\n\n' "$base" "$batches" "$trials"
awk -v base="$(basename "$base" .toml)" -v only="$figures" '
    { value[$1, $2, $3] = $4; batches[$1]; if (!($2 in seen)) { seen[$2]; order[++many] = $2 } }
    function student(n) { split("12.71 4.30 3.18 2.78 2.57 2.45 2.36 2.31 2.26 2.23 2.20 2.18 2.16 2.14 2.13 2.12 2.11 2.10 2.09", t, " "); return n > 20 ? 2.05 : t[n - 1] }
    function text(x, size) { size = x < 0 ? -x : x; return size >= 1e9 ? sprintf("%.3gbn", x / 1e9) : size >= 1e6 ? sprintf("%.3gm", x / 1e6) : size >= 1e3 ? sprintf("%.0f", x) : sprintf("%.3g", x) }
    END {
        figures = split(only, figure, " ")
        printf "| scenario |"; for (f = 1; f <= figures; f++) printf " %s |", figure[f]; printf "\n| --- |"
        for (f = 1; f <= figures; f++) printf " --- |"; printf "\n"
        for (o = 1; o <= many; o++) {
            printf "| %s |", order[o]
            for (f = 1; f <= figures; f++) {
                n = 0; sum = 0; squares = 0
                for (b in batches) if ((b, base, figure[f]) in value) {
                    d = value[b, order[o], figure[f]] - (order[o] == base ? 0 : value[b, base, figure[f]])
                    n++; sum += d; squares += d * d
                }
                if (n < 2) { printf " – |"; continue }
                mean = sum / n; spread = squares / n - mean * mean; half = student(n) * sqrt((spread > 0 ? spread : 0) / (n - 1))
                printf " %s [%s, %s] |", text(mean), text(mean - half), text(mean + half)
            }
            printf "\n"
        }
    }' "$out/figures"
