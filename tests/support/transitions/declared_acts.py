"""Each act on a guarantee as an operation of the API: one declaration, from which the walk makes its calls."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from models.applying.guarantee_acts import GuaranteeAct
from models.applying.guarantee_states import IN_REVIEW, GuaranteeStatus
from schema.build import graphql_schema
from tests.conftest import Api
from tests.support import drafts, handovers
from tests.support.api_calls import CERTIFICATE
from tests.support.inputs.operation_values import a_value


@dataclass(frozen=True)
class Subject:
    """A guarantee, as the inputs of acts name it."""

    id: str
    application_id: str
    number: str | None = None
    key: str | None = None
    claim_id: str | None = None


LOOKED = ("audit_event", "guarantee", "handover", "handover_event", "key_presentation")

Given = Callable[[Subject], dict[str, Any]]


async def _nothing(api: Api, subject: Subject) -> None:
    """The act needs nothing but the state."""


@dataclass(frozen=True)
class DeclaredAct:
    """How an act is called."""

    mutation: str | None
    """None for what happens by the clock."""
    given: Given = field(default=lambda subject: {"guaranteeId": subject.id})
    needs: Callable[[Subject], bool] = field(default=lambda _: True)
    """Whether the guarantee can be named at all: one that was never issued has no number and key."""
    records: tuple[str, ...] = ()
    """Tables that a refusal may change too: a right number and key count as presented, whatever comes of the act."""
    prepare: Callable[[Api, Subject], Awaitable[None]] = _nothing
    """What has to come before, in a state in which the act is allowed."""
    answers_in: frozenset[GuaranteeStatus] = frozenset()
    """States in which a repetition is answered, and changes nothing."""
    refusals: Mapping[GuaranteeStatus, str] = field(default_factory=dict[GuaranteeStatus, str])
    """The refusals by state that say more than `WrongState` does."""

    def refusal_in(self, state: GuaranteeStatus) -> dict[str, str]:
        """What the refusal in a state says."""
        told = self.refusals.get(state)
        return {"__typename": told} if told else {"__typename": "WrongState", "status": state.value}

    @property
    def operation(self) -> Any:
        """The field of the schema."""
        assert graphql_schema.mutation_type is not None
        return graphql_schema.mutation_type.fields[str(self.mutation)]

    def call(self, subject: Subject) -> tuple[str, dict[str, Any]]:
        """The operation and its input; what the declaration leaves out gets a value of its type."""
        type_ = self.operation.args["input"].type
        query = f"""mutation($input: {type_}) {{ {self.mutation}(input: $input) {{
          __typename ... on UserError {{ message }} ... on WrongState {{ status }} }} }}"""
        return query, a_value(type_) | self.given(subject)


def _reasoned(**more: Any) -> Given:
    return lambda subject: {"guaranteeId": subject.id, "reason": "書類の確認のため"} | more


def _by_key(**more: Any) -> Given:
    return lambda subject: {"guaranteeNumber": subject.number, "authKey": subject.key} | more


def _has_key(subject: Subject) -> bool:
    return subject.key is not None


def _of_claim(**more: Any) -> Given:
    return lambda subject: {"claimId": subject.claim_id} | more


def _has_claim(subject: Subject) -> bool:
    return subject.claim_id is not None


async def _save_form(api: Api, subject: Subject) -> None:
    await drafts.save(api, {"contactName": "髙﨑"}, applicationId=subject.application_id)


async def _amend(api: Api, subject: Subject) -> None:
    await _call(api, GuaranteeAct.AMEND, subject)


async def _accept_claim(api: Api, subject: Subject) -> None:
    given = _of_claim(decision="ACCEPT", reason="確認済み")(subject)
    query = "mutation($input: DecideClaimInput!) { decideClaim(input: $input) { __typename } }"
    await api.data(query, as_="surety", input=given)


async def _present(api: Api, subject: Subject) -> None:
    """A system sees the claims of what it has presented itself."""
    await api.data(CERTIFICATE, as_="system", number=subject.number, key=subject.key)


async def _call(api: Api, act: GuaranteeAct, subject: Subject) -> None:
    query, given = DECLARED[act].call(subject)
    await api.data(query, as_="surety", input=given)


CLAIM: Mapping[str, Any] = {
    "reason": "請負者の責めに帰すべき事由により契約を解除したため",
    "contractEndedOn": "2026-11-20",
    "finishedWorkValue": 5_000_000,
    "advancePaid": 20_000_000,
    "progressPaid": 0,
    "account": {"bank": "○○銀行", "branch": "本店", "type": "ORDINARY", "number": "1234567", "holder": "トチギケン"},
}
PAID_SUM = 15_000_000
"""20,000,000 + 0 − 5,000,000, without interest."""

PAID_ALREADY = {GuaranteeStatus.PAID: "ClaimInWrongState"}

DECLARED: Mapping[GuaranteeAct, DeclaredAct] = {
    GuaranteeAct.START_REVIEW: DeclaredAct("startReview"),
    GuaranteeAct.RETURN: DeclaredAct("returnGuarantee", _reasoned()),
    GuaranteeAct.RESUBMIT: DeclaredAct(
        "submitApplication",
        lambda subject: {"applicationId": subject.application_id},
        prepare=_save_form,
        answers_in=IN_REVIEW,
    ),
    GuaranteeAct.DECLINE: DeclaredAct("declineGuarantee", _reasoned()),
    GuaranteeAct.WITHDRAW: DeclaredAct("withdrawGuarantee", _reasoned()),
    GuaranteeAct.APPROVE: DeclaredAct("approveGuarantee"),
    GuaranteeAct.REVOKE_APPROVAL: DeclaredAct("revokeApproval", _reasoned()),
    GuaranteeAct.RECEIVE_FEE: DeclaredAct(
        "recordFeePayment", lambda subject: {"guaranteeId": subject.id, "paidOn": "2026-11-20"}
    ),
    GuaranteeAct.ISSUE: DeclaredAct("issueGuarantee", refusals={GuaranteeStatus.AWAITING_FEE: "FeeNotReceived"}),
    GuaranteeAct.SEND_NOTICE: DeclaredAct(
        "sendNotice", lambda subject: {"guaranteeId": subject.id, "to": handovers.TO}
    ),
    GuaranteeAct.ACCEPT_CERTIFICATE: DeclaredAct("acceptCertificate", _by_key(), needs=_has_key, records=LOOKED),
    GuaranteeAct.RETURN_CERTIFICATE: DeclaredAct(
        "returnCertificate", _by_key(reason="金額の誤り"), needs=_has_key, records=LOOKED
    ),
    GuaranteeAct.REQUEST_AMENDMENT: DeclaredAct("requestAmendment", _reasoned(amount=19_000_000)),
    GuaranteeAct.AMEND: DeclaredAct("amendGuarantee", _reasoned(amount=19_000_000)),
    GuaranteeAct.CORRECT: DeclaredAct("correctCertificate", _reasoned(projectName="●●●●橋工事")),
    GuaranteeAct.CANCEL_AMENDMENT: DeclaredAct("cancelAmendment", _reasoned(), prepare=_amend),
    GuaranteeAct.ROTATE_KEY: DeclaredAct("rotateAuthKey", _reasoned()),
    GuaranteeAct.RELEASE: DeclaredAct("releaseGuarantee", _reasoned()),
    GuaranteeAct.CANCEL: DeclaredAct("cancelGuarantee", _reasoned()),
    GuaranteeAct.EXPIRE: DeclaredAct(None),
    GuaranteeAct.FILE_CLAIM: DeclaredAct("fileClaim", _by_key(**CLAIM), needs=_has_key, records=LOOKED),
    GuaranteeAct.REJECT_CLAIM: DeclaredAct(
        "decideClaim", _of_claim(decision="REJECT", reason="対象外のため"), needs=_has_claim, refusals=PAID_ALREADY
    ),
    GuaranteeAct.WITHDRAW_CLAIM: DeclaredAct(
        "withdrawClaim", _of_claim(reason="誤り"), needs=_has_claim, prepare=_present, refusals=PAID_ALREADY
    ),
    GuaranteeAct.PAY_CLAIM: DeclaredAct(
        "recordClaimPayment",
        _of_claim(paidOn="2026-11-20", amount=PAID_SUM),
        needs=_has_claim,
        prepare=_accept_claim,
        refusals=PAID_ALREADY,
    ),
}
