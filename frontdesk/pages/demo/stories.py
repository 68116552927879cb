"""The days of the month that are written out: bad ones, and those that a supervisor remembers."""

from .script import line


def cases(cast):
    made = []
    for back, story in STORIES.items():
        if cast.days >= back:
            made += story(cast, back)
    return made


def cleaning_twice(cast, back):
    """A complaint that counted as done too early."""
    case = line(
        cast, back, "8:52", "CMP.cleaning", "9栋垃圾房门口连续三天有污水，臭味飘到二楼，开不了窗。",
        unit="9-2-302", place="9栋垃圾房", to="environment", customer_request="要求每天至少冲两次。",
    )  # fmt: skip
    case.note("9:05", "9:04 转环境部，保洁班长吕姐去现场。")
    case.close("11:48", "地面冲洗消毒，垃圾桶换新两只。")
    case.call_back("17:36", "dissatisfied", "冲过一次，下午收完垃圾又是一地污水，等于没解决。")
    case.note("17:50", "报主管。主管要求查漏水原因，不能只冲地。")
    case.note("9:40", "查明为压缩车滴漏加地面反坡，工程部做挡水沿，环境部改收运后即冲。", days=1)
    case.close("16:20", "挡水沿完成，收运后冲洗列入签到表；连续两次收运后检查无积水。", days=2)
    case.call_back("10:15", "satisfied", "这两天没有味道了，谢谢一直跟。", days=4)
    return [case]


def noise(times):
    """The same household about the same neighbour, three times in a month; the third time is serious."""

    def told(cast, back):
        if times == 1:
            said = "楼上2-1-1602孩子天天跑跳到晚上十点，家里有高三学生。"
            case = line(cast, back, "21:12", "CMP.noise", said, unit="2-1-1502", to="service")
            case.note("21:30", "巡逻岗小贺上楼劝说，楼上答应注意。")
            case.close("10:20", "管家周海宁与楼上沟通，对方铺地垫，约定九点半后安静。", days=1)
            case.call_back("16:30", "satisfied", "昨晚好一些，再看看。", days=2)
            return [case]
        if times == 2:
            said = "楼上又开始跑跳，地垫没有铺，上次说的没做到。"
            case = line(cast, back, "21:35", "CMP.noise", said, unit="2-1-1502", to="service", rings="1")
            case.note("21:44", "队员上楼，孩子已睡，家长说地垫在路上。")
            case.close("11:30", "管家当面看过，地垫已铺满客厅，家长留了电话给楼下。", days=1)
            case.call_back("17:10", "fair", "先这样，再有就要求主管出面。", days=2)
            return [case]
        case = line(
            cast, back, "21:02", "CMP.noise", "一个月内第三次反映楼上噪声，孩子明天考试，情绪激动，说再不解决就报警并投诉到街道。",
            unit="2-1-1502", to="service", rings="1", priority="P2", customer_request="要求主管今晚就给答复。",
        )  # fmt: skip
        chief = cast.name("supervisor")
        case.sheet(
            "21:07", grade="serious", validity="valid", demand="今晚就给答复，明晚起不再有噪声", department="service"
        )
        case.escalate("21:08", f"同户同类第三次，业主要求{chief}今晚答复。")
        case.decide(
            "21:19", "已电话沟通十分钟，业主同意明天三方见面；队员已请楼上安静。", seen="21:10", by="supervisor"
        )
        case.note(
            "16:20",
            "主管、管家、楼上楼下在客户服务中心见面，签邻里约定：九点半后不跑跳，客厅加厚地垫，互留电话。",
            days=1,
        )
        case.close("16:55", "三方签字，约定贴在双方门内；一周内管家每晚问一次。", days=1, by="supervisor")
        case.call_back("10:25", "very_satisfied", "这两天很安静，感谢主管出面。", days=2)
        return [case]

    return told


def outgoing(cast, back):
    """The hotline is for incoming calls; this one was allowed, with a reason."""
    return [line(
        cast, back, "15:26", "OTH", "用热线外呼自来水公司，核对明天停水时间，以便统一答复住户。",
        channel="hotline_out", outgoing_reason="办公座机线路故障，停水通知需当场核实", outgoing_approver="supervisor",
        done="自来水公司答复：明天 9:30-11:30 停水，影响3栋至6栋，已发通知。",
    )]  # fmt: skip


