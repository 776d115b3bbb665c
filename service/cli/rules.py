"""Rules without a case: check a folder, play an example, count a deadline, publish."""

from argparse import Namespace
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from service.cli.surroundings import Commands, complain, ground, say, say_json
from service.commands import carry_out
from service.commands.asking import count_deadline
from service.commands.desk import person_and_actor
from service.commands.examples import BadExample, rehearse
from service.commands.vocabulary import VOCABULARY
from service.domain.calendar import notice_calendar
from service.domain.orders import PublishBundle
from service.domain.policy import NotInForce, Policy, UnknownValue
from service.records.person import by_login
from service.settings import NotReady
from workflows import check as check_bundle
from workflows import jurisdictions, read_folder

WRONG = 2


def offer(commands: Commands) -> None:
    """Offer the commands of this room."""
    check = commands.add_parser("check", help="what a jurisdiction's folder must satisfy")
    check.add_argument("name")
    check.set_defaults(do=check_folder)
    example = commands.add_parser("simulate", help="play an example on a throw-away database")
    example.add_argument("file", type=Path)
    example.add_argument("--json", action="store_true")
    example.set_defaults(do=play)
    deadline = commands.add_parser("deadline", help="when a filing would be due, as JSON")
    deadline.add_argument("jurisdiction")
    deadline.add_argument("name")
    deadline.add_argument("--received", required=True, help="2020-06-24T10:00+08:00")
    deadline.set_defaults(do=ask_deadline)
    publish = commands.add_parser("publish", help="put a jurisdiction's folder in force")
    publish.add_argument("jurisdiction")
    publish.add_argument("--as", dest="login", required=True, help="a policy administrator")
    publish.set_defaults(do=put_in_force)


def check_folder(asked: Namespace) -> int:
    """Every finding with its file, its element and its mend."""
    findings = check_bundle(read_folder(_folder(asked.name)), VOCABULARY)
    for one in findings:
        say(f"{one.file}:{one.line} · {one.element}\n  {one.wrong_zh} {one.mend_zh}")
        say(f"  {one.wrong_en} {one.mend_en}")
    if findings:
        complain(f"{asked.name}: {len(findings)} 处错误 · errors")
        return WRONG
    say(f"{asked.name}: 没有错误 · no errors")
    return 0


def play(asked: Namespace) -> int:
    """Play an example through the real road and say what came of it."""
    if not asked.file.is_file():
        raise NotReady(f"There is no file {asked.file}.")
    try:
        outcome = rehearse(asked.file)
    except BadExample as bad:
        raise NotReady(str(bad)) from bad
    if asked.json:
        say_json({"holds": outcome.holds, **asdict(outcome)})
    else:
        say(f"{outcome.number}: {outcome.finished or '—'}")
        for line in outcome.differences:
            say(f"  ✗ {line}")
        say("与示例一致 · as promised" if outcome.holds else "与示例不一致 · not as promised")
    return 0 if outcome.holds else WRONG


def ask_deadline(asked: Namespace) -> int:
    """Due time, clause, kind and calendar version."""
    policy = Policy(read_folder(_folder(asked.jurisdiction)).policy)
    try:
        say_json(count_deadline(policy, notice_calendar(), asked.name, _moment(asked.received)))
    except (UnknownValue, NotInForce) as unknown:
        known = ", ".join(policy.deadlines)
        raise NotReady(f"{unknown}: no such deadline then. There are: {known}.") from unknown
    return 0


def put_in_force(asked: Namespace) -> int:
    """Check and publish; a folder with an error changes nothing."""
    with ground() as standing, standing.session() as session:
        person = by_login(session, asked.login)
        found = person_and_actor(session, person.id) if person else None
        if found is None:
            raise NotReady(f"There is no account {asked.login!r}.")
        order = PublishBundle(jurisdiction=asked.jurisdiction)
        receipt = carry_out(order, actor=found[1], session=session, clock=standing.clock)
    say(f"{asked.jurisdiction}: {receipt.note}")
    return 0


def _folder(name: str) -> Path:
    folders = jurisdictions()
    if name not in folders:
        raise NotReady(f"There is no jurisdiction {name!r}; there are: {', '.join(folders)}.")
    return folders[name]


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise NotReady("--received needs its offset, as in 2020-06-24T10:00+08:00.")
    return moment
