"""The figures of docs/trust.md, reached or not. See bin/prove.

rows.py       each row: its goal, the tests that show it, and what their figures must be
__main__.py   runs the tests of a row on both databases, in full size or small, and prints what came of it
"""
