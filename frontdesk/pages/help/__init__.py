"""The guides of docs/guides inside the house: each page leads to the section that is about it."""
