"""What an annotation of a schema comes down to."""

import types
from typing import Annotated, Any, Union, get_args, get_origin


def is_sequence(origin: Any) -> bool:
    """Say whether the origin of an annotation is a sequence of any kind."""
    return getattr(origin, "__name__", "") == "Sequence"


def bare(annotation: Any) -> Any:
    """Take off what only checks, and the None of what may be missing."""
    while True:
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            annotation = arguments[0]
        elif origin in {Union, types.UnionType}:
            annotation = next(each for each in arguments if each is not type(None))
        else:
            return annotation
