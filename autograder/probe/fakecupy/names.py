"""Which of CuPy's names the stand-in has, and which it refuses: together all public ones of CuPy 14.2.

A test compares these lists with CuPy's own where CuPy can be imported.
"""

from __future__ import annotations

import numpy as np

#: NumPy's elementwise functions that CuPy lacks
_NOT_IN_CUPY = {"isnat", "matvec", "spacing", "vecdot", "vecmat"}
UFUNCS = tuple(n for n in dir(np) if isinstance(getattr(np, n), np.ufunc) and n not in _NOT_IN_CUPY)
#: functions of arrays
FUNCTIONS = frozenset(
    "all allclose amax amin angle any append apply_along_axis argmax argmin argpartition argsort "  # noqa: SIM905
    "argwhere around array_equal array_equiv array_split astype atleast_1d atleast_2d atleast_3d "
    "average bincount broadcast_arrays broadcast_to choose clip column_stack compress concat "
    "concatenate convolve copy copyto corrcoef correlate count_nonzero cov cross cumprod cumsum "
    "cumulative_prod cumulative_sum delete diag diag_indices_from diagflat diagonal diff digitize dot "
    "dsplit dstack ediff1d einsum empty_like expand_dims extract fill_diagonal fix flatnonzero flip "
    "fliplr flipud full_like gradient histogram hsplit hstack i0 imag inner interp intersect1d "
    "isclose iscomplex isin isneginf isposinf isreal kron lexsort matrix_transpose max mean median "
    "meshgrid min moveaxis nan_to_num nanargmax nanargmin nancumprod nancumsum nanmax nanmean "
    "nanmedian nanmin nanprod nanstd nansum nanvar ndim nonzero ones_like outer pad partition "
    "percentile permute_dims place polyval prod ptp put put_along_axis putmask quantile ravel "
    "ravel_multi_index real real_if_close repeat reshape resize roll rollaxis rot90 round "
    "searchsorted select setdiff1d setxor1d shape sinc size sort sort_complex split squeeze stack std "
    "sum swapaxes take take_along_axis tensordot tile trace transpose trapezoid tri tril "
    "tril_indices_from trim_zeros triu triu_indices_from union1d unique unique_all unique_counts "
    "unique_inverse unique_values unravel_index unwrap vander var vdot vsplit vstack where zeros_like".split()
)
#: of these, those that give CuPy's array of no dimensions where NumPy gives a plain number
BOXED = frozenset({"allclose", "array_equal", "array_equiv", "count_nonzero"})
#: of these, those that call their argument's own method, so that a host array stays on the host
DUCK = frozenset(
    "amax amin argpartition argsort array_equal array_equiv broadcast_arrays choose copy diagonal dot flip fliplr "  # noqa: SIM905
    "flipud matrix_transpose max mean min ndim partition permute_dims prod ravel real_if_close repeat reshape rot90 "
    "shape sort squeeze std sum swapaxes take trace transpose var".split()
)
#: of these, those that copy a host array to the device first
TAKING = frozenset("append atleast_1d atleast_2d atleast_3d average diag diagflat diff gradient isclose".split())  # noqa: SIM905
#: of these, those that look at shape and type of their argument only, wherever it is
LIKE = frozenset({"empty_like", "full_like", "ones_like", "zeros_like"})
#: functions that allocate from numbers alone
MAKERS = (  # noqa: SIM905
    "zeros ones empty full eye identity arange linspace logspace tri diag_indices indices tril_indices triu_indices "
    "hamming hanning blackman bartlett kaiser fromfunction"
).split()
LINALG = (  # noqa: SIM905
    "cholesky cond cross det eig eigh eigvals eigvalsh inv lstsq matmul matrix_power matrix_rank matrix_transpose norm "
    "pinv qr slogdet solve svd tensorinv tensorsolve"
).split()
FFT = (  # noqa: SIM905
    "fft fft2 fftfreq fftn fftshift hfft ifft ifft2 ifftn ifftshift ihfft irfft irfft2 irfftn rfft rfft2 rfftfreq rfftn"
).split()
#: the same objects as NumPy's
CONSTANTS = (  # noqa: SIM905
    "pi e euler_gamma inf nan newaxis bool bool_ byte cdouble complex128 complex64 complexfloating csingle double "
    "dtype finfo float16 float32 float64 floating generic half iinfo inexact int16 int32 int64 int8 int_ intc integer "
    "intp long longlong number short signedinteger single ubyte uint uint16 uint32 uint64 uint8 uintc uintp ulong "
    "ulonglong unsignedinteger ushort index_exp s_ ix_ ndindex broadcast_shapes can_cast common_type iscomplexobj "
    "isdtype isfortran isrealobj isscalar issubdtype iterable min_scalar_type mintypecode promote_types result_type "
    "typename array2string array_repr array_str base_repr binary_repr get_printoptions set_printoptions printoptions "
    "format_float_positional format_float_scientific"
).split()
#: names of CuPy's that NumPy has dropped or never had
ALIASES = {
    "Inf": "inf", "Infinity": "inf", "infty": "inf", "NAN": "nan", "NaN": "nan", "PINF": "inf", "float_": "float64",
    "complex_": "complex128", "cfloat": "complex128", "singlecomplex": "complex64", "round_": "round",
    "row_stack": "vstack", "product": "prod", "cumproduct": "cumprod", "alltrue": "all", "sometrue": "any",
    "trapz": "trapezoid", "in1d": "isin",
}  # fmt: skip
#: what compiles CUDA code, which no stand-in can run
COMPILED = ("ElementwiseKernel", "ReductionKernel", "RawKernel", "RawModule", "fuse", "vectorize")
#: what CuPy has and the stand-in has not: it refuses when it is called
REFUSED = frozenset(
    "DataSource apply_over_axes asarray_chkfinite asfarray broadcast byte_bounds clear_memo "  # noqa: SIM905
    "disable_experimental_feature_warning disp find_common_type flatiter format_parser fromDlpack from_dlpack "
    "frombuffer fromfile fromiter fromstring genfromtxt get_array_wrap histogram2d histogramdd issctype issubclass_ "
    "issubsctype load loadtxt make_aligned_dtype mask_indices may_share_memory memoize msort obj2sctype packbits "
    "piecewise poly poly1d polyadd polyfit polymul polysub require roots safe_eval save savetxt savez savez_compressed "
    "sctype2char set_string_function shares_memory show_config ufunc unpackbits who".split()
)
#: attributes of an array that are plain values of the host
PLAIN_ATTRIBUTES = frozenset({"ndim", "size", "dtype", "itemsize", "nbytes", "strides", "flags"})
REFUSED_ATTRIBUTES = frozenset("base byteswap cstruct data dump dumps mdspan reduced_view toDlpack tofile".split())  # noqa: SIM905


def refusal(name: str) -> str:
    """Return the sentence for a name that CuPy has and the stand-in has not."""
    return (
        f"cupy.{name} is not part of the stand-in for CuPy that grades without a GPU; use other array functions of xp, "
        "and tell your instructor if you need it"
    )
