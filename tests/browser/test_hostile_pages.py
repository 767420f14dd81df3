"""Hostile submissions, opened in a real browser: nothing runs, nothing is requested, no policy is violated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.attacks import packaging, web
from tests.attacks.attack import STUB, Attack
from tests.attacks.classroom import ASSIGNMENT, Classroom, hold_class, honest_students, student_of

from .lab import Lab, start_lab, wait_for

ATTACKS = [*web.ATTACKS, *(a for a in packaging.ATTACKS if a.name in {"script in markdown", "odd metadata"})]
#: nbgrader's formgrader puts a student's name into its page as it is, so nobody is graded under such a name
NAMED = Attack("page: the student's name", STUB, student="<img src=owned onerror=window.owned=1>")
STUDENTS = [attack.student or student_of(number) for number, attack in enumerate(ATTACKS)]
IDS = [attack.name for attack in ATTACKS]
HONEST = honest_students(len(ATTACKS))[0]

_SITE = "http://pages.test"
_PAGE = f"{_SITE}/page.html"
_LISTEN = """addEventListener('securitypolicyviolation', e => (window.violations ??= []).push(
    [e.effectiveDirective, e.blockedURI, e.sample].join(' ')))"""
_REPORT_ONLY = "default-src 'self' data: 'report-sample'; script-src 'report-sample'; style-src 'unsafe-inline' 'self'"


@dataclass(slots=True)
class Traces:
    """What a page did while it was open."""

    requests: set[str] = field(default_factory=set)
    console: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    violations: set[str] = field(default_factory=set)
    owned: bool = False
    title: str = ""


def _watch(page: Page) -> Traces:
    traces = Traces()
    page.on("request", lambda request: traces.requests.add(request.url))
    page.on("console", lambda message: traces.console.append(message.text))

    def dismissed(dialog: object) -> None:
        traces.dialogs.append(dialog.message)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", dismissed)
    return traces


def _visit(context: BrowserContext, address: str) -> Traces:
    """Open a page, open what is folded, walk over it with the keyboard, and return what happened."""
    page = context.new_page()
    traces = _watch(page)
    page.goto(address, wait_until="load")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for _ in range(5):
        page.keyboard.press("Tab")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    traces.owned = page.evaluate("'owned' in window")
    traces.violations = set(page.evaluate("window.violations ?? []"))
    traces.title = page.title()
    page.close()
    return traces


def test_the_watch_sees_a_script_an_image_and_a_violation(chromium: Browser) -> None:
    """Who watches the watch: an unprotected page leaves every trace, a protected one reports the violation."""
    context = chromium.new_context()
    context.add_init_script(_LISTEN)
    policy = {"Content-Security-Policy": "script-src 'none'"}
    answer = {"open": {}, "shut": policy}

    def reply(route: Route) -> None:
        headers = answer.get(route.request.url.rsplit("/", 1)[-1])
        body = "<title>x</title>" + web.SCRIPT + web.IMAGE
        route.fulfill(status=404 if headers is None else 200, headers=headers, body=body, content_type="text/html")

    context.route(f"{_SITE}/**", reply)
    seen = _visit(context, f"{_SITE}/open")
    assert seen.owned
    assert seen.title == "owned"
    assert seen.dialogs
    assert {f"{_SITE}/owned", f"{_SITE}/owned.png"} <= seen.requests
    shut = _visit(context, f"{_SITE}/shut")
    assert not shut.owned
    assert shut.violations
    context.close()


@pytest.fixture(scope="module")
def course(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """The hostile class, graded by the real command, with everybody's pages written."""
    return hold_class(tmp_path_factory.mktemp("course"), tmp_path_factory.mktemp("outside"), [*ATTACKS, NAMED])


@pytest.fixture(scope="module")
def site(chromium: Browser, course: Classroom) -> Iterator[BrowserContext]:
    """A browser that can reach nothing; `_stays_inert` puts one page there."""
    context = chromium.new_context()
    context.add_init_script(_LISTEN)

    context.route("**/*", lambda route: route.abort())
    yield context
    context.close()


