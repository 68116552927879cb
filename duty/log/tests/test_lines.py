"""A line of the book as every page shows it: what was typed is text, and what is said about it is in the reader's language."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from duty.log import book
from duty.log.commands import add_note, correct_entry

pytestmark = pytest.mark.django_db
PAYLOAD = "<i>x</i>&\"'"
TYPED = {"description": PAYLOAD, "place": PAYLOAD, "caller_name": PAYLOAD, "customer_request": PAYLOAD}


@pytest.fixture
def shown(at):
    """shown(entry, …) → the HTML of its line in a language. options: of the tag; runs: what was searched for."""

    def shown(entry, language="en", options="", runs=()):
        request = RequestFactory().get("/")
        request.at = at
        with translation.override(language):
            lines = book.of_ids([entry.pk], runs, whole=True)
            return Template(f"{{% load log %}}{{% lines lines {options} %}}").render(
                Context({"request": request, "lines": lines, "times": {line.id: 4 for line in lines}})
            )

    return shown


@pytest.mark.parametrize("runs", [(), ("x",)], ids=["plain", "searched"])
def test_what_was_typed_is_escaped_wherever_it_stands(shown, record, act, runs):
    entry = record(category="REP", unit_no="8-1-1203", phone="13812345678", **TYPED)
    act(add_note, entry, text=PAYLOAD)
    act(correct_entry, entry, field="place", new=PAYLOAD + "2", reason=PAYLOAD, expected=PAYLOAD, minutes=6)
    html = shown(entry, runs=runs)
    assert "<i>x" not in html
    assert "<i><mark>" not in html
    assert "&\"'" not in html
    assert html.count("&lt;i&gt;") == 9  # four fields, the place that stood there, the note, and a correction's three


def test_it_is_in_the_language_of_the_reader(shown, record):
    entry = record(category="REP", unit_no="8-1-1203")
    english, chinese = (shown(entry, language, "brief=True times=times") for language in ("en", "zh-hans"))
    assert "handed on 4 times" in english
    assert "Repair" in english
    assert 'title="Priority"' in english
    assert "已移交 4 次" in chinese
    assert "报修" in chinese
    assert "Repair" not in chinese


def test_a_day_has_a_heading_only_where_it_is_asked_for(shown, record):
    entry = record()
    assert '<h2 class="day">' in shown(entry, options="days=True")
    assert '<h2 class="day">' not in shown(entry)


@pytest.mark.clause("R39", "R41")
@pytest.mark.parametrize("options", ["", "brief=True"])
def test_notes_and_corrections_stand_in_the_order_of_time(shown, record, act, options):
    entry = record(category="REP", unit_no="8-1-1203")
    act(add_note, entry, text="first", minutes=5)
    act(correct_entry, entry, field="unit_no", new="8-1-1303", reason="second", minutes=6)
    act(add_note, entry, text="third", minutes=7)
    html = shown(entry, options=options)
    assert html.index("first") < html.index("second") < html.index("third")
