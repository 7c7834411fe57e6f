"""Rules of obligees, set over HTTP."""

from typing import Any

from models.audit_records import AuditEvent
from models.enums import Role
from resolvers.quotas import Quota
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api

TODAY, TOMORROW = "2026-11-20", "2026-11-21"
KEIYAKU, KOUJI = "keiyaku@town.example.jp", "kouji@town.example.jp"
KINDS = ("ADVANCE_PAYMENT", "INTERMEDIATE_ADVANCE_PAYMENT", "PERFORMANCE")
LIMITS = """limits { advancePaymentRatio servicesAdvancePaymentRatio intermediateRatio combinedRatio
  performanceMinimumRatio raisedPerformanceMinimumRatio advancePaymentCap roundingUnit minimumPrice }"""
ACCEPTANCES = "acceptances { kind contractType from basis channels note noticeAddresses approvedContractsOnly }"
OFFICES = "offices { name kind noticeAddresses }"
RULES = f"version validFrom validTo isReplaced setAt {LIMITS} {ACCEPTANCES} {OFFICES}"
SET = f"""mutation($input: SetObligeeRulesInput!) {{ setObligeeRules(input: $input) {{ __typename
  ... on UserError {{ message }} ... on InvalidInput {{ problems {{ path code message }} }}
  ... on ObligeeRulesChangedSince {{ rules {{ version }} }}
  ... on ObligeeRulesSet {{ rules {{ id {RULES} }} obligee {{ id name {LIMITS} }} }} }} }}"""
LIST = f"""query($id: ID!) {{ node(id: $id) {{ ... on Obligee {{ acceptsElectronic {LIMITS} {ACCEPTANCES} {OFFICES}
  rules {{ edges {{ node {{ {RULES} }} }} }} }} }} }}"""
USUAL = {
    "advancePaymentRatio": 0.4, "servicesAdvancePaymentRatio": 0.4, "intermediateRatio": 0.2, "combinedRatio": 0.6,
    "performanceMinimumRatio": 0.1, "raisedPerformanceMinimumRatio": 0.3, "advancePaymentCap": None,
    "roundingUnit": None, "minimumPrice": None,
}  # fmt: skip


def acceptance(kind: str = "ADVANCE_PAYMENT", contract_type: str = "WORKS", **changes: Any) -> dict[str, Any]:
    """Of contracts from 1 April 2026 on, by upload and by mail."""
    ways = {"channels": ["E_CONTRACT_SYSTEM", "EMAIL"], "noticeAddresses": [KEIYAKU]}
    return {"kind": kind, "contractType": contract_type, "from": "2026-04-01"} | ways | changes


def of_every_kind(*types: str, **changes: Any) -> list[dict[str, Any]]:
    """The same for each kind, and for works and services unless `types` are given."""
    return [acceptance(kind, type_, **changes) for kind in KINDS for type_ in types or ("WORKS", "SERVICES")]


def id_of(sample: SampleRegister, obligee: str) -> str:
    """The id in the API."""
    return ids.to_id("Obligee", sample.obligees[obligee].id)


def given(sample: SampleRegister, *, obligee: str = "見本町", **changes: Any) -> dict[str, Any]:
    """A valid input, from today on."""
    first = {"obligeeId": id_of(sample, obligee), "version": 1, "validFrom": TODAY}
    return first | {"limits": {}, "acceptances": of_every_kind()} | changes


async def set_rules(api: Api, sample: SampleRegister, *, as_: str = "operator", **changes: Any) -> dict[str, Any]:
    """The payload."""
    answer = (await api.data(SET, as_=as_, input=given(sample, **changes)))["setObligeeRules"]
    assert answer["__typename"] == "ObligeeRulesSet", answer
    return answer


async def known(api: Api, sample: SampleRegister, *, obligee: str = "見本町", as_: str | None = None) -> dict[str, Any]:
    """The obligee, with its rules by version in the order of the list."""
    found = (await api.data(LIST, as_=as_, id=id_of(sample, obligee)))["node"]
    return found | {"rules": [edge["node"] for edge in found["rules"]["edges"]]}


async def use_up(quota: Quota, sample: SampleRegister, role: Role) -> None:
    """What the first account of a role may do within an hour."""
    actor_id = sample.viewers[role].actor_id
    event: dict[str, Any] = {"action": quota.action, "address": "", "role": role, "actor_id": actor_id, "at": NOON}
    await AuditEvent.bulk_create(AuditEvent(**event) for _ in range(quota.most))
