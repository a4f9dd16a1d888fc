"""Whatever dies or misbehaves at either end of the link: a coded error, no process left, no file left."""

import fcntl
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
from oracle.servers import ECHO, NODE, simulator

from spikeloom import SpikeLoomError
from spikeloom.link import Link
from spikeloom.link import link as link_module
from spikeloom.link.folder import SharedFolder

# A run that takes hours, in a process that a test has set up.
LONG = 1e8

PLACES = {"/dev/shm", tempfile.gettempdir()}


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def wait_until(holds, seconds=20.0):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def leftovers(link):
    """Return the remains of a link."""
    return [one for one in (link.pid, link._arrays.folder) if left(one)]


def left(one):
    return os.path.exists(one) if isinstance(one, str) else is_alive(one)


def populated(link):
    link.call("pynn.setup", timestep=0.1)
    fields = {"cell": {"standard": "IF_curr_exp"}, "parameters": {"i_offset": 1.0}}
    return link.call("pynn.add_population", label="p", size=10, **fields)


def failing(link, *arguments, **fields):
    with pytest.raises(SpikeLoomError) as raised:
        link.call(*arguments, **fields)
    return raised.value


def start_python(body, **options):
    """Start a script that has a link with a population, and runs the given code."""
    script = f"""
import os, sys, time, signal
from spikeloom import SpikeLoomError
from spikeloom.link import Link
link = Link({simulator()!r})
link.call("pynn.setup", timestep=0.1)
link.call("pynn.add_population", label="p", size=10, cell={{"standard": "IF_curr_exp"}})
print(link.pid, link._arrays.folder, flush=True)
{body}
"""
    path = os.pathsep.join(sys.path)
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
        **options,
    )
    first = process.stdout.readline()
    assert first, process.stderr.read()
    pid, folder = first.split()
    return process, int(pid), folder


RUN = f'link.call("pynn.run", until={LONG}, on_progress=lambda at: at.time is None or print("at", at.time, flush=True))'


def in_run(process):
    assert process.stdout.readline().startswith("at "), process.stderr.read()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_node_is_killed_in_a_run(how):
    link = Link(simulator())
    populated(link)
    seen = threading.Event()
    killer = threading.Thread(target=lambda: (seen.wait(30), os.kill(link.pid, how)))
    killer.start()
    error = failing(link, "pynn.run", until=LONG, on_progress=lambda _: seen.set())
    killer.join()
    assert error.code == "SL_LINK_ENDED"
    assert f"signal {how.value}" in error.got
    assert leftovers(link) == []
    # The error persists, and nothing hangs.
    assert failing(link, "pynn.run", until=1.0) is error
    with pytest.raises(SpikeLoomError):
        link.send("pynn.clear", population=0)
    link.close()


def test_python_is_killed_in_a_run():
    process, pid, folder = start_python(RUN)
    in_run(process)
    process.kill()
    process.wait()
    start = time.monotonic()
    wait_until(lambda: not is_alive(pid) and not os.path.exists(folder))
    # At the next of the run's pauses, not at the end of the run.
    assert time.monotonic() - start < 10


# Long enough to be killed or interrupted, on any machine; nothing runs before it is done.
PREPARE = """
import threading
import numpy as np
link.call("pynn.add_population", label="q", size=100_000, cell={"standard": "IF_curr_exp"})
random = np.random.default_rng(1)
ends = [random.integers(0, 100_000, 20_000_000, dtype=np.uint32) for _ in "ab"]
fields = {"source": 1, "target": 1, "receptor": "excitatory", "sources": ends[0], "targets": ends[1]}
rules = {"synapse": {"standard": "StaticSynapse"}, "attributes": {"weight": 1.0, "delay": 1.5}}
link.call("pynn.add_projection", label="q", **fields, **rules)
began = time.monotonic()
print("prepares", flush=True)
"""


@pytest.mark.parametrize("seconds", [0.2, 1.0])
def test_python_is_killed_in_a_preparation(seconds):
    process, pid, folder = start_python(PREPARE + RUN)
    assert process.stdout.readline() == "prepares\n", process.stderr.read()
    time.sleep(seconds)
    process.kill()
    out, _ = process.communicate()
    assert out == ""
    start = time.monotonic()
    wait_until(lambda: not is_alive(pid) and not os.path.exists(folder))
    # Before the preparation is done, which takes longer, and much longer on a slow machine.
    assert time.monotonic() - start < 5


