#!/usr/bin/env python3
"""Synthetic but realistic Chinese health-administration disclosure records (行政处罚 双公示 shape).

    python3 gen_records.py --rows N --seed S --out FILE.csv

Deterministic for a given (rows, seed).  Standard library only.  UTF-8, LF, header row in Chinese.
统一社会信用代码 carry valid check characters (GB 32100-2015 mod 31-3 over GB 11714 org code check).
Heavy-tailed repeat of entities (about 70 % distinct).  About 12 % 个体工商户, 6 % 自然人 (code empty, name masked
nowhere: legal-rep names are 2-4 characters, some with compound surname, '·' names, and a few characters outside the BMP).
Everything is made up; a coincidence with a real entity is chance.
"""

# ruff: noqa: SIM905  (words in one string read better than a list of a hundred quoted characters)
from __future__ import annotations

import argparse
import bisect
import csv
import datetime as dt
import itertools
import random
from collections.abc import Iterator
from pathlib import Path

ALPH = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100 set (no I O Z S V)
W17 = [pow(3, i, 31) for i in range(17)]
W8 = [3, 7, 9, 10, 5, 8, 4, 2]
IDX = {c: i for i, c in enumerate(ALPH)}
ORG = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def uscc(rng, dept, kind, div):
    body = "".join(
        rng.choice("0123456789" if rng.random() < 0.72 else "ABCDEFGHJKLMNPQRTUWXY") for _ in range(8)
    )
    if dept == "9":
        body = ("MA" if rng.random() < 0.7 else "") + body
        body = body[:8]
    s = sum(ORG.index(c) * w for c, w in zip(body, W8, strict=False)) % 11
    chk = {0: "0", 1: "X"}.get(s, str(11 - s))
    c17 = dept + kind + div + body + chk
    t = sum(IDX[c] * w for c, w in zip(c17, W17, strict=True)) % 31
    return c17 + ALPH[(31 - t) % 31]


def uscc_ok(c):
    return (
        len(c) == 18
        and all(x in IDX for x in c)
        and ALPH[(31 - sum(IDX[a] * w for a, w in zip(c[:17], W17, strict=True)) % 31) % 31] == c[17]
    )


