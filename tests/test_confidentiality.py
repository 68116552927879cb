"""Internal eyes only: what goes out on paper or as a file is noted and named, and no list shows a number (R44, R45)."""

import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from duty.log import commands as log
from duty.log.models import LogBook
from duty.log.tests.archive import approve, ask, close, years_after
from frontdesk.kernel.appointments.commands import appoint
from frontdesk.kernel.people.models import Role
from frontdesk.kernel.records import access, attachments
from frontdesk.kernel.records.models import AccessLine, Attachment
from frontdesk.kernel.records.tests.small_book import picture
from frontdesk.pages.lists import households
from handover.tests.conftest import plan

from .test_access import ALL
from .web import finish

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
PAPER = re.compile(r"print_|:print$|report$|certificate|export|csv|xlsx|pdf|download|attachment|^printing:")
NO_PAPER = {
    f"printing:{part}" for part in ("room", "ask", "progress", "stop", "checklist")
}  # the last is an empty form
IN_THEIR_ROOM = {  # of records that only their own room makes: see the tests there
    "handover:attachment", "handover:print", "inspections:attachment", "printing:file", "printing:handover",
}  # fmt: skip
FILES = {
    "log:attachment",
    "log:download_export",
    "roster:xlsx",
    "printing:list",
}  # who made it is not to be read in their bytes
NUMBER = re.compile(r"(?<![0-9a-f])1[3-9]\d{9}(?![0-9a-f])")


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def desk_of_years(cast, record, at, now):
    """October closed; November with everything in it; a roster."""
    past = -60 * 24 * 25
    old = record(
        minutes=past, phone="13711112222", caller_name="查女士", description="问停车费", immediate_result="已答复"
    )
    closing = close(cast, at=at)
    log.run_exports(at=at)
    files = (("门口.png", *attachments.clean(picture())),)
    repair = record(
        minutes=1, category="REP", unit_no="1-1-101", phone="13800001234", caller_name="仇先生", files=files,
        customer_request="请快",
    )  # fmt: skip
    by = {"by": cast.clerk, "at": at + timedelta(minutes=2)}
    log.add_note(entry_id=repair.pk, text="已联系", **by)
    log.correct_entry(entry_id=repair.pk, field="phone", new="13900005678", reason="听错", **by)
    log.save_sheet(entry_id=repair.pk, values={"trade": "水", "fault": "漏水"}, expected=0, **by)
    incident = record(minutes=3, category="INC", place="1号梯", phone="13600001111")
    log.call_out(entry_id=incident.pk, department="engineering", **by | {"at": at + timedelta(minutes=3)})
    log.fill_post(
        project_id=cast.desk.project_id,
        kind="supervisor",
        holder=cast.supervisor,
        phone="13500002222",
        by=cast.lead,
        at=at,
    )
    roster = plan(cast, {("clerk", at.date()): "E"}, at=at)
    return {"old": old, "closing": closing, "repair": repair, "incident": incident, "month": roster.month}


def papers(desk_of_years):
    """{name of the address: its parameters} of whatever leaves the screen."""
    found, month = desk_of_years, {"month": desk_of_years["month"], "version": 1}
    return {
        "log:print_day": {"date": found["repair"].recorded_at.date()},
        "log:print_sheet": {"pk": found["repair"].pk},
        "log:incident_report": {"pk": found["incident"].pk},
        "log:attachment": {"pk": Attachment.objects.get().pk},
        "log:download_export": {"pk": found["closing"].book.files.get().pk},
        "log:print_certificate": {"pk": found["closing"].book_id},
        "roster:print": month,
        "roster:xlsx": month,
        "roster:csv": month,
        "printing:day": {"date": found["repair"].recorded_at.date()},
        "printing:sheet": {"pk": found["repair"].pk},
        "printing:incident": {"pk": found["incident"].pk},
        "printing:roster": month,
        "printing:list": {"slug": "matters", "kind": "xlsx"},
        "list_households_export": {},
        "list_articles_export": {},
        "list_staff_export": {},
    }


def text_of(answer):
    """What can be read of a page, a file of values, or a form as PDF."""
    if answer["Content-Type"] != "application/pdf":
        return answer.content.decode()
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)


