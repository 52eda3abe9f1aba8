"""Tables of nouns and verbs, by what they do to a date."""

from __future__ import annotations


def bag(words: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(words.split())


EVENT_NOUNS = {
    "OCCURRENCE": bag(
        """action activity aftershock agitation allegation anniversary apology appeal application bribery burial
        candidacy celebration championship chat circulation closure comeback commemoration congratulation
        construction consultation conversation corruption coronation criticism cyclone debut decoupling
        development disaster disruption dinner discussion discharge downturn eruption escalation evacuation
        explosion final flow funeral game gathering goal greeting gunfire handover hijacking hurricane
        implementation impeachment inauguration indictment influx interference investigation investment
        jump kidnapping move landslide layoff looting luncheon lunch marriage match measure
        mobilization negotiation operation opening overhaul parade patrol plot preparation presentation
        provocation quake race rain rainfall reaction reappearance recovery reelection referendum
        remark repression reshuffle response ruling screening sell-off shelling show signing
        slowdown spending spillover sprint step stoppage stop-over stopover storm stroll survey
        swap tsunami tour toast treatment turmoil typhoon upgrade upsurge violation vaccination verdict wave
        wedding win work bombardment shutdown tournament banquet clearance escape
        rehearsal restructuring pullout pull-out tie-up deployment strengthening signature
        ceremony engagement interaction call truce armistice incursion counteroffensive collision
        ramming formation mediation rapprochement thaw accession expulsion resumption reopening stay break
        airstrike standdown encounter outcry strife upheaval
        exploitation crime atrocity massacre genocide slaughter"""
    ),
    "I_ACTION": bag(
        "accusation advice attempt demand invitation offer plea pledge plan proposal promise request vow warning"
    ),
    "I_STATE": bag(
        """belief concern confidence desire determination expectation fear hope intention readiness willingness
        wish worry"""
    ),
    "STATE": bag(
        """blockade bond chaos collaboration deadlock deficit demand detente detention disagreement discord dispute
        famine friction imprisonment mistrust neutrality occupation presence rift siege silence situation standoff
        stand-off uncertainty unemployment interdependence support opposition"""
    ),
}
"""Nouns that name an event and aren't in `lexicon`."""
NO_EVENT_NOUNS = bag("agreement trade commitment opposition direction")
"""Nouns that `lexicon` takes for events, and that are mostly contents or bodies."""
STAYS = bag("visit trip tour stay journey voyage")
"""Nouns of one group: a visit is the same as the trip."""
ASSEMBLIES = bag(
    "summit conference forum gathering meeting session talk exercise drill exhibition expo festival congress"
)
"""Nouns that may last several days, each word for itself."""
ARRIVING = bag(
    "arrive begin start open land kick embark commence launch welcome come fly set pay be make visit travel"
)
ENDING = bag("end conclude wrap close finish complete depart leave finalize return")
LIGHT = bag("carry conduct deliver give hold make pay put reach stage take undergo have do convene")
"""Verbs whose object can name the event: held talks."""
NEVER_LIGHT_NOUNS = bag("step measure action situation statement remark")
MODALS = bag("would could may might must should can ought")
FUTURES = bag("will shall 'll ’ll wo sha")
SPEAKING = bag(
    """say tell announce state report add claim confirm note explain warn insist deny write stress emphasize
    emphasise underline underscore reiterate recall reaffirm describe call quote cite praise hail argue declare
    mention point suggest acknowledge admit assert believe think comment remark reveal predict estimate
    congratulate thank condemn criticize criticise deplore denounce blame"""
)
GENERIC = bag("any no every whatever")
IN_WHICH = bag("during at in on throughout amid within")
NOT_VERBS = bag("include regard follow concern exclude involve accord depend base give compare owe")
"""Verbs whose participle is a preposition: following, including, according to."""
ATTENDING = bag("attend join host chair address preside participate hold take conduct stage organize open")
"""Verbs that happen when their object does."""
ONGOING = bag(
    "sanction blockade war conflict aggression occupation siege pressure crime training supervision offensive"
)
"""Nouns for what goes on when one speaks of it."""
SHARED_DOWN = bag("strike hit open begin start happen occur erupt break continue last end take kill devastate")
"""Verbs of a relative clause whose date is that of the noun before it: the earthquake that struck in May."""
PAGE = bag("publish update post")
"""The words that a page says of itself."""
PRONOUNS = bag("he she it they we i you who which that this these")
EXPERTS = bag(
    """analyst expert observer scholar commentator professor researcher economist historian fellow director pundit
    watcher academic strategist"""
)
"""The people who comment on the news, mostly on the day on which it is written."""
PLACING = bag("come follow mark coincide cap crown")
"""Verbs that happen when their subject does: the visit came two weeks after the vote."""
WARS = bag("war warfare conflict fighting hostility offensive bombardment siege blockade")
"""Nouns for a war; those of one document mostly name the same."""
INVADING = bag("invade")
KILLING = bag("kill wage bombard pound launch")
"""The verbs for what an army has done since a war began."""
BREAKING_OUT = bag("begin start erupt break launch commence")
IMPOSED = bag("sanction tariff embargo blockade curfew ban restriction")
IMPOSING = bag("impose reimpose introduce slap adopt declare announce")
"""Verbs after which their object goes on."""
AIMED = bag(
    "support assist importance interest attention focus forward conducive commit committed dedicate commitment"
)
"""Words before "in" or "to" and a verb in -ing that is wished: supports the country in playing a role."""
PARTS = bag("round series session set start beginning opening end phase stage possibility prospect risk")
"""Nouns before "of" and an event, which is as real as they are: a round of talks."""
SHOWING = bag("show reflect indicate demonstrate signal mean mark")
"""Verbs that tell what an event means, while one speaks of it."""
LIFTING = bag("lift remove ease end stop drop cancel halt")
"""Verbs whose object goes on till then: to lift the sanctions."""
FOUNDING = bag("establish declare forge form upgrade elevate lift raise announce build enter")
"""Verbs after which a partnership goes on."""
STARTING = bag("begin start")
STOPPING = bag("stop end halt cease resolve settle overcome suspend condemn")
UNTIL = bag("until till before after when while once as")
"""Words before a clause in the present that is as real as the clause that it stands in."""
ARRANGING = bag("plan schedule expect need want require set propose request")
"""Verbs whose subject in the passive is to come: a visit is planned."""
MEETING = bag("meet hold attend sign exchange address visit talk discuss confer deliver chair tour inspect")
"""Verbs for what a visitor will do during a visit."""
TALKING = bag("speak talk address meet receive host brief write comment respond answer appear react attend tour")
"""Verbs whose participle dates what is said meanwhile: speaking on Monday, he said."""
ALWAYS = bag("always long consistently steadfastly all continuously unswervingly traditionally")
KEEPING = bag("maintain keep remain uphold adhere attach treat enjoy stay drag")
"""Verbs for what still goes on when it is told in the perfect."""
DECLINING = bag("decline refuse ask")
"""Verbs for not saying what one is asked, on the day on which one is asked."""
COUNTERING = bag("oppose resist combat counter")
OPPOSING = bag("oppose reject resist condemn combat counter fight prevent avoid against denounce")
"""Words whose object without an article is any of its kind."""
ANNOUNCED = bag("expect schedule due set plan")
"""Words before a visitor's programme: is expected to meet."""
ANSWERING = bag("accept reject decline refuse dismiss deny welcome")
"""Verbs for an answer to what someone offered or claimed before."""
