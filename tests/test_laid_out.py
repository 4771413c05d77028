"""Do pages that know where everything stands become their stories? Each test sets one awkward layout by hand."""

from __future__ import annotations

from indexer.profile import PageFacts
from indexer.split import split
from search.article import Article

from .sheet_of_type import Sheet

FISH = (
    "近日，澜湾市渔业局在望潮码头举行增殖放流活动，向近海投放大黄鱼、黑鲷等鱼苗一百二十万尾。这是今年以来规模最大的一次放流。",
    "渔民代表林望舒说，从前一网下去都是好鱼，后来越来越少，如今伏季休渔加上放流，海里的鱼又慢慢多起来了，大家心里也踏实。",
    "市渔业局表示，下一步将继续加强放流区域的巡查管护，严查违规捕捞，让放下去的鱼苗真正长得大、留得住。",
)
ROAD = (
    "连接东山与西岙的沿海公路昨天开工建设，全长二十八公里，计划三年建成。项目建成后，两地车程将由一个半小时缩短到三十分钟左右。",
    "项目负责人方照南介绍，沿线有六座隧道和十一座桥梁，其中跨海大桥长三公里，施工难度大，目前首批设备和人员已经进场。",
)
HEAVY = "FZHTK"


def articles(sheet: Sheet) -> list[Article]:
    return list(split(sheet.page(), PageFacts(source="s"), frozenset()))


def bodies(sheet: Sheet) -> dict[str, list[str]]:
    return {article.headline: article.body.split("\n") for article in articles(sheet)}


def test_two_stories_side_by_side_without_a_rule() -> None:
    sheet = Sheet()
    sheet.line("百万鱼苗入海来", 60, 60, 24, font=HEAVY)
    sheet.columns(FISH, [40, 150], 100, 11, 11)
    sheet.line("沿海公路开工", 330, 60, 24, font=HEAVY)
    sheet.columns(ROAD, [280, 390], 100, 11, 7)
    assert bodies(sheet) == {"百万鱼苗入海来": list(FISH), "沿海公路开工": list(ROAD)}


def test_kicker_headline_and_subtitle_by_their_size() -> None:
    sheet = Sheet()
    sheet.line("澜湾渔场又见大黄鱼", 60, 40, 14)
    sheet.line("百万鱼苗入海来", 60, 60, 30, font=HEAVY)
    sheet.line("伏季休渔叠加增殖放流，近海资源持续恢复", 60, 96, 14)
    sheet.columns(FISH, [40, 150, 260], 130, 11, 8)
    (story,) = articles(sheet)
    assert story.kicker == "澜湾渔场又见大黄鱼"
    assert story.headline == "百万鱼苗入海来"
    assert story.subtitle == "伏季休渔叠加增殖放流，近海资源持续恢复"


def test_a_line_with_a_dash_is_a_subtitle_whatever_its_size() -> None:
    sheet = Sheet()
    sheet.line("向海而兴", 60, 40, 26, font=HEAVY)
    sheet.line("——渔港更新见闻", 60, 70, 26, font=HEAVY)
    sheet.columns(FISH, [40, 150, 260], 110, 11, 8)
    (story,) = articles(sheet)
    assert (story.headline, story.subtitle) == ("向海而兴", "——渔港更新见闻")


def test_columns_that_go_on_under_a_picture() -> None:
    sheet = Sheet()
    sheet.line("百万鱼苗入海来\u3000澜湾渔场又见大黄鱼", 60, 60, 20, font=HEAVY)
    _, left = sheet.column(FISH, 40, 100, 11, 10)
    sheet.picture(150, 100, 360, 180)
    _, left = sheet.column(left, 150, 190, 11, 4, torn=True)
    _, left = sheet.column(left, 260, 190, 11, 8, torn=True)
    assert not left
    (story,) = articles(sheet)
    assert story.body.split("\n") == list(FISH)


def test_an_l_around_another_story() -> None:
    sheet = Sheet()
    sheet.line("鱼苗入海", 50, 60, 20, font=HEAVY)
    _, left = sheet.column([*FISH, *FISH], 40, 100, 11, 22)
    sheet.rule(146, 60, 146.5, 190)
    sheet.line("沿海公路开工", 170, 60, 20, font=HEAVY)
    sheet.columns(ROAD, [155, 265], 100, 11, 7)
    sheet.rule(150, 192, 370, 192.5)
    _, left = sheet.column(left, 155, 200, 11, 6, torn=True)
    sheet.column(left, 265, 200, 11, torn=True)
    assert bodies(sheet) == {"鱼苗入海": [*FISH, *FISH], "沿海公路开工": list(ROAD)}


def test_a_vertical_headline_beside_its_text() -> None:
    sheet = Sheet()
    sheet.down("沿海公路开工建设", 40, 60, 20)
    sheet.columns(ROAD, [75, 185], 60, 11, 7)
    assert bodies(sheet) == {"沿海公路开工建设": list(ROAD)}


