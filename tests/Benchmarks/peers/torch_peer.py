#!/usr/bin/env python3
"""The benchmark workloads in PyTorch, run one sample at a time on request.

The benchmark program starts this script once for each workload and talks to it over standard
input and output, one line each way:

    open NAME        builds the workload, runs its first steps; answers their losses and a probe
    sample STEPS     runs that many steps; answers wall and processor seconds
    memory           answers the most bytes that the process has held

so that samples of the two programs can alternate.  To try it by hand:

    echo -e "open mlp\\nsample 100" | python3 torch_peer.py THREADS

Inputs and initial weights are drawn by `uniform` and `integers`, a hash of a counter that the
other program computes too: both train on the same numbers, so their losses must agree.  Matrices
are drawn as [inputs, outputs]; where PyTorch keeps [outputs, inputs] they are transposed.
"""
import gc
import math
import os
import resource
import sys
import time

THREADS = sys.argv[1] if len(sys.argv) > 1 else "1"
for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[library + "_NUM_THREADS"] = THREADS

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(int(THREADS))

FIRST_STEPS = 3


# ------------------------------------------------------------------ numbers both programs know

def mix(x):
    """A bijection of 32-bit integers that scatters neighbours."""
    with np.errstate(over="ignore"):
        x = np.asarray(x, np.uint32)
        x = (x ^ (x >> np.uint32(16))) * np.uint32(0x7FEB352D)
        x = (x ^ (x >> np.uint32(15))) * np.uint32(0x846CA68B)
        return x ^ (x >> np.uint32(16))


def words(stream, count):
    with np.errstate(over="ignore"):
        return mix(np.arange(count, dtype=np.uint32) + mix(np.array([stream])))


def uniform(stream, *shape, scale=1.0):
    """In [-scale, scale): the upper 24 bits of each word, rounded to float32 in either precision."""
    unit = (words(stream, math.prod(shape)) >> np.uint32(8)).astype(np.float32) * np.float32(2.0 ** -23) - np.float32(1)
    return torch.from_numpy((unit * np.float32(scale)).reshape(shape)).to(torch.get_default_dtype())


def integers(stream, count, below):
    return torch.from_numpy((words(stream, count) % np.uint32(below)).astype(np.int64))


def put(parameter, stream, scale, transposed=True):
    with torch.no_grad():
        shape = tuple(parameter.shape)
        values = uniform(stream, *(shape[::-1] if transposed else shape), scale=scale)
        parameter.copy_(values.t() if transposed and len(shape) == 2 else values)


def put_linear(layer, stream, scale):
    put(layer.weight, stream, scale)
    if layer.bias is not None:
        put(layer.bias, stream + 1, scale)


def put_recurrent(rnn, stream, scale, both_biases=False):
    """Four streams a layer and direction.  A second bias that only adds to the first is held at zero."""
    directions = [f"{layer}{way}" for layer in range(rnn.num_layers) for way in (("", "_reverse") if rnn.bidirectional else ("",))]
    names = ("weight_ih_l", "weight_hh_l", "bias_ih_l", "bias_hh_l")
    for i, direction in enumerate(directions):
        for place, name in enumerate(names):
            parameter = getattr(rnn, name + direction)
            if name == "bias_hh_l" and not both_biases:
                nn.init.zeros_(parameter)
                parameter.requires_grad_(False)
            else:
                put(parameter, stream + 4 * i + place, scale)


def trained(*modules):
    return [p for module in modules for p in module.parameters() if p.requires_grad]


# ------------------------------------------------------------------ updates

def sgd(parameters, rate):
    with torch.no_grad():
        for p in parameters:
            p.add_(p.grad, alpha=-rate)
            p.grad = None


def cut(state):
    return tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()


def norm(tensors):
    return math.sqrt(sum(float((t.double() ** 2).sum()) for t in tensors))


# ------------------------------------------------------------------ workloads: each returns a step and, where nothing is updated, a probe

def chain(n):
    x = uniform(1, n, scale=0.5).requires_grad_()
    a = uniform(2, n, scale=0.01) + 1
    b = uniform(3, n, scale=0.001)

    def step():
        x.grad = None
        y = x
        for _ in range(333):
            y = y * a
            y = torch.tanh(y)
            y = y + b
        loss = (y * a).sum()
        loss.backward()
        return loss

    return step, lambda: norm([x.grad])


