"""Matched rows, planned: what each row would make, and what is wrong with it, by row and column.

Nothing here asks a database, a clock or the network: what is there already comes as `Known`.
"""

from sectoral.workspace.imports.lines import Table
from sectoral.workspace.imports.matching import Columns
from sectoral.workspace.imports.planning.contacts import contacts
from sectoral.workspace.imports.planning.organizations import entries
from sectoral.workspace.imports.planning.partnerships import proposals
from sectoral.workspace.imports.planning.planned import Known, Plan
from sectoral.workspace.imports.planning.rows import Row


def plan(kind: str, table: Table, columns: Columns, known: Known) -> Plan:
    """Plan every row of a table."""
    planner = {"organizations": entries, "contacts": contacts, "partnerships": proposals}
    rows = [Row(table, columns, line) for line in table.rows]
    return planner[kind](rows, known)
