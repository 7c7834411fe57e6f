"""withdrawClaim: the obligee no longer claims."""

import asyncio

from models.audit_records import AuditEvent
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import handovers
from tests.support.parties.claims import DECIDE, FILE, WITHDRAW, accepted, claimed, done, filed, other_obligee
from tests.support.refusals import error_of, refused
from tests.support.states import NOT_FOUND

REASON = "髙﨑𠮷工業が契約を履行した（禰󠄀・ｶﾞ・が）\n二行目"


async def test_the_guarantee_is_in_force_and_can_be_claimed_again(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    claim = await filed(api, guarantee)
    withdrawn = (await done(api, WITHDRAW, as_="obligee", claimId=claim["id"], reason=f" {REASON}\n"))["claim"]
    assert (withdrawn["status"], withdrawn["decision"]) == ("WITHDRAWN", REASON)
    assert withdrawn["guarantee"]["status"] == "IN_FORCE"
    assert await AuditEvent.filter(action="claim.withdrawn").count() == 1
    assert (await filed(api, guarantee))["status"] == "FILED"


async def test_a_system_withdraws_what_it_sees(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    claim = (await done(api, FILE, as_="system", **claimed(guarantee)))["claim"]
    answer = await done(api, WITHDRAW, as_="system", claimId=claim["id"], reason=REASON)
    assert answer["__typename"] == "ClaimWithdrawn"


async def test_only_the_obligees_side_withdraws_and_only_its_own(api: Api, sample: SampleRegister) -> None:
    await other_obligee(api, sample)
    claim = await filed(api, await handovers.issued(api, sample))
    given = {"claimId": claim["id"], "reason": REASON}
    for as_ in ("surety", "contractor", "operator"):
        _, code, _ = await error_of(api, WITHDRAW, as_=as_, input=given)
        assert code == "FORBIDDEN"
    for as_ in ("other", "system"):  # the system has not presented the key
        assert await refused(api, WITHDRAW, as_=as_, input=given) == NOT_FOUND
    for id_ in (f"Claim_{'0' * 32}", ""):
        assert await refused(api, WITHDRAW, as_="obligee", input=given | {"claimId": id_}) == NOT_FOUND


async def test_what_is_decided_or_withdrawn_is_not_withdrawn(api: Api, sample: SampleRegister) -> None:
    first, second = await handovers.issued(api, sample), await handovers.issued(api, sample)
    ids = {"ACCEPTED": (await accepted(api, first))["id"], "WITHDRAWN": (await filed(api, second))["id"]}
    await done(api, WITHDRAW, as_="obligee", claimId=ids["WITHDRAWN"], reason=REASON)
    for status, id_ in ids.items():
        answer = await refused(api, WITHDRAW, as_="obligee", input={"claimId": id_, "reason": REASON})
        assert (answer["__typename"], answer["claimStatus"]) == ("ClaimInWrongState", status)


async def test_bad_input_is_refused(api: Api, sample: SampleRegister) -> None:
    claim = await filed(api, await handovers.issued(api, sample))
    for reason, code in ((" 　\n", "REQUIRED"), ("x" * 1_001, "TOO_LONG"), ("\x00", "FORBIDDEN_CHARACTER")):
        answer = await refused(api, WITHDRAW, as_="obligee", input={"claimId": claim["id"], "reason": reason})
        assert answer["problems"] == [{"path": ["reason"], "code": code}]


async def test_of_a_decision_and_a_withdrawal_at_once_one_wins(api: Api, sample: SampleRegister) -> None:
    claim = await filed(api, await handovers.issued(api, sample))
    answers = await asyncio.gather(
        done(api, DECIDE, claimId=claim["id"], decision="REJECT", reason="x"),
        done(api, WITHDRAW, as_="obligee", claimId=claim["id"], reason="x"),
    )
    assert [answer["__typename"] for answer in answers].count("ClaimInWrongState") == 1
