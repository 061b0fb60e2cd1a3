namespace AttnGen;

/// <summary>The projections of an attention layer that a declaration can speak of. Values combine: <c>Matrix.Q | Matrix.V</c>.</summary>
[Flags]
public enum Matrix
{
    /// <summary>No projection.</summary>
    None = 0,

    /// <summary>W_q, the query projection.</summary>
    Q = 1,

    /// <summary>W_k, the key projection.</summary>
    K = 2,

    /// <summary>W_v, the value projection.</summary>
    V = 4,
}
