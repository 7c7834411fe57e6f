"""The register of bill-to parties over the API."""

from typing import Any

from tests.conftest import Api

SAVE = """
mutation($input: SaveBillToInput!) {
  saveBillTo(input: $input) {
    __typename ... on UserError { message } ... on InvalidInput { problems { path code } }
    ... on BillToSaved { billTo { id name department address } }
  }
}
"""
REMOVE = """
mutation($input: RemoveBillToInput!) {
  removeBillTo(input: $input) { __typename ... on UserError { message } ... on BillToRemoved { billToId } }
}
"""
REGISTER = "{ viewer { contractor { billTos { id name department address } } } }"
OFFICE = {"name": "○○商事 株式会社", "department": "経理部", "address": "東京都千代田区○○1-2-3"}


async def saved(api: Api, *, as_: str = "contractor", **given: Any) -> dict[str, Any]:
    """The entry."""
    answer = (await api.data(SAVE, as_=as_, input=OFFICE | given))["saveBillTo"]
    assert answer["__typename"] == "BillToSaved", answer
    return answer["billTo"]


async def registered(api: Api, *, as_: str = "contractor") -> list[dict[str, Any]]:
    """The whole register."""
    return (await api.data(REGISTER, as_=as_))["viewer"]["contractor"]["billTos"]
