"""The released AMFMN in PyTorch, written from its published description, for the parity tests.

The sentence encoder comes from the package `skipthoughts`. Sizes are parameters, so that tests can compare a small
network quickly. `reference.py FOLDER SPEC` draws weights, images and captions from a seed and writes them into FOLDER
with the results of the network.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import save_file
from skipthoughts import BayesianUniSkip
from skipthoughts.gru import BayesianGRU
from torch import nn


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        shortcut = x if self.downsample is None else self.downsample(x)
        y = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(y)) + shortcut)


class ResNet18(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        for stage in range(1, 5):
            outputs = width * 2 ** (stage - 1)
            inputs = outputs if stage == 1 else outputs // 2
            first = BasicBlock(inputs, outputs, 1 if stage == 1 else 2)
            setattr(self, f"layer{stage}", nn.Sequential(first, BasicBlock(outputs, outputs, 1)))
        self.fc = nn.Linear(8 * width, 1000)

    def maps(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        maps = []
        for stage in range(1, 5):
            x = getattr(self, f"layer{stage}")(x)
            maps.append(x)
        return maps


class ImageFeatures(nn.Module):
    def __init__(self, width, embedding):
        super().__init__()
        self.resnet = ResNet18(width)
        self.linear = nn.Linear(8 * width, embedding)

    def forward(self, x):
        f1, f2, f3, f4 = self.resnet.maps(x)
        up = nn.Upsample(scale_factor=2, mode="nearest")
        solo = self.linear(f4.mean(dim=(2, 3)))
        return torch.cat([f1, up(f2)], 1), torch.cat([f3, up(f4)], 1), solo


class Mvsa(nn.Module):
    def __init__(self, width, side, channels, embedding):
        super().__init__()
        self.LF_conv = nn.Conv2d(3 * width, channels, 3, 4)
        self.HF_conv = nn.Conv2d(12 * width, channels, 1)
        self.conv1x1_1 = nn.Conv2d(2 * channels, 1, 1)
        self.conv1x1_2 = nn.Conv2d(2 * channels, 1, 1)
        self.solo_attention = nn.Linear(side * side, embedding)

    def forward(self, lower, higher, solo):
        low, high = self.LF_conv(lower), self.HF_conv(higher)
        both = torch.cat([low, high], 1) + high.mean(1, keepdim=True)
        gated = self.conv1x1_1(both) * torch.sigmoid(self.conv1x1_2(both))
        return solo * torch.sigmoid(self.solo_attention(gated.flatten(1)))


class SkipThoughts(BayesianUniSkip):
    """The package's encoder with random weights. The package downloads its own."""

    def __init__(self, words, word_embedding, hidden, dropout):
        self.sizes = (words, word_embedding, hidden)
        super().__init__("", [None] * (words - 1), dropout=dropout)

    def _load_embedding(self):
        words, word_embedding, _ = self.sizes
        return nn.Embedding(words, word_embedding, padding_idx=0)

    def _load_rnn(self):
        _, word_embedding, hidden = self.sizes
        return BayesianGRU(word_embedding, hidden, dropout=self.dropout)


class TextFeatures(nn.Module):
    def __init__(self, words, word_embedding, hidden, embedding, dropout):
        super().__init__()
        self.seq2vec = SkipThoughts(words, word_embedding, hidden, dropout)
        self.to_out = nn.Linear(hidden, embedding)

    def forward(self, words):
        return F.relu(self.to_out(self.seq2vec(words)))


class GuidedAttention(nn.Module):
    def __init__(self, kind, size):
        super().__init__()
        self.kind = kind
        if kind == "soft":
            self.cross_attention = nn.Sequential(nn.Linear(size, size), nn.Sigmoid())
        elif kind == "fusion":
            self.cross_attention_fc1 = nn.Sequential(nn.Linear(2 * size, size), nn.Sigmoid())
            self.cross_attention_fc2 = nn.Sequential(nn.Linear(2 * size, size))
        else:
            self.fc_visual = nn.Sequential(nn.Linear(size, size))
            self.fc_text = nn.Sequential(nn.Linear(size, size))

    def forward(self, visual, text):
        rows = visual[:, None].expand(-1, len(text), -1)
        columns = text[None].expand(len(visual), -1, -1)
        if self.kind == "soft":
            return self.cross_attention(rows) * columns
        if self.kind == "fusion":
            pairs = torch.cat([rows, columns], -1)
            return self.cross_attention_fc1(pairs) * self.cross_attention_fc2(pairs)
        seen, read = self.fc_visual(rows), self.fc_text(columns)
        return torch.sigmoid(seen * read) * read


