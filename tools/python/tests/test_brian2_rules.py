"""Single rules of Brian2: each script exercises one, and gives on SpikeLoom's device what NumPy's target gives.

Integers and times are equal. Other values may differ by the last digit of `exp` and `sin`, which some tens of steps
keep below 1e-9.
"""

import brian2 as b2
import numpy as np
import pytest
from brian2 import ms

from oracle.brian2_device import on_numpy, on_spikeloom, spikes_of


def shortest_intervals():
    g = b2.NeuronGroup(5, "r:second\nv:1", threshold="v>=0", reset="", refractory="r")
    g.r = [0, 0.1, 0.2, 1, 2] * ms
    m = b2.SpikeMonitor(g)
    b2.run(10 * ms)
    return spikes_of(m)


def refractory_periods_drawn_in_each_step():
    g = b2.NeuronGroup(50, "v:1", threshold="True", reset="", refractory="(1+2*rand())*ms")
    m = b2.SpikeMonitor(g)
    b2.run(20 * ms)
    return spikes_of(m)


def delays_between_steps():
    s = b2.SpikeGeneratorGroup(1, [0], [0] * ms)
    g = b2.NeuronGroup(6, "v:1")
    S = b2.Synapses(s, g, on_pre="v+=1")
    S.connect()
    S.delay = [0.05, 0.15, 0.25, 0.35, 0.04, 1] * ms
    m = b2.StateMonitor(g, "v", record=True)
    b2.run(2 * ms)
    return {"v": m.v[:]}


def one_step_between_neurons():
    s = b2.SpikeGeneratorGroup(1, [0], [0] * ms)
    g = b2.NeuronGroup(3, "v:1", threshold="v>0.5", reset="v=0")
    S = b2.Synapses(s, g, on_pre="v+=1")
    S.connect(i=0, j=0)
    T = b2.Synapses(g, g, on_pre="v+=1")
    T.connect(j="i+1 for _ in range(1) if i<N_post-1")
    m = b2.SpikeMonitor(g)
    b2.run(2 * ms)
    return spikes_of(m)


def poisson_input_onto_a_held_variable():
    g = b2.NeuronGroup(10, "dv/dt=0/second:1 (unless refractory)", threshold="v>1", reset="v=0", refractory=5 * ms)
    P = b2.PoissonInput(g, "v", 100, 100 * b2.Hz, 0.3)
    m = b2.SpikeMonitor(g)
    t = b2.StateMonitor(g, "v", record=True)
    b2.run(50 * ms)
    return {**spikes_of(m), "v": t.v[:]}


def given_spikes_between_steps():
    s = b2.SpikeGeneratorGroup(3, [0, 1, 2], [0.26, 0.3, 0.349] * ms, period=1 * ms)
    m = b2.SpikeMonitor(s)
    b2.run(3 * ms)
    return spikes_of(m)


def runs_that_end_within_a_step():
    g = b2.NeuronGroup(1, "dv/dt=1/ms:1", method="euler")
    net = b2.Network(g)
    net.run(0.35 * ms)
    a = float(net.t)
    net.run(0.3 * ms)
    return {"a": a, "b": float(net.t), "v": g.v[:]}


def timed_arrays_beyond_their_ends():
    A = b2.TimedArray([1, 2, 3], dt=0.25 * ms)
    B = b2.TimedArray(np.arange(6).reshape(3, 2), dt=1 * ms)
    g = b2.NeuronGroup(2, "x=A(t):1\ny=B(t,i):1\nz=A(t-0.2*ms):1")
    m = b2.StateMonitor(g, ["x", "y", "z"], record=True)
    b2.run(4 * ms, namespace={"A": A, "B": B})
    return {"x": m.x[:], "y": m.y[:], "z": m.z[:]}


def signs_of_quotients():
    g = b2.NeuronGroup(8, "a:1\nb:1\nx=a%b:1\ny=a//b:1\nk:integer\nq=k%3:integer\nw=k//3:integer\nz=int(a>0)-sign(a)+clip(a,-1,1):1")
    g.a = "i-3.5"
    g.b = "(-1)**i*1.5"
    g.k = "i-4"
    m = b2.StateMonitor(g, ["x", "y", "z", "q", "w"], record=True)
    b2.run(0.2 * ms)
    return {n: getattr(m, n)[:] for n in ("x", "y", "z", "q", "w")}


