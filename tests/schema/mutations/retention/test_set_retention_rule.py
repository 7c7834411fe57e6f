"""setRetentionRule, retentionRules: who may say how long rows are kept, and within which limits."""

import asyncio
import datetime
from typing import Any

import pytest

from models.after_issue.retention import PERIODS, PurgeSubject, RetentionRule
from models.audit_records import AuditEvent
from models.enums import Role
from resolvers import quotas
from resolvers.retention import retention_rules
from sample.sample_register import SampleRegister
from tests.conftest import NOON, Api
from tests.support.refusals import error_of, refused

FIELDS = """subject days minimumDays maximumDays rule { days inForceFrom setBy }
  planned { days inForceFrom setBy }"""
SET = f"""mutation($i: SetRetentionRuleInput!) {{ setRetentionRule(input: $i) {{ __typename
  ... on InvalidInput {{ problems {{ path code }} }} ... on RetentionRuleSet {{ retentionRule {{ {FIELDS} }} }} }} }}"""
LIST = f"{{ retentionRules {{ {FIELDS} }} }}"
TODAY, TOMORROW, LATER = "2026-11-20", "2026-11-21", "2026-12-01"


def given(**more: Any) -> dict[str, Any]:
    return {"subject": "DRAFTS", "days": 100, "inForceFrom": TOMORROW} | more


async def set_(api: Api, **more: Any) -> dict[str, Any]:
    return (await api.data(SET, as_="operator", i=given(**more)))["setRetentionRule"]


async def test_defaults_hold_until_a_rule_is_in_force(api: Api, sample: SampleRegister) -> None:
    listed = (await api.data(LIST, as_="operator"))["retentionRules"]
    assert [(each["subject"], each["days"], each["minimumDays"], each["maximumDays"]) for each in listed] == [
        (subject.value, *period) for subject, period in PERIODS.items()
    ]
    assert {each["rule"] or each["planned"] for each in listed} == {None}


async def test_a_rule_is_planned_and_then_in_force(api: Api, sample: SampleRegister) -> None:
    await set_(api, days=120, inForceFrom=LATER)
    answer = await set_(api)
    by = sample.viewers[Role.OPERATOR].name
    planned = {"days": 100, "inForceFrom": TOMORROW, "setBy": by}
    expected: dict[str, Any] = {"subject": "DRAFTS", "days": 730, "minimumDays": 90, "maximumDays": 3650}
    assert answer["retentionRule"] == expected | {"rule": None, "planned": planned}
    api.clock.at = NOON + datetime.timedelta(days=1)
    listed = (await api.data(LIST, as_="operator"))["retentionRules"]
    later = {"days": 120, "inForceFrom": LATER, "setBy": by}
    assert listed[-1] == expected | {"days": 100, "rule": planned, "planned": later}
    days = await retention_rules.days_in_force(datetime.date(2026, 12, 1))
    assert days[PurgeSubject.DRAFTS] == 120
    assert days[PurgeSubject.API_TOKENS] == 90


async def test_for_the_same_day_the_last_one_counts(api: Api, sample: SampleRegister) -> None:
    for days in (100, 110, 110):
        assert (await set_(api, days=days))["retentionRule"]["planned"]["days"] == days
    rule = await RetentionRule.get()
    events = await AuditEvent.filter(action="retention_rule.set", subject_id=rule.id).order_by("id")
    assert [event.subject for event in events] == [f"DRAFTS {TOMORROW} {days}" for days in (100, 110, 110)]


@pytest.mark.parametrize("subject", PurgeSubject)
async def test_days_have_limits(api: Api, sample: SampleRegister, subject: PurgeSubject) -> None:
    period = PERIODS[subject]
    for days in (period.least, period.most):
        assert (await set_(api, subject=subject.value, days=days))["__typename"] == "RetentionRuleSet"
    for days in (period.least - 1, period.most + 1, 2**31 - 1):
        refusal = await refused(api, SET, as_="operator", i=given(subject=subject.value, days=days))
        assert refusal["problems"] == [{"path": ["days"], "code": "OUT_OF_RANGE"}]


async def test_a_rule_begins_tomorrow_at_the_earliest(api: Api, sample: SampleRegister) -> None:
    for day, code in ((TODAY, "IN_THE_PAST"), ("2020-01-01", "IN_THE_PAST"), ("2027-11-22", "OUT_OF_RANGE")):
        refusal = await refused(api, SET, as_="operator", i=given(inForceFrom=day))
        assert refusal["problems"] == [{"path": ["inForceFrom"], "code": code}]
    assert (await set_(api, inForceFrom="2027-11-21"))["__typename"] == "RetentionRuleSet"


async def test_it_is_the_operators_alone(api: Api, sample: SampleRegister) -> None:
    for viewer in ("contractor", "surety", "obligee", "system"):
        assert (await error_of(api, SET, as_=viewer, i=given()))[1] == "FORBIDDEN"
        assert (await error_of(api, LIST, as_=viewer))[1] == "FORBIDDEN"
    assert (await error_of(api, SET, i=given()))[1] == "UNAUTHENTICATED"


async def test_at_once_there_is_one_rule(api: Api, sample: SampleRegister) -> None:
    answers = await asyncio.gather(*(set_(api, days=100 + place) for place in range(5)))
    assert {answer["__typename"] for answer in answers} == {"RetentionRuleSet"}
    assert await RetentionRule.all().count() == 1


async def test_its_number_an_hour_is_limited(api: Api, sample: SampleRegister) -> None:
    viewer, quota = sample.viewers[Role.OPERATOR], quotas.RETENTION_RULES
    event: dict[str, Any] = {"action": quota.action, "at": NOON, "role": viewer.role, "actor_id": viewer.actor_id}
    await AuditEvent.bulk_create([AuditEvent(**event, address="x") for _ in range(quota.most)])
    assert (await error_of(api, SET, as_="operator", i=given()))[1] == "TOO_MANY_REQUESTS"