def mlp():
    layers = [nn.Linear(784, 256), nn.Linear(256, 128), nn.Linear(128, 10)]
    for i, layer in enumerate(layers):
        put_linear(layer, 10 + 2 * i, 0.05)
    net = nn.Sequential(layers[0], nn.ReLU(), layers[1], nn.ReLU(), layers[2])
    parameters = trained(net)
    x, y = uniform(1, 64, 784), integers(2, 64, 10)

    def step():
        loss = F.cross_entropy(net(x), y)
        loss.backward()
        sgd(parameters, 0.1)
        return loss

    return step, None


def hvp():
    layers = [nn.Linear(784, 256), nn.Linear(256, 128), nn.Linear(128, 10)]
    for i, layer in enumerate(layers):
        put_linear(layer, 10 + 2 * i, 0.05)
    net = nn.Sequential(layers[0], nn.Tanh(), layers[1], nn.Tanh(), layers[2])
    parameters = trained(net)
    x, y = uniform(1, 64, 784), integers(2, 64, 10)
    direction = [uniform(30 + i, *p.shape[::-1]).t() if p.dim() == 2 else uniform(30 + i, *p.shape) for i, p in enumerate(parameters)]
    product = []

    def step():
        loss = F.cross_entropy(net(x), y)
        gradient = torch.autograd.grad(loss, parameters, create_graph=True)
        product[:] = torch.autograd.grad(gradient, parameters, grad_outputs=direction)
        return loss

    return step, lambda: norm(product[-1:])


def trigram(vocabulary, hidden):
    U = uniform(10, vocabulary, hidden, scale=0.1).requires_grad_()
    V = uniform(11, vocabulary, hidden, scale=0.1).requires_grad_()
    W = uniform(12, hidden, vocabulary, scale=0.1).t().contiguous().requires_grad_()
    b = torch.zeros(hidden, requires_grad=True)
    words = integers(1, 514, vocabulary).tolist()
    at = [0]

    def step():
        before, last, following = words[at[0]:at[0] + 3]
        at[0] = (at[0] + 1) % 512
        loss = -torch.log_softmax(torch.mv(W, torch.tanh(U[before] + V[last] + b)), 0)[following]
        loss.backward()
        sgd([U, V, W, b], 0.05)
        return loss

    return step, None


def rnnlm(batched):
    vocabulary, hidden, steps = 2000, 50, 20
    U = uniform(10, vocabulary, hidden, scale=0.1).requires_grad_()
    W = uniform(11, hidden, hidden, scale=0.1).t().contiguous().requires_grad_()
    V = uniform(12, hidden, vocabulary, scale=0.1).t().contiguous().requires_grad_()
    x, y = integers(1, steps, vocabulary), integers(2, steps, vocabulary)
    inputs, targets = x.tolist(), y.tolist()

    def step_by_step():
        s = torch.zeros(hidden)
        loss = 0.0
        for word, following in zip(inputs, targets):
            s = torch.tanh(U[word] + torch.mv(W, s))
            loss = loss - torch.log_softmax(torch.mv(V, s), 0)[following]
        return loss / steps

    def output_at_once():
        s = torch.zeros(hidden)
        states = []
        for row in F.embedding(x, U).unbind(0):
            s = torch.tanh(row + torch.mv(W, s))
            states.append(s)
        return F.cross_entropy(F.linear(torch.stack(states), V), y)

    forward = output_at_once if batched else step_by_step

    def step():
        loss = forward()
        loss.backward()
        sgd([U, W, V], 0.05)
        return loss

    return step, None


def lstm200():
    rnn = nn.LSTM(200, 200, 2)
    put_recurrent(rnn, 10, 0.05)
    parameters = trained(rnn)
    x = uniform(1, 35, 20, 200).requires_grad_()
    weights = uniform(2, 35, 20, 200)

    def step():
        x.grad = None
        for p in parameters:
            p.grad = None
        loss = (rnn(x)[0] * weights).sum()
        loss.backward()
        return loss

    return step, lambda: norm([x.grad] + [p.grad for p in parameters])


