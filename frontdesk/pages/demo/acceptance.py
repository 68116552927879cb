"""The last full day, as it is told wherever this software is shown: from the first arrival to the closing record."""

from .script import line


def cases(cast):
    return [*morning(cast, 1), *noon(cast, 1), *entrapment(cast, 1), *evening(cast, 1)]


def morning(cast, back):
    clerk, butler = cast.name("clerk1"), cast.name("butler1")
    opening = line(
        cast, back, "8:00", "INT.notice",
        f"07:42 早班{clerk}、{butler}到岗，与中控室交接：夜间来电两个，均为咨询，已答复；7栋1号梯 05:10 误报警一次，已复位。"
        "热线 07:55 转回前台，试拨正常。",
        channel="department", by="clerk1",
        done="物品按清单清点相符，当日注意事项已阅并勾选，08:00 开台。",
    )  # fmt: skip
    repair = line(
        cast, back, "10:05", "REP.water",
        "厨房水槽下角阀漏水，橱柜底板已经湿了，关小总阀还在滴。",
        unit="8-1-1203", by="clerk1", to="engineering", priority="P2", customer_request="上午一直在家，请尽快来。",
    )  # fmt: skip
    repair.dispatch("10:07", "engineering", "维修周师傅", "电话里已请住户先关户内总阀。", by="clerk1")
    repair.accept("10:08", by="clerk1")
    repair.arrive("10:29", at="10:27", by="butler1")
    repair.note("10:30", "角阀阀体开裂，需更换。", by="butler1")
    repair.sheet("10:09", trade="给水", fault="厨房水槽下角阀漏水", area="indoor", by="clerk1")
    repair.finish("10:55", by="clerk1")
    repair.sheet(
        "10:56", times=2, trade="给水", fault="厨房水槽下角阀漏水", area="indoor", warranty="no", quote_fen=2800,
        technician="周师傅", work_done="更换角阀，接口重缠生料带，试压十分钟不漏", materials="角阀一只", material_fen=2800,
        confirmed="signed", rating="very_satisfied", by="clerk1",
    )  # fmt: skip
    repair.close(
        "10:58",
        "更换角阀一只，接口重缠生料带，试压十分钟不漏；橱柜底板擦干，住户签字。材料费28元，收据已开。",
        by="clerk1",
    )
    repair.call_back("16:42", "very_satisfied", "师傅来得快，还帮忙把柜子里的水擦干了。", by="clerk2")
    return [opening, repair]


def noon(cast, back):
    queue = line(
        cast, back, "11:40", "INT.instruction",
        "前台排队六人，办卡和交费集中，热线同时有来电；申请后台人员支援。",
        channel="department", by="butler1", place="前台", owner="supervisor",
    )  # fmt: skip
    office = cast.name("office")
    queue.note("11:43", f"主管批准：后台{office} 11:45 到前台支援至 13:00，负责排队引导和资料初核。", by="supervisor")
    queue.note("11:47", f"{office}到位。", by="clerk1")
    queue.close("13:02", f"支援结束，{office}协助接待九人；11:40-13:00 热线无漏接。", by="butler1")
    return [queue]


