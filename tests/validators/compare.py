"""Compares leadhook's verdicts with those of other JSON Schema validators, on generated webhooks.

README.md says what is compared. `run` installs the validators.
"""

import argparse
import json
import re
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import jsonschema_rs

HERE = Path(__file__).resolve().parent
SCHEMAS = HERE.parents[1] / "schemas"
# The verdicts on what leadhook accepts.
VALID = {"valid", "drift"}
# How many disagreements without a class are printed.
SHOWN = 20


@dataclass(frozen=True)
class Fault:
    """A known fault of a validator, which is also the class of the disagreements that it causes."""

    name: str
    validator: str
    accepts: bool
    """True if the validator accepts these texts by mistake, false if it refuses them."""
    texts: str
    repair: str
    """What replaces such a text. Without the fault, the validator must agree with leadhook."""

    def repaired(self, value, pointer=""):
        """Returns the value with every such text repaired, and their JSON Pointers and texts."""
        match value:
            case str():
                text = re.fullmatch(self.texts, value, re.ASCII)
                return (text.expand(self.repair), [(pointer, value)]) if text else (value, [])
            case dict():
                members, found = self.repaired_all(value.values(), map(escape, value), pointer)
                return dict(zip(value, members)), found
            case list():
                return self.repaired_all(value, range(len(value)), pointer)
        return value, []

    def repaired_all(self, values, tokens, pointer):
        pairs = [self.repaired(value, f"{pointer}/{token}") for value, token in zip(values, tokens)]
        return [value for value, _ in pairs], [text for _, found in pairs for text in found]


FAULTS = [
    Fault(
        name="refuses the leap second",
        validator="jsonschema",
        accepts=False,
        texts=r"(\d{4}-\d\d-\d\d[Tt]23:59:)60((?:\.\d+)?(?:[Zz]|[+-]00:00))",
        repair=r"\g<1>59\2",
    ),
    Fault(
        name="refuses the year 0",
        validator="jsonschema",
        accepts=False,
        texts=r"0000(-\d\d-\d\d(?:[Tt].*)?)",
        repair=r"0004\1",
    ),
    Fault(
        name="accepts a space for the T",
        validator="ajv",
        accepts=True,
        texts=r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d.*)",
        repair=r"\1T\2",
    ),
]


def escape(name):
    return name.replace("~", "~0").replace("/", "~1")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--leadhook", required=True, metavar="PATH", help="the leadhook program")
    arguments.add_argument("--count", type=int, default=20_000, help="the number of valid and of invalid webhooks")
    arguments.add_argument("--seed", default="1", help="the random seed of the webhooks")
    arguments.add_argument("--strict", type=Path, metavar="FOLDER", help="also compare the strict schemas in a folder")
    arguments = arguments.parse_args()
    leadhook = Leadhook(arguments.leadhook)
    comparisons = [Comparison("schemas", leadhook, SCHEMAS, VALID)]
    if arguments.strict:
        comparisons.append(Comparison("strict schemas", leadhook, arguments.strict, {"valid"}))
    vendors = leadhook.vendors()

    def generate(index):
        count = len(range(index, arguments.count, len(vendors)))
        samples = [leadhook.sample(vendors[index], count, arguments.seed, *options) for options in ((), ("--invalid",))]
        return sum(samples, [])

    # The next vendor's webhooks are generated while those of the last one are validated.
    with ThreadPoolExecutor(1) as executor:
        for vendor, bodies in zip(vendors, executor.map(generate, range(len(vendors)))):
            verdicts = leadhook.verdicts(vendor, bodies)
            events = leadhook.events(vendor, [body for body, verdict in zip(bodies, verdicts) if verdict in VALID])
            for comparison in comparisons:
                comparison.compare(vendor, bodies, verdicts)
                comparison.compare("event", events, leadhook.verdicts("event", events))
    for comparison in comparisons:
        comparison.report()
    return int(any(comparison.outside for comparison in comparisons))


# --- the validators ---------------------------------------------------------------------------------------------------


class Leadhook:
    """The command line of leadhook."""

    def __init__(self, program):
        self.program = program

    def output(self, *arguments, bodies=(), stderr=None):
        process = subprocess.run([self.program, *arguments], input=lines(bodies), stdout=subprocess.PIPE, stderr=stderr)
        # The status is 1 after an invalid webhook.
        if process.returncode not in (0, 1):
            sys.exit(f"leadhook {' '.join(arguments)} failed")
        return process.stdout.split(b"\n")[:-1]

    def vendors(self):
        return [json.loads(line)["vendor"] for line in self.output("vendors", "--format", "json")]

    def sample(self, vendor, count, seed, *options):
        return self.output("sample", vendor, "--count", str(count), "--seed", seed, *options)

    def events(self, vendor, bodies):
        """Returns the events of valid webhooks."""
        # Without the report of drift.
        return self.output("normalize", "--vendor", vendor, "-", bodies=bodies, stderr=subprocess.DEVNULL)

    def verdicts(self, vendor, bodies):
        """Returns the verdict of each body: valid, drift, invalid, or None if it is malformed."""
        if vendor == "event":
            # An event that leadhook writes follows both schemas.
            return ["valid"] * len(bodies)
        found = map(json.loads, self.output("validate", "--format", "json", "--vendor", vendor, "-", bodies=bodies))
        codes = [(each["verdict"], {diagnostic["code"] for diagnostic in each["diagnostics"]}) for each in found]
        return [None if "malformed" in codes else verdict for verdict, codes in codes]


