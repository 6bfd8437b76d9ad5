"""Receives LeadNest's webhooks: authentic, kept, then answered. `flask --app receiver run`"""

import os

import flask
import leadhook

app = flask.Flask(__name__)
endpoint = leadhook.Endpoint("leadnest", signed_with=os.environ["LEADNEST_SECRET"])
app.config["MAX_CONTENT_LENGTH"] = endpoint.max_body


def keep(key: str | None, what: object) -> None:
    """Yours: in a database, once for each key, before the answer."""
    print(key, what, flush=True)


@app.post("/webhooks/leadnest")
def receive() -> tuple[str, int]:
    try:
        received = endpoint.receive(flask.request.headers, flask.request.get_data())
        keep(received.event["id"], received.event)
        return "", received.answer
    except leadhook.Error as refused:
        if refused.answer == 200:
            keep(None, refused.rejection)
        return str(refused), refused.answer
