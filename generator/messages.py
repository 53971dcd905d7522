"""Every sentence that a check can say: what is wrong, how to mend it, on whose word. One row per rule.

A rule's code is what staff read out on the telephone; it never changes its meaning.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.model import Finding, Severity
from generator.privacy import redact

LONGEST = 40
"""How many characters of a value a message repeats."""
_USCC, _ID = "GB 32100-2015", "GB 11643-1999"
_LIST, _FORM = "data/README.md", "清单说明"
_GUIDE, _PRIVACY = "GB/T 9704-2012", "个人信息保护法；政府信息公开条例第十五条"
_PENALTY = "行政处罚法第四十八条"
_RULES = "data/rules"
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u180e\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]"
    "|[\ud800-\udfff]|[\U000e0000-\U000e007f]"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Hold what one rule says: the fault, the cure, the source, and whether it blocks publication."""

    code: str
    said: str
    mend: str
    source: str = _LIST
    severity: Severity = "error"


_ROWS = (
    # 编码: the bytes and characters of a file
    ("编码-01", "不是 UTF-8 编码{place}", "请用 WPS 打开原来的表格，另存为“CSV UTF-8（逗号分隔）”{hint}", _LIST),
    ("编码-02", "{value}含有“{char}”，可能是生僻字在另存时丢失", "请对照证照补正这个字；确实如此的不必改", _LIST, "notice"),
    ("编码-03", "开头有一个看不见的标记（BOM）", "请用文本编辑器另存：UTF-8 不带 BOM、换行 LF、半角逗号分隔", _LIST),
    ("编码-04", "换行用的是 {found}，应为 LF", "请用文本编辑器另存：UTF-8 不带 BOM、换行 LF、半角逗号分隔", _LIST),
    ("编码-05", "第{position}个字符是看不见的 {char}", "请删去这个字符，或者把整格重新录入一遍；不改也会照原样公开", _LIST, "notice"),
    ("编码-06", "第{position}个字“{char}”用了不规范的编码，看着一样但是搜不到", "请改成“{canonical}”，用输入法重新录入即可", "Unicode NFC"),
    ("编码-07", "有一个字丢失了，变成了“{char}”", "请对照原件补上这个字，另存时选“CSV UTF-8”", "Unicode"),
    ("编码-08", "第{position}个字符是 {char}，表格软件读到这里会出错", "请删去这个字符，或者把整格重新录入一遍", "RFC 4180"),
    ("编码-09", "既不是 UTF-8 也不是 GB18030 编码，可能已损坏", "请用 WPS 打开，另存为 xlsx 再导入，不必自己转换编码", _LIST),
    # 表格: the grid
    ("表格-01", "{area} 是合并单元格，只有第一格有内容", "请选中 {area}，取消合并，再逐行填写", _LIST),
    ("表格-02", "以“{char}”开头，表格软件会把它当公式运行", "请去掉这个符号，或者复制后“选择性粘贴—数值”；不改也会照原样公开", "OWASP CSV Injection", "notice"),
    ("表格-03", "是空行", "请删去这一行", "RFC 4180"),
    ("表格-04", "比表头多出一格，内容是{value}", "请删去多出的一格；若内容里有逗号，请给这一格加上双引号", "RFC 4180"),
    ("表格-05", "比表头少了一格，从「{column}」起没有内容", "请补齐这一行；没有内容的格子也要留着逗号", "RFC 4180"),
    ("表格-06", "引号没有成对，后面的内容连成了一格", "请检查这一行起的双引号，应当成对出现", "RFC 4180"),
    ("表格-07", "各列之间用的是{found}，应为逗号", "请用文本编辑器另存：UTF-8 不带 BOM、换行 LF、半角逗号分隔", "RFC 4180"),
    ("表格-08", "开头或者结尾有空格", "请去掉首尾的空格", _LIST),
    ("表格-09", "有 {length} 个字，太长了，网页打开会很慢", "请把长文存成 text 文件夹里的文本文件，这里只填文件名", _LIST, "notice"),
    ("表格-10", "是空文件，连表头也没有", "请按 dataset.yaml 里各列的顺序写好表头，一行一条", _LIST),
    ("表格-11", "没有按「{column}」从小到大排列", "不影响公开；请按这一列从小到大排好，比较前后版本才清楚", _LIST, "notice"),
    ("表格-12", "最后一行没有换行符", "请用文本编辑器另存：UTF-8 不带 BOM、换行 LF、半角逗号分隔", _LIST, "notice"),
    ("表格-13", "读不懂：{problem}", "请对照 data/README.md 的规范写法检查；仍然不行请联系信息中心", "Data Package"),
    ("表格-14", "是数字格式，超过15位，后面几位已经变成0，无法自动恢复", "请先把这一列设为“文本”格式，再对照原件重新填写", _LIST),
    ("表格-15", "是公式，公式不能导入", "请复制这一列，再“选择性粘贴—数值”", "OWASP CSV Injection"),
    ("表格-16", "是公式出错的结果", "请改成正确的内容；没有内容就空着", _LIST),
    # 表头
    ("表头-01", "没有找到「{wanted}」这一列；多了一列「{found}」", "如果是同一个意思，请把表头改成「{wanted}」", _FORM),
    ("表头-02", "没有找到「{wanted}」这一列", "请补上这一列；没有内容可以空着，但表头要有", _FORM),
    ("表头-03", "多了一列「{found}」", "请删去这一列，或者先在 dataset.yaml 的 fields 里说明它", _FORM),
    ("表头-04", "列的顺序不对：这里应是「{wanted}」，实际是「{found}」", "请按 dataset.yaml 里的顺序排列各列", _FORM),
    ("表头-05", "有两列都叫「{found}」", "请删去或者改名其中一列", _FORM),
    ("表头-06", "有一列没有表头", "请给这一列填上表头，或者删去这一列", _FORM),
    ("表头-07", "前 {rows} 行里没有找到表头", "请让第1行是表头，写法和空表一样：{wanted}……；空表用 gongshi template 生成", _FORM),
    ("表头-08", "「{found}」这一列是个人信息，没有导入", "公开的数据里不得有这一列，请从原来的表里也删去", _PRIVACY, "notice"),
    # 重复 必填 选项
    ("重复-01", "{what}与第 {other} 行重复", "同样的内容只能有一行；如是更正，请只保留正确的一行", _FORM),
    ("重复-02", "{value}与 {other} 重复", "编号不能重复使用，请核对哪一行填错了", _FORM),
    ("重复-03", "{value}与 {other} 只有大小写不同", "请改成明显不同的编号，否则两条记录会用同一个网址", _FORM),
    ("重复-04", "{value}已经有了，内容不一样", "更正原来的请用“更新”：加 --mode update；确属新的一条，请换一个编号", _FORM),
    ("必填-01", "不能空着", "请补填{example}", _FORM),
    ("必填-02", "主体是{kind}，应当有代码", "请补填统一社会信用代码；确实没有的，请核对主体类别", "发改办财金〔2018〕424号"),
    ("必填-03", "{why}这一格不能空着", "请补填；前面那一格填错的，请改那一格", _FORM),
    ("必填-04", "{why}这一格应当空着，现在是{value}", "请清空这一格；前面那一格填错的，请改那一格", _FORM),
    ("选项-01", "{value}不在可选项里", "{guess}可选：{options}", _FORM),
    ("选项-02", "多个值之间有空的或者重复的一项", "请用一个“|”隔开各项，每项只写一次", _LIST),
    ("选项-03", "{value}不合本列的格式要求", "请对照填写说明改正{example}", _FORM),
    ("选项-04", "应填“是”或者“否”，现在是{value}", "请改成“是”或者“否”", _LIST),
    ("选项-05", "内容{measure}，本列要求{limit}", "请核对后改正", _FORM),
    ("选项-06", "{why}这里应有“{wanted}”，现在是{value}", "请核对两格哪一格填错了", _FORM),
    # 代码
    ("代码-01", "写成了科学计数法，后几位已经丢失，无法自动恢复", "请对照证照重新填写18位代码；填之前先把这一列设为“文本”格式", _USCC),
    ("代码-02", "{value}末三位是0，多半是表格软件改掉的（超过15位的数字会变0）", "请对照证照核实后重填", _USCC),
    ("代码-03", "{value}第{place}位是字母“{char}”，代码里不会出现 I、O、Z、S、V", "请核对证照，这一位是不是“{guess}”", _USCC),
    ("代码-04", "{value}有{length}位，应为18位", "请检查是否漏了一位或首尾的0", _USCC),
    ("代码-05", "{value}写法不规范（小写、全角、空格或者短横）", "请改成 {canonical}", _USCC),
    ("代码-06", "{value}第{place}位是“{char}”，这一位不会是它", "请对照证照核实后重填", _USCC),
    ("代码-07", "{value}校验不通过，至少有一位填错了", "请对照证照逐位核对", _USCC),
    ("代码-08", "{value}第9至17位校验不通过", "请对照证照逐位核对这九位", "GB 11714-1997"),
    ("代码-09", "{value}是占位用的假代码", "请对照证照填写真实的代码；没有代码请空着", _USCC),
    ("代码-10", "区划码 {region} 不在历年的行政区划代码表里", "请核对；确属新设区划的可以不改", "GB/T 2260", "notice"),
    ("代码-11", "{value}不是6位区划代码", "请填6位数字的行政区划代码，例如 110000", "GB/T 2260"),
    # 日期
    ("日期-01", "{value}不是真实的日期", "请核对后按“年-月-日”填写，例如 2025-01-03", _LIST),
    ("日期-02", "{value}看不出年月日的先后", "请写全，例如 2025-04-03", _LIST),
    ("日期-04", "{value}早于「{earlier}」{day}", "请核对哪一个填反了", _FORM),
    ("日期-05", "{value}不在 1949 年至 2100 年之间", "请核对年份", _LIST),
    ("日期-06", "{value}写法不规范", "请改成 {canonical}", _LIST),
    ("日期-07", "{value}不是四位数的年份", "请填四位数字，例如 2025", _LIST),
    # 数字
    ("数字-01", "{value}写法不规范", "请改成 {canonical}，不要加正号、千分位、多余的0，不要用全角", _LIST),
    ("数字-02", "{value}不是{noun}", "请只填{noun}，单位写在别处；没有就空着", _LIST),
    ("数字-03", "{value}的小数超过6位", "金额以万元为单位，最多6位小数，请核对", "发改办财金〔2018〕424号"),
    ("数字-04", "{value}是负数", "金额不能是负数，请核对", _LIST),
    ("数字-05", "{value}超出范围，应{limit}", "请核对后改正", _FORM),
    ("数字-06", "{value}大于「{high}」{limit}", "请核对哪一个填错了", _FORM),
    ("数字-07", "{value}与「{part}」÷「{whole}」算出的 {computed}% 不一致", "请核对分子、分母和百分比", _FORM),
    ("金额-01", "{value}万元明显偏大，是不是按“元”填的", "如果是{value}元，请改成 {less}；确实是这个数的不必改", "发改办财金〔2018〕424号", "notice"),
    # 文号
    ("文号-01", "{value}写法不规范，年份应放在六角括号 〔〕 里", "请改成 {canonical}", _GUIDE),
    ("文号-02", "{value}不像文号", "请照文件填写，例如 示卫医罚〔2026〕44号；没有文号请空着", _GUIDE),
    ("文号-03", "{value}不像索引号", "请照“机构代码/年份-序号”填写，例如 11640100010085810C/2024-00035", "政府信息公开目录"),
    ("文号-04", "{value}的前18位不是有效的统一社会信用代码", "请核对索引号前半部分的机构代码", _USCC),
    ("文号-05", "{value}没有写明法律文件的名称", "请用书名号写出名称和条款，例如《……条例》第十条", _FORM),
    # 引用
    ("引用-01", "{value}在「{list}」的「{to}」里找不到", "{guess}请核对，或者先在那个清单里补上", _FORM),
    ("引用-02", "{value}与「{list}」{name} 的「{theirs}」“{other}”不一致", "请核对是不是引用错了，或者改成一致", _FORM),
    # 裁量 名单
    ("裁量-01", "{value}{scaled}不在「{list}」{name} 的幅度 {low} 至 {high} 之内", "请核对金额和所引的基准；依法减轻、加重的，在备注里说明", "行政处罚法第三十四条", "notice"),
    ("裁量-02", "与相邻一档（到 {other}）{fault}", "请让上一档的上限等于下一档的下限", "行政处罚法第三十四条"),
    ("裁量-03", "{value}与「{limit}」{bound} 不一致，各档没有占满法定幅度", "请核对最低一档的下限、最高一档的上限", "行政处罚法第三十四条"),
    ("名单-01", "{value}同时在「{list}」里公示（{name}）", "同一单位不能同时在两个名单里，请移出其中一个", _FORM),
    # 隐私
    ("隐私-01", "含有一个身份证号码（{mask}）", "公开数据中不得出现，请删除", _PRIVACY),
    ("隐私-02", "含有一串很像身份证号码的数字（{mask}），只是校验位不对", "请核对；如果是录错的身份证号码，请删除", _PRIVACY, "notice"),
    ("隐私-03", "含有一个15位的旧身份证号码（{mask}）", "公开数据中不得出现，请删除", _PRIVACY),
    ("隐私-04", "含有一个手机号码（{mask}）", "公开数据中不得出现，请删除，需要电话的请填单位座机", _PRIVACY),
    ("隐私-05", "含有一个银行卡号（{mask}）", "公开数据中不得出现，请删除", _PRIVACY),
    ("隐私-06", "含有被表格软件改成科学计数法的证件号码", "请删除；如果是代码，请对照证照重新填写", _PRIVACY),
    ("隐私-07", "主体是自然人，姓名没有隐去", "请改成“张某”“张某某”这样的写法", "政府信息公开条例第十五条"),
    ("隐私-08", "主体是自然人，不应有代码", "请清空这一格；自然人的证件号码不得公开", _PRIVACY),
    ("隐私-09", "写到了主体的名称、代码或者文号", "请删去，只说明撤回的理由，例如“经复议机关决定撤销”", _PENALTY),
    # 期限 数量 状态
    ("期限-01", "没有适用的公示期规则，程序不知道公示到哪天", "请核对决定日期和失信程度；确实缺规则的，在 data/rules 的规则表里补一行", "data/rules"),
    ("期限-03", "{value}晚于今天（{today}）", "到那一天才会公示；填错的请改正", _LIST, "notice"),
    ("期限-04", "{value}与按规则算出的 {computed} 不一致，网站以算出的为准", "请改成 {computed}；规则不对的，改 data/rules 的规则表", _RULES, "notice"),
    ("期限-05", "{name}：从 {start} 到 {end}，不足规定的{amount}", "请核对日期；确属缩短的，在备注里说明理由", _RULES, "notice"),
    ("期限-06", "{name}：从 {start} 到 {end}，超过规定的{amount}（应在 {limit} 以前）", "请核对日期；确属超期的不必改，会计入统计", _RULES, "notice"),
    ("期限-07", "{name}：{value}与按规则算出的 {computed} 不一致", "请改成 {computed}；规则不对的，改 data/rules 的规则表", _RULES, "notice"),
    ("数量-01", "应有 {wanted} {unit}，实际有 {found} {unit}{where}", "请核对是不是漏了或者多了；数量确有变化的，请改 dataset.yaml 的 expect", _FORM),
    ("数量-02", "{value}与「{list}」里符合条件的 {found} 不一致", "请核对数字，或者核对那个清单漏了哪几条", _FORM),
    ("数量-03", "同一单位一{period}内第 {count} 次按“{name}”检查，上限是 {cap} 次", "请核对检查类型和事项；确实超过的，在备注里说明理由", "国办发〔2024〕54号", "notice"),
    ("数量-04", "{value}读不懂，或者「{list}」里没有这一列", "请写成“列=值;列=值”，列名与那个清单的表头一致", _FORM),
    ("状态-01", "已停止公示，但没有填停止的日期", "请补填停止公示的日期", _PENALTY),
    ("状态-02", "已停止公示，但没有填停止的原因", "请从可选项里选一个原因", _PENALTY),
    ("状态-03", "已撤回，但没有说明理由", "请填写撤回说明，不要写主体的名称、代码和文号", _PENALTY),
    ("状态-04", "决定已被{state}，但没有填日期", "请补填撤销、变更或者确认违法、无效的日期", _PENALTY),
    ("状态-05", "状态是“{state}”，却填了停止公示的日期", "请核对：已停止的请改状态，没有停止的请清空日期", _FORM, "notice"),
    ("状态-06", "写的是{value}，按日期应是“{computed}”", "网站按日期显示；请改成“{computed}”，日期填错的请改日期", _FORM, "notice"),
    ("状态-07", "写的是{value}，但{until}没有填日期", "请补填日期，或者改正这里的状态", _FORM),
    ("状态-08", "「{list}」里的 {name} 还没有改成{states}", "请在那个清单里改状态，填停止公示的日期和原因，两处一起提交", _FORM),
    ("状态-09", "{value}与「{list}」里 {name} 的停止公示日期“{day}”不一致", "请改成同一天", _FORM),
    # 文件
    ("文件-02", "这个清单没有数据文件", "请按 dataset.yaml 里各列的顺序写好表头，一行一条", _LIST),
    ("文件-03", "不认识这个文件", "数据文件应叫 {wanted}，请改名或者移走", _LIST),
    ("文件-04", "{value}的年份与文件名不符", "请把这一行移到 {wanted}", _LIST),
    ("文件-05", "找不到正文文件 {name}", "请把正文放到清单文件夹的这个位置，或者改正文件名", _LIST),
    ("文件-06", "{value}不是安全的文件名", "请用 text/编号.txt 这样的写法，不要有空格、“..”和盘符", _LIST),
    ("文件-07", "正文文件 {name} 不是 UTF-8 编码的文本", "请用记事本另存为 UTF-8 编码", _LIST),
    ("文件-08", "是指向别处的快捷方式（符号链接）", "请换成真正的文件", _LIST),
    ("文件-09", "不是能读的表格：{problem}", "请用 WPS 打开，另存为 xlsx 再导入", _LIST),
    ("文件-10", "太大，没有读：{problem}", "请只留要导入的内容，复制到空表里再导入", _LIST),
    ("文件-11", "可能还在 WPS 或者 Excel 里打开着，没有保存的改动读不到", "请在那边保存、关闭，再导入一次；已经保存过的不必改", _LIST, "notice"),
    # 安全 编号: what an import or a commit would take away
    ("安全-02", "比上次少了 {gone} 条（共 {total} 条），超过 {share}%{stated}", "误删的请找回来；确实要删的，在提交说明里另起一行写：删除：{title} {gone}", _LIST),
    ("编号-01", "改了编号：原来是“{old}”，现在是{value}", "编号定了不改，网址和别的清单都靠它，请改回来；确实要换的，整表导入时加 --allow-renumber {count}", _LIST),
    # 推送: what a server takes in
    ("推送-01", "这样推送会删掉或者改写已经收到的历史", "请先运行 git pull --rebase，再 git push；不要加 --force，也不要删除这个分支", _LIST),
    ("推送-02", "既不是分支也不是标签", "请只推送分支和标签，例如 git push origin main", _LIST),
    ("推送-03", "这个分支上是程序发布的网站，不收推送", "请推送放数据的分支，网站由服务器自己生成", _LIST),
    ("推送-04", "是子模块，不是文件", "请换成真正的文件", _LIST),
    ("推送-05", "文件名不能用：{problem}", "请换一个名字，用汉字、字母、数字、短横和点", _LIST),
    ("推送-06", "不在您可以改的范围里，您可以改的是 data 里的数据和 site_src/pages 里的文字", "请撤回对它的改动、新增或者删除；确实要改网页样式和设置的，请维护人员在服务器上运行 gongshi deploy trust", "deploy/README.md"),
    ("推送-07", "有 {size} 兆，太大了", "请按年分成几个文件，或者移走这个文件", _LIST),
    ("推送-08", "这次推送的较早版本里含有个人信息（{mask}），后来删了，但是历史里还在", "请把这几次提交合成一次再推送：git reset --soft origin/main，然后重新提交", _PRIVACY),
    ("推送-09", "这样推送会打乱已经收到的历史：您的提交会排到服务器已有的提交前面", "请先运行 git pull --rebase，再 git push", _LIST),
    ("推送-10", "是存证用的种子，提交以后不能改，也不能删：换了种子，以前公布的存证全都对不上", "请恢复原来的：git checkout origin/main -- data/proof.json，再提交、推送；确实要换的，请维护人员在服务器上对那次提交运行 gongshi deploy trust", "deploy/README.md"),
    # 存证: what lets anybody prove what was published
    ("存证-01", "没有存证用的种子，网站上就没有变更的摘要和存证", "请运行 make setup（或者 gongshi setup），再把 data/proof.json 随数据提交", _LIST, "notice"),
    ("存证-02", "这份数据是浅克隆的，只有最近的历史，这样生成的网站没有存证", "请运行 git fetch --unshallow，再生成", _LIST, "notice"),
    ("存证-03", "数据不在 git 里，或者还没有提交过，这样生成的网站没有存证", "请把数据提交到 git，再生成", _LIST, "notice"),
    # 名称 机构
    ("名称-04", "{value}不像座机或者热线号码", "请填“区号-号码”，例如 0000-1234567；不要填手机", _LIST),
    ("名称-05", "{value}不是完整的 https 网址", "请从浏览器地址栏复制以 https:// 开头的网址", _LIST),
    ("名称-06", "不像人名", "请只填姓名，不要填数字和符号", _LIST),
    ("机构-01", "{code} 在 {place} 写成“{other}”，这里写成“{here}”", "请统一用登记的全称", _USCC, "notice"),
    # 说明: dataset.yaml and the system's own tables
    ("说明-01", "读不懂这个文件：{problem}", "请对照 data/README.md 的样例检查冒号后的空格、缩进和引号", _LIST),
    ("说明-02", "不认识「{place}」", "{guess}请删去，或者对照 data/README.md 改正", _LIST),
    ("说明-03", "缺少「{place}」", "请补上这一项，写法见 data/README.md", _LIST),
    ("说明-04", "「{place}」的值{value}不合要求", "请对照 data/README.md 的样例改正", _LIST),
    ("说明-05", "「{place}」用了不认识的角色「{found}」", "{guess}请对照 data/README.md 的角色表改正", _LIST),
    ("说明-06", "角色「{found}」只能给一列，现在给了{columns}", "请只留一列", _LIST),
    ("说明-07", "「{place}」用了不存在的代码表「{found}」", "{guess}请改正，或者在 data/codes 里新建这个代码表", _LIST),
    ("说明-08", "{part} 提到的列「{found}」不在 fields 里", "{guess}请改成 fields 里有的列名", _LIST),
    ("说明-09", "{part} 提到的清单「{found}」不存在", "{guess}请改成 data 里有的清单", _LIST),
    ("说明-10", "分组「{found}」不在 site.yaml 的 groups 里", "{guess}请从这些分组里选：{options}", _LIST),
    ("说明-11", "期限规则「{found}」不在 data/rules 的规则表里", "{guess}请改正，或者先在 data/rules 的规则表里写明", _LIST),
    ("说明-12", "没有哪一列是主键", "请给编号那一列写上 role: key", _LIST),
    ("说明-13", "文件夹名「{found}」不规范", "请只用小写字母、数字和短横，例如 penalty-list", _LIST),
    ("说明-14", "「{place}」的格式要求读不懂：{problem}", "请改正 pattern；拿不准可以先删去", _LIST),
    ("说明-15", "有两列都叫「{found}」", "请改名其中一列", _LIST),
    ("说明-16", "「{place}」的角色是 {found}，类型应为 {wanted}", "请把 type 改成 {wanted}", _LIST),
    ("说明-17", "「{place}」的角色是 {found}，要有代码表", "请写上 codes，指明 data/codes 里的代码表", _LIST),
    ("说明-18", "代码表里{found}写了两次", "每个代码、每个名称只能出现一次，请删去重复的一行", _LIST),
    ("说明-19", "列表页有 {found} 列，最多 6 列", "请从 list 的 columns 里去掉几列", _LIST),
    ("说明-20", "「{found}」是给网站页面用的名字", "请给清单的文件夹另起一个名字", _LIST),
    ("说明-24", "「{found}」不公开（public: false），不能用在 {part}", "请换一列，或者改成公开", _LIST),
    ("说明-25", "{part} 没有指明清单，也没有用 in 指明写着清单的那一列", "请写 list 和 to，或者写 in", _LIST),
    ("说明-26", "「{place}」要从程序的表里取数，没有叫“{found}”的一项", "{guess}请改正 shows", _LIST),
    ("说明-27", "时限「{found}」没有写明从哪一列、按哪条规则，也没有写明期限在哪一列", "请写 from 和 rules，或者写 by", _LIST),
    ("说明-28", "筛选项的编号（id）“{found}”不规范", "请用小写字母开头，只用小写字母、数字和短横，例如 year", _LIST),
    ("说明-29", "筛选项的编号“{found}”写了两次", "请给每一项起不同的编号", _LIST),
    ("说明-32", "“{found}”在网址里另有用处，不能作筛选项的编号", "请换一个，例如 kind", _LIST),
    ("说明-31", "list.sorts 里的「{found}」不是日期、年份或者数字，不能用来排序", "请去掉这一列，或者改正这一列的 type", _LIST),
    ("说明-30", "「{place}」的角色是 trade，代码表是 {found}，别的清单用的是 {wanted}", "请用同一个代码表，机构才能按行业归在一起", _LIST),
    ("说明-21", "网址（url）“{found}”不完整", "请写全，例如 https://gongshi.example.gov.cn/", _LIST),
    ("说明-22", "网站标识码（id_code）“{found}”不对", "请填10位数字，或者 bm 加8位数字", "国办发〔2017〕47号"),
    ("说明-23", "正式发布的网站不能空着「{found}」", "请补填；还没有正式发布的，把 formal 改成 false", "国办发〔2017〕47号"),
)  # fmt: skip