class Formats(jsonschema.FormatChecker):
    """Fails on a format that it cannot check. jsonschema accepts every text if the package for a format is missing."""

    def check(self, instance, format):
        if format not in self.checkers:
            sys.exit(f"jsonschema cannot check the format {format}: add the package for it to requirements.txt")
        super().check(instance, format)


def run_jsonschema(schema, bodies):
    schema = json.loads(schema.read_text())
    return run_in_python(jsonschema.Draft202012Validator(schema, format_checker=Formats()), bodies)


def run_jsonschema_rs(schema, bodies):
    schema = json.loads(schema.read_text())
    options = {"validate_formats": True, "ignore_unknown_formats": False}
    return run_in_python(jsonschema_rs.Draft202012Validator(schema, **options), bodies)


def run_in_python(validator, bodies):
    def verdict(body):
        try:
            value = parse(body)
        except (ValueError, RecursionError):
            return None
        return validator.is_valid(value)

    return [verdict(body) for body in bodies]


def parse(body):
    """Parses JSON as Python does, but refuses its NaN and Infinity."""

    def refuse(constant):
        raise ValueError(f"{constant} is not JSON")

    return json.loads(body.decode(), parse_constant=refuse)


def run_ajv(schema, bodies):
    command = ["node", HERE / "validate.mjs", schema]
    return json.loads(subprocess.run(command, input=lines(bodies), stdout=subprocess.PIPE, check=True).stdout)


def lines(bodies):
    return b"".join(body + b"\n" for body in bodies)


# Each returns for each body: true if it is valid, false if not, None if it is malformed.
VALIDATORS = {"jsonschema": run_jsonschema, "jsonschema-rs": run_jsonschema_rs, "ajv": run_ajv}


# --- the comparison ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cause:
    """What may cause a disagreement about a body, and the body without it."""

    name: str
    example: tuple
    repaired: bytes


def possible_causes(body, faults):
    """Returns the faults that have texts in a body: each alone and, if there are several, all together."""
    value = together = parse(body)
    causes = []
    for fault in faults:
        repaired, found = fault.repaired(value)
        if found:
            causes.append(Cause(fault.name, found[0], json.dumps(repaired).encode()))
            together, _ = fault.repaired(together)
    if len(causes) > 1:
        names = " and ".join(cause.name for cause in causes)
        causes.append(Cause(names, causes[0].example, json.dumps(together).encode()))
    return causes


class Comparison:
    """Compares what leadhook accepts with what other validators accept by the schemas in a folder."""

    def __init__(self, title, leadhook, schemas, accepted):
        self.title, self.leadhook, self.schemas, self.accepted = title, leadhook, schemas, accepted
        self.malformed, self.compared = Counter(), Counter()
        self.classes, self.examples, self.outside = Counter(), {}, []

    def compare(self, vendor, bodies, verdicts):
        schema = self.schemas / f"{vendor}.schema.json"
        columns = {"leadhook": self.accepts(verdicts)}
        columns |= {name: run(schema, bodies) for name, run in VALIDATORS.items()}
        self.malformed.update({name: column.count(None) for name, column in columns.items()})
        rows = [row for row in zip(bodies, *columns.values(), strict=True) if None not in row]
        self.compared.update(expected for _, expected, *_ in rows)
        for column, name in enumerate(VALIDATORS, 2):
            for accepts in False, True:
                disagreements = [row[0] for row in rows if row[column] is accepts and row[1] is not accepts]
                self.classify(vendor, name, accepts, disagreements)

    def accepts(self, verdicts):
        return [None if verdict is None else verdict in self.accepted for verdict in verdicts]

    def classify(self, vendor, name, accepts, bodies):
        """Finds the cause of each disagreement: without it, the validator agrees with leadhook."""
        faults = [fault for fault in FAULTS if (fault.validator, fault.accepts) == (name, accepts)]
        causes = [(body, cause) for body in bodies for cause in possible_causes(body, faults)]
        repaired = [cause.repaired for _, cause in causes]
        expected = self.accepts(self.leadhook.verdicts(vendor, repaired))
        actual = VALIDATORS[name](self.schemas / f"{vendor}.schema.json", repaired)
        found = {}
        for (body, cause), ours, theirs in zip(causes, expected, actual, strict=True):
            if ours is theirs:
                found.setdefault(body, cause)
        for body in bodies:
            if body in found:
                self.classes[name, found[body].name] += 1
                self.examples.setdefault((name, found[body].name), found[body].example)
            else:
                self.outside.append((vendor, name, accepts, body))

    def report(self):
        print(f"\n{self.title}: {self.compared.total()} bodies compared, {self.compared[True]} of them accepted")
        malformed = ", ".join(f"{count} for {name}" for name, count in self.malformed.items())
        print(f"  malformed and not compared: {malformed}")
        for (name, fault), count in sorted(self.classes.items()):
            pointer, text = self.examples[name, fault]
            print(f"  {name:13} {fault:27} {count:6}   {pointer}: {json.dumps(text)}")
        print(f"  disagreements outside these classes: {len(self.outside)}")
        for vendor, name, accepts, body in self.outside[:SHOWN]:
            verdicts = "accepts and leadhook refuses" if accepts else "refuses and leadhook accepts"
            print(f"    {vendor}: {name} {verdicts} {body.decode()}")


if __name__ == "__main__":
    sys.exit(main())
