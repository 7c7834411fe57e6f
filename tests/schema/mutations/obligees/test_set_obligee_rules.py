"""setObligeeRules: dated, by the operator and the obligee's own administrators, told in full, never changed."""

import asyncio
from typing import Any

import pytest

from models.audit_records import AuditEvent
from models.enums import AccountRole, Role
from models.parties.account import Account
from resolvers import quotas
from sample.sample_register import SampleRegister
from tests.conftest import EMAILS, NOON, Api
from tests.support.handovers import NOON_THEN
from tests.support.parties import rules
from tests.support.parties.rules import KEIYAKU, KOUJI, SET, TODAY, TOMORROW, USUAL, acceptance, given, known, set_rules
from tests.support.refusals import error_of, refused, table_contents

RARE, STORED = "髙﨑𠮷葛󠄀ﾃﾞﾝｼ か\u3099", "髙﨑𠮷葛󠄀ﾃﾞﾝｼ が"


async def test_they_are_in_force_from_their_day_and_all_stay_readable(api: Api, sample: SampleRegister) -> None:
    limits = {"advancePaymentRatio": 0.45, "servicesAdvancePaymentRatio": 0.3, "advancePaymentCap": 100_000_000}
    office = {"name": "工事課", "kind": "ADVANCE_PAYMENT", "noticeAddresses": [KOUJI]}
    only = acceptance(note="契約書とともに提出すること", basis="BID_DATE", approvedContractsOnly=True)
    answer = await set_rules(api, sample, validFrom=TOMORROW, limits=limits, acceptances=[only], offices=[office])
    new = {
        "version": 2, "validFrom": TOMORROW, "validTo": None, "isReplaced": False,
        "setAt": NOON_THEN, "limits": USUAL | limits, "acceptances": [only], "offices": [office],
    }  # fmt: skip
    assert answer["rules"].pop("id").startswith("ObligeeRules_")
    assert answer["rules"] == new
    assert answer["obligee"] == {"id": rules.id_of(sample, "見本町"), "name": "見本町", "limits": USUAL}
    old = {
        "version": 1, "validFrom": "2000-01-01", "validTo": TODAY, "isReplaced": False, "setAt": None,
        "limits": USUAL, "acceptances": [], "offices": [],
    }  # fmt: skip
    today = await known(api, sample, as_="contractor")
    assert today == {"acceptsElectronic": False, "limits": USUAL, "acceptances": [], "offices": [], "rules": [new, old]}
    api.clock.at = NOON.replace(day=21)
    assert await known(api, sample, as_="contractor") == {
        "acceptsElectronic": True, "limits": USUAL | limits, "acceptances": [only], "offices": [office],
        "rules": [new, old],
    }  # fmt: skip


async def test_addresses_are_for_those_who_are_signed_in(api: Api, sample: SampleRegister) -> None:
    office = {"name": "工事課", "kind": "ADVANCE_PAYMENT", "noticeAddresses": [KOUJI]}
    await set_rules(api, sample, acceptances=[acceptance()], offices=[office])
    for viewer in ("contractor", "surety", "obligee", "system", "operator"):
        found = await known(api, sample, as_=viewer)
        assert (found["acceptances"][0]["noticeAddresses"], found["offices"]) == ([KEIYAKU], [office]), viewer
    for found in (public := await known(api, sample), public["rules"][0]):
        assert (found["acceptances"][0]["noticeAddresses"], found["offices"]) == ([], [])
        assert found["acceptances"][0]["channels"] == ["E_CONTRACT_SYSTEM", "EMAIL"]


async def test_rules_between_two_others_end_where_these_begin(api: Api, sample: SampleRegister) -> None:
    await set_rules(api, sample, validFrom="2027-04-01", acceptances=[])
    await set_rules(api, sample, version=2, validFrom=TOMORROW)
    found = [(each["version"], each["validFrom"], each["validTo"]) for each in (await known(api, sample))["rules"]]
    assert found == [(3, TOMORROW, "2027-03-31"), (2, "2027-04-01", None), (1, "2000-01-01", TODAY)]


async def test_rules_of_the_same_day_replace_others_which_stay_readable(api: Api, sample: SampleRegister) -> None:
    await set_rules(api, sample)
    await set_rules(api, sample, version=2, limits={"roundingUnit": 100_000}, acceptances=[acceptance()])
    found = await known(api, sample)
    assert [(each["version"], each["isReplaced"]) for each in found["rules"]] == [(3, False), (2, True), (1, False)]
    assert [len(each["acceptances"]) for each in found["rules"]] == [1, 6, 0]
    assert (found["limits"]["roundingUnit"], len(found["acceptances"])) == (100_000, 1)


