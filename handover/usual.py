"""What a desk counts and looks at until it says otherwise: the project's own data, hence in Chinese (A32, F2)."""

from .models import CheckItem

Group = CheckItem.Group

# (name, unit, expected, a sum of money in fen)
ARTICLES = [
    ("对讲机", "台", 2, False),
    ("对讲机充电器", "个", 2, False),
    ("值班手机", "部", 1, False),
    ("前台电脑", "台", 2, False),
    ("打印机", "台", 1, False),
    ("钥匙柜钥匙", "套", 1, False),
    ("公共区域钥匙", "套", 1, False),
    ("业务章", "枚", 1, False),
    ("手电筒", "支", 1, False),
    ("急救箱", "个", 1, False),
    ("雨伞", "把", 6, False),
    ("备用金", "元", 50000, True),
]
# (part, name, line)
CHECKS = [
    (Group.ENVIRONMENT, "台面整洁无尘", ""),
    (Group.ENVIRONMENT, "台面无客户资料外露", ""),
    (Group.ENVIRONMENT, "座椅与等候区整齐", ""),
    (Group.ENVIRONMENT, "地面清洁干燥", ""),
    (Group.ENVIRONMENT, "灯光与显示屏正常", ""),
    (Group.ENVIRONMENT, "公告栏、证照与收费公示在位", ""),
    (Group.ENVIRONMENT, "绿植与宣传资料整齐", ""),
    (Group.ENVIRONMENT, "电脑已锁屏、设备正常", ""),
    (Group.LINES, "热线畅通", "hotline"),
    (Group.LINES, "值班手机电量充足", "duty_phone"),
    (Group.LINES, "对讲机通话正常", "radio"),
    (Group.OPENING, "门窗完好", ""),
    (Group.OPENING, "报警器已撤防", ""),
    (Group.OPENING, "钱箱与钥匙柜完好", ""),
    (Group.CLOSING, "门窗已锁", ""),
    (Group.CLOSING, "灯光与电源已关", ""),
    (Group.CLOSING, "钱箱与钥匙柜已锁", ""),
    (Group.CLOSING, "报警器已布防", ""),
    (Group.CLOSING, "热线已转中控室", "hotline"),
]
