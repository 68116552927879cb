"""The register, the page of a volume, erasures: who sees what, and what the forms do (F16, R42–R45, A18)."""

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse

from duty.log import commands, volumes
from duty.log.models import ErasureAnswer, ErasureRequest, VolumeClosed, VolumeExport, VolumeExported, VolumeStep
from frontdesk.kernel.people.models import Role
from frontdesk.kernel.records import access
from frontdesk.kernel.records.models import AccessLine
from tests.cast import PASSWORD
from tests.web import finish

from .archive import AFTER, ask, close, years_after

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


@pytest.fixture
def filled(record):
    return record(category="ENQ", phone="13800001234", caller_name="查女士", immediate_result="已答复")


@pytest.fixture
def at_work(now, client_of):
    """at_work(person, moment) → a browser of that person, with the clock standing there."""

    def at_work(person, moment=AFTER + timedelta(hours=1)):
        now.move_to(moment)
        access.promise(by=person, at=moment - timedelta(days=1))
        return client_of(person)

    return at_work


def page(client, path):
    """(status, what stands in the main part of a page)"""
    answer = client.get(path)
    return answer.status_code, answer.content.decode().split("<main")[-1].split("</main>")[0]


@pytest.mark.clause("R42")
def test_the_supervisor_closes_a_volume_by_its_form(filled, at_work, cast):
    client, path = at_work(cast.supervisor), reverse("log:volume", args=[filled.book_id])
    _status, before = page(client, path)
    assert before.count('class="btn btn-main"') == 1
    said = {"custodian": cast.butler.pk, "place": "档案室", "password": PASSWORD, "key": "k1"}
    for wrong in ({"password": "wrong"}, {"place": ""}, {"custodian": cast.stranger.pk}):
        assert client.post(f"{path}close/", {**said, **wrong}).status_code == 422
    assert not VolumeClosed.objects.exists()
    assert client.post(f"{path}close/", said).status_code == 302
    closing = VolumeClosed.objects.get()
    status, after = page(client, path)
    assert (status, closing.final_hash in after, "已封存" in after, cast.butler.name in after) == (
        200,
        True,
        True,
        True,
    )
    assert client.post(f"{path}close/", {**said, "key": "k2"}).status_code == 422


@pytest.mark.clause("R42")
def test_the_page_says_how_far_its_files_are_and_that_no_worker_answers(filled, at_work, cast):
    close(cast)
    path = reverse("log:volume_files", args=[filled.book_id])
    assert "等待后台" in page(at_work(cast.supervisor, AFTER + timedelta(minutes=1)), path)[1]
    silent = page(at_work(cast.supervisor, AFTER + timedelta(minutes=5)), path)[1]
    assert ("manage.py volumes export" in silent, "hx-get" in silent) == (True, False)
    VolumeExport.objects.update(state="running", done=40, total=100, seen_at=AFTER + timedelta(minutes=5))
    working = page(at_work(cast.supervisor, AFTER + timedelta(minutes=5)), path)[1]
    assert ('value="40"' in working, "hx-get" in working) == (True, True)


@pytest.mark.clause("R42", "R45")
def test_a_download_is_the_registered_file_and_is_noted(filled, at_work, cast):
    close(cast)
    commands.run_exports(at=AFTER)
    exported, client = VolumeExported.objects.get(), at_work(cast.auditor)
    answer = client.get(reverse("log:download_export", args=[exported.pk]))
    assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == exported.sha256
    finish(answer)
    assert answer["Content-Disposition"] == f'attachment; filename="{exported.name}"'
    line = AccessLine.objects.get(what="export")
    assert (line.person, line.about_kind, line.about_id) == (cast.auditor, "log.volume_exported", exported.pk)
    register = page(client, "/archive/")[1]
    assert "<td>1</td></tr>" in register


