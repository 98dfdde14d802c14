"""Frozen dataclasses as JSON and back, so that what is stored can be read by a later version of the code. Pure."""

import types
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def som_json(varde: Any) -> Any:
    """dict, list, str, int, float, bool and None; days and times as ISO 8601."""
    if is_dataclass(varde):
        return {f.name: som_json(getattr(varde, f.name)) for f in fields(varde)}
    if isinstance(varde, (tuple, list)):
        return [som_json(v) for v in varde]
    if isinstance(varde, Enum):
        return varde.value
    return varde.isoformat() if isinstance(varde, (date, time)) else varde


def fran_json(klass: type[T], data: Any) -> T:
    """The value that `som_json` wrote. What the class does not know of is left out: a later version may have stored it.

    Raises TypeError when a field without default is missing.
    """
    return _las(klass, data)


@cache
def _falt(klass: type) -> dict[str, Any]:
    typer = get_type_hints(klass)
    return {f.name: typer[f.name] for f in fields(klass)}


def _las(typ: Any, data: Any) -> Any:
    if data is None or typ is Any:
        return data
    if get_origin(typ) in (Union, types.UnionType):
        return _las(next(t for t in get_args(typ) if t is not type(None)), data)
    if get_origin(typ) is tuple:
        return tuple(_las(get_args(typ)[0], v) for v in data)
    if is_dataclass(typ):
        return typ(**{namn: _las(t, data[namn]) for namn, t in _falt(typ).items() if namn in data})
    if typ in (date, time, datetime):
        return typ.fromisoformat(data)
    return typ(data) if isinstance(typ, type) and issubclass(typ, Enum) else data
