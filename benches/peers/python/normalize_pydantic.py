"""Converts webhooks to unified events, one per line, as a service on Python would do it with pydantic.

python normalize_pydantic.py FILE
"""

import sys
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    TypeAdapter,
    ValidationError,
    model_serializer,
)
from pydantic.alias_generators import to_camel

from unified import CALL_STATUSES, RCS_TYPES, SMS_TYPES, VOICE_TYPES, canonical_time, event, id_text, run, to_utc


def check_timestamp(text: str) -> str:
    if to_utc(text) is None:
        raise ValueError("not an RFC 3339 timestamp")
    return text


def check_date_or_timestamp(text: str) -> str:
    if len(text) == 10 and text[4] == text[7] == "-":
        date.fromisoformat(text)
        return text
    return check_timestamp(text)


Id = Annotated[str, Field(min_length=1)]
BareId = Annotated[Id | int | float, AfterValidator(id_text)]
Number = int | float
Timestamp = Annotated[str, AfterValidator(check_timestamp), PlainSerializer(canonical_time)]
DateOrTimestamp = Annotated[str, AfterValidator(check_date_or_timestamp), PlainSerializer(canonical_time)]


class Model(BaseModel):
    """A webhook or a part of it. Types are strict, undocumented members are kept, and null counts as absent."""

    model_config = ConfigDict(extra="allow", strict=True)

    @model_serializer(mode="wrap")
    def serialize(self, handler) -> dict[str, Any]:
        members = handler(self).items()
        return {name: value for name, value in members if value is not None or name in self.model_extra}

    def canonical(self) -> dict[str, Any]:
        """Returns one form of equal bodies: timestamps in UTC, documented members that are null left out."""
        return self.model_dump(by_alias=True)


class Camel(Model):
    model_config = ConfigDict(alias_generator=to_camel)


def present(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value is not None}


def nest(undocumented: dict[str, Any], name: str, inner: dict[str, Any]) -> dict[str, Any]:
    """Adds the undocumented members of an inner object, under its name."""
    return undocumented | {name: inner} if inner else undocumented


# LigueLead


class Voice(Model):
    type: Literal["voice"]
    id: Id | None = None
    source: str | None = None
    phone: str | None = None
    credits_required: Number | None = None
    sent_at: DateOrTimestamp | None = None
    status: str

    def unified(self) -> tuple[str, dict[str, Any]]:
        return VOICE_TYPES.get(self.status, "call.other"), {"reason": self.reason()}

    def reason(self) -> str | None:
        return self.status if self.status == "invalid_number" else None


class Sms(Voice):
    type: Literal["sms"]
    message: str | None = None
    is_flash: bool | None = None

    def unified(self) -> tuple[str, dict[str, Any]]:
        data = {"channel": "sms", "reason": self.reason(), "text": self.message, "flash": self.is_flash}
        return SMS_TYPES.get(self.status, "message.other"), data


class Rcs(Sms):
    type: Literal["rcs"]

    def unified(self) -> tuple[str, dict[str, Any]]:
        data = {"channel": "rcs", "text": self.message, "flash": self.is_flash}
        return RCS_TYPES.get(self.status, "message.other"), data


class CampaignStatus(Model):
    event: Literal["campaign.status"]
    app_id: Id | None = None
    occurred_at: Timestamp
    campaign: Annotated[Sms | Voice | Rcs, Field(discriminator="type")]

    def unified(self) -> bytes:
        campaign = self.campaign
        type, own = campaign.unified()
        data = present(
            {
                "vendor_event": self.event,
                "vendor_status": campaign.status,
                "campaign_id": campaign.id,
                "app_id": self.app_id,
                "to": campaign.phone,
                "credits": campaign.credits_required,
                "campaign_source": campaign.source,
                "initiated_at": campaign.sent_at,
                **own,
                "extra": nest(self.model_extra, "campaign", campaign.model_extra) or None,
            }
        )
        subject = [self.app_id, campaign.id, campaign.phone] if campaign.id and campaign.phone else None
        key_parts = [campaign.type, campaign.status, to_utc(self.occurred_at)]
        return event("liguelead", type, self.occurred_at, data, self.canonical, subject, key_parts)


class OtherCampaign(Model):
    type: str


