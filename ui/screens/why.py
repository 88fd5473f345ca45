"""The sheet on which a decision against the verdict gets its reason."""

from station.domain.inputs import Decide
from station.domain.verdict import Verdict
from ui.findings import told
from ui.messages import DECISIONS, WHYS
from ui.screens.scene import Scene
from ui.views import Action, ChoiceView, Turn


def view(verdict: Verdict, scene: Scene) -> ChoiceView:
    words = scene.words
    return ChoiceView(
        role=DECISIONS[verdict.decision].role,
        title=words.say("Why is the dose given?"),
        hint=told(verdict.findings[0], words, scene.around).text,
        choices=tuple(
            Action(name=f"why:{code}", text=words.say(text), gives=Decide(why=code))
            for code, text in WHYS.items()
        ),
        back=Action(name="close", text=words.say("Back"), icon="back", gives=Turn(sheet=None)),
    )
