using System.ComponentModel;
using AttnGen.Adapters;
using AttnGen.Autograd;
using AttnGen.Products;
using TorchSharp;
using TorchSharp.Modules;

namespace AttnGen.CompilerServices;

/// <summary>The place of one projection's adapter in one module instance. Generated code holds one a projection.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public class ProjectionSlot
{
    /// <summary>The adapter in the slot, or null.</summary>
    internal Adapter? Adapter
    {
        get;
        set
        {
            field = value;
            OnAdapterChanged();
        }
    }

    /// <summary>The projection, with its adapter where there is one.</summary>
    /// <param name="projection">The module's own projection.</param>
    /// <param name="input"><c>[..., in]</c>.</param>
    /// <param name="training">Whether the module is in training mode: only then is there dropout.</param>
    /// <returns><c>[..., out]</c>.</returns>
    public torch.Tensor Apply(Linear projection, torch.Tensor input, bool training)
    {
        ArgumentNullException.ThrowIfNull(projection);
        return Adapter is null ? LinearProduct.Apply(projection, input) : Adapter.Apply(projection, input, training);
    }

    /// <summary>The three projections of an attention layer.</summary>
    /// <param name="querySlot">The place of the query's adapter.</param>
    /// <param name="query">The query's projection.</param>
    /// <param name="keySlot">The place of the key's adapter.</param>
    /// <param name="key">The key's projection.</param>
    /// <param name="valueSlot">The place of the value's adapter.</param>
    /// <param name="value">The value's projection.</param>
    /// <param name="input">What the query is made of, <c>[batch, target length, in]</c>.</param>
    /// <param name="keyValue">What key and value are made of, <c>[batch, source length, in]</c>; the same tensor in self-attention.</param>
    /// <param name="training">Whether the module is in training mode.</param>
    /// <returns>Three tensors <c>[batch, length, out]</c>.</returns>
    public static (torch.Tensor Query, torch.Tensor Key, torch.Tensor Value) Project(
        ProjectionSlot querySlot, Linear query, ProjectionSlot keySlot, Linear key, ProjectionSlot valueSlot, Linear value, torch.Tensor input, torch.Tensor keyValue, bool training)
    {
        ArgumentNullException.ThrowIfNull(querySlot);
        ArgumentNullException.ThrowIfNull(keySlot);
        ArgumentNullException.ThrowIfNull(valueSlot);
        if (FrozenProducts.Kernel != ProductKernel.Standard && (!torch.is_grad_enabled() || NodeCheck.Works)
            && ProjectionTerm.Of(query, querySlot.Adapter, input, training) is { } q
            && ProjectionTerm.Of(key, keySlot.Adapter, keyValue, training) is { } k
            && ProjectionTerm.Of(value, valueSlot.Adapter, keyValue, training) is { } v)
        {
            if (ReferenceEquals(input, keyValue))
            {
                var all = ProjectionNode.Apply(input, q, k, v);
                return (all[0], all[1], all[2]);
            }

            var pair = ProjectionNode.Apply(keyValue, k, v);
            return (ProjectionNode.Apply(input, q)[0], pair[0], pair[1]);
        }

        return (querySlot.Apply(query, input, training), keySlot.Apply(key, keyValue, training), valueSlot.Apply(value, keyValue, training));
    }

    /// <summary>Moves the adapter with its module; called after the module's own components have moved.</summary>
    /// <param name="dtype">The new element type, or null for the same.</param>
    /// <param name="device">The new device, or null for the same.</param>
    public void To(torch.ScalarType? dtype, torch.Device? device) => Adapter?.To(dtype, device);

    /// <summary>Called when an adapter was put in or taken out.</summary>
    private protected virtual void OnAdapterChanged()
    {
    }
}
