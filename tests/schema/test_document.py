"""Certificate.document, Guarantee.keyNotice, FeeStatement.document, and what their links open."""

from resolvers.sample_data import House
from tests import acts
from tests.conftest import Api

DOCUMENT = "{ url filename bytes sha256 }"
MINE = f"""
{{ guarantees {{ edges {{ node {{
  number certificate {{ document {DOCUMENT} }} keyNotice {DOCUMENT} feeStatements {{ document {DOCUMENT} }} }} }} }} }}
"""


async def test_smoke(api: Api, house: House) -> None:
    import time

    await acts.issued(api, house)
    for _ in range(3):
        t = time.perf_counter()
        d = await api.data(MINE, as_="contractor")
        print(time.perf_counter() - t)
    print(d)
    for e in d["guarantees"]["edges"]:
        n = e["node"]
        for doc in (n["certificate"]["document"], n["keyNotice"], n["feeStatements"][0]["document"]):
            r = await api.http.get(doc["url"])
            print(r.status_code, r.headers, len(r.content), doc["bytes"])
            open("/tmp/sign/" + doc["filename"], "wb").write(r.content)
    print(await api.data(MINE, as_="surety"))
    assert 0
