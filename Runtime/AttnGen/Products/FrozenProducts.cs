using System.Collections.Concurrent;
using AttnGen.Products;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen;

/// <summary>
/// The products by weights that are not trained: most of a step's time, and the same shapes again and again. <c>Project</c> and the generated
/// <c>Apply</c> use it, in a session, before it and after it.
/// </summary>
public static class FrozenProducts
{
    /// <summary>Below this many elements of a weight, what a kernel gains is less than what it costs to leave libtorch's own path.</summary>
    private const long LeastElements = 128 * 128;

    private static readonly ConcurrentDictionary<(long Out, long In, ScalarType Type), MeasuredProduct> Known = new();
    private static readonly Lock Measuring = new();
    private static ProductKernel kernel;

    /// <summary>Which kernel multiplies, in the whole process. <see cref="ProductKernel.Automatic"/> by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the kernels.</exception>
    /// <exception cref="TuningException">oneDNN was asked for, and cannot be reached here or is not exact.</exception>
    public static ProductKernel Kernel
    {
        get => kernel;
        set
        {
            if (!Enum.IsDefined(value))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, $"The kernel is one of {string.Join(", ", Enum.GetNames<ProductKernel>())}.");
            }

            if (value == ProductKernel.OneDnn && !IsOneDnnExact(ScalarType.Float32))
            {
                throw new TuningException("oneDNN cannot be reached in this libtorch, or does not compute at float32's accuracy here. Use ProductKernel.Automatic.");
            }

            lock (Measuring)
            {
                kernel = value;
                Known.Clear();
            }
        }
    }

    /// <summary>The choices for a model's layers whose weights are not trained, each shape once; made where they were not yet.</summary>
    internal static IReadOnlyList<MeasuredProduct> Of(torch.nn.Module model) =>
        [.. WeightsOf(model).Select(Choose).Distinct().OrderBy(product => product.OutFeatures).ThenBy(product => product.InFeatures)];

    /// <summary>The weights of a model's layers that are not trained, and for which there is a choice.</summary>
    internal static IEnumerable<Tensor> WeightsOf(torch.nn.Module model) =>
        model.modules().OfType<TorchSharp.Modules.Linear>().Select(linear => linear.weight).Where(weight => !weight.requires_grad && HasChoice(weight));

    /// <summary>
    /// What multiplies by a weight; the standard kernel wherever no other can be used. Copies are for training: without gradients, a model predicts the same bits in a session and out of one.
    /// </summary>
    internal static FrozenWeight For(Tensor weight)
    {
        if (!HasChoice(weight))
        {
            return new FrozenWeight(weight, StandardLinear.Instance);
        }

        return kernel != ProductKernel.Standard && is_grad_enabled() && WeightCopies.Of(weight) is { } copy
            ? new FrozenWeight(weight, OneDnnLinear.Instance, copy)
            : new FrozenWeight(weight, Choose(weight).Kernel);
    }

    /// <summary>The choice for a weight's shape.</summary>
    internal static MeasuredProduct Choose(Tensor weight)
    {
        var shape = weight.shape;
        return Choose((shape[0], shape[1], weight.dtype));
    }

    /// <summary>Whether an input is one that a kernel of this process takes with a weight.</summary>
    internal static bool Takes(Tensor input, Tensor weight) =>
        input.dim() >= 2 && input.numel() > 0 && input.shape[^1] == weight.shape[1] && input.dtype == weight.dtype && input.device_type == weight.device_type;

    /// <summary>Whether the program asked for another kernel than that of a choice.</summary>
    internal static bool Excludes(MeasuredProduct product) => kernel switch
    {
        ProductKernel.Standard => product.Kernel is not StandardLinear,
        ProductKernel.OneDnn => product.Kernel is StandardLinear && IsOneDnnExact(product.Type),
        _ => false,
    };

    /// <summary>Takes over the kernels that another process chose, so that a run goes on with the same bits. Which weights have copies is each session's own.</summary>
    internal static void Adopt(IEnumerable<MeasuredProduct> chosen)
    {
        foreach (var product in chosen)
        {
            Known.AddOrUpdate((product.OutFeatures, product.InFeatures, product.Type), product, (_, known) => known.Kernel == product.Kernel ? known : product);
        }
    }

    /// <summary>Whether oneDNN is there, and exact.</summary>
    internal static bool IsOneDnnExact(ScalarType type) => ProductMeasurement.IsExact(OneDnnLinear.Instance, type);

    private static bool HasChoice(Tensor weight) =>
        weight.device_type == DeviceType.CPU && weight.dim() == 2 && weight.numel() >= LeastElements && weight.dtype is (ScalarType.Float32 or ScalarType.BFloat16);

    private static MeasuredProduct Choose((long Out, long In, ScalarType Type) key)
    {
        if (Known.TryGetValue(key, out var known))
        {
            return known;
        }

        lock (Measuring)
        {
            return Known.GetOrAdd(key, static key => kernel switch
            {
                ProductKernel.Standard => new MeasuredProduct(key.Out, key.In, key.Type, StandardLinear.Instance),
                ProductKernel.OneDnn when IsOneDnnExact(key.Type) => new MeasuredProduct(key.Out, key.In, key.Type, OneDnnLinear.Instance, WeightLayout.For(key.Out, key.In, key.Type, OneDnnLinear.Instance)),
                ProductKernel.OneDnn => new MeasuredProduct(key.Out, key.In, key.Type, StandardLinear.Instance),
                _ => ProductMeasurement.Fastest(key.Out, key.In, key.Type),
            });
        }
    }
}
