"""Converts webhooks to unified events, one per line, as a service on Python would do it with jsonschema-rs.

python normalize_jsonschema.py FILE
"""

import sys
from functools import partial
from pathlib import Path

import jsonschema_rs
import orjson

from unified import CALL_STATUSES, RCS_TYPES, SMS_TYPES, VOICE_TYPES, canonical_time, event, id_text, run, to_utc

VENDORS = ["liguelead", "leadterra", "leadnest", "limecall", "leadsail"]
SCHEMAS = Path(__file__).parents[3] / "schemas"

# The vendor's documented members and those of an event. None if a member is handled separately.
LIGUELEAD = {"event": None, "occurred_at": None, "campaign": None, "app_id": "app_id"}
VOICE = {
    "id": "campaign_id",
    "type": None,
    "source": "campaign_source",
    "phone": "to",
    "credits_required": "credits",
    "sent_at": "initiated_at",
    "status": "vendor_status",
}
TEXT_MESSAGE = {**VOICE, "message": "text", "is_flash": "flash"}

LEADTERRA = {"event": None, "timestamp": None, "data": None, "webhookId": "webhook_id"}
CAMPAIGN_STARTED = {"campaignId": "campaign_id"}
MESSAGE_SENT = {
    "campaignId": "campaign_id",
    "lead": None,
    "messageId": "message_id",
    "sequenceStep": "sequence_step",
}
MESSAGE_BOUNCED = {
    "campaignId": "campaign_id",
    "lead": None,
    "messageId": "message_id",
    "bounceType": "bounce_type",
    "bounceReason": "bounce_reason",
}
REPLY_RECEIVED = {"campaignId": "campaign_id", "lead": None, "reply": None}
REPLY = {"id": "reply_id", "classification": "classification", "receivedAt": None, "threadSnippet": "text"}
PERSON = {
    "email": None,
    "firstName": "first_name",
    "lastName": "last_name",
    "company": "company",
    "jobTitle": "job_title",
}

LEADNEST = {"event": None, "timestamp": None, "data": None}
EMAIL = {
    "message_id": "message_id",
    "campaign_id": "campaign_id",
    "email": "email",
    "opened_at": "opened_at",
    "url": "url",
    "user_agent": "user_agent",
    "ip_address": "ip_address",
}
SMS = {"message_id": "message_id", "campaign_id": "campaign_id", "to": "to", "from": "from", "message": "text"}
WHATSAPP = {
    "message_id": "message_id",
    "campaign_id": "campaign_id",
    "to": "to",
    "message": "text",
    "template": "template",
    "language": "language",
}
SUBSCRIBER = {"email": "email", "phone": "phone", "first_name": None, "tags": "tags"}

CALL = {
    "event": None,
    "timestamp": None,
    "call_id": "call_id",
    "caller_number": "from",
    "callee_number": "to",
    "team_id": "team_id",
    "status": "vendor_status",
}
VOICEMAIL = {
    "event": None,
    "timestamp": None,
    "call_id": "call_id",
    "caller_number": "from",
    "callee_number": "to",
    "team_id": "team_id",
    "voicemail_url": "url",
}
CALL_SMS = {
    "event": None,
    "timestamp": None,
    "message_id": "message_id",
    "sender_number": "from",
    "receiver_number": "to",
    "message_content": "text",
}

LEADSAIL = {
    "event": None,
    "timestamp": None,
    "data": None,
    "leadId": "lead_id",
    "submissionId": "submission_id",
    "campaignId": "campaign_id",
    "status": "vendor_status",
}
LEAD = {"firstName": None, "lastName": None, "email": "email", "phone": "phone"}

# The documented members that are timestamps.
TIMES = {"occurred_at", "timestamp", "sent_at", "opened_at", "receivedAt"}


def convert(members, documented, data):
    """Copies the documented members into `data`, and returns the undocumented members."""
    undocumented = {}
    for name, value in members.items():
        if name not in documented:
            undocumented[name] = value
        elif value is not None and (renamed := documented[name]):
            data[renamed] = value
    return undocumented


def nest(undocumented, name, inner):
    """Adds the undocumented members of an inner object, under its name."""
    if inner:
        undocumented[name] = inner
    return undocumented


def keep(data, undocumented):
    """Keeps the undocumented members, if there are any."""
    if undocumented:
        data["extra"] = undocumented


def inner_object(members, name):
    """Returns an inner object, which is empty if the member is absent or null."""
    inner = members.get(name)
    if inner is not None and not isinstance(inner, dict):
        raise ValueError(f"{name} is not an object")
    return inner or {}


def canonical(members, documented, inner):
    """Returns one form of equal bodies: documented timestamps in UTC, documented members that are null left out.

    `inner` has the documented members of the inner objects.
    """
    body = {}
    for name, value in members.items():
        if name not in documented:
            body[name] = value
        elif value is None:
            continue
        elif name in inner:
            body[name] = canonical(value, inner[name], inner)
        else:
            body[name] = canonical_time(value) if name in TIMES else value
    return body


