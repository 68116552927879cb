"""The rules on plain data, and the solver that keeps them. Rules of rest and hours L01–L04, C01–C09; R10, R13."""

import itertools
import json
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from duty.roster.drafting import explain, process, reading, rules, sentences, solve

from .months import EARLY, LATE, NIGHT, drawn, month

SECONDS = 20  # enough for every month here on a busy machine; most take a tenth of one


def codes(instance, roster):
    return sorted(one.code for one in rules.findings(instance, roster))


def points(instance, roster):
    """{rule: points} of what a roster costs."""
    return {rule: cost for rule, cost in rules.cost(instance, roster)[1].items() if cost}


# ------------------------------------------------------------------------------------------------- each rule, by hand

RESTED = {"previous": ("",) * 7}


@pytest.mark.clause("R10")
@pytest.mark.parametrize(
    ("rows", "said", "broken"),
    [
        ({"a": "L.E"}, {}, []),
        ({"a": "LE."}, {}, ["rest"]),
        ({"a": "EL."}, {}, []),
        ({"a": "E.."}, {"a": {"previous": ("",) * 6 + ("L",)}}, ["rest"]),
        ({"a": "EEEEEE."}, {}, []),
        ({"a": "EEEEEEE"}, {}, ["seven_days", "weekly_rest"]),
        ({"a": "EE"}, {"a": {"previous": ("",) + ("E",) * 6}}, ["seven_days", "seven_days", "weekly_rest"][:2]),
        ({"a": "E"}, {"a": {"leave": frozenset({0})}}, ["leave"]),
        ({"a": "E"}, {"a": {"no_shifts": frozenset("E")}}, ["forbidden"]),
        ({"a": "X"}, {}, ["unknown"]),
    ],
)
def test_a_hard_rule_is_found_where_it_is_broken_and_nowhere_else(rows, said, broken):
    instance, roster = month(rows, **said)
    assert sorted(one.code for one in rules.violations(instance, roster)) == broken


@pytest.mark.clause("R10")
def test_a_night_shift_is_too_near_even_to_the_evening_after_the_next_morning():
    instance, roster = month({"a": "NE", "b": "N."}, shifts=(EARLY, LATE, NIGHT))
    assert [one.person for one in rules.violations(instance, roster)] == ["a"]


@pytest.mark.clause("R10")
def test_hours_stop_36_above_those_of_the_workdays():
    instance, roster = month({"a": "EEEEE.", "b": "EEEE.."}, kinds="RRRRRR")
    assert [one.person for one in rules.violations(instance, roster) if one.code == "hours"] == ["a"]
    assert points(instance, roster)["overtime"] == 2 * 5 + 2 * 4


@pytest.mark.clause("R10", "R13")
@pytest.mark.parametrize(
    ("rows", "said", "cost"),
    [
        ({"a": "EE.", "b": "..."}, {"demand": {"E": 2}}, {"missing": 4000, "no_butler": 500, "uneven_hours": 3}),
        ({"a": "EEE"}, {"a": {"role": "desk_clerk"}, "demand": {"E": 1}}, {"no_butler": 1500}),
        ({"a": "EE", "b": "EE"}, {"demand": {"E": 1}}, {"surplus": 2}),
        ({"a": "EE"}, {"a": {"want_off": ((0, 4),)}}, {"day_off_worked": 4, "surplus": 2}),
        ({"a": "EE"}, {"a": {"want_shift": ((0, "L", 5), (1, "E", 3))}, "demand": {"L": 0}}, {"surplus": 2}),
        ({"a": "EE"}, {"a": {"want_shift": ((0, "L", 5),)}, "demand": {"E": 1, "L": 1}},
         {"shift_not_given": 5, "missing": 2000, "no_butler": 1000}),
        ({"a": ".E."}, {"demand": {}}, {"single_day": 3, "surplus": 1}),
        ({"a": "E.E"}, {"demand": {}}, {"single_off": 3, "surplus": 2}),
        ({"a": "E.E"}, {"a": {"leave": frozenset({1})}, "demand": {}}, {"surplus": 2}),
        ({"a": "LL"}, {"demand": {"L": 1}}, {}),
        ({"a": "LLLLL", "b": "....."}, {"demand": {"L": 1}}, {"uneven_late": 24, "uneven_hours": 12}),
        ({"a": "EEEEE", "b": "....."}, {"demand": {"E": 1}, "kinds": "RRRRR"},
         {"overtime": 10, "uneven_rest": 24, "uneven_hours": 12}),
        ({"a": "EEE", "b": "..."}, {"demand": {"E": 1}, "kinds": "HHH"}, {"overtime": 6, "uneven_hol": 20, "uneven_hours": 6}),
        ({"a": "EEE", "b": "..."}, {"demand": {"E": 1}, "b": {"leave": frozenset(range(3))}}, {}),
    ],
)  # fmt: skip
def test_what_a_roster_costs(rows, said, cost):
    instance, roster = month(rows, **said)
    assert points(instance, roster) == cost


