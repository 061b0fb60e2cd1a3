"""The same training as PyTorch's users write it: BERT with adapters built as PEFT's lora.Linear is, everything else frozen.

Prints the milliseconds of each step, one a line; with --report also, as JSON, what it ran on, the memory that it took, and the kernels that it launched.
"""
import argparse
import contextlib
import json
import resource
import time

import torch
from torch import nn
from torch.nn import functional

parser = argparse.ArgumentParser()
for name in ("vocabulary", "width", "layers", "heads", "intermediate", "positions", "batch", "length", "threads", "steps"):
    parser.add_argument("--" + name, type=int, required=True)
parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
parser.add_argument("--dtype", choices=("float32", "bfloat16"), default="float32")
parser.add_argument("--report", action="store_true")
parser.add_argument("--launches", action="store_true")
options = parser.parse_args()


class LoraLinear(nn.Module):
    def __init__(self, base, rank=8, alpha=8):
        super().__init__()
        self.base_layer = base
        self.lora_dropout = nn.ModuleDict({"default": nn.Identity()})
        self.lora_A = nn.ModuleDict({"default": nn.Linear(base.in_features, rank, bias=False)})
        self.lora_B = nn.ModuleDict({"default": nn.Linear(rank, base.out_features, bias=False)})
        self.scaling = {"default": alpha / rank}
        nn.init.zeros_(self.lora_B["default"].weight)

    def forward(self, x):
        result = self.base_layer(x)
        for name in self.lora_A:
            result = result + self.lora_B[name](self.lora_A[name](self.lora_dropout[name](x))) * self.scaling[name]
        return result


def attend(query, key, value, mask):
    if hasattr(functional, "scaled_dot_product_attention"):
        return functional.scaled_dot_product_attention(query, key, value, mask)
    scores = query @ key.transpose(-1, -2) * query.shape[-1] ** -0.5 + mask
    return scores.softmax(-1) @ value


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        width = options.width
        self.query = LoraLinear(nn.Linear(width, width))
        self.key = nn.Linear(width, width)
        self.value = LoraLinear(nn.Linear(width, width))
        self.output = nn.Linear(width, width)
        self.attention_norm = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, options.intermediate)
        self.down = nn.Linear(options.intermediate, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)

    def forward(self, hidden, mask):
        def split(x):
            return x.view(x.shape[0], x.shape[1], options.heads, -1).transpose(1, 2)

        mixed = attend(split(self.query(hidden)), split(self.key(hidden)), split(self.value(hidden)), mask)
        attended = self.attention_norm(self.output(mixed.transpose(1, 2).reshape(hidden.shape)) + hidden)
        return self.norm(self.down(functional.gelu(self.up(attended))) + attended)


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(options.vocabulary, options.width)
        self.positions = nn.Embedding(options.positions, options.width)
        self.segments = nn.Embedding(2, options.width)
        self.norm = nn.LayerNorm(options.width, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(options.layers))
        self.classifier = nn.Linear(options.width, 2)
        for name, parameter in self.named_parameters():
            parameter.requires_grad = "lora_" in name or name.startswith("classifier")

    def forward(self, ids, mask):
        hidden = self.norm(self.words(ids) + self.segments(torch.zeros_like(ids)) + self.positions(torch.arange(ids.shape[1], device=ids.device)))
        additive = mask.eq(0).to(hidden.dtype).mul(-1e30)[:, None, None, :]
        for layer in self.layers:
            hidden = layer(hidden, additive)
        weights = mask.to(hidden.dtype).unsqueeze(-1)
        return self.classifier((hidden * weights).sum(1) / weights.sum(1))


def report(**values):
    if options.report:
        print(json.dumps(values), flush=True)


def used():
    """Megabytes: of the GPU, whose allocator keeps what it took, or the most that lay in the machine's memory."""
    if options.device == "cuda":
        free, total = torch.cuda.mem_get_info()
        return (total - free) / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


torch.set_num_threads(options.threads)
torch.manual_seed(1)
device, dtype = torch.device(options.device), getattr(torch, options.dtype)
torch.zeros(1, device=device)
before = used() if options.device == "cuda" else 0
# A billion random numbers take the GPU no time; versions before 2.0 make them on the CPU.
with device if hasattr(torch, "set_default_device") else contextlib.nullcontext():
    model = Classifier().to(device, dtype).train()
trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
optimizer = torch.optim.AdamW(trained, lr=1e-4, weight_decay=0.01)
ids = torch.randint(options.vocabulary, (options.batch, options.length)).to(device)
mask = torch.ones_like(ids)
labels = torch.randint(2, (options.batch,)).to(device)


def step():
    loss = functional.cross_entropy(model(ids, mask).float(), labels)
    loss.backward()
    nn.utils.clip_grad_norm_(trained, 1)
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


report(library=torch.__version__, device=torch.cuda.get_device_name() if options.device == "cuda" else "cpu", trained=sum(parameter.numel() for parameter in trained))
for _ in range(options.steps):
    began = time.perf_counter()
    loss = step()
    print((time.perf_counter() - began) * 1000, flush=True)
report(loss=loss)
report(memory=used() - before)
if options.launches:
    from launches import Launches

    report(**Launches.of(step, options.device))
