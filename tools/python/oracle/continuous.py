"""Networks in continuous time, by an adaptive integrator: an oracle for event-driven simulators.

It reads a program (specs/program/2) with its connections, and shares no code with any backend: equations are integrated by SciPy's
DOP853, spike times are roots found by bisection with re-integration, and neurons proceed together by the least delay of the
network. It is slow, and handles thresholds, refractoriness, jumps, steps of current, sources, and synapses with linear dynamics.
"""

import importlib.util
import math
from pathlib import Path

import numpy as np
from scipy.integrate import DOP853, solve_ivp
from scipy.linalg import expm
from scipy.optimize import brentq

WORKSPACE = Path(__file__).parents[3]
_spec = importlib.util.spec_from_file_location("reference", WORKSPACE / "specs/random/1/reference.py")
random = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(random)

INFINITY = {"inf": math.inf, "-inf": -math.inf, "nan": math.nan, "-0": -0.0}


class Unsupported(Exception):
    """The oracle does not handle something in a program."""


def number(value):
    """Return a number of a program; JSON lacks some."""
    return INFINITY[value] if isinstance(value, str) else value


def exprel(x):
    """Return (exp(x) - 1) / x."""
    return 1.0 if x == 0 else math.expm1(x) / x


def _exp(x):
    return math.exp(x) if x < 700 else math.inf


FUNCTIONS = {
    "exp": _exp,
    "exprel": exprel,
    "min": min,
    "max": max,
    "abs": abs,
    "sqrt": math.sqrt,
    "log": lambda x: math.log(x) if x > 0 else -math.inf,
}
BINARY = {
    "add": "+",
    "subtract": "-",
    "multiply": "*",
    "divide": "/",
    "power": "**",
    "less": "<",
    "less_equal": "<=",
    "greater": ">",
    "greater_equal": ">=",
    "equal": "==",
    "not_equal": "!=",
    "and": "and",
    "or": "or",
}


def source_of(tree, names):
    """Return a Python expression; `names` maps each name to its own."""
    if isinstance(tree, (int, float)):
        return repr(float(tree))
    if isinstance(tree, str):
        if tree not in names:
            raise Unsupported(f"the name {tree}")
        return names[tree]
    kind, *parts = tree
    if kind == "number":
        return f"float('{parts[0]}')"
    if kind == "call":
        name, *arguments = parts
        if name not in FUNCTIONS:
            raise Unsupported(f"the function {name}")
        return f"F['{name}']({', '.join(source_of(one, names) for one in arguments)})"
    inner = [source_of(one, names) for one in parts]
    if kind == "negate":
        return f"(-{inner[0]})"
    if kind == "not":
        return f"(not {inner[0]})"
    if kind == "select":
        return f"({inner[1]} if {inner[0]} else {inner[2]})"
    if kind not in BINARY:
        raise Unsupported(f"the operator {kind}")
    return f"({inner[0]} {BINARY[kind]} {inner[1]})"


def names_in(tree):
    """Return the names that an expression reads."""
    if isinstance(tree, str):
        return {tree}
    if not isinstance(tree, list):
        return set()
    if tree[0] == "number":
        return set()
    parts = tree[2:] if tree[0] == "call" else tree[1:]
    return set().union(*(names_in(one) for one in parts)) if parts else set()


def margin_of(condition):
    """Return what is positive (or zero) where a comparison holds."""
    kind, left, right = condition
    if kind in ("greater", "greater_equal"):
        return ["subtract", left, right]
    if kind in ("less", "less_equal"):
        return ["subtract", right, left]
    raise Unsupported(f"the condition {kind}")


