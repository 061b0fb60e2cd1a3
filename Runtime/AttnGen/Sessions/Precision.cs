namespace AttnGen;

/// <summary>The element type of what is not trained.</summary>
public enum Precision
{
    /// <summary>The model as it is. The default.</summary>
    Float32,

    /// <summary>
    /// Frozen linear layers of <see cref="TunableModuleAttribute"/> classes in bfloat16, with half the memory and up to twice the speed, where the processor or GPU has instructions for it; a processor that has none
    /// (<see cref="TuningSession.Explain"/> says so) takes several times as long as in float32. What is trained, heads, embeddings and norms stay in float32.
    /// <c>Project</c> and <c>Apply</c> take inputs of either type and return the input's: a model whose states stay in float32 needs no change if it multiplies
    /// by them, and one that converts its states, as those of AttnGen.Models do, saves their memory too. A layer's own <c>call</c> takes its weight's type only: layers inside
    /// of other classes (a <c>Sequential</c>) stay in float32, and a session of a model that <c>[assembly: TuneModel&lt;T&gt;]</c> declares is refused.
    /// The rounded weights remain after the session: a model in its old precision is loaded again from its checkpoint.
    /// </summary>
    BFloat16,
}
