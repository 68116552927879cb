"""One backup a day, and the old ones let go: 7 days, 4 weeks, 12 months."""

from datetime import UTC, datetime, timedelta

import pytest

from frontdesk.kernel.backups import commands
from frontdesk.kernel.backups.retention import surplus
from frontdesk.kernel.backups.tasks import make_todays

pytestmark = pytest.mark.same_everywhere
NIGHT = datetime(2026, 11, 23, 18, 20, tzinfo=UTC)  # 2:20 of the 24th in Shanghai
DAY = timedelta(days=1)


@pytest.fixture
def folder(folders, settings, monkeypatch):
    """BACKUP_FOLDER, with a backup that costs nothing."""
    monkeypatch.setattr(commands.databases, "dump", lambda path: path.write_text("x") and {"vendor": "", "heads": []})
    settings.BACKUP_FOLDER = str(folders / "kept")
    return folders / "kept"


def names(folder):
    return sorted(path.name for path in folder.glob("frontdesk*"))


def test_a_year_and_more_leaves_seven_days_four_weeks_and_twelve_months():
    kept = []
    for number in range(500):
        kept.append(NIGHT + number * DAY)
        for moment in surplus(kept):
            kept.remove(moment)
    last = kept[-1]
    assert [last - number * DAY for number in range(7)] == kept[:-8:-1]
    assert len(kept) <= 7 + 4 + 12
    assert last - kept[0] > timedelta(days=300)


def test_one_backup_is_never_let_go():
    assert surplus([NIGHT]) == []
    assert surplus([]) == []


def test_of_two_on_a_day_the_newer_is_kept():
    assert surplus([NIGHT, NIGHT + timedelta(hours=3)]) == [NIGHT]


def test_the_day_has_one_backup_however_often_is_asked(folder):
    assert commands.make_todays(at=NIGHT) is not None
    for hours in (1, 2, 20):
        assert commands.make_todays(at=NIGHT + timedelta(hours=hours)) is None
    assert commands.make_todays(at=NIGHT + DAY) is not None
    assert names(folder) == ["frontdesk-20261123T182000Z.tar.gz", "frontdesk-20261124T182000Z.tar.gz"]
    assert commands.newest() == NIGHT + DAY


def test_not_right_after_midnight_but_as_late_as_the_clock_comes_back(folder):
    assert commands.make_todays(at=NIGHT - timedelta(hours=1)) is None
    assert commands.make_todays(at=NIGHT + timedelta(hours=9)) is not None


def test_old_ones_are_let_go_and_nobody_else_s_files_are_touched(folder):
    folder.mkdir()
    for number in range(1, 60):
        (folder / (NIGHT - number * DAY).strftime(commands.NAME)).write_text("old")
    for name in ("frontdesk-mine.tar.gz", "other.txt", "frontdesk-20200101T000000Z.tar.gz.bak"):
        (folder / name).write_text("not ours")
    commands.make_todays(at=NIGHT)
    assert len(names(folder)) == 2 + 7 + 3 + 1  # of others; days, weeks and months that reach back further
    assert (folder / "other.txt").exists()


def test_a_failed_one_lets_nothing_go_and_leaves_nothing_half_made(folder, monkeypatch):
    commands.make_todays(at=NIGHT - DAY)

    def fail(*args, **kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr(commands.archive, "_pack", fail)
    with pytest.raises(OSError, match="No space"):
        commands.make_todays(at=NIGHT)
    assert names(folder) == ["frontdesk-20261122T182000Z.tar.gz"]


def test_two_workers_at_once_make_one(folder):
    folder.mkdir()
    with commands._alone_in(folder) as alone:
        assert alone
        assert commands.make_todays(at=NIGHT) is None
    assert commands.make_todays(at=NIGHT) is not None


def test_without_a_folder_nothing_is_made(folders, settings):
    settings.BACKUP_FOLDER = ""
    make_todays()
    assert [path.name for path in folders.iterdir()] == ["home"]