class OtherChannel(Model):
    """A campaign of an undocumented channel."""

    event: Literal["campaign.status"]
    campaign: OtherCampaign

    def unified(self) -> bytes:
        time = self.model_extra.get("occurred_at")
        time = time if isinstance(time, str) and to_utc(time) else None
        body = self.model_dump()
        return event("liguelead", "unknown", time, {"vendor_event": self.event, "extra": body}, lambda: body)


# Leadterra


class Lead(Camel):
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    job_title: str | None = None

    def unified(self) -> dict[str, Any]:
        person = {
            "first_name": self.first_name,
            "last_name": self.last_name,
            "company": self.company,
            "job_title": self.job_title,
        }
        return {"email": self.email, "person": present(person) or None}


class Campaign(Camel):
    campaign_id: Id | None = None


class AboutLead(Campaign):
    lead: Lead | None = None

    def lead_data(self) -> dict[str, Any]:
        return self.lead.unified() if self.lead else {}

    def undocumented(self) -> dict[str, Any]:
        return nest(self.model_extra, "lead", self.lead.model_extra) if self.lead else self.model_extra


class Sent(AboutLead):
    message_id: Id | None = None
    sequence_step: Number | None = None


class Bounced(AboutLead):
    message_id: Id | None = None
    bounce_type: str | None = None
    bounce_reason: str | None = None


class Reply(Camel):
    id: Id | None = None
    classification: str | None = None
    received_at: Timestamp | None = None
    thread_snippet: str | None = None


class Received(AboutLead):
    reply: Reply | None = None


class Leadterra(Camel):
    timestamp: Timestamp
    webhook_id: Id | None = None


class CampaignStarted(Leadterra):
    event: Literal["campaign.started"]
    data: Campaign | None = None

    def unified(self) -> bytes:
        campaign = self.data or Campaign()
        data = present(
            {
                "vendor_event": self.event,
                "campaign_id": campaign.campaign_id,
                "webhook_id": self.webhook_id,
                "extra": nest(self.model_extra, "data", campaign.model_extra) or None,
            }
        )
        key_parts = [to_utc(self.timestamp)]
        return event("leadterra", self.event, self.timestamp, data, self.canonical, campaign.campaign_id, key_parts)


class MessageSent(Leadterra):
    event: Literal["message.sent"]
    data: Sent | None = None

    def unified(self) -> bytes:
        sent = self.data or Sent()
        data = present(
            {
                "vendor_event": self.event,
                "channel": "email",
                "message_id": sent.message_id,
                "campaign_id": sent.campaign_id,
                "webhook_id": self.webhook_id,
                **sent.lead_data(),
                "sequence_step": sent.sequence_step,
                "extra": nest(self.model_extra, "data", sent.undocumented()) or None,
            }
        )
        return event("leadterra", self.event, self.timestamp, data, self.canonical, sent.message_id, [])


class MessageBounced(Leadterra):
    event: Literal["message.bounced"]
    data: Bounced | None = None

    def unified(self) -> bytes:
        bounced = self.data or Bounced()
        data = present(
            {
                "vendor_event": self.event,
                "channel": "email",
                "message_id": bounced.message_id,
                "campaign_id": bounced.campaign_id,
                "webhook_id": self.webhook_id,
                **bounced.lead_data(),
                "bounce_type": bounced.bounce_type,
                "bounce_reason": bounced.bounce_reason,
                "extra": nest(self.model_extra, "data", bounced.undocumented()) or None,
            }
        )
        return event("leadterra", self.event, self.timestamp, data, self.canonical, bounced.message_id, [])


class ReplyReceived(Leadterra):
    event: Literal["reply.received"]
    data: Received | None = None

    def unified(self) -> bytes:
        received = self.data or Received()
        reply = received.reply or Reply()
        undocumented = nest(received.undocumented(), "reply", reply.model_extra)
        data = present(
            {
                "vendor_event": self.event,
                "channel": "email",
                "reply_id": reply.id,
                "campaign_id": received.campaign_id,
                "webhook_id": self.webhook_id,
                "classification": reply.classification,
                **received.lead_data(),
                "text": reply.thread_snippet,
                "reported_at": self.timestamp if reply.received_at else None,
                "extra": nest(self.model_extra, "data", undocumented) or None,
            }
        )
        return event("leadterra", self.event, reply.received_at or self.timestamp, data, self.canonical, reply.id, [])


# LeadNest


