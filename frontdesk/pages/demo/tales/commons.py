"""Repairs in the common parts 公共区域报修."""

from ..tale import DAYS, PUBLIC, QUICK, tale

E = "engineering"
TALES = [
    tale("REP.lighting", 4, """
        {place}灯不亮,晚上很黑。
        {place}有{few}盏灯坏了,老人走路看不清。
        {place}声控灯白天也一直亮,浪费电。
        {place}灯一闪一闪,看着难受。
        """, """
        换LED灯管{few}支,全部亮起,已拍照。
        声控开关损坏,更换后正常。
        线路接头松动,处理后恢复,当晚巡查正常。
        """, where=PUBLIC, to=E, by="call call visit patrol patrol wechat",
        place="{bld}栋{floor}楼电梯厅|{bld}栋消防楼梯{floor}层|地库{zone}区|中心花园步道|{gate}外人行道|{bld}栋单元门口",
        zone="A|B|C|D"),
    tale("REP.lift", 2.2, """
        {place}运行时有响声,到{floor}楼会抖一下。
        {place}按键失灵,{floor}楼按不亮。
        {place}开门后不平层,高出约两厘米,老人差点绊倒。
        {place}门反复开关,关不上,里面没有人。
        """, """
        维保调整门机皮带,试运行二十次正常,恢复使用。
        更换按键板一块,逐层测试正常。
        调整平层感应器,逐层测量在标准内,维保单已签字存档。
        """, steps=["""
        通知{liftman},先停用该梯并放围挡,另一台正常。
        {liftman}接报,{guard}去现场放提示牌。
        """, """
        {hm} {liftman}到场检修。
        {liftman} {hm} 到,判断需要换件,件在车上。
        """], where=PUBLIC, to="outside", pace=QUICK, place="{bld}栋{lift}"),
    tale("REP.doors", 3, """
        {place}闭门器坏,门一直开着,谁都能进。
        {place}关门声音很大,一楼住户受影响。
        {place}把手松脱,拉不开。
        {place}门禁磁力锁不吸,刷不刷卡都能开。
        """, """
        更换闭门器一只,关门速度调好。
        加装缓冲胶条,关门声明显变小,一楼住户认可。
        把手重新固定,试拉正常。
        磁力锁线头脱落,接好后刷卡、按键均正常。
        """, where=PUBLIC, to=E, by="call call visit patrol app",
        place="{bld}栋单元门|{bld}栋地库入户门|{gate}行人门|{bld}栋垃圾房门|{bld}栋天台门"),
    tale("REP.low_voltage", 2.5, """
        {place}刷卡没反应,好几个人进不来。
        {place}道闸抬杆后不落,{guard}在人工看守。
        {place}车牌识别不了,{plate}结尾的{car}登记过也不抬杆。
        {place}监控画面黑屏,中控室发现。
        """, """
        控制器重启后恢复,已连续测试十次。
        更换读卡器一只,业主卡、手机码均能用。
        镜头擦洗并重新对焦,识别正常。
        供电模块损坏,更换后画面恢复,录像完整。
        """, where=PUBLIC, to=E, by="call visit department patrol", pace=QUICK,
        place="{gate}车行道闸|{gate}人行闸机|{bld}栋单元门禁|地库{zone}区入口", zone="A|B|C|D"),
    tale("REP.leak", 1.6, """
        {place}顶板滴水,下面停着{plate}结尾的{car},车主要求处理。
        {place}地面积水,鞋都湿了,像是顶上渗的。
        """, """
        临时接水槽引到排水沟,车辆已移位,注浆堵漏排到本周施工。
        管道接口渗水,更换卡箍,观察一夜不滴。
        伸缩缝渗漏,已做引流并报维保单位,现场不再滴车。
        """, where=PUBLIC, to=E, pace=DAYS, by="call visit patrol",
        place="地库{zone}区{slot}号车位旁|地库坡道口|{bld}栋地下电梯厅", zone="A|B|C|D", slot="017|042|108|156|203|231"),
    tale("REP.fire_equipment", 1.6, """
        {place}灭火器压力不足,指针在红区。
        {place}消火栓箱门关不上,玻璃有裂。
        {place}安全出口灯不亮。
        {place}防火门关不严,闭门器漏油。
        """, """
        更换灭火器两具,旧瓶送检,登记卡已更新。
        箱门校正并换玻璃,贴封条。
        换应急灯一盏,断电测试持续照明正常。
        更换闭门器,防火门能自行关闭。
        """, where=PUBLIC, to=E, by="patrol patrol department call",
        place="{bld}栋{floor}楼走廊|{bld}栋消防楼梯{floor}层|地库{zone}区|会所二楼", zone="A|B|C|D"),
    tale("REP.drains", 1.8, """
        {place}雨水篦子堵了,一下雨就积水。
        {place}井盖松动,车压过咣当响。
        {place}污水井有点满,有气味。
        """, """
        清出落叶和泥沙两桶,灌水试验通畅。
        井盖加橡胶垫,车压无声。
        请吸粪车抽运一车,水位正常,喷除臭剂。
        """, where=PUBLIC, to=E, by="call patrol patrol wechat",
        place="{bld}栋门前|{gate}内侧路口|儿童游乐场旁|地库坡道口|非机动车棚前"),
    tale("REP.other", 3, """
        {place}{broken},怕小孩碰到。
        {place}{broken},请尽快处理。
        发现{place}{broken},已先拉警示带。
        """, """
        已修复,{fitter}现场复核,撤除警示带。
        换配件后恢复,拍照存档。
        先拆除危险部分,整体更换列入本月计划,现场无安全隐患。
        """, where=PUBLIC, to=E, by="call visit patrol patrol wechat app",
        place="儿童游乐场|中心花园凉亭|{bld}栋单元口坡道|健身角|快递柜旁|非机动车充电棚",
        broken="有一块地砖翘起来|扶手松了|螺丝露出来|木椅断了一根|塑胶地面破了个洞|雨棚边角翘起"),
    tale("REP.water", 1, """
        {place}水龙头没关紧,一直流。
        {place}绿化水管接头喷水,路面都湿了。
        """, """
        换龙头一只并加锁,由绿化班管理。
        更换快接头,试水不喷。
        """, where=PUBLIC, to=E, pace=QUICK, by="call patrol wechat",
        place="中心花园取水点|{bld}栋架空层|{gate}花坛|垃圾分类亭"),
    tale("REP.power_cut", 0.6, """
        {place}整层没电,电梯厅也黑了,住户屋内正常。
        {place}充电桩全部断电,{few}台车充不上。
        """, """
        公共照明回路跳闸,查明是{cause},处理后恢复送电。
        {cause}引起跳闸,排除后送电,观察一小时正常。
        """, steps=["""
        {sparky}带仪表去配电间,{guard}在现场照明引导。
        已通知{sparky},请{guard}先在现场守着。
        """], where=PUBLIC, to=E, pace=QUICK, place="{bld}栋{floor}楼|地库{zone}区", zone="A|B|C|D",
        cause="接线盒进水|装修户私接电源|老化插座短路"),
]  # fmt: skip
