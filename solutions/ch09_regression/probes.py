"""What chapter 9's exercises are asked, and what is reported of the answer. Runs in the jail and on the reference.

Three exercises share the class LinearRegression. So that a fault in one method costs its own exercise only, a probe
sets w and b itself, and replaces the *other* exercises' methods by given ones where they do not work. Only what an
exercise's own probes need is sent along with it: compute_gradients is never judged where the given one can be seen.
"""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.probe.figures import read_figure
from autograder.probe.watched import Misbehaved, watched


def given_forward(self: Any, X: Any, *_: Any) -> Any:
    return np.asarray(X, dtype=float) @ np.asarray(self.w, dtype=float) + self.b


def given_gradients(self: Any, X: Any, y: Any, *_: Any) -> Any:
    error = given_forward(self, X) - np.asarray(y, dtype=float)
    return 2 * np.asarray(X, dtype=float).T @ error / len(error), 2 * float(np.mean(error))


def given_train(self: Any, X: Any, y: Any, lr: float = 0.01, epochs: int = 100) -> Any:
    losses = []
    for _ in range(epochs):
        dw, db = self.compute_gradients(X, y)
        self.w, self.b = np.asarray(self.w) - lr * np.asarray(dw), self.b - lr * db
        losses.append(float(np.mean((given_forward(self, X) - y) ** 2)))
    return losses


def _made(cls: Any, w: Any, b: float) -> Any:
    """Return an instance of cls with parameters w and b; an __init__ that raises is passed by."""
    made = cls.__new__(cls)
    with contextlib.suppress(Exception, SystemExit):
        made.__init__(len(w))
    made.w = np.array(w, dtype=float)
    made.b = float(b)
    return made


def instance(cls: Any, w: Any, b: float) -> Any:
    """Return an instance of cls with parameters w and b; one without __init__ where that does not end."""
    try:
        with watched():
            return _made(cls, w, b)
    except Misbehaved:
        return _made(type(cls.__name__, (cls,), {"__init__": lambda self, _: None}), w, b)


#: methods that once did not come to an end: they are not waited for again
_endless: set[str] = set()


def standing(cls: Any, method: str, given: Callable[..., Any], w: Any, b: float, *args: Any) -> str:
    """Return how a method that another exercise judges does at two points: "right", "reshaped" or "wrong".

    Right: the given method's numbers in its shapes; X, y, w and b as before. Reshaped: another shape, or lists.
    """
    if method in _endless:
        return "wrong"
    try:
        with watched():
            trial = _made(cls, w, b)
            return _worst(_standing(trial, method, given, np.array(w) - step, float(b) + step, args) for step in (0, 1))
    except Misbehaved:
        _endless.add(method)
        return "wrong"
    except (Exception, SystemExit):  # noqa: BLE001 - whatever is wrong, it is another exercise's affair
        return "wrong"


def _worst(found: Iterator[str]) -> str:
    seen = set(found)
    return next(kind for kind in ("wrong", "reshaped", "right") if kind in seen)


def _standing(trial: Any, method: str, given: Callable[..., Any], w: Any, b: float, args: Sequence[Any]) -> str:
    trial.w, trial.b = np.array(w), b
    right, mine = given(trial, *args), tuple(np.array(a) for a in args)
    got = getattr(trial, method)(*mine)
    pairs = list(zip(got, right, strict=True)) if isinstance(right, tuple) else [(got, right)]
    untouched = np.array_equal(trial.w, w) and trial.b == b and all(map(np.array_equal, args, mine))
    if not untouched or not all(_close(g, r) for g, r in pairs):
        return "wrong"
    return "right" if all(_looks_like(g, r) for g, r in pairs) else "reshaped"


def _looks_like(got: Any, right: Any) -> bool:
    return np.shape(got) == np.shape(right) and isinstance(got, np.ndarray) >= bool(np.ndim(right))


def _close(got: Any, right: Any) -> bool:
    flat, wanted = np.asarray(got, dtype=float).ravel(), np.asarray(right, dtype=float).ravel()
    return flat.shape == wanted.shape and bool(np.allclose(flat, wanted, rtol=1e-9, atol=1e-9))


def mended(cls: Any, method: str, given: Callable[..., Any]) -> Any:
    """Return the class with one method replaced."""
    return type(cls.__name__, (cls,), {method: given})


