"""The duty log 值班记录: the book, its entries, notes and corrections, and what becomes of each matter."""
