"""Text inputs at every place of the schema: what is refused, normalisation, and the maximum length."""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import get_named_type, is_input_object_type

from models.applying.application import Message
from models.audit_records import FailureWindow
from sample.sample_register import SampleRegister
from schema.build import graphql_schema
from tests.conftest import Api
from tests.support import api_calls, text_inputs
from tests.support.error_responses import error_codes, send
from tests.support.forbidden_characters import FORBIDDEN
from tests.support.refusals import table_contents

OBLIGEES = "query($f: ObligeeFilter) { obligees(filter: $f) { edges { node { name } } } }"
UNREFUSED = "RequestPasswordResetInput.email"
"""Answered alike, whatever it is: tests/schema/mutations/accounts/test_request_password_reset.py."""
DECOMPOSED, COMPOSED = "か\u3099は\u309aウ\u3099", "がぱヴ"


def string_inputs() -> Iterator[str]:
    """Every place of the schema that takes a String, except cursors."""
    for type_ in graphql_schema.type_map.values():
        fields: Any = getattr(type_, "fields", {})
        if is_input_object_type(type_):
            yield from (f"{type_.name}.{name}" for name, field in fields.items() if _is_string(field))
        elif not type_.name.startswith("__"):
            for name, field in fields.items():
                arguments = getattr(field, "args", {})
                yield from (
                    f"{type_.name}.{name}.{argument}"
                    for argument, declared in arguments.items()
                    if argument != "after" and _is_string(declared)
                )


def _is_string(declared: Any) -> bool:
    return get_named_type(declared.type).name == "String"


async def test_every_text_of_the_schema_is_tried(api: Api, sample: SampleRegister) -> None:
    assert set(string_inputs()) == {*await text_inputs.text_inputs(api, sample), UNREFUSED}


async def test_what_hides_or_has_no_meaning_is_refused_at_every_place(api: Api, sample: SampleRegister) -> None:
    assert api.application
    api.application.state.costs.per_minute = 10**9  # these are many
    for place, door in (await text_inputs.text_inputs(api, sample)).items():
        await api.token(door.as_ or "surety")
        before = await table_contents(but=("audit_event",))
        for kind, character in FORBIDDEN.items():
            await FailureWindow.all().delete()
            found = text_inputs.refusals(await door.send(api, f"甲{character}乙"))
            assert any(each.endswith(door.refusal) for each in found), (place, kind, found)
        assert await table_contents(but=("audit_event",)) == before, place


async def test_limits_are_those_of_the_columns_and_count_characters(api: Api, sample: SampleRegister) -> None:
    for place, door in (await text_inputs.text_inputs(api, sample)).items():
        if not door.longest:
            continue
        if door.column is not None:
            model, name = door.column
            assert getattr(model._meta.fields_map[name], "max_length", None) in {None, door.longest}, place
        found = text_inputs.refusals(await door.send(api, "𠮷" * (door.longest + 1)))
        assert [each.rpartition(" ")[2] for each in found] == ["TOO_LONG"], (place, found)
        assert found[0].partition(" ")[0].endswith(door.path[-1]), (place, found)


async def test_no_text_is_without_a_limit(api: Api, sample: SampleRegister) -> None:
    for place, door in (await text_inputs.text_inputs(api, sample)).items():
        await api.token(door.as_ or "surety")
        before = await table_contents(but=("audit_event",))
        await FailureWindow.all().delete()
        found = text_inputs.refusals(await door.send(api, "𠮷" * 20_000))
        assert any("TOO_LONG" in each or each.endswith(door.refusal) for each in found), (place, found)
        assert await table_contents(but=("audit_event",)) == before, place


async def test_the_longest_texts_are_stored_and_come_back(api: Api, sample: SampleRegister) -> None:
    for place, door in (await text_inputs.text_inputs(api, sample)).items():
        if door.column is None:
            continue
        model, name = door.column
        text = "𠮷" * door.longest
        found = text_inputs.refusals(await door.send(api, text))
        assert not any(each.isupper() or " " in each for each in found), (place, found)
        assert await model.filter(**{name: text}).exists(), place


async def test_kana_are_composed_at_every_place_and_nothing_else_is(api: Api, sample: SampleRegister) -> None:
    kept = "\ufa19e\u0301"
    doors = await text_inputs.text_inputs(api, sample)
    for place, door in doors.items():
        if door.column is None:
            continue
        model, name = door.column
        found = text_inputs.refusals(await door.send(api, DECOMPOSED + "社"))
        assert await model.filter(**{name: COMPOSED + "社"}).exists(), (place, found)
    await doors["PostMessageInput.body"].send(api, kept)
    assert await Message.filter(body=kept).exists()


async def test_literals_are_composed_like_variables(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample)
    for literal in (DECOMPOSED, ascii(DECOMPOSED)[1:-1]):
        given = f'{{applicationId: "{application["id"]}", body: "{literal}"}}'
        await api.data(f"mutation {{ postMessage(input: {given}) {{ __typename }} }}", as_="surety")
    assert [message.body for message in await Message.all()] == [COMPOSED] * 2


@pytest.mark.parametrize(
    "body",
    [
        rb'{"query": "query($s: String) { contractors(search: $s) { __typename } }", "variables": {"s": "\ud800"}}',
        rb'{"query": "{ obligees(filter: {search: \"\\uD800\"}) { edges { cursor } } }"}',
        b'{"query": "{ obligees(filter: {search: \\"\xed\xa0\x80\\"}) { edges { cursor } } }"}',
        b'{"query": "{ obligees(filter: {search: \\"\xff\\"}) { edges { cursor } } }"}',
    ],
)
async def test_halves_of_characters_are_no_text(api: Api, body: bytes) -> None:
    assert len(error_codes(await send(api, body))) == 1


async def test_names_are_found_in_whatever_form_they_are_written(api: Api, sample: SampleRegister) -> None:
    await api_calls.apply(api, sample, contract=api_calls.contract_input(sample, projectName="鎌ケ谷ｶﾞｰﾄﾞﾚｰﾙ髙橋工事"))
    lists = ("query($f: GuaranteeFilter) { guarantees", "query($f: ContractFilter) { contracts")
    for text, count in (
        ("鎌ヶ谷", 1),
        ("鎌ｹ谷　ガードレール", 1),
        ("か\u3099ードレール", 0),
        ("高橋工事", 1),
        ("鎌倉", 0),
    ):
        for query in lists:
            whole = f"{query}(filter: $f) {{ edges {{ node {{ id }} }} }} }}"
            (found,) = (await api.data(whole, as_="surety", f={"projectName": text})).values()
            assert bool(found["edges"]) == bool(count), (query, text)
    guarantees = f"{lists[0]}(filter: $f) {{ edges {{ node {{ id }} }} }} }}"
    both = {"contractorName": "○○建設（株）", "projectName": "鎌ヶ谷"}
    for changes, count in (({"contractorName": "建設株式会社"}, 2), ({}, 0)):
        found = await api.data(guarantees, as_="surety", f=both | changes)
        assert len(found["guarantees"]["edges"]) == count
