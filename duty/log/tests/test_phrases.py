"""The phrases of a desk: offered where they fit, kept by the supervisor."""

import pytest

from duty.log import commands, phrases
from duty.log.models import Phrase
from duty.log.views import steps
from frontdesk.kernel.people.models import Desk
from frontdesk.kernel.people.refusal import Forbidden, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
NOTE, RESULT = Phrase.Kind.NOTE, Phrase.Kind.RESULT
GLOBAL = set("bcdhjkmnrtuw/?")  # the keys of every page


def add(desk, by, at, text="已回电", kind=NOTE, category=""):
    return commands.add_phrase(desk=desk, kind=kind, category=category, text=text, by=by, at=at)


def again(desk):
    """As the next request reads it."""
    return Desk.objects.select_related("project").get(pk=desk.pk)


def test_a_new_desk_begins_with_usual_phrases_of_every_kind(desk):
    assert {kind for _pk, kind, _category, _text in phrases.of(again(desk))} == set(Phrase.Kind)


def test_what_fits_the_category_is_offered_and_what_fits_every_one(desk, supervisor, at):
    Phrase.objects.all().delete()
    add(desk, supervisor, at, "已派工", NOTE, "REP")
    add(desk, supervisor, at, "已回电", NOTE)
    add(desk, supervisor, at, "已劝阻", NOTE, "CMP")
    add(desk, supervisor, at, "已办结", RESULT)
    assert phrases.offered(again(desk), NOTE, "REP") == [("REP", "已派工"), ("", "已回电")]
    assert [text for _category, text in phrases.offered(again(desk), NOTE)] == ["已派工", "已回电", "已劝阻"]


def test_one_is_offered_at_once_and_removed_at_once(client_of, supervisor, clerk, record, desk):
    entry, client = record(category="REP", unit_no="1203"), client_of(supervisor)
    page = f"/log/entries/{entry.pk}/"
    said = {"kind": "note", "category": "REP", "text": "维修师傅已出发"}
    assert client.post("/settings/phrases/add/", said).status_code == 302
    assert "维修师傅已出发" in client_of(clerk).get(page).content.decode()
    phrase = Phrase.objects.get(text="维修师傅已出发")
    assert client.post(f"/settings/phrases/{phrase.pk}/remove/").status_code == 302
    assert "维修师傅已出发" not in client_of(clerk).get(page).content.decode()
    assert Phrase.history.filter(text="维修师傅已出发").first().history_user == supervisor


@pytest.mark.clause("R44")
def test_a_clerk_and_a_stranger_change_none(desk, clerk, stranger, at):
    phrase = Phrase.objects.filter(desk=desk).first()
    for by in (clerk, stranger):
        with pytest.raises(Forbidden):
            add(desk, by, at)
        with pytest.raises(Forbidden):
            commands.remove_phrase(phrase_id=phrase.pk, by=by, at=at)


def test_a_phrase_stands_once_and_no_desk_has_endlessly_many(desk, supervisor, at):
    add(desk, supervisor, at)
    with pytest.raises(Refused):
        add(desk, supervisor, at)
    for number in range(commands.phrases.MOST - Phrase.objects.filter(desk=desk).count()):
        add(desk, supervisor, at, f"第{number}条")
    with pytest.raises(Refused):
        add(desk, supervisor, at, "多了一条")


def test_without_scripts_the_phrases_are_a_plain_list(client_of, clerk):
    page = client_of(clerk).get("/log/new/").content.decode()
    assert page.count('<details class="phrases"') == 2
    assert '<li data-category="REP">厨房下水管漏水' in page


@pytest.mark.clause("R07")
@pytest.mark.parametrize("category, steps_taken", [("REP", 0), ("INC", 0), ("REP", 1)])
def test_no_two_steps_of_one_page_have_the_same_key(client_of, supervisor, record, at, category, steps_taken):
    entry = record(category=category, unit_no="1203", priority="P1" if category == "INC" else "P2")
    if steps_taken:
        commands.close_matter(entry_id=entry.pk, result="修好", by=supervisor, at=at)
    offered = client_of(supervisor).get(f"/log/entries/{entry.pk}/").context
    keys = [step.key for step, *_rest in offered["panels"]] + [step.key for step in offered["offered"]]
    assert len(keys) == len(set(keys))
    assert set(keys) & GLOBAL == set()
    assert all(len(step.key) == 1 for step in steps.STEPS)
