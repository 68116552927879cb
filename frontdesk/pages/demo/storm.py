"""The night of the storm: a burst of calls in three hours, and the morning after."""

from datetime import timedelta

from .script import line

BACK = 9
RINGS = ("1", ">3", "3", "2")


def cases(cast):
    if cast.days < BACK:
        return []
    made = [_warning(cast), *_leaks(cast), *_garage(cast), *_outside(cast), *_inside(cast), _summary(cast)]
    for case in made:
        case.intake.setdefault("department", "engineering")
    return made


def _warning(cast):
    return line(
        cast, BACK, "17:20", "INT.notice",
        "气象台 17:05 发布暴雨橙色预警，预计 18:30 起有雷暴大风。",
        channel="department", place="全区",
        done="已发楼栋群：请关窗收花盆；通知工程部、秩序部、环境部各留两人待命，地库防水板和沙袋到位。",
    )  # fmt: skip


def _storm(cast, clock, code, said, rings="2", **more):
    return line(cast, BACK, clock, code, said, rings=rings, **more)


def _leaks(cast):
    homes = iter([home for home in cast.households if home.unit_no.split("-")[0] in "2479"][::7])
    told = [
        ("18:47", "飘窗下沿往里渗水，地板湿了一大片。", "外侧积水倒灌，清排水孔后止住；列入雨后打胶。"),
        ("18:55", "阳台地漏排不及，水快漫到客厅。", "清出落叶，水位下降；提醒勿堵地漏。"),
        ("19:08", "客厅顶棚滴水，拿了三个盆接。", "楼上露台排水口被树叶堵住，疏通后停止滴水，顶棚待干后修补。"),
        ("19:21", "窗扇被风吹得关不上，雨直接打进来。", "临时绑扎固定，次日更换风撑。"),
        ("19:33", "空调孔往里灌水，墙纸湿了。", "用胶泥临时封堵，次日重新打胶。"),
        ("19:52", "书房窗台漏水，电脑旁都是水。", "移开电器，窗外临时贴防水胶带，次日打胶处理。"),
        ("20:26", "入户门口走廊有水流过来。", "走廊窗户被风吹开，关好并扫水，铺防滑垫。"),
    ]
    for place, (clock, said, done) in enumerate(told):
        case = _storm(cast, clock, "REP.leak", said, unit=next(homes).unit_no, priority="P2", rings=RINGS[place % 4])
        case.note(case.at + timedelta(minutes=6), "登记排序，维修分两组按楼栋逐户处理，已请住户先移开贵重物品。")
        case.close(("21:05", "21:12", "21:20", "21:26", "21:33", "21:38", "21:41")[place], done)
        rating = ("satisfied", "very_satisfied", "fair")[place % 3]
        said = ("大雨天还上门，辛苦了。", "已经不渗了。", "等得久一点，能理解。")[place % 3]
        case.call_back(f"{9 + place // 3}:{12 + 13 * (place % 3)}", rating, said, days=1)
        yield case


def _garage(cast):
    flood = _storm(
        cast, "19:02", "INC.flood",
        "地库C区坡道口进水，深约五厘米，正往C区车位方向流，附近停有十余辆车。",
        channel="department", place="地库C区坡道口", to="engineering",
    )  # fmt: skip
    flood.note(
        "19:05",
        f"已报项目负责人{cast.name('lead')}和客服主管；秩序部封坡道口，工程部启动两台潜水泵，前台逐个打电话请车主挪车。",
    )
    flood.contain("19:16", "沙袋三层筑好，水位不再上涨，十二辆车已挪走十辆。")
    flood.note("20:34", "雨势减弱，积水抽到两厘米以下；最后两辆车主已到场。")
    flood.close("21:40", "21:30 积水抽干，车辆无进水，地面清洗防滑；坡道截水沟列入下周清掏。")
    flood.call_back("9:58", "satisfied", "车主表示通知及时，车没有事。", days=1)
    calls = [
        ("19:06", "问地库是不是进水了，车停在C区要不要挪。", "请尽快挪到A区，已登记车位，秩序员在坡道引导。"),
        ("19:11", "人在外地，车在C区，请帮忙看看水到哪里了。", "现场查看水未到该车位，已拍照发给业主。"),
        ("19:14", "C区的车打不着火，挪不走，怎么办。", "秩序员三人协助推到高处，业主知悉。"),
    ]
    asked = [
        _storm(cast, clock, "ENQ.parking", said, done=done, rings=("3", ">3", "2")[place],
               unit=cast.households[30 + 17 * place].unit_no, to="security")
        for place, (clock, said, done) in enumerate(calls)
    ]  # fmt: skip
    return [flood, *asked]


