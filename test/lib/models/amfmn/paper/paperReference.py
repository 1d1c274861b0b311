"""The paper's network in PyTorch, written from its equations, to compare the library with.

Reads weights and inputs from each folder given and writes scores, loss and the gradient of every parameter back.
"""
import json
import math
import sys

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

def linear(name, x):
    return x @ W[f"{name}.weight"] + W[f"{name}.bias"]


def conv(name, x, stride=1, padding=0):
    weight = W[f"{name}.weight"].permute(3, 2, 0, 1)
    return F.conv2d(x, weight, W.get(f"{name}.bias"), stride=stride, padding=padding)


def norm(name, x):
    running = [torch.zeros_like(W[f"{name}.bias"]), torch.ones_like(W[f"{name}.bias"])]
    return F.batch_norm(x, *running, W[f"{name}.weight"], W[f"{name}.bias"], training=True)


def resnet(x):
    x = F.relu(norm("resnet.bn1", conv("resnet.conv1", x, 2, 3)))
    x = F.max_pool2d(x, 3, 2, 1)
    maps = []
    for layer in range(1, 5):
        for block in range(2):
            name = f"resnet.layer{layer}.{block}"
            stride = 2 if layer > 1 and block == 0 else 1
            y = F.relu(norm(f"{name}.bn1", conv(f"{name}.conv1", x, stride, 1)))
            y = norm(f"{name}.bn2", conv(f"{name}.conv2", y, 1, 1))
            if stride == 2:
                x = norm(f"{name}.downsample.1", conv(f"{name}.downsample.0", x, 2))
            x = F.relu(x + y)
        maps.append(x)
    return maps


def l2(x, dim=-1):
    return x / (x.square().sum(dim, keepdim=True) + 1e-16).sqrt()


def image(pixels):
    mean, deviation = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    f1, f2, f3, f4 = resnet(((pixels - mean) / deviation).permute(0, 3, 1, 2))
    up = lambda x, k: F.interpolate(x, scale_factor=k, mode="nearest")
    solo = linear("global", f4.mean((2, 3)))
    if options["visual"] == "global":
        return solo
    low = F.prelu(conv("mvsa.low", torch.cat([f1, up(f2, 2), up(f3, 4)], 1), 4), W["mvsa.low_prelu.weight"])
    high = F.prelu(conv("mvsa.high", torch.cat([f3, up(f4, 2)], 1)), W["mvsa.high_prelu.weight"])
    both = l2(torch.cat([low, high], 1) + high.mean(1, keepdim=True), 1)
    gated = conv("mvsa.main", both) * torch.sigmoid(conv("mvsa.gate", both))
    return torch.sigmoid(linear("mvsa.mask", gated.flatten(1))) * solo


def gru():
    cell = torch.nn.GRU(options["wordEmbedding"], D, bidirectional=True, batch_first=True)
    named = {}
    for suffix, direction in (("", "forward"), ("_reverse", "backward")):
        for theirs, ours in (("weight_ih", "weight_ih"), ("weight_hh", "weight_hh")):
            named[f"{theirs}_l0{suffix}"] = W[f"text.{direction}.{ours}"].T
        for bias in ("bias_ih", "bias_hh"):
            named[f"{bias}_l0{suffix}"] = W[f"text.{direction}.{bias}"]
    return lambda x: torch.func.functional_call(cell, named, (x,))[0]


def sentence(words):
    states = gru()(W["text.embedding"][torch.tensor([words])])[0]
    return ((states[:, :D] + states[:, D:]) / 2).mean(0)


def keywords(listed):
    mean = torch.stack([sentence(words) for words in listed]).mean(0)
    return linear("keywords.1", F.relu(linear("keywords.0", mean)))


def guided(branch, v, t):
    kind, prefix = options["attention"], f"guided_{branch}"
    v, t = v[:, None], t[None]
    pairs = torch.broadcast_shapes(v.shape, t.shape)
    if kind == "none":
        return t.expand(pairs)
    if kind == "soft":
        return torch.sigmoid(linear(f"{prefix}.cross_attention.0", v)) * t
    if kind == "fusion":
        f = torch.cat([v.expand(pairs), t.expand(pairs)], -1)
        gate = torch.sigmoid(linear(f"{prefix}.cross_attention_fc1.0", f))
        return gate * linear(f"{prefix}.cross_attention_fc2.0", f)
    seen, read = linear(f"{prefix}.fc_visual.0", v), linear(f"{prefix}.fc_text.0", t)
    return torch.sigmoid(F.cosine_similarity(seen, read, -1))[..., None] * read


def compare(folder):
    global options, W, D
    task = json.load(open(f"{folder}/task.json"))
    options = task["options"]
    W = load_file(f"{folder}/model.safetensors")
    for name, tensor in W.items():
        if "running_" not in name:
            tensor.requires_grad_(True)
    D = options["embedding"]

    v = image(torch.tensor(task["pixels"]).reshape(task["shape"]))
    branches = []
    if options["text"] != "keywords":
        branches.append(guided("sentence", v, torch.stack([sentence(words) for words in task["sentences"]])))
    if options["text"] != "sentence":
        branches.append(guided("keywords", v, torch.stack([keywords(listed) for listed in task["keywords"]])))
    F_t = branches[0]
    if len(branches) == 2:
        s, k = branches
        gate = torch.full_like(s, 0.5)
        if options["fusion"] == "gate":
            gate = torch.sigmoid(linear("vgmf.gate", torch.cat([l2(s), l2(k)], -1)))
        F_t = s * gate + k * (1 - gate)
    scores = F.cosine_similarity(v[:, None].expand_as(F_t), F_t, -1)

    S = torch.tensor(task["similarity"]).reshape(scores.shape)
    gamma, beta = task["gamma"], task["beta"]
    margin = gamma * (math.exp(beta) - torch.exp(beta * S)) / (math.exp(beta) - 1)
    pairs = scores.diag()
    negatives = 1 - torch.eye(len(pairs))
    loss = (F.relu(margin + scores - pairs[:, None]) * negatives).sum()
    loss = loss + (F.relu(margin + scores - pairs[None]) * negatives).sum()
    loss.backward()
    results = {name: tensor.grad for name, tensor in W.items() if tensor.grad is not None}
    results["scores"], results["loss"] = scores.detach(), loss.detach().reshape(1)
    save_file({name: tensor.contiguous() for name, tensor in results.items()}, f"{folder}/reference.safetensors")


torch.set_num_threads(1)
for folder in sys.argv[1:]:
    compare(folder)
