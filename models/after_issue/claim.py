"""Claims (保証金請求) of the obligee under a guarantee: their states, and the conditions of each step."""

import datetime
from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.after_issue import claim_sums
from models.after_issue.claim_account import LONGEST_BANK, LONGEST_HOLDER
from models.after_issue.claim_sums import MOST_YEN
from models.certificate import Certificate
from models.enums import GuaranteeKind
from models.errors import InvalidInput, Problem
from models.guarantee import Guarantee
from models.parties.account import Account, ApiClient
from models.parties.surety import AccountType
from models.refusals import ClaimInWrongState
from models.row import Row, reference

MOST_CLAIMS = 20
"""Of one guarantee, withdrawn and rejected ones included."""


class ClaimStatus(StrEnum):
    """How far the claim has come."""

    FILED = "FILED"
    UNDER_REVIEW = "UNDER_REVIEW"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    PAID = "PAID"
    WITHDRAWN = "WITHDRAWN"


UNDECIDED = frozenset({ClaimStatus.FILED, ClaimStatus.UNDER_REVIEW})


class Claim(Row):
    """A claim that the obligee's side has filed; it has arrived when it is recorded."""

    guarantee: Guarantee = reference("models.Guarantee")
    guarantee_id: UUID
    certificate: Certificate = reference("models.Certificate")
    certificate_id: UUID
    """The version under which it is claimed: what the receipt copies."""
    account: Account | None = reference("models.Account", null=True)
    """Who of the obligee's staff filed it."""
    account_id: UUID | None
    api_client: ApiClient | None = reference("models.ApiClient", null=True)
    """Or which e-contract system."""
    api_client_id: UUID | None
    status = fields.CharEnumField(ClaimStatus, max_length=16)
    filed_at: datetime.datetime = fields.DatetimeField()
    due_on: datetime.date = fields.DateField()
    """支払期限."""
    amount: int = fields.BigIntField()
    """Yen: what is claimed."""
    reason = fields.TextField()
    """Of the default."""
    contract_ended_on: datetime.date = fields.DateField()
    advance_paid: int | None = fields.BigIntField(null=True)
    progress_paid: int | None = fields.BigIntField(null=True)
    finished_work_value: int | None = fields.BigIntField(null=True)
    """Yen, as the obligee states them; null where they do not count."""
    bank_name = fields.CharField(max_length=LONGEST_BANK)
    bank_branch = fields.CharField(max_length=LONGEST_BANK)
    account_type = fields.CharEnumField(AccountType, max_length=8)
    account_number = fields.CharField(max_length=7)
    account_holder = fields.CharField(max_length=LONGEST_HOLDER)
    review_started_at: datetime.datetime | None = fields.DatetimeField(null=True)
    decided_at: datetime.datetime | None = fields.DatetimeField(null=True)
    decision = fields.TextField(null=True)
    """The reason of the decision, or of the withdrawal."""
    accepted_amount: int | None = fields.BigIntField(null=True)
    """Yen: what the surety is going to pay."""
    paid_on: datetime.date | None = fields.DateField(null=True)
    paid_amount: int | None = fields.BigIntField(null=True)

    class Meta:
        table = "claim"
        indexes = (Index(fields=("guarantee_id", "id"), name="claim_of_guarantee"),)
        constraints = (
            CheckConstraint(name="claim_has_one_filer", check="num_nonnulls(account_id, api_client_id) = 1"),
            CheckConstraint(
                name="claim_sums_are_in_range",
                check=f"amount > 0 AND paid_amount > 0 AND advance_paid BETWEEN 0 AND {MOST_YEN}"
                f" AND progress_paid BETWEEN 0 AND {MOST_YEN} AND finished_work_value BETWEEN 0 AND {MOST_YEN}"
                " AND accepted_amount BETWEEN 1 AND amount",
            ),
            CheckConstraint(
                name="claim_is_due_after_its_arrival",
                check="due_on = (filed_at AT TIME ZONE 'Asia/Tokyo')::date"
                f" + {claim_sums.PAYMENT_DAYS} AND contract_ended_on <= (filed_at AT TIME ZONE 'Asia/Tokyo')::date",
            ),
            CheckConstraint(
                name="claim_account_is_well_formed",
                check="account_number ~ '^[0-9]{7}$' AND bank_name <> '' AND bank_branch <> ''"
                " AND account_holder <> ''",
            ),
            CheckConstraint(
                name="claim_decision_is_complete",
                check="(status IN ('FILED', 'UNDER_REVIEW')) = (decided_at IS NULL)"
                " AND (decided_at IS NULL) = (decision IS NULL)"
                " AND (status IN ('ACCEPTED', 'PAID')) = (accepted_amount IS NOT NULL)"
                " AND (status <> 'FILED' OR review_started_at IS NULL)",
            ),
            CheckConstraint(
                name="claim_payment_is_complete",
                check="(status = 'PAID') = (paid_on IS NOT NULL) AND (paid_on IS NULL) = (paid_amount IS NULL)",
            ),
            UniqueConstraint(
                fields=("guarantee_id",), name="claim_open_once", condition="status NOT IN ('REJECTED', 'WITHDRAWN')"
            ),
        )

    def require_undecided(self) -> None:
        """Raises ClaimInWrongState once it is decided or withdrawn."""
        self._require(*UNDECIDED)

    def start_review(self, *, at: datetime.datetime) -> None:
        """The surety reviews it. Raises ClaimInWrongState unless it was just filed."""
        self._require(ClaimStatus.FILED)
        self.status, self.review_started_at = ClaimStatus.UNDER_REVIEW, at.astimezone(datetime.UTC)

    def accept(self, amount: int | None, reason: str, *, at: datetime.datetime) -> None:
        """The surety is going to pay `amount`, by default what is claimed.

        Raises ClaimInWrongState unless it is undecided, InvalidInput for an amount of nothing or above the claim.
        """
        self._require(*UNDECIDED)
        accepted = self.amount if amount is None else amount
        if not 0 < accepted <= self.amount:
            message = f"認める金額は1円以上、請求額（{self.amount:,}円）以下としてください。"
            raise InvalidInput([Problem(("amount",), "OUT_OF_RANGE", message, self.amount)])
        self.accepted_amount = accepted
        self._decide(ClaimStatus.ACCEPTED, reason, at)

    def reject(self, reason: str, *, at: datetime.datetime) -> None:
        """The surety is not going to pay. Raises ClaimInWrongState unless it is undecided."""
        self._require(*UNDECIDED)
        self._decide(ClaimStatus.REJECTED, reason, at)

    def withdraw(self, reason: str, *, at: datetime.datetime) -> None:
        """The obligee no longer claims. Raises ClaimInWrongState unless it is undecided."""
        self._require(*UNDECIDED)
        self._decide(ClaimStatus.WITHDRAWN, reason, at)

    def pay(self, amount: int, paid_on: datetime.date, *, filed_on: datetime.date, today: datetime.date) -> None:
        """It was paid, with the interest for the delay as far as the obligee has not waived it.

        Raises ClaimInWrongState unless it is accepted, InvalidInput for a day or an amount that cannot be.
        """
        self._require(ClaimStatus.ACCEPTED)
        problems, accepted = list[Problem](), self.accepted_amount or 0
        if paid_on > today:
            problems.append(Problem(("paidOn",), "IN_THE_FUTURE", "支払日に将来の日付は指定できません。"))
        elif paid_on < filed_on:
            problems.append(Problem(("paidOn",), "TOO_EARLY", "支払日は、請求の受付日以後の日としてください。"))
        elif amount > (owed := accepted + self.late_interest(paid_on)) or amount < accepted:
            up_to = f"以上、この支払日までの遅延損害金を含む{owed:,}円以下" if owed > accepted else ""
            message = f"支払額は、{accepted:,}円{up_to}としてください。"
            problems.append(Problem(("amount",), "NOT_WHAT_IS_OWED", message, owed))
        if problems:
            raise InvalidInput(problems)
        self.status, self.paid_on, self.paid_amount = ClaimStatus.PAID, paid_on, amount

    def calculation(self, kind: GuaranteeKind, guaranteed: int) -> list[tuple[str, int]]:
        """How the amount is computed, with labels; what is above the advance or the guaranteed sum is not claimed."""
        if not kind.is_advance:
            return [("保証金額", guaranteed)]
        return [
            ("支払済みの前払金額", self.advance_paid or 0),
            ("支払済みの部分払金額", self.progress_paid or 0),
            ("出来形相当額（控除）", -(self.finished_work_value or 0)),
        ]

    def late_days(self, today: datetime.date) -> int:
        """Days of delay until the payment, or until today; 0 for a claim that is not to be paid."""
        is_owed = self.status in UNDECIDED or self.accepted_amount is not None
        return claim_sums.late_days(self.due_on, self.paid_on or today) if is_owed else 0

    def late_interest(self, today: datetime.date) -> int:
        """遅延損害金 in yen until the payment, or until today."""
        if not self.late_days(today):
            return 0
        amount = self.amount if self.accepted_amount is None else self.accepted_amount
        return claim_sums.late_interest(amount, due=self.due_on, paid_on=self.paid_on or today)

    def _decide(self, status: ClaimStatus, reason: str, at: datetime.datetime) -> None:
        self.status, self.decision, self.decided_at = status, reason, at.astimezone(datetime.UTC)

    def _require(self, *allowed: ClaimStatus) -> None:
        if self.status not in allowed:
            raise ClaimInWrongState(self.status)
