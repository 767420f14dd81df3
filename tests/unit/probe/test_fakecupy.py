"""The stand-in agrees with NumPy in what it computes, and with CuPy in what it refuses."""

from typing import Any

import numpy as np
import pytest

from autograder.probe import fakecupy


@pytest.fixture
def xp() -> Any:
    return fakecupy.stand_in()


A = np.random.default_rng(3).normal(size=(4, 3)) + 3.0
B = np.random.default_rng(4).normal(size=(4, 3)) + 3.0


@pytest.mark.parametrize("name", ["sin", "cos", "exp", "log", "sqrt", "abs", "tanh", "square", "negative", "isfinite"])
def test_unary_functions_agree_with_numpy(xp: Any, name: str) -> None:
    assert np.array_equal(getattr(xp, name)(xp.asarray(A)).get(), getattr(np, name)(A))


@pytest.mark.parametrize("name", ["add", "multiply", "maximum", "minimum", "power", "arctan2", "less", "hypot"])
def test_binary_functions_agree_with_numpy(xp: Any, name: str) -> None:
    assert np.array_equal(getattr(xp, name)(xp.asarray(A), xp.asarray(B)).get(), getattr(np, name)(A, B))


@pytest.mark.parametrize("name", fakecupy.UFUNCS)
def test_every_elementwise_function_of_floats_agrees_with_numpy(xp: Any, name: str) -> None:
    ufunc = getattr(np, name)
    if ufunc.signature is not None or "d" * ufunc.nin not in {t.split("->")[0] for t in ufunc.types}:
        pytest.skip("not an elementwise function of floats")
    host = (A / 10, B / 10)[: ufunc.nin]
    with np.errstate(all="ignore"):
        found = getattr(xp, name)(*(xp.asarray(a) for a in host))
        found, expected = (x if isinstance(x, tuple) else (x,) for x in (found, ufunc(*host)))
    assert all(isinstance(a, fakecupy.ndarray) for a in found)
    assert all(np.array_equal(a.get(), b, equal_nan=True) for a, b in zip(found, expected, strict=True))


def test_methods_of_elementwise_functions_agree_with_numpy(xp: Any) -> None:
    a, i = xp.asarray(A), xp.arange(3)
    xp.add.at(a, (i, i), 1.0)
    expected = A.copy()
    np.add.at(expected, (np.arange(3), np.arange(3)), 1.0)
    assert np.array_equal(a.get(), expected)
    assert np.array_equal(xp.add.reduce(a, axis=-1).get(), np.add.reduce(expected, axis=-1))
    assert np.array_equal(np.add.reduce(a, axis=-1).get(), np.add.reduce(expected, axis=-1))
    assert np.array_equal(xp.multiply.outer(a[0], a[1]).get(), np.multiply.outer(expected[0], expected[1]))


def test_linear_algebra_agrees_under_both_names(xp: Any) -> None:
    for module in (xp.linalg, np.linalg):
        assert np.array_equal(module.norm(xp.asarray(A), axis=-1).get(), np.linalg.norm(A, axis=-1))


def test_a_device_may_be_chosen_and_waited_for(xp: Any) -> None:
    with xp.cuda.Device(0) as device:
        a = xp.asarray(A)
        device.synchronize()
    xp.cuda.get_current_stream().synchronize()
    xp.get_default_memory_pool().free_all_blocks()
    assert type(a).__module__ == "cupy"


@pytest.mark.parametrize("name", ["ElementwiseKernel", "ReductionKernel", "RawKernel", "vectorize"])
def test_kernels_are_refused_with_a_sentence(xp: Any, name: str) -> None:
    with pytest.raises(NotImplementedError, match="use array functions of xp"):
        getattr(xp, name)("float64 x", "float64 y", "y = x", "copy")


@pytest.mark.parametrize("name", ["sum", "mean", "prod", "max", "min", "var", "std", "cumsum", "argmax"])
@pytest.mark.parametrize("axis", [None, 0, -1])
def test_reductions_agree_as_functions_and_methods(xp: Any, name: str, axis: Any) -> None:
    expected = getattr(np, name)(A, axis=axis)
    assert np.array_equal(getattr(xp, name)(xp.asarray(A), axis=axis).get(), expected)
    assert np.array_equal(getattr(xp.asarray(A), name)(axis=axis).get(), expected)
    assert np.array_equal(getattr(np, name)(xp.asarray(A), axis=axis).get(), expected)


@pytest.mark.parametrize("op", ["+", "-", "*", "/", "//", "%", "**", "<", ">=", "==", "!="])
def test_operators_agree_with_arrays_and_numbers_on_either_side(xp: Any, op: str) -> None:
    env = {"a": xp.asarray(A), "b": xp.asarray(B)}
    for left, right in (("a", "b"), ("a", "2.5"), ("2.5", "a")):
        found = eval(f"{left} {op} {right}", env)
        assert isinstance(found, fakecupy.ndarray)
        assert np.array_equal(found.get(), eval(f"{left} {op} {right}", {"a": A, "b": B}))
    scalar = eval(f"s {op} a", {**env, "s": np.float64(2.5)})
    assert np.array_equal(scalar.get(), eval(f"2.5 {op} a", {"a": A}))


