"""Lists that go out as a spreadsheet and come back in: staff, households, articles.

columns      what a list has in its columns, and the reading of a file
comparison   what of a list is new, what is there already, what would change, what is wrong
staff, households, articles      one list each: compared with what is there, written through the commands below
commands     taking a list over: all of it or nothing
views        choose a file → look at it → take it over; template and export

Nothing is kept of a file until it is taken over: what the preview showed travels, signed, in its form.
"""
