"""The companies and teams of the demo park, in the order in which they came."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from .names import TRADES, credit_code, person, phone
from .rows import Row, row

# A brand and what it does; one that is a full name stands alone before the dot. Before it, how it stands with the
# park: * graduated, - left, @ resident (not incubated), ? applicant, nothing where it is incubated.
_TABLE = """
    @同禾·餐饮管理 *帆屿·软件 禾微·传感科技 -墨壤·文创设计
    衡岳·工业软件 *岸芷·生物 序光·光电 晴川·环境检测
    -知堂·教育科技 归雁·遥感 朴石·新材料 @拾光咖啡店·咖啡
    千帧·影像科技 *铭谷·仪器 云粟·数据 *砚北·软件
    -野渡·网络科技 屿森·节能科技 听澜·声学 凌霜·冷链装备
    素履·可穿戴设备 *汀兰·医疗器械 拓原·机器人 㙓野·农业科技
    澄岳·数据 -半山·电子商务 白榆·生物 雁回·物联网
    星槎·卫星应用 *承砚·工业设计 恒序·软件 岚汐·海洋仪器
    @墨香图文店·图文 鹿鸣·教育科技 沐川·医疗器械 云汀·信息安全
    -长风·无人机 叠浪·储能 青梭·纺织材料 木樨·检测技术
    寒石·陶瓷材料 *棠溪·环保 砺行·汽车电子 𠮷禾·农业科技
    昭晖·光伏科技 听雨·声学 微澄·水处理 序章·数字内容
    -北辞·软件 柏舟·船舶电子 方寸·芯片设计 见素·生物
    若谷·智能装备 @岚晖·财税咨询 南枝·农业科技 渡川·物联网
    明夷·传感科技 *拾穗·数据 极序·航空电子 泊云·软件
    湛卢·精密制造 松隐·机器人 合木·建筑科技 -轻舟·网络科技
    云杉·新材料 @岚桥·知识产权服务 知更·教育科技 曲岸·光电
    Aurora极光视界科技（青岚）有限公司·影像科技 石衣·涂层材料 *折光·仪器 霁月·医疗器械
    VentoAI·智能科技 飞廉·无人机 远岫·信息安全 苔痕·环境检测
    停云·软件 -南浦·电子商务 曜石·储能 穹顶·卫星应用
    青萍·传感科技 *临川·软件 松间·智能家居 漱石·芯片设计
    山岚雾团队·软件 昆吾·精密制造 ?初晴·环保 玄圃·生物
    半亩·农业科技 @驿诚·快递服务 数里行云团队·软件 空谷·氢能
    一苇·物联网 纸鸢团队·无人机 麦田影像团队·影像科技 寻常·工业设计
    听筠·医疗器械 墨衡·检测技术 朝暮·数字内容 乌篷团队·软件
    @岚里便利店·便利店 赤霄·激光技术 望舒·可穿戴设备 BlueMist数据团队·数据
    芦白·生物 松烟团队·文创设计 云岫·轨道交通技术 惊鸿·机器人
    拂晓·智能装备 玉衡·核检测技术 蓝桥引擎团队·数字内容 竹西·软件
    踏雪·冷链装备 星野·地理信息 三餐四季团队·网络科技 渊渟·水处理
    扶摇·航空电子 @岚居·物业服务 叙白·信息安全 沧浪团队·环境检测
    翊川·汽车电子 云起时团队·智能科技 秋毫·光电 ?听潮·海洋仪器
    ?未名原点团队·生物 ?拾贝·数据 ?玉楼·节能科技 ?风陵·氢能
