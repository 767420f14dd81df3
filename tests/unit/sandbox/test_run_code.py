"""Plain code under a program: every way a call can end is an observation, and nothing survives the run."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.errors import CourseError
from autograder.model.observation import (
    Answered,
    Call,
    Died,
    Malformed,
    Missing,
    NotRun,
    Outcome,
    Raised,
    Returned,
    TimedOut,
)
from autograder.model.program import Program
from autograder.sandbox import Zygote

from .conftest import OutcomeOf, family, program


def test_returned_values_keep_their_types(observe: OutcomeOf) -> None:
    outcome = observe("import numpy as np\ndef f(x): return [np.float32(x), (1, True), np.arange(3)]")
    assert isinstance(outcome, Returned)
    scalar, pair, array = outcome.value
    assert type(scalar) is np.float32
    assert pair == (1, True)
    np.testing.assert_array_equal(array, [0, 1, 2])


def test_an_exception_names_its_classes_and_the_line(observe: OutcomeOf) -> None:
    outcome = observe("class Odd(ValueError): pass\n\ndef f(x):\n    raise Odd('no')\n")
    assert isinstance(outcome, Raised)
    assert outcome.is_a("ValueError")
    assert (outcome.types[0], outcome.message, outcome.line, outcome.lineno) == ("Odd", "no", "raise Odd('no')", 4)


def test_code_that_does_not_execute_raises_in_every_case(zygote: Zygote) -> None:
    seen = zygote.run_code("def f(x): return 1\n1 / 0", program(family({"x": 1}, {"x": 2})))
    assert all(isinstance(o.outcome, Raised) and o.outcome.is_a("ZeroDivisionError") for o in seen["value"])


def test_a_syntax_error_is_raised(observe: OutcomeOf) -> None:
    outcome = observe("def f(x:")
    assert isinstance(outcome, Raised)
    assert outcome.is_a("SyntaxError")


def test_a_name_that_is_not_defined_is_missing(observe: OutcomeOf) -> None:
    assert observe("def g(x): pass") == Missing("f")


def test_the_first_time_out_ends_the_program(zygote: Zygote) -> None:
    slow = family({"x": 1}, {"x": 2}, seconds=0.3)
    seen = zygote.run_code("def f(x):\n  while True: pass", program(slow, family(aspect="shape")))
    assert [o.outcome for o in seen["value"]] == [TimedOut(0.3), NotRun()]
    assert [o.outcome for o in seen["shape"]] == [NotRun()]


def test_sleeping_ends_at_twice_the_cpu_budget(observe: OutcomeOf) -> None:
    assert observe("import time\ndef f(x): time.sleep(60)", family(seconds=0.2)) == TimedOut(0.2)


def test_leaving_the_process_is_a_death(observe: OutcomeOf) -> None:
    assert observe("import os\ndef f(x): os._exit(0)") == Died("exited")


def test_one_process_over_the_memory_limit_gets_a_memory_error(observe: OutcomeOf) -> None:
    outcome = observe("def f(x): return len(bytearray(600 << 20))")
    assert isinstance(outcome, Raised)
    assert outcome.is_a("MemoryError")


@pytest.mark.parametrize("hide", ["", "m.madvise(mmap.MADV_DONTNEED)"], ids=["resident", "hidden"])
def test_shared_memory_of_many_processes_counts_also_where_no_process_shows_it(observe: OutcomeOf, hide: str) -> None:
    code = f"""
import mmap, os, time
def f(x):
    for _ in range(4):
        if not os.fork():
            m = mmap.mmap(-1, 250 << 20)
            for at in range(0, len(m), 4096): m[at] = 1
            {hide}
            time.sleep(3)
            os._exit(0)
    return sum(os.WIFSIGNALED(os.wait()[1]) for _ in range(4))
"""
    outcome = observe(code)
    assert isinstance(outcome, Returned)
    assert outcome.value >= 2


def test_processes_that_together_exceed_the_memory_limit_are_ended(observe: OutcomeOf) -> None:
    code = """
import os, time
def f(x):
    for _ in range(4):
        if os.fork() == 0:
            block = bytearray(os.urandom(1)) * (200 << 20)
            time.sleep(20)
    block = bytearray(os.urandom(1)) * (220 << 20)
    time.sleep(3)
    kids = 0
    while True:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0: return kids
        kids += 1
