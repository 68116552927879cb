"""The environment check and the blind count. R17, R30, R54, R55, A32."""

import pytest

from duty.log.models import Entry
from frontdesk.kernel.people.refusal import Forbidden, Refused
from handover import assembly, commands
from handover.models import Article, CheckItem

from .conftest import moment
from .test_reading import parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def handover(hands, butler):
    """A handover at which everything else is done."""
    handover = hands.begin(butler, moment(13, 40))
    hands.fill(handover, moment(13, 42))
    handover.checks.all().delete()
    handover.counts.all().delete()
    return handover


@pytest.fixture
def count(hands, handover, butler):
    def count(minute, **pieces):
        """Count all; pieces: those that are not what they should be."""
        found = {one.article.pk: one.expected_here for one in hands.frame(handover, moment(13, minute)).counts}
        found |= {hands.article(name).pk: number for name, number in pieces.items()}
        commands.count(
            handover_id=handover.pk, numbers=found, nothing_omitted=True, no_matters=True, remark="", witness_name="",
            by=butler,
            at=moment(13, minute),
        )  # fmt: skip
        return {one.article.name: one for one in hands.frame(handover, moment(13, minute)).counts}

    return count


def all_in_order(handover, butler, **said):
    said = {"faults": {}, "stand_in": "", "key": "k", **said}
    commands.check(handover_id=handover.pk, by=butler, at=moment(13, 43), **said)


@pytest.mark.clause("R54")
def test_one_press_says_that_all_is_in_order_and_before_it_nothing_can_be_signed(hands, handover, butler, count):
    count(43)
    assert parts(hands.frame(handover, moment(13, 43))) == ["checks"]
    all_in_order(handover, butler)
    assert hands.frame(handover, moment(13, 44)).missing == []


@pytest.mark.clause("R54")
def test_what_is_wrong_needs_a_note(handover, butler):
    item = CheckItem.objects.filter(group="environment").first()
    with pytest.raises(Refused):
        all_in_order(handover, butler, faults={item.pk: " "})
    assert not handover.checks.exists()
    all_in_order(handover, butler, faults={item.pk: "柜台有水渍，已擦"})
    assert list(handover.checks.filter(ok=False).values_list("item", "note")) == [(item.pk, "柜台有水渍，已擦")]


@pytest.mark.clause("R30")
def test_a_dead_line_makes_an_urgent_repair_with_the_number_to_ring_meanwhile_once(hands, handover, butler, count):
    item = CheckItem.objects.get(line="radio")
    with pytest.raises(Refused):
        all_in_order(handover, butler, faults={item.pk: "无法通话"})
    assert not Entry.objects.exists()
    for _twice in range(2):
        all_in_order(handover, butler, faults={item.pk: "无法通话"}, stand_in="13800138000")
    entry = Entry.objects.get()
    assert (entry.category, entry.priority, "13800138000" in entry.description) == ("REP", "P2", True)
    count(44)
    assert hands.frame(handover, moment(13, 45)).missing == []  # who wrote it has read and understood it


@pytest.mark.clause("R17")
def test_closing_looks_at_doors_lights_cash_box_and_alarm(hands, cast):
    handover = commands.prepare(desk=hands.desk, by=cast.butler, at=moment(21, 50))
    groups = {item.group for item, _ in hands.frame(handover, moment(21, 51)).checks}
    assert groups == {"closing"}
    hands.fill(handover, moment(21, 52))
    handover.checks.all().delete()
    with pytest.raises(Refused):
        hands.sign(handover, cast.butler, at=moment(22, 0))


@pytest.mark.clause("R55")
def test_what_is_lent_is_not_missed(hands, handover, butler, count, cast):
    Article.objects.filter(name="对讲机").update(expected=4)
    commands.lend(
        desk=hands.desk, article_id=hands.article().pk, quantity=1, borrower="秩序 高明", due_at=moment(20), by=butler,
        at=moment(13, 43),
    )  # fmt: skip
    radio = count(44, 对讲机=3)["对讲机"]
    assert (radio.article.expected, radio.lent, radio.difference) == (4, 1, 0)
    radio = count(45, 对讲机=2)["对讲机"]
    assert (radio.difference, radio.counted, radio.first) == (-1, 2, 3)
    assert "counts" in parts(hands.frame(handover, moment(13, 46)))