@pytest.mark.clause("R42")
def test_a_file_that_is_not_the_registered_one_is_not_handed_out(filled, at_work, cast):
    close(cast)
    commands.run_exports(at=AFTER)
    exported, client = VolumeExported.objects.get(), at_work(cast.lead)
    volumes.path_of(exported).write_bytes(b"something else")
    assert client.get(reverse("log:download_export", args=[exported.pk])).status_code == 302
    assert not AccessLine.objects.filter(what="export").exists()
    volumes.path_of(exported).unlink()
    assert client.get(reverse("log:download_export", args=[exported.pk])).status_code == 404
    assert (
        client.post(reverse("log:make_file", args=[filled.book_id]), {"media_type": "application/zip"}).status_code
        == 302
    )
    assert VolumeExport.objects.filter(state="waiting").count() == 1


@pytest.mark.clause("R44")
def test_the_register_is_for_those_who_answer_for_it_and_for_the_custodian_his_own(cast, at_work, record, posted):
    office = posted(Role.BACK_OFFICE)
    kept = record(immediate_result="好")
    path = reverse("log:volume", args=[kept.book_id])
    close(cast, custodian=office)
    for person in (cast.supervisor, cast.lead, cast.auditor, office):
        client = at_work(person)
        assert (page(client, "/archive/")[0], page(client, path)[0]) == (200, 200)
    for person in (cast.clerk, cast.butler):
        client = at_work(person)
        assert (page(client, "/archive/")[0], page(client, path)[0]) == (404, 404)
    stranger = at_work(cast.stranger)
    assert (page(stranger, path)[0], kept.book.number in page(stranger, "/archive/")[1]) == (404, False)


@pytest.mark.clause("R43")
def test_from_asking_to_the_certificate_by_the_forms(filled, at_work, cast):
    closing = close(cast)
    path = reverse("log:volume", args=[filled.book_id])
    early = page(at_work(cast.supervisor), path)[1]
    assert f"{path}dispose/" not in early
    due = years_after(closing, 1)
    client = at_work(cast.supervisor, due)
    assert "保存期满" in page(client, "/archive/?show=due")[1]
    assert filled.book.number in page(client, "/archive/?show=due")[1]
    assert client.post(f"{path}dispose/", {"reason": "期满", "password": "wrong", "key": "a"}).status_code == 422
    assert client.post(f"{path}dispose/", {"reason": "期满", "password": PASSWORD, "key": "a"}).status_code == 302
    assert client.post(f"{path}approve/", {"password": PASSWORD, "key": "b"}).status_code == 403
    lead = at_work(cast.lead, due)
    assert page(lead, path)[1].count('class="btn btn-main"') == 1
    assert lead.post(f"{path}approve/", {"password": PASSWORD, "key": "b"}).status_code == 302
    commands.carry_out_disposals(at=due)
    status, certificate = page(lead, f"{path}certificate/")
    assert (status, closing.final_hash in certificate) == (200, True)
    assert "已销毁" in page(lead, path)[1]
    shown = page(lead, filled.get_absolute_url())[1]
    assert ("保存期满已销毁" in shown, "查女士" in shown) == (True, False)