class EmailData(Model):
    message_id: Id | None = None
    campaign_id: Id | None = None
    email: str | None = None
    opened_at: Timestamp | None = None
    url: str | None = None
    user_agent: str | None = None
    ip_address: str | None = None


class SmsData(Model):
    message_id: Id | None = None
    campaign_id: Id | None = None
    to: str | None = None
    sender: str | None = Field(None, alias="from")
    message: str | None = None


class WhatsAppData(Model):
    message_id: Id | None = None
    campaign_id: Id | None = None
    to: str | None = None
    message: str | None = None
    template: str | None = None
    language: str | None = None


class SubscriberData(Model):
    email: str | None = None
    phone: str | None = None
    first_name: str | None = None
    tags: list[str] | None = None


class LeadNest(Model):
    timestamp: Timestamp

    def undocumented(self) -> dict[str, Any] | None:
        return nest(self.model_extra, "data", self.data.model_extra if self.data else {}) or None


class Email(LeadNest):
    event: Literal[
        "email.sent",
        "email.delivered",
        "email.opened",
        "email.clicked",
        "email.bounced",
        "email.spam",
        "email.unsubscribed",
    ]
    data: EmailData | None = None

    def unified(self) -> bytes:
        mail = self.data or EmailData()
        data = present(
            {
                "vendor_event": self.event,
                "channel": "email",
                "message_id": mail.message_id,
                "campaign_id": mail.campaign_id,
                "email": mail.email,
                "opened_at": mail.opened_at,
                "url": mail.url,
                "user_agent": mail.user_agent,
                "ip_address": mail.ip_address,
                "extra": self.undocumented(),
            }
        )
        subject, key_parts = mail.message_id, [to_utc(self.timestamp)]
        match self.event:
            case "email.unsubscribed":
                type = "contact.unsubscribed"
                subject = [mail.email, None] if mail.email else subject
            case "email.clicked":
                type = "message.clicked"
                key_parts = [*key_parts, mail.url] if mail.url else None
            case "email.spam":
                type = "message.complained"
            case _:
                type = "message." + self.event.removeprefix("email.")
        return event("leadnest", type, self.timestamp, data, self.canonical, subject, key_parts)


class Text(LeadNest):
    """An SMS or a WhatsApp message."""

    def text(self, channel: str, text: SmsData | WhatsAppData, own: dict[str, Any]) -> bytes:
        status = self.event.removeprefix(channel + ".")
        data = present(
            {
                "vendor_event": self.event,
                "channel": channel,
                "message_id": text.message_id,
                "campaign_id": text.campaign_id,
                "to": text.to,
                "text": text.message,
                **own,
                "extra": self.undocumented(),
            }
        )
        type = "reply.received" if status == "replied" else "message." + status
        return event("leadnest", type, self.timestamp, data, self.canonical, text.message_id, [to_utc(self.timestamp)])


class LeadNestSms(Text):
    event: Literal["sms.sent", "sms.delivered", "sms.failed", "sms.replied"]
    data: SmsData | None = None

    def unified(self) -> bytes:
        sms = self.data or SmsData()
        return self.text("sms", sms, {"from": sms.sender})


class WhatsApp(Text):
    event: Literal["whatsapp.sent", "whatsapp.delivered", "whatsapp.read", "whatsapp.replied"]
    data: WhatsAppData | None = None

    def unified(self) -> bytes:
        message = self.data or WhatsAppData()
        return self.text("whatsapp", message, {"template": message.template, "language": message.language})


class Subscriber(LeadNest):
    event: Literal["subscriber.created", "subscriber.updated", "subscriber.deleted"]
    data: SubscriberData | None = None

    def unified(self) -> bytes:
        subscriber = self.data or SubscriberData()
        data = present(
            {
                "vendor_event": self.event,
                "email": subscriber.email,
                "phone": subscriber.phone,
                "person": {"first_name": subscriber.first_name} if subscriber.first_name is not None else None,
                "tags": subscriber.tags,
                "extra": self.undocumented(),
            }
        )
        phone = [None, subscriber.phone] if subscriber.phone else None
        subject = [subscriber.email, None] if subscriber.email else phone
        type = "contact." + self.event.removeprefix("subscriber.")
        return event("leadnest", type, self.timestamp, data, self.canonical, subject, [to_utc(self.timestamp)])


# LimeCall