# (省, 市, 字轨, 区划前4位, 区县…)
PLACES = [
    line.split("|")
    for line in """湖北省|武汉市|武卫|4201|江岸区,江汉区,硚口区,汉阳区,武昌区,青山区,洪山区,东西湖区,蔡甸区,江夏区,黄陂区,新洲区
湖北省|宜昌市|宜卫|4205|西陵区,伍家岗区,点军区,夷陵区,宜都市,当阳市
湖北省|襄阳市|襄卫|4206|襄城区,樊城区,襄州区,枣阳市,老河口市
浙江省|杭州市|杭卫|3301|上城区,拱墅区,西湖区,滨江区,萧山区,余杭区,临平区,钱塘区,富阳区,临安区,桐庐县,淳安县
浙江省|宁波市|甬卫|3302|海曙区,江北区,北仑区,镇海区,鄞州区,奉化区,余姚市,慈溪市
江苏省|南京市|宁卫|3201|玄武区,秦淮区,建邺区,鼓楼区,浦口区,栖霞区,雨花台区,江宁区,六合区
江苏省|苏州市|苏卫|3205|虎丘区,吴中区,相城区,姑苏区,吴江区,常熟市,张家港市,昆山市,太仓市
宁夏回族自治区|银川市|银卫|6401|兴庆区,西夏区,金凤区,永宁县,贺兰县,灵武市
甘肃省|临夏州|临州卫|6229|临夏市,临夏县,康乐县,永靖县,广河县,和政县
甘肃省|兰州市|兰卫|6201|城关区,七里河区,西固区,安宁区,红古区,榆中县
山西省|晋城市|晋市卫|1405|城区,沁水县,阳城县,陵川县,泽州县,高平市
山西省|太原市|并卫|1401|小店区,迎泽区,杏花岭区,尖草坪区,万柏林区,晋源区
四川省|成都市|成卫|5101|锦江区,青羊区,金牛区,武侯区,成华区,龙泉驿区,青白江区,新都区,温江区,双流区,郫都区
四川省|绵阳市|绵卫|5107|涪城区,游仙区,安州区,江油市,三台县
广东省|广州市|穗卫|4401|荔湾区,越秀区,海珠区,天河区,白云区,黄埔区,番禺区,花都区,南沙区,从化区,增城区
广东省|深圳市|深卫|4403|罗湖区,福田区,南山区,宝安区,龙岗区,盐田区,龙华区,坪山区,光明区
福建省|厦门市|厦卫|3502|思明区,海沧区,湖里区,集美区,同安区,翔安区
山东省|青岛市|青卫|3702|市南区,市北区,黄岛区,崂山区,李沧区,城阳区,即墨区,胶州市
山东省|济南市|济卫|3701|历下区,市中区,槐荫区,天桥区,历城区,长清区,章丘区
河南省|郑州市|郑卫|4101|中原区,二七区,管城回族区,金水区,上街区,惠济区,中牟县,巩义市
湖南省|长沙市|长卫|4301|芙蓉区,天心区,岳麓区,开福区,雨花区,望城区,长沙县,浏阳市
陕西省|西安市|市卫|6101|新城区,碑林区,莲湖区,灞桥区,未央区,雁塔区,阎良区,临潼区,长安区
重庆市|重庆市|渝卫|5001|万州区,涪陵区,渝中区,大渡口区,江北区,沙坪坝区,九龙坡区,南岸区,北碚区
安徽省|合肥市|合卫|3401|瑶海区,庐阳区,蜀山区,包河区,肥东县,肥西县,巢湖市
江西省|南昌市|洪卫|3601|东湖区,西湖区,青云谱区,青山湖区,新建区,红谷滩区
云南省|昆明市|昆卫|5301|五华区,盘龙区,官渡区,西山区,呈贡区,晋宁区,安宁市
贵州省|贵阳市|筑卫|5201|南明区,云岩区,花溪区,乌当区,白云区,观山湖区,清镇市
广西壮族自治区|南宁市|南卫|4501|兴宁区,青秀区,江南区,西乡塘区,良庆区,邕宁区,武鸣区
辽宁省|沈阳市|沈卫|2101|和平区,沈河区,大东区,皇姑区,铁西区,浑南区,于洪区
黑龙江省|哈尔滨市|哈卫|2301|道里区,南岗区,道外区,平房区,松北区,香坊区,呼兰区
新疆维吾尔自治区|乌鲁木齐市|乌卫|6501|天山区,沙依巴克区,新市区,水磨沟区,头屯河区,米东区""".splitlines()
]
PLACES = [(p, c, w, d, ds.split(",")) for p, c, w, d, ds in PLACES]

