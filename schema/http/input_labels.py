"""Labels of input fields in messages, instead of the names of variables."""

from collections.abc import Sequence

from models.content.certificate_content import CONTENT
from resolvers.text_checks import name_in_api

_LABELS = {
    "acceptsElectronic": "電子保証の可否",
    "accessTokenId": "トークン",
    "advancePaymentPlanned": "前払金の支払予定",
    "after": "一覧の続きの位置",
    "apiClientId": "APIクライアント",
    "applicationId": "申込",
    "authKey": "認証キー",
    "bidDate": "入札日",
    "billTo": "保証料請求先",
    "body": "本文",
    "branchId": "支店",
    "contactDepartment": "担当部署",
    "contactName": "担当者名",
    "contactTelephone": "連絡先電話番号",
    "contactTitle": "役職",
    "contract": "契約",
    "contractDateFrom": "請負契約日（から）",
    "contractDateTo": "請負契約日（まで）",
    "contractId": "登録済みの契約",
    "contractReference": "契約の整理番号",
    "contractorId": "請負者",
    "contractorName": "請負者名",
    "currentFiscalYearBase": "今年度対象額",
    "draft": "申込書の内容",
    "email": "メールアドレス",
    "expected": "照合する内容",
    "expiresFrom": "保証期限（から）",
    "expiresOn": "有効期限",
    "expiresTo": "保証期限（まで）",
    "expiresWithinDays": "保証期限までの日数",
    "feePaymentMethod": "保証料支払方法",
    "file": "ファイル",
    "filter": "検索条件",
    "first": "件数",
    "guaranteeId": "保証",
    "guaranteeIds": "保証",
    "guarantees": "申し込む保証",
    "id": "ID",
    "idempotencyKey": "冪等キー",
    "input": "入力内容",
    "isAnother": "別の契約であるかどうか",
    "isElectronic": "電子保証",
    "isInForce": "保証中",
    "issuedFrom": "発行日（から）",
    "issuedTo": "発行日（まで）",
    "isValid": "有効な証書",
    "lowPriceOrLabourOnly": "低入札・役務的保証の別",
    "mailId": "メール",
    "message": "連絡事項",
    "minimumAmount": "保証金額の下限",
    "name": "名称",
    "notifyOnCompletion": "発行完了のお知らせの希望",
    "number": "保証契約番号",
    "obligeeId": "発注者",
    "obligeeIds": "発注者",
    "on": "基準日",
    "orderBy": "並び順",
    "paidOn": "入金日",
    "paperFeeStatement": "保証料計算書（紙）の希望",
    "password": "パスワード",
    "prefecture": "都道府県",
    "reason": "理由",
    "receivedFrom": "受領日（から）",
    "receivedTo": "受領日（まで）",
    "recognizedOn": "発注者の認定日",
    "redeposit": "再預託利用区分",
    "requestsPerMinute": "1分間の要求数",
    "search": "検索語",
    "state": "状態",
    "status": "手続状況",
    "submissionBranchId": "申込送信先",
    "submittedFrom": "申込日（から）",
    "submittedTo": "申込日（まで）",
    "suretyId": "保証会社",
    "tenderNoticeDate": "入札公告日",
    "to": "宛先",
    "version": "保存の版",
}
LABELS = {name_in_api(field.name): field.input_label for field in CONTENT} | _LABELS
"""By the name of an input's field or of an argument. A test requires one for each."""
TYPES = {
    "AuthKey": "認証キー",
    "Boolean": "真偽値",
    "Date": "日付",
    "DateTime": "日時",
    "Float": "数値",
    "GuaranteeNumber": "保証契約番号",
    "ID": "ID",
    "Int": "整数",
    "String": "文字列",
    "Upload": "ファイル",
    "Yen": "金額",
}
"""The label of a variable of a scalar type, if nothing but the type is known."""
INPUT = LABELS["input"]


def label_of(path: Sequence[str | int], type_name: str) -> str:
    """The label of the value at a path below a variable of a type, with its index in a list."""
    names = [name for name in path if isinstance(name, str)]
    label = LABELS.get(names[-1], INPUT) if names else TYPES.get(type_name, INPUT)
    places = [f"{place + 1}件目" for place in path if isinstance(place, int)]
    return f"{label}（{'の'.join(places)}）" if places else label
