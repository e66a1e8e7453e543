#!/usr/bin/env python3
"""What PyTorch says: one request a line on standard input, one answer a line, both JSON.

A request is an expression of inputs called a, b, c, ..., their values, and a cotangent.  With g_i
the inputs' gradients under the cotangent, the answer is the expression's value, every g_i, and the
gradients of a weighted sum of the g_i's squares with respect to the inputs and the cotangent, or
why there are none.  The weights differ, since the plain norm of some gradients, such as that of a
length, never changes.  All of it is computed in double precision.  To try it by hand:

    echo '{"expression": "torch.tanh(a)", "inputs": [{"shape": [2], "values": [0.5, 1]}],
           "cotangent": {"shape": [2], "values": [1, 1]}}' | tr -d '\\n' | python3 torch_oracle.py
"""
import json
import math
import sys

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


# ------------------------------------------------------------------ what expressions may call, beside torch, F and math

def indices(places):
    return torch.tensor(places, dtype=torch.int64)


def flat(*parts):
    return torch.cat([part.reshape(-1) for part in parts])


def spread(x):
    rows, columns = x.shape[-2:]
    diagonal = torch.zeros(rows, columns)
    for i in range(min(rows, columns)):
        diagonal[i, i] = 4 * (i + 1)
    return x + diagonal


def symmetric(x):
    return x + x.mT


def definite(x):
    return spread(x @ x.mT)


def singular(svd):
    u, s, vt = svd
    return flat(s, u ** 2, vt ** 2, u @ vt)


def reduced(qr):
    q, r = qr
    signs = torch.sign(torch.diagonal(r, 0, -2, -1)).detach()
    return flat(q * signs[..., None, :], r * signs[..., None])


def product(x, axes, keep):
    for axis in sorted(axes, reverse=True):
        x = x.prod(axis, keep)
    return x


def backwards(scan, x, axis):
    return scan(x.flip(axis)).flip(axis)


def lstm(x, h, c, weights):
    states, _, cell = torch.lstm(x, (h[None], c[None]), weights, len(weights) == 4, 1, 0.0, False, False, False)
    return torch.cat([states, cell])


NAMES = {f.__name__: f for f in (indices, flat, spread, symmetric, definite, singular, reduced, product, backwards, lstm)}
NAMES.update(torch=torch, F=F, math=math)


# ------------------------------------------------------------------ one request

NOT_FINITE = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}


def tensor(array):
    return torch.tensor([float(x) for x in array["values"]], dtype=torch.float64).reshape(array["shape"]).requires_grad_()


def gradients(root, cotangent, wrt, record):
    """Zeros where the root does not depend on something."""
    found = [None] * len(wrt)
    if root.requires_grad:
        found = torch.autograd.grad(root, wrt, cotangent, retain_graph=True, create_graph=record, allow_unused=True)
    return [torch.zeros_like(x) if g is None else g for g, x in zip(found, wrt)]


def squares(gradient, input):
    weights = 1 + input + torch.arange(gradient.numel()) / gradient.numel()
    return (weights.reshape(gradient.shape) * gradient * gradient).sum()


def numbers(x):
    # The sum gives the zeros that PyTorch has not stored a place to be read from.
    return [x if math.isfinite(x) else NOT_FINITE[str(x)] for x in (torch.zeros(x.shape) + x.detach()).reshape(-1).tolist()]


def answer(request):
    inputs = [tensor(array) for array in request["inputs"]]
    cotangent = tensor(request["cotangent"])
    y = eval(request["expression"], {**NAMES, **dict(zip("abcdef", inputs))}).to(torch.float64)
    if y.shape != cotangent.shape:
        raise ValueError(f"PyTorch's result has shape {list(y.shape)}, the other one {list(cotangent.shape)}")
    result = {"value": numbers(y), "gradients": [numbers(g) for g in gradients(y, cotangent, inputs, record=False)]}
    try:
        s = sum(squares(g, i) for i, g in enumerate(gradients(y, cotangent, inputs, record=True)))
        result["second"] = [numbers(g) for g in gradients(s, None, inputs + [cotangent], record=False)]
    except RuntimeError as error:
        if "is not implemented" not in str(error):
            raise
        result["withoutSecond"] = str(error).strip()
    return result


def main():
    for line in sys.stdin:
        try:
            text = json.dumps(answer(json.loads(line)), allow_nan=False)
        except Exception as error:
            text = json.dumps({"error": f"{type(error).__name__}: {error}"})
        print(text, flush=True)


if __name__ == "__main__":
    main()
