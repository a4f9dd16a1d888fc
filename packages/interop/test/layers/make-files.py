"""Writes the models of this folder, each with an input and what its own tool makes of it.

    python make-files.py onnx    needs numpy, onnx (1.23.2 was used), safetensors 0.8.0
    python make-files.py refused needs numpy and onnx
    python make-files.py keras   needs numpy and keras (3.15.1 was used, on JAX: KERAS_BACKEND=jax)

What comes out goes to `files/`; the seed is fixed, so that the same versions write the same numbers.
"""

import json
import sys
from pathlib import Path

import numpy as np

FILES = Path(__file__).parent / "files"
RANDOM = np.random.default_rng(20261128)


def numbers(*shape, scale=1.0):
    return (RANDOM.standard_normal(shape) * scale).astype(np.float32)


def keep(name, given, got):
    """Write what comes in and what comes out, channels first and without the axis of examples."""
    values = {
        "inputs": [{"shape": list(x.shape), "values": x.ravel().tolist()} for x in given],
        "output": {"shape": list(got.shape), "values": np.asarray(got, np.float64).ravel().tolist()},
    }
    (FILES / f"{name}.json").write_text(json.dumps(values))


def onnx_models():
    from onnx import TensorProto, helper, numpy_helper, save
    from onnx.reference import ReferenceEvaluator

    def constants(**arrays):
        return [numpy_helper.from_array(a, name) for name, a in arrays.items()]

    def write(name, nodes, tensors, shape, out, opset=17, **kept):
        nodes = [helper.make_node(*node[0], **node[1]) for node in nodes]
        value = helper.make_tensor_value_info
        graph = helper.make_graph(
            nodes, name, [value("x", TensorProto.FLOAT, ["N", *shape])],
            [value(out, TensorProto.FLOAT, None)], tensors,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=10)
        given = numbers(1, *shape)
        got = ReferenceEvaluator(model).run(None, {"x": given})[0]
        save(model, FILES / f"{name}.onnx", **kept)
        keep(name, [given[0]], got[0])

    def n(op, inputs, output, **attributes):
        return ((op, inputs.split(), output.split()), attributes)

    write("perceptron", [n("Gemm", "x a b", "1", transB=1), n("Relu", "1", "2"),
                         n("Gemm", "2 c d", "3", alpha=0.5, beta=2.0), n("Softmax", "3", "y")],
          constants(a=numbers(7, 5), b=numbers(7), c=numbers(7, 4), d=numbers(4)), [5], "y")
    write("matmul-add", [n("MatMul", "x a", "1"), n("Add", "1 b", "2"), n("Clip", "2 least most", "3"),
                         n("MatMul", "3 c", "4"), n("Sub", "d 4", "5"), n("Div", "5 e", "y")],
          constants(a=numbers(6, 8), b=numbers(8), least=np.float32(0), most=np.float32(1.5),
                    c=numbers(8, 3), d=numbers(3), e=np.float32(3)), [6], "y")
    write("convolutions", [n("Conv", "x a b", "1", strides=[2, 1], pads=[1, 0, 2, 1], dilations=[1, 2]),
                           n("LeakyRelu", "1", "2", alpha=0.1),
                           n("Conv", "2 c", "3", group=2, kernel_shape=[2, 2]), n("Flatten", "3", "y")],
          constants(a=numbers(4, 3, 3, 2), b=numbers(4), c=numbers(6, 2, 2, 2)), [3, 9, 8], "y")
    write("same-padding", [n("Conv", "x a", "1", auto_pad="SAME_UPPER", strides=[2, 2]),
                           n("Conv", "1 b", "y", auto_pad="SAME_LOWER", strides=[1, 2])],
          constants(a=numbers(2, 2, 3, 4), b=numbers(2, 2, 2, 3)), [2, 7, 8], "y")
    write("pools", [n("MaxPool", "x", "1", kernel_shape=[3, 2], strides=[2, 2], ceil_mode=1, pads=[1, 0, 1, 0]),
                    n("AveragePool", "1", "2", kernel_shape=[2, 2], pads=[1, 1, 0, 0]),
                    n("AveragePool", "2", "3", kernel_shape=[2, 2], pads=[0, 1, 1, 0], count_include_pad=1),
                    n("GlobalAveragePool", "3", "4"), n("Flatten", "4", "y")],
          [], [2, 9, 9], "y")
    write("normalised", [n("Conv", "x a", "1"), n("BatchNormalization", "1 s t m v", "2", epsilon=0.01),
                         n("Relu", "2", "3"), n("GlobalAveragePool", "3", "4"), n("Squeeze", "4 axes", "5"),
                         n("Unsqueeze", "5 axes", "6"), n("Flatten", "6", "y")],
          constants(a=numbers(3, 2, 3), s=numbers(3), t=numbers(3), m=numbers(3), v=numbers(3) ** 2,
                    axes=np.array([2], np.int64)), [2, 10], "y")
    write("residual", [n("Gemm", "x a b", "1", transB=1), n("Relu", "1", "2"), n("Gemm", "2 c d", "3", transB=1),
                       n("Add", "3 1", "4"), n("Concat", "4 x", "5", axis=1), n("Mul", "5 f", "6"),
                       n("Add", "6 g", "y")],
          constants(a=numbers(4, 6), b=numbers(4), c=numbers(4, 4), d=numbers(4), f=numbers(1, 10), g=numbers(10)),
          [6], "y")
    write("reshaped", [n("Reshape", "x s", "1"), n("Transpose", "1", "2", perm=[0, 2, 1, 3]),
                       n("ReduceMean", "2", "3", axes=[2, 3], keepdims=0), n("Unsqueeze", "3 u", "4"),
                       n("Softmax", "4", "y", axis=1)],
          constants(s=np.array([0, 3, -1, 4], np.int64), u=np.array([2], np.int64)), [24], "y")
    scale, zero = np.array([0.02, 0.05, 0.01], np.float32), np.array([3, -2, 0], np.int8)
    write("quantised-weights", [n("DequantizeLinear", "q s z", "w", axis=0), n("Identity", "w", "w2"),
                                n("Gemm", "x w2 b", "1", transB=1), n("Dropout", "1", "y")],
          constants(q=RANDOM.integers(-128, 127, (3, 4)).astype(np.int8), s=scale, z=zero, b=numbers(3)), [4], "y", opset=21)
    write("numbers-elsewhere", [n("Gemm", "x a b", "1", transB=1), n("Relu", "1", "y")],
          constants(a=numbers(32, 16), b=numbers(32)), [16], "y",
          save_as_external_data=True, location="numbers-elsewhere.bin", size_threshold=0)

    from safetensors.numpy import save_file
    arrays = {"conv1.weight": numbers(2, 1, 3, 3), "conv1.bias": numbers(2), "fc.weight": numbers(3, 4).astype(np.float16),
              "fc.bias": numbers(3), "bn.weight": numbers(3), "bn.bias": numbers(3), "bn.running_mean": numbers(3),
              "bn.running_var": numbers(3) ** 2, "bn.num_batches_tracked": np.array(7, np.int64), "odd.table": numbers(2)}
    save_file(arrays, FILES / "weights.safetensors")
    np.savez_compressed(FILES / "weights.npz", **{"fc1/W": np.asfortranarray(numbers(3, 5).astype(np.float64)),
                                                  "fc1/b": numbers(5).astype(">f4"), "fc2/W": numbers(5, 2)})


