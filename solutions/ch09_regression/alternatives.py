"""Chapter 9, regression: other right implementations, which must get all points."""

from __future__ import annotations

from autograder.judge.authoring import Alternative

EINSUM = """
class LinearRegression:
    def __init__(self, input_dim, seed=None):
        if int(input_dim) <= 0:
            raise ValueError("need a feature")
        state = np.random.RandomState(seed)
        both = state.normal(size=input_dim + 1)
        self.w, self.b = both[:-1].copy(), both[-1]

    def forward(self, X):
        return np.einsum("nd,d->n", np.array(X, dtype=float), self.w) + self.b

    def compute_gradients(self, X, y):
        X, y = np.array(X, dtype=float), np.array(y, dtype=float)
        if np.ndim(y) != 1 or np.ndim(X) != 2 or len(y) != len(X) or not len(y):
            raise ValueError("shapes")
        residual = self.forward(X) - y
        return np.einsum("nd,n->d", X, residual) * (2.0 / len(y)), 2.0 / len(y) * residual.sum()

    def train(self, X, y, lr=0.01, epochs=100):
        losses = np.zeros(epochs)
        for k in range(epochs):
            dw, db = self.compute_gradients(X, y)
            self.w -= lr * dw
            self.b -= lr * db
            losses[k] = np.square(self.forward(X) - y).mean()
        return losses
"""
AUGMENTED = """
class LinearRegression:
    def __init__(self, input_dim, seed=None):
        if input_dim < 1:
            raise ValueError("need a feature")
        generator = np.random.default_rng(seed)
        self.w = np.array([generator.normal() for _ in range(input_dim)])
        self.b = np.float64(generator.normal())

    def forward(self, X):
        X = np.asarray(X, dtype=float)
        return np.column_stack([X, np.ones(len(X))]) @ np.append(self.w, self.b)

    def compute_gradients(self, X, y):
        X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
        if X.ndim != 2 or y.ndim != 1 or X.shape != (y.size, self.w.size) or y.size == 0:
            raise ValueError("shapes")
        A = np.column_stack([X, np.ones(len(X))])
        theta = np.append(self.w, self.b)
        gradient = 2 / len(X) * (A.T @ A @ theta - A.T @ y)
        return gradient[:-1], gradient[-1]

    def train(self, X, y, lr=0.01, epochs=100):
        history = []
        while len(history) < epochs:
            gradients = self.compute_gradients(X, y)
            self.w, self.b = self.w - lr * gradients[0], self.b - lr * gradients[1]
            error = self.forward(X) - np.asarray(y)
            history.append(error @ error / len(error))
        return tuple(history)
"""
LOOPS = """
class LinearRegression:
    def __init__(self, input_dim, seed=None):
        if input_dim < 1:
            raise ValueError("need a feature")
        generator = np.random.Generator(np.random.PCG64(seed))
        self.b = float(generator.normal())
        self.w = generator.normal(0.0, 1.0, input_dim)

    def forward(self, X):
        return np.array([sum(float(v) * float(w) for v, w in zip(row, self.w, strict=True)) + self.b for row in X])

    def compute_gradients(self, X, y):
        X, y = np.asarray(X), np.asarray(y)
        if X.ndim != 2 or X.shape[0] < 1 or X.shape[1] != len(self.w) or y.shape != X.shape[:1]:
            raise ValueError("shapes")
        dw, db = np.zeros(X.shape[1]), 0.0
        for row, target in zip(X, y, strict=True):
            error = sum(float(v) * float(w) for v, w in zip(row, self.w, strict=True)) + self.b - target
            for j, value in enumerate(row):
                dw[j] += 2 * error * value / len(X)
            db += 2 * error / len(X)
        return dw, db

    def train(self, X, y, lr=0.01, epochs=100):
        def step():
            dw, db = self.compute_gradients(X, y)
            self.w = self.w - lr * dw
            self.b = self.b - lr * db
            return float(np.mean([(p - t) ** 2 for p, t in zip(self.forward(X), y, strict=True)]))

        return [step() for _ in range(epochs)]
"""
RIDGE_HEAD = """
class RidgeRegression(LinearRegression):
    def __init__(self, input_dim, alpha=0.1, seed=None):
        LinearRegression.__init__(self, input_dim, seed)
        if not alpha >= 0:
            raise ValueError("alpha")
        self.alpha = alpha
"""
RIDGE_CHECKED = """
        X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
        if X.ndim != 2 or y.ndim != 1 or X.shape != (len(y), len(self.w)) or len(y) == 0:
            raise ValueError("shapes")
"""
CLASSES = {"einsum": EINSUM, "augmented_matrix": AUGMENTED, "loops": LOOPS}
SHARED = ("LinearRegression", "LinearRegression_compute_gradients", "LinearRegression_train")

