"""Write network.net.nml in the HDF5 form of NeuroML, by libNeuroML 0.6.7 and PyTables.

Run in a folder that is to hold network.nml.h5.gz: ``python make-hdf5.py network.net.nml``.
"""

import gzip
import sys
from pathlib import Path

import neuroml.loaders
import neuroml.writers

document = neuroml.loaders.NeuroMLLoader.load(sys.argv[1])
neuroml.writers.NeuroMLHdf5Writer.write(document, "network.nml.h5", compress=True)
file = Path("network.nml.h5")
Path("network.nml.h5.gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))
file.unlink()
