"""The phrases that a desk is offered while it types, and those it begins with: its own words, hence in Chinese."""

from frontdesk.kernel.people import settings_cache

from .models import Phrase

Kind = Phrase.Kind
# (where it is offered, category, sentence)
USUAL = [
    (Kind.DESCRIPTION, "REP", "厨房下水管漏水,已请业主关总阀"),
    (Kind.DESCRIPTION, "REP", "户内跳闸断电,空气开关推不上"),
    (Kind.DESCRIPTION, "REP", "电梯运行异响,停靠不平层"),
    (Kind.DESCRIPTION, "REP", "楼道照明灯不亮"),
    (Kind.DESCRIPTION, "CMP", "楼上装修噪音扰民"),
    (Kind.DESCRIPTION, "CMP", "车辆占用消防通道"),
    (Kind.DESCRIPTION, "ENQ", "咨询物业费缴纳方式与时间"),
    (Kind.DESCRIPTION, "ENQ", "咨询装修办理手续"),
    (Kind.DESCRIPTION, "HLP", "忘带钥匙,请求协助联系开锁"),
    (Kind.DESCRIPTION, "REG", "办理物品放行条"),
    (Kind.NOTE, "", "已致电,无人接听,稍后再联系"),
    (Kind.NOTE, "", "已与客户约好时间"),
    (Kind.NOTE, "REP", "已派工程部,约十五分钟到场"),
    (Kind.NOTE, "REP", "需更换配件,已告知业主等待时间"),
    (Kind.NOTE, "CMP", "已转责任部门核实,答应当日回复"),
    (Kind.RESULT, "", "已答复,客户表示知晓"),
    (Kind.RESULT, "REP", "已修复,现场试用正常,业主签字确认"),
    (Kind.RESULT, "CMP", "已劝阻并告知管理规定,客户表示接受"),
]


def of(desk):
    """[(id, kind, category, text)] of a desk, in their order; read once until they change."""
    columns = ("id", "kind", "category", "text")
    return settings_cache.get(
        desk.project, f"phrases {desk.pk}", lambda: list(Phrase.objects.filter(desk=desk).values_list(*columns))
    )


def offered(desk, kind, category=None):
    """[(category, text)] for a place; of one category and of all of them, or with None of every category."""
    return [
        (one, text)
        for _pk, where, one, text in of(desk)
        if where == kind and (category is None or one in {"", category})
    ]
