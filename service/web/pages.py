"""Every page, hung on the front door."""

from flask import Flask

from service.web import (  # noqa: F401 - each hangs its routes
    archive,
    assets,
    bundle,
    case,
    cases,
    catalogue,
    comparison,
    counter,
    demo,
    documents,
    guide,
    listed,
    order,
    personal,
    phrases,
    pictures,
    places,
    step,
    visit,
    voices,
    work,
)
from service.web.desks import (  # noqa: F401 - each hangs its routes
    head,
    inbox,
    reports,
    search,
)
from service.web.door import account, elsewhere, factor, guard, sign_in  # noqa: F401 - as above
from service.web.finance import (  # noqa: F401 - each hangs its routes
    awaited,
    bank,
    batch,
    batches,
    budgets,
    days,
    desk,
    entries,
    figures,
    funds_request,
    recovery,
    statement,
    trial,
    vouchers,
)
from service.web.front import blueprint
from service.web.people import (  # noqa: F401 - each hangs its routes
    accounts,
    assign,
    institutions,
    roles,
    security_log,
    stand_in,
)


def register(app: Flask) -> None:
    """Open the pages of the house."""
    app.register_blueprint(blueprint)
