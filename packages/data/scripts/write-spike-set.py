"""Writes test/small-shd.h5 by h5py 3.16, with the datasets of the Spiking Heidelberg Digits."""

import pathlib

import h5py
import numpy as np

path = pathlib.Path(__file__).parent.parent / "test" / "small-shd.h5"
times = [[0.5, 0.25, np.inf, 1.0], [], [0.125, np.nan]]
units = [[3, 699, 5, 0], [], [7, 8]]
with h5py.File(path, "w") as file:
    for name, lists, dtype in (("times", times, np.float16), ("units", units, np.uint16)):
        column = file.create_dataset(f"spikes/{name}", (3,), h5py.vlen_dtype(dtype))
        for k, one in enumerate(lists):
            column[k] = np.array(one, dtype)
    file["labels"] = np.array([11, 0, 19], np.uint16)
    file["extra/speaker"] = np.array([4, 0, 2], np.uint16)
    file["extra/keys"] = np.array([f"word {k}" for k in range(20)], "S8")
