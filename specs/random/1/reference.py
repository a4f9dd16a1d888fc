"""Write vectors.json: an implementation of README.md that shares no code with any other.

Run `python3 reference.py` in this folder, then format the file (`biome format --write`). Python's float arithmetic is IEEE double without
contraction, so the numbers are the ones every implementation has to give.
"""

import json
import math
from fractions import Fraction
from pathlib import Path

MASK = 0xFFFFFFFF
ROTATIONS = [(10, 26), (11, 21), (13, 27), (23, 5), (6, 20), (17, 11), (25, 10), (18, 20)]


def threefry(counter, key, rounds=13):
    schedule = list(key) + [0x1BD11BDA ^ key[0] ^ key[1] ^ key[2] ^ key[3]]
    x = [(c + k) & MASK for c, k in zip(counter, key)]
    for number in range(rounds):
        order = [0, 1, 2, 3] if number % 2 == 0 else [0, 3, 2, 1]
        for pair, turn in enumerate(ROTATIONS[number % 8]):
            i, j = order[2 * pair], order[2 * pair + 1]
            x[i] = (x[i] + x[j]) & MASK
            x[j] = (((x[j] << turn) | (x[j] >> (32 - turn))) & MASK) ^ x[i]
        if number % 4 == 3:
            s = (number + 1) // 4
            x = [(word + schedule[(s + i) % 5]) & MASK for i, word in enumerate(x)]
            x[3] = (x[3] + s) & MASK
    return x


def fnv1a64(text):
    value = 0xCBF29CE484222325
    for byte in text.encode("utf-8"):
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def stream_key(seed, purpose):
    value = fnv1a64(purpose)
    return [seed & MASK, seed >> 32, value & MASK, value >> 32]


def log(x):
    mantissa, k = math.frexp(x)
    if 2 * mantissa < 1 + 0x6A09F / 2**20:
        mantissa, k = 2 * mantissa, k - 1
    f = mantissa - 1
    s = f / (2 + f)
    half = 0.5 * f * f
    z = s * s
    total = 2 / 23
    for n in range(21, 1, -2):
        total = 2 / n + z * total
    rest = z * total
    high, low = 0.6931471803691238, 1.9082149292705877e-10
    return k * high - (half - (s * (half + rest) + k * low) - f)


def log1p(x):
    u = 1 + x
    return x if u == 1 else log(u) * x / (u - 1)


def exp(x):
    if x < -745.1332191019412:
        return 0.0
    k = math.floor(x / 0.6931471805599453 + 0.5)
    high = x - k * 0.6931471803691238
    low = k * 1.9082149292705877e-10
    r = high - low
    total = 1 / math.factorial(13)
    for n in range(12, 1, -1):
        total = 1 / math.factorial(n) + r * total
    # One rounding into the normal range; the subnormal range is not part of the vectors.
    return math.ldexp(1 + (r * r * total - low + high), k)


def log_factorial(k):
    if k < 17:
        return log(float(math.factorial(k))) if k > 1 else 0.0
    z = 1 / (k * k)
    tail = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * (1 / 1188))))) / k
    return (k + 0.5) * log(k) - k + (0.9189385332046728 + tail)


QUANTILE = {
    "centre": (
        [
            2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987,
            13731.69376550946, 1971.5909503065513, 133.14166789178438, 3.3871328727963665,
        ],
        [
            5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597,
            5394.196021424751, 687.1870074920579, 42.31333070160091, 1.0,
        ],
    ),
    "near": (
        [
            0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684,
            3.6478483247632045, 5.769497221460691, 4.630337846156546, 1.4234371107496835,
        ],
        [
            1.0507500716444169e-09, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008,
            0.6897673349851, 1.6763848301838038, 2.053191626637759, 1.0,
        ],
    ),
    "far": (
        [
            2.0103343992922881e-07, 2.7115555687434876e-05, 0.0012426609473880784, 0.026532189526576124,
            0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103,
        ],
        [
            2.0442631033899397e-15, 1.421511758316446e-07, 1.8463183175100548e-05, 0.0007868691311456133,
            0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1.0,
        ],
    ),
}


def quantile(p):
    def evaluate(region, r):
        above, below = QUANTILE[region]
        top = bottom = 0.0
        for a, b in zip(above, below):
            top, bottom = top * r + a, bottom * r + b
        return top / bottom

    q = p - 0.5
    if abs(q) <= 0.425:
        return q * evaluate("centre", 0.180625 - q * q)
    r = math.sqrt(-log(p if q < 0 else 1 - p))
    size = evaluate("near", r - 1.6) if r <= 5 else evaluate("far", r - 5)
    return -size if q < 0 else size


