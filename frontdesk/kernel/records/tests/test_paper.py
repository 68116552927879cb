"""The code under a printed sheet: short enough to type, wrong in no single character unseen, and answered in words."""

import pytest
from django.template import Context, Template
from hypothesis import given, settings
from hypothesis import strategies as st

from duty.log.models import Entry
from frontdesk.kernel.notices.channels import wording
from frontdesk.kernel.people.models import Desk
from frontdesk.kernel.records import access, checkpoints, paper
from frontdesk.kernel.records.models import AccessLine, Checkpoint, Seal

from . import forging, small_book

pytestmark = [pytest.mark.django_db, pytest.mark.clause("R40")]
KEY, ROOT = "0123456789abcdef" * 2, bytes(range(7, 39))
CODE = "04HMA-1F2N-0W40J-2GB1G-6GW3R-G2491-65FYB"
codes = st.builds(
    lambda key, size, root: str(paper.of(key, size, root)),
    st.from_regex("[0-9a-f]{32}", fullmatch=True), st.integers(1, 10**9), st.binary(min_size=32, max_size=32),
)  # fmt: skip


def test_a_code_is_the_book_the_size_and_the_beginning_of_the_root():
    """Golden: what was printed once must be read for ever."""
    assert str(paper.of(KEY, 48_213, ROOT)) == CODE
    assert paper.read(CODE) == paper.of(KEY, 48_213, ROOT)


@given(codes)
@settings(deadline=None, max_examples=50)
def test_every_code_is_read_as_it_was_printed(code):
    assert str(paper.read(code)) == code


@pytest.mark.parametrize(
    "typed", [CODE.lower(), CODE.replace("-", ""), CODE.replace("-", " "), f"  {CODE}\n", CODE.replace("0", "O"),
              CODE.replace("1", "l"), CODE.replace("-", "—"), CODE.replace("-", "．"), "０４ＨＭＡ" + CODE[5:]],
)  # fmt: skip
def test_how_it_is_spaced_and_what_looks_alike_does_not_matter(typed):
    assert paper.read(typed) == paper.read(CODE)


@given(codes)
@settings(deadline=None, max_examples=5)
def test_no_wrong_character_and_no_two_swapped_go_unseen(code):
    bare = code.replace("-", "")
    wrong = [bare[:at] + one + bare[at + 1 :] for at in range(len(bare)) for one in paper.ALPHABET if one != bare[at]]
    wrong += [
        bare[:at] + bare[at + 1] + bare[at] + bare[at + 2 :] for at in range(len(bare) - 1) if bare[at] != bare[at + 1]
    ]
    assert [one for one in wrong if paper.read(one)] == []


@pytest.mark.parametrize(
    "typed", ["", "-", "x", "0" * 30, "0" * 31, "Z" * 60, "9" * 5000, CODE[:-1], CODE + "0", "中" * 31, "\0", "😀"]
)
def test_what_is_no_code_is_said_to_be_mistyped(typed):
    assert paper.check(typed, Desk.objects.none()).state == "mistyped"


@given(codes)
@settings(deadline=None, max_examples=30)
def test_no_code_is_taken_for_a_telephone_number_in_a_message(code):
    assert wording.NUMBERS.search(code) is None


# -- what is said of one


@pytest.fixture
def printed(book, desk):
    """The code that stood on a sheet."""
    return paper.short(checkpoints.write(desk.pk, at=book))


def verdict(code, desk):
    return paper.check(code, Desk.objects.filter(project=desk.project_id))


def test_what_nobody_touched_stands_as_printed(printed, cast, book, desk):
    small_book.write(cast, book, entries=1)
    said = verdict(printed, desk)
    seal = Seal.objects.get(chain=desk.pk, seq=said.size)
    assert (said.state, said.desk, said.at) == ("stands", desk, seal.sealed_at)


def test_who_printed_and_exported_with_this_code_is_said(printed, cast, book, desk):
    about = {"project_id": desk.project_id, "about": Entry.objects.first(), "address": None}
    lines = [
        access.note(by=cast.auditor, at=book, what=what, **about) for what in AccessLine.What if what != "past_volume"
    ]
    small_book.write(cast, book, entries=1)
    later = checkpoints.write(desk.pk, at=book)
    assert [line.what for line in verdict(printed, desk).since] == []  # printed at that moment, so with the later one
    assert [line.pk for line in verdict(paper.short(later), desk).since] == [
        line.pk for line in lines if line.what in {"print", "export"}
    ]


def test_a_book_that_was_rewritten_is_said_to_be(printed, desk, defenceless):
    forging.rewrite(Entry.objects.first(), place="别处")
    assert verdict(printed, desk).state == "rewritten"


def test_a_book_that_lost_its_end_is_said_to_be_rewritten(printed, desk, defenceless):
    forging.cut_tail(desk.pk, 1)
    assert verdict(printed, desk).state == "rewritten"


def test_a_book_whose_seals_do_not_hold_is_said_to_be_broken(printed, desk, defenceless):
    Seal.objects.filter(chain=desk.pk, seq=5).update(body="{}")
    said = verdict(printed, desk)
    assert (said.state, said.fault.seq) == ("broken", 5)
    Seal.objects.filter(chain=desk.pk, seq=5).delete()
    assert (verdict(printed, desk).state, verdict(printed, desk).fault.seq) == ("broken", 5)


def test_it_stands_also_when_the_checkpoint_was_taken_away(printed, desk, defenceless):
    Checkpoint.objects.all().delete()
    assert verdict(printed, desk).state == "stands"


def test_the_book_of_another_project_is_not_known(printed, other_desk):
    assert verdict(printed, other_desk).state == "unknown"


# -- on paper


def test_what_is_printed_carries_code_size_time_and_picture(printed, desk):
    text = Template("{% load checkpoints %}{% checkpoint desk %}").render(Context({"desk": desk}))
    assert printed in text
    assert 'src="data:image/svg+xml;base64,' in text


def test_what_is_printed_before_the_first_checkpoint_carries_none(other_desk):
    assert Template("{% load checkpoints %}{% checkpoint desk %}").render(Context({"desk": other_desk})).strip() == ""


def test_the_picture_leads_to_the_page_where_the_address_is_known(settings):
    plain = paper.svg(CODE)
    settings.PUBLIC_URL = "https://desk.example.cn"
    assert plain.startswith("<svg")
    assert paper.svg(CODE) != plain
    assert paper.png(CODE).startswith(b"\x89PNG")