def word_model(cell, layers, hidden):
    vocabulary, batch, steps = 10000, 20, 35
    embedding, rnn, output = nn.Embedding(vocabulary, hidden), cell(hidden, hidden, layers), nn.Linear(hidden, vocabulary)
    put(embedding.weight, 10, 0.05, transposed=False)
    put_recurrent(rnn, 20, 0.05)
    put_linear(output, 40, 0.05)
    parameters = trained(embedding, rnn, output)
    x, y = integers(1, steps * batch, vocabulary).view(steps, batch), integers(2, steps * batch, vocabulary)
    state = None

    def step():
        nonlocal state
        features, state = rnn(embedding(x), state)
        state = cut(state)
        loss = F.cross_entropy(output(features).view(-1, vocabulary), y)
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 5.0)
        sgd(parameters, 1.0)
        return loss

    return step, None


def character_model(cell, hidden):
    vocabulary, batch, steps = 65, 50, 50
    rnn, output = cell(vocabulary, hidden, 2), nn.Linear(hidden, vocabulary)
    put_recurrent(rnn, 20, 0.08, both_biases=cell is nn.GRU)
    put_linear(output, 40, 0.08)
    parameters = trained(rnn, output)
    optimizer = torch.optim.RMSprop(parameters, lr=2e-3, alpha=0.95)
    x, y = integers(1, steps * batch, vocabulary).view(steps, batch), integers(2, steps * batch, vocabulary)
    state = None

    def step():
        nonlocal state
        features, state = rnn(F.one_hot(x, vocabulary).float(), state)
        state = cut(state)
        loss = F.cross_entropy(output(features).view(-1, vocabulary), y)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_value_(parameters, 5.0)
        optimizer.step()
        return loss

    return step, None


def sandwich(steps):
    first, rnn, last = nn.Linear(10, 20), nn.RNN(20, 5), nn.Linear(5, 100)
    put_linear(first, 10, 0.2)
    put_recurrent(rnn, 20, 0.2)
    put_linear(last, 30, 0.2)
    parameters = trained(first, rnn, last)
    x, y = uniform(1, steps, 128, 10), uniform(2, steps, 128, 100)

    def step():
        loss = F.mse_loss(last(rnn(first(x))[0]), y)
        loss.backward()
        sgd(parameters, 0.1)
        return loss

    return step, None


def longbptt(steps):
    rnn, output = nn.RNN(16, 64), nn.Linear(64, 1, bias=False)
    put_recurrent(rnn, 10, 0.125)
    put_linear(output, 20, 0.125)
    parameters = trained(rnn, output)
    x, y = uniform(1, steps, 16, 16), uniform(2, steps, 16, 1)

    def step():
        loss = F.mse_loss(output(rnn(x)[0]), y)
        loss.backward()
        sgd(parameters, 0.1)
        return loss

    return step, None


def windows(k):
    """Exact windows of k steps, all side by side: each loss's own window is a row of one batch, run again from the state
    before it.  Of the ways tried (autograd step by step with the adjoints of k losses as a batch of grad_outputs, by vmap or
    by a tiled step, and this one) the fastest in PyTorch 1.13.  k = 0: no truncation."""
    steps, batch, size = 500, 16, 64
    rnn, output = nn.RNN(size, size), nn.Linear(size, 1, bias=False)
    put_recurrent(rnn, 10, 0.125)
    put_linear(output, 20, 0.125)
    parameters = trained(rnn, output)
    x, y = uniform(1, steps, batch, size), uniform(2, steps, batch, 1)

    def squares(states, targets):
        return F.mse_loss(output(states), targets, reduction="sum")

    def windowed():
        with torch.no_grad():
            states = rnn(x)[0]
        inputs = x.unfold(0, k, 1)[1:].permute(3, 0, 1, 2).reshape(k, -1, size)
        last = rnn(inputs, states[:steps - k].reshape(1, -1, size))[1].view(steps - k, batch, size)
        return squares(last, y[k:]) + squares(rnn(x[:k])[0], y[:k])

    def step():
        loss = (windowed() if k else squares(rnn(x)[0], y)) / (steps * batch)
        loss.backward()
        sgd(parameters, 0.1)
        return loss

    return step, None


