"""Refusals of mutations about obligees, as schema/errors.py declares others."""

from models.parties import rules_refusals
from models.parties.obligee import MOST_CHANNELS, HandoverChannel
from schema.errors import UserError, error_type
from schema.reading.fields import ListLength, column
from schema.types.obligee import ObligeeRules


@error_type(rules_refusals.ObligeeRulesChangedSince)
class ObligeeRulesChangedSince(UserError):
    """The obligee has been given other rules since the version that was given; nothing is replaced unseen."""

    rules: ObligeeRules = column("Its last rules, with their version.")


@error_type(rules_refusals.ChannelNotAccepted)
class ChannelNotAccepted(UserError):
    """The obligee does not take number and key of such guarantees this way."""

    channels: list[HandoverChannel] = column("The ways in which it takes them.", length=ListLength(2, MOST_CHANNELS))
