#!/bin/bash
# Runs the Swift tests that build.sh --build-tests has built. Shows failures and totals; the rest is in .build/test.log.
set -o pipefail
cd "$(dirname "$0")/.." || exit 1
swift test --skip-build --explicit-target-dependency-import-check error "$@" 2>&1 | tee .build/test.log | awk '
    / (passed after|started\.)/ && !/Test run/ { next }
    /Executed 0 tests/ { next }
    /^(Test (Suite|Case)|\[[0-9]+\/[0-9]+\])/ && !/failed/ { next }
    { print "    " $0; fflush() }'
code=$?
exit "$code"