SUR = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
SURW = list(itertools.accumulate(1.0 / (i + 6) ** 1.05 for i in range(len(SUR))))
SUR2 = "欧阳 上官 司马 诸葛 皇甫 尉迟 令狐 司徒 夏侯 慕容 端木".split()
GIV = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国文志永春海峰波辉鹏飞宇浩然子轩梓涵雨欣怡佳琪思梦婷雪倩琳璐瑶晓东小龙新民立成德胜利荣光宝贵福祥瑞康健安宁和顺友良忠义仁礼智信诚恒毅坚正清廉洁雅淑贤惠慧颖聪俊豪凯旋旭阳晨曦晖朗润泽源洪江河湖泊林森松柏竹菊莲荷蓉芸菲莉萍蕾薇蓓芝兴旺盛昌隆达通远航征程进步升腾云霄汉天地乾坤日月星辰雷电风虎彪豹骏马鸿雁燕鹤凤凰麒麟珍珠玲珑璞瑾瑜琼瑛珊珂珞琦琛琨瑄璇彤丹青绿紫金银铜铁钢铭锋锐钧钰锦绣绮纹彩秋冬夏玄黄中央一二三四五六七八九十千万亿先生学习书画琴棋诗词歌赋克勤俭家庭存孝悌少年老长大方圆广宽厚重高深世界全会群众田野山川石岩磐玺冰霜露雯霏霖沛沐浚涌淼渊澜瀚博彬斌炎焕炜烨煜熙耀灿炳炯焱"
RARE = "𬭊𫖯𬀩㛃䶮𠅤喆堃淼昇珺"  # two of these are in the BMP on purpose; some are outside it
NATION = "阿不都热合曼·买买提 马·伊斯哈格 艾力·吐尔逊 古丽娜尔·玉素甫 丹增·次仁 扎西·旺堆".split()
BRAND = "康健安宁仁和济民同德益寿福瑞祥泰恒丰华美嘉佳佰百千万博爱慈惠普众信诚德馨怡悦欣雅洁净颜妍丽俪俊秀容姿韵时尚尊贵皇御名流世纪新东方南北中西天地日月星辰光明辉煌鸿运通达顺利源泉清江湖海洋山川林森松柏竹兰梅荷菊春夏秋冬金银玉石珠宝龙凤麒麟鹤鹿虎麦禾禧喜乐悠然自在优品卓越超凡精诚至善上元本草堂岐黄杏林春晓橙果蓝绿紫青白莲心灵智慧启明睿达启航远大鼎盛创展腾飞翔宇宏图伟业联合三九四季五洲六合七星八方"
BRAND = sorted(set(BRAND))
TYPES = [
    line.split("|")
    for line in """诊所|综合门诊部有限公司,中西医结合诊所,中医诊所,内科诊所,口腔诊所,口腔门诊部有限公司,口腔医疗有限公司,中医馆有限公司,西医内科诊所,儿科诊所,医疗美容诊所有限公司,医疗美容门诊部有限公司,健康体检中心有限公司,眼科门诊部有限公司,皮肤科诊所,中医门诊部,卫生室,村卫生所,社区卫生服务站
医院|医院有限公司,妇产医院有限公司,骨科医院,康复医院有限公司,精神病医院,中医医院,眼科医院有限公司,儿童医院,肛肠医院,护理院,血液透析中心有限公司,中心卫生院
公共场所|美容美发店,养生馆,足浴中心,酒店管理有限公司,宾馆,快捷酒店有限公司,洗浴广场,游泳馆,健身服务有限公司,商务宾馆,民宿,美发工作室,美甲店,影城有限公司,购物中心有限公司,网络会所,棋牌室,母婴护理服务有限公司,月子会所有限公司
生产|供水有限公司,二次供水服务有限公司,消毒用品有限公司,卫生用品有限公司,餐饮具消毒服务有限公司,日化科技有限公司,抗菌制剂有限公司,一次性卫生用品厂
职业|石材有限公司,家具制造有限公司,精密模具有限公司,汽车维修服务有限公司,印刷包装有限公司,新材料科技有限公司,建材有限公司,箱包制造厂,五金加工厂,铸造有限公司,电子科技有限公司,矿业有限公司,水泥有限责任公司
机构|职业卫生技术服务有限公司,放射检测技术有限公司,医学检验实验室有限公司,检测认证有限公司,人力资源有限公司,职业病防治院
学校|实验小学,第三中学,幼儿园,职业技术学院,艺术培训学校有限公司,托育服务有限公司""".splitlines()
]
TYPES = [(a, b.split(",")) for a, b in TYPES]
TYPEW = [34, 9, 26, 8, 14, 4, 5]
ROADS = "人民 解放 中山 建设 和平 新华 胜利 文化 学府 民主 友谊 团结 迎宾 滨江 沿河 青年 幸福 长江 黄河 珠江 北京 上海 南京 天山 昆仑 泰山 华山 凤凰 金桥 银杏 梧桐 翠微 柳林 桃园 杏花 竹园 石桥 东风 红旗 前进".split()