class Neuron:
    """One neuron of a population: its state at a time, and functions compiled from its form."""

    def __init__(self, population, index, accuracy):
        form = population["form"]
        if form["regimes"] or form["events"]:
            raise Unsupported("regimes and events")
        if form["flow"]["kind"] != "equations":
            raise Unsupported("the flow")
        self.rtol, self.longest = accuracy
        self.states = [name for name, _ in form["states"]]
        own = lambda values: values[index] if isinstance(values, list) else number(values)
        self.constants = {name: own(one["value"]) for name, one in population["parameters"]}
        initial = dict(population["initial"])
        self.y = np.array([own(initial[name]["value"]) if name in initial else 0.0 for name in self.states], dtype=float)
        self.inputs = {name: 0.0 for name, _ in form["inputs"]}
        self.expressions = dict(form["expressions"])
        self.sides = dict(form["flow"]["sides"])
        self.receptors = {name: one["jumps"] for name, one in form["receptors"]}
        self.emission = form.get("emission")
        self.time = 0.0
        self.until = -math.inf
        self.jumps = {}
        # Whether a condition with a rising edge still holds.
        self.above = False
        self.names = {name: f"y[{k}]" for k, name in enumerate(self.states)}
        self.names |= {name: f"c['{name}']" for name in self.constants}
        self.names |= {name: f"i['{name}']" for name in self.inputs}
        self.names |= {"e": repr(math.e), "pi": repr(math.pi)}
        emission = self.emission
        self.refractory = emission.get("refractory") if emission else None
        if emission:
            if emission["when"]["kind"] != "threshold":
                raise Unsupported("escape noise")
            self.margin = self.compiled(margin_of(emission["when"]["condition"]))
            self.strict = emission["when"]["condition"][0] in ("greater", "less")
            self.reset = [(self.states.index(name), self.compiled(tree)) for name, tree in emission["reset"]]
        held, clamps = [], []
        if self.refractory:
            lasts = self.refractory["lasts"]
            if self.refractory["evaluate"] != "at-spike" or self.refractory["subStep"]:
                raise Unsupported("a refractory period evaluated in each step")
            self.lasts = lasts["kind"]
            if self.lasts == "while":
                self.blocked = self.compiled(margin_of(lasts["condition"]))
            else:
                self.duration = self.compiled(lasts.get("duration", lasts.get("steps")))
            held = self.refractory["hold"]
            clamps = self.refractory["clamp"]
        self.held = {self.states.index(name) for name in held} | {self.states.index(name) for name, _ in clamps}
        self.clamps = [(self.states.index(name), self.compiled(tree)) for name, tree in clamps]
        self.free = self.right_hand_side(set())
        self.stopped = self.right_hand_side(self.held)

    def substituted(self, tree):
        """Write out expressions of the model."""
        if isinstance(tree, str) and tree in self.expressions:
            return self.substituted(self.expressions[tree]["value"])
        if not isinstance(tree, list) or tree[0] == "number":
            return tree
        start = 2 if tree[0] == "call" else 1
        return tree[:start] + [self.substituted(one) for one in tree[start:]]

    def compiled(self, tree, **more):
        text = source_of(self.substituted(tree), self.names | {name: name for name in more})
        given = {"F": FUNCTIONS, "c": self.constants, "i": self.inputs}
        arguments = ", ".join(["y", *more])
        return eval(f"lambda {arguments}: {text}", given)  # noqa: S307

    def right_hand_side(self, held):
        """Return dy/dt; expressions are computed once, in order."""
        lines = []
        local = dict(self.names)
        for name, one in self.expressions.items():
            try:
                lines.append(f" {name}_ = {source_of(one['value'], local)}")
            except Unsupported:
                continue
            local[name] = f"{name}_"
        values = [
            "0.0" if k in held or name not in self.sides else source_of(self.sides[name], local)
            for k, name in enumerate(self.states)
        ]
        given = {"F": FUNCTIONS, "c": self.constants, "i": self.inputs, "array": np.array}
        text = "def side(t, y):\n" + "\n".join([*lines, f" return array([{', '.join(values)}])"])
        exec(text, given)  # noqa: S102
        return given["side"]

    @property
    def is_refractory(self):
        """Whether no spike is possible at the time of the state."""
        return self.time < self.until

    def moved(self, y, start, end, side):
        """Return the state after a short time."""
        if end <= start:
            return y
        if len(y) == 0:
            return y
        found = solve_ivp(side, (start, end), y, method="DOP853", rtol=self.rtol, atol=1e-15, max_step=self.longest)
        return found.y[:, -1]

    def advance(self, end, sent):
        """Proceed to a time without arrivals before it; append spike times to `sent`."""
        while self.time < end:
            waits = self.refractory is not None and self.lasts != "while" and self.is_refractory
            stop = min(end, self.until) if waits else end
            side = self.stopped if waits else self.free
            if waits or self.emission is None:
                self.y = self.moved(self.y, self.time, stop, side)
                self.time = stop
                # A condition reached in the refractory period gives a spike at its end, after arrivals.
                if waits and stop == self.until and stop < end:
                    self.test(sent)
                continue
            self.flow(stop, sent)

    def flow(self, end, sent):
        """Proceed to the next spike or a time."""
        if self.refractory is not None and self.lasts == "while" and self.until == math.inf:
            self.cross(end, lambda y: -self.blocked(y), None)
            return
        if self.above:
            self.cross(end, lambda y: -self.margin(y), None)
            return
        self.cross(end, self.margin, sent)

    def cross(self, end, margin, sent):
        """Proceed until a margin becomes positive, or a time."""
        solver = DOP853(self.free, self.time, self.y, end, rtol=self.rtol, atol=1e-15, max_step=self.longest)
        while solver.status == "running":
            start, before = solver.t, solver.y.copy()
            message = solver.step()
            if solver.status == "failed":
                raise Unsupported(f"the integration failed: {message}")
            dense = solver.dense_output()
            for time in np.linspace(start, solver.t, 9)[1:]:
                if margin(dense(time)) < 0:
                    continue
                found = self.root(margin, (start, before), time)
                self.y = self.moved(before, start, found, self.free)
                self.time = found
                if sent is not None:
                    self.spike(sent)
                else:
                    self.until = -math.inf
                    self.above = False
                    # Just beyond the crossing, so that the other condition is not met by rounding.
                    later = min(end, found + 1e-9)
                    self.y = self.moved(self.y, found, later, self.free)
                    self.time = later
                return
        self.y, self.time = solver.y, end

    def root(self, margin, start, until):
        """Find where a margin crosses zero, by integrating from the start of the step each time."""
        time, y = start
        value = lambda t: margin(self.moved(y, time, t, self.free))
        if value(time) >= 0:
            return time
        while value(until) < 0:
            # The crossing of the dense output is a rounding error earlier.
            until += 1e-12 + 1e-9 * (until - time)
        return brentq(value, time, until, xtol=1e-15, rtol=1e-15)

    def test(self, sent):
        """Spike if the condition holds now."""
        if self.emission is None or self.is_refractory or self.until == math.inf:
            return
        if self.emission["edge"] == "rising":
            return
        margin = self.margin(self.y)
        if margin > 0 or (margin == 0 and not self.strict):
            self.spike(sent)

    def spike(self, sent):
        """Apply the effects of a spike at the time of the state."""
        sent.append(self.time)
        self.above = self.emission["edge"] == "rising"
        old = self.y.copy()
        for k, value in self.reset:
            self.y[k] = value(old)
        if self.refractory is None:
            return
        if self.lasts == "while":
            self.until = math.inf
            return
        duration = self.duration(self.y)
        self.until = self.time + (duration * self.dt if self.lasts == "steps" else duration)
        for k, value in self.clamps:
            self.y[k] = value(self.y)

    def jump(self, receptor, name, tree):
        """Return the compiled effect of an arrival."""
        key = (receptor, name)
        if key not in self.jumps:
            self.jumps[key] = self.compiled(tree, weight=None)
        return self.jumps[key]

    def receive(self, arrivals):
        """Add simultaneous arrivals: pairs of receptor and weight."""
        for receptor, weight in arrivals:
            for name, tree in self.receptors[receptor]:
                k = self.states.index(name)
                if k in self.held and self.is_refractory:
                    continue
                self.y[k] = self.jump(receptor, name, tree)(self.y, weight)


