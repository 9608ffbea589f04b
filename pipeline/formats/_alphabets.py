"""The letters of languages, for telling an old encoding by what its bytes would spell.

Tables alone; `_charset` weighs them. Letters stand with the most frequent first (of Latin alphabets only those beyond
ASCII: the others are the same bytes in every encoding). The order is that of running text; a place up or down decides
nothing. Of the thousands of characters of East Asia, those stand here that titles of papers have most.
"""

from __future__ import annotations

from typing import NamedTuple

# every language of which many bibliographies are in an encoding before Unicode
ALPHABETS = {
    "French": "éèàêçôâîùïûœëüæ",
    "German": "üäößé",
    "Spanish": "óíáéñúü",
    "Portuguese": "ãçáéíóõêâúàô",
    "Italian": "àèìùòé",
    "Danish": "øåæéöä",
    "Swedish": "äöåé",
    "Icelandic": "áíðóéúþöæý",
    "Polish": "łęąóżśćńź",
    "Czech": "íáéěřýžčšůúťňďó",
    "Slovak": "áíčéýúžšľťôňóäďŕĺ",
    "Hungarian": "éáöóőíüúű",
    "Croatian": "čšžćđ",
    "Romanian": "ăîţâş",
    "Turkish": "ıüşçöğİâî",
    "Latvian": "āīēšņļūžģčķ",
    "Lithuanian": "ėųšįžąčūę",
    "Estonian": "äõüöšž",
    "Russian": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфёъ",
    "Ukrainian": "оанивіерстлкудмпзяьбгйчюхцїжшщєфґ",
    "Bulgarian": "аоеитнрсвлпдкмзгуябъщжчйцхшюьф",
    "Serbian": "аоиенрстјвдлкумпгзбчшжњћхцљђфџ",
    "Greek": "αοιτεσνηυρπκμλςίόωγάδέήθχύφβώξζψϊϋΐΰ",
    "Hebrew": "יהולרתאמבשנםעדקפחצגכטסןזךףץ",
    "Arabic": "اليمنرتبوةعسدفهكحجقأشصىطخذضزثءغئإؤآظ",
}
# the likelier first: each language is taken for half a bit less likely than the one before it
_WESTERN = ("French", "German", "Spanish", "Portuguese", "Italian", "Swedish", "Danish", "Icelandic")
_CENTRAL = ("Polish", "Czech", "Hungarian", "German", "Slovak", "Romanian", "Croatian")
_CYRILLIC = ("Russian", "Ukrainian", "Bulgarian", "Serbian")

# One-byte encodings: how unlikely each is beforehand (in bits, 1 for half as likely), and what is written in it.
# Windows' own come first: its programs made most of these files. cp1250 is what Windows wrote where Unix wrote
# latin2; the two differ in just the letters that Polish and Czech need most.
CHARSETS: dict[str, tuple[float, tuple[str, ...]]] = {
    "cp1252": (0, _WESTERN),
    "cp1250": (1, _CENTRAL),
    "cp1251": (0, _CYRILLIC),
    "cp1254": (1, ("Turkish", *_WESTERN[:5])),
    "cp1253": (2, ("Greek",)),
    "cp1255": (2, ("Hebrew",)),
    "cp1256": (4, ("Arabic",)),
    "cp1257": (4.5, ("Latvian", "Lithuanian", "Estonian")),
    "iso8859-2": (2, _CENTRAL),
    "mac-roman": (5.5, _WESTERN),
    "koi8-r": (1, _CYRILLIC[:1]),
    "cp866": (2, _CYRILLIC[:1]),
    "iso8859-5": (2, _CYRILLIC),
    "iso8859-7": (3, ("Greek",)),
    "mac-cyrillic": (4, _CYRILLIC),
    "cp850": (6, _WESTERN),
}


class Characters(NamedTuple):
    """An encoding of two bytes a character: how unlikely it is beforehand, in bits, and what texts in it are made of.

    `common`: the most frequent characters, in any order; `common_bits`: what one of them costs. The standard itself
    sets the usual characters apart from the rare ones: `first_bytes` and `second_from` tell their bytes, `usual_bits`
    what they cost. `kana`: what a Japanese syllable costs.
    """

    language: str
    unlikely: float
    common: str
    common_bits: float
    first_bytes: range
    second_from: int
    usual_bits: float
    kana: float


_SIMPLIFIED = (
    "的研究影响分析中与对及在治疗学医临床护理患者性心应用和效果评价人大健康教育生病综合症新社会家庭老年儿童青少妇女"
    "发展现状调查相关因素干预进方法国际文化管系统实践理论基于一不以为了是有术后前高低血压糖尿癌肿瘤肝肾肺脏脑神经"
    "精抑郁焦虑认知行团体小组巴林特职业倦怠士生全科综质量活动模式表达细胞基因药物"
    "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗伟华明杂志北京上海省市报院专科技版"
)
_TRADITIONAL = (
    "的研究影響分析中與對及在治療學醫臨床護理患者性心應用和效果評價人大健康教育生病綜合症新社會家庭老年兒童青少婦女"
    "發展現狀調查相關因素介入進方法國際文化管系統實踐理論基於一不以為了是有術後前高低血壓糖尿癌腫瘤肝腎肺臟腦神經"
    "精憂鬱焦慮認知行團體小組巴林特職業倦怠師生全科質量活動模式表達細胞基因藥物之探討台灣灣臺"
    "王李張劉陳楊黃趙吳周徐孫馬朱胡林郭何高羅偉華明雜誌北京上海省市報院專科技版"
)
_JAPANESE = (
    "研究的学医療看護者患病治症例心理精神科学会日本一人大中小生活教育支援援助実践関係性検討影響効果"
    "における分析調査課題家族高齢子供児童青年女性社会福祉地域保健健康障害不安抑過程評価方法用例報告雑誌"
    "田山川本村木中井藤佐高橋渡辺伊東京都専門職業燃尽候群国際文化論臨床経験師員士認知行動開発"
)
_KOREAN = (
    "의이한에대는연구과를을및적성인관가로은자학사도지수정기사회교육간호환의료치심리건강영향효요효구분석중심"
    "으로하여위국문제보생활동여성대상발비행조청소년노아부모가족스트레프그램용실시험경험방법평가개미치"
    "트룹린소진김박최정강윤장임한오서신권황안송류전홍고문양손배백허유남노하곽우계증후감결상태변화모형"
    "의사전공병원암통증신체우울불안직무만족삶질준체계론원술"
)

# GB 2312 (level 1), Big5 (level 1), JIS X 0208 (level 1) in both its forms, KS X 1001 (Hangul)
EAST_ASIAN: dict[str, Characters] = {
    "gb18030": Characters("Chinese", 1, _SIMPLIFIED, 8.5, range(0xB0, 0xD8), 0xA1, 12.5, 17),
    "cp950": Characters("Chinese", 1, _TRADITIONAL, 8.5, range(0xA4, 0xC7), 0x40, 13, 17),
    "cp932": Characters("Japanese", 1, _JAPANESE, 9.5, range(0x88, 0x99), 0x40, 14, 7),
    "euc-jp": Characters("Japanese", 2, _JAPANESE, 9.5, range(0xB0, 0xD0), 0xA1, 14, 7),
    "cp949": Characters("Korean", 1, _KOREAN, 8, range(0xB0, 0xC9), 0xA1, 12, 18),
}