def several_synapses_of_a_pair():
    s = b2.SpikeGeneratorGroup(2, [0, 1], [0, 0.5] * ms)
    g = b2.NeuronGroup(2, "v:1")
    S = b2.Synapses(s, g, "w:1", on_pre="v_post+=w", multisynaptic_index="k")
    S.connect(n=3)
    S.w = "k+1"
    S.delay = "k*0.3*ms"
    m = b2.StateMonitor(g, "v", record=True)
    b2.run(3 * ms)
    return {"v": m.v[:], "inc": np.array(S.N_incoming[:])}


def synapses_of_another_event():
    g = b2.NeuronGroup(3, "dv/dt=(1.5-v)/(5*ms):1\nu:1", threshold="v>1", reset="v=0", events={"half": "v>0.5 and u<3"}, method="exact")
    g.v = "0.1*i"
    S = b2.Synapses(g, g, on_pre="u_post+=1", on_event="half")
    S.connect("i!=j")
    g.run_on_event("half", "u+=0.5")
    e = b2.EventMonitor(g, "half")
    m = b2.SpikeMonitor(g)
    b2.run(30 * ms)
    return {**spikes_of(m), "ei": e.i[:], "et": e.t_[:], "u": g.u[:]}


def places_in_the_schedule():
    g = b2.NeuronGroup(2, "x:1")
    g.run_regularly("x*=2", when="end", order=2)
    g.run_regularly("x+=1", when="end", order=1)
    g.run_regularly("x-=0.25", when="before_groups", dt=0.3 * ms)
    m = b2.StateMonitor(g, "x", record=True, when="after_groups")
    b2.run(1 * ms)
    return {"x": m.x[:]}


def methods_for_noise():
    r = {}
    for meth in ("heun", "milstein", "euler"):
        g = b2.NeuronGroup(5, "dv/dt=-v/(10*ms)+" + ("0.1*xi/ms**0.5" if meth == "euler" else "0.1*v*xi/ms**0.5") + ":1", method=meth)
        g.v = 1
        b2.run(5 * ms)
        r[meth] = g.v[:]
    return r


def methods_without_noise():
    r = {}
    for meth in ("rk2", "rk4", "exponential_euler", "euler", "exact"):
        g = b2.NeuronGroup(3, "dv/dt=(I-v)/(5*ms):1\nI:1" if meth in ("exact", "exponential_euler") else "dv/dt=(sin(2*pi*100*Hz*t)-v**3)/(5*ms):1", method=meth)
        g.v = "0.3*i"
        b2.run(5 * ms)
        r[meth] = g.v[:]
    return r


def linked_groups_of_several_steps():
    g = b2.NeuronGroup(2, "dx/dt=1/ms:1", method="euler", dt=0.2 * ms)
    h = b2.NeuronGroup(2, "dy/dt=x_in/ms:1\nx_in:1 (linked)", method="euler", dt=0.05 * ms)
    h.x_in = b2.linked_var(g, "x")
    m = b2.StateMonitor(h, "y", record=True, dt=0.1 * ms)
    b2.run(2 * ms)
    return {"y": m.y[:]}


def time_since_the_last_event():
    s = b2.SpikeGeneratorGroup(2, [0, 1, 0], [1, 2, 3] * ms)
    g = b2.NeuronGroup(2, "v:1", threshold="v>1.5", reset="v=0")
    S = b2.Synapses(s, g, "a:1\ndb/dt=-b/(3*ms):1 (event-driven)", on_pre="a+=(t-lastupdate)/ms\nb+=1\nv+=b", on_post="b*=0.5")
    S.connect()
    b2.run(5 * ms)
    return {"a": S.a[:], "b": S.b[:], "v": g.v[:]}


def sums_over_both_ends():
    g = b2.NeuronGroup(4, "s:1\nq:1\nx:1")
    g.x = "i"
    S = b2.Synapses(g, g, "s_post=x_pre:1 (summed)\ndw/dt=(x_pre-w)/(5*ms):1 (clock-driven)\nq_pre=w:1 (summed)", method="exact")
    S.connect("i<=j")
    m = b2.StateMonitor(g, ["s", "q"], record=True)
    b2.run(2 * ms)
    return {"s": m.s[:], "q": m.q[:], "w": S.w[:]}


