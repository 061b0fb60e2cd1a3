using TorchSharp;

namespace AttnGen;

/// <summary>
/// Declares a model class that cannot be annotated, because it stands in another assembly, and says where its projections and its head are, by the paths under
/// which TorchSharp knows its modules: <c>[assembly: TuneModel&lt;Classifier&gt;(Query = "layers.*.attention.query", Value = "layers.*.attention.value", Head = "classifier")]</c>.
/// Strategies for it are checked against this when compiling; the paths are looked up when a session begins. An adapter is a forward hook then, which runs
/// on <c>call</c> and not on <c>forward</c>: a model whose first pass goes past one is refused.
/// </summary>
/// <remarks>
/// In a path, <c>*</c> stands for one part and <c>**</c> for any number of them: <c>**.q_proj</c>. What is neither a projection nor a head is frozen. Where the
/// attention layer's members are accessible, <see cref="TuneAttentionAttribute{TModel, TLayer}"/> names them instead, so that a renamed one does not compile.
/// </remarks>
/// <typeparam name="TModel">The model class, without type parameters.</typeparam>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class TuneModelAttribute<TModel> : Attribute
    where TModel : torch.nn.Module
{
    /// <summary>The paths of the query projections, each a <c>Linear</c>; null, the default, where no path says it.</summary>
    public string? Query { get; set; }

    /// <summary>The paths of the key projections.</summary>
    public string? Key { get; set; }

    /// <summary>The paths of the value projections.</summary>
    public string? Value { get; set; }

    /// <summary>The paths of the heads, which are trained in full; null, the default, for a model without one.</summary>
    public string? Head { get; set; }
}
