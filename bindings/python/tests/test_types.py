"""What the stub says is so."""

import inspect
import os
import subprocess
import sys
from pathlib import Path

import mypy.api
import pytest

import leadhook

BINDING = Path(__file__).resolve().parents[1]

# Types of what comes and goes as dicts and texts, for `if TYPE_CHECKING`.
IN_THE_STUB_ALONE = [
    *("Body", "Secrets", "Vendor", "Kind", "Observed"),
    *("Event", "Violation", "Finding", "Verdict", "SubjectKey"),
]


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("mypy")


def strict(cache, *files):
    told, faults, status = mypy.api.run(
        ["--strict", "--no-error-summary", "--hide-error-context", f"--cache-dir={cache}", *map(str, files)]
    )
    assert not faults
    assert bool(status) == bool(told)
    return told.splitlines()


def test_the_installed_stub_is_that_of_the_source():
    installed = Path(leadhook.__file__).with_name("__init__.pyi")
    assert installed.read_text() == (BINDING / "leadhook.pyi").read_text()
    assert installed.with_name("py.typed").exists()


def test_the_stub_is_true_of_the_module(tmp_path):
    allowed = tmp_path / "allowed"
    # The last is the compiled part of the package, which holds all of it and is nobody's to import.
    allowed.write_text("\n".join([*(f"leadhook.{name}" for name in IN_THE_STUB_ALONE), "leadhook.leadhook"]))
    # In a folder of its own, for a stub in the current one goes first. An allowance that is unused is a fault.
    command = [sys.executable, "-m", "mypy.stubtest", "leadhook", "--concise", "--allowlist", str(allowed)]
    environment = {**os.environ, "MYPY_CACHE_DIR": str(tmp_path / "cache")}
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("example", sorted((BINDING / "examples").glob("*.py")), ids=lambda path: path.name)
def test_the_examples_are_typed(example, cache):
    assert strict(cache, example) == []


GOOD = """
from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import leadhook

if TYPE_CHECKING:
    from leadhook import Event, SubjectKey, Violation


def read(bodies: list[bytes]) -> Iterator[Event]:
    for answer in leadhook.normalize_many("leadnest", bodies, batch=10):
        if isinstance(answer, leadhook.Error):
            violations: list[Violation] = answer.violations
            print(answer.kind, [violation["line"] for violation in violations], answer.answer + 1)
        else:
            yield answer


def fold(events: Iterator[Event]) -> dict[str, str | None]:
    fold = leadhook.Fold()
    for event in events:
        time: datetime | str | None = event.get("time")
        print(fold.observe(event), time, event["data"].get("email"))
    key: SubjectKey
    return {key["subject"]: lifecycle.current for key, lifecycle in fold}


endpoint = leadhook.Endpoint("leadsail", headers={"X-Key": ["a", b"b"]}, window=timedelta(hours=1))
received = endpoint.receive({"X-Key": "a"}, b"{}")
answer: int = received.answer
received = endpoint.receive([("X-Key", b"a")], "{}")
signed: dict[str, str] = dict(endpoint.sign(b"{}"))
leadhook.Endpoint("limecall", signed_with=["a", "b"], bearer="c", encoding="base64")
"""

BAD = """
import leadhook

leadhook.normalize("leadnset", b"{}")
leadhook.normalize("leadnest", None)
leadhook.normalize("leadnest", b"{}", 10)
leadhook.normalize("leadnest", b"{}")["tyqe"]
leadhook.Endpoint("leadnest", signed_width="s")
leadhook.Endpoint("leadnest", signed_with="s", encoding="octal")
leadhook.Lifecycle("contact")
leadhook.Lifecycle("call").merge(leadhook.Fold())
for answer in leadhook.normalize_many("leadnest", [b"{}"]):
    answer["type"]
"""


def test_what_is_meant_to_be_written_is_typed(tmp_path, cache):
    snippet = tmp_path / "good.py"
    snippet.write_text(GOOD)
    assert strict(cache, snippet) == []


def test_mistakes_are_seen_before_they_run(tmp_path, cache):
    snippet = tmp_path / "bad.py"
    snippet.write_text(BAD)
    found = {int(line.split(":")[1]) for line in strict(cache, snippet) if ": error:" in line}
    lines = enumerate(BAD.splitlines(), 1)
    # All but the loop, which is right.
    expected = {number for number, line in lines if line and not line.startswith(("import", "for"))}
    assert found == expected


def test_all_that_is_public_says_what_it_is():
    assert leadhook.__doc__ and leadhook.__doc__.startswith("Webhooks of ")
    silent = []
    for name in leadhook.__all__:
        member = getattr(leadhook, name)
        if name == "__version__":
            continue
        if not inspect.getdoc(member):
            silent.append(name)
        if inspect.isclass(member):
            own = (inner for inner in vars(member) if not inner.startswith("_"))
            silent += [f"{name}.{inner}" for inner in own if not inspect.getdoc(getattr(member, inner))]
    assert silent == []


def test_star_brings_what_is_public():
    brought = {}
    exec("from leadhook import *", brought)
    public = {name for name in vars(leadhook) if not name.startswith("_")} - {"leadhook"}
    assert public <= brought.keys()
    assert {leadhook.Error, leadhook.ConfigError} <= set(brought[name] for name in public)


@pytest.mark.parametrize("name", [name for name in leadhook.__all__ if inspect.isclass(getattr(leadhook, name))])
def test_a_class_knows_its_place(name):
    made = getattr(leadhook, name)
    assert (made.__module__, made.__qualname__) == ("leadhook", name)


def test_the_stub_tells_every_vendor():
    stub = (BINDING / "leadhook.pyi").read_text()
    slugs = ", ".join(f'"{slug}"' for slug in leadhook.vendors())
    assert f"Vendor: TypeAlias = Literal[{slugs}]" in stub
