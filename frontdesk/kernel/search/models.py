from django.db import models


class Document(models.Model):
    """The words of one line, and which record it leads to. `terms` are what the index of the database holds."""

    project = models.ForeignKey("people.Project", on_delete=models.PROTECT, related_name="+")
    target_kind = models.CharField(max_length=40)
    target_id = models.PositiveBigIntegerField()
    text = models.TextField()
    terms = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["target_kind", "target_id"], name="document_by_target")]

    def __str__(self):
        return f"{self.target_kind} {self.target_id}"
