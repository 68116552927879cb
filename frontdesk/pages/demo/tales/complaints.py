"""Complaints 投诉."""

from ..tale import DAY, DAYS, HOME, PUBLIC, QUICK, tale

TALES = [
    tale("CMP.noise", 4, """
        楼上{above}{noise}，影响休息，{since}。
        反映{above}{noise}，已经跟楼上说过没用。
        家里有{who}，楼上{above}{noise}，请物业协调。
        """, """
        {butler}上门与{above}沟通，对方答应铺地垫并注意时间，次日询问已安静。
        与{above}当面说明，对方致歉，约定晚九点后不再弄出声响。
        双方在客户服务中心见面，达成口头约定，{butler}继续留意。
        """, to="service", pace=DAYS, wish="""
        不要说是我反映的。
        希望今晚就能安静。
        如果还这样就报警了。
        """, noise="小孩半夜跑跳|拖动桌椅到很晚|深夜用洗衣机|练琴到晚上十点|早上六点剁东西|走路穿硬底鞋",
        who="高三学生|刚出生的宝宝|心脏不好的老人|上夜班的人"),
    tale("CMP.noise", 2.5, """
        {when}{unit_near}在装修，电钻声很大，不是规定的时间。
        {unit_near}装修不守时间，{when}敲墙，孩子没法睡。
        """, """
        {guard}到场制止，装修负责人签整改单，再犯扣押金。
        已要求{unit_near}停工，重申工作日8:30-12:00、14:00-18:00方可施工，对方照办。
        """, steps=["""
        {guard} {hm} 到{unit_near}，要求马上停工。
        通知{guard}上楼制止，装修管理员跟进。
        """], to="security", pace=DAY, when="一大早就|午休时间|节假日照样"),
    tale("CMP.pets", 2.5, """
        {place}{pet}，没有人管。
        {place}{pet}，孩子吓得不敢走。
        天天有人在{place}遛狗，{pet}。
        """, """
        {guard}找到狗主人当面提醒，{cleaner}已清理，楼栋群发文明养犬提示。
        调监控找到住户，{butler}上门沟通，对方答应牵绳、自带拾便袋。
        在{place}加装提示牌和拾便袋箱，本周安排{guard}重点巡查。
        """, where=PUBLIC, to="security", by="call visit wechat wechat",
        place="中心花园草坪|中心花园步道|儿童游乐场|{bld}栋单元门口", pet="狗不牵绳|狗拉屎没清理|大型犬扑人"),
    tale("CMP.pets", 1.2, """
        {unit_near}的狗从早叫到晚，主人白天不在家。 → {butler}联系主人，答应送宠物托管，复查已无叫声。
        隔壁{unit_near}养了{few}只猫，走廊里味道大。 → {unit_near}清洗门口，猫砂盆已移位，走廊无异味。
        """, to="service", pace=DAYS),
    tale("CMP.cleaning", 4, """
        {place}{dirty}，早上就有了。
        {place}{dirty}，保洁好像没来过。
        反映{place}{dirty}，请派人打扫。
        """, """
        {cleaner}已清扫并消毒，发照片给住户看过。
        {cleaner}到场清理，该处改为每天巡查两次。
        清洗完毕，调整保洁排班，由班长每日抽查。
        """, where=PUBLIC, to="environment", by="call call wechat visit app",
        place="{bld}栋{floor}楼走廊|{bld}栋{lift}轿厢|{bld}栋消防楼梯|地库{zone}区|垃圾分类亭|{bld}栋大堂", zone="A|B|C|D",
        dirty="有一摊污水|垃圾袋堆着没收|有呕吐物|烟头很多|地面黏脚|有异味|装修灰很厚"),
    tale("CMP.cleaning", 1.5, """
        {unit_near}门口长期放{junk}，占了走道。
        楼道里堆着{junk}，说是{unit_near}的，担心消防。
        """, """
        {butler}联系{unit_near}，已搬回家中，走道清空。
        发整改通知后{unit_near}自行清走，{guard}复查无堆放。
        """, to="security", pace=DAYS, junk="鞋柜和纸箱|自行车|装修剩下的瓷砖|腌菜坛子|婴儿车和旧家具"),
    tale("CMP.parking", 4, """
        自己的车位({place})被{plate}结尾的{car}占了，进不去。
        {plate}结尾的{car}停在{place}，出不来。
        {place}旁边的{car}压线停，{plate}结尾，上下车都困难。
        """, """
        联系到车主，{mins}分钟内挪走，车主致歉。
        {guard}现场劝离，贴温馨提示，纳入重点车辆名单。
        查登记为访客车，联系被访住户后驶离。
        """, steps=["""
        查车牌登记，打电话给车主。
        {guard}去现场，同时查车主电话。
        """], where=PUBLIC, to="security", pace=QUICK, by="call call visit",
        place="地库{zone}区{slot}号", zone="A|B|C|D", slot="017|042|086|108|156|203|231|267"),
    tale("CMP.parking", 2, """
        {place}乱停车，消防通道都堵了。
        {plate}结尾的{car}停在{place}，挡住出路。
        {place}又停了一排车，推婴儿车过不去。
        """, """
        {guard}现场劝离{few}辆，贴温馨提示，放置隔离墩。
        联系车主全部挪走，{place}加画禁停线已列入计划。
        """, where=PUBLIC, to="security", pace=QUICK, by="call call visit wechat patrol",
        place="{bld}栋消防登高面|地库坡道口|{gate}出口|{bld}栋单元门口"),
    tale("CMP.fees", 2, """
        对{bill}有疑问，说比上个季度多了不少。 → 查明含补交上期{bill}，已解释并重发账单，住户表示理解。
        收到催费短信，说已经交过了。 → 系统未同步到账，当天更正，致歉并停发催费短信。
        认为{bill}算法不透明，要求给明细。 → 财务打印明细当面核对，{bill}无误，住户认可。
        {bill}扣了两次，要求退一次。 → 核实为重复代扣，财务已原路退回，住户查到到账。
        """, to="finance", bill="公摊电费|水费|车位管理费|物业费|垃圾清运费"),
    tale("CMP.attitude", 1.6, """
        {gate}岗亭的人说话很冲，不让{guest}进，也不解释。 → 队长带当事人向住户致歉，岗位已做情景培训。
        打电话报修，接电话的人不耐烦。 → {chief}听录音核实，当事人向住户致歉，班前会通报。
        上门的师傅没穿鞋套，弄脏地板还顶嘴。 → 工程主管上门致歉并安排清洁，住户接受。
        {guest}被拦在{gate}半个多小时。 → 属于沟通误会，{butler}说明登记规定，住户理解。
        """, to="service", pace=DAYS, guest="亲戚|搬家公司|送水工|家教老师",
        by="call visit wechat"),
    tale("CMP.repair_quality", 1.8, """
        前几天修的{item}又坏了，来回{few}次了。 → 工程主管带{fitter}复修，更换整套配件，住户当场验收。
        修{item}时把墙面弄花，没有恢复。 → 墙面已补漆，住户认可；该单计入返修。
        {item}修了两天没修好，也没人说什么时候来。 → {item}当天修好并致歉，免收材料费。
        """, to="engineering", pace=DAYS, item="马桶|厨房下水|可视对讲|入户门锁|客厅插座|淋浴龙头"),
    tale("CMP.security", 2, """
        陌生人进楼发{ad},{bld}栋每层都有。 → 查监控为尾随进入，{gate}加岗一周，{ad}已清除。
        有推销人员上楼敲门，问怎么进来的。 → {guard}找到人劝离并登记，提醒岗位严格核对。
        {gate}晚上没人看，尾随就能进。 → 与当班门岗谈话，恢复人证核验，{chief}抽查两次正常。
        """, to="security", ad="小广告|培训班传单|中介名片|装修传单"),
    tale("CMP.greening", 1.6, """
        {place}树枝太长，{harm}。 → {gardener}修剪完毕，枝叶已清运。 / 先修下垂的枝，大枝请专业队周末锯。
        {place}草很高没人剪，蚊虫多。 → 已割草打药，提前在楼栋群通知关窗。
        {place}一排灌木枯死，很难看。 → 枯株已挖除，列入下月补种，住户同意。
        """, where=PUBLIC, to="environment", pace=DAYS,
        place="{bld}栋南侧绿化带|{bld}栋一楼窗前|中心花园|{gate}花坛", harm="挡住采光|刮到车顶|有虫子掉下来|伸进阳台"),
    tale("CMP.facilities", 2, """
        快递柜格口太少，高峰期放不进去。 → 已联系供应商增设一组，月底前装好，已答复住户。
        早高峰等电梯要十几分钟。 → 调整运行模式，7:30-8:30错层停靠，住户反映有改善。
        充电桩老是被油车占着。 → 加画专用标识，{gate}岗亭引导，占位车已劝离{few}辆。
        健身器材锈得厉害，小孩划破了手。 → 已停用并除锈刷漆，换两处脚踏，复检后开放。
        晾晒区不够用，反映过没有下文。 → 列入下季度维修计划并公示，已当面答复。
        """, to="engineering", pace=DAYS, wish="""
        希望给个确定的时间。
        要书面答复。
        """),
    tale("CMP.developer", 1.2, """
        入住以来{defect}，开发商一直没修，要求物业出面。
        {defect}，保修期快到了还没人来。
        """, """
        已转开发商售后，约定本周上门，{butler}陪同并跟踪。
        开发商维修队已修复，住户签字，保修单留存复印件。
        """, to="outside", pace=DAYS, defect="外窗渗水|墙面空鼓开裂|入户门变形|地砖空鼓|阳台坡度反了"),
    tale("CMP.noise", 1.5, """
        {place}{loud}，声音很大。
        {place}{loud}，吵得家里听不清电视。
        """, """
        {guard}到场劝说，对方调低音量并提前散去。
        与领队约定晚八点半结束、音量不超标，对方同意。
        """, where=PUBLIC, to="security", pace=QUICK, by="call call wechat",
        place="中心花园|{gate}外广场|{bld}栋楼下", loud="跳广场舞放音响|有人带音箱唱歌|有人喝酒喧哗|有人练萨克斯"),
    tale("CMP.security", 1.2, """
        {place}有人飞线给电动车充电，怕着火。 → {guard}现场收线，{butler}通知车主推到充电棚。
        {place}停了一排电动车，有的还在充电。 → 逐辆通知车主，已清空，{guard}加密巡查。
        又有人把电动车推进电梯，停在{place}。 → 查监控锁定住户，当面劝导并签承诺书。
        """, to="security", where=PUBLIC, place="{bld}栋架空层|{bld}栋{floor}楼走廊|{bld}栋消防楼梯口"),
    tale("CMP.cleaning", 1.2, """
        有人在{place}抽烟，烟味飘进家里。
        {place}总有人扔烟头和口香糖。
        """, """
        加贴禁烟标识，{guard}定时巡查两天，未再发现。
        {butler}在楼栋群提醒，并与相邻装修队谈话，情况改善。
        """, where=PUBLIC, to="security", pace=DAYS, place="{bld}栋{floor}楼电梯厅|{bld}栋消防楼梯|{bld}栋{lift}轿厢"),
    tale("CMP.noise", 0.8, """
        设备房低频声整夜嗡嗡响，卧室听得很清楚。 → 水泵减震垫更换，夜间实测比之前低，住户认可。
        楼顶风机晚上声音大，睡不着，{since}。 → 风机轴承加油，晚上十点后停用非消防风机。
        """, to="engineering", where=HOME, pace=DAYS),
]  # fmt: skip
