"""What people call a time zone: a name of the tz database, a city, a country, or a usual abbreviation."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache, lru_cache
from typing import Final

from cmic_wizard.dates import ZONE_SHAPE, zone_named
from cmic_wizard.profile.rules.common import plain

_LENGTH_AT_MOST: Final = 60

_EASTERN, _CENTRAL = "America/New_York", "America/Chicago"
_MOUNTAIN, _PACIFIC = "America/Denver", "America/Los_Angeles"
_MADRID, _LONDON, _MEXICO = "Europe/Madrid", "Europe/London", "America/Mexico_City"

_SEVERAL: Final[dict[str, tuple[str, ...]]] = {
    "est": (_EASTERN, "Australia/Sydney"),
    "edt": (_EASTERN, "Australia/Sydney"),
    "cst": (_CENTRAL, _MEXICO, "Asia/Shanghai", "America/Havana"),
    "cdt": (_CENTRAL, "America/Havana"),
    "mst": (_MOUNTAIN, "America/Phoenix"),
    "pst": (_PACIFIC, "Asia/Manila"),
    "ast": ("America/Halifax", "America/Puerto_Rico", "Asia/Riyadh"),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "bst": (_LONDON, "Asia/Dhaka"),
    "gst": ("Asia/Dubai", "Atlantic/South_Georgia"),
    "sst": ("Pacific/Pago_Pago", "Asia/Singapore"),
    "wst": ("Australia/Perth", "Pacific/Apia"),
    "ect": ("America/Guayaquil", _MADRID),
    "central": (_CENTRAL, _MEXICO, "Europe/Paris", "Australia/Darwin"),
    "centro": (_MEXICO, _CENTRAL),
    **dict.fromkeys(("east", "eastern"), (_EASTERN, "Europe/Athens", "Australia/Sydney")),
    **dict.fromkeys(("west", "western"), (_PACIFIC, "Europe/Lisbon", "Australia/Perth")),
    "este": (_EASTERN, "America/Cancun", "Europe/Athens"),
    "oeste": (_PACIFIC, "America/Tijuana", "Europe/Lisbon"),
    "hora central": (_MEXICO, _CENTRAL),
    "hora del centro": (_MEXICO, _CENTRAL),
    "tiempo del centro": (_MEXICO, _CENTRAL),
    "zona centro": (_MEXICO, _CENTRAL),
    "hora del pacifico": (_PACIFIC, "America/Mazatlan"),
    "texas": (_CENTRAL, _MOUNTAIN),
    "florida": (_EASTERN, _CENTRAL),
    "portland": (_PACIFIC, _EASTERN),
    "valencia": (_MADRID, "America/Caracas"),
    "cordoba": (_MADRID, "America/Argentina/Cordoba", _MEXICO),
    "merida": ("America/Merida", _MADRID),
    "cartagena": ("America/Bogota", _MADRID),
    "birmingham": (_LONDON, _CENTRAL),
    "santiago": ("America/Santiago", _MADRID, "America/Santo_Domingo"),
    "san jose": (_PACIFIC, "America/Costa_Rica"),
    "georgia": (_EASTERN, "Asia/Tbilisi"),
    "indiana": (_EASTERN, _CENTRAL),
    "tennessee": (_CENTRAL, _EASTERN),
    "kentucky": (_EASTERN, _CENTRAL),
    "oregon": (_PACIFIC, _MOUNTAIN),
    "russia": ("Europe/Moscow", "Asia/Yekaterinburg", "Asia/Vladivostok"),
    "washington": (_EASTERN, _PACIFIC),
    "usa": (_EASTERN, _CENTRAL, _MOUNTAIN, _PACIFIC),
    "canada": ("America/Toronto", "America/Winnipeg", "America/Edmonton", "America/Vancouver"),
    "mexico": (_MEXICO, "America/Cancun", "America/Hermosillo", "America/Tijuana"),
    "australia": ("Australia/Sydney", "Australia/Brisbane", "Australia/Adelaide", "Australia/Perth"),
    **dict.fromkeys(("brazil", "brasil"), ("America/Sao_Paulo", "America/Manaus")),
    "chile": ("America/Santiago", "America/Punta_Arenas"),
    "ecuador": ("America/Guayaquil", "Pacific/Galapagos"),
}
"""Words that mean one zone here and another there, the likeliest first."""

_ONE: Final[dict[str, str]] = {
    **dict.fromkeys(("z", "utc", "gmt", "zulu", "uct", "greenwich", "universal", "hora universal"), "UTC"),
    **dict.fromkeys(
        ("et", "eastern time", "eastern daylight time", "us eastern", "est edt", "hora del este"), _EASTERN
    ),
    **dict.fromkeys(
        ("ct", "central time", "central daylight time", "us central", "cst cdt", "centro de eeuu"), _CENTRAL
    ),
    **dict.fromkeys(("mt", "mdt", "mountain", "us mountain", "montana", "hora de montana"), _MOUNTAIN),
    **dict.fromkeys(("pt", "pdt", "pacific", "us pacific"), _PACIFIC),
    **dict.fromkeys(("akst", "akdt", "alaska"), "America/Anchorage"),
    **dict.fromkeys(("hst", "hawaii", "hawai"), "Pacific/Honolulu"),
    **dict.fromkeys(("arizona", "phoenix"), "America/Phoenix"),
    **dict.fromkeys(("nst", "ndt", "newfoundland", "terranova"), "America/St_Johns"),
    **dict.fromkeys(("adt", "atlantic", "atlantico"), "America/Halifax"),
    **dict.fromkeys(("cet", "cest", "met", "central european", "hora central europea"), "Europe/Paris"),
    **dict.fromkeys(("eet", "eest", "eastern european"), "Europe/Athens"),
    **dict.fromkeys(("wet", "western european"), "Europe/Lisbon"),
    **dict.fromkeys(("spain", "espana", "peninsular", "hora peninsular", "peninsula"), _MADRID),
    **dict.fromkeys(("barcelona", "sevilla", "seville", "bilbao", "zaragoza", "malaga", "mallorca"), _MADRID),
    **dict.fromkeys(("canarias", "canary islands", "islas canarias", "tenerife"), "Atlantic/Canary"),
    **dict.fromkeys(("uk", "united kingdom", "great britain", "england", "reino unido"), _LONDON),
    **dict.fromkeys(("londres", "manchester", "leeds", "glasgow", "edinburgh", "wales", "scotland"), _LONDON),
    **dict.fromkeys(("ireland", "irlanda"), "Europe/Dublin"),
    **dict.fromkeys(("france", "francia"), "Europe/Paris"),
    **dict.fromkeys(("germany", "alemania", "munich", "hamburg", "frankfurt"), "Europe/Berlin"),
    **dict.fromkeys(("italy", "italia", "roma", "milan"), "Europe/Rome"),
    **dict.fromkeys(("espanola", "hora espanola"), _MADRID),
    **dict.fromkeys(("switzerland", "suiza", "geneva", "ginebra"), "Europe/Zurich"),
    **dict.fromkeys(("austria", "viena"), "Europe/Vienna"),
    **dict.fromkeys(("belgium", "belgica", "bruselas"), "Europe/Brussels"),
    **dict.fromkeys(("netherlands", "holanda", "paises bajos"), "Europe/Amsterdam"),
    **dict.fromkeys(("poland", "polonia", "varsovia"), "Europe/Warsaw"),
    **dict.fromkeys(("sweden", "suecia", "estocolmo"), "Europe/Stockholm"),
    **dict.fromkeys(("norway", "noruega"), "Europe/Oslo"),
    **dict.fromkeys(("denmark", "dinamarca", "copenhague"), "Europe/Copenhagen"),
    **dict.fromkeys(("finland", "finlandia"), "Europe/Helsinki"),
    **dict.fromkeys(("greece", "grecia", "atenas"), "Europe/Athens"),
    **dict.fromkeys(("turquia", "estambul"), "Europe/Istanbul"),
    **dict.fromkeys(("moscu",), "Europe/Moscow"),
    **dict.fromkeys(("egipto", "el cairo"), "Africa/Cairo"),
    **dict.fromkeys(("nigeria",), "Africa/Lagos"),
    **dict.fromkeys(("kenya", "kenia"), "Africa/Nairobi"),
    **dict.fromkeys(("saudi arabia", "arabia saudita", "riad"), "Asia/Riyadh"),
    **dict.fromkeys(("philippines", "filipinas"), "Asia/Manila"),
    **dict.fromkeys(("portugal", "lisboa", "porto", "oporto"), "Europe/Lisbon"),
    **dict.fromkeys(
        ("ciudad de mexico", "ciudad mexico", "cdmx", "mexico df", "guadalajara", "puebla"), _MEXICO
    ),
    **dict.fromkeys(("colombia", "bogota", "medellin", "cali"), "America/Bogota"),
    **dict.fromkeys(("peru",), "America/Lima"),
    **dict.fromkeys(("argentina",), "America/Argentina/Buenos_Aires"),
    **dict.fromkeys(("quito",), "America/Guayaquil"),
    **dict.fromkeys(("venezuela",), "America/Caracas"),
    **dict.fromkeys(("bolivia",), "America/La_Paz"),
    **dict.fromkeys(("uruguay",), "America/Montevideo"),
    **dict.fromkeys(("paraguay",), "America/Asuncion"),
    **dict.fromkeys(("costa rica",), "America/Costa_Rica"),
    **dict.fromkeys(("panama",), "America/Panama"),
    **dict.fromkeys(("nicaragua",), "America/Managua"),
    **dict.fromkeys(("brasilia", "rio de janeiro", "hora de brasilia"), "America/Sao_Paulo"),
    **dict.fromkeys(("guatemala",), "America/Guatemala"),
    **dict.fromkeys(("honduras",), "America/Tegucigalpa"),
    **dict.fromkeys(("dominican republic", "republica dominicana"), "America/Santo_Domingo"),
    **dict.fromkeys(("puerto rico", "san juan"), "America/Puerto_Rico"),
    **dict.fromkeys(("india", "mumbai", "delhi", "bangalore"), "Asia/Kolkata"),
    **dict.fromkeys(("japan", "japon", "jst"), "Asia/Tokyo"),
    **dict.fromkeys(("china", "beijing", "pekin"), "Asia/Shanghai"),
    **dict.fromkeys(("singapur",), "Asia/Singapore"),
    **dict.fromkeys(("new zealand", "nueva zelanda", "nzst", "nzdt"), "Pacific/Auckland"),
    **dict.fromkeys(("aest", "aedt", "canberra"), "Australia/Sydney"),
    **dict.fromkeys(("south africa", "sudafrica", "sast"), "Africa/Johannesburg"),
    **dict.fromkeys(("uae", "abu dhabi"), "Asia/Dubai"),
    **dict.fromkeys(("israel", "tel aviv"), "Asia/Jerusalem"),
    **dict.fromkeys(("nyc", "nueva york", "boston", "philadelphia", "filadelfia"), _EASTERN),
    **dict.fromkeys(("atlanta", "miami", "orlando", "tampa", "charlotte", "raleigh", "baltimore"), _EASTERN),
    **dict.fromkeys(("pittsburgh", "cleveland", "cincinnati", "buffalo", "jacksonville"), _EASTERN),
    **dict.fromkeys(("new jersey", "washington dc", "dc"), _EASTERN),
    **dict.fromkeys(("dallas", "houston", "austin", "san antonio", "fort worth", "new orleans"), _CENTRAL),
    **dict.fromkeys(("minneapolis", "st louis", "kansas city", "nashville", "memphis", "omaha"), _CENTRAL),
    **dict.fromkeys(("milwaukee", "oklahoma city", "tulsa", "des moines", "illinois"), _CENTRAL),
    **dict.fromkeys(("salt lake city", "albuquerque", "colorado", "utah"), _MOUNTAIN),
    **dict.fromkeys(("san francisco", "san diego", "seattle", "las vegas", "sacramento"), _PACIFIC),
    **dict.fromkeys(("california", "oakland", "san jose california", "reno"), _PACIFIC),
    **dict.fromkeys(("ny", "ohio", "virginia", "pennsylvania", "north carolina", "massachusetts"), _EASTERN),
    **dict.fromkeys(("minnesota", "wisconsin", "iowa", "missouri", "louisiana", "oklahoma"), _CENTRAL),
    **dict.fromkeys(("la", "l a", "nevada", "washington state", "portland or", "vancouver wa"), _PACIFIC),
    **dict.fromkeys(("portland me", "washington d c"), _EASTERN),
    **dict.fromkeys(("birmingham al", "dallas fort worth"), _CENTRAL),
    **dict.fromkeys(("ottawa", "montreal", "quebec", "ontario"), "America/Toronto"),
    **dict.fromkeys(("calgary", "alberta"), "America/Edmonton"),
    **dict.fromkeys(("victoria bc", "british columbia"), "America/Vancouver"),
}
"""Words that mean one zone alone."""

_DECORATION: Final = (
    r"\b(?:standard|daylight|summer|time|timezone|zone|hora|zona|horaria|horario|tiempo|of|de)\b"
)
_STATES: Final = frozenset({
    *("al", "ak", "az", "ar", "ca", "co", "ct", "de", "dc", "fl", "ga", "hi", "id", "il"),
    *("in", "ia", "ks", "ky", "la", "me", "md", "ma", "mi", "mn", "ms", "mo", "mt", "ne"),
    *("nv", "nh", "nj", "nm", "ny", "nc", "nd", "oh", "ok", "or", "pa", "ri", "sc", "sd"),
    *("tn", "tx", "ut", "vt", "va", "wa", "wv", "wi", "wy"),
    *("texas", "illinois", "florida", "california", "colorado"),
})  # fmt: skip
"""What follows a city of the United States, behind a comma or without one."""
_OF_WINDOWS: Final = "standard time"
"""What every name that Windows has for a zone ends in; only such a text is looked up among them."""
_SAME: Final = {"us": "usa", "united states": "usa", "eeuu": "usa", "ee uu": "usa", "estados unidos": "usa"}


@lru_cache(maxsize=64)
def meant_zones(text: str) -> tuple[str, ...]:
    """The zones that a word may mean, the likeliest first; none where it means no zone that is known.

    One zone alone is what the word means; several have to be asked about.
    """
    if len(text) > _LENGTH_AT_MOST:
        return ()
    if "/" in text and zone_named(text):
        return (text,)
    words = plain(text)
    if _OF_WINDOWS in words and (windows := _windows_names().get(words)):
        return (windows,)
    short = " ".join(re.sub(_DECORATION, " ", words).split())
    for word in dict.fromkeys((words, short)):
        if known := _known(word):
            return known
    names = _names()
    exact = names.get(text.strip().casefold().replace(" ", "_"))
    if exact:
        return (exact,)
    if within := re.fullmatch(r"\s*([A-Za-z]+)/([A-Za-z_ .]+)", text):
        area, city = f"{within[1].capitalize()}/", plain(within[2])
        return tuple(zone for zone in _known(city) if zone.startswith(area))
    found = _cities().get(short)
    return (found,) if found else _in_state(short) or _in_country(text)


def _known(word: str) -> tuple[str, ...]:
    """The zones that a word means by the tables above."""
    known = _SAME.get(word, word)
    return _SEVERAL.get(known) or ((_ONE[known],) if known in _ONE else ())


def _in_state(words: str) -> tuple[str, ...]:
    """The zones of a city behind which its state stands, as in the United States."""
    city, _space, state = words.rpartition(" ")
    if not city or state not in _STATES:
        return ()
    return tuple(zone for zone in meant_zones(city) if _countries().get(zone) == "US")


def _in_country(text: str) -> tuple[str, ...]:
    """The zones of a place beside which its country or another word for its zone stands."""
    parts = [part.strip() for part in re.split(r"[,/()]", text) if part.strip()]
    if len(parts) != 2:
        return ()
    zones, beside = meant_zones(parts[0]), meant_zones(parts[1])
    countries = {_countries().get(zone) for zone in beside}
    return tuple(zone for zone in zones if _countries().get(zone) in countries)


def in_region(text: str, local: str) -> str:
    """The zone that a word for several means to somebody in the zone `local`; "" where it stays open."""
    meant = meant_zones(text)
    if len(meant) < 2:
        return ""
    if local in meant or text.strip().upper() in _abbreviations(local):
        return local
    country = _countries().get(local, "")
    near = [zone for zone in meant if country and _countries().get(zone) == country]
    return near[0] if len(near) == 1 else ""


@cache
def local_zone() -> str:
    """The name of this computer's time zone in the tz database, or UTC."""
    import tzlocal

    try:
        return tzlocal.get_localzone_name() or "UTC"
    except Exception:
        return "UTC"


