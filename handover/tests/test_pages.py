"""The pages of the handover, as browsers without scripts see them; the clerk's and the butler's may be two."""

from urllib.parse import quote

import pytest

from duty.log.models import Entry
from frontdesk.kernel.records.models import AccessLine, Signature
from handover import commands
from handover.models import Count, Handover, Loan, Refusal, Sheet
from tests.cast import PASSWORD
from tests.nonsense import post, sent

from .conftest import moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("planned")]


def signed():
    return Signature.objects.filter(about_kind=Sheet.seal_kind)


@pytest.fixture
def pages(client_of, cast, hands, now):
    """The open handover of 14:00, filled in, and a browser each for the two."""
    handover = hands.change_begun()
    hands.fill(handover, moment(13, 50))
    now.move_to(moment(13, 55))
    return handover, client_of(cast.clerk), client_of(cast.butler)


def sign(client, handover, hands, digest=None, key="k1", **passwords):
    said = {f"password-{side}": word for side, word in passwords.items()}
    digest = digest or hands.frame(handover, moment(13, 55)).digest
    return client.post(f"/handover/{handover.pk}/sign/", {"digest": digest, "key": key, **said})


@pytest.mark.clause("R56")
def test_both_sign_in_one_form_at_one_terminal(pages, hands, cast):
    handover, _clerk, butler = pages
    answer = sign(butler, handover, hands, outgoing=PASSWORD, incoming=PASSWORD)
    sheet = Sheet.objects.get()
    assert (answer.status_code, answer.url) == (302, sheet.get_absolute_url())
    assert {one.recorded_by for one in signed()} == {cast.clerk, cast.butler}


@pytest.mark.clause("R56")
def test_with_one_password_wrong_nobody_has_signed_and_both_may_at_once_sign_again(pages, hands):
    handover, _clerk, butler = pages
    answer = sign(butler, handover, hands, outgoing=PASSWORD, incoming="wrong")
    said = answer.content.decode()
    assert (answer.status_code, signed().exists(), Sheet.objects.exists()) == (422, False, False)
    assert (PASSWORD in said, "未签成" in said) == (False, True)
    form = answer.context["form"]
    again = {"password-outgoing": PASSWORD, "password-incoming": PASSWORD}
    hidden = {name: form[name].value() for name in ("key", "digest")}
    assert butler.post(f"/handover/{handover.pk}/sign/", hidden | again).status_code == 302
    assert Sheet.objects.exists()


@pytest.mark.clause("R37", "R56")
def test_the_signatures_sent_twice_are_one_sheet_and_lead_to_it(pages, hands):
    handover, _clerk, butler = pages
    digest = hands.frame(handover, moment(13, 55)).digest
    answers = [
        sign(butler, handover, hands, digest=digest, outgoing=PASSWORD, incoming=PASSWORD).url for _again in range(2)
    ]
    assert answers == [Sheet.objects.get().get_absolute_url()] * 2


@pytest.mark.clause("R56")
def test_each_may_sign_in_a_browser_of_their_own(pages, hands):
    handover, clerk, butler = pages
    assert sign(clerk, handover, hands, outgoing=PASSWORD).url == f"/handover/{handover.pk}/sign/"
    assert "曾雨已于 13:55 签名" in butler.get(f"/handover/{handover.pk}/sign/").content.decode()
    assert sign(butler, handover, hands, incoming=PASSWORD).url == Sheet.objects.get().get_absolute_url()
    assert clerk.get(f"/handover/{handover.pk}/count/").url == Sheet.objects.get().get_absolute_url()


@pytest.mark.clause("R56")
def test_what_the_other_changed_meanwhile_is_shown_before_anything_is_signed(pages, hands, cast, record):
    handover, _clerk, butler = pages
    shown = hands.frame(handover, moment(13, 55)).digest
    record(description="最后一刻的来电", minutes=231)
    answer = sign(butler, handover, hands, digest=shown, outgoing=PASSWORD, incoming=PASSWORD)
    assert (answer.status_code, Sheet.objects.exists()) == (422, False)


@pytest.mark.clause("R56")
def test_a_password_typed_on_a_locked_screen_is_carried_nowhere(pages, hands):
    handover, _clerk, butler = pages
    butler.post("/lock/")
    locked = sign(butler, handover, hands, digest="0" * 64, outgoing=PASSWORD, incoming=PASSWORD)
    assert (locked.status_code, PASSWORD in locked.content.decode()) == (401, False)


