"""What a person carries away of a partnership: every record that the person may see, as tables.

records   every table, under the same permissions as the pages; a file for what is read together
archive   all of them in one file, with words that say what is in it and what is not
"""