def id_as_text(data, name):
    """Replaces an id that was sent as a number by its text."""
    if name in data:
        data[name] = id_text(data[name])


def campaign_status(body, _):
    campaign = body["campaign"]
    time, channel = body.get("occurred_at"), campaign["type"]
    data = {"vendor_event": body["event"]}
    match channel:
        case "sms" | "rcs":
            types, documented, other = SMS_TYPES if channel == "sms" else RCS_TYPES, TEXT_MESSAGE, "message.other"
            data["channel"] = channel
        case "voice":
            types, documented, other = VOICE_TYPES, VOICE, "call.other"
        case _:
            time = time if isinstance(time, str) and to_utc(time) else None
            return event("liguelead", "unknown", time, data | {"extra": body}, lambda: body)
    status = campaign["status"]
    if status == "invalid_number" and channel != "rcs":
        data["reason"] = status
    keep(data, nest(convert(body, LIGUELEAD, data), "campaign", convert(campaign, documented, data)))
    subject = None
    if "campaign_id" in data and data.get("to"):
        subject = [data.get("app_id"), data["campaign_id"], data["to"]]
    key_parts = [channel, status, to_utc(time)]
    whole = partial(canonical, body, LIGUELEAD, {"campaign": documented})
    return event("liguelead", types.get(status, other), time, data, whole, subject, key_parts)


def campaign_started(body, type):
    data = {"vendor_event": body["event"]}
    time = body["timestamp"]
    keep(data, nest(convert(body, LEADTERRA, data), "data", convert(inner_object(body, "data"), CAMPAIGN_STARTED, data)))
    whole = partial(canonical, body, LEADTERRA, {"data": CAMPAIGN_STARTED})
    return event("leadterra", type, time, data, whole, data.get("campaign_id"), [to_utc(time)])


def leadterra_data(body, inner):
    """Returns the data of an event about a lead, and the lead's undocumented members."""
    data = {"vendor_event": body["event"], "channel": "email"}
    lead = inner_object(inner, "lead")
    person = {}
    undocumented = convert(lead, PERSON, person)
    if person:
        data["person"] = person
    if lead.get("email") is not None:
        data["email"] = lead["email"]
    return data, undocumented


def leadterra_message(body, type):
    inner = inner_object(body, "data")
    data, lead = leadterra_data(body, inner)
    documented = MESSAGE_SENT if type == "message.sent" else MESSAGE_BOUNCED
    inner = nest(convert(inner, documented, data), "lead", lead)
    keep(data, nest(convert(body, LEADTERRA, data), "data", inner))
    whole = partial(canonical, body, LEADTERRA, {"data": documented, "lead": PERSON})
    return event("leadterra", type, body["timestamp"], data, whole, data.get("message_id"), [])


def reply_received(body, type):
    inner = inner_object(body, "data")
    data, lead = leadterra_data(body, inner)
    time, reply = body["timestamp"], inner_object(inner, "reply")
    if reply.get("receivedAt") is not None:
        data["reported_at"], time = time, reply["receivedAt"]
    inner = nest(convert(inner, REPLY_RECEIVED, data), "lead", lead)
    inner = nest(inner, "reply", convert(reply, REPLY, data))
    keep(data, nest(convert(body, LEADTERRA, data), "data", inner))
    whole = partial(canonical, body, LEADTERRA, {"data": REPLY_RECEIVED, "lead": PERSON, "reply": REPLY})
    return event("leadterra", type, time, data, whole, data.get("reply_id"), [])


def leadnest(channel, documented):
    """Returns the function that converts the events of a message."""

    def message(body, type):
        time, inner = body["timestamp"], inner_object(body, "data")
        data = {"vendor_event": body["event"], "channel": channel}
        keep(data, nest(convert(body, LEADNEST, data), "data", convert(inner, documented, data)))
        key_parts = [to_utc(time)]
        if type == "message.clicked":
            key_parts = [*key_parts, data["url"]] if data.get("url") else None
        whole = partial(canonical, body, LEADNEST, {"data": documented})
        return event("leadnest", type, time, data, whole, data.get("message_id"), key_parts)

    return message


def contact(channel, documented):
    """Returns the function that converts the events of a contact."""

    def contact(body, type):
        time, inner = body["timestamp"], inner_object(body, "data")
        data = {"vendor_event": body["event"]}
        if channel:
            data["channel"] = channel
        elif inner.get("first_name") is not None:
            data["person"] = {"first_name": inner["first_name"]}
        keep(data, nest(convert(body, LEADNEST, data), "data", convert(inner, documented, data)))
        if data.get("email"):
            subject = [data["email"], None]
        elif data.get("phone"):
            subject = [None, data["phone"]]
        else:
            subject = data.get("message_id")
        whole = partial(canonical, body, LEADNEST, {"data": documented})
        return event("leadnest", type, time, data, whole, subject, [to_utc(time)])

    return contact


def call(body, type):
    time = body["timestamp"]
    data = {"vendor_event": body["event"]}
    keep(data, convert(body, CALL, data))
    id_as_text(data, "call_id")
    status = data.get("vendor_status")
    type = type or (f"call.{status}" if status in CALL_STATUSES else "call.other")
    whole = partial(canonical, body, CALL, {})
    return event("limecall", type, time, data, whole, data.get("call_id"), [status, to_utc(time)])


