"""Unexpected errors: masked, with an id that is also in the log; an unreachable database has its own error."""

import re

import asyncpg
import pytest
from structlog.testing import capture_logs

from resolvers.guarantees import review
from resolvers.parties import directory, identify
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls
from tests.support.states import guarantee_in

SECRET = "geheim-7"


def failing(error: BaseException) -> object:
    async def fail(**_: object) -> None:
        raise error

    return fail


async def test_an_unexpected_error_is_masked_with_an_id_that_is_in_the_log(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "sureties", failing(RuntimeError(SECRET)))
    with capture_logs() as logs:
        response = await api.post("{ sureties { name } viewer { role } }", as_="surety")
    (error,) = response.json()["errors"]
    id_ = error["extensions"].pop("errorId")
    assert re.fullmatch(r"[0-9a-f]{12}", id_)
    assert error["extensions"] == {"code": "INTERNAL"}
    assert error["message"] == f"予期しないエラーが発生しました（エラー番号 {id_}）。"
    assert error["path"] == ["sureties"]
    assert SECRET not in response.text
    (entry,) = (entry for entry in logs if entry["event"] == "unexpected_error")
    assert (entry["error_id"], str(entry["exc_info"])) == (id_, SECRET)


async def test_in_a_mutation_too_and_nothing_is_done(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = await guarantee_in("SUBMITTED", api, sample)
    monkeypatch.setattr(review.audit, "record", failing(KeyError(SECRET)))
    response = await api.post(api_calls.APPROVE, as_="surety", input={"guaranteeId": id_})
    assert response.json()["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert SECRET not in response.text
    monkeypatch.undo()
    await api_calls.approve(api, id_)


async def test_before_the_operation_it_is_a_500(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    token = await api.token("surety")
    monkeypatch.setattr(identify, "by_token", failing(RuntimeError(SECRET)))
    body = {"query": "{ viewer { role } }"}
    response = await api.http.post("/graphql", json=body, headers={"authorization": f"Bearer {token}"})
    assert response.status_code == 500
    (error,) = response.json()["errors"]
    assert error["extensions"]["code"] == "INTERNAL"
    assert SECRET not in response.text


@pytest.mark.parametrize(
    "error", [ConnectionRefusedError("refused"), asyncpg.AdminShutdownError("over"), asyncpg.InterfaceError("closed")]
)
async def test_a_lost_database_is_unavailable(api: Api, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    monkeypatch.setattr(directory, "sureties", failing(error))
    response = await api.post("{ sureties { name } }")
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    (entry,) = response.json()["errors"]
    assert entry["extensions"] == {"code": "SERVICE_UNAVAILABLE", "retryAfter": 5}
