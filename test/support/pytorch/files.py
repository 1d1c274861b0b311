"""Writes small files of torch.save in all forms that people have, and prints the numbers that PyTorch reads from each."""
import argparse, collections, datetime, io, json, os, pathlib, pickle, struct, sys, tarfile, warnings
import numpy, torch

warnings.simplefilter("ignore")
folder = sys.argv[1]
base = torch.arange(24, dtype=torch.float32).reshape(2, 3, 4) / 7 - 1
files = {}


def save(name, value, **options):
    torch.save(value, os.path.join(folder, name), **options)
    return name


def weights():
    """Tensors of all kinds of views and types."""
    return collections.OrderedDict(
        plain=base.clone(),
        transposed=base.permute(2, 0, 1),
        window=base[:, 1:, ::2],
        shared=base[1],
        negative=torch._neg_view(base.clone()),
        imaginary=torch.complex(base, base).conj().imag,
        repeated=torch.tensor([2.5]).expand(3, 2),
        scalar=torch.tensor(3.5),
        empty=torch.zeros(0, 4),
        half=base.half(),
        brain=base.bfloat16(),
        double=base.double(),
        long=torch.tensor([1, -2, 3]),
        byte=torch.tensor([1, 2], dtype=torch.uint8),
        flags=torch.tensor([True, False]),
        parameter=torch.nn.Parameter(base[0].clone()),
    )


def numbers(state):
    return {
        name: {"shape": list(value.shape), "values": value.detach().to(torch.float64).reshape(-1).tolist()}
        for name, value in state.items()
        if isinstance(value, torch.Tensor)
    }


files[save("zip.pth", weights())] = numbers(weights())
files[save("legacy.pth", weights(), _use_new_zipfile_serialization=False)] = numbers(weights())
files[save("protocol4.pth", weights(), pickle_protocol=4)] = numbers(weights())
files[save("protocol5.pth", weights(), pickle_protocol=5)] = numbers(weights())

named = {"conv.weight": base, "fc.bias": base[0, 0]}
plain = numbers(named)
wrappers = {
    "module": "module.", "twice": "module.module.", "compiled": "_orig_mod.", "both": "_orig_mod.module.", "lightning": "model.",
}
for name, prefix in wrappers.items():
    files[save(f"{name}.pth", {"state_dict": {prefix + key: value for key, value in named.items()}})] = plain
for holder in ("model", "state_dict", "model_state_dict", "net"):
    files[save(f"in-{holder}.pth", {"epoch": 3, holder: named})] = plain
files[save("nested.pth", {"model": {"state_dict": named}})] = plain
files[save("inner.pth", {"conv._orig_mod.weight": base, "fc.bias": base[0, 0]})] = plain

beside = {
    "counter": collections.Counter("aab"), "default": collections.defaultdict(int, a=1), "device": torch.device("cpu"),
    "dtype": torch.bfloat16, "bytes": bytearray(b"\x00\xff"), "scalar": numpy.float32(0.25), "array": numpy.arange(6.0).reshape(2, 3),
    "fortran": numpy.asfortranarray(numpy.arange(6).reshape(2, 3)), "integers": numpy.int64(7), "flag": numpy.bool_(True),
    "path": pathlib.PurePosixPath("/data"), "time": datetime.datetime(2020, 1, 1), "options": argparse.Namespace(a=1),
    "size": torch.Size([2, 3]), "complex": torch.ones(2, dtype=torch.complex64), "set": {1, 2}, "frozen": frozenset([3]),
    "number": 1 + 2j, "range": range(3), "slice": slice(1, 2), "nothing": None, "big": 2**80,
}
for protocol in (2, 3, 4, 5):
    files[save(f"beside{protocol}.pth", {**beside, **named}, pickle_protocol=protocol)] = plain
    files[save(f"outside{protocol}.pth", {"model": named, **beside}, pickle_protocol=protocol)] = plain


def tar(name, protocol):
    """The form before 0.1.10, as torch.load still reads it. Keys were the addresses of C objects."""
    entries = {}
    storages, tensors = io.BytesIO(), io.BytesIO()
    pickle.dump(1, storages, protocol=protocol)
    pickle.dump((101, "cpu", torch.FloatStorage), storages, protocol=protocol)
    storages.write(struct.pack("<q", base.numel()) + base.numpy().tobytes())
    pickle.dump([(102, 101, 12, 12)], storages, protocol=protocol)
    pickle.dump(2, tensors, protocol=protocol)
    for key, storage, tensor, offset in ((201, 101, base, 0), (202, 102, base[0, 0], 0)):
        pickle.dump((key, storage, torch.FloatTensor), tensors, protocol=protocol)
        axes = tensor.dim()
        tensors.write(struct.pack(f"<i4x{axes}q{axes}qq", axes, *tensor.shape, *tensor.stride(), offset))

    class Pickler(pickle.Pickler):
        def persistent_id(self, value):
            return {"A": "201", "B": "202"}.get(value) if isinstance(value, str) else None

    main = io.BytesIO()
    Pickler(main, protocol=protocol).dump(collections.OrderedDict([("conv.weight", "A"), ("fc.bias", "B")]))
    with tarfile.open(os.path.join(folder, name), "w:", format=tarfile.PAX_FORMAT) as archive:
        for entry, content in (("sys_info", b"x"), ("pickle", main.getvalue()), ("tensors", tensors.getvalue()), ("storages", storages.getvalue())):
            info = tarfile.TarInfo(entry)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    read = torch.load(os.path.join(folder, name), weights_only=False)
    files[name] = numbers(read)
    return name


tar("tar.pth", 2)
print(json.dumps(files))
