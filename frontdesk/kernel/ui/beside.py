"""What an app above adds to a page of an app below, which does not know it.

The page says where: `{% beside "handover.sheet" sheet %}`. The app above says what, in its `ready`.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

Addition = Callable[[Any, Any], tuple[str, dict] | None]
additions: dict[str, list[Addition]] = defaultdict(list)


def add(place, addition):
    """Called by an app's `ready`. addition(request, about): (template, context) to be shown there, or None for nothing."""
    if addition not in additions[place]:
        additions[place].append(addition)


def of(place, request, about):
    """[(template, context)] of everything that apps above add to a place for this request."""
    found = [addition(request, about) for addition in additions.get(place, ())]
    return [one for one in found if one]
