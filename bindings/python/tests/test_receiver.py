"""The example that receives webhooks."""

import importlib.util
import json
from pathlib import Path

import pytest

import leadhook
from cases import opened

RECEIVER = Path(__file__).resolve().parents[1] / "examples/receiver.py"
SECRET = "whsec_of-the-test"
HOOK = "/webhooks/leadnest"


@pytest.fixture
def receiver(monkeypatch):
    monkeypatch.setenv("LEADNEST_SECRET", SECRET)
    spec = importlib.util.spec_from_file_location("receiver", RECEIVER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.kept = []
    monkeypatch.setattr(module, "keep", lambda key, what: module.kept.append((key, what)))
    return module


def post(receiver, body, headers=None):
    signed = leadhook.Endpoint("leadnest", signed_with=SECRET).sign(body)
    return receiver.app.test_client().post(HOOK, data=body, headers=signed if headers is None else headers)


def test_a_signed_webhook_is_kept_and_answered_with_200(receiver):
    body = opened()
    assert post(receiver, body).status_code == 200
    event = leadhook.normalize("leadnest", body)
    assert receiver.kept == [(event["id"], event)]


def test_it_is_read_as_it_came_whatever_its_type_is_said_to_be(receiver):
    body = b" " + opened(text="ä & ö = ü")
    signed = dict(leadhook.Endpoint("leadnest", signed_with=SECRET).sign(body))
    for kind in ("application/json", "application/x-www-form-urlencoded", "text/plain; charset=latin-1"):
        assert post(receiver, body, {**signed, "Content-Type": kind}).status_code == 200


def test_a_webhook_of_nobodys_is_not_kept_and_answered_with_401(receiver):
    body = opened()
    forged = leadhook.Endpoint("leadnest", signed_with="guess").sign(body)
    for headers in ([], forged, forged + forged, leadhook.Endpoint("leadnest", signed_with=SECRET).sign(body) * 2):
        answer = post(receiver, body, headers)
        assert answer.status_code == 401
        assert answer.text.startswith("unauthentic: the header X-LeadNest-Signature")
    assert receiver.kept == []


def test_a_body_that_is_too_large_is_answered_with_413(receiver):
    most = receiver.endpoint.max_body
    assert post(receiver, opened(text="x" * most)).status_code == 413
    assert receiver.kept == []
    assert post(receiver, opened().ljust(most)).status_code == 200


@pytest.mark.parametrize("body", [b'{"event":"email.opened"}', b"{", b"\xff"])
def test_what_is_signed_and_invalid_is_kept_whole_and_answered_with_200(receiver, body):
    answer = post(receiver, body)
    assert answer.status_code == 200
    [(key, rejection)] = receiver.kept
    assert key is None
    rejection = json.loads(rejection)
    assert rejection["error"]["kind"] in answer.text
    assert rejection.get("raw", "").encode() == body or rejection["raw_base64"] == "/w=="


@pytest.mark.parametrize("body", [opened(), b"{"])
def test_what_could_not_be_kept_is_to_be_sent_again(receiver, monkeypatch, body):
    def keep(key, what):
        raise OSError("the disk is full")

    monkeypatch.setattr(receiver, "keep", keep)
    receiver.app.config["PROPAGATE_EXCEPTIONS"] = False
    assert post(receiver, body).status_code >= 500
