"""checkApplication over HTTP beside look-ups: a front end sends it at every pause in typing."""

import datetime
from collections.abc import Iterator

import orjson

from benchmarks import load
from benchmarks.data.cluster import Cluster
from benchmarks.data.world import CONTRACTOR_TOKEN, OBLIGEES, fixed_id
from benchmarks.load import Call, Sample
from benchmarks.operations import Operation
from benchmarks.report import Section, at_most, median, table
from benchmarks.rounds import Effort
from benchmarks.servers import OURS, running

CONNECTIONS = 4
"""People that type at a time."""
MOST_TIMES = 3
CHECK = """
query Check($form: ApplicationDraftInput!) {
  checkApplication(input: $form) {
    problems { path code message limit }
    guarantees { kind ratio limit minimum fee { fee } acceptsElectronic acceptedFrom }
  }
}
""".strip()


def measure(cluster: Cluster, database: str, look_up: Operation, effort: Effort) -> Section:
    """Look-ups and dry runs in turns, on one server."""
    calls = {"look-ups": OURS.calls(look_up), "dry runs of whole forms": list(_calls())}
    found: dict[str, list[Sample]] = {name: [] for name in calls}
    with running(OURS, cluster, database) as server:
        server.await_answer(calls["look-ups"][0])
        for each in calls.values():
            load.run([server.port], each, connections=CONNECTIONS, seconds=effort.warm_seconds)
        for _ in range(effort.rounds):
            for name, each in calls.items():
                found[name].append(load.run([server.port], each, connections=CONNECTIONS, seconds=effort.seconds))
    looked_up, checked = found.values()
    times = median(one.percentile(0.95) / other.percentile(0.95) for one, other in zip(checked, looked_up, strict=True))
    rows = [
        [name, *(f"{median(sample.percentile(share) for sample in samples):.1f}" for share in (0.5, 0.95)), errors]
        for name, samples in found.items()
        for errors in [str(sum(sample.errors for sample in samples))]
    ]
    note = (
        f"A new contract with an advance-payment and a performance guarantee, {CONNECTIONS} connections; each round"
        " compares a dry run with a look-up. Medians of the rounds."
    )
    goal = at_most(MOST_TIMES, times, "a dry run's p95, times that of a look-up")
    return Section("Dry runs", f"{note}\n\n{table(['', 'p50 ms', 'p95 ms', 'errors'], rows)}", [goal])


def _calls() -> Iterator[Call]:
    today = datetime.datetime.now(datetime.UTC).date()
    for obligee in range(OBLIGEES):
        contract = {
            "obligeeId": f"Obligee_{fixed_id('obligee', obligee).hex}",
            "projectName": f"第{obligee}号見本道路改良工事",
            "contractType": "WORKS",
            "contractPrice": 50_000_000,
            "contractDate": (today - datetime.timedelta(days=10)).isoformat(),
            "periodFrom": today.isoformat(),
            "periodTo": (today + datetime.timedelta(days=280)).isoformat(),
        }
        common = {"medium": "PAPER", "billTo": "見本建設 株式会社", "feePaymentMethod": "SINGLE"}
        guarantees = [
            {
                **common,
                "kind": "ADVANCE_PAYMENT",
                "amount": 20_000_000,
                "depositBank": "見本銀行　本店",
                "redeposit": False,
            },
            {**common, "kind": "PERFORMANCE", "amount": 5_000_000},
        ]
        form = {
            "contract": contract,
            "guarantees": guarantees,
            "submissionBranchId": f"Branch_{fixed_id('branch', 0).hex}",
            "notifyOnCompletion": False,
        }
        body = orjson.dumps({"query": CHECK, "variables": {"form": form}})
        yield Call.post("/graphql", body, token=CONTRACTOR_TOKEN, mark=b'"problems":[]')
