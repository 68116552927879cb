"""Whatever is sent to the archive: a clear sentence, never a 500, and nothing closed, disposed of or erased."""

import pytest

from duty.log.models import ErasureRequest, VolumeClosed, VolumeStep
from tests.cast import PASSWORD
from tests.nonsense import THROTTLED, post, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counted")]

ARCHIVE = {
    "close": {"custodian": "1", "place": "柜", "password": PASSWORD, "key": ""},
    "move": {"custodian": "1", "place": "柜", "text": "", "key": ""},
    "hold": {"reason": "x", "key": ""},
    "dispose": {"reason": "x", "password": PASSWORD, "key": ""},
    "make": {"media_type": "application/zip"},
}  # fmt: skip


@pytest.mark.parametrize("name", ARCHIVE)
def test_no_value_of_a_form_of_a_volume_breaks_it(client_of, supervisor, record, some, name):
    client, told = client_of(supervisor), {}
    path, fields = f"/archive/{record().book_id}/{name}/", ARCHIVE[name]
    for number, field in enumerate(fields):
        for value in some(number):
            if (status := post(client, path, {**fields, field: sent(value)}).status_code) not in {302, 422, THROTTLED}:
                told[field, value[:20]] = status
    assert told == {}
    assert VolumeClosed.objects.count() + VolumeStep.objects.count() == 0


ERASURE = {
    "entry": "1",
    "what": "log.entry:1:phone",
    "ground": "consent",
    "reason": "x",
    "password": PASSWORD,
    "key": "",
}


@pytest.mark.parametrize("field", ERASURE)
def test_no_value_of_a_request_for_erasure_breaks_it(client_of, supervisor, record, some, field):
    record(phone="13800001234")
    client = client_of(supervisor)
    for value in some(list(ERASURE).index(field)):
        before = ErasureRequest.objects.count()
        status = post(client, "/archive/erasures/new/", {**ERASURE, field: sent(value)}).status_code
        assert status in {302, 422, THROTTLED}
        assert ErasureRequest.objects.count() == before + (status == 302)
