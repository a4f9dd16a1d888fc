# SPDX-License-Identifier: GPL-2.0-or-later
"""PyNN's connectors, with slow or incorrect parts replaced.

All of them create PyNN's own connections, attribute by attribute and in the same order, for the same random
number generator, but in bulk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any

import numpy as np
from pyNN import connectors, errors
from pyNN.parameters import LazyArray
from pyNN.random import NumpyRNG, RandomDistribution
from pyNN.standardmodels.base import excitatory_receptor_types, inhibitory_receptor_types

from .draws import attribute_of

# Number of pairs drawn at a time.
_PAIRS = 4_000_000


class _Bulk:
    """Create the connections of all postsynaptic cells at once."""

    def _standard_connect(
        self,
        projection: Any,
        connection_map_generator: Callable[[], Iterable[Any]],
        distance_map: LazyArray | None = None,
    ) -> None:
        # The attributes' generators are copied before the first pair is drawn, as in PyNN.
        space = self._parameters_from_synapse_type(projection, distance_map)
        every = np.arange(projection.pre.size, dtype=np.uint32)
        chosen = [_indices(mask, every) for mask in connection_map_generator()]
        counts = np.fromiter((len(c) for c in chosen), dtype=np.int64, count=len(chosen))
        sources = np.concatenate([np.empty(0, dtype=np.uint32), *chosen])
        self._make(projection, space, sources, counts)

    def _make(self, projection: Any, space: Any, sources: np.ndarray, counts: np.ndarray) -> None:
        """Create connections ordered by target; `counts` is the number for each target."""
        attributes = {name: attribute_of(lazy, sources, counts) for name, lazy in space.items()}
        if self.safe and len(sources) > 0:
            for name, check in projection.synapse_type.parameter_checks.items():
                if name in attributes:
                    _check(check, attributes[name], projection, counts)
        targets = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
        projection.connect_bulk(sources, targets, attributes, self.location_selector)
        if self.callback:
            self.callback(1.0)

    def _make_pairs(self, projection: Any, sources: np.ndarray, targets: np.ndarray) -> None:
        """Create connections of pairs ordered by target."""
        space = self._parameters_from_synapse_type(projection)
        counts = np.bincount(targets, minlength=projection.post.size)
        self._make(projection, space, sources.astype(np.uint32), counts)

    def _allowed(self, projection: Any) -> Callable[[np.ndarray, np.ndarray], np.ndarray] | None:
        """Return which pairs may be connected; None if all may."""
        if self.allow_self_connections == "NoMutual":
            if projection.pre is not projection.post:
                raise errors.ConnectionError(
                    "'NoMutual' is for connections of a population to itself."
                )
            return lambda i, j: i > j
        if self.allow_self_connections:
            return None
        pre = projection.pre.all_cells.astype(np.int64)
        post = projection.post.all_cells.astype(np.int64)
        return lambda i, j: pre[i] != post[j]


class AllToAllConnector(_Bulk, connectors.AllToAllConnector):
    __doc__ = connectors.AllToAllConnector.__doc__

    def connect(self, projection: Any) -> None:
        """Connect each cell to each."""
        n_pre, n_post = projection.shape
        sources = np.tile(np.arange(n_pre, dtype=np.uint32), n_post)
        targets = np.repeat(np.arange(n_post, dtype=np.uint32), n_pre)
        allowed = self._allowed(projection)
        if allowed is not None:
            kept = allowed(sources, targets)
            sources, targets = sources[kept], targets[kept]
        self._make_pairs(projection, sources, targets)


class OneToOneConnector(_Bulk, connectors.OneToOneConnector):
    __doc__ = connectors.OneToOneConnector.__doc__

    def connect(self, projection: Any) -> None:
        """Connect cells of the same index."""
        both = np.arange(min(projection.shape), dtype=np.uint32)
        self._make_pairs(projection, both, both)


class FixedProbabilityConnector(_Bulk, connectors.FixedProbabilityConnector):
    __doc__ = connectors.FixedProbabilityConnector.__doc__

    def connect(self, projection: Any) -> None:
        """Connect each pair with the same probability."""
        if type(self.rng) is not NumpyRNG:
            super().connect(projection)
            return
        space = self._parameters_from_synapse_type(projection)
        n_pre, n_post = projection.shape
        allowed = self._allowed(projection)
        # The user's generator is left unchanged, as in PyNN.
        draw = deepcopy(self.rng).rng.random_sample
        at_once = max(1, _PAIRS // n_pre)
        found_sources, found_targets = [], []
        for first in range(0, n_post, at_once):
            columns = min(at_once, n_post - first)
            targets, sources = np.nonzero(draw((columns, n_pre)) < self.p_connect)
            targets += first
            if allowed is not None:
                kept = allowed(sources, targets)
                sources, targets = sources[kept], targets[kept]
            found_sources.append(sources.astype(np.uint32))
            found_targets.append(targets.astype(np.uint32))
            if self.callback:
                self.callback(first / n_post)
        sources, targets = np.concatenate(found_sources), np.concatenate(found_targets)
        self._make(projection, space, sources, np.bincount(targets, minlength=n_post))


class DistanceDependentProbabilityConnector(
    _Bulk, connectors.DistanceDependentProbabilityConnector
):
    __doc__ = connectors.DistanceDependentProbabilityConnector.__doc__


class IndexBasedProbabilityConnector(_Bulk, connectors.IndexBasedProbabilityConnector):
    __doc__ = connectors.IndexBasedProbabilityConnector.__doc__


class DisplacementDependentProbabilityConnector(
    _Bulk, connectors.DisplacementDependentProbabilityConnector
):
    __doc__ = connectors.DisplacementDependentProbabilityConnector.__doc__


class _Excluding:
    """Draw cells with replacement, excluding one."""

    def _rng_uniform_int_exclude(self, n: int, size: int, exclude: int) -> np.ndarray:
        # From the second redraw on, PyNN searches the wrong array for cells to redraw.
        bounds = {"low": 0, "high": size}
        drawn = self.rng.next(n, "uniform_int", bounds, mask=None)
        again = np.flatnonzero(drawn == exclude)
        while again.size > 0:
            if size == 1:
                raise errors.ConnectionError("A single cell cannot be connected to others.")
            drawn[again] = self.rng.next(again.size, "uniform_int", bounds, mask=None)
            again = again[drawn[again] == exclude]
        return drawn


class FixedNumberPreConnector(_Excluding, _Bulk, connectors.FixedNumberPreConnector):
    __doc__ = connectors.FixedNumberPreConnector.__doc__


class FixedNumberPostConnector(_Excluding, _Bulk, connectors.FixedNumberPostConnector):
    __doc__ = connectors.FixedNumberPostConnector.__doc__

    def connect(self, projection: Any) -> None:
        """Connect each presynaptic cell to `n` others."""
        n_pre, n_post = projection.shape
        itself = not self.allow_self_connections and projection.pre == projection.post
        drawn = [self._targets_of(index, n_post, itself) for index in range(n_pre)]
        counts = [len(targets) for targets in drawn]
        targets = np.concatenate([np.empty(0, dtype=np.int64), *drawn])
        order = np.argsort(targets, kind="stable")
        self._make_pairs(projection, np.repeat(np.arange(n_pre), counts)[order], targets[order])

    def _targets_of(self, source: int, size: int, itself: bool) -> np.ndarray:
        """Draw the targets of one cell; not the cell itself if `itself` is true."""
        n = self._get_num_post()
        if self.with_replacement:
            if itself:
                return self._rng_uniform_int_exclude(n, size, source)
            return self.rng.next(n, "uniform_int", {"low": 0, "high": size}, mask=None)
        cells = np.arange(size)
        if itself:
            cells = cells[cells != source]
        full, rest = divmod(n, cells.size)
        sets = [cells] * full + ([self.rng.permutation(cells)[:rest]] if rest > 0 else [])
        return np.concatenate([np.empty(0, dtype=np.int64), *sets])


class FixedTotalNumberConnector(_Bulk, connectors.FixedTotalNumberConnector):
    """Create `n` connections between random cells.

    With PyNN's default flags, the pairs are those that PyNN draws. PyNN ignores `allow_self_connections=False`
    and `with_replacement=False`; here they are respected.
    """

    def connect(self, projection: Any) -> None:
        """Draw the pairs."""
        n_pre, n_post = projection.shape
        # PyNN distributes the connections over processes, of which there is one here.
        share = RandomDistribution("binomial", (self._count(), 1.0), rng=self.rng)
        n = int(share.next())
        allowed = self._allowed(projection)
        if allowed is None and self.with_replacement:
            pairs = self._draw(n, n_pre, n_post)
        else:
            pairs = self._draw_allowed(n, projection.shape, allowed)
        order = np.argsort(pairs[1], kind="stable")
        self._make_pairs(projection, pairs[0][order], pairs[1][order])

    def _count(self) -> int:
        return self.n if isinstance(self.n, int) else int(self.n.next())

    def _draw(self, n: int, n_pre: int, n_post: int) -> tuple[np.ndarray, np.ndarray]:
        """Draw source and target alternately."""
        if type(self.rng) is NumpyRNG and n_pre == n_post:
            both = self.rng.rng.randint(0, n_pre, size=2 * n)
            return both[::2], both[1::2]
        bounds = {"low": 0, "high": n_pre}
        targets = np.arange(n_post)
        pairs = np.empty((2, n), dtype=np.int64)
        for k in range(n):
            pairs[0, k] = self.rng.next(1, "uniform_int", bounds, mask=None)[0]
            pairs[1, k] = self.rng.choice(targets, size=1)[0]
        return pairs[0], pairs[1]

    def _draw_allowed(
        self, n: int, shape: tuple[int, int], allowed: Any
    ) -> tuple[np.ndarray, np.ndarray]:
        """Draw pairs until there are enough allowed ones."""
        self._check_room(n, shape, allowed)
        kept = np.empty(0, dtype=np.int64)
        while len(kept) < n:
            sources, targets = self._draw(2 * (n - len(kept)) + 8, *shape)
            fits = slice(None) if allowed is None else allowed(sources, targets)
            kept = np.concatenate([kept, (sources * shape[1] + targets)[fits]])
            if not self.with_replacement:
                _, first = np.unique(kept, return_index=True)
                kept = kept[np.sort(first)]
        return np.divmod(kept[:n], shape[1])

    def _check_room(self, n: int, shape: tuple[int, int], allowed: Any) -> None:
        pairs = np.divmod(np.arange(shape[0] * shape[1]), shape[1])
        room = len(pairs[0]) if allowed is None else int(np.count_nonzero(allowed(*pairs)))
        if n > 0 and (room == 0 or (not self.with_replacement and n > room)):
            raise errors.ConnectionError(
                f"{n} connections are requested, but only {room} pairs may be connected."
            )


class ArrayConnector(_Bulk, connectors.ArrayConnector):
    __doc__ = connectors.ArrayConnector.__doc__

    def connect(self, projection: Any) -> None:
        """Connect the pairs that are true in the array."""
        array = np.asarray(self.array, dtype=bool)
        if array.shape != projection.shape:
            raise errors.InvalidDimensionsError(
                f"The array has the shape {array.shape}, but there are {projection.shape} cells."
            )
        targets, sources = np.nonzero(array.T)
        self._make_pairs(projection, sources, targets)


class CloneConnector(_Bulk, connectors.CloneConnector):
    __doc__ = connectors.CloneConnector.__doc__

    def connect(self, projection: Any) -> None:
        """Connect the pairs that another projection connects."""
        other = self.reference_projection
        if projection.pre != other.pre or projection.post != other.post:
            raise errors.ConnectionError(
                f"{projection.label!r} must connect the populations of {other.label!r} to use its "
                "connections over."
            )
        keys = np.unique(other._targets.astype(np.int64) * projection.pre.size + other._sources)
        targets, sources = np.divmod(keys, projection.pre.size)
        self._make_pairs(projection, sources, targets)


class _Listed:
    """Create the connections of a list in one piece if no attribute remains to be drawn."""

    def connect(self, projection: Any) -> None:
        """Connect the pairs of the list."""
        _check_rows(self.conn_list, projection)
        space = deepcopy(projection.synapse_type.parameter_space)
        rest = {name: lazy for name, lazy in space.items() if name not in self.column_names}
        if self.conn_list.size == 0 or not all(lazy.is_homogeneous for lazy in rest.values()):
            super().connect(projection)
            return
        names = projection.synapse_type.get_parameter_names()
        for name in self.column_names:
            if name not in names:
                synapse = type(projection.synapse_type).__name__
                raise ValueError(f"{name} is not a valid parameter for {synapse}")
        rows = self.conn_list[np.argsort(self.conn_list[:, 1])]
        for lazy in rest.values():
            lazy.shape = (1,)
        attributes = {name: lazy.evaluate(simplify=True) for name, lazy in rest.items()}
        attributes.update((n, rows[:, k].astype(float)) for k, n in enumerate(self.column_names, 2))
        projection.connect_bulk(
            rows[:, 0].astype(np.uint32),
            rows[:, 1].astype(np.uint32),
            attributes,
            self.location_selector,
        )


class FromListConnector(_Listed, connectors.FromListConnector):
    __doc__ = connectors.FromListConnector.__doc__


class FromFileConnector(connectors.FromFileConnector):
    __doc__ = connectors.FromFileConnector.__doc__

    def connect(self, projection: Any) -> None:
        """Connect the pairs of the file."""
        super().connect(projection)
        # PyNN has read and sorted the rows, and dropped those that it cannot connect.
        _check_rows(self.conn_list, projection, numbered=False)


class SmallWorldConnector(connectors.SmallWorldConnector):
    __doc__ = connectors.SmallWorldConnector.__doc__


class CSAConnector(_Bulk, connectors.CSAConnector):
    __doc__ = connectors.CSAConnector.__doc__

    def connect(self, projection: Any) -> None:
        """Connect the pairs of a connection set, with its weights and delays if given."""
        csa = connectors.csa
        if csa.arity(self.cset) == 0:
            super().connect(projection)
            return
        n_pre, n_post = projection.shape
        rows = list(csa.cross((0, n_pre - 1), (0, n_post - 1)) * self.cset)
        columns = np.array(rows, dtype=np.float64).reshape(-1, 4).T
        attributes = {"weight": columns[2], "delay": columns[3]}
        projection.connect_bulk(columns[0], columns[1], attributes, self.location_selector)


def _check_rows(rows: Any, projection: Any, numbered: bool = True) -> None:
    """Refuse rows with missing cells, some of which PyNN drops."""
    if np.size(rows) == 0:
        return
    ends = np.asarray(rows)[:, :2]
    outside = ~((ends >= 0) & (ends < projection.shape) & (ends == np.floor(ends)))
    if not outside.any():
        return
    row, end = np.argwhere(outside)[0]
    side = ("source", "target")[end]
    size, number = projection.shape[end], f" {row}" if numbered else ""
    raise errors.ConnectionError(
        f"{projection.label}: row{number} connects {ends[row, 0]:.15g} to {ends[row, 1]:.15g}, and "
        f"the {side} is out of range: its {size} cells have the indices 0 to {size - 1}."
    )


def _indices(mask: Any, every: np.ndarray) -> np.ndarray:
    """Return the sources selected by a mask, a list of indices, or True for all."""
    if isinstance(mask, (bool, np.bool_)):
        return every if mask else every[:0]
    array = np.asarray(mask)
    return every[array] if array.dtype == bool else array.astype(np.uint32)


def _check(check: Any, values: Any, projection: Any, counts: np.ndarray) -> None:
    """Check values as PyNN does, target by target if only that determines validity."""
    known = projection.receptor_type in (*excitatory_receptor_types, *inhibitory_receptor_types)
    array = np.asarray(values)
    if known or array.ndim == 0 or np.all(array >= 0) or np.all(array <= 0):
        check(values, projection)
        return
    ends = np.cumsum(counts)
    for end, count in zip(ends.tolist(), counts.tolist()):
        if count > 0:
            check(array[end - count : end], projection)
