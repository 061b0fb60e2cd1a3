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
public sealed class TuneModelAttribute<TModel> : TuneModelAttribute
    where TModel : torch.nn.Module
{
    /// <summary>Declares a model class.</summary>
    public TuneModelAttribute()
        : base(typeof(TModel))
    {
    }
}
