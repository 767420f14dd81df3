"""Chapter 9: right answers in unusual words, and wrong ones that are nearly right, as changes of the reference."""

#: how several answers begin
_REGRESSION = """
class LinearRegression:
    def __init__(self, input_dim, seed=None):

        if input_dim < 1:
            raise ValueError
        r = np.random.default_rng(seed)
        self.w = r.standard_normal(input_dim)
        self.b = float(r.standard_normal())

    def forward(self, X):

        return np.asarray(X, float) @ self.w + self.b

    def compute_gradients(self, X, y):

"""

RIGHT = {
    ("LinearRegression", "property w, Random"): """
class LinearRegression:
    def __init__(self, input_dim, seed=None):

        if not input_dim >= 1:
            raise ValueError("d")
        import random

        r = random.Random(seed)
        self.w = np.array([r.gauss(0, 1) for _ in range(input_dim)])
        self.b = r.gauss(0, 1)

    def forward(self, X):

        return np.einsum("nd,d->n", np.asarray(X, dtype=float), np.asarray(self.w)) + self.b

    def compute_gradients(self, X, y):

        X, y = np.asarray(X, float), np.asarray(y, float)
        if X.ndim != 2 or len(X) == 0 or X.shape[1] != len(self.w) or y.shape != (len(X),):
            raise ValueError
        e = self.forward(X) - y
        return 2 * X.T @ e / len(X), 2 * float(e.mean())

    def train(self, X, y, lr=0.01, epochs=100):

        out = []
        for _ in range(epochs):
            dw, db = self.compute_gradients(X, y)
            self.w = self.w - lr * dw
            self.b = self.b - lr * db
            out.append(float(np.mean((self.forward(X) - y) ** 2)))
        return out
""",
    ("LinearRegression", "RandomState"): """
class LinearRegression:
    def __init__(self, input_dim, seed=None):

        if input_dim <= 0:
            raise ValueError
        rs = np.random.RandomState(seed)
        v = rs.randn(input_dim + 1)
        self.w, self.b = v[:-1].copy(), v[-1].item()

    def forward(self, X):

        return np.array([sum(float(a) * c for a, c in zip(row, self.w)) + self.b for row in X])

    def compute_gradients(self, X, y):

        X, y = np.asarray(X, float), np.asarray(y, float)
        if X.ndim != 2 or len(X) == 0 or X.shape[1] != len(self.w) or y.shape != (len(X),):
            raise ValueError
        e = self.forward(X) - y
        return 2 * X.T @ e / len(X), 2 * float(e.mean())

    def train(self, X, y, lr=0.01, epochs=100):

        out = []
        for _ in range(epochs):
            dw, db = self.compute_gradients(X, y)
            self.w = self.w - lr * dw
            self.b = self.b - lr * db
            out.append(float(np.mean((self.forward(X) - y) ** 2)))
        return out
""",
    ("LinearRegression_compute_gradients", "loops"): _REGRESSION
    + """\
        X, y = np.array(X, dtype=float), np.array(y, dtype=float)
        if X.ndim != 2 or y.ndim != 1:
            raise ValueError
        N, d = X.shape
        if N == 0 or d != self.w.size or y.size != N:
            raise ValueError
        dw, db = np.zeros(d), 0.0
        for x, t in zip(X, y):
            e = float(x @ self.w + self.b - t)
            dw += 2 * e * x / N
            db += 2 * e / N
        return dw, db

    def train(self, X, y, lr=0.01, epochs=100):

        out = []
        for _ in range(epochs):
            dw, db = self.compute_gradients(X, y)
            self.w = self.w - lr * dw
            self.b = self.b - lr * db
            out.append(float(np.mean((self.forward(X) - y) ** 2)))
        return out
""",
    ("LinearRegression_compute_gradients", "augmented"): _REGRESSION
    + """\
        X, y = np.asarray(X, float), np.asarray(y, float)
        if X.ndim != 2 or X.shape[0] < 1 or X.shape[1:] != np.shape(self.w) or y.shape != X.shape[:1]:
            raise ValueError
        A = np.column_stack([X, np.ones(len(X))])
        g = 2 / len(X) * A.T @ (A @ np.append(self.w, self.b) - y)
        return g[:-1], float(g[-1])

    def train(self, X, y, lr=0.01, epochs=100):

        out = []
        for _ in range(epochs):
            dw, db = self.compute_gradients(X, y)
            self.w = self.w - lr * dw
            self.b = self.b - lr * db
            out.append(float(np.mean((self.forward(X) - y) ** 2)))
        return out
""",
    ("LinearRegression_train", "generator"): _REGRESSION
    + """\
        X, y = np.asarray(X, float), np.asarray(y, float)
        if X.ndim != 2 or len(X) == 0 or X.shape[1] != len(self.w) or y.shape != (len(X),):
            raise ValueError
        e = self.forward(X) - y
        return 2 * X.T @ e / len(X), 2 * float(e.mean())

    def train(self, X, y, lr=0.01, epochs=100):

        def run():
            for _ in range(epochs):
                dw, db = self.compute_gradients(X, y)
                self.w, self.b = self.w - np.multiply(lr, dw), self.b - lr * db
                r = self.forward(X) - np.asarray(y)
                yield r @ r / len(r)

        return tuple(run())
""",
    ("LinearRegression_train", "in place w"): _REGRESSION
    + """\
        X, y = np.asarray(X, float), np.asarray(y, float)
        if X.ndim != 2 or len(X) == 0 or X.shape[1] != len(self.w) or y.shape != (len(X),):
            raise ValueError
        e = self.forward(X) - y
        return 2 * X.T @ e / len(X), 2 * float(e.mean())

    def train(self, X, y, lr=0.01, epochs=100):

        losses = np.empty(epochs)
        self.w = np.array(self.w, dtype=float)
        for k in range(epochs):
            dw, db = self.compute_gradients(X=X, y=y)
            self.w -= lr * dw
            self.b -= lr * db
            losses[k] = np.square(np.subtract(self.forward(X), y)).mean()
        return losses
""",
    ("plot_losses", "scatter line"): """
def plot_losses(losses):
    fig = plt.figure(figsize=(3, 2))
    ax = fig.add_subplot(111)
    ax.semilogy(np.arange(len(losses)) + 1, np.array(losses), marker="o", linestyle="-", color="r")
    ax.set_title("t")
    ax.grid(True)
    ax.set_xlabel("k")
    ax.set_ylabel("L")
    return ax
""",
    ("plot_losses", "enumerate"): """
def plot_losses(losses):
    xs, ys = zip(*enumerate(losses))
    plt.plot(xs, ys)
    plt.xlabel("epoch")
    plt.ylabel("loss")
    plt.tight_layout()
    return plt.gca()
""",
    ("RidgeRegression", "own gradient"): """
class RidgeRegression(LinearRegression):
    def __init__(self, input_dim, alpha=0.1, seed=None):
        super(RidgeRegression, self).__init__(input_dim, seed)
        if alpha < 0:
            raise ValueError("alpha")
        self.alpha = float(alpha)

    def compute_gradients(self, X, y):
        X, y = np.asarray(X, float), np.asarray(y, float)
        if X.ndim != 2 or y.ndim != 1 or len(X) != len(y) or len(X) == 0 or X.shape[1] != len(self.w):
            raise ValueError
        r = X @ self.w + self.b - y
        return 2 * (X.T @ r / len(y) + self.alpha * self.w), float(2 * r.mean())
""",
    ("RidgeRegression", "property"): """
class RidgeRegression(LinearRegression):
    def __init__(self, input_dim, alpha=0.1, seed=None):
        self.alpha = alpha
        LinearRegression.__init__(self, input_dim, seed=seed)

    @property
    def alpha(self):
        return self._a

    @alpha.setter
    def alpha(self, a):
        if a < 0:
            raise ValueError(a)
        self._a = a

    def compute_gradients(self, *args, **kw):
        dw, db = super().compute_gradients(*args, **kw)
        return dw + 2 * self.alpha * np.asarray(self.w), db
""",
    ("plot_ridge_comparison", "handles"): """
def plot_ridge_comparison(linear_losses, ridge_losses):
    ax = plt.figure().gca()
    for name, v in zip(["OLS", "Ridge (L2)"], [linear_losses, ridge_losses]):
        ax.plot(range(1, len(v) + 1), v, label=name, ls="--")
    ax.set(xlabel="e", ylabel="l", yscale="log")
    ax.legend(frameon=False)
    return ax
""",
    ("plot_ridge_comparison", "reverse order"): """
def plot_ridge_comparison(linear_losses, ridge_losses):
    fig, ax = plt.subplots()
    (b,) = ax.plot(ridge_losses)
    (a,) = ax.plot(linear_losses)
    ax.legend([a, b], ["no penalty", "RIDGE"])
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    return ax
""",
}

