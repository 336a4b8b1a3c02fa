"""How long it takes from files to one shuffled epoch of float batches, and how much memory a whole data set takes.

Every figure is from a process of its own that has the files in the system's cache, two threads, and its engine or libraries
loaded before the clock starts. DJL and torchvision read the same unpacked files; for CIFAR-10, torchvision gets the same images
in the layout for Python that it knows. torchvision loads with two workers. Memory is the most that the process grows by, from
before the first file to the end of an epoch, with the kernel's heap and collector. "As floats": images() of the 45 000 images to
train on and of the 5 000 to validate on; the 10 000 to test on stay bytes, since 60 000 as floats are 737 MB by themselves.
"""

import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from .. import kernelspec, tools
from ..bench import Row
from ..steps import command

ROUNDS = 5
DATASET = Path("/usr/share/datasets/fashion-mnist")
PACKAGE = "dataset-fashion-mnist"
TORCHVISION = ("torch==2.7.1", "torchvision==0.22.1")
BASICDATASET = "ai.djl:basicdataset:0.35.1"
PROGRAMS = Path(__file__).parent / "load"

FASHION = "load: files → one shuffled epoch of float batches of 128, Fashion-MNIST 60 000"
CIFAR = "load: the same, CIFAR-10 50 000, with flip, crop and shift"
FLOATS = "memory, CIFAR-10 whole, as floats"
BYTES = "memory, CIFAR-10 whole, kept as bytes"


def measure(project, rounds):
    """Measures both sides in turn, `rounds` times after one that is not counted."""
    bench = Bench(project)
    bench.prepare()
    djl, torch = Row(FASHION, "DJL basicdataset"), Row(FASHION, "torchvision")
    cifar = Row(CIFAR, "torchvision")
    floats, kept = Row(FLOATS, "target", unit="MB"), Row(BYTES, "target", unit="MB")
    for turn in range(rounds + 1):
        fashion = bench.crema("fashion", bench.fashion)
        samples = [
            (djl, fashion, bench.djl()),
            (torch, fashion, bench.torchvision("fashion", bench.directory)),
            (cifar, bench.crema("cifar", bench.cifar), bench.torchvision("cifar", bench.cifar)),
            (floats, bench.crema("floats"), 700),
            (kept, bench.crema("bytes"), 250),
        ]
        if turn > 0:
            for row, ours, theirs in samples:
                row.crema.append(ours)
                row.peer.append(theirs)
    return [djl, torch, cifar, floats, kept]


