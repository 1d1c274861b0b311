"""CLIP in open_clip and in Hugging Face's transformers with random weights, for the parity tests.

`clip.py FOLDER` writes checkpoints in the forms that people have, the same pixels and texts for all of them, and for each
network the features, logits, loss and gradients.
"""

import json
import sys
from pathlib import Path

import open_clip_here
import torch
from open_clip.loss import ClipLoss
from open_clip.model import CLIP, CLIPTextCfg, CLIPVisionCfg, CustomTextCLIP
from safetensors.torch import save_file
from transformers import CLIPConfig, CLIPModel

folder = Path(sys.argv[1])
texts = [
    "a photo of a port",
    "two white ships lie at a pier beside the gray warehouse",
    "many trees",
    "word " * 100,
]
tokens = open_clip_here.open_clip.tokenize(texts)
mean = torch.tensor([0.48145466, 0.4578275, 0.40821073]).view(1, 3, 1, 1)
deviation = torch.tensor([0.26862954, 0.26130258, 0.27577711]).view(1, 3, 1, 1)
size = 64
torch.manual_seed(5)
pixels = torch.rand(4, 3, size, size)
images = (pixels - mean) / deviation

text = dict(context_length=77, vocab_size=49408, width=64, heads=1, layers=2)
vit = dict(layers=3, width=128, patch_size=16, image_size=size)
resnet = dict(layers=[1, 2, 1, 1], width=8, patch_size=None, image_size=size)


def randomized(model):
    """Moves biases, norms and statistics away from their initial zeros and ones."""
    with torch.no_grad():
        for name, value in [*model.named_parameters(), *model.named_buffers()]:
            if name.endswith(("running_var",)):
                value.uniform_(0.5, 1.5)
            elif value.dtype == torch.float32 and value.dim() <= 1 and "scale" not in name:
                value.add_(0.1 * torch.randn_like(value))
            elif name.endswith("bn3.weight"):
                value.uniform_(0.5, 1)
    return model


def results(name, image, words, scale, parameters, training_steps=True):
    """Writes features, logits, and the gradients of the contrastive loss."""
    image, words = (torch.nn.functional.normalize(x, dim=-1) for x in (image, words))
    loss = ClipLoss()(image, words, scale)
    saved = {
        "image": image,
        "text": words,
        "logits": scale * image @ words.T,
        "loss": loss,
    }
    if training_steps:
        loss.backward()
        saved |= {f"gradient/{key}": value.grad for key, value in parameters if value.grad is not None}
    save_file({key: value.detach().contiguous().clone() for key, value in saved.items()}, folder / f"{name}.results")


def open_clip_model(vision, kind=CLIP, quick_gelu=False):
    torch.manual_seed(7)
    return randomized(kind(128, CLIPVisionCfg(**vision), CLIPTextCfg(**text), quick_gelu=quick_gelu)).eval()


def record(name, model):
    results(name, model.encode_image(images), model.encode_text(tokens), model.logit_scale.exp(), [*model.named_parameters()])


model = open_clip_model(vit)
record("vit", model)
state = model.state_dict()
parallel = {f"module.{name}": value for name, value in state.items()}
torch.save({"epoch": 3, "name": "run", "state_dict": parallel, "optimizer": {"step": 1}}, folder / "vit.pt")
save_file({name: value.contiguous() for name, value in state.items()}, folder / "vit.safetensors")
torch.save({name: value for name, value in state.items() if not name.startswith("visual.")}, folder / "text-only.pt")
torch.save({name: value for name, value in state.items() if name.startswith("visual.")}, folder / "image-only.pt")
torch.save({**state, "token_embedding.weight": state["token_embedding.weight"][:30000]}, folder / "other-words.pt")
torch.save({**state, "visual.adapter.weight": torch.ones(2)}, folder / "surplus.pt")
torch.save({name: value for name, value in state.items() if name != "visual.proj"}, folder / "missing.pt")

quick = open_clip_model(vit, quick_gelu=True)
record("quick", quick)
hub = folder / "hub"
hub.mkdir()
torch.save(quick.state_dict(), hub / "open_clip_pytorch_model.bin")
(hub / "open_clip_config.json").write_text(json.dumps({
    "model_cfg": {"embed_dim": 128, "quick_gelu": True, "vision_cfg": vit, "text_cfg": text},
    "preprocess_cfg": {"mean": mean.flatten().tolist(), "std": deviation.flatten().tolist()},
}))


class Archive(torch.nn.Module):
    """The same modules with OpenAI's sizes beside them, for torch.jit."""

    def __init__(self, model):
        super().__init__()
        for name, part in model.named_children():
            setattr(self, name, part)
        for name, value in model.named_parameters(recurse=False):
            setattr(self, name, value)
        for name, value in dict(input_resolution=size, context_length=77, vocab_size=49408).items():
            self.register_buffer(name, torch.tensor(value))

    def forward(self, x):
        return self.visual(x)


with torch.no_grad():
    torch.jit.trace(Archive(quick).eval(), images, check_trace=False).save(str(folder / "archive.pt"))

custom = open_clip_model(vit, kind=CustomTextCLIP)
custom.visual.load_state_dict(model.visual.state_dict())
custom.text.load_state_dict(
    {name: value for name, value in state.items() if not name.startswith("visual.") and name != "logit_scale"}
)
torch.save(custom.state_dict(), folder / "custom.pt")

half = open_clip_model(vit).half()
torch.save(half.state_dict(), folder / "half.pt")

net = open_clip_model(resnet)
record("resnet", net)
torch.save(net.state_dict(), folder / "resnet.pt")

torch.manual_seed(9)
config = CLIPConfig(
    text_config=dict(hidden_size=64, intermediate_size=256, num_attention_heads=2, num_hidden_layers=2, projection_dim=128),
    vision_config=dict(
        hidden_size=96, intermediate_size=384, num_attention_heads=4, num_hidden_layers=2, patch_size=16, image_size=size, projection_dim=128
    ),
    projection_dim=128,
)
hugging = randomized(CLIPModel(config)).eval()
hugging.save_pretrained(folder / "hugging")
out = hugging(input_ids=tokens, pixel_values=images)
results("hugging", out.image_embeds, out.text_embeds, hugging.logit_scale.exp(), [*hugging.named_parameters()], training_steps=False)

(folder / "texts.json").write_text(json.dumps(texts))
save_file({"pixels": pixels.permute(0, 2, 3, 1).contiguous()}, folder / "pixels.safetensors")
