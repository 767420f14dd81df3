"""Results that come out right on some cases without solving the exercise."""

from tests.attacks.attack import Attack

ATTACKS = [
    Attack(
        "cached by shape",
        "_seen = {}\n\n\ndef mean_gradient(x, scale=2.0):\n    return _seen.setdefault(getattr(x, 'shape', None), x)\n",
        2,
    ),
    Attack(
        "single precision",
        "import numpy as np\n\n\ndef mean_gradient(x, scale=2.0):\n    return (np.float32(scale) * np.asarray(x, np.float32) / np.float32(len(x))).astype(float)\n",
        2,
    ),
    Attack(
        "default of scale only",
        "import numpy as np\n\n\ndef mean_gradient(x, scale=2.0):\n    return 2.0 * np.asarray(x) / np.asarray(x).size\n",
        3,
    ),
    Attack(
        "global seeds",
        "import numpy as np, random\nnp.random.seed(0)\nrandom.seed(0)\n\n\ndef mean_gradient(x, scale=2.0):\n    return np.random.rand(len(x))\n",
        2,
    ),
    Attack("changes its argument", "def mean_gradient(x, scale=2.0):\n    x[...] = 0\n    return x\n", 1),
]
