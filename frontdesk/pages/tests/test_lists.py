"""Lists in and out: looked at first, then all of it or nothing; what is there already is never changed unasked."""

import io
from datetime import date, timedelta

import pytest
from openpyxl import Workbook, load_workbook

from duty.log.models import Household, Resident
from frontdesk.kernel.appointments.models import RoleChange
from frontdesk.kernel.exports import tables
from frontdesk.kernel.people.models import Posting, Role, User
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records import verify
from frontdesk.kernel.records.models import AccessLine, Signature
from frontdesk.pages.lists import articles, columns, commands, households, staff
from handover.models import Article
from tests.cast import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
HOMES = "房号,姓名,联系电话,身份,入住日期\n8-1-1203,王建国,13800001234,业主,2019-06-01\n8-1-1203,李芳,,家属,\n8-1-1204,,,,\n"
PEOPLE = "姓名,岗位,用户名,工号\n李梅,前台客服,li.mei,T031\n赵云,客服管家,,T032\n赵云,客服主管,,T032\n"


def csv(text, encoding="utf-8"):
    held = io.BytesIO(text.encode(encoding))
    held.name = "list.csv"
    return held


def xlsx(rows):
    book, held = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(held)
    held.seek(0)
    held.name = "list.xlsx"
    return held


def look(client, slug, file):
    """The preview of a file: (page, what its form carries)."""
    page = client.post(f"/settings/lists/{slug}/", {"file": file}).content.decode()
    shown = page.split('name="shown" value="')[1].split('"')[0] if 'name="shown"' in page else ""
    return page, shown


def take(client, slug, file, **more):
    _page, shown = look(client, slug, file)
    return client.post(f"/settings/lists/{slug}/confirm/", {"shown": shown, **more})


# -- reading


