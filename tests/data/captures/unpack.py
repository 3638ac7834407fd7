#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""unpack.py ARCHIVE.tar.xz FOLDER STAMP: lay the plain capture files into FOLDER, then write STAMP.

Only regular files with a plain relative name are taken out, so that a damaged archive can write nowhere else."""
import os
import sys
import tarfile


def main(archive, folder, stamp):
    with tarfile.open(archive, "r:xz") as tar:
        for member in tar:
            parts = member.name.split("/")
            if member.isdir():
                continue
            if not member.isfile() or member.name.startswith("/") or ".." in parts:
                raise SystemExit(f"{archive}: {member.name} is not a plain file inside the archive")
            target = os.path.join(folder, *parts)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target + ".part", "wb") as out:
                out.write(tar.extractfile(member).read())
            os.replace(target + ".part", target)
    with open(stamp, "w", encoding="ascii") as out:
        out.write("unpacked\n")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
