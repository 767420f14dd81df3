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
        lambda xp, a: xp.all(A),
        lambda xp, a: xp.cumsum(A),
        lambda xp, a: xp.dot(a, A.T),
        lambda xp, a: xp.where(A > 3, a, 0.0),
        lambda xp, a: xp.sum(a, axis=0, out=np.zeros(3)),
        lambda xp, a: A.__iadd__(a),
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


@pytest.mark.parametrize("name", sorted({"sum", "mean", "max", "copy", "transpose", "ravel", "sort"}))
def test_functions_that_call_their_arguments_method_leave_host_arrays_on_the_host(xp: Any, name: str) -> None:
    """Observed with CuPy 14.2: `cupy.sum(numpy_array)` is NumPy's sum."""
    found = getattr(xp, name)(A)
    assert not isinstance(found, fakecupy.ndarray)
    assert np.array_equal(found, getattr(np, name)(A))
    assert (xp.transfers.into, xp.transfers.out) == (0, 0)


def test_arrays_like_a_host_array_are_made_on_the_device_without_a_transfer(xp: Any) -> None:
    for name in ("zeros_like", "ones_like", "empty_like"):
        made = getattr(xp, name)(A)
        assert isinstance(made, fakecupy.ndarray)
        assert made.shape == A.shape
    assert xp.transfers.into == 0


def test_functions_that_take_host_arrays_move_them_and_that_counts(xp: Any) -> None:
    assert np.array_equal(xp.diag(A[0]).get(), np.diag(A[0]))
    assert np.array_equal(xp.atleast_2d(A[0]).get(), A[:1])
    assert xp.transfers.into == 2


#: functions that a student may use, each with arguments; a is A on the device (or on the host), i a row of indices
_USED = {
    "einsum": lambda m, a, i: m.einsum("ij,kj->ik", a, a),
    "matmul": lambda m, a, i: m.matmul(a, a.T),
    "tensordot": lambda m, a, i: m.tensordot(a, a, axes=([1], [1])),
    "keepdims": lambda m, a, i: a / a.sum(axis=-1, keepdims=True),
    "out": lambda m, a, i: m.multiply(a, 2.0, out=m.zeros_like(a)),
    "fancy": lambda m, a, i: a[i, i] + a[[0, 1], [2, 1]].sum(),
    "mask": lambda m, a, i: m.where(a > 3, a, -a)[a[:, 0] > 3],
    "clip": lambda m, a, i: a.clip(2.5, 3.5).round(1),
    "eye": lambda m, a, i: m.eye(3) * a[0] + m.identity(3)[None, :, :],
    "fill": lambda m, a, i: m.full((2, 3), 1.5) - m.arange(3) + m.linspace(0, 1, 3),
    "put": lambda m, a, i: m.take_along_axis(a, m.argsort(a, axis=0), axis=0),
    "percentile": lambda m, a, i: m.percentile(a, 30, axis=1),
    "nan": lambda m, a, i: m.nanmean(m.where(a > 3, a, m.nan), axis=0),
    "gradient": lambda m, a, i: m.gradient(a[0]),
    "interp": lambda m, a, i: m.interp(a[0], m.arange(5.0), m.arange(5.0) ** 2),
    "solve": lambda m, a, i: m.linalg.solve(a[:3] + 9 * m.eye(3), a[0]),
    "svd": lambda m, a, i: m.linalg.svd(a)[1],
    "fft": lambda m, a, i: m.fft.fft(a[0]),
    "roll": lambda m, a, i: m.roll(a, 1, axis=0) - m.flipud(a),
    "mgrid": lambda m, a, i: m.mgrid[0:3, 0:2],
    "stack": lambda m, a, i: m.dstack([a, a]) + m.hstack([a, a]).sum(),
    "divmod": lambda m, a, i: divmod(a, 2.0)[1],
    "cast": lambda m, a, i: a.astype(m.float32).conjugate().T.mT,
    "append": lambda m, a, i: m.append(a, a[:1], axis=0),
    "outer": lambda m, a, i: m.multiply.outer(a[0], a[1]) + m.outer(a[0], a[1]),
    "ufunc at": lambda m, a, i: m.add.reduce(a, axis=0),
    "counting": lambda m, a, i: m.bincount(i) + m.count_nonzero(a > 3),
    "flat": lambda m, a, i: a.reshape(-1)[::-1].cumsum(),
}


