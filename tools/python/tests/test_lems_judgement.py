"""The comparison of compare_lems.py finds planted deviations of traces and events, and accepts what is allowed."""

import re

import numpy as np
import pytest
from oracle.lems_judgement import SHARE, SHIFT, by_moments, compare_drawn, compare_events, compare_trace

# A spike of 1 ms every 20 ms on a slow wave, 100 rows per ms.
ROWS = 10_000
TIMES = np.arange(500, ROWS, 2000)


def spiking(times, height=100e-3):
    """Return a potential with a spike at each given row."""
    row = np.arange(ROWS)
    rest = -65e-3 + 2e-3 * np.sin(row / 700)
    return rest + sum(height * np.exp(-(((row - time) / 25) ** 2)) for time in times)


def integrating(times):
    """Return a potential that rises to a threshold, and is reset to -70 mV at each given row."""
    row = np.arange(ROWS)
    starts = np.concatenate([[0], times])
    since = row - starts[np.searchsorted(starts, row, side="right") - 1]
    return -50e-3 - 20e-3 * np.exp(-since / 800)


def shifted(times, rows):
    """Shift the third spike."""
    return np.concatenate([times[:2], [times[2] + rows], times[3:]])


@pytest.mark.parametrize("potential", [spiking, integrating])
def test_the_same_potential_agrees(potential):
    """A trace agrees with itself, also as 32-bit numbers, and each spike is counted."""
    theirs = potential(TIMES).astype(np.float32).astype(float)
    found = compare_trace(potential(TIMES), theirs, is_potential=True)
    assert found.ratio < 0.01
    assert found.spikes >= len(TIMES)


@pytest.mark.parametrize("potential", [spiking, integrating])
@pytest.mark.parametrize("which", [0, 2, 4])
def test_a_missing_or_extra_spike_fails(potential, which):
    """One missing spike of five fails, whichever it is, and on whichever side."""
    whole, fewer = potential(TIMES), potential(np.delete(TIMES, which))
    for ours, theirs in ((fewer, whole), (whole, fewer)):
        found = compare_trace(ours, theirs, is_potential=True)
        assert found.ratio == np.inf
        assert "instead of" in found.place


@pytest.mark.parametrize("potential", [spiking, integrating])
def test_a_spike_may_be_shifted_only_by_the_tolerance(potential):
    """A spike that is two rows late agrees; one that is three rows late does not."""
    theirs = potential(TIMES)
    for rows in (-SHIFT, SHIFT):
        assert compare_trace(potential(shifted(TIMES, rows)), theirs, is_potential=True).ratio <= 1
    for rows in (-SHIFT - 1, SHIFT + 1):
        found = compare_trace(potential(shifted(TIMES, rows)), theirs, is_potential=True)
        assert 1 < found.ratio < np.inf
        assert re.search(r"(3|2\.99\d*) steps apart", found.place)


def test_the_last_row_before_a_reset_may_be_within_one_more_step():
    """A steep rise that is reset half a step later ends higher by half a step, which agrees; by three it does not."""
    row = np.arange(ROWS)

    def steep(start):
        return np.where(row < 5000, -65e-3 + 5e-3 * 1.1 ** (row - 4970 + start), -70e-3)

    theirs = steep(0)
    assert compare_trace(steep(0.5), theirs, is_potential=True).ratio < 1
    assert compare_trace(steep(3), theirs, is_potential=True).ratio > 1


def test_a_slow_rise_may_be_shifted_by_the_rounding_of_its_values():
    """A potential of 0.1 mV whose 32-bit values are constant for several steps agrees with the one of 64 bits."""
    row = np.arange(ROWS)
    slow = -70e-3 + 0.1e-3 * np.exp(-(((row - 5000) / 2000) ** 2)) + 3e-9
    rounded = slow.astype(np.float32).astype(float)
    found = compare_trace(slow, rounded, is_potential=True)
    assert found.spikes == 1
    assert found.ratio < 1
    assert compare_trace(np.roll(slow, 20), rounded, is_potential=True).ratio > 1


@pytest.mark.parametrize("is_potential", [True, False])
def test_an_error_between_spikes_fails(is_potential):
    """A bump of twice the tolerance between two spikes fails; one of half the tolerance does not."""
    theirs = spiking(TIMES)
    bump = np.exp(-(((np.arange(ROWS) - 1500) / 100) ** 2)) * SHARE * np.ptp(theirs)
    assert compare_trace(theirs + 0.5 * bump, theirs, is_potential=is_potential).ratio < 1
    found = compare_trace(theirs + 2 * bump, theirs, is_potential=is_potential)
    assert found.ratio > 1
    assert "row 15" in found.place


def test_lower_spikes_and_nan_fail():
    """Spikes of nine tenths of the height fail, and so does a trace with a value that is not a number."""
    theirs = spiking(TIMES)
    assert compare_trace(spiking(TIMES, 90e-3), theirs, is_potential=True).ratio > 1
    broken = theirs.copy()
    broken[77] = np.nan
    found = compare_trace(broken, theirs, is_potential=True)
    assert found.ratio == np.inf


def test_a_flat_trace_is_compared_by_value():
    """A constant agrees with itself, and not with another one that differs in the sixth digit."""
    flat = np.full(100, -65e-3)
    assert compare_trace(flat, flat, is_potential=True).ratio == 0
    assert compare_trace(flat * (1 + 1e-5), flat, is_potential=True).ratio > 1


def test_events_are_compared_by_count_and_time():
    """A missing event fails, also the last one; a shift of two steps does not, one of three does."""
    step = 5e-6
    theirs = np.arange(1, 11) * 0.03
    assert compare_events(theirs[::-1], theirs, step).ratio < 0.01
    assert compare_events(theirs[:-1], theirs, step).ratio == np.inf
    assert compare_events(theirs, theirs[:-1], step).ratio == np.inf
    assert compare_events(theirs + 2 * step, theirs, step).ratio <= 1
    late = theirs.copy()
    late[4] += 3 * step
    assert compare_events(late, theirs, step).ratio == pytest.approx(1.5, rel=1e-2)


def test_drawn_traces_are_compared_by_mean_and_deviation():
    """Another draw of the same noise agrees; one of five times its size, or with another mean, does not."""
    draws = np.random.default_rng(5)
    first, second, third, ours = (0.2 + draws.standard_normal(4000) for _ in range(4))
    theirs = (first, second, third)
    assert by_moments(ours, theirs) < 0.2
    assert by_moments(5 * ours, theirs) > 1
    assert by_moments(ours + 5, theirs) > 1
    assert compare_drawn(ours, theirs).ratio < 1
    assert compare_drawn(np.repeat(ours[:400], 10), theirs).ratio > 1
