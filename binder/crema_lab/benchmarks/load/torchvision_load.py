"""torchvision's side: its data set and PyTorch's DataLoader with two workers, in batches of 128."""

import pickle
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


class Cifar10(datasets.CIFAR10):
    """CIFAR-10 in files of the publisher's layout for Python, made here of those of its binary version."""

    def _check_integrity(self):
        return True

    def _load_meta(self):
        pass


def convert(directory):
    """Writes the pickles that torchvision reads, of the files that Crema reads."""
    target = directory / datasets.CIFAR10.base_folder
    target.mkdir(exist_ok=True)
    for i in range(1, 6):
        records = np.fromfile(directory / f"data_batch_{i}.bin", dtype=np.uint8).reshape(-1, 3073)
        batch = {"data": np.ascontiguousarray(records[:, 1:]), "labels": records[:, 0].tolist()}
        (target / f"data_batch_{i}").write_bytes(pickle.dumps(batch))


def main(what, directory):
    if what == "convert":
        convert(Path(directory))
        return
    torch.set_num_threads(2)
    start = time.perf_counter()
    if what == "fashion":
        data = datasets.FashionMNIST(directory, train=True, transform=transforms.ToTensor())
    else:
        data = Cifar10(directory, train=True, transform=transforms.Compose([
            transforms.RandomHorizontalFlip(), transforms.RandomCrop(32, padding=4),
            transforms.RandomAffine(0, translate=(0.1, 0.1)), transforms.ToTensor()]))
    seen = sum(len(labels) for images, labels in DataLoader(data, batch_size=128, shuffle=True, num_workers=2))
    assert seen == len(data), seen
    print(time.perf_counter() - start)


main(*sys.argv[1:])
