"""The vendor's guide, walked line by line: each line has its place in the wizard, in both languages."""

from __future__ import annotations

import re

import pytest

from cmic_wizard.guide.for_reviewer import reviewers_guide
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.messages import step_texts, texts
from cmic_wizard.guide.model import PHASE_WIDTH, SECTION_WIDTH, TITLE_WIDTH
from cmic_wizard.i18n import _, set_language

HELP_WIDTH = 116

# Line of the guide (es-ES, from 1; 1 and 2 are the web page's chrome, even gaps are empty lines) →
# where it stands in the wizard, what must be said there in Spanish, and in English. Headings and action items
# are the guide's own, but for four that it turns into Spanish word by word (16, 38, 40, 48), and are mended;
# of its paragraphs, the terms and the facts.
WALK: dict[int, tuple[str, list[str], list[str]]] = {
    4: ("guide.title", ["CMiC: Guía de instalación"], ["CMiC: Setup Guide"]),
    6: (
        "guide.welcome",
        ["Bienvenido a la guía de configuración de CMiC"],
        ["Welcome to the CMiC setup guide"],
    ),
    8: (
        "guide.welcome",
        ["estas páginas", "cosas clave que debe saber", "prepara y completa", "integración CMiC"],
        ["these pages", "key things to know", "prepare and complete", "CMiC integration"],
    ),
    10: (
        "guide.welcome",
        ["preguntas", "especialista en implementación de integración", "su Punto de contacto de Procore"],
        ["questions", "integration implementation specialist", "your Procore Point of Contact"],
    ),
    12: (
        "guide.welcome",
        ["menú de navegación de la izquierda", "elementos de acción que se requieren de usted"],
        ["navigation menu on the left", "action items that need you"],
    ),
    14: ("phase.preparation", ["Fase de preparación"], ["Preparation phase"]),
    16: ("section.subscriptions", ["Suscripciones de CMiC requeridas"], ["Required CMiC subscriptions"]),
    18: (
        "section.subscriptions",
        ["para utilizar la integración de Procore con CMiC", "instalación de CMiC", "requisitos"],
        ["to use Procore's integration with CMiC", "CMiC installation", "requirements"],
    ),
    20: ("subscriptions.cmic_version", ["Versión R12 o superior"], ["version (R12 or higher)"]),
    21: ("subscriptions.pmxchange", ["CMiC PMXchange™"], ["CMiC PMXchange™"]),
    23: ("section.connection", ["Requisitos de conexión"], ["Connection requirements"]),
    25: (
        "connection.dmsa_go_ahead",
        [
            "Dentro de Procore: su especialista en implementación de ERP le pedirá",
            "que agregue las aplicaciones DMSA requeridas",
            "Guía de instalación de la aplicación ERP DMSA",
        ],
        [
            "Inside Procore: your ERP implementation specialist will ask you",
            "to add the required DMSA apps",
            "ERP DMSA App Installation Guide",
        ],
    ),
    26: (
        "connection.service_user",
        ["Dentro de CMiC:", "con ayuda de CMiC", "usuario de servicio para que Procore acceda a CMiC"],
        ["Inside CMiC:", "with CMiC's help", "a user that Procore signs in to CMiC with"],
    ),
    27: (
        "connection.mobile_server_url",
        ["Información de conexión CMiC", "URL del servidor móvil"],
        ["CMiC connection information", "Mobile server URL"],
    ),
    28: (
        "connection.tenant_id",
        ["ID de inquilino de CMiC", "(si procede)"],
        ["CMiC tenant ID (if applicable)"],
    ),
    29: ("connection.company_codes", ["Código de empresa CMiC"], ["CMiC company codes"]),
    31: ("phase.implementation", ["Fase de implementación"], ["Implementation phase"]),
    33: ("section.kickoff", ["Llamada de inicio/instalación"], ["Kickoff / installation call"]),
    35: (
        "section.kickoff",
        [
            "se le haya asignado un especialista en integración",
            "correo electrónico de bienvenida para programar la llamada de inicio e instalación",
        ],
        [
            "integration specialist has been assigned to you",
            "welcome e-mail to schedule the kickoff and installation call",
        ],
    ),
    37: (
        "kickoff.integration_map",
        ["Revise el mapa de integración para la integración de Procore con CMiC."],
        ["Review the integration map for Procore's integration with CMiC."],
    ),
    38: (
        "kickoff.approver_role",
        [
            "Comente el rol de Aprobador de Contabilidad",
            "dentro de la herramienta Integraciones ERP en Procore.",
        ],
        ["Discuss the Accounting Approver role in Procore's ERP Integrations tool."],
    ),
    39: (
        "kickoff.requirements_met",
        ["Todos los requisitos cumplidos", "Asegúrese", "la conexión entre Procore y CMiC"],
        ["All requirements met", "Make sure", "before Procore and CMiC are connected"],
    ),
    40: (
        "kickoff.go_live_scheduled",
        ["Programe la llamada de puesta en marcha (Go-Live) de la herramienta Integraciones ERP."],
        ["Schedule the go-live call for the ERP Integrations tool."],
    ),
    42: ("section.go_live", ["Llamada de puesta en marcha de ERP"], ["ERP go-live call"]),
    44: (
        "section.go_live",
        [
            "cumplidos todos los requisitos",
            "Integraciones ERP se habilita en la plataforma Procore",
            "«ERP Go-Live» con su especialista en integración",
        ],
        [
            "all requirements are met",
            "ERP Integrations tool is enabled in Procore",
            "“ERP Go-Live” call with your integration specialist",
        ],
    ),
    46: (
        "go_live.subtabs",
        ["Revise cada subpestaña dentro de la herramienta Integraciones ERP"],
        ["Review each subtab in the ERP Integrations tool in Procore"],
    ),
    48: (
        "go_live.approvers",
        ["Designe a usuarios internos como aprobadores contables"],
        ["Assign accounting approvers to internal users"],
    ),
    50: ("phase.management", ["Fase de gestión"], ["Management phase"]),
    52: ("section.management", ["Punto de contacto de Procore"], ["Procore Point of Contact"]),
    54: (
        "section.management",
        [
            "Después de la fase de implementación",
            "cómo utilizar su integración",
            "las nuevas versiones de las funciones de Procore",
            "llamada con un especialista en integración de ERP",
        ],
        [
            "After the implementation phase",
            "how to use your integration",
            "new releases of Procore's features",
            "call with an ERP integration specialist",
        ],
    ),
    56: (
        "section.resources",
        ["Recursos de educación continua/integración"],
        ["Continuing education and integration resources"],
    ),
}


