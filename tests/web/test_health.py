"""Health and readiness over HTTP."""

from tests.conftest import Api


async def test_health_and_readiness(api: Api) -> None:
    for path in ("/healthz", "/readyz"):
        response = await api.http.get(path)
        assert (response.status_code, response.json()) == (200, {"status": "ok"})