ALTERNATIVES = [
    *(Alternative(name, exercise, code) for exercise in SHARED for name, code in CLASSES.items()),
    Alternative(
        "pyplot",
        "plot_losses",
        """
def plot_losses(losses):
    plt.figure()
    plt.plot(losses, "o-")
    plt.xlabel("Epoche")
    plt.ylabel("MSE")
    plt.yscale("log")
    axes = plt.gca()
    plt.show()
    return axes
""",
    ),
    Alternative(
        "from_one_scatter",
        "plot_losses",
        """
def plot_losses(losses):
    figure = plt.figure()
    axes = figure.add_subplot()
    axes.scatter(range(1, len(losses) + 1), losses)
    axes.set(xlabel="k", ylabel="L", title="training")
    axes.grid(True)
    return axes
""",
    ),
    Alternative(
        "with_floor_line",
        "plot_losses",
        """
def plot_losses(losses):
    figure, axes = plt.subplots(figsize=(3, 2))
    axes.semilogy(np.arange(len(losses)), np.asarray(losses), label="MSE")
    axes.axhline(min(losses), ls=":")
    axes.set_xlabel("step"), axes.set_ylabel("loss")
    axes.legend()
    figure.tight_layout()
    return axes
""",
    ),
    Alternative(
        "augmented_rows",
        "RidgeRegression",
        RIDGE_HEAD
        + """
    def compute_gradients(self, X, y):"""
        + RIDGE_CHECKED
        + """
        n, d = X.shape
        A = np.vstack([X, np.sqrt(n * self.alpha) * np.eye(d)])
        t = np.concatenate([y - self.b, np.zeros(d)])
        return 2 / n * A.T @ (A @ self.w - t), 2 * np.mean(X @ self.w + self.b - y)
""",
    ),
    Alternative(
        "einsum",
        "RidgeRegression",
        RIDGE_HEAD
        + """
    def compute_gradients(self, X, y):"""
        + RIDGE_CHECKED
        + """
        e = np.einsum("ij,j->i", X, self.w) + self.b - y
        return np.einsum("ij,i->j", X, e) * 2 / len(y) + self.alpha * (self.w + self.w), e.mean() + e.mean()
""",
    ),
    Alternative(
        "loops",
        "RidgeRegression",
        RIDGE_HEAD
        + """
    def compute_gradients(self, X, y):
        dw, db = super().compute_gradients(X, y)
        return np.array([g + 2 * self.alpha * w for g, w in zip(dw, self.w, strict=True)]), db
""",
    ),
    Alternative(
        "pyplot",
        "plot_ridge_comparison",
        """
def plot_ridge_comparison(linear_losses, ridge_losses):
    plt.plot(ridge_losses, "--", label="Ridge")
    plt.plot(linear_losses, ".-", label="OLS")
    plt.legend()
    plt.xlabel("epoch")
    plt.ylabel("MSE")
    return plt.gca()
""",
    ),
    Alternative(
        "names_in_legend",
        "plot_ridge_comparison",
        """
def plot_ridge_comparison(linear_losses, ridge_losses):
    figure, axes = plt.subplots()
    axes.plot(linear_losses)
    axes.plot(ridge_losses)
    axes.legend(["plain", "RIDGE"])
    axes.set(xlabel="k", ylabel="loss", yscale="log")
    return axes
""",
    ),
    Alternative(
        "counting_from_one",
        "plot_ridge_comparison",
        """
def plot_ridge_comparison(linear_losses, ridge_losses):
    axes = plt.figure().gca()
    for name, values in {"least squares": linear_losses, "with ridge penalty": ridge_losses}.items():
        axes.plot(np.arange(1, len(values) + 1), values, label=name)
    axes.legend(loc="best")
    axes.set_title("comparison")
    axes.set_xlabel("epoch")
    axes.set_ylabel("mean squared error")
    plt.show()
    return axes
""",
    ),
]
