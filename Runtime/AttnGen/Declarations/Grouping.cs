namespace AttnGen;

/// <summary>Which group a trained parameter belongs to.</summary>
public enum Grouping
{
    /// <summary>The role that declares it; a bias follows its matrix, and the head has a group of its own. The default.</summary>
    Strict = 0,

    /// <summary>
    /// The group that the paper's code puts it in, by its name, for replication: <c>value</c> has what is called so (or <c>v_proj</c>) and every bias, norm and magnitude of DoRA, the head's included;
    /// <c>query</c> what is called so (or <c>q_proj</c>); <c>key</c> all else, the head's weights included. All three groups are there, even empty.
    /// </summary>
    Paper = 1,
}