@pytest.mark.clause("R52", "R53")
def test_a_question_is_answered_and_a_matter_gets_its_word_on_the_page(client_of, cast, hands, now, record):
    entry = record(description="水管漏水", category="REP", unit_no="8-1-0103", minutes=-65, phone="13800001234")
    handover = hands.change_begun()
    now.move_to(moment(13, 45))
    client = client_of(cast.butler)
    assert client.post(f"/handover/{handover.pk}/ask/", {"about": "", "text": "何时到场？"}).status_code == 302
    question = handover.questions.get()
    assert "何时到场？" in client.get(f"/handover/{handover.pk}/read/").content.decode()
    assert client.post(f"/handover/{handover.pk}/questions/{question.pk}/", {"text": ""}).status_code == 422
    client.post(f"/handover/{handover.pk}/questions/{question.pk}/", {"text": "三点"})
    assert handover.questions.get().answer == "三点"
    for _time in range(2):  # sent twice, it is one note
        said = {"text": "水电工已约", "key": "the-note"}
        assert client.post(f"/handover/{handover.pk}/notes/{entry.pk}/", said).status_code == 302
    assert entry.notes.get().text == "水电工已约"


@pytest.mark.clause("R54")
def test_each_item_of_the_desk_is_in_order_or_a_problem_and_the_choice_decides(client_of, cast, hands, now):
    handover = hands.change_begun()
    now.move_to(moment(13, 45))
    client, page = client_of(cast.butler), f"/handover/{handover.pk}/desk/"
    items = [item for item, _result in hands.frame(handover, moment(13, 45)).checks]
    shown = client.get(page).content.decode()
    assert shown.count('value="" checked><span>正常</span>') == shown.count("<span>有问题</span>") == len(items)
    first, second = items[0].pk, items[1].pk
    refused = client.post(page, {f"bad-{first}": "on", f"note-{first}": ""})
    assert (refused.status_code, handover.checks.exists()) == (422, False)
    assert 'value="on" checked><span>有问题</span>' in refused.content.decode()
    client.post(
        page, {f"bad-{first}": "", f"note-{first}": "灯不亮", f"bad-{second}": "on", f"note-{second}": "地面有水"}
    )
    assert list(handover.checks.filter(ok=False).values_list("item", "note")) == [(second, "地面有水")]
    assert client.post(page, {"key": "k2"}).status_code == 302  # one press
    assert not handover.checks.filter(ok=False).exists()


@pytest.mark.parametrize("part", ["read", "desk", "count", "sign"])
def test_the_links_and_buttons_of_the_top_lead_from_a_handover_to_where_they_say(pages, part):
    handover, _clerk, butler = pages
    page = butler.get(f"/handover/{handover.pk}/{part}/").content.decode()
    assert ('href=""' in page, 'action=""' in page) == (False, False)
    assert ('action="/language/"' in page, 'href="/log/"' in page) == (True, True)


@pytest.mark.clause("R56")
def test_one_who_closes_alone_is_not_spoken_to_as_two(client_of, cast, hands, now):
    handover = commands.prepare(desk=hands.desk, by=cast.butler, at=moment(21, 50))
    hands.fill(handover, moment(21, 55))
    now.move_to(moment(22))
    client = client_of(cast.butler)
    digest = hands.frame(handover, moment(22)).digest
    shown = client.get(f"/handover/{handover.pk}/sign/").content.decode()
    wrong = sign(client, handover, hands, digest=digest, outgoing="wrong").content.decode()
    moved = sign(client, handover, hands, digest="0" * 64, outgoing=PASSWORD).content.decode()
    done = client.post(
        f"/handover/{handover.pk}/sign/", {"digest": digest, "key": "k2", "password-outgoing": PASSWORD}, follow=True
    ).content.decode()
    assert Sheet.objects.exists()
    assert "未签成" in wrong
    assert "未签成" in moved
    assert ["双方" in page for page in (shown, wrong, moved, done)] == [False] * 4


@pytest.mark.clause("R55")
def test_what_should_be_there_is_not_on_the_page_before_it_is_counted(client_of, cast, hands, now):
    handover = hands.change_begun()
    now.move_to(moment(13, 45))
    client = client_of(cast.butler)
    page = f"/handover/{handover.pk}/count/"
    assert "6 把" not in client.get(page).content.decode()
    umbrella = hands.article("雨伞")
    assert client.post(page, {f"n-{umbrella.pk}": "many"}).status_code == 422
    assert not Count.objects.filter(handover=handover, counted__isnull=False).exists()
    client.post(page, {f"n-{umbrella.pk}": "5"})
    shown = client.get(page).content.decode()
    assert ("6 把" in shown, 'name="text"' in shown) == (True, True)
    client.post(f"/handover/{handover.pk}/count/{umbrella.pk}/", {"text": "借给9栋"})
    assert "借给9栋" in Entry.objects.get().description


@pytest.mark.clause("R55")
def test_a_word_that_is_refused_on_what_nobody_counted_yet_shows_no_number(client_of, cast, hands, now):
    handover = hands.change_begun()
    now.move_to(moment(13, 45))
    page = f"/handover/{handover.pk}/count/{hands.article('雨伞').pk}/"
    for words in ("", "长" * 400, "还没清点"):
        answer = client_of(cast.butler).post(page, {"text": words})
        assert (answer.status_code, "6 把" in answer.content.decode()) == (422, False)


