"""Both execution paths agree: random operations, executed by graphql-core and compiled, give the same bytes."""

import os
from typing import Any
from uuid import UUID

import orjson
import pytest
from tortoise.expressions import Q

import models
from models.enums import Role
from models.parties.viewer import Viewer
from resolvers import throttle_failures
from sample.sample_register import SampleRegister
from schema.build import schema
from schema.compiled.execution import Executor
from schema.context import Context, Services
from schema.queries.viewers import NODES
from schema.reading.ids import UNKNOWN, to_cursor, to_id, to_sorted_cursor
from schema.reading.parsed_documents import Operation
from security.rate_limiter import RateLimiter
from security.throttle import Throttle
from tests.conftest import ATTACHMENTS, DOCUMENT_SERVICES, IS_WHOLE, KEYRING, NOON, NOTICES, VERIFIER, Api
from tests.support.access import joint_ventures
from tests.support.api_calls import advance_input, apply, contract_input, issued, performance_input
from tests.support.applying import amending, attaching, requesting
from tests.support.database import claim_violations
from tests.support.random_operations import Writer
from tests.support.readers import system_viewer
from tests.support.use_cases import UNREAD

CASES = int(os.environ.get("DIFFERENTIAL_CASES", "100" if IS_WHOLE else "40"))
"""For each role; run a change of the compiler with 2,000, which makes more than 20,000."""

MEMBER = "member"
ROLES = [None, *Role, MEMBER]


@pytest.fixture
async def keys(api: Api, sample: SampleRegister) -> list[tuple[str, str]]:
    """Guarantees in many states, some presented by the obligee or a system; numbers and keys of the issued ones."""
    joint = contract_input(sample, jointVentureName="甲・乙ＪＶ", jointVentureParties=joint_ventures.parties(sample))
    payloads = [*await issued(api, sample), *await issued(api, sample, contract=joint)]
    pairs = [(payload["guarantee"]["number"], payload["guarantee"]["authKey"]) for payload in payloads]
    # Presented guarantees have messages too, which the obligee must not read.
    for application in await models.Application.all():
        message = await models.Message.create(
            application_id=application.id, sent_at=NOON, sender=Role.SURETY, body="内密"
        )
        by = sample.viewers[Role.SURETY].actor_id
        await attaching.stored_row(application.id, by, role=Role.SURETY, message_id=message.id)
        await attaching.stored_row(application.id, by, role=Role.SURETY, place=2, file_type="JPEG")
    paper = [advance_input(medium="PAPER"), performance_input(medium="PAPER")]
    await issued(api, sample, guarantees=paper)
    for _ in range(3):
        await apply(api, sample, message="ご確認ください。", contactName="見本 花子")
    query = "query($n: GuaranteeNumber!, $k: AuthKey!) { certificate(guaranteeNumber: $n, authKey: $k) { id } }"
    for number, key in pairs[:2]:
        await api.data(query, as_="obligee", n=number, k=key)
    for number, key in pairs[1:3]:
        await api.data(query, as_="system", n=number, k=key)
    first, second = (payload["guarantee"]["id"] for payload in payloads[:2])
    assert (await amending.amend(api, first, projectName="変更後の工事"))["__typename"] == "GuaranteeAmended"
    assert (await amending.correct(api, first, projectName="訂正後の工事"))["__typename"] == "CertificateCorrected"
    await requesting.request(api, second)
    await claim_violations.store_row(sample, await models.Guarantee.get(number=pairs[2][0]))
    await models.Certificate.filter(guarantee_number=pairs[3][0]).update(status="CORRECTED")
    return pairs


@pytest.fixture
async def viewers(sample: SampleRegister) -> dict[Role | str | None, Viewer | None]:
    """A viewer of each role, and one who reads a joint venture along."""
    obligee = sample.obligees["栃木県"].id
    others = {
        Role.OBLIGEE: Viewer(Role.OBLIGEE, sample.contractor.id, "発注者", "192.0.2.9", obligee_ids=(obligee,)),
        Role.E_CONTRACT_SYSTEM: await system_viewer(obligee, sample.obligees["富士市"].id),
    }
    return {None: None, **sample.viewers, **others, MEMBER: sample.member}


@pytest.mark.parametrize("role", ROLES)
async def test_pages_are_the_same(
    role: Role | str | None, keys: list[tuple[str, str]], viewers: dict[Role | str | None, Viewer | None]
) -> None:
    cursors = [row.id for row in await models.Guarantee.filter(Q()).limit(3)]
    cursors += [row.id for row in await models.Contract.all().limit(3)]
    context = _context(viewers[role])
    writer, executor, compiled = Writer(ROLES.index(role), cursors), Executor(), 0
    for _ in range(CASES):
        query, variables = writer.page()
        compiled += await _same(executor, query, variables, context)
    # Anonymous clients may query obligees only; some operations of others select keys, fields that are not columns, or
    # lists that are not compiled (siteTexts).
    assert compiled > CASES * (0.02 if role is None else 0.3)


