"""Turns the webhooks of LigueLead, Leadterra, LeadNest, LimeCall and LeadSail into one typed stream of events.

A body is the raw bytes of a webhook: ``bytes``, ``bytearray`` or ``memoryview``. A ``str`` counts as UTF-8. A vendor is
``liguelead``, ``leadterra``, ``leadnest``, ``limecall`` or ``leadsail``.

The aliases (``Body``, ``Vendor``, ...) and the dicts (``Event``, ``Diagnostic``, ...) are for annotations only. They do
not exist at run time: import them under ``if typing.TYPE_CHECKING``.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal, TypeAlias, TypedDict, final

if sys.version_info >= (3, 11):
    from typing import NotRequired
else:
    from typing_extensions import NotRequired

__all__ = [
    "ConfigError",
    "Endpoint",
    "Error",
    "Fold",
    "InvalidError",
    "Lifecycle",
    "MalformedError",
    "NormalizedIterator",
    "Received",
    "TooLargeError",
    "UnauthenticatedError",
    "__version__",
    "detect",
    "normalize",
    "normalize_json",
    "normalize_many",
    "read_event",
    "sample",
    "schema",
    "validate",
    "validate_event",
    "vendors",
    "write_event",
]
__version__: Final[str]

Body: TypeAlias = bytes | bytearray | memoryview | str
Secrets: TypeAlias = Body | list[Body] | tuple[Body, ...]
Vendor: TypeAlias = Literal["liguelead", "leadterra", "leadnest", "limecall", "leadsail"]
Kind: TypeAlias = Literal["message", "call", "lead"]
Observed: TypeAlias = Literal["advanced", "duplicate", "late", "conflict"]

class Event(TypedDict):
    """The unified event, a CloudEvents document. Its JSON Schema is ``schema("event")``.

    ``time`` and the members ``initiated_at``, ``opened_at`` and ``reported_at`` of ``data`` are datetimes, or dates
    where the vendor sends only a date. They keep the offset from UTC. Digits finer than microseconds are cut off, a
    leap second becomes 59.999999, and a time in the year 0 stays a ``str``. ``normalize_json`` keeps every time as sent.

    An event that :func:`read_event` returns may be of any vendor and any version of leadhook: ``type``, ``source``,
    ``dataschema`` and ``data`` are open. Members of ``data`` that this version does not know are as they were sent.
    """

    specversion: Literal["1.0"]
    type: str
    source: str
    id: str
    time: NotRequired[datetime | str]
    subject: NotRequired[str]
    dataschema: NotRequired[str]
    data: dict[str, Any]

class Diagnostic(TypedDict):
    """One thing that validation reports about a body, and its place. It contains no value of the body."""

    severity: Literal["error", "warning"]
    code: Literal[
        "malformed",
        "invalid",
        "too_large",
        "unauthenticated",
        "undocumented_member",
        "undocumented_event",
        "unexpected_type",
        "unexpected_value",
        "unexpected_format",
    ]
    pointer: str
    """The JSON Pointer (RFC 6901) of the place."""
    message: str
    line: int
    column: int
    suggestion: NotRequired[str]
    """The documented value that is most like the undocumented one."""

class Verdict(TypedDict):
    """The result of validating a body."""

    verdict: Literal["valid", "drift", "invalid"]
    diagnostics: list[Diagnostic]
    omitted: NotRequired[int]
    """The number of diagnostics that were counted but not kept. There may be more."""

class SubjectKey(TypedDict):
    """The message, call or lead that events are about."""

    source: str
    subject: str
    kind: str

class Error(ValueError):
    """A body was refused. Its text and its diagnostics contain no value of the body and can be logged.

    An error that you create yourself, such as ``InvalidError("text")`` in a test, has the kind and the HTTP status of
    its class (``Error`` those of ``InvalidError``), no diagnostics and an empty rejection.
    """

    kind: Literal["malformed", "invalid", "too_large", "unauthenticated"]
    diagnostics: Sequence[Diagnostic]
    """Everything that is wrong, in the order of the body. At most 100 diagnostics are kept."""
    omitted: int
    """The number of diagnostics that were counted but not kept. There may be more."""
    http_status: int
    """The HTTP status to respond with. If it is 200, store the rejection first. If that fails, respond with 503."""
    rejection: str
    """The body and the error as one line of JSON, which ``leadhook replay`` reads. It contains personal data. If the
    body is too large, it contains only the length."""

class MalformedError(Error):
    """The body is not JSON: not UTF-8, not JSON, a repeated member, or nested too deep."""

class InvalidError(Error):
    """The body is JSON and violates its schema."""

class TooLargeError(Error):
    """The body is larger than allowed."""

class UnauthenticatedError(Error):
    """The request is not proven to be the vendor's, or is too old."""

class ConfigError(ValueError):
    """The configuration of an endpoint is wrong."""

