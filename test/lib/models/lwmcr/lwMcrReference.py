"""LW-MCR in PyTorch, written from the facts of the paper and the released code: FOLDER SPEC → a checkpoint and results."""

import json
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn


class Fire(nn.Module):
    def __init__(self, inputs, squeezed, expanded):
        super().__init__()
        self.squeeze = nn.Conv2d(inputs, squeezed, 1)
        self.expand1x1 = nn.Conv2d(squeezed, expanded, 1)
        self.expand3x3 = nn.Conv2d(squeezed, expanded, 3, padding=1)

    def forward(self, x):
        x = F.relu(self.squeeze(x))
        return torch.cat([F.relu(self.expand1x1(x)), F.relu(self.expand3x3(x))], 1)


class Backbone(nn.Module):
    def __init__(self, w):
        super().__init__()
        pool = lambda: nn.MaxPool2d(3, 2, ceil_mode=True)
        self.conv_1 = nn.Sequential(nn.Conv2d(3, w, 3, 2), nn.ReLU(), pool(), Fire(w, w // 4, w), Fire(2 * w, w // 4, w))
        self.conv_2 = nn.Sequential(
            pool(),
            Fire(2 * w, w // 2, 2 * w),
            Fire(4 * w, w // 2, 2 * w),
            pool(),
            Fire(4 * w, 3 * w // 4, 3 * w),
            Fire(6 * w, 3 * w // 4, 3 * w),
            Fire(6 * w, w, 4 * w),
            Fire(8 * w, w, 4 * w),
        )

    def forward(self, x):
        low = self.conv_1(x)
        return low, self.conv_2(low)


class ChannelAttention(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.fc = nn.Sequential(
            nn.Conv2d(channels, channels // 4, 1, bias=False), nn.ReLU(), nn.Conv2d(channels // 4, channels, 1, bias=False)
        )

    def forward(self, x):
        mean, most = x.mean((2, 3), keepdim=True), x.amax((2, 3), keepdim=True)
        return torch.sigmoid(self.fc(mean) + self.fc(most))


class SpatialAttention(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(2, 1, 7, padding=3, bias=False)

    def forward(self, x):
        return torch.sigmoid(self.conv1(torch.cat([x.mean(1, keepdim=True), x.amax(1, keepdim=True)], 1)))


class ImageFeature(nn.Module):
    def __init__(self, w, embedding):
        super().__init__()
        self.backbone = Backbone(w)
        self.lower_trans = nn.Sequential(nn.Conv2d(2 * w, w, 3, 2, 1), nn.BatchNorm2d(w), nn.ReLU())
        self.higher_trans = nn.Sequential(
            nn.Upsample(scale_factor=2), nn.Conv2d(8 * w, w, 1, padding=1), nn.BatchNorm2d(w), nn.ReLU()
        )
        for block, inputs, outputs in ((1, 1, 4), (2, 4, 8)):
            setattr(self, f"ISA_{block}_c", nn.Conv2d(inputs, outputs, 3, 2, 1))
            setattr(self, f"ISA_{block}_b", nn.BatchNorm2d(outputs))
            setattr(self, f"ISA_{block}_p", nn.PReLU())
            setattr(self, f"ISA_{block}_ca", ChannelAttention(outputs))
            setattr(self, f"ISA_{block}_sa", SpatialAttention())
        self.fc = nn.Linear(8 * (w // 8) ** 2, embedding)

    def block(self, number, x):
        part = lambda name: getattr(self, f"ISA_{number}_{name}")
        x = part("p")(part("b")(part("c")(x)))
        x = x * part("ca")(x)
        return x * part("sa")(x)

    def forward(self, pixels):
        low, high = self.backbone(pixels)
        low, high = self.lower_trans(low).flatten(2), self.higher_trans(high).flatten(2)
        products = low @ high.transpose(1, 2) / low.shape[2]
        products = torch.sqrt(products + 1e-5)
        products = products / products.norm(dim=1, keepdim=True)
        x = F.max_pool2d(self.block(1, products[:, None]), 2)
        x = self.fc(self.block(2, x).flatten(1))
        return x / x.norm(dim=1, keepdim=True)


class TextFeature(nn.Module):
    def __init__(self, tokens, size, filters, embedding):
        super().__init__()
        self.embed = nn.Embedding(tokens, size)
        self.convs = nn.ModuleList([nn.Conv2d(1, filters, (span, size)) for span in (3, 4, 5)])
        self.fc = nn.Linear(3 * filters, embedding)

    def forward(self, words):
        x = self.embed(words)[:, None]
        x = torch.cat([F.relu(conv(x)).squeeze(3).amax(2) for conv in self.convs], 1)
        x = self.fc(x)
        return x / x.norm(dim=1, keepdim=True)


class LwMcr(nn.Module):
    def __init__(self, tokens, width, embedding, wordEmbedding, filters):
        super().__init__()
        self.extract_feature = ImageFeature(width, embedding)
        self.text_feature = TextFeature(tokens, wordEmbedding, filters, embedding)


def draw(model, generator):
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
                value.copy_(1 + 0.1 * noise if value.numel() > 1 else 0.2 + 0.05 * noise)
            elif name.endswith("embed.weight"):
                value.copy_(noise)
            else:
                value.copy_(noise * (2 / value[0].numel()) ** 0.5)


def hinge(scores, margin=0.2):
    pairs = scores.diag()
    violations = (margin + scores - pairs[:, None]).clamp(min=0) + (margin + scores - pairs[None]).clamp(min=0)
    return violations.masked_fill(torch.eye(len(scores)) > 0.5, 0).sum()


def encode(model, results, spec):
    """Encodes each sentence alone, without padding beyond five words."""
    mean, deviation = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    pixels = ((results["pixels"] - mean) / deviation).permute(0, 3, 1, 2)
    visual = model.extract_feature(pixels)
    sentences = [words + [0] * max(0, 5 - len(words)) for words in spec["sentences"]]
    text = torch.cat([model.text_feature(torch.tensor([words])) for words in sentences])
    return visual, text


def main(folder, spec):
    torch.manual_seed(spec["seed"])
    generator = torch.Generator().manual_seed(spec["seed"])
    model = LwMcr(spec["tokens"], **spec["sizes"])
    draw(model, generator)
    if "load" in spec:
        # A file that the library exported: all names must fit.
        model.load_state_dict(load_file(spec["load"]), strict=True)
    size = spec["imageSize"]
    coarse = torch.rand(spec["images"], 3, 6, 6, generator=generator)
    pixels = F.interpolate(coarse, (size, size), mode="bilinear").permute(0, 2, 3, 1).contiguous()
    results = {"pixels": pixels}
    model.eval()
    with torch.no_grad():
        visual, text = encode(model, results, spec)
    results |= {"visual": visual, "text": text, "scores": visual @ text.T}
    if "load" not in spec:
        torch.save({"model": model.state_dict()}, folder / "LW_MCR.tar")
    model.train()
    visual, text = encode(model, results, spec)
    loss = hinge(visual @ text[: len(visual)].T)
    loss.backward()
    results["loss"] = loss.detach().reshape(1)
    results |= {f"gradient.{name}": value.grad.contiguous() for name, value in model.named_parameters()}
    results |= {f"after.{name}": value for name, value in model.named_buffers() if value.is_floating_point()}
    counts = {"tensors": len(model.state_dict()), "parameters": sum(p.numel() for p in model.parameters())}
    (folder / "counts.json").write_text(json.dumps(counts))
    save_file({name: value.contiguous() for name, value in results.items()}, folder / "results.safetensors")


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