def test_who_was_away_for_long_and_who_may_not_stand_late_are_not_compared():
    said = {"a": {"leave": frozenset(range(4))}, "b": {"no_shifts": frozenset("N")}, "shifts": (EARLY, LATE, NIGHT)}
    instance, _roster = month({"a": "....L", "b": "LLLLL", "c": "....."}, **said)
    compared = {what: [person.id for person in people] for what, people in rules.compared(instance).items()}
    assert compared == {"late": ["c"], "rest": ["b", "c"], "hol": ["b", "c"], "hours": ["b", "c"]}


# ------------------------------------------------------------------------------------------------- the solver


@pytest.mark.clause("R10")
@pytest.mark.parametrize("seed", range(12))
def test_the_report_finds_no_broken_rule_in_any_draft_and_pins_and_leave_are_kept(seed):
    """Some have four people too few: a draft leaves a gap rather than break a rule."""
    instance = drawn(seed, people=3 + seed % 4, shifts=(EARLY, LATE, NIGHT) if seed % 3 == 0 else (EARLY, LATE))
    found = solve.solve(instance, seconds=2, workers=2)
    if not found.coverage_proven:  # a busy machine may take the second that most of them need a tenth of
        found = solve.solve(instance, seconds=SECONDS, workers=2)
    assert rules.violations(instance, found.roster) == []
    assert (found.cost, found.parts) == rules.cost(instance, found.roster)
    assert all(found.roster[who][day] == code for (who, day), code in instance.pinned.items())
    assert found.bound <= found.cost
    assert found.coverage_proven


@pytest.mark.parametrize("seed", range(4))
def test_the_optimum_of_a_tiny_month_is_that_of_trying_everything(seed):
    instance = drawn(seed, people=3, length=6, most=1)
    best = min(
        rules.cost(instance, roster)[0]
        for rows in itertools.product(*[_rows(instance, person) for person in instance.staff])
        for roster in [{person.id: row for person, row in zip(instance.staff, rows, strict=True)}]
    )
    found = solve.solve(instance, seconds=SECONDS, workers=2)
    assert (found.cost, found.bound, found.proven) == (best, best, True)