@pytest.mark.parametrize("use", _USED)
def test_what_a_student_may_use_agrees_with_numpy(xp: Any, use: str) -> None:
    found = _USED[use](xp, xp.asarray(A), xp.arange(3))
    expected = _USED[use](np, A.copy(), np.arange(3))
    assert isinstance(found, fakecupy.ndarray)
    assert np.array_equal(found.get(), expected, equal_nan=True)


def test_draws_are_made_on_the_device_and_a_seed_repeats_them(xp: Any) -> None:
    for draw in (
        lambda: xp.random.rand(2, 3),
        lambda: xp.random.normal(0.0, 1.0, size=(2, 3)),
        lambda: xp.random.randint(0, 9, size=(2, 3)),
        lambda: xp.random.default_rng(3).standard_normal((2, 3)),
        lambda: xp.random.RandomState(3).uniform(size=(2, 3)),
    ):
        xp.random.seed(1)
        first = draw()
        xp.random.seed(1)
        assert isinstance(first, fakecupy.ndarray)
        assert first.shape == (2, 3)
        assert np.array_equal(first.get(), draw().get())
    assert xp.random.rand(3, dtype=xp.float32).dtype == np.float32
    assert xp.transfers.into == 0


def test_work_is_timed_and_waited_for_as_on_a_device(xp: Any) -> None:
    start, end = xp.cuda.Event(), xp.cuda.Event()
    with xp.cuda.Stream(non_blocking=True) as stream:
        start.record(stream)
        xp.ones(3).sum()
        end.record()
    end.synchronize()
    stream.synchronize()
    xp.cuda.runtime.deviceSynchronize()
    assert xp.cuda.get_elapsed_time(start, end) >= 0
    assert xp.ones(1).device == xp.cuda.Device(0)


def test_a_name_that_cupy_lacks_is_missing_and_one_that_the_stand_in_lacks_refuses_with_a_sentence(xp: Any) -> None:
    with pytest.raises(AttributeError, match="module 'cupy' has no attribute 'matvec'"):
        _ = xp.matvec
    with pytest.raises(
        NotImplementedError, match=r"cupy.poly1d is not part of the stand-in .* use other array functions"
    ):
        xp.poly1d([1, 2])
    with pytest.raises(AttributeError, match=r"'cupy.ndarray' object has no attribute 'to_numpy'"):
        _ = xp.ones(3).to_numpy
    with pytest.raises(NotImplementedError, match=r"cupy.ndarray.data is not part of the stand-in"):
        _ = xp.ones(3).data


def test_numpy_functions_that_cupy_lacks_are_refused_by_numpy(xp: Any) -> None:
    with pytest.raises(TypeError, match=r"no implementation found for 'numpy.histogram_bin_edges'"):
        np.histogram_bin_edges(xp.asarray(A))
    with pytest.raises(TypeError):
        np.spacing(xp.asarray(A))


def test_a_number_is_formatted_and_set_copies_in(xp: Any) -> None:
    a = xp.zeros((4, 3))
    a.set(A)
    assert f"{a[0, 0]:.3f}" == f"{A[0, 0]:.3f}"
    assert xp.transfers.into == 1
    with pytest.raises(TypeError, match=r"Only numpy.ndarray can be set"):
        a.set(a)


def test_item_takes_one_element_only_as_with_cupy(xp: Any) -> None:
    with pytest.raises(ValueError, match="can only convert an array of size 1"):
        xp.asarray(A).item()