@pytest.mark.parametrize("role", [Role.OBLIGEE, Role.E_CONTRACT_SYSTEM, Role.SURETY, Role.CONTRACTOR, Role.OPERATOR])
async def test_look_ups_are_the_same(
    role: Role, keys: list[tuple[str, str]], viewers: dict[Role | str | None, Viewer | None]
) -> None:
    writer, executor, compiled = Writer(7, []), Executor(), 0
    for index in range(CASES):
        await models.FailureWindow.all().delete()  # no rate limit in this test
        number, key = keys[index % 3]
        variables = {"n": number, "k": key if index % 4 else keys[(index + 1) % 3][1]}
        is_first = index % 2 == 0
        compiled += await _same(executor, writer.look_up(), variables, _context(viewers[role]), is_first=is_first)
    assert compiled > CASES * 0.3


FILTERS: list[tuple[str, str, Any]] = [
    ("guarantees", "GuaranteeFilter", {"search": "●●"}),
    ("guarantees", "GuaranteeFilter", {"search": "存在しない"}),
    ("guarantees", "GuaranteeFilter", {"status": "IN_FORCE", "kind": "PERFORMANCE", "isInForce": True}),
    ("guarantees", "GuaranteeFilter", {"orderBy": "NEWEST", "isElectronic": False, "expiresFrom": "2026-11-20"}),
    ("guarantees", "GuaranteeFilter", {"orderBy": "EXPIRY", "search": "工事"}),
    ("guarantees", "GuaranteeFilter", {"orderBy": "AMOUNT"}),
    ("guarantees", "GuaranteeFilter", None),
    ("certificates", "CertificateFilter", {"search": "工事", "expiresWithinDays": 3_650}),
    ("certificates", "CertificateFilter", {"isValid": True, "issuedTo": "2026-11-30"}),
    ("contracts", "ContractFilter", {"projectName": "工事", "contractDateTo": "2026-12-31"}),
    ("contracts", "ContractFilter", {"search": "建設", "orderBy": "PRICE"}),
    ("contracts", "ContractFilter", {"orderBy": "CONTRACT_DATE"}),
    ("applications", "ApplicationFilter", {"status": "SUBMITTED"}),
    ("applications", "ApplicationFilter", {"search": "工事", "kind": "PERFORMANCE", "isElectronic": True}),
    ("applications", "ApplicationFilter", {"orderBy": "LONGEST_WAITING"}),
    ("obligees", "ObligeeFilter", {"search": "県", "acceptsElectronic": True}),
    ("contractors", "String", "建設"),
    ("claims", "ClaimFilter", {"status": "FILED"}),
    ("amendmentRequests", "AmendmentRequestFilter", {"status": "OPEN"}),
    ("obligees", "ObligeeFilter", {"isActive": True}),
]


@pytest.mark.parametrize("role", ROLES)
async def test_filtered_pages_are_the_same(
    role: Role | None, keys: list[tuple[str, str]], viewers: dict[Role | None, Viewer | None]
) -> None:
    known = await models.Guarantee.get(number=keys[-1][0])
    writer, executor, compiled = Writer(11 + ROLES.index(role), []), Executor(), 0
    for index in range(CASES):
        root, type_, wanted = FILTERS[index % len(FILTERS)]
        after = [None, None, _cursor(known.id, (wanted or {}).get("orderBy") if root != "contractors" else None)]
        variables = {"f": wanted, "n": [None, 1, 2, 50][index % 4], "a": after[index % 3]}
        compiled += await _same(executor, writer.filtered(root, type_), variables, _context(viewers[role]))
    assert compiled > (0 if role is None else CASES * 0.3)


@pytest.mark.parametrize("role", ROLES)
async def test_nodes_are_the_same(
    role: Role | None, keys: list[tuple[str, str]], viewers: dict[Role | None, Viewer | None]
) -> None:
    writer, executor, compiled = Writer(29 + ROLES.index(role), []), Executor(), 0
    for name, model in NODES.items():
        rows = [row.id for row in await model.all().limit(6)]
        for key in [*rows, UNKNOWN]:
            for _ in range(max(1, CASES // 20)):
                given = {"id": to_id(name, key)}
                compiled += await _same(executor, writer.node(name), given, _context(viewers[role]))
    assert compiled > CASES * 0.5


def _cursor(key: UUID, order: str | None) -> str:
    """A cursor in this order; the value is one between those of the rows."""
    if order in {None, "NEWEST"}:
        return to_cursor(key)
    days = NOON.date().toordinal()
    return to_cursor(key, NOON) if order == "LONGEST_WAITING" else to_sorted_cursor(key, days)


def _context(viewer: Viewer | None) -> Context:
    throttle = Throttle(throttle_failures.count)
    services = Services(KEYRING, throttle, RateLimiter(), DOCUMENT_SERVICES, VERIFIER, NOTICES, ATTACHMENTS)
    return Context(services, viewer, None, "192.0.2.9", NOON)


async def _same(
    executor: Executor, query: str, variables: dict[str, Any], context: Context, *, is_first: bool = False
) -> bool:
    """Whether the operation was compiled; if so, with the same response. `is_first`: reset the presentation before."""
    if is_first:
        await models.Guarantee.all().update(**UNREAD)
    compiled = await executor.run(Operation(query, variables, None), context)
    if compiled is None:
        return False
    if is_first:
        await models.Guarantee.all().update(**UNREAD)
    result = await schema.execute(query, variable_values=variables, context_value=context)
    assert result.errors is None, (query, result.errors)
    assert compiled == orjson.dumps({"data": result.data}), query
    return True