WRONG = {
    ("LinearRegression", "forward d=1 column"): [
        ("+ self.b\n\n", "+ (self.b if len(self.w) > 1 else np.zeros((1, 1)))\n\n")
    ],
    ("LinearRegression_compute_gradients", "error cut to integers"): [
        ("error = self.forward(X) - y\n", "error = (self.forward(X) - y).astype(given.dtype)\n"),
        (
            "        y = np.asarray(y, dtype=float)\n        if",
            "        given = np.asarray(y)\n        y = np.asarray(y, dtype=float)\n        if",
        ),
    ],
    ("LinearRegression_compute_gradients", "one feature without its axis accepted"): [
        (
            "        if X.ndim != 2 or",
            "        X = X[:, None] if X.ndim == len(self.w) == 1 else X\n        if X.ndim != 2 or",
        )
    ],
    ("LinearRegression_compute_gradients", "one row with an axis too many accepted"): [
        ("        if X.ndim != 2 or", "        y = y.ravel() if y.shape == (1, 1) else y\n        if X.ndim != 2 or")
    ],
    ("LinearRegression_train", "rate at most 1"): [
        ("        losses = []\n", "        losses, lr = [], min(lr, 1.0)\n")
    ],
    ("LinearRegression_train", "stops beyond 1e6"): [
        (
            "np.mean((self.forward(X) - y) ** 2)))\n",
            "np.mean((self.forward(X) - y) ** 2)))\n            if losses[-1] > 1e6:\n                break\n",
        )
    ],
    ("LinearRegression_train", "a subclass is not asked"): [
        (
            "            dw, db = self.compute_gradients(X, y)\n            self.w",
            "            dw, db = LinearRegression.compute_gradients(self, X, y)\n            self.w",
        )
    ],
    ("plot_losses", "first fifty points"): [
        ('ax.plot(losses, label="training', 'ax.plot(losses[:50], label="training')
    ],
    ("RidgeRegression", "alpha at most 5"): [("        self.alpha = alpha\n", "        self.alpha = min(alpha, 5)\n")],
    ("RidgeRegression", "whole alpha above 2"): [
        ("        self.alpha = alpha\n", "        self.alpha = int(alpha) if alpha > 2 else alpha\n")
    ],
    ("RidgeRegression", "train of its own with another default"): [
        (
            "        return dw + 2 * self.alpha * self.w, db\n",
            "        return dw + 2 * self.alpha * self.w, db\n\n    def train(self, X, y, lr=0.01, epochs=10):\n        return super().train(X, y, lr, epochs)\n",
        )
    ],
}
