"""Sending what is in the outbox: some lanes side by side, each with a carrier of its own, woken by commits."""

import asyncio
import datetime
from collections.abc import Awaitable, Callable
from contextlib import suppress
from uuid import UUID, uuid4

import structlog

from database.connection import is_unreachable
from database.listening import listen
from mail.carriers import Carrier, Postponed, Refused, Unreachable
from mail.claims import BATCH, claim, settle
from mail.envelopes import Attachment, Envelope, MalformedAddress, seal
from mail.messages import word
from models.errors import DocumentNotAvailable
from models.outgoing_mail import LEASE, OutgoingMail

LANES = 8
POLL_SECONDS = 1
"""For what no notice came of: retries, and whatever was committed while nobody listened."""
IN_HAND_SECONDS = LEASE.total_seconds() / 2
"""After which no further mail of a claim is begun: another process may soon take them."""
LONGEST_PAUSE = 10
"""Seconds between looks for a server that is not there."""
CHANNEL = "outgoing_mail"

log = structlog.get_logger(__name__)


class Dispatch:
    """Sends mails as they become due, until it is stopped; what is in hand then is finished.

    `address` is the URL of our pages, `new_carrier` makes a way out for each lane,
    `attach` gives the PDF of a document.
    """

    def __init__(
        self,
        new_carrier: Callable[[], Carrier],
        *,
        attach: Callable[[UUID], Awaitable[Attachment]],
        address: str,
        clock: Callable[[], datetime.datetime],
    ) -> None:
        self._new_carrier, self._attach, self._address, self._clock = new_carrier, attach, address, clock
        self._bell = asyncio.Queue[None](LANES)
        self._stop = asyncio.Event()

    async def run(self, stop: asyncio.Event, *, database_url: str) -> None:
        """Send until `stop` is set."""
        self._stop = stop
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(listen(database_url, CHANNEL, heard=lambda _: self._ring(), stop=stop))
            for _ in range(LANES):
                tasks.create_task(self._lane())
            while not await _passed(stop, POLL_SECONDS):
                self._ring()
            for _ in range(LANES):
                self._ring()

    def _ring(self) -> None:
        """Wake one lane; if it finds a lot it wakes another."""
        with suppress(asyncio.QueueFull):
            self._bell.put_nowait(None)

    async def _lane(self) -> None:
        carrier, failures = self._new_carrier(), 0
        while not self._stop.is_set():
            await self._bell.get()
            try:
                while not self._stop.is_set() and await self._carry_some(carrier):
                    pass
                failures = 0
            except Unreachable as error:
                failures += 1
                log.warning("mail_server_unreachable", error=str(error))
            except Exception as error:
                failures += 1
                if is_unreachable(error):
                    log.warning("database_unreachable", error=str(error))
                else:
                    log.exception("mail_failed")
            await carrier.rest()
            if failures:
                await _passed(self._stop, pause_after(failures))
        await carrier.rest()

    async def _carry_some(self, carrier: Carrier) -> bool:
        """Claim some mails and carry them one after the other; whether there were any. Raises Unreachable."""
        begun = asyncio.get_running_loop().time()
        mails = list(await claim(uuid4(), at=self._clock()))
        if len(mails) == BATCH:
            self._ring()
        left = mails[::-1]
        reason = None
        try:
            while left and not self._stop.is_set():
                if asyncio.get_running_loop().time() - begun > IN_HAND_SECONDS:
                    break
                await self._carry(carrier, left[-1])
                left.pop()
        except Unreachable as error:
            reason = str(error)
            raise
        finally:
            for mail in left:
                mail.put_back(reason, at=self._clock())
            await asyncio.gather(*map(self._settle, left))
        return bool(mails)

    async def _carry(self, carrier: Carrier, mail: OutgoingMail) -> None:
        """Carry one mail, and note what has become of it. Raises Unreachable."""
        try:
            await carrier.carry(await self._sealed(mail))
        except (Refused, MalformedAddress) as error:
            mail.give_up(str(error))
            log.warning("mail_dead", mail_id=str(mail.id), kind=mail.kind.value, error=mail.last_error)
        except (Postponed, DocumentNotAvailable) as error:
            mail.postpone(str(error), at=self._clock())
            log.info("mail_postponed", mail_id=str(mail.id), attempts=mail.attempts, error=mail.last_error)
        except Unreachable:
            raise
        except Exception as error:
            mail.postpone(type(error).__name__, at=self._clock())
            log.exception("mail_failed", mail_id=str(mail.id))
        else:
            mail.succeed(at=self._clock())
        await self._settle(mail)

    async def _sealed(self, mail: OutgoingMail) -> Envelope:
        letter = word(mail.kind, mail.facts)
        attachments = [] if mail.document_id is None else [await self._attach(mail.document_id)]
        return seal(mail, letter, address=self._address, at=self._clock(), attachments=attachments)

    async def _settle(self, mail: OutgoingMail) -> None:
        """Note it, however long the database may be away: forgotten, a mail that was sent would be sent again."""
        while True:
            try:
                return await settle(mail)
            except Exception as error:
                if not is_unreachable(error) or self._stop.is_set():
                    raise
            await asyncio.sleep(0.2)


def pause_after(failures: int) -> float:
    """Seconds until a lane tries again that has failed so many times in a row: a float has no room for any power."""
    return min(LONGEST_PAUSE, 2 ** min(failures, 16) / 2)


async def _passed(stop: asyncio.Event, seconds: float) -> bool:
    """Whether `stop` was set before so many seconds were over."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return False
    return True