"""
    outcome = observe(code, family(seconds=5.0))
    assert outcome == Died("memory") or (isinstance(outcome, Returned) and outcome.value >= 2)


def test_a_fork_bomb_stays_in_its_fork(observe: OutcomeOf) -> None:
    bomb = "import os\ndef f(x):\n  while True:\n    try: os.fork()\n    except OSError: pass"
    assert isinstance(observe(bomb, family(seconds=0.5)), TimedOut | Died | Malformed)
    assert observe("def f(x): return x") == Returned(1)


def test_killing_everything_reaches_nothing_else(zygote: Zygote, observe: OutcomeOf) -> None:
    pid = zygote.pid
    observe("import os\ndef f(x):\n  os.kill(0, 9); os.kill(-1, 9); return 1")
    assert observe("def f(x): return x") == Returned(1)
    assert zygote.pid == pid


FORGED: list[tuple[str, Outcome]] = [
    ("b'\\xff' * 8", Malformed("frame of 18446744073709551615 bytes is larger than allowed")),
    ("b'\\x04' + bytes(7) + b'abcd'", Malformed("payload's structure is longer than the payload")),
]


@pytest.mark.parametrize(("forged", "expected"), FORGED)
def test_bytes_that_are_no_frame_are_malformed(observe: OutcomeOf, forged: str, expected: Outcome) -> None:
    code = f"""
import os
def f(x):
    for fd in range(3, 64):
        try: os.write(fd, {forged})
        except OSError: pass
    return 1
"""
    assert observe(code) == expected


def test_a_forged_frame_ends_the_program(zygote: Zygote) -> None:
    code = """
import os, struct
from autograder.wire.codec import encode
def f(x):
    frame = encode({"is": "observed"})
    os.write(3, struct.pack("<Q", len(frame)) + frame)
    return 1
"""
    seen = zygote.run_code(code, program(family({"x": 1}, {"x": 2})))
    assert [o.outcome for o in seen["value"]] == [Malformed("an observation without one outcome"), NotRun()]


def test_answered_functions_are_evaluated_and_recorded_outside(zygote: Zygote) -> None:
    case = {"x": 3, "fun": Answered(lambda v: v * v)}
    seen = zygote.run_code("def f(x, fun): return fun(x) + fun(x + 1)", program(family(case, probe="with_function")))
    (observation,) = seen["value"]
    assert observation.outcome == Returned(25)
    assert observation.calls == (Call("fun", (3,), 9), Call("fun", (4,), 16))


def test_an_exception_of_an_answered_function_is_raised_inside(zygote: Zygote) -> None:
    def refuse(v: object) -> None:
        raise ValueError("not this")

    code = "def f(x, fun):\n  try: fun(x)\n  except ValueError as error: return str(error)"
    seen = zygote.run_code(code, program(family({"x": 3, "fun": Answered(refuse)}, probe="with_function")))
    assert seen["value"][0].outcome == Returned("not this")


def test_an_answered_function_is_called_by_its_own_name_where_it_is_called_wrongly(zygote: Zygote) -> None:
    code = "def f(x, fun):\n  try: fun(x, x)\n  except TypeError as error: return str(error)"
    seen = zygote.run_code(code, program(family({"x": 3, "fun": Answered(lambda v: v)}, probe="with_function")))
    assert seen["value"][0].outcome == Returned("fun() takes 1 positional argument but 2 were given")


def test_probes_that_do_not_load_are_the_courses_fault(zygote: Zygote) -> None:
    with pytest.raises(CourseError, match="ZeroDivisionError"):
        zygote.run_code("def f(x): return x", Program("f", "1 / 0", (family(),)))


def test_code_that_breaks_the_probes_is_not_the_courses_fault(observe: OutcomeOf) -> None:
    outcome = observe("import marshal\ndef f(x): return x\nmarshal.loads = None")
    assert isinstance(outcome, Malformed)


def test_nothing_is_left_for_the_next_run(observe: OutcomeOf) -> None:
    observe(
        "import numpy, builtins\nnumpy.sin = None\nbuiltins.leak = 1\nopen('/tmp/leak', 'w').write('x')\ndef f(x): 0"
    )
    code = """
import numpy, builtins, os
def f(x): return (numpy.sin is None, hasattr(builtins, "leak"), os.path.exists("/tmp/leak"))
"""
    assert observe(code) == Returned((False, False, False))


def test_two_runs_are_equal(observe: OutcomeOf) -> None:
    code = """
import random, numpy as np
def f(x):
    a = np.random.randn(50, 50)
    return [a @ a, np.linalg.eigvals(a), random.random(), str(set("abcdef")), hash("text"), repr(f)[:8]]
"""
    first, second = observe(code), observe(code)
    assert isinstance(first, Returned)
    assert isinstance(second, Returned)
    for a, b in zip(first.value, second.value, strict=True):
        assert a.tobytes() == b.tobytes() if isinstance(a, np.ndarray) else a == b
