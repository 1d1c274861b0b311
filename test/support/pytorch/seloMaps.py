"""The maps of semantic localization by a released network in PyTorch, for the parity tests.

`seloMaps.py FOLDER SPEC` writes a checkpoint, its vocabulary and an image into FOLDER, and the raw and the filtered map of
each case of SPEC. The sentences have one word, so that shuffling their words changes nothing.
"""

import json
import sys
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from reference import Amfmn, draw, saved

sys.path.insert(0, str(Path(__file__).parents[1] / "python"))
from selo import mean_map, scaled, slices  # noqa: E402

mean, deviation = np.float32([0.485, 0.456, 0.406]), np.float32([0.229, 0.224, 0.225])


def score(model, image, box, text, size, jpeg):
    """Returns the mean of the products of both unit vectors for one slice (top, bottom, left, right)."""
    top, bottom, left, right = box
    part = cv2.resize(image[top:bottom, left:right], (size, size), interpolation=cv2.INTER_CUBIC)
    if jpeg:
        part = cv2.imdecode(cv2.imencode(".jpg", part, [cv2.IMWRITE_JPEG_QUALITY, 95])[1], cv2.IMREAD_COLOR)
    pixels = (part[:, :, ::-1].astype(np.float32) / 255 - mean) / deviation
    with torch.no_grad():
        visual = F.normalize(model.encode_images(torch.from_numpy(pixels.transpose(2, 0, 1)[None].copy())), dim=1)
    return float((visual * text).mean())


def fine_boxes(box, height, width):
    """Two squares around nine points of a coarse slice."""
    top, bottom, left, right = box
    at = lambda low, high, share: low + int((high - low) * share)  # noqa: E731
    shares = [(y, x) for y in (0, 1) for x in (0, 1)] + [(y, x) for y in (0.25, 0.75) for x in (0.25, 0.75)] + [(0.5, 0.5)]
    for y, x in shares:
        for half in (64, 128):
            t, l = max(0, at(top, bottom, y) - half), max(0, at(left, right, x) - half)
            yield t, min(t + 2 * half, height), l, min(l + 2 * half, width)


def as_tiles(boxes):
    return [(left, top, right - left, bottom - top) for top, bottom, left, right in boxes]


def v1(score_of, height, width, steps):
    boxes = slices(height, width, steps)
    sums, counts = mean_map(as_tiles(boxes), [score_of(box) for box in boxes], height, width)
    raw = scaled(sums / counts)
    return raw, cv2.medianBlur((raw * 255).astype(np.uint8), 251)


def v2(score_of, height, width):
    coarse = list(dict.fromkeys(
        (min(t, height - 512), min(t, height - 512) + 512, min(l, width - 512), min(l, width - 512) + 512)
        for t in range(0, height, 512) for l in range(0, width, 512)
    ))
    scores = [score_of(box) for box in coarse]
    best = np.argsort(-np.array(scores), kind="stable")[: int(0.15 * len(coarse)) + 1]
    boxes = [coarse[i] for i in best]
    fine = list(dict.fromkeys(box for one in boxes for box in fine_boxes(one, height, width)))
    all_scores = [scores[i] for i in best] + [score_of(box) for box in fine]
    sums, counts = mean_map(as_tiles(boxes + fine), all_scores, height, width)
    raw = scaled(np.where(counts > 0, sums / np.maximum(counts, 1), 0))
    return raw, cv2.GaussianBlur((raw * 255).astype(np.uint8), (255, 255), 0)


def main(folder, spec):
    torch.set_num_threads(1)
    model = Amfmn("soft", 42, **spec["sizes"], dropout=0.0).eval()
    draw(model, torch.Generator().manual_seed(spec["seed"]))
    torch.save(saved(model, "soft", 0.25), folder / "best.pth.tar")
    words = {f"word{k}": k + 1 for k in range(40)} | {"<unk>": 41}
    vocabulary = {"word2idx": words, "idx2word": {str(v): k for k, v in words.items()}, "idx": 42}
    (folder / "vocabulary.json").write_text(json.dumps(vocabulary))
    height, width = spec["height"], spec["width"]
    random = np.random.default_rng(spec["seed"])
    coarse = random.integers(0, 256, (7, 9, 3), dtype=np.uint8)
    image = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    image = cv2.add(image, random.integers(0, 40, image.shape, dtype=np.uint8))
    cv2.imwrite(str(folder / "image.png"), image)
    for case in spec["cases"]:
        with torch.no_grad():
            number = torch.tensor([[words[case["word"]]], [words[case["word"]]]])  # one sentence alone fails
            text = F.normalize(model.text_feature(number)[:1], dim=1)
        score_of = lambda box: score(model, image, box, text, spec["sizes"]["imageSize"], case["jpeg"])  # noqa: E731
        if case["method"] == "v1":
            raw, gray = v1(score_of, height, width, case["steps"])
        else:
            raw, gray = v2(score_of, height, width)
        raw.astype(np.float32).tofile(folder / f"{case['name']}.raw")
        gray.tofile(folder / f"{case['name']}.gray")


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