def fitting(d: int, X: Any, y: Any) -> tuple[Any, Any]:
    """Return the data if they fit d weights, else some that do: methods are tried on data that are right."""
    if np.ndim(X) == 2 and np.shape(X)[0] > 0 and np.shape(X)[1] == d and np.shape(y) == np.shape(X)[:1]:
        return X, y
    rows = np.arange(1.0, 3 * d + 1).reshape(3, d)
    return np.sin(rows), np.cos(rows[:, 0])


# E31 LinearRegression(input_dim, seed=None), forward


def forward(ns: Any, w: Any, b: float, X: Any) -> Any:
    return instance(ns.LinearRegression, w, b).forward(X)


def forward_again(ns: Any, w: Any, b: float, X: Any, then: Any) -> Any:
    """Predict, set other parameters, and predict for the same rows and for others: all predictions."""
    m = instance(ns.LinearRegression, w, b)
    first = m.forward(X)
    m.w, m.b = np.array(then["w"]), then["b"]
    return [first, m.forward(X), m.forward(then["X"])]


def forward_keeps(ns: Any, w: Any, b: float, X: Any) -> Any:
    m = instance(ns.LinearRegression, w, b)
    m.forward(X)
    return {"X": X, "w": np.array(m.w), "b": m.b}


def start(ns: Any, input_dim: int, seed: int | None) -> Any:
    m = ns.LinearRegression(input_dim, seed=seed)
    return m.w, m.b


def bad_dim(ns: Any, input_dim: int) -> Any:
    ns.LinearRegression(input_dim)


def _parameters(m: Any) -> Any:
    return np.append(np.asarray(m.w, dtype=float).ravel(), float(np.ravel(m.b)[0]))


def seeded(ns: Any, input_dim: int, seed: int) -> Any:
    """Compare starts from the same seed, from another one, and from none."""
    one, two = (ns.LinearRegression(input_dim, seed=seed) for _ in range(2))
    first, again = _parameters(one), _parameters(two)
    other = _parameters(ns.LinearRegression(input_dim, seed=seed + 1))
    unseeded = [_parameters(ns.LinearRegression(input_dim)) for _ in range(2)]
    return {
        "the same seed gives the same start": bool(np.array_equal(first, again)),
        "the seed may be the second argument": bool(
            np.array_equal(first, _parameters(ns.LinearRegression(input_dim, seed)))
        ),
        "another seed gives another start": not np.any(first == other),
        "without a seed two starts differ": not np.any(unseeded[0] == unseeded[1]),
        "every weight and b is a draw of its own": len(set(np.abs(first))) == len(first),
        "every model has weights of its own": not np.shares_memory(one.w, two.w),
    }


def spread(ns: Any, input_dim: int, count: int, seed: int) -> Any:
    """Return, of many first weights and as many biases: mean, standard deviation, share within one deviation.

    And the largest correlation between two of a model's parameters.
    """
    drawn = np.array([_parameters(ns.LinearRegression(input_dim, seed=seed + k)) for k in range(count)])
    parts = {"w": drawn[:, :-1], "b": drawn[:, -1]}
    found: dict[str, Any] = {
        name: (float(v.mean()), float(v.std()), float(np.mean(np.abs(v) < 1))) for name, v in parts.items()
    }
    together = np.corrcoef(drawn.T) - np.eye(input_dim + 1) if np.all(drawn.std(axis=0) > 0) else np.ones(1)
    return {**found, "correlation": float(np.abs(together).max())}


def global_generator(ns: Any, input_dim: int, seed: int | None) -> Any:
    """Tell whether the random numbers that all code shares go on as if no model had been made."""
    np.random.seed(99)
    random.seed(99)
    before = np.random.random(3).tolist(), random.random()  # noqa: S311 - the shared generator is the point
    np.random.seed(99)
    random.seed(99)
    ns.LinearRegression(input_dim, seed=seed)
    after = np.random.random(3).tolist(), random.random()  # noqa: S311
    return {"numpy.random": before[0] == after[0], "random": before[1] == after[1]}


# E32 compute_gradients


def _for_gradients(ns: Any, w: Any, b: float, X: Any, y: Any) -> Any:
    """Return the student's model with parameters w and b; its forward is a given one where it is wrong.

    A forward that is right but for its shape stays if compute_gradients can work with that.
    """
    cls, (rows, targets) = ns.LinearRegression, fitting(len(w), X, y)
    found = standing(cls, "forward", given_forward, w, b, rows)
    if found == "wrong" or (found == "reshaped" and not _gives_gradient(cls, w, b, rows, targets)):
        cls = mended(cls, "forward", given_forward)
    return instance(cls, w, b)