def shown_at(place: str) -> str:
    """Everything that people read at a place of the wizard, in the current language."""
    guide = load_guide()
    head, _dot, rest = place.partition(".")
    found: list[str]
    if head == "guide":
        found = [getattr(guide, rest)]
    elif head == "phase":
        phase = next(phase for phase in guide.phases if phase.id == rest)
        found = [phase.title, phase.intro]
    elif head == "section":
        section = guide.sections[rest]
        found = [section.title, section.intro]
    else:
        found = list(step_texts(guide.steps[place]))
    return plain(" ".join(_(text) for text in found))


def plain(text: str) -> str:
    """The text without the difference of line ends, runs of spaces and capitals."""
    return " ".join(text.split()).casefold()


@pytest.mark.parametrize("line", WALK, ids=lambda line: f"line-{line}-{WALK[line][0]}")
def test_line_of_the_guide_has_its_place(line: int, in_spanish: None) -> None:
    """What the line says is said at its place in Spanish, and its counterpart in English."""
    place, spanish, english = WALK[line]
    shown = shown_at(place)
    assert [phrase for phrase in spanish if plain(phrase) not in shown] == []
    set_language("en")
    shown = shown_at(place)
    assert [phrase for phrase in english if plain(phrase) not in shown] == []


def test_every_text_has_its_spanish(in_spanish: None) -> None:
    """No text of the guide falls back to English; names that are the same in both languages are known."""
    same = {"CMiC PMXchange™", "Procore Project Financials", "OAuth 2.0", "Procore", "CMiC"}
    same |= {"CMiC → Procore", "Procore → CMiC"}
    assert {text for text in texts(load_guide()) if _(text) == text} == same


def test_spanish_keeps_the_lines(in_spanish: None) -> None:
    """A text of several lines or paragraphs has as many in Spanish."""
    assert [t for t in texts(load_guide()) if t.count("\n") != _(t).count("\n")] == []


def test_a_reviewer_is_not_addressed_as_the_customer(in_spanish: None) -> None:
    """In Spanish, too, a review speaks of the customer's specialist, administrator and contract as theirs."""
    others = r"\b[Ss]u (?:especialista|administrador|Punto|contrato|empresa)\b|[Pp]regunte a"
    for step in reviewers_guide().walk():
        seen = [step.help, step.missing, step.where, *(option.missing for option in step.options)]
        found = [text for text in seen if re.search(others, _(text))]
        assert found == [], step.id


def test_links_are_for_their_readers() -> None:
    """Readers of Spanish see a page in Spanish first where there is one, and others do not see it."""
    step = load_guide().steps["connection.dmsa_go_ahead"]
    spanish = [link.url for link in step.links_in("es")]
    english = [link.url for link in step.links_in("en")]
    assert spanish[0].startswith("https://es-es.support.procore.com/")
    assert not [url for url in english if "//es" in url]
    assert english == spanish[1:]
    languages = {link.language for each in load_guide().walk() for link in each.links}
    assert languages == {"", "es"}


@pytest.mark.parametrize("language", ["en", "es"])
def test_titles_fit_their_places(language: str) -> None:
    """Titles fit a line of the page and of the sidebar, and help fits beneath its field."""
    set_language(language)
    guide = load_guide()
    long = [_(s.title) for s in guide.walk() if len(_(s.title)) > TITLE_WIDTH]
    helps = [step.help for each in (guide, reviewers_guide()) for step in each.walk()]
    long += [_(text) for text in helps if len(_(text)) > HELP_WIDTH]
    long += [_(s.short) for s in guide.sections.values() if len(_(s.short)) > SECTION_WIDTH]
    long += [_(p.short) for p in guide.phases if len(_(p.short)) > PHASE_WIDTH]
    assert long == []
    assert all(s.help for s in guide.walk())
    assert all(s.short for s in guide.sections.values())
