"""What `manage.py check` says about the key that signs checkpoints; with --database default, whether it is the right one."""

from pathlib import Path

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from . import keys


def the_key_is_where_it_belongs(app_configs, **kwargs):
    """Its file is there, nobody else may read it, and it does not lie among the attachments, which are backed up."""
    found = []
    try:
        keys.require()
    except ImproperlyConfigured as wrong:
        found.append(checks.Warning(f"No checkpoint can be signed. {wrong}", id="records.W001"))
    if keys.path().resolve().is_relative_to(Path(settings.MEDIA_ROOT).resolve()):
        found.append(checks.Warning("CHECKPOINT_KEY lies among the attachments. Keep it elsewhere.", id="records.W002"))
    return found


def the_key_can_sign(app_configs, databases=None, **kwargs):
    """The key on disk is the one that the records name."""
    try:
        why = keys.trouble() if databases else None
    except DatabaseError:  # before the first migration
        why = None
    return [checks.Warning(f"No checkpoint can be signed. {why}", id="records.W003")] if why else []
