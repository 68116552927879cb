"""Side-by-side measurements: every figure is a ratio to a floor that ran in the same minute on the same machine.

    bin/bench [--quick] [--database sqlite|postgresql] [--sizes 10000,1000000] [--kept URL] [NAME…]

generate    a book of any length with a valid chain, quickly
serve       our own web server with one page more: 'hello', the floor of every page
measure     what is measured, one function a name
"""
