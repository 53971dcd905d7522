"""Hold what an invented organisation of each trade promises; no promise goes beyond what its trade does."""

from __future__ import annotations

from dataclasses import dataclass

PROOF, LICENCE, SHOWN, TRADE_RULES, REPAIR = (
    "证明事项告知承诺",
    "许可告知承诺",
    "主动公示型",
    "行业自律型",
    "修复型",
)


@dataclass(frozen=True)
class Matter:
    """Describe a promise; one that is ``yearly`` is done within its year, others last."""

    kind: str
    title: str
    content: str
    yearly: bool = False

    def titled(self, year: int) -> str:
        """Return the title as a row of that year writes it."""
        return f"{year}年度{self.title}" if self.yearly else self.title


def _shown(*pairs: tuple[str, str]) -> tuple[Matter, ...]:
    return tuple(Matter(SHOWN, title, content) for title, content in pairs)


def _yearly(*pairs: tuple[str, str]) -> tuple[Matter, ...]:
    return tuple(Matter(SHOWN, title, content, yearly=True) for title, content in pairs)


_CARE = (
    *_shown(
        ("依法执业", "按登记的诊疗科目执业"),
        ("收费公示", "公示价格，不乱收费"),
        ("医疗废物管理", "分类收集，登记交接"),
        ("医疗广告", "不发布虚假医疗广告"),
        ("病历管理", "如实书写、妥善保管病历"),
    ),
    Matter(TRADE_RULES, "医德医风", "不收红包，不过度诊疗"),
    *_yearly(("依法执业自查", "按期自查，如实上报结果"), ("传染病防治培训", "年内全员完成培训")),
)
_STERILE = _shown(("诊疗器械消毒", "器械一人一用一消毒或灭菌"))
_PLACE = (
    *_shown(
        ("从业人员健康", "持有效健康合格证明上岗"),
        ("公共场所控烟", "室内禁烟，设置禁烟标识"),
        ("卫生信息公示", "亮证经营，公示检测结果"),
        ("公共场所卫生管理", "建立制度，专人负责"),
    ),
    Matter(TRADE_RULES, "行业卫生公约", "遵守公约，接受同行监督"),
    *_yearly(("公共场所卫生自查", "按期自查，如实上报结果"), ("卫生知识培训", "年内全员完成培训")),
)
_LINEN = _shown(("公共用品消毒", "公共用品一客一换一消毒"))
_AIR = _yearly(("集中空调清洗", "年内完成清洗并检测"))
MATTERS: dict[str, tuple[Matter, ...]] = {
    "医院": _CARE,
    "妇幼": _CARE,
    "影像": _CARE,
    "诊所": _CARE,
    "中医": _CARE,
    "口腔": _CARE + _STERILE,
    "医疗美容": _CARE + _STERILE,
    "住宿": _PLACE + _LINEN + _AIR,
    "民宿": _PLACE + _LINEN,
    "美容美发": _PLACE + _LINEN,
    "游泳": _PLACE + _shown(("泳池水质", "每日检测并公示池水水质")),
    "文娱商场": _PLACE + _AIR,
    "供水": (
        *_shown(
            ("供水水质", "供水水质符合卫生标准"),
            ("水质公示", "按期检测并公示水质"),
            ("从业人员健康", "持有效健康合格证明上岗"),
            ("供水设施防护", "设施加盖上锁，专人管理"),
            ("水污染事件报告", "发现污染立即停供并报告"),
        ),
        Matter(TRADE_RULES, "供水服务公约", "停水提前告知用户"),
        *_yearly(("供水卫生自查", "按期自查，如实上报结果"), ("供水设施清洗", "年内清洗消毒并检测")),
    ),
    "工厂": (
        *_shown(
            ("职业病防治", "落实防治责任和防护措施"),
            ("职业病危害告知", "如实告知危害，设置警示标识"),
            ("职业健康监护", "按规定组织职业健康检查"),
            ("个人防护用品", "按岗位配发合格防护用品"),
            ("危害因素检测公布", "按期检测并公布结果"),
        ),
        Matter(TRADE_RULES, "健康企业公约", "改善工作环境和劳动条件"),
        *_yearly(("职业卫生自查", "按期自查，如实上报结果"), ("职业卫生培训", "年内全员完成培训")),
    ),
    "学校": (
        *_shown(
            ("学校传染病防控", "落实晨检和因病缺课登记"),
            ("学校饮用水卫生", "供应符合卫生标准的饮用水"),
            ("教室采光照明", "采光照明符合卫生标准"),
            ("校园控烟", "校园禁烟，不设吸烟区"),
            ("健康教育", "按规定开设健康教育课"),
        ),
        Matter(TRADE_RULES, "健康学校公约", "保证学生体育活动时间"),
        *_yearly(("学校卫生自查", "按期自查，如实上报结果"), ("学生健康体检", "年内组织学生健康体检")),
    ),
    "消毒": (
        *_shown(
            ("消毒产品质量", "按标准生产，检验合格出厂"),
            ("产品标签说明", "标签如实，不宣传疗效"),
            ("原料进货查验", "查验原料，保存进货记录"),
            ("网络销售信息", "网页信息与产品标签一致"),
            ("从业人员健康", "持有效健康合格证明上岗"),
        ),
        Matter(TRADE_RULES, "消毒产品行业公约", "公平竞争，不贬低同行"),
        *_yearly(("生产卫生自查", "按期自查，如实上报结果"), ("从业人员培训", "年内全员完成培训")),
    ),
}
_TRUE = "所述情况属实，可供核查"
_LOST = "证件确已遗失，找回即交回"
_FILED = Matter(PROOF, "诊所备案（场所使用证明）", _TRUE)
_MEDICAL = (
    Matter(PROOF, "护士变更注册（原单位证明）", _TRUE),
    Matter(PROOF, "医师变更注册（聘用证明）", _TRUE),
)
_RAYS = (Matter(PROOF, "放射工作人员证（培训证明）", _TRUE),)
_LICENCE_LOST = (Matter(PROOF, "卫生许可证补办（遗失证明）", _LOST),)
_PROOFS: dict[str, tuple[Matter, ...]] = {
    "口腔": _MEDICAL + _RAYS,
    "影像": _MEDICAL + _RAYS,
    "医院": _MEDICAL + _RAYS,
    "工厂": (Matter(PROOF, "职业病危害申报（场所证明）", _TRUE),),
} | dict.fromkeys(("诊所", "中医", "医疗美容", "妇幼"), _MEDICAL)
PLACES = ("住宿", "民宿", "美容美发", "游泳", "文娱商场")


def proofs(name: str, trade: str) -> tuple[Matter, ...]:
    """Return the certificates that an organisation may replace by a promise; a clinic (诊所) is filed."""
    held = _PROOFS.get(trade, _LICENCE_LOST if trade in PLACES else ())
    return (_FILED, *held) if name.endswith("诊所") else held
