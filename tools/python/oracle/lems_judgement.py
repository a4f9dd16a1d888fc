"""Compare traces and events of two simulators: spikes first, then traces within an envelope of shifted rows.

A verdict is the largest deviation, as a multiple of the tolerance; infinity if a spike is missing or extra. The
tolerances do not depend on the step of the simulation or on how far a trace moves when the step is halved.
"""

from dataclasses import dataclass, replace

import numpy as np

# Rows, which are steps of the simulation, by which a spike or an event may be shifted.
SHIFT = 2
# Fraction of the range of a trace by which it may lie outside the envelope.
SHARE = 0.005
# jNeuroML writes 32-bit numbers: 24 bits count, and the last may round the other way.
FLOOR = 2.0**-22
# A potential falls by this fraction of its range within a step if it is reset.
RESET = 0.2


@dataclass
class Found:
    """Result of a comparison."""

    # Infinity if a spike is missing or extra.
    ratio: float
    place: str = ""
    spikes: int = 0
    # In steps.
    shift: float = 0.0
    # Fraction of the range of the trace.
    error: float = 0.0


def spikes_of(trace, low, high):
    """Return the rows of the spikes of a potential, as fractions of rows.

    A spike is a rise through the middle between minimum and maximum, or a reset: a fall by a fifth of that
    within a step.
    """
    middle = (low + high) / 2
    rises = np.flatnonzero((trace[:-1] <= middle) & (trace[1:] > middle))
    parts = (middle - trace[rises]) / (trace[rises + 1] - trace[rises])
    resets = np.flatnonzero(np.diff(trace) < -RESET * (high - low))
    return rises + parts, resets + 1.0


def compare_times(ours, theirs, what, slack=0.0):
    """Compare sorted times of the same spikes, in steps; `slack` is the rounding tolerance of each of theirs."""
    if len(ours) != len(theirs):
        return Found(np.inf, f"{len(ours)} {what} instead of {len(theirs)}", len(theirs))
    if len(ours) == 0:
        return Found(0.0)
    apart = np.abs(ours - theirs)
    # A hundredth of a step is allowed for the rounding of times.
    ratios = apart / (SHIFT + 0.01 + slack)
    worst = int(np.argmax(ratios))
    place = f"{what} {worst + 1} of {len(ours)}, {apart[worst]:.3g} steps apart"
    return Found(ratios[worst], place, len(ours), apart.max())


def windows(trace):
    """Return the values of a trace within the allowed shift of each row."""
    padded = np.pad(trace, SHIFT, mode="edge")
    return np.lib.stride_tricks.sliding_window_view(padded, 2 * SHIFT + 1)


def envelope(trace, low, high):
    """Return the minimum and maximum of a trace within the allowed shift of each row.

    A variable that is reset just before a row may have risen for the rest of the step: the last row before a
    reset counts with the rise of one more step.
    """
    raised = trace.copy()
    last = np.flatnonzero(np.diff(trace) < -RESET * (high - low))
    last = last[last > 0]
    raised[last] += np.maximum(trace[last] - trace[last - 1], 0)
    return windows(trace).min(axis=1), windows(raised).max(axis=1)


def compare_trace(ours, theirs, *, is_potential):
    """Compare two traces of equal length: the spikes of a potential, then all rows."""
    low, high = theirs.min(), theirs.max()
    scale = max(abs(low), abs(high))
    found = []
    if is_potential and high - low > 1e-3 * scale:
        (rises, resets), (their_rises, their_resets) = (
            spikes_of(trace, low, high) for trace in (ours, theirs)
        )
        rows = their_rises.astype(int)
        # A slow rise reaches the middle some steps earlier or later if its values are rounded.
        slack = FLOOR * scale / (theirs[rows + 1] - theirs[rows])
        found = [
            compare_times(rises, their_rises, "spike", slack),
            compare_times(resets, their_resets, "reset"),
        ]
    least, most = envelope(theirs, low, high)
    outside = np.maximum(np.maximum(least - ours, ours - most), 0)
    allowed = SHARE * (high - low) + FLOOR * scale
    row = int(np.argmax(outside)) if np.isfinite(outside).all() else int(np.argmin(np.isfinite(outside)))
    ratio = outside[row] / allowed if allowed > 0 else (0.0 if outside[row] == 0 else np.inf)
    error = outside[row] / (high - low) if high > low else 0.0
    ratio = ratio if np.isfinite(ratio) else np.inf
    place = f"row {row}, {outside[row]:.3g} outside, {error:.2%} of the range"
    made = joined([*found, Found(ratio, place, error=error)])
    # If spikes differ, so do the rows around them: only the spikes are reported.
    furthest = max(found, key=lambda each: each.ratio, default=Found(0.0))
    return replace(made, place=furthest.place) if furthest.ratio > 1 else made


def compare_events(ours, theirs, step):
    """Compare the times of events, in seconds."""
    return compare_times(np.sort(ours) / step, np.sort(theirs) / step, "event")


def joined(found):
    """Combine results: the worst of them, and the sums and extremes of all."""
    if not found:
        return Found(0.0)
    worst = max(found, key=lambda each: each.ratio)
    return Found(
        worst.ratio,
        worst.place,
        sum(each.spikes for each in found),
        max(each.shift for each in found),
        max(each.error for each in found),
    )


def rises_through_middle(values):
    """Count how often values rise through the middle of their range."""
    return len(spikes_of(values, values.min(), values.max())[0])


def by_counts(ours, theirs):
    """Return the difference of two random counts, in three standard deviations."""
    return abs(ours - theirs) / (3 * np.sqrt(max(ours + theirs, 1)))


def by_moments(ours, theirs):
    """Return the differences of mean and spread of a random trace, relative to the differences between their own
    runs.

    ``theirs`` are runs with other seeds, of equal length; the first is the reference.
    """
    first, *others = theirs
    floor = FLOOR * np.abs(first).max()
    between = max(np.sqrt(np.mean((first - other) ** 2)) for other in others)
    ratios = []
    for moment in (np.mean, np.std):
        known = [moment(run) for run in theirs]
        apart = abs(moment(ours) - known[0])
        allowed = between + 3 * np.ptp(known) + floor
        ratios.append(0.0 if apart == 0 else apart / allowed if allowed > 0 else np.inf)
    return max(ratios)


def compare_drawn(ours, theirs):
    """Compare a random trace with runs of other seeds: by its rises, its mean and its spread."""
    counts = by_counts(rises_through_middle(ours), rises_through_middle(theirs[0]))
    return Found(max(counts, by_moments(ours, theirs)), "by counts, mean and spread")
