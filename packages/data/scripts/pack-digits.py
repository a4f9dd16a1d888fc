"""Writes src/generated/digits.ts from the digits that scikit-learn carries."""

import base64
import gzip
import pathlib

import numpy as np
import sklearn
from sklearn.datasets import load_digits

digits = load_digits()
packed = gzip.compress(
    digits.target.astype(np.uint8).tobytes() + digits.images.astype(np.uint8).tobytes(), 9, mtime=0
)
text = base64.b64encode(packed).decode()
pathlib.Path(__file__).parent.parent.joinpath("src/generated/digits.ts").write_text(
    f"""// Written by packages/data/scripts/pack-digits.py from scikit-learn {sklearn.__version__}, which has the test part of
// "Optical Recognition of Handwritten Digits" (E. Alpaydin and C. Kaynak, 1998, UCI Machine Learning
// Repository, doi:10.24432/C50P49, CC BY 4.0).

/** The labels of 1797 digits, then their images of 8 by 8 levels from 0 to 16: gzip, in base64. */
export const packedDigits =
  "{text}";
"""
)
