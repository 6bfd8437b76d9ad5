"""Many bodies, normalized in batches."""

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
NEEDS_LINUX = "memory is read from /proc"


def one_by_one(vendor, bodies, **options):
    for body in bodies:
        try:
            yield leadhook.normalize(vendor, body, **options)
        except leadhook.Error as error:
            yield error


def comparable(result):
    return (type(result), str(result), vars(result)) if isinstance(result, leadhook.Error) else result


@pytest.mark.parametrize("batch", [1, 7, 256])
@pytest.mark.parametrize("vendor", leadhook.vendors())
def test_the_results_are_those_of_normalize(vendor, batch):
    bodies = [case.body for case in CASES if case.vendor == vendor]
    results = list(map(comparable, leadhook.normalize_many(vendor, bodies, batch=batch)))
    assert results == list(map(comparable, one_by_one(vendor, bodies)))
    assert {type(result) for result in results} == {dict, tuple}


def test_without_a_vendor_each_body_is_detected():
    cases = [case for case in CASES if case.name.startswith("fixtures/")]
    for case, result in zip(cases, leadhook.normalize_many(None, [case.body for case in cases]), strict=True):
        try:
            vendor = leadhook.detect(case.body)
        except leadhook.Error as error:
            assert comparable(result) == comparable(error)
        else:
            assert result == leadhook.normalize(vendor, case.body)


def test_max_body_applies_with_and_without_a_vendor():
    bodies = [GOOD, GOOD + b" ", b"x" * (len(GOOD) + 1), BAD]
    for vendor in ("leadnest", None):
        results = list(leadhook.normalize_many(vendor, bodies, max_body=len(GOOD)))
        kinds = [getattr(result, "kind", "event") for result in results]
        assert kinds == ["event", "too_large", "too_large", "invalid"]


def test_the_account_is_that_of_every_body():
    events = [event for event in leadhook.normalize_many("leadnest", [GOOD, BAD], account="berlin")]
    assert comparable(events[0]) == leadhook.normalize("leadnest", GOOD, account="berlin")
    assert events[0]["source"] == "leadnest/berlin"
    assert '"source":"leadnest/berlin"' in events[1].rejection
    with pytest.raises(ValueError, match="an account needs a vendor"):
        leadhook.normalize_many(None, [GOOD], account="berlin")
    for account in ("", "a/b", "São Paulo"):
        with pytest.raises(ValueError, match="account name"):
            leadhook.normalize_many("leadnest", [GOOD], account=account)
        with pytest.raises(ValueError, match="account name"):
            leadhook.normalize("leadnest", GOOD, account=account)


def test_no_bodies_give_no_results():
    results = leadhook.normalize_many("leadnest", [])
    assert iter(results) is results
    assert list(results) == []
    assert next(results, "the end") == "the end"


@pytest.mark.parametrize("bodies", [None, 5, object()])
def test_bodies_that_are_not_iterable_raise_type_error_at_once(bodies):
    with pytest.raises(TypeError, match="not iterable"):
        leadhook.normalize_many("leadnest", bodies)


@pytest.mark.parametrize("batch", [0, -1, 2**70])
def test_a_batch_must_have_at_least_one_body(batch):
    with pytest.raises((ValueError, OverflowError)):
        leadhook.normalize_many("leadnest", [], batch=batch)


@pytest.mark.parametrize("batch", [1, 2, 3, 100])
@pytest.mark.parametrize("raised", [KeyError("mine"), leadhook.Error("mine"), StopAsyncIteration()])
def test_an_exception_of_the_iterable_is_raised_after_the_results_before_it(batch, raised):
    def bodies():
        yield GOOD
        yield BAD
        yield GOOD
        raise raised

    results = leadhook.normalize_many("leadnest", bodies(), batch=batch)
    assert [type(next(results)) for _ in range(3)] == [dict, leadhook.InvalidError, dict]
    with pytest.raises(type(raised)) as info:
        next(results)
    assert info.value is raised
    assert list(results) == []


@pytest.mark.parametrize("raised", [KeyboardInterrupt(), SystemExit(3), GeneratorExit()])
def test_an_interrupt_is_raised_at_once_and_no_result_is_lost(raised):
    def bodies():
        yield GOOD
        yield BAD
        raise raised

    results = leadhook.normalize_many("leadnest", bodies())
    with pytest.raises(type(raised)) as info:
        next(results)
    assert info.value is raised
    assert [type(result) for result in results] == [dict, leadhook.InvalidError]


def test_a_signal_interrupts_an_iteration_without_python_code():
    def stop(*_):
        raise TimeoutError

    results = leadhook.normalize_many("leadnest", itertools.repeat(GOOD, 200_000))
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        with pytest.raises(TimeoutError):
            collections.deque(results, maxlen=1)
        # It was interrupted before the end.
        assert isinstance(next(results), dict)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_a_single_str_is_not_an_iterable_of_bodies():
    for body in ("{}", "", GOOD.decode()):
        with pytest.raises(TypeError, match="put a single body into a list"):
            leadhook.normalize_many("leadnest", body)


def test_an_exception_in_a_cycle_is_garbage_collected():
    class Owner:
        def bodies(self):
            yield GOOD
            yield GOOD
            raise KeyError(self)

    owner = Owner()
    owner.results = leadhook.normalize_many("leadnest", owner.bodies())
    assert isinstance(next(owner.results), dict)
    gone = weakref.ref(owner)
    del owner
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize("batch", [1, 2, 100])
def test_a_body_of_a_wrong_type_is_raised_after_the_results_before_it(batch):
    results = leadhook.normalize_many("leadnest", iter([GOOD, GOOD, 5, GOOD]), batch=batch)
    assert [type(next(results)) for _ in range(2)] == [dict, dict]
    with pytest.raises(TypeError, match="expected bytes, bytearray, memoryview or str, found int"):
        next(results)