@pytest.mark.clause("R43")
def test_hold_decline_and_custody_by_the_forms(filled, at_work, cast):
    closing = close(cast)
    due, path = years_after(closing, 1), reverse("log:volume", args=[filled.book_id])
    ask(cast, closing.book, due)
    lead = at_work(cast.lead, due)
    assert lead.post(f"{path}decline/", {"reason": "", "key": "a"}).status_code == 422
    assert lead.post(f"{path}decline/", {"reason": "审计", "key": "a"}).status_code == 302
    assert lead.post(f"{path}hold/", {"reason": "诉讼", "key": "b"}).status_code == 302
    assert "诉讼" in page(lead, path)[1]
    assert lead.post(f"{path}lift/", {"reason": "结案", "key": "c"}).status_code == 302
    supervisor = at_work(cast.supervisor, due)
    said = {"custodian": cast.clerk.pk, "place": "二号柜", "text": "", "key": "d"}
    assert supervisor.post(f"{path}move/", said).status_code == 302
    kinds = list(VolumeStep.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["asked", "declined", "held", "lifted", "moved"]


@pytest.mark.clause("A18")
def test_from_finding_a_person_to_the_erased_line_by_the_forms(filled, at_work, cast, at):
    soon = at + timedelta(hours=2)
    client, path = at_work(cast.supervisor, soon), reverse("log:new_erasure")
    assert "没有记录含有" in page(client, f"{path}?who=13800009999")[1]
    found = page(client, f"{path}?who=13800001234")[1]
    assert (f"log.entry:{filled.pk}:phone" in found, "13800001234" in found.split('id="who"')[1].split(">")[1]) == (
        True,
        False,
    )
    said = {"entry": filled.pk, "ground": "consent", "reason": "来函", "password": PASSWORD, "key": "a"}
    assert client.post(path, said).status_code == 422
    what = [f"log.entry:{filled.pk}:{name}" for name in ("phone", "caller_name")]
    assert client.post(path, {**said, "what": what, "password": "x"}).status_code == 422
    assert client.post(path, {**said, "what": what}).status_code == 302
    asked = ErasureRequest.objects.get()
    assert client.post(reverse("log:approve_erasure", args=[asked.pk]), {"password": PASSWORD}).status_code == 403
    lead = at_work(cast.lead, soon)
    assert "待项目负责人答复" in page(lead, "/archive/erasures/")[1]
    where = reverse("log:erasure", args=[asked.pk])
    assert page(lead, where)[1].count('class="btn btn-main"') == 1
    assert lead.post(f"{where}approve/", {"password": "x", "key": "b"}).status_code == 422
    assert lead.post(f"{where}approve/", {"password": PASSWORD, "key": "b"}).status_code == 302
    shown = page(at_work(cast.clerk, soon), filled.get_absolute_url())[1]
    assert ("[应法律要求删除 2026-11-23]" in shown, "查女士" in shown, "显示完整" in shown) == (True, False, False)


@pytest.mark.clause("A18")
def test_a_request_is_declined_by_its_form(filled, at_work, cast, at):
    soon = at + timedelta(hours=2)
    what = {"what": f"log.entry:{filled.pk}:phone", "entry": filled.pk}
    said = {**what, "ground": "other", "reason": "来电", "password": PASSWORD}
    assert at_work(cast.supervisor, soon).post(reverse("log:new_erasure"), said).status_code == 302
    path = reverse("log:erasure", args=[ErasureRequest.objects.get().pk])
    lead = at_work(cast.lead, soon)
    assert lead.post(f"{path}decline/", {"note": ""}).status_code == 422
    assert lead.post(f"{path}decline/", {"note": "依法须保存"}).status_code == 302
    assert ErasureAnswer.objects.get().approves is False
    assert "依法须保存" in page(lead, path)[1]


@pytest.mark.clause("R43")
def test_the_lead_sets_how_long_volumes_are_kept(at_work, cast, at):
    lead = at_work(cast.lead, at + timedelta(hours=1))
    assert lead.post("/settings/archive/set/", {"years": "2"}).status_code == 422
    assert lead.post("/settings/archive/set/", {"years": "5"}).status_code == 302
    shown = page(lead, "/settings/archive/")[1]
    assert ("保存 5 年" in shown, cast.lead.name in shown.split("最近")[-1]) == (True, True)
    assert (
        at_work(cast.supervisor, at + timedelta(hours=1)).post("/settings/archive/set/", {"years": "9"}).status_code
        == 403
    )


@pytest.mark.clause("R45")
def test_the_page_of_an_entry_shows_who_looked_to_supervisor_and_lead_only(filled, at_work, cast, at):
    soon = at + timedelta(hours=2)
    at_work(cast.clerk, soon).post(reverse("log:phone", args=[filled.pk]))
    for person, sees in ((cast.supervisor, True), (cast.lead, True), (cast.clerk, False), (cast.auditor, False)):
        shown = page(at_work(person, soon), filled.get_absolute_url())[1]
        assert ('class="looks"' in shown) is sees, person