async def test_administrators_set_those_of_their_own_obligee(api: Api, sample: SampleRegister) -> None:
    await set_rules(api, sample, obligee="栃木県", as_="obligee")
    foreign = await refused(api, SET, as_="obligee", input=given(sample))
    assert foreign["__typename"] == "NotFound"
    unknown = given(sample) | {"obligeeId": "Obligee_" + "0" * 32}
    assert (await refused(api, SET, as_="operator", input=unknown))["__typename"] == "NotFound"
    for viewer in ("contractor", "member", "surety", "system"):
        assert (await error_of(api, SET, as_=viewer, input=given(sample)))[1] == "FORBIDDEN"
    assert (await error_of(api, SET, input=given(sample)))[1] == "UNAUTHENTICATED"


@pytest.mark.parametrize("role", [AccountRole.STAFF, AccountRole.READER])
async def test_nobody_else_of_the_obligee_sets_them(api: Api, sample: SampleRegister, role: AccountRole) -> None:
    own = Account.filter(email=EMAILS["obligee"])
    await own.update(account_role=role)
    try:
        code = (await error_of(api, SET, as_="obligee", input=given(sample, obligee="栃木県")))[1]
    finally:
        await own.update(account_role=AccountRole.ADMINISTRATOR)
    assert code == "FORBIDDEN"


async def test_whoever_has_not_seen_the_last_rules_is_told(api: Api, sample: SampleRegister) -> None:
    await set_rules(api, sample)
    for version in (0, 1, 3):
        answer = await refused(api, SET, as_="operator", input=given(sample, version=version))
        assert (answer["__typename"], answer["rules"]) == ("ObligeeRulesChangedSince", {"version": 2})


async def test_of_two_at_once_one_is_told(api: Api, sample: SampleRegister) -> None:
    await api.token("operator")
    inputs = [given(sample, limits={"minimumPrice": price}) for price in (1, 2, 3)]
    answers = await asyncio.gather(*(api.data(SET, as_="operator", input=each) for each in inputs))
    found = sorted(answer["setObligeeRules"]["__typename"] for answer in answers)
    assert found == ["ObligeeRulesChangedSince"] * 2 + ["ObligeeRulesSet"]
    assert [each["version"] for each in (await known(api, sample))["rules"]] == [2, 1]


async def test_a_repetition_with_the_same_key_gives_the_same_rules(api: Api, sample: SampleRegister) -> None:
    first = await set_rules(api, sample, idempotencyKey="k")
    before = await table_contents()
    assert await set_rules(api, sample, idempotencyKey="k") == first
    assert await table_contents() == before
    other = given(sample, idempotencyKey="k", acceptances=[])
    assert (await refused(api, SET, as_="operator", input=other))["__typename"] == "IdempotencyConflict"


async def test_the_log_has_what_differs(api: Api, sample: SampleRegister) -> None:
    only = [acceptance(approvedContractsOnly=True)]
    await set_rules(api, sample, limits={"advancePaymentCap": 1_000}, acceptances=only)
    await set_rules(api, sample, version=2, limits={"advancePaymentCap": 2_000}, acceptances=only)
    first, second = await AuditEvent.filter(action="obligee.rules_set").order_by("id")
    assert first.subject_id == second.subject_id == sample.obligees["見本町"].id
    assert second.subject == f"v3 {TODAY} ← v2 advance_payment_cap 1000→2000"
    told = "ADVANCE_PAYMENT WORKS None→2026-04-01 CONTRACT_DATE E_CONTRACT_SYSTEM/EMAIL approved only"
    assert first.subject == f"v2 {TODAY} ← v1 advance_payment_cap None→1000; {told}"


async def test_longest_and_rarest_texts(api: Api, sample: SampleRegister) -> None:
    note, name = RARE * 15, RARE * 4
    address = f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.jp"
    office = {"name": f"　{name} ", "kind": "ADVANCE_PAYMENT", "noticeAddresses": [f" {address} "]}
    given_ = acceptance(note=f" {note} ", noticeAddresses=[])
    answer = await set_rules(api, sample, acceptances=[given_, acceptance("PERFORMANCE", note=" ")], offices=[office])
    first, second = answer["rules"]["acceptances"]
    assert (first["note"], second["note"]) == (STORED * 15, None)
    assert answer["rules"]["offices"] == [{"name": STORED * 4, "kind": "ADVANCE_PAYMENT", "noticeAddresses": [address]}]


async def test_there_is_an_hourly_limit(api: Api, sample: SampleRegister) -> None:
    await rules.use_up(quotas.OBLIGEE_RULES, sample, Role.OPERATOR)
    assert (await error_of(api, SET, as_="operator", input=given(sample)))[1] == "TOO_MANY_REQUESTS"


async def test_rules_are_nodes(api: Api, sample: SampleRegister) -> None:
    id_ = (await set_rules(api, sample))["rules"]["id"]
    query = "query($id: ID!) { node(id: $id) { id ... on ObligeeRules { version acceptances { kind } } } }"
    found: dict[str, Any] = (await api.data(query, id=id_))["node"]
    assert (found["id"], found["version"], len(found["acceptances"])) == (id_, 2, 6)
