"""fileClaim."""

import datetime

from models.after_issue.claim_account import ClaimAccount
from models.after_issue.claim_sums import ClaimedSums
from models.parties.surety import AccountType
from resolvers.claims import file_claim as use_case
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading.fields import column, described, described_input, given
from schema.scalars import AuthKey, GuaranteeNumber, Yen
from schema.types.after_issue.claim import Claim


@described_input
class ClaimAccountInput:
    """振込先: the account that the claim is to be paid into."""

    bank: str = given("金融機関, up to 30 characters.")
    branch: str = given("支店, up to 30 characters.")
    type: AccountType = given("The kind of account.")
    number: str = given("Seven digits.")
    holder: str = given("In kana, as the bank has it, up to 48 characters; half width is widened.")


@described_input
class FileClaimInput:
    """A claim under the guarantee with this number and key."""

    guarantee_number: GuaranteeNumber = given("As on the key notice.")
    auth_key: AuthKey = given("As on the key notice.")
    reason: str = given("Why the obligee claims: the contractor's default, up to 1,000 characters.")
    contract_ended_on: datetime.date = given("The day on which the contract ended; not in the future.")
    finished_work_value: Yen | None = given("出来形相当額; required for advance payments.", default=None)
    advance_paid: Yen | None = given("前払金 that was paid; required for advance payments.", default=None)
    progress_paid: Yen | None = given("部分払 that was paid; required for advance payments.", default=None)
    account: ClaimAccountInput = given("Where it is to be paid to.")
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )


@described
class ClaimFiled:
    """The claim has arrived; the guarantee is CLAIMED."""

    claim: Claim = column("The claim, with what is claimed and until when it is to be paid.")


@mutation(
    use_case.file,
    "The obligee (or a system that acts for it) claims under a guarantee that is in force. Of an advance payment:"
    " advance + progress payments − value of the finished work, at most the advance and the guaranteed sum; of a"
    " performance guarantee the guaranteed sum. Number and key count as presented, wrong ones as a failed attempt.",
)
async def file_claim(context: Context, input: FileClaimInput) -> ClaimFiled:
    account = ClaimAccount(
        bank=input.account.bank,
        branch=input.account.branch,
        account_type=input.account.type,
        number=input.account.number,
        holder=input.account.holder,
    )
    sums = ClaimedSums(input.advance_paid, input.progress_paid, input.finished_work_value)
    claim = await use_case.file(
        number=input.guarantee_number,
        key=input.auth_key,
        request=use_case.ClaimRequest(input.reason, input.contract_ended_on, sums, account),
        idempotency_key=input.idempotency_key,
        reader=context.reader,
        throttle=context.services.throttle,
    )
    return answer(ClaimFiled, claim=claim)
