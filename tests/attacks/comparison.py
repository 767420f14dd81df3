"""Answers that try to compare equal to anything, and numbers that are not numbers."""

from tests.attacks.attack import Attack, returning

_EQUAL = """class Same:
    __array_priority__ = 1e9
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __le__(self, other): return True
    def __lt__(self, other): return True
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    def __abs__(self): return 0.0
    def __float__(self): return 0.0
    def __array__(self, dtype=None, copy=None): return np.zeros(3)
    def __array_ufunc__(self, *args, **kwargs): return True
    def __array_function__(self, *args, **kwargs): return True
    def __hash__(self): return 0
    def __len__(self): return 3
    def __iter__(self): return iter([self, self, self])
    def __getattr__(self, name): return self"""

ATTACKS = [
    Attack("equal to everything", returning(_EQUAL, "Same()"), 1),
    Attack("list of equals", returning(_EQUAL, "[Same() for _ in x]"), 1),
    Attack("object array of equals", returning(_EQUAL, "np.array([Same() for _ in x], dtype=object)"), 1),
    Attack(
        "float that equals",
        returning(
            "class F(float):\n    def __eq__(s, o): return True\n    def __sub__(s, o): return 0.0\n    __rsub__ = __sub__",
            "[F(0) for _ in x]",
        ),
        1,
    ),
    Attack(
        "array subclass",
        returning(
            "class A(np.ndarray):\n    def __array_ufunc__(s, *a, **k): return np.True_", "np.zeros(len(x)).view(A)"
        ),
        1,
    ),
    Attack("masked everywhere", returning("", "np.ma.masked_all(len(x))"), 1),
    Attack("nan", returning("", "np.full(len(x), np.nan)"), 2),
    Attack("infinity", returning("", "np.full(len(x), np.inf)"), 2),
    Attack("empty array", returning("", "np.zeros(0)"), 1),
    Attack("broadcasting scalar", returning("", "0.0"), 1),
    Attack("one by n", returning("", "np.zeros((1, 1, 1))"), 1),
    Attack("the argument itself", returning("", "x"), 2),
    Attack("none", returning("", "None"), 1),
    Attack("generator", returning("", "(0.0 for _ in x)"), 1),
    Attack("lambda", returning("", "lambda: x"), 1),
    Attack("huge list", returning("", "[0.0] * 10**7"), 1),
    Attack("billion elements", returning("", "np.broadcast_to(np.float64(0), (10**9,))"), 1),
    Attack("cyclic list", returning("loop = []\nloop.append(loop)", "loop"), 1),
    Attack("deep list", returning("deep = []\nfor _ in range(10**5):\n    deep = [deep]", "deep"), 1),
    Attack("structured array", returning("", "np.zeros(3, dtype=[('a', 'f8')])"), 1),
    Attack("strings", returning("", "['0.0'] * len(x)"), 1),
    Attack("complex", returning("", "np.zeros(len(x), dtype=complex)"), 1),
    Attack(
        "dict subclass",
        returning("class D(dict):\n    def __eq__(s, o): return True\n    def items(s): raise SystemExit", "D(a=1)"),
        1,
    ),
    Attack("aliases of the input", returning("", "np.lib.stride_tricks.as_strided(x, (len(x),), (0,))"), 2),
    Attack("half precision zero", returning("", "np.zeros(len(x), dtype=np.float16)"), 2),
    Attack("sympy number", returning("import sympy", "[sympy.nan for _ in x]"), 1),
]
