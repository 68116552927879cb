"""The peer: ELOG, the logbook of many control rooms, with the same lines, when its server is given (bin/bench --elog PATH).

It is neither installed nor shipped. A page of it counts only when it shows the line that was asked for, so that a version
which keeps its files otherwise gives no figure instead of a flattering one.
"""

import contextlib
import http.client
import os
import subprocess
import tempfile
import time
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from duty.log.models import Entry

from .generate import RARE
from .processes import processor_seconds
from .server import free_port

LIST, PATIENCE = 50, 300  # lines of a page; seconds after which a search has no end
SETTINGS = """[global]
port = {port}
charset = UTF-8
Logbook dir = {folder}

[desk]
Attributes = Unit, Category
Entries per page = {lines}
Display search = ID, Date, Unit, Category
Summary lines = 3
"""


def pages(context, line):
    """Our newest fifty lines and our search against those of the peer, in processor time; a search also by the clock."""
    if not context.elog:
        return
    client, times, more = context.client(), context.times(20), {"entries": context.entries}
    newest = Entry.objects.filter(desk=context.desk).latest("id").description
    book, _ = client.cost("/log/", times)
    found, _ = client.cost(f"/search/?q={quote(RARE)}", times)
    with tempfile.TemporaryDirectory(prefix="fd-elog-") as folder, _running(context, Path(folder)) as ask:
        listed, _seconds = ask("/desk/?mode=summary&reverse=1", newest, times)
        sought, seconds = ask(f"/desk/?mode=summary&subtext={quote(RARE)}", RARE, 1)
    target = 0.5 if context.entries < 1_000_000 else 1 / 30
    yield line("book page / ELOG's list", book / listed, target, ms=round(book, 1), elog_ms=round(listed, 1), **more)
    more |= {"elog_ms": round(sought, 1), "elog_seconds": round(seconds, 1)}
    yield line("search page / ELOG's search", found / sought, 0.01, ms=round(found, 1), **more)


@contextlib.contextmanager
def _running(context, folder):
    """ELOG with the desk's lines in it; yields ask(path, words that have to stand there, times) → (processor ms, seconds)."""
    port, books = free_port(), folder / "desk"
    books.mkdir()
    _write(context, books)
    settings = folder / "elogd.cfg"
    settings.write_text(SETTINGS.format(port=port, folder=folder, lines=LIST))
    with open(os.devnull, "w") as nowhere:
        process = subprocess.Popen([context.elog, "-p", str(port), "-c", settings], stdout=nowhere, stderr=nowhere)

    def get(path):
        answer = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        with contextlib.closing(answer):
            answer.request("GET", path)
            return answer.getresponse().read().decode(errors="replace")

    def ask(path, words, times):
        page = get(path)
        if words not in page:
            raise RuntimeError(f"ELOG's page {path} does not show {words!r}: this version cannot be compared.")
        before, began = processor_seconds(process.pid), time.perf_counter()
        for _number in range(times):
            get(path)
        return (processor_seconds(process.pid) - before) * 1000 / times, (time.perf_counter() - began) / times

    try:
        for _attempt in range(PATIENCE * 2):  # it reads every line before it answers
            with contextlib.suppress(OSError):
                get("/desk/")
                break
            time.sleep(0.5)
        yield ask
    finally:
        process.terminate()
        process.wait(20)


def _write(context, books):
    """One file a day, as ELOG keeps them."""
    rows = Entry.objects.filter(desk=context.desk).order_by("id")
    columns = rows.values_list("recorded_at", "unit_no", "category", "description")
    for day, lines in groupby(enumerate(columns.iterator(), 1), key=lambda numbered: numbered[1][0].date()):
        with open(books / f"{day:%y%m%d}a.log", "w") as file:
            for number, (at, unit, category, words) in lines:
                head = (
                    f"$@MID@$: {number}\nDate: {at:%a, %d %b %Y %H:%M:%S} +0000\nUnit: {unit}\nCategory: {category}\n"
                )
                file.write(f"{head}Attachment: \nEncoding: plain\n{'=' * 40}\n{words}\n")
