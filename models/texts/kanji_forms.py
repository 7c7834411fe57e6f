"""Old, variant and new forms of a kanji (旧字体・異体字): distinguishes texts that differ in form only.

Compatibility ideographs (神 as U+FA19) need no list: Unicode defines the character of each. This file contains none,
because editors and version control silently replace them.
"""

import unicodedata

from security.character_tables import VARIATION_SELECTORS

JOYO = """
    萬万 與与 兩両 竝並 乘乗 亂乱 豫予 爭争 亞亜 佛仏 假仮 會会 傳伝 體体 餘余 倂併 價価 儉倹 僞偽 兒児 黨党
    圓円 寫写 處処 劍剣 劑剤 剩剰 勵励 勞労 效効 敕勅 勸勧 勳勲 區区 醫医 單単 卽即 嚴厳 參参 雙双 收収 敍叙
    臺台 號号 營営 囑嘱 團団 圍囲 圖図 國国 圈圏 壓圧 墮堕 壘塁 鹽塩 增増 壞壊 壤壌 壯壮 聲声 壹壱 賣売 變変
    奧奥 奬奨 孃嬢 學学 寶宝 實実 寬寛 寢寝 對対 壽寿 專専 將将 盡尽 屆届 屬属 嶽岳 峽峡 巢巣 卷巻 帶帯 歸帰
    廳庁 廣広 廢廃 貳弐 彌弥 彈弾 當当 徑径 從従 德徳 徵徴 應応 戀恋 恆恒 惠恵 惱悩 惡悪 慘惨 愼慎 懷懐 戰戦
    戲戯 戾戻 拂払 拔抜 擇択 擔担 拜拝 據拠 擴拡 擧挙 挾挟 插挿 搜捜 揭掲 搖揺 攝摂 擊撃 數数 齊斉 齋斎 斷断
    舊旧 晝昼 晚晩 曉暁 曆暦 曾曽 條条 來来 樞枢 榮栄 櫻桜 棧桟 檢検 樓楼 樂楽 槪概 樣様 權権 橫横 缺欠 歐欧
    歡歓 步歩 齒歯 歷歴 殘残 毆殴 殼殻 每毎 氣気 澤沢 淨浄 淺浅 濱浜 淚涙 渴渇 濟済 涉渉 澁渋 溪渓 溫温 灣湾
    濕湿 滿満 瀧滝 滯滞 潛潜 瀨瀬 燈灯 爐炉 點点 爲為 燒焼 犧犠 狀状 獨独 狹狭 獵猟 獻献 獸獣 甁瓶 畫画 疊畳
    瘦痩 癡痴 發発 盜盗 縣県 眞真 硏研 碎砕 禮礼 禪禅 祕秘 稱称 稻稲 穗穂 穩穏 竊窃 龍竜 粹粋 肅粛 絲糸 經経
    繪絵 繼継 續続 總総 綠緑 緖緒 緣縁 繩縄 縱縦 纖繊 罐缶 飜翻 聽聴 膽胆 腦脳 臟臓 艷艶 藝芸 莖茎 莊荘 藏蔵
    薰薫 藥薬 虛虚 蟲虫 蠶蚕 螢蛍 蠻蛮 衞衛 裝装 襃褒 霸覇 覺覚 覽覧 觀観 觸触 譯訳 證証 譽誉 讀読 謠謡 讓譲
    豐豊 贊賛 踐践 轉転 輕軽 辭辞 邊辺 遞逓 遲遅 郞郎 鄕郷 醉酔 釀醸 釋釈 鐵鉄 鑛鉱 錢銭 鑄鋳 鍊錬 錄録 鎭鎮
    關関 鬭闘 陷陥 險険 隨随 隱隠 雜雑 靈霊 靜静 賴頼 顯顕 驛駅 驅駆 騷騒 驗験 髓髄 髮髪 鷄鶏 麥麦 麵麺 黃黄
    黑黒 默黙 齡齢
"""
"""常用漢字表 (内閣告示第2号, 2010-11-30): the form in brackets (康熙字典体), then the current form.

Without 弁, which replaced three characters that differ in meaning (辨, 瓣, 辯).
"""
JINMEIYO = "亙亘 凛凜 堯尭 巖巌 晄晃 晉晋 檜桧 槇槙 禰祢 禱祷 祿禄 穰穣 萠萌 遙遥"
"""戸籍法施行規則, 別表第二の一: forms listed side by side, because names may be written with either."""
UNIFIED_ELSEWHERE = """
    飮飲 銳鋭 悅悦 閱閲 顏顔 敎教 戶戸 吳呉 娛娯 歲歳 產産 尙尚 靑青 淸清 稅税 說説 絕絶 脫脱 內内 彥彦
"""
"""Small differences of shape that Unicode encodes separately (its source separation rule); no list above has them."""
IN_NAMES = (
    "髙高 﨑崎 嵜崎 𠮷吉 邉辺 濵浜 嶋島 嶌島 冨富 舘館 栁柳 桒桑 圡土 曻昇 槗橋 舩船 峯峰 寳宝 渕淵 渊淵 ヶケ ヵカ"
)
"""Variants (俗字) by dictionaries, in many names of families and companies; and ヶ in places (鎌ヶ谷, 鎌ケ谷)."""

_PAIRS = f"{JOYO} {JINMEIYO} {UNIFIED_ELSEWHERE} {IN_NAMES}".split()
_SELECTORS = dict.fromkeys(VARIATION_SELECTORS)
FORMS = {pair[0]: pair[1] for pair in _PAIRS}
"""The representative of all forms, by form."""
_TABLE = _SELECTORS | str.maketrans(FORMS)


def fold(text: str) -> str:
    """The text with every kanji replaced by the representative of its forms."""
    return unicodedata.normalize("NFC", text.translate(_SELECTORS)).translate(_TABLE)
