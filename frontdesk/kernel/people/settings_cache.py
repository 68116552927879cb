"""What a project has set, read once and kept in this process until the project's settings change.

Whoever changes a setting that is read through here calls `changed` in the same transaction; every process that next
reads the project sees another key, and reads the settings anew.
"""

import uuid
from collections import OrderedDict
from threading import Lock

from .models import Project

KEPT = 2000
_values: OrderedDict = OrderedDict()
_lock = Lock()


def get(project, name, read):
    """The value of `read()` for a project and a name. project: as read in this transaction, for the key it carries."""
    place = (project.pk, project.settings_key, name)
    with _lock:
        if place in _values:
            _values.move_to_end(place)
            return _values[place]
    value = read()
    with _lock:
        _values[place] = value
        while len(_values) > KEPT:
            _values.popitem(last=False)
    return value


def changed(project_id):
    """The settings of a project have changed: what was kept of them holds no more."""
    Project.objects.filter(pk=project_id).update(settings_key=uuid.uuid4().hex)
