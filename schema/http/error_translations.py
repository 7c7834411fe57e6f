"""graphql-core's messages for faulty requests, in Japanese, with the original English for developers to look up."""

import re

_JAPANESE = {
    # Values
    r"Expected a value of non-null type '(.+)' to be provided\.": "{0} 型の値は省略できません。",
    r"Expected value of non-null type '(.+)' not to be None\.": "{0} 型の値に null は指定できません。",
    r"Expected value of type '(.+)' to be an object": "{0} 型の値は、オブジェクトとしてください。",
    r"Expected value of type '(.+)' to include required field '(.+)'": "{0} 型の値に、必須の項目 {1} がありません。",
    r"Expected value of type '(.+)' not to include unknown field '(.+)'": "{0} 型に、{1} という項目はありません。",
    r"Expected variable '(.+)' provided to type '(.+)' to provide a runtime value\.": "変数 {0} の値がありません。",
    r"Expected variable '(.+)' provided to non-null type '(.+)' not to be None\.": (
        "変数 {0} に null は指定できません。"
    ),
    r"Expected value of type '(.+)'": "{0} 型の値として読めません。",
    r"Enum '(.+)' cannot represent non-(?:string|enum) value:?": "{0} の値は、定義された名前で指定してください。",
    r"Value(?: .+)? does not exist in '(.+)' enum\.?": "{0} に、その値はありません。",
    r"Int cannot represent non-integer value:?": "整数で指定してください。",
    r"Int cannot represent non 32-bit signed integer value:?": "32ビットの範囲の整数で指定してください。",
    r"Float cannot represent non numeric value:?": "数値で指定してください。",
    r"String cannot represent a non string value:?": "文字列で指定してください。",
    r"Boolean cannot represent a non boolean value:?": "true または false で指定してください。",
    r"ID cannot represent (?:a non-string and non-integer )?value:?": "IDは文字列で指定してください。",
    # Fields, arguments and variables
    r"Cannot query field '(.+)' on type '(.+)'\.": "{1} 型に、{0} というフィールドはありません。",
    r"Field '(.+)' must not have a selection since type '(.+)' has no subfields\.": (
        "フィールド {0}（{1} 型）に、選択集合は指定できません。"
    ),
    r"Field '(.+)' of type '(.+)' must have (?:a selection of subfields|at least one field selected)\.": (
        "フィールド {0}（{1} 型）には、選択集合を指定してください。"
    ),
    r"Unknown argument '(.+)' on (?:field|directive|fragment) '(.+)'\.": "{1} に、{0} という引数はありません。",
    r"(?:Fragment )?[Aa]?rgument '(.+)' of type '(.+)' is required, but it was not provided\.": (
        "必須の引数 {0}（{1} 型）がありません。"
    ),
    r"Fragment '(.+)' argument '(.+)' of type '(.+)' is required, but it was not provided\.": (
        "フラグメント {0} の必須の引数 {1}（{2} 型）がありません。"
    ),
    r"There can be only one (argument|directive|fragment|input field|operation|variable) named '(.+)'\.": (
        "同じ名前（{1}）が重ねて指定されています。"
    ),
    r"Variable '(.+)' is not defined(?: by operation '.+')?\.": "変数 {0} が宣言されていません。",
    r"Variable '(.+)' is never used(?: in (?:operation|fragment) '.+')?\.": "変数 {0} が使われていません。",
    r"Variable '(.+)' cannot be non-input type '(.+)'\.": "変数 {0} の型を {1} とすることはできません。",
    r"Variable '(.+)' of type '(.+)' used in position expecting type '(.+)'\.": (
        "{1} 型の変数 {0} を、{2} 型の値として使うことはできません。"
    ),
    r"Variable '(.+)' has invalid default value.*": "変数 {0} の既定値が正しくありません。",
    r"Variable '(.+)' has invalid value.*": "変数 {0} の値が正しくありません。",
    r"Variable values are nested too deeply\.": "変数の値の入れ子が深すぎます。",
    # Fragments, directives, operations
    r"Unknown type '(.+)'\.": "{0} という型はありません。",
    r"Unknown fragment '(.+)'\.": "{0} というフラグメントはありません。",
    r"Unknown directive '(.+)'\.": "{0} というディレクティブはありません。",
    r"Directive '(.+)' may not be used on (.+)\.": "ディレクティブ {0} を、ここ（{1}）に付けることはできません。",
    r"The directive '(.+)' can only be used once at this location\.": "ディレクティブ {0} が重ねて付けられています。",
    r"Fragment '(.+)' is never used\.": "フラグメント {0} が使われていません。",
    r"Cannot spread fragment '(.+)' within itself.*": "フラグメント {0} が、自分自身を含んでいます。",
    r"Fragment(?: '.+')? cannot condition on non composite type '(.+)'\.": "{0} 型にフラグメントは使えません。",
    r"Fragment(?: '.+')? cannot be spread here as objects of type '(.+)' can never be of type '(.+)'\.": (
        "{0} 型が {1} 型であることはないため、このフラグメントはここに置けません。"
    ),
    r"(?:Fields|Spreads) '(.+)' conflict because .*": (
        "{0} という同じ名前で、異なるものが選択されています。別名を付けてください。"
    ),
    r"The (.+) operation is not supported by the schema\.": "{0} の操作には対応していません。",
    r"The (.+) definition is not executable\.": "{0} の定義は実行できません。",
    r"This anonymous operation must be the only defined operation\.": "名前のない操作は、1つだけ指定してください。",
    # Documents
    r"Syntax Error: Document contains more than (.+) tokens\. Parsing aborted\.": "要求が大きすぎます。",
    r"Syntax Error: .*": "GraphQL の構文に誤りがあります。",
}
_PATTERNS = [(re.compile(pattern, re.DOTALL), japanese) for pattern, japanese in _JAPANESE.items()]
_OTHERWISE = "GraphQL の要求に誤りがあります。"


def in_both_languages(message: str) -> str:
    """The message in Japanese, followed by the original in brackets."""
    found = ((pattern.match(message), japanese) for pattern, japanese in _PATTERNS)
    translated = next((japanese.format(*match.groups()) for match, japanese in found if match), _OTHERWISE)
    return f"{translated}（{message}）"
