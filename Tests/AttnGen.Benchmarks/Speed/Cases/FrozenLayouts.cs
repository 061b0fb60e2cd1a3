using AttnGen.Benchmarks.Speed.Models;
using AttnGen.Products;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Speed.Cases;

/// <summary>
/// Frozen Q, K and V of MiniLM's width, forward and backward, without adapters: by the copies that a session keeps of them, against the weights as the model has them; and by one copy
/// of the three, as one product.
/// </summary>
internal sealed class FrozenLayouts : ISpeedCase
{
    private const int Width = 384;
    private const string Bare = "bare";
    private const string Copied = "copied";
    private const string One = "one";
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
           from pair in new[] { (Text: "by a session's copies, against the model's weights", Ours: Copied, Other: Bare), (Text: "as one product, against three, all by copies", Ours: One, Other: Copied) }
           select new SpeedTarget($"frozen Q, K and V, width {Width}, {rows:N0} tokens, {type}: {pair.Text}", $"{pair.Ours} {rows} {type}", $"{pair.Other} {rows} {type}", SpeedDirection.TimesFaster, null),
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
                sample.Note($"choice {name}", FrozenProducts.Choose(weights[0]).ToString());
                FrozenWeight[] bare = [.. weights.Select(FrozenProducts.For)];
                FrozenWeight[] copied = [.. weights.Select(CopiedWeight.Of)];
                var (fused, bias) = (CopiedWeight.Of(cat(weights)), cat(biases));
                all.Add($"{Bare} {rows} {name}", () => Three(bare, input, gradients, biases));
                all.Add($"{Copied} {rows} {name}", () => Three(copied, input, gradients, biases));
                all.Add($"{One} {rows} {name}", () => Whole(fused, input, gradients, bias));
            }
        }

        all.Measure(sample, warmUp: 20, rounds: 100);
    }

    private static Tensor[] Each(Func<Tensor> make) => [make(), make(), make()];

    private static void Three(FrozenWeight[] weights, Tensor input, Tensor[] gradients, Tensor[] biases)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        Tensor? sum = null;
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i].Product(input, biases[i]);
        }

        for (var i = 0; i < weights.Length; i++)
        {
            sum = weights[i].Gradient(gradients[i], weights[i].Weight, sum);
        }
    }

    private static void Whole(FrozenWeight weight, Tensor input, Tensor[] gradients, Tensor bias)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        weight.Product(input, bias);
        // Attention gives each its own gradient.
        weight.Gradient(cat(gradients, -1), weight.Weight, null);
    }
}
