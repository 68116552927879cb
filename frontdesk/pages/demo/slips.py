"""What goes not quite right at a desk: lines written late, and lines that another line has to put right."""

from datetime import timedelta

from . import words
from .households import beside

HEARD_AS = {
    "婷": "亭", "丽": "莉", "伟": "玮", "静": "靖", "佳": "嘉", "敏": "民", "欣": "馨", "宇": "羽", "文": "雯", "芳": "方",
    "志": "智", "华": "桦", "玲": "铃", "娟": "鹃", "燕": "艳", "杰": "洁", "明": "铭", "思": "诗", "超": "昭", "陈": "程",
}  # fmt: skip
WHY = {
    "unit_no": ("听错房号，回拨核对后更正。", "输错一位，与派工单核对后更正。", "住户说的是隔壁单元，当时记错。", "上门的同事反馈房号不对，电话核实。"),
    "caller_name": ("姓名同音字写错，住户指出。", "住户来签字时发现写错。", "与业户资料核对后更正。"),
    "phone": ("号码两位写颠倒，打不通，查资料后更正。", "回访时发现号码记错。"),
    "occurred_at": ("发生时间未改，按住户说明更正。", "补填发生时间，与监控时间一致。"),
}  # fmt: skip


def happen(case):
    """Perhaps make this case a slightly careless one."""
    rng = case.cast.rng
    lot = rng.random()
    if lot < 0.03:
        _late(case)
    elif lot < 0.065:
        _put_right(case)
    elif lot < 0.4:
        case.intake["occurred_at"] = (case.at - timedelta(minutes=rng.randrange(1, 7))).replace(second=0)


def _late(case):
    """Written down well after it happened 补记."""
    rng = case.cast.rng
    occurred = (case.at - timedelta(minutes=rng.randrange(22, 170))).replace(second=0)
    if occurred.hour >= 8:
        case.intake["occurred_at"] = occurred
        case.intake["description"] += rng.choice(words.LATE)


def _put_right(case):
    rng, intake = case.cast.rng, case.intake
    at = case.at + timedelta(minutes=rng.randrange(4, 45), seconds=rng.randrange(60))
    if at.hour >= 22:
        return
    person = intake.get("resident")
    fields = ["caller_name", "phone"] if person else []
    if intake["category"] in {"REP", "CMP", "SVC", "HLP"}:
        fields += ["unit_no", "unit_no", "occurred_at"] if person else ["occurred_at"]
    if not fields:
        return
    field = rng.choice(fields)
    wrong = right = ""
    if field == "unit_no":
        right = person.household.unit_no
        wrong = rng.choice((beside(right), _swapped(right)))
        intake.pop("resident")
        intake.update(
            caller_name=person.name, phone=person.phone, caller_kind="tenant" if person.kind == "tenant" else "owner"
        )
    elif field == "caller_name":
        right = person.name
        wrong = "".join(HEARD_AS.get(letter, letter) for letter in right)
    elif field == "phone":
        right, digits = person.phone, person.phone
        wrong = digits[:-2] + digits[-1] + digits[-2]
    else:
        case.correct(at, field, _earlier(case), rng.choice(WHY[field]))
        return
    if wrong != right:
        intake[field] = wrong
        case.correct(at, field, right, rng.choice(WHY[field]))
    elif field == "unit_no":
        intake["unit_no"] = right


def _earlier(case):
    return (case.at - timedelta(minutes=case.cast.rng.randrange(18, 55))).replace(second=0).isoformat()


def _swapped(unit):
    """The same room in the other entrance."""
    building, entrance, room = unit.split("-")
    return f"{building}-{2 if entrance == '1' else 1}-{room}"
