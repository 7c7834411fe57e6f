"""Every way of the table, on a real server with its worker, its mail server and its documents."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest

from tests.conftest import Api
from tests.support import servers
from tests.support.mailservers import MailServer, listening
from tests.ways import queries
from tests.ways.table import FACTORS, WAYS, Way
from tests.ways.walk import Walk

MOST_A_MINUTE = 100_000


class House:
    """A running server, whoever uses it, and what they need to know of its register."""

    def __init__(self, api: Api, mails: MailServer, register: dict[str, Any]) -> None:
        self.api, self.mails = api, mails
        self.contractor = register["viewer"]["contractor"]
        self.branch_id = register["sureties"][0]["branches"][0]["id"]
        self.obligees = {edge["node"]["name"]: edge["node"]["id"] for edge in register["obligees"]["edges"]}

    def walk(self, serial: int, way: Way) -> Walk:
        return Walk(way, self.api, self.mails, self.obligees[way.obligee], self.branch_id, self.contractor, serial)

    async def admit_systems(self) -> None:
        """An e-contract system for each obligee, as the operator makes them."""
        for name, id_ in self.obligees.items():
            given = {"name": f"{name}電子契約", "obligeeIds": [id_], "requestsPerMinute": 6_000}
            made = await self.api.data(queries.CREATE_CLIENT, as_="operator", input=given)
            token_input = {"apiClientId": made["createApiClient"]["apiClient"]["id"], "name": "全経路"}
            told = await self.api.data(queries.ISSUE_TOKEN, as_="operator", input=token_input)
            self.api.tokens[f"system of {name}"] = told["issueApiToken"]["token"]


@pytest.fixture(scope="module")
async def house() -> AsyncGenerator[House]:
    with servers.folder() as folder:
        async with listening(MailServer()) as mails:
            with servers.serving(folder, DATA_DIR=folder / "data", SMTP_URL=mails.url) as server:
                async with servers.client(server) as api:
                    made = House(api, mails, await api.data(queries.REGISTER, as_="contractor"))
                    await made.admit_systems()
                    yield made
                    assert "Traceback" not in server.output()


def test_every_two_values_meet() -> None:
    names = list(FACTORS)
    met = {
        frozenset([(one, getattr(way, one)), (other, getattr(way, other))])
        for way in WAYS
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
    assert len(WAYS) >= 60


@pytest.mark.parametrize(("serial", "way"), list(enumerate(WAYS, 1)), ids=[str(way) for way in WAYS])
async def test_a_way_leads_to_its_end(house: House, serial: int, way: Way) -> None:
    await house.walk(serial, way).run()
