using AttnGen.Benchmarks.Speed.Models;
using AttnGen.Native;
using AttnGen.Products;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Speed.Cases;

/// <summary>
/// What else could be done with weights that never change, against what <c>Project</c> does: Q, K and V as one product, and oneDNN's own layout of the weights, made once for each
/// direction. Forward and backward of the three frozen products of MiniLM's width, without adapters. Both need copies of the weights beside the model's own.
/// </summary>
internal sealed class FrozenLayouts : ISpeedCase
{
    private const int Width = 384;
    private const string Apart = "apart";
    private const string One = "one";
    private const string Packed = "packed";
    private static readonly int[] Rows = [2_048, 256];
    private static readonly (string Name, ScalarType Type)[] Types = Variants.HasHalf ? [("fp32", ScalarType.Float32), ("bf16", ScalarType.BFloat16)] : [("fp32", ScalarType.Float32)];

    public string Name => "frozen-layouts";

    public string Unit => "ms";

    public bool DependsOnThreads => false;

    public bool KeepsMemory => true;

    public IReadOnlyList<SpeedTarget> Targets { get; } =
    [
        .. from type in new[] { "fp32", "bf16" }
           from rows in Rows
           from other in new[] { (Form: One, Text: "as one product"), (Form: Packed, Text: "with weights in oneDNN's layout") }
           select new SpeedTarget($"frozen Q, K and V {other.Text}, width {Width}, {rows:N0} tokens, {type}, against three", $"{other.Form} {rows} {type}", $"{Apart} {rows} {type}", SpeedDirection.TimesFaster, null),
    ];

    public void Measure(string part, SpeedScale scale, SpeedSample sample)
    {
        var all = new Rounds(scale);
        foreach (var (name, type) in Types)
        {
            foreach (var rows in Rows)
            {
                var (count, width) = scale == SpeedScale.Full ? (rows, Width) : (16, 32);
                Tensor Random(params long[] shape) => randn(shape, dtype: type);
                var (input, weights, biases) = (Random(count, width), Each(() => Random(width, width)), Each(() => Random(width)));
                var gradients = Each(() => Random(count, width));
                var kernel = FrozenProducts.For(weights[0]);
                sample.Note($"kernel {name}", kernel.Name);
                Tensor[] back = [.. weights.Select(weight => weight.t())];
                all.Add($"{Apart} {rows} {name}", () => Three(kernel, input, gradients, weights, biases, back));

                var (fused, bias) = (cat(weights), cat(biases));
                all.Add($"{One} {rows} {name}", () => Whole(kernel, input, gradients, fused, bias));

                Tensor[] forward = [.. weights.Select(Reordered)];
                Tensor[] backward = [.. back.Select(weight => Reordered(weight.contiguous()))];
                all.Add($"{Packed} {rows} {name}", () => Three(OneDnnLinear.Instance, input, gradients, forward, biases, backward));
            }
        }

        all.Measure(sample, warmUp: 20, rounds: 100);
    }

    private static Tensor[] Each(Func<Tensor> make) => [make(), make(), make()];

    private static void Three(LinearKernel kernel, Tensor input, Tensor[] gradients, Tensor[] forward, Tensor[] biases, Tensor[] backward)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        for (var i = 0; i < forward.Length; i++)
        {
            kernel.Product(input, forward[i], biases[i]);
        }

        var sum = kernel.Product(gradients[0], backward[0], null);
        for (var i = 1; i < backward.Length; i++)
        {
            sum = kernel.ProductPlus(gradients[i], backward[i], sum);
        }
    }

    private static void Whole(LinearKernel kernel, Tensor input, Tensor[] gradients, Tensor weight, Tensor bias)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        kernel.Product(input, weight, bias);
        // Attention gives each its own gradient.
        kernel.Product(cat(gradients, -1), weight.t(), null);
    }

    /// <summary>The same weight in the layout that oneDNN multiplies by.</summary>
    private static unsafe Tensor Reordered(Tensor weight)
    {
        LibTorch.Check(LibTorch.aoti_torch_new_tensor_handle(weight.Handle, out var handle), nameof(LibTorch.aoti_torch_new_tensor_handle));
        var stack = stackalloc ulong[2];
        (stack[0], stack[1]) = ((ulong)handle, 0);
        LibTorch.Check(LibTorch.torch_call_dispatcher("mkldnn::_reorder_linear_weight", "", stack, LibTorch.Version), "mkldnn::_reorder_linear_weight");
        GC.KeepAlive(weight);
        return Tensor.UnsafeCreateTensor((nint)stack[0]);
    }
}