def uniform_of(high, low):
    # Exact rational arithmetic; float() would round if the value were no double.
    return float(Fraction((high << 32 | low) >> 11, 2**53))


def uniform_open_of(high, low):
    return float(Fraction(2 * ((high << 32 | low) >> 12) + 1, 2**53))


class Stream:
    def __init__(self, key, entity, step=0):
        self.key, self.entity, self.step = key, entity, step
        self.block, self.words = 0, []

    def uint32(self):
        if not self.words:
            counter = [self.entity, self.block, self.step & MASK, self.step >> 32]
            self.words = threefry(counter, self.key)
            self.block += 1
        return self.words.pop(0)

    def uniform(self):
        high = self.uint32()
        return uniform_of(high, self.uint32())

    def uniformOpen(self):
        high = self.uint32()
        return uniform_open_of(high, self.uint32())

    def integer(self, n):
        while n <= 2**32:
            product = self.uint32() * n
            if product % 2**32 >= 2**32 % n:
                return product >> 32
        bits = (n - 1).bit_length() - 32
        while True:
            high = self.uint32() >> (32 - bits)
            value = high << 32 | self.uint32()
            if value < n:
                return value

    def normal(self):
        return quantile(self.uniformOpen())

    def exponential(self):
        return -log(self.uniformOpen())

    def geometric(self, p):
        u = self.uniformOpen()
        return 0 if p == 1 else math.floor(log(u) / log1p(-p))

    def gamma(self, shape):
        if shape < 1:
            larger = self.gamma(shape + 1)
            return larger * exp(log(self.uniformOpen()) / shape)
        d = shape - 1 / 3
        c = 1 / math.sqrt(9 * d)
        while True:
            x = self.normal()
            t = 1 + c * x
            if t <= 0:
                continue
            v = t * t * t
            u = self.uniformOpen()
            if u < 1 - 0.0331 * (x * x) * (x * x):
                return d * v
            if log(u) < 0.5 * (x * x) + d * (1 - v + log(v)):
                return d * v

    def poisson(self, mean):
        if mean < 30:
            u, k = self.uniform(), 0
            share = total = exp(-mean)
            while u >= total:
                k += 1
                share *= mean / k
                if total + share == total and k > mean:
                    break
                total += share
            return k
        b = 0.931 + 2.53 * math.sqrt(mean)
        a = -0.059 + 0.02483 * b
        squeeze = 0.9277 - 3.6224 / (b - 2)
        inverse_alpha = log(1.1239 + 1.1328 / (b - 3.4))
        while True:
            u = self.uniformOpen() - 0.5
            v = self.uniformOpen()
            us = 0.5 - abs(u)
            k = math.floor((2 * a / us + b) * u + mean + 0.43)
            if us >= 0.07 and v <= squeeze:
                return k
            if k < 0 or (us < 0.013 and v > us):
                continue
            left = log(v) + inverse_alpha - log(a / (us * us) + b)
            if left <= k * log(mean) - mean - log_factorial(k):
                return k

    def binomial(self, n, p):
        if p > 0.5:
            return n - self._binomial(n, 1 - p)
        return self._binomial(n, p)

    def _binomial(self, n, p):
        if n * p < 10:
            u, k = self.uniform(), 0
            odds = p / (1 - p)
            share = total = exp(n * log1p(-p))
            while u >= total and k < n:
                k += 1
                share *= (n - k + 1) / k * odds
                if total + share == total and k > n * p:
                    break
                total += share
            return k
        spread = math.sqrt(n * p * (1 - p))
        b = 1.15 + 2.53 * spread
        a = -0.0873 + 0.0248 * b + 0.01 * p
        squeeze = 0.92 - 4.2 / b
        alpha = (2.83 + 5.1 / b) * spread
        odds = log(p / (1 - p))
        mode = math.floor((n + 1) * p)
        at_mode = log_factorial(mode) + log_factorial(n - mode)
        while True:
            u = self.uniformOpen() - 0.5
            v = self.uniformOpen()
            us = 0.5 - abs(u)
            k = math.floor((2 * a / us + b) * u + (n * p + 0.5))
            if us >= 0.07 and v <= squeeze:
                return k
            if k < 0 or k > n:
                continue
            left = log(v * alpha / (a / (us * us) + b))
            if left <= at_mode - log_factorial(k) - log_factorial(n - k) + (k - mode) * odds:
                return k


