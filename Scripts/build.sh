#!/bin/bash
# build.sh [--strict] [arguments of `swift build`...]
#
# Builds; shows progress, errors and warnings, keeps the whole log in .build/build.log. With --strict, a warning in
# our own Sources or Tests fails the build. (The compiler's own option would hit the packages we depend on, too.)
# The compiler warns only when it compiles a file: files with warnings are touched, so that the next build tells again.
set -o pipefail
cd "$(dirname "$0")/.." || exit 1
Scripts/check-toolchain.sh || exit 1
strict=no
if [ "$1" = --strict ]; then
    strict=yes
    shift
fi
root=$(pwd -P)
mkdir -p .build
log=.build/build.log

swift build --explicit-target-dependency-import-check error "$@" 2>&1 | tee "$log" | awk '
    /^\[[0-9]+\/[0-9]+\] / { if (++steps % 100 == 0) { print "    " $0; fflush() } next }
    { print "    " $0; fflush() }'
code=$?

ours() { grep -E "^(warning: '?$(basename "$root")'?:|$root/(Sources|Tests)/[^:]+:[0-9]+:[0-9]+: warning:)" "$log" | sort -u; }
warnings=$(ours)
if [ -n "$warnings" ]; then
    printf '%s\n' "$warnings" | sed -n "s|^\($root/[^:]*\):.*|\1|p" | sort -u | while read -r file; do
        [ -e "$file" ] && touch "$file"
    done
fi
[ "$code" -eq 0 ] || exit "$code"
if [ "$strict" = yes ] && [ -n "$warnings" ]; then
    printf 'warnings in our own code:\n%s\n' "$warnings" >&2
    exit 1
fi
