#!/bin/sh
# Runs seeds of the simulated world in a release build and writes a report. Exit 1 when a promise was broken.
#   SEEDS=100000 FROM=1 JOBS=2 REPORT=docs/reliability.md Scripts/prove.sh [further options of prove]
set -eu
cd "$(dirname "$0")/.."
export SWIFT_DETERMINISTIC_HASHING=1
swift build -c release --product prove
set -- --seeds "${SEEDS:-1000}" --from "${FROM:-1}" --jobs "${JOBS:-2}" "$@"
if [ -n "${REPORT:-}" ]; then
    set -- "$@" --report "$REPORT" --date "$(date -u +%Y-%m-%d)" --commit "$(git rev-parse --short HEAD)"
fi
exec "$(swift build -c release --show-bin-path)/prove" "$@"