SENTENCES: Mapping[str, Sentence] = {row[0]: Sentence(*row) for row in _ROWS}


def finding(
    code: str,
    file: str,
    /,
    *,
    row: int = 0,
    column: str = "",
    cell: str = "",
    key: str = "",
    personal: bool = False,
    **facts: object,
) -> Finding:
    """Say that a rule is broken at a place.

    A fact named ``value`` is shown in quotation marks, and not at all when ``personal``; no fact keeps personal
    data or an invisible character.
    """
    rule = SENTENCES[code]
    told = {name: _fact(name, str(value), personal) for name, value in facts.items()}
    told.setdefault("column", column)
    return Finding(
        file=file,
        rule=code,
        said=rule.said.format_map(told),
        mend=rule.mend.format_map(told),
        row=row,
        column=visible(column),
        cell=cell,
        key=shortened(key),
        severity=rule.severity,
        source=rule.source,
    )


def sentence(item: Finding) -> str:
    """Tell a finding in one sentence; whatever is not known of the place is left out."""
    column = f"「{item.column}」" if item.column else ""
    letter = re.sub(r"\d+$", "", item.cell)
    place = [
        item.file,
        f"第{item.row}行" if item.row else "",
        f"{letter}列{column}" if letter else column,
    ]
    basis = f"〔{item.rule} · {item.source}〕" if item.source else f"〔{item.rule}〕"
    return f"{' '.join(part for part in place if part)}：{item.said}。{item.mend}。{basis}"


def cell_address(column: int, row: int) -> str:
    """Return the address of a cell as spreadsheets write it; columns count from 0, rows from 1."""
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}{row}"


def visible(text: str) -> str:
    """Return the text with every invisible character spelt out, such as ‹U+202E›."""
    return _INVISIBLE.sub(lambda found: f"‹U+{ord(found[0]):04X}›", text)


@lru_cache(maxsize=4096)
def shortened(text: str) -> str:
    """Return what a message may repeat of a text: no personal data, nothing invisible, no great length."""
    shown = redact(text[:4000])
    return visible(shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…")


def _fact(name: str, text: str, personal: bool) -> str:
    if name == "value":
        return "这一格的内容" if personal else f"“{shortened(text)}”"
    return visible(redact(text[:4000]))