def normalize(vendor: Vendor, body: Body, *, account: str | None = None, max_body: int | None = None) -> Event:
    """Parses the raw body of a webhook and converts it into the unified event, as a dict with datetimes.

    Nothing optional refuses a webhook. The value of a documented member that does not fit is in ``extra``, and
    :func:`validate` reports it as ``unexpected_type`` or ``unexpected_format``.

    ``account`` is an account name, as :class:`Endpoint` takes it. It is part of the ``source`` and so of the ``id``.
    ``max_body`` is the maximum size in bytes (inclusive), 1 MiB by default. Raises :class:`Error`.
    """

def normalize_json(
    vendor: Vendor, body: Body, *, account: str | None = None, max_body: int | None = None
) -> bytes:
    """Does what :func:`normalize` does, and returns JSON. The bytes are the same in every language and on the command
    line."""

def normalize_many(
    vendor: Vendor | None,
    bodies: Iterable[Body],
    *,
    account: str | None = None,
    batch: int = 256,
    max_body: int | None = None,
) -> NormalizedIterator:
    """Normalizes many bodies, in order. A refused body gives the exception that :func:`normalize` would raise, as a
    result.

    Up to ``batch`` bodies are read ahead and normalized with the GIL released. If the bodies arrive slowly, use 1 to
    get each result at once. Memory use is constant. If the vendor is ``None``, the vendor of each body is detected as
    by :func:`detect`. Use that only for archives. An ``account`` needs a vendor.
    """

@final
class NormalizedIterator:
    """The iterator that :func:`normalize_many` returns."""

    def __iter__(self) -> NormalizedIterator: ...
    def __next__(self) -> Event | Error: ...

def validate(vendor: Vendor, body: Body, *, max_body: int | None = None) -> Verdict:
    """Validates the raw body of a webhook against its vendor's JSON Schema.

    The verdict is ``invalid`` exactly where :func:`normalize` raises :class:`Error`.
    """

def read_event(json: Body) -> Event:
    """Reads the JSON of an event as a dict with datetimes. Raises :class:`Error` if it is not an event.

    The event may be of any vendor, also one of your own, and of any version of leadhook. ``id`` and ``subject`` are not
    checked. Top-level attributes that brokers add are dropped. Everything else that this version does not know is kept:
    the type and members of ``data``.
    """

def write_event(event: Event | Body) -> bytes:
    """Writes an event, given as a dict or as JSON, as JSON. The bytes are the same in every language. Raises
    :class:`Error` if it is not an event.

    The result of :func:`read_event` is written as the event that was read, with the same ``id``. Only its times differ:
    they have at most microseconds, and ``Z`` for UTC.
    """

def validate_event(json: Body) -> Verdict:
    """Validates the JSON of an event against ``schema("event")``.

    The verdict is ``invalid`` exactly where :func:`read_event` raises :class:`Error`. It is ``drift`` if this version of
    leadhook would not write the event, for example because of a type or a member that it does not know.
    """

def detect(body: Body) -> Vendor:
    """Returns the vendor whose documentation has this body's event name. Raises :class:`Error`.

    Use it for archives. Never let a body from the internet choose its vendor: a forger would choose one that does not
    sign.
    """

def vendors() -> list[Vendor]:
    """Returns the names of the vendors."""

def schema(name: Vendor | Literal["event", "rejection"]) -> str:
    """Returns a published JSON Schema (draft 2020-12)."""

def sample(
    vendor: Vendor | None = None, event: str | None = None, *, count: int = 1, seed: int = 0, invalid: bool = False
) -> list[bytes]:
    """Generates bodies for tests: what a vendor may send or, if ``invalid`` is true, what must be refused.

    The same seed gives the same bodies in the same version.
    """

@final
class Endpoint:
    """Receives the webhooks of one vendor and one account. Threads can share it.

    Give the secrets that the vendor authenticates with. Everything that is given must pass.

    - ``signing_secret``: the secret that the vendor signs with (Leadterra, LeadNest, LimeCall).
    - ``encoding``: the encoding of the signature, ``hex`` (default) or ``base64``, which LimeCall does not document.
    - ``bearer_token``: the token that the vendor sends as ``Authorization: Bearer`` (LimeCall).
    - ``secret_header``: the names of headers and their secret values, as configured at the vendor (LeadSail).
    - ``dangerously_accept_unsigned``: accepts requests without the signature or the header that the vendor could send.
    - ``account``: an account name. It becomes part of the ``source`` of every event, and so of its id.
    - ``max_body``: the maximum body size in bytes (inclusive), 1 MiB by default.
    - ``max_event_age``: refuses events that happened longer ago than this, or further in the future, or at an unknown
      time.
    - ``dedup_window``: how long you keep event ids to recognize duplicates, 30 days by default.

    While you rotate a secret, give a list of both. Raises :class:`ConfigError`.
    """

    def __new__(
        cls,
        vendor: Vendor,
        *,
        signing_secret: Secrets | None = None,
        encoding: Literal["hex", "base64"] | None = None,
        bearer_token: Secrets | None = None,
        secret_header: dict[str, Secrets] | None = None,
        dangerously_accept_unsigned: bool = False,
        account: str | None = None,
        max_body: int | None = None,
        max_event_age: timedelta | None = None,
        dedup_window: timedelta | None = None,
    ) -> Endpoint: ...
    @property
    def source(self) -> str:
        """The vendor, and the account if there is one: ``leadnest`` or ``leadnest/berlin``."""
    @property
    def max_body(self) -> int:
        """The maximum body size in bytes (inclusive). Use it where you read bodies from the network, too."""
    def receive(self, headers: Mapping[str, Body] | Iterable[tuple[Body, Body]], body: Body) -> Received:
        """Verifies a request, parses its body and converts it into an event. Pass the raw bytes of the body. Raises
        :class:`Error`."""
    def verify(
        self, headers: Mapping[str, Body] | Iterable[tuple[Body, Body]], body: Body
    ) -> Literal["verified", "unsigned"]:
        """Verifies that a request is the vendor's. Raises :class:`UnauthenticatedError`."""
    def sign(self, body: Body) -> list[tuple[str, str]]:
        """Returns the headers that authenticate a body to this endpoint. Use it in tests."""

