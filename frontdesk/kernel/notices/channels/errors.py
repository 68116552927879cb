class NotSent(Exception):
    """A message did not go out.

    wrong: a models.Wrong; answer: what the other side said, if anything. hopeless: another try would not help.
    blames_channel: it lies with the channel, not with this one message.
    """

    def __init__(self, wrong, answer="", *, hopeless=False, blames_channel=True):
        super().__init__(wrong)
        self.wrong, self.hopeless, self.blames_channel = wrong, hopeless, blames_channel
        self.answer = " ".join("".join(c if c.isprintable() else " " for c in str(answer)).split())[:200]
