"""The Jupyter kernel spec "Java (Crema)"."""

import json
import os
from pathlib import Path

NAME = "crema"
DISPLAY_NAME = "Java (Crema)"
MAIN_CLASS = "org.dflib.jjava.distro.JJava"

# the heap beside which libtorch, JupyterLab and the system fit into Binder's 2 GB
DEFAULT_HEAP = "768m"

# java.util.logging gives up with a message on stderr if the directory is missing: set-up makes it
LOGGING = """\
handlers=java.util.logging.FileHandler
.level=INFO
java.util.logging.FileHandler.pattern={pattern}
java.util.logging.FileHandler.limit=1000000
java.util.logging.FileHandler.encoding=UTF-8
java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter
"""

# glibc by itself takes ever larger arrays from its heap once one was freed, where a data set that is loaded again and again
# leaves holes: the kernel grew by 4 MB a run. Those above 20 MiB are mapped and given back. What is below, as the 16 MiB of 64
# channels of 64 images of 32 × 32 pixels, is kept for the next batch: mapped anew, its pages cost an LSTM a third of its time
MALLOC = {"MALLOC_MMAP_THRESHOLD_": str(20 << 20), "MALLOC_TRIM_THRESHOLD_": str(128 << 20)}


def write(directory, jdk, class_path, djl_cache, log, heap=None):
    """Writes kernel.json and logging.properties into `directory`.

    jdk: tools.Jdk that runs the kernel. class_path: its jars, jjava.jar among them. djl_cache, log: directories.
    heap: the JVM's -Xmx, default $CREMA_HEAP, else 768m.
    """
    directory.mkdir(parents=True, exist_ok=True)
    log.mkdir(parents=True, exist_ok=True)
    (directory / "logging.properties").write_text(_logging(log), encoding="ascii")
    spec = {
        "argv": [str(jdk.java), *options(directory, jdk, heap), "-cp", os.pathsep.join(map(str, class_path)),
                 MAIN_CLASS, "{connection_file}"],
        "display_name": DISPLAY_NAME,
        "language": "java",
        "interrupt_mode": "message",
        # libgomp's waiting threads otherwise spin, which slows a busy machine 10 to 100 times
        "env": {"OMP_WAIT_POLICY": "PASSIVE", "DJL_CACHE_DIR": str(djl_cache), **MALLOC},
        "metadata": {},
    }
    (directory / "kernel.json").write_text(json.dumps(spec, indent=2) + "\n", encoding="utf-8")


def options(directory, jdk, heap=None):
    """The kernel's JVM options."""
    chosen = [
        "-ea",
        f"-Xmx{heap or os.environ.get('CREMA_HEAP') or DEFAULT_HEAP}",
        "-XX:+UseSerialGC",
        f"-XX:SharedArchiveFile={directory / 'classes.jsa'}",
        "-Xshare:auto",
        # an archive that is missing or belongs to another JDK is not worth a line in front of a student
        "-Xlog:disable",
        "--enable-native-access=ALL-UNNAMED",
        "--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED",
        "-Dfile.encoding=UTF-8",
        "-Djava.awt.headless=true",
        "-Dai.djl.offline=true",
        f"-Djava.util.logging.config.file={directory / 'logging.properties'}",
    ]
    if jdk.version >= 24:
        # libraries of the class path still use sun.misc.Unsafe, of which these JDKs warn on stderr
        chosen.append("--sun-misc-unsafe-memory-access=allow")
    return chosen


def read(directory):
    """The kernel spec in `directory`, None if there is none that can be read."""
    try:
        return json.loads((Path(directory) / "kernel.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _logging(log):
    # "%" starts a field of the pattern; a properties file takes "\" as an escape and only Latin-1 as it is
    directory = str(log).replace("%", "%%").replace("\\", "/")
    pattern = "".join(c if c.isascii() else "".join(f"\\u{u:04x}" for u in _utf16(c)) for c in directory)
    return LOGGING.format(pattern=f"{pattern}/kernel-%u.log")


def _utf16(character):
    data = character.encode("utf-16-be")
    return [int.from_bytes(data[i:i + 2], "big") for i in range(0, len(data), 2)]
