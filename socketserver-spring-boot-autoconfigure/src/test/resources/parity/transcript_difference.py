"""Prints how two transcripts differ, scenario by scenario, as a unified difference with one line of context.

usage: transcript_difference.py CPYTHON OURS
"""
import difflib
import sys


def scenarios(path):
    with open(path, encoding="utf-8") as file:
        found = {}
        for line in file.read().splitlines():
            if line.startswith("== "):
                lines = found[line[3:]] = []
            else:
                lines.append(line[1:])
        return found


theirs, ours = map(scenarios, sys.argv[1:])
for name in {**theirs, **ours}:
    pair = theirs.get(name, []), ours.get(name, [])
    for difference in difflib.unified_diff(*pair, "CPython, " + name, "this, " + name, n=1, lineterm=""):
        print(difference)
