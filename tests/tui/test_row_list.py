"""The list of very many rows: what arrives out of sight costs nothing, what is in sight is always true."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App, ComposeResult
from textual.content import Content

from cmic_wizard.tui.widgets.row_list import RowList


class _Listing(App[None]):
    """A list whose rows are their own lines; counts what is drawn and laid out."""

    CSS = "RowList { overflow-x: hidden; overflow-y: scroll; }"
    drawn = 0
    laid_out = 0

    def compose(self) -> ComposeResult:
        """The list alone."""
        yield RowList[str](lambda row, _width: Content(row), key=str)

    @property
    def rows(self) -> RowList[str]:
        """The list."""
        return self.query_one(RowList)

    def on_mount(self) -> None:
        """Count from now on."""
        rows, screen = self.rows, self.screen
        render, layout = rows.render_line, screen._refresh_layout

        def render_line(y: int) -> object:
            self.drawn += 1
            return render(y)

        def refresh_layout(*arguments: object, **named: object) -> None:
            self.laid_out += 1
            layout(*arguments, **named)  # type: ignore[arg-type]

        rows.render_line = render_line  # type: ignore[assignment, method-assign]
        screen._refresh_layout = refresh_layout  # type: ignore[method-assign]

    def seen(self) -> list[str]:
        """The lines on the screen."""
        strips = self.screen._compositor.render_strips()
        return [strip.text.rstrip(" ▁▂▃▄▅▆▇█▎▍") for strip in strips]


def _rows(count: int) -> list[str]:
    return [f"row {number:05}" for number in range(count)]


async def test_rows_that_come_below_those_in_sight_cost_no_drawing_and_no_layout() -> None:
    app = _Listing()
    async with app.run_test(size=(40, 10)) as pilot:
        app.rows.show(_rows(50))
        await pilot.pause()
        app.drawn = app.laid_out = 0
        for count in range(100, 2000, 100):
            app.rows.show(_rows(count))
            await pilot.pause()
        assert (app.drawn, app.laid_out) == (0, 0)
        await pilot.press("end")
        await pilot.pause()
        assert app.seen()[-1].startswith("row 01899")
        assert app.rows.vertical_scrollbar.window_virtual_size == 1900


async def test_whatever_changes_in_sight_is_drawn() -> None:
    app = _Listing()
    async with app.run_test(size=(40, 10)) as pilot:
        rows = _rows(50)
        changes: list[Callable[[], object]] = [
            lambda: rows.insert(3, "a new one"),
            lambda: rows.__setitem__(9, "another"),
            lambda: rows.__delitem__(slice(4, None)),
            lambda: rows.extend(_rows(30)),
            rows.clear,
            lambda: rows.append("the only one"),
        ]
        for change in changes:
            change()
            app.rows.show(list(rows))
            await pilot.pause()
            expected = [*rows[:10], *[""] * (10 - len(rows))]
            assert [line[:20].strip() for line in app.seen()] == expected
        app.rows.show(_rows(50))
        await pilot.press("end")
        app.rows.show(["x", *_rows(50)])
        await pilot.pause()
        assert app.seen()[-1].startswith("row 00049"), "the cursor stays on its row"
