"""What of supervision belongs to a volume of the log: all that was signed and said in its month (R42, R43)."""

from duty.log import volumes
from handover.archive import in_month

from .models import CoachingNote, DailyNotice, DailyReading, Finding, FindingStep, Inspection, NoticeAck, OffDuty

PARTS = [
    volumes.Part("inspections", in_month(Inspection)),
    volumes.Part("findings", in_month(Finding)),
    volumes.Part("finding_steps", in_month(FindingStep)),
    volumes.Part("readings", in_month(DailyReading)),
    volumes.Part("off_duty", in_month(OffDuty)),
    volumes.Part("notices", in_month(DailyNotice)),
    volumes.Part("notice_acks", in_month(NoticeAck)),
    volumes.Part("coaching", in_month(CoachingNote)),
]
