"""A stand-in for CuPy on the CPU: device arrays that refuse what CuPy's refuse, and a count of transfers.

`stand_in()` returns a fresh module-like object to be passed as `xp` and installed as `sys.modules["cupy"]`. Its arrays
hold NumPy arrays out of reach of NumPy: implicit conversion raises CuPy's TypeError, mixing with host arrays raises,
and only `asarray`/`array`/`.set` (in) and `asnumpy`/`.get()`/`.item()`/`float()` (out) cross the border, each of them
counted. `without_device()` returns what CuPy is on a machine without a GPU: it imports, and every allocation raises.

A name that CuPy lacks raises AttributeError here too. What CuPy has and the stand-in does not, kernels of one's own
among it, is there and refuses with a sentence when it is called.

    array.py      the array type: border, shape, indexing, how NumPy's functions find it
    crossing.py   turns a NumPy function into one of device arrays
    operators.py  operators and methods of arrays
    names.py      which functions and types there are, and which are refused
    cuda.py       `cupy.cuda`: devices, streams, events, memory pools
    draws.py      `cupy.random`
    module.py     the module itself
"""

from autograder.probe.fakecupy import operators
from autograder.probe.fakecupy.array import IMPLICIT, ndarray
from autograder.probe.fakecupy.crossing import Transfers
from autograder.probe.fakecupy.cuda import CUDARuntimeError
from autograder.probe.fakecupy.module import stand_in, without_device
from autograder.probe.fakecupy.names import UFUNCS

__all__ = ["IMPLICIT", "UFUNCS", "CUDARuntimeError", "Transfers", "ndarray", "stand_in", "without_device"]

operators.give_to(ndarray)
