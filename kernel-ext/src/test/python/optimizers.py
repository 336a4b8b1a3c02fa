"""Twenty steps of PyTorch's own optimisers on a fixed problem, for OptimizersTest.

    pip install torch==2.7.1
    python optimizers.py > ../resources/dev/crema/training/optimizers.csv

The problem: minimise sum(a * (w - b)^2) + prod(w[:2]) from a fixed start. Each line: name, then the weights after 20 steps.
"""

import torch


def loss(weight):
    a = torch.tensor([1.0, 10.0, 0.1, 3.0])
    b = torch.tensor([0.5, -0.3, 2.0, 0.0])
    return (a * (weight - b) ** 2).sum() + weight[0] * weight[1]


def run(name, make):
    weight = torch.tensor([1.0, -1.0, 0.25, 4.0], requires_grad=True)
    optimizer = make([weight])
    for _ in range(20):
        optimizer.zero_grad()
        loss(weight).backward()
        optimizer.step()
    print(name, *(f"{value:.9g}" for value in weight.tolist()), sep=",")


run("sgd", lambda weights: torch.optim.SGD(weights, lr=0.01))
run("momentum", lambda weights: torch.optim.SGD(weights, lr=0.01, momentum=0.9))
run("adam", lambda weights: torch.optim.Adam(weights, lr=0.05))
run("adamHalf", lambda weights: torch.optim.Adam(weights, lr=0.05, betas=(0.5, 0.999)))
run("nesterov", lambda weights: torch.optim.SGD(weights, lr=0.01, momentum=0.9, nesterov=True))
run("adamW", lambda weights: torch.optim.AdamW(weights, lr=0.05, weight_decay=0.1))
run("adagrad", lambda weights: torch.optim.Adagrad(weights, lr=0.5))
run("rmsProp", lambda weights: torch.optim.RMSprop(weights, lr=0.02))
run("adadelta", lambda weights: torch.optim.Adadelta(weights, lr=1.0))
