"""A tale: something people come to the desk with, as sentences with blanks, and how the blanks are filled."""

from dataclasses import dataclass, field

HOME, PUBLIC, ANY = "home", "public", ""
# How long it takes: on the spot, within half an hour, within the shift, the same day, some days, or by appointment.
SPOT, SOON, QUICK, DAY, DAYS, VISIT = "spot", "soon", "quick", "day", "days", "visit"


@dataclass(frozen=True, kw_only=True)
class Tale:
    """told: (what is said, its possible results); wish: alternatives; steps: alternatives for one note each."""

    category: str
    subcategory: str
    often: float
    told: tuple
    steps: tuple | None
    wish: tuple
    where: str
    pace: str
    department: str
    priority: str
    channels: tuple
    caller_kind: str
    blanks: dict = field(hash=False)


def lines(text):
    """The alternatives in a block of text: its lines that are not blank."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def tale(
    code, often, said, done="", *, steps=None, wish="", where=HOME, pace=DAY, to="", priority="", by="", caller="",
    **blanks,
):  # fmt: skip
    """Write a tale down. code: 'REP.water'; blanks: 'one|another'; by: channels, each as often as it is named.

    A line of `said` may bring its own results, 'what is said → one / another'; else any line of `done` fits it.
    """
    category, _, subcategory = code.partition(".")
    return Tale(
        category=category,
        subcategory=subcategory,
        often=often,
        told=tuple(_told(line, lines(done)) for line in lines(said)),
        steps=None if steps is None else tuple(lines(step) for step in steps),
        wish=lines(wish),
        where=where,
        pace=pace,
        department=to,
        priority=priority,
        channels=tuple(by.split()),
        caller_kind=caller,
        blanks={name: tuple(words.split("|")) for name, words in blanks.items()},
    )


def _told(line, done):
    said, _, own = line.partition(" → ")
    return said, tuple(own.split(" / ")) if own else done


class Blanks(dict):
    """The words chosen for one case; a blank is chosen once, so that the result speaks of the same tap."""

    def __init__(self, rng, pools, **given):
        super().__init__(given)
        self.rng, self.pools = rng, pools

    def __missing__(self, name):
        self[name] = chosen = self.fill(self.rng.choice(self.pools[name]))
        return chosen

    def fill(self, text):
        return text.format_map(self) if "{" in text else text
