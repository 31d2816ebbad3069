"""The other side of `npm run bench -- peers`: one job a line on stdin, one JSON line of its time and result on stdout.

Data are read from files of doubles that the bench wrote, before the clock starts: both sides work on the same numbers.
"""

import json
import sys
import time
import warnings
from pathlib import Path

import evidently
import numpy as np
import pandas as pd
import scipy
from evidently import Report
from evidently.presets import DataDriftPreset
from scipy import stats

warnings.filterwarnings("ignore")
folder = Path(sys.argv[1])
features = int(sys.argv[2])


def load(name):
    return np.fromfile(folder / name, dtype=np.float64)


reference, current = load("reference.f64"), load("current.f64")
low, high = reference.min(), reference.max()
rows = load("features-reference.f64").reshape(features, -1), load("features-current.f64").reshape(features, -1)
frames = [pd.DataFrame({f"feature_{i}": column for i, column in enumerate(side)}) for side in rows]


def drift_report():
    result = Report([DataDriftPreset(method="psi")]).run(frames[1], frames[0]).dict()
    values = [metric["value"] for metric in result["metrics"] if not isinstance(metric["value"], dict)]
    return [float(value) for value in values]


JOBS = {
    "versions": lambda: {
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "evidently": evidently.__version__,
        "pandas": pd.__version__,
        "python": sys.version.split()[0],
    },
    # Equal bins, which numpy has a fast path for.
    "histogram": lambda: np.histogram(reference, bins=10, range=(low, high))[0].tolist(),
    # The same edges given one by one.
    "histogram_edges": lambda: np.histogram(reference, bins=np.linspace(low, high, 11))[0].tolist(),
    "ks": lambda: float(stats.ks_2samp(reference, current, method="asymp").statistic),
    "wasserstein": lambda: float(stats.wasserstein_distance(reference, current)),
    "psi": drift_report,
}

for line in sys.stdin:
    job = JOBS[line.strip()]
    start = time.perf_counter()
    result = job()
    took = (time.perf_counter() - start) * 1e3
    print(json.dumps({"ms": took, "result": result}), flush=True)
