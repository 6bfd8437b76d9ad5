"""The stub describes the module."""

import inspect
import os
import subprocess
import sys
from pathlib import Path

import mypy.api
import pytest

import leadhook

BINDING = Path(__file__).resolve().parents[1]

# Types for `if TYPE_CHECKING`. At run time they are dicts and strings.
STUB_ONLY = [
    *("Body", "Secrets", "Vendor", "Kind", "Observed"),
    *("Event", "Diagnostic", "Verdict", "SubjectKey"),
]


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("mypy")


def check(cache, *files):
    """Returns what `mypy --strict` reports."""
    report, crash, status = mypy.api.run(
        ["--strict", "--no-error-summary", "--hide-error-context", f"--cache-dir={cache}", *map(str, files)]
    )
    assert not crash
    assert bool(status) == bool(report)
    return report.splitlines()


def test_the_installed_stub_is_the_source_file():
    installed = Path(leadhook.__file__).with_name("__init__.pyi")
    assert installed.read_text() == (BINDING / "leadhook.pyi").read_text()
    assert installed.with_name("py.typed").exists()


def test_the_stub_matches_the_module(tmp_path):
    allowed = tmp_path / "allowed"
    # The last is the compiled module inside the package, which is private.
    allowed.write_text("\n".join([*(f"leadhook.{name}" for name in STUB_ONLY), "leadhook.leadhook"]))
    # In another folder, because a stub in the current one would win. An unused entry of the allowlist is an error.
    command = [sys.executable, "-m", "mypy.stubtest", "leadhook", "--concise", "--allowlist", str(allowed)]
    environment = {**os.environ, "MYPY_CACHE_DIR": str(tmp_path / "cache")}
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("example", sorted((BINDING / "examples").glob("*.py")), ids=lambda path: path.name)
def test_the_examples_pass_mypy(example, cache):
    assert check(cache, example) == []


GOOD = """
from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import leadhook

if TYPE_CHECKING:
    from leadhook import Diagnostic, Event, SubjectKey


def read(bodies: list[bytes]) -> Iterator[Event]:
    for result in leadhook.normalize_many("leadnest", bodies, batch=10):
        if isinstance(result, leadhook.Error):
            first: Diagnostic = result.diagnostics[0]
            print(result.kind, first["code"], [one["line"] for one in result.diagnostics], result.http_status + 1)
        else:
            yield result


def fold(events: Iterator[Event]) -> dict[str, str | None]:
    fold = leadhook.Fold()
    for event in events:
        time: datetime | str | None = event.get("time")
        stored: bytes = leadhook.write_event(event)
        again: Event = leadhook.read_event(stored)
        print(leadhook.validate_event(stored)["verdict"], again.get("dataschema"))
        print(fold.observe(event), time, event["data"].get("email"))
    key: SubjectKey
    return {key["subject"]: lifecycle.current for key, lifecycle in fold}


endpoint = leadhook.Endpoint("leadsail", secret_header={"X-Key": ["a", b"b"]}, max_event_age=timedelta(hours=1))
received = endpoint.receive({"X-Key": "a"}, b"{}")
is_verified: bool = received.verification == "verified"
received = endpoint.receive([("X-Key", b"a")], "{}")
signed: dict[str, str] = dict(endpoint.sign(b"{}"))
leadhook.Endpoint("limecall", signing_secret=["a", "b"], bearer_token="c", encoding="base64")
elapsed: timedelta | None = leadhook.Lifecycle("message").elapsed("sent", "delivered")
"""

BAD = """
import leadhook

leadhook.normalize("leadnset", b"{}")
leadhook.normalize("leadnest", None)
leadhook.normalize("leadnest", b"{}", 10)
leadhook.normalize("leadnest", b"{}")["tyqe"]
leadhook.normalize("leadnest", b"{}", account=7)
leadhook.validate_event(leadhook.read_event(b"{}"))
leadhook.read_event(b"{}")["dataschema"].real
leadhook.Endpoint("leadnest", signing_secrets="s")
leadhook.Endpoint("leadnest", signing_secret="s", encoding="octal")
leadhook.Lifecycle("contact")
leadhook.Lifecycle("call").merge(leadhook.Fold())
for result in leadhook.normalize_many("leadnest", [b"{}"]):
    result["type"]
"""


def test_correct_code_passes_mypy(tmp_path, cache):
    snippet = tmp_path / "good.py"
    snippet.write_text(GOOD)
    assert check(cache, snippet) == []


def test_mypy_finds_mistakes(tmp_path, cache):
    snippet = tmp_path / "bad.py"
    snippet.write_text(BAD)
    found = {int(line.split(":")[1]) for line in check(cache, snippet) if ": error:" in line}
    lines = enumerate(BAD.splitlines(), 1)
    # Every line except the loop, which is correct.
    expected = {number for number, line in lines if line and not line.startswith(("import", "for"))}
    assert found == expected


def test_everything_public_has_a_docstring():
    assert leadhook.__doc__ and leadhook.__doc__.startswith("Turns the webhooks of ")
    undocumented = []
    for name in leadhook.__all__:
        member = getattr(leadhook, name)
        if name == "__version__":
            continue
        if not inspect.getdoc(member):
            undocumented.append(name)
        if inspect.isclass(member):
            own = (inner for inner in vars(member) if not inner.startswith("_"))
            undocumented += [f"{name}.{inner}" for inner in own if not inspect.getdoc(getattr(member, inner))]
    assert undocumented == []


def test_a_star_import_imports_everything_public():
    imported = {}
    exec("from leadhook import *", imported)
    public = {name for name in vars(leadhook) if not name.startswith("_")} - {"leadhook"}
    assert public <= imported.keys()
    assert {leadhook.Error, leadhook.ConfigError} <= set(imported[name] for name in public)


@pytest.mark.parametrize("name", [name for name in leadhook.__all__ if inspect.isclass(getattr(leadhook, name))])
def test_a_class_has_the_name_and_the_module_of_its_import(name):
    found = getattr(leadhook, name)
    assert (found.__module__, found.__qualname__) == ("leadhook", name)


def test_the_stub_lists_every_vendor():
    stub = (BINDING / "leadhook.pyi").read_text()
    names = ", ".join(f'"{name}"' for name in leadhook.vendors())
    assert f"Vendor: TypeAlias = Literal[{names}]" in stub