def _gives_gradient(cls: Any, w: Any, b: float, X: Any, y: Any) -> bool:
    """Tell whether compute_gradients gives what has the shape of a gradient."""
    try:
        with watched():
            dw, db = _made(cls, w, b).compute_gradients(np.array(X), np.array(y))
            return np.shape(dw) == np.shape(w) and np.size(db) == 1
    except (Exception, SystemExit, Misbehaved):  # noqa: BLE001 - judged in the call that counts
        return False


def gradients(ns: Any, w: Any, b: float, X: Any, y: Any) -> Any:
    return _for_gradients(ns, w, b, X, y).compute_gradients(X, y)


def gradients_again(ns: Any, w: Any, b: float, X: Any, y: Any, then: Any) -> Any:
    """Ask for the gradient, set other parameters, ask for that of the same and of other data: all gradients."""
    m = _for_gradients(ns, w, b, X, y)
    first = m.compute_gradients(X, y)
    m.w, m.b = np.array(then["w"]), then["b"]
    return [first, m.compute_gradients(X, y), m.compute_gradients(then["X"], then["y"])]


def gradients_keep(ns: Any, w: Any, b: float, X: Any, y: Any) -> Any:
    m = _for_gradients(ns, w, b, X, y)
    m.compute_gradients(X, y)
    return {"X": X, "y": y, "w": np.array(m.w), "b": m.b}


# E33 train


def _for_training(ns: Any, w: Any, b: float, X: Any, y: Any) -> Any:
    """Return the student's model with parameters w and b; its other methods are given ones where they are wrong.

    A method that is right but for its shape stays if the others can work with that.
    """
    cls = ns.LinearRegression
    found, slopes = standing(cls, "forward", given_forward, w, b, X), ("compute_gradients", given_gradients, w, b, X, y)
    if found == "wrong" or (found == "reshaped" and standing(cls, *slopes) != "right"):
        cls = mended(cls, "forward", given_forward)
    found = standing(cls, *slopes)
    if found == "wrong" or (found == "reshaped" and not _trains(cls, w, b, X, y)):
        cls = mended(cls, "compute_gradients", given_gradients)
    return instance(cls, w, b)


def _trains(cls: Any, w: Any, b: float, X: Any, y: Any) -> bool:
    """Tell whether parameters still have the shape of parameters after a step."""
    try:
        with watched():
            m = _made(cls, w, b)
            m.train(np.array(X), np.array(y), lr=0.01, epochs=1)
            return np.shape(m.w) == np.shape(w) and np.size(m.b) == 1
    except (Exception, SystemExit, Misbehaved):  # noqa: BLE001 - judged in the call that counts
        return False


def train(ns: Any, w: Any, b: float, X: Any, y: Any, order: Sequence[Any] = (), **settings: Any) -> Any:
    """Train with settings given by name, or in order."""
    m = _for_training(ns, w, b, X, y)
    losses = m.train(X, y, *order, **settings)
    return {"losses": losses, "w": np.array(m.w), "b": m.b}


def train_of_subclass(ns: Any, w: Any, b: float, X: Any, y: Any, slopes: Sequence[Any], lr: float, epochs: int) -> Any:
    """Train a subclass whose gradient is the same everywhere."""
    changed = {"compute_gradients": lambda *_, **__: (np.array(slopes[0]), slopes[1])}
    cls = type(_for_training(ns, w, b, X, y))
    m = instance(type(cls.__name__, (cls,), changed), w, b)
    losses = m.train(X, y, lr=lr, epochs=epochs)
    return {"losses": losses, "w": np.array(m.w), "b": m.b}


def train_in_parts(ns: Any, w: Any, b: float, X: Any, y: Any, lr: float, parts: Sequence[int]) -> Any:
    """Train several times on: the losses of all parts, and the parameters at the end."""
    m = _for_training(ns, w, b, X, y)
    losses = [m.train(X, y, lr=lr, epochs=epochs) for epochs in parts]
    return {"losses": losses, "w": np.array(m.w), "b": m.b}


