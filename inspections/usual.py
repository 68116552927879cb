"""What each item asks for until the desk says otherwise: the project's own words, hence in Chinese (A32, form F4)."""

# {code: (standard, method)}, in the order of the regulation, 3.10.4-4-A
STANDARDS = {
    "appearance": ("着工装、佩工牌，仪容整洁，坐姿站姿端正，用语文明", "look"),
    "duty_log": ("逐条登记，时间、地点、人、事、现状齐全；更正有原因，无漏记", "records"),
    "environment": ("台面整洁，无客户资料外露；灯光、屏幕、公示牌完好", "look"),
    "service": ("三声内接听，主动问候，答复准确，首问负责到底", "test"),
    "handover": ("提前到岗，逐项交接，清点相符，双方签名", "records"),
    "customer_info": ("来电来访登记完整，及时转办，按时答复", "records"),
    "demands": ("投诉、建议在时限内处理，有结果，有回访", "records"),
    "pending": ("未结事项有人负责、有进展、未超时", "records"),
    "paid_service": ("事先告知价格，票据齐全，客户确认", "records"),
    "ad_hoc": ("临时交办事项有落实、有回音", "ask"),
}