def test_ctrl_c_interrupts_a_preparation_and_the_next_run_prepares_again():
    body = """
threading.Timer(1.0, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
try:
    link.call("pynn.run", until=1e8)
except KeyboardInterrupt:
    print(time.monotonic() - began - 1.0 < 20.0, link.time, flush=True)
print(link.call("pynn.run", until=0.2).time, flush=True)
"""
    process, pid, folder = start_python(PREPARE + body)
    assert process.stdout.readline() == "prepares\n", process.stderr.read()
    out, err = process.communicate(timeout=120)
    assert (out.splitlines(), process.returncode) == (["True 0.0", "0.2"], 0), err
    assert not is_alive(pid) and not os.path.exists(folder)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("sys.exit(3)", 3),
        ("raise RuntimeError('x')", 1),
        ("pass", 0),
        ("del link", 0),
        ("os._exit(4)", 4),
        ("os.kill(os.getpid(), signal.SIGTERM)", -15),
        (f"link.send('pynn.run', until={LONG})", 0),
        (f"link.send('pynn.run', until={LONG}); raise SystemExit(5)", 5),
    ],
)
def test_python_ends(body, status):
    process, pid, folder = start_python(body)
    assert process.wait(30) == status, process.stderr.read()
    wait_until(lambda: not is_alive(pid) and not os.path.exists(folder))


def test_ctrl_c_interrupts_a_run_and_the_simulation_keeps_its_state():
    body = f"""
try:
    {RUN}
except KeyboardInterrupt:
    pass
assert link.time > 0
assert link.call("pynn.run", until=link.time + 1.0).time == link.time
print("on", flush=True)
"""
    process, pid, folder = start_python(body, start_new_session=True)
    in_run(process)
    # As a terminal does, to Python and to Node.
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (out.splitlines()[-1], process.returncode) == ("on", 0), err
    assert not is_alive(pid) and not os.path.exists(folder)


def test_an_error_of_a_progress_callback_interrupts_the_run():
    def refuse(_):
        raise ZeroDivisionError

    with Link(ECHO) as link:
        populated(link)
        with pytest.raises(ZeroDivisionError):
            link.call("pynn.run", until=1e9, on_progress=refuse)
        assert link.call("pynn.run", until=link.time).time < 1e6


def test_a_callback_cannot_use_the_link_that_waits_for_it():
    with Link(ECHO) as link:
        populated(link)
        with pytest.raises(SpikeLoomError, match="SL_LINK_ORDER at on_progress"):
            link.call("pynn.run", until=1e9, on_progress=lambda _: link.call("pynn.clear", population=0))
        assert link.call("pynn.run", until=link.time).time < 1e6


def test_a_forked_process_neither_uses_nor_holds_the_link():
    body = """
# A line in one piece, as both processes write to one pipe.
def say(what):
    os.write(1, f"{what}\\n".encode())
child = os.fork()
if child == 0:
    try:
        link.call("pynn.run", until=1.0)
    except SpikeLoomError as error:
        say(error.code)
    link.close()
    time.sleep(60)
    os._exit(0)
say(child)
time.sleep(1)
say(link.call("pynn.run", until=1.0).time)
os.kill(os.getpid(), signal.SIGKILL)
"""
    process, pid, folder = start_python(body)
    said = {process.stdout.readline().strip() for _ in range(3)}
    process.wait(30)
    (child,) = (int(one) for one in said if one.isdigit())
    try:
        assert said == {"SL_LINK_CLOSED", str(child), "1.0"}
        # The child is alive, and yet Node notices that its input ended.
        wait_until(lambda: not is_alive(pid) and not os.path.exists(folder))
        assert is_alive(child)
    finally:
        os.kill(child, signal.SIGKILL)


def test_a_process_forks_after_it_closed_a_link():
    body = """
link.close()
if os.fork() == 0:
    os._exit(0)
os.wait()
"""
    process, _, _ = start_python(body)
    # Errors in the new process end its supervision of other links, and are only printed.
    assert process.communicate(timeout=30) == ("", "")


def test_a_request_exceeds_the_memory():
    with Link(simulator()) as link:
        link.call("pynn.setup", timestep=0.1)
        cell = {"standard": "IF_curr_exp"}
        link.call("pynn.add_population", label="p", size=2_000_000_000, cell=cell)
        error = failing(link, "pynn.run", until=1.0)
        assert error.code == "SL_MEMORY"
        assert is_alive(link.pid)
        # The same process continues to serve.
        populated(link)
        assert link.call("pynn.run", until=1.0).time == 1.0


def test_an_array_is_larger_than_memory():
    with Link(ECHO) as link:
        link.call("pynn.setup", timestep=0.1)
        big = Path(link._arrays.folder) / "request-1"
        # A sparse file of a terabyte takes no disk space.
        with big.open("wb") as file:
            file.truncate(2**40)
        error = failing_message(link, "request-1")
        assert (error.code, error.got) == ("SL_LINK_MEMORY", str(2**40))
        assert not big.exists()


def failing_message(link, file):
    """Send an array that is declared to be in a file."""
    arrays = link._arrays
    write, arrays.write = arrays.write, lambda message, *_: setattr(message, "file", file)
    try:
        return failing(link, "pynn.add_current", kind="x", parameters={"a": [1.0]})
    finally:
        arrays.write = write