def mix(x):
    x ^= x >> 16
    x = x * 0x85EBCA6B & MASK
    x ^= x >> 13
    x = x * 0xC2B2AE35 & MASK
    return x ^ x >> 16


def permuted(n, words, index):
    bits = max(8, (n - 1).bit_length())
    lower = bits // 2
    upper = bits - lower
    while True:
        high, low = index >> lower, index & (1 << lower) - 1
        for number, word in enumerate(words):
            if number % 2 == 0:
                high ^= mix(low + word & MASK) >> (32 - upper)
            else:
                low ^= mix(high + word & MASK) >> (32 - lower)
        index = high << lower | low
        if index < n:
            return index


def permutation_of(n):
    source = Stream(stream_key(7, "permutations"), 0)
    words = [source.uint32() for _ in range(12)]
    return {"n": n, "words": words, "images": [permuted(n, words, k) for k in range(min(n, 24))]}


def series_words(key, entity, step, count):
    """Words count*step ... count*step + count - 1 of the entity's series."""
    words = []
    for n in range(count * step, count * step + count):
        block = n // 4
        words.append(threefry([entity, 0, block & MASK, block >> 32], key)[n % 4])
    return words


def thresholds(mean):
    share = total = exp(-mean)
    found, k = [], 0
    while True:
        k += 1
        threshold = math.floor(min(total, 1.0) * 2**32 + 0.5)
        if threshold < 2**32:
            found.append(threshold)
        share *= mean / k
        if k > mean and total + share == total:
            return found
        total += share


def binomial_thresholds(n, p):
    rate = 1 - p if p > 0.5 else p
    odds = rate / (1 - rate)
    shares = [exp(n * log1p(-rate))]
    total = shares[0]
    for k in range(1, n + 1):
        share = shares[-1] * ((n - k + 1) / k * odds)
        if k > n * rate and total + share == total:
            break
        shares.append(share)
        total += share
    if p > 0.5:
        shares = [0.0] * (n + 1 - len(shares)) + shares[::-1]
    found, total = [], 0.0
    for share in shares[:n]:
        total += share
        threshold = math.floor(min(total, 1.0) * 2**32 + 0.5)
        if threshold < 2**32:
            found.append(threshold)
    return found


def poisson_count(word, mean):
    share = total = exp(-mean)
    count = 0
    while word >= math.floor(total * 2**32 + 0.5):
        count += 1
        share *= mean / count
        total += share
    return count


def binomial_count(word, n, p):
    if p > 0.5:
        return n - binomial_count(MASK - word, n, 1 - p)
    share = total = exp(n * log1p(-p))
    count = 0
    while word >= math.floor(total * 2**32 + 0.5):
        count += 1
        share *= (n - count + 1) / count * (p / (1 - p))
        total += share
    return count


def gap_events(key, entity, mean, steps, start=0):
    """(step, count) for the steps that have events."""
    source, time, counts = Stream(key, entity), float(start), {}
    while True:
        time += -log(source.uniformOpen()) / mean
        step = math.floor(time)
        if step >= start + steps:
            return [[step, count] for step, count in counts.items()]
        counts[step] = counts.get(step, 0) + 1


DRAWS = [
    ("uniform", []),
    ("uniformOpen", []),
    ("integer", [1]),
    ("integer", [10]),
    ("integer", [3000000000]),
    ("integer", [2**32]),
    ("integer", [2**32 + 1]),
    ("integer", [2**53]),
    ("normal", []),
    ("exponential", []),
    ("geometric", [1]),
    ("geometric", [0.1]),
    ("geometric", [1e-9]),
    ("gamma", [0.3]),
    ("gamma", [2.5]),
    ("poisson", [0]),
    ("poisson", [0.2]),
    ("poisson", [29.5]),
    ("poisson", [30]),
    ("poisson", [12345.6]),
    ("binomial", [20, 0.25]),
    ("binomial", [1000, 0.3]),
    ("binomial", [1000, 0.7]),
    ("binomial", [300000000, 0.1]),
]
SEEDS = [0, 1, 2**53 - 1, 2**64 - 1]
PURPOSES = ["", "noise", "network/E/noise/v", "Réseau µ"]


# Purpose, entity and step of the counter; an event of synapse 3 in step 7 has step 8 * 2^21 + 3.
STREAM_USES = [
    ("connect/E_I", 4, 0),
    ("connect/E_I/whole", 0, 0),
    ("initial.weight/E_I", 4, 0),
    ("stimulus/2/weight", 4, 0),
    ("encode/E", 0, 0),
    ("trial/2/encode/E", 0, 0),
    ("source/E", 4, 0),
    ("trial/2/source/E", 4, 0),
    ("event/65/E_I", 4, 8 * 2**21 + 3),
    ("trial/2/event/65/E_I", 4, 8 * 2**21 + 3),
    ("event/0/E_I", 4, 8 * 2**21 + 2**20 + 6),
    ("structure/E_I", 4, 7),
]
SERIES_USES = [
    ("stimulus/2", 4, 7),
    ("draw:0/E", 4, 7),
    ("trial/2/draw:0/E", 4, 7),
]


