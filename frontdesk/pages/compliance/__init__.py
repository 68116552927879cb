"""The compliance board: clause by clause what is recorded of a month, its trend, and the records behind it.

It says "nothing recorded" where nothing is known, and never that something complies: the regulation governs people.
"""