@pytest.mark.parametrize("student", STUDENTS, ids=IDS)
def test_a_students_page_stays_inert(site: BrowserContext, course: Classroom, student: str) -> None:
    page = course.root / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html"
    assert page.is_file()
    _stays_inert(site, page)


def test_the_class_page_stays_inert(site: BrowserContext, course: Classroom) -> None:
    page = course.root / "reports" / f"{ASSIGNMENT}.html"
    _stays_inert(site, page)


def test_a_name_that_is_markup_is_refused(course: Classroom) -> None:
    assert "would take for markup" in course.summary["ungradable"][NAMED.student]
    for kind in ("autograded", "feedback"):
        assert not (course.root / kind / NAMED.student).exists()


def _stays_inert(site: BrowserContext, path: Path) -> None:
    """Open one page as a web site that has nothing else, and require that it asked for nothing else."""
    site.route(_PAGE, lambda route: route.fulfill(path=path, content_type="text/html"))
    seen = _visit(site, _PAGE)
    site.unroute(_PAGE)
    assert {r for r in seen.requests if not r.startswith("data:")} == {_PAGE}
    assert seen.console == []
    assert seen.dialogs == []
    assert seen.violations == set()
    assert not seen.owned
    assert seen.title != "owned"


@pytest.fixture(scope="module")
def formgrader(
    chromium: Browser, course: Classroom, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[BrowserContext, Lab]]:
    """Somebody in formgrader; a policy that only reports is added to its pages, whose own scripts it reports too."""
    home = tmp_path_factory.mktemp("emmy")
    lab = start_lab(home, course.root, "emmy", f"c.CourseDirectory.root = {str(course.root)!r}\n")
    try:
        wait_for(lab)
        context = chromium.new_context()
        context.add_init_script(_LISTEN)
        page = context.new_page()
        page.goto(lab.page("/lab/workspaces/x/api/status"))
        page.close()

        def reply(route: Route) -> None:
            answer = route.fetch()
            route.fulfill(
                response=answer, headers={**answer.headers, "content-security-policy-report-only": _REPORT_ONLY}
            )

        context.route(lambda url: not url.startswith(lab.url), lambda route: route.abort())
        context.route("**/formgrader/submissions/*", reply)
        yield context, lab
        context.close()
    finally:
        lab.stop()


def test_formgraders_view_stays_inert(formgrader: tuple[BrowserContext, Lab], course: Classroom) -> None:
    """A hostile submission's page runs and requests what an honest one's does, which is nbgrader's own, no more."""
    context, lab = formgrader
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        found = {s.student.id: s.id for s in gradebook.notebook_submissions(ASSIGNMENT, ASSIGNMENT)}

    def seen(student: str) -> Traces:
        traces = _visit(context, f"{lab.url}/formgrader/submissions/{found[student]}")
        for words in (traces.requests, traces.violations):
            # a violation's sample is the first 40 characters of a script, which may end within the submission's id
            plain = {re.sub(r"[0-9a-f]{19,32}", "ID", w) for w in words if not w.startswith("data:")}
            words.clear()
            words.update(plain)
        return traces

    honest = seen(HONEST)
    assert honest.violations, "the policy reports nothing, so this test could not fail"
    more = {}
    for student, name in zip(STUDENTS, IDS, strict=True):
        traces = seen(student)
        did = (traces.requests - honest.requests) | (traces.violations - honest.violations) | set(traces.dialogs)
        if did or traces.owned or "owned" in traces.title:
            more[name] = did
    assert more == {}


@pytest.mark.parametrize(
    "page", ["manage_students", f"manage_submissions/{ASSIGNMENT}", f"gradebook/{ASSIGNMENT}/{ASSIGNMENT}"]
)
def test_formgraders_lists_stay_inert(formgrader: tuple[BrowserContext, Lab], page: str) -> None:
    context, lab = formgrader
    traces = _visit(context, f"{lab.url}/formgrader/{page}")
    assert [r for r in traces.requests if "owned" in r] == []
    assert traces.dialogs == []
    assert not traces.owned
