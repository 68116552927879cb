"""The house keeps its shape: rules that no single app could hold by itself."""

import ast
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from frontdesk.celery import app as celery

ROOT = Path(settings.BASE_DIR)
OURS = ("frontdesk", "duty", "handover", "inspections")
NOT_OURS = {".git", ".venv", "var", "__pycache__", ".hypothesis"}
LONGEST = 400  # lines; past some 300, look for the second thing in a file
DJANGO_ASKS_FOR = {"400.html", "403.html", "404.html", "500.html"}


@cache
def files(*suffixes):
    """Every file of the repository, or those with one of the suffixes."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS and not name.endswith("_cache")]
        found += [Path(folder, name) for name in names if name not in NOT_OURS]  # in a worktree .git is a file
    return sorted(path for path in found if not suffixes or path.suffix in suffixes)


def code():
    """Our modules as (path, syntax tree), without tests and migrations."""
    for path in files(".py"):
        parts = path.relative_to(ROOT).parts
        if parts[0] in OURS and not {"tests", "migrations"} & set(parts):
            yield path, ast.parse(path.read_text())


def templates():
    """{name: path} of every template of ours."""
    inside = (Path(app.path, name) for app in apps.get_app_configs() for name in ("templates", "jinja2"))
    folders = [*settings.TEMPLATES[0]["DIRS"], *inside]
    folders = [Path(folder) for folder in folders if Path(folder).is_relative_to(ROOT) and ".venv" not in str(folder)]
    return {str(path.relative_to(folder)): path for folder in folders for path in sorted(folder.rglob("*.html"))}


def here(path, node=None):
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', '')}".rstrip(":")


def test_nothing_imports_upwards():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_file_is_too_long_to_read():
    long = {
        here(path): lines
        for path in files(".py", ".html", ".css", ".js", ".sh")
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > LONGEST
    }
    assert not long


def test_no_import_of_ours_hides_in_a_function():
    """That is how circles are hidden. Only `ready`, and a command that loads what it may not need, have a reason."""
    hidden = [
        here(path, node)
        for path, tree in code()
        if "management" not in path.parts
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and not (path.name == "apps.py" and function.name == "ready")
        for node in ast.walk(function)
        if (isinstance(node, ast.ImportFrom) and (node.level or node.module.split(".")[0] in OURS))
        or (isinstance(node, ast.Import) and any(name.name.split(".")[0] in OURS for name in node.names))
    ]
    assert not hidden


def test_every_template_is_used():
    told = {
        node.value
        for _path, tree in code()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for text in [*told, *(path.read_text() for path in templates().values())]:
        told |= set(re.findall(r"""["']([^"']+\.html)["']""", text))
    assert not set(templates()) - told - DJANGO_ASKS_FOR


def test_every_template_that_is_named_exists():
    """And is written without a mistake: loading it parses it."""
    missing = []
    for name, path in templates().items():
        get_template(name)
        for target in re.findall(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""", path.read_text()):
            try:
                get_template(target, using="jinja2" if "jinja2" in path.parts else "django")
            except TemplateDoesNotExist:
                missing.append(f"{here(path)}: {target}")
    assert not missing


def test_templates_escape_everything_and_obey_the_content_policy():
    """No |safe; no style= and no onclick=, which the policy would silently drop."""
    forbidden = re.compile(
        r"\|\s*safe(?:seq)?\b|autoescape\s+off|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<style"
    )
    found = [
        f"{here(path)}:{number}: {line.strip()}"
        for path in templates().values()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if forbidden.search(line)
    ]
    assert not found


MOVED = 'wide-table" tabindex="0" role="(region|group)" aria-label(ledby)?="[^"]'


def test_whoever_has_no_mouse_can_move_what_is_wider_than_the_screen():
    assert [
        (name, line)
        for name, path in templates().items()
        for line in path.read_text().splitlines()
        if 'class="wide-table"' in line and not re.search(MOVED, line)
    ] == []


def test_code_marks_nothing_as_safe():
    names = {"mark_safe", "SafeString", "SafeText"}
    found = [
        here(path, node)
        for path, tree in code()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute) and getattr(node, "id", getattr(node, "attr", "")) in names
    ]
    assert not found


def test_the_clock_calls_only_tasks_that_exist():
    celery.loader.import_default_modules()
    assert celery.conf.beat_schedule
    for name, entry in celery.conf.beat_schedule.items():
        assert entry["task"] in celery.tasks, name


def test_nothing_happens_behind_a_signal():
    """Only the guards, put back after every migration, and what a worker does when it starts have a reason."""
    allowed = {ROOT / "frontdesk/kernel/records/apps.py", ROOT / "frontdesk/celery.py", ROOT / "frontdesk/worker.py"}
    found = [
        here(path, node)
        for path, tree in code()
        if path not in allowed
        for node in ast.walk(tree)
        if (isinstance(node, ast.ImportFrom) and re.search(r"(dispatch|signals)$", node.module or ""))
        or (isinstance(node, ast.ImportFrom) and any(name.name == "signals" for name in node.names))
    ]
    assert not found


def test_the_repository_names_no_place_outside_itself():
    """Not the machine or folder it was written on: it must read the same anywhere."""
    outside = re.compile("|".join(["/" + "work/", r"\.\./" + "shared", "/" + "root/"]))
    found = [
        f"{here(path)}: {match}"
        for path in files()
        if path.suffix not in {".mo", ".png", ".jpg", ".pdf", ".woff2", ".ico"}
        for match in outside.findall(path.read_text(errors="replace"))
    ]
    assert not found


def test_the_page_on_the_regulation_lists_every_requirement_once():
    page = (ROOT / "docs" / "regulation.md").read_text()
    assert re.findall(r"^\| (R\d\d) \|", page, re.MULTILINE) == [f"R{number:02d}" for number in range(1, 66)]
