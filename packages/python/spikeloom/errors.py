# SPDX-License-Identifier: GPL-2.0-or-later
"""Define SpikeLoom's exception."""

from __future__ import annotations

from collections.abc import Sequence


class SpikeLoomError(Exception):
    """State what is wrong, where, what was expected and found, and the next step.

    ``code`` is listed in the documentation, and never changes its meaning.
    """

    def __init__(
        self,
        code: str,
        message: str,
        place: str | None = None,
        expected: str | None = None,
        got: str | None = None,
        next: str | None = None,
        others: Sequence[SpikeLoomError] = (),
    ) -> None:
        """Store the parts; ``others`` are further errors found at the same time."""
        super().__init__(code, message, place, expected, got, next, others)
        self.code = code
        self.message = message
        self.place = place
        self.expected = expected
        self.got = got
        self.next = next
        self.others = tuple(others)

    def __str__(self) -> str:
        """Format the parts as one line, and further errors as lines below."""
        place = f" at {self.place}" if self.place else ""
        wanted = f" Expected {self.expected}" if self.expected else ""
        got = f"{', got' if wanted else ' Got'} {self.got}" if self.got else ""
        comparison = f"{wanted}{got}." if wanted or got else ""
        following = f" {self.next}" if self.next else ""
        first = f"{self.code}{place}: {self.message}{comparison}{following}"
        return "\n".join([first, *map(str, self.others)])
