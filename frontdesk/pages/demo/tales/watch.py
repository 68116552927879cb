"""Help, security, and what comes from inside 求助、秩序安全、内部."""

from ..tale import ANY, DAY, PUBLIC, QUICK, SOON, SPOT, tale

S = "security"
ZONES = "A|B|C|D"
TALES = [
    tale("HLP.locked_out", 2, """
        {why}，进不了门，请帮忙联系开锁。
        {why}，一个人在门口，请物业想办法。
        {why}，灶上还开着小火，很急。 → {guard}陪同开锁师傅十五分钟内开门，先关了火，无损失。
        """, """
        联系备案开锁公司，核对身份后开门，费用住户自付。
        家人半小时后送来钥匙，已进门。
        """, steps=["""
        核对房号和姓名，联系备案开锁公司；{guard}先上楼陪同。
        {hm} {guard}到门口陪着，开锁师傅在路上。
        """], to=S, pace=QUICK, why="出门倒垃圾门被风带上|拿快递时门自动锁上|指纹锁没电|老人忘带钥匙"),
    tale("HLP.lost_person", 0.5, """
        家里七十多岁的老人出去{few}个小时没回来，手机没带。
        奶奶记性不好，午饭后下楼一直没上来。
        六岁的孩子在中心花园玩，转眼不见了。
        """, """
        {guard}在{found}找到，安全送回家，家属感谢。
        调监控看到去了{found},{guard}陪家属找到，人没事。
        """, steps=["""
        通知各岗留意：{cloth}；中控室调监控。
        {guard}分两路找，{gate}先留意出口，特征：{cloth}。
        """], to=S, pace=QUICK, found="地库电梯厅|{bld}栋架空层|{gate}外公交站|快递柜旁", cloth="红色外套|蓝格衬衫|黄色帽子"),
    tale("HLP.medical", 0.3, """
        一位老太太在{place}摔倒，头有点晕。
        遛狗的住户在{place}扭伤脚，站不起来。
        """, """
        家属到场自行送医，晚上回话无大碍。
        120接走，{guard}引导车辆，家属已联系上，情况稳定。
        """, steps=["""
        {guard}带急救箱 {hm} 到场守着，同时联系家属。
        已拨120,{guard}到场，{gate}留出通道。
        """], to=S, where=PUBLIC, place="{bld}栋大堂|中心花园步道|{bld}栋单元门口", pace=QUICK),
    tale("HLP.medical", 0.25, """
        住户胸口闷，家里只有一个人，请帮忙叫救护车。
        """, """
        120接走，{guard}引导车辆，女儿已赶往医院，晚上回话情况稳定。
        """, steps=["""
        已拨120,{guard}带急救箱上楼，{gate}留出通道。
        """, """
        {hm} 救护车由{gate}进，电梯已留在一楼。
        """], to=S, pace=QUICK),
    tale("HLP.carrying", 1.6, """
        {who}，请帮忙{what}。
        想{what},{who}，一个人不行。
        """, """
        {guard}用推车帮忙送到家门口。
        {guard}到场帮忙，住户道谢。
        """, steps=[], to=S, priority="P3", pace=QUICK, who="腿脚不便|抱着孩子|脚受伤了|手上拎满东西",
        what="把米和油提上楼|把大件快递搬到家里|把婴儿车抬上台阶|从车上卸东西"),
    tale("SEC.vehicle", 2, """
        {plate}结尾的{car}在{place}被刮，车主要求看监控。 → 查到对方车辆，双方自行协商赔付。
        {place}两车轻微碰擦，双方有争执。 → {guard}到场疏导，双方互留电话后离开。
        {plate}结尾的{car}在{place}车窗没关，担心丢东西。 → 联系到车主，已下来关窗。
        {place}有电动车滑倒，车损人没事。 → 扶起车辆，地面撒防滑砂，车主自行离开。
        """, steps=["""
        {guard} {hm} 到场，拍照并维持通行。
        中控室调录像，{guard}先到现场。
        """], where=PUBLIC, to=S, pace=QUICK, by="call call visit department",
        place="地库{zone}区|地库坡道|{gate}出口|{bld}栋楼下", zone=ZONES),
    tale("SEC.quarrel", 0.9, """
        {place}有人因{cause}争吵，围了几个人。
        {place}两户为{cause}吵起来，声音很大。
        """, """
        {guard}劝开，双方冷静离开，{butler}后续联系。
        劝解后双方握手，没有动手。
        """, steps=["""
        {guard}两人 {hm} 到场，先把人分开。
        """], where=PUBLIC, to=S, pace=QUICK, place="{bld}栋大堂|{gate}岗亭|儿童游乐场|快递柜旁",
        cause="停车|孩子打架|遛狗|电梯里抽烟|晾衣滴水"),
    tale("SEC.intruder", 0.9, """
        有陌生男子在{place}逐户拉门把手，请去看看。
        {place}有人徘徊很久，不像住户。
        """, """
        {guard}盘问，是{reason}，登记后离开。
        到场未发现人，查监控已从{gate}离开，加强巡逻两小时。
        """, steps=["""
        {guard} {hm} 上楼，中控室盯监控。
        """], where=PUBLIC, to=S, pace=QUICK, place="{bld}栋{floor}楼|{bld}栋地下室", reason="发传单的|走错楼栋的装修工|找朋友的访客"),
    tale("SEC.falling_objects", 0.8, """
        {place}高空掉下{what}，没有砸到人。 → 查明为{floor}楼阳台物品被风吹落，住户收回并致歉。
        有人往下扔{what}，落在{place}。 → 调朝天摄像头锁定楼层，{butler}逐户提醒并张贴警示。
        """, steps=["""
        {guard} {hm} 到场拉警戒带，拍照取证。
        """], where=PUBLIC, to=S, pace=QUICK, place="{bld}栋单元门口|{bld}栋北侧通道", what="一个饮料瓶|花盆碎片|一块木板|一把衣架"),
    tale("SEC.theft", 0.3, """
        停在{place}的{what}不见了，要求看监控。
        """, """
        陪同到派出所报案，录像已按要求提供；该处加装照明和镜头。
        查监控系家人推走，误会，已解除。
        """, steps=["""
        中控室调近两天录像，{guard}到现场看过，建议先报警。
        """], where=PUBLIC, to=S, pace=QUICK, by="call visit", place="非机动车棚|{bld}栋架空层|地库{zone}区", zone=ZONES,
        what="电动车|山地车|婴儿车|平衡车"),
    tale("INT.instruction", 1.2, """
        {chief}交代：{task}。
        项目负责人要求：{task}，完成后回报。
        """, """
        已完成并回报。
        完成，照片发工作群。
        """, steps=["""
        已安排，{team}配合。
        """], where=ANY, pace=DAY, to="service", by="superior", caller="staff",
        task="把各楼栋停水通知今天贴完|整理本周投诉清单|联系{bld}栋独居老人逐户问候|更新大堂公告栏|"
        "核对门禁卡库存|统计本周未完报修|提醒晚班关好会所门窗|整理托管钥匙，核对委托书"),
    tale("INT.notice", 1.5, """
        {from_whom}，请各班知悉。
        接{from_whom}。
        """, """
        已发楼栋群并张贴，晚班已阅。
        已传达，前台备好答复口径。
        """, where=ANY, pace=SPOT, by="department superior", caller="staff",
        from_whom="工程维修部通知：明天9:00-11:00 {bld}栋水箱清洗，短时停水|工程维修部通知：后天上午{bld}栋电梯年检，单梯运行|"
        "环境部通知：本周四全区灭四害，请关窗|环境部通知：周末地库冲洗，B区车辆暂移|秩序维护部通知：明天下午消防联动测试，会有警铃|"
        "供电所通知：下周二{bld}栋检修停电两小时|社区居委会通知：垃圾投放时间改为7:00-9:00、18:00-20:00|"
        "自来水公司通知：今晚23:00起降压供水"),
    tale("OTH", 0.6, """
        {who}来{why}，由{chief}接待。 → 已接待，资料交主管。
        {who}来{why}，已登记。 → 陪同走访完毕，没有提出问题。
        """, where=ANY, pace=SPOT, by="visit", caller="visitor", who="街道办工作人员|社区网格员|派出所民警",
        why="检查电动车充电情况|送宣传海报|核对出租屋登记|了解独居老人情况"),
]  # fmt: skip

