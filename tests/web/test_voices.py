"""An English page is read aloud by two voices, each in its own language."""

import pytest

from service.web.language import one_of
from service.web.voices import marked


@pytest.mark.parametrize(
    ("page", "spoken"),
    [
        ("<p>Opinion: 同意开班。</p>", '<p>Opinion: <span lang="zh-CN">同意开班。</span></p>'),
        ('<a lang="zh-CN">中文</a>', '<a lang="zh-CN">中文</a>'),
        ("<option>重庆</option>", "<option>重庆</option>"),
        ("<title>张三</title><b>No one</b>", "<title>张三</title><b>No one</b>"),
        ('<i title="张三">x</i>', '<i title="张三">x</i>'),
        ("<svg><text>办结</text></svg>", "<svg><text>办结</text></svg>"),
    ],
)
def test_what_is_chinese_says_so(page, spoken):
    assert marked(page) == spoken


def test_a_class_is_named_in_chinese_on_an_english_desk(story):
    story.tell(until="opening_accept")
    reviewer = story.office.browser("county_reviewer")
    reviewer.get("/language/en")
    name = story.answers(0)["class_name"]
    assert f'<span lang="zh-CN">{name}</span>' in reviewer.get("/").text


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        ("1 working days left", "1 working day left"),
        ("21 days after", "21 days after"),
        ("2.1 days", "2.1 days"),
        ("1 rows read", "1 row read"),
    ],
)
def test_one_is_no_plural(counted, said):
    assert one_of(counted) == said
