"""One exercise's cell against the next exercise, which is solved: it keeps its points."""

from typing import Any

from tests.attacks.attack import Attack, around

_DESCEND = "def descend(f_prime, x0, steps=3):\n    x, history = x0, []\n    for _ in range(steps):\n        x = x - 0.1 * f_prime(x)\n        history.append(x)\n    return x, history\n"


def _solved(notebook: dict[str, Any]) -> None:
    notebook["cells"][2]["source"] = _DESCEND


def _beside(name: str, code: str) -> Attack:
    return Attack(f"beside: {name}", around(code), 3, change=_solved, keeps=3)


ATTACKS = [
    _beside("NumPy's errors raise", "import numpy as np\nnp.seterr(all='raise')"),
    _beside("recursion limit", "import sys\nsys.setrecursionlimit(70)"),
    _beside("signals blocked", "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))"),
    _beside("a hook after forks", "import os\nos.register_at_fork(after_in_parent=lambda: os._exit(0))"),
    _beside("fork says it is the child", "import os\nos.fork = lambda: 0"),
    _beside("fork says another pid", "import os\nos.fork = os.getpid"),
    _beside("fork says no pid", "import os\nos.fork = lambda: 10**30"),
    _beside("collector's callback", "import gc, os\ngc.callbacks.append(lambda *a: os._exit(0))\ngc.set_threshold(1)"),
    _beside("a lock held by a thread", "import threading, time, numpy as np\nlock = np.random.mtrand._rand.lock\nthreading.Thread(target=lambda: (lock.acquire(), time.sleep(100)), daemon=True).start()"),
    _beside("loop stopped", "import asyncio\nasyncio.get_running_loop().stop()"),
    _beside("tasks cancelled", "import asyncio\nfor task in asyncio.all_tasks(): task.cancel()"),
    _beside("limits of resources", "import resource\nfor limit in (resource.RLIMIT_NOFILE, resource.RLIMIT_NPROC): resource.setrlimit(limit, (4, 4))"),
    _beside("children stay", "import subprocess\nkept = []\ntry:\n    while True: kept.append(subprocess.Popen(['sleep', '60']))\nexcept OSError: pass"),
    _beside("folder gone", "import os\nos.mkdir('d')\nos.chdir('d')\nos.rmdir('../d')"),
    _beside("names emptied", "get_ipython().user_ns.clear()"),
    _beside("streams closed", "import sys\nsys.stdout.close()\nsys.stderr.close()"),
    _beside("a wall clock that stands", "import time\ntime.time = time.monotonic = time.perf_counter = lambda: 0"),
]  # fmt: skip
