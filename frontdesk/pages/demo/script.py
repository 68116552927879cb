"""One line of a written-out day."""

from .case import Case


def line(cast, back, clock, code, said, *, unit="", done="", to="", by="", occurred="", **more):
    """A case so many days ago at a clock time. code: 'REP.water'; unit: whose first resident calls, unless `caller_name`
    is given; done: the result on the spot; to: the department; occurred: an earlier clock time of that day.
    """
    at = cast.at(back, clock)
    category, _, subcategory = code.partition(".")
    intake = {"category": category, "subcategory": subcategory, "description": said, "channel": "call", **more}
    if intake["channel"] == "call":
        intake.setdefault("rings", "2")
    else:
        intake.pop("rings", None)
    if done:
        intake["immediate_result"] = done
    if to:
        intake["department"] = to
    if occurred:
        intake["occurred_at"] = cast.at(back, occurred, second=0)
    if unit and "caller_name" in more:
        intake["unit_no"] = unit
    elif unit:
        intake["resident"] = cast.resident(unit)
    return Case(cast, at, by or cast.hand(at), intake)
