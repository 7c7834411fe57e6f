"""Members of joint ventures that only the constraints of contracts refuse."""

from typing import Any

VENTURE = {"joint_venture_name": "甲・乙", "joint_venture_members": ["甲", "乙"]}


def shares(*percent: float | None) -> list[dict[str, float | None]]:
    """Members of a joint venture with these shares."""
    return [{"share_percent": share} for share in percent]


VENTURES: list[tuple[str, str, str, dict[str, Any]]] = [
    ("contract_parties_are_its_members", "contract", "true", VENTURE | {"joint_venture_parties": [{"name": "甲"}]}),
    *(
        ("contract_shares_are_whole", "contract", "true", VENTURE | {"joint_venture_parties": shares(*percent)})
        for percent in ((60, 39.99), (60, 40.01), (100, None), (100, 0), (101, -1), (33.333, 66.667))
    ),
]