FACTS = {
    "诊所": """未取得《医疗机构执业许可证》擅自在{addr}开展{act}诊疗活动，{m1}至{m2}期间违法所得{amt}元
使用非卫生技术人员{p}从事{act}诊疗活动，现场查见处方笺{n}张、{obj}{n2}份
诊疗活动超出登记的诊疗科目范围，{m1}为患者{p0}实施{act}，收取费用{amt}元
未按规定填写、保管{obj}，现场抽查{n}份{obj}中有{n2}份缺少医师签名
医师{p}未经亲自诊查即签署{obj}，共计{n}份
将医疗废物与生活垃圾混放，{room}内查见使用后的{waste}{n}支
未对使用后的{tool}进行灭菌，现场{tool}采样检测结果不合格，菌落总数{n2}CFU/件
聘用未变更执业地点的医师{p}单独从事{act}执业活动{n}人次
发布未经审查的医疗广告，在{media}发布“{brand}{act}”等宣传内容，阅读量{n3}次
未按照规定对医疗废物进行登记，{m1}至{m2}的医疗废物登记本缺少{fld}项目
未建立{sys}制度，未设置专（兼）职管理人员，现场未能出示{m1}至{m2}的{obj}
{dev}未进行状态检测即投入使用，{m1}为{n}名患者开展放射诊疗，受检者未使用防护用品
执业医师{p}在{m1}至{m2}期间未按规定书写门诊病历{n}份且拒不改正
安排未取得护士执业证书的{p}从事静脉输液、肌肉注射等护理活动共{n}人次""",
    "医院": """未按规定对{dev}开展状态检测和设备稳定性检测，{m1}仍用于{act}检查{n}人次
篡改、伪造病历资料，将患者{p0}{m1}住院病程记录中的时间进行修改
未在{room}设置电离辐射警告标志及工作指示灯，工作场所防护检测报告过期{n2}日
抗菌药物管理混乱，{n}份处方中有{n2}份越级使用特殊使用级抗菌药物
未按照规定报告传染病疫情，{m1}确诊的{n2}例{dis}病例均超过规定时限
未取得母婴保健技术服务许可擅自开展{act}，{m1}至{m2}共{n}例，违法所得{amt}元
医疗污水未经消毒处理即排入城镇污水管网，总余氯检测结果为{f}mg/L
{room}空气消毒效果监测不合格，未按《医疗机构消毒技术规范》要求落实整改
临床用血未履行审批程序，{m1}同一患者一次用血量超过{n2}00毫升未经医务部门批准
未经患者{p0}书面同意实施{act}，术前知情同意书无患者本人或近亲属签名""",
    "公共场所": """未取得公共场所卫生许可证擅自在{addr}营业，{m1}开业至检查当日共经营{n2}个月
安排未获得有效健康合格证明的从业人员{p}等{n2}人直接为顾客服务
未按规定对顾客用品用具进行清洗、消毒、保洁，{tool2}采样检测大肠菌群检出
游泳池水{m1}检测浑浊度{f}NTU、游离性余氯{f}mg/L，不符合《公共场所卫生指标及限值要求》
未按规定对公共场所的空气、微小气候、水质、采光、照明、噪声进行卫生检测
擅自停用{fac}，{m1}现场检查时{fac}断电并堆放杂物
{room2}未设置独立清洗消毒间，用品用具消毒后未放入保洁柜，现场查见{tool2}{n}件
未建立卫生管理档案，卫生许可证、量化分级标识未在醒目位置公示，责令改正后逾期未改
集中空调通风系统{m1}至{m2}未按规定进行清洗消毒，送风口积尘量{f}g/㎡
擅自开展{act}等医疗美容项目，由店员{p}为顾客注射{drug}{n2}支，收取{amt}元""",
    "生产": """生产的“{brand}”牌{prod}（生产批号{batch}）经检验{fld2}不符合国家卫生标准，货值金额{amt}元
未取得消毒产品生产企业卫生许可证擅自生产{prod}{n}箱，已销售{n2}箱
消毒产品标签说明书夸大宣传，标注“{claim}”等内容，责令限期改正
供管水人员{p}未取得体检合格证明即从事二次供水设施清洗消毒工作
二次供水水箱未加盖加锁，{m1}水质检测{fld2}超过《生活饮用水卫生标准》限值
集中消毒服务单位出具的餐具、饮具未随附消毒合格证明，独立包装上未标注{fld3}
未按规定对每批次餐饮具进行出厂检验，{m1}至{m2}无检验记录{n}批次""",
    "职业": """未按照规定组织{p}等{n2}名接触{haz}的劳动者进行上岗前职业健康检查
工作场所{haz}浓度超过国家职业卫生标准，{post}岗位检测结果{f}mg/m³
未按规定进行工作场所职业病危害因素检测、评价，上次检测日期为{m1}
安排有职业禁忌的劳动者{p}从事{post}作业，职业健康检查结论提示需调离
未为从事{post}作业的{n2}名劳动者提供符合要求的{ppe}
建设项目职业病防护设施未按照规定与主体工程同时投入生产和使用，{m1}已投产
未将{m1}职业健康检查结果书面告知劳动者{p}、{p2}等{n2}人
未如实、及时申报产生职业病危害的项目，{post}岗位存在{haz}未列入申报""",
    "机构": """超出资质认可范围为{ent2}提供职业卫生检测服务，收取检测费{amt}元
出具虚假的{rep}，编号{batch}的报告原始记录与仪器谱图时间不一致
未按规定在{m1}对检测仪器进行计量检定，仍用于{n}份{rep}
技术服务过程中未如实记录现场采样情况，采样人员{p}当日未到达{ent2}现场
未按规定参加{rep}质量控制比对，{m1}能力考核结果不合格且未整改""",
    "学校": """教室人均面积不足{f}㎡，课桌面照度最低值{n}lx，不符合《学校卫生综合评价》要求
未按规定配备专（兼）职校医，{m1}在校学生{n3}人
学生饮用水直饮机{m1}检测菌落总数{n}CFU/mL，滤芯超期使用{n2}日
未落实晨检及因病缺课追踪登记制度，{m1}发生{dis}聚集性病例{n2}例未及时报告
托育机构收托幼儿{n2}人，未向卫生健康部门备案，保育人员{p}无健康证明""",
}
FACTS = {k: v.splitlines() for k, v in FACTS.items()}
SL = {
    k: v.split(" ")
    for k, v in {
        "act": "口腔种植 根管治疗 智齿拔除 正畸 静脉输液 针灸推拿 小针刀 激光祛斑 双眼皮成形术 水光针注射 玻尿酸填充 肉毒素注射 线雕 超声诊断 人工流产 产前筛查 输卵管结扎 放射诊断 心电图 胃镜 中医理疗 穴位埋线 拔罐放血 痔疮套扎 包皮环切 光子嫩肤 牙周刮治 牙冠修复 疫苗接种 血液透析 关节腔注射 白内障手术",
        "obj": "处方笺 门诊日志 病历 知情同意书 消毒记录 护理记录单 诊断证明书 医疗废物转移联单 检验报告单 出生医学证明 麻醉记录单 B超报告 X射线报告",
        "room": "治疗室 换药室 处置室 口腔诊疗室 消毒供应室 手术室 输液大厅 医疗废物暂存间 DR机房 CT机房 牙片机房 检验科 门诊手术室",
        "room2": "美容区 理发区 客房布草间 足浴包间 消毒间 更衣室 SPA房 洗头区",
        "waste": "一次性注射器 输液器针头 棉签 引流管 棉球 采血针 留置针 口腔器械盒",
        "tool": "牙科手机 车针 扩大针 止血钳 换药碗 手术剪 压舌板 氧气湿化瓶 胃镜活检钳",
        "tool2": "毛巾 理发剪 修脚工具 床单 茶杯 拖鞋 浴巾 美容刀具 枕套 口杯",
        "media": "微信公众号 抖音账号 美团店铺页面 小红书账号 店堂橱窗 户外灯箱 大众点评店铺页面 快手直播间",
        "fld": "交接时间 重量 处置方法 最终去向 经办人签名 来源种类",
        "fld2": "菌落总数 有效氯含量 大肠菌群 pH值 环氧乙烷残留量 浑浊度 总大肠菌群 铁 锰 氯霉素",
        "fld3": "消毒日期 消毒单位名称 使用期限 联系方式 批号",
        "sys": "医疗废物管理 消毒管理 放射防护管理 传染病报告 病历质量管理 医疗技术临床应用管理 药品追溯",
        "dev": "数字化X射线摄影系统 牙科X射线机 口腔CBCT 移动式C形臂X射线机 乳腺X射线机 螺旋CT 直线加速器 骨密度仪",
        "dis": "手足口病 水痘 流行性腮腺炎 肺结核 细菌性痢疾 乙型肝炎 诺如病毒感染 流行性感冒 梅毒 布鲁氏菌病 猩红热",
        "fac": "机械通风设施 空调新风系统 消毒柜 排气扇 循环净化消毒设备",
        "drug": "肉毒毒素 玻尿酸 溶脂针 利多卡因 胶原蛋白 童颜针",
        "prod": "抑菌液 湿巾 次氯酸消毒液 卫生巾 纸尿裤 抗菌洗液 免洗手消毒凝胶 鼻腔抑菌喷剂 漱口水 含氯消毒片",
        "claim": "根治脚气 七天见效 祛除妇科炎症 杀灭一切病毒 无毒副作用 替代抗生素 增强免疫力",
        "haz": "矽尘 苯 甲苯 二甲苯 噪声 电焊烟尘 铅烟 正己烷 木粉尘 锰及其化合物 甲醛 高温 三氯乙烯 石棉粉尘 一氧化碳 硫化氢",
        "post": "喷漆 打磨 焊接 切割 破碎 投料 调漆 抛光 冲压 熔炼 印刷 烘干 装配 包装 筛分 刷胶",
        "ppe": "防毒面具 防尘口罩 护耳器 防护手套 防护服 防护眼镜",
        "rep": "职业病危害因素检测报告 放射卫生防护检测报告 职业病危害预评价报告 职业健康检查报告 水质检测报告 个人剂量监测报告",
    }.items()
}
VTYPE = {
    "诊所": "医疗机构执业类,医务人员执业类,医疗废物管理类,消毒管理类,放射卫生类,医疗广告类",
    "医院": "医疗机构执业类,放射卫生类,传染病防治类,母婴保健类,血液管理类",
    "公共场所": "公共场所卫生类,非法行医类",
    "生产": "消毒产品类,生活饮用水卫生类,餐饮具集中消毒类",
    "职业": "职业卫生类",
    "机构": "职业卫生技术服务类,放射卫生技术服务类",
    "学校": "学校卫生类,托育机构类",
}
VTYPE = {k: v.split(",") for k, v in VTYPE.items()}
LAW = {
    "诊所": "《医疗机构管理条例》第{a}条第{b}款;《中华人民共和国医师法》第{a}条;《医疗废物管理条例》第{a}条第（{b}）项;《中华人民共和国基本医疗卫生与健康促进法》第{a}条第{b}款;《医疗机构管理条例实施细则》第{a}条;《医疗美容服务管理办法》第{a}条",
    "医院": "《中华人民共和国传染病防治法》第{a}条第（{b}）项;《放射诊疗管理规定》第{a}条;《医疗纠纷预防和处理条例》第{a}条;《中华人民共和国母婴保健法实施办法》第{a}条;《抗菌药物临床应用管理办法》第{a}条",
    "公共场所": "《公共场所卫生管理条例》第{a}条第{b}款;《公共场所卫生管理条例实施细则》第{a}条第（{b}）项",
    "生产": "《消毒管理办法》第{a}条;《生活饮用水卫生监督管理办法》第{a}条;《中华人民共和国食品安全法》第{a}条第{b}款",
    "职业": "《中华人民共和国职业病防治法》第{a}条第（{b}）项;《工作场所职业卫生管理规定》第{a}条",
    "机构": "《职业卫生技术服务机构管理办法》第{a}条;《中华人民共和国职业病防治法》第{a}条",
    "学校": "《学校卫生工作条例》第{a}条;《托育机构登记和备案办法（试行）》第{a}条",
}
LAW = {k: v.split(";") for k, v in LAW.items()}
CN = "零一二三四五六七八九十"


