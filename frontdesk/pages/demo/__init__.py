"""The demo: a believable month of a front desk that ends now, made through the same commands as a user's clicks.

people       who works at the two projects, and who is on duty when
households   the register
tales        what people come with, as sentences with blanks
tale         how a tale is written down and told
steps        what becomes of a tale: notes, results, call-backs, corrections
shelf        the archive: a volume closed, a hold, an erasure
stories      the days that are written out: the acceptance day, the storm, the bad ones
supervision  inspections, readings, points of the day, spot checks, findings
month        puts it all in order of time and plays it
"""

PASSWORD = "qiantai-2026"
ACCOUNTS = [
    ("clerk1", "前台客服"),
    ("clerk2", "前台客服"),
    ("butler1", "客服管家"),
    ("butler2", "客服管家"),
    ("supervisor", "客服主管"),
    ("lead", "项目负责人"),
    ("security", "秩序维护部经理"),
    ("engineer", "工程维修部主管"),
    ("office", "后台工作人员"),
    ("auditor", "审核员"),
    ("clerk9", "前台客服 · 云湖湾"),
    ("supervisor9", "客服主管 · 云湖湾"),
    ("lead9", "项目负责人 · 云湖湾"),
]
