"""A JSON Schema of frozen dataclasses, so that the JSON files of the package tell what they hold. Pure."""

import types
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, time
from typing import Any, Union, get_args, get_origin, get_type_hints

_ENKLA = {str: {"type": "string"}, int: {"type": "integer"}, float: {"type": "number"}, bool: {"type": "boolean"}}
_TIDER = {date: {"type": "string", "format": "date"}, time: {"type": "string", "format": "time"}}


def schema(klass: type) -> dict:
    """The schema of what `kommun.varden.som_json` writes of the class."""
    delar: dict[str, Any] = {}
    rot = _typ(klass, delar)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **rot, "$defs": delar}


def _typ(typ: Any, delar: dict) -> dict:
    if get_origin(typ) in (Union, types.UnionType):
        return {"anyOf": [{"type": "null"} if t is type(None) else _typ(t, delar) for t in get_args(typ)]}
    if get_origin(typ) is tuple:
        return {"type": "array", "items": _typ(get_args(typ)[0], delar)}
    if is_dataclass(typ):
        if typ.__name__ not in delar:
            delar[typ.__name__] = {}  # so that a class may hold itself
            delar[typ.__name__] = _klass(typ, delar)
        return {"$ref": f"#/$defs/{typ.__name__}"}
    return dict((_ENKLA | _TIDER)[typ])


def _klass(klass: type, delar: dict) -> dict:
    typer = get_type_hints(klass)
    return {
        "type": "object",
        "description": (klass.__doc__ or "").strip(),
        "properties": {f.name: _typ(typer[f.name], delar) for f in fields(klass)},
        "required": [f.name for f in fields(klass) if f.default is MISSING and f.default_factory is MISSING],
    }