def test_there_is_no_space_for_a_file(monkeypatch):
    with Link(ECHO) as link:
        link.call("pynn.setup", timestep=0.1)
        monkeypatch.setattr(link._arrays, "folder", "/nonexistent")
        error = failing(link, "pynn.add_current", kind="x", parameters={"a": [1.0] * 2**17})
        assert (error.code, error.place) == ("SL_LINK_ARRAY", "pynn.add_current.parameters.a")


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"\x03\0\0\0\xff\xff\xff", "SL_LINK_MESSAGE"),
        (b"\xff\xff\xff\xff", "SL_LINK_LENGTH"),
        (b"GET / HTTP/1.1\r\n\r\n", "SL_LINK_LENGTH"),
        (b"\0\0\0\0", "SL_LINK_MESSAGE"),
    ],
)
def test_a_message_is_malformed(sent, code):
    link = Link(ECHO)
    link.call("pynn.setup", timestep=0.1)
    link._process._process.stdin.write(sent)
    error = failing(link, "pynn.run", until=0.0)
    assert error.code == code
    assert failing(link, "pynn.run", until=0.0) is error
    link.close()
    assert leftovers(link) == []


def test_a_client_is_too_old(monkeypatch):
    monkeypatch.setattr(link_module, "VERSIONS", (0,))
    before = folders()
    with pytest.raises(SpikeLoomError) as raised:
        Link(ECHO)
    error = raised.value
    assert (error.code, error.expected, error.got) == ("SL_LINK_VERSION", "1", "0")
    assert not [one for one in folders() - before if is_free(one)]


def folders():
    """Return the folders of all links of this machine, including those of other programs."""
    return {str(one) for place in PLACES for one in Path(place).glob("spikeloom-link-*")}


def is_free(folder):
    """Test whether no process holds a folder."""
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(held)
    return True


def test_both_are_killed_and_the_next_link_removes_the_remains():
    process, pid, folder = start_python(RUN, start_new_session=True)
    in_run(process)
    os.kill(pid, signal.SIGSTOP)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    wait_until(lambda: not is_alive(pid))
    assert os.path.exists(folder)
    live = SharedFolder()
    assert os.path.exists(folder), "it may be that of a link that has just begun"
    for one in (folder, live.path):
        os.utime(one, (0, 0))
    SharedFolder().remove()
    assert not os.path.exists(folder)
    assert os.path.exists(live.path)
    live.remove()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_both_leaves_nothing(how):
    process, pid, folder = start_python(RUN, start_new_session=True)
    in_run(process)
    # As a scheduler does when the time of a job ends.
    os.killpg(process.pid, how)
    assert process.wait(30) == -how
    wait_until(lambda: not is_alive(pid) and not os.path.exists(folder))


# Welcome with version 9; a reply to a request that was never sent; no reply at all.
OTHERS = {
    "a server is of another version": (rb"\x06\0\0\0\x08\x01\x1a\x02\x08\x09", "SL_LINK_REPLY"),
    "a reply answers nothing": (rb"\x04\0\0\0\x08\x63\x22\0", "SL_LINK_REPLY"),
    "a reply is empty": (rb"\0\0\0\0", "SL_LINK_REPLY"),
    "a reply is no message": (rb"\x03\0\0\0\xff\xff\xff", "SL_LINK_REPLY"),
    "a reply is too long": (rb"\xff\xff\xff\xff", "SL_LINK_LENGTH"),
    "it prints": (b"Welcome to SpikeLoom", "SL_LINK_LENGTH"),
    "a reply breaks off": (rb"\x20\0\0\0\x08\x01", "SL_LINK_ENDED"),
}


@pytest.mark.parametrize("what", OTHERS)
def test_the_other_end_is_not_spikeloom(what):
    data, code = OTHERS[what]
    script = f"import sys; sys.stdout.buffer.write(b'{data.decode()}'); sys.stdout.flush()"
    # An existing server continues to read.
    rest = "" if code == "SL_LINK_ENDED" else "; sys.stdin.read()"
    with pytest.raises(SpikeLoomError) as raised:
        Link([sys.executable, "-c", script + rest])
    assert raised.value.code == code


def test_the_process_ends_at_once():
    with pytest.raises(SpikeLoomError) as raised:
        Link([NODE, "-e", "console.error('out of luck'); process.exit(3)"])
    assert raised.value.code == "SL_LINK_ENDED"
    assert "exit status 3" in raised.value.got and "out of luck" in raised.value.got


def test_node_is_missing(monkeypatch):
    monkeypatch.delenv("SPIKELOOM_COMMAND", raising=False)
    with pytest.raises(SpikeLoomError, match="SL_LINK_START"):
        Link(["/nonexistent/node"])


def test_standard_output_is_closed():
    hello = bytes([4, 0, 0, 0, 0x08, 1, 0x12, 0])
    process = subprocess.Popen(
        simulator(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.close()
    process.stdin.write(hello)
    process.stdin.flush()
    # It ends although its input stays open, and has nothing to report.
    assert process.wait(30) == 0
    assert process.stderr.read() == b""
    process.stdin.close()
    process.stderr.close()


def test_folders_are_for_their_user_alone():
    with Link(ECHO) as link:
        assert os.stat(link._arrays.folder).st_mode & 0o777 == 0o700
        assert os.path.dirname(link._arrays.folder) in PLACES
