"""The first day: an empty installation becomes a house, and a house gets another project.

code       the one-time code that keeps strangers out of an empty house
commands   founding a house, opening another project, choosing a pattern of shifts
state      what a project has and what it still lacks
views      the way in: code, project, account; then the first day's page
"""
