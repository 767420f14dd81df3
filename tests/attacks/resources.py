"""Using up the machine: processes, memory, disk, output, time."""

from tests.attacks.attack import Attack, around

ATTACKS = [
    Attack("fork bomb", around("import os\nwhile True:\n    try: os.fork()\n    except OSError: break")),
    Attack(
        "fork bomb in the call",
        "import os\n\n\ndef mean_gradient(x, scale=2.0):\n    while True:\n        try: os.fork()\n        except OSError: pass\n",
    ),
    Attack(
        "threads",
        around(
            "import threading, time\ntry:\n    for _ in range(5000): threading.Thread(target=time.sleep, args=(100,), daemon=True).start()\nexcept RuntimeError: pass"
        ),
    ),
    Attack("memory", around("a = []\nwhile True: a.append(bytearray(50_000_000))")),
    Attack(
        "memory in the call",
        "def mean_gradient(x, scale=2.0):\n    a = []\n    while True: a.append(bytearray(50_000_000))\n",
    ),
    Attack(
        "memory in children",
        around(
            "import os\nfor _ in range(8):\n    if not os.fork():\n        a = bytearray(400_000_000); import time; time.sleep(60)"
        ),
    ),
    Attack(
        "shared memory",
        around(
            "try:\n    with open('/dev/shm/x', 'wb') as f:\n        while True: f.write(bytes(10_000_000))\nexcept OSError: pass"
        ),
    ),
    Attack(
        "disk",
        around(
            "try:\n    for n in range(100):\n        with open(f'/tmp/{n}', 'wb') as f:\n            for _ in range(20): f.write(bytes(10_000_000))\nexcept OSError: pass"
        ),
    ),
    Attack("inodes", around("try:\n    for n in range(10**6): open(f'/tmp/{n}', 'w').close()\nexcept OSError: pass")),
    Attack("new files", around("for n in range(500): open(f'f{n}', 'w').write('x')")),
    Attack("output", around("while True: print('x' * 10**6)")),
    Attack("output in the call", "def mean_gradient(x, scale=2.0):\n    while True: print('x' * 10**6)\n"),
    Attack("raw output", around("import os\nwhile True: os.write(1, b'x' * 10**6)")),
    Attack("many figures", around("import matplotlib.pyplot as plt\nfor _ in range(60): plt.figure()\nplt.show()")),
    Attack("sleep", around("import time\ntime.sleep(1000)")),
    Attack("sleep in the call", "import time\n\n\ndef mean_gradient(x, scale=2.0):\n    time.sleep(1000)\n"),
    Attack(
        "interrupt swallowed", around("while True:\n    try:\n        while True: pass\n    except BaseException: pass")
    ),
    Attack(
        "signals ignored",
        around(
            "import signal\nfor s in range(1, 64):\n    try: signal.signal(s, signal.SIG_IGN)\n    except (OSError, ValueError): pass\nwhile True: pass"
        ),
    ),
    Attack(
        "daemon",
        around(
            "import os, time\nif not os.fork():\n    os.setsid()\n    if not os.fork():\n        while True: time.sleep(1)\n    os._exit(0)"
        ),
    ),
    Attack("zip bomb text", around("print('\\x00' * 10**6)\n'a' * 10**8")),
    Attack("regular expression", around("import re\nre.match('(a+)+$', 'a' * 40 + 'b')")),
    Attack("input", around("input('your answer?')")),
]
