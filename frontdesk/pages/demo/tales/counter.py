"""At the counter: registers 登记办理, services 有偿便民, suggestions and praise."""

from ..tale import ANY, DAY, DAYS, HOME, PUBLIC, QUICK, SPOT, VISIT, tale

SEEN = "visit visit visit visit call"
TALES = [
    tale("REG.visitor", 3, """
        访客{few}人到访{unit},来{why},核对证件后登记。
        {why}人员登记,去{unit},已电话与住户确认。
        {unit}的客人驾{plate}结尾的{car}来访,登记车牌。
        """, """
        发访客卡,{hm} 前离开已收回。
        核对无误放行,告知停车位置。
        发临时卡{few}张,离开时交还。
        """, pace=SPOT, by="visit", caller="visitor", why="走亲戚|看房|上门家教|安装宽带|维修家电|家政服务"),
    tale("REG.key", 2.2, """
        {borrower}借{key},用于{use}。
        借{key}一把,{use},由{guard}陪同。
        """, """
        {hm} 归还,经办人清点无误。
        当天归还,钥匙柜已销账。
        用完归还,封签完好。
        """, steps=[], where=ANY, pace=QUICK, by="visit department", caller="staff",
        borrower="工程维修部{fitter}|保洁班长|电梯维保单位|宽带公司师傅", key="{bld}栋天台钥匙|{bld}栋管井钥匙|会所二楼钥匙|地库设备房钥匙",
        use="检修水箱|清洗外墙|检查弱电|清掏排水沟|布放光缆"),
    tale("REG.key", 1, """
        把{unit}的钥匙托管在前台,下周有装修公司来取。
        外出一个月,钥匙交前台保管,紧急时可联系家人后使用。
        """, """
        已签委托书,封签入柜,发凭条。
        钥匙一套入柜,登记保管编号,住户签字。
        """, pace=SPOT, by="visit"),
    tale("REG.release_pass", 4, """
        搬出{goods},申请放行条。
        {who}要搬走{goods},车牌{plate}结尾。
        退租搬家,有{goods}等{few}件。
        """, """
        本人到场,无欠费,开放行条一张,{guard}核对后放行。
        电话与业主核实同意,放行条已开,门岗收回存档。
        核对身份和租约,放行条当日有效,已放行。
        """, pace=SPOT, by="visit visit visit call", goods="沙发一套|冰箱和洗衣机|一台电视|床垫两张|书桌和书柜|纸箱二十个",
        who="租客|业主的弟弟|搬家公司|二手家具商"),
    tale("REG.access_card", 4, """
        办门禁卡{few}张,家人使用。
        门禁卡丢失,申请挂失并补办一张。
        租约延长,门禁卡要延期一年。
        卡刷不开{bld}栋的门,要求重新授权。
        """, """
        核对房产资料,发卡并收工本费{cost}元,收据已开。
        旧卡已挂失,补卡一张,当场测试能开门。
        凭新租约延期完成,测试正常。
        重新写卡,单元门和电梯均可用。
        """, pace=SPOT, by=SEEN),
    tale("REG.decoration_permit", 2, """
        递交装修申请,工期约{few}个月,施工单位资料齐。
        装修队办出入证{few}张,交押金。
        申请{job},附图纸。
        """, """
        资料交装修管理员,{butler}带看现场后已批,许可证贴门口。
        证件办好,收押金并开收据,提醒施工时间。
        审核通过,签装修管理协议,巡查表已建。
        """, steps=["""
        资料收下,转工程主管审图。
        {butler}核对图纸,联系施工负责人。
        """], pace=QUICK, by="visit", to="engineering", job="改卫生间防水|拆换铝合金窗|安装中央空调|厨房改造"),
    tale("SVC.paid", 3.5, """
        预约{service},问价后同意。
        要请人{service},约{appt}。
        想做{service},价目表看过了。
        """, """
        {fitter}按时上门完成{service},收费{fee}元,住户签字并评价满意。
        {service}完成,收费{fee}元,已开收据,现场清理干净。
        """, steps=["""
        告知价格{fee}元,住户确认,派{fitter}。
        已报价{fee}元,{fitter}接单,约好{appt}。
        """], to="engineering", pace=VISIT, by="call call app wechat",
        service="清洗油烟机|安装窗帘杆|疏通地漏|更换客厅灯具|清洗空调两台|安装浴霸|拆装洗衣机", fee="50|60|80|100|120|150|180"),
    tale("SVC.convenience", 3.5, """
        借{loan},搬东西用。
        借{loan},一会儿还。
        老人来借{loan}。
        """, """
        登记借出,{hm} 归还完好。
        押身份证借出,当天已还。
        """, steps=[], pace=QUICK, by="visit", loan="手推车|雨伞|打气筒|老花镜|工具箱|轮椅|体温计"),
    tale("SVC.convenience", 1.5, """
        请前台帮忙{small}。
        老人不会用手机,请帮忙{small}。
        """, """
        已办妥,住户道谢。
        帮忙办好,并写了步骤给老人。
        """, pace=SPOT, by="visit", small="打印两页资料|扫码缴水费|叫一辆网约车|在手机上预约医院|复印身份证|查公交线路"),
    tale("SVC.special", 0.8, """
        家里办{party},申请借用架空层,约二十人,{weekend}。
        {weekend}孩子过生日,想借会所活动室两小时。
        """, """
        批准使用,已安排保洁和照明,结束后验收完好。
        已登记并收押金,用后无损坏,押金退还。
        """, steps=["""
        {chief}同意,说明晚九点结束、音量要求。
        """], pace=DAYS, by="visit call", party="婚宴答谢|满月酒|老人寿宴"),
    tale("SUG", 1.4, """
        建议{idea}。
        住户提议{idea},说别的小区都有。
        """, """
        已采纳,纳入下月工作计划,回复住户。
        已转业委会讨论,回复住户会公示结果。
        目前条件不够,已说明原因,住户理解。
        """, steps=["""
        登记并转{team}评估,三个工作日内回复。
        """], where=ANY, to="service", pace=DAYS, by="visit wechat wechat app letter",
        idea="在{bld}栋门口装一张长椅|电梯里放消毒洗手液|儿童游乐场装遮阳棚|快递柜旁装照明|中心花园步道刷荧光线|"
        "地库贴楼栋指引|增加旧衣回收箱|组织一次急救培训"),
    tale("PRA", 1.6, """
        表扬{hero}{deed}。
        打电话来感谢{hero}{deed}。
        送来锦旗一面,感谢{hero}{deed}。
        """, """
        已转告本人并在班会表扬。
        {chief}致谢住户,记入员工月度表现。
        已转告,感谢信存档。
        """, where=ANY, pace=SPOT, to="service", by="visit call call wechat letter",
        hero="{fitter}|{guard}|{cleaner}|{butler}|{gardener}", deed="下雨天帮忙把老人送到单元门口|捡到钱包主动送回|"
        "加班把水管修好|帮忙找回走失的猫|冒雨推开抛锚的车|每天把楼道擦得很干净|帮孕妇把东西提上楼"),
    tale("OTH", 2, """
        捡到{lost},在{bld}栋附近,交来前台。
        {guard}巡逻捡到{lost},交前台保管。
        """, """
        失主来领,核对特征和证件后交还。
        在楼栋群发启事,失主当天领走并签名。
        """, steps=["""
        登记编号入柜,在楼栋群发认领信息。
        """], where=ANY, pace=DAY, by="visit patrol", caller="staff",
        lost="一串钥匙|一部手机|儿童水壶|一副眼镜|公交卡一张|一只耳机|黑色钱包|孩子的书包"),
    tale("OTH", 1.2, """
        打错电话,要找{other}。
        推销电话,介绍{other}。
        """, """
        已说明打错,对方挂断。
        婉拒,未转接。
        """, where=ANY, pace=SPOT, by="call", caller="other", other="隔壁小区物业|某快递公司|家电维修|保险业务|培训课程"),
    tale("OTH", 1, """
        丢了{lost},问有没有人捡到。
        孩子把{lost}忘在中心花园,请帮忙留意。
        """, """
        查失物登记有一件相符,核对后领走。
        已登记特征,三天内未找到,回复住户。
        """, steps=["""
        {guard}沿路找了一遍,暂时没有;查监控。
        """], where=HOME, pace=DAY, by="call visit wechat", lost="一串钥匙|蓝牙耳机|滑板车|老年卡|外套"),
    tale("OTH", 0.7, """
        快递放错到{place},收件人不是本栋的。
        {place}有一个无人认领的包裹,放了两天。
        """, """
        联系快递员取走改派。
        核对面单后通知收件人取走。
        """, where=PUBLIC, pace=DAY, by="visit patrol call", place="{bld}栋大堂|{bld}栋单元门口|快递柜旁"),
]  # fmt: skip
