"""The settings file: a mistake is told with file, key, value and what is allowed."""

from pathlib import Path

import pytest

from station.config import Config, ConfigError, Language, load_config


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "station.toml"


def test_without_a_file_the_defaults_hold(path: Path) -> None:
    assert load_config(path) == Config()


def test_what_is_set_is_read(path: Path) -> None:
    path.write_text('camera = "/dev/video2"\nlanguage = "en"\nstaff = "n-7"\n')
    assert load_config(path) == Config(
        camera="/dev/video2",
        language=Language.ENGLISH,
        staff="n-7",
    )


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('language = "fr"', 'language = \'fr\' is not allowed; language is "vi" or "en".'),
        ("camera = 3", 'camera = 3 is not allowed; camera is a device ("/dev/video0")'),
        ('camera = ""', "camera = '' is not allowed"),
        ("staff = false", "staff = False is not allowed; staff is the id of who works"),
        ('colour = "red"', 'there is no key "colour"; the keys are camera, language, staff'),
        ("camera =", "this is no TOML"),
    ],
)
def test_a_mistake_is_told_so_that_it_can_be_mended(path: Path, written: str, told: str) -> None:
    path.write_text(written)
    with pytest.raises(ConfigError) as error:
        load_config(path)
    assert str(error.value).startswith(f"{path}: {told}")


def test_a_file_that_is_no_text_is_told_as_such(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="no TOML"):
        load_config(path)