def test_a_headline_at_the_left_of_its_text() -> None:
    sheet = Sheet()
    sheet.line("百万鱼苗", 40, 100, 22, font=HEAVY)
    sheet.line("入海来", 40, 126, 22, font=HEAVY)
    sheet.columns(FISH, [150, 260], 90, 11, 11)
    assert bodies(sheet) == {"百万鱼苗 入海来": list(FISH)}


def test_a_box_in_a_story_stands_apart() -> None:
    sheet = Sheet()
    sheet.line("百万鱼苗入海来\u3000澜湾渔场又见大黄鱼", 60, 60, 20, font=HEAVY)
    _, left = sheet.column(FISH, 40, 100, 11, 15)
    sheet.frame(145, 150, 372, 290, tint=True)
    sheet.line("沿海公路开工", 200, 160, 16, font=HEAVY)
    sheet.columns(ROAD, [155, 263], 190, 11, 7)
    _, left = sheet.column(left, 155, 100, 11, 3, torn=True)
    sheet.column(left, 263, 100, 11, 3, torn=True)
    assert bodies(sheet) == {"百万鱼苗入海来 澜湾渔场又见大黄鱼": list(FISH), "沿海公路开工": list(ROAD)}


def test_a_sidebar_in_the_frame_of_a_story_belongs_to_it() -> None:
    sheet = Sheet()
    sheet.frame(30, 50, 380, 420)
    sheet.line("百万鱼苗入海来", 100, 60, 26, font=HEAVY)
    sheet.columns(FISH, [40, 150, 260], 100, 11, 8)
    sheet.line("放流有何讲究", 130, 230, 16, font=HEAVY)
    sheet.columns(ROAD, [40, 150, 260], 260, 11, 6)
    sheet.line("沿海公路开工", 60, 440, 24, font=HEAVY)
    sheet.columns(ROAD, [40, 150, 260], 480, 11, 6)
    story, sidebar, _ = articles(sheet)
    assert (story.belongs_to, sidebar.belongs_to) == ("", story.id)


def test_briefs_under_one_label() -> None:
    sheet = Sheet()
    sheet.line("渔区简讯", 60, 60, 14, font=HEAVY)
    sheet.line("公路开工", 60, 85, 12, font=HEAVY)
    end, _ = sheet.column([ROAD[0]], 40, 102, 11)
    sheet.line("放流百万", 60, end + 8, 12, font=HEAVY)
    sheet.column([FISH[0]], 40, end + 25, 11)
    briefs = articles(sheet)
    assert [(brief.kind, brief.column, brief.headline) for brief in briefs] == [
        ("brief", "渔区简讯", "公路开工"),
        ("brief", "渔区简讯", "放流百万"),
    ]


def test_a_subhead_is_no_headline() -> None:
    sheet = Sheet()
    sheet.line("百万鱼苗入海来", 60, 60, 24, font=HEAVY)
    end, _ = sheet.column([FISH[0]], 40, 100, 11)
    sheet.line("休渔见效\u3000鱼虾满舱", 45, end + 8, 11, font=HEAVY)
    sheet.column(FISH[1:], 40, end + 27, 11)
    (story,) = articles(sheet)
    assert story.subheads == ("休渔见效 鱼虾满舱",)
    assert story.body.split("\n") == [FISH[0], "休渔见效 鱼虾满舱", *FISH[1:]]


def test_a_subhead_in_the_size_of_the_text_is_told_by_its_face() -> None:
    sheet = Sheet()
    sheet.line("百万鱼苗入海来", 60, 60, 24, font=HEAVY)
    end, _ = sheet.column([FISH[0]], 40, 100, 11)
    sheet.line("休渔见效鱼满舱", 58, end, 9, font=HEAVY)
    sheet.column(FISH[1:], 40, end + 12, 11)
    (story,) = articles(sheet)
    assert story.subheads == ("休渔见效鱼满舱",)


def test_a_byline_that_the_column_broke_in_a_name() -> None:
    sheet = Sheet()
    sheet.line("百万鱼苗入海来", 60, 60, 24, font=HEAVY)
    sheet.line("□记者\u3000林望舒\u3000通", 40, 95)
    sheet.line("讯员\u3000阮\u3000秋", 40, 107)
    sheet.columns(FISH, [40, 150, 260], 119, 11, 8)
    (story,) = articles(sheet)
    assert [(author.name, author.role) for author in story.authors] == [("林望舒", "记者"), ("阮秋", "通讯员")]


def test_a_label_in_a_banner_half_outside_its_frame() -> None:
    sheet = Sheet()
    sheet.frame(30, 60, 380, 260)
    sheet.frame(120, 50, 260, 72, tint=True)
    sheet.line("海上新征程", 150, 54, 13, light=True)
    sheet.line("百万鱼苗入海来", 80, 85, 26, font=HEAVY)
    sheet.columns(FISH, [40, 150, 260], 130, 11, 8)
    (story,) = articles(sheet)
    assert (story.column, story.headline) == ("海上新征程", "百万鱼苗入海来")


