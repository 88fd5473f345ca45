"""Finding people by what is typed in a hurry."""

import random
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from station.demo import people
from station.domain.names import fold
from station.domain.people import Resident
from station.store.station import StationStore
from tests.store.world import DAO, PHUONG, TABLE_1, brought, feed

TOWN = 20_000
SEARCHES = 300
LETTERS = "abcdeghiklmnopqrstuvxy"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StationStore]:
    """A station that holds the residents of a district."""
    home: Path = tmp_path_factory.mktemp("town")
    with StationStore.open(home) as store:
        store.identity.set(TABLE_1)
        feed(store, brought(*(townsman(number) for number in range(TOWN))), "e1.1")
        yield store


def chances(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  (invented people, not secrets)


def townsman(number: int) -> Resident:
    person = people.invent(chances(number), number, date(2021, 9, 15))
    return Resident(
        id=f"r-{number}",
        name=person.name,
        birth_year=person.birth_date.year,
        birth_date=person.birth_date,
        citizen_id=person.citizen_id,
        phone=person.phone,
    )


@pytest.fixture
def two(store: StationStore) -> StationStore:
    feed(store, brought(DAO, PHUONG), "e1.2")
    return store


@pytest.mark.parametrize(
    "typed",
    [
        "Nguyễn Thị Đào",
        "nguyen thi dao 1984",
        "NGUYEN THI DAO",
        "dao nguyen thi",
        "  dao   nguyen ",
        "ngu th d",
        "đao",
        "dao 1984",
        "nguyen 345",
        "2345",
        "5678",
        "678",
        "8",
        "001184012345",
        "0912345678",
        "+84912345678",
        "12/03/1984",
        "dao 12.3.1984",
        "nguyen dao 1985",
        unicodedata.normalize("NFD", "Nguyễn Thị Đào"),
    ],
)
def test_dao_is_found_first(two: StationStore, typed: str) -> None:
    assert two.search.find(typed)[:1] == [DAO]


@pytest.mark.parametrize(
    "typed",
    ["nguyeen thi dao", "ngyuen thi dao", "nguyen thi doa", "nguen tih dao", "nguyen tj dao"],
)
def test_typing_errors_are_forgiven(two: StationStore, typed: str) -> None:
    assert two.search.find(typed)[:1] == [DAO]


@pytest.mark.parametrize(
    "typed", ["", "   ", '"', "*", "((", "AND", "NEAR(", "1" * 400, "x " * 200]
)
def test_whatever_is_typed_is_no_query_language(two: StationStore, typed: str) -> None:
    two.search.find(typed)


@pytest.mark.parametrize("typed", ["zzz", "0912345679", "001184012346", "9999"])
def test_what_fits_nobody_finds_nobody(two: StationStore, typed: str) -> None:
    assert two.search.find(typed) == []


def test_accents_tell_namesakes_apart(store: StationStore) -> None:
    names = ("Lê Văn Hung", "Lê Văn Hùng", "Lê Văn Hưng")
    residents = [Resident(id=name, name=name, birth_year=1980) for name in names]
    feed(store, brought(*residents), "e1.3")
    for name in names:
        assert store.search.find(name.lower())[0].name == name
    assert len(store.search.find("le van hung")) == 3


def test_the_birth_year_tells_namesakes_apart(store: StationStore) -> None:
    namesakes = [
        Resident(id=f"r-{number}", name=DAO.name, birth_year=1940 + number % 60)
        for number in range(900)
    ]
    feed(store, brought(*namesakes), "e1.900")
    years = [resident.birth_year for resident in store.search.find("nguyen thi dao 1984")]
    assert years[:15] == [1984] * 15


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("H'Hen Niê", "hhen nie"),
        ("H'Hen Niê", "h'hen niê"),
        ("Y Moan Êñuôl", "y moan enuol"),
        ("Đặng Đình Ước", "dang dinh uoc"),
        ("Đỗ Thị Ỷ", "do thi y"),
    ],
)
def test_every_letter_of_vietnam_is_typed_without_its_marks(
    store: StationStore, name: str, typed: str
) -> None:
    feed(store, brought(Resident(id="r-1", name=name, birth_year=1990)), "e1.1")
    assert [found.name for found in store.search.find(typed)] == [name]


def test_folding_leaves_only_plain_letters() -> None:
    letters = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
    assert set(fold(letters + letters.upper())) == set("aeiouyd")


def test_at_most_as_many_as_asked_for(town: StationStore) -> None:
    assert len(town.search.find("nguyen")) == 20
    assert len(town.search.find("nguyen", limit=5)) == 5


def test_a_resident_is_found_among_thousands_by_name_and_year(town: StationStore) -> None:
    assert _recall(town, as_typed=lambda name, _: name) == SEARCHES


def test_most_are_found_in_spite_of_a_typing_error(town: StationStore) -> None:
    assert _recall(town, as_typed=_misspelled) >= 0.95 * SEARCHES


def test_a_resident_is_found_by_family_name_and_last_digits(town: StationStore) -> None:
    for number in chances(3).sample(range(TOWN), 50):
        person = townsman(number)
        assert person.citizen_id
        typed = f"{fold(person.name).split()[0]} {person.citizen_id[-4:]}"
        assert person in town.search.find(typed)


def _recall(town: StationStore, as_typed: Callable[[str, random.Random], str]) -> int:
    chance = chances(7)
    found = 0
    for number in chance.sample(range(TOWN), SEARCHES):
        person = townsman(number)
        typed = f"{as_typed(fold(person.name), chance)} {person.birth_year}"
        found += person in town.search.find(typed)
    return found


def _misspelled(name: str, chance: random.Random) -> str:
    """One letter left out, doubled, swapped with the next, or hit beside the right key."""
    words = name.split()
    which = chance.randrange(len(words))
    word, at = words[which], chance.randrange(len(words[which]))
    words[which] = chance.choice(
        (
            word[:at] + word[at + 1 :] or word,
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
            word[:at] + chance.choice(LETTERS) + word[at + 1 :],
        )
    )
    return " ".join(words)
