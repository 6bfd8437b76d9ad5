"""Prints the event of each webhook in a folder that has a subfolder for each vendor."""

import sys
from pathlib import Path

import leadhook

status = 0
for vendor in leadhook.vendors():
    for path in sorted(Path(sys.argv[1], vendor).glob("*.json")):
        try:
            print(leadhook.normalize_json(vendor, path.read_bytes()).decode())
        except leadhook.Error as error:
            print(f"{path}: {error}", file=sys.stderr)
            status = 1
sys.exit(status)
