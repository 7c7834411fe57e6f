"""Messages for faulty requests: in Japanese, with graphql-core's English beside, and with labels for fields."""

from typing import Any

import pytest
from graphql import GraphQLError, is_input_object_type, is_scalar_type

from sample.sample_register import SampleRegister
from schema.build import graphql_schema
from schema.http import error_formatting, error_translations, input_labels
from tests.conftest import Api
from tests.support import api_calls

DOCUMENTS = {
    "{ nothing }": (
        "Query 型に、nothing というフィールドはありません。",
        "Cannot query field 'nothing' on type 'Query'.",
    ),
    "{ viewer }": (
        "フィールド viewer（Viewer 型）には、選択集合を指定してください。",
        "Field 'viewer' of type 'Viewer' must have a selection of subfields.",
    ),
    "{ viewer { role { x } } }": (
        "フィールド role（Role! 型）に、選択集合は指定できません。",
        "Field 'role' must not have a selection since type 'Role!' has no subfields.",
    ),
    "{ viewer(a: 1) { role } }": (
        "Query.viewer に、a という引数はありません。",
        "Unknown argument 'a' on field 'Query.viewer'.",
    ),
    "{ certificate { id } }": (
        "必須の引数 Query.certificate(guaranteeNumber:)（GuaranteeNumber! 型）がありません。",
        (
            "Argument 'Query.certificate(guaranteeNumber:)' of type 'GuaranteeNumber!' is required,"
            " but it was not provided."
        ),
    ),
    "query($a: Int, $a: Int) { obligees(first: $a) { edges { cursor } } }": (
        "同じ名前（$a）が重ねて指定されています。",
        "There can be only one variable named '$a'.",
    ),
    "{ obligees(first: $a) { edges { cursor } } }": (
        "変数 $a が宣言されていません。",
        "Variable '$a' is not defined.",
    ),
    "query Q($a: Int) { viewer { role } }": (
        "変数 $a が使われていません。",
        "Variable '$a' is never used in operation 'Q'.",
    ),
    "query($a: Viewer) { viewer { role } }": (
        "変数 $a の型を Viewer とすることはできません。",
        "Variable '$a' cannot be non-input type 'Viewer'.",
    ),
    "query($a: String) { obligees(first: $a) { edges { cursor } } }": (
        "String 型の変数 $a を、Int 型の値として使うことはできません。",
        "Variable '$a' of type 'String' used in position expecting type 'Int'.",
    ),
    "query($a: Nothing) { viewer { role } }": ("Nothing という型はありません。", "Unknown type 'Nothing'."),
    "{ ...F }": ("F というフラグメントはありません。", "Unknown fragment 'F'."),
    "{ viewer { role } } fragment F on Viewer { role }": (
        "フラグメント F が使われていません。",
        "Fragment 'F' is never used.",
    ),
    "{ ...F } fragment F on Query { ...F }": (
        "フラグメント F が、自分自身を含んでいます。",
        "Cannot spread fragment 'F' within itself.",
    ),
    "{ viewer { ... on Query { __typename } } }": (
        "Viewer 型が Query 型であることはないため、このフラグメントはここに置けません。",
        "Fragment cannot be spread here as objects of type 'Viewer' can never be of type 'Query'.",
    ),
    "{ viewer { ... on Role { x } } }": (
        "Role 型にフラグメントは使えません。",
        "Fragment cannot condition on non composite type 'Role'.",
    ),
    "{ viewer { role @wrong } }": ("@wrong というディレクティブはありません。", "Unknown directive '@wrong'."),
    "query @skip(if: true) { viewer { role } }": (
        "ディレクティブ @skip を、ここ（query）に付けることはできません。",
        "Directive '@skip' may not be used on query.",
    ),
    "{ viewer { role @skip(if: true) @skip(if: true) } }": (
        "ディレクティブ @skip が重ねて付けられています。",
        "The directive '@skip' can only be used once at this location.",
    ),
    "{ a: viewer { role } a: sureties { name } }": (
        "a という同じ名前で、異なるものが選択されています。別名を付けてください。",
        (
            "Fields 'a' conflict because 'viewer' and 'sureties' are different fields."
            " Use different aliases on the fields to fetch both if this was intentional."
        ),
    ),
    "{ obligees(first: 1.5) { edges { cursor } } }": (
        "整数で指定してください。",
        "Int cannot represent non-integer value",
    ),
    '{ obligees(first: 1, filter: {on: "2026-04-01", x: 1}) { edges { cursor } } }': (
        "ObligeeFilter 型に、x という項目はありません。",
        "Expected value of type 'ObligeeFilter' not to include unknown field 'x'",
    ),
    "{ guarantees(filter: {kind: BID}) { edges { cursor } } }": (
        "GuaranteeKind に、その値はありません。",
        "Value does not exist in 'GuaranteeKind' enum.",
    ),
    "{ viewer { role }": ("GraphQL の構文に誤りがあります。", "Syntax Error: Expected Name"),
    "{ viewer { role } } type X { a: Int }": (
        "'X' の定義は実行できません。",
        "The 'X' definition is not executable.",
    ),
}


