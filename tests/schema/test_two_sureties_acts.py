"""Two sureties: an act on what is the other's is refused as one on what is not there, and changes nothing."""

import base64
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import pytest
from graphql import GraphQLInputObjectType, get_named_type, is_required_input_field

from models.enums import Role
from resolvers import access
from sample.sample_register import SampleRegister
from schema.build import graphql_schema
from schema.reading import ids
from tests.conftest import Api
from tests.support.access.two_sureties import Side, assert_without, pairs
from tests.support.access.two_sureties import sides as both_sides
from tests.support.hostile.images import jpeg
from tests.support.inputs.operation_values import a_value
from tests.support.refusals import unchanged
from tests.support.states import NOT_FOUND

NOTHING = UUID("01a224e1-530f-7096-b22d-00b649e7ba1c")
"""The key of no row, in the form of one."""
REFERENCES = {"guaranteeIds": "Guarantee", "mailId": "OutgoingMail"}
"""The types of fields with ids whose names do not tell them."""
GIVEN: Mapping[str, Mapping[str, Any]] = {
    "addAttachment": {"applicationId": "", "file": base64.b64encode(jpeg()).decode(), "filename": "写し.jpg"},
    "addReviewNote": {"guaranteeId": "", "body": "確認済み"},
    "amendGuarantee": {"amount": 10_000_000, "reason": "減額"},
    "approveGuarantee": {},
    "cancelAmendment": {"reason": "誤り"},
    "cancelGuarantee": {"reason": "契約の取りやめ"},
    "changeContract": {"projectName": "別の工事", "reason": "訂正"},
    "correctCertificate": {"projectName": "別の工事", "reason": "誤記"},
    "declineAmendmentRequest": {"reason": "書類の不足"},
    "declineGuarantee": {"reason": "書類の不足"},
    "issueGuarantee": {},
    "markMessagesRead": {},
    "postMessage": {"body": "ご確認ください。"},
    "recordFeePayment": {"guaranteeId": ""},
    "releaseGuarantee": {"reason": "完成"},
    "removeAttachment": {},
    "removeContract": {"reason": "誤り"},
    "retryMail": {},
    "returnGuarantee": {"reason": "書類の不足"},
    "revokeApproval": {"reason": "再確認"},
    "rotateAuthKey": {"reason": "漏えい"},
    "startReview": {},
}
"""What makes an input valid beside its ids, for acts that are refused with NotFound."""


def acts() -> Iterator[str]:
    """The mutations of sureties that name a row."""
    assert graphql_schema.mutation_type is not None
    for name, field in graphql_schema.mutation_type.fields.items():
        roles = access.OPERATIONS.get(name, frozenset())
        if Role.SURETY in roles and "input" in field.args and _references(name):
            yield name


def _references(name: str) -> dict[str, str]:
    """The fields of the input with an id that the act needs, and their types."""
    assert graphql_schema.mutation_type is not None
    type_ = get_named_type(graphql_schema.mutation_type.fields[name].args["input"].type)
    assert isinstance(type_, GraphQLInputObjectType)
    return {
        field: REFERENCES.get(field) or field[0].upper() + field[1:].removesuffix("Id")
        for field, each in type_.fields.items()
        if str(get_named_type(each.type)) == "ID" and (is_required_input_field(each) or field in GIVEN.get(name, {}))
    }


async def answer_to(api: Api, name: str, as_: str, rows: Mapping[str, str]) -> Any:
    """The refusal of an act on these rows; on none if a type has no row."""
    assert graphql_schema.mutation_type is not None
    type_ = graphql_schema.mutation_type.fields[name].args["input"].type
    given = a_value(type_) | dict(GIVEN.get(name, {}))
    for field, referred in _references(name).items():
        id_ = rows.get(referred, ids.to_id(referred, NOTHING))
        given[field] = [id_] if field.endswith("s") else id_
    each = "... on GuaranteesTried { results { result { __typename ... on UserError { message } } } }"
    query = f"""mutation($input: {type_}) {{ {name}(input: $input) {{ __typename ... on UserError {{ message }}
      {each if name == "issueGuarantees" else ""} }} }}"""
    body = (await unchanged(api, query, as_=as_, input=given)).json()
    assert "errors" not in body or body["data"] is None, body
    return body["data"][name] if body.get("data") else [error["extensions"]["code"] for error in body["errors"]]


@pytest.fixture
async def sides(api: Api, sample: SampleRegister) -> tuple[Side, Side]:
    """Both sureties."""
    return await both_sides(api, sample)


async def test_acts_on_theirs_are_refused_as_on_nothing(api: Api, sides: tuple[Side, Side]) -> None:
    tried = list(acts())
    assert {*GIVEN} <= {*tried}
    for own, other in pairs(sides):
        for name in tried:
            theirs, nothing = await answer_to(api, name, own.name, other.rows), await answer_to(api, name, own.name, {})
            assert theirs == nothing, name
            assert_without(theirs, other)
            if name in GIVEN:
                assert theirs == NOT_FOUND, name
    results = await answer_to(api, "issueGuarantees", sides[0].name, sides[1].rows)
    assert results == {"__typename": "GuaranteesTried", "results": [{"result": NOT_FOUND}]}
