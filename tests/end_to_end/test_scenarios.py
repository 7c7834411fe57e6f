"""The scenarios, on a real server with its worker, its mail server and its documents."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest

from tests.conftest import IS_WHOLE, Api
from tests.end_to_end import operations
from tests.end_to_end.scenario_run import ScenarioRun
from tests.end_to_end.scenarios import FACTORS, SCENARIOS, Scenario, with_every_value
from tests.support.servers import server_processes
from tests.support.servers.smtp_servers import MailServer, listening

MOST_A_MINUTE = 100_000
TRIED = SCENARIOS if IS_WHOLE else with_every_value(SCENARIOS)


class Environment:
    """A running server, its users, and the parts of its register that they need."""

    def __init__(self, api: Api, mails: MailServer, register: dict[str, Any]) -> None:
        self.api, self.mails = api, mails
        self.contractor = register["viewer"]["contractor"]
        self.branch_id = register["sureties"][0]["branches"][0]["id"]
        self.obligees = {edge["node"]["name"]: edge["node"] for edge in register["obligees"]["edges"]}

    def run_of(self, serial: int, scenario: Scenario) -> ScenarioRun:
        return ScenarioRun(
            scenario, self.api, self.mails, self.obligees[scenario.obligee], self.branch_id, self.contractor, serial
        )

    async def admit_systems(self) -> None:
        """An e-contract system for each obligee, as the operator creates them."""
        for name, obligee in self.obligees.items():
            given = {"name": f"{name}電子契約", "obligeeIds": [obligee["id"]], "requestsPerMinute": 6_000}
            made = await self.api.data(operations.CREATE_CLIENT, as_="operator", input=given)
            token_input = {"apiClientId": made["createApiClient"]["apiClient"]["id"], "name": "全経路"}
            told = await self.api.data(operations.ISSUE_TOKEN, as_="operator", input=token_input)
            self.api.tokens[f"system of {name}"] = told["issueApiToken"]["token"]


@pytest.fixture(scope="module")
async def environment() -> AsyncGenerator[Environment]:
    with server_processes.folder() as folder:
        async with listening(MailServer()) as mails:
            with server_processes.serving(folder, DATA_DIR=folder / "data", SMTP_URL=mails.url) as server:
                async with server_processes.client(server) as api:
                    made = Environment(api, mails, await api.data(operations.REGISTER, as_="contractor"))
                    await made.admit_systems()
                    yield made
                    assert "Traceback" not in server.output()


def test_every_two_values_occur_together() -> None:
    names = list(FACTORS)
    met = {
        frozenset([(one, getattr(scenario, one)), (other, getattr(scenario, other))])
        for scenario in SCENARIOS
        for place, one in enumerate(names)
        for other in names[place + 1 :]
    }
    wanted = {
        frozenset([(one, this), (other, that)])
        for place, one in enumerate(names)
        for other in names[place + 1 :]
        for this in FACTORS[one]
        for that in FACTORS[other]
    }
    assert wanted <= met
    assert len(SCENARIOS) >= 60


def test_every_value_is_tried() -> None:
    assert {value for scenario in TRIED for value in scenario._asdict().items()} >= {
        (name, value) for name, values in FACTORS.items() for value in values
    }


@pytest.mark.parametrize(("serial", "scenario"), list(enumerate(TRIED, 1)), ids=[str(scenario) for scenario in TRIED])
async def test_a_scenario_runs_to_its_end(environment: Environment, serial: int, scenario: Scenario) -> None:
    await environment.run_of(serial, scenario).run()
