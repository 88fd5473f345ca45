"""A VFS under SQLCipher that notes what the disk is told: each write, truncation and sync.

It stands on SQLite's own VFS and changes nothing about what happens. Register it in a process of
its own, before the first connection: it becomes the default of that process.
"""

import ctypes
from collections.abc import Callable
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from importlib.util import find_spec
from typing import Any

import msgspec

_OK = 0


class Wrote(msgspec.Struct, frozen=True, tag=True):
    file: str
    offset: int
    content: bytes


class Truncated(msgspec.Struct, frozen=True, tag=True):
    file: str
    size: int


class Deleted(msgspec.Struct, frozen=True, tag=True):
    file: str


class Synced(msgspec.Struct, frozen=True, tag=True):
    file: str


class Shown(msgspec.Struct, frozen=True, tag=True):
    """Not the disk's: at this point the screen had said that event `seq` is recorded."""

    seq: int


Step = Wrote | Truncated | Deleted | Synced | Shown

_Write = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_Truncate = CFUNCTYPE(c_int, c_void_p, c_int64)
_Sync = CFUNCTYPE(c_int, c_void_p, c_int)
_Delete = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
# The name as an address: SQLite keeps more of it behind its end.
_Open = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)


class _Methods(Structure):
    """sqlite3_io_methods, as far as it is replaced here; the rest is copied as it is."""

    _fields_ = (
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("write", _Write),
        ("truncate", _Truncate),
        ("sync", _Sync),
        ("rest", c_void_p * 13),
    )


class _File(Structure):
    _fields_ = (("methods", POINTER(_Methods)),)


class _Vfs(Structure):
    _fields_ = (
        ("version", c_int),
        ("file_bytes", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", _Open),
        ("delete", _Delete),
        ("rest", c_void_p * 14),
    )


def _library() -> ctypes.CDLL:
    """SQLCipher itself, which is inside Python's binding."""
    found = find_spec("sqlcipher3._sqlite3")
    assert found is not None
    return ctypes.CDLL(found.origin)


class Recorder:
    """Notes into `steps` once it is registered; `files` are full path names."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._names: dict[int, str] = {}
        self._kept: list[Any] = []
        self._replaced: dict[int, _Methods] = {}

    def register(self) -> None:
        """Puts this VFS under every connection that is opened from now on."""
        library = _library()
        library.sqlite3_vfs_find.restype = POINTER(_Vfs)
        real = library.sqlite3_vfs_find(None)
        own = _Vfs.from_buffer_copy(real.contents)
        own.name = b"recording"
        own.open = _Open(self._opening(real))
        own.delete = _Delete(self._deleting(real.contents.delete))
        self._kept += [own, real]
        if library.sqlite3_vfs_register(ctypes.byref(own), 1) != _OK:
            raise RuntimeError("SQLite did not take the recording VFS")

    def _opening(self, real: Any) -> Callable[..., int]:
        real_open, vfs = real.contents.open, ctypes.cast(real, c_void_p).value

        def open_(_vfs: int, name: int | None, file: int, flags: int, given: int | None) -> int:
            result = int(real_open(vfs, name, file, flags, given))
            if result == _OK and name is not None:
                self._names[file] = ctypes.string_at(name).decode()
                self._replace(_File.from_address(file))
            return result

        return open_

    def _deleting(self, real: Callable[..., int]) -> Callable[..., int]:
        def delete(vfs: int, name: int, sync: int) -> int:
            self.steps.append(Deleted(ctypes.string_at(name).decode()))
            return int(real(vfs, name, sync))

        return delete

    def _replace(self, file: _File) -> None:
        address = ctypes.addressof(file.methods.contents)
        if address not in self._replaced:
            self._replaced[address] = self._noting(file.methods.contents)
        file.methods = ctypes.pointer(self._replaced[address])

    def _noting(self, real: _Methods) -> _Methods:
        methods = _Methods.from_buffer_copy(real)
        write, truncate, sync = real.write, real.truncate, real.sync

        def write_(file: int, content: int, length: int, offset: int) -> int:
            copy = ctypes.string_at(content, length)
            self.steps.append(Wrote(self._names[file], offset, copy))
            return int(write(file, content, length, offset))

        def truncate_(file: int, size: int) -> int:
            self.steps.append(Truncated(self._names[file], size))
            return int(truncate(file, size))

        def sync_(file: int, flags: int) -> int:
            result = int(sync(file, flags))
            self.steps.append(Synced(self._names[file]))
            return result

        methods.write, methods.truncate, methods.sync = (
            _Write(write_),
            _Truncate(truncate_),
            _Sync(sync_),
        )
        self._kept.append(methods)
        return methods
