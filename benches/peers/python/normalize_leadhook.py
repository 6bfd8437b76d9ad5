"""Converts webhooks to events with leadhook's Python module: dicts with datetimes, written by orjson."""

import sys

import leadhook
import orjson


def main(path):
    refused = 0
    with open(path, "rb") as webhooks:
        for number, result in enumerate(leadhook.normalize_many(None, webhooks), 1):
            if isinstance(result, leadhook.Error):
                print(f"{number}: {result}", file=sys.stderr)
                refused += 1
            else:
                sys.stdout.buffer.write(orjson.dumps(result))
                sys.stdout.buffer.write(b"\n")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