@pytest.mark.parametrize("query", DOCUMENTS)
async def test_a_faulty_document_is_told_in_both_languages(api: Api, query: str) -> None:
    japanese, english = DOCUMENTS[query]
    messages = [error["message"] for error in (await api.post(query)).json()["errors"]]
    assert f"{japanese}（{english}）" in messages


VARIABLES: list[tuple[str, Any, str]] = [
    ("contract.contractDate", "2026-1-1", "「請負契約日」の値が正しくありません: 日付は「2026-04-01」の形式"),
    ("contract.contractPrice", "1", "「請負金額」の値が正しくありません: 金額は円単位の整数"),
    (
        "contract.projectName",
        None,
        "「工事名」の値が正しくありません: String! 型の値に null は指定できません。（Expected",
    ),
    ("contract.jointVentureMembers", ["甲", 1], "「共同企業体の構成員（2件目）」の値が正しくありません: 文字列で"),
    ("guarantees.1.amount", 1.5, "「保証金額（2件目）」の値が正しくありません: 金額は円単位の整数"),
    ("guarantees.0.kind", "BID", "「保証の種類（1件目）」の値が正しくありません: GuaranteeKind に、その値は"),
    ("guarantees", None, "「申し込む保証」の値が正しくありません: [RequestedGuaranteeInput!]! 型の値に null は"),
    ("contract", 1, "「契約」の値が正しくありません: NewContractInput 型の値は、オブジェクトと"),
]


@pytest.mark.parametrize(("path", "value", "message"), VARIABLES, ids=[path for path, _, _ in VARIABLES])
async def test_a_faulty_variable_is_told_with_its_label(
    api: Api, sample: SampleRegister, path: str, value: Any, message: str
) -> None:
    given = api_calls.application_input(sample)
    *way, last = path.split(".")
    inner: Any = given
    for step in way:
        inner = inner[int(step)] if step.isdigit() else inner[step]
    inner[last] = value
    query = api_calls.APPLY.replace("$input", "$i")
    (error,) = (await api.post(query, as_="contractor", i=given)).json()["errors"]
    assert error["message"].startswith(message)
    assert error["extensions"]["field"].startswith(f"i.{path}")
    assert "i.contract" not in error["message"]


async def test_a_variable_by_itself_is_called_by_its_type(api: Api) -> None:
    query = "query($n: GuaranteeNumber!, $k: AuthKey!) { certificate(guaranteeNumber: $n, authKey: $k) { id } }"
    errors = (await api.post(query, n="31073-00001X", k=None)).json()["errors"]
    assert [error["message"].partition("」")[0] for error in errors] == ["「保証契約番号", "「認証キー"]
    assert [error["extensions"]["field"] for error in errors] == ["n", "k"]


def test_every_field_of_an_input_and_every_argument_has_a_label() -> None:
    types = [type_ for type_ in graphql_schema.type_map.values() if not type_.name.startswith("__")]
    names = {name for type_ in types if is_input_object_type(type_) for name in type_.fields}
    for root in (graphql_schema.query_type, graphql_schema.mutation_type):
        assert root
        names |= {name for field in root.fields.values() for name in field.args}
    assert names - input_labels.LABELS.keys() == set()
    assert {type_.name for type_ in types if is_scalar_type(type_)} == input_labels.TYPES.keys()


def test_what_has_no_translation_is_still_told() -> None:
    assert (
        error_translations.in_both_languages("Something new.") == "GraphQL の要求に誤りがあります。（Something new.）"
    )


def test_our_own_messages_stay_as_they_are() -> None:
    ours = GraphQLError("要求が大きすぎます。", extensions={"code": "OPERATION_TOO_LARGE"})
    assert error_formatting.of_graphql_error(ours)["message"] == "要求が大きすぎます。"
