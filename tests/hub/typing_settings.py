"""The hub's settings as mypy's Django plugin reads them: the models' types come from Django."""

import tempfile
from pathlib import Path

from sync.hub.home import Home
from sync.hub.settings import settings_of

globals().update(settings_of(Home(Path(tempfile.gettempdir())), None))
