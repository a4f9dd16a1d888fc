"""Create copies of LEMS simulations that write files with known names: complete ones, and others with other random
numbers.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

# Marks of columns that may change with the seed.
DRAWN = re.compile(r"poisson|random\(", re.IGNORECASE)


# Copies of a file: unchanged, at half its step, and with another seed.
WHOLE, HALF, SEED = "", "_half", "_seed"


@dataclass
class Case:
    """A file, and the copies of it that run."""

    name: str
    file: Path
    step: float
    copies: list
    cut: str
    traces: list
    # The quantities of the columns of each file of traces.
    paths: list
    events: list
    # Columns by the ends of their files, and ids of events, that change with the seed.
    drawn: set = field(default_factory=set)


def number(text):
    """Return the number and the unit of a quantity."""
    digits, unit = re.fullmatch(r"\s*([-+\d.eE]+)\s*(\w*)\s*", text).groups()
    return float(digits), unit


SECONDS = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "": 1.0}


def parse(file):
    """Read an XML file; names lose their namespaces."""
    tree = etree.parse(str(file), etree.XMLParser(remove_comments=True, remove_pis=True))
    for element in tree.iter():
        element.tag = etree.QName(element).localname
    return tree


def of_type(element, name):
    """List the descendants of an element that have a type, by their tag or their attribute."""
    return [each for each in element.iter() if name in (each.tag, each.get("type"))]


def simulation_of(root):
    """Find the target of the simulation; None if there is none."""
    for target in root.iter("Target"):
        for element in root.iter():
            if element.get("id") == target.get("component") and element.get("step"):
                return element
    return None


TYPES = """<Lems>
<ComponentType name="OutputFile"><Text name="path"/><Text name="fileName"/>
<Children name="outputColumn" type="OutputColumn"/>
<Simulation><DataWriter path="path" fileName="fileName"/></Simulation></ComponentType>
<ComponentType name="OutputColumn"><Path name="quantity"/>
<Simulation><Record quantity="quantity"/></Simulation></ComponentType></Lems>"""


def declare_outputs(folder):
    """Let simulations have output files if their own types do not support any."""
    for file in folder.rglob("*.xml"):
        if b'ComponentType name="Simulation"' not in file.read_bytes():
            continue
        tree = parse(file)
        root = tree.getroot()
        simulation = root.find("ComponentType[@name='Simulation']")
        if simulation is None or root.find("ComponentType[@name='OutputFile']") is not None:
            continue
        etree.SubElement(simulation, "Children", name="outputs", type="OutputFile")
        for made in etree.fromstring(TYPES):
            root.insert(0, made)
        tree.write(str(file))


def prepare(file, name, *, most=None, least=None):
    """Write the copies of a file that run, with output into files with known names.

    The optional limits are a maximum number of steps, and a minimum step in ms.
    """
    tree = parse(file)
    root = tree.getroot()
    simulation = simulation_of(root) if root.tag == "Lems" else None
    if simulation is None:
        return None
    outputs = of_type(simulation, "OutputFile")
    if not outputs and not of_type(simulation, "EventOutputFile"):
        shown = etree.SubElement(simulation, "OutputFile", id="judged")
        for k, line in enumerate(of_type(simulation, "Line")):
            etree.SubElement(shown, "OutputColumn", id=f"c{k}", quantity=line.get("quantity"))
        outputs = [shown]
    named = [(outputs, "dat"), (of_type(simulation, "EventOutputFile"), "spikes")]
    step, unit, cut = limited(simulation, most, least)
    copies = [WHOLE, HALF, SEED] if is_drawn(file) else [WHOLE]
    for kind in copies:
        for elements, end in named:
            for k, element in enumerate(elements):
                element.attrib.pop("path", None)
                element.set("fileName", written(file, kind, f"{k}.{end}").name)
        simulation.set("step", f"{step / 2 if kind == HALF else step}{unit}")
        if kind == SEED:
            simulation.set("seed", str(int(simulation.get("seed", "0")) + 1))
        tree.write(str(copy_of(file, kind)))
    traces, events = [[f"{k}.{end}" for k in range(len(all_))] for all_, end in named]
    paths = [[each.get("quantity") for each in output if each.get("quantity")] for output in outputs]
    return Case(name, file, step * SECONDS[unit], copies, cut, traces, paths, events)


def limited(simulation, most, least):
    """Return the step of a simulation with its unit, and the changes of step and duration."""
    step, unit = number(simulation.get("step"))
    length, of_length = number(simulation.get("length"))
    cut = []
    if least is not None and step * SECONDS[unit] < least * 1e-3 * (1 - 1e-9):
        step, unit = least, "ms"
        cut.append(f"step {least:g} ms")
    if most is not None and length * SECONDS[of_length] > most * step * SECONDS[unit]:
        length = most * step
        simulation.set("length", f"{length:.9g}{unit}")
        cut.append(f"first {length:g} {unit}")
    return step, unit, ", ".join(cut)


def is_drawn(file):
    """Test whether something in a file, or in one that it includes, is random."""
    if not file.exists():
        return False
    if DRAWN.search(file.read_text()):
        return True
    included = [each for each in parse(file).getroot() if each.tag in ("Include", "include")]
    names = [each.get("file") or each.get("href") for each in included]
    # NeuroML's own definitions contain Poisson sources, too.
    return any(is_drawn(file.parent / name) for name in names if not name[0].isupper() or "_" in name)


def copy_of(file, kind):
    """Name the copy of a file that runs."""
    return file.with_name(f"judged{kind}_{file.name}")


def written(file, kind, end):
    """Name a file that the copy writes."""
    return file.with_name(f"{copy_of(file, kind).stem}.{end}")


def ours_of(file, end):
    """Name SpikeLoom's output for it."""
    return written(file, WHOLE, f"ours.{end}")
