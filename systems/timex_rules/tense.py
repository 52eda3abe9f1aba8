"""The words that show whether what a sentence tells is over or lies ahead; no tagger is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .words import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

FUTURE = {"will", "'ll", "’ll", "shall", "wo", "would", "plan", "plans", "planned", "planning", "scheduled",
          "expect", "expects", "expected", "due", "set", "upcoming", "intends", "going", "should", "could",
          "might", "must", "slated", "begins", "starts", "ends", "expires", "expire", "deadline", "ahead",
          "forthcoming", "arrives", "departs", "flies", "goes", "travels", "meets", "opens", "reopens",
          "closes", "airs", "returns", "resumes", "convenes", "concludes", "may", "take", "takes", "come",
          "comes"}  # fmt: skip
"""Words that show that what is told lies ahead; `is_ahead` knows where some of them don't."""
PRESENT = {"votes", "plays", "faces", "visits", "hosts", "heads", "leaves", "marks", "turns", "launches",
           "debuts", "holds", "speaks", "appears", "addresses", "testifies", "kicks", "stages", "premieres",
           "celebrates", "inaugurates", "attends"}  # fmt: skip
"""Verbs whose present tells of a day to come ("the House votes Thursday"); plurals of nouns have the same form."""
BASE = {"vote", "play", "face", "visit", "host", "head", "leave", "meet", "go", "reopen", "resume", "start",
        "begin", "open", "close", "return", "arrive", "end"}  # fmt: skip
"""The same after a plural: "the rivals face each other Sunday"."""
QUANTIFIERS = {"most", "many", "some", "all", "more", "few", "several", "no", "the", "his", "her", "their"}
"""Words that may start a sentence with a capital and make no name of what follows."""
DETERMINERS = {"the", "a", "his", "her", "its", "their", "this"}
SUBJECTS = {"he", "she", "it", "they", "we", "who", "which", "that"}
DUE = {"planned", "scheduled", "expected", "due", "set", "slated"}
"""What "had been" so no longer lies ahead."""
MODALS = {"would", "should", "could", "might", "must", "may"}
"""Words after which "have" tells of what is over: "should have met"."""
SURE = {"will", "'ll", "’ll", "shall", "wo", "must", "takes", "begins", "starts", "opens", "ends", "expires",
        "take", "come", "comes"}  # fmt: skip
"""Words that don't tell of a plan that may be over."""
STARTS = {"effect", "force", "place", "office"}
"""What a coming event "takes", or "comes into"."""
PAST = {"was", "were", "had", "did", "been", "said", "told", "met", "went", "came", "took", "began", "held",
        "left", "made", "won", "lost", "saw", "sent", "became", "got", "fell", "rose", "grew", "ran",
        "spoke", "wrote", "gave", "found", "hit", "led", "shot", "struck", "sold", "bought", "paid", "ago",
        "broke", "since", "kept", "felt", "brought", "thought", "stood", "heard", "drew", "flew", "fought",
        "sought", "caught", "chose", "drove", "sank", "threw", "knew", "withdrew", "quit", "swept", "built",
        "taken", "seen", "gone", "given", "beat", "cut", "woke"}  # fmt: skip
SAYING = {"said", "told", "added", "announced", "ago", "united"}
"""Words in the past that don't show when happens what is told."""
NOT_AHEAD = {"the", "a", "an", "his", "her", "its", "their", "this", "these", "bad", "heavy"}
"""Words before which "due to" gives a reason."""
AIMS = {"is", "are", "was", "were", "agreed", "vowed", "pledged", "promised", "hopes", "hope", "hoping", "want",
        "wants", "aims", "likely", "ready", "poised", "decided", "prepares", "preparing", "prepared", "about",
        "threatened", "meant", "told"}  # fmt: skip
"""Words after which "to" and a verb tell of what lies ahead."""
DEMANDS = {"asked", "asks", "urged", "urges", "ordered", "orders", "invited", "invites", "summoned", "called",
           "calls", "calling", "urging"}  # fmt: skip
"""Words that ask somebody "to" do what lies ahead."""
SEEMING = {"said", "reported", "believed", "thought", "known", "found", "appeared", "seemed", "had", "have", "has",
           "needed", "supposed", "used"}  # fmt: skip
"""Words before "to be" that don't show what lies ahead."""
LEAVING = {"flying", "traveling", "travelling", "meeting", "arriving", "returning", "heading", "leaving",
           "hosting", "opening"}  # fmt: skip
"""What somebody "is" doing on a day to come."""
NO_PAST = {"need", "hundred", "indeed", "speed", "feed", "seed", "red", "bed"}
"""Words on -ed that show no tense."""
CUES = {*FUTURE, *PRESENT, *BASE, *LEAVING, "is", "are", "'d", "’d"}
REACH = 60
"""The number of tokens to each side within which a word shows tense."""
BREAKS = {",", ";", "-", "–", "—"}