def lstm_of_operations():
    size, steps = 8, 100
    W = [uniform(10 + g, size, size, scale=0.35).requires_grad_() for g in range(4)]
    U = [uniform(20 + g, size, size, scale=0.35).requires_grad_() for g in range(4)]
    b = [uniform(30 + g, size, scale=0.35).requires_grad_() for g in range(4)]
    inputs, targets = list(uniform(1, steps, size)), list(uniform(2, steps, size))

    def gate(g, x, h):
        return torch.mv(W[g], x) + torch.mv(U[g], h) + b[g]

    def step():
        for p in W + U + b:
            p.grad = None
        h = c = torch.zeros(size)
        loss = 0.0
        for x, y in zip(inputs, targets):
            c = torch.sigmoid(gate(1, x, h)) * c + torch.sigmoid(gate(0, x, h)) * torch.tanh(gate(2, x, h))
            h = torch.sigmoid(gate(3, x, h)) * torch.tanh(c)
            d = h - y
            loss = loss + (d * d).sum()
        loss.backward()
        return loss

    return step, lambda: norm([p.grad for p in W + U + b])


def lstm_of_scalars():
    """Every number a tensor of its own."""
    size, steps = 16, 20
    row = 2 * size + 1
    weights = [w.clone().requires_grad_() for w in uniform(1, 4 * size * row, scale=0.2)]
    inputs = [[x.clone() for x in xs] for xs in uniform(2, steps, size)]

    def gate(place, features):
        total = weights[place * row + row - 1]
        for i, feature in enumerate(features):
            total = total + weights[place * row + i] * feature
        return total

    def step():
        for w in weights:
            w.grad = None
        h = [torch.zeros(()) for _ in range(size)]
        c = list(h)
        for xs in inputs:
            features, h = xs + h, []
            for unit in range(size):
                i, f, o = (torch.sigmoid(gate(g * size + unit, features)) for g in range(3))
                c[unit] = f * c[unit] + i * torch.tanh(gate(3 * size + unit, features))
                h.append(o * torch.tanh(c[unit]))
        loss = sum(x * x for x in h)
        loss.backward()
        return loss

    return step, lambda: math.fsum(abs(float(w.grad)) for w in weights)


def tagger():
    """One sentence an update; the embedding's gradient is kept in the rows that were looked up, as ours is."""
    vocabulary, features, hidden, wide, tags, sentences, shortest, lengths = 10000, 128, 50, 32, 9, 16, 5, 31
    embedding = nn.Embedding(vocabulary, features, sparse=True)
    rnn, middle, output = nn.LSTM(features, hidden, bidirectional=True), nn.Linear(2 * hidden, wide), nn.Linear(wide, tags)
    put(embedding.weight, 10, 0.5, transposed=False)
    put_recurrent(rnn, 20, 0.1)
    put_linear(middle, 40, 0.1)
    put_linear(output, 50, 0.1)
    parameters = trained(embedding, rnn, middle, output)
    sizes = (shortest + integers(3, sentences, lengths)).tolist()
    most = sentences * (shortest + lengths)
    x = integers(1, most, vocabulary)[:sum(sizes)].split(sizes)
    y = integers(2, most, tags)[:sum(sizes)].split(sizes)

    def step():
        total = 0.0
        for sentence, target in zip(x, y):
            features = rnn(embedding(sentence).unsqueeze(1))[0].squeeze(1)
            loss = F.cross_entropy(output(torch.tanh(middle(features))), target)
            loss.backward()
            sgd(parameters, 0.1)
            total += loss.item()
        return total

    return step, None


