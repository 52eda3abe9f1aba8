"""Nouns that name an event, by their class and grouped by meaning, beyond those of `lexicon` and `words`."""

from __future__ import annotations

from .words import bag

HAPPENINGS = {
    "OCCURRENCE": bag(
        # visits and occasions
        """travel stopover excursion expedition outing reunion rendezvous handshake embrace roundtable symposium
        seminar workshop lecture webinar teleconference videoconference concert fair exhibition expo festival
        carnival gala feast recital premiere performance vigil procession pilgrimage festivity farewell
        welcome plenary plenum """
        # offices and institutions
        """abdication ascension dismissal ouster overthrow dissolution secession defection enthronement
        unification reunification ratification verification intensification diversification rectification
        modification notification abolition succession admission submission inclusion exclusion suspension
        extension revision renewal reversal revival acquisition introduction founding """
        # force
        """airstrike skirmish firefight gunbattle crossfire onslaught pursuit purge manhunt beheading stabbing
        shootout infiltration sabotage espionage surveillance arson robbery theft burglary abduction torture
        persecution harassment intimidation oppression suppression subversion seizure detonation interception
        encirclement barrage salvo bloodshed carnage mutiny putsch insurrection rampage brutality demolition
        destruction obstruction intrusion encroachment infringement breach hack hacking cyberattack meddling
        bullying smear abuse spying smuggling trafficking stockpiling retaliation reprisal revenge """
        # disasters
        """wildfire blaze avalanche mudslide flooding heatwave downpour snowfall blizzard tornado meltdown
        derailment shipwreck sinking outage blackout stampede poisoning spread """
        # economy
        """buyout bailout bankruptcy default devaluation slump boom rebound upturn plunge drop fall hike cut
        rollout transaction divestment auction contraction relocation walkout lockout recruitment reduction
        reconstruction rebuilding funding privatization nationalization liberalization industrialization
        urbanization destabilization militarization demilitarization politicization
        weaponization decolonization stabilization revitalization rejuvenation """
        # law
        """arraignment acquittal sentencing extradition prosecution probe inquest pardon amnesty deportation
        execution hanging supervision """
        # quarrels and turns
        """backlash uproar furor row spat feud quarrel scandal fallout miscalculation progress setback transfer
        repatriation birth resurgence disappearance attendance failure easing warming cooling freeze takeoff
        liftoff docking spacewalk sacrifice revelation disclosure transmission imposition celebration """
        # what begins, ends, or comes back
        """appearance cancellation consolidation containment convergence correction delay entry erosion evolution
        exit exodus expiration fulfillment fulfilment halt interruption lapse lull onset outflow pause phase-out
        recall redeployment relapse relaunch repeal reset resettlement shift slide split sweep switch turnaround
        upswing rotation replenishment resupply outpouring """
        # what people do to others
        """backtracking betrayal blunder boost broadcast censure clampdown coercion collusion confiscation contest
        counterattack courtship debacle deliberation discrimination disengagement dispatch divorce downgrade
        downing duel electioneering evasion examination excavation expropriation firing heist hostage-taking
        humiliation incitement injection interrogation involvement issuance leak lobbying mishap misuse monitoring
        ousting outreach overture picnic planning plunder procurement questioning quarantine rebuff reconciliation
        remembrance rendition review rout rupture scramble shake-up showdown sighting sit-in snub suicide
        swearing-in testing tragedy transit tribute veto vetting voting voyage walk overflight flyover sortie
        airlift airdrop fundraising clemency evaluation proclamation """
    ),
    "REPORTING": bag("condemnation denial praise rebuke reprimand denunciation rebuttal complaint clarification"),
    "I_ACTION": bag("bid push charge objection ultimatum acceptance rejection"),
    "I_STATE": bag(
        """appreciation gratitude thank regret condolence satisfaction dissatisfaction hesitation
        reluctance eagerness optimism pessimism skepticism scepticism doubt alarm suspicion"""
    ),
    "STATE": bag(
        """communication impasse controversy custody captivity exile hunger starvation malnutrition turbulence
        antagonism animosity enmity discontent resentment anger outrage frustration panic mourning curfew
        compliance defiance adherence backing distrust dissent strain paralysis hatred unease dialog"""
    ),
}
HAPPENING = {noun: class_ for class_, nouns in HAPPENINGS.items() for noun in nouns}
OF_NOUNS = {
    "OCCURRENCE": bag(
        """settlement establishment appointment resolution recognition installation development use management
        formation completion creation restoration building supply export import passage
        maintenance naming handling preservation"""
    ),
    "ASPECTUAL": bag("end conclusion"),
}
"""Nouns for an event only before "of" (or "to", of an end): the settlement of the dispute, an end to the war."""
OF_NOUN = {noun: class_ for class_, nouns in OF_NOUNS.items() for noun in nouns}
NO_HAPPENINGS = bag(
    """remark comment measure step pressure peace anniversary greeting organization organisation requirement
    arrangement achievement combination limitation administration publication equipment"""
)
"""Nouns for contents, qualities and bodies that other lists take for events."""
PEACEFUL = bag("political peaceful diplomatic negotiated final")
"""Adjectives of a settlement that is no village."""
SET_PHRASES = frozenset(
    {
        ("in", "return"), ("in", "exchange"), ("in", "turn"), ("in", "charge"), ("in", "advance"), ("a", "row"),
        ("by", "default"), ("in", "default"), ("on", "demand"), ("of", "charge"), ("in", "demand"), ("in", "fact"),
        ("as", "fallout"), ("no", "doubt"), ("without", "fail"), ("at", "work"),
    }
)  # fmt: skip
"""Two words that are a preposition or an adverb together."""
ABSTRACT = bag(
    """peace stability prosperity unity solidarity friendship equality justice fairness freedom democracy security
    sovereignty integrity trust confidence respect benefit harmony progress growth development cooperation
    independence self-reliance openness inclusiveness tolerance reciprocity neutrality tranquility order safety
    health education culture science technology tourism agriculture energy infrastructure finance industry economy
    defence defense transport transportation logistics trade investment commerce politics sport environment
    connectivity innovation connectivity mining fishery research"""
)
"""Values and fields of policy, which in a row name no event: unity, cooperation and common development."""
OWN_CONCERNS = bag("security legitimate reasonable core major respective")
"""Words before concerns that are interests."""
SHARES = bag("percent % number share majority third half quarter")
"""Words before "of the vote"."""
POSSESSIONS = bag(
    """right sovereignty potential significance importance history interest responsibility duty obligation role
    reason meaning value advantage impact effect influence jurisdiction authority power ability capacity
    capability population area"""
)
"""Nouns for what one has as a quality."""
QUALITIES = bag(
    """big small large high low easy hard difficult long short fresh right good bad strong weak great deep rich
    beautiful broad vast unique common similar different same equal clear obvious evident true false new old young
    indivisible irreversible unshakable unbreakable inseparable inevitable natural normal complex complicated
    crucial vital essential significant meaningful fundamental huge wide close far near"""
)
"""Adjectives for what a thing is like at any time, unless a clause completes them."""
JOINED = bag("re co counter mini cease air pre by fact fast de un mis over")
"""First parts of a word with a hyphen whose second part still names an event: re-election, co-hosted."""
VISITORS = bag("visiting outgoing incoming")
TITLES = bag(
    """minister president premier secretary chancellor king queen prince leader chief envoy diplomat official
    officials delegation governor mayor general chairman speaker ambassador senator lawmaker lawmakers guest guests
    team troops forces dignitaries counterpart representative adviser advisor commissioner"""
)
PREPOSITIONS = frozenset(
    {
        ("depending", "on"), ("depending", "upon"), ("thanks", "to"), ("according", "to"), ("owing", "to"),
        ("compared", "with"), ("compared", "to"), ("pending", "the"), ("barring", "a"), ("starting", "from"),
        ("judging", "by"), ("judging", "from"),
    }
)  # fmt: skip
"""Participles and nouns that are a preposition with the next word."""
THINGS_IN_ING = bag(
    "building meaning feeling understanding beginning offering being setting saying standing working living"
)
"""Nouns in -ing that are no doing, even before "of"."""
