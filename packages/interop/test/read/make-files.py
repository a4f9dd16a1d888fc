"""Make the files beside this script with h5py 3.16 (HDF5 2.0): python make-files.py FOLDER, then gzip -9 -n."""

import os
import sys
import zlib

import h5py
import numpy as np


def layouts(path, libver):
    """Every way of HDF5 to keep groups, chunks, numbers and texts that is read."""
    with h5py.File(path, "w", libver=libver) as f:
        f["scalar"] = 2.5
        f["ints"] = np.arange(7, dtype="<i4")
        f["big"] = np.arange(6, dtype=">i2").reshape(3, 2)
        f["f4be"] = np.arange(5, dtype=">f4") / 3
        f["u8"] = np.array([0, 2**53, 5], dtype="<u8")
        f["bools"] = np.array([[True, False], [False, True]])
        f["text"] = "h\u00e9llo"
        f.create_dataset("texts", data=["a", "bb", ""], dtype=h5py.string_dtype())
        f["fixed"] = np.array([b"ab", b"c"], dtype="S4")
        numbers(f)
        growing(f)
        many = f.create_group("many")
        for k in range(40):
            many[f"d{k}"] = np.array([k], dtype="<i4")
            if k < 20:
                f["ints"].attrs[f"a{k}"] = k
        f.create_group("deep/er")["x"] = np.arange(3, dtype="<f8")
        f["soft"] = h5py.SoftLink("/deep/er/x")
        f["deep/rel"] = h5py.SoftLink("er/x")
        f["hard"] = f["ints"]
        f["ints"].attrs["unit"] = "mV"
        f["typed"] = np.dtype("<f4")
        f.create_dataset("uses", data=np.arange(3, dtype="<f4"), dtype=f["typed"])
        plain(f, b"compact", 4, lambda p: p.set_layout(h5py.h5d.COMPACT))
        plain(f, b"implicit", 10, early)


def numbers(f):
    def of(n, dtype, *shape):
        return np.arange(n, dtype=dtype).reshape(shape or n)

    f.create_dataset("chunked", data=of(101, "<f8"), chunks=(10,))
    packed = {"compression": "gzip", "shuffle": True, "fletcher32": True}
    f.create_dataset("gz", data=of(595, "<i4", 35, 17), chunks=(8, 5), **packed)
    f.create_dataset("one", data=of(12, "<i4"), chunks=(12,), compression="gzip")
    f.create_dataset("oneplain", data=of(12, "<i4", 3, 4), chunks=(3, 4))
    f.create_dataset("paged", data=of(1500, "<i4") % 7, chunks=(1,))
    f.create_dataset("cube", data=of(120, "<f4", 4, 5, 6), chunks=(3, 2, 4))
    f.create_dataset("filled", shape=(20,), dtype="<f8", chunks=(4,), fillvalue=1.5)
    f["filled"][5] = 9
    f.create_dataset("unwritten", shape=(3,), dtype="<i4", fillvalue=7)
    f.create_dataset("empty", data=np.zeros((0, 3)))


def growing(f):
    def of(n, dtype, *shape):
        return np.arange(n, dtype=dtype).reshape(shape or n)

    f.create_dataset("grow", data=of(300, "<f8"), chunks=(2,), maxshape=(None,))
    f.create_dataset("grow2", data=of(240, "<u2", 40, 6), chunks=(3, 4), maxshape=(None, None))
    columns = {"maxshape": (12, None), "compression": "gzip"}
    f.create_dataset("growcol", data=of(240, "<u2", 6, 40), chunks=(4, 3), **columns)
    f.create_dataset("limit", data=of(50, "<i8"), chunks=(3,), maxshape=(500,))
    f.create_dataset("pagedgrow", shape=(9000,), dtype="<i2", chunks=(2,), maxshape=(None,))
    f["pagedgrow"][:10] = np.arange(10)
    f["pagedgrow"][8990:] = np.arange(10)


def early(properties):
    properties.set_chunk((3,))
    properties.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)


def plain(f, name, count, choose):
    properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    choose(properties)
    space = h5py.h5s.create_simple((count,))
    made = h5py.h5d.create(f.id, name, h5py.h5t.NATIVE_INT32, space, properties)
    made.write(h5py.h5s.ALL, h5py.h5s.ALL, np.arange(count, dtype="i4"))


