"""Shift types of a desk. The monthly roster, leave, swaps and attendance are built on them."""
