"""What somebody was told: page by page, opened one by one, and nobody else's."""

from datetime import timedelta

import pytest

from frontdesk.kernel.notices import commands
from frontdesk.kernel.notices.models import Notice
from frontdesk.kernel.people.models import Contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def tell(desk, at):
    def tell(person, count=1, *, first=1, urgent=False):
        for number in range(first, first + count):
            commands.tell(
                [person], project_id=desk.project_id, key=f"thing:{number}", kind="thing", subject=f"no. {number:04d}",
                link="/log/", at=at + timedelta(minutes=number), urgent=urgent,
            )  # fmt: skip

    return tell


def subjects(answer):
    return [notice.subject for notice in answer.context["notices"]]


def test_the_newest_come_first_and_older_ones_page_by_page(client_of, clerk, tell):
    tell(clerk, 120)
    client, seen, path = client_of(clerk), [], "/notices/"
    while path:
        answer = client.get(path)
        seen += subjects(answer)
        older = answer.context["older"]
        path = f"/notices/?before={older}" if older else None
    assert seen == [f"no. {number:04d}" for number in range(120, 0, -1)]


def test_a_full_last_page_offers_nothing_older(client_of, clerk, tell):
    tell(clerk, 50)
    assert client_of(clerk).get("/notices/").context["older"] is None


@pytest.mark.parametrize("before", ["0", "-1", "x", "9" * 30, "١"])
def test_a_wrong_page_is_not_there(client_of, clerk, before):
    assert client_of(clerk).get("/notices/", {"before": before}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_whatever_its_length(client_of, clerk, tell, count, django_assert_max_num_queries):
    tell(clerk, count)
    client = client_of(clerk)
    client.get("/notices/")
    with django_assert_max_num_queries(9):
        client.get("/notices/")


def test_opening_one_goes_where_it_leads_and_marks_only_this_one(client_of, clerk, tell):
    tell(clerk, 2)
    first, second = Notice.objects.order_by("id")
    answer = client_of(clerk).get(f"/notices/{first.pk}/")
    assert (answer.status_code, answer.url) == (302, "/log/")
    read_at = Notice.objects.get(pk=first.pk).read_at
    assert read_at
    assert Notice.objects.get(pk=second.pk).read_at is None
    client_of(clerk).get(f"/notices/{first.pk}/")
    assert Notice.objects.get(pk=first.pk).read_at == read_at


def test_somebody_else_s_notice_is_not_there(client_of, clerk, butler, tell):
    tell(clerk)
    client = client_of(butler)
    assert client.get(f"/notices/{Notice.objects.get().pk}/").status_code == 404
    client.post("/notices/")
    assert Notice.objects.get().read_at is None
    assert subjects(client.get("/notices/")) == []


def test_all_are_seen_at_once(client_of, clerk, tell):
    tell(clerk, 3)
    client = client_of(clerk)
    assert client.get("/notices/").context["unread"] == 3
    assert client.post("/notices/").status_code == 302
    assert client.get("/notices/").context["unread"] == 0


def test_what_is_urgent_says_so_in_words(client_of, clerk, tell):
    tell(clerk, urgent=True)
    assert "紧急" in client_of(clerk).get("/notices/").content.decode()


def test_everybody_keeps_their_own_address(client_of, clerk):
    client = client_of(clerk)
    assert client.post("/notices/contact/", {"email": "a@example.cn", "mobile": "13800001234"}).status_code == 302
    assert 'value="a@example.cn"' in client.get("/notices/").content.decode()
    assert list(Contact.objects.values_list("person", "email", "mobile")) == [(clerk.pk, "a@example.cn", "13800001234")]


@pytest.mark.parametrize(
    "said", [{"email": "nobody"}, {"mobile": "call me"}, {"email": "x" * 200 + "@example.cn"}, {"mobile": "1" * 500}]
)
def test_an_address_that_cannot_be_one_is_said_so(client_of, clerk, said):
    answer = client_of(clerk).post("/notices/contact/", said)
    assert answer.status_code == 422
    assert Contact.objects.count() == 0


@pytest.mark.parametrize("path", ["/", "/handover/", "/log/", "/notices/"])
def test_the_number_of_notices_stands_in_the_bar_of_every_page_at_once(client_of, clerk, tell, path):
    tell(clerk, 3)
    assert 'data-unread="3"' in client_of(clerk).get(path).content.decode()
