"""What PyTorch computes in single layers from tensors that it draws: left as safetensors for layers.test.ts."""

import sys

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from skipthoughts.gru import GRUCell
from torch import nn

torch.manual_seed(5)
out = {}


def keep(prefix, **tensors):
    out.update({f"{prefix}.{name}": tensor.detach().contiguous().clone() for name, tensor in tensors.items()})


# Channels last here, as the library has them; PyTorch wants them second.
x = torch.randn(4, 6, 5, 3) * 3 + 1
norm = nn.BatchNorm2d(3)
with torch.no_grad():
    for value in (norm.weight, norm.bias, norm.running_mean):
        value.normal_()
    norm.running_var.uniform_(0.5, 2)
keep("norm", weight=norm.weight.clone(), bias=norm.bias.clone(), mean=norm.running_mean.clone(), var=norm.running_var.clone())
keep("norm", x=x, evaluated=norm.eval()(x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1))
seen = x.clone().requires_grad_()
y = norm.train()(seen.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)
pull = torch.randn_like(y)
(y * pull).sum().backward()
keep("norm", trained=y, pull=pull, meanAfter=norm.running_mean, varAfter=norm.running_var)
keep("norm", gradient=seen.grad, weightGradient=norm.weight.grad, biasGradient=norm.bias.grad)

small = torch.randn(2, 4, 3, 5)
first = small.permute(0, 3, 1, 2)
keep("upsample", x=small, upsample2x=nn.Upsample(scale_factor=2, mode="nearest")(first).permute(0, 2, 3, 1))
smooth = F.interpolate(first, (32, 32), mode="bilinear", align_corners=False)
keep("upsample", smooth=smooth.permute(0, 2, 3, 1))

# The three gates of skip-thoughts' cell and of PyTorch's own, step by step.
words = torch.randn(3, 4, 6)
for name, cell in (("skip", GRUCell(6, 5)), ("torch", nn.GRUCell(6, 5))):
    state = torch.zeros(3, 5)
    states = []
    for step in range(4):
        state = cell(words[:, step], state)
        states.append(state)
    keep(name, x=words, states=torch.stack(states, 1))
    if name == "torch":
        keep(name, weight_ih=cell.weight_ih.T, weight_hh=cell.weight_hh.T, bias_ih=cell.bias_ih, bias_hh=cell.bias_hh)
        continue
    of = lambda side: [getattr(cell, f"weight_{side}{gate}") for gate in "rin"]
    keep(name, weight_ih=torch.cat([gate.weight for gate in of("i")]).T, bias_ih=torch.cat([gate.bias for gate in of("i")]))
    keep(name, weight_hh=torch.cat([gate.weight for gate in of("h")]).T)

for size, stride, padding in ((7, 2, 3), (3, 1, 1), (3, 2, 1), (1, 2, 0), (3, 4, 0)):
    image = torch.randn(2, 17, 17, 3)
    conv = nn.Conv2d(3, 4, size, stride, padding)
    name = f"convolution {size} {stride} {padding}"
    y = conv(image.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)
    keep(name, x=image, weight=conv.weight.permute(2, 3, 1, 0), bias=conv.bias, y=y)

save_file(out, sys.argv[1])
