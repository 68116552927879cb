"""The register: units, who lives there, and telephone numbers that nobody has."""

from duty.log.commands import register_household

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "单仇区解查翟缪华"
)
GIVEN = {
    "m": (
        "伟 强 磊 军 勇 杰 涛 明 超 鹏 浩 建国 志强 文斌 俊杰 国华 永康 立新 少华 海涛 家豪 子轩 宇航 思远 振宇 嘉诚 一鸣 "
        "博文 德福 广生 耀宗 振邦 启明 世杰 绍文 景行"
    ).split(),
    "f": (
        "芳 娜 敏 静 丽 艳 娟 霞 婷 雪 玲 秀英 桂兰 晓燕 雅琴 慧玲 佳欣 梦瑶 子涵 诗雨 欣怡 美玲 淑贞 海燕 玉梅 文静 "
        "思琪 若兰 丽君 凤英 月娥 可欣 静宜 雨桐 晓彤 惠芳"
    ).split(),
}
PREFIXES = ("1380000", "1390000", "1350000", "1370000", "1590000", "1560000", "1880000", "1810000")
SIZES = {"tgc": (10, 22), "yhw": (4, 6)}
# Units that the stories speak of.
KNOWN = {
    "tgc": "8-1-1203 3-2-1205 5-1-903 2-1-1502 6-2-804 1-1-1002 9-2-302 4-1-1401 7-2-603 10-1-501".split(),
    "yhw": ["2-1-602", "3-1-1101"],
}


def settle(cast):
    """Register every unit through the same command as the desk; the cast remembers them with their people."""
    rng, used = cast.rng, set()
    for unit in _units(cast.code, rng):
        residents, surname = [], rng.choice(SURNAMES)
        first = "owner" if rng.random() < 0.78 else "tenant"
        for place in range(rng.choices((1, 2, 3), (65, 28, 7))[0]):
            if place == 1 and rng.random() < 0.7:
                surname = rng.choice(SURNAMES)
            kind = first if place == 0 or first == "tenant" else "family"
            name = surname + rng.choice(GIVEN[rng.choice("mf")])
            if name not in [one for one, _phone_no, _kind in residents]:
                residents.append((name, _phone(rng, used), kind))
        home = register_household(project=cast.desk.project, unit_no=unit, residents=residents)
        home.people = list(home.residents.order_by("id"))
        for person in home.people:
            person.household = home
        cast.households.append(home)


def stranger(rng):
    """(name, telephone) of somebody who is not in the register."""
    said = rng.choice(("先生", "先生", "女士", "女士", "师傅"))
    return rng.choice(SURNAMES) + said, rng.choice(PREFIXES) + f"{rng.randrange(10000):04d}"


def above(unit, floors=1):
    """The unit one floor up (or down): '8-1-1203' → '8-1-1303'."""
    building, entrance, room = unit.split("-")
    return f"{building}-{entrance}-{int(room[:-2]) + floors}{room[-2:]}"


def beside(unit):
    """The unit next door on the same floor."""
    other = "0214365"[int(unit[-1])]
    return unit[:-1] + other


def _units(code, rng):
    buildings, each = SIZES[code]
    known = KNOWN[code]
    for building in range(1, buildings + 1):
        units = [unit for unit in known if unit.startswith(f"{building}-")]
        while len(units) < each:
            unit = f"{building}-{rng.randrange(1, 3)}-{rng.randrange(2, 18)}{rng.randrange(1, 7):02d}"
            if unit not in units:
                units.append(unit)
        yield from units


def _phone(rng, used):
    while True:
        number = rng.choice(PREFIXES) + f"{rng.randrange(10000):04d}"
        if number not in used:
            used.add(number)
            return number