def gamma_above(stream, a, least):
    """Draw from a gamma distribution above a bound: specs/random, section 7."""
    if least <= a:
        while True:
            drawn = stream.gamma(a)
            if drawn > least:
                return drawn
    share = max(0.0, a - 1) / least
    while True:
        y = stream.exponential() / (1 - share)
        if stream.exponential() >= share * y - (a - 1) * random.log1p(y / least):
            return least + y


def source_times(population, index, seed, end):
    """Return the spike times of a source neuron: specs/program/sources.md."""
    source = population["source"]
    if source["kind"] == "times":
        times = source["times"]
        return sorted(time for time in times[index] if time < end) if index < len(times) else []
    stream = random.Stream(random.stream_key(seed, source["key"]), index, 0)
    now = {"t": 0.0, "age": 0.0}
    functions = {"rand": stream.uniform, "exponential": lambda mean: mean * stream.exponential(), "log": random.log}
    functions |= {"max": max, "min": min, "exp": random.exp, "gamma": lambda a, s: s * stream.gamma(a)}
    functions |= {"gamma_above": lambda a, least: gamma_above(stream, a, least), "sin": math.sin, "cos": math.cos}

    def evaluate(tree):
        if isinstance(tree, (int, float)):
            return float(tree)
        if isinstance(tree, str):
            return now[tree] if tree in now else INFINITY[tree]
        kind, *parts = tree
        if kind == "number":
            return INFINITY[parts[0]]
        if kind == "call":
            if parts[0] not in functions:
                raise Unsupported(f"the function {parts[0]}")
            return functions[parts[0]](*[evaluate(one) for one in parts[1:]])
        if kind == "select":
            return evaluate(parts[1]) if evaluate(parts[0]) else evaluate(parts[2])
        if kind == "negate":
            return -evaluate(parts[0])
        left, right = [evaluate(one) for one in parts]
        return eval(f"left {BINARY[kind]} right", {"left": left, "right": right})  # noqa: S307

    start, stop = evaluate(source["start"]), evaluate(source["stop"])
    found, time = [], start
    while True:
        at = max(time, start)
        if source["kind"] == "renewal":
            now.update(t=at, age=0.0)
            time = at + evaluate(source["interval"])
            for change in sorted(evaluate(one) for one in source["changes"]):
                if not at < change < time:
                    continue
                while True:
                    now.update(t=change, age=change - at)
                    drawn = evaluate(source["interval"])
                    if drawn > change - at:
                        break
                time = at + drawn
            spikes = True
        else:
            now.update(t=at, age=0.0)
            bound = evaluate(source["bound"])
            if bound == 0:
                return found
            time = at + stream.exponential() / bound
        if time >= stop or time >= end:
            return found
        if source["kind"] == "poisson":
            share = stream.uniform() * bound
            now.update(t=time)
            spikes = share < evaluate(source["rate"])
        if spikes and time >= 0:
            found.append(time)