def test_a_caption_is_photo_and_no_part_of_the_story() -> None:
    sheet = Sheet()
    sheet.line("百万鱼苗入海来\u3000澜湾渔场又见大黄鱼", 60, 60, 20, font=HEAVY)
    sheet.columns(FISH, [40], 100, 11, 24)
    sheet.picture(150, 100, 360, 220)
    sheet.line("图为渔民向海中投放鱼苗。", 155, 226, 9, font="FZHTK")
    sheet.line("记者\u3000林望舒\u3000摄", 280, 240, 9, font="FZHTK")
    story, caption = articles(sheet)
    assert story.body.split("\n") == list(FISH)
    assert (caption.kind, caption.body) == ("photo", "图为渔民向海中投放鱼苗。")
    assert [(author.name, author.role) for author in caption.authors] == [("林望舒", "摄影")]


def test_photo_news_with_a_headline_over_its_picture() -> None:
    sheet = Sheet()
    sheet.line("鱼苗入海", 60, 60, 22, font=HEAVY)
    sheet.picture(40, 90, 300, 240)
    sheet.column(["昨天，望潮码头放流鱼苗一百二十万尾。记者\u3000林望舒\u3000摄"], 40, 246, 28, font="FZHTK")
    (story,) = articles(sheet)
    assert (story.kind, story.headline) == ("photo", "鱼苗入海")


def test_an_advert_in_a_frame() -> None:
    sheet = Sheet()
    sheet.line("百万鱼苗入海来", 60, 60, 24, font=HEAVY)
    sheet.columns(FISH, [40, 150, 260], 100, 11, 8)
    sheet.frame(30, 240, 380, 330)
    sheet.line("望潮家具城", 120, 250, 28, font=HEAVY)
    sheet.line("全场八折优惠", 120, 285, 12)
    sheet.line("热线：0500-5550000", 120, 305, 12)
    story, advert = articles(sheet)
    assert (story.kind, advert.kind, advert.headline) == ("news", "advert", "望潮家具城")


def test_a_notice_in_a_frame() -> None:
    sheet = Sheet()
    sheet.frame(30, 60, 380, 140)
    sheet.line("停水公告", 150, 68, 14, font=HEAVY)
    sheet.column(["因更换水管，灯塔社区五月十日八时至十六时停水，请用户提前储水，特此公告。"], 40, 92, 36)
    (notice,) = articles(sheet)
    assert (notice.kind, notice.headline) == ("notice", "停水公告")


def test_stories_left_of_an_upright_rule_are_read_before_those_right_of_it() -> None:
    sheet = Sheet(700, 800)
    sheet.line("甲地放流", 60, 60, 22, font=HEAVY)
    sheet.columns(FISH, [40, 150], 100, 11, 11)
    sheet.line("乙地修路", 60, 300, 22, font=HEAVY)
    sheet.columns(ROAD, [40, 150], 340, 11, 7)
    sheet.rule(260, 50, 260.5, 450)
    sheet.line("丙地放流", 290, 60, 22, font=HEAVY)
    sheet.columns(FISH, [270, 380], 100, 11, 11)
    sheet.line("丁地修路", 290, 300, 22, font=HEAVY)
    sheet.columns(ROAD, [270, 380], 340, 11, 7)
    assert [story.headline for story in articles(sheet)] == ["甲地放流", "乙地修路", "丙地放流", "丁地修路"]


def test_a_jump_at_the_end_of_the_last_column() -> None:
    sheet = Sheet()
    sheet.line("百万鱼苗入海来", 60, 60, 24, font=HEAVY)
    sheet.columns([*FISH[:2], "市渔业局表示，"], [40, 150], 100, 11, 9)
    sheet.line("（下转第4版）", 195, 100 + 9 * 12)
    (story,) = articles(sheet)
    assert story.jump_to == "4"
    assert story.body.endswith("市渔业局表示，")


def test_nothing_printed_is_lost() -> None:
    sheet = Sheet()
    sheet.line("百万鱼苗入海来", 60, 60, 24, font=HEAVY)
    sheet.columns(FISH, [40, 150, 260], 100, 11, 8)
    sheet.line("一行没有着落的话", 420, 700, 9)
    said = "".join(article.headline + article.body for article in articles(sheet))
    assert "一行没有着落的话" in said


def test_a_text_without_a_headline_goes_on_in_the_story_beside_it_though_a_rule_stands_between() -> None:
    """There are rules between the columns of one story too; what tells is that the sentence goes on."""
    sheet = Sheet()
    sheet.line("鱼苗入海", 45, 60, 20, font=HEAVY)
    _, left = sheet.column(FISH, 40, 100, 11, 9)
    sheet.rule(145, 60, 145, 260)
    _, left = sheet.column(left, 152, 70, 11, 14, torn=True)
    assert not left
    sheet.line("沿海公路开工", 300, 60, 20, font=HEAVY)
    sheet.columns(ROAD, [280, 390], 100, 11, 7)
    assert bodies(sheet) == {"鱼苗入海": list(FISH), "沿海公路开工": list(ROAD)}
