"""`cupy.cuda` of the stand-in: one device, on which everything has ended when its call returns."""

from __future__ import annotations

import time
import types
from typing import Any


class CUDARuntimeError(RuntimeError):
    """What CuPy raises for an allocation where there is no device."""


class Device:
    """A device to work on: there is one, and every device array is there."""

    def __init__(self, device: Any = 0) -> None:
        self.id = int(device)

    def __repr__(self) -> str:
        return f"<CUDA Device {self.id}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Device) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)

    def __int__(self) -> int:
        return self.id

    def __enter__(self) -> Device:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def use(self) -> None:
        """Do nothing: there is no other device."""

    def synchronize(self) -> None:
        """Return at once."""


class Event:
    """A point in a stream's work."""

    done = True

    def __init__(self, block: bool = False, disable_timing: bool = False, interprocess: bool = False) -> None:
        self.at = time.perf_counter()

    def record(self, stream: Any = None) -> None:
        """Note the time."""
        self.at = time.perf_counter()

    def synchronize(self) -> None:
        """Return at once."""


class Stream:
    """A queue of work; a context in which others are not used."""

    null: Stream
    ptds: Stream
    done = True

    def __init__(self, null: bool = False, non_blocking: bool = False, ptds: bool = False, **_: Any) -> None:
        self.ptr = 0

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def use(self) -> Stream:
        """Do nothing: no work waits in any stream."""
        return self

    def record(self, event: Event | None = None) -> Event:
        """Return an event at this moment."""
        event = event or Event()
        event.record(self)
        return event

    def wait_event(self, event: Event) -> None:
        """Return at once."""

    def synchronize(self) -> None:
        """Return at once."""


Stream.null = Stream.ptds = Stream(null=True)


class MemoryPool:
    """A pool that holds nothing back."""

    def free_all_blocks(self, stream: Any = None) -> None:
        """Do nothing."""

    free_all_free = free_all_blocks

    def used_bytes(self) -> int:
        """Return 0."""
        return 0

    def total_bytes(self) -> int:
        """Return 0."""
        return 0

    def n_free_blocks(self) -> int:
        """Return 0."""
        return 0

    def set_limit(self, size: int | None = None, fraction: float | None = None) -> None:
        """Do nothing."""

    def get_limit(self) -> int:
        """Return 0: none."""
        return 0


def no_device(*_: Any, **__: Any) -> Any:
    """Raise what CUDA says where there is no device."""
    raise CUDARuntimeError("cudaErrorNoDevice: no CUDA-capable device is detected")


def cuda_of_stand_in() -> Any:
    """Return `cupy.cuda` where the stand-in's device is worked on; it claims no GPU."""
    pool = MemoryPool()
    runtime = types.SimpleNamespace(
        CUDARuntimeError=CUDARuntimeError,
        getDeviceCount=no_device,
        getDevice=lambda: 0,
        setDevice=lambda number: None,
        deviceSynchronize=lambda: None,
        streamSynchronize=lambda pointer: None,
    )
    return types.SimpleNamespace(
        is_available=lambda: False,
        Device=Device,
        Event=Event,
        Stream=Stream,
        ExternalStream=Stream,
        MemoryPool=MemoryPool,
        PinnedMemoryPool=MemoryPool,
        get_current_stream=lambda device_id=-1: Stream.null,
        get_device_id=lambda: 0,
        get_elapsed_time=lambda start, end: 1000 * (end.at - start.at),
        set_allocator=lambda allocator=None: None,
        set_pinned_memory_allocator=lambda allocator=None: None,
        runtime=runtime,
        memory=types.SimpleNamespace(OutOfMemoryError=MemoryError, MemoryPool=MemoryPool),
        pool=pool,
    )


def cuda_without_device() -> Any:
    """Return `cupy.cuda` of a machine without a GPU."""
    runtime = types.SimpleNamespace(
        CUDARuntimeError=CUDARuntimeError, getDeviceCount=no_device, getDeviceProperties=no_device,
        deviceSynchronize=no_device, getDevice=no_device, setDevice=no_device,
    )  # fmt: skip
    stream = types.SimpleNamespace(synchronize=no_device, use=no_device)
    return types.SimpleNamespace(
        is_available=lambda: False,
        Device=no_device,
        Event=no_device,
        Stream=_NoStream(stream),
        get_current_stream=no_device,
        get_device_id=no_device,
        runtime=runtime,
    )


class _NoStream:
    def __init__(self, null: Any) -> None:
        self.null = null

    def __call__(self, *_: Any, **__: Any) -> Any:
        return no_device()