def train_keeps(ns: Any, w: Any, b: float, X: Any, y: Any) -> Any:
    """Return X and y after training."""
    _for_training(ns, w, b, X, y).train(X, y, lr=0.1, epochs=3)
    return {"X": X, "y": y}


# E35 RidgeRegression


def _ridge(ns: Any, w: Any, b: float, alpha: float) -> Any:
    """Return the student's model, over a base class whose train is given: its own need not ask compute_gradients."""
    ns.LinearRegression.train = given_train
    m = ns.RidgeRegression(len(w), alpha=alpha, seed=1)
    m.w, m.b = np.array(w, dtype=float), float(b)
    return m


def ridge_gradients(ns: Any, w: Any, b: float, alpha: float, X: Any, y: Any) -> Any:
    return _ridge(ns, w, b, alpha).compute_gradients(X, y)


def ridge_again(ns: Any, w: Any, b: float, alpha: float, X: Any, y: Any, then: Any) -> Any:
    """Ask for the gradient, set other parameters, ask for that of the same and of other data: all gradients."""
    m = _ridge(ns, w, b, alpha)
    first = m.compute_gradients(X, y)
    m.w, m.b = np.array(then["w"]), then["b"]
    return [first, m.compute_gradients(X, y), m.compute_gradients(then["X"], then["y"])]


def ridge_alpha_slope(ns: Any, w: Any, b: float, alphas: Sequence[float], X: Any, y: Any) -> Any:
    """Return how dw changes from each alpha to the next, per unit of alpha."""
    at = [np.asarray(_ridge(ns, w, b, alpha).compute_gradients(X, y)[0], dtype=float) for alpha in alphas]
    return [(at[k + 1] - at[k]) / (alphas[k + 1] - alphas[k]) for k in range(len(alphas) - 1)]


def ridge_bias_gradients(ns: Any, w: Any, b: float, alphas: Sequence[float], X: Any, y: Any) -> Any:
    return [_ridge(ns, w, b, alpha).compute_gradients(X, y)[1] for alpha in alphas]


def ridge_start(ns: Any, input_dim: int, order: Sequence[Any] = (), **settings: Any) -> Any:
    """Return what a new model is: its alpha, its kind, and whether it starts as LinearRegression does."""
    np.random.seed(99)
    m = ns.RidgeRegression(input_dim, *order, **settings)
    after = np.random.random(3).tolist()
    np.random.seed(99)
    seed = order[1] if len(order) > 1 else settings.get("seed")
    base = ns.LinearRegression(input_dim, seed=seed)
    same = bool(np.array_equal(m.w, base.w) and m.b == base.b)
    twin = ns.RidgeRegression(input_dim, alpha=7.0, seed=seed)
    return {
        "alpha": float(m.alpha),
        "is a LinearRegression": isinstance(m, ns.LinearRegression),
        "shape of w": np.shape(m.w),
        "starts as LinearRegression with the same seed does": same == (seed is not None),
        "the same seed gives the same start": bool(np.array_equal(m.w, twin.w)) == (seed is not None),
        "NumPy's global generator is left alone": after == np.random.random(3).tolist(),
    }


def ridge_refused(ns: Any, input_dim: int, alpha: float) -> Any:
    ns.RidgeRegression(input_dim, alpha=alpha)


def ridge_keeps(ns: Any, w: Any, b: float, alpha: float, X: Any, y: Any) -> Any:
    m = _ridge(ns, w, b, alpha)
    m.compute_gradients(X, y)
    return {"X": X, "y": y, "w": np.array(m.w), "b": m.b, "alpha": float(m.alpha)}


def ridge_train(ns: Any, w: Any, b: float, alpha: float, X: Any, y: Any, **settings: Any) -> Any:
    """Train and return the parameters reached, and all losses."""
    m = _ridge(ns, w, b, alpha)
    losses = m.train(X, y, **settings)
    return {"w": np.array(m.w), "b": m.b, "losses": np.asarray(losses, dtype=float)}


# E34 plot_losses, E36 plot_ridge_comparison


def losses_drawn(ns: Any, losses: Any) -> Any:
    return {**read_figure(lambda: ns.plot_losses(losses)), "given": [losses]}


def comparison_drawn(ns: Any, linear_losses: Any, ridge_losses: Any) -> Any:
    drawn = read_figure(lambda: ns.plot_ridge_comparison(linear_losses, ridge_losses))
    return {**drawn, "given": [linear_losses, ridge_losses]}