class UnusedGate(nn.Module):
    """A part of every released checkpoint that the network never calls."""

    def __init__(self, embedding):
        super().__init__()
        self.gate = nn.Linear(1024, embedding)


class Amfmn(nn.Module):
    def __init__(self, kind, words, width, imageSize, attentionChannels, embedding, wordEmbedding, hidden, dropout):
        super().__init__()
        self.extract_feature = ImageFeatures(width, embedding)
        self.mvsa = Mvsa(width, imageSize // 16, attentionChannels, embedding)
        self.text_feature = TextFeatures(words, wordEmbedding, hidden, embedding, dropout)
        self.cross_attention_s = GuidedAttention(kind, embedding)
        self.vgmf_gate = UnusedGate(embedding)

    def encode_images(self, pixels):
        return self.mvsa(*self.extract_feature(pixels))

    def similarity(self, visual, text):
        guided = self.cross_attention_s(visual, text)
        rows = visual[:, None].expand_as(guided)
        lengths = torch.norm(rows, 2, -1) * torch.norm(guided, 2, -1)
        return (rows * guided).sum(-1) / lengths.clamp(min=1e-8)


def draw(model, generator):
    """Draws weights that spread the embeddings, so that no two scores are nearly equal."""
    with torch.no_grad():
        for name, value in model.state_dict().items():
            if not value.is_floating_point():
                continue
            noise = torch.randn(value.shape, generator=generator)
            if name.endswith("running_var"):
                value.copy_(0.5 + torch.rand(value.shape, generator=generator))
            elif name.endswith(("running_mean", "bias")):
                value.copy_(0.1 * noise)
            elif value.dim() == 1:
                value.copy_(1 + 0.1 * noise)
            elif name.endswith("embedding.weight"):
                value.copy_(noise).index_fill_(0, torch.tensor([0]), 0)
            else:
                fan_in = value[0].numel()
                value.copy_(noise * (2 / fan_in) ** 0.5)


def hinge(scores, margin):
    pairs = scores.diag()
    violations = (margin + scores - pairs[:, None]).clamp(min=0) + (margin + scores - pairs[None]).clamp(min=0)
    return violations.masked_fill(torch.eye(len(scores), device=scores.device) > 0.5, 0).sum()


def ranks(scores, right):
    """Returns for each row the rank of its first right answer, from 0. Of equal scores the later one comes first."""
    order = np.argsort(scores, axis=1, kind="stable")[:, ::-1]
    return np.array([np.isin(row, answers).argmax() for row, answers in zip(order, right)])


def direction(ranks):
    within = [100.0 * int(np.sum(ranks < k)) / len(ranks) for k in (1, 5, 10)]
    return dict(zip(["r1", "r5", "r10"], within)) | {
        "medianRank": float(np.floor(np.median(ranks)) + 1),
        "meanRank": float(ranks.mean() + 1),
    }


def metrics(scores, captions_per_image):
    images = len(scores)
    own = [list(range(i * captions_per_image, (i + 1) * captions_per_image)) for i in range(images)]
    image_to_text = ranks(scores, own)
    text_to_image = ranks(scores.T, [[i] for i in range(images) for _ in range(captions_per_image)])
    sides = {"imageToText": direction(image_to_text), "textToImage": direction(text_to_image)}
    recalls = [side[key] for side in sides.values() for key in ("r1", "r5", "r10")]
    return sides | {"mR": float(np.mean(recalls))}


def draw_data(folder, images, per_image, random):
    """Writes a data set in the released code's format: PNG images of uneven sizes, captions of a small vocabulary."""
    (folder / "images").mkdir(parents=True)
    names, captions = [], []
    for i in range(images):
        height, width = random.integers(200, 340, 2)
        coarse = random.integers(0, 256, (6, 6, 3), dtype=np.uint8)
        name = f"scene_{i}.png"
        Image.fromarray(coarse).resize((int(width), int(height)), Image.BICUBIC).save(folder / "images" / name)
        names += [name] * per_image
        for _ in range(per_image):
            captions.append(" ".join(f"word{k}" for k in random.integers(0, 45, random.integers(1, 16))))
    (folder / "test_caps.txt").write_text("\n".join(captions) + "\n")
    (folder / "test_filename.txt").write_text("\n".join(names) + "\n")
    words = {f"word{k}": k + 1 for k in range(40)} | {"<unk>": 41}
    vocabulary = {"word2idx": words, "idx2word": {str(v): k for k, v in words.items()}, "idx": 42}
    (folder / "vocabulary.json").write_text(json.dumps(vocabulary))
    numbers = [[words.get(word, 41) for word in caption.split()] for caption in captions]
    padded = torch.zeros(len(numbers), 47, dtype=torch.long)
    for row, sentence in zip(padded, numbers):
        row[: len(sentence)] = torch.tensor(sentence)
    return names[::per_image], padded


def pixels_of(folder, names, size):
    """Computes torchvision's Resize((size, size)), ToTensor and Normalize with PIL."""
    mean, deviation = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    images = [Image.open(folder / "images" / name).convert("RGB").resize((size, size), Image.BILINEAR) for name in names]
    return torch.stack([((torch.from_numpy(np.array(i)) / 255 - mean) / deviation).permute(2, 0, 1) for i in images])


def saved(model, kind, dropout):
    """Returns the dictionary that the released training script saves."""
    attention = {"soft": "soft_att", "fusion": "fusion_att", "similarity": "similarity_att"}[kind]
    seq2vec = {"arch": "skipthoughts", "dropout": dropout, "fixed_emb": False}
    options = {"model": {"name": "AMFMN", "cross_attention": {"att_type": attention}, "seq2vec": seq2vec}}
    return {
        "epoch": 12,
        "arch": "baseline",
        "model": model.state_dict(),
        "best_rsum": np.float64(28.7),
        "options": options,
        "Eiters": 0,
    }


def save_in_every_form(folder, model, kind, dropout):
    """Saves zip and legacy files of single and half precision, from the CPU and (by its tag) from a GPU."""
    here = torch.serialization.location_tag
    for device in ("cpu", "cuda:0"):
        torch.serialization.location_tag = lambda storage: device
        for zipped in (True, False):
            form = f"{'zip' if zipped else 'legacy'}-{device[:4]}"
            torch.save(saved(model, kind, dropout), folder / f"{form}-float32.pth.tar", _use_new_zipfile_serialization=zipped)
            half = saved(model, kind, dropout)
            half["model"] = {k: v.half() if v.is_floating_point() else v for k, v in half["model"].items()}
            torch.save(half, folder / f"{form}-float16.pth.tar", _use_new_zipfile_serialization=zipped)
    torch.serialization.location_tag = here


def main(folder, spec):
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(spec["seed"])
    generator = torch.Generator().manual_seed(spec["seed"])
    data = folder / "data"
    names, words = draw_data(data, spec["images"], spec["captions"], random)
    pixels = pixels_of(data, names, spec["sizes"]["imageSize"])
    # The networks differ in their attention only, so what comes before it is drawn and computed once.
    model = Amfmn(spec["attentions"][0], 42, **spec["sizes"], dropout=0.0).eval()
    draw(model, generator)
    statistics = {name: buffer.clone() for name, buffer in model.named_buffers()}
    with torch.no_grad():
        visual, text = model.encode_images(pixels), model.text_feature(words)
    for kind in spec["attentions"]:
        model.cross_attention_s = GuidedAttention(kind, spec["sizes"]["embedding"])
        draw(model.cross_attention_s, generator)
        for name, buffer in model.named_buffers():
            buffer.copy_(statistics[name])
        model.zero_grad()
        model.eval()
        out = folder / kind
        out.mkdir()
        torch.save(saved(model, kind, 0.25), out / "best.pth.tar")
        if spec.get("everyForm"):
            save_in_every_form(out, model, kind, 0.25)
        with torch.no_grad():
            scores = model.similarity(visual, text)
        (out / "metrics.json").write_text(json.dumps(metrics(scores.numpy(), spec["captions"])))
        results = {"visual": visual, "text": text, "scores": scores}
        if spec.get("batch"):
            model.train()
            batch = spec["batch"]
            own = model.similarity(
                model.encode_images(pixels[:batch]), model.text_feature(words[: batch * spec["captions"] : spec["captions"]])
            )
            loss = hinge(own, 0.2)
            loss.backward()
            results["loss"] = loss.detach().reshape(1)
            for name, parameter in model.named_parameters():
                if parameter.grad is not None:
                    results[f"gradient.{name}"] = parameter.grad.contiguous()
            for name, buffer in model.named_buffers():
                if buffer.is_floating_point():
                    results[f"after.{name}"] = buffer
        save_file(results, out / "results.safetensors")


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
