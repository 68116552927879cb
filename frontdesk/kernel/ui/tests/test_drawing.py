"""Pictures say in words what they show, and show a gap where nothing is known."""

import re

from frontdesk.kernel.ui import drawing


def test_a_picture_has_a_role_a_title_and_a_description():
    svg = drawing.curve("R26", "Answered <in time>", "Sep: 90 %", [90, 80])
    assert 'role="img"' in svg
    assert 'aria-labelledby="R26-t R26-d"' in svg
    assert '<title id="R26-t">Answered &lt;in time&gt;</title><desc id="R26-d">Sep: 90 %</desc>' in svg
    assert "style=" not in svg


def test_where_nothing_is_known_the_curve_breaks():
    svg = drawing.curve("k", "t", "d", [10, 20, None, 30, 40])
    assert svg.count("<polyline") == 2
    assert svg.count("<circle") == 4
    assert drawing.curve("k", "t", "d", [None, None]).count("<circle") == 0


def test_an_unknown_month_is_a_dash_and_no_bar():
    svg = drawing.columns("k", "t", "d", [("26-10", None), ("26-11", 80)], most=100, unit="%")
    assert re.findall(r'height="(\d+)"/><text class="number"[^>]*>([^<]*)', svg) == [("0", "—"), ("80", "80%")]


def test_degrees_go_by_fifths_of_the_most_and_nothing_is_none():
    assert [drawing.degree(value, 10) for value in (0, 1, 2, 3, 5, 9, 10)] == [0, 1, 1, 2, 3, 5, 5]
    assert drawing.degree(1, 1) == 1


def test_lying_bars_are_as_long_as_their_parts_together():
    svg = drawing.bars("k", "t", "d", [("a", [1, 1]), ("b", [4, 0])], parts=("first", "second"))
    assert re.findall(r'class="(\w+)" x="([\d.]+)" y="\d+" width="([\d.]+)"', svg) == [
        ("first", "110.0", "65.0"), ("second", "175.0", "65.0"), ("first", "110.0", "260.0"), ("second", "370.0", "0.0"),
    ]  # fmt: skip
