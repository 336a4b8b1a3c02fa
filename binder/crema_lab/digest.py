"""One hash for the contents of many files."""

import hashlib

# what tools leave behind is not a source
IGNORED = {"target", "__pycache__", ".ipynb_checkpoints", ".pytest_cache"}


def of(*parts):
    """A hash of texts, files and directories: of the names and contents, never of times."""
    total = hashlib.blake2b(digest_size=16)
    for part in parts:
        for name, content in _contents(part):
            total.update(f"{name}\0{len(content)}\0".encode())
            total.update(content)
    return total.hexdigest()


def _contents(part):
    if isinstance(part, str):
        yield "", part.encode()
    elif part.is_dir():
        for path in sorted(part.rglob("*")):
            inside = path.relative_to(part)
            if path.is_file() and not IGNORED.intersection(inside.parts):
                yield inside.as_posix(), path.read_bytes()
    else:
        yield part.name, part.read_bytes() if part.is_file() else b""
