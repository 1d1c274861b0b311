"""The released GaLR in PyTorch, written from its published description, for the parity tests.

`galr.py FOLDER SPEC` draws weights, images, captions and objects from a seed and writes them into FOLDER with the results
of the network. All parts that change no score are computed: queries, keys, and the weight of the fusion.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import nn

sys.path.insert(0, str(Path(__file__).parent))
from reference import ImageFeatures, Mvsa, TextFeatures, draw, draw_data, hinge, metrics, pixels_of  # noqa: E402


def unit(x):
    return x / (x.norm(2, -1, keepdim=True) + 1e-8)


class Graph(nn.Module):
    def __init__(self, embedding):
        super().__init__()
        self.fc1 = nn.Linear(20, 20, bias=False)
        self.fc2 = nn.Linear(20, 10, bias=False)
        self.fc3 = nn.Linear(10, 20, bias=False)
        self.out = nn.Linear(400, embedding)

    def forward(self, adjacency, objects):
        hidden = objects
        for layer in (self.fc1, self.fc2, self.fc3):
            hidden = F.relu(layer(torch.bmm(adjacency, hidden)))
        return unit(self.out(hidden.reshape(len(hidden), -1)))


class Norm(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.a_2 = nn.Parameter(torch.ones(size))
        self.b_2 = nn.Parameter(torch.zeros(size))

    def forward(self, x):
        return self.a_2 * (x - x.mean(-1, keepdim=True)) / (x.std(-1, keepdim=True) + 1e-6) + self.b_2


class Attention(nn.Module):
    """Multi-head attention over sequences [batch, steps, size]."""

    def __init__(self, size, heads, drop):
        super().__init__()
        self.heads = heads
        self.linear_v, self.linear_k = nn.Linear(size, size), nn.Linear(size, size)
        self.linear_q, self.linear_merge = nn.Linear(size, size), nn.Linear(size, size)
        self.dropout = nn.Dropout(drop)

    def split(self, x):
        batch, steps, size = x.shape
        return x.view(batch, steps, self.heads, size // self.heads).transpose(1, 2)

    def forward(self, v, k, q):
        v, k, q = self.split(self.linear_v(v)), self.split(self.linear_k(k)), self.split(self.linear_q(q))
        weights = self.dropout(torch.softmax(q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5, -1))
        merged = (weights @ v).transpose(1, 2)
        return self.linear_merge(merged.reshape(merged.shape[0], merged.shape[1], -1))


class Wide(nn.Module):
    """A linear layer with ReLU, under the name that the checkpoint gives it."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.linear = nn.Linear(inputs, outputs)

    def forward(self, x):
        return F.relu(self.linear(x))


class Mlp(nn.Module):
    def __init__(self, size, inner, drop):
        super().__init__()
        self.fc = Wide(size, inner)
        self.dropout = nn.Dropout(drop)
        self.linear = nn.Linear(inner, size)

    def forward(self, x):
        return self.linear(self.dropout(self.fc(x)))


class FeedForward(nn.Module):
    def __init__(self, size, inner, drop):
        super().__init__()
        self.mlp = Mlp(size, inner, drop)

    def forward(self, x):
        return self.mlp(x)


class SelfAttention(nn.Module):
    def __init__(self, size, inner, heads, drop):
        super().__init__()
        self.mhatt = Attention(size, heads, drop)
        self.ffn = FeedForward(size, inner, drop)
        self.norm1, self.norm2 = Norm(size), Norm(size)
        self.drop = nn.Dropout(drop)

    def forward(self, x):
        x = self.norm1(x + self.drop(self.mhatt(x, x, x)))
        return self.norm2(x + self.drop(self.ffn(x)))


class GuidedAttention(nn.Module):
    def __init__(self, size, inner, heads, drop, self_first):
        super().__init__()
        self.self_first = self_first
        if self_first:
            self.mhatt1, self.norm1 = Attention(size, heads, drop), Norm(size)
        self.mhatt2 = Attention(size, heads, drop)
        self.ffn = FeedForward(size, inner, drop)
        self.norm2, self.norm3 = Norm(size), Norm(size)
        self.drop = nn.Dropout(drop)

    def forward(self, x, y):
        if self.self_first:
            x = self.norm1(x + self.drop(self.mhatt1(x, x, x)))
        x = self.norm2(x + self.drop(self.mhatt2(y, y, x)))
        return self.norm3(x + self.drop(self.ffn(x)))


