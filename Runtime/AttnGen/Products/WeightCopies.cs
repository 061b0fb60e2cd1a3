using System.Runtime.CompilerServices;
using TorchSharp;

namespace AttnGen.Products;

/// <summary>The copies of its frozen weights that a session multiplies by. Each is made when its layer is first used.</summary>
internal sealed class WeightCopies : IDisposable
{
    private static readonly ConditionalWeakTable<torch.Tensor, WeightCopy> Copies = [];

    private readonly List<(torch.Tensor Weight, WeightCopy Copy)> own = [];
    private IReadOnlyList<MeasuredProduct> products = [];

    /// <summary>Bytes of all copies.</summary>
    public long Bytes => own.Sum(entry => entry.Copy.Layout.Bytes(entry.Weight.numel()));

    /// <summary>The copies of a weight, or null.</summary>
    public static WeightCopy? Of(torch.Tensor weight) => Copies.TryGetValue(weight, out var copy) ? copy : null;

    /// <summary>What the copies that some choices ask for would take.</summary>
    public static long BytesOf(torch.nn.Module model, IReadOnlyList<MeasuredProduct> products) => Arranged(model, products).Sum(entry => entry.Layout.Bytes(entry.Weight.numel()));

    /// <summary>All copies that some choices ask for, or none where they would take more than a limit: which layers have one is then the same each time.</summary>
    public void PutWithin(long limit, torch.nn.Module model, IReadOnlyList<MeasuredProduct> products) => Put(model, BytesOf(model, products) <= limit ? products : []);

    /// <summary>Replaces the copies by those that some choices ask for.</summary>
    public void Put(torch.nn.Module model, IReadOnlyList<MeasuredProduct> products)
    {
        Dispose();
        foreach (var (weight, layout) in Arranged(model, products))
        {
            var copy = new WeightCopy(layout);
            // A weight that two models share has the copy of the session that was first.
            if (Copies.TryAdd(weight, copy))
            {
                own.Add((weight, copy));
            }
        }

        this.products = products;
    }

    /// <summary>A choice as it is in the session.</summary>
    public MeasuredProduct Resolve(MeasuredProduct product) =>
        product.Kernel is StandardLinear && FrozenProducts.Kernel == ProductKernel.Standard ? product
        : products.FirstOrDefault(product.IsOfShape) is { Layout: { } layout } ? product with { Kernel = OneDnnLinear.Instance, Layout = layout }
        : product with { Layout = null };

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        foreach (var (weight, copy) in own)
        {
            Copies.Remove(weight);
            copy.Dispose();
        }

        own.Clear();
        products = [];
    }

    private static IEnumerable<(torch.Tensor Weight, WeightLayout Layout)> Arranged(torch.nn.Module model, IReadOnlyList<MeasuredProduct> products) =>
        from weight in FrozenProducts.WeightsOf(model).Distinct<torch.Tensor>(ReferenceEqualityComparer.Instance)
        let layout = products.FirstOrDefault(product => product.IsOf(weight))?.Layout
        where layout is not null
        select (weight, layout);
}
