"""The real peers that footbridge is tested against, and what is needed to drive and compare them.

Only the standard library: Debian's /usr/bin/python3 runs all of it.
"""
