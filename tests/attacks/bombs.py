"""Little that becomes much: what is small when it is handed in, and large when the grader looks at it."""

from typing import Any

from tests.attacks.attack import STUB, Attack, around

Notebook = dict[str, Any]


def _returning(value: str) -> str:
    return f"import numpy as np\n\n\ndef mean_gradient(x, scale=2.0):\n    return {value}\n"


def _tuple_of(first: str) -> str:
    """Return code that solves nothing: `mean_gradient` is a stub, and `descend` returns a pair with this in it."""
    return f"{STUB}\nimport numpy as np\n\n\ndef descend(f_prime, x0, steps=3):\n    return {first}\n"


def _html(content: str) -> str:
    return around(f"from IPython.display import HTML, display\ndisplay(HTML({content}))")


def _page_metadata(notebook: Notebook) -> None:
    notebook["metadata"]["widgets"] = [[]] * 200_000


#: numbers that are different and have the same hash: a dict of them takes time with the square of their count
_ALIKE = (
    "import struct\nimport autograder.probe.runtime as r\n"
    "keys = ','.join('[{\"i\":\"%d\"},0]' % (n * (2**61 - 1) + 1) for n in range(1, 50_000))\n"
    'text = (\'[{"d":[["is","observed"],["returned",{"d":[\' + keys + \']}],["printed",""],["warnings",{"l":[]}]]},[]]\').encode()\n'
    "p = struct.pack('<I', len(text)) + text\n\n\ndef by_hand(channel, value):\n"
    "    channel.sendall(struct.pack('<Q', len(p)) + p)\n\n\nr.send = by_hand\n\n\n"
    "def mean_gradient(x, scale=2.0):\n    return x\n"
)

ATTACKS = [
    Attack("bomb: formatting that every paragraph repeats", _html("'<p>' + ''.join(f'<font color={n}>' for n in range(900)) + '<p>x' * 100_000")),
    Attack("bomb: brackets in a style", _html("'<style>.dataframe ' + '(' * 600 + ')' * 600 + '{color:red}</style>'")),
    Attack("bomb: brackets in a style's value", _html("'<style>.dataframe {color:' + '[' * 900 + ']' * 900 + '}</style>'")),
    Attack("bomb: a style of a megabyte", _html("'<style>' + 'a{}' * 300_000 + '</style>'")),
    Attack("bomb: one long text among numbers", _returning("[0] * 100_000 + ['a' * 1_000_000]"), 1),
    Attack("bomb: bytes among numbers", _returning("[0] * 100_000 + [b'a' * 10_000_000]"), 1),
    Attack("bomb: rows without elements", _tuple_of("np.zeros((2**39, 0))")),
    Attack("bomb: as many rows as fit", _tuple_of("np.zeros(20_000_000, dtype=np.int8)")),
    Attack("bomb: axes of two elements", _returning("np.zeros((2,) * 20)"), 2),
    Attack("bomb: axes of two elements within a list", _returning("[np.zeros((2,) * 18)] * 2"), 1),
    Attack("bomb: keys with one hash", _ALIKE, 1),
    Attack("bomb: a thousand empty cells", STUB, change=lambda n: n["cells"].extend({"cell_type": "code", "metadata": {}, "source": "", "outputs": [], "execution_count": None} for _ in range(1000))),
    Attack("bomb: metadata in many parts", STUB, change=_page_metadata),
    Attack("bomb: shared memory in children", around("import mmap, os, time\nfor _ in range(6):\n    if not os.fork():\n        m = mmap.mmap(-1, 700 << 20)\n        for at in range(0, len(m), 4096): m[at] = 1\n        time.sleep(60)")),
    Attack("a folder in the page's place", around("import os\nfor name in ('ch00_tiny.html', 'timestamp.txt', 'submission_secret.txt'):\n    os.mkdir(name)\n    open(name + '/x', 'w').write('x')")),
    Attack("a page of one's own", around("open('ch00_tiny.html', 'w').write('<script>alert(1)</script>8 of 8 points')")),
    Attack("a cell number below zero", around("import autograder.jail.submission as s\nkept = s.send\n\n\ndef send(channel, value, **k):\n    kept(channel, {**value, 'count': -5} if value.get('is') == 'done' else value, **k)\n\n\ns.send = send")),
]  # fmt: skip