@pytest.mark.clause("R45")
def test_every_paper_and_file_is_noted_and_says_who_made_it_and_when(desk_of_years, cast, client_of, now, at):
    leaving = papers(desk_of_years)
    assert set(leaving) == {name for name, _view, _parameters in ALL if PAPER.search(name)} - NO_PAPER - IN_THEIR_ROOM
    for name, parameters in leaving.items():
        if name == "log:print_certificate":
            continue  # of a volume that is disposed of: below
        before, person = AccessLine.objects.count(), cast.lead if name == "list_staff_export" else cast.supervisor
        answer = client_of(person).get(reverse(name, kwargs=parameters))
        assert answer.status_code == 200, name
        line = AccessLine.objects.latest("id")
        assert AccessLine.objects.count() == before + 1, name
        finish(answer)
        assert (line.person, line.what in {"print", "export", "attachment"}) == (person, True), name
        if name not in FILES and not name.endswith("_export"):
            page = text_of(answer)
            assert page.count(cast.supervisor.name) >= 1, name
            assert "仅限内部使用" in page, name


@pytest.mark.clause("R43", "R45")
def test_a_certificate_of_disposal_is_noted_and_names_who_printed_it(desk_of_years, cast, client_of, now):
    closing = desk_of_years["closing"]
    due = years_after(closing, 1)
    now.move_to(due)
    ask(cast, closing.book, due)
    approve(cast, closing.book, due)
    log.carry_out_disposals(at=due)
    access.promise(by=cast.lead, at=due)
    client = client_of(cast.lead)
    page = client.get(reverse("log:print_certificate", args=[closing.book_id])).content.decode()
    assert closing.final_hash in page
    assert f"{cast.lead.name}" in page.split('class="watermark"')[1]
    assert AccessLine.objects.latest("id").what == "print"


LISTS = [reverse(name) for name, _view, parameters in ALL if not parameters]
SEARCHES = [
    "/search/?q=1380",
    "/search/?q=仇先生",
    "/log/households/?where=101",
    "/matters/?show=overdue",
    "/archive/?show=open",
]


@pytest.mark.clause("R45")
def test_no_page_without_a_record_of_its_own_holds_a_full_telephone_number(
    desk_of_years, cast, client_of, holder_of_everything
):
    residents = [("仇先生", "13800001234", "owner")]
    log.register_household(project=cast.desk.project, unit_no="1-1-101", residents=residents)
    client, shown, told = client_of(holder_of_everything), 0, {}
    for path in [*LISTS, *SEARCHES]:
        page = client.get(path)
        if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
            shown += 1
            if found := NUMBER.findall(page.content.decode().replace(households.LIST.example, "")):
                told[path] = found
    assert told == {}
    assert shown >= 40


@pytest.mark.clause("R45")
@pytest.mark.parametrize("page", ["entry", "day", "sheet", "incident", "volume", "erasure"])
def test_no_single_page_holds_one_before_it_is_asked_for(desk_of_years, cast, client_of, holder_of_everything, page):
    repair = desk_of_years["repair"]
    paths = {
        "entry": repair.get_absolute_url(),
        "day": f"/log/{repair.recorded_at:%Y-%m-%d}/",
        "sheet": reverse("log:sheet", args=[repair.pk]),
        "incident": reverse("log:incident", args=[desk_of_years["incident"].pk]),
        "volume": reverse("log:volume", args=[desk_of_years["closing"].book_id]),
        "erasure": f"{reverse('log:new_erasure')}?entry={repair.pk}",
    }
    answer = client_of(holder_of_everything).get(paths[page])
    assert answer.status_code == 200
    assert NUMBER.findall(answer.content.decode()) == []


@pytest.fixture
def holder_of_everything(cast, at):
    """The supervisor, who is lead and administrator as well: somebody who may open every list."""
    for role in (Role.PROJECT_LEAD, Role.ADMINISTRATOR, Role.DESK_CLERK):
        appoint(
            project_id=cast.desk.project_id, person=cast.supervisor, role=role, starts_at=at, by=cast.lead,
            at=at + timedelta(minutes=4),
        )  # fmt: skip
    return cast.supervisor


@pytest.mark.clause("R44")
def test_reading_volumes_of_earlier_months_is_noted_for_each_of_them(desk_of_years, cast, client_of):
    client = client_of(cast.auditor)
    client.get("/log/")
    assert AccessLine.objects.count() == 0
    client.get(f"/log/?before={desk_of_years['repair'].pk}")
    line = AccessLine.objects.get()
    october = LogBook.objects.get(month__month=10)
    assert (line.what, line.about_kind, line.about_id) == ("past_volume", "log.book", october.pk)
    client.get(desk_of_years["old"].get_absolute_url())
    assert AccessLine.objects.latest("id").about_kind == "log.entry"
    client.get(desk_of_years["repair"].get_absolute_url())
    assert AccessLine.objects.count() == 2
    client.get("/search/?q=停车费")
    assert list(AccessLine.objects.order_by("id").values_list("about_kind", "about_id"))[2:] == [
        ("log.book", october.pk)
    ]
