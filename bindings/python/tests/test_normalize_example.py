"""The example that prints events."""

import subprocess
import sys
from pathlib import Path

import leadhook
from cases import EVENTS, ROOT

EXAMPLE = Path(__file__).resolve().parents[1] / "examples/normalize.py"


def run(folder):
    return subprocess.run([sys.executable, EXAMPLE, folder], capture_output=True, env={"PYTHONUTF8": "1"})


def test_it_prints_the_event_of_each_shipped_webhook():
    fixtures = ROOT / "tests/fixtures"
    files = [path for vendor in leadhook.vendors() for path in sorted((fixtures / vendor).glob("*.json"))]
    done = run(fixtures)
    assert (done.returncode, done.stderr) == (0, b"")
    expected = [leadhook.normalize_json(path.parent.name, path.read_bytes()) for path in files]
    assert done.stdout.split(b"\n")[:-1] == expected
    assert len(files) == len([case for case in EVENTS if case.name.startswith("fixtures/")])


def test_it_prints_errors_on_standard_error_and_fails(tmp_path):
    folder = tmp_path / "leadnest"
    folder.mkdir()
    (folder / "broken.json").write_bytes(b"{")
    done = run(tmp_path)
    assert (done.returncode, done.stdout) == (1, b"")
    [line] = done.stderr.decode().splitlines()
    assert f"{Path('leadnest/broken.json')}: malformed: " in line and line.endswith("(line 1, column 2)")