class Bench:
    """The files, the programs and the peers, all below .cache/bench."""

    def __init__(self, project):
        self.project = project
        self.directory = project.cache / "bench"
        # where torchvision looks for it below its root
        self.fashion = self.directory / "FashionMNIST" / "raw"
        self.cifar = self.directory / "cifar-10"
        self.repository = self.directory / "repository"
        self.log = project.log / "bench.log"
        self.java = kernelspec.read(project.kernel)["argv"][0]
        self.environment = {
            **os.environ,
            "OMP_WAIT_POLICY": "PASSIVE", "OMP_NUM_THREADS": "2",
            "ENGINE_CACHE_DIR": str(project.djl_cache), "DJL_CACHE_DIR": str(self.directory / "djl"),
            **kernelspec.MALLOC,
        }

    def prepare(self):
        """Brings what is not there yet: the files, DJL's data sets, torchvision."""
        self.directory.mkdir(parents=True, exist_ok=True)
        self._unpack_fashion()
        self._make_repository()
        self._install_torchvision()
        self._java("Crema.java", "fetch", number=False)
        if not (self.cifar / "cifar-10-batches-py" / "data_batch_5").is_file():
            self._run([self.torch_python, PROGRAMS / "torchvision_load.py", "convert", self.cifar])

    def crema(self, *arguments):
        return self._java("Crema.java", *arguments)

    def djl(self):
        return self._java("Djl.java", self.repository, peer=self._basicdataset())

    def torchvision(self, *arguments):
        return float(self._run([self.torch_python, PROGRAMS / "torchvision_load.py", *arguments]))

    @property
    def torch_python(self):
        return self.directory / "torchvision" / "bin" / "python"

    def _java(self, program, *arguments, peer=(), number=True):
        class_path = os.pathsep.join(map(str, [self.project.library / "*", *peer]))
        output = self._run([self.java, f"-Xmx{kernelspec.DEFAULT_HEAP}", "-XX:+UseSerialGC", "-Dai.djl.offline=true",
                            f"-Dcrema.cache={self.directory}", "-cp", class_path, PROGRAMS / program, *arguments])
        return float(output.split()[-1]) if number else None

    def _run(self, arguments):
        return subprocess.run(list(map(str, arguments)), env=self.environment, stdout=subprocess.PIPE, stderr=self.log.open("ab"),
                              check=True, text=True).stdout

    def _unpack_fashion(self):
        source = DATASET
        if not source.is_dir():
            unpacked = self.directory / "debian"
            if not unpacked.is_dir():
                subprocess.run(["apt-get", "download", PACKAGE], cwd=self.directory, check=True)
                subprocess.run(["dpkg", "-x", *self.directory.glob(f"{PACKAGE}_*.deb"), unpacked], check=True)
            source = unpacked / DATASET.relative_to("/")
        self.fashion.mkdir(parents=True, exist_ok=True)
        for packed in source.glob("*.gz"):
            target = self.fashion / packed.stem
            if not target.is_file():
                with gzip.open(packed) as content, target.open("wb") as file:
                    shutil.copyfileobj(content, file)

    def _make_repository(self):
        """A DJL repository of the same files, which it copies to its cache at the first use."""
        directory = self.repository / "dataset/cv/ai/djl/basicdataset/fashmnist"
        directory.mkdir(parents=True, exist_ok=True)
        files = {"train_data": "train-images-idx3-ubyte", "train_labels": "train-labels-idx1-ubyte",
                 "test_data": "t10k-images-idx3-ubyte", "test_labels": "t10k-labels-idx1-ubyte"}
        items = {}
        for key, name in files.items():
            file = self.fashion / name
            items[key] = {"uri": file.absolute().as_uri(), "name": name, "type": "file", "size": file.stat().st_size}
        artifact = {"version": "1.0", "snapshot": False, "name": "fashmnist", "files": items}
        (directory / "metadata.json").write_text(json.dumps({
            "metadataVersion": "0.2", "resourceType": "dataset", "application": "cv", "groupId": "ai.djl.basicdataset",
            "artifactId": "fashmnist", "name": "Fashion-MNIST", "artifacts": [artifact]}))

    def _basicdataset(self):
        """The jars of DJL's data sets, without those that Crema has."""
        target = self.directory / "basicdataset"
        if not target.is_dir():
            group, artifact, version = BASICDATASET.split(":")
            pom = self.directory / "pom.xml"
            pom.write_text(f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion><groupId>bench</groupId><artifactId>bench</artifactId><version>1</version>
              <dependencies><dependency>
                <groupId>{group}</groupId><artifactId>{artifact}</artifactId><version>{version}</version>
              </dependency></dependencies></project>""")
            command([tools.find_maven(), "-B", "-ntp", "-f", pom, "dependency:copy-dependencies", f"-DoutputDirectory={target}"],
                    self.log)
        return [jar for jar in sorted(target.glob("*.jar")) if not (self.project.library / jar.name).is_file()]

    def _install_torchvision(self):
        environment = self.directory / "torchvision"
        if not environment.is_dir():
            try:
                command([sys.executable, "-m", "venv", environment], self.log)
                command([self.torch_python, "-m", "pip", "install", "--no-input", "numpy", *TORCHVISION], self.log)
            except BaseException:
                shutil.rmtree(environment, ignore_errors=True)
                raise