def law_words():
    return [series_words(stream_key(7, "laws"), 11, step, 1)[0] for step in range(24)]


def main():
    keys = [
        {"seed": str(seed), "purpose": purpose, "key": stream_key(seed, purpose)}
        for seed in SEEDS
        for purpose in PURPOSES
    ]
    places = [(0, 0), (1, 0), (0, 1), (2**32 - 1, 2**53 - 1), (12345, 6789012345)]
    words = []
    for entity, step in places:
        draws = Stream(stream_key(7, "words"), entity, step)
        words.append({"entity": entity, "step": step, "words": [draws.uint32() for _ in range(9)]})
    draws = []
    for method, arguments in DRAWS:
        source = Stream(stream_key(7, "draws"), 3, 5)
        values = [getattr(source, method)(*arguments) for _ in range(24)]
        draws.append({"method": method, "arguments": arguments, "values": values})
    key = stream_key(7, "series")
    series = []
    for step in [0, 1, 2, 3, 4, 5, 2**33 + 3, 2**53 - 1]:
        one = [series_words(key, entity, step, 1)[0] for entity in range(100, 104)]
        two = [series_words(key, entity, step, 2) for entity in range(100, 104)]
        series.append(
            {
                "entity": 100,
                "step": step,
                "uint32": one,
                "uniform": [uniform_of(*pair) for pair in two],
                "normal": [quantile(uniform_open_of(*pair)) for pair in two],
            }
        )
    tables = [{"lambda": mean, "thresholds": thresholds(mean)} for mean in [0, 1e-5, 0.1, 1, 12.5]]
    sections = {
        "keys": keys,
        "words": {"seed": 7, "purpose": "words", "streams": words},
        "draws": {"seed": 7, "purpose": "draws", "entity": 3, "step": 5, "methods": draws},
        "series": {"seed": 7, "purpose": "series", "steps": series},
        "thresholds": tables,
        "binomial": [
            {"n": n, "p": p, "thresholds": binomial_thresholds(n, p)}
            for n, p in [(0, 0.3), (5, 0), (5, 1), (1, 0.5), (20, 0.25), (20, 0.9), (1000000, 2e-6)]
        ],
        "permutations": [permutation_of(n) for n in [1, 3, 256, 257, 100000, 2**31 + 1, 2**32]],
        "laws": {
            "seed": 7,
            "purpose": "laws",
            "entity": 11,
            "steps": 24,
            "poisson": [
                {"lambda": mean, "counts": [poisson_count(word, mean) for word in law_words()]}
                for mean in [0, 0.07, 1.3, 2.3, 500]
            ],
            "binomial": [
                {"n": n, "p": p, "counts": [binomial_count(word, n, p) for word in law_words()]}
                for n, p in [(1, 0.5), (20, 0.25), (20, 0.9), (3, 1), (1000000, 2e-6), (700, 0.51)]
            ],
        },
        "gaps": {
            "seed": 7,
            "purpose": "gaps",
            "trains": [
                {
                    "entity": entity,
                    "lambda": mean,
                    "start": start,
                    "steps": steps,
                    "events": gap_events(stream_key(7, "gaps"), entity, mean, steps, start),
                }
                for entity, mean, start, steps in [
                    (0, 0.01, 0, 1000),
                    (1, 0.01, 0, 1000),
                    (2**32 - 1, 1.0, 10, 12),
                    (5, 1e-7, 2**40, 10**8),
                ]
            ],
        },
    }
    sections["uses"] = {
        "seed": 7,
        "streams": [
            {"purpose": purpose, "entity": entity, "step": step, "uniform": value}
            for purpose, entity, step in STREAM_USES
            for value in [Stream(stream_key(7, purpose), entity, step).uniform()]
        ],
        "series": [
            {"purpose": purpose, "entity": entity, "step": step, "uniform": value}
            for purpose, entity, step in SERIES_USES
            for value in [uniform_of(*series_words(stream_key(7, purpose), entity, step, 2))]
        ],
    }
    text = json.dumps(sections, indent=2, ensure_ascii=False)
    Path(__file__).with_name("vectors.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
