"""Webhooks of LigueLead, Leadterra, LeadNest, LimeCall and LeadSail, checked and turned into one typed stream of events.

Bodies are the bytes that came, as ``bytes``, ``bytearray`` or ``memoryview``; a ``str`` counts as UTF-8. Vendors are
slugs: ``liguelead``, ``leadterra``, ``leadnest``, ``limecall``, ``leadsail``.

The aliases (``Body``, ``Vendor``, ...) and the dicts (``Event``, ``Violation``, ...) are for annotations, and not there at
run time: import them under ``if typing.TYPE_CHECKING``.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
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
    "LimitError",
    "MalformedError",
    "NormalizedIterator",
    "Received",
    "UnauthenticError",
    "__version__",
    "detect",
    "normalize",
    "normalize_json",
    "normalize_many",
    "sample",
    "schema",
    "validate",
    "vendors",
]
__version__: Final[str]

Body: TypeAlias = bytes | bytearray | memoryview | str
Secrets: TypeAlias = Body | list[Body] | tuple[Body, ...]
Vendor: TypeAlias = Literal["liguelead", "leadterra", "leadnest", "limecall", "leadsail"]
Kind: TypeAlias = Literal["message", "call", "lead"]
Observed: TypeAlias = Literal["advanced", "duplicate", "late", "conflict"]

class Event(TypedDict):
    """A CloudEvent; its JSON Schema is ``schema("event")``.

    ``time`` and the members ``initiated_at``, ``opened_at`` and ``reported_at`` of ``data`` are datetimes (or dates, where
    the platform tells only a day). They keep the offset from UTC and microseconds: finer digits are cut off, of a leap
    second 59.999999 remains, and an instant of the year 0 stays a ``str``. ``normalize_json`` keeps each as it was sent.
    """

    specversion: Literal["1.0"]
    type: str
    source: str
    id: str
    time: NotRequired[datetime | str]
    subject: NotRequired[str]
    dataschema: str
    data: dict[str, Any]

class Violation(TypedDict):
    """One fault and its place, without any value of the body."""

    pointer: str
    message: str
    line: int
    column: int

class Finding(Violation):
    """A fault, or what is undocumented or odd though valid."""

    kind: str
    nearest: NotRequired[str]

class Verdict(TypedDict):
    """What a contract says of a body."""

    verdict: Literal["valid", "drift", "invalid"]
    findings: list[Finding]
    more: NotRequired[int]

class SubjectKey(TypedDict):
    """What an event is about."""

    source: str
    subject: str
    kind: str

class Error(ValueError):
    """A body was refused. Its text and its violations hold no value of the body, so they may be logged."""

    kind: Literal["malformed", "invalid", "limit", "unauthentic"]
    violations: list[Violation]
    more: int
    """How many more violations there are; of very many, 100 are told."""
    answer: int
    """The HTTP status to answer. Where it is 200, keep the rejection first; if that fails, answer 503."""
    rejection: str
    """The body and the error as one line of JSON, which ``leadhook replay`` reads; of a body that is too large only its
    length. It holds personal data."""

class MalformedError(Error):
    """It is not JSON: not UTF-8, a name twice, or too deep."""

class InvalidError(Error):
    """It is JSON, but its platform's contract does not hold."""

class LimitError(Error):
    """It is larger than allowed."""

class UnauthenticError(Error):
    """Nothing shows that its platform sent it, or sent it now."""

class ConfigError(ValueError):
    """An endpoint cannot be made as it was configured."""

def normalize(vendor: Vendor, body: Body, *, max_body: int | None = None) -> Event:
    """The unified event of a webhook's raw body, as a dict with datetimes. Raises :class:`Error`."""

def normalize_json(vendor: Vendor, body: Body, *, max_body: int | None = None) -> bytes:
    """The same as JSON, to the byte what the other languages and the command line write."""

def normalize_many(
    vendor: Vendor | None, bodies: Iterable[Body], *, batch: int = 256, max_body: int | None = None
) -> NormalizedIterator:
    """Events of many bodies, in their order. What is refused comes as the exception that :func:`normalize` would raise,
    in its place, and is not raised.

    Up to ``batch`` bodies are taken ahead of what is given out, and read with the GIL released; with 1, what comes late
    is answered at once. Memory stays flat. Without a vendor, each body's is found as by :func:`detect`: for archives alone.
    """

@final
class NormalizedIterator:
    """What :func:`normalize_many` returns."""

    def __iter__(self) -> NormalizedIterator: ...
    def __next__(self) -> Event | Error: ...

def validate(vendor: Vendor, body: Body, *, max_body: int | None = None) -> Verdict:
    """What the platform's published JSON Schema says of a body. Raises nothing of the body."""

def detect(body: Body) -> Vendor:
    """The platform whose documents list this body's event name. Raises :class:`Error`.

    For archives. Never let a body from the internet choose its platform: a forger would choose one that does not sign.
    """

def vendors() -> list[Vendor]:
    """The slugs of the platforms."""

def schema(name: Vendor | Literal["event", "rejection"]) -> str:
    """A published JSON Schema (draft 2020-12)."""

