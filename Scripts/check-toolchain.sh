#!/bin/sh
# Says what to do when there is no Swift 6.2 or newer. With --present it only looks whether there is any Swift: whether
# that one can start is known after install-dependencies.sh.
if ! command -v swift >/dev/null 2>&1; then
    echo "No Swift found. footbridge needs a Swift toolchain, 6.2 or newer: https://www.swift.org/install/" >&2
    exit 1
fi
[ "${1:-}" = --present ] && exit 0
if ! output=$(swift --version 2>&1); then
    printf 'Swift is installed, but does not start:\n%s\n' "$output" >&2
    exit 1
fi
version=$(printf '%s\n' "$output" | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
major=${version% *}
minor=${version#* }
if [ -z "$version" ] || [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 2 ]; }; then
    echo "footbridge needs Swift 6.2 or newer, and this is: $(printf '%s\n' "$output" | head -n 1)" >&2
    exit 1
fi
