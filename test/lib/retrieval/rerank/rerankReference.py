"""The multivariate rerank in NumPy, written from the facts of the paper and the released script, with defined ties.

Usage: rerankReference.py FOLDER SPEC, where SPEC is a JSON list of {name, k, w1, w2, variant, within, sums}. FOLDER/name.npy
holds the scores, and the results are written beside it.
"""

import json
import sys
from pathlib import Path

import numpy as np


def best_first(scores):
    """Sorts the last axis, greatest first. Of equal scores the lower index comes first."""
    return np.argsort(-scores, axis=-1, kind="stable")


def image_to_text(scores, k, w1, w2, variant, within, sums):
    scores = scores.astype(np.float64)
    images, _ = scores.shape
    k = min(k, scores.shape[1])
    total = (np.abs(scores) if sums == "absolute" else scores).sum(axis=0)
    # places[i, t]: rank of image i in the list of text t.
    places = np.empty(scores.shape, dtype=int)
    lists = best_first(scores.T)
    for text, images_of_text in enumerate(lists):
        places[images_of_text, text] = np.arange(images)
    new = np.zeros(scores.shape)
    for image in range(images):
        candidates = best_first(scores[image])[:k]
        by_rank = np.argsort(places[image, candidates], kind="stable")
        for j, text in enumerate(candidates):
            p1 = scores[image, text] / total[text] if total[text] != 0 else 0
            p2 = np.exp(-0.05 * (j + 1))
            if variant == "released":
                p3 = np.exp(-0.05 * (list(by_rank).index(j) + 1))
            else:
                rank = places[image, text]
                p3 = np.exp(-0.05 * (rank + 1)) if rank < within else 0
            new[image, text] = w1 * p1 + p2 + w2 * p3
    return new.astype(np.float32)


def orders(scores, k):
    images, _ = scores.shape
    lists = best_first(scores.T)
    result = best_first(scores)
    for image in range(images):
        first = result[image, :k].copy()
        ranks = [int(np.where(lists[text] == image)[0][0]) for text in first]
        result[image, : len(first)] = first[np.argsort(ranks, kind="stable")]
    return result.astype(np.int32)


def main(folder, specs):
    for spec in specs:
        name = spec.pop("name")
        scores = np.load(folder / f"{name}.npy")
        np.save(folder / f"{name}-i2t.npy", image_to_text(scores, **spec))
        np.save(folder / f"{name}-t2i.npy", np.ascontiguousarray(image_to_text(scores.T, **spec).T))
        np.save(folder / f"{name}-i2t-order.npy", orders(scores, spec["k"]))
        np.save(folder / f"{name}-t2i-order.npy", orders(scores.T, spec["k"]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
