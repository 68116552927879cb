"""Repairs in the common parts 公共区域报修."""

from ..tale import DAYS, PUBLIC, QUICK, tale

E = "engineering"
SEEN = "call call visit patrol patrol wechat"
ZONES = "A|B|C|D"
TALES = [
    tale("REP.lighting", 4, """
        {place}灯不亮，晚上很黑。
        {place}有{few}盏灯坏了，老人走路看不清。
        {place}灯一闪一闪，看着难受。
        {place}声控灯白天也一直亮。 → 声控开关损坏，更换后正常。
        """, """
        换LED灯管{few}支，全部亮起，已拍照。
        线路接头松动，处理后恢复，试亮正常。
        驱动电源坏，换新后正常，同一路其余灯具一并检查。
        """, where=PUBLIC, to=E, by=SEEN, zone=ZONES,
        place="{bld}栋{floor}楼电梯厅|{bld}栋消防楼梯{floor}层|地库{zone}区|中心花园步道|{gate}外人行道|{bld}栋单元门口"),
    tale("REP.lift", 1.8, """
        {place}运行时有响声，到{floor}楼会抖一下。 → 维保调整导靴并加油，试运行二十次正常。
        {place}{floor}楼的按键按不亮。 → 更换按键板一块，逐层测试正常。
        {place}不平层，高出约两厘米，老人差点绊倒。 → 调整平层感应器，逐层测量在标准内，维保单存档。
        {place}门反复开关，关不上，里面没有人。 → 门机皮带打滑，调整后恢复使用。 / 门槽有石子，清理后正常。
        """, steps=["""
        通知{liftman}，先停用该梯并放围挡，另一台正常。
        {liftman}接报，{guard}去现场放提示牌。
        """, """
        {hm} {liftman}到场检修。
        {liftman} {hm} 到，判断需要换件，件在车上。
        """], where=PUBLIC, to="outside", pace=QUICK, place="{bld}栋{lift}"),
    tale("REP.doors", 3, """
        {place}闭门器坏，门一直开着，谁都能进。 → 更换闭门器一只，关门速度调好。
        {place}关门声音很大，一楼住户受影响。 → 加装缓冲胶条，关门声明显变小，一楼住户认可。
        {place}把手松脱，拉不开。 → 把手重新固定，试拉正常。 / 更换拉手一副，试用正常。
        {place}磁力锁不吸，不刷卡也能开。 → 磁力锁线头脱落，接好后刷卡、按键均正常。
        """, where=PUBLIC, to=E, by="call call visit patrol app",
        place="{bld}栋单元门|{bld}栋地库入户门|{gate}行人门|{bld}栋垃圾房门|{bld}栋天台门"),
    tale("REP.low_voltage", 1.6, """
        {place}刷卡没反应，好几个人进不来。 → 更换读卡器一只，业主卡、手机码均能用。
        {place}反应慢，要刷好几次。 → 控制器重启并升级程序，连续测试十次正常。
        """, where=PUBLIC, to=E, by="call visit department patrol", pace=QUICK,
        place="{gate}人行闸机|{bld}栋单元门禁|{bld}栋地库门禁"),
    tale("REP.low_voltage", 1.4, """
        {place}道闸抬杆后不落，{guard}在人工看守。 → 地感线圈接头氧化，处理后起落正常。
        {place}车牌识别不了，{plate}结尾的{car}登记过也不抬杆。 → 镜头擦洗并重新对焦，识别正常。
        {place}监控画面黑屏，中控室发现。 → 供电模块损坏，更换后画面恢复，录像完整。
        """, where=PUBLIC, to=E, by="call department patrol", pace=QUICK, zone=ZONES,
        place="{gate}车行出口|{gate}车行入口|地库{zone}区入口"),
    tale("REP.leak", 1.6, """
        {place}顶板滴水，下面停着{plate}结尾的{car}，车主要求处理。
        {place}地面积水，鞋都湿了，像是顶上渗的。
        """, """
        临时接水槽引到排水沟，车辆已移位，注浆堵漏排到本周施工。
        管道接口渗水，更换卡箍，观察一夜不滴。
        伸缩缝渗漏，已做引流并报维保单位，现场不再滴车。
        """, where=PUBLIC, to=E, pace=DAYS, by="call visit patrol",
        place="地库{zone}区{slot}号车位|地库坡道口|{bld}栋地下电梯厅", zone=ZONES, slot="017|042|108|156|203|231"),
    tale("REP.fire_equipment", 1.6, """
        {place}灭火器压力不足，指针在红区。 → 更换灭火器两具，旧瓶送检，登记卡已更新。
        {place}消火栓箱门关不上，玻璃有裂。 → 箱门校正并换玻璃，贴封条。
        {place}安全出口灯不亮。 → 换应急灯一盏，断电测试持续照明正常。
        {place}防火门关不严，闭门器漏油。 → 更换闭门器，防火门能自行关闭。
        """, where=PUBLIC, to=E, by="patrol patrol department call", zone=ZONES,
        place="{bld}栋{floor}楼走廊|{bld}栋消防楼梯{floor}层|地库{zone}区|会所二楼"),
    tale("REP.drains", 1.8, """
        {place}雨水篦子堵了，一下雨就积水。 → 清出落叶和泥沙两桶，灌水试验通畅。
        {place}井盖松动，车压过咣当响。 → 井盖加橡胶垫，车压无声。 / 井圈重新坐浆，围挡一天后开放。
        {place}污水井快满了，有气味。 → 请吸粪车抽运一车，水位正常，喷除臭剂。
        """, where=PUBLIC, to=E, by="call patrol patrol wechat",
        place="{bld}栋门前|{gate}内侧路口|儿童游乐场旁|地库坡道口|非机动车棚前"),
    tale("REP.other", 2, """
        {place}有一块地砖翘起来，有人绊了一下。 → 重新铺贴，养护一天后开放。
        {place}扶手松了，老人不敢扶。 → 膨胀螺栓重打，试拉牢固。
        {place}雨棚边角翘起，风大时响。 → 补铆钉六颗并打胶，已牢固。
        {place}的感应地灯罩碎了。 → 先断电清理碎片，换罩后恢复。
        """, where=PUBLIC, to=E, by=SEEN,
        place="{bld}栋单元口坡道|快递柜旁|非机动车充电棚|{gate}人行通道|{bld}栋大堂门口"),
    tale("REP.other", 1.4, """
        {place}木椅断了一根，有钉子露出来。 → 换木条两根，砂光上漆，撤除警示带。
        {place}的器材螺丝松动，晃得厉害。 → 全部紧固一遍，加装防松帽。
        {place}塑胶地面破了个洞，小孩容易绊倒。 → 先补平并围挡，整体翻新列入计划。
        {place}滑梯接缝夹衣服。 → 缝隙打胶磨平，试滑没有问题。
        """, where=PUBLIC, to=E, by=SEEN, place="儿童游乐场|中心花园儿童区"),
    tale("REP.water", 1, """
        {place}水龙头没关紧，一直流。 → 换龙头一只并加锁，由绿化班管理。
        {place}绿化水管接头喷水，路面都湿了。 → 更换快接头，试水不喷。
        """, where=PUBLIC, to=E, pace=QUICK, by="call patrol wechat",
        place="中心花园取水点|{bld}栋架空层|{gate}花坛|垃圾分类亭"),
    tale("REP.power_cut", 0.4, """
        {place}公共照明全灭，电梯厅也黑了，住户屋内正常。
        {place}充电桩全部断电，{few}台车充不上。
        """, """
        公共回路跳闸，查明是{cause}，处理后恢复送电。
        {cause}引起跳闸，排除后送电，观察一小时正常。
        """, steps=["""
        {sparky}带仪表去配电间，{guard}在现场照明引导。
        已通知{sparky}，请{guard}先在现场守着。
        """], where=PUBLIC, to=E, pace=QUICK, place="{bld}栋地下室|地库{zone}区", zone=ZONES,
        cause="接线盒进水|装修户私接电源|插座老化短路"),
]  # fmt: skip
