"""By which ways an obligee takes number and key of a guarantee, and where."""

import datetime
from collections.abc import Sequence

from models.applying.application import Application
from models.applying.contract import Contract
from models.errors import AddressNotRegistered
from models.guarantee import Guarantee
from models.numbering import today
from models.outgoing_mail import LONGEST_ADDRESS
from models.parties.obligee import ElectronicAcceptance, HandoverChannel
from models.parties.obligee_office import ObligeeOffice
from models.parties.rules_refusals import ChannelNotAccepted
from models.texts.trade_terms import PRODUCTS


async def acceptance_of(guarantee: Guarantee, *, at: datetime.datetime) -> ElectronicAcceptance | None:
    """The obligee's acceptance of such guarantees, by its rules of the day: addresses change.

    If these do not accept them any more, those of the day hold on which the guarantee was applied for.
    """
    contract = await Contract.get(id=guarantee.contract_id)
    application = await Application.get(id=guarantee.application_id)
    known = await ElectronicAcceptance.filter(
        obligee_id=guarantee.obligee_id, kind=guarantee.kind, contract_type=contract.contract_type
    )
    days = today(at), application.submitted_on or today(at)
    fitting = [each for day in days for each in known if each.is_in_force(day)]
    return fitting[0] if fitting else None


async def require_channel(guarantee: Guarantee, channel: HandoverChannel, *, at: datetime.datetime) -> None:
    """Raises ChannelNotAccepted if the obligee takes such guarantees, and not this way."""
    acceptance = await acceptance_of(guarantee, at=at)
    _check_channel(channel, acceptance.channels if acceptance else [channel])


async def registered_address(guarantee: Guarantee, to: str, *, at: datetime.datetime) -> str:
    """The address, if the obligee or one of its offices has registered it for such guarantees.

    Raises ChannelNotAccepted, AddressNotRegistered.
    """
    acceptance = await acceptance_of(guarantee, at=at)
    if acceptance is None or len(to) > LONGEST_ADDRESS:  # no mail server accepts a longer one
        raise AddressNotRegistered
    _check_channel(HandoverChannel.EMAIL, acceptance.channels)
    offices = await ObligeeOffice.filter(rules_id=acceptance.rules_id).order_by("id")
    own = [each for each in offices if each.kind is guarantee.kind]
    if to in acceptance.notice_addresses or any(to in each.notice_addresses for each in own):
        return to
    raise AddressNotRegistered(_of_another_office(guarantee, to, offices, own))


def _check_channel(channel: HandoverChannel, accepted: Sequence[str]) -> None:
    if channel not in accepted:
        raise ChannelNotAccepted(channel, [HandoverChannel(each) for each in accepted])


def _of_another_office(
    guarantee: Guarantee, to: str, offices: Sequence[ObligeeOffice], own: Sequence[ObligeeOffice]
) -> str | None:
    """What to say of an address that is registered for other guarantees; None of any other one."""
    other = next((each for each in offices if to in each.notice_addresses), None)
    if other is None:
        return None
    told = f"この宛先は、{other.name}が{PRODUCTS[other.kind]}のために登録したメールアドレスです。"
    names = "、".join(each.name for each in own)
    return f"{told}{PRODUCTS[guarantee.kind]}は{names}の宛先に送信してください。" if names else told
