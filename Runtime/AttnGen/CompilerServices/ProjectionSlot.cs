using System.ComponentModel;
using AttnGen.Adapters;
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
        return Adapter is null ? projection.call(input) : Adapter.Apply(projection, input, training);
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
