"""PyTorch's side: trains one of the works anew for every line "loader SEED" or "memory SEED", and answers examples/s and loss.

The same layers, initialisation, optimiser, data, batches and measures as Crema's side; only the random numbers differ.
"loader" is the usual loop over a DataLoader; "memory" indexes tensors with a permutation.
"""

import math
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

EVALUATION_BATCH = 256


class Residual(nn.Module):
    """A residual block of ResNet-18."""

    def __init__(self, channels, filters, stride):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(channels, filters, 3, stride, 1), nn.BatchNorm2d(filters), nn.ReLU(),
            nn.Conv2d(filters, filters, 3, 1, 1), nn.BatchNorm2d(filters))
        self.shortcut = nn.Identity() if channels == filters else nn.Sequential(
            nn.Conv2d(channels, filters, 1, stride), nn.BatchNorm2d(filters))

    def forward(self, x):
        return F.relu(self.body(x) + self.shortcut(x))


class Lstm(nn.Module):
    """A classifier of sentences by an LSTM's last state."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(1_000, 64)
        self.lstm = nn.LSTM(64, 128, batch_first=True)
        self.linear = nn.Linear(128, 2)

    def forward(self, x):
        _, (state, _) = self.lstm(self.embedding(x))
        return self.linear(state[-1])


def tiny():
    return nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 16), nn.Tanh(), nn.Linear(16, 1))


def mlp():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 10))


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))


def two_convolutions():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(64 * 49, 10))


def resnet18():
    return nn.Sequential(
        nn.Conv2d(3, 64, 3, padding=1), nn.BatchNorm2d(64), nn.ReLU(),
        Residual(64, 64, 1), Residual(64, 64, 1), Residual(64, 128, 2), Residual(128, 128, 1),
        Residual(128, 256, 2), Residual(256, 256, 1), Residual(256, 512, 2), Residual(512, 512, 1),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 10))


def generator():
    return nn.Sequential(
        nn.ConvTranspose2d(100, 128, 7), nn.BatchNorm2d(128), nn.ReLU(),
        nn.ConvTranspose2d(128, 64, 4, 2, 1), nn.BatchNorm2d(64), nn.ReLU(),
        nn.ConvTranspose2d(64, 1, 4, 2, 1), nn.Sigmoid())


def discriminator():
    return nn.Sequential(
        nn.Conv2d(1, 64, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(64, 128, 4, 2, 1), nn.BatchNorm2d(128), nn.LeakyReLU(0.2),
        nn.Flatten(), nn.Linear(128 * 49, 1))


def initialised(net):
    """Crema's initialisation: He's normal numbers and no biases; recurrent layers and embeddings are PyTorch's own."""
    for layer in net.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            nn.init.kaiming_normal_(layer.weight)
            nn.init.zeros_(layer.bias)
        elif isinstance(layer, nn.ConvTranspose2d):
            channels, _, kernel, _ = layer.weight.shape
            nn.init.normal_(layer.weight, std=math.sqrt(2 * layer.stride[0] ** 2 / (channels * kernel ** 2)))
            nn.init.zeros_(layer.bias)
    return net


def fashion(directory, train):
    raw = directory / "FashionMNIST" / "raw"
    images = np.fromfile(raw / "train-images-idx3-ubyte", dtype=np.uint8)[16:].reshape(-1, 1, 28, 28)
    labels = np.fromfile(raw / "train-labels-idx1-ubyte", dtype=np.uint8)[8:]
    return split(images, labels, train)


def cifar(directory, train):
    records = np.fromfile(directory / "cifar-10" / "data_batch_1.bin", dtype=np.uint8).reshape(-1, 3073)
    return split(records[:, 1:].reshape(-1, 3, 32, 32), records[:, 0], train)


def split(images, labels, train):
    count = train + train // 10
    return halves(torch.from_numpy(images[:count].astype(np.float32) / 255), torch.from_numpy(labels[:count].astype(np.int64)), train)


def arrays(directory, name, train):
    file = np.load(directory / "training" / f"{name}.npz")
    return halves(torch.from_numpy(file["inputs"]), torch.from_numpy(file["targets"]), train)


def halves(inputs, targets, train):
    count = train + train // 10
    return (inputs[:train].clone(), targets[:train].clone()), (inputs[train:count].clone(), targets[train:count].clone())


def made(directory):
    """Makes the examples that no data set has: two spirals, and sentences whose words' feelings add up."""
    random = np.random.default_rng(1)
    target = directory / "training"
    target.mkdir(parents=True, exist_ok=True)
    side = random.integers(0, 2, 5_000)
    radius = random.uniform(0.1, 1, 5_000)
    angle = 5 * radius + np.pi * side
    points = np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1) + random.normal(0, 0.03, (5_000, 2))
    np.savez(target / "points.npz", inputs=points.astype(np.float32), targets=(2 * side - 1).astype(np.float32)[:, None])
    feelings = random.normal(0, 1, 1_000)
    words = random.integers(0, 1_000, (4_000, 50))
    np.savez(target / "sentences.npz", inputs=words.astype(np.int64), targets=(feelings[words].sum(1) > 0).astype(np.int64))


