"""What Brian2 derives from equations is kept between scripts, and equals what it would derive again."""

import json

import brian2 as b2
import pytest
from brian2 import Equations, NeuronGroup, ms
from brian2.stateupdaters.base import StateUpdateMethod, UnsupportedEquationsException

from spikeloom.brian2.derivations import cache_folder, kept_derivations

LINEAR = "dv/dt = (g - v) / tau : 1\ndg/dt = -g / (5*ms) : 1"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("SPIKELOOM_CACHE", str(tmp_path / "cache"))
    return cache_folder()


def derived(method, equations, **namespace):
    group = NeuronGroup(1, equations, method=method, namespace=namespace)
    names = group.equations.names | group.equations.identifiers | {"dt"}
    variables = group.resolve_all(names, {}, user_identifiers=set())
    return StateUpdateMethod.stateupdaters[method](group.equations, variables)


@pytest.mark.parametrize("method", ["exact", "exponential_euler", "euler", "rk4"])
def test_the_code_is_the_same_at_first_and_later(method, folder):
    expected = derived(method, LINEAR, tau=10 * ms)
    with kept_derivations():
        assert derived(method, LINEAR, tau=10 * ms) == expected
        (file,) = folder.iterdir()
        found = json.loads(file.read_text())
        assert found["code"] == expected
        # The second time, the file is what counts.
        file.write_text(json.dumps({**found, "code": "v = 1"}))
        assert derived(method, LINEAR, tau=10 * ms) == "v = 1"
        file.write_text("{")
        assert derived(method, LINEAR, tau=10 * ms) == expected
    assert derived(method, LINEAR, tau=10 * ms) == expected


def test_equations_that_a_method_does_not_solve_are_kept_too(folder):
    changing = LINEAR + "\ntau = 10*ms + 0.1*t : second"
    with kept_derivations():
        derived("exact", LINEAR, tau=10 * ms)
        for _ in range(2):
            with pytest.raises(UnsupportedEquationsException, match="not guaranteed to be constant"):
                derived("exact", changing)
    assert len(list(folder.iterdir())) == 2


def test_code_with_functions_of_a_script_is_not_kept(folder):
    @b2.check_units(x=1, result=1)
    def twice(x):
        return 2 * x

    with kept_derivations():
        assert "twice" in derived("euler", "dv/dt = -twice(v) / (10*ms) : 1", twice=twice)
    assert not folder.exists()


def test_a_folder_that_cannot_be_written_does_no_harm(folder):
    folder.write_text("a file")
    with kept_derivations():
        assert "exp" in derived("exact", LINEAR, tau=10 * ms)
    assert folder.read_text() == "a file"


def test_equations_without_a_group(folder):
    with kept_derivations():
        code = StateUpdateMethod.stateupdaters["euler"](Equations("dv/dt = -v / (10*ms) : 1"))
    assert "v" in code and len(list(folder.iterdir())) == 1
