"""Many bodies, some at a time."""

import collections
import gc
import itertools
import signal
import sys
import threading
import weakref

import pytest

import leadhook
from cases import CASES, opened

GOOD, BAD = opened(), b'{"event":"email.opened"}'
OTHER_THAN_LINUX = "the memory of a process is read from /proc"


def one_by_one(vendor, bodies, **options):
    for body in bodies:
        try:
            yield leadhook.normalize(vendor, body, **options)
        except leadhook.Error as error:
            yield error


def told(answer):
    return (type(answer), str(answer), vars(answer)) if isinstance(answer, leadhook.Error) else answer


@pytest.mark.parametrize("batch", [1, 7, 256])
@pytest.mark.parametrize("vendor", leadhook.vendors())
def test_many_are_answered_as_one_by_one(vendor, batch):
    bodies = [case.body for case in CASES if case.vendor == vendor]
    answers = list(map(told, leadhook.normalize_many(vendor, bodies, batch=batch)))
    assert answers == list(map(told, one_by_one(vendor, bodies)))
    assert {type(answer) for answer in answers} == {dict, tuple}


def test_without_a_vendor_each_body_is_detected():
    cases = [case for case in CASES if case.name.startswith("fixtures/")]
    for case, answer in zip(cases, leadhook.normalize_many(None, [case.body for case in cases]), strict=True):
        try:
            vendor = leadhook.detect(case.body)
        except leadhook.Error as error:
            assert told(answer) == told(error)
        else:
            assert answer == leadhook.normalize(vendor, case.body)


def test_max_body_holds_with_and_without_a_vendor():
    bodies = [GOOD, GOOD + b" ", b"x" * (len(GOOD) + 1), BAD]
    for vendor in ("leadnest", None):
        answers = list(leadhook.normalize_many(vendor, bodies, max_body=len(GOOD)))
        assert [getattr(answer, "kind", "event") for answer in answers] == ["event", "limit", "limit", "invalid"]


def test_of_nothing_nothing_comes():
    answers = leadhook.normalize_many("leadnest", [])
    assert iter(answers) is answers
    assert list(answers) == []
    assert next(answers, "the end") == "the end"


@pytest.mark.parametrize("bodies", [None, 5, object()])
def test_what_is_no_iterable_is_refused_at_once(bodies):
    with pytest.raises(TypeError, match="not iterable"):
        leadhook.normalize_many("leadnest", bodies)


@pytest.mark.parametrize("batch", [0, -1, 2**70])
def test_a_batch_has_at_least_one_body(batch):
    with pytest.raises((ValueError, OverflowError)):
        leadhook.normalize_many("leadnest", [], batch=batch)


@pytest.mark.parametrize("batch", [1, 2, 3, 100])
@pytest.mark.parametrize("raised", [KeyError("mine"), leadhook.Error("mine"), StopAsyncIteration()])
def test_what_the_iterable_raises_comes_behind_what_came_before(batch, raised):
    def bodies():
        yield GOOD
        yield BAD
        yield GOOD
        raise raised

    answers = leadhook.normalize_many("leadnest", bodies(), batch=batch)
    assert [type(next(answers)) for _ in range(3)] == [dict, leadhook.InvalidError, dict]
    with pytest.raises(type(raised)) as info:
        next(answers)
    assert info.value is raised
    assert list(answers) == []


@pytest.mark.parametrize("raised", [KeyboardInterrupt(), SystemExit(3), GeneratorExit()])
def test_whoever_interrupts_does_not_wait_and_nothing_is_lost(raised):
    def bodies():
        yield GOOD
        yield BAD
        raise raised

    answers = leadhook.normalize_many("leadnest", bodies())
    with pytest.raises(type(raised)) as info:
        next(answers)
    assert info.value is raised
    assert [type(answer) for answer in answers] == [dict, leadhook.InvalidError]


def test_a_signal_stops_what_never_comes_back_to_python():
    def stop(*_):
        raise TimeoutError

    answers = leadhook.normalize_many("leadnest", itertools.repeat(GOOD, 200_000))
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        with pytest.raises(TimeoutError):
            collections.deque(answers, maxlen=1)
        # It was in the midst of them, not behind the last.
        assert isinstance(next(answers), dict)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_one_body_is_not_many():
    for body in ("{}", "", GOOD.decode()):
        with pytest.raises(TypeError, match="one body stands in a list"):
            leadhook.normalize_many("leadnest", body)


def test_what_is_yet_to_be_raised_is_let_go_of_too():
    class Owner:
        def bodies(self):
            yield GOOD
            yield GOOD
            raise KeyError(self)

    owner = Owner()
    owner.answers = leadhook.normalize_many("leadnest", owner.bodies())
    assert isinstance(next(owner.answers), dict)
    gone = weakref.ref(owner)
    del owner
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize("batch", [1, 2, 100])
def test_what_is_no_body_is_raised_in_its_place(batch):
    answers = leadhook.normalize_many("leadnest", iter([GOOD, GOOD, 5, GOOD]), batch=batch)
    assert [type(next(answers)) for _ in range(2)] == [dict, dict]
    with pytest.raises(TypeError, match="expected bytes, bytearray, memoryview or str, found int"):
        next(answers)


@pytest.mark.parametrize("batch", [1, 3, 256])
def test_no_more_than_a_batch_is_taken_ahead(batch):
    taken = 0

    def bodies():
        nonlocal taken
        for taken in range(1, 1001):
            yield GOOD

    answers = leadhook.normalize_many("leadnest", bodies(), batch=batch)
    assert taken == 0
    for given in range(1, 601):
        next(answers)
        assert given <= taken <= given + batch - 1