def _outside(cast):
    tree = _storm(
        cast, "19:18", "SEC.falling_objects", "中心花园一棵香樟树枝折断，横在步道上，压坏一段护栏，没有伤人。",
        place="中心花园步道", to="environment", channel="patrol", caller_kind="staff", caller_name="巡逻岗老孔",
    )  # fmt: skip
    tree.note("19:24", "现场拉警戒带，封闭步道，改走北侧；绿化孟师傅明早带锯清理。")
    tree.close("21:36", "断枝移到路边，步道限行牌已放，护栏缺口围挡，今晚无通行风险。")
    pots = _storm(
        cast, "18:52", "SEC.falling_objects", "9栋北侧通道有花盆碎片，像是阳台上吹下来的，还有一只在晃。",
        place="9栋北侧通道", to="security", unit="9-2-302",
    )  # fmt: skip
    pots.note("18:56", "拉警戒带；查看为六楼阳台，电话联系住户收回，一户无人，管家联系其家人。")
    pots.close("20:10", "两户花盆均已收回，碎片清扫，通道恢复。")
    gate = _storm(
        cast, "19:40", "REP.low_voltage", "西门道闸不抬杆，雨里堵了七八辆车。", place="西门车行出口", channel="department",
        caller_kind="staff", caller_name="西门岗老段",
    )  # fmt: skip
    gate.note("19:43", "改人工抬杆放行，队列五分钟内散开。")
    gate.close("21:15", "控制盒进水，吹干并换保险后恢复，防雨罩加胶。")
    return [tree, pots, gate]


def _inside(cast):
    blink = _storm(
        cast, "19:27", "INC.power_failure", "雷击后6栋整栋停电，两台电梯自动平层，无人被困，应急灯亮。",
        place="6栋", rings="1", unit="6-2-804", to="engineering",
    )  # fmt: skip
    blink.note("19:30", "电工何师傅、赵师傅去配电室；秩序部逐层查看，确认电梯无人；已报客服主管和项目负责人。")
    blink.contain("19:41", "公共照明由应急电源供电，楼道有队员值守；有一户用呼吸机，已送移动电源。")
    blink.close("20:22", "20:18 恢复送电，为进线开关跳闸，绝缘测试合格；电梯逐台试运行正常。")
    blink.call_back("10:41", "very_satisfied", "夜里还上门送电源，家里老人很安心。", days=1)
    asked = []
    for place, (clock, said) in enumerate([
        ("19:29", "6栋停电了，什么时候来电，电梯里有没有人。"), ("19:31", "家里停电，冰箱里有药，问要停多久。"),
        ("19:35", "6栋楼道漆黑，老人要下楼。"),
    ]):  # fmt: skip
        done = (
            "正在抢修，电梯无人，预计一小时内；来电后短信通知。",
            "建议药品放保温袋，来电即通知。",
            "队员上楼陪同下楼。",
        )[place]
        unit = [home.unit_no for home in cast.households if home.unit_no.startswith("6-")][3 * place + 1]
        asked.append(_storm(cast, clock, "ENQ", said, done=done, unit=unit, rings=("2", ">3", "3")[place]))
    missed = [
        _storm(cast, clock, "OTH", f"热线未接来电一个，尾号{tail}，当时两部电话都在通话。", rings="missed", occurred=was,
               done=done, to="service")
        for clock, tail, was, done in [
            ("20:04", "2206", "19:38", "19:49 回拨，问停电，已答复。"),
            ("20:06", "7718", "19:46", "20:03 回拨两次无人接听，发短信。"),
        ]
    ]  # fmt: skip
    return [blink, *asked, *missed]


def _summary(cast):
    case = line(
        cast, BACK, "21:46", "INT.notice",
        "暴雨值守小结：18:47-21:30 接报二十余件，渗水七户、地库进水一起、停电一起，无人员受伤，车辆无进水。",
        channel="department", done="已口头报项目负责人；未了事项：截水沟清掏、护栏修复、七户打胶，写入明早注意事项。", to="service",
    )  # fmt: skip
    return case
