using System.Runtime.CompilerServices;
using AttnGen.CompilerServices;
using TorchSharp;
using TorchSharp.Modules;

namespace AttnGen.Adapters;

/// <summary>
/// The place of an adapter on a projection whose module was compiled without the generator: the adapter is a forward hook of the <c>Linear</c>. Hooks run on
/// <c>call</c> and not on <c>forward</c>, so that the slot knows whether its adapter was ever reached.
/// </summary>
internal sealed class HookedSlot : ProjectionSlot
{
    private static readonly ConditionalWeakTable<Linear, HookedSlot> Known = [];

    private readonly Linear projection;
    private readonly string path;
    private Action? unhook;

    private HookedSlot(Linear projection, string path, Matrix role)
    {
        this.projection = projection;
        this.path = path;
        Role = role;
    }

    /// <summary>The projection's role.</summary>
    public Matrix Role { get; }

    /// <summary>Whether a forward pass went through the adapter since it was put there, or since <see cref="Forget"/>.</summary>
    public bool WasReached { get; private set; }

    /// <summary>The one slot of a projection.</summary>
    public static HookedSlot Of(Linear projection, string path, Matrix role) => Known.GetValue(projection, found => new HookedSlot(found, path, role));

    /// <summary>The slot of a projection that somebody asked for, or null.</summary>
    public static HookedSlot? Find(Linear projection) => Known.TryGetValue(projection, out var slot) ? slot : null;

    /// <summary>Begins to watch anew whether the adapter is reached.</summary>
    public void Forget() => WasReached = false;

    private protected override void OnAdapterChanged()
    {
        unhook?.Invoke();
        unhook = null;
        WasReached = false;
        if (Adapter is not null)
        {
            unhook = projection.register_forward_hook((_, input, output) => AddTo(output, input)).remove;
        }
    }

    private torch.Tensor AddTo(torch.Tensor output, torch.Tensor input)
    {
        WasReached = true;
        Follow(Adapter!);
        return Adapter!.Add(projection, output, input, projection.training);
    }

    /// <summary>Nothing tells the adapter when a module without a generated part moves.</summary>
    private void Follow(Adapter adapter)
    {
        var weight = projection.weight;
        if (adapter.InSession && adapter.IsElsewhere(weight))
        {
            throw new TuningException($"'{path}' was moved to {weight.device} after its session began, and its adapter is on {adapter.Parameters[0].Parameter.device}. Move the model with to(...) before BeginTuning.");
        }

        adapter.Follow(weight);
    }
}
