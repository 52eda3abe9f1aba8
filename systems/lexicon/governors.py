"""What a word says of the realis of what it governs."""

from __future__ import annotations

from .words import bag

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
