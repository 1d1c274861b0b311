"""Runs the released AMFMN and GaLR in PyTorch, as the baseline of the benchmarks. The networks are those of the tests."""

import io
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from serve import serve

support = Path(__file__).parents[2] / "test" / "support"
sys.path[:0] = [str(support / "pytorch"), str(support / "python")]
from galr import Galr  # noqa: E402
from reference import Amfmn, hinge  # noqa: E402

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
released = dict(width=64, attentionChannels=3, embedding=512, wordEmbedding=620, hidden=2400)
models = {}


def model_of(words, size):
    """Returns the model and the optimizer for an image size. The weights stay the same between jobs."""
    if (words, size) not in models:
        torch.manual_seed(1)
        model = Amfmn("similarity", words, imageSize=size, dropout=0.25, **released).to(device)
        models[words, size] = model, torch.optim.Adam(model.parameters(), lr=2e-4)
    return models[words, size]


def padded(sentences):
    longest = max(map(len, sentences))
    return torch.tensor([s + [0] * (longest - len(s)) for s in sentences], device=device)


def training_step(words, sentences, size):
    model, adam = model_of(words, size)
    model.train()
    pixels, texts = torch.rand(len(sentences), 3, size, size, device=device), padded(sentences)

    def run():
        scores = model.similarity(model.encode_images(pixels), model.text_feature(texts))
        loss = hinge(scores, 0.2)
        adam.zero_grad()
        loss.backward()
        adam.step()
        return loss.item()

    return run


def image_encoding(words, images, size):
    model, _ = model_of(words, size)
    model.eval()
    pixels = torch.rand(images, 3, size, size, device=device)

    def run():
        with torch.no_grad():
            return model.encode_images(pixels).sum().item()

    return run


def text_encoding(words, sentences):
    model, _ = model_of(words, 256)
    model.eval()
    texts = padded(sentences)

    def run():
        with torch.no_grad():
            return model.text_feature(texts).sum().item()

    return run


def evaluation_block(words, sentences, size):
    """Runs one block of the released evaluation, which encodes its images and captions and keeps the graph."""
    model, _ = model_of(words, size)
    model.eval()
    pixels, texts = torch.rand(len(sentences), 3, size, size, device=device), padded(sentences)
    return lambda: model.similarity(model.encode_images(pixels), model.text_feature(texts)).sum().item()


def galr_of(words):
    if "galr" not in models:
        torch.manual_seed(1)
        sizes = dict(released, imageSize=256, heads=8, feedForward=1024)
        model = Galr(words, **sizes, drops=(0.25, 0.1, 0.2)).to(device)
        models["galr"] = model, torch.optim.Adam(model.parameters(), lr=2e-4)
    return models["galr"]


def galr_inputs(images):
    """Draws pixels, adjacency and objects."""
    pixels = torch.rand(images, 3, 256, 256, device=device)
    return pixels, torch.rand(images, 20, 20, device=device) / 10, torch.rand(images, 20, 20, device=device)


def galr_step(words, sentences):
    model, adam = galr_of(words)
    model.train()
    inputs, texts = galr_inputs(len(sentences)), padded(sentences)

    def run():
        loss = hinge(model.encode_images(*inputs) @ model.encode_texts(texts).T, 0.2)
        adam.zero_grad()
        loss.backward()
        adam.step()
        return loss.item()

    return run


def galr_encoding(words, images):
    model, _ = galr_of(words)
    model.eval()
    inputs = galr_inputs(images)

    def run():
        with torch.no_grad():
            return model.encode_images(*inputs).sum().item()

    return run


def galr_evaluation_block(words, sentences):
    """Runs one block of the released evaluation, which encodes its images and captions and keeps the graph."""
    model, _ = galr_of(words)
    model.eval()
    inputs, texts = galr_inputs(len(sentences)), padded(sentences)
    return lambda: (model.encode_images(*inputs) @ model.encode_texts(texts).T).sum().item()


def loading(paths):
    """Applies torchvision's Resize(278), RandomCrop(256), ToTensor and Normalize to one image after another.

    It uses one thread, as each worker of PyTorch's loader does. Several threads would slow down tenfold when another
    program runs, as they wait for each other after little arithmetic.
    """
    torch.set_num_threads(1)
    mean = torch.tensor([0.485, 0.456, 0.406])[:, None, None]
    deviation = torch.tensor([0.229, 0.224, 0.225])[:, None, None]
    random = np.random.default_rng(1)

    def run():
        for path in paths:
            image = Image.open(io.BytesIO(Path(path).read_bytes())).convert("RGB").resize((278, 278), Image.BILINEAR)
            left, top = random.integers(0, 23, 2)
            crop = np.array(image.crop((left, top, left + 256, top + 256)))
            pixels = torch.from_numpy(crop).permute(2, 0, 1).contiguous().float() / 255
            pixels.sub_(mean).div_(deviation)

    return run


def localization(words, ids, image):
    """Runs v1 of the authors: each slice is cut, resized, written as JPEG, read and encoded alone.

    The map is added up by NumPy's slices, and not pixel by pixel as released.
    """
    import cv2
    import selo

    model, _ = model_of(words, 256)
    model.eval()
    pixels = cv2.imread(image)
    height, width = pixels.shape[:2]
    mean, deviation = np.float32([0.485, 0.456, 0.406]), np.float32([0.229, 0.224, 0.225])

    def score(box, text):
        part = cv2.resize(pixels[box[0] : box[1], box[2] : box[3]], (256, 256), interpolation=cv2.INTER_CUBIC)
        part = cv2.imdecode(cv2.imencode(".jpg", part, [cv2.IMWRITE_JPEG_QUALITY, 95])[1], cv2.IMREAD_COLOR)
        rows = ((part[:, :, ::-1] / np.float32(255) - mean) / deviation).transpose(2, 0, 1)[None]
        visual = model.encode_images(torch.from_numpy(np.ascontiguousarray(rows)).to(device))
        return torch.nn.functional.cosine_similarity(visual, text).item() / 512

    def run():
        with torch.no_grad():
            text = model.text_feature(padded([ids, ids]))[:1]
            boxes = selo.slices(height, width, [256, 512, 768])
            tiles = [(left, top, right - left, bottom - top) for top, bottom, left, right in boxes]
            sums, counts = selo.mean_map(tiles, [score(box, text) for box in boxes], height, width)
        return cv2.medianBlur((selo.scaled(sums / counts) * 255).astype(np.uint8), 251).sum()

    return run


def indicators(side, gray, regions):
    """Judges one map. The authors' code looks for the attention centers twice."""
    import base64

    import selo

    values = np.frombuffer(base64.b64decode(gray), np.uint8).reshape(side, side)
    return lambda: (selo.attention(values), selo.judge(values, regions))


def memory():
    """Returns the megabytes that PyTorch allocated on the GPU, or None without one."""
    return torch.cuda.max_memory_allocated() / 2**20 if device.type == "cuda" else None


if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[1]))
    jobs = [training_step, image_encoding, text_encoding, evaluation_block, loading, localization, indicators]
    jobs += [galr_step, galr_encoding, galr_evaluation_block]
    serve(jobs, {"name": f"PyTorch {torch.__version__}", "device": str(device)}, memory)