MISSED = tale("OTH", 1, """
    热线未接来电一个，尾号{tail}，当时{busy}。
    漏接一个电话，尾号{tail},{busy}。
    """, """
    {hm} 用办公座机回拨，对方{asked}，已答复。
    回拨接通，对方{asked}，已另行登记处理。
    回拨{few}次后接通，对方说已自行解决。
    """, steps=[], where=ANY, pace=SOON, by="call", priority="P4",
    tail="3817|6602|0459|7731|2086|9140|5523|1278|8864|4395",
    busy="两位值班员都在接待|前台正在办门禁卡|正在接另一通电话|一人去送钥匙，另一人在接待",
    asked="问停水时间|催问报修进度|问停车费|问快递|要求补开发票")  # fmt: skip

OPENING = tale("INT.notice", 1, """
    早班到岗，与中控室交接：夜间{night}，热线转回前台。
    开台。中控室移交夜间来电{few}个，均为咨询，已答复；热线已转回，试拨正常。
    与中控室交接完毕，夜间{night}；热线、值班手机、对讲机测试正常。
    开台检查：门窗、照明、电脑正常，备用金和钥匙清点相符，{also}。
    早班接热线，中控室报夜间{night}。
    """, """
    已记录，早班知悉。
    物品清点一致，当日注意事项已阅。
    各项正常，开始接待。
    """, where=ANY, pace=SPOT, by="department", caller="staff",
    also="对讲机电量满格|值班手机已充电|托管钥匙封签完好|失物柜核对一致|访客卡二十张齐",
    night="{bld}栋有住户反映楼上吵闹，已劝停|一辆访客车超时停放，已登记|平安无事|{gate}道闸短暂故障，已恢复|"
    "一名住户忘带钥匙，已协助|无突发|{bld}栋一台电梯困梯报警为误触")  # fmt: skip
CLOSING = tale("INT.notice", 1, """
    收台。热线转中控室，钥匙柜、备用金清点相符，门窗已关，{also2}。
    晚班收台：未完事项{few}件已写明，热线转中控室并试拨成功。
    收台检查：{check}，热线转中控室值守。
    与中控室交接：今晚{left}，请留意；热线已转。
    """, """
    中控室已签收。
    中控室值班员确认接收。
    已完成，锁门离岗。
    """, where=ANY, pace=SPOT, by="department", caller="staff",
    check="灯、空调、电脑已关，打印机断电|会所门窗已锁，报警已布防|业主资料已入柜上锁|雨伞架清点完毕，借出两把未还",
    also2="雨伞借出两把未还|失物柜新增一件|快递柜钥匙在柜|打印机缺纸已补|公告已换新",
    left="{bld}栋有一户水阀临时关闭|{gate}道闸人工值守|{bld}栋一台电梯停用|有一辆搬家车晚归|没有需要特别跟进的事")  # fmt: skip
