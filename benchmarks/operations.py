"""The two operations, the same for every server."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from benchmarks.data.world import SURETY_TOKEN, Pair, client_token
from benchmarks.load import Call

LOOK_UP = """
query LookUp($number: GuaranteeNumber!, $key: AuthKey!) {
  certificate(guaranteeNumber: $number, authKey: $key) {
    guaranteeNumber kind status reason amendmentNumber issuedAt principalName principalAddress obligeeTitle amount
    expiryDate depositBank suretyName
    handlingBranch { code name telephone }
    guarantee { status medium contract { projectName contractType } }
  }
}
""".strip()
"""20 fields from certificate, branch, guarantee and contract; the key is in a fifth table."""

LIST = """
query List($first: Int!) {
  contracts(first: $first) {
    edges {
      node {
        projectName contractType contractPrice contractDate periodFrom periodTo
        guarantees {
          number kind medium status amount expiryDate
          certificate { status principalName obligeeTitle suretyName issuedAt }
        }
      }
    }
    pageInfo { hasNextPage }
  }
}
""".strip()
"""Contracts, their guarantees and their certificates: three tables."""

POSTGRAPHILE_QUERIES = {
    "cert": LOOK_UP.replace("GuaranteeNumber!", "String!", 1)
    .replace("AuthKey!", "String!")
    .replace("certificate(", "certificate: presentedCertificate(")
    .replace("handlingBranch {", "handlingBranch: branchByHandlingBranchId {")
    .replace("guarantee {", "guarantee: guaranteeByGuaranteeId {")
    .replace("contract {", "contract: contractByContractId {"),
    "list": LIST.replace(
        "contracts(first: $first)", "contracts: allContracts(first: $first, orderBy: PRIMARY_KEY_DESC)"
    )
    .replace("guarantees {", "guarantees: guaranteesByContractIdList(orderBy: PRIMARY_KEY_ASC) {")
    .replace("certificate {", "certificate: currentCertificate {"),
}
"""The same in PostGraphile's names, with our names as aliases."""

COUNT = 20


@dataclass(frozen=True)
class Operation:
    """An operation and its requests."""

    name: str
    title: str
    query: str
    variables: Sequence[Mapping[str, Any]]
    tokens: Sequence[str]
    """The bearer token for each entry of `variables`; servers without access control ignore it."""
    mark: Callable[[Mapping[str, Any]], str]
    """The required content of a response to these variables."""

    def calls(self, path: str, *, body: Callable[["Operation", Mapping[str, Any]], Any]) -> list[Call]:
        """The requests, ready for sending."""
        return [
            Call.post(path, orjson.dumps(body(self, variables)), token=token, mark=self.mark(variables).encode())
            for variables, token in zip(self.variables, self.tokens, strict=True)
        ]


def as_graphql(operation: Operation, variables: Mapping[str, Any]) -> Any:
    """The body of a GraphQL request."""
    return {"query": operation.query, "variables": variables}


def as_plain(_: Operation, variables: Mapping[str, Any]) -> Any:
    """Only the variables, for the server without GraphQL."""
    return variables


def look_up(pairs: Sequence[Pair]) -> Operation:
    """A certificate by number and key: a different one each time."""
    return Operation(
        name="cert",
        title="look-up by number + key",
        query=LOOK_UP,
        variables=[{"number": pair.number, "key": pair.key} for pair in pairs],
        tokens=[client_token(pair.client) for pair in pairs],
        mark=lambda variables: f'"guaranteeNumber":"{variables["number"]}"',
    )


def list_() -> Operation:
    """A page of contracts with their related rows."""
    return Operation(
        name="list",
        title="20 contracts with guarantees and certificates",
        query=LIST,
        variables=[{"first": COUNT}],
        tokens=[SURETY_TOKEN],
        mark=lambda _: '"hasNextPage":true',
    )
