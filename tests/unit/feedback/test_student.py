"""The student's page: what it says, what it never says, and that nothing on it is active."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from autograder.errors import UsageError
from autograder.feedback.cells import page_cells
from autograder.feedback.drawing import drawing
from autograder.feedback.language import language
from autograder.feedback.outputs import output
from autograder.feedback.page import capital
from autograder.feedback.report import CourseFacts, class_report
from autograder.feedback.student import ManualGrade, student_page
from autograder.model.text import text
from autograder.model.verdict import Picture

from . import samples


class _Tags(HTMLParser):
    """Collects tags and attributes as a browser would see them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def _hostile_pages() -> list[str]:
    verdict = samples.hostile()
    given = {samples.HOSTILE: ManualGrade(1, 2, samples.HOSTILE), "other": ManualGrade(None, None, samples.HOSTILE)}
    facts = CourseFacts(samples.HOSTILE, samples.HOSTILE, unread=(samples.HOSTILE,))
    return [
        student_page(verdict, samples.hostile_cells(), manual=given),
        class_report([verdict, samples.submission()], facts, samples.HOSTILE),
        class_report([], facts),
    ]


@pytest.mark.parametrize("page", _hostile_pages(), ids=["student", "class", "empty class"])
def test_nothing_of_a_submission_is_active(page: str) -> None:
    allowed = {"id", "class", "href", "lang", "charset", "http-equiv", "content", "name", "aria-label", "tabindex"}
    allowed |= {"aria-labelledby", "aria-hidden", "focusable", "role", "alt", "src", "d", "x", "y", "width", "height"}
    allowed |= {"rx", "viewbox", "preserveaspectratio", "text-anchor", "scope", "data-label"}
    for tag, attributes in _Tags(page).tags:
        assert tag not in {"script", "iframe", "object", "embed", "form", "base", "link", "a:href", "foreignobject"}
        assert set(attributes) <= allowed
        assert (attributes.get("href") or "#").startswith("#")
        assert (attributes.get("src") or "data:image/").startswith("data:image/")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202e\ud800-\udfff]", page)
    assert "49" not in _Tags(page).words.replace("1749", "")  # {{ 7*7 }} stays as it was written


