"""Certificates that the obligee has received, for tests of its list."""

from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from models.certificate import Certificate, CertificateReason, CertificateStatus
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls


async def received(
    api: Api, sample: SampleRegister, *projects: str, obligee: str = "栃木県", as_: str = "obligee"
) -> list[str]:
    """An advance-payment guarantee for each 工事名, its key presented; the numbers."""
    numbers: list[str] = []
    for project in projects:
        contract = api_calls.contract_input(sample, obligee=obligee, projectName=project)
        (payload,) = await api_calls.issued(api, sample, contract=contract, guarantees=[api_calls.advance_input()])
        await present(api, payload["guarantee"], as_=as_)
        numbers.append(payload["guarantee"]["number"])
    return numbers


async def present(api: Api, guarantee: dict[str, Any], *, as_: str = "obligee") -> None:
    """Present number and key."""
    given = {"number": guarantee["number"], "key": guarantee["authKey"]}
    assert (await api.data(api_calls.CERTIFICATE, as_=as_, **given))["certificate"] is not None


async def amend(number: str, **changes: Any) -> UUID:
    """A version that supersedes the current one, as amendments will write it; its id."""
    old = await Certificate.get(guarantee_number=number, status=CertificateStatus.CURRENT)
    await Certificate.filter(id=old.id).update(status=CertificateStatus.SUPERSEDED)
    content = {name: getattr(old, name) for name in old._meta.db_fields}
    new = {"id": uuid7(), "status": CertificateStatus.CURRENT, "reason": CertificateReason.AMENDMENT}
    whole: dict[str, Any] = content | new | {"amendment_number": old.amendment_number + 1} | changes
    return (await Certificate.create(**whole)).id
