"""Right implementations of chapter 2 that look different from the reference; all must get full points."""

from __future__ import annotations

from autograder.judge.authoring import Alternative

ALTERNATIVES = [
    Alternative("a while loop", "gradient_descent", """
def gradient_descent(f, f_prime, x0, learning_rate=0.1, epochs=100):
    history, x, k = [], x0, 0
    while k < epochs:
        step = -learning_rate * f_prime(x)
        x = step + x
        history += [(x, f(x))]
        k += 1
    return x, history
"""),
    Alternative("copy, then update in place", "gradient_descent", """
def gradient_descent(f, f_prime, x0, learning_rate=0.1, epochs=100):
    x = np.array(x0, dtype=float) if np.ndim(x0) else float(x0)
    history = []
    for _ in range(epochs):
        g = f_prime(x)
        x = x.copy() if isinstance(x, np.ndarray) else x
        x -= learning_rate * g
        history.append((x, f(x)))
    return x, history
"""),
    Alternative("points first, values after", "gradient_descent", """
def gradient_descent(f, f_prime, x0, learning_rate=0.1, epochs=100):
    points = [x0]
    for _ in range(epochs):
        points.append(points[-1] - learning_rate * f_prime(points[-1]))
    return points[-1], [(p, f(p)) for p in points[1:]]
"""),
    Alternative("Horner", "target_func", """
def target_func(x):
    return (x + 5) * x + 6

def target_func_prime(x):
    return x + x + 5
"""),
    Alternative("factors", "target_func", """
def target_func(x):
    return (x + 2) * (x + 3)

def target_func_prime(x):
    return (x + 2) + (x + 3)
"""),
    Alternative("NumPy polynomial", "target_func", """
def target_func(x):
    return np.polyval([1, 5, 6], x)

def target_func_prime(x):
    return np.polyval(np.polyder([1, 5, 6]), x)
"""),
    Alternative("by the article's way", "learning_rate_curves", """
def learning_rate_curves(learning_rates, x0=10, epochs=20):
    results = {}
    for lr in learning_rates:
        _, history = gradient_descent(target_func, target_func_prime, x0=x0, learning_rate=lr, epochs=epochs)
        results[f"lr={lr}"] = [h[1] for h in history]
    return results
"""),
    Alternative("closed form", "learning_rate_curves", """
def learning_rate_curves(learning_rates, x0=10, epochs=20):
    return {
        f"lr={lr}": [((x0 + 2.5) * (1 - 2 * lr) ** k) ** 2 - 0.25 for k in range(1, epochs + 1)]
        for lr in learning_rates
    }
"""),
    Alternative("through an array", "learning_rate_curves", """
def learning_rate_curves(learning_rates, x0=10, epochs=20):
    rates = np.array(list(learning_rates), dtype=float)
    x, rows = np.full(len(rates), float(x0)), []
    for _ in range(epochs):
        x = x - rates * (2 * x + 5)
        rows.append(x * x + 5 * x + 6)
    return {f"lr={lr}": [float(row[i]) for row in rows] for i, lr in enumerate(learning_rates)}
"""),
    Alternative("pyplot, shown and closed", "plot_learning_rates", """
def plot_learning_rates(curves):
    plt.figure(figsize=(10, 6))
    for label, values in curves.items():
        plt.plot(values, "o-", label=label)
    plt.legend()
    plt.title("how fast?")
    plt.xlabel("k")
    plt.ylabel("f")
    ax = plt.gca()
    plt.show()
    plt.close()
    return ax
"""),
    Alternative("one panel per rate", "plot_learning_rates", """
def plot_learning_rates(curves):
    fig, panels = plt.subplots(len(curves), squeeze=False)
    for ax, (label, values) in zip(panels.flat, curves.items()):
        ax.semilogy(range(len(values)), values)
        ax.set(title=label, xlabel="k", ylabel="f")
    return panels
"""),
    Alternative("a figure of its own, other words", "plot_learning_rates", """
def plot_learning_rates(curves):
    from matplotlib.figure import Figure
    fig = Figure()
    ax = fig.add_subplot()
    for label in sorted(curves):
        ax.plot(curves[label], marker=".", label="learning rate %.3g" % float(label.split("=")[1]))
    ax.axhline(-0.25, color="k")
    ax.set_yscale("symlog")
    ax.set_xlabel("k"); ax.set_ylabel("f")
    fig.legend()
    return fig
"""),
]  # fmt: skip
