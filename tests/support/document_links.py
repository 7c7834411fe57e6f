"""Links to documents, as accounts and systems see them over HTTP."""

from typing import Any

from tests.conftest import Api

DOCUMENT = "{ url filename state retryAfter bytes sha256 }"


MINE = f"""
{{ guarantees {{ edges {{ node {{
  id number certificate {{ document {DOCUMENT} }} keyNotice {DOCUMENT}
  feeStatements {{ document {DOCUMENT} }} }} }} }} }}
"""


LOOK_UP = f"""
query($number: GuaranteeNumber!, $key: AuthKey!) {{ certificate(guaranteeNumber: $number, authKey: $key) {{
  document {DOCUMENT} guarantee {{ keyNotice {DOCUMENT} feeStatements {{ number }} }} }} }}
"""


async def documents(api: Api, as_: str) -> dict[str, Any]:
    """The links of the newest guarantee by kind, as the account sees them."""
    node = (await api.data(MINE, as_=as_))["guarantees"]["edges"][0]["node"]
    statement = node["feeStatements"][0]["document"] if node["feeStatements"] else None
    return {
        "certificate": node["certificate"]["document"],
        "notice": node["keyNotice"],
        "statement": statement,
    }


async def look_up(api: Api, issued: dict[str, Any], as_: str) -> Any:
    given = {"number": issued["guarantee"]["number"], "key": issued["guarantee"]["authKey"]}
    return (await api.data(LOOK_UP, as_=as_, **given))["certificate"]
