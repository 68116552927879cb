"""An empty installation becomes a house, by whoever reads its console and by nobody else."""

from datetime import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import get_resolver

from duty.roster.models import BusyWindow, ServiceHours, ShiftType
from frontdesk.kernel.people.models import Posting, Project, Role, User
from frontdesk.kernel.people.refusal import Refused
from frontdesk.kernel.records import verify
from frontdesk.pages.management.commands import serve
from frontdesk.pages.setup import code, commands
from handover.models import Article, CheckItem
from tests.cast import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
PROJECT = {
    "code": "LAKE", "name": "湖畔春天", "centre_name": "客户服务中心", "desk_name": "前台", "hotline": "0999-5550 1234",
    "address": "云州市湖滨路1号", "time_zone": "Asia/Shanghai",
}  # fmt: skip
ACCOUNT = {
    "name": "江一帆", "username": "jiang", "staff_no": "L001", "password": "hu-pan-1-hao", "again": "hu-pan-1-hao",
}  # fmt: skip


@pytest.fixture
def let_in(client, db):
    """A browser that has given the code."""
    assert client.post("/setup/", {"code": code.setup_code()}).url == "/setup/project/"
    return client


@pytest.fixture
def founded(let_in):
    let_in.post("/setup/project/", PROJECT)
    assert let_in.post("/setup/account/", ACCOUNT).url == "/settings/first-day/"
    return let_in


@pytest.mark.clause("R44")
def test_in_an_empty_house_every_address_leads_to_its_foundation(client):
    patterns = [pattern for part in get_resolver().url_patterns for pattern in getattr(part, "url_patterns", [part])]
    plain = [f"/{pattern.pattern}" for pattern in patterns if not pattern.pattern.converters]
    doors = {"/healthz", "/readyz", "/language/", "/setup/", "/setup/project/", "/setup/account/", "/unlock/"}
    doors |= {"/app.webmanifest", "/worker.js", "/offline/", "/metrics", "/sign-in/code/"}
    assert {"/", "/log/new/", "/sign-in/", "/settings/people/"} <= set(plain)
    for path in set(plain) - doors | {"/no/such/page/", "/log/entries/1/"}:
        for ask in (client.get, client.post):
            answer = ask(path)
            assert (answer.status_code, answer.url) == (302, "/setup/"), path


@pytest.mark.clause("R44")
def test_without_the_code_nobody_gets_further(client):
    assert client.post("/setup/", {"code": "aaaa-bbbb-cccc"}).status_code == 422
    for path, said in (("/setup/project/", PROJECT), ("/setup/account/", ACCOUNT)):
        assert client.post(path, said).url == "/setup/"
    assert not Project.objects.exists()


def test_the_code_may_be_typed_without_dashes_and_in_capitals(client):
    assert client.post("/setup/", {"code": code.setup_code().replace("-", "").upper()}).status_code == 302


@pytest.mark.clause("R02", "A01", "A08", "A32")
def test_a_founded_house_has_a_lead_and_everything_a_desk_needs(founded):
    project, lead = Project.objects.get(), User.objects.get(username="jiang")
    desk = project.desks.get()
    assert (project.name, project.hotline, desk.name) == ("湖畔春天", "0999-5550 1234", "前台")
    assert Posting.objects.get().role == Role.PROJECT_LEAD
    assert {(row.opens, row.closes) for row in ServiceHours.objects.filter(desk=desk)} == {(time(8), time(22))}
    assert [shift.code for shift in ShiftType.objects.filter(desk=desk)] == ["E", "L"]
    assert [model.objects.filter(desk=desk).exists() for model in (BusyWindow, Article, CheckItem)] == [True] * 3
    assert lead.check_password("hu-pan-1-hao")
    assert verify.verify()[1] == []


def test_the_lead_signs_in_with_the_password_just_chosen_and_finds_the_first_day(founded):
    sign_in = {"username": "jiang", "password": "hu-pan-1-hao", "next": "/settings/first-day/"}
    assert founded.post("/sign-in/", sign_in).url == "/settings/first-day/"
    founded.post("/promise/", {"agree": "1"})
    page = founded.get("/settings/first-day/").content.decode()
    assert "湖畔春天" in page
    assert "还没有客服主管" in page


def test_what_was_typed_of_the_project_is_still_there_when_somebody_comes_back(let_in):
    let_in.post("/setup/project/", PROJECT)
    assert "湖畔春天" in let_in.get("/setup/project/").content.decode()
    assert "湖畔春天" in let_in.get("/setup/account/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"password": "12345", "again": "12345"}, {"again": "another-one-9"}, {"username": "江 一帆"}, {"name": ""}],
)
def test_an_account_that_will_not_do_founds_nothing(let_in, wrong):
    let_in.post("/setup/project/", PROJECT)
    assert let_in.post("/setup/account/", ACCOUNT | wrong).status_code == 422
    assert not Project.objects.exists()
    assert not User.objects.exists()