@pytest.mark.clause("R56")
def test_who_refuses_says_why_and_may_not_leave(pages, cast):
    handover, _clerk, butler = pages
    assert butler.post(f"/handover/{handover.pk}/refuse/", {"reason": "nothing"}).status_code == 422
    butler.post(f"/handover/{handover.pk}/refuse/", {"reason": Refusal.Reason.values[0], "text": "没写清楚"})
    assert Refusal.objects.get().recorded_by == cast.butler
    assert Handover.objects.get().state == "open"


@pytest.mark.clause("R39", "R40", "R64")
def test_nobody_of_another_project_and_no_clerk_of_none_sees_a_sheet(client_of, cast, hands, now):
    sheet = hands.change()
    now.move_to(moment(15))
    assert client_of(cast.stranger).get(sheet.get_absolute_url()).status_code == 404
    assert client_of(cast.auditor).get(sheet.get_absolute_url()).status_code == 200
    client_of(cast.auditor).get(f"{sheet.get_absolute_url()}print/")
    assert AccessLine.objects.filter(what=AccessLine.What.PRINT, person=cast.auditor).count() == 1


@pytest.mark.clause("R45", "R64")
def test_a_sheet_printed_from_its_page_says_its_project_its_year_and_who_printed_it_with_lines_for_ink(
    client_of, cast, hands, now
):
    sheet = hands.change()
    now.move_to(moment(15))
    page = client_of(cast.auditor).get(sheet.get_absolute_url()).content.decode()
    heading = page.split("<h1>")[1].split("</h1>")[0]
    assert (cast.desk.project.name in heading, "2026年11月23日" in heading) == (True, True)
    assert page.count('class="ink-here"') == 2
    assert cast.auditor.name in page.split('class="on-paper"')[1]


@pytest.mark.clause("R55")
def test_lending_by_the_page_is_a_line_in_the_book_and_late_when_it_is_late(client_of, cast, hands, now):
    now.move_to(moment(9))
    client, radio = client_of(cast.clerk), hands.article()
    lent = {"article": radio.pk, "quantity": "1", "borrower": "邓师傅", "due_at": "2026-11-23T12:00"}
    assert client.post("/handover/loans/lend/", lent | {"due_at": "2026-11-22T12:00"}).status_code == 422
    assert client.post("/handover/loans/lend/", lent).status_code == 302
    assert "12:00 前归还" in Entry.objects.get().description
    now.move_to(moment(12, 30))
    assert 'class="over"' in client_of(cast.clerk).get("/handover/loans/").content.decode()
    loan = Loan.objects.get()
    client_of(cast.clerk).post(f"/handover/loans/{loan.pk}/back/", {})
    assert loan.returned.exists()


@pytest.mark.clause("R57")
def test_the_next_shift_has_what_it_took_over_first_on_its_desk(client_of, cast, hands, now, record):
    record(description="水管漏水", category="REP", unit_no="8-1-0103", minutes=-65, phone="13800001234")
    hands.change()
    now.move_to(moment(14, 5))
    assert "水管漏水" in client_of(cast.butler).get("/").content.decode().split("接班待跟进")[1]


FORMS = {
    "read/save": {"read_to": "1", "understood": "x", "no_questions": "1"},
    "outgoing": {"person": "1"},
    "ask": {"about": "", "text": "x"},
    "desk": {"stand_in": "", "key": "", "bad": "1", "note": "x"},
    "count": {"n": "1", "nothing_omitted": "1", "no_matters": "", "remark": "", "witness_name": ""},
    "sign": {"digest": "0", "key": "", "password-outgoing": "x", "password-incoming": "x", "stroke-incoming": "x"},
    "refuse": {"reason": "omitted", "text": "x", "key": ""},
}


@pytest.mark.parametrize("part", FORMS)
def test_no_value_of_a_form_of_the_handover_breaks_it(client_of, cast, hands, now, some, part):
    handover = hands.change_begun()
    now.move_to(moment(13, 45))
    client, told = client_of(cast.butler), {}
    numbered = {"n": f"n-{hands.article().pk}", "bad": "bad-1", "note": "note-1"}
    fields = {numbered.get(name, name): value for name, value in FORMS[part].items()}
    for number, field in enumerate(fields):
        for value in some(number):
            status = post(client, f"/handover/{handover.pk}/{part}/", {**fields, field: sent(value)}).status_code
            if status not in {302, 403, 404, 422, 429}:  # 429: too many wrong passwords
                told[field, value[:20]] = status
    assert told == {}
    assert not signed().exists()


@pytest.mark.parametrize("path", ["/handover/?before=", "/handover/loans/?before="])
def test_no_query_breaks_a_page_of_the_handover(client_of, clerk, some, path):
    client = client_of(clerk)
    assert {client.get(path + quote(sent(value))).status_code for value in some(0)} <= {200, 400, 404}
