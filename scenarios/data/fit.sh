#!/bin/sh
# Makes fitted.toml, every fitted figure of the scenarios, from the tables in this folder:
#   sh scenarios/data/fit.sh > scenarios/data/fitted.toml
# Runs anywhere; ADIT names the program. Pages with figures are left in OUT, by default a folder that is removed again.
set -eu
cd "$(dirname "$0")"
adit=${ADIT:-adit}
out=${OUT:-$(mktemp -d)}
mkdir -p "$out"

fit() {
    printf '\n# $ adit fit'
    for word in "$@"; do
        case $word in *[!A-Za-z0-9_.,/=-]*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac
    done
    printf '\n'
    name=none
    for word in "$@"; do
        if [ "$name" = next ]; then name=$word; fi
        if [ "$word" = --name ]; then name=next; fi
    done
    "$adit" fit "$@" --out "$out/fit-$name" 2> "$out/messages" || { cat "$out/messages" >&2; exit 1; }
}

printf '# Made by scenarios/data/fit.sh; a test makes it again and compares.\n'

# Roads and railways of Balochistan closed for two days and more: how long, how often.
fit durations incident_outages.csv --where kind=closure --where province=Balochistan --value outage_days --ended ended --unit days --distribution lognormal --name corridor_closure
# The same with those up to two days missing: what nine rows determine.
fit durations incident_outages.csv --where kind=closure --where province=Balochistan --where 'outage_days>=2' --value outage_days --ended ended --unit days --above 1.5 --name corridor_closure_truncated
fit incidents incident_outages.csv --where kind=closure --where province=Balochistan --from 2024-01 --to 2026-03 --branching 0.25 --name corridor_rate
# Work stopped at a site after an attack on it.
fit durations incident_outages.csv --where kind=stoppage --value outage_days --ended ended --unit days --distribution lognormal --name site_stoppage
# Attacks, for the swing between years only: they are not closures.
fit incidents incidents_annual.csv --count attacks --year year --where province=Balochistan '--where' 'source=PIPS annual|PIPS annual DERIVED from 202 = +84% in 2024' --name balochistan_attacks
# Licensing: how long its states last, what follows. Without the two bans that stopped no tonne (an entity list, a rule on technology).
fit regimes licensing_states.csv --where flow=cut --prior licensing_prior.csv --distribution lognormal --name licensing
# Actual over planned time of funded plants whose dates are documented, the simulated case left out.
fit durations reference_projects.csv --where baseline_type=commit --where 'unverified_fields!~announced|planned_first|actual_first' --where 'project!~Reko Diq' --from announced --to actual_first_production --last last_evidence --planned planned_first_production --distribution lognormal --name schedule_ratio
# Time from announcement to production, cancelled ones kept apart.
fit durations reference_projects.csv --where 'baseline_type=commit|announcement' --where 'unverified_fields!~announced|actual_first' --where 'project!~USSM-FWO' --from announced --to actual_first_production --last last_evidence --distribution lognormal --name announced_to_production
# Output of complex plants after opening.
fit ramp rampup_curves.csv --where 'series!~Saindak|Adani|Goro|GUIDANCE' --name complex_ramp
# Stops of the road from the Congolese mines to Zambia, and of trade across the Caspian: ../congo-cobalt.toml, ../kazakhstan-tungsten-gallium.toml.
fit durations katanga_border.csv --value days --ended ended --unit days --distribution lognormal --name katanga_closure
fit incidents katanga_border.csv --date start --from 2013-01 --to 2026-01 --process poisson --name katanga_rate
fit durations caspian_closures.csv --where kind=storm --value days --ended ended --unit days --distribution lognormal --name caspian_storm
fit incidents caspian_closures.csv --date start --from 2022-01 --to 2026-01 --process poisson --name caspian_rate

if [ -z "${OUT:-}" ]; then rm -r "$out"; fi