def zone_of_people() -> str:
    """This computer's time zone, unless it is that of a server, in which nobody lives."""
    zone = local_zone()
    return "" if meant_zones(zone) == ("UTC",) or zone.startswith("Etc/") else zone


def _abbreviations(name: str) -> set[str | None]:
    """What a zone is called in winter and in summer."""
    if (zone := zone_named(name)) is None:
        return set()
    return {datetime(2026, month, 1, tzinfo=zone).tzname() for month in (1, 7)}


@cache
def _countries() -> dict[str, str]:
    """The country of each zone, as two letters."""
    from importlib import resources

    lines = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {row[2]: row[0] for row in rows}


@cache
def _windows_names() -> dict[str, str]:
    """Zones by what Windows calls them, such as “GMT Standard Time” for London."""
    from tzlocal.windows_tz import win_tz

    return {plain(name): zone for name, zone in win_tz.items()}


@cache
def _cities() -> dict[str, str]:
    """Zones by their cities; a city that has two names there is one place all the same."""
    return {plain(name.rpartition("/")[2]): name for name in sorted(_names().values()) if "/" in name}


@cache
def _names() -> dict[str, str]:
    """Every name of the tz database by its small letters."""
    from zoneinfo import available_timezones

    return {name.casefold(): name for name in available_timezones() if ZONE_SHAPE.fullmatch(name)}