def tense(span: Span, sentence: Span) -> tuple[bool, bool, bool]:
    """Returns what the nearest word that shows tense shows: what lies ahead, surely so, and what is over.

    What stands after the span counts as twice as far, and as farther still behind a comma or the like.
    """

    def away(cue: tuple[Token, bool]) -> int:
        at = cue[0].i
        if at < span.start:
            return span.start - at
        between = span.doc[span.end : at]
        return 2 * (at - span.end + 1) + 4 * any(each.text in BREAKS for each in between)

    near = span.doc[max(sentence.start, span.start - REACH) : min(sentence.end, span.end + REACH)]
    cues = [
        (token, ahead)
        for token in near
        if ((ahead := is_ahead(token) or is_aim(token) or is_fixed(token)) or shows_past(token))
        and not is_aside(token, span)
    ]
    if not cues:
        return False, False, False
    token, ahead = min(cues, key=away)
    return ahead, token.lower_ in SURE | PRESENT | BASE, not ahead and token.lower_ not in SAYING


def is_aside(token: Token, span: Span) -> bool:
    """Returns whether a word only says who speaks: "In December, he said, the firm will close"."""
    if token.lower_ not in SAYING or token.i < span.end or token.i + 1 >= len(token.doc):
        return False
    return token.doc[span.end].text == "," and token.nbor(1).text == "," and token.i - span.end < 8


def words_before(token: Token, number: int) -> list[str]:
    """Returns the words before a token in its sentence, the next one last, as written."""
    found: list[str] = []
    while len(found) < number and token.i and not token.is_sent_start:
        token = token.nbor(-1)
        found.insert(0, token.text)
    return found


def is_ahead(token: Token) -> bool:
    """Returns whether a word shows future; not so in "set a record", "than expected", "due to the rain"."""
    word = token.lower_
    if word not in CUES:
        return False
    earlier = words_before(token, 2)
    before = earlier[-1] if earlier else ""
    following = [each.lower_ for each in token.doc[token.i + 1 : token.i + 4]]
    if word in ("'d", "’d"):  # "he'd travel", not "he'd been" or "he'd planned"
        return bool(following) and following[0] not in PAST and not following[0].endswith(("ed", "en", "ly"))
    if word in LEAVING:
        return before.lower() in ("is", "are", "am", "'s", "’s", "'re", "’re")
    if word in ("is", "are"):  # "the hearing is Wednesday", "the vote is in June"
        name = token.doc[token.i + 1 + (following[:1] in (["on"], ["in"]))].text if following[1:] else ""
        return name.istitle() and (name[:3].lower() in WEEKDAYS or name[:3].lower() in MONTHS)
    if word in PRESENT:
        if word == "turns" and following and following[0].isdigit():  # "turns 31 in December"
            return True
        the = len(earlier) > 1 and earlier[0].lower() in DETERMINERS
        named = before[:1].isupper() and before.lower() not in QUANTIFIERS
        return named or before in SUBJECTS or (the and not before.endswith("s"))
    if word in BASE:
        return before in SUBJECTS or before == "," or (before.endswith("s") and len(before) > 2)
    if word in DUE and was_due(token.doc[token.i : token.i + 1]):
        return False
    before = before.lower()
    if word in MODALS and following[:1] == ["have"]:
        return False
    if word == "set":
        return following[:1] in (["to"], ["for"])
    if word == "due":
        return following[:1] != ["to"] or NOT_AHEAD.isdisjoint(following[1:2])
    if word in ("come", "comes") and following[:1] == ["out"]:
        return before not in MODALS | {"to"}
    if word in ("take", "takes", "come", "comes"):
        return not STARTS.isdisjoint(following) and before not in MODALS | {"to"}
    if word == "may":
        return token.text == "may"
    if word == "going":
        return following[:1] == ["to"] or before in ("is", "are", "'re", "’re")
    return not (word == "expected" and before in ("than", "as")) and not (word == "returns" and before == "tax")


def was_due(span: Span) -> bool:
    """Returns whether "had" stands near before a span: "had been planned for Thursday" lies ahead no more."""
    return not {"had", "originally"}.isdisjoint(words_before(span[0], 4))


def is_aim(token: Token) -> bool:
    """Returns whether a "to" stands before what lies ahead: "is to meet", "urged them to meet", "to be held"."""
    before = [word.lower() for word in words_before(token, 5)] if token.lower_ == "to" else []
    if not before:
        return False
    if before[-1] in AIMS or not DEMANDS.isdisjoint(before):
        return True
    return token.i + 1 < len(token.doc) and token.nbor(1).lower_ == "be" and before[-1] not in SEEMING


def is_fixed(token: Token) -> bool:
    """Returns whether a participle tells of a coming day: "when he is sentenced on May 22"."""
    if not token.text.endswith("ed") or token.i + 2 >= len(token.doc) or not token.i:
        return False
    return (
        token.nbor(-1).lower_ in ("is", "are")
        and token.nbor(1).lower_ == "on"
        and token.nbor(2).text[:3].lower() in {*WEEKDAYS, *MONTHS}
    )


def shows_past(token: Token) -> bool:
    """Returns whether a word looks like a verb's past; not the participle of "will be held"."""
    if token.lower_ == "after":  # "after falling ill on Monday"
        return token.i + 1 < len(token.doc) and token.nbor(1).text.endswith("ing")
    past = token.text.endswith("ed") and token.text.islower() and token.text not in NO_PAST | FUTURE
    return (past or token.lower_ in PAST) and not (token.i and token.nbor(-1).lower_ in ("be", "being"))
