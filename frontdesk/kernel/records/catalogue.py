"""Which tables are guarded, which are sealed, and which projections hang on them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from django.apps import apps

from .models import AppendOnly, SealedRecord


@cache
def sealed_models():
    """{kind: model} of every sealed record."""
    return {model.seal_kind: model for model in apps.get_models() if issubclass(model, SealedRecord)}


@cache
def guarded_models():
    return [model for model in apps.get_models() if issubclass(model, AppendOnly)]


@dataclass(frozen=True)
class Projection:
    """Mutable rows that only repeat what sealed records say.

    faults()   yields (kind, record_id, sentence) for each row that does not
    rebuild()  makes them anew from the sealed records, returns how many
    """

    name: str
    faults: Callable[[], Iterable[tuple[str, int, str]]]
    rebuild: Callable[[], int]


projections: list[Projection] = []


def keep(projection):
    """Called by an app's `ready`: from then on verify compares the projection and rebuild restores it."""
    if projection.name not in {known.name for known in projections}:
        projections.append(projection)
