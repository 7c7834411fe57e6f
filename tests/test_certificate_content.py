"""The content of a certificate is declared once: the table has it, the issue copies it, and every place shows it."""

import csv
import datetime
import html
import io
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, GraphQLObjectType, get_nullable_type
from tortoise.fields import BigIntField, CharField, DateField, JSONField
from tortoise.fields.data import CharEnumFieldInstance

import models
from models import Certificate
from models.content.certificate_content import BY_NAME, CONTENT, shown_in, texts_from
from models.content.content_field import ContentField, Place
from models.texts.trade_terms import CONTRACT_TYPES, PRODUCTS, certificate_title
from pdf.documents.document_data import ELECTRONIC_ONLY_NOTE
from pdf.documents.worded_values import format_value
from resolvers.guarantees.issue.statements import VERSION
from resolvers.text_checks import name_in_api
from sample.sample_register import PASSWORD, SampleRegister
from schema.build import graphql_schema
from tests.conftest import EMAILS, Api
from tests.support import api_calls
from tests.support.document_rendering import render_all
from tests.support.pdf.readers import by_pdfium, closed_up

COLUMNS = {str: CharField, int: BigIntField, datetime.date: DateField, list: JSONField}
FROM_OWN_PAGE = {"sec-fetch-site": "same-origin"}
TERMS = ("advance_payment_terms", "intermediate_terms", "performance_terms")


@pytest.mark.parametrize("field", CONTENT, ids=lambda field: field.name)
def test_table_and_declaration_agree(field: ContentField) -> None:
    column = Certificate._meta.fields_map[field.name]
    assert type(column) is COLUMNS.get(field.type, CharEnumFieldInstance)
    assert (column.null, getattr(column, "max_length", None) if field.type is str else None) == (
        field.is_optional,
        field.length,
    )
    assert getattr(column, "enum_type", field.type) is field.type


def test_every_column_is_declared_or_belongs_to_the_version(sample: SampleRegister) -> None:
    declared = {field.name for field in CONTENT} | {*VERSION, "ended_at"}
    assert declared == Certificate._meta.db_fields
    assert len(CONTENT) == len(BY_NAME)


def test_whoever_shows_a_field_says_what_it_is() -> None:
    assert [field.name for field in shown_in(Place.GRAPHQL) if not field.description] == []
    assert [field.name for field in CONTENT if not field.places] == []


def texts_of(name: str) -> list[str]:
    """The text fields of an input type, by their names in the API."""
    type_ = graphql_schema.get_type(name)
    assert isinstance(type_, GraphQLInputObjectType)
    return [field for field, declared in type_.fields.items() if str(get_nullable_type(declared.type)) == "String"]


@pytest.fixture
async def marked(sample: SampleRegister) -> AsyncIterator[SampleRegister]:
    """The register with a distinct text in each copied column; it is restored after the test."""
    rows: dict[str, Any] = {
        "contractor": sample.contractor,
        "contracting_officer": await models.ContractingOfficer.get(title="栃木県知事"),
        "surety": await models.Surety.get(id=sample.branch.surety_id),
        "branch": sample.branch,
    }
    before: list[tuple[Any, dict[str, Any]]] = []
    for table, row in rows.items():
        names = [*texts_from(table), *{"contracting_officer": ("title",), "surety": TERMS}.get(table, ())]
        found = type(row).filter(id=row.id)
        before.append((found, (await found.values(*names))[0]))
        await found.update(**{name: f"{table}の{number:03}" for number, name in enumerate(names)})
    yield sample
    for found, values in before:
        await found.update(**values)


@dataclass
class Issued:
    """A certificate, the source rows by table, and the key."""

    version: Certificate
    rows: Mapping[str, Any]
    key: str

    @property
    def expected(self) -> Mapping[str, Any]:
        """The expected value of each field, read from the rows; values that are not a column are listed here."""
        rows = self.rows
        told = {
            "guarantee_number": rows["guarantee"].number,
            "joint_venture_members": [
                {"name": rows["contractor"].name, "address": rows["contractor"].address, "is_lead": True},
                {"name": "乙建設", "address": None, "is_lead": False},
            ],
            "general_terms": rows["surety"].advance_payment_terms,
            "obligee_title": rows["contracting_officer"].title,
        }
        copied = {field.name: field.source.partition(".") for field in CONTENT if field.name not in told}
        return told | {name: getattr(rows[table], column) for name, (table, _, column) in copied.items()}


@pytest.fixture
async def issued(api: Api, marked: SampleRegister) -> Issued:
    """An application with every text of the forms, for services of a joint venture."""
    contract: dict[str, Any] = {name: f"契約の{number:03}" for number, name in enumerate(texts_of("NewContractInput"))}
    guarantee = {name: f"申込の{number:03}" for number, name in enumerate(texts_of("RequestedGuaranteeInput"))}
    contractor = await models.Contractor.get(id=marked.contractor.id)
    contract |= {"contractType": "SERVICES", "jointVentureMembers": [contractor.name, "乙建設"]}
    application = await api_calls.apply(
        api,
        marked,
        contract=api_calls.contract_input(marked, **contract),
        guarantees=[api_calls.advance_input(**guarantee | {"amount": 15_000_000})],
    )
    id_ = application["guarantees"][0]["id"]
    await api_calls.approve(api, id_)
    await models.Guarantee.all().update(expiry_date=datetime.date(2027, 9, 30))
    payload = await api_calls.issue(api, id_)
    row = await models.Guarantee.get()
    version = await Certificate.get()
    rows = {
        "guarantee": row,
        "contract": await models.Contract.get(id=row.contract_id),
        "contractor": contractor,
        "contracting_officer": await models.ContractingOfficer.get(obligee_id=row.obligee_id),
        "surety": await models.Surety.get(id=row.surety_id),
        "branch": await models.Branch.get(id=version.handling_branch_id),
    }
    return Issued(version, rows, payload["guarantee"]["authKey"])


