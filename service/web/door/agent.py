"""A browser in two words, enough to know one's own again and too few to follow anybody."""

import re

BROWSERS = (
    (re.compile(r"\bEdg(e|A|iOS)?/"), "Edge"),
    (re.compile(r"\b(MicroMessenger)/"), "微信 WeChat"),
    (re.compile(r"\b(QQBrowser)/"), "QQ"),
    (re.compile(r"\b(Firefox|FxiOS)/"), "Firefox"),
    (re.compile(r"\b(Chrome|CriOS|Chromium)/"), "Chrome"),
    (re.compile(r"\bSafari/"), "Safari"),
)
SYSTEMS = (
    (re.compile(r"\b(iPhone|iPad)\b"), "iOS"),
    (re.compile(r"\bAndroid\b"), "Android"),
    (re.compile(r"\b(HarmonyOS|OpenHarmony)\b"), "HarmonyOS"),
    (re.compile(r"\bWindows\b"), "Windows"),
    (re.compile(r"\bMac OS X\b"), "macOS"),
    (re.compile(r"\bLinux\b"), "Linux"),
)


def in_words(user_agent: str) -> str:
    """Such as `Chrome · Windows`; what is not known is left out."""
    found = (
        next((name for pattern, name in names if pattern.search(user_agent)), "")
        for names in (BROWSERS, SYSTEMS)
    )
    return " · ".join(filter(None, found))
