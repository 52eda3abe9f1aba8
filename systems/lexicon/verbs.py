"""Verbs by their class, and every form of them."""

from __future__ import annotations

from dataclasses import dataclass

from .words import bag

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


@dataclass(frozen=True, slots=True)
class Form:
    """What an inflected form can be."""

    lemma: str
    class_: str
    shapes: frozenset[str]
    """Of "base", "s", "ed" (past and participle) and "ing"."""


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


FORMS = verb_forms()
AMBIGUOUS = frozenset(
    lemma.rstrip("*") for lemmas in VERBS.values() for lemma in lemmas.split() if lemma.endswith("*")
)
