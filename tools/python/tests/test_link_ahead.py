"""The process that starts while PyNN is imported is the one in which its first simulation runs."""

import os
import subprocess
import sys

import pytest
from test_link_faults import is_alive, wait_until

# Started with nothing imported except the code that starts it.
AHEAD = """
import os, sys, threading
from spikeloom.link.ahead import start_ahead
assert "numpy" not in sys.modules
start_ahead()
from spikeloom.link import ahead
process = ahead._ahead and ahead._ahead[1]
def linked():
    from spikeloom.link import Link
    with Link() as link:
        link.call("pynn.setup", timestep=0.1)
        return link.pid
"""


def python(body, **environment):
    """Run a script, and return its output."""
    path = os.pathsep.join(sys.path)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", body],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": path, **environment},
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


def test_the_first_link_uses_it_and_the_second_starts_another():
    pid, first, second = python(AHEAD + "print(process.pid, linked(), linked())")
    assert pid == first != second


def test_it_has_no_threads_before_and_ends_with_python():
    threads, pid = python(AHEAD + "print(threading.active_count(), process.pid)")
    assert threads == "1"
    wait_until(lambda: not is_alive(int(pid)))


def test_a_process_that_died_is_replaced():
    body = "process._process.kill(); process._process.wait(); print(process.pid, linked())"
    pid, linked = python(AHEAD + body)
    assert pid != linked


def test_a_forked_process_leaves_it_to_its_parent():
    body = """
child = os.fork()
if child == 0:
    os.write(1, f"child {linked()}\\n".encode())
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
print("parent", linked(), process.pid)
"""
    name, child, _, parent, pid = python(AHEAD + body)
    assert (name, parent) == ("child", pid)
    assert child != pid


@pytest.mark.parametrize("command", ["/nonexistent/spikeloom", "false"])
def test_errors_are_reported_when_it_is_needed(command):
    body = """
from spikeloom import SpikeLoomError
try:
    linked()
except SpikeLoomError as error:
    print(error.code)
"""
    (code,) = python(AHEAD + body, SPIKELOOM_COMMAND=command)
    assert code in ("SL_LINK_START", "SL_LINK_ENDED")


def test_pynn_starts_it_before_it_is_imported_itself(tmp_path):
    body = f"""
import os
import spikeloom.pynn as sim
from spikeloom.link import ahead
from spikeloom.pynn import session
pid = ahead._ahead[1].pid
os.chdir({str(tmp_path)!r})
sim.setup(timestep=0.1, capture="network.json")
sim.Population(1, sim.IF_curr_exp())
sim.end()
print(pid, session._link.pid)
"""
    pid, used = python(body)
    assert pid == used
    # A path is relative to the script, although the process started elsewhere.
    assert (tmp_path / "network.json").exists()
