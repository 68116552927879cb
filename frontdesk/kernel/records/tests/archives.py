"""Exports, looked at by verify.py as by somebody who has nothing else; and what a forger may make of them."""

import hashlib
import importlib.util
import sys
import zipfile

from frontdesk.kernel.records import export


def load_verifier():
    spec = importlib.util.spec_from_file_location("offline_verify", export.VERIFIER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


VERIFY = load_verifier()


def run(capsys, *words):
    """(exit status, what stands on stdout and stderr) of verify.py with these words."""
    capsys.readouterr()
    before, sys.argv = sys.argv, ["verify.py", *map(str, words)]
    try:
        status = VERIFY.main()
    finally:
        sys.argv = before
    said = capsys.readouterr()
    return status, said.out + said.err


def changed(archive, to, name, data, *, knowing=True):
    """A copy of an archive in which one part says something else (None: is not there); knowing: the manifest is made to fit."""
    path = archive.with_name(to)
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(path, "w") as new:
        parts = {one: old.read(one) for one in old.namelist()} | {name: data}
        parts = {one: said for one, said in parts.items() if said is not None}
        if knowing:
            del parts["manifest.json"]
            members = {one: hashlib.sha256(said).hexdigest() for one, said in parts.items()}
            parts["manifest.json"] = export.line({"format": 1, "members": members})
        for one, said in parts.items():
            new.writestr(one, said)
    return path


def part(archive, name):
    with zipfile.ZipFile(archive) as file:
        return file.read(name)
