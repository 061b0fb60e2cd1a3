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

    /// <summary>True after the module was moved under a session; the session refuses its next step.</summary>
    public bool MovedInSession { get; private set; }

    /// <summary>The projection with the adapter.</summary>
    /// <param name="projection">The module's own projection.</param>
    /// <param name="input"><c>[..., in]</c>.</param>
    /// <param name="training">Whether dropout is active.</param>
    /// <returns><c>[..., out]</c>.</returns>
    public Tensor Apply(Linear projection, Tensor input, bool training)
    {
        using var output = LinearProduct.Apply(projection, input);
        return Add(output, input, training);
    }

    /// <summary>What the projection gave, with what the adapter adds to it.</summary>
    /// <param name="output"><c>[..., out]</c>; stays as it is.</param>
    /// <param name="input"><c>[..., in]</c>.</param>
    /// <param name="training">Whether dropout is active.</param>
    /// <returns><c>[..., out]</c>.</returns>
    public abstract Tensor Add(Tensor output, Tensor input, bool training);

    /// <summary>What the adapter adds to the weight, <c>[out, in]</c>.</summary>
    public abstract Tensor WeightUpdate();

    /// <summary>Follows the module to another device or element type. Half precisions leave the adapter in fp32, as PEFT does.</summary>
    public void To(ScalarType? dtype, Device? device)
    {
        if (InSession)
        {
            MovedInSession = true;
            return;
        }

        Move(dtype is { } type ? ElementType(type) : null, device);
    }

    /// <summary>Ends a session's hold on the adapter.</summary>
    public void Release() => (InSession, MovedInSession) = (false, false);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>The element type of an adapter beside a weight of the given type: fp32 for half precisions.</summary>
    public static ScalarType ElementType(ScalarType weight) =>
        weight is ScalarType.Float16 or ScalarType.BFloat16 ? ScalarType.Float32 : weight;

    /// <summary>Replaces the parameters by copies on another device or of another type.</summary>
    protected abstract void Move(ScalarType? dtype, Device? device);
}
