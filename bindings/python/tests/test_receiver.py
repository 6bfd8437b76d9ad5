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
    module.stored = []
    monkeypatch.setattr(module, "store", lambda key, item: module.stored.append((key, item)))
    return module


def post(receiver, body, headers=None):
    signed = leadhook.Endpoint("leadnest", signing_secret=SECRET).sign(body)
    return receiver.app.test_client().post(HOOK, data=body, headers=signed if headers is None else headers)


def test_a_signed_webhook_is_stored_and_gets_200(receiver):
    body = opened()
    assert post(receiver, body).status_code == 200
    event = leadhook.normalize("leadnest", body)
    assert receiver.stored == [(event["id"], event)]


def test_unexpected_members_are_logged_without_their_values(receiver, caplog):
    assert post(receiver, opened()).status_code == 200
    assert caplog.messages == []
    assert post(receiver, opened(email=["geheim@example.com"])).status_code == 200
    [(_, _), (key, event)] = receiver.stored
    assert event["data"]["extra"] == {"data": {"email": ["geheim@example.com"]}}
    assert caplog.messages == [f"unexpected in {key}: /data/email"]


def test_the_raw_body_is_read_whatever_the_content_type(receiver):
    body = b" " + opened(text="ä & ö = ü")
    signed = dict(leadhook.Endpoint("leadnest", signing_secret=SECRET).sign(body))
    for content_type in ("application/json", "application/x-www-form-urlencoded", "text/plain; charset=latin-1"):
        assert post(receiver, body, {**signed, "Content-Type": content_type}).status_code == 200


def test_an_unauthenticated_webhook_is_not_stored_and_gets_401(receiver):
    body = opened()
    forged = leadhook.Endpoint("leadnest", signing_secret="guess").sign(body)
    signed = leadhook.Endpoint("leadnest", signing_secret=SECRET).sign(body)
    for headers in ([], forged, forged + forged, signed * 2):
        response = post(receiver, body, headers)
        assert response.status_code == 401
        assert response.text.startswith("unauthenticated: ") and "header X-LeadNest-Signature" in response.text
    assert receiver.stored == []


def test_a_too_large_body_is_not_stored_and_gets_413(receiver):
    max_body = receiver.endpoint.max_body
    assert post(receiver, opened(text="x" * max_body)).status_code == 413
    assert receiver.stored == []
    assert post(receiver, opened().ljust(max_body)).status_code == 200


@pytest.mark.parametrize("body", [b'{"event":"email.opened"}', b"{", b"\xff"])
def test_a_signed_invalid_body_is_stored_whole_and_gets_200(receiver, body):
    response = post(receiver, body)
    assert response.status_code == 200
    [(key, rejection)] = receiver.stored
    assert key is None
    rejection = json.loads(rejection)
    assert rejection["error"]["kind"] in response.text
    assert rejection.get("raw", "").encode() == body or rejection["raw_base64"] == "/w=="


@pytest.mark.parametrize("body", [opened(), b"{"])
def test_a_failure_to_store_gets_5xx(receiver, monkeypatch, body):
    def store(key, item):
        raise OSError("the disk is full")

    monkeypatch.setattr(receiver, "store", store)
    receiver.app.config["PROPAGATE_EXCEPTIONS"] = False
    assert post(receiver, body).status_code >= 500
