using AttnGen.Native;
using TorchSharp;

namespace AttnGen.Products;

/// <summary>An order in memory that oneDNN multiplies by faster than by the model's own: what it would do at each product is done once, since the weight does not change.</summary>
internal abstract class WeightLayout
{
    /// <summary>oneDNN's packed products with a single row or column are wrong, so that weights near that are left as they are.</summary>
    private const long LeastFeatures = 16;

    private readonly Lazy<bool> isExact;

    protected WeightLayout() => isExact = new Lazy<bool>(() => ProductMeasurement.IsExact(new LayoutLinear(this), Type) && HasVersions());

    private static WeightLayout[] All => [TransposedLayout.Instance, PackedLayout.Instance];

    /// <summary>The layout's name in messages and run states.</summary>
    public abstract string Name { get; }

    /// <summary>The element type that it is for.</summary>
    public abstract torch.ScalarType Type { get; }

    /// <summary>Whether the products of the backward pass are by a copy of its own, and not by the weight.</summary>
    public abstract bool IsForGradients { get; }

    /// <summary>Whether this libtorch has it, its products' errors are those of the element type, and a weight that is changed is noticed.</summary>
    public bool Works => isExact.Value;

    /// <summary>The layout of a name, or null.</summary>
    public static WeightLayout? Find(string name) => All.FirstOrDefault(layout => layout.Name == name);

    /// <summary>The layout for weights of a shape that a kernel multiplies by, or null.</summary>
    public static WeightLayout? For(long outFeatures, long inFeatures, torch.ScalarType type, LinearKernel kernel) =>
        Math.Min(outFeatures, inFeatures) < LeastFeatures ? null : All.FirstOrDefault(layout => layout.Type == type && layout.Takes(kernel) && layout.Works);

    /// <summary>Bytes of the copies of a weight.</summary>
    /// <param name="elements">The weight's elements.</param>
    public long Bytes(long elements) => elements * Type.ElementSize() * (IsForGradients ? 2 : 1);

    /// <summary>A weight's copy.</summary>
    /// <param name="weight"><c>[out, in]</c>, in any strides.</param>
    public abstract torch.Tensor Arrange(torch.Tensor weight);

    /// <summary>Whether it is faster than the products of a kernel as far as is known: where it is not, it is not even measured.</summary>
    protected abstract bool Takes(LinearKernel kernel);

    private static bool HasVersions()
    {
        using var any = torch.zeros(1, device: torch.CPU);
        return TensorVersion.Of(any) is not null;
    }
}
