"""PyTorch's schedules, and a training with weight decay, norm clipping, a schedule and per-part rates, for StepsTest.

    pip install torch==2.7.1
    python steps.py > ../resources/dev/crema/training/steps.csv

Each line: name, then the numbers: the learning rate's factor before each epoch, or the weights after the training.
"""

import torch


def schedule(name, epochs, make, every=1):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    scheduler = make(optimizer)
    factors = []
    for _ in range(epochs):
        factors.append(scheduler.get_last_lr()[0])
        optimizer.step()
        scheduler.step()
    print(name, *(f"{value:.9g}" for value in factors[::every]), sep=",")


rates = torch.optim.lr_scheduler
schedule("step", 9, lambda optimizer: rates.StepLR(optimizer, 3, 0.5))
schedule("cosine", 10, lambda optimizer: rates.CosineAnnealingLR(optimizer, 10))
# PyTorch ends the rise one step early and the cycle in the last step: of many steps that is nothing
schedule("oneCycle", 10001, lambda optimizer: rates.OneCycleLR(optimizer, 1.0, total_steps=10001), every=1000)


def train(name, make, norm=None):
    torch.manual_seed(0)
    hidden, output = torch.nn.Linear(2, 2), torch.nn.Linear(2, 1)
    with torch.no_grad():
        hidden.weight.copy_(torch.tensor([[0.5, -0.3], [0.2, 0.8]]))
        hidden.bias.copy_(torch.tensor([0.1, -0.1]))
        output.weight.copy_(torch.tensor([[1.0, -0.7]]))
        output.bias.copy_(torch.tensor([0.3]))
    x = torch.tensor([[1.0, 2.0], [-1.0, 0.5], [0.3, -2.0], [2.0, 1.0]])
    y = torch.tensor([[3.0], [-1.0], [0.5], [2.0]])
    optimizer, scheduler = make(hidden, output)
    for _ in range(20):
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(output(hidden(x)), y).backward()
        if norm:
            torch.nn.utils.clip_grad_norm_([*hidden.parameters(), *output.parameters()], norm)
        optimizer.step()
        if scheduler:
            scheduler.step()
    parameters = torch.cat([p.detach().flatten() for p in (hidden.weight, hidden.bias, output.weight, output.bias)])
    print(name, *(f"{value:.9g}" for value in parameters.tolist()), sep=",")


def both(hidden, output):
    return [*hidden.parameters(), *output.parameters()]


def decayed(hidden, output):
    return torch.optim.SGD(both(hidden, output), lr=0.05, momentum=0.9, weight_decay=0.1), None


def annealed(hidden, output):
    optimizer = torch.optim.Adam(both(hidden, output), lr=0.05)
    return optimizer, rates.CosineAnnealingLR(optimizer, 20)


def parts(hidden, output):
    return torch.optim.Adam([{"params": hidden.parameters(), "lr": 0.005}, {"params": output.parameters()}], lr=0.05), None


train("weightDecay", decayed)
train("clipNorm", lambda hidden, output: (torch.optim.SGD(both(hidden, output), lr=0.05), None), norm=0.5)
train("schedule", annealed)
train("parts", parts)
train("frozen", lambda hidden, output: (torch.optim.Adam(output.parameters(), lr=0.05), None))