def test_of_large_bodies_fewer_are_taken_ahead():
    taken = 0

    def bodies():
        nonlocal taken
        for taken in range(1, 101):
            yield b" " * 300_000

    next(leadhook.normalize_many("leadnest", bodies(), batch=100))
    assert taken <= 4


def test_an_iterable_that_has_ended_is_asked_no_more():
    """It may be a queue, and would be waited for."""

    class Ending:
        asked = 0

        def __iter__(self):
            return self

        def __next__(self):
            self.asked += 1
            if self.asked <= 2:
                return GOOD
            assert self.asked == 3, "asked again"
            raise StopIteration

    for batch in (1, 2, 3, 256):
        ending = Ending()
        answers = leadhook.normalize_many("leadnest", ending, batch=batch)
        assert len(list(answers)) == 2
        assert list(answers) == []
        assert ending.asked == 3


def test_a_body_may_change_once_it_was_taken():
    buffer = bytearray(GOOD)

    def bodies():
        for letter in b"abc":
            buffer[:] = GOOD.replace(b"msg_1", b"msg_" + bytes([letter]))
            yield buffer

    answers = leadhook.normalize_many("leadnest", bodies())
    assert [event["subject"] for event in answers] == ["msg_a", "msg_b", "msg_c"]


def test_an_iterable_that_asks_for_its_own_answers_is_refused():
    def bodies():
        yield GOOD
        try:
            next(answers)
        except RuntimeError as error:
            refused.append(error)
        yield BAD

    refused = []
    answers = leadhook.normalize_many("leadnest", bodies())
    assert [type(answer) for answer in answers] == [dict, leadhook.InvalidError]
    assert len(refused) == 1


def test_other_threads_go_on_while_a_batch_is_read():
    """With so long an interval, a thread gets the GIL only when it is let go of."""
    go, went = threading.Lock(), threading.Event()
    go.acquire()
    thread = threading.Thread(target=lambda: (go.acquire(), went.set()), daemon=True)
    interval = sys.getswitchinterval()
    thread.start()
    try:
        sys.setswitchinterval(600)
        go.release()
        assert not went.is_set() and sum(range(1_000_000)), "the GIL is let go of by Python alone"
        assert not went.is_set()
        # More than once, for a busy machine may wake the other thread late.
        bodies = itertools.repeat(opened(text="x" * 10_000))
        answers = leadhook.normalize_many("leadnest", bodies, batch=100)
        for _ in range(100 * 100):
            next(answers)
            if went.is_set():
                return
        pytest.fail("the GIL was held all the while")
    finally:
        sys.setswitchinterval(interval)
        thread.join()


def in_threads(count, work):
    faults = []

    def guarded(at):
        try:
            work(at)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=guarded, args=(at,)) for at in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults


def test_threads_that_share_the_answers_get_each_once():
    total = 2000
    numbered = (opened(message_id=f"msg_{number}") for number in range(total))
    answers = leadhook.normalize_many("leadnest", numbered, batch=50)
    got = []

    def work(_):
        while True:
            try:
                got.append(next(answers)["subject"])
            except StopIteration:
                return
            except (RuntimeError, ValueError):
                # Python's own generators, too, refuse a thread while another is in there.
                threading.Event().wait(0.001)

    in_threads(4, work)
    assert sorted(got) == sorted(f"msg_{number}" for number in range(total))


def test_threads_do_not_disturb_each_other():
    def work(at):
        bodies = [opened(message_id=f"msg_{at}_{number}") for number in range(300)]
        subjects = [event["subject"] for event in leadhook.normalize_many("leadnest", bodies, batch=20)]
        assert subjects == [f"msg_{at}_{number}" for number in range(300)]

    in_threads(4, work)


def resident():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * 4096


def assert_flat(work, warm, total):
    """Memory does not follow the count: an object of the smallest that was leaked for each would be seen."""
    if sys.platform != "linux":
        pytest.skip(OTHER_THAN_LINUX)
    work(warm)
    gc.collect()
    before = resident()
    work(total)
    gc.collect()
    assert resident() - before < 8 * total + 1_000_000


def test_memory_is_flat_over_many_bodies():
    few = [b"{", opened(), b'{"event":"nobody.knows"}', b""]

    def work(count):
        bodies = itertools.islice(itertools.cycle(few), count)
        assert sum(1 for _ in leadhook.normalize_many("leadnest", bodies)) == count

    assert_flat(work, 10_000, 300_000)


def test_memory_is_flat_over_many_refused_bodies():
    def work(count):
        for body in itertools.islice(itertools.cycle([b"{", b'{"event":1}', b"\xff", BAD]), count):
            try:
                leadhook.normalize("leadnest", body)
            except leadhook.Error:
                continue
            raise AssertionError("it was taken")

    assert_flat(work, 5_000, 100_000)


def test_what_is_given_up_midway_is_let_go_of():
    """Also where the iterable knows the answers: such a circle is for the garbage collector to find."""

    class Archive:
        def __init__(self):
            self.answers = leadhook.normalize_many("leadnest", self.bodies(), batch=2)

        def bodies(self):
            while True:
                yield GOOD if self else BAD

    for taken in (0, 3):
        archive = Archive()
        for _ in range(taken):
            next(archive.answers)
        gone = weakref.ref(archive)
        del archive
        gc.collect()
        assert gone() is None, f"after {taken} answers"
