"""What the security log's entries add to an act, in words: how, why, which and how many."""

from collections.abc import Mapping

from service.web.language import say

NAMES: Mapping[str, str] = {
    "how": "方式",
    "why": "原因",
    "sittings": "登录会话数",
    "token": "令牌编号",
    "rows": "条数",
    "lines": "条数",
    "case": "办件编号",
    "document": "材料",
    "documents": "材料",
    "manifest": "清单摘要",
    "digest": "摘要",
    "erasure": "删除方案",
    "key": "密钥",
    "values": "重新加密的值",
    "signature": "病毒特征",
    "taken_at": "备份时刻",
    "revision": "数据表版本",
    "entry": "目录条目",
    "list": "名单编号",
    "kind": "种类",
    "jurisdiction": "地区",
    "until_day": "有效期止",
}
VALUES: Mapping[str, str] = {
    "password": "密码",
    "oidc": "统一身份",
    "totp": "动态验证码",
    "code": "动态验证码",
    "recovery": "恢复码",
    "demo": "演示一键登录",
    "unknown": "没有这个账号",
    "nobody": "没有这个账号",
}
# Which sitting it was is for the machine: the time and the name say it to a reader.
LEFT_OUT = frozenset({"sitting"})
TOLD_IN_WORDS = frozenset({"how", "why"})


def detail(name: str, value: object) -> str:
    """One thing an entry adds, by its name here; what has no name yet is shown as it was kept."""
    if name in LEFT_OUT:
        return ""
    label = say(NAMES[name]) if name in NAMES else name
    if isinstance(value, bool):
        return say("{what}：有", what=label) if value else say("{what}：无", what=label)
    told = VALUES.get(str(value)) if name in TOLD_IN_WORDS else None
    return say("{what}：{told}", what=label, told=say(told) if told else str(value))