class OnCall(Model):
    timestamp: Timestamp
    call_id: BareId | None = None
    caller_number: str | None = None
    callee_number: str | None = None
    team_id: Id | None = None

    def on_call(self, type: str, own: dict[str, Any], *status: str | None) -> bytes:
        data = present(
            {
                "vendor_event": self.event,
                "call_id": self.call_id,
                "from": self.caller_number,
                "to": self.callee_number,
                "team_id": self.team_id,
                **own,
                "extra": self.model_extra or None,
            }
        )
        key_parts = [*status, to_utc(self.timestamp)]
        return event("limecall", type, self.timestamp, data, self.canonical, self.call_id, key_parts)


class Call(OnCall):
    event: Literal["missed_call", "incoming_call", "call_completed"]
    status: str | None = None

    def unified(self) -> bytes:
        match self.event:
            case "missed_call":
                type = "call.missed"
            case "incoming_call":
                type = "call.ringing"
            case "call_completed":
                type = "call.completed"
        return self.on_call(type, {"vendor_status": self.status}, self.status)


class CallStatusUpdate(OnCall):
    event: Literal["call_status_update"]
    status: str

    def unified(self) -> bytes:
        type = "call." + self.status if self.status in CALL_STATUSES else "call.other"
        return self.on_call(type, {"vendor_status": self.status}, self.status)


class Voicemail(OnCall):
    event: Literal["voicemail_received"]
    voicemail_url: str | None = None

    def unified(self) -> bytes:
        return self.on_call("voicemail.received", {"url": self.voicemail_url})


class LimeCallSms(Model):
    event: Literal["sms_received", "sms_sent"]
    timestamp: Timestamp
    message_id: BareId | None = None
    sender_number: str | None = None
    receiver_number: str | None = None
    message_content: str | None = None

    def unified(self) -> bytes:
        data = present(
            {
                "vendor_event": self.event,
                "channel": "sms",
                "message_id": self.message_id,
                "from": self.sender_number,
                "to": self.receiver_number,
                "text": self.message_content,
                "extra": self.model_extra or None,
            }
        )
        type = "message." + self.event.removeprefix("sms_")
        return event("limecall", type, self.timestamp, data, self.canonical, self.message_id, [to_utc(self.timestamp)])


# LeadSail


class LeadSailData(Camel):
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    phone: str | None = None


class LeadSail(Camel):
    event: Literal[
        "lead.queued",
        "lead.first_submission_action",
        "lead.delivered",
        "lead.disqualified",
        "lead.failed",
        "lead.processed",
    ]
    lead_id: Id | None = None
    submission_id: Id | None = None
    campaign_id: Id | None = None
    status: str | None = None
    timestamp: Timestamp
    data: LeadSailData | None = None

    def unified(self) -> bytes:
        lead = self.data or LeadSailData()
        data = present(
            {
                "vendor_event": self.event,
                "vendor_status": self.status,
                "submission_id": self.submission_id,
                "lead_id": self.lead_id,
                "campaign_id": self.campaign_id,
                "email": lead.email,
                "phone": lead.phone,
                "person": present({"first_name": lead.first_name, "last_name": lead.last_name}) or None,
                "extra": nest(self.model_extra, "data", lead.model_extra) or None,
            }
        )
        type = "lead.action_required" if self.event == "lead.first_submission_action" else self.event
        key_parts = [self.status, to_utc(self.timestamp)]
        return event("leadsail", type, self.timestamp, data, self.canonical, self.submission_id, key_parts)


Webhook = Annotated[
    CampaignStatus
    | CampaignStarted
    | MessageSent
    | MessageBounced
    | ReplyReceived
    | Email
    | LeadNestSms
    | WhatsApp
    | Subscriber
    | Call
    | CallStatusUpdate
    | Voicemail
    | LimeCallSms
    | LeadSail,
    Field(discriminator="event"),
]
WEBHOOK = TypeAdapter(Webhook)
OTHER_CHANNEL = TypeAdapter(OtherChannel)


def normalize(line: bytes) -> bytes:
    try:
        webhook = WEBHOOK.validate_json(line)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_context=False, include_input=False)
        match errors:
            case [{"type": "union_tag_invalid", "loc": ("campaign.status", "campaign")}]:
                webhook = OTHER_CHANNEL.validate_json(line)
            case _:
                raise ValueError("; ".join(f"{error['loc']}: {error['msg']}" for error in errors)) from None
    return webhook.unified()


if __name__ == "__main__":
    sys.exit(run(sys.argv[1], normalize))
