"""What came to mind after all the others: files that cannot be written down, replies made by hand, unseen memory."""

from tests.attacks.attack import STUB, Attack, around

#: puts another function in place of one of the jail's own modules'
_SUBMISSION = "import autograder.jail.submission as s\n"
_FILES = _SUBMISSION + "s._new_files = lambda *a: {files}"
#: sends a reply whose JSON is written by hand: the jail's encoder would have refused or repaired it
_BY_HAND = (
    "import struct\nimport autograder.probe.runtime as r\n\n\ndef by_hand(channel, value, tree={tree!r}):\n"
    "    text = ('[' + tree + ',[]]').encode()\n    p = struct.pack('<I', len(text)) + text\n"
    "    channel.sendall(struct.pack('<Q', len(p)) + p)\n\n\nr.send = by_hand\n"
)


def _observed(outcome: str) -> str:
    return f'{{"d":[["is","observed"],{outcome},["printed",""],["warnings",{{"l":[]}}]]}}'


def _reply(tree: str) -> str:
    return _BY_HAND.format(tree=tree) + "\n\ndef mean_gradient(x, scale=2.0):\n    return x\n"


_HALF = '"\\ud800"'
_RAISED = '["raised",{{"d":[["types",{{"l":[{name}]}}],["message",{name}],["line",{name}],["lineno",1]]}}]'


def _message(content: str, kind: str = "display_data") -> str:
    """Return code that sends one message of the kernel as JSON written by hand."""
    return around(
        "import autograder.jail.outputs as o\n"
        f"body = {content}\n"
        f'text = \'{{"msg_type": "{kind}", "header": {{}}, "parent_header": {{}}, "metadata": {{}}, "buffers": [], "content": \' + body + \'}}\'\n'
        "o.send(o.RecordingSession.outbox.channel if hasattr(o.RecordingSession, 'outbox') else "
        "get_ipython().kernel.session.outbox.channel, {'is': 'message', 'json': text.encode(), 'cut': False})"
    )


