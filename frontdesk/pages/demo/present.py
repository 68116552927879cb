"""Today and what is left over: the matters that wait, are late, belong to nobody, or were opened again."""

from datetime import timedelta

from .households import beside
from .people import LEFT
from .script import line

MINUTES_AGO = (4, 13, 27, 41)


def cases(cast):
    return [*_late(cast), *_nobodys(cast), *_again(cast), *_today(cast), *_just_now(cast)]


def _late(cast):
    made = []
    if cast.days >= 5:
        part = line(
            cast, 5, "9:36", "REP.doors", "入户门锁体坏了，钥匙要转很多次才能开，家里只有老人。",
            unit="10-1-501", to="engineering", customer_request="希望换原厂锁体。",
        )  # fmt: skip
        part.note("10:20", "维修丁师傅 10:12 到场，锁体磨损，厂家型号停产，报采购找代用件。")
        part.note("15:05", "采购回复代用件后天到货，已告知住户，先加装临时插销。", days=1)
        part.note("11:30", "供应商改期，称还要两天；已向住户致歉。", days=3)
        made.append(part)
    if cast.days >= 4:
        smell = line(
            cast, 4, "18:22", "CMP.facilities", "厨房烟道倒灌油烟，晚饭时间满屋都是别家的味道，反映第二次了。",
            unit="4-1-1401", to="engineering", customer_request="请给书面答复。", rings="3",
        )  # fmt: skip
        smell.note("18:39", "转工程部，请明天晚饭时间现场测风压。")
        smell.note("19:10", "工程部与住户一起测试，止逆阀关不严，屋顶风帽也有松动，需外包单位处理。", days=1)
        smell.note("10:15", "外包单位尚未报价，管家已告知住户还需等待。", days=3)
        made.append(smell)
    if cast.days >= 3:
        bounced = line(
            cast, 3, "19:44", "REP.burst_pipe", "卫生间热水管接头渗水变大，墙面往下淌。",
            unit="7-2-603", to="engineering", rings="1",
        )  # fmt: skip
        bounced.note("19:58", "维修邓师傅 19:55 到场，先关热水总阀。")
        bounced.close("20:49", "更换热水管接头一只，试压不漏，墙面待干。")
        bounced.note("10:32", "回访两次无人接听。", days=1)
        bounced.note("18:10", "再次回访，语音信箱，已发短信请住户方便时回电。", days=2)
        made.append(bounced)
    loan = line(
        cast, 1, "10:48", "REG.key", "宽带公司师傅借4栋管井钥匙，布放光缆，说好下午五点前还。",
        channel="visit", caller_kind="builder", caller_name="宽带刘师傅", phone="15900004471",
    )  # fmt: skip
    loan.note("17:45", "过时未还，电话联系，对方称在别处施工，明天一早送来。")
    made.append(loan)
    if cast.days >= 2:
        made.append(line(
            cast, 2, "15:12", "INT.instruction", "项目负责人要求：核对托管钥匙与委托书，缺委托书的逐户补签，两天内报结果。",
            channel="superior", to="service", caller_kind="staff", caller_name=cast.name("lead"),
        ).note("16:40", "已核对一半，发现两户委托书过期，联系中。").note("11:20", "一户已补签，另一户业主在外地，寄出委托书。", days=1))  # fmt: skip
    return made


