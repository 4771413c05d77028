"""Where does one name end and the next begin: 陈小亮米小云?

A byline writes names with spaces, with 顿号, padded (曾　远), or with nothing between them at all. A *group* is what
stands between two separators; `read_names` cuts every group into names, or says that it cannot (None), and whoever
asked takes the text for an ordinary sentence then.

The idea: nearly every Chinese name is a surname and one or two characters more, and surnames are a closed list. A run
of names is therefore cut where all pieces begin with surnames, at the least *cost*: three characters are commoner than
two, 王 and 李 commoner than 阴 and 时, and a character that is hardly anything but a surname (刘, 赵) seldom stands
inside a given name. What begins with no surname (institutions such as 穗卫健宣, pen names, foreign names) is believed
only where the print itself says that a name stands there: that is what `Trust` is for.
"""

from __future__ import annotations

import re
from enum import IntEnum
from itertools import pairwise

from search.text import fold, is_known_word

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters, as they stand inside a character class."""


class Trust(IntEnum):
    """What says that a text is names.

    Attributes:
        BARE: nothing but its place: every piece must look like a usual Chinese name.
        LABELLED: a role before it (记者 …): rare surnames, and names with a dot, as well.
        MARKED: a role and a mark (□, brackets, a slash, 摄 at the end): institutions as well.
        OPEN: the same, and a space after the role: pen names and short foreign names as well.
    """

    BARE = 0
    LABELLED = 1
    MARKED = 2
    OPEN = 3


# Hardly ever a word by themselves, nor inside a given name.
_PLAIN = (
    "王李张刘陈杨赵吴徐孙胡朱郭何罗郑谢宋唐韩曹邓萧冯程蔡彭潘袁董余苏吕魏蒋杜沈姜傅钟卢汪戴崔陆廖姚邹熊郝孔邵侯孟"
    "秦顾薛尹谭黎贺龚赖樊殷倪严俞聂焦邢岳庄辛管祝涂谷祁耿牟卜詹苗靳欧甄裴鲍覃霍翁隋柯阮桂闵窦迟敖仇艾巩嵇井卞蔺滕"
    "臧邬苟褚廉娄盖冀郎邸谌邱瞿莫葛范梁许贾丁叶夏付闫阎肖翟郄韦"
)
# Usual surnames that are parts of given names, or of words, as well: 林 in 海林, 高 in 高温.
_USUAL = (
    "黄周马林高曾田任方石金江史陶龙万段雷钱汤武康文毛白易常乔于游左施柳齐梅章鲁洪童颜温芦季安伍尤毕申柴凌费纪盛项"
    "曲卫屈植甘景薄单包司宁房吉饶刁戚池晋苑畅宫简符奚木穆党燕谈屠连郜晏栾郁商蒙喻揭宇糜鄢卓练仲虞封竺冼佟匡宗巫鞠"
    "桑荆伏岑习保沙华解丛车冉官楚牛关舒路乌查戈全邝佘占麦钮禹狄邰濮茅庞凤湛祖储应皮蓝裘郏浦缪逯蒲逄扈雍璩堵胥莘贡"
    "劳於荀羿邴松厉戎束宿勾寇衡尉漆鄞缑惠危骆杭诸钭柏尚成干花强边米古支汲郅訾仉库冷银税肇郗芮昝初冒沃忻励贝鹿帅羊"
    "咸亓阙原佴荣冮"
)
# Surnames that are far oftener a word: a name begins with one only where a role says so.
_RARE = (
    "阴平和云伊元水乐东丰公向敬都满农能通充慎居步鱼容别广双闻英山家怀仰秋养红益相权越师利那才但兰苍桥青海雪时席经"
    "计来随国月宣冬明果归索见南尧幸麻亢旷"
)
_DOUBLE_SURNAMES = (
    "欧阳 司徒 诸葛 上官 司马 夏侯 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 端木 轩辕 独孤 南宫 西门 东郭 呼延 "
    "澹台 公冶 濮阳 淳于 申屠 太史 闻人 赫连 钟离 万俟 拓跋 完颜 纳兰 鲜于 闾丘 亓官 司空 宰父 漆雕 巫马 左丘"
)
_COMPOUND = frozenset(_DOUBLE_SURNAMES.split())
_FIRST = _PLAIN + "黄周马林高曾田任方石金江"
_NO_GIVEN = frozenset(_PLAIN + "黄周马曾")
_COST = {**dict.fromkeys(_RARE, 2.5), **dict.fromkeys(_USUAL, 0.4), **dict.fromkeys(_FIRST, 0.0)}
_TOO_DEAR = 1.7
"""A name of a run may cost this much on average: two short names of which one has a rare surname are no names."""

# No name has these: 记者从…了解到 is a sentence.
_NEVER = frozenset("的了在是这们着把被吗呢吧么您你我他她它很没些啊哪谁啥怎第号届与及等摄给")
_NO_END = frozenset("省市县区乡镇村族作绘译")
# Words that begin with a surname and stand where names stand: after 记者, 作者, 摄影, or in brackets.
_USUAL_WORDS = (
    "单位 简介 连线 连载 时评 沙龙 来信 来稿 来电 全文 全国 全省 全市 全县 全区 全年 全体 全部 全程 全线 全球 "
    "高级 高清 高中 高考 高铁 高温 高校 车辆 车间 方案 方法 方言 方式 万元 万人 万吨 万名 万亩 安全 安排 安装 "
    "石油 石化 黄金 黄色 白银 白天 白色 金额 金融 金牌 项目 常委 常务 常用 常识 常年 常态 路线 路透社 任务 任职 "
    "文字 文章 文化 文艺 文件 文明 文学 文旅 易拉罐 包括 包邮 包装 平方米 平方 平安 平台 平时 顾问 应届 应急 应对 "
    "应用 应邀 于是 干部 干警 经济 经过 经验 解释 解说 解决 解放 解读 官方 成品 成绩 成立 成果 成功 成员 成为 "
    "牛市 牛奶 温度 温馨 温情 江苏 江西 江苏省 江西省 江边 安徽 安徽省 安庆 云南 云南省 海南 海南省 海洋 海上 "
    "海岛 海外 宁夏 宁波 宁波市 沈阳 温州 温州市 郑州 徐州 常州 苏州 苏州市 杭州 杭州市 金华 黄山 柳州 罗马 古巴 "
    "古代 伊朗 伊拉克 韩国 乌克兰 何时 何地 何人 何处 何以 何谓 向前 向上 党员 党委 党建 党校 花絮 花园 华人 华侨 "
    "华东 华北 华南 马上 雷雨 明天 明日 明年 明星 明确 和平 和谐 时间 时代 时事 时政 时节 元旦 元月 国家 国际 "
    "国内 国外 都市 都会 满意 东海 东部 公司 公开 公益 公告 公园 通报 通知 通过 通讯 师生 利用 能源 农民 农业 "
    "农村 充分 相关 红色 双方 双拥 广播 广告 广场 家庭 家乡 乐园 丰收 强调 强化 关于 关注 关键 关爱 段落 房产 "
    "房屋 游客 游记 支持 管理 管控 景区 景点 康复 宣传 宣讲 谈话 商业 商场 商务 蓝天 计划 计算 盛会 盛夏 盛大 "
    "焦点 凌晨 权威 毕业 曲艺 祝福 祝贺 单项 夏日 夏季 夏天 程序 程度 许多 许可 谢谢 唐代 宋代 元代 明代 严格 "
    "严重 陆续 余额 余名 余人 余元 陈列 曾经 曾任 封面 封闭 随笔 随后 随机 随访 才能 但是 别的 贺卡 贺年 华为 "
    "银行 关系 成人 成年 边疆 花卉 花鸟 库存 万股 冷链 商标 冬季 冬天 秋季 秋天 秋色 雪景 来源 来自 来到 左右 "
    "左起 左侧 安保 项圈 左一 左二 左三 左图 黎巴嫩 贝鲁特 安哥拉 安卡拉 柏林 华盛顿 温哥华 华沙 马德里 米兰 孟买 "
    "孟加拉 金边 万象 东京 连续 成都 洛阳 洛杉矶 吉林 乐山 汉口 武汉 唐山 常德 安阳 宜昌 惠州 荆州 席位 单价 "
    "见面会 见面"
)
_WORDS = frozenset(_USUAL_WORDS.split())
# What follows a role, or stands before 摄, without being anybody's name.
_NOT_SIGNED = re.compile(
    "获悉|了解|采访|报道|走访|走进|走基层|探访|体验|调查|观察|手记|日记|札记|述评|评述|评论|追踪|追问|回访|暗访|专访|提问|问答|"
    "视点|视线|视角|感言|点评|昨|今|近|日前|目前|当|现场|队伍|培训|大赛|比赛|展览|作品|艺术|协会|学会|见面|招待|联络|工作|心得|"
    "见闻|综合|资料|图片|照片|记者|编辑|编者|本版|本报|本栏|责任|校对|审核|网络|摄影|拍摄|上图|下图|新华|发自"
)
# Institutions sign as correspondents, by their names or by the initials of a press office (穗卫健宣).
_INSTITUTION = re.compile(
    f"[{HAN}]{{2,14}}(?:局|委|办|办公室|部|院|中心|公司|集团|协会|学会|联合会|支队|大队|总队|学校|中学|小学|大学|银行|街道|社区|"
    "政府|党校|政协|人大|工会|妇联|消防|海事|公安|分局|馆|文联|科协|海关|研究所|派出所|供电|交警|城管|机场|报社|日报|晚报|电视台)"
)
_UNIT = re.compile(
    rf"(?:{_INSTITUTION.pattern}|[{HAN}]{{2,14}}(?:委员会|组委会|管委会|居委会|基金会))"
    rf"(?:[{HAN}]{{1,8}}(?:中心|[科室系处部站]))?"
)
_INITIALS = re.compile(f"[{HAN}]{{1,5}}[宣萱综]")
_DOTTED = re.compile(f"[{HAN}a-zà-ɏ]{{1,8}}(?:[·•・‧∙.][{HAN}a-zà-ɏ]{{1,8}}){{1,4}}")
_LATIN = re.compile(r"[a-zà-ɏа-я][a-zà-ɏа-я.'’-]+")
_PARTS = re.compile(r"[、,，;；&＆/／|｜丨]")


def read_names(text: str, trust: Trust) -> tuple[str, ...] | None:
    """The names that make up the text, in order, without white space inside them; None if it is anything else.

    Groups are parted by white space, 顿号, commas, slashes. A single character cannot be a name: it is joined to its
    neighbours (余 声; 张 一 男). 等 at the end is left aside. Latin words in a row are one name and keep their spaces.
    """
    names: list[str] = []
    for part in _PARTS.split(re.sub(r"\s*等\s*$", "", text)):
        latin = False
        for group in _joined(part.split()):
            before, latin = latin, _LATIN.fullmatch(fold(group)) is not None
            if before and latin:
                names[-1] += " " + group
            elif latin and trust >= Trust.OPEN:
                names.append(group)
            elif found := split_group(group, trust):
                names.extend(found)
            else:
                return None
    return tuple(names) or None


def split_group(group: str, trust: Trust) -> tuple[str, ...]:
    """The names in a group that has no separators; `()` if it is no name, or a run of them that cannot be cut."""
    folded = fold(group)
    if not _NEVER.isdisjoint(folded) or folded in _WORDS:
        return ()
    if _DOTTED.fullmatch(folded):
        return (group,) if trust >= Trust.LABELLED else ()
    if not re.fullmatch(f"[{HAN}]{{2,}}", folded):
        return ()
    cost, cuts = _cut(folded, Trust.LABELLED if trust is Trust.BARE and _alone(folded) else trust)
    if cuts and len(cuts) <= 4 and cost <= _TOO_DEAR * len(cuts):
        ends = [sum(cuts[: at + 1]) for at in range(len(cuts))]
        return tuple(group[end - size : end] for size, end in zip(cuts, ends, strict=True))
    if len(group) <= 3 and cuts:
        return (group,)
    if trust >= Trust.MARKED and (_INITIALS.fullmatch(folded) or _INSTITUTION.fullmatch(folded)):
        return (group,)
    return (group,) if trust >= Trust.OPEN and len(group) <= 4 and not _NOT_SIGNED.match(folded) else ()


def is_surname(char: str, *, plain: bool = False) -> bool:
    """Whether a usual name may begin with this character; with `plain`, whether little else begins with it."""
    folded = fold(char)
    return folded in _FIRST if plain else _COST.get(folded, 9) < 2


def is_unit(text: str) -> bool:
    """Whether a text is an institution, or a department of one: 市第二医院营养科."""
    return _UNIT.fullmatch(fold(text)) is not None


def _alone(name: str) -> bool:
    """Whether three hanzi are a name even where nothing but their place says so, and the surname is rare: 乐亦然."""
    return len(name) == 3 and _COST.get(name[0], 0) > 2 and not any(map(is_known_word, (name, name[:2])))


def _cut(run: str, trust: Trust) -> tuple[float, tuple[int, ...]]:
    """The cheapest way to cut a run of hanzi into names: its cost, and the lengths of the names, `()` for no way."""
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for end in range(1, len(run) + 1):
        ways = [
            (best[end - size][0] + price, (*best[end - size][1], size))  # of equals, the longer name first
            for size in (3, 2, 4)
            if size <= end
            and (end == size or best[end - size][1])
            and (price := _price(run[end - size : end], trust)) is not None
        ]
        best.append(min(ways, key=lambda way: (round(way[0], 3), [-size for size in way[1]]), default=(0.0, ())))
    return best[-1]


def _price(name: str, trust: Trust) -> float | None:
    """What it costs to take these two to four characters for one name; None where they cannot be one."""
    if name in _WORDS:
        return None
    if trust is Trust.BARE and len(name) > 2 and (name[-1] in _NO_END or name[:2] in _WORDS):
        return None  # 吉林省, 全文完
    inner = 0.5 * sum(char in _NO_GIVEN for char in name[1:])
    if len(name) > 2 and name[:2] in _COMPOUND:
        return 0.1
    surname = _COST.get(name[0])
    if surname is None or len(name) == 4 or (surname > 2 and trust is Trust.BARE):
        return None
    return surname + inner + (0.6 if len(name) == 2 else 0.0)


def _joined(groups: list[str]) -> list[str]:
    """The groups with padding undone: single characters in a row are joined, one alone goes to its neighbour."""
    runs: list[str] = []
    single = False
    for group in groups:
        if len(group) == 1 and single:
            runs[-1] += group
        else:
            runs.append(group)
        single = len(group) == 1
    joined: list[str] = []
    for run, following in pairwise([*runs, ""]):
        before = joined[-1] if joined else ""
        forward = 0 < len(following) <= 2 and (is_surname(run[0]) or len(before) > 2)
        if before and (len(before) == 1 or (len(run) == 1 and not forward)):
            joined[-1] += run
        else:
            joined.append(run)
    return joined
