"""What a message says outside: the sentence of the notice, and a link when PUBLIC_URL is set."""

import re
from dataclasses import dataclass

from django.conf import settings

# Mobiles, also written in groups, and any run of seven digits: a room or a serial is shorter.
NUMBERS = re.compile(r"(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)|\d{7,}")


@dataclass(frozen=True)
class Message:
    sentence: str
    link: str

    @property
    def text(self):
        return f"{self.sentence}\n{self.link}".strip()


def of(notice):
    """The Message of a notice, in the language in force. No names, no telephone numbers."""
    sentence = NUMBERS.sub("****", " ".join(notice.sentence.split()))
    return Message(sentence, f"{settings.PUBLIC_URL}{notice.link}" if settings.PUBLIC_URL else "")