"""
_STATUSES = {"*": "graduated", "-": "left", "@": "resident", "?": "applicant"}
_GRADUATED = {
    2: date(2018, 12, 20), 6: date(2019, 3, 18), 14: date(2019, 5, 30), 16: date(2019, 7, 10), 22: date(2019, 9, 20),
    30: date(2019, 12, 12), 42: date(2019, 11, 28), 58: date(2020, 1, 16), 71: date(2020, 3, 5), 82: date(2020, 1, 10),
}  # fmt: skip
_LEFT = {
    2: date(2019, 3, 31), 4: date(2019, 2, 28), 6: date(2019, 6, 30), 9: date(2019, 3, 31), 14: date(2019, 8, 31),
    17: date(2019, 7, 15), 22: date(2019, 12, 31), 26: date(2019, 8, 31), 37: date(2019, 10, 31),
    49: date(2019, 12, 31), 64: date(2020, 3, 13), 78: date(2020, 3, 6),
}  # fmt: skip
# Companies behind which the same person stands: the caps of vouchers and reliefs look at that.
_ONE_CONTROLLER = ((5, 31, 60), (23, 62), (25, 126), (43, 121))
_MEDIUM = (20, 59, 79)
_NOTES = {
    35: "2018 年起在众创空间预孵化，2019 年 7 月迁入 B 栋 401 室。",
    51: "股权融资洽谈中。",
    58: "已毕业，续租至租约期满。",
    71: "2020 年 3 月毕业，营业收入达标。",
    126: "已路演，待入孵评审。",
}


def tenants() -> list[Row]:
    """All companies and teams; their addresses follow from their leases."""
    rng = Random("tenants")
    found = [_tenant(number, entry, rng) for number, entry in enumerate(_TABLE.split(), 1)]
    for first, *others in _ONE_CONTROLLER:
        for number in others:
            found[number - 1]["controller"] = found[first - 1]["controller"]
    return found


def _tenant(number: int, entry: str, rng: Random) -> Row:
    status = _STATUSES.get(entry[0], "incubating")
    brand, word = entry.lstrip("*-@?").split("·")
    name, kind = _named(brand, word)
    trade = TRADES[word]
    admitted_on = None if status == "applicant" else _admitted(number)
    size = _size(number, kind, rng)
    head = person(rng)
    return row(
        "tenants",
        code=f"T-{number:04}",
        name=name,
        kind=kind,
        status=status,
        uscc={"company": credit_code("91", number), "sole_trader": credit_code("92", number)}.get(kind),
        founded_on=None if kind == "team" else _founded(number, admitted_on, rng),
        admitted_on=admitted_on,
        graduated_on=_GRADUATED.get(number),
        left_on=_LEFT.get(number),
        tech_field=trade.tech_field,
        industry=trade.industry,
        is_service=trade.is_service,
        size_class=size,
        registered_capital=None if kind == "team" else _capital(kind, size, rng),
        employees=_employees(kind, size, rng),
        legal_representative=None if kind == "team" else head,
        controller=head if rng.random() < 0.8 else person(rng),
        contact_name=person(rng),
        contact_phone=phone(rng),
        note=_NOTES.get(number),
    )


def _named(brand: str, word: str) -> tuple[str, str]:
    """The full name and the kind."""
    if brand.endswith("团队"):
        return brand, "team"
    if brand.endswith("店"):
        return f"青岚高新区{brand}", "sole_trader"
    return brand if brand.endswith("有限公司") else f"青岚{brand}{word}有限公司", "company"


def _admitted(number: int) -> date:
    """They came one after the other: ten before 2018, then about four a month until March 2020."""
    if number <= 10:
        return date(2016, 6, 20) + timedelta(days=55 * number)
    return date(2018, 1, 15) + timedelta(days=round((number - 11) * 7.05))


def _founded(number: int, admitted_on: date | None, rng: Random) -> date:
    """At most 24 months before the admission (domain: admission rule of 2018)."""
    if number == 11:
        return date(2016, 11, 8)
    return (admitted_on or date(2020, 3, 2)) - timedelta(days=rng.randrange(40, 700))


def _size(number: int, kind: str, rng: Random) -> str | None:
    if kind == "team":
        return None
    if number in _MEDIUM:
        return "medium"
    return "small" if number == 11 or (kind == "company" and rng.random() < 0.4) else "micro"


def _capital(kind: str, size: str | None, rng: Random) -> Decimal:
    if kind == "sole_trader":
        return Decimal(50_000)
    choices: dict[str | None, Sequence[int]] = {"micro": (50, 100, 100, 200, 300), "small": (300, 500, 500, 800, 1000)}
    return Decimal(10_000) * rng.choice(choices.get(size, (3000, 5000)))


def _employees(kind: str, size: str | None, rng: Random) -> int:
    if kind == "team":
        return rng.randrange(3, 7)
    return {"micro": rng.randrange(3, 10), "small": rng.randrange(12, 60)}.get(size or "", rng.randrange(105, 160))