def refused_models():
    """Write graphs whose operators are no layers, so that what comes after them does not fit."""
    from onnx import TensorProto, helper, numpy_helper, save

    folder = FILES / "refused"
    folder.mkdir(exist_ok=True)
    value = helper.make_tensor_value_info

    def write(name, nodes, **tensors):
        given = [value("x", TensorProto.FLOAT, ["N", 6])]
        kept = [numpy_helper.from_array(a.astype(np.float32), key) for key, a in tensors.items()]
        graph = helper.make_graph(nodes, name, given, [value("y", TensorProto.FLOAT, None)], kept)
        opset = [helper.make_opsetid("", 17)]
        save(helper.make_model(graph, opset_imports=opset, ir_version=10), folder / f"{name}.onnx")

    write("recurrent", [helper.make_node("RNN", ["x", "w", "r"], ["1"], name="cell", hidden_size=3),
                        helper.make_node("Gemm", ["1", "a"], ["y"], name="read", transB=1)],
          w=np.zeros((1, 3, 6)), r=np.zeros((1, 3, 3)), a=np.zeros((2, 3)))
    write("drawn", [helper.make_node("RandomNormal", [], ["1"], name="noise", shape=[1, 6]),
                    helper.make_node("Relu", ["1"], ["y"], name="kept")])


