"""Names, trades, people and codes of the demo: all invented."""

from random import Random
from typing import NamedTuple

from incubator_desk.base.uscc import ALPHABET, check_character


class Trade(NamedTuple):
    """What a company does: its Torch field (one of 12) and its class of GB/T 4754-2017."""

    tech_field: str
    industry: str

    @property
    def is_service(self) -> bool:
        """Whether the class belongs to the service sector: sections F onwards."""
        return self.industry[0] > "E"


def _trades(tech_field: str, table: str) -> dict[str, Trade]:
    """Trades by the word that stands in a company's name; each line: class, its name, words."""
    found: dict[str, Trade] = {}
    for line in table.strip().splitlines():
        code, title, *words = line.split()
        found |= {word: Trade(tech_field, f"{code} {title}") for word in words}
    return found


TRADES = (
    _trades("电子信息", """
        I6513 应用软件开发 软件 工业软件
        I6520 集成电路设计 芯片设计
        I6532 物联网技术服务 物联网
        I6550 信息处理和存储支持服务 数据
        I6434 互联网公共服务平台 网络科技 电子商务
        I6531 信息系统集成服务 智能科技
        I6572 动漫、游戏数字内容服务 数字内容
        I6440 互联网安全服务 信息安全
        R8730 影视节目制作 影像科技
        C3983 敏感元件及传感器制造 传感科技
        C3976 光电子器件制造 光电
        C3961 可穿戴智能设备制造 可穿戴设备
        C3969 其他智能消费设备制造 智能家居
        C3984 电声器件及零件制造 声学
    """)
    | _trades("先进制造", """
        C3491 工业机器人制造 机器人
        C3499 其他未列明通用设备制造业 智能装备
        C3464 制冷、空调设备制造 冷链装备
        C3425 机床功能部件及附件制造 精密制造
        C4014 实验分析仪器制造 仪器
        C3569 其他电子专用设备制造 激光技术
        M7491 工业设计服务 工业设计
        M7452 检测服务 检测技术
    """)
    | _trades("航空航天", """
        C3963 智能无人飞行器制造 无人机
        C3744 航空相关设备制造 航空电子
        I6339 其他卫星传输服务 卫星应用
    """)
    | _trades("现代交通", """
        C3670 汽车零部件及配件制造 汽车电子
        C3734 船用配套设备制造 船舶电子
        C3714 高铁设备、配件制造 轨道交通技术
    """)
    | _trades("生物医药与医疗器械", """
        M7340 医学研究和试验发展 生物
        C3584 医疗、外科及兽医用器械制造 医疗器械
    """)
    | _trades("新材料", """
        C3091 石墨及碳素制品制造 新材料
        C3073 特种陶瓷制品制造 陶瓷材料
        C1781 非织造布制造 纺织材料
        C2641 涂料制造 涂层材料
        M7320 工程和技术研究和试验发展 建筑科技
    """)
    | _trades("新能源与节能", """
        C3841 锂离子电池制造 储能
        C3825 光伏设备及元器件制造 光伏科技
        M7515 新能源技术推广服务 氢能
        M7514 节能技术推广服务 节能科技
    """)
    | _trades("环境保护", """
        M7461 环境保护监测 环境检测
        C3591 环境保护专用设备制造 环保
        N7721 水污染治理 水处理
    """)
    | _trades("地球空间与海洋", """
        M7441 遥感测绘服务 遥感 地理信息
        C4023 导航、测绘、气象及海洋专用仪器制造 海洋仪器
    """)
    | _trades("核应用技术", "C4027 核子及核辐射测量仪器制造 核检测技术")
    | _trades("现代农业", "M7330 农业科学研究和试验发展 农业科技")
    | _trades("其他", """
        M7492 专业设计服务 文创设计
        P8391 职业技能培训 教育科技
        H6210 正餐服务 餐饮管理
        H6233 咖啡馆服务 咖啡
        L7293 办公服务 图文
        L7241 会计、审计及税务服务 财税咨询
        M7520 知识产权服务 知识产权服务
        G6020 快递服务 快递服务
        F5213 便利店零售 便利店
        K7020 物业管理 物业服务
    """)
)  # fmt: skip
"""All trades by the word that stands for them in a name."""

_SURNAMES = (
    "陈林周赵孙吴郑冯沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹章苏潘葛范彭鲁韦马苗方俞任袁柳史唐薛雷贺倪汤罗毕郝安常"
)
_GIVEN = """
    岩松 若溪 明远 知行 慕白 雨桐 景行 思齐 立诚 望舒 清越 子衿 怀瑾 承志 书瑶 亦凡 文渊 可欣 嘉禾 一鸣 晓峰 海宁
    建平 志远 丽华 国栋 秀兰 俊杰 雪梅 永康 佳宁 浩然 静怡 洁 敏 磊 婷 涛 颖 伟 昕 㙓 楠 𠮷安
"""
_PREFIXES = ("135", "138", "139", "150", "158", "177", "186", "189")


def person(rng: Random) -> str:
    """A person's name."""
    return rng.choice(_SURNAMES) + rng.choice(_GIVEN.split())


def phone(rng: Random) -> str:
    """A mobile number of the right form; the zeros in its middle mark it as made up."""
    return f"{rng.choice(_PREFIXES)}0000{rng.randrange(10_000):04}"


def credit_code(category: str, number: int) -> str:
    """A synthetic credit code with right check characters, another one for each number below 961.

    ``category`` is the first two characters: 91 for companies, 92 for sole traders.
    """
    high, low = divmod(number * 7 % 961, 31)
    organisation = f"MA0DEM{ALPHABET[high]}{ALPHABET[low]}"
    first17 = f"{category}340171{organisation}{_organisation_check(organisation)}"
    return f"{first17}{check_character(first17)}"


def _organisation_check(first8: str) -> str:
    """The ninth character of an organisation code (GB 11714): weights modulo 11, where 10 is X."""
    total = sum(int(c, 36) * weight for c, weight in zip(first8, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return "0123456789X0"[11 - total % 11]
