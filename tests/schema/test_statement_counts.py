"""No N+1: the number of statements for a list depends on the selection, never on the number of rows."""

from collections.abc import AsyncIterator

import pytest

from models.parties.contractor import Contractor
from models.parties.obligee import Obligee
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls
from tests.support.database.owner_statements import execute_as_owner
from tests.support.database.sql_statements import recorded_statements

SESSION = 1
"""To authenticate the token."""
REVEALED = 1
"""To record that auth keys were read, however many."""

GUARANTEE = "kind number contract { projectName contractor { name } obligee { name acceptances { kind } } }"
DEEP: dict[str, tuple[str, int, int]] = {
    "guarantees": (
        f"""{GUARANTEE} application {{ submissionBranch {{ name }} messages {{ body }} }} handlingBranch {{ name }}
        certificate {{ amount handlingBranch {{ name }} }} history {{ amount guarantee {{ number }} }}
        feeStatements {{ number fee }}""",
        # contract, three below; application, two below; branch; certificate, branch; history, guarantee; fees
        SESSION + 1 + 13,
        # acceptances; messages; history; fees
        SESSION + 1 + 4,
    ),
    "certificates": (
        "amount handlingBranch { name } guarantee { number contract { projectName } history { amount } }",
        # branch; guarantee, contract, history
        SESSION + 1 + 4,
        # history
        SESSION + 1 + 1,
    ),
    "applications": (
        f"""email messages {{ body }} submissionBranch {{ name }} contract {{ obligee {{ acceptances {{ kind }} }} }}
        guarantees {{ {GUARANTEE} certificate {{ amount }} }}""",
        # messages, branch, contract, obligee, acceptances; guarantees, certificate, and four below their contract
        SESSION + 1 + 11,
        # messages; acceptances; guarantees, acceptances
        SESSION + 1 + 4,
    ),
    "contracts": (
        f"projectName contractor {{ name }} obligee {{ acceptsElectronic }} guarantees {{ {GUARANTEE} authKey }}",
        # contractor, obligee, acceptances; guarantees, key, and four from their contract down
        SESSION + REVEALED + 1 + 9,
        # auth keys are not compiled
        SESSION + REVEALED + 1 + 9,
    ),
    "contractors": (
        """name contracts(first: 3) { edges { node { obligee { name } guarantees { amount } } } }
        others: contracts(first: 2) { edges { node { projectName } } }""",
        # two statements a page; obligee, guarantees
        SESSION + 1 + 2 + 2 + 2,
        # nested pages are not compiled
        SESSION + 1 + 2 + 2 + 2,
    ),
    "obligees": (
        "name acceptances { kind } acceptsElectronic limits { roundingUnit }",
        SESSION + 1 + 3,
        # fields with arguments are not compiled
        SESSION + 1 + 3,
    ),
}
"""The selection below each list, statements of graphql-core for it, and those of the compiled operation."""


@pytest.fixture
async def rows(api: Api, sample: SampleRegister) -> AsyncIterator[None]:
    """Twenty rows of each kind, each contract with a contractor and an obligee among several."""
    for index in range(20):
        obligee = list(sample.obligees)[index % 10]
        contract = api_calls.contract_input(sample, obligee=obligee, projectName=f"{index}", contractDate="2026-11-19")
        await api_calls.issued(api, sample, contract=contract, message="連絡")
    companies = [Contractor(name=f"会社{index}", address="栃木県") for index in range(20)]
    await Contractor.bulk_create(companies)
    towns = [Obligee(name=f"町{index}", title="町長") for index in range(20)]
    await Obligee.bulk_create(towns)
    yield
    ids = ", ".join(f"'{town.id}'" for town in towns)
    await execute_as_owner(
        f"DELETE FROM obligee_rules WHERE obligee_id IN ({ids}); DELETE FROM obligee WHERE id IN ({ids})"
    )


async def sent(api: Api, list_: str, selection: str, first: int, *, beside: str = "") -> list[str]:
    query = (
        f"{{ {list_}(first: {first}) {{ edges {{ node {{ {selection} }} }} pageInfo {{ hasNextPage }} }} {beside} }}"
    )
    with recorded_statements() as statements:
        answer = await api.data(query, as_="operator" if list_ == "contractors" else "surety")
    assert len(answer[list_]["edges"]) == first
    return statements


@pytest.mark.usefixtures("rows")
async def test_lists_take_the_same_statements_for_2_rows_and_for_20(api: Api) -> None:
    for list_, (selection, *expected) in DEEP.items():
        # An operation with a second root field is not compiled.
        for beside, count in zip(("viewer { role }", ""), expected, strict=True):
            few = await sent(api, list_, selection, 2, beside=beside)
            many = await sent(api, list_, selection, 20, beside=beside)
            assert (len(few), len(many)) == (count, count), (list_, beside, "\n".join(many))


@pytest.mark.usefixtures("rows")
async def test_what_is_not_selected_is_not_loaded(api: Api) -> None:
    for list_ in DEEP:
        for beside in ("viewer { role }", ""):
            assert len(await sent(api, list_, "id", 20, beside=beside)) == SESSION + 1


async def test_single_rows(api: Api, sample: SampleRegister) -> None:
    advance, _ = await api_calls.issued(api, sample)
    given = {"number": advance["guarantee"]["number"], "key": advance["guarantee"]["authKey"]}
    query = """query($number: GuaranteeNumber!, $key: AuthKey!) { certificate(guaranteeNumber: $number, authKey: $key) {
      amount handlingBranch { name } guarantee { contract { obligee { name } } } } }"""
    with recorded_statements() as statements:
        await api.data(query, as_="surety", **given)
    # session; certificate with all that was selected, and its audit event
    assert len(statements) == 2, statements
    with recorded_statements() as statements:
        await api.data(
            query.replace("amount", "amount guaranteeNumber @skip(if: $no)").replace("(", "($no: Boolean!, ", 1),
            as_="surety",
            no=True,
            **given,
        )
    # session, key with audit event, certificate; branch, guarantee, contract, obligee
    assert len(statements) == 7, statements
    with recorded_statements() as statements:
        await api.data("{ viewer { surety { branches { name } } } sureties { branches { name } } }", as_="surety")
    assert len(statements) == SESSION + 2 + 2, statements