@final
class Received:
    """A webhook that was received and verified. Respond with 200 once it is stored, and with 503 if that fails."""

    @property
    def event(self) -> Event:
        """The unified event. Its ``id`` recognizes duplicates."""
    @property
    def unexpected(self) -> list[str]:
        """The JSON Pointers of the documented members whose values did not fit, such as ``/data/tags``.

        Nothing optional refuses a webhook. These values are in ``extra`` of the event, and the event is made without
        them. Log the pointers, which contain no value: an opt-out in an undocumented form may be among them.
        """
    @property
    def verification(self) -> Literal["verified", "unsigned"]:
        """``unsigned`` if nothing proves that the request is the vendor's."""
    @property
    def proofs(self) -> list[tuple[str, int]]:
        """Each header that proves the request, and the index of the secret that matched."""
    @property
    def received_at(self) -> datetime:
        """When it was received."""
    @property
    def is_outside_dedup_window(self) -> bool:
        """Whether the event is older than the dedup window, so that a duplicate may not be recognized."""

@final
class Lifecycle:
    """The state of one message, call or lead. It does not depend on the order of the reports.

    Times are in UTC. They are a ``str`` where Python has no datetime, in the year 0.
    """

    def __new__(cls, kind: Kind) -> Lifecycle: ...
    @property
    def kind(self) -> Kind:
        """The kind of the subject."""
    def observe(self, status: str, at: datetime | str) -> Observed:
        """Records that a status was reported for a time, and returns what changed. The time is a datetime with an
        offset or RFC 3339 text."""
    def observe_undocumented(self, status: str, at: datetime | str) -> Observed:
        """Records that an undocumented status was reported for a time. Returns ``late`` if it is the earliest such
        report, and ``duplicate`` otherwise."""
    def merge(self, other: Lifecycle) -> None:
        """Adds the reports of another lifecycle of the same subject."""
    @property
    def current(self) -> str | None:
        """The current status, or ``None`` if no status was reported that can be current."""
    @property
    def since(self) -> datetime | str | None:
        """The time of the earliest report of the current status."""
    @property
    def reports(self) -> dict[str, datetime | str]:
        """The earliest time of each reported status."""
    def reported_at(self, status: str) -> datetime | str | None:
        """Returns the earliest time that a status was reported for."""
    def elapsed(self, start: str, end: str) -> timedelta | None:
        """Returns the time from one status to another, if both were reported. It is negative if ``end`` came first."""
    @property
    def conflicts(self) -> list[tuple[str, str]]:
        """The pairs of reported statuses that contradict each other."""
    @property
    def undocumented(self) -> tuple[str, datetime | str] | None:
        """The earliest undocumented status and its time."""
    def __reduce__(self) -> tuple[Callable[[Kind, str], Lifecycle], tuple[Kind, str]]: ...
    def to_json(self) -> str:
        """Returns the lifecycle as JSON. It is the same in every language."""
    @staticmethod
    def from_json(kind: Kind, json: str) -> Lifecycle:
        """Reads a lifecycle from JSON. Only its reports are read, because the rest follows from them."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Fold:
    """The lifecycles of every message, call and lead in a stream of events, in any order.

    Iterating gives pairs of a subject and its lifecycle, and a fold can be created from such pairs. A fold can be
    pickled: fold parts of a stream in several processes, then merge them.
    """

    def __new__(cls, pairs: Iterable[tuple[SubjectKey, Lifecycle]] | None = None) -> Fold: ...
    def __reduce__(self) -> tuple[type[Fold], tuple[list[tuple[SubjectKey, Lifecycle]]]]: ...
    def observe(self, event: Event | Body) -> Observed | None:
        """Records an event, given as a dict or as JSON, and returns what changed. Returns ``None`` if the event has no
        status, no subject or no time. Raises :class:`Error` if it is not an event.

        The event may be of any vendor and any version of leadhook, as :func:`read_event` reads it. A status that this
        version does not know is undocumented."""
    def merge(self, other: Fold) -> None:
        """Adds the reports of another fold."""
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[tuple[SubjectKey, Lifecycle]]:
        """Iterates over pairs of a subject and its lifecycle, in the order of the subjects."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
