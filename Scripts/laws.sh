#!/bin/bash
# Tries the laws of the lens in a release build, and compares recurrence rules with another implementation. Exit 1 when a law was
# broken or a rule differs.
#   CASES=10000 FROM=1 JOBS=2 RULES=1000 SEED=1 REPORT=docs/reliability.md Scripts/laws.sh
# REPORT replaces the section "laws" of that file, but for the lines of other seeds: a million cases may be tried in parts.
set -u
cd "$(dirname "$0")/.." || exit 1
export SWIFT_DETERMINISTIC_HASHING=1
swift build -c release --product prove || exit 1
prove="$(swift build -c release --show-bin-path)/prove"
Tests/Oracles/recurrence.py "$prove" --rules "${RULES:-1000}" --seed "${SEED:-1}" || exit 1
KEEP=1 exec Scripts/reported.sh laws "$prove" --laws "${CASES:-10000}" --from "${FROM:-1}" --jobs "${JOBS:-2}"
