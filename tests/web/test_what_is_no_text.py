"""What is no text, no number and no day: told or passed over on every page, never a 500."""

HUGE = "9" * 5_000
NUMBERS = (HUGE, str(2**63), "-1", "１２", "²", "a")
DAYS = ("0001-01-01", "9999-12-31", "2020-02-30", "１２３４-05-06")
LISTS = [
    *(("county_reviewer", "/?after={}"), ("county_reviewer", "/?institution={}")),
    *(("auditor", "/cases?after={}"), ("auditor", "/search?q=x&after={}")),
    *(("county_head", "/office?officer={}"), ("county_head", "/office?after={}")),
    *(("finance_payer", "/finance/recover?after={}"), ("county_reviewer", "/inbox?after=u{}")),
    *(
        ("demo-system-admin", "/institutions?after={}"),
        ("demo-system-admin", "/incidents?after={}"),
    ),
    ("demo-audit-admin", "/security-log?before={}"),
]
PAGES = ("/cases/a%00b", "/search?q=%00", "/?step=%00", "/help/%00", "/cases/x?%00=1")
BOXES = [
    (None, "/sign-in", ("account", "password", "next")),
    ("demo-system-admin", "/accounts/new", ("login", "name", "id_no")),
    ("demo-system-admin", "/institutions/new", ("uscc", "name", "kind", "region")),
    ("demo-security-admin", "/accounts/3/roles", ("role", "place", "uscc")),
    ("demo-security-admin", "/accounts/3/identity", ("issuer", "subject")),
    ("demo-counter", "/counter", ("institution", "received_at", "reason", "note")),
    ("county_head", "/stand-in", ("absent", "deputy", "role", "since", "until")),
    ("county_head", "/office/hand", ("step", "to-x")),
    ("county_reviewer", "/phrases", ("text", "strike", "next")),
    ("county_reviewer", "/inbox/read", ("upto",)),
]


def test_a_list_begins_anew_where_its_place_is_nonsense(office):
    answers = {
        (page, number): office.browser(role).get(page.format(number)).status_code
        for role, page in LISTS
        for number in NUMBERS
    }
    assert [asked for asked, status in answers.items() if status != 200] == []


def test_a_day_at_the_end_of_the_calendar_limits_nothing(office):
    auditor, watcher = office.browser("auditor"), office.browser("demo-audit-admin")
    for query in (f"{name}={day}" for day in DAYS for name in ("from", "to")):
        assert auditor.get(f"/cases?{query}").status_code == 200
        assert watcher.get(f"/security-log?{query}").status_code == 200


def test_an_address_with_a_nul_is_refused(office):
    browser = office.browser("county_reviewer")
    assert {browser.get(page).status_code for page in PAGES} == {400}


def test_a_nul_in_any_box_is_refused(office):
    passed = [
        (page, name)
        for role, page, names in BOXES
        for name in names
        if office.browser(role).post(page, data={name: "a\x00b"}).status_code != 400
    ]
    assert passed == []


def test_a_nul_in_a_form_of_a_case_is_told_beside_its_box(story):
    step = story.step("opening_fill")
    page = f"/cases/{story.number}/steps/{step.key}"
    typed = {"class_name": "班\x00级", "_version": str(step.version)}
    answer = story.office.browser("institution").post(page, data=typed)
    assert answer.status_code == 422


def test_the_number_of_a_row_is_written_in_plain_digits(office):
    browser = office.browser("demo-security-admin")
    assert browser.get("/accounts/3").status_code == 200
    for number in ("１２", "²", HUGE[:3_000], str(2**63), "-1", "+1", "1_0"):
        assert browser.get(f"/accounts/{number}").status_code == 404