def _rows(instance, person):
    """The rows of a person that break no rule and lie in shifts that take place; few, for the product is large."""
    choices = [["", *(code for code in instance.shifts if instance.may(person, day, code))] for day in instance.span]
    rows = [row for row in itertools.product(*choices) if not list(rules.hard(instance, person, row))]
    least = sorted(rows, key=lambda row: sum(one.cost for one in rules.soft(instance, person, row)))
    return least if len(least) <= 40 else least[:: len(least) // 40] + least[:40]


@pytest.mark.clause("R13")
def test_a_month_with_too_few_butlers_says_of_each_gap_why_nobody_could_fill_it():
    rows = {"a": "......." * 2, "b": "......." * 2}
    said = {
        "a": {"name": "甲", "leave": frozenset({0})},
        "b": {"name": "乙", "role": "desk_clerk", "no_shifts": frozenset("L")},
    }
    instance, _ = month(rows, demand={"E": 1, "L": 1}, **said)
    found = solve.solve(instance, seconds=SECONDS, workers=2)
    assert found.coverage_proven
    assert rules.violations(instance, found.roster) == []
    gaps = explain.gaps(instance, found.roster)
    assert all(why or only_butler for _day, _code, _people, only_butler, why in gaps)
    first = next(why for day, code, _people, _only, why in gaps if (day, code) == (0, "L"))
    assert {person.id: why.code for person, why in first} == {"a": "on_leave", "b": "may_not"}
    assert all(sentences.reason(why) for *_rest, reasons in gaps for _person, why in reasons)


@pytest.mark.clause("R28")
def test_substitutes_are_ranked_by_what_the_month_costs_then_and_who_cannot_says_why():
    rows = {"a": "L......", "b": "EEE....", "c": "......."}
    instance, roster = month(rows, demand={"E": 1}, c={"want_off": ((1, 5),)})
    found = explain.candidates(instance, roster, 1, "E")
    assert [one.person.id for one in found if not one.problems] == ["c"]
    assert {one.person.id: [why.code for why in one.problems] for one in found[1:]} == {
        "a": ["rest"],
        "b": ["on_shift"],
    }
    ranked = explain.candidates(
        *month({"a": ".......", "b": "......."}, demand={"E": 1}, a={"want_off": ((1, 5),)}), 1, "E"
    )
    assert [one.person.id for one in ranked] == ["b", "a"]


def test_pins_that_break_a_rule_are_named_and_nothing_is_drafted():
    instance, _ = month({"a": ".." * 4})
    wrong = reading.read(instance.as_dict() | {"pinned": [["a", 0, "L"], ["a", 1, "E"]]})
    with pytest.raises(solve.Contradiction) as no:
        solve.solve(wrong, seconds=1)
    assert [one.code for one in no.value.findings] == ["rest"]


def test_without_time_the_empty_roster_is_the_draft():
    instance = drawn(1)
    found = solve.solve(instance, seconds=0.001)
    assert rules.violations(instance, found.roster) == []
    assert not found.proven


def test_somebody_who_says_stop_gets_the_best_so_far():
    instance, told = drawn(3, people=9, length=28), []
    found = process.draft(
        instance.as_dict(), seconds=60, progress=lambda **said: told.append(said), stop=lambda: bool(told)
    )
    assert set(found["roster"]) == {str(person.id) for person in instance.staff}


def test_whoever_says_stop_before_a_roster_is_found_is_told_just_that():
    with pytest.raises(process.Failed, match="未找到"):
        process.draft(drawn(1).as_dict(), seconds=60, progress=print, stop=lambda: True)


@pytest.mark.clause("R10")
def test_in_a_process_of_its_own_every_better_roster_is_told():
    instance, told = drawn(2), []
    found = process.draft(
        instance.as_dict(), seconds=SECONDS, progress=lambda **said: told.append(said), stop=lambda: False
    )
    assert found["proven"]
    assert [said["cost"] for said in told] == sorted((said["cost"] for said in told), reverse=True)
    rows = {person.id: [code or "" for code in found["roster"][str(person.id)]] for person in instance.staff}
    assert rules.cost(instance, rows)[0] == found["cost"]


def test_a_child_that_dies_is_said(monkeypatch):
    monkeypatch.setattr(process.sys, "executable", "/bin/false")
    with pytest.raises(process.Failed):
        process.draft({}, seconds=1, progress=print, stop=lambda: False)


def test_nonsense_in_the_process_is_a_sentence():
    with pytest.raises(process.Failed, match="missing"):
        process.draft({"name": "x"}, seconds=1, progress=print, stop=lambda: False)


# ------------------------------------------------------------------------------------------------- files


@pytest.mark.parametrize("seed", range(5))
def test_a_month_is_read_as_it_was_written(seed):
    instance = drawn(seed)
    assert reading.read(json.loads(json.dumps(instance.as_dict()))) == instance


def broken():
    """(what is wrong, a month with it)."""
    good = drawn(0).as_dict()

    def wrong(path, value):
        data = json.loads(json.dumps(good))
        place = data
        for part in path[:-1]:
            place = place[part]
        if value is KeyError:
            del place[path[-1]]
        else:
            place[path[-1]] = value
        return pytest.param(data, id=f"{path[-1]}={value!r:.20}")

    yield from (pytest.param(value, id=repr(value)) for value in (None, [], 7, "x", {}))
    for path in (("days",), ("staff",), ("shifts",), ("staff", 0, "leave"), ("days", 0, "demand"), ("staff", 0, "id")):
        yield from (wrong(path, value) for value in (KeyError, None, "x", -1, 1.5, [[]], {"E": "x"}))
    yield wrong(("staff", 0, "leave"), [14])
    yield wrong(("staff", 0, "leave"), [True])
    yield wrong(("staff", 0, "previous_7_days"), ["E"] * 6)
    yield wrong(("staff", 0, "previous_7_days"), ["E"] * 6 + ["Q"])
    yield wrong(("staff", 0, "role"), "boss")
    yield wrong(("staff", 1, "id"), 0)
    yield wrong(("days", 1, "date"), "2026-06-09")
    yield wrong(("days", 1, "date"), "2026-13-09")
    yield wrong(("days", 0, "demand"), {"E": -1})
    yield wrong(("days", 0, "demand"), {"E": 10**30})
    yield wrong(("shifts", "E", "start"), float("nan"))
    yield wrong(("shifts", "E", "end"), 7)
    yield wrong(("pinned",), [[0, 3, "E"], [0, 3, "L"]])
    yield wrong(("pinned",), [[99, 3, "E"]])


@pytest.mark.parametrize("data", list(broken()))
def test_a_month_with_a_fault_is_a_sentence_and_no_traceback(data):
    with pytest.raises(reading.Unreadable) as no:
        reading.read(data)
    assert str(no.value).endswith(".")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"days": NaN}'])
