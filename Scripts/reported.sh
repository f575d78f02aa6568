#!/bin/bash
# Runs a measurement and, where REPORT names a file, replaces a section of it with the measurement's report.
#   REPORT=docs/reliability.md [KEEP=1] Scripts/reported.sh SECTION COMMAND...
# With KEEP the section's list adds up, as Scripts/section.py says. COMMAND takes --report FILE --date DATE --commit ID. Its exit status stays, and a failure is reported too.
set -u
section=$1
shift
[ -n "${REPORT:-}" ] || exec "$@"
draft=$(mktemp) || exit 1
trap 'rm -f "$draft"' EXIT
"$@" --report "$draft" --date "$(date -u +%Y-%m-%d)" --commit "$(git rev-parse --short HEAD)"
code=$?
[ -s "$draft" ] || exit "$code"
Scripts/section.py "$REPORT" "$section" ${KEEP:+--keep} < "$draft" || exit 1
exit "$code"