def entrapment(cast, back):
    """17:10 to 17:24, and what follows."""
    lead, engineer, security = cast.name("lead"), cast.name("engineer"), cast.name("security")
    case = line(
        cast, back, "17:10", "INC.lift_entrapment",
        "5栋1号梯停在四楼与五楼之间，轿厢内三人(一名老人、一名妇女、一名小学生),五方对讲能通话，灯亮，无人受伤。",
        place="5栋1号梯", by="clerk2", to="engineering", rings="1", unit="5-1-903",
    )  # fmt: skip
    case.call_out(
        "17:11",
        "engineering",
        person="engineer",
        text="5栋1号梯困三人，带三角钥匙",
        answered="17:12",
        arrived="17:16",
        left="18:50",
        by="clerk2",
    )
    case.call_out(
        "17:11",
        "security",
        person="security",
        text="一楼和四楼拦护，2号梯专人引导",
        answered="17:13",
        arrived="17:17",
        left="17:40",
        by="butler2",
    )
    case.call_out("17:12", "outside", whom="电梯维保值班", answered="17:13", arrived="17:38", left="18:46", by="clerk2")
    case.note("17:12", "五方对讲安抚：不要扒门，救援已出发。", by="clerk2")
    case.decide("17:15", "每五分钟报一次，先救人后查因；我在赶来的路上。", seen="17:14")
    case.note(
        "17:16",
        f"{engineer} 17:16 到五楼厅门，{security}带两名队员随后到。项目负责人{lead} 17:15 已答复。",
        by="butler2",
    )
    case.contain("17:24", "17:24 厅门打开，三人全部走出，老人坐下休息、饮水，自述没有不适。", by="clerk2")
    case.measure(
        "17:38",
        "lift_stopped",
        "5栋1号梯",
        "断电挂牌停用，围挡已放，等维保查明原因。",
        lifted="18:45",
        why="维保试运行合格，恢复使用。",
        by="butler2",
    )
    case.note("18:20", "查明为门锁触点氧化引起保护停梯，更换触点，空载、满载各试运行十次。", by="clerk2")
    case.close("18:47", "1号梯 18:45 恢复使用，维保单签字存档；三位住户已逐一电话慰问，楼栋群发说明。", by="butler2")
    case.call_back("20:05", "satisfied", "老人家属表示人没事，希望以后多检查。", by="butler2")
    told = line(
        cast, back, "17:19", "ENQ",
        "问5栋电梯出什么事了，家里老人还没回来。",
        unit="5-1-903", channel="visit", by="butler2",
        done="说明1号梯正在救援，老人在轿厢内、能通话；请住户到五楼厅门口等候，已安排队员陪同。",
    )  # fmt: skip
    return [case, told]


def evening(cast, back):
    wrong = line(
        cast, back, "20:12", "REP.drains",
        "主卫地漏返味，下水慢，明天上午家里有人。",
        unit="3-2-1502", caller_name=cast.resident("3-2-1205").name, phone=cast.resident("3-2-1205").phone,
        caller_kind="owner", by="clerk2", to="engineering", appointed_at=cast.at(back - 1, "9:30", second=0),
    )  # fmt: skip
    wrong.note("20:15", "派工单交维修马师傅，约明天 9:30。", by="clerk2")
    wrong.correct("20:30", "unit_no", "3-2-1205", "房号听错，回拨与住户核对后更正，派工单已同时改。", by="clerk2")
    wrong.note("9:36", "马师傅 9:33 进门检查。", days=1)
    wrong.close("10:24", "机械疏通地漏并换防臭芯，放水通畅，无异味，住户签字。", days=1)
    leave = line(
        cast, back, "21:50", "INT.notice",
        f"{cast.name('clerk2')}提出明天晚班请假一天(家人住院陪护),已电话报客服主管。",
        channel="department", by="clerk2", caller_kind="staff", caller_name=cast.name("clerk2"), owner="supervisor",
    )  # fmt: skip
    leave.note("21:53", "主管批准。按休息间隔推荐顶班：今天早班、明天休早班者优先。", by="butler2")
    leave.close(
        "21:56", f"由{cast.name('butler1')}顶明天晚班(今天 16:00 下班，间隔足够),本人已确认，早班由{cast.name('clerk1')}单独值守。",
        by="butler2",
    )  # fmt: skip
    closing = line(
        cast, back, "21:59", "INT.notice",
        "收台。柜台、电脑、打印机、空调已关，资料入柜上锁，钥匙柜和备用金清点相符；热线 21:58 转中控室并试拨。"
        "请中控室留意：5栋1号梯夜间再巡一次。",
        channel="department", by="butler2", done="中控室签收，22:00 离岗。",
    )  # fmt: skip
    return [wrong, leave, closing]