@pytest.mark.parametrize("page", [student_page(samples.submission(), samples.cells()), *_hostile_pages()])
def test_the_policy_allows_the_one_style_sheet_and_data_images_only(page: str) -> None:
    head = page.split("<style>")[0]
    sheet = page.split("<style>")[1].split("</style>")[0]
    digest = b64encode(sha256(sheet.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:" in head
    assert "unsafe" not in head
    assert page.count("<style>") == 1


def test_the_diagnosis_comes_before_the_aspects_and_replaces_their_hints() -> None:
    words = _Tags(student_page(samples.submission("a", samples.diagnosed_exercise()), ())).words
    assert 0 < words.index("divided by N twice") < words.index("The losses along the way", words.index("What probably"))
    assert "Compare the first two steps by hand" not in words


def test_what_passed_is_folded_below_what_did_not() -> None:
    page = student_page(samples.submission("a", samples.diagnosed_exercise()), ())
    assert "What works: 1 of 3 checks" in page
    assert page.index("A negative learning rate is refused") < page.index("The first entry is the loss at the start")


def test_an_error_is_told_before_its_traceback() -> None:
    item = {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": ["line 1", "line 2"]}
    shown = output(item, "", "Where it happened")
    assert shown.index("ValueError: no") < shown.index("<summary>Where it happened</summary>") < shown.index("line 1")


def test_names_keep_their_case_at_the_start_of_a_sentence() -> None:
    assert capital("returned a value") == "Returned a value"
    assert capital("result[0]: the value") == "Result[0]: the value"
    assert capital("dx leaves out the mean") == "dx leaves out the mean"
    assert capital("grad_x is wrong") == "grad_x is wrong"


def test_losses_over_many_powers_of_ten_are_drawn_on_a_logarithmic_scale() -> None:
    series = {"yours": [1e6, 1e3, 1.0], "expected": [1e6, 1.0, 1e-6]}
    shown = drawing(Picture("curves", series, "['lr=0.1']"), language("en"))
    assert "logarithmic scale" in shown
    assert "result[&#39;lr=0.1&#39;]" in shown


def test_one_counterexample_with_inputs_result_and_expected() -> None:
    page = student_page(samples.submission("a", samples.diagnosed_exercise()), ())
    assert page.count("One example") == 1
    for piece in ("array([ 2., -1.])", "3.7636", "3.24", "step 1"):
        assert piece in page


def test_a_grader_fault_is_not_told_to_the_student() -> None:
    page = student_page(samples.submission(), ())
    assert "SECRET-FAULT" not in page
    assert "No points are lost" in page


def test_the_instructor_reads_the_fault() -> None:
    assert "SECRET-FAULT" in class_report([samples.submission()], CourseFacts("ch06"))


def test_the_same_verdict_gives_the_same_bytes() -> None:
    pages = {student_page(samples.submission(), samples.cells()) for _ in range(2)}
    assert len(pages) == 1


def test_a_persons_grade_replaces_the_automatic_one() -> None:
    verdict = samples.submission("a", samples.diagnosed_exercise())
    words = _Tags(student_page(verdict, (), manual={"E07": ManualGrade(9, None, "Seen.")})).words
    assert "9 of 10" in words.replace("\n", " ")
    assert "Seen." in words


def test_hidden_tests_and_what_they_print_are_left_out() -> None:
    mark = {"nbgrader": {"grade": True, "solution": False, "grade_id": "E07"}}
    source = 'f(1)\n### BEGIN HIDDEN TESTS\nassert f(2) == 42\n### END HIDDEN TESTS\nf(3)\ncheck("E07")\n'
    trace = {"output_type": "error", "ename": "A", "evalue": "", "traceback": ["assert f(2) == 42"]}
    solution = {"nbgrader": {"grade": False, "solution": True, "grade_id": "f"}}
    notebook = {"cells": [
        {"cell_type": "code", "metadata": solution, "source": ["def f(x):\n", "    return x"], "outputs": []},
        {"cell_type": "code", "metadata": mark, "source": source, "outputs": [trace]},
    ]}  # fmt: skip
    shown = page_cells(notebook)
    assert shown[0].exercise == "E07"
    assert shown[1].source == "f(1)\nf(3)"
    assert shown[1].outputs == ()


@pytest.mark.parametrize("notebook", [{}, {"cells": [3, {}, {"cell_type": 7, "metadata": [], "source": None}]}])
def test_odd_notebooks_do_not_stop_a_page(notebook: dict[str, object]) -> None:
    student_page(samples.submission(), page_cells(notebook))


def test_terminal_codes_go_and_progress_bars_show_their_last_state() -> None:
    item = {"output_type": "stream", "name": "stdout", "text": "\x1b[31m10%\r\x1b[0m100%\n\x1b]8;;http://x\x07link"}
    assert output(item, "").striptags() == "100% link"


def test_headings_landmarks_and_texts_for_screen_readers() -> None:
    tags = _Tags(student_page(samples.submission(), samples.cells())).tags
    names = [tag for tag, _ in tags]
    assert names.count("h1") == 1
    assert {"main", "nav", "header", "footer", "article", "details", "summary"} <= set(names)
    assert all(a.get("alt") for tag, a in tags if tag == "img")
    assert all(a.get("aria-label") or a.get("aria-hidden") for tag, a in tags if tag == "svg")


def test_chinese_pages_are_chinese() -> None:
    page = student_page(samples.submission(), samples.cells(), "zh-CN")
    assert '<html lang="zh-CN">' in page
    assert "你的结果" in page
    assert "此处必须抛出 ValueError。" in page
    assert "班级报告" in class_report([samples.submission()], CourseFacts("ch06"), language="zh_CN")


def test_an_unknown_language_is_one_clear_line() -> None:
    with pytest.raises(UsageError, match="choose one of en, zh_CN"):
        student_page(samples.submission(), (), "../../etc")


def test_the_class_page_counts_mistakes_and_names_who_needs_a_look() -> None:
    verdicts = [samples.submission(name, samples.diagnosed_exercise()) for name in ("a", "b")] + [
        samples.submission("c")
    ]
    words = " ".join(re.sub("<[^>]*>", " ", class_report(verdicts, CourseFacts("ch06", seconds=3.0))).split())
    said = "Your result is what you get when the gradient is divided by N twice."
    assert f"3 Gradient descent with momentum {said} a, b, c · averaged_gradient" in words
    assert "c E33 The grader failed: SECRET-FAULT." in words
    assert "Time used 3 s" in words


def test_an_error_in_a_students_cell_is_told_to_the_student_and_is_no_reason_to_look_at_everybody() -> None:
    said = "Cell 3 (f_solution) stopped at an error"
    verdict = samples.submission("a", samples.good_exercise(), stopped=(text(said),))
    assert said in student_page(verdict, ())
    assert said not in class_report([verdict], CourseFacts("ch06"))
    odd = samples.submission("a", samples.good_exercise(), notes=(text(said),))
    assert said in class_report([odd], CourseFacts("ch06"))