def _nobodys(cast):
    """What the clerk who left had taken on; one was passed on, two were not."""
    if not cast.left_back:
        return []
    back = cast.left_back
    gate = line(
        cast, back, "9:48", "REP.other", "1栋单元口坡道扶手底座松动，轮椅经过时晃。",
        unit="1-1-1002", by=LEFT, to="engineering", place="1栋单元口坡道",
    ).note("10:30", "已请维修看过，要焊接，等外协师傅。", by=LEFT)  # fmt: skip
    idea = line(
        cast, back, "11:02", "SUG", "建议在9栋架空层划出婴儿车停放区，现在乱放挡路。",
        unit="9-2-302", by=LEFT, to="service",
    )  # fmt: skip
    passed = line(
        cast, back, "13:37", "CMP.developer", "入户门变形，开发商来看过一次没有下文，请物业催办。",
        unit="2-1-1502", by=LEFT, to="outside",
    )  # fmt: skip
    passed.note("14:12", "已发函开发商售后，对方答应三天内上门。", by=LEFT)
    passed.give("15:40", "butler1", "月底合同到期，这件请接着跟；售后联系人写在函件上。", by=LEFT)
    passed.note("10:05", "售后约今天下午上门，已告知住户。", days=1)
    passed.close("16:30", "售后更换门扇铰链并校正，住户试用认可。", days=1)
    passed.call_back("10:40", "satisfied", "总算修好了，谢谢帮忙催。", days=2)
    return [gate, idea, passed]


def _again(cast):
    if cast.days < 3:
        return []
    case = line(
        cast, 3, "8:41", "CMP.cleaning", "6栋电梯厅每天早上都有积水和脚印，保洁来得太晚。",
        unit="6-2-804", to="environment", place="6栋一楼电梯厅", rings="2",
    )  # fmt: skip
    case.note("9:02", "转环境部，保洁班长吕姐去现场看过，为晨间冲洗后未拖干。")
    case.close("15:20", "冲洗后改用吸水机，七点半前完成，班长每日签到。")
    case.call_back("10:12", "dissatisfied", "今天早上又是湿的，老人差点滑倒。", days=2)
    case.note("10:25", "主管约环境部负责人，连续三天早上七点半现场检查，每天向住户回话。", days=2)
    return [case]


def _today(cast):
    made = [
        line(
            cast, 0, "8:17", "REP.lift", "2栋1号梯到八楼开门慢，要等十几秒。", unit="2-1-1502", place="2栋1号梯", to="outside",
        ).note("8:26", "通知电梯维保小郑，上午十点前到。").note("9:58", "小郑 9:52 到场，门机变频器参数漂移，正在调整。")
        .close("10:36", "参数重设，连续开关门三十次正常。").call_back("15:10", "satisfied", "现在正常了。"),
        line(
            cast, 0, "8:33", "CMP.noise", f"楼上昨晚又拖东西到十一点，{beside('3-2-1205')}也听到了，要求管家今天去谈。",
            unit="3-2-1205", to="service", rings="1",
        ).note("8:50", "已与管家说明，约楼上住户中午见面。"),
        line(
            cast, 0, "11:34", "SVC.paid", "预约明天下午清洗油烟机，价目表看过了，同意收费120元。",
            unit="8-1-1203", channel="wechat", to="engineering",
        ),
    ]  # fmt: skip
    return made


def _just_now(cast):
    """The last half hour, so that the desk is busy whenever the demo is opened."""
    told = [
        ("REP.low_voltage", "可视对讲不响铃，外卖打了三个电话才找到门。", "3-2-1205", "engineering"),
        ("ENQ.fees", "问下季度物业费什么时候出账，要不要先存钱。", "4-1-1401", ""),
        ("REP.drains", "厨房水槽堵了，水漫到台面，饭还没做完。", "9-2-302", "engineering"),
        ("CMP.parking", "自己的车位被一辆没登记的车占了，现在停在通道上等。", "1-1-1002", "security"),
    ]
    made = []
    for minutes, (code, said, unit, to) in zip(MINUTES_AGO, told, strict=True):
        at = cast.now - timedelta(minutes=minutes, seconds=cast.rng.randrange(50))
        if not "08:06" <= f"{at:%H:%M}" <= "21:48":
            continue
        case = line(cast, 0, f"{at:%H:%M}", code, said, unit=unit, to=to)
        if code == "ENQ.fees":
            case.intake["immediate_result"] = "每季度首月五日前出账，短信和微信都会通知，不用预存。"
        elif minutes > 20:
            case.note(f"{at + timedelta(minutes=6):%H:%M}", "维修邓师傅接单，正从2栋过来。")
        made.append(case)
    return made
