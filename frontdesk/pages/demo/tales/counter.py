"""At the counter: registers 登记办理, services 有偿便民, suggestions and praise."""

from ..tale import ANY, DAY, DAYS, HOME, PUBLIC, QUICK, SPOT, VISIT, tale

SEEN = "visit visit visit visit call"
TALES = [
    tale("REG.visitor", 3, """
        访客{few}人到访{unit},{why}，核对证件后登记。
        {why}的师傅来登记，去{unit}，已电话与住户确认。
        {unit}的客人驾{plate}结尾的{car}来访，{why}，登记车牌。
        """, """
        发访客卡，提醒离开时交还。
        核对无误放行，告知停车位置。
        住户下楼来接，已放行。
        """, pace=SPOT, by="visit", caller="visitor", why="看房|上门家教|安装宽带|维修家电|家政服务|量尺寸做衣柜"),
    tale("REG.key", 2.2, """
        {fitter}借{bld}栋天台钥匙，检修水箱。
        {fitter}借地库设备房钥匙，清掏排水沟。
        宽带公司师傅借{bld}栋管井钥匙，布放光缆，{guard}陪同。
        保洁班长借会所二楼钥匙，清洗空调滤网。
        {liftman}借{bld}栋机房钥匙，例行保养。
        二次供水单位借{bld}栋水箱间钥匙，取水样，{guard}陪同。
        {sparky}借{bld}栋管井钥匙，查公共照明回路。
        """, """
        {hm} 归还，经办人清点无误。
        当天归还，钥匙柜已销账。
        用完归还，封签完好。
        """, steps=[], where=ANY, pace=QUICK, by="visit department", caller="staff"),
    tale("REG.key", 1, """
        把家里钥匙托管在前台，下周有装修公司来取。 → 已签委托书，封签入柜，发凭条。
        外出一个月，钥匙交前台保管，有急事可先联系家人。 → 钥匙一套入柜，登记保管编号，住户签字。
        来取{ago}托管的钥匙。 → 核对本人和凭条，封签完好，住户签字领回。
        """, pace=SPOT, by="visit", ago="上周|上个月|国庆前|装修时|出差前"),
    tale("REG.release_pass", 4, """
        搬出{goods}，申请放行条。 → 本人到场，无欠费，开放行条一张，{guard}核对后放行。
        {who}要搬走{goods}，车牌{plate}结尾。 → 电话与业主核实同意，放行条已开，门岗收回存档。
        租客退租搬家，有{goods}等{few}件。 → 核对身份和租约，业主同意，放行条当日有效。
        """, pace=SPOT, by="visit visit visit call", who="业主的弟弟|搬家公司|二手家具商|亲戚",
        goods="沙发一套|冰箱和洗衣机|一台电视|床垫两张|书桌和书柜|纸箱二十个|钢琴一台"),
    tale("REG.access_card", 4, """
        办门禁卡{few}张，家人使用。 → 核对房产资料，发卡并收工本费{cost}元，收据已开。
        门禁卡丢失，申请挂失并补办一张。 → 旧卡已挂失，补卡一张，当场测试能开门。
        租约延长，门禁卡要延期一年。 → 凭新租约延期完成，测试正常。
        卡刷不开单元门，要求重新授权。 → 重新写卡，单元门和电梯均可用。
        保姆换人，旧卡注销，办新卡。 → 旧卡注销，新卡授权半年，登记身份证后四位。
        """, pace=SPOT, by=SEEN),
    tale("REG.decoration_permit", 2, """
        递交装修申请，工期约{few}个月，资料齐。 → 管理员看现场后已批，许可证贴门口，押金已收。
        装修队办出入证{few}张，交押金。 → 证件办好，收押金并开收据，提醒施工时间。
        申请{job}，附图纸。 → 审核通过，签装修管理协议，巡查表已建。
        """, steps=["""
        资料收下，转工程主管审图。
        {butler}核对资料，联系施工负责人。
        """], pace=QUICK, by="visit", to="engineering", job="改卫生间防水|拆换铝合金窗|安装中央空调|厨房改造"),
    tale("SVC.paid", 3.5, """
        预约{service}，问价后同意。
        要请人{service}，问什么时候能来。
        想做{service}，价目表看过了。
        """, """
        {fitter}按时上门完成{service}，收费{fee}元，住户签字。
        {service}完成，收费{fee}元，已开收据，现场清理干净。
        """, steps=["""
        告知价格{fee}元，住户确认，派{fitter}。
        已报价{fee}元，{fitter}接单，约好{appt}。
        """], to="engineering", pace=VISIT, by="call call app wechat", fee="50|60|80|100|120|150|180",
        service="清洗油烟机|安装窗帘杆|疏通地漏|更换客厅灯具|清洗空调两台|安装浴霸|拆装洗衣机"),
    tale("SVC.convenience", 3.5, """
        借{loan}，搬东西用。
        借{loan}，一会儿还。
        老人来借{loan}。
        """, """
        登记借出，{hm} 归还完好。
        留电话借出，当天已还。
        """, steps=[], pace=QUICK, by="visit", loan="手推车|平板推车|工具箱|拖车|折叠梯"),
    tale("SVC.convenience", 2, """
        借{loan}。
        {who}借{loan}用一下。
        """, """
        登记借出，{hm} 归还完好。
        用完即还，物品清点无误。
        """, steps=[], pace=QUICK, by="visit", who="带孩子的住户|老人|放学的孩子", loan="雨伞|打气筒|老花镜|轮椅|体温计"),
    tale("SVC.convenience", 1.5, """
        请前台帮忙{small}。
        老人不会用手机，请帮忙{small}。
        """, """
        已办妥，住户道谢。
        帮忙办好，并写了步骤给老人。
        """, pace=SPOT, by="visit", small="扫码缴水费|叫一辆网约车|在手机上预约医院|打印两页资料|查公交线路"),
    tale("SVC.special", 0.8, """
        家里办{party}，申请借用架空层，约二十人，{weekend}。
        {weekend}孩子过生日，想借会所活动室两小时。
        """, """
        批准使用，保洁和照明已安排，要求书面告知住户。
        已登记并收押金，活动室钥匙届时到前台领。
        """, steps=["""
        {chief}同意，说明晚九点结束、音量要求。
        """], pace=DAYS, by="visit call", party="婚宴答谢|满月酒|老人寿宴"),
    tale("SUG", 1.4, """
        建议{idea}。
        住户提议{idea}，说别的小区都有。
        """, """
        已采纳，纳入下月工作计划，回复住户。
        已转业委会讨论，回复住户会公示结果。
        目前条件不够，已说明原因，住户理解。
        """, steps=["""
        登记并转{team}评估，三个工作日内回复。
        {butler}与住户电话聊过，记下具体位置，报{chief}。
        {chief}已阅，安排{butler}先看现场。
        """], where=ANY, to="service", pace=DAYS, by="visit wechat wechat app letter",
        idea="在{bld}栋门口装一张长椅|电梯里放消毒洗手液|儿童游乐场装遮阳棚|快递柜旁装照明|中心花园步道刷荧光线|"
        "地库贴楼栋指引|增加旧衣回收箱|组织一次急救培训|{gate}装一个打卡雨棚|大堂放一台共享打印机"),
    tale("PRA", 1.6, """
        表扬{hero}。
        打电话来感谢{hero}。
        送来锦旗一面，感谢{hero}。
        """, """
        已转告本人并在班会表扬。
        {chief}致谢住户，记入员工月度表现。
        已转告，感谢信存档。
        """, where=ANY, pace=SPOT, to="service", by="visit call call wechat letter",
        hero="{guard}下雨天把老人送到单元门口|{guard}捡到钱包主动送回|{fitter}加班把水管修好|{cleaner}每天把楼道擦得很干净|"
        "{butler}帮忙找回走失的猫|{gardener}把楼下花坛打理得漂亮|{guard}冒雨推开抛锚的车|{butler}帮孕妇把东西提上楼|"
        "{sparky}周末上门排除跳闸|{cleaner}捡到耳环一直等到失主"),
    tale("OTH", 1.4, """
        捡到{lost}，在{bld}栋附近，交来前台。
        孩子在{bld}栋楼下捡到{lost}，家长陪着送来。
        {bld}栋电梯里有人落下{lost}，送到前台。
        """, """
        失主来领，核对特征和证件后交还。
        在楼栋群发启事后有人来领，说出特征相符，签名领走。
        """, steps=["""
        登记编号入柜，在楼栋群发认领信息。
        拍照登记，入失物柜；{gate}和{bld}栋大堂贴了认领启事。
        交来时间、地点写明，拾获人签名，入柜上锁。
        """], where=ANY, pace=DAY, by="visit",
        lost="一串钥匙|一部手机|儿童水壶|一副眼镜|公交卡一张|一只耳机|黑色钱包|孩子的书包"),
    tale("OTH", 0.7, """
        {guard}巡逻时在{found}捡到{lost}，交前台保管。
        """, """
        失主来领，核对特征和证件后交还。
        监控查到失主，电话通知后领走签名。
        """, steps=["""
        登记编号入柜，在楼栋群发认领信息。
        拍照登记，请中控室看那一段监控。
        """], where=ANY, pace=DAY, by="patrol", caller="staff", found="地库|中心花园|{gate}|{bld}栋架空层",
        lost="一串钥匙|一部手机|一个文件袋|身份证一张|车钥匙一把|平板电脑"),
    tale("OTH", 1, """
        打错电话，要找{other}。 → 已说明打错，对方挂断。
        推销电话，介绍{sell}。 → 婉拒，未转接。
        """, where=ANY, pace=SPOT, by="call", caller="other",
        other="隔壁小区物业|某快递公司|家电维修", sell="保险|培训课程|净水器|清洗外墙业务"),
    tale("OTH", 1, """
        丢了{lost}，问有没有人捡到。
        孩子把{lost}忘在中心花园，请帮忙留意。
        """, """
        查失物登记有一件相符，核对后领走。
        暂未找到，特征已登记，告知住户有消息再联系。
        """, steps=["""
        {guard}沿路找了一遍，暂时没有；查监控。
        """], where=HOME, pace=DAY, by="call visit wechat", lost="一串钥匙|蓝牙耳机|滑板车|水壶|外套"),
    tale("OTH", 0.7, """
        {place}有一个快递放错了，收件人不是本栋的。 → 联系快递员取走改派。
        {place}有一个包裹放了两天没人拿。 → 核对面单后通知收件人取走。
        """, where=PUBLIC, pace=DAY, by="visit patrol call", place="{bld}栋大堂|{bld}栋单元门口|快递柜旁"),
]  # fmt: skip
