#!/bin/sh
# Says what to do when there is no Swift 6.2 or newer.
if ! command -v swift >/dev/null 2>&1; then
    echo "No Swift found. footbridge needs a Swift toolchain, 6.2 or newer: https://www.swift.org/install/" >&2
    exit 1
fi
version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
major=${version% *}
minor=${version#* }
if [ -z "$version" ] || [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 2 ]; }; then
    echo "footbridge needs Swift 6.2 or newer, and this is: $(swift --version 2>&1 | head -n 1)" >&2
    exit 1
fi
