"""Matched rows, planned: what each row would make, and what is wrong with it, by row and column.

Nothing here asks a database, a clock or the network: what is there already comes as `Known`.
"""

from collections.abc import Mapping
from dataclasses import replace

from sectoral.workspace.imports.columns import Columns
from sectoral.workspace.imports.lines import TextTable
from sectoral.workspace.imports.plans.contacts import plan_contacts
from sectoral.workspace.imports.plans.names import NameBook
from sectoral.workspace.imports.plans.organizations import plan_organizations
from sectoral.workspace.imports.plans.partnerships import plan_partnerships
from sectoral.workspace.imports.plans.plan import ImportPlan, KnownNames
from sectoral.workspace.imports.plans.rows import CellRemarks, ImportRow


def plan_table(
    kind: str, table: TextTable, columns: Columns, known: KnownNames, answers: Mapping[str, str]
) -> ImportPlan:
    """Plan every row of a table.

    Takes    answers: what a person said of names that look alike, by the questions' ids.
    """
    planner = {
        "organizations": plan_organizations,
        "contacts": plan_contacts,
        "partnerships": plan_partnerships,
    }
    remarks, book = CellRemarks(), NameBook(known, answers)
    rows = [ImportRow(table, columns, line, remarks) for line in table.rows]
    drawn = planner[kind](rows, known, book)
    said = (*table.remarks, *remarks.sentences(), *drawn.notes)
    return replace(drawn, notes=said, questions=book.questions)