def tree_lstm():
    """One tree an update, by recursion; gates stand in the order input, output, candidate, one forget gate a child."""
    vocabulary, size, classes, trees, fewest, sizes = 10000, 128, 5, 16, 5, 26
    embedding, output = nn.Embedding(vocabulary, size, sparse=True), nn.Linear(size, classes)
    put(embedding.weight, 10, 0.5, transposed=False)
    Wx = uniform(20, size, 5 * size, scale=0.1).requires_grad_()
    Wh = uniform(21, 2 * size, 5 * size, scale=0.1).requires_grad_()
    bias = uniform(22, 5 * size, scale=0.1).requires_grad_()
    put_linear(output, 30, 0.1)
    parameters = trained(embedding, output) + [Wx, Wh, bias]
    leaves = (fewest + integers(3, trees, sizes)).tolist()
    most = trees * (fewest + sizes)
    x = integers(1, most, vocabulary)[:sum(leaves)].split(leaves)
    y = integers(2, 2 * most, classes)[:sum(2 * n - 1 for n in leaves)].split([2 * n - 1 for n in leaves])
    splits = integers(4, most, 1 << 16).tolist()

    def read(count, projected, divisions, states):
        if count == 1:
            i, o, u, _, _ = next(projected).chunk(5, 1)
            c = torch.sigmoid(i) * torch.tanh(u)
        else:
            left = 1 + next(divisions) % (count - 1)
            (h1, c1), (h2, c2) = read(left, projected, divisions, states), read(count - left, projected, divisions, states)
            i, o, u, f1, f2 = torch.addmm(bias, torch.cat((h1, h2), 1), Wh).chunk(5, 1)
            c = torch.sigmoid(i) * torch.tanh(u) + torch.sigmoid(f1) * c1 + torch.sigmoid(f2) * c2
        h = torch.sigmoid(o) * torch.tanh(c)
        states.append(h)
        return h, c

    def step():
        total, divisions = 0.0, iter(splits)
        for tree, target in zip(x, y):
            states = []
            read(len(tree), iter(torch.addmm(bias, embedding(tree), Wx).split(1)), divisions, states)
            loss = F.cross_entropy(output(torch.cat(states)), target, reduction="sum")
            loss.backward()
            sgd(parameters, 0.05)
            total += loss.item()
        return total

    return step, None


def in_double(workload):
    torch.set_default_dtype(torch.float64)
    return workload()


WORKLOADS = {
    **{f"chain{n}": (lambda n=n: chain(n)) for n in (1, 16, 256, 4096)},
    "mlp": mlp,
    "mlp-double": lambda: in_double(mlp),
    "hvp": hvp,
    "rnnlm": lambda: rnnlm(batched=False),
    "rnnlm-batched": lambda: rnnlm(batched=True),
    "trigram": lambda: trigram(2000, 50),
    "trigram-small": lambda: trigram(65, 16),
    "lstm200": lstm200,
    "lstm200-double": lambda: in_double(lstm200),
    "lstm-ops8": lstm_of_operations,
    "elman-ptb": lambda: word_model(nn.RNN, 1, 200),
    "ptb-small": lambda: word_model(nn.LSTM, 2, 200),
    "ptb-medium": lambda: word_model(nn.LSTM, 2, 650),
    "charlm": lambda: character_model(nn.LSTM, 128),
    "charlm512": lambda: character_model(nn.LSTM, 512),
    "gru128": lambda: character_model(nn.GRU, 128),
    "gru512": lambda: character_model(nn.GRU, 512),
    "tagger-sentences": tagger,
    "tree-lstm": tree_lstm,
    "scalar-lstm": lambda: in_double(lstm_of_scalars),
    **{f"sandwich-T{t}": (lambda t=t: sandwich(t)) for t in (3, 100)},
    "window20": lambda: windows(20),
    "window-none": lambda: windows(0),
    **{f"longbptt-{t}": (lambda t=t: longbptt(t)) for t in (100, 1000, 10000)},
}


# ------------------------------------------------------------------ long sequences and large vocabularies

def chunks():
    """A stream in chunks of 100 with the state carried; the data come again after ten chunks."""
    length, batch = 100, 16
    rnn, output = nn.RNN(16, 64), nn.Linear(64, 1, bias=False)
    put_recurrent(rnn, 10, 0.125)
    put_linear(output, 20, 0.125)
    parameters = trained(rnn, output)
    x, y = uniform(1, 10, length, batch, 16), uniform(2, 10, length, batch, 1)
    state, at = None, 0

    def step():
        nonlocal state, at
        features, state = rnn(x[at], state)
        state = cut(state)
        loss = F.mse_loss(output(features), y[at])
        loss.backward()
        sgd(parameters, 0.1)
        at = (at + 1) % 10
        return loss

    return step, None


def frequent_words(stream, count, vocabulary):
    """Words by falling frequency, uniform in the logarithms of their numbers."""
    place = (uniform(stream, count).double() + 1) / 2
    return torch.clamp(torch.exp(place * math.log(vocabulary + 1)).long() - 1, max=vocabulary - 1)