@pytest.mark.parametrize("wrong", [{"code": "湖"}, {"name": ""}, {"hotline": "call us"}, {"time_zone": "Mars/North"}])
def test_a_project_that_will_not_do_is_asked_again(let_in, wrong):
    assert let_in.post("/setup/project/", PROJECT | wrong).status_code == 422
    assert let_in.get("/setup/account/").url == "/setup/project/"


@pytest.mark.clause("R44")
def test_a_founded_house_is_founded_once(founded, at):
    for path in ("/setup/", "/setup/project/", "/setup/account/"):
        assert founded.post(path, {"code": code.setup_code(), **PROJECT}).url == "/settings/first-day/"
    facts = commands.Facts(code="OTHER", name="x", centre_name="x", desk_name="x")
    with pytest.raises(Refused):
        commands.found(facts=facts, username="late", name="迟到", staff_no="", password="hu-pan-1-hao", at=at)
    assert (Project.objects.count(), User.objects.filter(username="late").count()) == (1, 0)


def test_the_console_says_the_code_while_the_house_is_empty():
    said = StringIO()
    call_command("setup-code", stdout=said)
    assert said.getvalue().strip() == code.setup_code()


def test_whoever_starts_the_server_on_an_empty_database_reads_the_code(db):
    said = StringIO()
    serve.Command(stdout=said).greet("127.0.0.1", 8000)
    assert code.setup_code() in said.getvalue()


def test_the_console_says_no_code_in_a_founded_house(desk):
    with pytest.raises(CommandError):
        call_command("setup-code")


@pytest.mark.clause("R13", "A01")
def test_a_pattern_sets_hours_and_shifts_together(client_of, supervisor, desk):
    client = client_of(supervisor)
    assert client.post("/settings/first-day/hours/", {"pattern": "8-20"}).status_code == 302
    assert {(row.opens, row.closes) for row in ServiceHours.objects.filter(desk=desk)} == {(time(8), time(20))}
    late = ShiftType.objects.get(desk=desk, code="L")
    assert (late.starts, late.ends) == (time(12), time(20))
    assert client.post("/settings/first-day/hours/", {"pattern": "never"}).status_code == 422


@pytest.mark.clause("R02")
def test_the_project_is_called_otherwise_from_now_on_but_its_code_stays(client_of, lead, desk):
    client = client_of(lead)
    assert client.post("/settings/project/", PROJECT | {"code": "NEW"}).status_code == 302
    project = Project.objects.get(pk=desk.project_id)
    assert (project.name, project.code, project.desks.get().name) == ("湖畔春天", "SKY", "前台")
    assert "湖畔春天" in client.get("/").content.decode()
    assert project.history.latest().history_user == lead


@pytest.mark.clause("R02")
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.HEAD_OFFICE])
def test_another_project_is_opened_under_a_new_lead_with_a_one_time_password(client, client_of, posted, desk, role):
    founder = client_of(posted(role))
    said = PROJECT | {"lead_username": "jiang", "lead_name": "江一帆", "lead_staff_no": "L001"}
    page = founder.post("/settings/projects/new/", said).content.decode()
    once = page.split('class="once">')[1].split("<")[0]
    assert client.post("/sign-in/", {"username": "jiang", "password": once}).status_code == 302
    new = Project.objects.get(code="LAKE")
    assert [posting.person.username for posting in new.postings.all()] == ["jiang"]
    assert ShiftType.objects.filter(desk__project=new).exists()
    assert verify.verify()[1] == []


@pytest.mark.clause("R02")
def test_another_project_may_have_a_lead_who_has_an_account(client_of, posted, supervisor):
    said = PROJECT | {"lead_username": supervisor.username}
    page = client_of(posted(Role.ADMINISTRATOR)).post("/settings/projects/new/", said).content.decode()
    assert 'class="once"' not in page
    assert Posting.objects.get(project__code="LAKE").person == supervisor
    supervisor.refresh_from_db()
    assert supervisor.check_password(PASSWORD)


@pytest.mark.parametrize(
    "wrong", [{"lead_username": "nobody-yet"}, {"code": "SKY"}, {"lead_username": "x", "lead_name": "甲"}]
)
def test_another_project_that_cannot_be_opened_leaves_nothing(client_of, posted, desk, wrong):
    before = User.objects.count()
    client = client_of(posted(Role.ADMINISTRATOR))
    said = PROJECT | {"lead_username": "jiang", "lead_name": ""} | wrong
    assert client.post("/settings/projects/new/", said).status_code == 422
    assert (Project.objects.count(), User.objects.count()) == (2, before + 1)
