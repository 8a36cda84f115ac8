"""What a person carries away of a partnership: every record that the person may see, as tables.

records   each table, under the same permissions as the pages
archive   all of them in one file, with words that say what is in it and what is not
"""
