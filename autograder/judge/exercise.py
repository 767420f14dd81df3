"""What an exercise is: its points, the families of cases that are its aspects, and the known right and wrong answers.

The authoring interface of `solutions/<assignment>/exercises.py` and `mistakes.py`, re-exported by `judge.authoring`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice
from typing import Any
from zlib import crc32

import numpy as np

from autograder.errors import CourseError
from autograder.judge.compare import Comparer
from autograder.model.observation import Case
from autograder.model.text import Text

CaseGenerator = Callable[[np.random.Generator], Iterable[Case]]

#: V values, P properties, R robustness and errors, C contract (COURSE.md's split of points)
SHARES = ("V", "P", "R", "C")
#: more cases than this are a generator that does not end
MAX_CASES = 10_000


@dataclass(frozen=True, slots=True)
class OnDevice:
    """A family whose probe also runs on a real GPU where there is one; what comes back there costs nobody a point.

    The probe takes its array module from `autograder.probe.device`.
    """

    #: tells from what the probe returned whether the work was done on the device; None where the probe cannot tell
    worked: Callable[[Any], bool] | None = None
    #: CPU seconds for all cases of one draw together, with the compilation of CuPy's kernels
    seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Aspect:
    """One family of cases, judged together: the smallest thing with points.

    A case is the keyword arguments of the probe function `probe` in `probes.py`. All cases must satisfy `compare`.
    """

    name: str
    share: str
    title: Text
    probe: str
    cases: CaseGenerator
    compare: Comparer
    #: what to try, shown with a failure that no mistake explains
    help: Text | None = None
    #: whether a counterexample from the shown draw may be printed on the student's page
    example: bool = True
    #: CPU seconds for all cases of one draw together; None for the course's limit
    seconds: float | None = None
    #: None for families that ask for no device
    device: OnDevice | None = None
    #: the family before it whose cases and observations it is judged on, "" for cases of its own
    of: str = ""

    @property
    def family(self) -> str:
        """The name of the family whose observations it is judged on."""
        return self.of or self.name

    def draw(self, exercise: str, seed: int) -> tuple[Case, ...]:
        """Return this family's cases under a seed: the same seed, the same cases, whatever else was drawn."""
        key = crc32(f"{exercise}/{self.name}".encode())
        return tuple(islice(self.cases(np.random.default_rng([seed, key])), MAX_CASES + 1))


@dataclass(slots=True)
class Exercise:
    """One function or class to write: `name` is the grade_id of its grade cell.

    Aspects are added with the decorator `family`; the points of a share (V, P, R, C) are divided equally among its
    aspects, so `shares` must sum to `points` and each letter given must have at least one aspect.
    """

    name: str
    points: int
    title: Text
    shares: dict[str, int]
    #: the definitions of the solution cell; the first one is the cell's grade_id
    defines: tuple[str, ...] = ()
    #: modules imported in the zygote before any submission, beyond numpy, scipy, matplotlib and what `imports` finds
    needs: tuple[str, ...] = ()
    #: exercises whose student code this one builds on: if one of them failed, this one is judged again in a run where
    #: that definition comes from the reference, and the better result counts
    rests_on: tuple[str, ...] = ()
    #: exercises of which this one's probes hold a piece of the answer (a method to stand in for a wrong one): those are
    #: graded before these probes come near the notebook, whose shown draw waits for a run of its own
    tells: tuple[str, ...] = ()
    #: whether families, and the cases of each, come in another order in every draw: where right answers are of few
    #: kinds, whoever counts the questions could say by heart what was right in the draw that a page shows
    mixed: bool = False
    aspects: list[Aspect] = field(default_factory=list)

    def __post_init__(self) -> None:
        if sum(self.shares.values()) != self.points or not set(self.shares) <= set(SHARES):
            raise CourseError(
                f"{self.name}: shares {self.shares} do not sum to {self.points} points",
                remedy="correct `points` or `shares` in exercises.py",
            )
        self.defines = self.defines or (self.name,)

    def family(
        self,
        name: str,
        share: str,
        title: Text,
        *,
        probe: str,
        compare: Comparer,
        help: Text | None = None,  # noqa: A002 - the domain's word
        example: bool = True,
        seconds: float | None = None,
        device: OnDevice | None = None,
    ) -> Callable[[CaseGenerator], CaseGenerator]:
        """Decorate a generator of cases, `rng -> iterable of case dicts`, to make it an aspect of this exercise."""

        def add(cases: CaseGenerator) -> CaseGenerator:
            self._add(Aspect(name, share, title, probe, cases, compare, help, example, seconds, device))
            return cases

        return add

    def also(
        self,
        name: str,
        share: str,
        title: Text,
        *,
        of: str,
        compare: Comparer,
        help: Text | None = None,  # noqa: A002 - the domain's word
        example: bool = True,
    ) -> None:
        """Add an aspect that is judged on what the cases of an earlier family `of` gave: nothing more is run."""
        first = next((a for a in self.aspects if a.name == of and not a.of), None)
        if first is None:
            raise CourseError(
                f"{self.name}: {name!r} is to be judged on {of!r}, which is no family before it",
                remedy="correct `of` in exercises.py",
            )
        self._add(Aspect(name, share, title, first.probe, first.cases, compare, help, example, of=of))

    def _add(self, aspect: Aspect) -> None:
        if aspect.share not in self.shares or any(a.name == aspect.name for a in self.aspects):
            raise CourseError(
                f"{self.name}: family {aspect.name!r} has no share {aspect.share!r} or is there twice",
                remedy="correct the family in exercises.py",
            )
        self.aspects.append(aspect)

    @property
    def asks_for_device(self) -> bool:
        """Whether some of its families also run on a real GPU."""
        return any(a.device is not None for a in self.aspects)

    def aspect_points(self, aspect: Aspect) -> Fraction:
        """Return the exact points of one aspect: its share's points over the number of aspects in that share."""
        return Fraction(self.shares[aspect.share], sum(a.share == aspect.share for a in self.aspects))


@dataclass(frozen=True, slots=True)
class Mistake:
    """A named wrong implementation of one exercise: either whole `code`, or the reference with `edits` made.

    `code` holds the definitions that replace the reference's (other names of reference.py stay visible to it).
    `edits` are (old, new) pieces of the reference definition's source; each `old` must occur exactly once.
    """

    name: str
    exercise: str
    #: the aspects it must lose, by name (it may lose others too)
    loses: Sequence[str]
    #: what is wrong, said to the student: "The result is what you get when ..."
    rationale: Text
    #: what to try, without giving the answer away
    help: Text
    code: str = ""
    edits: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """A correct implementation that looks different from the reference and must get full points."""

    name: str
    exercise: str
    code: str = ""
    edits: Sequence[tuple[str, str]] = ()