def types(path, libver):
    """Elements that are more than a number or a text."""
    with h5py.File(path, "w", libver=libver) as f:
        f["numbers"] = np.arange(24, dtype="<i4").reshape(4, 6)
        f.create_group("g")["deep"] = 1.5
        parts = [("name", "S3"), ("at", ">i2"), ("pair", "<f8", (2,)), ("in", [("x", "u1"), ("y", "<i8")])]
        rows = [(b"ab", -3, (0.5, 1.5), (7, -(2**60))), (b"c", 4, (2.5, -1), (0, 9))]
        f["rows"] = np.array(rows, dtype=parts)
        f["bools"] = np.array([True, False, True])
        colours = {"red": -1, "green": 300}
        f.create_dataset("colours", data=[300, -1, 5], dtype=h5py.enum_dtype(colours, basetype=">i2"))
        lists = f.create_dataset("lists", (3,), dtype=h5py.vlen_dtype("<f4"))
        lists[0], lists[2] = [1.5, 2.5], [3.5]
        f.create_dataset("places", data=[f["numbers"].ref, h5py.Reference(), f["g/deep"].ref], dtype=h5py.ref_dtype)
        regions = f.create_dataset("regions", (4,), dtype=h5py.regionref_dtype)
        regions[0] = f["numbers"].regionref[1:3, 2:5]
        regions[1] = f["numbers"].regionref[:, 0:6:2]
        regions[2] = f["numbers"].regionref[...]
        mixed = np.dtype([("start", "<i4"), ("count", "<i4"), ("where", h5py.ref_dtype), ("note", h5py.string_dtype())])
        table = f.create_dataset("table", (2,), dtype=mixed)
        table[0] = (1, 2, f["g"].ref, "first")
        table[1] = (3, 4, f["numbers"].ref, "")
        f["numbers"].attrs["target"] = f["g/deep"].ref
        f["numbers"].attrs["names"] = np.array(["x", "yy"], dtype=h5py.string_dtype())
        f["numbers"].attrs["row"] = np.array((1, 2.5), dtype=[("k", "<i4"), ("v", "<f8")])
        f["numbers"].attrs["on"] = np.True_
        f["opaque"] = np.array([b"abc", b"def"], dtype="V3")
        bits(f)


def bits(f):
    """Bit fields, as PyTables keeps true and false."""
    space = h5py.h5s.create_simple((4,))
    made = h5py.h5d.create(f.id, b"bits", h5py.h5t.STD_B8LE, space)
    made.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array([0, 1, 1, 0], dtype="u1"), h5py.h5t.STD_B8LE)


def outside(path):
    """What leads out of the file, in circles, or is larger than anything."""
    with h5py.File(path, "w", libver="latest") as f:
        f["whole"] = np.arange(8, dtype="<f8")
        raw = {"external": [("secret.raw", 0, 64)]}
        f.create_dataset("raw", shape=(8,), dtype="<f8", **raw)
        passwd = {"external": [("/etc/passwd", 0, 100)]}
        f.create_dataset("passwd", shape=(100,), dtype="u1", **passwd)
        f["link"] = h5py.ExternalLink("secret.h5", "/x")
        f["group"] = h5py.ExternalLink("secret.h5", "/")
        f["far"] = h5py.SoftLink("/group/x")
        layout = h5py.VirtualLayout(shape=(8,), dtype="<f8")
        layout[:] = h5py.VirtualSource("secret.h5", "x", shape=(8,))
        f.create_virtual_dataset("virtual", layout)
        f["a"], f["b"] = h5py.SoftLink("/b"), h5py.SoftLink("/a")
        f["self"] = h5py.SoftLink("self/self")
        f.create_dataset("huge", shape=(2**60,), dtype="<f8", chunks=(1024,))
        f.create_dataset("wide", shape=(2**31, 4), dtype="u1")
        f.create_dataset("lzf", data=np.zeros(100), compression="lzf")


def bomb(path):
    """A chunk of 800 bytes that unpacks to 512 KiB, and 1.5 GiB of zeros in 1.6 MB."""
    with h5py.File(path, "w") as f:
        packed = {"dtype": "<f8", "compression": "gzip"}
        d = f.create_dataset("bomb", shape=(100,), chunks=(100,), **packed)
        d.id.write_direct_chunk((0,), zlib.compress(bytes(2**19), 9))
        d = f.create_dataset("zeros", shape=(2**22 * 48,), chunks=(2**22,), **packed)
        zeros = zlib.compress(bytes(2**25), 9)
        for k in range(48):
            d.id.write_direct_chunk((k * 2**22,), zeros)


os.chdir(sys.argv[1])
layouts("earliest.h5", "earliest")
layouts("latest.h5", "latest")
types("types-earliest.h5", "earliest")
types("types-latest.h5", "latest")
outside("outside.h5")
bomb("bomb.h5")
