"""What each record says of a row, written down once for pages, files and programs.

A list of `SheetColumn` a noun: its heading, its value, and the key under which the interface has
it. A page that shows the record as a table, the export and the interface all take it from here.
"""
