"""The page on which somebody types in the code under a sheet, and the notice that carries the code out of the house."""

from datetime import timedelta

import pytest

from duty.log.models import Entry
from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.notices.models import Notice
from frontdesk.kernel.records import access, checkpoints, paper
from frontdesk.kernel.records.models import AccessLine, Checkpoint
from frontdesk.kernel.records.tests import forging, tampering

pytestmark = [pytest.mark.django_db, pytest.mark.clause("R40"), pytest.mark.same_everywhere]
PAGE = "/archive/check/"


@pytest.fixture(autouse=True)
def key(settings, tmp_path):
    settings.CHECKPOINT_KEY = tmp_path / "checkpoint.key"


@pytest.fixture
def printed(record, desk, at):
    """A code that stands on a sheet."""
    record(unit_no="8-1-1203", category="REP")
    return paper.short(checkpoints.write(desk.pk, at=at))


@pytest.fixture
def defenceless(printed):
    with tampering.without_defences():
        yield


def said(client, code):
    answer = client.get(PAGE, {"code": code})
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_auditor_is_told_that_it_stands_and_who_printed(client_of, auditor, printed, desk, at):
    line = {"by": auditor, "at": at, "project_id": desk.project_id, "about": Entry.objects.first(), "address": None}
    access.note(what=AccessLine.What.PRINT, **line)
    shown = said(client_of(auditor), printed)
    assert "与打印时一致" in shown
    assert f"<td>{auditor.name}</td>" in shown
    assert "2026-11-23 10:05" in shown


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}　"])
def test_however_it_is_typed(client_of, clerk, printed, typed):
    assert "与打印时一致" in said(client_of(clerk), typed.format(printed.lower().replace("-", " ").replace("0", "o")))


def test_somebody_is_told_that_the_book_was_rewritten(client_of, clerk, printed, defenceless):
    forging.rewrite(Entry.objects.first(), place="别处")
    assert "已被改写" in said(client_of(clerk), printed)


def test_somebody_is_told_that_a_seal_does_not_hold(client_of, clerk, printed, desk, defenceless):
    checkpoints.Seal.objects.filter(chain=desk.pk, seq=2).update(body="{}")
    assert "第 2 条" in said(client_of(clerk), printed)


def test_somebody_is_told_that_it_is_mistyped(client_of, clerk, printed):
    wrong = ("1" if printed[0] == "0" else "0") + printed[1:]
    assert "输错" in said(client_of(clerk), wrong)


def test_the_book_of_another_project_is_not_told_of(client_of, clerk, other_desk, at):
    code = paper.short(checkpoints.write(other_desk.pk, at=at))
    shown = said(client_of(clerk), code)
    assert "不属于本项目" in shown
    assert other_desk.project.name not in shown


def test_without_a_code_there_is_the_form_and_with_an_empty_one_a_sentence(client_of, clerk):
    client = client_of(clerk)
    assert client.get(PAGE).status_code == 200
    assert client.get(PAGE, {"code": ""}).status_code == 422


def test_the_lead_is_told_the_code_once_and_its_link_leads_to_the_page(client_of, lead, printed, at):
    for minute in (1, 2):
        notices.sweep(at=at + timedelta(minutes=minute))
    (notice,) = Notice.objects.filter(kind="checkpoint")
    assert (notice.person, notice.subject) == (lead, printed)
    assert notice.sentence == f"请把记录本校验码保存在本系统之外：{printed}"
    assert "与打印时一致" in client_of(lead).get(notice.link).content.decode()


def test_a_checkpoint_of_long_ago_is_not_told_any_more(printed, at):
    notices.sweep(at=at + timedelta(days=8))
    assert Checkpoint.objects.count() == 1
    assert not Notice.objects.filter(kind="checkpoint").exists()
