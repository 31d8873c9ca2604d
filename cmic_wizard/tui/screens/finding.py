"""Finds entries of the menu by what people say: in every language, by synonyms and by their help."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import LANGUAGES, _, in_language
from cmic_wizard.struct import Struct, field

SYNONYMS: Final[Mapping[str, str]] = {
    "help": "help keys shortcuts manual f1 ayuda teclas atajos glosario glossary",
    "where": "where find look don't know do not know unknown no idea"
    " no sé no lo sé desconozco dónde encontrar",
    "next_todo": "next missing todo open pending continue siguiente falta pendiente continuar seguir",
    "items": "list all open pending missing outstanding todo lista pendientes faltan tareas",
    "check": "test try ping connect server probar prueba comprobar servidor conectar",
    "sidebar": "guide sidebar navigation menu panel guía navegación lateral",
    "note": "note remark comment write reply nota comentario observación escribir responder",
    "handoff": "send export hand over finish deliver review file mail pdf report"
    " enviar exportar entregar terminar revisar archivo correo informe",
    "proposal": "accept suggestion correction aceptar sugerencia corrección",
    "confirm": "confirm right correct sure confirmar correcto seguro",
    "leave": "exit close leave end quit salir cerrar terminar",
    "quit": "exit close leave end quit salir cerrar terminar",
    "copy_value": "copy clipboard paste text take out copiar portapapeles pegar texto sacar",
    "profiles": "switch company customer environment another new open delete rename"
    " cambiar empresa cliente entorno otro nuevo abrir borrar eliminar renombrar",
    "language": "english spanish español inglés idioma translate traducir",
    "theme": "dark light colors colours contrast black white oscuro claro colores contraste negro blanco",
    "import_file": "import colleague specialist remarks reply answer received back mail attachment"
    " importar compañero colega especialista observaciones respuesta recibido correo adjunto",
    "ask": "ask colleague somebody someone else don't know do not know mail question delegate"
    " preguntar compañero colega alguien no sé no lo sé correo pregunta delegar",
    "history": "history changes who when before earlier historial cambios quién cuándo antes",
    "undo": "undo back revert mistake deshacer revertir volver error",
    "values": "copy procore enter values copiar valores",
    "copy_password": "copy clipboard secret copiar contraseña portapapeles secreto",
    "own_note": "note private memo nota privada",
    "write_remarks": "send back return reply devolver enviar observaciones",
    "mail_remarks": "send back e-mail email devolver enviar correo",
    "clear": "reset all show borrar quitar todo",
    "unlock": "open decrypt password sealed key abrir descifrar contraseña clave",
    "read": "reload refresh again update recargar actualizar",
    "order": "sort order column ordenar columna",
}
"""Further words for actions, by their names, in all languages; of steps, their help tells enough."""
_WORD: Final = re.compile(r"[\w']+")
_TITLE, _SYNONYM, _HELP, _NOWHERE = 0, 1, 2, 3


class Entry(Struct, frozen=True):
    """What is found: by its title, by its synonyms, by what is said of it; all of them folded."""

    key: str
    titles: tuple[str, ...]
    synonyms: str = ""
    help: tuple[str, ...] = field(default=())


def folded(text: str) -> str:
    """The text without accents, capitals and the difference between apostrophes."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(character for character in bare if not unicodedata.combining(character))


def in_all(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts of the code in every language, folded."""
    marked = [text for text in texts if text]
    said: dict[str, None] = {}
    for each in LANGUAGES:
        with in_language(each):
            said.update(dict.fromkeys(folded(_(text)) for text in marked))
    return tuple(said)


def entry(key: str, title: str, texts: Iterable[str], synonyms: str = "") -> Entry:
    """An entry by what is shown of it, in the language of the code."""
    return Entry(key, in_all([title]), folded(synonyms), in_all(texts))


def texts_of(step: Step) -> Iterable[str]:
    """All that is said of a step."""
    yield from (step.help, step.where, step.example)
    for option in step.options:
        yield from (option.title, option.help)
    yield from (copyable.title for copyable in step.copyables)
    yield from (link.title for link in step.links)


def found(entries: Sequence[Entry], typed: str) -> list[str]:
    """The keys of the entries that hold every typed word's beginning, those by their titles first."""
    words = _WORD.findall(folded(typed))
    if not words:
        return [] if typed.strip() else [entry.key for entry in entries]
    ranked = [(_rank(entry, words), index) for index, entry in enumerate(entries)]
    return [entries[index].key for rank, index in sorted(ranked) if rank[0] < _NOWHERE]


def _rank(entry: Entry, words: Sequence[str]) -> tuple[int, int]:
    """How near the words are: the place that holds the farthest one, then whether a title begins so."""
    places = [_place(entry, word) for word in words]
    begins = any(title.startswith(words[0]) for title in entry.titles)
    return max(places), 0 if begins else 1


def _place(entry: Entry, word: str) -> int:
    if any(word in title for title in entry.titles):
        return _TITLE
    if _begins_a_word(word, entry.synonyms):
        return _SYNONYM
    return _HELP if any(_begins_a_word(word, text) for text in entry.help) else _NOWHERE


def _begins_a_word(word: str, text: str) -> bool:
    place = text.find(word)
    while place > 0 and (text[place - 1].isalnum() or text[place - 1] == "_"):
        place = text.find(word, place + 1)
    return place >= 0