def read(data, what=households):
    return columns.read(what.COLUMNS, data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_either_encoding(encoding):
    rows = [row for _line, row in read(HOMES.encode(encoding)).rows]
    assert rows[0] == {
        "unit_no": "8-1-1203", "name": "王建国", "phone": "13800001234", "kind": "owner", "moved_in": date(2019, 6, 1),
    }  # fmt: skip
    assert len(rows) == 3


def test_a_workbook_is_read_with_its_numbers_and_dates():
    found = read(
        xlsx([["Unit number", "Name", "Telephone", "Since"], [1203, "王建国", 13800001234, date(2019, 6, 1)]]).read()
    )
    assert found.rows == [
        (2, {"unit_no": "1203", "name": "王建国", "phone": "13800001234", "kind": "", "moved_in": date(2019, 6, 1)})
    ]


@pytest.mark.parametrize("delimiter", [";", "\t", "，"])
def test_lines_may_be_parted_otherwise(delimiter):
    assert len(read(HOMES.replace(",", delimiter).encode()).rows) == 3


def test_columns_may_stand_in_any_order_and_unknown_ones_are_named():
    found = read("备注,姓名,房号\n好人,王建国,8-1-1203\n".encode())
    assert found.passed_over == ["备注"]
    assert found.rows[0][1]["unit_no"] == "8-1-1203"


@pytest.mark.parametrize(
    "line, said",
    [
        (",王建国,,业主,", "房号：未填写"),
        ("8-1-1203,王建国,call me,,", "联系电话：call me 不是电话号码"),
        ("8-1-1203,王建国,,皇帝,", "身份：“皇帝”不在以下选项中"),
        ("8-1-1203,王建国,,,2019-02-30", "入住日期：“2019-02-30”不是日期"),
        ("8-1-1203," + "长" * 41 + ",,,", "姓名：超过 40 个字"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_by_its_number_and_column(line, said):
    [(number, why)] = read((HOMES.splitlines()[0] + "\n" + line).encode()).wrong
    assert (number, why[: len(said)]) == (2, said)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01",
        "房号,姓名".encode(),
        "名字,电话\n王,1".encode(),
        b"PK\x03\x04broken",
        "房号\n".encode() + b"1\n" * 10_001,
    ],
    ids=["nothing", "no text", "headings alone", "without a unit", "half a workbook", "too long"],
)
def test_a_file_that_is_no_list_is_refused_as_a_whole(data):
    with pytest.raises(Refused):
        read(data)


# -- households


def test_a_preview_writes_nothing_and_says_what_is_new(client_of, supervisor):
    page, shown = look(client_of(supervisor), "households", csv(HOMES))
    assert shown
    assert "<b>3</b> 新增" in page
    assert "13800001234" not in page
    assert not Household.objects.exists()


def test_a_list_is_taken_over(client_of, supervisor):
    assert take(client_of(supervisor), "households", csv(HOMES)).url == "/settings/households/"
    assert sorted(Resident.objects.values_list("name", "kind", "phone_tail")) == [
        ("李芳", "family", ""), ("王建国", "owner", "1234"),
    ]  # fmt: skip
    assert [home.unit_no for home in Household.objects.all()] == ["8-1-1203", "8-1-1204"]


def test_one_wrong_line_keeps_the_whole_list_out(client_of, supervisor):
    client = client_of(supervisor)
    page, shown = look(client, "households", csv(HOMES + "8-1-1205,王,坏,,\n8-1-1203,李芳,,,\n"))
    assert "第 5 行" in page
    assert "第 6 行：与第 3 行相同" in page
    assert shown == ""
    assert not Household.objects.exists()


def test_a_list_that_is_sent_again_finds_everything_there(client_of, supervisor):
    client = client_of(supervisor)
    take(client, "households", csv(HOMES))
    page, shown = look(client, "households", csv(HOMES))
    assert ("<b>3</b> 已有" in page, shown) == (True, "")
    assert Resident.objects.count() == 2


def test_what_differs_is_said_and_changed_only_when_asked(client_of, supervisor):
    client = client_of(supervisor)
    take(client, "households", csv(HOMES))
    other = HOMES.replace("13800001234", "13900005678").replace("家属", "租户") + "8-1-1205,钱多,,,\n"
    page, _shown = look(client, "households", csv(other))
    assert "138****1234</del> 139****5678" in page
    take(client, "households", csv(other))
    assert Resident.objects.get(name="王建国").phone == "13800001234"
    assert Resident.objects.filter(name="钱多").exists()
    take(client, "households", csv(other), change="on")
    assert Resident.objects.get(name="王建国").phone == "13900005678"
    assert Resident.objects.get(name="李芳").kind == "tenant"
    assert Resident.objects.get(name="王建国").history.first().history_user == supervisor


def test_an_empty_cell_changes_nothing(client_of, supervisor):
    client = client_of(supervisor)
    take(client, "households", csv(HOMES))
    page, _shown = look(client, "households", csv("房号,姓名\n8-1-1203,王建国\n"))
    assert "<b>1</b> 已有" in page


def test_what_was_shown_cannot_be_changed_lent_or_kept_for_long(client_of, supervisor, lead, now, at):
    client = client_of(supervisor)
    _page, shown = look(client, "households", csv(HOMES))
    for who, carried in ((client, shown[:-2]), (client_of(lead), shown)):
        assert who.post("/settings/lists/households/confirm/", {"shown": carried}).url == "/settings/lists/households/"
    now.move_to(at + timedelta(hours=2, minutes=1))
    client.post("/unlock/", {"password": PASSWORD, "next": "/"})
    assert client.post("/settings/lists/households/confirm/", {"shown": shown}).url == "/settings/lists/households/"
    assert not Household.objects.exists()


def test_a_list_that_became_wrong_meanwhile_is_not_taken_over(desk, supervisor, at):
    rows = [(2, {"unit_no": "1", "name": "", "phone": "13800001234", "kind": "", "moved_in": None})]
    with pytest.raises(Refused):
        commands.take_over(what=households.LIST, desk=desk, rows=rows, change=False, by=supervisor, at=at)
    assert not Household.objects.exists()


@pytest.mark.clause("R44")
def test_nobody_takes_over_what_is_not_theirs(desk, clerk, stranger, at):
    for by in (clerk, stranger):
        with pytest.raises(Forbidden):
            commands.take_over(what=staff.LIST, desk=desk, rows=[], change=False, by=by, at=at)


# -- staff


@pytest.mark.clause("R04")
def test_new_people_get_accounts_roles_and_one_time_passwords_shown_once(client, client_of, lead, desk):
    page = take(client_of(lead), "staff", csv(PEOPLE), password=PASSWORD).content.decode()
    once = dict(
        zip(["li.mei", "zhaoyun"], [part.split("<")[0] for part in page.split('class="once">')[1:]], strict=True)
    )
    assert {posting.role for posting in Posting.objects.filter(person__username="zhaoyun")} == {
        Role.BUTLER, Role.SUPERVISOR,
    }  # fmt: skip
    for username, password in once.items():
        assert client.post("/sign-in/", {"username": username, "password": password}).status_code == 302
    assert RoleChange.objects.filter(person__username="li.mei").get().recorded_by == lead
    assert Signature.objects.count() == 3
    assert verify.verify()[1] == []


@pytest.mark.clause("R04")
def test_without_the_right_password_nobody_is_taken_over(client_of, lead):
    before = User.objects.count()
    assert take(client_of(lead), "staff", csv(PEOPLE), password="wrong").status_code == 422
    assert User.objects.count() == before


@pytest.mark.parametrize(
    "line, said",
    [
        ("孟令仪,客服主管,lead,", "不能给自己任命岗位"),
        ("曾雨,客服主管,clerk2,", ""),
        ("别人,客服主管,clerk,", "账号 clerk 属于曾雨"),
        ("仇远,前台客服,stranger,", "用户名 stranger 已有人使用"),
        ("甲,国王,,", "岗位：“国王”不在以下选项中"),
        ("乙,前台客服,a b,", "用户名：“a b”不能作用户名"),
    ],
)
def test_a_line_of_staff_that_will_not_do_is_said(client_of, lead, line, said):
    page, shown = look(client_of(lead), "staff", csv("姓名,岗位,用户名,工号\n" + line))
    assert said in page
    assert bool(shown) == (said == "")


@pytest.mark.clause("R04")
def test_somebody_known_gets_a_further_role_only_when_asked(client_of, lead, clerk, desk):
    client, line = client_of(lead), "姓名,岗位\n曾雨,客服管家\n孟令仪,项目负责人\n"
    page, _shown = look(client, "staff", csv(line))
    assert "<b>1</b> 已有" in page
    assert "+ 客服管家" in page
    assert take(client, "staff", csv(line), password=PASSWORD).status_code == 422
    assert take(client, "staff", csv(line), password=PASSWORD, change="on").status_code == 302
    assert set(clerk.postings.values_list("role", flat=True)) == {"desk_clerk", "butler"}


# -- articles


@pytest.mark.clause("R55", "A32")
def test_articles_are_taken_over_with_money_in_yuan(client_of, supervisor, desk):
    client = client_of(supervisor)
    said = "物品,单位,应有,为金额（元）\n对讲机,台,2,否\n备用金,元,500.50,是\n"
    take(client, "articles", csv(said))
    assert sorted(Article.objects.filter(desk=desk).values_list("name", "expected", "is_money")) == [
        ("备用金", 50050, True), ("对讲机", 2, False),
    ]  # fmt: skip
    page, _shown = look(client, "articles", csv("物品,应有\n对讲机,3\n剪刀,1.5\n"))
    assert "第 3 行" in page
    assert "<del>2</del> 3" in page


# -- out


@pytest.mark.clause("R45")
@pytest.mark.parametrize("slug, known", [("staff", "曾雨"), ("households", "王建国"), ("articles", "对讲机")])
def test_what_goes_out_comes_back_as_nothing_new_and_is_noted(client_of, lead, slug, known):
    client = client_of(lead)
    take(client, "households", csv(HOMES))
    take(client, "articles", csv("物品,单位,应有\n对讲机,台,2\n"))
    before = AccessLine.objects.count()
    out = client.get(f"/settings/lists/{slug}/export/")
    assert out["Content-Type"] == tables.XLSX
    assert known in str(list(load_workbook(io.BytesIO(out.content)).active.values))
    assert (AccessLine.objects.count(), AccessLine.objects.latest("id").what) == (before + 1, "export")
    held = io.BytesIO(out.content)
    held.name = "back.xlsx"
    page, shown = look(client, slug, held)
    assert "无需导入" in page
    assert shown == ""


@pytest.mark.parametrize("slug", ["staff", "households", "articles"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_template_is_understood_in_the_language_it_was_made_in(client_of, lead, slug, language):
    client = client_of(lead)
    client.cookies["django_language"] = language
    out = client.get(f"/settings/lists/{slug}/template/")
    [headings] = load_workbook(io.BytesIO(out.content)).active.values
    what = {"staff": staff, "households": households}.get(slug)
    if what:
        assert columns._places(what.COLUMNS, list(headings))[1] == []


@pytest.mark.parametrize(
    "text",
    [
        "name,role,staff_no\n张三,desk_clerk,T031\n李四,supervisor,T031\n",
        "name,role,username\n张三,desk_clerk,zhang\n李四,supervisor,Zhang\n",
    ],
)
def test_two_people_under_one_number_or_name_are_not_made_one(client_of, lead, text):
    page, shown = look(client_of(lead), "staff", csv(text))
    assert "每人须各用各的" in page
    assert not shown


def test_a_user_name_that_is_another_s_staff_number_is_another_person(desk, lead, at):
    rows = columns.read(
        staff.COLUMNS, csv("name,role,username,staff_no\n张三,desk_clerk,t031,\n李四,butler,,t031\n").read()
    ).rows
    found = staff.compare(desk, rows, lead, at)
    assert (len(found.new), found.wrong) == (2, [])
    assert len({row["who"] for _line, row in found.new}) == 2


@pytest.mark.parametrize("cell", ["NaN", "sNaN", "nan123", "Infinity", "1E+9999"])
def test_what_is_no_number_is_said_to_be_none(cell):
    found = columns.read(articles.COLUMNS, csv(f"名称,数量\n雨伞,{cell}\n").read())
    assert (found.rows, len(found.wrong)) == ([], 1)


def test_characters_that_cannot_be_seen_are_refused_and_full_width_ones_are_plain():
    found = columns.read(households.COLUMNS, csv("房号,姓名\n１－１－１０１,王\x01建国\n１-１-１０２,王建国\n").read())
    assert [line for line, _why in found.wrong] == [2]
    assert found.rows[0][1]["unit_no"] == "1-1-102"
