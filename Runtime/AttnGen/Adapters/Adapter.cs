using AttnGen.CompilerServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Adapters;

/// <summary>What stands beside one projection and changes its output. Its parameters are outside the model's <c>state_dict()</c>.</summary>
internal abstract class Adapter : IDisposable
{
    /// <summary>The adapter's kind and numbers.</summary>
    public abstract TuningMethod Method { get; }

    /// <summary>The trained parameters, by the names under which adapter files store them (<c>lora_A.weight</c>).</summary>
    public abstract IReadOnlyList<(string Name, Parameter Parameter)> Parameters { get; }

    /// <summary>True while a session has the parameters in its buffers, so that they cannot move.</summary>
    public bool InSession { get; set; }

    /// <summary>The projection with the adapter.</summary>
    /// <param name="projection">The module's own projection.</param>
    /// <param name="input"><c>[..., in]</c>.</param>
    /// <param name="training">Whether dropout is active.</param>
    /// <returns><c>[..., out]</c>.</returns>
    public Tensor Apply(Linear projection, Tensor input, bool training)
    {
        using var output = LinearProduct.Apply(projection, input);
        return Add(projection, output, input, training);
    }

    /// <summary>What the projection gave, with what the adapter adds to it.</summary>
    /// <param name="projection">The module's own projection.</param>
    /// <param name="output"><c>[..., out]</c>; stays as it is.</param>
    /// <param name="input"><c>[..., in]</c>.</param>
    /// <param name="training">Whether dropout is active.</param>
    /// <returns><c>[..., out]</c>.</returns>
    public abstract Tensor Add(Linear projection, Tensor output, Tensor input, bool training);

    /// <summary>The weight that does alone what weight and adapter do together, in the adapter's element type.</summary>
    /// <param name="weight"><c>[out, in]</c>; stays as it is.</param>
    /// <returns><c>[out, in]</c>.</returns>
    public abstract Tensor Merged(Tensor weight);

    /// <summary>Makes a new adapter one that changes nothing, after the weight that it was made for was replaced by another.</summary>
    /// <param name="weight"><c>[out, in]</c>.</param>
    public virtual void Fit(Tensor weight)
    {
    }

    /// <summary>
    /// Follows the module to another device or element type. Half precisions leave the adapter in fp32, as PEFT does. In a session it stays: that one notices by the weight, and
    /// lets the adapter follow at its end.
    /// </summary>
    public void To(ScalarType? dtype, Device? device)
    {
        if (!InSession)
        {
            Move(dtype is { } type ? ElementType(type) : null, device);
        }
    }

    /// <summary>Goes to where the projection's weight is, unless it is there.</summary>
    /// <param name="weight"><c>[out, in]</c>.</param>
    public void Follow(Tensor weight)
    {
        if (IsElsewhere(weight) || Parameters[0].Parameter.dtype != ElementType(weight.dtype))
        {
            To(weight.dtype, weight.device);
        }
    }

    /// <summary>Whether the projection's weight is on another device.</summary>
    /// <param name="weight"><c>[out, in]</c>.</param>
    public bool IsElsewhere(Tensor weight) => Parameters[0].Parameter is var own && (weight.device_type != own.device_type || weight.device_index != own.device_index);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>The element type of an adapter beside a weight of the given type: fp32 for half precisions.</summary>
    public static ScalarType ElementType(ScalarType weight) =>
        weight is ScalarType.Float16 or ScalarType.BFloat16 ? ScalarType.Float32 : weight;

    /// <summary>Replaces the parameters by copies on another device or of another type.</summary>
    protected abstract void Move(ScalarType? dtype, Device? device);
}
