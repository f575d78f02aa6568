#!/bin/bash
# Measures slow-sync matching in a release build. Exit 1 when two items became one, or too few copies were found.
#   COPIES=10000 SEED=1 REPORT=docs/reliability.md Scripts/bench-matching.sh [--verbose]
# REPORT replaces the section "matching" of that file.
set -u
cd "$(dirname "$0")/.." || exit 1
export SWIFT_DETERMINISTIC_HASHING=1
swift build -c release --product prove || exit 1
prove="$(swift build -c release --show-bin-path)/prove"
set -- --matching "${COPIES:-10000}" --seed "${SEED:-1}" "$@"
exec Scripts/reported.sh matching "$prove" "$@"
