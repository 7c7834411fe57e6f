"""Lists: the same filters with ten thousand guarantees and with a hundred times as many, one request at a time."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import orjson

from benchmarks import load
from benchmarks.data import dataset
from benchmarks.data.cluster import Cluster
from benchmarks.data.world import OBLIGEE_TOKEN, RARE_CLIENT, SURETY_TOKEN, World, client_token, fixed_id
from benchmarks.load import Call
from benchmarks.report import Section, at_most, median, table
from benchmarks.rounds import Effort
from benchmarks.servers import OURS, running
from schema.reading import ids

SELECTED = {
    "certificates": "id guaranteeNumber projectName principalName amount expiryDate",
    "guarantees": "id number status amount expiryDate contract { projectName }",
    "contracts": "id projectName contractDate",
    "contractors": "id name",
    "applications": "id submittedAt contract { projectName }",
}
PAGE = 50
NOWHERE = "存在しない工事名"
RARE, COMMON, PART = "道1234号線", "工事", "98765"
SYSTEM_TOKEN, RARE_SYSTEM_TOKEN = client_token(0), client_token(RARE_CLIENT)
CONTRACTOR = "見本0000017建設"
OBLIGEE, BRANCH = ids.to_id("Obligee", fixed_id("obligee", 7)), ids.to_id("Branch", fixed_id("branch", 7))
ISSUED = {"issuedFrom": "2018-05-01", "issuedTo": "2018-05-07"}
MOST_TIMES_SLOWER = 3


@dataclass(frozen=True)
class Case:
    """A list with a filter, as one viewer asks for it."""

    name: str
    of: str
    filter: Mapping[str, Any] = field(default_factory=dict[str, Any])
    token: str = SURETY_TOKEN
    selected: str = ""

    def call(self) -> Call:
        """The request."""
        given = "search: $s" if self.of == "contractors" else "filter: $f"
        type_ = "$s: String" if self.of == "contractors" else f"$f: {self.of[:-1].capitalize()}Filter"
        query = (
            f"query({type_}) {{ {self.of}(first: {PAGE}, {given}) {{ edges {{ node {{ {SELECTED[self.of]} }} }}"
            f" pageInfo {{ hasNextPage endCursor }} {self.selected} }} }}"
        )
        variables = {"s": self.filter["search"]} if self.of == "contractors" else {"f": self.filter}
        return Call.post(
            "/graphql", orjson.dumps({"query": query, "variables": variables}), token=self.token, mark=b'"edges"'
        )


def _searches(of: str, name: str) -> list[Case]:
    texts = {"nothing found": NOWHERE, "a rare text": RARE, "a common text": COMMON}
    return [Case(f"{of}({name}): {what}", of, {name: text}) for what, text in texts.items()]


CASES = (
    Case("certificates", "certificates"),
    *_searches("certificates", "search"),
    Case("certificates(search): part of a number, nothing found", "certificates", {"search": PART}),
    Case("certificates(search), a system's: nothing found", "certificates", {"search": NOWHERE}, token=SYSTEM_TOKEN),
    *(
        Case(
            f"certificates({name}From, {name}To)",
            "certificates",
            {f"{name}From": "2018-05-01", f"{name}To": "2018-05-07"},
        )
        for name in ("issued", "expires", "received")
    ),
    Case("certificates(kind)", "certificates", {"kind": "INTERMEDIATE_ADVANCE_PAYMENT"}),
    Case("certificates(isValid)", "certificates", {"isValid": True}),
    Case("certificates(isDecided)", "certificates", {"isDecided": False}),
    Case("guarantees", "guarantees"),
    *_searches("guarantees", "search"),
    Case("guarantees(search): part of a number, nothing found", "guarantees", {"search": PART}),
    *_searches("guarantees", "projectName"),
    Case("guarantees(contractorName): nothing found", "guarantees", {"contractorName": NOWHERE}),
    Case("guarantees(contractorName): one contractor", "guarantees", {"contractorName": CONTRACTOR}),
    Case("guarantees(contractReference): nothing found", "guarantees", {"contractReference": NOWHERE}),
    Case("guarantees(status): nothing found", "guarantees", {"status": "APPROVED"}),
    Case("guarantees(kind)", "guarantees", {"kind": "INTERMEDIATE_ADVANCE_PAYMENT"}),
    Case("guarantees(isElectronic, isInForce)", "guarantees", {"isElectronic": True, "isInForce": True}),
    Case("guarantees(obligeeId)", "guarantees", {"obligeeId": OBLIGEE}),
    Case("guarantees(branchId)", "guarantees", {"branchId": BRANCH}),
    Case("guarantees(issuedFrom, issuedTo)", "guarantees", ISSUED),
    Case("guarantees(expiresFrom, expiresTo)", "guarantees", {"expiresFrom": "2018-05-01", "expiresTo": "2018-05-07"}),
    Case(
        "guarantees(projectName: nothing found, status)", "guarantees", {"projectName": NOWHERE, "status": "IN_FORCE"}
    ),
    Case("guarantees(projectName: common, status)", "guarantees", {"projectName": COMMON, "status": "EXPIRED"}),
    Case("guarantees(contractorName, kind)", "guarantees", {"contractorName": CONTRACTOR, "kind": "PERFORMANCE"}),
    Case("guarantees(obligeeId, status)", "guarantees", {"obligeeId": OBLIGEE, "status": "EXPIRED"}),
    Case("guarantees(branchId, isInForce)", "guarantees", {"branchId": BRANCH, "isInForce": True}),
    Case("guarantees(obligeeId, issuedFrom, issuedTo)", "guarantees", {"obligeeId": OBLIGEE, **ISSUED}),
    Case("guarantees(branchId, orderBy: EXPIRY)", "guarantees", {"branchId": BRANCH, "orderBy": "EXPIRY"}),
    Case("guarantees(orderBy: EXPIRY)", "guarantees", {"orderBy": "EXPIRY"}),
    Case("guarantees(orderBy: AMOUNT)", "guarantees", {"orderBy": "AMOUNT"}),
    Case("guarantees(orderBy: EXPIRY, isInForce)", "guarantees", {"orderBy": "EXPIRY", "isInForce": True}),
    Case("guarantees { totalCount }", "guarantees", selected="totalCount"),
    Case("guarantees(search: a common text) { totalCount }", "guarantees", {"search": COMMON}, selected="totalCount"),
    *(
        Case(f"{of}, {whose}", of, token=token)
        for of in ("certificates", "guarantees", "contracts")
        for whose, token in (
            ("a system's", SYSTEM_TOKEN),
            ("of a system that has presented few", RARE_SYSTEM_TOKEN),
            ("of an obligee that has received few", OBLIGEE_TOKEN),
        )
    ),
    Case("contracts", "contracts"),
    *_searches("contracts", "projectName"),
    *_searches("contracts", "search"),
    Case("contracts(orderBy: CONTRACT_DATE)", "contracts", {"orderBy": "CONTRACT_DATE"}),
    Case("contracts(orderBy: PRICE)", "contracts", {"orderBy": "PRICE"}),
    Case("contracts { totalCount }", "contracts", selected="totalCount"),
    Case("applications", "applications"),
    *_searches("applications", "search"),
    Case("applications(kind, isElectronic)", "applications", {"kind": "PERFORMANCE", "isElectronic": True}),
    Case("applications { totalCount }", "applications", selected="totalCount"),
    *_searches("contractors", "search"),
)


async def prepare(cluster: Cluster, sizes: Sequence[int]) -> None:
    """Create the missing databases."""
    for size in sizes:
        await dataset.ensure(cluster, World(size))


def measure(cluster: Cluster, sizes: Sequence[int], effort: Effort) -> Section:
    """A server for each size, rounds interleaved: the latency of single requests."""
    found: dict[tuple[str, int], list[float]] = {}
    with ExitStack() as stack:
        servers = {
            size: stack.enter_context(running(OURS, cluster, dataset.database_of(World(size)))) for size in sizes
        }
        for server in servers.values():
            server.await_answer(CASES[0].call())
        for case in CASES:
            calls = [case.call()]
            for _ in range(effort.rounds):
                for size, server in servers.items():
                    load.ask(server.port, calls[0])
                    single = load.run([server.port], calls, connections=1, seconds=effort.seconds / 8)
                    found.setdefault((case.name, size), []).append(single.percentile(0.5))
    rows: list[list[str]] = []
    slowest = 0.0
    for case in CASES:
        times = [median(found[case.name, size]) for size in sizes]
        slowest = max(slowest, times[-1] / times[0])
        rows.append([case.name, *(f"{time:,.1f}" for time in times), f"{times[-1] / times[0]:.1f}"])
    head = ["list", *(f"ms at {size:,}" for size in sizes), "times"]
    note = f"p50 of one request at a time, {PAGE} rows; a surety's lists, unless stated otherwise."
    what = f"the slowest list at {sizes[-1]:,} guarantees: times slower than at {sizes[0]:,}"
    return Section("Lists", f"{note}\n\n{table(head, rows)}", [at_most(MOST_TIMES_SLOWER, slowest, what, " ×")])
