using AttnGen.Benchmarks.Baselines;
using AttnGen.Models.Bert;
using AttnGen.Products;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Speed.Models;

/// <summary>What is compared in most cases: LoRA of rank 8 on Q and V, by AttnGen and in plain TorchSharp, in two precisions.</summary>
internal static class Variants
{
    public const string Ours = "attngen";
    public const string OursHalf = "attngen bf16";
    public const string Plain = "torchsharp";
    public const string PlainHalf = "torchsharp bf16";
    public const string Python = "pytorch";
    public const string Products = "products";

    public static IReadOnlyList<string> InDotNet { get; } = [Ours, Plain, OursHalf, PlainHalf];

    /// <summary>Whether bf16 is measured: where oneDNN has no products of it, both sides run libtorch's plain loops, for minutes, and are no match for fp32.</summary>
    public static bool HasHalf => BFloat16Processor.IsServedByOneDnn;

    /// <summary>Those of <see cref="InDotNet"/> that are measured on this processor.</summary>
    public static IReadOnlyList<string> Measured { get; } = HasHalf ? InDotNet : [Ours, Plain];

    public static ITraining Begin(string variant, BertConfiguration configuration) => variant switch
    {
        Ours => TunedTraining.Of(configuration),
        OursHalf => TunedTraining.Of(configuration, precision: Precision.BFloat16),
        Plain => PlainTraining.Of(configuration),
        PlainHalf => PlainTraining.Of(configuration, type: ScalarType.BFloat16),
        _ => throw new ArgumentOutOfRangeException(nameof(variant), variant, "There is no such variant."),
    };
}
