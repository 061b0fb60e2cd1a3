using TorchSharp;

namespace AttnGen;

/// <summary>
/// Declares a strategy for a model as a class of its own, beside the model's default: <c>[TuneStrategy&lt;M&gt;, Lora(Rank = 8), Tune(Matrix.Q), Tune(Matrix.V, LrScale = 8)]
/// public static partial class QvLambda8;</c>. It is checked against the model when compiling; what it does not name is frozen. Generated:
/// <c>Value</c>, <c>Begin(model, options)</c> with typed groups, and <c>Numbers</c>, which <c>with</c> changes.
/// </summary>
/// <typeparam name="TModel">The model, a <see cref="TunableModuleAttribute">tunable</see> class.</typeparam>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TuneStrategyAttribute<TModel> : Attribute
    where TModel : torch.nn.Module;
