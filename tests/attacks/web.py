"""Pages: everything that would like to run, or be requested, when somebody opens what a submission left behind.

Each payload leaves a trace with "owned" in it: a request, a dialog, a line on the console, a title, a global variable.
"""

from typing import Any

from tests.attacks.attack import STUB, Attack, around

Notebook = dict[str, Any]

RUNS = "fetch('/owned');window.owned=1;document.title='owned';console.log('owned');alert('owned')"
SCRIPT = f"<script>{RUNS}</script>"
IMAGE = f'<img src="/owned.png" onerror="{RUNS}">'
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="{RUNS}"><script>{RUNS}</script><image href="/owned.svg"/></svg>'
LINK = f'[press](javascript:{RUNS.replace("(", "%28")}) <a href="javascript:{RUNS}" autofocus onfocus="{RUNS}">x</a>'
LOADS = (
    '<link rel="stylesheet" href="/owned.css"><style>@import "/owned-too.css"; body { background: url(/owned-bg) }</style>'
    '<iframe src="/owned-frame" srcdoc="<script>parent.owned=1</script>"></iframe><object data="/owned-object"></object>'
    '<embed src="/owned-embed"><video src="/owned-video" autoplay onerror="window.owned=1"></video><base href="/owned/">'
    '<meta http-equiv="refresh" content="0;url=/owned-refresh"><form action="/owned-form"><button autofocus>x</button></form>'
    '<img srcset="/owned-set 1x"><input type="image" src="/owned-input"><body background="/owned-body">'
)
CLOSES = f"</pre></code></div></td></title></textarea></style></script>-->]]>{SCRIPT}{IMAGE}"
MATHS = (
    r"$\href{javascript:alert('owned')}{x}$ $$\require{html}\style{background:url(/owned-math)}{x}\class{owned}{y}$$ "
    r"\(\unicode{x3c}script\unicode{x3e}\)"
)
TEMPLATE = "{{ 7*7 }} {% include 'x' %} {{ config }} %(owned)s ${owned}"


def _markdown(*sources: str) -> Any:
    def change(notebook: Notebook) -> None:
        notebook["cells"] += [
            {"cell_type": "markdown", "id": f"m{n}", "metadata": {}, "source": source}
            for n, source in enumerate(sources)
        ]

    return change


def _attachments(notebook: Notebook) -> None:
    names = ("a.svg", 'b" onerror="window.owned=1', "c.html")
    held = {names[0]: {"image/svg+xml": SVG}, names[1]: {"image/png": f'"><script>{RUNS}</script>'},
            names[2]: {"text/html": SCRIPT}}  # fmt: skip
    source = " ".join(f"![x](attachment:{name})" for name in names)
    notebook["cells"].append(
        {"cell_type": "markdown", "id": "m", "metadata": {}, "source": source, "attachments": held}
    )


def _metadata(notebook: Notebook) -> None:
    notebook["metadata"] = {
        "title": f"</title>{SCRIPT}", "authors": [{"name": SCRIPT}], "widgets": {"application/vnd": {"state": SCRIPT}},
        "kernelspec": {"name": "python3", "display_name": SCRIPT, "language": f'python"><script>{RUNS}</script>'},
        "language_info": {"name": f'x"><script>{RUNS}</script>', "pygments_lexer": SCRIPT, "mimetype": SCRIPT,
                          "codemirror_mode": {"name": SCRIPT}, "file_extension": SCRIPT},
    }  # fmt: skip
    for cell in notebook["cells"]:
        cell["metadata"] |= {"tags": [f'"><script>{RUNS}</script>'], "collapsed": SCRIPT, "name": SCRIPT}
        cell["id"] = f'x"{IMAGE}'[:40]


def _raw(notebook: Notebook) -> None:
    for kind in ("text/html", "text/latex", "text/asciidoc", "text/restructuredtext", SCRIPT):
        about = {"raw_mimetype": kind, "format": kind}
        notebook["cells"].append(
            {"cell_type": "raw", "id": "r", "metadata": about, "source": f"{SCRIPT}{IMAGE}{LOADS}"}
        )


