"""The tracks of online training: who teaches whom, and which words an applicant may file under."""

PREJOB = "ent_prejob"
ON_THE_JOB = "ent_onjob"
EMPLOYEES = frozenset({PREJOB, ON_THE_JOB})
# Which party files under a track; a track that is not named here is open to any.
PARTY = {
    "platform": "platform",
    "institution": "school",
    PREJOB: "enterprise",
    ON_THE_JOB: "enterprise",
}
