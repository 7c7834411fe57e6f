"""Constraints on changes of contracts and on contracting officers: for each a row that only it refuses."""

from typing import Any

from tests.support.database.venture_violations import VENTURES

VIOLATIONS: list[tuple[str, str, str, dict[str, Any]]] = [
    # constraint, table, which row, its changes
    *VENTURES,
    ("contract_change_is_one_of_fifty", "contract_change", "true", {"version": 53}),
    ("contract_change_is_one_of_fifty", "contract_change", "true", {"version": 1}),
    ("contract_change_by_the_surety_has_a_reason", "contract_change", "true", {"version": 3, "role": "SURETY"}),
    ("contract_change_by_the_surety_has_a_reason", "contract_change", "true", {"version": 3, "role": "OBLIGEE"}),
    (
        "contract_officer_of_the_obligee",
        "contract",
        "true",
        {"contracting_officer_id": "{officer}", "is_another": True},
    ),
]
HIDDEN = {"contract_change_role_is_known": "contract_change_by_the_surety_has_a_reason"}
"""A check that another, stricter one implies."""
