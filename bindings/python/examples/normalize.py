"""Prints the event of each webhook in the files given, whose folders are named after the platforms."""

import sys
from pathlib import Path

import leadhook

for path in map(Path, sys.argv[1:]):
    try:
        print(leadhook.normalize_json(path.parent.name, path.read_bytes()).decode())
    except leadhook.Error as refused:
        print(f"{path}: {refused}", file=sys.stderr)
