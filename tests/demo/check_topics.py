"""Say what inspections look at: the topics of each trade, and the topic that an offence belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from bodies import BUREAU, COMMISSION, COUNTY, Body
from organisations import Organisation

ON_SITE, PAPER = "现场", "书面审查"
ROUTINE, SPECIAL, CASE = "日常", "专项", "个案"


@dataclass(frozen=True)
class Topic:
    """Describe what is looked at: the number in the random-check list and in the list for enterprises."""

    domain: str
    random: str
    item: str
    problems: tuple[str, ...]
    way: str = ON_SITE
    kind: str = ROUTINE


_PRACTICE = Topic(
    "医疗卫生", "SJ-001", "WJ-JC-QY-10", ("执业许可证未悬挂在明显处", "科室标识与登记科目不一致")
)
_DOCTORS = Topic("医疗卫生", "SJ-002", "WJ-JC-QY-13", ("医师执业信息公示不全", "多机构执业资料更新不及时"))
_NURSES = Topic("医疗卫生", "SJ-003", "WJ-JC-QY-14", ("护士排班记录不全", "护士执业地点变更资料存档不全"))
_QUALITY = Topic("医疗卫生", "SJ-004", "WJ-JC-QY-11", ("医疗质量管理制度未更新", "医疗风险防控检查记录缺失"))
_RECORDS = Topic("医疗卫生", "SJ-005", "WJ-JC-QY-15", ("门诊病历填写不规范", "病历借阅登记不全"))
_SKILLS = Topic(
    "医疗卫生", "SJ-006", "WJ-JC-QY-12", ("医疗技术档案不完整", "新技术评估记录不全"), kind=SPECIAL
)
_STERILE = Topic("传染病防治", "SJ-004", "WJ-JC-QY-11", ("消毒灭菌记录不全",))
_WASTE = Topic(
    "传染病防治",
    "SJ-007",
    "WJ-JC-QY-16",
    (
        "医疗废物登记填写不完整",
        "医疗废物暂存处警示标识破损",
        "医疗废物容器未及时加盖",
        "工作人员防护用品配备不足",
    ),
)
_VACCINE = Topic("传染病防治", "SJ-008", "WJ-JC-QY-24", ("疫苗冷藏温度记录不全", "接种记录填写不规范"))
_MOTHERS = Topic(
    "母婴保健与计划生育", "SJ-009", "WJ-JC-QY-18", ("技术服务登记填写不规范", "技术档案保存不完整")
)
_MENTAL = Topic("精神卫生", "SJ-010", "WJ-JC-QY-19", ("诊疗人员资料存档不全",))
_BLOOD = Topic(
    "采供血", "SJ-011", "WJ-JC-QY-20", ("储血冰箱温度记录不全", "临床用血核查记录不规范"), kind=SPECIAL
)
_TCM = Topic("中医药", "SJ-012", "WJ-JC-QY-21", ("备案信息公示不全", "中医服务项目公示不规范"))
_RAYS = Topic("放射卫生", "SJ-013", "WJ-JC-QY-09", ("个人剂量计佩戴不规范", "放射防护警示标识褪色"))
_MANAGEMENT = Topic("职业卫生", "SJ-014", "WJ-JC-QY-01", ("职业卫生档案不完整", "应急救援预案未定期演练"))
_SIGNS = Topic("职业卫生", "SJ-014", "WJ-JC-QY-06", ("部分岗位警示标识缺失", "公告栏内容未及时更新"))
_TRAINING = Topic("职业卫生", "SJ-014", "WJ-JC-QY-07", ("在岗期间培训记录不全",), PAPER)
_CHECKUPS = Topic("职业卫生", "SJ-015", "WJ-JC-QY-04", ("职业健康监护档案不完整", "体检结果告知签收不全"))
_TESTING = Topic("职业卫生", "SJ-016", "WJ-JC-QY-05", ("日常监测记录不全", "检测结果未在公告栏公布"))
_DECLARING = Topic("职业卫生", "SJ-016", "WJ-JC-QY-02", ("职业病危害项目变更申报不及时",), PAPER)
_PLACE = Topic("公共场所", "SJ-018", "WJ-JC-QY-25", ("卫生管理制度未更新", "卫生管理自查记录不全"), kind=CASE)
_PLACE_STAFF = Topic(
    "公共场所",
    "SJ-019",
    "WJ-JC-QY-25",
    ("健康合格证明查验登记不全", "健康合格证明未集中存放", "新进服务人员健康合格证明存档不及时"),
)
_CLASSROOMS = Topic("学校卫生", "SJ-020", "", ("部分课桌椅与学生身高不匹配", "教室照明灯具未定期维护"))
_SCHOOL_WATER = Topic("学校卫生", "SJ-021", "", ("饮水设施清洗消毒记录不全", "饮用水卫生管理制度未更新"))

_CARE = (_PRACTICE, _DOCTORS, _NURSES, _QUALITY, _RECORDS, _WASTE)
_PLACES = ("住宿", "民宿", "美容美发", "游泳", "文娱商场")
_TOPICS: dict[str, tuple[Topic, ...]] = {
    "口腔": (*_CARE, _RAYS),
    "诊所": _CARE,
    "中医": (*_CARE, _TCM, _TCM),
    "医疗美容": (*_CARE, _SKILLS),
    "医院": (*_CARE, _RAYS, _BLOOD, _SKILLS),
    "妇幼": (*_CARE, _MOTHERS, _MOTHERS),
    "影像": (_PRACTICE, _DOCTORS, _RECORDS, _RAYS, _RAYS),
    "工厂": (_MANAGEMENT, _SIGNS, _TRAINING, _CHECKUPS, _TESTING, _DECLARING),
    "学校": (_CLASSROOMS, _SCHOOL_WATER),
} | dict.fromkeys(_PLACES, (_PLACE_STAFF,))
_OFFENCES: dict[str, Topic] = (
    dict.fromkeys(("未对医疗废物进行登记", "未将医疗废物分类放置", "将医疗废物混入生活垃圾"), _WASTE)
    | dict.fromkeys(
        (
            "出租、出借医疗机构执业许可证",
            "对外出租、承包医疗科室",
            "未取得医疗机构执业许可证擅自执业",
            "诊疗活动超出登记范围",
        ),
        _PRACTICE,
    )
    | dict.fromkeys(("医疗质量管理制度不健全", "未按规定告知医疗措施和医疗风险"), _QUALITY)
    | dict.fromkeys(
        ("未按规定组织职业健康检查", "安排未经职业健康检查的劳动者从事接触职业病危害的作业"), _CHECKUPS
    )
    | dict.fromkeys(
        ("未按规定开展职业病危害因素检测、评价", "工作场所职业病危害因素超过国家职业卫生标准"), _TESTING
    )
    | dict.fromkeys(("放射工作人员未佩戴个人剂量计", "放射性职业病防护设施未经验收合格投入使用"), _RAYS)
    | dict.fromkeys(
        ("公共场所卫生质量不符合卫生标准", "拒绝公共场所卫生监督检查", "未取得公共场所卫生许可证擅自营业"),
        _PLACE,
    )
    | {
        "中医诊所超出备案范围开展医疗活动": _TCM,
        "未按规定对医疗器械进行消毒": _STERILE,
        "未按规定建立并保存疫苗接种记录": _VACCINE,
        "安排未取得健康合格证明的人员从业": _PLACE_STAFF,
        "允许未取得护士执业证书的人员从事护理活动": _NURSES,
        "未按规定填写、保管病历资料": _RECORDS,
        "教学环境不符合卫生标准": _CLASSROOMS,
        "未提供符合卫生标准的饮用水": _SCHOOL_WATER,
        "未取得母婴保健技术许可擅自执业": _MOTHERS,
        "擅自从事精神障碍诊断、治疗": _MENTAL,
        "未按规定申报职业病危害项目": _DECLARING,
        "未按规定组织职业卫生培训": _TRAINING,
        "临床用血储存不符合卫生标准": _BLOOD,
    }
)


def topics_of(org: Organisation) -> tuple[Topic, ...]:
    """Return what an inspection of the organisation may look at; none for a trade without a listed item.

    A kindergarten is no school in the sense of 学校卫生工作条例第三条.
    """
    return () if org.name.endswith("幼儿园") else _TOPICS.get(org.trade, ())


def topic_of(offence: str) -> Topic | None:
    """Return the topic under which an offence comes to light."""
    return _OFFENCES.get(offence)


def is_enterprise(org: Organisation) -> bool:
    """Say whether the list for enterprises applies: businesses, and care that is not run by the state."""
    return org.code[0] == "9" or (org.code.startswith("52") and org.trade != "学校")


def authority(org: Organisation, topic: Topic, *, county: bool) -> Body:
    """Return who inspects: the county's authority where there is one, else the city's for that topic."""
    if county and org.region in COUNTY:
        return COUNTY[org.region]
    return BUREAU if topic.item in ("WJ-JC-QY-24", "WJ-JC-QY-25") else COMMISSION