def voicemail(body, type):
    time = body["timestamp"]
    data = {"vendor_event": body["event"]}
    keep(data, convert(body, VOICEMAIL, data))
    id_as_text(data, "call_id")
    whole = partial(canonical, body, VOICEMAIL, {})
    return event("limecall", type, time, data, whole, data.get("call_id"), [to_utc(time)])


def call_sms(body, type):
    time = body["timestamp"]
    data = {"vendor_event": body["event"], "channel": "sms"}
    keep(data, convert(body, CALL_SMS, data))
    id_as_text(data, "message_id")
    whole = partial(canonical, body, CALL_SMS, {})
    return event("limecall", type, time, data, whole, data.get("message_id"), [to_utc(time)])


def lead(body, type):
    time, inner = body["timestamp"], inner_object(body, "data")
    data = {"vendor_event": body["event"]}
    person = {"first_name": inner.get("firstName"), "last_name": inner.get("lastName")}
    if person := {name: value for name, value in person.items() if value is not None}:
        data["person"] = person
    keep(data, nest(convert(body, LEADSAIL, data), "data", convert(inner, LEAD, data)))
    key_parts = [data.get("vendor_status"), to_utc(time)]
    whole = partial(canonical, body, LEADSAIL, {"data": LEAD})
    return event("leadsail", type, time, data, whole, data.get("submission_id"), key_parts)


EMAILS, SMSES, WHATSAPPS = leadnest("email", EMAIL), leadnest("sms", SMS), leadnest("whatsapp", WHATSAPP)
SUBSCRIBERS = contact(None, SUBSCRIBER)

# The function that converts each event, and the event type if the name decides it.
EVENTS = {
    "campaign.status": (campaign_status, None),
    "campaign.started": (campaign_started, "campaign.started"),
    "message.sent": (leadterra_message, "message.sent"),
    "message.bounced": (leadterra_message, "message.bounced"),
    "reply.received": (reply_received, "reply.received"),
    "email.sent": (EMAILS, "message.sent"),
    "email.delivered": (EMAILS, "message.delivered"),
    "email.opened": (EMAILS, "message.opened"),
    "email.clicked": (EMAILS, "message.clicked"),
    "email.bounced": (EMAILS, "message.bounced"),
    "email.spam": (EMAILS, "message.complained"),
    "email.unsubscribed": (contact("email", EMAIL), "contact.unsubscribed"),
    "sms.sent": (SMSES, "message.sent"),
    "sms.delivered": (SMSES, "message.delivered"),
    "sms.failed": (SMSES, "message.failed"),
    "sms.replied": (SMSES, "reply.received"),
    "whatsapp.sent": (WHATSAPPS, "message.sent"),
    "whatsapp.delivered": (WHATSAPPS, "message.delivered"),
    "whatsapp.read": (WHATSAPPS, "message.read"),
    "whatsapp.replied": (WHATSAPPS, "reply.received"),
    "subscriber.created": (SUBSCRIBERS, "contact.created"),
    "subscriber.updated": (SUBSCRIBERS, "contact.updated"),
    "subscriber.deleted": (SUBSCRIBERS, "contact.deleted"),
    "missed_call": (call, "call.missed"),
    "incoming_call": (call, "call.ringing"),
    "call_completed": (call, "call.completed"),
    "call_status_update": (call, None),
    "voicemail_received": (voicemail, "voicemail.received"),
    "sms_received": (call_sms, "message.received"),
    "sms_sent": (call_sms, "message.sent"),
    "lead.queued": (lead, "lead.queued"),
    "lead.first_submission_action": (lead, "lead.action_required"),
    "lead.delivered": (lead, "lead.delivered"),
    "lead.disqualified": (lead, "lead.disqualified"),
    "lead.failed": (lead, "lead.failed"),
    "lead.processed": (lead, "lead.processed"),
}


def compile_validators():
    """Returns the validator of each documented event, for its definition in the vendor's schema."""
    validators = {}
    for vendor in VENDORS:
        schema = orjson.loads((SCHEMAS / f"{vendor}.schema.json").read_bytes())
        for entry in schema["allOf"]:
            definition = {"$ref": entry["then"]["$ref"], "$defs": schema["$defs"]}
            name = entry["if"]["properties"]["event"]["const"]
            validators[name] = jsonschema_rs.Draft202012Validator(definition, validate_formats=True)
    return validators


VALIDATORS = compile_validators()


def normalize(line):
    body = orjson.loads(line)
    name = body.get("event") if isinstance(body, dict) else None
    validator = VALIDATORS.get(name) if isinstance(name, str) else None
    if validator is None:
        raise ValueError("no vendor documents an event of this name")
    if not validator.is_valid(body):
        raise ValueError("; ".join(error.message for error in validator.iter_errors(body)))
    to_event, type = EVENTS[name]
    return to_event(body, type)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1], normalize))
