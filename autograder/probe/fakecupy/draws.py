"""`cupy.random` of the stand-in: NumPy's generators, whose draws are made on the device. CuPy's give other numbers."""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.probe.fakecupy.crossing import DeviceArray, Transfers, unwrap, wrap

_FUNCTIONS = (  # noqa: SIM905
    "beta binomial chisquare choice dirichlet exponential f gamma geometric gumbel hypergeometric laplace logistic "
    "lognormal logseries multinomial multivariate_normal negative_binomial noncentral_chisquare noncentral_f normal "
    "pareto permutation poisson power rand randint randn random random_sample ranf rayleigh sample standard_cauchy "
    "standard_exponential standard_gamma standard_normal standard_t triangular uniform vonmises wald weibull zipf"
).split()
#: what CuPy's Generator has
_OF_GENERATOR = (  # noqa: SIM905
    "beta binomial chisquare dirichlet exponential f gamma geometric hypergeometric integers logseries poisson power "
    "random standard_exponential standard_gamma standard_normal uniform"
).split()


def random_module(moves: Transfers) -> Any:
    """Return a namespace like `cupy.random`."""
    module = types.SimpleNamespace(**_drawing(np.random, _FUNCTIONS, moves), seed=_seed, bytes=np.random.bytes)
    module.RandomState = lambda seed=None, **_: types.SimpleNamespace(
        **_drawing(state := np.random.RandomState(_plain(seed)), _FUNCTIONS, moves), seed=state.seed
    )
    module.default_rng = module.Generator = lambda seed=None: types.SimpleNamespace(
        **_drawing(np.random.default_rng(_plain(seed)), _OF_GENERATOR, moves)
    )
    return module


def _plain(seed: Any) -> Any:
    return unwrap(seed)


def _seed(seed: Any = None) -> None:
    np.random.seed(_plain(seed))


def _drawing(source: Any, names: list[str], moves: Transfers) -> dict[str, Any]:
    found = {name: _draw(getattr(source, name), moves) for name in names if hasattr(source, name)}
    if hasattr(source, "shuffle"):
        found["shuffle"] = _shuffle(source.shuffle)
    return found


def _draw(plain: Callable[..., Any], moves: Transfers) -> Callable[..., Any]:
    def call(*args: Any, dtype: Any = None, **options: Any) -> Any:
        drawn = np.asarray(plain(*(unwrap(a) for a in args), **{k: unwrap(v) for k, v in options.items()}))
        return wrap(drawn if dtype is None else drawn.astype(dtype), moves)

    call.__name__ = plain.__name__
    return call


def _shuffle(plain: Callable[..., Any]) -> Callable[..., Any]:
    def call(a: Any) -> None:
        if not isinstance(a, DeviceArray):
            raise TypeError("The array must be cupy.ndarray")
        plain(a._host)

    return call