def chinese(day):
    return f"{day.year}年{day.month}月{day.day}日"


def cn(n):
    if n <= 10:
        return CN[n]
    if n < 20:
        return "十" + CN[n - 10]
    return CN[n // 10] + "十" + (CN[n % 10] if n % 10 else "")


COLS = [
    "流水号",
    "行政相对人名称",
    "行政相对人类别",
    "统一社会信用代码",
    "法定代表人",
    "行政处罚决定书文号",
    "违法行为类型",
    "违法事实",
    "处罚依据",
    "处罚类别",
    "处罚内容",
    "罚款金额（万元）",
    "处罚决定日期",
    "公示截止日期",
    "处罚机关",
    "处罚机关统一社会信用代码",
    "行政区划",
    "经营地址",
    "更新时间",
]


def rows(count: int, seed: int = 1) -> Iterator[list[str]]:
    """Yield so many rows under ``COLS``, oldest first."""
    rng = random.Random(seed)
    rnd, ri, ch = rng.random, rng.randint, rng.choice

    def pick(acc, seq):
        return seq[bisect.bisect_left(acc, rnd() * acc[-1])]

    def person():
        x = rnd()
        if x < 0.004:
            return ch(NATION)
        s = ch(SUR2) if x < 0.012 else pick(SURW, SUR)
        if x > 0.9965:
            return s + ch(RARE)
        if x < 0.22:
            return s + ch(GIV)
        return s + ch(GIV) + ch(GIV)

    bw = list(itertools.accumulate(1.0 / (i + 10) for i in range(len(BRAND))))
    brands = BRAND[:]
    rng.shuffle(brands)

    def brand():
        return "".join(pick(bw, brands) for _ in range(2 if rnd() < 0.62 else 3 if rnd() < 0.7 else 4))

    tacc = list(itertools.accumulate(TYPEW))
    # authorities
    auth = {}
    for p, c, _, d, ds in PLACES:
        for i, x in enumerate(ds):
            div = d + f"{i + 2:02d}"
            full = (c if c != p else "") + x
            auth[(c, x)] = (full + "卫生健康局", uscc(rng, "1", "1", div), div, (p if p != c else "") + full)
        auth[(c, "")] = (
            c + "卫生健康委员会",
            uscc(rng, "1", "1", d + "00"),
            d + "00",
            p if p == c else p + c,
        )
    place_weights = list(itertools.accumulate(1.0 / (i + 3) for i in range(len(PLACES))))
    seen = set()

    def entity():
        p, c, w, d, ds = pick(place_weights, PLACES)
        x = ch(ds)
        kind, forms = pick(tacc, TYPES)
        form = ch(forms)
        short = x[:-1] if len(x) > 2 else x
        cs = c[:-1]
        legal = person()
        r = rnd()
        street = ch(ROADS) + ch(["路", "大道", "街", "巷", "东路", "西路", "南路", "北路"])
        addr = f"{x}{street}{ri(1, 998)}号" + (
            ""
            if rnd() < 0.5
            else f"{ri(1, 18)}栋{ri(1, 6)}单元{ri(101, 2609)}室"
            if rnd() < 0.4
            else f"附{ri(1, 30)}号"
        )
        if r < 0.06:  # 自然人
            return (legal, "自然人", "", "", kind, c, x, w, addr)
        b = brand()
        corp = form.endswith(("公司", "厂"))
        if corp and r < 0.85:
            y = rnd()
            if y < 0.45:
                name = cs + b + form
            elif y < 0.6:
                name = cs + short + b + form
            elif y < 0.72:
                name = b + "（" + cs + "）" + form
            elif y < 0.78:
                name = (
                    cs
                    + b
                    + form
                    + short
                    + ch(["第一", "第二", "第三", "大学城", "万达", "火车站", "高新"])
                    + "分公司"
                )
            elif y < 0.83:
                name = cs + b + ch(["Plus", "BEAUTY", "360", "1号", "SPA", "24H"]) + form
            else:
                name = (
                    ch([cs, p[:2] + cs, ""])
                    + b
                    + ch(["医疗管理", "健康管理", "医疗科技", "实业", "生物科技", ""])
                    + form
                )
            kindc = "法人及非法人组织"
            code = uscc(rng, "9", "1", d + f"{ds.index(x) + 2:02d}")
        elif form.endswith(("医院", "卫生院", "小学", "中学", "学院", "防治院")) and r < 0.6:
            name = cs + ch([short, ""]) + ch([b, "第" + cn(ri(1, 12)), "市立", street[:2]]) + form
            kindc = "法人及非法人组织"
            code = uscc(rng, ch("15"), "2", d + f"{ds.index(x) + 2:02d}")
        else:
            base = x if rnd() < 0.5 else cs + x
            who = legal if "诊所" in form and rnd() < 0.55 and "·" not in legal else b
            name = base + ch([who, who, street[:2] + who]) + form
            kindc = "个体工商户" if not corp else "法人及非法人组织"
            code = uscc(rng, "9", "2" if kindc == "个体工商户" else "1", d + f"{ds.index(x) + 2:02d}")
        k = name
        if k in seen and rnd() < 0.9:
            return entity()
        seen.add(k)
        return (name, kindc, code, legal, kind, c, x, w, addr)

    pool = []
    start = dt.date(2018, 1, 2)
    span = (dt.date(2025, 10, 31) - start).days
    seqno = {}
    days = sorted(int(span * (1 - (1 - rnd()) ** 0.8)) for _ in range(count))
    for i in range(count):
        if pool and rnd() < 0.30:
            e = pool[int(len(pool) * rnd() ** 1.6)]
        else:
            e = entity()
            pool.append(e)
        name, kindc, code, legal, kind, c, x, w, addr = e
        day = start + dt.timedelta(days=days[i])
        cityauth = rnd() < 0.18
        an, ac, div, full = auth[(c, "" if cityauth else x)]
        zi = w if cityauth else w[:-1] + x[0] + "卫"
        sub = ch(["医罚", "公罚", "职罚", "罚", "水罚", "传罚", "放罚", "当罚"])
        key = (zi, sub, day.year)
        seqno[key] = seqno.get(key, 0) + 1
        y = rnd()
        no = (
            f"{zi}{sub}〔{day.year}〕{seqno[key]}号"
            if y < 0.93
            else f"{zi}{sub}[{day.year}]{seqno[key]:03d}号"
            if y < 0.97
            else f"{zi}{sub}﹝{day.year}﹞第{seqno[key]}号"
        )
        d1 = day - dt.timedelta(days=ri(20, 400))
        d2 = d1 + dt.timedelta(days=ri(5, 200))
        n2 = ri(2, 28)
        kw = {k: ch(v) for k, v in SL.items()}
        fact = ch(FACTS[kind]).format(
            addr=addr,
            m1=chinese(d1),
            m2=chinese(d2),
            amt=ri(2, 4999) * 10 if rnd() < 0.7 else ri(100, 99999),
            p=person(),
            p2=person(),
            p0=person()[0] + "某" + ch(["", "某"]),
            n=ri(3, 300),
            n2=n2,
            n3=ri(300, 48000),
            f=f"{rnd() * 9:.2f}",
            brand=brand(),
            batch=f"{d1:%Y%m%d}{ri(1, 40):02d}",
            ent2=(pool[int(len(pool) * rnd())][0]),
            **kw,
        )
        fine = ri(1, 60) * 0.05 if rnd() < 0.8 else ri(1, 40) * 0.5
        warn = rnd()
        if warn < 0.15:
            pk, pc, fine = "警告", "警告", 0
        elif warn < 0.65:
            pk, pc = "罚款", f"罚款人民币{fine * 10000:.0f}元整"
        elif warn < 0.9:
            pk, pc = "警告、罚款", f"1.警告；2.罚款人民币{fine * 10000:.0f}元整"
        else:
            pk, pc = (
                "没收违法所得、罚款",
                f"1.没收违法所得{ri(100, 90000)}元；2.罚款人民币{fine * 10000:.0f}元整",
            )
        law = ch(LAW[kind]).format(a=cn(ri(11, 89)), b=cn(ri(1, 6)))
        law2 = ch(LAW[kind]).format(a=cn(ri(11, 89)), b=cn(ri(1, 6)))
        end = day + dt.timedelta(days=ch([90, 365, 365, 1095]))
        yield [
            f"CF{day:%Y%m%d}{i:07d}",
            name,
            kindc,
            code,
            legal,
            no,
            ch(VTYPE[kind]),
            fact,
            law if rnd() < 0.5 else law + "、" + law2,
            pk,
            pc,
            f"{fine:.2f}",
            day.isoformat(),
            end.isoformat(),
            an,
            ac,
            div,
            addr,
            (day + dt.timedelta(days=ri(1, 7))).isoformat(),
        ]


def main() -> None:
    """Write the rows as CSV."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, required=True)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--out", required=True, type=Path)
    given = asked.parse_args()
    with given.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLS)
        writer.writerows(rows(given.rows, given.seed))


if __name__ == "__main__":
    main()