async def test_every_text_of_a_new_contract_is_kept_and_told(issued: Issued) -> None:
    kept = {name_in_api(name): getattr(issued.rows["contract"], name) for name in models.Contract._meta.db_fields}
    given = texts_of("NewContractInput")
    assert [kept[name] for name in given] == [f"契約の{number:03}" for number in range(len(given))]
    contract = graphql_schema.get_type("Contract")
    assert isinstance(contract, GraphQLObjectType)
    assert set(given) - contract.fields.keys() == set()


async def test_every_field_is_copied_at_issue(issued: Issued) -> None:
    said = {field.name: getattr(issued.version, field.name) for field in CONTENT}
    said["joint_venture_members"] = [
        {name: value for name, value in member.items() if name != "share_percent"}
        for member in said["joint_venture_members"]
    ]
    assert said == issued.expected
    assert [name for name, value in said.items() if value is None] == []
    values = [str(value) for value in said.values()]
    assert len(values) == len(set(values)), "two fields say the same: one could stand for the other"


def worded(issued: Issued) -> Mapping[str, list[str]]:
    """By field, the words on paper and page that show it."""
    version = issued.version
    words = {
        "kind": [certificate_title(version.kind)],
        "medium": [ELECTRONIC_ONLY_NOTE],
        "contract_type": ["業務名", "履行期間", "業務委託料", "契約日"],
        "joint_venture_members": [member["name"] for member in version.joint_venture_members],
    }
    others = {name: [format_value(getattr(version, name))] for name in BY_NAME if name not in words}
    return words | others


def missing(place: Place, text: str, issued: Issued) -> list[str]:
    """The fields that are declared for a place but missing from its text."""
    words, closed = worded(issued), closed_up(text)
    return [
        field.name
        for field in shown_in(place)
        if not all(closed_up(each) in closed for each in (*words[field.name], *_label(field)))
    ]


def _label(field: ContentField) -> list[str]:
    """The label of a row of the table."""
    return [field.label.services] if field.is_in_table else []


async def test_the_paper_has_every_field(issued: Issued) -> None:
    await render_all()
    document = await models.Document.get(kind="CERTIFICATE", certificate_id=issued.version.id)
    content = (await models.DocumentContent.get(id=document.storage_key)).content
    assert missing(Place.PAPER, by_pdfium(content), issued) == []


async def test_the_page_has_every_field(api: Api, issued: Issued) -> None:
    signs_in = {"email": EMAILS["obligee"], "password": PASSWORD}
    looks_up = {"number": issued.version.guarantee_number, "key": issued.key}
    await api.http.post("/sign-in", data=signs_in, headers=FROM_OWN_PAGE)
    answer = await api.http.post("/verify", data=looks_up, headers=FROM_OWN_PAGE)
    page = html.unescape((await api.http.get(answer.headers["location"])).text)
    assert missing(Place.PAGE, page, issued) == []


async def test_the_file_has_every_field(api: Api, issued: Issued) -> None:
    url = (await api.data("{ certificatesCsv { url } }", as_="surety"))["certificatesCsv"]["url"]
    text = (await api.http.get(url)).content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    version = issued.version
    words = {"kind": PRODUCTS[version.kind], "contract_type": CONTRACT_TYPES[version.contract_type]}
    expected = {
        field.heading: words.get(field.name) or str(issued.expected[field.name]) for field in shown_in(Place.CSV)
    }
    assert {heading: row[heading] for heading in expected} == expected


async def test_the_api_has_every_field(api: Api, issued: Issued) -> None:
    members = {"joint_venture_members": "{ name address isLead }"}
    names = {field.name: name_in_api(field.name) for field in shown_in(Place.GRAPHQL)}
    fields = " ".join(f"{name} {members.get(field, '')}" for field, name in names.items())
    query = f"""query($number: GuaranteeNumber!, $key: AuthKey!) {{
      certificate(guaranteeNumber: $number, authKey: $key) {{ {fields} }} }}"""
    given = {"number": issued.version.guarantee_number, "key": issued.key}
    found = (await api.data(query, as_="obligee", **given))["certificate"]
    told = {name: _as_json(issued.expected[field]) for field, name in names.items()}
    assert found == told


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return [{name_in_api(k): v for k, v in each.items()} for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("field", shown_in(Place.COMPARE), ids=lambda field: field.name)
def test_every_field_that_is_compared_is_found_the_same_or_another(field: ContentField) -> None:
    values: Mapping[type, tuple[Any, Any]] = {
        str: ("甲乙", "丙丁"),
        int: (2, 3),
        datetime.date: (datetime.date(2026, 4, 1), datetime.date(2026, 4, 2)),
    }
    same, another = values[field.type]
    version = Certificate(**{field.name: same})
    for given, matches in ((same, True), (another, False)):
        (found,) = version.compare({field.comparison.name: given})
        assert (found.expected, found.actual, found.matches) == (given, same, matches)
    expected = graphql_schema.get_type("ExpectedContractInput")
    assert isinstance(expected, GraphQLInputObjectType)
    assert name_in_api(field.comparison.name) in expected.fields
