"""The check of a process's greeting (the ``hello`` message) against its system's file."""

from __future__ import annotations

from collections.abc import Mapping

from bench.harness.errors import NotStartedError
from bench.sdk import protocol
from bench.sdk.declare import ABILITIES, Ability


def check_greeting(reply: protocol.Message, promised: Mapping[str, bool]) -> None:
    """Raises NotStartedError if a greeting has a wrong protocol version or contradicts the system's file.

    ``promised`` maps words for abilities, such as ``learns``, to whether the system's file has the ability. An
    ability that isn't in ``promised`` isn't checked.
    """
    if reply.get("type") != "hello" or reply.get("protocol") != protocol.VERSION:
        raise NotStartedError(f"it doesn't speak protocol {protocol.VERSION}: {reply!r:.100}")
    for ability in ABILITIES:
        if ability.word in promised:
            _check_ability(ability, promised[ability.word], reply)


def _check_ability(ability: Ability, promised: bool, reply: protocol.Message) -> None:
    word, method = ability.word, ability.method
    said = bool(reply.get(word, False if ability.greeted else promised))
    if promised and not said:
        raise NotStartedError(f"its file says that it {word}, and it says that it doesn't; let both say the same")
    if said and not promised:
        raise NotStartedError(
            f"it has a {method} that its file doesn't show; write {method} and extract in the class itself, or "
            f"{word} = true in its system.toml"
        )
