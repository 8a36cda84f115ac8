"""Matched rows, planned: what each row would make, and what is wrong with it, by row and column.

Nothing here asks a database, a clock or the network: what is there already comes as `Known`.
"""

from collections.abc import Mapping
from dataclasses import replace

from sectoral.workspace.imports.columns import Columns
from sectoral.workspace.imports.lines import Table
from sectoral.workspace.imports.plans.contacts import contacts
from sectoral.workspace.imports.plans.names import NameBook
from sectoral.workspace.imports.plans.organizations import entries
from sectoral.workspace.imports.plans.partnerships import proposals
from sectoral.workspace.imports.plans.plan import Known, Plan
from sectoral.workspace.imports.plans.rows import Remarks, Row


def plan(
    kind: str, table: Table, columns: Columns, known: Known, answers: Mapping[str, str]
) -> Plan:
    """Plan every row of a table.

    Takes    answers: what a person said of names that look alike, by the questions' ids.
    """
    planner = {"organizations": entries, "contacts": contacts, "partnerships": proposals}
    remarks, book = Remarks(), NameBook(known, answers)
    rows = [Row(table, columns, line, remarks) for line in table.rows]
    drawn = planner[kind](rows, known, book)
    said = (*table.remarks, *remarks.sentences(), *drawn.notes)
    return replace(drawn, notes=said, questions=book.questions)