@pytest.mark.parametrize("batch", [1, 3, 256])
def test_at_most_a_batch_is_read_ahead(batch):
    read = 0

    def bodies():
        nonlocal read
        for read in range(1, 1001):
            yield GOOD

    results = leadhook.normalize_many("leadnest", bodies(), batch=batch)
    assert read == 0
    for returned in range(1, 601):
        next(results)
        assert returned <= read <= returned + batch - 1


def test_fewer_large_bodies_are_read_ahead():
    read = 0

    def bodies():
        nonlocal read
        for read in range(1, 101):
            yield b" " * 300_000

    next(leadhook.normalize_many("leadnest", bodies(), batch=100))
    assert read <= 4


def test_an_exhausted_iterable_is_not_called_again():
    """It may be a queue, and block."""

    class Ending:
        calls = 0

        def __iter__(self):
            return self

        def __next__(self):
            self.calls += 1
            if self.calls <= 2:
                return GOOD
            assert self.calls == 3, "called again"
            raise StopIteration

    for batch in (1, 2, 3, 256):
        ending = Ending()
        results = leadhook.normalize_many("leadnest", ending, batch=batch)
        assert len(list(results)) == 2
        assert list(results) == []
        assert ending.calls == 3


def test_a_buffer_can_be_reused_for_the_next_body():
    buffer = bytearray(GOOD)

    def bodies():
        for letter in b"abc":
            buffer[:] = GOOD.replace(b"msg_1", b"msg_" + bytes([letter]))
            yield buffer

    results = leadhook.normalize_many("leadnest", bodies())
    assert [event["subject"] for event in results] == ["msg_a", "msg_b", "msg_c"]


def test_an_iterable_cannot_read_its_own_results():
    def bodies():
        yield GOOD
        try:
            next(results)
        except RuntimeError as error:
            raised.append(error)
        yield BAD

    raised = []
    results = leadhook.normalize_many("leadnest", bodies())
    assert [type(result) for result in results] == [dict, leadhook.InvalidError]
    assert len(raised) == 1


def test_the_gil_is_released_while_a_batch_is_normalized():
    """With so long a switch interval, a thread gets the GIL only when another releases it."""
    go, went = threading.Lock(), threading.Event()
    go.acquire()
    thread = threading.Thread(target=lambda: (go.acquire(), went.set()), daemon=True)
    interval = sys.getswitchinterval()
    thread.start()
    try:
        sys.setswitchinterval(600)
        go.release()
        assert not went.is_set() and sum(range(1_000_000)), "Python released the GIL"
        assert not went.is_set()
        # More than once, because a busy machine may wake the other thread late.
        bodies = itertools.repeat(opened(text="x" * 10_000))
        results = leadhook.normalize_many("leadnest", bodies, batch=100)
        for _ in range(100 * 100):
            next(results)
            if went.is_set():
                return
        pytest.fail("the GIL was never released")
    finally:
        sys.setswitchinterval(interval)
        thread.join()


def in_threads(count, work):
    failures = []

    def guarded(at):
        try:
            work(at)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=guarded, args=(at,)) for at in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_threads_that_share_an_iterator_get_each_result_once():
    total = 2000
    numbered = (opened(message_id=f"msg_{number}") for number in range(total))
    results = leadhook.normalize_many("leadnest", numbered, batch=50)
    got = []

    def work(_):
        while True:
            try:
                got.append(next(results)["subject"])
            except StopIteration:
                return
            except (RuntimeError, ValueError):
                # Another thread is in the iterator. Python's generators raise here, too.
                threading.Event().wait(0.001)

    in_threads(4, work)
    assert sorted(got) == sorted(f"msg_{number}" for number in range(total))


def test_threads_can_iterate_independently():
    def work(at):
        bodies = [opened(message_id=f"msg_{at}_{number}") for number in range(300)]
        subjects = [event["subject"] for event in leadhook.normalize_many("leadnest", bodies, batch=20)]
        assert subjects == [f"msg_{at}_{number}" for number in range(300)]

    in_threads(4, work)


def resident():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * 4096


def assert_flat(work, warm, total):
    """Asserts that memory does not grow with the count. A leak of the smallest object per body would be seen."""
    if sys.platform != "linux":
        pytest.skip(NEEDS_LINUX)
    work(warm)
    gc.collect()
    before = resident()
    work(total)
    gc.collect()
    assert resident() - before < 8 * total + 1_000_000


def test_memory_is_constant_over_many_bodies():
    some = [b"{", opened(), b'{"event":"undocumented"}', b""]

    def work(count):
        bodies = itertools.islice(itertools.cycle(some), count)
        assert sum(1 for _ in leadhook.normalize_many("leadnest", bodies)) == count

    assert_flat(work, 10_000, 300_000)


def test_memory_is_constant_over_many_refused_bodies():
    def work(count):
        for body in itertools.islice(itertools.cycle([b"{", b'{"event":1}', b"\xff", BAD]), count):
            try:
                leadhook.normalize("leadnest", body)
            except leadhook.Error:
                continue
            raise AssertionError("accepted")

    assert_flat(work, 5_000, 100_000)


def test_an_unfinished_iterator_in_a_cycle_is_garbage_collected():

    class Archive:
        def __init__(self):
            self.results = leadhook.normalize_many("leadnest", self.bodies(), batch=2)

        def bodies(self):
            while True:
                yield GOOD if self else BAD

    for count in (0, 3):
        archive = Archive()
        for _ in range(count):
            next(archive.results)
        gone = weakref.ref(archive)
        del archive
        gc.collect()
        assert gone() is None, f"after {count} results"
