"""Forged verdicts: descriptors, exit codes, printed markup, killed processes."""

from tests.attacks.attack import Attack, around

_EVERY_FD = "import os\nfor fd in range(3, 256):\n    try:\n        {act}\n    except OSError: pass\n"
ATTACKS = [
    Attack("os._exit in a cell", around("import os\nos._exit(0)")),
    Attack("os._exit in the call", "import os\n\n\ndef mean_gradient(x, scale=2.0):\n    os._exit(0)\n"),
    Attack("sys.exit in the call", "import sys\n\n\ndef mean_gradient(x, scale=2.0):\n    sys.exit(0)\n"),
    Attack("exit()", around("exit()")),
    Attack("atexit", around("import atexit, os\natexit.register(lambda: os._exit(0))")),
    Attack("garbage on every descriptor", around(_EVERY_FD.format(act="os.write(fd, b'\\x00' * 4096)"))),
    Attack("every descriptor closed", around(_EVERY_FD.format(act="os.close(fd)"))),
    Attack(
        "descriptors closed in the call", "import os\n\n\ndef mean_gradient(x, scale=2.0):\n    os.closerange(0, 256)\n"
    ),
    Attack(
        "forged frame on every descriptor",
        around(
            "import os, struct\nfrom autograder.wire.codec import encode\n"
            "p = encode({'is': 'observed', 'returned': 1.0, 'printed': '', 'warnings': []})\n"
            "f = struct.pack('<Q', len(p)) + p\n" + _EVERY_FD.format(act="os.write(fd, f * 50)")
        ),
    ),
    Attack(
        "forged frames from the call",
        "import os, struct\nfrom autograder.wire.codec import encode\n\n\ndef mean_gradient(x, scale=2.0):\n"
        "    p = encode({'is': 'observed', 'returned': x, 'printed': '', 'warnings': []})\n    f = struct.pack('<Q', len(p)) + p\n"
        "    for fd in range(3, 256):\n        try: os.write(fd, f * 20)\n        except OSError: pass\n    return x\n",
        2,
    ),
    Attack(
        "a fault of the probe, forged",
        "import autograder.probe.runtime as r\nr.run_case = lambda probe, ns, args, seed, channel: r.send(channel, {'is': 'fault', 'text': 'the grader is broken'})\n",
    ),
    Attack(
        "endless header",
        "import os, struct\n\n\ndef mean_gradient(x, scale=2.0):\n    for fd in range(3, 256):\n        try: os.write(fd, struct.pack('<Q', 1 << 62))\n        except OSError: pass\n    os._exit(0)\n",
    ),
    Attack("printed score", around("print('8.0')\nprint('mean_gradient: 5 of 5 points')\n8.0")),
    Attack(
        "pickle",
        "class P:\n    def __reduce__(self):\n        import os\n        return os.system, ('touch /tmp/owned',)\n\n\ndef mean_gradient(x, scale=2.0):\n    return P()\n",
        1,
    ),
    Attack("kill parent", around("import os, signal\nos.kill(os.getppid(), signal.SIGKILL)")),
    Attack("kill group", around("import os, signal\nos.killpg(0, signal.SIGKILL)")),
    Attack("kill(0)", around("import os\nos.kill(0, 9)")),
    Attack("kill(-1)", around("import os\ntry: os.kill(-1, 9)\nexcept OSError: pass")),
    Attack("kill one", around("import os\ntry: os.kill(1, 9)\nexcept OSError: pass")),
    # it survives its own signal and returns None, which leaves the arguments as they are
    Attack("kill from the call", "import os\n\n\ndef mean_gradient(x, scale=2.0):\n    os.kill(-1, 9)\n", 1),
    Attack(
        "kill from the call, and nothing else",
        "import os\n\n\ndef mean_gradient(x, scale=2.0):\n    os.kill(-1, 9)\n    os._exit(0)\n",
    ),
    Attack(
        "fork and go on",
        "import os\n\n\ndef mean_gradient(x, scale=2.0):\n    if os.fork(): os._exit(0)\n    return x\n",
        2,
    ),
    Attack("fork in a cell", around("import os\nos.fork()")),
    Attack("exec", around("import os\nos.execv('/bin/true', ['true'])")),
]
