"""People are sorted and found by pinyin, as their names are said."""

import pytest

from frontdesk.kernel.people.models import User
from frontdesk.kernel.people.names import initials, sort_key

SAID = {
    "单晓明": "shan xiao ming", "曾雨": "zeng yu", "仇远": "qiu yuan", "解岚": "xie lan", "区少坤": "ou shao kun",
    "查良平": "zha liang ping", "任重": "ren zhong", "华罗": "hua luo", "盖叫天": "ge jiao tian", "朴正": "piao zheng",
    "翟天": "zhai tian", "缪荃": "miao quan", "燕青": "yan qing", "乐嘉": "yue jia", "覃思": "qin si", "卜凡": "bu fan",
    "阚泽": "kan ze", "员明": "yun ming", "种师道": "chong shi dao", "吕布": "lv bu", "张三": "zhang san",
    "尉健行": "wei jian xing",
}  # fmt: skip
COMPOUND = {
    "欧阳静": "ou yang jing", "司马光": "si ma guang", "诸葛亮": "zhu ge liang", "上官婉儿": "shang guan wan er",
    "尉迟恭": "yu chi gong", "长孙无忌": "zhang sun wu ji", "万俟卨": "mo qi xie", "单于明": "chan yu ming",
    "令狐冲": "ling hu chong", "皇甫端": "huang fu duan", "慕容复": "mu rong fu", "澹台镜": "tan tai jing",
}  # fmt: skip


@pytest.mark.parametrize("name, said", SAID.items(), ids=SAID.values())
def test_a_surname_is_read_as_a_surname(name, said):
    assert sort_key(name) == said


@pytest.mark.parametrize("name, said", COMPOUND.items(), ids=COMPOUND.values())
def test_a_compound_surname_is_read_as_one(name, said):
    assert sort_key(name) == said


@pytest.mark.parametrize("name, said", [*SAID.items(), *COMPOUND.items()])
def test_initials_are_those_of_the_syllables(name, said):
    assert initials(name) == "".join(syllable[0] for syllable in said.split())


@pytest.mark.parametrize(
    "name, key, first",
    [
        ("Smith", "smith", "smith"), ("张Anna", "zhang anna", "zanna"), ("", "", ""), ("  单晓明 ", "shan xiao ming", "sxm"),
        ("3号", "3 hao", "3h"), ("单", "shan", "s"),
    ],
)  # fmt: skip
def test_other_names_do_not_confuse_it(name, key, first):
    assert (sort_key(name), initials(name)) == (key, first)


def test_a_very_long_name_fits_its_column():
    assert len(sort_key("龘" * 400)) <= User._meta.get_field("name_sort").max_length
    assert len(initials("龘" * 400)) <= 40


@pytest.mark.django_db
def test_people_are_listed_as_their_names_are_said():
    for number, name in enumerate(["张三", "单晓明", "Anna", "欧阳静", "查良平", "曾雨", "仇远"]):
        User.objects.create_user(f"u{number}", name)
    assert [user.name for user in User.objects.all()] == ["Anna", "欧阳静", "仇远", "单晓明", "曾雨", "查良平", "张三"]


@pytest.mark.django_db
def test_a_new_name_sorts_anew():
    user = User.objects.create_user("u", "张三")
    user.name = "单晓明"
    user.save()
    assert User.objects.get().name_sort == "shan xiao ming"
