"""The words and signs of a review's conversation."""

from __future__ import annotations

from typing import Final

from cmic_wizard.i18n import N_
from cmic_wizard.plain.plain_words import Word

REVIEW_WORDS: Final = (
    Word("explain", "?", N_("explains the item")),
    Word("where", "??", N_("says where to find the answer")),
    Word("leave", "-", N_("leaves the item as it is and goes on")),
    Word("back", "<", N_("goes back to the item before")),
    Word("accept", N_("accept"), N_("accepts the answer to the item")),
    Word("change", N_("change"), N_("asks the customer for a change, with a remark")),
    Word("question", N_("question"), N_("asks the customer a question about the item")),
    Word("propose", N_("propose"), N_("proposes another answer to the item")),
    Word("take_back", N_("take back"), N_("takes your verdict, answer or proposal on the item back")),
    Word("rest", N_("accept rest"), N_("accepts all that is done without any warning")),
    Word("whole", N_("whole"), N_("gives the verdict on the whole")),
    Word("compared", N_("compared"), N_("says whether the check number was compared by phone")),
    Word("list", N_("list"), N_("lists what waits for you")),
    Word("all", N_("list all"), N_("lists every item of the guide")),
    Word("go", N_("go"), N_("goes to an item: its number, its title, or a part of it"), N_("ITEM")),
    Word("next", N_("next"), N_("goes to the next item that waits for you")),
    Word("own_note", N_("note"), N_("writes a note of your own, which stays on this computer")),
    Word("save", N_("save"), N_("writes the remarks file for the customer")),
    Word("status", N_("status"), N_("says where things stand, and who vouches for what")),
    Word("language", N_("language"), N_("changes the language")),
    Word("help", N_("help"), N_("lists these words")),
    Word("quit", N_("quit"), N_("leaves; your verdicts are kept")),
)
"""What a review understands beside answers that are the reviewer's own; `review_acts` of words do them."""