def test_shapes_indexing_and_assembling_agree(xp: Any) -> None:
    a = xp.asarray(A)
    assert np.array_equal(a[1:, None, 0].get(), A[1:, None, 0])
    assert np.array_equal(a[a > 3].get(), A[A > 3])
    assert np.array_equal(a[xp.arange(2), [0, 1]].get(), A[np.arange(2), [0, 1]])
    assert np.array_equal(xp.concatenate([a, 2 * a]).get(), np.concatenate([A, 2 * A]))
    assert np.array_equal(xp.stack([a, a], axis=1).get(), np.stack([A, A], axis=1))
    assert np.array_equal((a.T @ a).get(), A.T @ A)
    assert np.array_equal(xp.broadcast_to(a[0], (5, 3)).get(), np.broadcast_to(A[0], (5, 3)))
    assert np.array_equal(xp.where(a > 3, a, 0.0).get(), np.where(A > 3, A, 0.0))
    assert np.array_equal(xp.diag(a[0]).get(), np.diag(A[0]))
    assert a.shape == (4, 3)
    assert (a.ndim, a.size, len(a), a.dtype) == (2, 12, 4, np.float64)


def test_makers_agree_and_cost_no_transfer(xp: Any) -> None:
    assert np.array_equal(xp.eye(3).get(), np.eye(3))
    assert np.array_equal(xp.zeros((2, 3)).get(), np.zeros((2, 3)))
    assert np.array_equal(xp.arange(4).get(), np.arange(4))
    assert np.array_equal(xp.zeros_like(xp.asarray(A)).get(), np.zeros_like(A))
    assert xp.transfers.into == 1


def test_views_write_through_and_in_place_operators_work(xp: Any) -> None:
    a = xp.asarray(A)
    row = a[0]
    row += 1.0
    a[1] = 5.0
    a[2] = xp.zeros(3)
    expected = A.copy()
    expected[0] += 1
    expected[1] = 5
    expected[2] = 0
    assert np.array_equal(a.get(), expected)


def test_the_host_array_given_is_copied(xp: Any) -> None:
    host = A.copy()
    device = xp.asarray(host)
    device += 1.0
    assert np.array_equal(host, A)


@pytest.mark.parametrize(
    "misuse",
    [
        lambda xp, a: np.asarray(a),
        lambda xp, a: np.array([a, a]),
        lambda xp, a: np.zeros((4, 3)).__setitem__(..., a),
        lambda xp, a: a + A,
        lambda xp, a: A - a,
        lambda xp, a: np.add(a, A),
        lambda xp, a: xp.concatenate([a, A]),
        lambda xp, a: np.concatenate([a, A]),
        lambda xp, a: xp.sin(A),
        lambda xp, a: a.__setitem__(0, A[0]),
        lambda xp, a: a @ A.T,
        lambda xp, a: xp.sum(A),
        lambda xp, a: a.__iadd__(A),
        lambda xp, a: xp.maximum(a[0], [1.0, 2.0, 3.0]),
        lambda xp, a: a[0] + [1.0, 2.0, 3.0],
        lambda xp, a: np.linalg.norm(a - A),
        lambda xp, a: xp.array([a[0], A[0]]),
    ],
)
def test_host_and_device_do_not_mix(xp: Any, misuse: Any) -> None:
    with pytest.raises(TypeError):
        misuse(xp, xp.asarray(A))


def test_implicit_conversion_says_what_cupy_says(xp: Any) -> None:
    with pytest.raises(TypeError, match=r"Implicit conversion to a NumPy array is not allowed. Please use `.get\(\)`"):
        np.asarray(xp.asarray(A))


def test_every_crossing_is_counted(xp: Any) -> None:
    a = xp.asarray(A)
    a = xp.asarray(a)  # already there
    xp.array([1.0, 2.0])
    assert (xp.transfers.into, xp.transfers.out) == (2, 0)
    a.get()
    xp.asnumpy(a)
    float(a.sum())
    bool((a > 0).all())
    a[0, 0].item()
    assert (xp.transfers.into, xp.transfers.out) == (2, 5)


def test_the_array_module_is_found(xp: Any) -> None:
    assert xp.get_array_module(xp.asarray(A)) is xp
    assert xp.get_array_module(A) is np


def test_no_device_is_claimed_and_without_one_every_allocation_raises(xp: Any) -> None:
    assert xp.cuda.is_available() is False
    bare = fakecupy.without_device()
    assert bare.cuda.is_available() is False
    for allocate in (lambda: bare.asarray(A), lambda: bare.zeros(3), lambda: bare.sin(A)):
        with pytest.raises(fakecupy.CUDARuntimeError):
            allocate()