class Fusion(nn.Module):
    def __init__(self, size, inner, heads, drop=0.1, gamma_drop=0.2, sequential=True, self_first=True, two=False):
        super().__init__()
        self.sequential, self.two = sequential, two
        self.l2l_SA, self.g2g_SA = (SelfAttention(size, inner, heads, drop) for _ in range(2))
        self.g2l_SGA, self.l2g_SGA = (GuidedAttention(size, inner, heads, drop, self_first) for _ in range(2))
        self.dynamic_weight = nn.Sequential(
            nn.Linear(size, size), nn.Sigmoid(), nn.Dropout(gamma_drop), nn.Linear(size, 2), nn.Softmax(dim=-1)
        )

    def forward(self, g, l):
        g, l = self.g2g_SA(g[:, None]), self.l2l_SA(l[:, None])
        before = l
        l = self.g2l_SGA(l, g)
        g = self.l2g_SGA(g, l if self.sequential else before)
        g, l = g[:, 0], l[:, 0]
        corrected, supplemented = torch.sigmoid(l) * g, g + l
        weights = self.dynamic_weight(corrected + supplemented)
        return weights[:, :1] * corrected + weights[:, self.two : self.two + 1] * supplemented


class Galr(nn.Module):
    def __init__(self, words, width, imageSize, attentionChannels, embedding, wordEmbedding, hidden, heads, feedForward, drops):
        super().__init__()
        text_drop, block_drop, gamma_drop = drops
        self.extract_feature = ImageFeatures(width, embedding)
        self.mvsa = Mvsa(width, imageSize // 16, attentionChannels, embedding)
        self.text_feature = TextFeatures(words, wordEmbedding, hidden, embedding, text_drop)
        self.local_feature = Graph(embedding)
        self.fusion = Fusion(embedding, feedForward, heads, block_drop, gamma_drop)

    def encode_images(self, pixels, adjacency, objects):
        g = unit(self.mvsa(*self.extract_feature(pixels)))
        return unit(self.fusion(g, self.local_feature(adjacency, objects)))

    def encode_texts(self, words):
        return unit(self.text_feature(words))


def draw_objects(folder, names, random):
    """Writes the authors' local file. The last image has no object."""
    adjacency, objects = {}, {}
    for i, name in enumerate(names):
        count = 0 if i == len(names) - 1 else int(random.integers(1, 21))
        x, a = np.zeros((20, 20)), np.zeros((20, 20))
        x[:count] = random.random((count, 20))
        a[:count, :count] = random.random((count, count)) / max(1, count)
        key = name.split(".")[0] + ".txt"
        objects[key], adjacency[key] = (x, a) if i % 2 else (x.tolist(), a.tolist())
    np.save(folder / "local.npy", {"adj_matrix": adjacency, "local_rep": objects})
    keys = [name.split(".")[0] + ".txt" for name in names]
    tensor = lambda table: torch.from_numpy(np.array([np.array(table[key]) for key in keys])).float()
    return tensor(adjacency), tensor(objects)


def saved(model, spec):
    """Returns the dictionary that the released training script saves."""
    sizes = spec["sizes"]
    fusion = {"mca_DROPOUT_R": 0.1, "mca_HIDDEN_SIZE": sizes["embedding"], "mca_FF_SIZE": sizes["feedForward"],
              "mca_MULTI_HEAD": sizes["heads"], "dynamic_fusion_drop": 0.2}
    options = {"model": {"name": "GaLR", "fusion": fusion, "seq2vec": {"arch": "skipthoughts", "dropout": 0.25}}}
    return {"epoch": 3, "arch": "baseline", "model": model.state_dict(), "best_rsum": np.float64(31.0),
            "options": options, "Eiters": 0}


def is_dead(name):
    return "linear_q" in name or "linear_k" in name or "dynamic_weight" in name


def main(folder, spec):
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(spec["seed"])
    generator = torch.Generator().manual_seed(spec["seed"])
    names, words = draw_data(folder / "data", spec["images"], spec["captions"], random)
    pixels = pixels_of(folder / "data", names, spec["sizes"]["imageSize"])
    adjacency, objects = draw_objects(folder, names, random)
    model = Galr(42, **spec["sizes"], drops=(0.0, 0.0, 0.0)).eval()
    draw(model, generator)
    torch.save(saved(model, spec), folder / "GaLR_best.pth.tar")
    torch.save(saved(model, spec), folder / "legacy.pth.tar", _use_new_zipfile_serialization=False)
    alive = saved(model, spec)
    alive["model"] = {name: value for name, value in alive["model"].items() if not is_dead(name)}
    torch.save(alive, folder / "alive.pth.tar")
    part = {n: v for n, v in model.state_dict().items() if not n.startswith(("local_feature.", "fusion."))}
    torch.save({"model": part}, folder / "AMFMN.tar")
    with torch.no_grad():
        global_ = unit(model.mvsa(*model.extract_feature(pixels)))
        local = model.local_feature(adjacency, objects)
        visual = unit(model.fusion(global_, local))
        text = model.encode_texts(words)
        scores = visual @ text.T
        results = {"global": global_, "local": local, "visual": visual, "text": text, "scores": scores}
        results["globalScores"] = global_ @ text.T
        kept = {name: value.clone() for name, value in model.state_dict().items()}
        for name, parameter in model.named_parameters():
            if is_dead(name):
                parameter.copy_(torch.randn(parameter.shape, generator=generator))
        moved = unit(model.fusion(global_, local)) @ text.T
        assert (moved - scores).abs().max() < 1e-6, "the dead parts change scores"
        model.load_state_dict(kept)
    (folder / "metrics.json").write_text(json.dumps(metrics(scores.numpy(), spec["captions"])))
    if spec.get("batch"):
        batch = spec["batch"]
        model.train()
        own = model.encode_images(pixels[:batch], adjacency[:batch], objects[:batch])
        read = model.encode_texts(words[: batch * spec["captions"] : spec["captions"]])
        loss = hinge(own @ read.T, 0.2)
        loss.backward()
        results["loss"] = loss.detach().reshape(1)
        for name, parameter in model.named_parameters():
            if parameter.grad is not None and not is_dead(name):
                results[f"gradient.{name}"] = parameter.grad.contiguous()
            if parameter.grad is not None and ("linear_q" in name or "linear_k" in name):
                assert parameter.grad.abs().max() == 0, f"{name} has a gradient"
        for name, buffer in model.named_buffers():
            if buffer.is_floating_point():
                results[f"after.{name}"] = buffer
    save_file({name: value.contiguous() for name, value in results.items()}, folder / "results.safetensors")


def fusion_main(file, spec):
    """Writes weights, inputs, outputs and gradients (in double precision) of one fusion."""
    generator = torch.Generator().manual_seed(spec["seed"])
    size, rows = spec["embedding"], spec["rows"]
    fusion = Fusion(size, spec["feedForward"], spec["heads"], 0.0, 0.0, **spec["parts"]).eval()
    draw(fusion, generator)
    fusion = fusion.double()
    g, l = (unit(torch.randn(rows, size, generator=generator).double()).requires_grad_() for _ in range(2))
    wave = torch.randn(rows, size, generator=generator).double()
    v = unit(fusion(g, l))
    (v * wave).sum().backward()
    results = {"g": g, "l": l, "wave": wave, "v": v, "gradient/g": g.grad, "gradient/l": l.grad}
    for name, parameter in fusion.named_parameters():
        results[f"weight/fusion.{name}"] = parameter
        if parameter.grad is not None:
            results[f"gradient/fusion.{name}"] = parameter.grad
    save_file({name: value.detach().float().contiguous() for name, value in results.items()}, file)


if __name__ == "__main__":
    run = fusion_main if sys.argv[1] == "fusion" else main
    run(Path(sys.argv[-2]), json.loads(sys.argv[-1]))
