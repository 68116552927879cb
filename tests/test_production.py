"""Production refuses to start without what it needs, and says what that is."""

import pytest

from tests import production

pytestmark = pytest.mark.same_everywhere


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"DJANGO_SECRET_KEY": None}, "Set DJANGO_SECRET_KEY"),
        ({"DJANGO_SECRET_KEY": "short"}, "50 characters or more"),
        ({"DATABASE_URL": None}, "Production needs DATABASE_URL"),
        ({"DJANGO_ALLOWED_HOSTS": None}, "Production needs DATABASE_URL and DJANGO_ALLOWED_HOSTS"),
        ({"DJANGO_DEBUG": "1"}, "refuses DJANGO_DEBUG"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT must be json or text"),
    ],
    ids=str,
)
def test_it_refuses_to_start(changes, said):
    done = production.manage("version", **changes)
    done = production.manage("check", **changes) if done.returncode == 0 else done
    assert done.returncode != 0
    assert said in done.stderr.splitlines()[-1]
