"""The notebook as a file and as a page: metadata, names, links, scripts."""

import copy
from typing import Any

from tests.attacks.attack import STUB, Attack, around

Notebook = dict[str, Any]


def _tags(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["metadata"]["tags"] = ["skip-execution", "raises-exception", "remove-cell"]


def _no_tests(notebook: Notebook) -> None:
    notebook["cells"] = [c for c in notebook["cells"] if not c["metadata"].get("nbgrader", {}).get("grade")]


def _twice(notebook: Notebook) -> None:
    notebook["cells"] += copy.deepcopy(notebook["cells"])


def _edited(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["source"] = "100.0"
            cell["metadata"]["nbgrader"]["points"] = 1000


def _markdown_tests(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["cell_type"] = "markdown"
            cell.pop("outputs", None)
            cell.pop("execution_count", None)


def _outputs(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [
                {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": "8.0"}}
            ]


def _same_id(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["id"] = "same"
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["grade_id"] = "mean_gradient"


def _reversed(notebook: Notebook) -> None:
    notebook["cells"].reverse()


def _odd_metadata(notebook: Notebook) -> None:
    notebook["metadata"] = {
        "kernelspec": {"name": "../../bin/sh", "display_name": "<script>alert(1)</script>", "language": "perl"}
    }
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["checksum"] = "0" * 32


def _markdown_script(notebook: Notebook) -> None:
    notebook["cells"].append(
        {
            "cell_type": "markdown",
            "id": "m",
            "metadata": {},
            "source": "<script>fetch('/x')</script><img src=x onerror=alert(1)> [a](javascript:alert(1)) {{ 7*7 }}",
        }
    )


def _attachment(notebook: Notebook) -> None:
    notebook["cells"].append(
        {
            "cell_type": "markdown",
            "id": "m",
            "metadata": {},
            "source": "![a](attachment:a.svg)",
            "attachments": {"a.svg": {"image/svg+xml": "<svg onload=alert(1)>"}},
        }
    )


ATTACKS = [
    Attack("skip-execution tags", STUB, change=_tags),
    Attack("test cells deleted", STUB, change=_no_tests),
    Attack("every cell twice", STUB, change=_twice),
    Attack("test cells edited", STUB, change=_edited),
    Attack("test cells as markdown", STUB, change=_markdown_tests),
    Attack("outputs handed in", STUB, change=_outputs),
    Attack("one id for all", STUB, change=_same_id),
    Attack("cells reversed", STUB, change=_reversed),
    Attack("odd metadata", STUB, change=_odd_metadata),
    Attack("script in markdown", STUB, change=_markdown_script),
    Attack("svg attachment", STUB, change=_attachment),
    Attack("own numpy", STUB, files={"numpy.py": b"raise SystemExit(0)"}),
    Attack(
        "own sitecustomize",
        STUB,
        files={"sitecustomize.py": b"import os; os._exit(0)", "usercustomize.py": b"import os; os._exit(0)"},
    ),
    Attack(
        "own autograder",
        STUB,
        files={"autograder/__init__.py": b"", "autograder/probe.py": b"def check(*a): return 100.0"},
    ),
    Attack(
        "own matplotlibrc",
        STUB,
        files={"matplotlibrc": b"backend: module://evil", "ipython_config.py": b"raise SystemExit"},
    ),
    Attack(
        "html output",
        around(
            "from IPython.display import HTML, display\ndisplay(HTML('<script>alert(1)</script><iframe src=x></iframe><p onclick=alert(1)>hi</p>'))"
        ),
    ),
    Attack(
        "javascript output",
        around(
            "from IPython.display import Javascript, SVG, display\ndisplay(Javascript('alert(1)'))\ndisplay(SVG('<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"></svg>'))"
        ),
    ),
    Attack("html in an error", around("raise ValueError('</pre><script>alert(1)</script>')")),
    Attack("terminal escapes", around("print('\\x1b]0;owned\\x07\\x1b[2J\\x1b[?1049h')")),
    Attack(
        "template injection",
        "def mean_gradient(x, scale=2.0):\n    raise ValueError('{{ config }} {% for x in y %} %(name)s %s ' + '<script>alert(1)</script>')\n",
    ),
    Attack("markup returned", "def mean_gradient(x, scale=2.0):\n    return '<script>alert(1)</script>'\n", 1),
    Attack(
        "widget state",
        around(
            "from IPython.display import display\ndisplay({'application/vnd.jupyter.widget-view+json': {}, 'application/javascript': 'alert(1)', 'text/html': '<script>alert(1)</script>'}, raw=True)"
        ),
    ),
]
