using TorchSharp;

namespace AttnGen;

/// <summary>
/// Says which members of a class of attention layers, in a model of <see cref="TuneModelAttribute{TModel}"/>, are its projections:
/// <c>[assembly: TuneAttention&lt;Classifier, Attention&gt;(Query = nameof(Attention.Query), Value = nameof(Attention.Value))]</c>. The members are fields or
/// properties that this assembly can read, checked when compiling.
/// </summary>
/// <typeparam name="TModel">The model class.</typeparam>
/// <typeparam name="TLayer">The class of attention layers; each of its instances in the model has these projections.</typeparam>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class TuneAttentionAttribute<TModel, TLayer> : Attribute
    where TModel : torch.nn.Module
    where TLayer : torch.nn.Module
{
    /// <summary>The member that is the query projection, a <c>Linear</c>; null, the default, where it has no role.</summary>
    public string? Query { get; set; }

    /// <summary>The member that is the key projection.</summary>
    public string? Key { get; set; }

    /// <summary>The member that is the value projection.</summary>
    public string? Value { get; set; }
}
