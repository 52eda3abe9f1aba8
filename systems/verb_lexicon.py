# /// script
# requires-python = ">=3.11"
# dependencies = ["spacy==3.8.18"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""Events from a word list and its neighbours: no trained model, no tagger, no parser.

spaCy's blank English pipeline gives tokens and sentences. A word is a candidate if it is a form of a listed verb,
a listed event noun, a noun derived from a listed verb (negotiate, negotiation), or a listed predicate adjective;
the words beside it then tell a verb from a noun, and a participle before its noun from one that names an event.
Class is the verb's usual one, whatever its object. Realis comes from the modal, negation or verb that stands
nearest to the left in the clause.

It can't know a verb that isn't listed, tell senses apart (fired at, fired by the board), or see who governs whom
across a long clause. It never says when an event happened. It has no settings but its tables, which are most of
the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import spacy
from spacy.tokens import Token

from bench import Document, Event, system


def bag(words: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(words.split())


# ---- verbs --------------------------------------------------------------------------------------------------

VERBS = {
    "REPORTING": """
        acknowledge add address* admit affirm allege announce argue assert assure blame* brief* broadcast*
        caution cite claim* clarify comment* complain concede condemn confirm criticize declare denounce deny
        deplore describe disclose emphasize estimate* explain express* forecast* hail highlight inform insist
        lament maintain mention note* notify predict proclaim quote* reaffirm recall reiterate remark* repeat
        reply* report* respond reveal say state* stress* suggest tell testify underline underscore voice* warn
        write""",
    "I_ACTION": """
        accept accuse agree aim* allow appeal* approve arrange ask attempt* authorize avoid ban* block* call*
        cancel choose commit compel decide decline* delay* demand* direct* discourage enable encourage ensure
        forbid force* guarantee* help instruct invite nominate oblige offer* opt order* permit persuade plan*
        pledge* postpone prepare pressure* prevent prohibit promise* propose recommend refuse reject request*
        require resolve schedule seek strive swear threaten try* undertake urge volunteer vow* welcome*""",
    "I_STATE": """
        believe consider desire* doubt* expect fear* feel* hope* intend know need* prefer regard* regret*
        suspect* think* trust* want wish* worry*""",
    "STATE": """
        adhere belong consist constitute contain cost* depend deserve exist face* favor* include involve lack
        live* oppose owe own* possess remain reside respect* stand* stay* suffer support* uphold value*""",
    "PERCEPTION": "hear listen monitor notice* observe see watch* witness*",
    "ASPECTUAL": """
        begin cease commence complete conclude continue end* finish halt* initiate keep pause* persist proceed
        restart resume start* stop* terminate""",
    "OCCURRENCE": """
        abandon abolish abuse* accelerate accompany achieve acquire act adopt advance* affect aid* airlift*
        allocate ally alter amend annex annihilate apologize appear apply appoint approach* arise arm* arrest*
        arrive assassinate assault* assemble assist attack* attend await award* back* battle* beat* become
        besiege bid* bind bolster bomb* bombard boost* boycott* break bring build burn bury buy calm campaign*
        capture carry cast cause* celebrate challenge* change* charge* clash* climb* close* collaborate
        collapse* combine come command* compare compensate compete compromise* conduct* confer confront conquer
        consult consume contact* contribute control* convene convert convict cooperate coordinate counter*
        crash* create cross* crush cut* damage* debate* decrease* deepen defeat* defect defend deliver
        demonstrate denuclearize depart deploy deport descend design* destroy detain detect deter deteriorate
        devastate develop die diminish disappear discover discuss dismiss dispatch displace distribute divert
        divide donate double* download* draft* draw* drive* drop* earn ease* elect eliminate embark emerge
        endorse endure enforce engage enhance enlarge enter erupt escalate escape* establish evacuate evolve
        exchange* execute exit* expand expel experience* explode exploit* explore export* extend facilitate fail
        fall feature* fight* file* fill* find fire* flee fly focus* follow foster found freeze fuel* fund* gain*
        gather generate get give go govern grow guard* happen harass harm* hijack hire hit* hold host* hurt
        implement import* impose imprison improve increase* indict infect inflict inject injure inspect install
        integrate intensify interview* introduce invade invest investigate isolate issue* jail* jeopardize join
        jump* kidnap kill land* launch* lay lead* leak* leave legalize lift* limit* link* load* lose lower* make
        manage manufacture march* mark* marry meet merge migrate mobilize modernize modify mount move* murder*
        negotiate normalize obtain occupy occur open* operate organize oust outlaw outline overthrow participate
        pass* patrol* pay* perform plant* play* plot* post* pour praise present* preserve preside press* prevail
        produce proliferate promote prompt* protect protest* prove provide provoke publish pull punish purchase*
        pursue push* put quit raid* raise* rally* ratify reach* react read rebuild recapture receive recognize
        reconcile record* recover recruit reduce reestablish reform* regain register* release* relinquish
        relocate remove renew reopen reorganize repair* repel replace rescue* resign resist result* restore
        restrict retain retire retreat* return* reunite reverse* review* revise revive revolt* ride* rise* rob
        rule* run* sabotage sack* sail* sanction* save secure* seize select sell send sentence* separate serve
        set* settle sever shake* share* shell* shift* ship* shoot show* shrink shut sign sink slam slow* soar
        spark* speak spend split* spread* spur stabilize stage* steal step* strengthen strike* struggle* study*
        submit succeed sue supply surge* surpass surrender* surround suspend sustain swap* switch* take talk*
        target* teach tear test* throw topple torture tour* trade* train* transfer* transform transport* travel*
        treat trigger* turn* undergo undermine unify unite unveil update* upgrade* use* vanish veto* violate
        visit* vote* walk* weaken wear widen win withdraw withstand work* worsen wound*""",
}
"""Lemmas by their usual TimeML class; a star marks those whose plain form is a noun or an adjective, too."""
IRREGULAR = """
    arise arose arisen | beat beat beaten | become became become | begin began begun | bid bid | bind bound |
    break broke broken | bring brought | broadcast broadcast | build built | burn burnt burned | buy bought |
    cast cast | choose chose chosen | come came come | cost cost | cut cut | draw drew drawn | drive drove
    driven | fall fell fallen | feel felt | fight fought | find found | flee fled | fly flew flown | forbid
    forbade forbidden | forecast forecast | freeze froze frozen | get got gotten | give gave given | go went
    gone | grow grew grown | hear heard | hit hit | hold held | hurt hurt | keep kept | know knew known | lay
    laid | lead led | leave left | lose lost | make made | meet met | overthrow overthrew overthrown | pay
    paid | put put | quit quit | read read | rebuild rebuilt | rise rose risen | run ran run | say said | see
    saw seen | seek sought | sell sold | send sent | set set | shake shook shaken | shoot shot | show showed
    shown | shrink shrank shrunk | shut shut | sink sank sunk | speak spoke spoken | spend spent | split split |
    spread spread | stand stood | steal stole stolen | strike struck stricken | strive strove striven |
    swear swore sworn | take took taken | teach taught | tear tore torn | tell told | think thought | throw
    threw thrown | undergo underwent undergone | undertake undertook undertaken | uphold upheld | wear wore
    worn | win won | withdraw withdrew withdrawn | withstand withstood | write wrote written | ride rode
    ridden"""
DOUBLED = bag("admit begin commit compel confer control deter expel forbid permit prefer quit repel submit")
"""Verbs of two syllables that double their last consonant before -ed and -ing, and quit."""
LIGHT = bag("carry conduct deliver give hold make pay put reach stage take undergo")
"""Verbs whose object can name the event: held talks."""
PREPOSITIONS_IN_ING = bag("including regarding following concerning excluding involving")
ATTRIBUTIVE = bag(
    """armed coming continuing deepening emerging escalating existing falling growing increasing leading limited
    operating opposing remaining rising ruling surrounding united working worsening"""
)
"""Participles that stand before a noun far oftener than they take it as an object."""

# ---- nouns and adjectives -----------------------------------------------------------------------------------

NOUNS = {
    "OCCURRENCE": """
        accident aggression aid airstrike ambush announcement approval arrest arrival assault assistance attack
        attempt ban battle blast blockade bombing boycott briefing campaign capture ceasefire ceremony change
        clash collapse conference conflict contact coup crackdown crash death debate decision decline defeat
        delivery departure discovery drill drought earthquake embargo epidemic event exchange exercise expansion
        explosion famine fight fighting fire flight flood forum genocide growth hearing help incident increase
        independence inquiry insurgency intervention interview invasion journey killing landing launch lawsuit
        lockdown loss maneuver manoeuvre march massacre meal meeting merger mission murder occupation offensive
        outbreak pandemic poll pressure production protest purchase raid rally rebellion reception recession
        reform refusal release removal rescue resistance retreat return revolt revolution riot rise sale
        sanction search session shooting siege speech storm strike struggle summit support surge surrender
        takeover talks test trade training transition trial trip uprising unrest victory violence visit vote war
        warfare withdrawal""",
    "STATE": """
        coexistence competition confrontation cooperation coordination crisis crises dialogue dispute emergency
        hostility isolation partnership peace poverty rivalry shortage stalemate tension""",
    "I_ACTION": "effort threat",
}
STANDING = bag("war warfare conflict invasion aggression")
"""Nouns for what goes on already, whatever is wished or planned about it; those of class STATE are such, too."""
NOT_EVENTS = bag(
    """appointment commandment commitment department designation direction establishment foundation generation
    government installation instruction movement obligation option payment recommendation settlement shipment"""
)
"""Nouns that look as if made from a listed verb but name a body, a thing or a content."""
COMPOUND_HEADS = bag(
    """agency agreement area budget camp center centre committee company crime crimes force forces group leader
    leaders mechanism mechanisms minister ministry office official officials party plane plant platform policy
    price prices process program programme service station system team tournament treaty worker workers zone"""
)
"""Nouns that make a compound of an event noun before them: cooperation mechanism, peace treaty."""
ADJECTIVES = {
    "I_STATE": """
        able afraid aware committed concerned confident convinced determined eager hopeful likely prepared ready
        reluctant unable unlikely unwilling willing worried""",
    "STATE": "available dead",
}

# ---- governors and function words ---------------------------------------------------------------------------

PLANNING = bag(
    """agree agreed arrange commit committed decide decided decision due expect expected intend intention plan
    planned plans pledge promise prepared resolve schedule scheduled set swear undertake vow"""
)
WISHING = bag(
    """able afraid aim allow appeal ask attempt avoid ban bid block call compel concerned confident consider
    decline demand deny desire discourage doubt eager effort enable encourage ensure fail fear forbid force hope
    hopeful instruct invite likely need oblige offer opt order permit persuade pressure prevent prohibit proposal
    propose ready refuse reject reluctant request require seek strive suspect threat threaten trust try unable
    unlikely unwilling urge want warn willing wish worried worry"""
)
COMPLEMENT = dict.fromkeys(PLANNING, "PLANNED") | dict.fromkeys(WISHING, "OTHER")
"""The realis of what a verb, noun or adjective governs."""
IMPLICATIVE = bag("come go help manage")
"""Verbs whose infinitive is as real as they are; so is that of an ASPECTUAL one."""
UNREAL = dict.fromkeys(bag("any no further possible potential without"), "OTHER") | dict.fromkeys(
    bag("forthcoming future planned scheduled upcoming"), "PLANNED"
)
"""The realis of an event noun that has one of these in its phrase."""

BE = bag("be am is are was were been being 're 'm")
COPULAS = BE | bag("become became remain remains remained seem seems seemed")
HAVE_DO = bag("have has had having 've 'd do does did doing")
FUTURE = bag("will shall wo 'll")
MODAL = bag("would could should may might must can ca ought sha")
NEGATION = bag("not n't never no neither nor without cannot hardly")
ADVERBS = bag("again all also already both even ever first further just later now once soon still then yet")
GROUP = BE | HAVE_DO | FUTURE | MODAL | NEGATION | ADVERBS
"""What can stand between a verb and its subject."""
CONDITION = bag("if unless whether lest")
PRONOUNS = bag("i you he she it we they who which them him us me that")
DETERMINERS = bag(
    """a an the its his her their our my your no any some another each every such whose several more these those
    this"""
)
PREPOSITIONS = bag(
    """about above across after against along amid among around as at before behind below between beyond by
    despite during for from in inside into like near of off on onto out over since through throughout toward
    towards under until up upon via with within without"""
)
LINKS = bag("and or but than to while when where because so though although")
FUNCTION_WORDS = GROUP | CONDITION | PRONOUNS | DETERMINERS | PREPOSITIONS | LINKS
ADJECTIVE_ENDINGS = ("al", "ic", "ive", "ous", "ful", "ary", "able", "ible", "ish", "ian", "ese")
NOT_ADVERBS = bag(
    "ally assembly daily deadly early family friendly italy likely monthly only reply supply unlikely weekly"
)
EDGES = bag(", ; : ( -- \u2013 \u2014")
"""Where a clause ends, as near as can be told."""


@dataclass(frozen=True, slots=True)
class Word:
    """A token."""

    lower: str
    start: int
    end: int
    name: bool = False
    """Capitalised where an ordinary word wouldn't be."""
    capital: bool = False
    """Capitalised, for whatever reason."""
    glued: bool = False
    """A hyphen touches it."""


@dataclass(frozen=True, slots=True)
class Form:
    """What an inflected form can be."""

    lemma: str
    class_: str
    shapes: frozenset[str]
    """Of "base", "s", "ed" (past and participle) and "ing"."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a word is where it stands."""

    lemma: str
    class_: str
    shape: str
    """As in `Form`, or "noun" or "adjective"."""


@dataclass(frozen=True, slots=True)
class Found:
    """A reading with its realis."""

    reading: Reading
    realis: str
    light: bool
    """A noun beside it names the event, so it isn't given out; but what it governs looks to it."""


# ---- forms --------------------------------------------------------------------------------------------------


def inflect(lemma: str) -> dict[str, str]:
    """The regular forms by shape."""
    third = f"{lemma}es" if lemma.endswith(("s", "x", "z", "ch", "sh", "go")) else f"{lemma}s"
    stem = lemma
    vowels = [letter in "aeiou" for letter in lemma]
    if lemma in DOUBLED or (sum(vowels) == 1 and vowels[-2:] == [True, False] and lemma[-1] not in "wxy"):
        stem = lemma + lemma[-1]
    past, gerund = f"{stem}ed", f"{stem}ing"
    if lemma.endswith("y") and not vowels[-2]:
        third, past = f"{lemma[:-1]}ies", f"{lemma[:-1]}ied"
    elif lemma.endswith("ie"):
        past, gerund = f"{lemma}d", f"{lemma[:-2]}ying"
    elif lemma.endswith("e"):
        past, gerund = f"{lemma}d", f"{lemma if lemma.endswith('ee') else lemma[:-1]}ing"
    return {"base": lemma, "s": third, "ed": past, "ing": gerund}


def verb_forms() -> dict[str, Form]:
    """Every inflected form, American and British; what two verbs share is the first one's (found is find)."""
    irregular = {row.split()[0]: row.split()[1:] for row in IRREGULAR.split("|")}
    forms: dict[str, Form] = {}
    for class_, lemmas in VERBS.items():
        for lemma in lemmas.replace("*", "").split():
            british = [f"{lemma[:-3]}ise"] if lemma.endswith("ize") else []
            shapes = [pair for spelt in (lemma, *british) for pair in inflect(spelt).items()]
            if lemma.endswith(("cel", "vel")):
                shapes += [("ed", f"{lemma}led"), ("ing", f"{lemma}ling")]
            if lemma in irregular:
                shapes = [pair for pair in shapes if pair[0] != "ed"]
                shapes += [("ed", past) for past in irregular[lemma]]
            for shape, form in shapes:
                before = forms.get(form, Form(lemma, class_, frozenset()))
                if before.lemma == lemma:
                    forms[form] = Form(lemma, class_, before.shapes | {shape})
    return forms


def derived_class(noun: str) -> str | None:
    """The class of a noun made from a listed verb of doing: deployment, escalation; not of saying or thinking."""
    noun = noun.removesuffix("s")
    for ending in ("ation", "ion", "ment"):
        stem = noun.removesuffix(ending)
        if stem == noun or noun in NOT_EVENTS:
            continue
        for lemma in (stem, f"{stem}e", f"{stem}ate"):
            form = FORMS.get(lemma)
            if form and form.lemma == lemma and form.class_ in ("OCCURRENCE", "I_ACTION", "ASPECTUAL"):
                return form.class_
    return None


def noun_class(word: str) -> str | None:
    """The class of an event noun, singular or plural; None for any other word."""
    return NOUN_CLASSES.get(word) or derived_class(word)


FORMS = verb_forms()
AMBIGUOUS = frozenset(
    lemma.rstrip("*") for lemmas in VERBS.values() for lemma in lemmas.split() if lemma.endswith("*")
)
NOUN_CLASSES = {
    form: class_
    for class_, nouns in NOUNS.items()
    for noun in nouns.split()
    for form in (noun, inflect(noun)["s"])
}
ADJECTIVE_CLASSES = {word: class_ for class_, words in ADJECTIVES.items() for word in words.split()}

# ---- verb, noun, adjective or nothing -----------------------------------------------------------------------


def at(words: Sequence[Word], place: int) -> Word:
    """The word at a place, or an empty one outside the sentence."""
    return words[place] if 0 <= place < len(words) else Word("", 0, 0)


def is_adverb(word: Word) -> bool:
    """Whether a word is an adverb, by its ending or by the list."""
    return word.lower in ADVERBS or (word.lower.endswith("ly") and word.lower not in NOT_ADVERBS)


def is_verb_form(word: Word) -> bool:
    """Whether a word looks like a verb and like no noun: sell, launched."""
    form = FORMS.get(word.lower)
    return form is not None and (form.lemma not in AMBIGUOUS or bool(form.shapes & {"ed", "ing"}))


def auxiliaries(words: Sequence[Word], place: int) -> list[str]:
    """The unbroken run of auxiliaries, modals, negations and adverbs before a word, nearest first."""
    run = []
    for word in reversed(words[:place]):
        if word.lower not in GROUP and not is_adverb(word):
            break
        run.append(word.lower)
    return run


def opens_noun(word: Word) -> bool:
    """Whether a noun follows this word: the visit, China's visit, an official visit, of visits."""
    return word.lower in DETERMINERS | PREPOSITIONS | {"that", "'s", "'"} or word.lower.endswith(ADJECTIVE_ENDINGS)


def could_be_noun(word: Word) -> bool:
    """Whether a word could be a noun or an adjective, by elimination."""
    return word.glued or (word.lower.isalpha() and word.lower not in FUNCTION_WORDS and not is_adverb(word))


def is_finite(words: Sequence[Word], place: int, form: Form) -> bool:
    """Whether a plain form or one in -s is a verb here, not a noun."""
    before, after = at(words, place - 1), at(words, place + 1)
    plain = "base" in form.shapes
    if plain and (before.lower == "to" or set(auxiliaries(words, place)) & (FUTURE | MODAL | HAVE_DO)):
        return True
    if before.lower in PRONOUNS or is_adverb(before) or before.lower in ("not", "n't", "never"):
        return not (plain and before.lower == "that")
    if opens_noun(before) or before.lower == "to":
        return False
    if form.lemma not in AMBIGUOUS:
        return True
    has_object = after.lower in DETERMINERS | PRONOUNS | {"to", "$"} or after.capital
    if plain or is_verb_form(before):
        return has_object and before.lower.endswith("s")
    others = [FORMS[word.lower].shapes for word in words[: place - 1] if word.lower in FORMS]
    joined = before.lower in ("and", "or", "but") and any("s" in shapes for shapes in others)
    return has_object or before.capital or joined


def is_attributive(words: Sequence[Word], place: int, form: Form) -> bool:
    """Whether a participle stands before its noun: the proposed deal, growing tensions, of renewed clashes."""
    before, after = at(words, place - 1), at(words, place + 1)
    if not could_be_noun(after) or before.lower in BE | HAVE_DO or before.name:
        return False
    if words[place].lower in ATTRIBUTIVE:
        return not after.name or words[place].lower == "united"
    if "ing" in form.shapes and before.lower in PREPOSITIONS:
        return False
    return opens_noun(before) and before.lower != "that"


def read_verb(words: Sequence[Word], place: int) -> Reading | None:
    """The word as a verb, if it is one here."""
    word, before = at(words, place), at(words, place - 1)
    form = FORMS.get(word.lower)
    if form is None or (word.lower in PREPOSITIONS_IN_ING and before.lower not in BE):
        return None
    participle = form.shapes & {"ed", "ing"}
    if participle and not ("base" in form.shapes and opens_noun(before)):
        noun = "ed" in participle and before.lower in DETERMINERS - {"this", "these", "those"}
        shape = None if noun or is_attributive(words, place, form) else min(participle)
    else:
        shape = min(form.shapes) if is_finite(words, place, form) else None
    return Reading(form.lemma, form.class_, shape) if shape else None


def read_noun(words: Sequence[Word], place: int) -> Reading | None:
    """The word as an event noun, if it is one and not the first part of a compound."""
    word, after = words[place].lower, at(words, place + 1).lower
    class_ = noun_class(word)
    if class_ is None or after in COMPOUND_HEADS:
        return None
    return Reading(word if word in NOUN_CLASSES else word.removesuffix("s"), class_, "noun")


def read_adjective(words: Sequence[Word], place: int) -> Reading | None:
    """The word as an adjective said of something: is ready."""
    word = words[place].lower
    class_ = ADJECTIVE_CLASSES.get(word)
    said = COPULAS & {*auxiliaries(words, place), at(words, place - 1).lower}
    return Reading(word, class_, "adjective") if class_ and said else None


def is_light(words: Sequence[Word], place: int, lemma: str) -> bool:
    """Whether a noun beside the verb names the event: held talks, talks were held, took place."""
    if lemma not in LIGHT:
        return False
    if lemma == "take" and at(words, place + 1).lower == "place":
        return True
    passive = BE & set(auxiliaries(words, place))
    for word in words[:place] if passive else words[place + 1 : place + 7]:
        if word.lower in EDGES | {"to", "that"}:
            return False
        if noun_class(word.lower):
            return True
    return False


# ---- realis -------------------------------------------------------------------------------------------------


def of_group(group: Sequence[str]) -> str | None:
    """What a run of auxiliaries says by itself; None if nothing."""
    if set(group) & (NEGATION | MODAL):
        return "OTHER"
    return "PLANNED" if set(group) & FUTURE else None


def of_complement(governor: Found) -> str:
    """The realis of what stands under a verb: announced, wished, or as certain as the verb itself."""
    return COMPLEMENT.get(governor.reading.lemma, governor.realis)


def of_infinitive(words: Sequence[Word], to: int, found: Mapping[int, Found]) -> str:
    """The realis of "to" and a verb, by the word that it completes; OTHER for a purpose."""
    for place in range(to - 1, max(to - 8, -1), -1):
        governor = found.get(place)
        lemma = governor.reading.lemma if governor else words[place].lower
        if lemma in COMPLEMENT or lemma.removesuffix("s") in COMPLEMENT:
            return COMPLEMENT.get(lemma) or COMPLEMENT[lemma.removesuffix("s")]
        if governor and governor.reading.shape != "noun":
            real = governor.reading.class_ == "ASPECTUAL" or lemma in IMPLICATIVE
            return governor.realis if real else "OTHER"
    return "OTHER"


def of_verb(words: Sequence[Word], place: int, shape: str, found: Mapping[int, Found]) -> str:
    """The realis of a verb: by its auxiliaries, "to", "and" with an earlier infinitive, "if", a verb above."""
    group = auxiliaries(words, place)
    front = place - len(group) - 1
    before = at(words, front).lower
    if (alone := of_group(group)) is not None:
        return alone
    if before == "to":
        return of_infinitive(words, front, found)
    if before in ("and", "or") and shape == "base":
        return next(
            (item.realis for item in reversed([*found.values()]) if item.reading.shape == "base"), "ACTUAL"
        )
    for earlier in range(place - 1, -1, -1):
        governor, word = found.get(earlier), words[earlier].lower
        if word in CONDITION | {"without"}:
            return "OTHER"
        if word in EDGES:
            break
        above = at(words, earlier + 1).lower == "that" or (shape == "ing" and earlier >= place - 3)
        if governor and governor.reading.shape != "noun" and above:
            return of_complement(governor)
    return "ACTUAL"


def of_noun(words: Sequence[Word], place: int, class_: str, found: Mapping[int, Found]) -> str:
    """The realis of a noun: by a word of its own phrase, the modal after it, or the verb it stands under."""
    for word in reversed(words[max(place - 4, 0) : place]):
        if word.lower in UNREAL:
            return UNREAL[word.lower]
        if not could_be_noun(word):
            break
    if class_ == "STATE" or words[place].lower.removesuffix("s") in STANDING:
        return "ACTUAL"
    if at(words, place + 1).lower in FUTURE | MODAL:
        return of_group([words[place + 1].lower, at(words, place + 2).lower]) or "ACTUAL"
    for earlier in range(place - 1, max(place - 9, -1), -1):
        if words[earlier].lower in EDGES:
            break
        if earlier in found and found[earlier].reading.shape != "noun":
            return of_complement(found[earlier])
    return "ACTUAL"


# ---- the whole ----------------------------------------------------------------------------------------------

NLP = spacy.blank("en")
NLP.add_pipe("sentencizer")


def sentences(text: str) -> Iterator[list[Word]]:
    """The words of each sentence; a line break ends one, too, as headlines have no full stop."""
    for sentence in NLP(text).sents:
        tokens: list[Token] = []
        for token in sentence:
            if "\n" in token.text:
                yield to_words(tokens)
                tokens = []
            elif not token.is_space:
                tokens.append(token)
        yield to_words(tokens)


def to_words(tokens: Sequence[Token]) -> list[Word]:
    """Tokens as the rules see them; in a headline of Capitalised Words no capital means a name."""
    long = [token for token in tokens if len(token) > 3 and token.is_alpha]
    headline = len(long) > 3 and sum(token.is_title for token in long) > 0.7 * len(long)
    words: list[Word] = []
    for place, token in enumerate(tokens):
        opening = headline or place == 0 or tokens[place - 1].is_quote or tokens[place - 1].text == ":"
        capital = token.text[0].isupper()
        name = capital and token.is_alpha and (not opening or token.text == "March")
        hyphen_before = place > 0 and tokens[place - 1].text == "-" and not tokens[place - 1].whitespace_
        hyphen_after = place + 1 < len(tokens) and tokens[place + 1].text == "-" and not token.whitespace_
        lower = token.lower_.replace("\u2019", "'")
        if lower == "'s" and words and words[-1].lower in PRONOUNS | {"there", "what"}:
            lower = "is"
        glued = hyphen_before or hyphen_after
        words.append(Word(lower, token.idx, token.idx + len(token), name, capital, glued))
    return words


def find(words: Sequence[Word]) -> dict[int, Found]:
    """The events of a sentence and its light verbs, by place, from left to right."""
    found: dict[int, Found] = {}
    for place, word in enumerate(words):
        if word.name or word.glued:
            continue
        reading = read_verb(words, place) or read_noun(words, place) or read_adjective(words, place)
        if reading is None:
            continue
        if reading.shape == "noun":
            found[place] = Found(reading, of_noun(words, place, reading.class_, found), light=False)
        else:
            realis = of_verb(words, place, reading.shape, found)
            found[place] = Found(reading, realis, is_light(words, place, reading.lemma))
    return found


@system(layers=["events"])
def verb_lexicon(document: Document) -> Iterator[Event]:
    """The events of a text, by lexicon and context."""
    for words in sentences(document.text):
        for place, item in find(words).items():
            if not item.light:
                word = words[place]
                yield Event(word.start, word.end, class_=item.reading.class_, realis=item.realis)
