"""How an obligee takes number and key: by upload, by mail, or neither; and at which office's address."""

import base64
from typing import Any

import pytest

from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import api_calls, handovers
from tests.support.api_calls import SEND_NOTICE
from tests.support.handovers import TO, UPLOAD
from tests.support.mails import recipients_of
from tests.support.parties.rules import KEIYAKU, KOUJI, TOMORROW, acceptance, of_every_kind, set_rules
from tests.support.refusals import refused

EVERYTHING = ["E_CONTRACT_SYSTEM", "EMAIL", "DIRECT"]
OFFICES = [
    {"name": "契約課", "kind": "PERFORMANCE", "noticeAddresses": [KEIYAKU]},
    {"name": "工事課", "kind": "ADVANCE_PAYMENT", "noticeAddresses": [KOUJI]},
]
SENT = SEND_NOTICE.replace("... on WrongState", "... on ChannelNotAccepted { channels } ... on WrongState")
UPLOADED = UPLOAD.replace("... on NoticeNotReadable", "... on ChannelNotAccepted { channels } ... on NoticeNotReadable")


def by(*channels: str) -> list[dict[str, Any]]:
    return of_every_kind(channels=list(channels), noticeAddresses=[TO] if "EMAIL" in channels else [])


async def send(api: Api, guarantee: dict[str, Any], to: str) -> dict[str, Any]:
    return await refused(api, SENT, as_="contractor", input={"guaranteeId": guarantee["id"], "to": to})


async def sent(api: Api, guarantee: dict[str, Any], to: str) -> str:
    given = {"guaranteeId": guarantee["id"], "to": to}
    return (await api.data(SENT, as_="contractor", input=given))["sendNotice"]["__typename"]


@pytest.mark.parametrize("channels", [["EMAIL"], ["DIRECT"], ["EMAIL", "DIRECT"]])
async def test_without_upload_a_system_is_refused_and_an_official_is_not(
    api: Api, sample: SampleRegister, channels: list[str]
) -> None:
    await set_rules(api, sample, obligee="栃木県", acceptances=by(*channels))
    await handovers.issued(api, sample)
    file = await handovers.notice(api)
    given = {"file": base64.b64encode(file).decode()}
    answer = await refused(api, UPLOADED, as_="system", but=("audit_event",), input=given)
    assert (answer["__typename"], answer["channels"]) == ("ChannelNotAccepted", channels)
    assert answer["message"].startswith(
        "この発注者は、この保証について電子契約システムによる提出を受け付けていません。"
    )
    assert (await handovers.upload(api, file, as_="obligee"))["__typename"] == "NoticeFiled"


async def test_with_upload_only_mails_are_refused(api: Api, sample: SampleRegister) -> None:
    await set_rules(api, sample, obligee="栃木県", acceptances=by("E_CONTRACT_SYSTEM"))
    guarantee = await handovers.issued(api, sample)
    answer = await send(api, guarantee, TO)
    assert answer == {
        "__typename": "ChannelNotAccepted", "channels": ["E_CONTRACT_SYSTEM"],
        "message": "この発注者は、この保証についてメールによる提出を受け付けていません。"
        "電子契約システムにより提出してください。"}  # fmt: skip
    assert (await handovers.upload(api, await handovers.notice(api)))["__typename"] == "NoticeFiled"


async def test_each_kind_goes_to_its_office(api: Api, sample: SampleRegister) -> None:
    acceptances = of_every_kind(noticeAddresses=[])[:2] + of_every_kind(noticeAddresses=[])[4:]
    await set_rules(api, sample, obligee="栃木県", acceptances=acceptances, offices=OFFICES)
    advance, performance = [each["guarantee"] for each in await api_calls.issued(api, sample)]
    wrong = await send(api, performance, KOUJI)
    assert wrong == {
        "__typename": "AddressNotRegistered",
        "message": "この宛先は、工事課が前払金保証のために登録したメールアドレスです。"
        "契約保証は契約課の宛先に送信してください。"}  # fmt: skip
    assert (await send(api, advance, TO))["message"] == "この宛先は、発注者が登録したメールアドレスではありません。"
    assert await sent(api, performance, KEIYAKU) == await sent(api, advance, f" {KOUJI} ") == "NoticeSent"
    assert await recipients_of("KEY_NOTICE") == [KEIYAKU, KOUJI]


async def test_where_no_office_takes_a_kind_only_the_other_one_is_named(api: Api, sample: SampleRegister) -> None:
    await set_rules(api, sample, obligee="栃木県", acceptances=of_every_kind(noticeAddresses=[TO]), offices=OFFICES[1:])
    performance = [each["guarantee"] for each in await api_calls.issued(api, sample)][1]
    wrong = await send(api, performance, KOUJI)
    assert wrong["message"] == "この宛先は、工事課が前払金保証のために登録したメールアドレスです。"
    assert await sent(api, performance, TO) == "NoticeSent"


async def test_the_addresses_of_the_day_of_the_hand_over_hold(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    await set_rules(api, sample, obligee="栃木県", validFrom=TOMORROW, acceptances=of_every_kind())
    api.clock.at = NOON.replace(day=21)
    assert (await send(api, guarantee, TO))["__typename"] == "AddressNotRegistered"
    assert await sent(api, guarantee, KEIYAKU) == "NoticeSent"


async def test_what_is_not_accepted_any_more_is_handed_over_as_on_its_day(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    only = [acceptance("PERFORMANCE")]
    await set_rules(api, sample, obligee="栃木県", validFrom=TOMORROW, acceptances=only)
    api.clock.at = NOON.replace(day=21)
    assert (await send(api, guarantee, KEIYAKU))["__typename"] == "AddressNotRegistered"
    assert await sent(api, guarantee, TO) == "NoticeSent"


async def test_the_contractor_sees_where_to_send_it(api: Api, sample: SampleRegister) -> None:
    await set_rules(api, sample, obligee="栃木県", acceptances=of_every_kind(), offices=OFFICES)
    guarantee = await handovers.issued(api, sample)
    query = """query($id: ID!) { node(id: $id) { ... on Guarantee { contract { obligee {
      offices { name kind noticeAddresses } } } } } }"""
    found = (await api.data(query, as_="contractor", id=guarantee["id"]))["node"]
    assert found["contract"]["obligee"]["offices"] == OFFICES
    assert ids.key_of(guarantee["id"], "Guarantee")
