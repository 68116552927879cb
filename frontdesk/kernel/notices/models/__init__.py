from .channels import Channel, QuietHours
from .notices import Notice, Sweep
from .outbox import Delivery, Wrong

__all__ = ["Channel", "Delivery", "Notice", "QuietHours", "Sweep", "Wrong"]
