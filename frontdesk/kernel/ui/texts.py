"""Compiles the translations. In pure Python, because a fresh machine has no gettext."""

import os
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.reloader import translation_file_changed


def compile_texts():
    """Write every locale/*/LC_MESSAGES/django.mo that is older than its .po; returns the files written.

    The running process forgets what it had read before, so that it speaks the new sentences at once.
    """
    written = []
    for folder in settings.LOCALE_PATHS:
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
                continue
            draft = target.with_suffix(f".{os.getpid()}.tmp")  # another process never reads half a file
            polib.pofile(str(source)).save_as_mofile(str(draft))
            draft.replace(target)
            written.append(target)
    if written:
        translation_file_changed(sender=None, file_path=written[0])
    return written