def batches(how, tensors, size):
    """One epoch of batches in random order, as an iterable that may be used for every epoch."""
    if how == "loader":
        return DataLoader(TensorDataset(*tensors), batch_size=size, shuffle=True)
    return Shuffled(tensors, size)


class Shuffled:
    """Tensors in memory, in a new order each time."""

    def __init__(self, tensors, size):
        self.tensors = tensors
        self.size = size

    def __iter__(self):
        for index in torch.randperm(len(self.tensors[0])).split(self.size):
            yield [tensor[index] for tensor in self.tensors]


def accuracy(outputs, targets):
    return (outputs.argmax(1) == targets).float().mean().item()


class Supervised:
    """The usual training of a network."""

    def __init__(self, data, epochs, batch, net, optimizer, loss=F.cross_entropy):
        self.train_data, self.validation = data
        self.epochs = epochs
        self.batch = batch
        self.net = net
        self.optimizer = optimizer
        self.loss = loss

    def train(self, how, seed):
        torch.manual_seed(seed)
        net = initialised(self.net())
        start = time.perf_counter()
        optimizer = self.optimizer(net.parameters())
        data = batches(how, self.train_data, self.batch)
        for _ in range(self.epochs):
            loss = self.epoch(net, optimizer, data)
            self.evaluate(net)
        return len(self.train_data[0]) * self.epochs / (time.perf_counter() - start), loss

    def epoch(self, net, optimizer, data):
        net.train()
        total = correct = seen = 0
        for inputs, targets in data:
            optimizer.zero_grad(set_to_none=True)
            outputs = net(inputs)
            loss = self.loss(outputs, targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            seen += len(inputs)
            if self.loss is F.cross_entropy:
                correct += accuracy(outputs, targets) * len(inputs)
        return total / seen

    @torch.no_grad()
    def evaluate(self, net):
        net.eval()
        total = correct = 0
        for inputs, targets in zip(*(tensor.split(EVALUATION_BATCH) for tensor in self.validation)):
            outputs = net(inputs)
            total += self.loss(outputs, targets).item() * len(inputs)
            if self.loss is F.cross_entropy:
                correct += accuracy(outputs, targets) * len(inputs)
        return total, correct


class Adversarial:
    """A generative adversarial network: one step of each side a batch, with images that are made once."""

    def __init__(self, data, epochs, batch):
        self.images = data[0]
        self.epochs = epochs
        self.batch = batch

    def train(self, how, seed):
        torch.manual_seed(seed)
        nets = initialised(generator()), initialised(discriminator())
        start = time.perf_counter()
        optimizers = [torch.optim.Adam(net.parameters(), 2e-4) for net in nets]
        data = batches(how, self.images, self.batch)
        for _ in range(self.epochs):
            losses = [self.step(*nets, *optimizers, images) for images, _ in data]
        return len(self.images[0]) * self.epochs / (time.perf_counter() - start), sum(told for told, _ in losses) / len(losses)

    @staticmethod
    def step(make, tell, make_optimizer, tell_optimizer, real):
        make_optimizer.zero_grad(set_to_none=True)
        images = make(torch.randn(len(real), 100, 1, 1))
        fooled = F.softplus(-tell(images)).mean()
        fooled.backward()
        make_optimizer.step()
        tell_optimizer.zero_grad(set_to_none=True)
        told = F.softplus(-tell(real)).mean() + F.softplus(tell(images.detach())).mean()
        told.backward()
        tell_optimizer.step()
        return told.item(), fooled.item()


def work(name, directory):
    def adam(rate):
        return lambda parameters: torch.optim.Adam(parameters, rate)

    def sgd(rate, momentum=0):
        return lambda parameters: torch.optim.SGD(parameters, rate, momentum)

    return {
        "tiny": lambda: Supervised(arrays(directory, "points", 4_000), 25, 32, tiny, sgd(0.1), F.mse_loss),
        "mlp": lambda: Supervised(fashion(directory, 51_200), 2, 128, mlp, adam(1e-3)),
        "lenet": lambda: Supervised(fashion(directory, 25_600), 2, 128, lenet, adam(1e-3)),
        "conv": lambda: Supervised(fashion(directory, 3_840), 2, 128, two_convolutions, adam(1e-3)),
        "resnet": lambda: Supervised(cifar(directory, 128), 2, 64, resnet18, sgd(0.01, 0.9)),
        "lstm": lambda: Supervised(arrays(directory, "sentences", 3_200), 3, 64, Lstm, adam(3e-3)),
        "dcgan": lambda: Adversarial(fashion(directory, 1_280), 2, 64),
    }[name]()


def main(name, directory):
    directory = Path(directory)
    if name == "made":
        made(directory)
        return
    torch.set_num_threads(2)
    chosen = work(name, directory)
    for line in sys.stdin:
        how, seed = line.split()
        print(*chosen.train(how, int(seed)), flush=True)


main(*sys.argv[1:])
