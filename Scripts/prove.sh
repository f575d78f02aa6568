#!/bin/bash
# Runs seeds of the simulated world in a release build. Exit 1 when a promise was broken.
#   SEEDS=100000 FROM=1 JOBS=2 REPORT=docs/reliability.md Scripts/prove.sh [further options of prove]
# REPORT replaces the section "simulation" of that file.
set -u
cd "$(dirname "$0")/.." || exit 1
export SWIFT_DETERMINISTIC_HASHING=1
swift build -c release --product prove || exit 1
prove="$(swift build -c release --show-bin-path)/prove"
# First what is small enough for every case: each cut of the canonical sessions with each habit of retrying.
"$prove" --cuts --jobs "${JOBS:-2}" || exit 1
set -- --seeds "${SEEDS:-1000}" --from "${FROM:-1}" --jobs "${JOBS:-2}" "$@"
# So many seeds must have taken every way through the bridge's decisions.
if [ "${SEEDS:-1000}" -ge 100000 ]; then set -- --require-marks "$@"; fi
exec Scripts/reported.sh simulation "$prove" "$@"