class Moving:
    """Variables that decay linearly between events."""

    def __init__(self, motion, values):
        if motion["own"]:
            raise Unsupported("nonlinear synapses")
        self.systems = motion["systems"]
        for system in self.systems:
            if "numeric" not in system:
                raise Unsupported("synapses with equations of their own")
        self.values = dict(values)
        self.time = 0.0

    def at(self, time):
        """Move to a time and return the values."""
        span = time - self.time
        if span > 0:
            for system in self.systems:
                numeric = system["numeric"]
                n = numeric["states"]
                a = np.array([number(one) for one in numeric["a"]]).reshape(n, n)
                b = np.array([number(one) for one in numeric["b"]]).reshape(n, -1)[:, 0]
                whole = np.zeros((n + 1, n + 1))
                whole[:n, :n], whole[:n, n] = a, b
                y = expm(whole * span) @ np.array([self.values[name] for name in system["states"]] + [1.0])
                self.values.update(zip(system["states"], y))
            self.time = time
        return self.values


def dynamic_arrivals(projection, rows, spikes, end):
    """Return (time, target, weight) of all deliveries of plastic or dynamic synapses whose ends' spikes are known."""
    dynamic = projection["dynamic"]
    program = dynamic["program"]
    unsupported = ["step", "structure"]
    if any(program.get(name) for name in unsupported) or program["coupling"] or program["reads"] or program["filters"]:
        raise Unsupported("synapses that read neurons, or with steps of their own")
    if program["modulators"] or program["named"] or program["common"] or "random" in str(program):
        raise Unsupported("third factors")
    found = []
    for k, (source, target) in enumerate(zip(rows["sources"], rows["targets"])):
        delay = rows["delay"][k]
        late = delay * dynamic["dendritic"]
        own = {name: rows[name][k] for name in program["synapse"] if name in rows}
        own |= {name: 0.0 for name in program["synapse"] if name not in own}
        synapse = Moving(program["motion"]["synapse"], own)
        pre = Moving(program["motion"]["source"], {name: number(dict(dynamic["sources"]).get(name, 0.0)) for name in program["source"]})
        post = Moving(program["motion"]["target"], {name: 0.0 for name in program["target"]})
        events = [(time + delay - late, 0) for time in spikes[projection["from"]][source]]
        if program.get("post"):
            events += [(time + late, 1) for time in spikes[projection["to"]][target]]
        for time, kind in sorted(events):
            names = synapse.at(time) | pre.at(time) | post.at(time)
            event = program["pre"] if kind == 0 else program["post"]
            known = dict(names)

            def value(tree):
                scope = {name: f"n['{name}']" for name in known}
                return eval(source_of(tree, scope), {"F": FUNCTIONS, "n": known})  # noqa: S307

            for one in event["lets"]:
                known[one["name"]] = value(one["value"])
            sets = [(name, value(tree)) for name, tree in event["sets"]]
            side, raised = (pre, "source") if kind == 0 else (post, "target")
            raises = [(name, value(tree)) for name, tree in program["raise"][raised]]
            if kind == 0 and time + late < end and program.get("deliver") is not None:
                found.append((time + late, target, value(program["deliver"])))
            synapse.values.update(sets)
            side.values.update(raises)
    return found