def gas(cast, back):
    smell = line(
        cast, back, "18:41", "INC.gas", "一楼楼道闻到煤气味，越来越浓，已经开窗。",
        unit="1-1-1002", place="1栋1单元一楼楼道", rings="1", to="outside",
    )  # fmt: skip
    smell.note("18:43", "嘱咐不开关电器、不按电梯；秩序部两人带测漏仪到场，疏散一至三楼。")
    smell.contain("18:52", "查明为102室灶具未关、火被汤浇灭，已关阀通风，测漏仪归零。")
    smell.close("19:34", "燃气公司 19:10 到场检测合格，恢复供气；102室老人独居，已通知子女装熄火保护。")
    smell.call_back("20:25", "very_satisfied", "来得很快，邻居都放心了。")
    out = line(
        cast, back, "18:44", "OTH", "热线外呼燃气抢修，报1栋1单元楼道燃气泄漏。", channel="hotline_out",
        outgoing_reason="楼道燃气泄漏，另一部电话正在通话", outgoing_emergency=True, to="outside",
        done="燃气抢修 18:45 接报，二十五分钟到场。",
    )  # fmt: skip
    return [smell, out]


def busy_noon(cast, back):
    """Short-handed at noon: calls were missed and answered late."""
    note = "前台一人办卡、一人引导消防检查，热线响铃超时。"
    done = "重新生成二维码，住户缴费成功。"
    late = line(cast, back, "12:06", "ENQ.fees", "问缴费二维码失效怎么办。", rings=">3", unit="7-2-603", done=done)
    missed = [
        line(cast, back, clock, "OTH", f"热线未接来电一个，尾号{tail},{note}", rings="missed", occurred=was, done=done)
        for clock, tail, was, done in [
            ("12:41", "3390", "12:09", "12:38 回拨接通，问停车月卡，已答复。"),
            ("12:43", "8127", "12:17", "12:40 回拨接通，报修对讲，已另行登记。"),
            ("12:45", "0546", "12:21", "回拨三次无人接听，发短信请其方便时来电。"),
            ("12:47", "6619", "12:30", "12:44 回拨接通，对方说已自行解决。"),
        ]
    ]  # fmt: skip
    case = line(
        cast, back, "13:10", "INT.inspection_finding", "12:05-12:35 漏接四个、超三声一个，未及时申请支援。",
        channel="superior", by="supervisor", owner="butler1",
    )  # fmt: skip
    case.note("15:05", "原因：两人都被占住，没有人按支援申请。改进：排队超过三人或一人离台即申请支援。")
    case.close("17:20", "已在交接班会强调，写入当日注意事项；明后两天中午安排后台一人待命。", by="supervisor")
    return [late, *missed, case]


def lost_child(cast, back):
    case = line(
        cast, back, "17:48", "HLP.lost_person", "六岁男孩在中心花园玩，十分钟没看见人，穿红色外套、蓝鞋。",
        unit="6-2-804", place="中心花园", to="security", rings="1", priority="P1",
    )  # fmt: skip
    case.note("17:50", "通知三个门岗只进不出核对儿童；中控室调监控；巡逻岗分两路。")
    case.note("17:58", "监控见 17:41 往7栋方向走，机动岗小范去7栋架空层。")
    case.close("18:04", "18:02 在7栋架空层与同学玩时找到，交给母亲，人没事。")
    return [case]


def kitchen_fire(cast, back):
    case = line(
        cast, back, "18:26", "INC.fire", "厨房油锅起火，窗口冒烟，人已出来，家里没有别人。",
        unit="4-1-1401", rings="1", to="security",
    )  # fmt: skip
    case.note("18:27", "已拨119；中控室启动4栋广播，微型消防站五人携器材出发，工程部切断该户燃气和电源。")
    case.note("18:31", f"已报项目负责人{cast.name('lead')}、客服主管；秩序部在东门引导消防车。")
    case.contain("18:35", "微型消防站用灭火毯和干粉扑灭明火，无人受伤。")
    case.close("19:22", "消防队 18:44 到场复查无复燃，移交住户；厨房橱柜部分过火，同层烟味通风，起因油锅无人看管。")
    case.call_back("15:10", "very_satisfied", "几分钟就到了，保住了家，感谢。", days=1)
    talk = line(cast, back, "18:33", "ENQ", "问4栋广播响是真着火吗，要不要下楼。", unit="4-1-1401", caller_name="吴女士", rings="3",
                done="请走消防楼梯下楼，不要乘电梯；集合点在中心花园，18:50 已通知可返回。")  # fmt: skip
    return [case, talk]


