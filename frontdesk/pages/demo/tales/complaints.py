"""Complaints 投诉."""

from ..tale import DAY, DAYS, HOME, PUBLIC, tale

TALES = [
    tale("CMP.noise", 4, """
        楼上{above}{noise},影响休息,{since}。
        反映{above}{noise},已经跟楼上说过没用。
        家里有{who},楼上{above}{noise},请物业协调。
        """, """
        {butler}上门与{above}沟通,对方答应铺地垫并注意时间,三天后询问已安静。
        与{above}当面说明,对方致歉,约定晚九点后不再弄出声响。
        双方在客户服务中心见面,达成口头约定,{butler}继续留意。
        """, to="service", pace=DAYS, wish="""
        不要说是我反映的。
        希望今晚就能安静。
        如果还这样就报警了。
        """, noise="小孩半夜跑跳|拖动桌椅到很晚|深夜用洗衣机|练琴到晚上十点|早上六点剁东西|走路穿硬底鞋",
        who="高三学生|刚出生的宝宝|心脏不好的老人|上夜班的人"),
    tale("CMP.noise", 2.5, """
        {when}{unit_near}在装修,电钻声很大,不是规定的时间。
        {unit_near}装修{when}还在敲墙,孩子没法午休。
        """, """
        {guard}到场制止,装修负责人签整改单,再犯扣押金。
        已要求{unit_near}停工,重申工作日8:30-12:00、14:00-18:00方可施工,对方照办。
        """, steps=["""
        {guard} {hm} 到{unit_near},要求马上停工。
        通知{guard}上楼制止,装修管理员跟进。
        """], to="security", pace=DAY, when="中午一点|早上七点多|晚上七点|周日上午"),
    tale("CMP.pets", 2.5, """
        {place}{pet},没有人管。
        {place}{pet},孩子吓得不敢走。
        有人在{place}遛狗,{pet}。
        """, """
        {guard}找到狗主人当面提醒,{cleaner}已清理,楼栋群发文明养犬提示。
        调监控找到住户,{butler}上门沟通,对方答应牵绳、自带拾便袋。
        在{place}加装提示牌和拾便袋箱,本周安排{guard}重点巡查。
        """, where=PUBLIC, to="security", by="call visit wechat wechat",
        place="中心花园草坪|{bld}栋电梯里|儿童游乐场|{bld}栋单元门口", pet="狗不牵绳|狗拉屎没清理|大型犬扑人|狗在角落撒尿"),
    tale("CMP.pets", 1.2, """
        {unit_near}的狗从早叫到晚,主人白天不在家。
        隔壁{unit_near}养了{few}只猫,走廊里味道大。
        """, """
        {butler}联系{unit_near},主人答应送宠物托管并加隔音垫,复查已无叫声。
        {unit_near}已清洗门口并更换猫砂盆位置,走廊无异味。
        """, to="service", pace=DAYS),
    tale("CMP.cleaning", 4, """
        {place}{dirty},{since}。
        {place}{dirty},保洁好像没来过。
        来反映{place}{dirty},请派人打扫。
        """, """
        {cleaner}已清扫并消毒,发照片给住户看过。
        {cleaner}到场清理,该处改为每天巡查两次。
        清洗完毕,调整保洁排班,由班长每日抽查。
        """, where=PUBLIC, to="environment", by="call call wechat visit app",
        place="{bld}栋{floor}楼走廊|{bld}栋{lift}轿厢|{bld}栋消防楼梯|地库{zone}区|垃圾分类亭|{bld}栋大堂玻璃", zone="A|B|C|D",
        dirty="有一摊污水|垃圾袋堆着没收|有呕吐物|烟头很多|地面黏脚|有异味|装修灰很厚"),
    tale("CMP.cleaning", 1.5, """
        {unit_near}门口长期放{junk},占了走道。
        楼道里堆着{junk},说是{unit_near}的,担心消防。
        """, """
        {butler}联系{unit_near},当天搬回家中,走道已清空。
        发整改通知后{unit_near}自行清走,{guard}复查无堆放。
        """, to="security", pace=DAYS, junk="鞋柜和纸箱|自行车|装修剩下的瓷砖|腌菜坛子|婴儿车和旧家具"),
    tale("CMP.parking", 4, """
        自己的{slot}号车位被{plate}结尾的{car}占了,进不去。
        {plate}结尾的{car}停在{where_at},挡住出路。
        {where_at}乱停车,消防通道都堵了。
        """, """
        联系到车主,{mins}分钟内挪走,车主致歉。
        {guard}现场劝离,贴温馨提示,纳入重点车辆名单。
        查登记为访客车,联系被访住户后驶离。
        """, steps=["""
        查车牌登记,打电话给车主。
        {guard}去现场,同时查车主电话。
        """], where=PUBLIC, to="security", pace=DAY, by="call call visit",
        place="地库{zone}区", zone="A|B|C|D",
        slot="017|042|086|108|156|203|231|267", where_at="{bld}栋消防登高面|地库坡道口|{gate}出口|{bld}栋单元门口"),
    tale("CMP.fees", 2, """
        对{bill}有疑问,说比上个季度多了不少。
        收到催费短信,说已经交过了,对态度不满意。
        认为{bill}算法不透明,要求给明细。
        """, """
        财务打印明细当面核对,{bill}无误,住户认可。
        查明是补交上期{bill},已解释并重发账单,住户表示理解。
        系统未同步到账,当天更正,致歉并停发催费短信。
        """, to="finance", bill="公摊电费|水费|车位管理费|物业费|垃圾清运费"),
    tale("CMP.attitude", 1.6, """
        {gate}岗亭的人说话很冲,不让{guest}进,也不解释。
        打电话报修,接电话的人不耐烦,没听完就挂了。
        上门的师傅没穿鞋套,弄脏地板还顶嘴。
        """, """
        {chief}调录音录像核实,当事人向住户当面致歉,已做情景培训。
        与当事人谈话,写出书面说明,住户接受道歉。
        属于沟通误会,{butler}与住户说明规定,对方理解。
        """, to="service", pace=DAYS, guest="亲戚|搬家公司|送水工|家教老师",
        by="call visit wechat"),
    tale("CMP.repair_quality", 1.8, """
        前几天修的{item}又坏了,来回{few}次了。
        {item}修完把墙面弄花,没有恢复。
        {item}修了两天没修好,也没人说什么时候来。
        """, """
        工程主管带{fitter}复修{item},更换整套配件,住户当场验收。
        墙面已补漆,住户认可;该单计入返修。
        {item}重新处理完毕并致歉,免收材料费。
        """, to="engineering", pace=DAYS, item="马桶|厨房下水|可视对讲|入户门锁|客厅插座|淋浴龙头"),
    tale("CMP.security", 2, """
        陌生人进楼发{ad},{bld}栋每层都有。
        有推销人员上楼敲门,问怎么进来的。
        {gate}晚上没人看,尾随就能进。
        """, """
        查监控为尾随进入,{gate}加岗一周,{ad}已清除。
        {guard}找到发{ad}的人劝离并登记,提醒岗位严格核对。
        与当班门岗谈话,恢复人证核验,{chief}抽查两次正常。
        """, to="security", ad="小广告|培训班传单|中介名片|装修传单"),
    tale("CMP.greening", 1.6, """
        {place}树枝太长,{harm}。
        {place}草很高没人剪,{harm}。
        """, """
        {gardener}修剪完毕,枝叶已清运。
        已修剪并打药,提前在楼栋群通知关窗。
        现场看过,属移栽问题,列入下月补种,先修枝,住户同意。
        """, where=PUBLIC, to="environment", pace=DAYS,
        place="{bld}栋南侧绿化带|{bld}栋一楼窗前|中心花园|{gate}花坛", harm="挡住采光|蚊虫多|刮到车顶|有虫子掉下来"),
    tale("CMP.facilities", 2, """
        {thing},高峰期很不方便。
        {thing},反映过没有下文。
        """, """
        现场核实,{fix},已答复住户。
        {fix},并在楼栋群公告,住户无异议。
        """, to="engineering", pace=DAYS, wish="""
        希望给个确定的时间。
        要书面答复。
        """, thing="快递柜格口太少|早高峰等电梯要十几分钟|充电桩老是被油车占|健身器材锈得厉害|晾晒区不够用",
        fix="已联系供应商增设,月底前完成|调整运行模式,高峰错层停靠|加画专用标识并由门岗引导|列入下季度维修计划并公示"),
    tale("CMP.developer", 1.2, """
        入住以来{defect},开发商一直没修,要求物业出面。
        {defect},保修期快到了还没人来。
        """, """
        已转开发商售后,约定本周上门,{butler}陪同并跟踪。
        开发商维修队已修复,住户签字,保修单留存复印件。
        """, to="outside", pace=DAYS, defect="外窗渗水|墙面空鼓开裂|入户门变形|地砖空鼓|阳台坡度反了"),
    tale("CMP.noise", 1.5, """
        {place}{loud},声音很大。
        {place}{loud},已经超过晚上九点。
        """, """
        {guard}到场劝说,对方调低音量并提前散去。
        与领队约定晚八点半结束,音量不超标,连续两晚巡查正常。
        """, where=PUBLIC, to="security", by="call call wechat",
        place="中心花园|{gate}外广场|{bld}栋楼下", loud="跳广场舞放音响|有人喝酒唱歌|送货车倒车喇叭不停|几个孩子踢球喊叫"),
    tale("CMP.security", 1.2, """
        {where_at}有人给电动车充电,飞线从窗户拉下来。
        电动车推进{bld}栋电梯,每天都有,怕着火。
        """, """
        {guard}现场拔线收起,{butler}通知车主推到充电棚,再犯上报街道。
        查监控锁定住户,当面劝导并签承诺书;电梯阻车系统灵敏度已调高。
        """, to="security", where=PUBLIC, place="{where_at}", where_at="{bld}栋架空层|{bld}栋一楼窗下|{bld}栋消防楼梯口"),
    tale("CMP.cleaning", 1.2, """
        有人在{place}抽烟,烟味飘进家里。
        {place}总有人扔烟头和口香糖。
        """, """
        加贴禁烟标识,{guard}连续三天定时巡查,未再发现。
        {butler}在楼栋群提醒,并与相邻装修队谈话,情况改善。
        """, where=PUBLIC, to="security", pace=DAYS, place="{bld}栋{floor}楼电梯厅|{bld}栋消防楼梯|{bld}栋{lift}轿厢"),
    tale("CMP.noise", 0.8, """
        设备房低频声整夜嗡嗡响,{unit}卧室听得很清楚。
        楼顶风机晚上声音大,睡不着,{since}。
        """, """
        水泵减震垫更换,夜间实测比之前低,住户认可。
        风机轴承加油并调时段,晚上十点后停用非消防风机。
        """, to="engineering", where=HOME, pace=DAYS),
]  # fmt: skip