def test_a_file_with_nonsense_is_a_sentence(tmp_path, content):
    path = tmp_path / "month.json"
    path.write_bytes(content)
    for name in (path, tmp_path, tmp_path / "none.json"):
        with pytest.raises(CommandError):
            call_command("roster", "draft", "--instance", str(name), "--seconds", "1")


@pytest.mark.clause("R10")
def test_the_command_drafts_a_month_from_a_file_and_says_how_good_it_is(tmp_path):
    instance = drawn(5)
    path = tmp_path / "month.json"
    path.write_text(json.dumps(instance.as_dict()))
    out = StringIO()
    began = time.monotonic()
    call_command("roster", "draft", "--instance", str(path), "--seconds", str(SECONDS), "--json", stdout=out)
    said = json.loads(out.getvalue())
    rows = {person.id: [code or "" for code in said["roster"][str(person.id)]] for person in instance.staff}
    assert rules.violations(instance, rows) == said["violations"] == []
    assert rules.cost(instance, rows) == (said["cost"], said["parts"])
    assert said["seconds"] <= time.monotonic() - began + 0.05  # it is said to a tenth of a second
    out = StringIO()
    call_command("roster", "draft", "--instance", str(path), "--seconds", str(SECONDS), stdout=out)
    assert f"{said['cost']} points" in out.getvalue()


@pytest.mark.django_db
def test_the_command_drafts_a_month_that_a_desk_has_begun(roster):
    out = StringIO()
    call_command("roster", "draft", "--month", "2026-12", "--seconds", "2", "--json", stdout=out)
    assert len(json.loads(out.getvalue())["roster"]) == 2
    for wrong in ("2027-01", "2026-13"):
        with pytest.raises(CommandError):
            call_command("roster", "draft", "--month", wrong, "--seconds", "1")
