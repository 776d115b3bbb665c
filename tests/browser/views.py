"""Every look at every page of the house, in the order in which a reader would take them."""

from tests.browser.views_bank import BANK
from tests.browser.views_batches import BATCHES
from tests.browser.views_books import BOOKS
from tests.browser.views_budgets import BUDGETS
from tests.browser.views_catalogue import CATALOGUE
from tests.browser.views_door import DOOR
from tests.browser.views_filing import FILING
from tests.browser.views_office import CASES, DESKS, STEPS
from tests.browser.views_people import ADMINISTRATORS, TROUBLE
from tests.browser.views_recovery import RECOVERY
from tests.browser.views_supervision import SUPERVISION

ROOMS = (
    ("进门与我的账号 · The door and one's account", DOOR),
    ("机构与窗口 · The institution and the counter", FILING),
    ("办公桌 · Desks", DESKS),
    ("办件与材料 · Cases and documents", CASES),
    ("办理 · Steps", STEPS),
    ("拨付批次 · Payment batches", BATCHES),
    ("批次与银行 · A batch and its bank", BANK),
    ("追回 · Recovery", RECOVERY),
    ("预算 · Budgets", BUDGETS),
    ("账目 · Books", BOOKS),
    ("监管 · Supervision", SUPERVISION),
    ("目录 · Catalogues", CATALOGUE),
    ("三员与代办 · Administrators and stand-ins", ADMINISTRATORS),
    ("没有办成 · What was not done, and why", TROUBLE),
)
VIEWS = tuple(view for _, views in ROOMS for view in views)
