"""Words that people write where they have no answer yet, in English and Spanish alike."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from cmic_wizard.profile.rules.common import plain

_LENGTH_AT_MOST: Final = 200
"""Characters; what is longer says more than that there is no answer."""
_SIGNS: Final = r"[\W_]+"
"""A question mark, a hyphen, dots, underscores: signs alone."""
_OPENING: Final = (
    r"(?:(?:eh|um|uf|hmm+|pues|bueno|well|sorry|perdon|lo siento|i am|im|we are|were|it is|its|esta|es|queda"
    r"|sigue|still|aun|todavia|yet|de momento|por ahora|for now|right now|ahora mismo|currently"
    r"|actualmente|aqui|here|yo|we|i|nosotros|honestly|la verdad(?: es que)?) )*"
)
_CLOSING: Final = (
    r"(?: (?:yet|still|aun|todavia|de momento|por ahora|for now|right now|ahora mismo|at the moment"
    r"|en este momento|sorry|perdon|lo siento|please|por favor|gracias|thanks|now|ahora|tbd|exactly"
    r"|exactamente|sure|honestly|here|aqui|this|that|it|esto|eso|cual es|what it is|todavia no|aun no))*"
)
_NOT: Final = r"(?:do not|dont|don t|didnt|didn t|cannot|cant|can t|could not)"
_DATUM: Final = (
    r"(?: (?:idea|ni idea|el dato|la informacion|esa informacion|este dato|ese dato|todavia|aun|nada))?"
)
_SAYINGS: Final = (
    # I don't know.
    rf"(?:(?:i|we) )?(?:really )?{_NOT} (?:really )?(?:know|remember|recall|tell|say|find(?: it)?)",
    rf"no (?:lo |la |me )?(?:se sabe|se|sabemos|sabe|recuerdo|acuerdo|conozco){_DATUM}",
    rf"no (?:lo |la )?sabria(?: decir(?:lo|te|le)?)?{_DATUM}",
    rf"no (?:lo |la )?(?:tengo|tenemos|conocemos){_DATUM}",
    r"(?:i )?(?:have )?no (?:idea|clue|answer|info|information|data)",
    r"dunno",
    r"idk",
    r"ni idea",
    r"sin idea",
    r"quien sabe",
    r"who knows",
    r"(?:i )?(?:do not|dont|don t) understand(?: .*)?",
    r"(?:what|que|cual) (?:is|es)(?: .{1,30})?",
    r"dk",
    r"d k",
    r"lo desconozco",
    r"desconozco",
    r"desconocido",
    r"desconocida",
    r"unknown",
    r"unclear",
    # I am not sure.
    r"not (?:so |quite |really |entirely )?(?:sure|certain|clear|known)",
    r"unsure",
    r"uncertain",
    r"no (?:estoy |estamos )?(?:muy |del todo )?segur[oa]s?",
    r"sin seguridad",
    r"no (?:esta |queda )?claro",
    r"maybe",
    r"perhaps",
    r"quizas?",
    r"tal vez",
    r"puede ser",
    # Not yet.
    r"not yet",
    r"not (?:yet )?(?:available|decided|defined|assigned|received|done|set|applicable|ready)",
    r"not (?:provided|specified|given|stated|known to .*)",
    r"no (?:facilitad|proporcionad|informad|indicad|especificad|conocid)[oa]",
    r"(?:todavia|aun) (?:no|nada)(?: (?:se|lo se|lo sabemos|esta|tenemos|hay))?",
    r"(?:todavia|aun) no (?:asignad|definid|recibid|decidid)[oa]",
    r"(?:todavia|aun) (?:no|por) .*",
    r"(?:todavia|aun) sin .*",
    r"not (?:created|installed|configured|ordered|requested|scheduled|planned|assigned)",
    r"(?:i|we) (?:have not|havent|haven t|do not have|dont have|don t have|have no|have none)(?: .*)?",
    r"(?:i|we) (?:do not|dont|don t) (?:use|need)(?: .*)?",
    r"no (?:hay|existe|tenemos|tengo|consta|contestado|procede|corresponde)(?: ningun[oa]?)?",
    r"no (?:tiene|tienen|usa|usan|usamos|utilizamos|necesitamos|disponemos)(?: .*)?",
    r"sin (?:tenant|inquilino|usuario|codigos?|direccion|version|fecha|especialista|contacto|correo|id)",
    r"no aplica(?:ble)?",
    r"(?:does not|doesnt|doesn t) (?:apply|exist)",
    r"en (?:proceso|curso|tramite)",
    r"in (?:progress|process)",
    r"under way",
    r"soon",
    r"pronto",
    r"asap",
    r"tomorrow",
    r"manana",
    r"no todavia",
    r"no aun",
    r"no disponible",
    r"no asignad[oa]",
    r"no definid[oa]",
    r"no recibid[oa]",
    r"no decidid[oa]",
    r"(?:wait|waiting)(?: for .*)?",
    r"esperando(?: .*)?",
    r"en espera(?: de .*)?",
    r"a la espera(?: de .*)?",
    # Later.
    r"to be (?:determined|defined|decided|confirmed|advised|announced|provided|completed|done)",
    r"to be filled(?: in)?",
    r"to do",
    r"to follow",
    r"to come",
    r"later",
    r"will (?:follow|ask|check|confirm|find out|send(?: later)?)",
    r"need to (?:ask|check)",
    r"to (?:be )?check(?:ed)?",
    r"(?:it )?depends(?: .*)?",
    r"depende(?: .*)?",
    r"(?:i|we)(?: wi)?ll (?:ask|check|confirm|find out|get back|let you know|tell you|send)(?: .*)?",
    r"(?:(?:manana|luego|ya) )?(?:te|os|le|les) (?:lo |la )?(?:digo|dire|confirm[oe]|avis[oe])(?: .*)?",
    r"(?:te|os|le|les) (?:lo |la )?(?:confirmare|avisare)(?: .*)?",
    r"(?:mirar|comprobar|averiguar|consultar)(?: .*)?",
    r"(?:lo|la) (?:sabe|tiene|crea|creara|dara|facilitara|enviara|pondra) .*",
    r"(?:cmic|it|they|procore|the specialist|our it) (?:will|has to|have to|must|needs to) .*",
    r"must ask",
    r"have to (?:ask|check)",
    r"por (?:definir|confirmar|determinar|decidir|asignar|ver|concretar|completar|rellenar|saber)(?:se)?",
    r"a (?:definir|confirmar|determinar|convenir)",
    r"sin (?:definir|confirmar|determinar|decidir|asignar|dato|datos|respuesta|informacion)",
    r"pendiente(?:s)?(?: de .*)?",
    r"pending(?: .*)?",
    r"luego",
    r"mas tarde",
    r"despues",
    r"ya veremos",
    r"(?:lo )?(?:preguntare|consultare|averiguare|confirmare|mirare)(?: .*)?",
    r"hay que preguntar(?: .*)?",
    r"tengo que preguntar(?: .*)?",
    r"preguntar(?: a .*)?",
    r"(?:lo|la|se lo|se la) (?:pregunto|consulto|averiguo|confirmo|miro)(?: .*)?",
    r"(?:lo|la|se lo|se la) (?:preguntare|consultare|enviare)(?: .*)?",
    r"se (?:enviara|confirmara|definira|indicara)(?: .*)?",
    r"(?:falta|faltan|missing)(?: .*)?",
    r"(?:pdte|pend)(?: .*)?",
    r"(?:tbd|tbc|tba) .*",
    # Elsewhere.
    r"(?:same as|igual que|lo mismo que) .*",
    r"(?:idem|ditto)",
    r"(?:see|ver|vease) (?:above|below|attached|arriba|abajo|adjunto)",
    r"(?:see|ver|vease) (?:(?:my|the|our|el|la|mi) )?(?:e ?mail|mail|attachment|correo|adjunto|nota)(?: .*)?",
    r"as (?:discussed|agreed|before)",
    r"(?:segun|como) (?:lo )?(?:hablado|acordado|comentado)",
    r"ask .*",
    # Signs and stand-ins.
    r"t ?b ?[dcas]",
    r"tbdl",
    r"t b d",
    r"n a",
    r"na",
    r"n d",
    r"nd",
    r"s d",
    r"n s n c",
    r"ns nc",
    r"nsnc",
    r"n s",
    r"s n",
    r"p d",
    r"none",
    r"nil",
    r"null",
    r"nada",
    r"ninguno",
    r"ninguna",
    r"nothing",
    r"empty",
    r"blank",
    r"vacio",
    r"en blanco",
    r"undefined",
    r"placeholder",
    r"dummy",
    r"ejemplo",
    r"example",
    r"sample",
    r"test",
    r"prueba",
    r"asdf",
    r"qwerty",
    r"foo",
    r"bar",
    r"foobar",
    r"lorem ipsum",
    r"abc",
    r"([a-z])\1{2,9}",
    r"x+",
    r"z+",
)
_WHOLE: Final = rf"{_OPENING}(?:{'|'.join(_SAYINGS)}){_CLOSING}"
_SHORT: Final = "|".join(saying for saying in _SAYINGS if ".*" not in saying)
_ALONE: Final = f"{_OPENING}(?:{_SHORT}){_CLOSING}"
"""The same without those that something follows, such as “pending invoices …”, which may be the matter."""
_EITHER: Final = frozenset(
    {
        "na",
        "nd",
        "none",
        "nil",
        "null",
        "test",
        "abc",
        "foo",
        "bar",
        "prueba",
        "sample",
        "x",
        "z",
        "ns",
        "sn",
        "pd",
    }
)
"""Words that may as well be a name somewhere: a company code, a tenant, a user."""
_BEGINNINGS: Final = (
    "abc actualmente ahora aqui as asap asdf ask aun averiguar averiguare bar blank bueno can cannot "
    "cant cmic como comprobar confirmare consultar consultare could cual currently de depende depends "
    "desconocida desconocido desconozco despues didn didnt ditto dk do does doesn doesnt don dont dummy "
    "dunno eh ejemplo empty en es esperando esta example falta faltan foo foobar for have hay here "
    "honestly idem idk igual ill im in it its la later le les lo lorem luego manana mas maybe mirar "
    "mirare missing must na nada nd need ni nil ninguna ninguno no none nosotros not nothing ns nsnc "
    "null os our pdte pend pendiente pendientes pending perdon perhaps placeholder por preguntar "
    "preguntare procore pronto prueba puede pues que queda quien quiza quizas qwerty really right same "
    "sample se see segun sigue sin soon sorry still tal tb tba tbc tbd tbdl tbs te tengo test the they "
    "to todavia tomorrow uf um uncertain unclear undefined under unknown unsure vacio vease ver wait "
    "waiting we well were what who will ya yet yo"
)
_FIRST_WORDS: Final = frozenset(_BEGINNINGS.split())
"""Every word that a saying or its opening can begin with, but for letters that repeat and “hmm”: a text that
begins otherwise is told without the patterns, which take long to compile."""
_LIKE: Final = r"([a-z])\1{2,9}"
_WORDS_OF_CONSENT: Final = frozenset({"yes", "no", "si", "sí", "ok", "okay", "vale", "y", "n"})


@lru_cache(maxsize=1024)
def says_nothing(text: str, *, prose: bool = False) -> bool:
    """Whether a text only tells that there is no answer, such as “TBD”, “no lo sé” or “?”.

    In `prose`, which may itself tell what is pending or whom to ask, only what nothing follows counts.
    """
    if re.fullmatch(_SIGNS, text):
        return True
    if "@" in text or "//" in text or len(text) > _LENGTH_AT_MOST:
        return False
    words = _without_signs(text)
    if not _may_say_nothing(words):
        return False
    if prose:
        return re.fullmatch(_ALONE, words, re.DOTALL) is not None
    return re.fullmatch(_WHOLE, words, re.DOTALL) is not None


def _may_say_nothing(words: str) -> bool:
    """Whether the first word lets a saying follow."""
    first = words.partition(" ")[0]
    return first in _FIRST_WORDS or len(set(first)) == 1 or first.startswith("hmm")


def may_be_a_name(text: str) -> bool:
    """Whether a text that says nothing could be a code or a name all the same, so that it is asked about."""
    word = text.casefold()
    known = word in _EITHER or is_consent(text) or re.fullmatch(_LIKE, word) is not None
    return known and re.fullmatch(r"\w+", word) is not None


def is_consent(text: str) -> bool:
    """Whether a text is a bare yes or no, which answers nothing where a value is asked for."""
    return text.casefold().strip(" .!") in _WORDS_OF_CONSENT


def _without_signs(text: str) -> str:
    """As `plain`, but an apostrophe leaves no gap in its word, and no sign stays."""
    return plain(text.replace("’", "").replace("'", "").replace("+", " "))
