"""Looking for answers, other students' work and the machine: everything found would be printed and thus be seen."""

from tests.attacks.attack import Attack, around

_SHOW = "def show(p):\n    try:\n        print(open(p, errors='replace').read()[:100000])\n    except OSError as e:\n        print(type(e).__name__)\n"


def _read(*paths: str) -> str:
    return around(_SHOW + "\n".join(f"show({p!r})" for p in paths))


ATTACKS = [
    Attack(
        "course files",
        _read(
            "COURSE_ROOT/solutions/ch00_tiny/reference.py",
            "COURSE_ROOT/source/ch00_tiny/ch00_tiny.ipynb",
            "COURSE_ROOT/gradebook.db",
        ),
    ),
    Attack("files upwards", _read(*["../" * n + "solutions/ch00_tiny/reference.py" for n in range(6)])),
    Attack(
        "walk everything",
        around(
            "import os\nfor d, ds, fs in os.walk('/'):\n    ds[:] = [x for x in ds if x not in ('proc', 'sys', 'site-packages', 'python3.11')]\n    for f in fs:\n        if f in ('reference.py', 'exercises.py', 'gradebook.db', 'draw.json', 'canary.txt'): print(open(os.path.join(d, f), errors='replace').read())"
        ),
    ),
    Attack("environment", around("import os\nprint(dict(os.environ))")),
    Attack(
        "environment of others",
        around(
            "import glob\nfor p in glob.glob('/proc/*/environ') + glob.glob('/proc/*/cmdline') + glob.glob('/proc/*/maps'):\n    try: print(open(p, errors='replace').read()[:3000])\n    except OSError: pass"
        ),
    ),
    Attack(
        "memory of others",
        around(
            "import glob\nfor p in glob.glob('/proc/[0-9]*/mem'):\n    if p.split('/')[2] != 'self':\n        try: f = open(p, 'rb'); f.seek(0x400000); print(f.read(10))\n        except (OSError, ValueError): pass"
        ),
    ),
    Attack(
        "descriptors",
        around(
            "import os\nfor fd in range(3, 256):\n    try: print(fd, os.read(os.dup(fd), 0), os.readlink(f'/proc/self/fd/{fd}'))\n    except OSError: pass"
        ),
    ),
    Attack(
        "other submissions",
        _read(
            "COURSE_ROOT/submitted/honest-0/ch00_tiny/ch00_tiny.ipynb", "COURSE_ROOT/.autograder/ch00_tiny/draw.json"
        ),
    ),
    Attack("host temporary files", _read("HOST_TMP/canary.txt", "/tmp/canary.txt")),
    Attack(
        "shell",
        around(
            "import subprocess\nprint(subprocess.run('id; ls -la / /home /root /work; cat HOST_TMP/canary.txt', shell=True, capture_output=True, text=True))"
        ),
    ),
    Attack(
        "write the course",
        around(
            "for p in ('COURSE_ROOT/gradebook.db', 'COURSE_ROOT/touched', 'HOST_TMP/touched', '/touched', '/etc/touched'):\n    try: open(p, 'ab').write(b'x')\n    except OSError: pass"
        ),
    ),
    Attack(
        "loopback",
        around(
            "import socket\ntry:\n    s = socket.create_connection(('127.0.0.1', LISTEN_PORT), timeout=1); s.sendall(b'hello'); print('connected')\nexcept OSError as e: print(type(e).__name__)"
        ),
    ),
    Attack(
        "unix sockets",
        around(
            "import socket\ns = socket.socket(socket.AF_UNIX)\nfor p in ('/run/docker.sock', '/var/run/docker.sock', '\\0canary'):\n    try: s.connect(p); print('connected')\n    except OSError: pass"
        ),
    ),
    Attack("ptrace", around("import ctypes\nprint(ctypes.CDLL(None).ptrace(16, 1, 0, 0))")),
    Attack(
        "namespaces",
        around(
            "import ctypes\nprint(ctypes.CDLL(None).unshare(0x10000000), ctypes.CDLL(None).mount(b'none', b'/tmp', b'tmpfs', 0, None))"
        ),
    ),
    Attack(
        "graded inputs into a file",
        "import pickle\n\n\ndef mean_gradient(x, scale=2.0):\n    open('/tmp/stolen', 'a').write('STOLEN')\n    open('stolen.txt', 'a').write('STOLEN')\n    print('STOLEN')\n    raise ValueError('STOLEN ' + repr(x))\n",
    ),
]