@pytest.mark.clause("R55")
def test_a_difference_is_explained_and_makes_a_matter_once(hands, handover, butler, count):
    all_in_order(handover, butler)
    count(44, 对讲机=1)
    said = {"handover_id": handover.pk, "article_id": hands.article().pk, "by": butler}
    with pytest.raises(Refused):
        commands.explain(text=" ", at=moment(13, 45), **said)
    commands.explain(text="早班说昨晚就少一台", at=moment(13, 45), **said)
    commands.explain(text="早班说昨晚就少一台，已上报", at=moment(13, 46), **said)
    frame = hands.frame(handover, moment(13, 47))
    assert frame.missing == []
    entry = Entry.objects.get()
    assert (entry.category, "对讲机" in entry.description) == ("INT", True)
    assert [item.source for item in frame.items] == [entry.pk]
    radio = next(one for one in frame.counts if one.article.name == "对讲机")
    assert (radio.explanation, radio.entry_id) == ("早班说昨晚就少一台，已上报", entry.pk)


@pytest.mark.clause("R55")
def test_counting_again_takes_the_explanation_back_and_money_counts_in_fen(hands, handover, butler, count):
    cash = count(44, 备用金=49950)["备用金"]
    assert (cash.difference, cash.is_unexplained) == (-50, True)
    commands.explain(handover_id=handover.pk, article_id=cash.article.pk, text="找零", by=butler, at=moment(13, 45))
    cash = count(46, 备用金=50000)["备用金"]
    assert (cash.difference, cash.first, cash.explanation) == (0, 49950, "")
    commands.explain(
        handover_id=handover.pk, article_id=cash.article.pk, text="有一张旧钞", by=butler, at=moment(13, 47)
    )
    cash = next(one for one in hands.frame(handover, moment(13, 48)).counts if one.article.is_money)
    assert (cash.condition, cash.explanation, Entry.objects.count()) == ("有一张旧钞", "", 1)


@pytest.mark.parametrize("number", [-1, 100_000_001])
def test_numbers_that_nobody_counts_are_refused(handover, butler, count, number):
    with pytest.raises(Refused):
        count(44, 对讲机=number)
    assert not handover.counts.exists()


@pytest.mark.clause("R55")
def test_every_count_is_wanted(hands, handover, butler):
    all_in_order(handover, butler)
    numbers = {one.article.pk: one.expected_here for one in hands.frame(handover, moment(13, 44)).counts[1:]}
    commands.count(
        handover_id=handover.pk, numbers=numbers, nothing_omitted=True, no_matters=True, remark="", witness_name="",
            by=butler,
        at=moment(13, 44),
    )  # fmt: skip
    assert parts(hands.frame(handover, moment(13, 45))) == ["counts"]


@pytest.mark.clause("A32")
def test_changed_lists_touch_no_sheet_of_the_past(hands, cast):
    sheet = hands.change()
    before = sheet.content
    by = {"by": cast.supervisor, "at": moment(15)}
    commands.set_article(
        desk=hands.desk,
        name="对讲机",
        unit="台",
        expected=5,
        is_money=False,
        place="前台",
        serial_no="",
        is_used=True,
        **by,
    )
    commands.set_check_item(desk=hands.desk, group="environment", name="台面整洁无尘", line="", is_used=False, **by)
    sheet.refresh_from_db()
    assert (sheet.content, hands.article().expected) == (before, 5)
    assert hands.article().history.first().history_user == cast.supervisor
    assert '"对讲机"' in before


def test_the_lists_are_the_supervisors_and_the_leads(hands, cast):
    said = {"desk": hands.desk, "group": "lines", "name": "传真", "line": "", "is_used": True, "at": moment(15)}
    for somebody in (cast.clerk, cast.butler, cast.auditor, cast.stranger):
        with pytest.raises(Forbidden):
            commands.set_check_item(by=somebody, **said)
    commands.set_check_item(by=cast.lead, **said)
    assert assembly.GROUPS["change"][1] == "lines"
    assert CheckItem.objects.get(name="传真").position == CheckItem.objects.count() - 1
