"""Make packed.h5 beside this script with h5py 3.16 and hdf5plugin 7.1: python make-packed-files.py FOLDER, then gzip -9 -n."""

import os
import sys

import h5py
import hdf5plugin
import numpy as np

CHUNKS = {"x": (600,), "y": (8, 5)}
COUNTS = np.random.default_rng(1).integers(0, 400, 1500).cumsum().astype("<u4")
CURVE = np.round(np.sin(np.arange(300) / 50), 3).reshape(20, 15)
PACKED = {
    "blosc": hdf5plugin.Blosc(cname="blosclz"),
    "blosc_lz4": hdf5plugin.Blosc(cname="lz4", shuffle=hdf5plugin.Blosc.BITSHUFFLE),
    "blosc_zstd": hdf5plugin.Blosc(cname="zstd"),
    "blosc_zlib": hdf5plugin.Blosc(cname="zlib"),
    "lz4": hdf5plugin.LZ4(),
    "zstd": hdf5plugin.Zstd(),
    "bitshuffle": hdf5plugin.Bitshuffle(cname="none"),
    "bitshuffle_lz4": hdf5plugin.Bitshuffle(),
    "bitshuffle_zstd": hdf5plugin.Bitshuffle(cname="zstd"),
    "lzf": "lzf",
    "szip": "szip",
}


def nbit(file):
    """Keep the 20 bits of each number that are used."""
    kind = h5py.h5t.STD_U32LE.copy()
    kind.set_precision(20)
    plan = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plan.set_chunk(CHUNKS["x"])
    plan.set_filter(h5py.h5z.FILTER_NBIT, h5py.h5z.FLAG_MANDATORY, ())
    space = h5py.h5s.create_simple(COUNTS.shape)
    data = h5py.h5d.create(file.create_group("nbit").id, b"x", kind, space, plan)
    data.write(h5py.h5s.ALL, h5py.h5s.ALL, COUNTS)


with h5py.File(os.path.join(sys.argv[1], "packed.h5"), "w", libver="latest") as file:
    for name, packed in PACKED.items():
        for key, data in (("x", COUNTS), ("y", CURVE)):
            file.create_dataset(f"{name}/{key}", data=data, chunks=CHUNKS[key], compression=packed)
    file.create_dataset("scaleoffset/x", data=COUNTS, chunks=CHUNKS["x"], scaleoffset=0)
    mixed = {"shuffle": True, "fletcher32": True, "compression": "lzf"}
    file.create_dataset("mixed/x", data=COUNTS, chunks=CHUNKS["x"], **mixed)
    nbit(file)
    file["plain/x"], file["plain/y"] = COUNTS, CURVE
