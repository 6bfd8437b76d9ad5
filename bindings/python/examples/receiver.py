"""Receives LeadNest's webhooks: verifies each, stores it, then responds. Run `flask --app receiver run`."""

import os

import flask
import leadhook

app = flask.Flask(__name__)
endpoint = leadhook.Endpoint("leadnest", signing_secret=os.environ["LEADNEST_SECRET"])
app.config["MAX_CONTENT_LENGTH"] = endpoint.max_body


def store(key: str | None, item: object) -> None:
    """Replace this: store the item in a database before it returns, once per key."""
    print(key, item, flush=True)


@app.post("/webhooks/leadnest")
def receive() -> tuple[str, int]:
    try:
        received = endpoint.receive(flask.request.headers, flask.request.get_data())
        store(received.event["id"], received.event)
        if received.unexpected:
            # The vendor sends something else than it documents, perhaps an opt-out. The pointers contain no value.
            app.logger.warning("unexpected in %s: %s", received.event["id"], ", ".join(received.unexpected))
        return "", 200
    except leadhook.Error as error:
        if error.http_status == 200:
            store(None, error.rejection)
        return str(error), error.http_status
