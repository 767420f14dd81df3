"""Attacks on the interpreter that runs cells and probes: hooks, patched libraries, frames."""

from tests.attacks.attack import Attack, around

_SHELL = "ip = get_ipython()\n"
ATTACKS = [
    Attack("input transformer", around(_SHELL + "ip.input_transformers_post.append(lambda lines: ['pass\\n'])")),
    Attack("cleanup transformer", around(_SHELL + "ip.input_transformers_cleanup.append(lambda lines: ['pass\\n'])")),
    Attack(
        "ast transformer",
        around(
            _SHELL
            + "import ast\nclass T(ast.NodeTransformer):\n    def visit(s, n): return ast.Module([], [])\nip.ast_transformers.append(T())"
        ),
    ),
    Attack(
        "run_cell replaced", around(_SHELL + "type(ip).run_cell = lambda *a, **k: None\ntype(ip).run_cell_async = None")
    ),
    Attack("showtraceback", around(_SHELL + "ip.showtraceback = lambda *a, **k: None")),
    Attack(
        "displayhook",
        around("import sys\nsys.displayhook = lambda *a: None\nget_ipython().displayhook.finish_displayhook = None"),
    ),
    Attack(
        "settrace", around("import sys, threading\nsys.settrace(lambda *a: None)\nthreading.settrace(lambda *a: None)")
    ),
    Attack(
        "setprofile", around("import sys\ndef p(frame, event, arg):\n    frame.f_globals.clear()\nsys.setprofile(p)")
    ),
    Attack("excepthook", around("import sys\nsys.excepthook = sys.unraisablehook = lambda *a: None")),
    Attack(
        "import hook",
        around(
            "import sys\nclass F:\n    def find_spec(s, n, p=None, t=None): raise SystemExit(0)\nsys.meta_path.insert(0, F())\nsys.path_hooks.clear()"
        ),
    ),
    Attack(
        "modules emptied",
        around("import sys\nfor m in list(sys.modules):\n    if m.startswith('autograder'): del sys.modules[m]"),
    ),
    Attack(
        "runtime patched",
        around(
            "import autograder.probe.runtime as r\nr.run_case = lambda probe, ns, args, seed, channel: r.send(channel, {'is': 'observed', 'returned': True, 'printed': '', 'warnings': []})"
        ),
    ),
    Attack(
        "send patched",
        around(
            "import autograder.probe.runtime as r\nr.send = lambda channel, value, **k: channel.sendall(b'\\xff' * 64)"
        ),
    ),
    Attack("check patched", around("import autograder.probe\nautograder.probe.check = lambda *a: 100.0")),
    Attack(
        "numpy patched",
        around(
            "import numpy as np\nnp.allclose = np.array_equal = np.isclose = lambda *a, **k: True\nnp.asarray = np.array = lambda *a, **k: None"
        ),
    ),
    Attack(
        "numpy testing patched",
        around("import numpy.testing as t\nt.assert_allclose = t.assert_array_equal = lambda *a, **k: None"),
    ),
    Attack(
        "builtins patched",
        around(
            "import builtins\nbuiltins.abs = lambda x: 0\nbuiltins.max = lambda *a: 0\nbuiltins.isinstance = lambda *a: True"
        ),
    ),
    Attack(
        "builtins emptied",
        around("import builtins\nfor n in ('dict', 'len', 'str', 'type'):\n    delattr(builtins, n)"),
    ),
    Attack(
        "namespace with answers",
        around(
            "class N(dict):\n    def __getitem__(s, k): return lambda *a, **k: a[0]\nglobals()['__builtins__'] = __builtins__"
        ),
    ),
    Attack(
        "gc for answers",
        around(
            "import gc\nfor o in gc.get_objects():\n    if isinstance(o, dict) and 'reference' in o: print(o['reference'])"
        ),
    ),
    Attack(
        "frames above",
        "import sys\n\n\ndef mean_gradient(x, scale=2.0):\n    f = sys._getframe()\n    while f:\n        for v in list(f.f_locals.values()):\n            print(repr(v)[:200])\n        f.f_locals.clear()\n        f = f.f_back\n    raise NotImplementedError\n",
    ),
    Attack(
        "probe's own locals",
        "import sys\n\n\ndef mean_gradient(x, scale=2.0):\n    f = sys._getframe(1)\n    for k in ('expected', 'answer', 'reference'):\n        if k in f.f_globals: return f.f_globals[k]\n    return None\n",
        1,
    ),
    Attack(
        "linecache and inspect",
        around("import inspect, autograder.probe.runtime as r\nprint(inspect.getsource(r)[:200])"),
    ),
    Attack(
        "ctypes string at",
        around("import ctypes\ntry:\n    print(ctypes.string_at(id(print), 64))\nexcept Exception: pass"),
    ),
    Attack("segfault", around("import ctypes\nctypes.string_at(0)")),
    Attack("recursion", "def mean_gradient(x, scale=2.0):\n    return mean_gradient(x, scale)\n"),
    Attack(
        "recursion limit",
        "import sys\nsys.setrecursionlimit(10**9)\n\n\ndef mean_gradient(x, scale=2.0):\n    return mean_gradient(x, scale)\n",
    ),
    Attack(
        "startup file",
        around(
            "import os\np = os.path.expanduser('~/.ipython/profile_default/startup')\nos.makedirs(p, exist_ok=True)\nopen(p + '/00.py', 'w').write('raise SystemExit')"
        ),
    ),
]
