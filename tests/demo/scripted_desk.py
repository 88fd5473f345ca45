"""A desk for the nurse's tests: a process that answers frames and touches by a script.

`python scripted_desk.py FOLDER SCRIPT`: the script maps what comes in to the lines that go out. A
frame in the folder comes in as its text, a touch as the words of its line. A line with "die" ends
the desk with these last words.
"""

import json
import os
import sys
import threading
from pathlib import Path


def say(lines: list[dict[str, object]]) -> None:
    for line in lines:
        if "die" in line:
            os.write(sys.stderr.fileno(), str(line["die"]).encode())
            os._exit(3)
        print(json.dumps(line), flush=True)  # noqa: T201 - this is how a desk speaks


def watch(folder: Path, script: dict[str, list[dict[str, object]]]) -> None:
    seen: set[str] = set()
    while True:
        for frame in sorted(folder.glob("*.jpg")):
            if frame.name not in seen:
                seen.add(frame.name)
                say(script.get(frame.read_text(), []))


def main() -> None:
    folder, script = Path(sys.argv[1]), json.loads(sys.argv[2])
    threading.Thread(target=watch, args=(folder, script), daemon=True).start()
    for touch in sys.stdin:
        say(script.get(touch.strip(), []))


if __name__ == "__main__":
    main()
