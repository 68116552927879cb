"""Search finds Chinese from two characters on, and only what one may see."""

import pytest

from frontdesk.kernel.search import index, pairs
from frontdesk.kernel.search.marks import marked

pytestmark = pytest.mark.django_db


class Target:
    seal_kind = "log.entry"

    def __init__(self, pk):
        self.pk = pk


@pytest.fixture
def find(desk):
    def find(query, project_ids=None, **more):
        return index.find(
            query, project_ids=project_ids or {desk.project_id}, kind="log.entry", **{"limit": 10, **more}
        )

    return find


def add(desk, pk, text):
    index.add(project_id=desk.project_id, target=Target(pk), text=text)


def test_text_becomes_overlapping_pairs():
    assert pairs.pairs("水管漏水 12") == ["水管", "管漏", "漏水", "12"]
    assert pairs.phrases("水 漏水,ＡＢ") == ["漏水", "ab"]


@pytest.mark.parametrize(
    "query", ["漏水", "厨房", "水管漏", "厨房水管漏水", "1203", "李先生", "ｗｉｆｉ", "wifi", "漏水 李先生"]
)
def test_what_stands_in_a_line_is_found(desk, find, query):
    add(desk, 1, "厨房水管漏水 8-1-1203 李先生 WiFi")
    add(desk, 2, "电梯异响")
    assert find(query) == ([1], None)


ELSEWHERE = ["", "水", "漏 水", "水漏", "管水", "没有", "%00", "漏水%", '漏水" OR "', "*", "NEAR(漏水", "project1"]


@pytest.mark.parametrize("query", ELSEWHERE)
def test_what_does_not_stand_there_is_not_found(desk, find, query):
    add(desk, 1, "厨房水管漏水")
    assert find(query) == ([], None) or pairs.phrases(query) == ["漏水"]


@pytest.mark.clause("R44")
def test_another_projects_words_are_not_found(desk, other_desk, find):
    add(desk, 1, "厨房漏水")
    add(other_desk, 2, "厨房漏水")
    assert find("漏水") == ([1], None)
    assert find("漏水", {other_desk.project_id}) == ([2], None)
    assert find("漏水", {desk.project_id, other_desk.project_id}) == ([2, 1], None)


def test_pages_go_on_where_the_last_ended(desk, find):
    for pk in range(1, 8):
        add(desk, pk, "大堂灯坏")
        add(desk, pk, "大堂灯已修")
    first, following = find("大堂", limit=3)
    second, further = find("大堂", limit=3, before=following)
    third, end = find("大堂", limit=3, before=further)
    assert (first, second, third, end) == ([7, 6, 5], [4, 3, 2], [1], None)


def test_what_stands_in_old_lines_only_is_found_too(desk, other_desk, find, monkeypatch):
    """PostgreSQL looks through the newest lines first; older ones the index must give, and nobody else's."""
    monkeypatch.setattr(index, "NEWEST", 2)
    add(desk, 1, "月季枯萎")
    for pk in (2, 3, 4):
        add(desk, pk, "水管漏水")
    add(other_desk, 5, "月季枯萎")
    assert find("月季枯") == ([1], None)
    assert find("水管", limit=2) == ([4, 3], find("水管", limit=2)[1])
    assert find("漏水管") == ([], None)


def test_hits_are_marked_and_everything_else_escaped():
    assert marked("<b>漏水", ["漏水"]) == "&lt;b&gt;<mark>漏水</mark>"
