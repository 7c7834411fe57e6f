"""The same as constraint_violations.py, for the history of the registers."""

from models.enums import Role
from models.guarantee import Guarantee
from models.parties.account import Account
from models.parties.register_change import RegisterChange
from models.parties.seal_image import SealImage
from tests.conftest import NOON
from tests.support.database.constraint_violations import Violation

REGISTERS: list[Violation] = [
    ("register_change_has_a_version", "register_change", "true", {"version": 0}),
    ("register_change_is_of_one_organisation", "register_change", "true", {"version": 2, "contractor_id": None}),
    ("register_change_is_of_one_organisation", "register_change", "true", {"version": 2, "surety_id": "{surety}"}),
    ("register_change_role_is_known", "register_change", "true", {"version": 2, "role": "KING"}),
]
SEALS: list[Violation] = [
    ("seal_image_is_small_and_digested", "seal_image", "true", {"version": 3, "sha256": None}),
    ("seal_image_is_small_and_digested", "seal_image", "true", {"version": 3, "sha256": "\\xab"}),
    ("seal_image_is_small_and_digested", "seal_image", "true", {"version": 3, "content": "\\x"}),
]
CHANGES = [
    ("seal_image_never_changes", "UPDATE seal_image SET version = 7"),
    ("seal_image_never_changes", "DELETE FROM seal_image"),
    ("seal_image_is_never_truncated", "TRUNCATE seal_image CASCADE"),
    ("register_change_never_changes", "UPDATE register_change SET version = 7"),
    ("register_change_never_changes", "DELETE FROM register_change"),
    ("register_change_is_never_truncated", "TRUNCATE register_change"),
]


async def store_row(guarantee: Guarantee) -> None:
    """The registration of its contractor, and a seal of its surety."""
    await SealImage.create(surety_id=guarantee.surety_id, version=2, set_at=NOON, content=b"x", sha256=bytes(32))
    actor = await Account.get(email="operator@example.jp")
    await RegisterChange.create(
        contractor_id=guarantee.contractor_id,
        entry_id=guarantee.contractor_id,
        version=1,
        changed_at=NOON,
        changed_by_id=actor.id,
        role=Role.OPERATOR,
        changes=[],
    )