ATTACKS = [
    Attack(
        "a file where a folder was handed in",
        around("import os\nos.remove('notes.txt')\nos.mkdir('notes.txt')\nopen('notes.txt/more', 'w').write('x')"),
        files={"notes.txt": b"mine"},
    ),
    Attack(
        "a folder where a file was handed in",
        around("import shutil\nshutil.rmtree('notes')\nopen('notes', 'w').write('x')"),
        files={"notes/a.txt": b"mine"},
    ),
    Attack("files within files, by hand", around(_FILES.format(files="{'a': b'', 'a/b': b'', 'a/b/c': b''}"))),
    Attack("a file name that is too long, by hand", around(_FILES.format(files="{'x' * 400: b''}"))),
    Attack("a file name of long letters", around("open('\\u6e2c' * 85, 'w').write('x')")),
    Attack(
        "a file name that is half a character",
        around(
            "import os, struct\nimport autograder.jail.submission as s\nkept = s.send\n\n\ndef send(channel, value, **k):\n"
            "    if value.get('is') != 'files': return kept(channel, value, **k)\n"
            '    t = b\'[{"d":[["is","files"],["files",{"d":[["\\\\ud800",{"b":0}]]}]]},[1]]\'\n'
            "    p = struct.pack('<I', len(t)) + t + b'x'\n    channel.sendall(struct.pack('<Q', len(p)) + p)\n\n\ns.send = send"
        ),
    ),
    Attack(
        "file names with odd bytes",
        around(
            "import os\nfor n in (b'\\xff\\xfe', b'a\\nb', b'\\x1b[2J', b'=1+1', b'-rf', b'~', b' ', b'.hidden', b'a\\\\b'):\n"
            "    open(n, 'w').write('x')"
        ),
    ),
    Attack(
        "files that nbgrader knows",
        around(
            "for n in ('timestamp.txt', 'submission_secret.txt', 'ch00_tiny.ipynb', 'feedback.html'):\n"
            "    open(n, 'w').write('1999-01-01 00:00:00 UTC')"
        ),
    ),
    Attack(
        "a folder as deep as it goes",
        around(
            "import os\ntry:\n    for _ in range(3000):\n        os.mkdir('d' * 50); os.chdir('d' * 50)\n    open('x', 'w').write('x')\nexcept OSError: pass"
        ),
    ),
    Attack(
        "a pipe, a link and a socket among the files",
        around(
            "import os, socket\nos.mkfifo('pipe'); os.symlink('/etc/ld.so.conf', 'link'); socket.socket(socket.AF_UNIX).bind('sock')\n"
            "os.symlink('.', 'loop'); os.link('pipe', 'hard'); open('hole', 'w').truncate(9 << 20)"
        ),
    ),
    Attack(
        "files that change while they are read",
        around(
            "import os\nif not os.fork():\n    while True:\n        try:\n            open('f', 'w').write('x'); os.remove('f'); os.mkfifo('f'); os.remove('f'); os.symlink('/proc/kmsg', 'f'); os.remove('f')\n"
            "        except OSError: pass"
        ),
    ),
    Attack("half characters in an observation", _reply(_observed(f'["returned",{_HALF}]')), 1),
    Attack("half characters in an exception", _reply(_observed(_RAISED.format(name=_HALF)))),
    Attack(
        "half characters in what was printed",
        _reply('{"d":[["is","observed"],["returned",1.5],["printed","\\ud800"],["warnings",{"l":["\\udfff"]}]]}'),
        1,
    ),
    Attack("dicts of dicts by hand", _reply(_observed('["returned",{"d":[[{"l":[]},1]]}]')), 1),
    Attack("not a number as a key", _reply(_observed('["returned",{"d":[[{"f":"nan"},1],[{"f":"nan"},2]]}]')), 1),
    Attack("a stub returned", _reply(_observed('["returned",{"r":"f_prime"}]')), 1),
    Attack(
        "nested as deep as may cross",
        "def mean_gradient(x, scale=2.0):\n    v = 1.0\n    for _ in range(22): v = [v]\n    return v\n",
        1,
    ),
    Attack("as many parts as may cross", "def mean_gradient(x, scale=2.0):\n    return [1] * 1_990_000\n", 1),
    Attack(
        "as many empty parts as fit, by hand",
        _reply("@").replace(
            "tree='@'",
            'tree=\'{"d":[["is","observed"],["returned",{"l":[\' + \',\'.join([\'{"d":[]}\'] * 460_000) + \']}],["printed",""],["warnings",{"l":[]}]]}\'',
        ),
        1,
    ),
    Attack("whole numbers of 4000 digits", "def mean_gradient(x, scale=2.0):\n    return [10**3999 for _ in x]\n", 1),
    Attack(
        "whole numbers beside floats",
        "def mean_gradient(x, scale=2.0):\n    return [10**3999 if i else 0.5 for i, _ in enumerate(x)]\n",
        1,
    ),
    Attack(
        "long double",
        "import numpy as np\n\n\ndef mean_gradient(x, scale=2.0):\n    return np.full(len(x), np.longdouble('1e4000'))\n",
        2,
    ),
    Attack(
        "0-d arrays of arrays",
        "import numpy as np\n\n\ndef mean_gradient(x, scale=2.0):\n    return [np.array(0.0) for _ in x]\n",
        1,
    ),
    Attack(
        "a dimension of 32",
        "import numpy as np\n\n\ndef mean_gradient(x, scale=2.0):\n    return np.zeros((1,) * 31 + (len(x),))\n",
        1,
    ),
    *(
        Attack(
            f"{what} nested {depth} deep",
            _message(f"'{{\"data\": {{\"{mime}\": ' + '[' * {depth} + ']' * {depth} + '}}, \"metadata\": {{}}}}'"),
        )
        for depth in (150, 320, 470, 900)
        for what, mime in (("JSON", "application/json"),)
    ),
    *(
        Attack(
            f"metadata nested {depth} deep",
            _message(
                f'\'{{"data": {{"text/plain": "x"}}, "metadata": {{"a": \' + \'[\' * {depth} + \']\' * {depth} + \'}}}}\''
            ),
        )
        for depth in (320, 470)
    ),
    Attack(
        "not a number in JSON", _message('\'{"data": {"application/json": [NaN, Infinity, 1e999]}, "metadata": {}}\'')
    ),
    Attack(
        "a traceback of nonsense", _message('\'{"ename": {}, "evalue": [1], "traceback": [1, null, {}]}\'', "error")
    ),
    Attack(
        "memory in files without names",
        around(
            "import os\nfds = []\ntry:\n    while True:\n        fds.append(os.memfd_create('x')); os.posix_fallocate(fds[-1], 0, 30 << 20)\nexcept OSError: pass\n"
            "assert len(fds) < 3, 'unseen memory'"
        ),
    ),
    Attack(
        "memory of System V",
        around(
            "import ctypes\nassert ctypes.CDLL(None).shmget(0, ctypes.c_size_t(1 << 30), 0o1600) < 0, 'unseen memory'"
        ),
    ),
    Attack(
        "asked for with SIGALRM",
        around(
            "import signal, os\nsignal.signal(signal.SIGALRM, lambda *a: os._exit(0))\nsignal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)"
        ),
    ),
    Attack(
        "a thread that answers",
        around(
            "import threading, os, struct, time\nfrom autograder.wire.codec import encode\n\n\ndef race():\n"
            "    p = encode({'is': 'observed', 'returned': 0.0, 'printed': '', 'warnings': []})\n    f = struct.pack('<Q', len(p)) + p\n"
            "    while True:\n        for fd in range(3, 20):\n            try: os.write(fd, f)\n            except OSError: pass\n        time.sleep(0.001)\n\n\n"
            "threading.Thread(target=race, daemon=True).start()"
        ),
    ),
    Attack(
        "a cell id and grade_id with escapes",
        STUB,
        change=lambda n: [
            c["metadata"].update(
                nbgrader={
                    "grade_id": "\x1b[2J\x07" + str(i),
                    "grade": False,
                    "solution": True,
                    "locked": False,
                    "schema_version": 3,
                }
            )
            for i, c in enumerate(n["cells"][2:])
        ],
    ),
]
