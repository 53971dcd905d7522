"""Invent the organisations of the fictitious 示例市 that the registers share."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bodies import DISTRICTS
from credit_code import ALPHABET, credit_code
from draws import pick

LEGAL, NATURAL, INDIVIDUAL = "法人及非法人组织", "自然人", "个体工商户"
SURNAMES: tuple[str, ...] = (
    *"赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹柏窦章苏潘葛范彭鲁韦马",
    *"方任袁柳唐薛雷贺倪汤殷罗毕郝安常傅卞齐",
    *("欧阳", "司徒", "上官", "诸葛", "端木"),
)
_FIRST = "安康和泰瑞嘉盛恒福宁祥润明德仁济华雅悦清晨佳美新百千万同长永"
_SECOND = "和泰康宁安民禾源丰达信诚林岚溪云川海岳阳星辰兰芷薇雅正元"
_RARE = {20: "𬭎泰", 95: "㐀和", 170: "𠮷安", 245: "龑盛", 330: "堃瑞", 400: "㛃雅", 470: "喆宁"}
_ORDINALS = "一二三四五六七八九"
# Trade, how many, and the forms it comes in: class of credit code and name ({d} 区县, {b} 字号, {n} 序数).
Trade = tuple[str, int, tuple[tuple[str, str], ...]]
_TRADES: tuple[Trade, ...] = (
    (
        "口腔",
        62,
        (("91", "{d}{b}口腔门诊部有限公司"), ("92", "{d}{b}口腔诊所"), ("91", "{b}口腔门诊部（普通合伙）")),
    ),
    (
        "诊所",
        44,
        (("92", "{d}{b}诊所"), ("91", "{d}{b}综合门诊部有限公司"), ("91", "{b}门诊部有限公司（{d}分部）")),
    ),
    ("中医", 26, (("92", "{d}{b}中医诊所"), ("91", "{d}{b}中医门诊部有限公司"))),
    ("医疗美容", 18, (("91", "{d}{b}医疗美容门诊部有限公司"),)),
    (
        "医院",
        40,
        (
            ("12", "{d}第{n}人民医院"),
            ("12", "{d}{b}街道社区卫生服务中心"),
            ("52", "{b}康复医院"),
            ("91", "{b}骨科医院有限公司"),
        ),
    ),
    ("妇幼", 12, (("12", "{d}{b}妇幼保健院"), ("91", "{b}妇产医院有限公司"))),
    ("影像", 12, (("91", "{b}医学影像诊断中心有限公司"), ("91", "{b}健康体检中心有限公司"))),
    (
        "住宿",
        62,
        (
            ("91", "{d}{b}宾馆有限公司"),
            ("92", "{d}{b}宾馆"),
            ("91", "{b}酒店管理有限公司（{d}店）"),
            ("91", "{d}{b}宾馆（个人独资）"),
        ),
    ),
    ("民宿", 22, (("92", "{d}{b}民宿"), ("91", "{d}{b}民宿有限公司"))),
    ("美容美发", 56, (("92", "{d}{b}美容店"), ("91", "{d}{b}美容美发有限公司"), ("92", "{d}{b}美发店"))),
    ("游泳", 20, (("91", "{d}{b}游泳馆有限公司"), ("91", "{b}健身服务有限公司（{d}游泳馆）"))),
    (
        "文娱商场",
        26,
        (("91", "{d}{b}影城有限公司"), ("91", "{d}{b}商场有限公司"), ("91", "{d}{b}浴场有限公司")),
    ),
    ("供水", 20, (("91", "{d}{b}供水有限公司"), ("91", "{b}物业服务有限公司（{d}分公司）"))),
    (
        "工厂",
        64,
        (
            ("91", "{d}{b}家具制造有限公司"),
            ("91", "{b}机械铸造有限公司"),
            ("91", "{b}石材加工厂（普通合伙）"),
            ("91", "{b}电子材料有限公司"),
        ),
    ),
    ("学校", 28, (("12", "{d}{b}小学"), ("12", "{d}第{n}中学"), ("52", "{d}{b}学校"))),
    ("消毒", 10, (("91", "{b}消毒用品有限公司"), ("91", "{d}{b}消毒制剂有限公司"))),
)


_MORE_TRADES: tuple[Trade, ...] = (
    ("口腔", 130, (("92", "{d}{b}口腔诊所"), ("91", "{d}{b}口腔门诊部有限公司"))),
    (
        "诊所",
        240,
        (("92", "{d}{b}诊所"), ("92", "{d}{b}内科诊所"), ("91", "{d}{b}综合门诊部有限公司")),
    ),
    ("中医", 80, (("92", "{d}{b}中医诊所"), ("91", "{d}{b}中医门诊部有限公司"))),
    ("医疗美容", 40, (("91", "{d}{b}医疗美容诊所有限公司"), ("91", "{d}{b}医疗美容门诊部有限公司"))),
    ("医院", 40, (("12", "{d}{b}镇卫生院"), ("52", "{d}{b}护理院"), ("91", "{d}{b}康复医院有限公司"))),
    ("妇幼", 16, (("91", "{b}妇产医院有限公司"), ("91", "{d}{b}妇产科门诊部有限公司"))),
    ("影像", 24, (("91", "{b}医学影像诊断中心有限公司"), ("91", "{b}健康体检中心有限公司"))),
    (
        "住宿",
        330,
        (
            ("92", "{d}{b}宾馆"),
            ("91", "{d}{b}宾馆有限公司"),
            ("92", "{d}{b}旅馆"),
            ("91", "{b}酒店管理有限公司（{d}店）"),
            ("92", "{d}{b}招待所"),
        ),
    ),
    ("民宿", 130, (("92", "{d}{b}民宿"), ("92", "{d}{b}客栈"), ("91", "{d}{b}民宿有限公司"))),
    (
        "美容美发",
        400,
        (
            ("92", "{d}{b}美发店"),
            ("92", "{d}{b}美容店"),
            ("92", "{d}{b}理发店"),
            ("91", "{d}{b}美容美发有限公司"),
        ),
    ),
    ("游泳", 50, (("91", "{d}{b}游泳馆有限公司"), ("91", "{b}健身服务有限公司（{d}游泳馆）"))),
    (
        "文娱商场",
        110,
        (
            ("91", "{d}{b}影城有限公司"),
            ("91", "{d}{b}商场有限公司"),
            ("92", "{d}{b}浴室"),
            ("91", "{d}{b}浴场有限公司"),
        ),
    ),
    ("供水", 60, (("91", "{d}{b}供水有限公司"), ("91", "{b}物业服务有限公司（{d}分公司）"))),
    (
        "工厂",
        150,
        (
            ("91", "{d}{b}家具制造有限公司"),
            ("91", "{b}机械铸造有限公司"),
            ("91", "{b}石材加工厂（普通合伙）"),
            ("91", "{b}电子材料有限公司"),
            ("91", "{d}{b}印刷包装有限公司"),
        ),
    ),
    ("学校", 70, (("12", "{d}{b}小学"), ("12", "{d}{b}中学"), ("52", "{d}{b}幼儿园"))),
    ("消毒", 30, (("91", "{b}消毒用品有限公司"), ("91", "{d}{b}消毒制剂有限公司"))),
)


@dataclass(frozen=True)
class Organisation:
    """Describe an invented organisation as the registers write it."""

    name: str
    kind: str
    code: str
    representative: str
    region: str
    trade: str


def organisations() -> list[Organisation]:
    """Return the invented organisations, in an order without meaning."""
    return _draw(Random(990100), _TRADES, 0, set())


def more_organisations() -> list[Organisation]:
    """Return 1,900 further invented organisations, none of a name or code of ``organisations()``.

    The long registers need more parties; the first 522 stay as they are for the registers drawn from them.
    """
    taken: set[str] = set()
    _draw(Random(990100), _TRADES, 0, taken)
    return _draw(Random(990200), _MORE_TRADES, 1001, taken)


def _draw(rng: Random, choices: tuple[Trade, ...], start: int, taken: set[str]) -> list[Organisation]:
    trades = [(trade, form) for trade, count, forms in choices for form in (forms * count)[:count]]
    order = sorted(range(len(trades)), key=lambda place: (place * 197) % len(trades))
    return [_organisation(rng, number, *trades[place], taken) for number, place in enumerate(order, start)]


def _organisation(
    rng: Random, number: int, trade: str, form: tuple[str, str], taken: set[str]
) -> Organisation:
    prefix, pattern = form
    district, region = pick(rng, tuple(DISTRICTS.items()))
    name = _free_name(rng, pattern, district, number, taken)
    letters = "".join(pick(rng, ALPHABET[:10] + "ABCDEFGHJKLMNPQRTUWXY") for _ in range(2))
    body = {"91": "MA", "92": "MA", "52": "MJ", "12": "MB"}[prefix] + f"{number:04d}" + letters
    kind = INDIVIDUAL if prefix == "92" else LEGAL
    return Organisation(name, kind, credit_code(prefix, region, body), masked_name(rng), region, trade)


def _free_name(rng: Random, pattern: str, district: str, number: int, taken: set[str]) -> str:
    brand = _RARE.get(number, "")
    while True:
        chosen = brand or pick(rng, _FIRST) + pick(rng, _SECOND)
        name = "示例市" + pattern.format(d=district, b=chosen, n=pick(rng, _ORDINALS))
        key = name if "第" in pattern else chosen + district
        if taken.isdisjoint((key, name)) and chosen[0] != chosen[1]:
            taken.update((key, name))
            return name


def masked_name(rng: Random) -> str:
    """Return a surname followed by 某 or 某某: no invented full name can then be anybody's."""
    return pick(rng, SURNAMES) + pick(rng, ("某", "某某"))