def theft(cast, back):
    case = line(
        cast, back, "8:12", "SEC.theft", "停在非机动车棚的电动车电瓶被拆走，昨晚十点停的，今早发现。",
        unit="10-1-501", channel="visit", place="非机动车棚", to="security", occurred="8:03",
    )  # fmt: skip
    case.note("8:20", "秩序部到现场拍照，中控室调昨晚二十二点后录像，陪同业主报警。")
    case.note("11:05", "录像见凌晨两点四十分一人翻越北侧围栏进出，资料已交派出所。")
    case.close("15:40", "警方立案；北侧围栏加装红外对射，夜间巡更改为每小时一次，已答复业主。")
    return [case]


def wrong_kind(cast, back):
    """Taken for an enquiry, was a repair; and a line written two hours late."""
    said = "说家里那个东西又不行了，请派上次的师傅来。"
    case = line(cast, back, "10:26", "OTH", said, unit="1-1-1002", to="engineering")
    case.note("10:34", "回拨问清：是可视对讲没有画面，上周修过一次。")
    case.correct("10:36", "category", "REP", "回拨问清是报修，类别选错。")
    case.correct("10:37", "subcategory", "low_voltage", "随类别更正。")
    case.correct(
        "10:38", "description", "可视对讲没有画面，上周修过一次又坏，请派上次的邓师傅。", "原记录不清楚，回拨后写明。"
    )
    case.close("16:12", "更换室内分机(质保内),与门口机对呼正常。")
    late = line(
        cast, back, "12:20", "SEC.quarrel", "儿童游乐场两名家长因孩子抢滑梯争吵，秩序员已劝开。当时前台两人都去现场，事后补记。",
        place="儿童游乐场", channel="patrol", occurred="10:05", to="security", done="双方家长握手，孩子无碍；已在旁边加贴排队提示。",
    )  # fmt: skip
    return [case, late]


def water_cut(cast, back):
    """Half a building without water: every caller about the same thing."""
    high = [home.unit_no for home in cast.households if home.unit_no.startswith("3-1-") and len(home.unit_no) == 8]
    units = [*high, "3-2-1205"]
    asked = ("家里没水了，是停水吗?", "全家等着洗漱，水什么时候来?", "没看到停水通知，怎么突然没水?",
             "楼下有水，我家没有，是不是楼层问题?", "正在洗头没水了，麻烦快一点。")  # fmt: skip
    first = line(cast, back, "8:06", "REP.water", "3栋十楼以上没水。", unit=units[0], priority="P2", to="engineering")
    first.note("8:14", "维修周师傅去泵房，高区变频泵停机报警。")
    first.note("8:31", "复位无效，切换备用泵，开始供水；同时联系水泵厂家。")
    first.close("9:20", "备用泵运行正常，高区逐户抽查有水；主泵轴承卡死，厂家明天更换。")
    first.call_back("15:45", "satisfied", "半小时就来水了，短信也收到。")
    done = "高区水泵故障，正在切换备用泵，预计半小时恢复，来水短信通知。"
    return [first, *(
        line(cast, back, f"8:{8 + 4 * place:02d}", "ENQ", said, unit=unit, rings=("2", "3", ">3", "2", ">3")[place], done=done)
        for place, (said, unit) in enumerate(zip(asked, units[1:], strict=False))
    )]  # fmt: skip


STORIES = {
    27: cleaning_twice, 25: noise(1), 23: outgoing, 22: water_cut, 20: busy_noon, 19: lost_child, 18: kitchen_fire,
    17: noise(2), 15: gas, 14: wrong_kind, 11: theft, 8: noise(3),
}  # fmt: skip
