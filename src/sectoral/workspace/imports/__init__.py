"""Spreadsheets that people bring: read as text, matched, planned, tried, carried out, undone.

reading    a file's bytes → headings and rows as text
matching   which of the file's columns is which of ours
planning   rows → planned acts and errors, by row and column; no database, no clock
carrying   planned acts → real actions, all or nothing; or only tried
bringing   a file from upload to done, and undone again: what pages and commands call
"""