def sampled_softmax(hidden, vocabulary, count):
    """A softmax over the targets and systematically sampled candidates, gradients of the tables in rows.  PyTorch has none: this is
    the same estimate in its own operations."""
    weight, bias = nn.Embedding(vocabulary, hidden, sparse=True), nn.Embedding(vocabulary, 1, sparse=True)
    put(weight.weight, 40, 0.05, transposed=False)
    put(bias.weight, 41, 0.05, transposed=False)
    certain = 0
    while certain < count and (count - certain) * math.log1p(1 / (certain + 1)) > math.log((vocabulary + 1) / (certain + 1)):
        certain += 1
    length, rest = math.log((vocabulary + 1) / (certain + 1)), count - certain
    places, at = (uniform(3, 64).double() + 1) / 2, [0]

    def draw():
        place = places[at[0]]
        at[0] = (at[0] + 1) % 64
        drawn = ((certain + 1) * torch.exp((torch.arange(rest).double() + place) / rest * length)).long() - 1
        return torch.cat([torch.arange(certain), drawn])

    def loss(features, y):
        candidates = draw()
        q = torch.where(candidates < certain, torch.ones(()).double(), rest / length * torch.log1p(1 / (candidates.double() + 1)))
        target = (features * weight(y)).sum(1) + bias(y)[:, 0]
        others = torch.addmm(bias(candidates)[:, 0] - torch.log(q).float(), features, weight(candidates).t())
        others = others.masked_fill(y[:, None] == candidates, -math.inf)
        return F.softplus(torch.logsumexp(others, 1) - target).mean()

    return loss, trained(weight, bias)


def vocabulary(kind):
    words, hidden, batch, steps = 100000, 128, 10, 20
    embedding, rnn = nn.Embedding(words, hidden, sparse=True), nn.LSTM(hidden, hidden)
    put(embedding.weight, 10, 0.05, transposed=False)
    put_recurrent(rnn, 20, 0.05)
    x, y = frequent_words(1, steps * batch, words).view(steps, batch), frequent_words(2, steps * batch, words)
    if kind == "full":
        output = nn.Linear(hidden, words)
        put_linear(output, 40, 0.05)
        loss_of, parameters = lambda features: F.cross_entropy(output(features), y), trained(output)
    elif kind == "adaptive":
        output = nn.AdaptiveLogSoftmaxWithLoss(hidden, words, [2000, 20000], div_value=4.0)
        parameters = trained(output)
        for i, parameter in enumerate(parameters):
            put(parameter, 40 + i, 0.05)
        loss_of = lambda features: output(features, y).loss
    else:
        sampled, parameters = sampled_softmax(hidden, words, 1000)
        loss_of = lambda features: sampled(features, y)
    parameters = trained(embedding, rnn) + parameters

    def step():
        loss = loss_of(rnn(embedding(x))[0].view(-1, hidden))
        loss.backward()
        sgd([p for p in parameters if p.grad is not None], 0.5)
        return loss

    return step, None


WORKLOADS.update({
    "longbptt-100000": lambda: longbptt(100000),
    "chunks-100": chunks,
    **{f"vocabulary-100k-{kind}": (lambda kind=kind: vocabulary(kind)) for kind in ("full", "adaptive", "sampled")},
})


# ------------------------------------------------------------------ one request a line

def open_workload(name):
    step, probe = WORKLOADS[name]()
    losses = [float(step()) for _ in range(FIRST_STEPS)]
    losses.append(float(probe()) if probe else 0.0)
    gc.collect()
    gc.disable()
    return step, " ".join(repr(loss) for loss in losses)


def sample(step, steps):
    wall, processor = time.perf_counter(), time.process_time()
    for _ in range(steps):
        step()
    return f"{time.perf_counter() - wall!r} {time.process_time() - processor!r}"


def peak_bytes():
    """Linux's own count where there is one: what `getrusage` says there is at least what the parent process held."""
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main():
    print("torch", torch.__version__, flush=True)
    step = None
    for line in sys.stdin:
        request, *arguments = line.split()
        if request == "open":
            step, answer = open_workload(*arguments)
        elif request == "memory":
            answer = peak_bytes()
        else:
            answer = sample(step, int(*arguments))
        print(answer, flush=True)


if __name__ == "__main__":
    main()
