"""The specialist's wing: a hand-off under review, and the table of a folder of them."""
