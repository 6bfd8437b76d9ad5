"""Webhooks to events by leadhook's own Python module, as its users would: dicts with datetimes, written by orjson."""

import sys

import leadhook
import orjson


def main(path):
    refused = 0
    with open(path, "rb") as webhooks:
        for number, event in enumerate(leadhook.normalize_many(None, webhooks), 1):
            if isinstance(event, leadhook.Error):
                print(f"{number}: {event}", file=sys.stderr)
                refused += 1
            else:
                sys.stdout.buffer.write(orjson.dumps(event))
                sys.stdout.buffer.write(b"\n")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