def shared_draws():
    g = b2.NeuronGroup(4, "k:1 (shared)\nv:1\nr=rand():1 (shared, constant over dt)\nrr=rand():1 (constant over dt)")
    g.k = 2
    g.run_regularly("v+=k*r+rr")
    h = g[1:3]
    h.v = 5
    b2.run(1 * ms)
    return {"v": g.v[:]}


def order_of_pathways():
    s = b2.SpikeGeneratorGroup(1, [0, 0], [0, 1] * ms)
    g = b2.NeuronGroup(1, "v:1")
    S = b2.Synapses(s, g, on_pre={"b": "v+=1", "a": "v*=3"})
    S.connect()
    S.a.order = 1
    m = b2.StateMonitor(g, "v", record=True)
    b2.run(2 * ms)
    return {"v": m.v[:]}


def restored_random_numbers():
    g = b2.NeuronGroup(3, "dv/dt=(1.1-v)/(5*ms)+0.3*xi*(5*ms)**-0.5:1", threshold="v>1", reset="v=0", method="euler")
    S = b2.Synapses(g, g, on_pre="v+=0.1", delay=2 * ms)
    S.connect("i!=j")
    m = b2.SpikeMonitor(g)
    n = b2.Network(g, S, m)
    n.run(10 * ms)
    n.store("a")
    n.run(10 * ms)
    n.restore("a", restore_random_state=True)
    n.run(10 * ms)
    return spikes_of(m)


def rates_that_change():
    p = b2.PoissonGroup(20, rates="(50+50*sin(2*pi*t*50*Hz))*Hz+i*Hz")
    m = b2.SpikeMonitor(p)
    r = b2.PopulationRateMonitor(p)
    b2.run(50 * ms)
    return {**spikes_of(m), "r": r.rate_[:]}


def integers_and_truth_values():
    g = b2.NeuronGroup(4, "n:integer\nc:boolean\nv:1", threshold="c and n%2==0", reset="n+=1; c=not c")
    g.n = "i"
    g.c = "i>1"
    g.run_regularly("n=n+int(v>0.3)*2; v=v+0.1; c=c or v>0.55")
    m = b2.SpikeMonitor(g)
    t = b2.StateMonitor(g, ["n", "c"], record=True)
    b2.run(2 * ms)
    return {**spikes_of(m), "n": t.n[:], "c": t.c[:]}


def refractory_while_a_condition_holds():
    g = b2.NeuronGroup(3, "dv/dt=(2-v)/(5*ms):1 (unless refractory)\ndw/dt=-w/(3*ms):1", threshold="v>1", reset="v=0;w+=1", refractory="w>0.3", method="exact")
    g.v = "0.2*i"
    m = b2.SpikeMonitor(g, variables=["v", "w"])
    b2.run(60 * ms)
    return {**spikes_of(m), "v": m.v[:], "w": m.w[:]}


RULES = [
    shortest_intervals,
    refractory_periods_drawn_in_each_step,
    delays_between_steps,
    one_step_between_neurons,
    poisson_input_onto_a_held_variable,
    given_spikes_between_steps,
    runs_that_end_within_a_step,
    timed_arrays_beyond_their_ends,
    signs_of_quotients,
    several_synapses_of_a_pair,
    synapses_of_another_event,
    places_in_the_schedule,
    methods_for_noise,
    methods_without_noise,
    linked_groups_of_several_steps,
    time_since_the_last_event,
    sums_over_both_ends,
    shared_draws,
    order_of_pathways,
    restored_random_numbers,
    rates_that_change,
    integers_and_truth_values,
    refractory_while_a_condition_holds,
]


@pytest.mark.parametrize("script", RULES, ids=lambda one: one.__name__)
def test_a_rule_is_that_of_brian2(script):
    expected, got = on_numpy(script), on_spikeloom(script)
    assert sum(values.size for values in expected.values()) > 0
    for name, values in expected.items():
        assert got[name].shape == values.shape, name
        if values.dtype.kind in "iub" or name.endswith(" t"):
            np.testing.assert_array_equal(got[name], values, err_msg=name)
        else:
            np.testing.assert_allclose(got[name], values, rtol=1e-9, atol=1e-12, err_msg=name)
