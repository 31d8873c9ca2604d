"""The examples that each command's help and manual end with: what for, and what is typed."""

from __future__ import annotations

from typing import Final

from cmic_wizard.i18n import N_

Examples = tuple[tuple[str, str], ...]

WIZARD: Final[Examples] = (
    (N_("the wizard on the screen"), "cmic-wizard"),
    (N_("one of several profiles, in Spanish"), "cmic-wizard --profile 'Acme Builders' --lang es"),
)
"""Those of the program without a command."""

EXAMPLES: Final[dict[str, Examples]] = {
    "profiles": (
        (N_("all profiles of this computer"), "cmic-wizard profiles"),
        (N_("a profile under another name"), "cmic-wizard profiles rename Acme 'Acme Builders'"),
        (N_("a second environment"), "cmic-wizard profiles copy Acme 'Acme (test)'"),
        (
            N_("a profile and its password deleted, without a question"),
            "cmic-wizard profiles delete Acme --yes",
        ),
    ),
    "set": (
        (
            N_("a new profile with two answers"),
            "cmic-wizard set --profile Acme connection.hosting=cloud connection.tenant_id=SOLUTIONS",
        ),
        (N_("company codes, leading zeros and all"), "cmic-wizard set connection.company_codes=001,ACME01"),
        (N_("the password, asked for on the terminal"), "cmic-wizard set connection.service_password"),
        (N_("the password from a program"), "pass show cmic | cmic-wizard set --password-fd 0"),
        (N_("many answers from a file"), "cmic-wizard set --from answers.toml"),
        (
            N_("an answer that is to be confirmed, as it stands"),
            "cmic-wizard set --confirm connection.mobile_server_url",
        ),
        (N_("the last change taken back"), "cmic-wizard set --undo"),
    ),
    "history": (
        (N_("all changes, the newest first"), "cmic-wizard history"),
        (N_("those of one step, for a program"), "cmic-wizard history connection.tenant_id --json"),
    ),
    "status": (
        (N_("what is outstanding, to read"), "cmic-wizard status"),
        (N_("every step of one profile, for a program"), "cmic-wizard status --profile Acme --json"),
    ),
    "check": (
        (N_("every stage, with the stored password"), "cmic-wizard check"),
        (N_("what needs no sign-in, each minute until it passes"), "cmic-wizard check --watch 60"),
        (N_("what the last checks said"), "cmic-wizard check --kept"),
    ),
    "export": (
        (N_("the hand-off without the password"), "cmic-wizard export -o acme.json"),
        (N_("a report to read or print"), "cmic-wizard export --format html -o acme.html"),
        (
            N_("with the password, for the specialist's key alone"),
            "cmic-wizard export --seal --to age1… -o acme.age",
        ),
        (
            N_("with the password, under six words that you tell by phone"),
            "cmic-wizard export --seal --words -o acme.age",
        ),
        (
            N_("an e-mail draft that asks for a call"),
            "cmic-wizard export --format eml --mail call -o call.eml",
        ),
    ),
    "review": (
        (N_("one hand-off on the screen"), "cmic-wizard review acme.json"),
        (N_("a sealed one, with a key file of age"), "cmic-wizard review acme.age --identity key.txt"),
        (N_("all hand-offs of a folder, for a program"), "cmic-wizard review handoffs --json"),
        (N_("the remarks for the customer"), "cmic-wizard review acme.json --save remarks.json"),
        (
            N_("accepted and answered without the screen"),
            "cmic-wizard review acme.json --by 'Robin Vega' --accept in-order --save remarks.json",
        ),
    ),
    "import": (
        (N_("the specialist's remarks, into their profile"), "cmic-wizard import remarks.json"),
        (
            N_("a hand-off file as a profile of another name"),
            "cmic-wizard import acme.json --profile 'Acme copy'",
        ),
        (N_("a sealed hand-off, opened with a key file"), "cmic-wizard import acme.age --identity key.txt"),
        (N_("the answers of a colleague, those that are new"), "cmic-wizard import reply.eml"),
        (
            N_("two of them, in the place of those here"),
            "cmic-wizard import answers.toml --take connection.tenant_id,connection.company_codes",
        ),
    ),
    "open": (
        (N_("the questions that came by mail"), "cmic-wizard open questions.cmic-answers.toml"),
        (N_("a hand-off, to review it"), "cmic-wizard open acme.json"),
    ),
    "ask": (
        (
            N_("ask a colleague"),
            "cmic-wizard ask subscriptions.cmic_version --whom 'Ana Reyes <ana@acme.example>' -o ana.eml",
        ),
        (
            N_("ask CMiC, with the number of the ticket"),
            "cmic-wizard ask subscriptions.pmxchange --whom 'CMiC Support' --reference CS-4711 -o cmic.eml",
        ),
        (N_("what was asked, and what is late"), "cmic-wizard ask --list"),
    ),
    "key": (
        (N_("a key of your own, once"), "cmic-wizard key new"),
        (N_("its public half, for customers"), "cmic-wizard key show"),
        (N_("a backup of the key, with the words kept elsewhere"), "cmic-wizard key export -o my-key.age"),
        (N_("the same key on another computer"), "cmic-wizard key import my-key.age"),
    ),
    "completion": (
        (
            N_("bash, from the next shell on"),
            "cmic-wizard completion bash > ~/.local/share/bash-completion/completions/cmic-wizard",
        ),
        (N_("zsh, in a folder of its $fpath"), "cmic-wizard completion zsh > ~/.zfunc/_cmic-wizard"),
        (N_("fish"), "cmic-wizard completion fish > ~/.config/fish/completions/cmic-wizard.fish"),
        (
            N_("PowerShell, in its profile"),
            "cmic-wizard completion powershell | Out-String | Invoke-Expression",
        ),
    ),
}
"""Those of each command, by its name."""
