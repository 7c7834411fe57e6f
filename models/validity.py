"""Whether a certificate is valid today; if not, the reason and the start. The only implementation."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.certificate import Certificate, CertificateStatus
from models.enums import Medium
from models.guarantee import Guarantee, GuaranteeStatus
from models.numbering import start_of, today


class InvalidityReason(StrEnum):
    """Why a certificate does not count."""

    NOT_ISSUED = "NOT_ISSUED"
    SUPERSEDED = "SUPERSEDED"
    CORRECTED = "CORRECTED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    RELEASED = "RELEASED"
    PAID_OUT = "PAID_OUT"
    ON_PAPER = "ON_PAPER"

    @property
    def label(self) -> str:
        """As a label, for lists."""
        return _LABELS[self]

    @property
    def message(self) -> str:
        """As a sentence, for people."""
        return _MESSAGES[self]


VALID_LABEL, VALID_MESSAGE = "有効", "現在有効な電子証書です。"
_LABELS: Mapping[InvalidityReason, str] = {
    InvalidityReason.NOT_ISSUED: "未発行",
    InvalidityReason.SUPERSEDED: "変更済",
    InvalidityReason.CORRECTED: "訂正済",
    InvalidityReason.CANCELLED: "取消",
    InvalidityReason.EXPIRED: "期限経過",
    InvalidityReason.RELEASED: "解除",
    InvalidityReason.PAID_OUT: "支払済",
    InvalidityReason.ON_PAPER: "証書（紙）",
}
_MESSAGES: Mapping[InvalidityReason, str] = {
    InvalidityReason.NOT_ISSUED: "まだ発行されていません。",
    InvalidityReason.SUPERSEDED: "変更により、新しい証書に置き換えられています。現在有効なものではありません。",
    InvalidityReason.CORRECTED: "訂正により、新しい証書に置き換えられています。この証書は無効です。",
    InvalidityReason.CANCELLED: "取り消されています。この証書は無効です。",
    InvalidityReason.EXPIRED: "保証期限を過ぎています。現在有効な証書ではありません。",
    InvalidityReason.RELEASED: "保証は解除されています。現在有効な証書ではありません。",
    InvalidityReason.PAID_OUT: "保証金は支払済みです。現在有効な証書ではありません。",
    InvalidityReason.ON_PAPER: "紙の証書で保証しています。電子証書としての効力はなく、紙の原本だけが有効です。",
}
_OF_CERTIFICATE: Mapping[CertificateStatus, InvalidityReason] = {
    CertificateStatus.SUPERSEDED: InvalidityReason.SUPERSEDED,
    CertificateStatus.CORRECTED: InvalidityReason.CORRECTED,
    CertificateStatus.CANCELLED: InvalidityReason.CANCELLED,
}
_OF_GUARANTEE: Mapping[GuaranteeStatus, InvalidityReason] = {
    GuaranteeStatus.CANCELLED: InvalidityReason.CANCELLED,
    GuaranteeStatus.RELEASED: InvalidityReason.RELEASED,
    GuaranteeStatus.PAID: InvalidityReason.PAID_OUT,
    GuaranteeStatus.EXPIRED: InvalidityReason.EXPIRED,
}
ENDED = frozenset(_OF_GUARANTEE)
"""Statuses of guarantees without any valid certificate."""


@dataclass(frozen=True)
class Validity:
    """`reason` is None if it is valid; `since` is None then too, and if the time was not recorded."""

    reason: InvalidityReason | None = None
    since: datetime.datetime | None = None

    @property
    def is_valid(self) -> bool:
        """Whether it is valid."""
        return self.reason is None

    @property
    def label(self) -> str:
        """As a label, for lists."""
        return self.reason.label if self.reason else VALID_LABEL

    @property
    def message(self) -> str:
        """As a sentence, for people."""
        return self.reason.message if self.reason else VALID_MESSAGE


def validity(version: Certificate, guarantee: Guarantee, *, at: datetime.datetime) -> Validity:
    """Of a version of a certificate, at a time: on the day of expiry it is still valid, on the next day it is not.

    The status of the version comes first, then that of the guarantee. If that is its expiry or none, the clock decides,
    and last the medium. A claim was filed in time: while it is open, no day ends the guarantee.
    """
    if reason := _OF_CERTIFICATE.get(version.status):
        return Validity(reason, version.ended_at)
    reason = _OF_GUARANTEE.get(guarantee.status)
    is_timed = guarantee.status != GuaranteeStatus.CLAIMED and reason in {None, InvalidityReason.EXPIRED}
    if is_timed and today(at) > version.expiry_date:
        after = start_of(version.expiry_date + datetime.timedelta(days=1))
        return Validity(InvalidityReason.EXPIRED, after.astimezone(datetime.UTC))
    if reason:
        return Validity(reason, guarantee.ended_at)
    if version.medium == Medium.PAPER:
        return Validity(InvalidityReason.ON_PAPER, version.issued_at)
    return Validity()


def of_guarantee(current: Certificate | None, guarantee: Guarantee, *, at: datetime.datetime) -> Validity:
    """Of a guarantee: the validity of its current version. Without one it is not issued, or no longer valid."""
    if current is not None:
        return validity(current, guarantee, at=at)
    if guarantee.issued_at is None:
        return Validity(InvalidityReason.NOT_ISSUED)
    return Validity(_OF_GUARANTEE.get(guarantee.status, InvalidityReason.CANCELLED), guarantee.ended_at)
