"""What else whoever comes is told at a change of hands: an app above says it here (R60)."""

from collections.abc import Callable, Iterable

sources: list[Callable[..., Iterable[str]]] = []


def tell(source):
    """Called by an app's `ready`. source(desk, at): the lines for whoever takes over at a moment, as people wrote them."""
    if source not in sources:
        sources.append(source)


def lines(desk, at):
    """[text] of everything that is told, in the order in which the apps stand."""
    return [line for source in sources for line in source(desk, at)]
