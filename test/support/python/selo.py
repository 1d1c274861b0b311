"""Semantic localization in NumPy, SciPy and OpenCV, written from its published description, for the parity tests.

`selo.py TASK FOLDER` reads FOLDER/task.json and writes its results into FOLDER. Arrays are raw files without a header.
"""

import json
import math
import sys
from pathlib import Path

import cv2
import numpy as np
from scipy import ndimage


def read(folder, name, shape, dtype=np.uint8):
    return np.fromfile(folder / name, dtype).reshape(shape)


def slices(height, width, steps):
    """Two grids a step. The last slice of a row or column moves back to the border. Equal ones count once."""
    found = []
    for step in steps:
        for offset in (0, step // 2):
            for top in range(offset, height, step):
                for left in range(offset, width, step):
                    top_ = height - step if top >= height - step else top
                    left_ = width - step if left >= width - step else left
                    box = (top_, top_ + step, left_, left_ + step)
                    if box not in found:
                        found.append(box)
    return found


def tiles(folder, height, width, steps, size, image):
    """Cuts the slices and resizes each. NumPy's slicing counts negative starts from the other end."""
    pixels = read(folder, image, (height, width, 3))
    boxes, written = slices(height, width, steps), []
    with open(folder / "tiles.bin", "wb") as cut, open(folder / "jpeg.bin", "wb") as saved:
        for top, bottom, left, right in boxes:
            part = pixels[top:bottom, left:right]
            resized = cv2.resize(part[:, :, ::-1], (size, size), interpolation=cv2.INTER_CUBIC)
            cut.write(np.ascontiguousarray(resized[:, :, ::-1]).tobytes())
            _, file = cv2.imencode(".jpg", resized, [cv2.IMWRITE_JPEG_QUALITY, 95])
            saved.write(np.ascontiguousarray(cv2.imdecode(file, cv2.IMREAD_COLOR)[:, :, ::-1]).tobytes())
            rows, columns = np.arange(height)[top:bottom], np.arange(width)[left:right]
            written.append([int(columns[0]), int(rows[0]), len(columns), len(rows)])
    return {"boxes": written}


def mean_map(boxes, scores, height, width):
    sums, counts = np.zeros((height, width)), np.zeros((height, width))
    for (left, top, w, h), score in zip(boxes, scores):
        sums[top : top + h, left : left + w] += score
        counts[top : top + h, left : left + w] += 1
    return sums, counts


def scaled(values):
    values = values - values.min()
    return values / values.max()


def maps(folder, height, width, boxes, scores):
    """Both filters of the mean map of v1, which covers the image, and of v2, where uncovered pixels keep 0."""
    sums, counts = mean_map(boxes, scores, height, width)
    means = np.where(counts > 0, sums / np.maximum(counts, 1), 0)
    raw = scaled(means)
    gray = (raw * 255).astype(np.uint8)
    raw.astype(np.float32).tofile(folder / "raw.bin")
    gray.tofile(folder / "gray.bin")
    cv2.medianBlur(gray, 251).tofile(folder / "median.bin")
    cv2.GaussianBlur(gray, (255, 255), 0).tofile(folder / "gaussian.bin")
    return {}


def fill(polygons, height, width):
    mask = np.zeros((height, width), np.uint8)
    corners = [np.array(polygon).astype(np.int32) for polygon in polygons]
    return cv2.fillPoly(mask, corners, 1)


def attention(gray):
    smooth = gray
    for _ in range(5):
        smooth = cv2.blur(smooth, (50, 50))
    peaks = (smooth == ndimage.maximum_filter(smooth, 1000)) & (smooth > 0)
    labels, count = ndimage.label(peaks, np.ones((3, 3)))
    centers = []
    for label in range(1, count + 1):
        rows, columns = np.nonzero(labels == label)
        centers.append((int(columns.mean()), int(rows.mean())))
    values = {center: gray[center[1], center[0]] / 255 for center in centers}
    centers = sorted(centers, key=lambda center: -values[center])
    return [center for center in centers if values[center] >= 0.5]


def circle(polygon):
    corners = np.array(polygon, dtype=np.float64)
    center = [int(value) for value in corners.mean(0)]
    distances = [math.dist(corner, center) for corner in corners]
    return center, math.floor(1.5 * sum(distances) / len(distances))


def judge(gray, polygons):
    height, width = gray.shape
    values, mask = gray / 255, fill(polygons, height, width)
    inside, total, area = (values * mask).sum(), values.sum(), int(mask.sum())
    rsu = 1 - math.exp(-0.707 * inside / (total - inside + 1e-7) * (height * width - area) / area)
    centers = attention(gray)
    shifts, discreteness = [], []
    for polygon in polygons:
        center, radius = circle(polygon)
        near = [point for point in centers if math.dist(point, center) <= radius]
        shift = sum(math.dist(point, center) for point in near) / len(near) if near else radius
        shifts.append(shift / radius)
        if len(near) < 2:
            discreteness.append(len(near))
            continue
        middle = np.mean(near, axis=0)
        spread = np.mean([math.dist(point, middle) for point in near])
        discreteness.append(0.5 * (1 - spread / radius) + math.exp(-0.5 * (len(near) + 2)))
    mean = sum(shifts) / len(shifts)
    ras = (math.exp(3 * mean) - 1) / (math.exp(3) - 1) if centers else 1
    rda = sum(discreteness) / len(discreteness)
    rmi = 0.4 * rsu + 0.35 * (1 - ras) + 0.25 * rda
    return {"rsu": rsu, "ras": ras, "rda": rda, "rmi": rmi, "area": area, "centers": centers}


def indicators(folder, cases):
    return {"cases": [judge(read(folder, case["map"], case["shape"]), case["polygons"]) for case in cases]}


def masks(folder, height, width, cases):
    with open(folder / "masks.bin", "wb") as file:
        for polygons in cases:
            file.write(fill(polygons, height, width).tobytes())
    return {}


if __name__ == "__main__":
    task, folder = sys.argv[1], Path(sys.argv[2])
    result = globals()[task](folder, **json.loads((folder / "task.json").read_text()))
    print(json.dumps(result))