def _display(data: str, metadata: str = "None") -> str:
    return around(f"from IPython.display import display\ndisplay({data}, metadata={metadata}, raw=True)")


def _returning(words: str) -> str:
    return f"def mean_gradient(x, scale=2.0):\n    return {words!r}\n"


ATTACKS = [
    Attack("page: markdown script", STUB, change=_markdown(SCRIPT, IMAGE, SVG, LOADS, LINK)),
    Attack("page: markdown closes what it stands in", STUB, change=_markdown(CLOSES, f"```{CLOSES}", f"# {CLOSES}")),
    Attack("page: markdown image from elsewhere", STUB, change=_markdown("![x](/owned-image.png)", "![x][1]\n\n[1]: /owned-ref")),
    Attack("page: html image from elsewhere", STUB, change=_markdown('<img src="http://owned.test/a.png">', "<img src=//owned.test/b>", '<img src="../../owned-up">')),
    Attack("page: html output with an image from elsewhere", _display(repr({"text/html": '<img src="http://owned.test/a.png"><img src="/owned-abs"><img src="../owned-up"><p style="background:url(/owned-style)">x'}))),
    Attack("page: latex in markdown", STUB, change=_markdown(MATHS)),
    Attack("page: template in markdown", STUB, change=_markdown(TEMPLATE)),
    Attack("page: attachments", STUB, change=_attachments),
    Attack("page: metadata", STUB, change=_metadata),
    Attack("page: raw cells", STUB, change=_raw),
    Attack("page: html output", _display(repr({"text/html": SCRIPT + IMAGE + SVG + LOADS + CLOSES}))),
    Attack("page: html in pieces", _display(repr({"text/html": ["<scr", f"ipt>{RUNS}</scr", "ipt>"], "text/plain": "x"}))),
    Attack("page: nested html", _display(repr({"text/html": f"<scr<script>ipt>{RUNS}</scr</script>ipt><a href='JaVa\tScript:{RUNS}'>x"}))),
    Attack("page: svg output", _display(repr({"image/svg+xml": SVG, "text/plain": SVG}))),
    Attack("page: png that is markup", _display(repr({"image/png": f'"><script>{RUNS}</script>', "text/plain": "x"}))),
    Attack("page: png's width", _display(repr({"image/png": "iVBORw0KGgo=", "text/plain": "x"}), repr({"image/png": {"width": f'1" onerror="{RUNS}'}}))),
    Attack("page: latex output", _display(repr({"text/latex": MATHS + SCRIPT, "text/plain": "x"}))),
    Attack("page: markdown output", _display(repr({"text/markdown": SCRIPT + IMAGE + LINK, "text/plain": "x"}))),
    Attack("page: javascript output", _display(repr({"application/javascript": RUNS, "text/plain": "x"}))),
    Attack("page: widgets and unknown types", _display(repr({"application/vnd.jupyter.widget-view+json": {"model_id": SCRIPT}, "text/x": SCRIPT, "application/json": {"a": SCRIPT}, SCRIPT: SCRIPT}))),
    Attack("page: printed markup", around(f"import sys\nprint({CLOSES!r})\nprint({CLOSES!r}, file=sys.stderr)")),
    Attack("page: terminal escapes", around("print('\\x1b]8;;javascript:alert(1)\\x07owned?\\x1b]8;;\\x07 \\x1b[31;<script>m \\x9b2J \\u202e')")),
    Attack("page: error text", around(f"class Owned(Exception):\n    pass\n\nOwned.__name__ = {SCRIPT!r}\nraise Owned({CLOSES + TEMPLATE!r})")),
    Attack("page: file names", STUB, files={f"{IMAGE.replace('/', '')}.png": b"x", "owned.html": SCRIPT.encode()}),
    Attack("page: returned markup", _returning(CLOSES + TEMPLATE)),
    Attack("page: raised markup", f"def mean_gradient(x, scale=2.0):\n    raise ValueError({CLOSES + TEMPLATE!r})\n"),
    Attack("page: code that is markup", f"{STUB}\n# {CLOSES}\n{TEMPLATE!r}\n'''{CLOSES}'''\n"),
]  # fmt: skip