def keras_models():
    import keras
    from keras import layers as l

    keras.utils.set_random_seed(7)

    def shake(model):
        """Give every list of numbers, those of normalisations too, values that matter."""
        for variable in model.variables:
            value = numbers(*variable.shape, scale=0.5)
            variable.assign(np.abs(value) if variable.path.endswith("variance") else value)

    def write(name, model):
        shake(model)
        given = numbers(1, *model.input_shape[1:])
        got = np.asarray(model(given, training=False))[0]
        model.save(FILES / f"{name}.keras")
        first = np.moveaxis(given[0], -1, 0)
        keep(name, [np.ascontiguousarray(first)], np.ascontiguousarray(np.moveaxis(got, -1, 0)))

    write("keras-perceptron", keras.Sequential([
        keras.Input((6,)), l.Dense(8, activation="relu"), l.Dropout(0.5), l.Dense(4, use_bias=False), l.Softmax()]))
    write("keras-images", keras.Sequential([
        keras.Input((9, 8, 2)), l.Conv2D(4, (3, 2), strides=2, padding="same", activation="relu6", name="first"),
        l.BatchNormalization(), l.MaxPooling2D(2), l.Conv2D(4, 2, groups=2, padding="same"), l.LeakyReLU(),
        l.Flatten(), l.Dense(5, activation="softmax")]))
    write("keras-channels", keras.Sequential([
        keras.Input((6, 6, 3)), l.Rescaling(1 / 2, 0.25), l.DepthwiseConv2D(3, depth_multiplier=2),
        l.AveragePooling2D(3, strides=1, padding="same"), l.Dense(4, activation="softmax"), l.Permute((2, 1, 3)),
        l.Reshape((8, 8)), l.Conv1D(3, 3, padding="causal", dilation_rate=2), l.GlobalMaxPooling1D()]))
    x = keras.Input((5, 4, 2))
    a = l.Conv2D(3, 3, padding="same", activation="relu")(x)
    b = l.Conv2D(3, 1)(l.BatchNormalization(scale=False)(a))
    shared = l.Dense(3, name="shared")
    c = l.Add()([shared(a), shared(b)])
    write("keras-graph", keras.Model(x, l.Concatenate()([c, a, l.ReLU(max_value=1.0)(b)])))
    write("keras-separable", keras.Sequential([
        keras.Input((7, 6, 3)), l.SeparableConv2D(4, (3, 2), strides=2, padding="same", depth_multiplier=2,
                                                  activation="relu"),
        l.SeparableConv2D(2, 2, use_bias=False, dilation_rate=2), l.Reshape((2, 2)),
        l.SeparableConv1D(3, 2, padding="same")]))


if __name__ == "__main__":
    FILES.mkdir(exist_ok=True)
    {"onnx": onnx_models, "keras": keras_models, "refused": refused_models}[sys.argv[1]]()