def sample(
    vendor: Vendor | None = None, event: str | None = None, *, count: int = 1, seed: int = 0, near_valid: bool = False
) -> list[bytes]:
    """Made-up bodies for tests: what a platform may send or, if ``near_valid``, what must be refused. The same seed gives
    the same, as long as the version is the same."""

@final
class Endpoint:
    """Where one platform sends its webhooks to, for one account. Threads may share it.

    Give the secrets that the platform proves itself by, a list of several while one takes the place of another: ``signed_with``
    (Leadterra, LeadNest, LimeCall), ``bearer`` (LimeCall), ``headers`` of your choice with their secret values (LeadSail).
    All that is given must pass. Without the proof that a platform could give, say ``unsigned``. Raises
    :class:`ConfigError`.

    ``encoding`` is ``hex`` or ``base64``, where the platform leaves that open (LimeCall). ``account`` is a label that joins
    the events' ``source``. What happened longer ago than ``window`` is refused; what happened longer ago than
    ``keep_ids`` is told to be stale.
    """

    def __new__(
        cls,
        vendor: Vendor,
        *,
        signed_with: Secrets | None = None,
        encoding: Literal["hex", "base64"] | None = None,
        bearer: Secrets | None = None,
        headers: dict[str, Secrets] | None = None,
        unsigned: bool = False,
        account: str | None = None,
        max_body: int | None = None,
        window: timedelta | None = None,
        keep_ids: timedelta | None = None,
    ) -> Endpoint: ...
    @property
    def source(self) -> str:
        """The platform, and the account there if it has a label."""
    @property
    def max_body(self) -> int:
        """How many bytes a body may have: what reads bodies from the network should know, too."""
    def receive(self, headers: Mapping[str, Body] | Iterable[tuple[Body, Body]], body: Body) -> Received:
        """Takes a request: its headers, and its body as it came, to the byte. Raises :class:`Error`."""
    def authenticate(
        self, headers: Mapping[str, Body] | Iterable[tuple[Body, Body]], body: Body
    ) -> Literal["authentic", "unsigned"]:
        """Who sent a body. Raises :class:`UnauthenticError`."""
    def sign(self, body: Body) -> list[tuple[str, str]]:
        """The headers that prove a body to this endpoint, for tests."""

@final
class Received:
    """A webhook that was received."""

    @property
    def event(self) -> Event:
        """What it says. Keep its ``id``, to know it when it comes again."""
    @property
    def authenticity(self) -> Literal["authentic", "unsigned"]:
        """``unsigned`` where nobody knows who sent it."""
    @property
    def proofs(self) -> list[tuple[str, int]]:
        """Each header that proved it, and which of its secrets matched, counted from 0."""
    @property
    def received_at(self) -> datetime:
        """When it was received."""
    @property
    def is_stale(self) -> bool:
        """Whether it happened longer ago than ids are kept: if it has come before, nobody may know any more."""
    @property
    def answer(self) -> int:
        """The HTTP status to answer once the event is kept; if that fails, 503."""

@final
class Lifecycle:
    """What has been reported of one message, call or lead: the same whatever the order of the reports."""

    def __new__(cls, kind: Kind) -> Lifecycle: ...
    @property
    def kind(self) -> Kind: ...
    def observe(self, status: str, at: datetime | str) -> Observed:
        """Takes a report, and tells what it changed. ``at`` has an offset; a ``str`` is in RFC 3339's form."""
    def observe_other(self, word: str, at: datetime | str) -> Observed:
        """Takes a report of a word that nobody documented."""
    def merge(self, other: Lifecycle) -> None:
        """Takes all that was reported to another lifecycle of the same subject."""
    @property
    def current(self) -> str | None:
        """Where it stands, or ``None`` as long as nothing was reported that moves it."""
    @property
    def since(self) -> datetime | str | None:
        """Since when it stands there, in UTC."""
    @property
    def seen(self) -> dict[str, datetime | str]:
        """The earliest time of each status that was reported."""
    @property
    def conflicts(self) -> list[tuple[str, str]]:
        """The pairs of reported statuses that contradict each other."""
    @property
    def other(self) -> tuple[str, datetime | str] | None:
        """The earliest report of a word that nobody documented: the word and its time."""
    def __reduce__(self) -> tuple[Callable[[Kind, str], Lifecycle], tuple[Kind, str]]: ...
    def to_json(self) -> str:
        """It as JSON, the same as in the other languages."""
    @staticmethod
    def from_json(kind: Kind, json: str) -> Lifecycle:
        """It from its JSON; what follows from the reports is not believed, but told anew."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Fold:
    """The lifecycles of every message, call and lead in a stream of events, whatever their order.

    It is made of the pairs of others, if any are given, and can be pickled: fold in several processes, then merge.
    """

    def __new__(cls, pairs: Iterable[tuple[SubjectKey, Lifecycle]] | None = None) -> Fold: ...
    def __reduce__(self) -> tuple[type[Fold], tuple[list[tuple[SubjectKey, Lifecycle]]]]: ...
    def observe(self, event: Event | Body) -> Observed | None:
        """Takes an event, as a dict or as JSON, and tells what it changed; ``None`` if it has no status, or no subject."""
    def merge(self, other: Fold) -> None:
        """Takes all that another fold has taken."""
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[tuple[SubjectKey, Lifecycle]]:
        """Pairs of what each subject is and where it stands, in the order of the subjects."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
