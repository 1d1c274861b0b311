"""Runs open_clip's ViT-B/32 with random weights, as the baseline of the benchmarks of CLIP."""

import sys
from pathlib import Path

import torch
from serve import serve

sys.path.insert(0, str(Path(__file__).parents[2] / "test" / "support" / "pytorch"))
import open_clip_here  # noqa: E402
from open_clip.loss import ClipLoss  # noqa: E402

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
models = {}


def model_of(name):
    """Returns the model. The weights stay the same between jobs."""
    if name not in models:
        torch.manual_seed(1)
        models[name] = open_clip_here.open_clip.create_model(name).to(device)
    return models[name]


def clip_images(name, images):
    model = model_of(name).eval()
    pixels = torch.rand(images, 3, 224, 224, device=device)

    def run():
        with torch.no_grad():
            return model.encode_image(pixels, normalize=True).sum().item()

    return run


def clip_texts(name, texts):
    model = model_of(name).eval()
    tokens = open_clip_here.open_clip.tokenize(texts).to(device)

    def run():
        with torch.no_grad():
            return model.encode_text(tokens, normalize=True).sum().item()

    return run


def clip_step(name, texts):
    model = model_of(name).train()
    adam = torch.optim.Adam(model.parameters(), lr=1e-6)
    pixels = torch.rand(len(texts), 3, 224, 224, device=device)
    tokens = open_clip_here.open_clip.tokenize(texts).to(device)

    def run():
        loss = ClipLoss()(*model(pixels, tokens))
        adam.zero_grad()
        loss.backward()
        adam.step()
        return loss.item()

    return run


if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[1]))
    about = {"name": f"open_clip {open_clip_here.open_clip.__version__}, PyTorch {torch.__version__}", "device": str(device)}
    serve([clip_images, clip_texts, clip_step], about)