def run(described, *, rtol=1e-13, longest=0.25, seed=1):
    """Return all spikes by population, as lists by neuron, and the final neurons by population."""
    program, end = described["program"], described["duration"]
    populations = dict(program["populations"])
    if any(one["kind"] != "current" or one["course"]["kind"] != "steps" for one in program["stimuli"]):
        raise Unsupported("stimuli other than steps of current")
    neurons, spikes = {}, {}
    for name, population in populations.items():
        size = population["size"]
        if "source" in population:
            spikes[name] = [source_times(population, k, program["seed"], end) for k in range(size)]
            continue
        neurons[name] = [Neuron(population, k, (rtol, longest)) for k in range(size)]
        for one in neurons[name]:
            one.dt = program["dt"]
        spikes[name] = [[] for _ in range(size)]
    static = [(p, r) for p, r in zip(program["projections"], described["rows"]) if "dynamic" not in p]
    dynamic = [(p, r) for p, r in zip(program["projections"], described["rows"]) if "dynamic" in p]
    fans = {}
    for projection, rows in static:
        for k, (source, target) in enumerate(zip(rows["sources"], rows["targets"])):
            fan = fans.setdefault((projection["from"], source), [])
            fan.append((rows["delay"][k], projection["to"], target, projection["receptor"], rows["weight"][k]))
    # Sources know all their spikes at the start.
    least = min((one[0] for (name, _), fan in fans.items() if name in neurons for one in fan), default=end)
    waiting = {}

    def send(population, index, time):
        for delay, to, target, receptor, weight in fans.get((population, index), []):
            waiting.setdefault((to, target), []).append((time + delay, receptor, weight))

    for name, population in populations.items():
        if "source" in population:
            for index, times in enumerate(spikes[name]):
                for time in times:
                    send(name, index, time)
    changes = {}
    for stimulus in program["stimuli"]:
        course = stimulus["course"]
        if stimulus["start"] != 0 or number(stimulus["stop"]) != math.inf or set(stimulus["targets"]) != {"of"}:
            raise Unsupported("a current of some neurons")
        for time, value in zip(course["times"], course["values"]):
            changes.setdefault(stimulus["population"], []).append((time, stimulus["port"], value))
    time = 0.0
    while time < end:
        window = min(end, time + least)
        for name, of in neurons.items():
            for index, neuron in enumerate(of):
                own = waiting.get((name, index), [])
                due = [one for one in own if one[0] < window]
                waiting[name, index] = [one for one in own if one[0] >= window]
                moments = sorted({one[0] for one in due} | {at for at, *_ in changes.get(name, []) if time <= at < window})
                sent = []
                if time == 0:
                    neuron.test(sent)
                for moment in moments:
                    neuron.advance(moment, sent)
                    for at, port, value in changes.get(name, []):
                        if at == moment:
                            neuron.inputs[port] = value
                    arrivals = [(receptor, weight) for at, receptor, weight in due if at == moment]
                    neuron.receive(arrivals)
                    neuron.test(sent)
                neuron.advance(window, sent)
                if neuron.until == window:
                    neuron.test(sent)
                for at in sent:
                    spikes[name][index].append(at)
                    send(name, index, at)
        time = window
    effects = []
    for projection, rows in dynamic:
        receptor = projection.get("receptor")
        if receptor is None:
            raise Unsupported("coupling")
        for at, target, weight in dynamic_arrivals(projection, rows, spikes, end):
            effects.append((projection["to"], receptor, target, weight))
    return spikes, neurons, effects
